// Mean and standard deviation of values that all exist.
#pragma once

#include <span>
#include <vector>

namespace headwater {

struct MeanAndSd {
  double mean;  ///< NaN for no values
  double sd;    ///< divided by n - 1; NaN for fewer than two values, and where one is infinite
};

/// Requires that no value is NaN. Sums run in the order of the values; the sd is taken about the mean in a
/// second pass, so that it does not cancel.
MeanAndSd moments_of(std::span<const double> values);

/// The values that are not NaN, in their order.
std::vector<double> existing(std::span<const double> values);

}  // namespace headwater
