// From a sweep's description to its points: the values of every parameter at each.
#pragma once

#include <vector>

#include "design/design.hpp"
#include "scenario/sweep.hpp"

namespace headwater {

struct SweepPoints {
  std::vector<std::vector<double>> values;       ///< [point][parameter]
  std::vector<std::vector<double>> coordinates;  ///< the same between 0 and 1, where the design has such
};

/// Ranges are gone through evenly, distributions by their quantile function; elementary effects, which take in both ends,
/// go from the 5 % to the 95 % quantile of a distribution. Or the reason why there is no such design.
OrError<SweepPoints> sweep_points(const SweepSpec& spec);

}  // namespace headwater
