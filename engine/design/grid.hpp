// Full factorial designs: every combination of the levels of all parameters.
//
// A level is an index into the values that the caller listed for the parameter, so a grid needs no
// coordinates and no luck. Source: Montgomery, Design and Analysis of Experiments, 8th ed., chapter 5.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "design/design.hpp"

namespace headwater {

struct Grid {
  std::size_t parameters = 0;
  std::vector<std::uint32_t> levels;  ///< from 0; point after point, and in each point parameter after parameter

  std::size_t points() const { return parameters == 0 ? 0 : levels.size() / parameters; }
  std::span<const std::uint32_t> point(std::size_t i) const { return {levels.data() + i * parameters, parameters}; }
};

/// All combinations of counts[0] x counts[1] x ... levels, in the order of nested loops: the first parameter is
/// the outermost and changes slowest. Each count at least 1. What is too large is refused before it is made.
OrError<Grid> full_factorial(std::span<const std::size_t> counts);

}  // namespace headwater
