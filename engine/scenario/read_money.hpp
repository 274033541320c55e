// Reads what a model says of costs.
#pragma once

#include "scenario/description.hpp"
#include "scenario/yaml_tree.hpp"

namespace headwater {

/// `of` is the model as far as it has been read: its start, horizon, financial year, tiers and exits.
MoneySpec read_money(const Value& map, const Description& of, Diagnostics& diagnostics);

}  // namespace headwater
