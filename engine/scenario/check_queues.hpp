// What makes a queue impossible: checks that look at several tiers, at resources and at what changes on dates.
#pragma once

#include "scenario/description.hpp"
#include "scenario/section.hpp"

namespace headwater {

/// Checks a description whose names all mean something and whose dated changes have been read. `root`: the tree it was
/// read from, for the places of keys.
void check_queues(const Description& description, const Value& root, Diagnostics& diagnostics);

}  // namespace headwater
