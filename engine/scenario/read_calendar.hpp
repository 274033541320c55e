// Calendars: levels by the hour of the week, on a cycle, by the day of the year, or on dates, laid out as steps.
#pragma once

#include <vector>

#include "scenario/description.hpp"
#include "scenario/section.hpp"

namespace headwater {

/// A calendar of more steps than this between the beginning of the warm-up and the end is refused.
inline constexpr double most_calendar_steps = 1'000'000;

/// Reads the calendar whose map is `map` as steps from the beginning of the warm-up to the end of the simulation (-`warm_up`
/// to `horizon`, in days since `start`). Reports spans that overlap, the first gap that nothing is said about, and
/// calendars with too many steps.
CalendarSpec read_calendar(const Value::Key& name, const Value& map, Date start, double warm_up, double horizon, Diagnostics& diagnostics);

}  // namespace headwater
