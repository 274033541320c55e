// Latin hypercubes: n points such that each of n equal parts of each parameter holds exactly one.
//
// Source: McKay, Beckman and Conover, "A comparison of three methods for selecting values of input variables"
// (Technometrics 21, 1979, pp. 239-245); the choice by distance: Johnson, Moore and Ylvisaker, "Minimax and
// maximin distance designs" (J. Statistical Planning and Inference 26, 1990), among random hypercubes.
#pragma once

#include <cstddef>
#include <cstdint>

#include "design/design.hpp"

namespace headwater {

/// The choice by distance looks at all pairs of points, which is too slow beyond this.
inline constexpr std::size_t most_maximin_points = 10'000;

struct LatinHypercubeOptions {
  bool centred = false;        ///< points in the middle of their parts, rather than anywhere in them
  std::size_t candidates = 1;  ///< of so many random hypercubes, that whose two nearest points are farthest apart
};

/// Coordinates are strictly between 0 and 1. Unlike Sobol' points, the first points of a larger hypercube are
/// not a smaller one. Costs O(points * parameters) for one candidate, else O(candidates * points^2 * parameters).
OrError<Design> latin_hypercube(std::size_t parameters, std::size_t points, std::uint64_t seed,
                                const LatinHypercubeOptions& options = {});

}  // namespace headwater
