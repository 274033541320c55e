// The search and the uncertainty, on functions whose answers are worked out by hand.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <stdexcept>

#include "fit/minimise.hpp"
#include "fit/uncertainty.hpp"
#include "random/law.hpp"

namespace headwater {
namespace {

TEST(Search, FindsTheMinimumFromTheOtherEnd) {
  const auto bowl = [](const std::vector<double>& x) {
    double sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) sum += (x[i] - 0.2 * static_cast<double>(i + 1)) * (x[i] - 0.2 * static_cast<double>(i + 1));
    return sum;
  };
  for (const std::size_t n : {1u, 2u, 4u}) {
    for (const bool global : {false, true}) {
      for (const bool simplex : {false, true}) {
        const SearchResult found = minimise(bowl, std::vector<double>(n, 0.95), {global, simplex, 600});
        EXPECT_TRUE(found.settled) << n << global << simplex;
        for (std::size_t i = 0; i < n; ++i) EXPECT_NEAR(found.best[i], 0.2 * static_cast<double>(i + 1), 1e-3) << n << global << simplex;
      }
    }
  }
}

TEST(Search, LooksPastANearbyHollow) {
  // Two hollows: at 0.2 of depth 1 and at 0.8 of depth 2; the start lies in the shallow one.
  const auto two = [](const std::vector<double>& x) {
    const auto hollow = [&](double at) { return std::max(0.0, 1 - 25 * (x[0] - at) * (x[0] - at)); };
    return -hollow(0.2) - 2 * hollow(0.8);
  };
  EXPECT_NEAR(minimise(two, {0.25}, {false, false, 200}).best[0], 0.2, 1e-3);
  EXPECT_NEAR(minimise(two, {0.25}, {true, false, 200}).best[0], 0.8, 1e-3);
}

TEST(Search, KeepsToItsNumberOfEvaluationsAndPassesExceptionsOn) {
  std::size_t calls = 0;
  const auto counted = [&](const std::vector<double>& x) {
    ++calls;
    return x[0] * x[1];
  };
  EXPECT_FALSE(minimise(counted, {0.5, 0.5}, {true, false, 20}).settled);
  EXPECT_EQ(calls, 20u);
  const auto fails = [&](const std::vector<double>& x) -> double {
    if (++calls > 30) throw std::domain_error("no model there");
    return x[0];
  };
  EXPECT_THROW(minimise(fails, {0.5, 0.5}, {true, false, 100}), std::domain_error);
}

TEST(Eigenvectors, OfAMatrixWorkedOutByHand) {
  const Eigen eigen = eigen_of({{2, 1}, {1, 2}});  // 1 with (1, -1) / sqrt 2, 3 with (1, 1) / sqrt 2
  EXPECT_NEAR(eigen.values[0], 1, 1e-14);
  EXPECT_NEAR(eigen.values[1], 3, 1e-14);
  EXPECT_NEAR(std::fabs(eigen.vectors[0][0]), std::sqrt(0.5), 1e-14);
  EXPECT_NEAR(eigen.vectors[0][0] + eigen.vectors[0][1], 0, 1e-14);
  const Matrix back = inverse({{4, 1, 0}, {1, 3, 1}, {0, 1, 2}});  // determinant 18
  EXPECT_NEAR(back[0][0], 5.0 / 18, 1e-14);
  EXPECT_NEAR(back[0][2], 1.0 / 18, 1e-14);
}

TEST(Uncertainty, OfAStraightLine) {
  // Targets at x = -1, 0, 1 with slopes (1, x) times 10: information 300 and 200, no correlation.
  LinearFit fit{{{10, -10}, {10, 0}, {10, 10}}, Matrix(2, {0, 0}), Matrix(2, {0, 0}), Matrix(3, {0, 0, 0}), {0, 0}};
  Uncertainty found = uncertainty_of(fit);
  EXPECT_NEAR(found.standard_errors[0], 1 / std::sqrt(300.0), 1e-6);
  EXPECT_NEAR(found.standard_errors[1], 1 / std::sqrt(200.0), 1e-6);
  EXPECT_NEAR(found.condition, 1.5, 1e-9);
  EXPECT_TRUE(found.weak.empty());
  // Chance as large as the errors doubles the variance; a prior adds its precision.
  for (std::size_t k = 0; k < 3; ++k) fit.residual_noise[k][k] = 1;
  EXPECT_NEAR(uncertainty_of(fit).covariance[0][0], 2.0 / 300, 1e-6);
  fit.residual_noise = Matrix(3, {0, 0, 0});
  fit.gradient_noise[0][0] = 30;  // chance in slopes of targets that are not met: 30 / 300^2
  EXPECT_NEAR(uncertainty_of(fit).covariance[0][0], 1.1 / 300, 1e-6);
  fit.gradient_noise[0][0] = 0;
  fit.prior_precision = {100, 0};
  EXPECT_NEAR(uncertainty_of(fit).covariance[0][0], 1.0 / 400, 1e-6);
}

TEST(Uncertainty, NamesWhatCannotBeToldApart) {
  const LinearFit fit{{{30, 30}, {40, 40}}, Matrix(2, {0, 0}), Matrix(2, {0, 0}), Matrix(2, {0, 0}), {0, 0}};
  const Uncertainty found = uncertainty_of(fit);
  ASSERT_EQ(found.weak.size(), 1u);
  EXPECT_NEAR(found.weak[0].components[0] + found.weak[0].components[1], 0, 1e-12);
  EXPECT_TRUE(found.condition > 1e12);
}

TEST(Uncertainty, IsNotDeceivedByChanceInTheSlopes) {
  // The smaller eigenvalue of the slopes' information is 31.7, of which chance alone would make 16.
  const LinearFit fit{{{35, 25}, {40, 40}}, {{16, 0}, {0, 16}}, Matrix(2, {0, 0}), Matrix(2, {0, 0}), {0, 0}};
  EXPECT_EQ(uncertainty_of(fit).weak.size(), 1u);
  const LinearFit clear{{{35, 25}, {40, 40}}, Matrix(2, {0, 0}), Matrix(2, {0, 0}), Matrix(2, {0, 0}), {0, 0}};
  EXPECT_TRUE(uncertainty_of(clear).weak.empty());
}

/// Largest distance between the distribution function of values and a law's, times the root of their number.
double kolmogorov(std::vector<double> values, const std::function<double(double)>& cdf) {
  std::sort(values.begin(), values.end());
  double distance = 0;
  for (std::size_t i = 0; i < values.size(); ++i)
    distance = std::max({distance, std::fabs(cdf(values[i]) - static_cast<double>(i) / static_cast<double>(values.size())), std::fabs(cdf(values[i]) - static_cast<double>(i + 1) / static_cast<double>(values.size()))});
  return distance * std::sqrt(static_cast<double>(values.size()));
}

TEST(TruncatedDraws, FollowTheirLaw) {
  // Two components that do not depend on each other: one cut at 0 close to its centre, one far wider than its range, so
  // uniform. Level 0.001 each: Kolmogorov's statistic below 1.95. Power: a law not cut, or of twice the sd, is off by 0.1 or
  // more, which 2,000 draws show as 4.5.
  const double sd = 0.2;
  const auto draws = truncated_normal_draws({0.1, 0.5}, {{sd * sd, 0}, {0, 1e6}}, 2000, 20260901);
  std::vector<double> first, second;
  for (const auto& draw : draws) {
    first.push_back(draw[0]);
    second.push_back(draw[1]);
  }
  const Law normal = *normal_law(0.1, sd).law;
  EXPECT_LT(kolmogorov(first, [&](double x) { return (normal.cdf(x) - normal.cdf(0)) / (normal.cdf(1) - normal.cdf(0)); }), 1.95);
  EXPECT_LT(kolmogorov(second, [](double x) { return x; }), 1.95);
}

TEST(TruncatedDraws, KeepTheirCorrelation) {
  // Far from the ends: correlation -0.8. By Fisher's transformation the sample's is within 3.3 / sqrt(1997) on that scale
  // in 999 of 1,000 cases.
  const auto draws = truncated_normal_draws({0.5, 0.5}, {{0.0025, -0.002}, {-0.002, 0.0025}}, 2000, 20260902);
  double sx = 0, sy = 0, xx = 0, yy = 0, xy = 0;
  for (const auto& draw : draws) {
    sx += draw[0];
    sy += draw[1];
    xx += draw[0] * draw[0];
    yy += draw[1] * draw[1];
    xy += draw[0] * draw[1];
  }
  const double n = 2000, r = (xy - sx * sy / n) / std::sqrt((xx - sx * sx / n) * (yy - sy * sy / n));
  EXPECT_NEAR(std::atanh(r), std::atanh(-0.8), 3.3 / std::sqrt(1997.0));
}

}  // namespace
}  // namespace headwater
