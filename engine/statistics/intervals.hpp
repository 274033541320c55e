// Confidence intervals from independent replications: for a mean, a quantile, and a probability.
//
// Values stand one a replication, in any unit; answers are in the same unit. A value that does not exist in a
// replication is NaN: it is left out and counted as missing. An interval's level is the chance, over
// experiments of the same kind, that it holds the true value; every `level` must lie strictly between 0
// and 1. Equal values give equal bits on every processor.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace headwater {

/// A mean over replications and half of its confidence interval.
struct Estimate {
  double mean;                   ///< NaN when the quantity exists in no replication
  double half_width;             ///< NaN for fewer than two values, and where one is infinite
  std::size_t replications = 0;  ///< in which the quantity exists
  std::size_t missing = 0;       ///< in which it does not
};

/// Student's interval with n - 1 degrees of freedom: exact for values from a normal law, and closer to its
/// level the more replications there are and the less skewed their law is. Source: Law, Simulation Modeling
/// and Analysis, 5th ed., section 4.5, formula (4.12).
Estimate estimate(std::span<const double> values, double level = 0.95);

/// A confidence interval for a quantile of what one replication yields, both ends included.
struct QuantileInterval {
  double low, high;  ///< two of the values
  double coverage;   ///< the chance that it holds the quantile when ties cannot occur; at least the level
  std::size_t replications;  ///< in which the quantity exists
  std::size_t missing;       ///< in which it does not
};

/// The interval between two order statistics, whatever the law of the values: the number of values below the
/// quantile at `p` is binomial, so the ranks are those of the shortest run of successes that has at least the
/// chance `level` (of equally short ones the likeliest, then the lowest).
///
/// Where values can tie, as counts do, the chance is `coverage` or more, and never less: both ends belong to
/// the interval. None when there are fewer values than `least_replications_for_quantile` asks for. Requires 0
/// < p < 1. Costs O(n log n). Source: David and Nagaraja, Order Statistics, 3rd ed., section 7.1.
std::optional<QuantileInterval> quantile_interval(std::span<const double> values, double p,
                                                  double level = 0.95);

/// The fewest values from which `quantile_interval` makes one: the smallest n with p^n + (1 - p)^n <= 1 -
/// level, so that lowest and highest value enclose the quantile often enough. For p = 0.9 and 95 % it is 29.
std::size_t least_replications_for_quantile(double p, double level = 0.95);

/// A probability, as the share of replications in which something happened, with its confidence interval.
struct Proportion {
  double share;      ///< NaN for no replications
  double low, high;  ///< within 0 to 1; NaN for no replications
};

/// Wilson's score interval, which stays informative when none or all of the replications are `successes` (at
/// most `replications`). Its coverage is near its level on average over probabilities, but for a single one
/// may be some points below or above it. Source: Wilson, "Probable inference, the law of succession, and
/// statistical inference" (Journal of the American Statistical Association 22, 1927, pp. 209-212); on its
/// coverage Brown, Cai and DasGupta, "Interval estimation for a binomial proportion" (Statistical Science 16,
/// 2001, pp. 101-133).
Proportion wilson_interval(std::size_t successes, std::size_t replications, double level = 0.95);

}  // namespace headwater
