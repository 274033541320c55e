#include "statistics/precision.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace headwater {
namespace {

using testing::Optional;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

PrecisionRule absolute(double half_width) {
  return {.targets = {{PrecisionTarget::Kind::absolute, half_width}}};
}

/// Feeds values of one output until the rule has decided or there are no more.
UntilPrecise fed(const PrecisionRule& rule, const std::vector<double>& values) {
  UntilPrecise precise(rule);
  for (const double value : values) {
    if (precise.decided()) break;
    precise.add(std::vector<double>{value});
  }
  return precise;
}

/// 1 and -1 in turn, after `first`.
std::vector<double> alternating(std::vector<double> first, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) first.push_back(i % 2 == 0 ? 1 : -1);
  return first;
}

TEST(LookAhead, GrowsBeyondAHundred) {
  EXPECT_EQ(look_ahead_after(3, 5), 5u);
  EXPECT_EQ(look_ahead_after(100, 5), 5u);
  EXPECT_EQ(look_ahead_after(119, 5), 5u);  // 5.95
  EXPECT_EQ(look_ahead_after(120, 5), 6u);
  EXPECT_EQ(look_ahead_after(1000, 5), 50u);
  EXPECT_EQ(look_ahead_after(1000, 0), 0u);
}

TEST(UntilPrecise, StopsAtTheFirstSmallHalfWidthThatLasts) {
  // Worked by hand. 1 -1 1 -1 ...: for even n the mean is 0 and the squares n, so the half-width is t /
  // sqrt(n - 1); for odd n the mean is 1/n, the squares n - 1/n, and the half-width t sqrt((n - 1/n) / (n (n
  // - 1))). At 95 %, with t from any table:
  //   n   6: 2.5706/sqrt 5 = 1.150      n  9: 2.3060 sqrt(8.8889/72) = 0.810    n 12: 2.2010/sqrt 11 = 0.664
  //   n   7: 2.4469 sqrt(6.8571/42) = 0.989   n 10: 2.2622/3 = 0.754            n 13: 2.1788
  //   sqrt(12.9231/156) = 0.627 n   8: 2.3646/sqrt 7 = 0.894      n 11: 2.2281 sqrt(10.9091/110) = 0.702
  // It falls throughout, so a target of 0.8 is first met at 10; with a look-ahead of 5, 15 replications are
  // made.
  const std::vector<double> values = alternating({}, 40);
  const UntilPrecise found = fed(absolute(0.8), values);
  EXPECT_THAT(found.enough(), Optional(10u));
  EXPECT_EQ(found.replications(), 15u);
  EXPECT_TRUE(found.decided());

  PrecisionRule at_once = absolute(0.8);
  at_once.look_ahead = 0;
  EXPECT_EQ(fed(at_once, values).replications(), 10u);
  EXPECT_THAT(fed(absolute(1.0), values).enough(), Optional(7u));
  EXPECT_THAT(fed(absolute(0.65), values).enough(), Optional(13u));
}

TEST(UntilPrecise, IsNotFooledByEarlyAgreement) {
  // Worked by hand. 0 0 0 0: half-width 0 at n = 3 and 4, so both the target and a look-ahead of 1 are met.
  // Then alternating ones: at n = 5 the values 0 0 0 0 1 have squares 4/5, half-width 2.7764 sqrt(0.8/20) =
  // 0.555. Later, for even n, mean 0 and squares n - 4: t sqrt((n - 4) / (n (n - 1))):
  //   n 6: 2.5706 sqrt(2/30) = 0.664   n 20: 2.0930 sqrt(16/380) = 0.4295    n 24: 2.0687 sqrt(20/552) =
  //   0.3938
  // and for odd n the squares are n - 4 - 1/n: n 21: 2.0860 sqrt(16.9524/420) = 0.4191, n 22: 2.0796
  // sqrt(18/462) = 0.4105, n 23: 2.0739 sqrt(18.9565/506) = 0.4014.
  const std::vector<double> values = alternating({0, 0, 0, 0}, 60);
  PrecisionRule rule = absolute(0.4);
  rule.look_ahead = 1;
  EXPECT_THAT(fed(rule, values).enough(), Optional(3u));
  rule.look_ahead = 2;
  EXPECT_THAT(fed(rule, values).enough(), Optional(24u));
  rule.look_ahead = 1;
  rule.smallest = 5;
  EXPECT_THAT(fed(rule, values).enough(), Optional(24u));
}

