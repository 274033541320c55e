// Names that point nowhere, tiers that nobody reaches, and what is legal but odd.
#pragma once

#include "scenario/description.hpp"
#include "scenario/yaml_tree.hpp"

namespace headwater {

/// Checks the names in `description`, which was read from `root` (for parts that the description does not hold).
void check_references(const Description& description, const Value& root, Diagnostics& diagnostics);

}  // namespace headwater
