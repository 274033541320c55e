#include "design/nested.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

namespace headwater {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
using Outputs = std::vector<std::vector<double>>;

TEST(NestedVariance, GivesTheTextbooksAnswerForFourLooms) {
  // Montgomery, Design and Analysis of Experiments, section on the random effects model: strength of fabric from four
  // looms. Mean squares 29.73 and 1.90; variances 6.96 and 1.90. Tables give F(3, 12) as 4.47 at the upper 2.5 % and as
  // 1 / 14.34 at the lower: (15.68 / 4.47 - 1) / 4 = 0.627 is a share of 0.385, (15.68 * 14.34 - 1) / 4 = 56.0 of 0.982.
  const NestedVariance result = nested_variance(Outputs{{98, 97, 99, 96}, {91, 90, 93, 92}, {96, 95, 97, 95}, {95, 96, 99, 98}});
  EXPECT_EQ(result.draws, 4u);
  EXPECT_EQ(result.replications, 16u);
  EXPECT_NEAR(result.by_chance, 1.90, 0.005);
  EXPECT_NEAR(result.by_parameters, 6.96, 0.005);
  EXPECT_NEAR(result.share, 0.79, 0.005);
  EXPECT_NEAR(result.share_low, 0.385, 0.0005);
  EXPECT_NEAR(result.share_high, 0.982, 0.0005);
  EXPECT_FALSE(result.below_zero);
}

TEST(NestedVariance, TakesDrawsOfUnequalSize) {
  // Draws {1, 3}, {5}, {6, 7, 8}: mean 5. Within: 2 + 0 + 2 over 3 degrees of freedom. Between: 2 * 9 + 0 + 3 * 4 = 30
  // over 2. Weight (6 - 14/6) / 2 = 11/6. Variance between (15 - 4/3) / (11/6) = 82/11.
  const NestedVariance result = nested_variance(Outputs{{1, 3}, {nan, 5}, {6, 7, nan, 8}, {nan}, {}});
  EXPECT_EQ(result.draws, 3u);
  EXPECT_EQ(result.replications, 6u);
  EXPECT_DOUBLE_EQ(result.mean, 5);
  EXPECT_DOUBLE_EQ(result.by_chance, 4.0 / 3);
  EXPECT_DOUBLE_EQ(result.by_parameters, 82.0 / 11);
  EXPECT_TRUE(std::isnan(result.share_low));
  EXPECT_TRUE(std::isnan(result.share_high));
}

TEST(NestedVariance, ShowsAnEstimateBelowZeroAsZeroAndSaysSo) {
  const NestedVariance result = nested_variance(Outputs{{0, 4}, {1, 3}});
  EXPECT_TRUE(result.below_zero);
  EXPECT_EQ(result.by_parameters, 0);
  EXPECT_DOUBLE_EQ(result.by_parameters_unbiased, -2.5);
  EXPECT_EQ(result.share, 0);
  EXPECT_EQ(result.share_low, 0);
  EXPECT_GE(result.share_high, 0);
}

TEST(NestedVariance, KnowsOutputsWithoutChance) {
  const NestedVariance varied = nested_variance(Outputs{{1, 1}, {2, 2}});
  EXPECT_EQ(varied.share, 1);
  EXPECT_EQ(varied.share_low, 1);
  EXPECT_EQ(varied.share_high, 1);
  const NestedVariance constant = nested_variance(Outputs{{1, 1}, {1, 1}});
  EXPECT_EQ(constant.by_parameters, 0);
  EXPECT_TRUE(std::isnan(constant.share));
  EXPECT_TRUE(std::isnan(constant.share_low));
}

TEST(NestedVariance, IsUnknownFromTooLittle) {
  for (const Outputs& outputs : {Outputs{}, Outputs{{1, 2, 3}}, Outputs{{1}, {2}, {3}}}) {
    const NestedVariance result = nested_variance(outputs);
    EXPECT_TRUE(std::isnan(result.by_chance));
    EXPECT_TRUE(std::isnan(result.by_parameters));
    EXPECT_TRUE(std::isnan(result.share));
  }
  EXPECT_THROW(nested_variance(Outputs{}, 1), std::invalid_argument);
}

}  // namespace
}  // namespace headwater
