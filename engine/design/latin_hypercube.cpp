#include "design/latin_hypercube.hpp"

#include <algorithm>
#include <limits>
#include <string>

#include "design/draws.hpp"

namespace headwater {
namespace {

Design random_hypercube(std::size_t parameters, std::size_t points, std::uint64_t seed, std::size_t candidate, bool centred) {
  const std::uint64_t order = purpose_key(seed, candidate, hash_of_name("design.latin_hypercube.order"));
  const std::uint64_t place = purpose_key(seed, candidate, hash_of_name("design.latin_hypercube.place"));
  Design design{parameters, std::vector<double>(parameters * points)};
  for (std::size_t i = 0; i < parameters; ++i) {
    const EntityName name = design_parameter(i);
    const std::vector<std::size_t> part = shuffled(points, name, order);
    for (std::size_t point = 0; point < points; ++point) {
      // 24 bits, and a half: with a part below 2^24 the sum is exact, and the quotient stays inside the part.
      const double within = centred ? 0.5 : (static_cast<double>(KeyedHash::bits(name, place, point) >> 40) + 0.5) * 0x1p-24;
      design.coordinates[point * parameters + i] = (static_cast<double>(part[point]) + within) / static_cast<double>(points);
    }
  }
  return design;
}

/// Squared distance of the two nearest points; a candidate is given up once it is at most `known`.
double nearest(const Design& design, double known) {
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t a = 0; a < design.points(); ++a) {
    for (std::size_t b = a + 1; b < design.points(); ++b) {
      double squares = 0;
      for (std::size_t i = 0; i < design.parameters; ++i) {
        const double difference = design.point(a)[i] - design.point(b)[i];
        squares += difference * difference;
      }
      least = std::min(least, squares);
      if (least <= known) return least;
    }
  }
  return least;
}

}  // namespace

OrError<Design> latin_hypercube(std::size_t parameters, std::size_t points, std::uint64_t seed, const LatinHypercubeOptions& options) {
  if (std::string error = size_error(points, parameters); !error.empty()) return {{}, std::move(error)};
  if (options.candidates == 0) return {{}, "a Latin hypercube needs at least one candidate"};
  if (options.candidates > 1 && points > most_maximin_points) {
    return {{}, "a Latin hypercube of more than " + std::to_string(most_maximin_points) + " points is not chosen among candidates, found " +
                    std::to_string(points) + " points"};
  }
  Design best = random_hypercube(parameters, points, seed, 0, options.centred);
  double distance = options.candidates > 1 ? nearest(best, 0) : 0;
  for (std::size_t candidate = 1; candidate < options.candidates; ++candidate) {
    Design other = random_hypercube(parameters, points, seed, candidate, options.centred);
    const double farther = nearest(other, distance);
    if (farther > distance) {
      best = std::move(other);
      distance = farther;
    }
  }
  return {std::move(best)};
}

}  // namespace headwater
