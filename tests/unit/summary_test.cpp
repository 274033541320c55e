#include "statistics/summary.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace headwater {
namespace {

using testing::NanSensitiveDoubleEq;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

TEST(Summarise, OfInfinitiesAndOfNothing) {
  std::vector<double> unlimited{infinity, infinity, infinity}, none{nan, nan};
  const Summary all = summarise(unlimited), empty = summarise(none);
  EXPECT_EQ(all.mean, infinity);
  EXPECT_THAT(all.quantiles, testing::Each(infinity));
  EXPECT_TRUE(std::isnan(empty.mean));
  EXPECT_THAT(empty.quantiles, testing::Each(NanSensitiveDoubleEq(nan)));
}

}  // namespace
}  // namespace headwater
