#include "random/law.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace headwater {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr double infinity = std::numeric_limits<double>::infinity();
const double e = std::exp(1.0);

/// The law, or a failure with the reason it was refused.
Law law_of(const LawOrError& made) {
  EXPECT_TRUE(made.law) << made.error;
  EXPECT_EQ(made.error, "");
  return made.law.value_or(Law{});
}

void expect_law(const LawOrError& made, LawKind kind, double location, double scale, double shape) {
  const Law law = law_of(made);
  EXPECT_EQ(law.kind, kind);
  EXPECT_EQ(law.location, location);
  EXPECT_NEAR(law.scale, scale, std::isfinite(scale) ? 4e-15 * std::fabs(scale) : 0);
  EXPECT_NEAR(law.shape, shape, 4e-14 * shape);
}

TEST(LawTest, ByParametersWorkedOutByHand) {
  expect_law(constant_law(-3), LawKind::constant, 0, -3, 0);
  expect_law(uniform_law(-1, 4), LawKind::uniform, -1, 5, 0);

  expect_law(exponential_by_mean(8), LawKind::exponential, 0, 8, 0);
  expect_law(exponential_by_hazard(0.25), LawKind::exponential, 0, 4, 0);
  expect_law(exponential_by_median(std::log(2.0)), LawKind::exponential, 0, 1, 0);

  expect_law(lognormal_law(1, 0.5), LawKind::lognormal, 0, e, 0.5);
  // sigma = 1: mean = scale * e^(1/2), variance = mean^2 (e - 1).
  expect_law(lognormal_by_mean_sd(2, 2 * std::sqrt(e - 1)), LawKind::lognormal, 0, 2 / std::sqrt(e), 1);
  // p90 = median * e^(1.28155 sigma).
  expect_law(lognormal_by_median_p90(10, 10 * std::exp(1.2815515655446004 * 0.7)), LawKind::lognormal, 0, 10,
             0.7);

  expect_law(weibull_law(1.5, 7), LawKind::weibull, 0, 7, 1.5);
  // Shape 1 is exponential. Shape 2: mean = scale * sqrt(pi) / 2, variance = scale^2 (1 - pi / 4).
  expect_law(weibull_by_mean_sd(5, 5), LawKind::weibull, 0, 5, 1);
  expect_law(weibull_by_mean_sd(std::sqrt(M_PI) / 2, std::sqrt(1 - M_PI / 4)), LawKind::weibull, 0, 1, 2);
  expect_law(weibull_by_median_p90(3 * std::sqrt(std::log(2.0)), 3 * std::sqrt(std::log(10.0))),
             LawKind::weibull, 0, 3, 2);

  expect_law(gamma_law(2.5, 7), LawKind::gamma, 0, 7, 2.5);
  expect_law(gamma_by_mean_sd(6, 3), LawKind::gamma, 0, 1.5, 4);
  // Shape 1 is exponential.
  expect_law(gamma_by_median_p90(std::log(2.0), std::log(10.0)), LawKind::gamma, 0, 1, 1);
}

TEST(LawTest, EmpiricalIsSortedMergedAndWithoutZeroWeights) {
  const Law weighted = law_of(empirical_law({3, 1, 7, 1}, {1, 2, 0, 1}));
  EXPECT_THAT(weighted.values, ElementsAre(1, 3));
  EXPECT_THAT(weighted.cumulative, ElementsAre(0.75, 1));
  const Law plain = law_of(empirical_law({4, 2}));
  EXPECT_THAT(plain.values, ElementsAre(2, 4));
  EXPECT_THAT(plain.cumulative, ElementsAre(0.5, 1));
  EXPECT_EQ(plain, law_of(empirical_law({2, 4}, {3, 3})));
  EXPECT_NE(plain, law_of(empirical_law({2, 4}, {3, 2})));
}

TEST(LawTest, MomentsWorkedOutByHand) {
  const auto expect_moments = [](const LawOrError& made, double mean, double variance) {
    const Law law = law_of(made);
    EXPECT_NEAR(law.mean(), mean, 1e-14 * std::fabs(mean));
    EXPECT_NEAR(law.variance(), variance, 1e-13 * variance);
  };
  expect_moments(constant_law(-3), -3, 0);
  expect_moments(uniform_law(2, 8), 5, 3);
  expect_moments(exponential_by_mean(4), 4, 16);
  expect_moments(lognormal_law(0, 1), std::sqrt(e), e * (e - 1));
  expect_moments(weibull_law(2, 3), 3 * std::sqrt(M_PI) / 2, 9 * (1 - M_PI / 4));
  expect_moments(gamma_law(3, 2), 6, 12);
  expect_moments(empirical_law({1, 2, 5}, {1, 2, 1}), 2.5, 2.25);  // (2.25 + 2 * 0.25 + 6.25) / 4
}

