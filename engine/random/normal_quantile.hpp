// The quantile function of the standard normal law, with the same bits on every processor.
#pragma once

namespace headwater {

/// The value that a standard normal exceeds with chance `tail`, for 0 < tail <= 1/2; so it is at least 0, and
/// the quantile at `tail` itself is its negative. Relative error below 2e-15 (tested from 2^-53 on). Source:
/// Wichura, "Algorithm AS 241: the percentage points of the normal distribution" (Applied Statistics 37,
/// 1988, p. 477), routine PPND16.
double normal_upper_quantile(double tail);

/// The value that a standard normal exceeds with chance `upper_tail`, for 0 < upper_tail < 1. Above 1/2 the error is
/// that of the chance 1 - upper_tail, which is exact.
inline double normal_threshold(double upper_tail) {
  return upper_tail <= 0.5 ? normal_upper_quantile(upper_tail) : -normal_upper_quantile(1 - upper_tail);
}

}  // namespace headwater
