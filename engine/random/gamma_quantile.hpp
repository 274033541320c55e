// The gamma function and the quantiles of the gamma law, with the same bits on every processor.
#pragma once

namespace headwater {

/// Log of the gamma function, for 0 < x <= 1e6; error below 1e-15 times the larger of 1, |x log x| and -log
/// x.
double portable_log_gamma(double x);

/// The regularised incomplete gamma functions: chance that a gamma of this shape and scale 1 is at most x
/// (`gamma_lower`), or above x (`gamma_upper`). For 0.05 <= shape <= 20,000 and x > 0.
double gamma_lower(double shape, double x);
double gamma_upper(double shape, double x);

/// Walks along the quantile function of one tail of a gamma law of scale 1. A short step costs one evaluation
/// of the incomplete gamma function, a long one several. Each value is solved for afresh, so steps add up no
/// errors, but the last bit may depend on where the walk came from.
class GammaQuantile {
 public:
  enum class Tail { lower, upper };
  /// Begins at the median. `shape` from 0.05 to 20,000.
  GammaQuantile(double shape, Tail tail);

  /// The x for which the chance of being below (lower) or above (upper) is `chance`, 0 < chance < 1.
  double at(double chance);

 private:
  void evaluate();
  double log_step(double by) const;

  double shape_;
  Tail tail_;
  double x_;
  double chance_;  // of the tail at x_
  double slope_;   // d log x / d log chance there
};

}  // namespace headwater
