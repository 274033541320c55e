#include "statistics/summary.hpp"

#include <cmath>

#include "statistics/moments.hpp"
#include "statistics/quantile.hpp"

namespace headwater {

Summary summarise(std::vector<double>& values) {
  std::erase_if(values, [](double value) { return std::isnan(value); });
  const MeanAndSd moments = moments_of(values);
  Summary summary{moments.mean, moments.sd, {}};
  quantiles_at(values, summary_quantiles, summary.quantiles);
  return summary;
}

}  // namespace headwater
