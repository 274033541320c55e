#include "design/one_at_a_time.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

namespace headwater {

OrError<Design> one_at_a_time(std::span<const double> base, std::span<const double> low, std::span<const double> high) {
  const std::size_t parameters = base.size();
  if (low.size() != parameters || high.size() != parameters) throw std::invalid_argument("one low and one high coordinate for each parameter");
  if (std::string error = size_error(1 + 2 * parameters, parameters); !error.empty()) return {{}, std::move(error)};
  for (std::size_t i = 0; i < parameters; ++i) {
    if (!(0 <= low[i] && low[i] <= base[i] && base[i] <= high[i] && high[i] <= 1)) {
      return {{}, "parameter " + std::to_string(i + 1) + " must have 0 <= low <= base <= high <= 1, found " + std::to_string(low[i]) + ", " +
                      std::to_string(base[i]) + ", " + std::to_string(high[i])};
    }
  }
  Design design{parameters, {}};
  design.coordinates.reserve((1 + 2 * parameters) * parameters);
  for (std::size_t point = 0; point < 1 + 2 * parameters; ++point) design.coordinates.insert(design.coordinates.end(), base.begin(), base.end());
  for (std::size_t i = 0; i < parameters; ++i) {
    design.point(1 + 2 * i)[i] = low[i];
    design.point(2 + 2 * i)[i] = high[i];
  }
  return {std::move(design)};
}

std::vector<Swing> swings(std::span<const double> values) {
  if (values.size() < 3 || values.size() % 2 == 0) throw std::invalid_argument("one value for the base and two for each parameter");
  std::vector<Swing> all;
  for (std::size_t i = 0; 2 + 2 * i < values.size(); ++i) {
    Swing swing{i, values[1 + 2 * i], values[0], values[2 + 2 * i]};
    const bool known = !std::isnan(swing.at_low) && !std::isnan(swing.at_base) && !std::isnan(swing.at_high);
    const auto [least, most] = std::minmax({swing.at_low, swing.at_base, swing.at_high});
    swing.size = known ? most - least : std::numeric_limits<double>::quiet_NaN();
    all.push_back(swing);
  }
  std::ranges::stable_sort(all, [](const Swing& a, const Swing& b) {
    if (std::isnan(a.size) || std::isnan(b.size)) return !std::isnan(a.size) && std::isnan(b.size);
    return a.size > b.size;
  });
  return all;
}

}  // namespace headwater
