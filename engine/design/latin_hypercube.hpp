// Latin hypercubes: n points such that each of n equal parts of each parameter holds exactly one.
//
// Source: McKay, Beckman and Conover, "A comparison of three methods for selecting values of input variables"
// (Technometrics 21, 1979, pp. 239-245).
#pragma once

#include <cstddef>
#include <cstdint>

#include "design/design.hpp"

namespace headwater {

/// Coordinates are strictly between 0 and 1. Unlike Sobol' points, the first points of a larger hypercube are
/// not a smaller one. Costs O(points * parameters).
OrError<Design> latin_hypercube(std::size_t parameters, std::size_t points, std::uint64_t seed);

}  // namespace headwater
