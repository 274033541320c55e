// A tree written as YAML again: the resolved model that travels with the results.
#pragma once

#include <string>

#include "scenario/yaml_tree.hpp"

namespace headwater {

/// Canonical YAML: two spaces a level, one key a line, lists in brackets where they hold scalars only, texts in double
/// quotes unless they are plain words or numbers. Reading it gives the same tree, places apart.
std::string to_yaml(const Value& root);

}  // namespace headwater
