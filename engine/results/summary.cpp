#include "results/summary.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

namespace headwater {
namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

struct Moments {
  double mean = nothing;
  double sd = nothing;
};

/// Of values none of which is NaN. The sd is taken about the mean in a second pass, so that it does not
/// cancel.
Moments moments_of(std::span<const double> values) {
  Moments moments;
  const double n = static_cast<double>(values.size());
  if (values.empty()) return moments;
  double sum = 0;
  for (const double value : values) sum += value;
  moments.mean = sum / n;
  if (values.size() < 2) return moments;
  double squares = 0;
  for (const double value : values) squares += (value - moments.mean) * (value - moments.mean);
  moments.sd = std::sqrt(squares / (n - 1));
  return moments;
}

}  // namespace

Summary summarise(std::vector<double>& values) {
  std::erase_if(values, [](double value) { return std::isnan(value); });
  const Moments moments = moments_of(values);
  Summary summary{moments.mean, moments.sd, {}};
  summary.quantiles.fill(nothing);
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

Estimate estimate(std::span<const double> values) {
  std::vector<double> kept;
  std::ranges::copy_if(values, std::back_inserter(kept), [](double value) { return !std::isnan(value); });
  const Moments moments = moments_of(kept);
  if (!std::isfinite(moments.sd)) return {moments.mean, nothing};
  const double n = static_cast<double>(kept.size());
  const double t = boost::math::quantile(boost::math::students_t(n - 1), 0.975);
  return {moments.mean, t * moments.sd / std::sqrt(n)};
}

}  // namespace headwater
