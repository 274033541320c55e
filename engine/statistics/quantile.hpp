// Quantiles of given numbers, between the order statistics on both sides.
#pragma once

#include <span>

namespace headwater {

/// Hyndman and Fan 1996, definition 7: at (n - 1) p of the numbers in order, linear in between. NaN when there are none;
/// none of them may be NaN. Costs O(n); reorders `values`.
double quantile(std::span<double> values, double p);

/// The same for levels that rise, into `quantiles`: each only looks at what the one before has left above it.
void quantiles_at(std::span<double> values, std::span<const double> rising_levels, std::span<double> quantiles);

}  // namespace headwater
