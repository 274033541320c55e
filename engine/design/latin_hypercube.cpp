#include "design/latin_hypercube.hpp"

#include <string>

#include "design/draws.hpp"

namespace headwater {

OrError<Design> latin_hypercube(std::size_t parameters, std::size_t points, std::uint64_t seed) {
  if (std::string error = size_error(points, parameters); !error.empty()) return {{}, std::move(error)};
  const std::uint64_t order = purpose_key(seed, 0, hash_of_name("design.latin_hypercube.order"));
  const std::uint64_t place = purpose_key(seed, 0, hash_of_name("design.latin_hypercube.place"));
  Design design{parameters, std::vector<double>(parameters * points)};
  for (std::size_t i = 0; i < parameters; ++i) {
    const EntityName name = design_parameter(i);
    const std::vector<std::size_t> part = shuffled(points, name, order);
    for (std::size_t point = 0; point < points; ++point) {
      // 24 bits, and a half: with a part below 2^24 the sum is exact, and the quotient stays inside the part.
      const double within = (static_cast<double>(KeyedHash::bits(name, place, point) >> 40) + 0.5) * 0x1p-24;
      design.coordinates[point * parameters + i] = (static_cast<double>(part[point]) + within) / static_cast<double>(points);
    }
  }
  return {std::move(design)};
}

}  // namespace headwater
