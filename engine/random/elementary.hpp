// Logarithm, exponential and power with the same bits on every processor.
//
// The C library picks its log, exp and pow by processor, so a draw must not use them. These use + - * / and
// integer operations only, and tables that the compiler computes. Error bounds are tested against quad
// precision. All are pure functions of their arguments; safe from any thread. Method: table look-up and a
// short polynomial, after Tang, "Table-driven implementation of the logarithm function in IEEE floating-point
// arithmetic" (ACM TOMS 16, 1990) and "... of the exponential function" (15, 1989).
#pragma once

#include <array>
#include <bit>
#include <cstdint>

#include "random/luck.hpp"

namespace headwater {

namespace elementary {

/// One of 128 stretches of [0.6875, 1.375): its centre c (1 in the stretch that ends at 1, so that logarithms
/// near 1 keep their relative accuracy), and log c as a multiple of 2^-43 and the rest.
struct LogCell {
  double centre, reciprocal, log_high, log_low;
};

/// 2^(i/128), and what rounding it lost, relative to it.
struct ExpCell {
  double power, rest;
};

extern const std::array<LogCell, 128> log_cells;
extern const std::array<ExpCell, 128> exp_cells;

/// A logarithm as high + low, where high is a multiple of 2^-43 and low is below 2^-7 in size.
struct LogParts {
  double high, low;
};

/// log of a positive, normal, finite number. Not accurate relative to the result just above 1, where the two
/// parts cancel: there the error is below 2^-60.
inline LogParts log_parts(double x) {
  const std::uint64_t from_lowest = std::bit_cast<std::uint64_t>(x) - 0x3fe6000000000000;
  const LogCell& cell = log_cells[(from_lowest >> 45) & 127];
  const auto exponent = static_cast<double>(static_cast<std::int64_t>(from_lowest) >> 52);
  const double z =
      std::bit_cast<double>(std::bit_cast<std::uint64_t>(x) - (from_lowest & 0xfff0000000000000));
  const double r = (z - cell.centre) * cell.reciprocal;  // the difference is exact; |r| <= 2^-8
  // Interpolates (log(1 + r) - r) / r^2 at the Chebyshev nodes of [-2^-8, 2^-8].
  const double r2 = r * r;
  const double polynomial =
      (-0.5 + r * 0.33333333332293896) +
      r2 * ((-0.24999999999090491 + r * 0.20000272481609913) + r2 * -0.16666905088156186);
  constexpr double ln2_high = 0x1.62e42fefa38p-1;  // a multiple of 2^-43 / 4: times an exponent it is exact
  constexpr double ln2_low = 0x1.ef35793c7673p-45;
  return {exponent * ln2_high + cell.log_high, r + ((exponent * ln2_low + cell.log_low) + r2 * polynomial)};
}

}  // namespace elementary

/// An exponential draw of mean 1: -log(1 - uniform(bits)), with 1 - uniform(bits) exact. Within 1.1 units in
/// the last place; never falls as `bits` rises; from 2^-53 to 36.7, never 0.
inline double negative_log(std::uint64_t bits) {
  const elementary::LogParts parts = elementary::log_parts(uniform(~bits));
  return -(parts.high + parts.low);
}

/// Natural logarithm of a positive, normal, finite number, within 1.2 units in the last place.
double portable_log(double x);

/// log(1 + x) for x > -1, within 2 units in the last place, small x included.
double portable_log1p(double x);

/// e^x, within 0.52 units in the last place for |x| at most 20, else 0.8. Below -708.3 the result is 0, above
/// 709.7 infinity (so it is never subnormal); NaN stays NaN.
double portable_exp(double x);

/// e^(x + small): as `portable_exp`, for an exponent known to more than double precision; |small| below
/// 2^-20.
double portable_exp(double x, double small);

/// x^y for positive, normal, finite x and |y| at most 64, within 0.8 units in the last place; beyond the
/// range of normal results as `portable_exp`.
double portable_pow(double x, double y);

}  // namespace headwater
