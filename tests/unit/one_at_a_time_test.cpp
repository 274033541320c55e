#include "design/one_at_a_time.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>
#include <stdexcept>
#include <vector>

#include "design/elementary_effects.hpp"

namespace headwater {
namespace {

using ::testing::ElementsAre;

std::vector<double> outputs(const Design& design, double (*f)(std::span<const double>)) {
  std::vector<double> values;
  for (std::size_t point = 0; point < design.points(); ++point) values.push_back(f(design.point(point)));
  return values;
}

TEST(Swings, AreOrderedBySize) {
  // Base 10. Parameter 0: 9 to 12; 1: both ends below the base; 2: as long as 0, so after it; 3: not known.
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<Swing> table = swings(std::vector{10.0, 9.0, 12.0, 4.0, 6.0, 13.0, 11.0, nan, 1.0});
  ASSERT_EQ(table.size(), 4u);
  EXPECT_EQ(table[0].parameter, 1u);
  EXPECT_EQ(table[0].size, 6);
  EXPECT_EQ(table[0].at_low, 4);
  EXPECT_EQ(table[0].at_base, 10);
  EXPECT_EQ(table[0].at_high, 6);
  EXPECT_EQ(table[1].parameter, 0u);
  EXPECT_EQ(table[1].size, 3);
  EXPECT_EQ(table[2].parameter, 2u);
  EXPECT_EQ(table[2].size, 3);
  EXPECT_EQ(table[3].parameter, 3u);
  EXPECT_TRUE(std::isnan(table[3].size));
  EXPECT_THROW(swings(std::vector{1.0, 2.0}), std::invalid_argument);
}

TEST(ElementaryEffectsDesign, ChangesEachParameterOncePerTrajectoryByDelta) {
  for (const std::size_t levels : {2u, 4u, 10u}) {
    const Design design = elementary_effects_design(6, 50, levels, 3).value.value();
    ASSERT_EQ(design.points(), 50u * 7);
    const double delta = static_cast<double>(levels) / (2 * static_cast<double>(levels - 1));
    for (std::size_t t = 0; t < 50; ++t) {
      std::set<std::size_t> changed;
      for (std::size_t step = 0; step < 6; ++step) {
        for (std::size_t i = 0; i < 6; ++i) {
          const double change = design.point(7 * t + step + 1)[i] - design.point(7 * t + step)[i];
          if (change == 0) continue;
          EXPECT_NEAR(std::fabs(change), delta, 1e-15);
          EXPECT_TRUE(changed.insert(i).second);
        }
        EXPECT_EQ(changed.size(), step + 1);
      }
    }
  }
}

TEST(ElementaryEffectsDesign, VisitsEveryLevelEquallyOften) {
  // 2,000 trajectories of one parameter: 4,000 points, each level expects 1,000, with sd about 27; four of them.
  const Design design = elementary_effects_design(1, 2000, 4, 3).value.value();
  std::array<int, 4> counts{};
  for (const double coordinate : design.coordinates) ++counts.at(static_cast<std::size_t>(std::lround(3 * coordinate)));
  for (const int count : counts) EXPECT_NEAR(count, 1000, 4 * 27);
}

TEST(ElementaryEffects, AreExactForALinearOutput) {
  const Design design = elementary_effects_design(4, 8, 4, 1).value.value();
  const auto effects = elementary_effects(design, outputs(design, [](std::span<const double> x) { return 7 + 3 * x[0] - 2 * x[1] + 0.25 * x[3]; }));
  const std::array expected{3.0, -2.0, 0.0, 0.25};
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_NEAR(effects[i].mu, expected[i], 1e-13);
    EXPECT_NEAR(effects[i].mu_star, std::fabs(expected[i]), 1e-13);
    EXPECT_NEAR(effects[i].sigma, 0, 1e-13);
    EXPECT_NEAR(effects[i].mu_star_error, 0, 1e-13);
  }
}

TEST(ElementaryEffects, AreThoseWorkedOutByHand) {
  // One parameter, two levels: the output rises by 2 in a trajectory up, and by 6 (from 6 to 0, downwards) in the other;
  // a third falls by 1. Effects 2, 6, -1: mu 7/3, mu* 3, sigma^2 = 37/3, sd of |effects| sqrt(7).
  const Design design{1, {0, 1, 1, 0, 0, 1}};
  const auto effects = elementary_effects(design, std::vector{1.0, 3.0, 6.0, 0.0, 5.0, 4.0});
  EXPECT_DOUBLE_EQ(effects[0].mu, 7.0 / 3);
  EXPECT_DOUBLE_EQ(effects[0].mu_star, 3);
  EXPECT_DOUBLE_EQ(effects[0].sigma, std::sqrt(37.0 / 3));
  EXPECT_DOUBLE_EQ(effects[0].mu_star_error, std::sqrt(7.0 / 3));
}

TEST(ElementaryEffects, TellInteractionFromNone) {
  // x0 x1: the effect of x0 is x1, of mean 1/2 over the levels 0, 1/3, 2/3, 1 and variance 5/36; that of x2 is 0.
  const Design design = elementary_effects_design(3, 4000, 4, 1).value.value();
  const auto effects = elementary_effects(design, outputs(design, [](std::span<const double> x) { return x[0] * x[1]; }));
  for (const std::size_t i : {0u, 1u}) {
    EXPECT_NEAR(effects[i].mu_star, 0.5, 4 * effects[i].mu_star_error);
    EXPECT_NEAR(effects[i].mu_star_error, std::sqrt(5.0 / 36 / 4000), 0.0005);
    EXPECT_NEAR(effects[i].sigma, std::sqrt(5.0 / 36), 0.02);
  }
  EXPECT_EQ(effects[2].mu_star, 0);
}

TEST(ElementaryEffects, HaveNoSpreadFromOneTrajectoryAndRefuseWhatDoesNotFit) {
  const Design design = elementary_effects_design(2, 1, 4, 1).value.value();
  const auto effects = elementary_effects(design, std::vector{0.0, 1.0, 2.0});
  EXPECT_TRUE(std::isnan(effects[0].sigma));
  EXPECT_TRUE(std::isnan(effects[0].mu_star_error));
  EXPECT_FALSE(std::isnan(effects[0].mu_star));
  EXPECT_THROW(elementary_effects(design, std::vector{0.0, 1.0}), std::invalid_argument);
  EXPECT_THROW(elementary_effects(Design{1, {0, 0}}, std::vector{0.0, 1.0}), std::invalid_argument);
}

}  // namespace
}  // namespace headwater
