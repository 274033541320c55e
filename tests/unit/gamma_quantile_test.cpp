#include "random/gamma_quantile.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

namespace headwater {
namespace {

using Tail = GammaQuantile::Tail;

TEST(PortableLogGamma, GivesKnownValues) {
  EXPECT_NEAR(portable_log_gamma(1), 0, 1e-15);
  EXPECT_NEAR(portable_log_gamma(2), 0, 1e-15);
  EXPECT_NEAR(portable_log_gamma(0.5), std::log(M_PI) / 2, 1e-15);
  EXPECT_NEAR(portable_log_gamma(6), std::log(120.0), 5e-15);
}

TEST(PortableLogGamma, IsWithinItsBound) {
  double worst = 0;
  for (int i = 0; i <= 50'000; ++i) {
    const double x = std::exp(-20 + i * (33.8 / 50'000));
    const double size = std::max({1.0, std::fabs(x * std::log(x)), -std::log(x)});
    const long double exact = boost::math::lgamma(static_cast<long double>(x));
    worst = std::max(worst, static_cast<double>(std::fabs(portable_log_gamma(x) - exact)) / size);
  }
  EXPECT_LT(worst, 1e-15);
}

TEST(IncompleteGamma, IsExponentialForShapeOne) {
  for (const double x : {0.001, 0.3, 0.9, 1.5, 2.5, 10.0, 36.0}) {
    EXPECT_NEAR(gamma_lower(1, x) / -std::expm1(-x), 1, 4e-15);
    EXPECT_NEAR(gamma_upper(1, x) / std::exp(-x), 1, 4e-15);
  }
}

TEST(IncompleteGamma, AgreesWithBoost) {
  for (const double shape : {0.05, 0.1, 0.5, 0.99, 2.5, 40.0, 1000.0, 20'000.0}) {
    for (const double sds : {-6.0, -2.0, -0.5, 0.0, 0.5, 0.99, 1.01, 2.0, 6.0}) {
      const double x = std::max(shape + sds * std::sqrt(shape), shape * 0.01);
      EXPECT_NEAR(gamma_lower(shape, x) / boost::math::gamma_p<long double>(shape, x), 1, 2e-14)
          << shape << " " << x;
      EXPECT_NEAR(gamma_upper(shape, x) / boost::math::gamma_q<long double>(shape, x), 1, 2e-14)
          << shape << " " << x;
    }
  }
}

TEST(GammaQuantileTest, AgreesWithBoostWhereverItComesFrom) {
  for (const double shape : {0.1, 0.5, 1.0, 2.5, 40.0, 1000.0, 20'000.0}) {
    GammaQuantile lower(shape, Tail::lower), upper(shape, Tail::upper);
    // Long strides inwards and outwards; an error in the chance is magnified by 1 / shape at most.
    const double bound = 1e-14 * std::max(1.0, 1 / shape);
    for (const double chance : {0.5, 0x1p-53, 0.9, 1e-9, 0.01, 0.0999, 0x1p-30, 0.4999999}) {
      EXPECT_NEAR(lower.at(chance) / boost::math::gamma_p_inv<long double>(shape, chance), 1, bound)
          << shape << " lower " << chance;
      EXPECT_NEAR(upper.at(chance) / boost::math::gamma_q_inv<long double>(shape, chance), 1, bound)
          << shape << " upper " << chance;
    }
  }
}

}  // namespace
}  // namespace headwater
