#include "random/normal_quantile.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/special_functions/erf.hpp>
#include <cmath>

namespace headwater {
namespace {

TEST(NormalUpperQuantile, AgreesWithBoostAcrossTheTail) {
  // Every hundredth of an octave from 2^-53, and close to 1/2, where the quantile is close to 0.
  double worst = 0;
  const auto compare = [&](double tail) {
    const long double exact = std::sqrt(2.0L) * boost::math::erfc_inv(2 * static_cast<long double>(tail));
    worst = std::max(worst, static_cast<double>(std::fabs(normal_upper_quantile(tail) / exact - 1)));
  };
  for (int i = 101; i <= 5300; ++i) compare(std::exp2(-i * 0.01));
  for (int i = 2; i <= 53; ++i) compare(0.5 - std::ldexp(1.0, -i));
  EXPECT_LT(worst, 2e-15);
}

TEST(NormalUpperQuantile, GivesTheValuesOfEveryTextbook) {
  EXPECT_EQ(normal_upper_quantile(0.5), 0);
  EXPECT_NEAR(normal_upper_quantile(0.1), 1.2815515655446004, 1e-15);
  EXPECT_NEAR(normal_upper_quantile(0.025), 1.9599639845400545, 1e-15);
}

}  // namespace
}  // namespace headwater
