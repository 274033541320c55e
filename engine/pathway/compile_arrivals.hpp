// When a source brings somebody: its clock, its timetable or its list, with what calendars and dated changes make of them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "pathway/model.hpp"
#include "scenario/description.hpp"

namespace headwater {

/// Fills in all of `source` that says when and how many come, but not whose number it follows. `purpose` names a draw of
/// the source: given "gap", it answers the hash of the sentence about it.
void compile_arrivals(const Description& in, std::size_t index, const std::function<std::uint64_t(const char*)>& purpose, Source& source);

/// Arrivals a day at the busiest time, about: dated changes of anything but rates left out.
double busiest_rate(const SourceSpec& spec, const Source& source);

}  // namespace headwater
