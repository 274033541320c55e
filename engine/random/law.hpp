// Laws: distributions of a length of time or of an attribute, given by their parameters or by what people
// know.
//
// A law is location + scale * unit(shape), so that a dated change of a mean or a median changes only `scale`
// and draws can be kept unscaled. Units are the caller's: days for lengths of time. Factories compute with
// this folder's own functions (elementary.hpp), so a law has the same bits everywhere. Mean, variance, cdf
// and quantile are references for reports and tests; draws never use them (see sampler.hpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace headwater {

enum class LawKind : std::uint8_t {
  constant,
  exponential,
  uniform,
  lognormal,
  weibull,
  gamma,
  empirical,
  triangular,
  normal,
  geometric,
  histogram,
  life_table,
  phase_type,
  mixture
};

/// A distribution. Made by the factories below, which check; plain data after that.
///
/// | kind        | unit                                | location | scale       | shape    |
/// | constant    | 1                                   | 0        | the value   | -        |
/// | exponential | exponential of mean 1               | 0        | mean        | -        |
/// | uniform     | uniform on (0, 1)                   | low      | high - low  | -        |
/// | lognormal   | exp(shape * normal)                 | 0        | exp(mu)     | sigma    |
/// | weibull     | Weibull of scale 1                  | 0        | scale       | shape    |
/// | gamma       | gamma of scale 1                    | 0        | scale       | shape    |
/// | empirical   | one of `values`                     | 0        | 1           | -        |
/// | triangular  | on (0, 1), likeliest at shape       | low      | high - low  | of mode  |
/// | normal      | standard normal                     | mean     | sd          | -        |
/// | geometric   | number of trials to a first success | 0        | 1           | its mean |
/// | histogram   | evenly between two of `values`      | 0        | 1           | -        |
/// | life_table  | hazards that change at `values`     | 0        | 1           | -        |
/// | phase_type  | as long as a Markov chain lasts     | 0        | see below   | -        |
/// | mixture     | one of `parts`                      | 0        | 1           | -        |
///
/// The scale of a phase type is the mean time in the phase that is left soonest; `hazards` are per scale.
/// What is added to every draw (`shifted_law`) is part of the location.
struct Law {
  LawKind kind = LawKind::constant;
  double location = 0;
  double scale = 1;
  double shape = 0;
  /// Empirical: what can occur, rising. Histogram: edges, rising. Life table: where hazards change, rising,
  /// the first 0. Phase type: chance of each phase at the start; what is missing to 1 is a length of 0.
  std::vector<double> values = {};
  /// Chance of this value (mixture: part; histogram: band) or an earlier one; the last is 1.
  std::vector<double> cumulative = {};
  /// Life table: hazard from each of `values` on. Phase type: the matrix of hazards, row by row.
  std::vector<double> hazards = {};
  std::vector<Law> parts = {};
  bool by_age = false;  ///< life table: by age in days, not by time since the start
  /// Draws are conditional on lying here, both ends included.
  double lowest = -std::numeric_limits<double>::infinity();
  double highest = std::numeric_limits<double>::infinity();

  bool truncated() const { return lowest > -std::numeric_limits<double>::infinity() || highest < std::numeric_limits<double>::infinity(); }
  /// Whether the unscaled draws of two laws are the same, word by word, and need nothing but the word.
  bool same_unit(const Law& other) const;

  /// Smallest and largest value that can occur; `most` may be infinite.
  double least() const;
  double most() const;

  /// Infinite where a life table may end in never. By age: that from birth on.
  double mean() const;
  double variance() const;
  /// Chance of a value of at most x. By age: from birth on.
  double cdf(double x) const;
  /// The smallest x with cdf(x) >= p, for 0 < p < 1.
  double quantile(double p) const;

  bool operator==(const Law&) const = default;
};

/// Shapes that can be drawn; outside, a factory refuses.
inline constexpr double least_lognormal_sigma = 1e-6, most_lognormal_sigma = 4;
inline constexpr double least_weibull_shape = 0.1, most_weibull_shape = 100;
inline constexpr double least_gamma_shape = 0.1, most_gamma_shape = 10'000;
inline constexpr double most_geometric_mean = 1e9, most_poisson_mean = 1e6;
inline constexpr std::size_t most_phases = 50;
/// Between the mean times in two phases, as a factor.
inline constexpr double most_phase_ratio = 1e6;
/// Of the values of a law that `truncated_law` may keep.
inline constexpr double least_kept_chance = 1e-6;

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

/// The sum of `stages` exponentials of equal mean (whole, 1 to 10,000); `mean` is that of the sum.
LawOrError erlang_law(double stages, double mean);

/// Density rising in a line from low to mode and falling to high; low <= mode <= high, low < high.
LawOrError triangular_law(double low, double mode, double high);

/// Evenly between neighbouring edges (rising, two or more), each band with a chance in proportion to its
/// weight.
LawOrError histogram_law(const std::vector<double>& edges, const std::vector<double>& weights);

/// An exponential of one of `means`, with chances in proportion to `weights`.
LawOrError hyperexponential_law(const std::vector<double>& means, const std::vector<double>& weights);
/// Two exponentials that contribute equally to the mean; sd above the mean. Source: balanced means, Tijms, A
/// First Course in Stochastic Models (2003), section B, formula for the H2 law.
LawOrError hyperexponential_by_mean_sd(double mean, double sd);

/// The sum of exponentials of these means, which may be equal.
LawOrError hypoexponential_law(const std::vector<double>& means);

/// How long a Markov chain lasts that begins in phase i with chance start[i] (sum at most 1; with what is
/// missing it is over at once), goes from i to k at hazards[i][k], and ends from i at what is missing to 0
/// in the sum of row i (diagonals are minus the hazard of leaving the phase).
LawOrError phase_type_law(const std::vector<double>& start, const std::vector<std::vector<double>>& hazards);

/// Hazard hazards[i] from from[i] on until the next; from[0] = 0, rising. Where the last hazard is 0 the end
/// may never come: draws are then infinite. `by_age`: `from` are ages in days, not times since the start;
/// draw such a law by `Sampler::after_age`.
LawOrError life_table_law(const std::vector<double>& from, const std::vector<double>& hazards, bool by_age);

/// Mean and standard deviation.
LawOrError normal_law(double mean, double sd);

/// 1, 2, ...: trials until the first success; mean from 1 to 1e9.
LawOrError geometric_law(double mean);

/// 0, 1, 2, ...; mean above 0, at most 1e6. An empirical law of the values within 2^-60 of all chance.
LawOrError poisson_law(double mean);

/// One of `parts`, with chances in proportion to `weights`. No part may go by age.
LawOrError mixture_law(const std::vector<Law>& parts, const std::vector<double>& weights);

/// `law`, conditional on lying between two values, both included (infinite: no bound). At least one in a
/// million draws must lie there. Not for laws by age.
LawOrError truncated_law(const Law& law, double at_least, double at_most);

/// `law` with `plus` added to every draw. Not for laws by age.
LawOrError shifted_law(const Law& law, double plus);

}  // namespace headwater
