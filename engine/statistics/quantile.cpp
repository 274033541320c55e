#include "statistics/quantile.hpp"

#include <algorithm>
#include <cstddef>

#include "random/special_numbers.hpp"

namespace headwater {

void quantiles_at(std::span<double> values, std::span<const double> rising_levels, std::span<double> quantiles) {
  std::ranges::fill(quantiles, nothing);
  if (values.empty()) return;
  auto first = values.begin();  // what is before it is sorted well enough
  for (std::size_t i = 0; i < rising_levels.size(); ++i) {
    const double position = rising_levels[i] * static_cast<double>(values.size() - 1);
    const auto rank = static_cast<std::ptrdiff_t>(position);
    const double part = position - static_cast<double>(rank);
    const auto lower = values.begin() + rank;
    std::nth_element(first, lower, values.end());
    first = lower;
    const double above = part > 0 ? *std::min_element(lower + 1, values.end()) : *lower;
    quantiles[i] = above == *lower ? above : *lower + part * (above - *lower);
  }
}

double quantile(std::span<double> values, double p) {
  double found = nothing;
  quantiles_at(values, {&p, 1}, {&found, 1});
  return found;
}

}  // namespace headwater
