#include "statistics/paired.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "random/special_numbers.hpp"
#include "statistics/moments.hpp"

namespace headwater {
namespace {

double largest_size(std::span<const double> values) {
  double largest = 0;
  for (const double value : values) largest = std::max(largest, std::fabs(value));
  return largest;
}

/// How far apart rounding can set equal numbers, when `size` is the largest that they, or what they were
/// subtracted from, had.
double rounding(double size) {
  return 4 * std::numeric_limits<double>::epsilon() * size;
}

bool vary(std::span<const double> values, double size) {
  const auto [least, most] = std::ranges::minmax(values);
  return most - least > rounding(size);
}

double correlation_of(std::span<const double> a, const MeanAndSd& of_a, std::span<const double> b,
                      const MeanAndSd& of_b) {
  double products = 0;
  for (std::size_t i = 0; i < a.size(); ++i) products += (a[i] - of_a.mean) * (b[i] - of_b.mean);
  const double found = products / static_cast<double>(a.size() - 1) / of_a.sd / of_b.sd;
  return std::clamp(found, -1.0, 1.0);  // rounding may pass the ends
}

double two_sided_p_value(const Estimate& difference, double sd) {
  const double n = static_cast<double>(difference.replications);
  const double t = std::fabs(difference.mean) / (sd / std::sqrt(n));
  return 2 * boost::math::cdf(boost::math::complement(boost::math::students_t(n - 1), t));
}

}  // namespace

PairedComparison compare_pairs(std::span<const double> all_a, std::span<const double> all_b, double level) {
  if (all_a.size() != all_b.size())
    throw std::invalid_argument("pairs need equally many values on both sides");
  std::vector<double> a, b, differences;
  PairedComparison found{};
  for (std::size_t i = 0; i < all_a.size(); ++i) {
    if (std::isnan(all_a[i]) || std::isnan(all_b[i])) continue;
    a.push_back(all_a[i]);
    b.push_back(all_b[i]);
    differences.push_back(a.back() - b.back());
    ++(a.back() > b.back() ? found.above : a.back() < b.back() ? found.below : found.equal);
  }
  const std::size_t pairs = a.size();
  found.chance_above = wilson_interval(found.above, pairs, level);
  found.chance_below = wilson_interval(found.below, pairs, level);
  found.difference = estimate(differences, level);
  found.difference.replications = pairs;  // also where two infinities leave no difference
  found.difference.missing = all_a.size() - pairs;
  found.p_value = nothing;

  const MeanAndSd of_a = moments_of(a), of_b = moments_of(b);
  if (!std::isfinite(of_a.sd) || !std::isfinite(of_b.sd)) return found;
  const double size_a = largest_size(a), size_b = largest_size(b);
  const bool a_varies = vary(a, size_a), b_varies = vary(b, size_b);
  if (a_varies && b_varies) found.correlation = correlation_of(a, of_a, b, of_b);
  const double size = std::max(size_a, size_b);
  if (!vary(differences, size)) {
    found.difference.half_width = 0;
    if (a_varies || b_varies) found.variance_reduction = infinity;
    found.p_value = std::fabs(found.difference.mean) <= rounding(size) ? 1 : 0;
    return found;
  }
  const double sd = moments_of(differences).sd;
  if (a_varies || b_varies) found.variance_reduction = (of_a.sd * of_a.sd + of_b.sd * of_b.sd) / (sd * sd);
  found.p_value = two_sided_p_value(found.difference, sd);
  return found;
}

std::vector<double> holm_adjusted(std::span<const double> p_values) {
  std::vector<double> adjusted(p_values.begin(), p_values.end());
  std::vector<std::size_t> order(p_values.size());
  std::iota(order.begin(), order.end(), 0);
  std::erase_if(order, [&](std::size_t i) { return std::isnan(p_values[i]); });
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return p_values[i]; });
  double largest = 0;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    const std::size_t i = order[rank];
    const auto left = static_cast<double>(order.size() - rank);  // hypotheses not yet rejected
    largest = std::max(largest, std::min(1.0, left * p_values[i]));
    adjusted[i] = largest;
  }
  return adjusted;
}

}  // namespace headwater
