// Laws: distributions of a length of time or of an attribute, given by their parameters or by what people
// know.
//
// A law is location + scale * unit(shape), so that a dated change of a mean or a median changes only `scale`
// and draws can be kept unscaled. Units are the caller's: days for lengths of time. Factories compute with
// this folder's own functions (elementary.hpp), so a law has the same bits everywhere. Mean, variance, cdf
// and quantile are references for reports and tests; draws never use them (see sampler.hpp).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace headwater {

enum class LawKind : std::uint8_t { constant, exponential, uniform, lognormal, weibull, gamma, empirical };

/// A distribution. Made by the factories below, which check; plain data after that.
///
/// | kind        | unit                       | location | scale       | shape |
/// | constant    | 1                          | 0        | the value   | -     |
/// | exponential | exponential of mean 1      | 0        | mean        | -     |
/// | uniform     | uniform on (0, 1)          | low      | high - low  | -     |
/// | lognormal   | exp(shape * normal)        | 0        | exp(mu)     | sigma |
/// | weibull     | Weibull of scale 1         | 0        | scale       | shape |
/// | gamma       | gamma of scale 1           | 0        | scale       | shape |
/// | empirical   | one of `values`            | 0        | 1           | -     |
struct Law {
  LawKind kind = LawKind::constant;
  double location = 0;
  double scale = 1;
  double shape = 0;
  std::vector<double> values;      ///< empirical: rising
  std::vector<double> cumulative;  ///< empirical: chance of this value or a smaller one; the last is 1

  /// Smallest and largest value that can occur; `most` may be infinite.
  double least() const;
  double most() const;

  double mean() const;
  double variance() const;
  /// Chance of a value of at most x.
  double cdf(double x) const;
  /// The smallest x with cdf(x) >= p, for 0 < p < 1.
  double quantile(double p) const;

  bool operator==(const Law&) const = default;
};

/// Shapes that can be drawn; outside, a factory refuses.
inline constexpr double least_lognormal_sigma = 1e-6, most_lognormal_sigma = 4;
inline constexpr double least_weibull_shape = 0.1, most_weibull_shape = 100;
inline constexpr double least_gamma_shape = 0.1, most_gamma_shape = 10'000;

/// A law, or why there is none: what was found and what would be right, with parameters in quotes, one line.
struct LawOrError {
  std::optional<Law> law;
  std::string error;  ///< empty when there is a law
};

/// Always `value`, any finite number.
LawOrError constant_law(double value);

/// Mean and median must be above 0.
LawOrError exponential_by_mean(double mean);
LawOrError exponential_by_median(double median);
/// Hazard per unit of time, at least 0. With hazard 0 the scale, and with it every draw, is infinite: never.
LawOrError exponential_by_hazard(double hazard);

/// Evenly on low to high; low < high.
LawOrError uniform_law(double low, double high);

/// `mu` and `sigma` are mean and standard deviation of the logarithm.
LawOrError lognormal_law(double mu, double sigma);
LawOrError lognormal_by_mean_sd(double mean, double sd);
/// `p90` is the value that nine in ten do not exceed; above the median.
LawOrError lognormal_by_median_p90(double median, double p90);

/// Chance of exceeding x: exp(-(x / scale)^shape).
LawOrError weibull_law(double shape, double scale);
LawOrError weibull_by_mean_sd(double mean, double sd);
LawOrError weibull_by_median_p90(double median, double p90);

/// Mean shape * scale, variance shape * scale^2.
LawOrError gamma_law(double shape, double scale);
LawOrError gamma_by_mean_sd(double mean, double sd);
LawOrError gamma_by_median_p90(double median, double p90);

/// One of `values` (any order, may repeat), with chances in proportion to `weights` (at least 0, one above
/// 0); without weights all are equally likely.
LawOrError empirical_law(const std::vector<double>& values, const std::vector<double>& weights = {});

}  // namespace headwater
