#include "statistics/intervals.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/math/distributions/binomial.hpp>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

namespace headwater {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

std::vector<double> from_1_to(std::size_t n) {
  std::vector<double> values(n);
  std::iota(values.begin(), values.end(), 1);
  return values;
}

TEST(Estimate, IsStudentsInterval) {
  // n = 4, mean 2.5, sd sqrt(5/3); t(0.975, 3) = 3.182446, t(0.95, 3) = 2.353363 (any table).
  const std::vector<double> values{1, 2, nan, 3, 4};
  const Estimate found = estimate(values);
  EXPECT_EQ(found.mean, 2.5);
  EXPECT_NEAR(found.half_width, 3.182446 * std::sqrt(5.0 / 3) / 2, 1e-6);
  EXPECT_EQ(found.replications, 4u);
  EXPECT_EQ(found.missing, 1u);
  EXPECT_NEAR(estimate(values, 0.9).half_width, 2.353363 * std::sqrt(5.0 / 3) / 2, 1e-6);
}

TEST(Estimate, HasNoWidthWithoutTwoFiniteValues) {
  EXPECT_TRUE(std::isnan(estimate(std::vector<double>{}).mean));
  EXPECT_EQ(estimate(std::vector<double>{1}).mean, 1);
  EXPECT_TRUE(std::isnan(estimate(std::vector<double>{1}).half_width));
  EXPECT_TRUE(std::isnan(estimate(std::vector<double>{1, 2, infinity}).half_width));
  EXPECT_EQ(estimate(std::vector<double>{7, 7, 7}).half_width, 0);
}

TEST(QuantileInterval, OfTheMedianOfTen) {
  // Binomial(10, 1/2), times 1,024: 1 10 45 120 210 252 210 120 45 10 1. Two to eight successes have
  // 1002/1024 = 97.85 %, and the six likeliest numbers, two to seven or three to eight, have 957/1024 = 93.46
  // %.
  const std::vector<double> values{9, 3, 7, 1, 5, nan, 10, 2, 8, 4, 6};
  const auto found = quantile_interval(values, 0.5);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->low, 2);
  EXPECT_EQ(found->high, 9);
  EXPECT_NEAR(found->coverage, 1002.0 / 1024, 1e-15);
  EXPECT_EQ(found->replications, 10u);
  EXPECT_EQ(found->missing, 1u);
}

TEST(QuantileInterval, NeedsEnoughReplications) {
  // 0.9^28 = 0.0523, 0.9^29 = 0.0471; a half to the power of four, twice, is 0.125, of five 0.0625, of six
  // 0.03125.
  EXPECT_EQ(least_replications_for_quantile(0.9), 29u);
  EXPECT_EQ(least_replications_for_quantile(0.1), 29u);
  EXPECT_EQ(least_replications_for_quantile(0.5), 6u);
  EXPECT_EQ(least_replications_for_quantile(0.5, 0.9375), 5u);  // 2 / 2^5 is exactly what is left
  EXPECT_EQ(least_replications_for_quantile(0.95, 0.99), 90u);  // log 0.01 / log 0.95 = 89.78
  EXPECT_FALSE(quantile_interval(from_1_to(28), 0.9));
  const auto found = quantile_interval(from_1_to(29), 0.9);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->high, 29);  // the lower end is not the lowest value: nine or more of 29 rarely lie above
}

TEST(QuantileInterval, IsTheShortestThatCovers) {
  for (const double p : {0.05, 0.5, 0.9, 0.95}) {
    for (const std::size_t n : {100u, 137u, 1000u, 10'000u}) {
      const auto found = quantile_interval(from_1_to(n), p);
      ASSERT_TRUE(found);
      const boost::math::binomial successes(static_cast<double>(n), p);
      const auto chance = [&](double low, double high) {  // of low to high - 1
        return cdf(successes, high - 1) - cdf(successes, low - 1);
      };
      EXPECT_NEAR(found->coverage, chance(found->low, found->high), 1e-12) << n << ' ' << p;
      EXPECT_GE(found->coverage, 0.95);
      const double shorter = found->high - found->low - 1;
      for (double low = 1; low + shorter <= static_cast<double>(n); ++low)
        ASSERT_LT(chance(low, low + shorter), 0.95) << n << ' ' << p;
    }
  }
}

TEST(QuantileInterval, CoversTiesAtLeastAsOften) {
  // A fair coin, as 0 and 1: its median is every number from 0 to 1, its quantile at 0.6 is 1. Ten throws
  // miss 1 only when the higher of the two ranks is a 0. All 11 outcomes are counted, each with its chance.
  const boost::math::binomial ones(10, 0.5);
  double covered = 0, promised = 0;
  for (std::size_t k = 0; k <= 10; ++k) {
    std::vector<double> throws(10, 0);
    std::fill_n(throws.begin(), k, 1);
    const auto found = quantile_interval(throws, 0.6);
    ASSERT_TRUE(found);
    promised = found->coverage;
    if (found->low <= 1 && 1 <= found->high) covered += pdf(ones, static_cast<double>(k));
  }
  EXPECT_GE(promised, 0.95);
  EXPECT_GE(covered, promised);
}

TEST(WilsonInterval, OfATenthAndAtTheEnds) {
  // z = 1.959964, z^2 = 3.841459. One in ten: centre (1 + 1.920729) / 13.841459 = 0.211013, half
  // 1.959964 sqrt(0.9 + 0.960365) / 13.841459 = 0.193137. None in ten: 3.841459 / 13.841459 = 0.277533.
  const Proportion tenth = wilson_interval(1, 10);
  EXPECT_EQ(tenth.share, 0.1);
  EXPECT_NEAR(tenth.low, 0.211013 - 0.193137, 2e-6);
  EXPECT_NEAR(tenth.high, 0.211013 + 0.193137, 2e-6);
  const Proportion none = wilson_interval(0, 10), all = wilson_interval(10, 10);
  EXPECT_EQ(none.low, 0);
  EXPECT_NEAR(none.high, 0.277533, 1e-6);
  EXPECT_EQ(all.high, 1);
  EXPECT_NEAR(all.low, 1 - 0.277533, 1e-6);
  EXPECT_TRUE(std::isnan(wilson_interval(0, 0).share));
}

TEST(WilsonInterval, HoldsWhatItsTestDoesNotReject) {
  // Its ends are the probabilities p at which (x - n p)^2 = z^2 n p (1 - p).
  const Proportion found = wilson_interval(37, 120, 0.99);
  const double z = 2.5758293035489004;
  for (const double p : {found.low, found.high})
    EXPECT_NEAR((37 - 120 * p) * (37 - 120 * p), z * z * 120 * p * (1 - p), 1e-10);
}

}  // namespace
}  // namespace headwater
