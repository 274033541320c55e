// Where entities come from, as files say it.
#pragma once

#include "scenario/description.hpp"
#include "scenario/section.hpp"

namespace headwater {

/// Reads one source; `name` is the key it stands under. Used for the model as it begins and for what it becomes on a date.
SourceSpec read_source(const Value::Key& name, const Value& map, Date start, Diagnostics& diagnostics);

/// Reports growth that goes on for too long, or to too high a rate, between the start date less `warm_up` and `horizon`.
void check_growth(const SourceSpec& source, double warm_up, double horizon, Diagnostics& diagnostics);

/// Laws of attributes, of the model or of a source.
std::vector<AttributeSpec> read_attributes(Section& section);

}  // namespace headwater
