// The uncertainty of parameters apart from chance.
//
// Parameters are drawn from what is known of them; for each draw the model runs some replications. An output
// then differs between draws because parameters do, and within a draw by chance. With y the output of
// replication j at draw i: y_ij = mean + p_i + e_ij, with p and e independent, each with a variance of its own
// (a one-way model with random effects). This needs luck of their own for the draws: under common random
// numbers chance moves all draws together, and the variance between them comes out too small.
//
// Source: Searle, Casella and McCulloch, Variance Components (1992), sections 3.5 and 3.6: the estimators of the
// analysis of variance (unbiased without any assumption on the shape of the two laws), and the interval.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace headwater {

struct NestedVariance {
  std::size_t draws = 0;         ///< with at least one value
  std::size_t replications = 0;  ///< values in all
  double mean = 0;               ///< of all values
  double by_chance = 0;          ///< variance within draws: that of one replication when parameters are known
  double by_parameters = 0;      ///< variance between draws, at least 0
  /// The unbiased estimate of that, which luck can take below 0 when the true variance is small; `by_parameters`
  /// is then 0, and whoever shows it should say so.
  double by_parameters_unbiased = 0;
  bool below_zero = false;
  double share = 0;  ///< by_parameters / (by_parameters + by_chance): the parameters' share in one replication's variance
  /// Interval of the share, exact for normal outputs; ends below 0 are shown as 0. NaN unless each draw has the same
  /// number of values: only then is there an exact one of closed form.
  double share_low = 0, share_high = 0;
};

/// `outputs[i]` are the values of draw i, one a replication. NaN (a value that does not exist) is left out, and so is
/// a draw that has no other. With fewer than two draws, or no draw of two values, the variances are NaN. `level` is
/// that of the interval, between 0 and 1. F quantiles come from Boost.Math and with them the ends of the interval,
/// which may differ between machines in their last bits.
NestedVariance nested_variance(std::span<const std::vector<double>> outputs, double level = 0.95);

}  // namespace headwater
