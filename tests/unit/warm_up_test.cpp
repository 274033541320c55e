#include "statistics/warm_up.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace headwater {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::NanSensitiveDoubleEq;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Each value five times, but shaken so that only the batch means are as given.
std::vector<double> with_batch_means(const std::vector<double>& means) {
  std::vector<double> series;
  for (const double mean : means)
    for (const double shake : {-4.0, 3.0, 0.0, 2.0, -1.0}) series.push_back(mean + shake);
  return series;
}

TEST(Mser5, WorkedByHand) {
  // Batch means 8 4 1 3 1 3, k = 6, at most three left out.
  //   d 0: mean 20/6, squares 100 - 400/6 = 33.333, over 36: 0.92593
  //   d 1: 4 1 3 1 3: mean 2.4, squares 36 - 28.8 = 7.2, over 25: 0.288
  //   d 2: 1 3 1 3: mean 2, squares 4, over 16: 0.25
  //   d 3: 3 1 3: mean 7/3, squares 19 - 49/3 = 2.6667, over 9: 0.29630
  const auto found = mser_5(with_batch_means({8, 4, 1, 3, 1, 3}));
  ASSERT_TRUE(found);
  EXPECT_THAT(found->statistic,
              ElementsAre(DoubleEq(100.0 / 108), DoubleEq(0.288), DoubleEq(0.25), DoubleEq(8.0 / 27)));
  EXPECT_EQ(found->truncation, 10u);
  EXPECT_FALSE(found->at_limit);
}

TEST(Mser5, SaysWhenTheSeriesIsTooShort) {
  // A straight line is best estimated from its end: 0 1 2 3 4 5 has squares 17.5 10 5 2 over 36 25 16 9.
  const auto line = mser_5(with_batch_means({0, 1, 2, 3, 4, 5}));
  ASSERT_TRUE(line);
  EXPECT_THAT(line->statistic,
              ElementsAre(DoubleEq(17.5 / 36), DoubleEq(0.4), DoubleEq(5.0 / 16), DoubleEq(2.0 / 9)));
  EXPECT_EQ(line->truncation, 15u);
  EXPECT_TRUE(line->at_limit);
}

TEST(Mser5, LeavesAConstantWhole) {
  const auto found = mser_5(std::vector<double>(40, 2.5));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->truncation, 0u);
  EXPECT_FALSE(found->at_limit);
}

TEST(Mser5, IgnoresWhatFillsNoBatch) {
  std::vector<double> series = with_batch_means({8, 4, 1, 3, 1, 3});
  const auto before = mser_5(series);
  series.insert(series.end(), {1000, 1000, 1000, 1000});
  EXPECT_EQ(mser_5(series)->statistic, before->statistic);
}

TEST(Mser5, NeedsTenFiniteObservations) {
  EXPECT_FALSE(mser_5(std::vector<double>(9, 1)));
  EXPECT_TRUE(mser_5(std::vector<double>(10, 1)));
  std::vector<double> series(40, 1);
  series[20] = nan;
  EXPECT_FALSE(mser_5(series));
}

TEST(Mser5, FindsWhereAnExponentialApproachIsOver) {
  // 1,000 observations: 20 exp(-i / 25), and batch means of noise that alternate between 1 and -1 (a sawtooth
  // of observations, so nothing is random). Leaving out d of 200 batches costs variance 1 / (200 - d), so it
  // pays to leave a batch out only while its square is above the mean square of what is left: the approach's
  // batch mean is above 1 until about 25 log 20 = 75 observations and below 0.1 after 25 log 200 = 132.
  std::vector<double> series;
  for (int i = 0; i < 1000; ++i) series.push_back(20 * std::exp(-i / 25.0) + (i / 5 % 2 == 0 ? 1 : -1));
  const auto found = mser_5(series);
  ASSERT_TRUE(found);
  EXPECT_GE(found->truncation, 60u);
  EXPECT_LE(found->truncation, 135u);
  EXPECT_FALSE(found->at_limit);
}

TEST(MeanSeries, IsOverReplications) {
  const std::vector<std::vector<double>> replications{{1, 2, nan}, {3, nan, nan}};
  EXPECT_THAT(mean_series(replications), ElementsAre(2, 2, NanSensitiveDoubleEq(nan)));
  EXPECT_THAT(mean_series({}), IsEmpty());
  EXPECT_THROW(mean_series(std::vector<std::vector<double>>{{1}, {1, 2}}), std::invalid_argument);
}

TEST(MovingAverage, WidensFromTheStart) {
  // Window 2 over 1 4 7 1 4 7: the first alone, the mean of the first three, then of five at a time.
  EXPECT_THAT(moving_average(std::vector<double>{1, 4, 7, 1, 4, 7}, 2),
              ElementsAre(1, 4, DoubleEq(17 / 5.0), DoubleEq(23 / 5.0)));
  EXPECT_THAT(moving_average(std::vector<double>{1, 4}, 0), ElementsAre(1, 4));
  EXPECT_THAT(moving_average(std::vector<double>{1, 4}, 2), IsEmpty());
}

}  // namespace
}  // namespace headwater
