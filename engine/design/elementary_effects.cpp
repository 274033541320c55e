#include "design/elementary_effects.hpp"

#include <cmath>
#include <stdexcept>
#include <string>

#include "design/draws.hpp"
#include "statistics/moments.hpp"

namespace headwater {

OrError<Design> elementary_effects_design(std::size_t parameters, std::size_t trajectories, std::size_t levels, std::uint64_t seed) {
  if (levels < 2 || levels > 1000 || levels % 2 != 0) {
    return {{}, "elementary effects need an even number of levels from 2 to 1000, found " + std::to_string(levels)};
  }
  if (std::string error = size_error(trajectories, parameters + 1, parameters); !error.empty()) return {{}, std::move(error)};

  const std::uint64_t order_purpose = purpose_key(seed, 0, hash_of_name("design.elementary_effects.order"));
  const std::uint64_t level_purpose = purpose_key(seed, 0, hash_of_name("design.elementary_effects.level"));
  const std::uint64_t direction_purpose = purpose_key(seed, 0, hash_of_name("design.elementary_effects.direction"));
  const std::size_t step = levels / 2;  // delta, in levels
  const auto coordinate = [&](std::size_t level) { return static_cast<double>(level) / static_cast<double>(levels - 1); };

  Design design{parameters, {}};
  design.coordinates.reserve(trajectories * (parameters + 1) * parameters);
  std::vector<double> now(parameters), then(parameters);
  for (std::size_t t = 0; t < trajectories; ++t) {
    const EntityName trajectory = name_of(source_key("design.trajectory"), t);
    for (std::size_t i = 0; i < parameters; ++i) {
      const std::size_t lower = whole_below(step, KeyedHash::bits(trajectory, level_purpose, i));
      const bool up = KeyedHash::bits(trajectory, direction_purpose, i) >> 63;
      now[i] = coordinate(up ? lower : lower + step);
      then[i] = coordinate(up ? lower + step : lower);
    }
    design.coordinates.insert(design.coordinates.end(), now.begin(), now.end());
    for (const std::size_t i : shuffled(parameters, trajectory, order_purpose)) {
      now[i] = then[i];
      design.coordinates.insert(design.coordinates.end(), now.begin(), now.end());
    }
  }
  return {std::move(design)};
}

std::vector<ElementaryEffects> elementary_effects(const Design& design, std::span<const double> values) {
  const std::size_t parameters = design.parameters, length = parameters + 1;
  if (values.empty() || values.size() != design.points() || values.size() % length != 0) {
    throw std::invalid_argument("one value for each point of a design of elementary effects");
  }
  std::vector<std::vector<double>> effects(parameters);
  for (std::size_t point = 0; point + 1 < values.size(); ++point) {
    if (point % length == parameters) continue;  // the last of its trajectory
    for (std::size_t i = 0; i < parameters; ++i) {
      const double change = design.point(point + 1)[i] - design.point(point)[i];
      if (change != 0) effects[i].push_back((values[point + 1] - values[point]) / change);
    }
  }
  std::vector<ElementaryEffects> results;
  for (std::vector<double>& of_parameter : effects) {
    if (of_parameter.size() != values.size() / length) throw std::invalid_argument("the design is not one of elementary effects");
    const MeanAndSd with_sign = moments_of(of_parameter);
    for (double& effect : of_parameter) effect = std::fabs(effect);
    const MeanAndSd without = moments_of(of_parameter);
    results.push_back({with_sign.mean, without.mean, with_sign.sd, without.sd / std::sqrt(static_cast<double>(of_parameter.size()))});
  }
  return results;
}

}  // namespace headwater
