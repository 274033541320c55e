#include "statistics/paired.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace headwater {
namespace {

using testing::DoubleEq;
using testing::DoubleNear;
using testing::ElementsAre;
using testing::NanSensitiveDoubleEq;
using testing::Optional;

using Values = std::vector<double>;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

TEST(ComparePairs, WorkedByHand) {
  // About their means 5 and 3, a is -3 -1 1 3 (squares 20) and b -2 0 0 2 (squares 8), products 6 0 0 6; the
  // differences 1 1 3 3 have mean 2, squares 4, variance 4/3; t(0.975, 3) = 3.182446.
  const Values a{2, 4, 6, 8}, b{1, 3, 3, 5};
  const PairedComparison found = compare_pairs(a, b);
  EXPECT_EQ(found.difference.mean, 2);
  EXPECT_NEAR(found.difference.half_width, 3.182446 * std::sqrt(4.0 / 3) / 2, 1e-6);
  EXPECT_EQ(found.difference.replications, 4u);
  EXPECT_THAT(found.variance_reduction, Optional(DoubleEq((20 + 8) / 4.0)));
  EXPECT_THAT(found.correlation, Optional(DoubleEq(12 / std::sqrt(160.0))));
  EXPECT_EQ(found.above, 4u);
  // t = 2 / sqrt(1/3) = 3.4641, three degrees: 1 - (2/pi) (x + sin x cos x) with x = atan 2, sin x cos x =
  // 0.4.
  EXPECT_NEAR(found.p_value, 1 - 2 / M_PI * (std::atan(2) + 0.4), 1e-12);
}

TEST(ComparePairs, LeavesOutBrokenPairsAndCountsTiesApart) {
  const Values a{1, nan, 2, 5, 4, 0}, b{1, 2, nan, 3, 2, 3};
  const PairedComparison found = compare_pairs(a, b);
  EXPECT_EQ(found.difference.replications, 4u);
  EXPECT_EQ(found.difference.missing, 2u);
  EXPECT_EQ(found.difference.mean, 0.25);
  EXPECT_EQ(found.above, 2u);
  EXPECT_EQ(found.below, 1u);
  EXPECT_EQ(found.equal, 1u);
  EXPECT_EQ(found.chance_above.share, 0.5);
  EXPECT_EQ(found.chance_below.share, 0.25);
  EXPECT_EQ(found.chance_above.low, wilson_interval(2, 4).low);
}

TEST(ComparePairs, SwappedIsTheNegative) {
  const Values a{2.5, 4, 6.25, 8, 3}, b{1, 3.5, 3, 5, 9};
  const PairedComparison one = compare_pairs(a, b, 0.9), other = compare_pairs(b, a, 0.9);
  EXPECT_EQ(one.difference.mean, -other.difference.mean);
  EXPECT_EQ(one.difference.half_width, other.difference.half_width);
  EXPECT_EQ(one.above, other.below);
  EXPECT_EQ(one.p_value, other.p_value);
  EXPECT_DOUBLE_EQ(*one.variance_reduction, *other.variance_reduction);
}

TEST(ComparePairs, TellsPerfectPairingFromNoVariance) {
  // 0.1 is added every time; rounding leaves differences of 0.1 that are not all equal.
  const Values a{1.1, 2.1, 4.1, 8.1}, b{1, 2, 4, 8}, fixed{3, 3, 3, 3}, higher{5, 5, 5, 5};
  const PairedComparison perfect = compare_pairs(a, b);
  EXPECT_EQ(perfect.variance_reduction, infinity);
  EXPECT_THAT(perfect.correlation, Optional(DoubleNear(1, 1e-15)));
  EXPECT_EQ(perfect.difference.half_width, 0);
  EXPECT_EQ(perfect.p_value, 0);

  const PairedComparison none = compare_pairs(higher, fixed);
  EXPECT_EQ(none.variance_reduction, std::nullopt);
  EXPECT_EQ(none.correlation, std::nullopt);
  EXPECT_EQ(none.difference.mean, 2);
  EXPECT_EQ(none.p_value, 0);
  EXPECT_EQ(compare_pairs(fixed, fixed).p_value, 1);

  const PairedComparison one_side = compare_pairs(b, fixed);  // nothing shared, nothing gained
  EXPECT_THAT(one_side.variance_reduction, Optional(DoubleEq(1)));
  EXPECT_EQ(one_side.correlation, std::nullopt);

  const PairedComparison same = compare_pairs(b, b);
  EXPECT_EQ(same.variance_reduction, infinity);
  EXPECT_EQ(same.equal, 4u);
  EXPECT_EQ(same.p_value, 1);
  EXPECT_EQ(compare_pairs(Values{0.1 + 0.2, 0.1 + 0.2}, Values{0.3, 0.3}).p_value, 1) << "but for rounding";
}

TEST(ComparePairs, PairingCanDoHarm) {
  // b = -a: var(a - b) is 4 var a, where separate luck would have 2 var a.
  const PairedComparison found = compare_pairs(Values{1, 2, 3}, Values{-1, -2, -3});
  EXPECT_THAT(found.variance_reduction, Optional(DoubleEq(0.5)));
  EXPECT_THAT(found.correlation, Optional(DoubleEq(-1)));
}

TEST(ComparePairs, WithTooFewOrInfiniteValuesClaimsNothing) {
  for (const PairedComparison& found :
       {compare_pairs(Values{1}, Values{2}), compare_pairs(Values{nan, 1}, Values{1, 3}),
        compare_pairs(Values{}, Values{}), compare_pairs(Values{1, infinity}, Values{2, infinity}),
        compare_pairs(Values{1, 2}, Values{2, infinity})}) {
    EXPECT_TRUE(std::isnan(found.difference.half_width));
    EXPECT_TRUE(std::isnan(found.p_value));
    EXPECT_FALSE(found.variance_reduction);
    EXPECT_FALSE(found.correlation);
  }
  EXPECT_EQ(compare_pairs(Values{1, infinity}, Values{2, infinity}).equal, 1u);
  EXPECT_THROW(compare_pairs(Values{1}, Values{1, 2}), std::invalid_argument);
}

TEST(HolmAdjusted, StepsDown) {
  // Sorted 0.005 0.01 0.03 0.04, times 4 3 2 1: 0.02 0.03 0.06 0.04, and none below the one before: 0.06.
  EXPECT_THAT(holm_adjusted(Values{0.01, 0.04, 0.03, 0.005}),
              ElementsAre(DoubleEq(0.03), DoubleEq(0.06), DoubleEq(0.06), DoubleEq(0.02)));
  EXPECT_THAT(holm_adjusted(Values{0.6, 0.5}), ElementsAre(1, 1));
  EXPECT_THAT(holm_adjusted(Values{0.01, nan, 0.03}),
              ElementsAre(DoubleEq(0.02), NanSensitiveDoubleEq(nan), DoubleEq(0.03)));
  EXPECT_THAT(holm_adjusted(Values{}), testing::IsEmpty());
}

}  // namespace
}  // namespace headwater
