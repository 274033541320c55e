#include "design/nested.hpp"

#include <algorithm>
#include <boost/math/distributions/fisher_f.hpp>
#include <cmath>
#include <stdexcept>

#include "random/special_numbers.hpp"

namespace headwater {
namespace {

struct DrawMoments {
  double n = 0;
  double mean = 0;
  double squares = 0;  // of deviations from the mean
};

std::vector<DrawMoments> moments_of(std::span<const std::vector<double>> outputs) {
  std::vector<DrawMoments> all;
  for (const std::vector<double>& draw : outputs) {
    DrawMoments moments;
    for (const double value : draw) {
      if (std::isnan(value)) continue;
      moments.n += 1;
      moments.mean += value;
    }
    if (moments.n == 0) continue;
    moments.mean /= moments.n;
    for (const double value : draw) {
      if (!std::isnan(value)) moments.squares += (value - moments.mean) * (value - moments.mean);
    }
    all.push_back(moments);
  }
  return all;
}

}  // namespace

NestedVariance nested_variance(std::span<const std::vector<double>> outputs, double level) {
  if (!(level > 0 && level < 1)) throw std::invalid_argument("a level between 0 and 1");
  const std::vector<DrawMoments> draws = moments_of(outputs);
  double n = 0, sum = 0, squared_counts = 0, within = 0;
  for (const DrawMoments& draw : draws) {
    n += draw.n;
    sum += draw.n * draw.mean;
    squared_counts += draw.n * draw.n;
    within += draw.squares;
  }
  NestedVariance result;
  result.draws = draws.size();
  result.replications = static_cast<std::size_t>(n);
  result.mean = n > 0 ? sum / n : nothing;
  const auto a = static_cast<double>(draws.size());
  if (draws.size() < 2 || n == a) {
    result.by_chance = result.by_parameters = result.by_parameters_unbiased = result.share = result.share_low = result.share_high = nothing;
    return result;
  }
  double between = 0;
  for (const DrawMoments& draw : draws) between += draw.n * (draw.mean - result.mean) * (draw.mean - result.mean);
  const double mean_square_between = between / (a - 1), mean_square_within = within / (n - a);
  const double weight = (n - squared_counts / n) / (a - 1);  // the number of replications, where draws have equally many
  result.by_chance = mean_square_within;
  result.by_parameters_unbiased = (mean_square_between - mean_square_within) / weight;
  result.below_zero = result.by_parameters_unbiased < 0;
  result.by_parameters = result.below_zero ? 0 : result.by_parameters_unbiased;
  const double total = result.by_parameters + result.by_chance;
  result.share = total > 0 ? result.by_parameters / total : nothing;

  const bool balanced = std::ranges::all_of(draws, [&](const DrawMoments& draw) { return draw.n == draws.front().n; });
  if (!balanced || !(total > 0)) {
    result.share_low = result.share_high = nothing;
  } else if (mean_square_within == 0) {
    result.share_low = result.share_high = 1;
  } else {
    // The ratio of mean squares, divided by 1 + n p / e (p, e the two variances), has an F law. Searle, Casella and
    // McCulloch, section 3.6: solve for the share p / (p + e) at both tails.
    const boost::math::fisher_f law(a - 1, n - a);
    const double ratio = mean_square_between / mean_square_within;
    const auto share_at = [&](double quantile) { return std::max(0.0, (ratio / quantile - 1) / (ratio / quantile - 1 + draws.front().n)); };
    result.share_low = share_at(boost::math::quantile(boost::math::complement(law, (1 - level) / 2)));
    result.share_high = share_at(boost::math::quantile(law, (1 - level) / 2));
  }
  return result;
}

}  // namespace headwater
