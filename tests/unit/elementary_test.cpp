// Bounds are the ones that elementary.hpp states. References are the C library's in 64-bit precision, good to
// about 1/1000 of a double's last place; arguments are spread by `mix13`, so that they do not depend on a
// library.
#include "random/elementary.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "random/double_double.hpp"
#include "support/units_in_last_place.hpp"

namespace headwater {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// The i-th of a fixed sequence, evenly spread between low and high.
double spread(std::uint64_t i, double low, double high) {
  return low + (high - low) * uniform(mix13(i));
}

/// The worst error of `function` against `reference` at 200,000 arguments from `argument(i)`.
template <class Function, class Reference, class Argument>
double worst_error(Function function, Reference reference, Argument argument) {
  double worst = 0;
  for (std::uint64_t i = 1; i <= 200'000; ++i) {
    const double x = argument(i);
    worst = std::max(worst, units_in_last_place(function(x), reference(static_cast<long double>(x))));
  }
  return worst;
}

const auto reference_log = [](long double x) { return std::log(x); };
const auto reference_exp = [](long double x) { return std::exp(x); };

TEST(DoubleDoubleTest, KeepsWhatRoundingLoses) {
  // (1 + 2^-30)^2 = 1 + 2^-29 + 2^-60, whose last term a double cannot hold.
  const DoubleDouble square = exact_product(1 + 0x1p-30, 1 + 0x1p-30);
  EXPECT_EQ(square.high, 1 + 0x1p-29);
  EXPECT_EQ(square.low, 0x1p-60);
  const DoubleDouble sum = exact_sum(1, 0x1p-80);
  EXPECT_EQ(sum.high, 1);
  EXPECT_EQ(sum.low, 0x1p-80);
  const DoubleDouble third = DoubleDouble{1} / DoubleDouble{3};
  const DoubleDouble rest = third * DoubleDouble{3} - DoubleDouble{1};
  EXPECT_LT(std::fabs(rest.high), 0x1p-102);
}

TEST(PortableLog, IsWithinItsBoundEverywhere) {
  const auto own = [](double x) { return portable_log(x); };
  EXPECT_EQ(portable_log(1), 0);
  EXPECT_LE(worst_error(own, reference_log, [](auto i) { return std::exp2(spread(i, -1022, 1023.9)); }), 1.2);
  EXPECT_LE(worst_error(own, reference_log, [](auto i) { return spread(i, 0.5, 1.5); }), 1.2);
  EXPECT_LE(worst_error(own, reference_log, [](auto i) { return spread(i, 0.99, 1.01); }), 1.2);
  // Ever nearer to 1 from both sides, where a logarithm that is not careful loses all its digits.
  EXPECT_LE(
      worst_error(own, reference_log,
                  [](auto i) { return 1 + spread(i, -0.5, 0.5) * std::exp2(-static_cast<double>(i % 50)); }),
      1.2);
}

TEST(PortableLog1p, IsWithinItsBoundForSmallArgumentsToo) {
  EXPECT_LE(
      worst_error([](double x) { return portable_log1p(x); }, [](long double x) { return std::log1p(x); },
                  [](auto i) { return spread(i, -0.999, 3) * std::exp2(-static_cast<double>(i % 60)); }),
      2);
}

TEST(PortableExp, IsWithinItsBounds) {
  const auto own = [](double x) { return portable_exp(x); };
  EXPECT_EQ(portable_exp(0), 1);
  EXPECT_LE(worst_error(own, reference_exp, [](auto i) { return spread(i, -20, 20); }), 0.52);
  EXPECT_LE(worst_error(own, reference_exp, [](auto i) { return spread(i, -708.3, 709.7); }), 0.8);
}

TEST(PortableExp, HasAFenceAtEitherEnd) {
  EXPECT_EQ(portable_exp(-708.31), 0);
  EXPECT_GE(portable_exp(-708.3), std::numeric_limits<double>::min());
  EXPECT_EQ(portable_exp(-infinity), 0);
  EXPECT_LT(portable_exp(709.7), infinity);
  EXPECT_EQ(portable_exp(709.71), infinity);
  EXPECT_EQ(portable_exp(1e300), infinity);
  EXPECT_TRUE(std::isnan(portable_exp(std::nan(""))));
}

TEST(PortablePow, IsWithinItsBound) {
  double worst = 0;
  for (std::uint64_t i = 1; i <= 200'000; ++i) {
    const double y = spread(i, -20, 20);
    const double x = std::exp2(spread(~i, -1000, 1000) / std::max(1.0, std::fabs(y)));
    worst =
        std::max(worst, units_in_last_place(portable_pow(x, y), std::pow(static_cast<long double>(x), y)));
  }
  EXPECT_LE(worst, 0.8);
  EXPECT_EQ(portable_pow(2, 10), 1024);
}

TEST(NegativeLog, IsWithinItsBoundInBothTails) {
  double worst = 0;
  for (std::uint64_t i = 1; i <= 400'000; ++i) {
    const std::uint64_t small = mix13(i) >> (i % 52);
    for (const std::uint64_t bits : {small, ~small}) {
      worst = std::max(worst, units_in_last_place(negative_log(bits),
                                                  -std::log1p(-static_cast<long double>(uniform(bits)))));
    }
  }
  EXPECT_LE(worst, 1.1);
  EXPECT_EQ(negative_log(0), 0x1p-53);
  EXPECT_NEAR(negative_log(~std::uint64_t{0}), 53 * std::log(2.0), 1e-14);
}

TEST(NegativeLog, NeverFalls) {
  // 200 neighbours around the edge of each of the 128 stretches of the table, in each octave of 1 - uniform.
  for (int octave = 0; octave < 52; ++octave) {
    for (std::uint64_t cell = 0; cell < 128; ++cell) {
      const double edge = std::ldexp(1 + static_cast<double>(cell) / 128, -1 - octave);
      const auto k = static_cast<std::uint64_t>((1 - edge) * 0x1p52);
      for (std::uint64_t i = k - std::min<std::uint64_t>(k, 100);
           i < std::min<std::uint64_t>(k + 100, (1ull << 52) - 1); ++i) {
        ASSERT_LE(negative_log(i << 12), negative_log((i + 1) << 12)) << "at 1 - uniform = " << edge;
      }
    }
  }
}

}  // namespace
}  // namespace headwater
