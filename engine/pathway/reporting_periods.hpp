// Reporting periods: the calendar cut into minutes, hours, days, weeks, months, quarters or years, or pieces of any length.
#pragma once

#include <vector>

#include "scenario/description.hpp"

namespace headwater {

/// Ends of the periods that cover `horizon` days from `start`, in days since `start`; the last is `horizon`. Months,
/// quarters and years end where the calendar says (a year begins with month `year_begins_month`), so the first and
/// the last may be short; periods of a fixed length are counted from `start`. Of `run` it takes `every` and `period`.
std::vector<double> reporting_periods(Date start, double horizon, const RunSpec& run, int year_begins_month);

}  // namespace headwater