TEST(UntilPrecise, MeasuresAgainstTheMeanWhereAsked) {
  // The half-widths of the first test over a mean of 10 (even n) or 10 + 1/n: 0.0754 at 10, 0.0664 at 12.
  std::vector<double> values = alternating({}, 40);
  for (double& value : values) value -= 10;  // the size of the mean counts, not its sign
  PrecisionRule rule{.targets = {{PrecisionTarget::Kind::relative, 0.08}}};
  EXPECT_THAT(fed(rule, values).enough(), Optional(10u));
  // About 0 the values vary and no share of the mean is narrow enough.
  EXPECT_EQ(fed(rule, alternating({}, 40)).enough(), std::nullopt);
}

TEST(UntilPrecise, AsksAllOutputsAtOnce) {
  // The first output meets 0.8 from n = 10 on; the second is constant but for the 12th value, which is 6: its
  // squares are then 33, half-width 2.2010 sqrt(33/132) = 1.10 at n = 12, and for larger n t sqrt(36 (1 -
  // 1/n) / (n (n - 1))) = 6 t / n: 13: 1.006, 14: 0.926, 15: 0.858, 16: 0.799. So n = 10 fails in its
  // look-ahead, and 16 is found.
  PrecisionRule rule = absolute(0.8);
  rule.targets.push_back(rule.targets[0]);
  UntilPrecise precise(rule);
  const std::vector<double> first = alternating({}, 40);
  for (std::size_t i = 0; i < 40 && !precise.decided(); ++i)
    precise.add(std::vector<double>{first[i], i == 11 ? 6.0 : 0.0});
  EXPECT_THAT(precise.enough(), Optional(16u));
  EXPECT_EQ(precise.replications(), 21u);
}

TEST(UntilPrecise, GivesUpAtTheMost) {
  PrecisionRule rule = absolute(0.8);
  rule.most = 9;  // 10 would be enough
  UntilPrecise found = fed(rule, alternating({}, 40));
  EXPECT_TRUE(found.decided());
  EXPECT_EQ(found.enough(), std::nullopt);
  EXPECT_EQ(found.replications(), 9u);
  EXPECT_THROW(found.add(std::vector<double>{0}), std::logic_error);
  rule.most = 14;  // the look-ahead from 10 ends at 15
  EXPECT_EQ(fed(rule, alternating({}, 40)).enough(), std::nullopt);
  rule.most = 15;
  EXPECT_THAT(fed(rule, alternating({}, 40)).enough(), Optional(10u));
}

TEST(UntilPrecise, LeavesOutWhatDoesNotExist) {
  // The first test with a NaN before every value: n counts replications, so it doubles; a NaN changes
  // nothing, so the look-ahead of five from 20 on ends at 25.
  std::vector<double> values;
  for (const double value : alternating({}, 40)) values.insert(values.end(), {nan, value});
  const UntilPrecise found = fed(absolute(0.8), values);
  EXPECT_THAT(found.enough(), Optional(20u));
  EXPECT_EQ(found.replications(), 25u);
  EXPECT_EQ(found.estimate_of(0).replications, 12u);
  EXPECT_EQ(found.estimate_of(0).missing, 13u);
  // An output that exists once too rarely is never precise.
  EXPECT_EQ(fed(absolute(0.8), {1, nan, nan, 1, nan, nan, nan, nan}).enough(), std::nullopt);
}

TEST(UntilPrecise, IsNotPreciseAboutInfinity) {
  const std::vector<double> values(40, std::numeric_limits<double>::infinity());
  EXPECT_EQ(fed(absolute(0.8), values).enough(), std::nullopt);
}

TEST(UntilPrecise, EstimatesAsAllValuesTogetherDo) {
  // Far from 0, where sums of squares would cancel.
  std::vector<double> values = alternating({}, 9);
  for (double& value : values) value = 1e9 + value / 3;
  const UntilPrecise found = fed(absolute(1e-9), values);
  const Estimate expected = estimate(values);
  EXPECT_NEAR(found.estimate_of(0).mean, expected.mean, 1e-6);
  EXPECT_NEAR(found.estimate_of(0).half_width, expected.half_width, 1e-7);
}

TEST(UntilPrecise, RefusesRulesWithoutMeaning) {
  const auto refused = [](auto change) {
    PrecisionRule rule = absolute(1);
    change(rule);
    EXPECT_THROW(UntilPrecise{rule}, std::invalid_argument);
  };
  refused([](PrecisionRule& rule) { rule.targets.clear(); });
  refused([](PrecisionRule& rule) { rule.targets[0].half_width = 0; });
  refused([](PrecisionRule& rule) { rule.targets[0].half_width = nan; });
  refused([](PrecisionRule& rule) { rule.level = 1; });
  refused([](PrecisionRule& rule) { rule.smallest = 1; });
  refused([](PrecisionRule& rule) { rule.most = 2; });
  UntilPrecise precise(absolute(1));
  EXPECT_THROW(precise.add(std::vector<double>{1, 2}), std::invalid_argument);
}

}  // namespace
}  // namespace headwater
