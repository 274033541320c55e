// Whether the indicators of families can go together as a file says.
#pragma once

#include "scenario/diagnostics.hpp"
#include "scenario/traits.hpp"

namespace headwater {

/// Reports pairs whose share of both is impossible, or possible only if the two were all but one indicator, and
/// correlations that cannot hold together. `traits` has no other faults.
void check_associations(const TraitsSpec& traits, Diagnostics& diagnostics);

}  // namespace headwater
