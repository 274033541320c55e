// A design of experiments: the points of the space of parameters at which a model is to be run.
//
// Each parameter is a coordinate between 0 and 1, which the caller turns into a value (through the quantile
// function of the parameter's law, say); only a full factorial grid (grid.hpp) speaks of levels instead.
// Everything in this folder is a pure function: the points depend on the arguments and, where there is luck,
// on a seed, and have the same bits everywhere, since they are made with + - * / and integer operations only.
// Sizes come from the user, so what makes a design says what is wrong with them; values that do not match a
// design are a fault of the program and throw `std::invalid_argument`.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace headwater {

/// The largest design that is made: 10 million points, and 100 million coordinates (800 MB).
inline constexpr std::size_t most_points = 10'000'000;
inline constexpr std::size_t most_coordinates = 100'000'000;

/// Points in the unit hypercube.
struct Design {
  std::size_t parameters = 0;
  std::vector<double> coordinates;  ///< point after point, and in each point parameter after parameter

  std::size_t points() const { return parameters == 0 ? 0 : coordinates.size() / parameters; }
  std::span<const double> point(std::size_t i) const { return {coordinates.data() + i * parameters, parameters}; }
  std::span<double> point(std::size_t i) { return {coordinates.data() + i * parameters, parameters}; }
};

/// What was asked for, or why there is none: what was found and what would be right, one line.
template <typename T>
struct OrError {
  std::optional<T> value;
  std::string error = {};  ///< empty when there is a value
};

/// Why a design of this size cannot be made; empty when it can. The number of points is `blocks` times `of_block`,
/// which is checked before it is formed.
std::string size_error(std::size_t blocks, std::size_t of_block, std::size_t parameters);
inline std::string size_error(std::size_t points, std::size_t parameters) { return size_error(points, 1, parameters); }

}  // namespace headwater