TEST(LawTest, KeepsWhatItWasGiven) {
  for (const double cv : {0.2, 1.0, 3.0}) {
    for (const Law& law : {law_of(lognormal_by_mean_sd(30, 30 * cv)), law_of(weibull_by_mean_sd(30, 30 * cv)),
                           law_of(gamma_by_mean_sd(30, 30 * cv))}) {
      EXPECT_NEAR(law.mean(), 30, 1e-11);
      EXPECT_NEAR(std::sqrt(law.variance()), 30 * cv, 1e-11 * cv);
    }
  }
  for (const double p90 : {21.0, 60.0, 1000.0}) {
    for (const Law& law : {law_of(lognormal_by_median_p90(20, p90)), law_of(weibull_by_median_p90(20, p90)),
                           law_of(gamma_by_median_p90(20, p90))}) {
      EXPECT_NEAR(law.quantile(0.5), 20, 1e-11);
      EXPECT_NEAR(law.quantile(0.9), p90, 1e-11 * p90);
    }
  }
}

TEST(LawTest, CdfAndQuantileAreInverse) {
  for (const Law& law :
       {law_of(uniform_law(-1, 4)), law_of(exponential_by_mean(8)), law_of(lognormal_law(1, 0.5)),
        law_of(weibull_law(0.7, 3)), law_of(gamma_law(2.5, 3))}) {
    for (const double p : {0.001, 0.3, 0.5, 0.9, 0.999}) EXPECT_NEAR(law.cdf(law.quantile(p)), p, 1e-13);
    EXPECT_EQ(law.cdf(law.least() - 1), 0);
  }
  // Known values: exponential 1 - 1/e at its mean, lognormal 1/2 at its median, gamma of shape 2: 1 - 2/e
  // at 1.
  EXPECT_NEAR(law_of(exponential_by_mean(8)).cdf(8), 1 - 1 / e, 1e-15);
  EXPECT_NEAR(law_of(lognormal_law(1, 0.5)).cdf(e), 0.5, 1e-15);
  EXPECT_NEAR(law_of(weibull_law(3, 8)).cdf(8), 1 - 1 / e, 1e-15);
  EXPECT_NEAR(law_of(gamma_law(2, 1)).cdf(1), 1 - 2 / e, 1e-15);
}

TEST(LawTest, StepsHaveTheirCdf) {
  const Law constant = law_of(constant_law(-3));
  EXPECT_EQ(constant.cdf(-3.1), 0);
  EXPECT_EQ(constant.cdf(-3), 1);
  EXPECT_EQ(constant.quantile(0.2), -3);
  const Law empirical = law_of(empirical_law({1, 2, 5}, {1, 2, 1}));
  EXPECT_EQ(empirical.cdf(0.9), 0);
  EXPECT_EQ(empirical.cdf(1), 0.25);
  EXPECT_EQ(empirical.cdf(4), 0.75);
  EXPECT_EQ(empirical.cdf(5), 1);
  EXPECT_EQ(empirical.quantile(0.25), 1);
  EXPECT_EQ(empirical.quantile(0.26), 2);
}

TEST(LawTest, KnowsItsRange) {
  EXPECT_EQ(law_of(constant_law(-3)).least(), -3);
  EXPECT_EQ(law_of(constant_law(-3)).most(), -3);
  EXPECT_EQ(law_of(uniform_law(-1, 4)).least(), -1);
  EXPECT_EQ(law_of(uniform_law(-1, 4)).most(), 4);
  EXPECT_EQ(law_of(gamma_law(2, 1)).least(), 0);
  EXPECT_EQ(law_of(gamma_law(2, 1)).most(), infinity);
  EXPECT_EQ(law_of(empirical_law({4, -2})).least(), -2);
  EXPECT_EQ(law_of(empirical_law({4, -2})).most(), 4);
}

