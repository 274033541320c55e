#include "random/bivariate_normal.hpp"

#include <gtest/gtest.h>

#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <cmath>

#include "random/normal_quantile.hpp"

namespace headwater {
namespace {

/// Chance that a standard normal is above h.
long double upper(long double h) { return boost::math::erfc(h / std::sqrt(2.0L)) / 2; }

/// By another way than the engine's: over the values x of the first normal above h, the chance that the second, which
/// given x is normal with mean r x, is above k.
long double both_by_conditioning(long double h, long double k, long double r) {
  const auto integrand = [&](long double x) {
    return std::exp(-x * x / 2) / std::sqrt(2 * M_PIl) * upper((k - r * x) / std::sqrt(1 - r * r));
  };
  long double sum = 0;
  for (long double from = h; from < 12; from += 0.25L)  // narrow panels, since at high correlation the integrand is nearly a step
    sum += boost::math::quadrature::gauss_kronrod<long double, 61>::integrate(integrand, from, from + 0.25L, 3, 1e-15L);
  return sum;
}

TEST(ShareOfBoth, IsAQuarterAndTheArcsineInTheMiddle) {
  // Sheppard: both of two traits that half have, 1/4 + asin(r) / (2 pi).
  for (const double r : {-0.99, -0.7, -0.2, 0.1, 0.5, 0.9, 0.99}) EXPECT_NEAR(share_of_both(0.5, 0.5, r), 0.25 + std::asin(r) / (2 * M_PI), 1e-14) << r;
  EXPECT_EQ(share_of_both(0.5, 0.5, 0), 0.25);
  EXPECT_NEAR(share_of_both(0.5, 0.5, 0.5), 1 / 3.0, 1e-14);
}

TEST(ShareOfBoth, AgreesWithConditioning) {
  for (const double p : {1e-4, 0.02, 0.2, 0.5, 0.63, 0.97}) {
    for (const double q : {1e-3, 0.05, 0.2, 0.4999, 0.8}) {
      for (const double r : {-0.99, -0.9, -0.5, -0.1, 0.01, 0.3, 0.6, 0.8, 0.95, 0.99}) {
        const auto exact = static_cast<double>(both_by_conditioning(normal_threshold(p), normal_threshold(q), r));
        ASSERT_NEAR(share_of_both(p, q, r), exact, 1e-13) << p << " " << q << " " << r;
      }
    }
  }
}

TEST(ShareOfBoth, HasAClosedFormAtTheRootOfAHalf) {
  // Owen's T function at slope 1 is p (1 - p) / 2 (Owen, "Tables for computing bivariate normal probabilities", Ann.
  // Math. Stat. 27, 1956, eq. 2.3), so that both of p and one half at correlation sqrt(1/2) are p - p^2 / 2.
  for (const double p : {1e-6, 0.003, 0.1, 0.5, 0.8, 0.999}) EXPECT_NEAR(share_of_both(p, 0.5, std::sqrt(0.5)), p - p * p / 2, 1e-15) << p;
}

TEST(ShareOfBoth, IsPlainWhereATraitIsHadByAllOrNone) {
  EXPECT_EQ(share_of_both(0, 0.3, 0.8), 0);
  EXPECT_EQ(share_of_both(1, 0.3, 0.8), 0.3);
}

TEST(ShareOfBoth, KeepsWithinFrechetsBounds) {
  const std::vector<PairCell> cells{{0.5, 0.1, 0.3}, {0.25, 0.6, 0.7}, {0.25, 0.9, 0.2}};
  const ShareRange range = possible_shares_of_both(cells);
  EXPECT_DOUBLE_EQ(range.least, 0.25 * 0.3 + 0.25 * 0.1);
  EXPECT_DOUBLE_EQ(range.most, 0.5 * 0.1 + 0.25 * 0.6 + 0.25 * 0.2);
  double before = range.least;
  for (double r = -0.99; r < 0.995; r += 0.03) {
    const double both = share_of_both(cells, r);
    EXPECT_GT(both, before) << r;
    before = both;
  }
  EXPECT_LT(before, range.most);
}

TEST(TetrachoricCorrelation, IsTheInverseOfTheShareOfBoth) {
  for (const double p : {0.01, 0.2, 0.5, 0.85}) {
    for (const double q : {0.03, 0.4, 0.7}) {
      for (const double r : {-0.9, -0.4, 0.0, 0.05, 0.35, 0.8, 0.98}) {
        const std::vector<PairCell> cells{{1, p, q}};
        const double both = share_of_both(cells, r), found = tetrachoric_correlation(cells, both);
        EXPECT_NEAR(share_of_both(cells, found), both, 2e-16) << p << " " << q << " " << r;
        // A share of 1e-16 more or less says nothing of the correlation where the share hardly depends on it.
        if (share_of_both(p, q, r + 1e-3) - share_of_both(p, q, r - 1e-3) > 1e-6) {
          EXPECT_NEAR(found, r, 1e-12) << p << " " << q << " " << r;
        }
      }
    }
  }
}

TEST(TetrachoricCorrelation, IsOneForAllPartsOfAPopulation) {
  const std::vector<PairCell> cells{{0.2, 0.03, 0.02}, {0.5, 0.1, 0.3}, {0.3, 0.6, 0.25}};
  EXPECT_NEAR(tetrachoric_correlation(cells, share_of_both(cells, 0.45)), 0.45, 1e-13);
}

TEST(TetrachoricCorrelation, StopsAtTheMost) {
  EXPECT_NEAR(tetrachoric_correlation({{1, 0.2, 0.3}}, 0.2), most_correlation, 1e-12);
  EXPECT_NEAR(tetrachoric_correlation({{1, 0.5, 0.6}}, 0.1), -most_correlation, 1e-12);
}

}  // namespace
}  // namespace headwater
