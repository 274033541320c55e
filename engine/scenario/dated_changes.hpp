// What changes on a date: steps and ramps, turned into what each element is from which day on.
#pragma once

#include "scenario/description.hpp"
#include "scenario/yaml_tree.hpp"

namespace headwater {

/// Reads 'changes' of `root` and fills `description.revisions`. Only numbers may change, and every new value is checked
/// like the model it changes. `description` was read from `root`.
void read_changes(const Value& root, Description& description, Diagnostics& diagnostics);

}  // namespace headwater