TEST(LawTest, AHazardOfZeroMeansNever) {
  const Law never = law_of(exponential_by_hazard(0));
  EXPECT_EQ(never.scale, infinity);
  EXPECT_EQ(never.cdf(1e300), 0);
}

TEST(LawErrors, SayWhatWasFoundAndWhatWouldBeRight) {
  const auto error = [](const LawOrError& made) {
    EXPECT_FALSE(made.law);
    return made.error;
  };
  EXPECT_EQ(error(constant_law(infinity)), "'value' must be finite, found inf");
  EXPECT_EQ(error(exponential_by_mean(0)), "'mean' must be finite and above 0, found 0");
  EXPECT_EQ(error(exponential_by_median(-1)), "'median' must be finite and above 0, found -1");
  EXPECT_EQ(error(exponential_by_hazard(-0.2)), "'hazard' must be finite and not negative, found -0.2");
  EXPECT_EQ(error(uniform_law(3, 3)), "'low' must be below 'high', found low 3 and high 3");
  EXPECT_EQ(error(uniform_law(-infinity, 3)), "'low' and 'high' must be finite, found -inf and 3");
  EXPECT_EQ(error(lognormal_law(700, 1)), "'mu' must lie between -600 and 600, found 700");
  EXPECT_EQ(error(lognormal_law(0, 5)), "'sigma' must lie between 1e-06 and 4, found 5");
  EXPECT_EQ(error(lognormal_by_median_p90(20, 10)),
            "'p90' must be above 'median', found p90 10 and median 20");
  EXPECT_EQ(error(weibull_law(0.05, 1)), "'shape' must lie between 0.1 and 100, found 0.05");
  EXPECT_EQ(error(weibull_law(1, 0)), "'scale' must be finite and above 0, found 0");
  EXPECT_EQ(error(weibull_by_mean_sd(30, std::nan(""))), "'sd' must be finite and above 0, found nan");
  EXPECT_EQ(error(gamma_law(20'000, 1)), "'shape' must lie between 0.1 and 10000, found 20000");
  EXPECT_EQ(error(empirical_law({})), "'values' must name at least one value");
  EXPECT_EQ(error(empirical_law({1, 2}, {1})), "'weights' must be as many as 'values', found 1 and 2");
  EXPECT_EQ(error(empirical_law({1, infinity})), "'values' must be finite, found inf");
  EXPECT_EQ(error(empirical_law({1, 2}, {1, -1})), "'weights' must be finite and not negative, found -1");
  EXPECT_EQ(error(empirical_law({1, 2}, {0, 0})), "'weights' are all 0; at least one must be above 0");
}

TEST(LawErrors, BlameTheFiguresThatWereGiven) {
  EXPECT_EQ(weibull_by_mean_sd(30, 0.01).error,
            "'sd' is too small beside 'mean': shape would be above 100, which cannot be drawn");
  EXPECT_EQ(gamma_by_mean_sd(1, 4).error,
            "'sd' is too large beside 'mean': shape would be below 0.1, which cannot be drawn");
  EXPECT_EQ(lognormal_by_mean_sd(1, 1e9).error,
            "'sd' is too large beside 'mean': sigma would be above 4, which cannot be drawn");
  EXPECT_EQ(lognormal_by_mean_sd(1e9, 1).error,
            "'sd' is too small beside 'mean': sigma would be below 1e-06, which cannot be drawn");
  for (const LawOrError& close : {weibull_by_median_p90(1, 1.0001), gamma_by_median_p90(1, 1.0001)}) {
    EXPECT_THAT(close.error, AllOf(HasSubstr("'p90' is too close to 'median'"), HasSubstr("above")));
  }
  for (const LawOrError& far : {weibull_by_median_p90(1, 1e300), gamma_by_median_p90(1, 1e300)}) {
    EXPECT_THAT(far.error, AllOf(HasSubstr("'p90' is too far above 'median'"), HasSubstr("below")));
  }
}

TEST(LawErrors, EdgesOfTheRangesAreAllowed) {
  law_of(lognormal_law(0, least_lognormal_sigma));
  law_of(lognormal_law(0, most_lognormal_sigma));
  law_of(weibull_law(least_weibull_shape, 1));
  law_of(weibull_law(most_weibull_shape, 1));
  law_of(gamma_law(least_gamma_shape, 1));
  law_of(gamma_law(most_gamma_shape, 1));
}

}  // namespace
}  // namespace headwater
