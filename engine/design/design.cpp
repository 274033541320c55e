#include "design/design.hpp"

#include <algorithm>

namespace headwater {

std::string size_error(std::size_t blocks, std::size_t of_block, std::size_t parameters) {
  if (parameters == 0) return "a design needs at least one parameter";
  if (parameters > most_coordinates) {
    return "a design may have at most " + std::to_string(most_coordinates) + " parameters, found " + std::to_string(parameters);
  }
  if (blocks == 0 || of_block == 0) return "a design needs at least one point";
  const std::size_t most = std::min(most_points, most_coordinates / parameters);
  if (blocks <= most / of_block) return "";
  const std::string found = of_block == 1 ? std::to_string(blocks) : std::to_string(blocks) + " times " + std::to_string(of_block);
  return "a design of " + std::to_string(parameters) + (parameters == 1 ? " parameter" : " parameters") + " may have at most " +
         std::to_string(most) + " points, found " + found;
}

}  // namespace headwater
