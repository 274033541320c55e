#include "statistics/summary.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "statistics/moments.hpp"

namespace headwater {

Summary summarise(std::vector<double>& values) {
  std::erase_if(values, [](double value) { return std::isnan(value); });
  const MeanAndSd moments = moments_of(values);
  Summary summary{moments.mean, moments.sd, {}};
  summary.quantiles.fill(std::numeric_limits<double>::quiet_NaN());
  if (values.empty()) return summary;
  auto first = values.begin();  // what is before it is sorted well enough: quantiles rise
  for (std::size_t i = 0; i < summary_quantiles.size(); ++i) {
    const double position = summary_quantiles[i] * static_cast<double>(values.size() - 1);
    const auto rank = static_cast<std::ptrdiff_t>(position);
    const double part = position - static_cast<double>(rank);
    const auto lower = values.begin() + rank;
    std::nth_element(first, lower, values.end());
    first = lower;
    const double above = part > 0 ? *std::min_element(lower + 1, values.end()) : *lower;
    summary.quantiles[i] = above == *lower ? above : *lower + part * (above - *lower);
  }
  return summary;
}

}  // namespace headwater
