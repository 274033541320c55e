// Whether draws could come from a law: Kolmogorov and Smirnov's test for continuous laws, moments beside it.
// Counts in cells are tested by `counts_agree` (statistics.hpp).
#pragma once

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <vector>

namespace headwater {

/// Chance that Kolmogorov's statistic sqrt(n) D is above x, for large n.
/// Source: Kolmogorov's limit law, in its two series (Marsaglia, Tsang and Wang, "Evaluating Kolmogorov's
/// distribution", J. Statistical Software 8(18), 2003, section 1): the second serves small x.
inline double kolmogorov_upper(double x) {
  if (x <= 0) return 1;
  if (x < 1) {
    const double y = M_PI * M_PI / (8 * x * x);
    double sum = 0;
    for (int i = 1; i < 10; i += 2) sum += std::exp(-i * i * y);
    return 1 - std::sqrt(2 * M_PI) / x * sum;
  }
  double sum = 0;
  for (int i = 1; i < 10; ++i) sum += (i % 2 ? 2 : -2) * std::exp(-2 * i * i * x * x);
  return sum;
}

/// The largest distance between the empirical cdf of `uniforms` and the even law on (0, 1).
inline double kolmogorov_distance(std::vector<double> uniforms) {
  std::sort(uniforms.begin(), uniforms.end());
  const auto n = static_cast<double>(uniforms.size());
  double distance = 0;
  for (std::size_t i = 0; i < uniforms.size(); ++i) {
    const auto below = static_cast<double>(i);
    distance = std::max({distance, (below + 1) / n - uniforms[i], uniforms[i] - below / n});
  }
  return distance;
}

/// p-value of the hypothesis that `uniforms` are evenly spread on (0, 1); for 100 numbers or more.
inline double kolmogorov_p_value(std::vector<double> uniforms) {
  const double n = static_cast<double>(uniforms.size());
  return kolmogorov_upper(std::sqrt(n) * kolmogorov_distance(std::move(uniforms)));
}

/// How a sample's mean and variance compare with those expected, in standard errors estimated from the
/// sample.
struct MomentDistances {
  double mean = 0, variance = 0;
};

inline MomentDistances moment_distances(const std::vector<double>& draws, double mean, double variance) {
  const auto n = static_cast<double>(draws.size());
  double first = 0, second = 0, fourth = 0;
  for (const double x : draws) first += (x - mean) / n;
  for (const double x : draws) {
    const double squared = (x - mean) * (x - mean);
    second += squared / n;
    fourth += squared * squared / n;
  }
  return {first / std::sqrt(second / n), (second - variance) / std::sqrt((fourth - second * second) / n)};
}

}  // namespace headwater
