#include "design/grid.hpp"

#include <string>

namespace headwater {

OrError<Grid> full_factorial(std::span<const std::size_t> counts) {
  std::size_t points = 1;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) return {{}, "parameter " + std::to_string(i + 1) + " of the grid has no level; it needs at least one"};
    if (counts[i] > most_points / points) {
      return {{}, "the grid has more than " + std::to_string(most_points) + " points; fewer levels would do, or a Latin hypercube"};
    }
    points *= counts[i];
  }
  if (std::string error = size_error(points, counts.size()); !error.empty()) return {{}, std::move(error)};

  Grid grid{counts.size(), {}};
  grid.levels.reserve(points * counts.size());
  std::vector<std::uint32_t> now(counts.size(), 0);
  for (std::size_t point = 0; point < points; ++point) {
    grid.levels.insert(grid.levels.end(), now.begin(), now.end());
    for (std::size_t i = counts.size(); i-- > 0;) {
      if (++now[i] < counts[i]) break;
      now[i] = 0;
    }
  }
  return {std::move(grid)};
}

}  // namespace headwater
