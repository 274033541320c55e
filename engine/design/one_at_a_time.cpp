#include "design/one_at_a_time.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace headwater {

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
