// Laws on a grid of steps, and attributes in strata.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "expected/lattice_law.hpp"
#include "expected/strata.hpp"
#include "random/law.hpp"

namespace headwater {
namespace {

std::vector<double> alone(const Law& law, double step, std::size_t most = 100'000) { return race_on_lattice({Sampler(law)}, step, most)[0]; }

struct Moments {
  double chance = 0, mean = 0;
};

Moments moments_of(const std::vector<double>& lattice, double step) {
  Moments moments;
  for (std::size_t k = 0; k < lattice.size(); ++k) {
    moments.chance += lattice[k];
    moments.mean += lattice[k] * static_cast<double>(k) * step;
  }
  return moments;
}

TEST(LatticeLaw, KeepsChanceAndMean) {
  for (const Law& law : {*exponential_by_mean(3).law, *uniform_law(2, 9).law, *weibull_law(0.5, 2).law, *weibull_law(3, 8).law, *gamma_law(2.5, 4).law, *lognormal_by_mean_sd(6, 4).law,
                         *constant_law(5.3).law, *empirical_law({0.5, 7.7, 21.7}, {1, 2, 3}).law, *histogram_law({0, 2, 7}, {1, 4}).law, *hyperexponential_by_mean_sd(3, 5).law, *triangular_law(1, 2, 8).law,
                         *shifted_law(*exponential_by_mean(0.1).law, 2).law}) {
    for (const double step : {0.1, 1.0, 7.0}) {
      const Moments moments = moments_of(alone(law, step), step);
      EXPECT_NEAR(moments.chance, 1, 1e-9) << static_cast<int>(law.kind) << " step " << step;
      EXPECT_NEAR(moments.mean, law.mean(), 2e-5 * step + 1e-6 * law.mean()) << static_cast<int>(law.kind) << " step " << step;
    }
  }
}

TEST(LatticeLaw, GivesTheChanceOfEachStepForWhoBeginsAtAnyMomentOfOne) {
  // Begun evenly in (0, 1), of exponential length with mean 2: P(the end is in step k) by integrating twice.
  const std::vector<double> lattice = alone(*exponential_by_mean(2).law, 1);
  const double q = std::exp(-0.5);
  EXPECT_NEAR(lattice[0], 1 - 2 * (1 - q), 1e-6);
  for (int k = 1; k < 20; ++k) EXPECT_NEAR(lattice[static_cast<std::size_t>(k)], 2 * (1 - q) * (1 - q) * std::pow(q, k - 1), 1e-6) << k;
}

TEST(LatticeLaw, LeavesOutWhatIsTooLongOrNeverEnds) {
  const std::vector<double> lattice = alone(*life_table_law({0, 10}, {0.1, 0}, false).law, 1, 50);
  EXPECT_NEAR(moments_of(lattice, 1).chance, 1 - std::exp(-1.0), 1e-6);
  EXPECT_LE(lattice.size(), 12u);
  EXPECT_NEAR(moments_of(alone(*exponential_by_mean(100).law, 1, 50), 1).chance, 1 - std::exp(-0.5), 1e-2);
  EXPECT_TRUE(alone(*exponential_by_hazard(0).law, 1, 50).empty());
}

TEST(LatticeLaw, DecidesRacesAsTheFirstToHappen) {
  // Hazards 0.1 and 0.3 a day: the first wins in a quarter of races, and all lengths are those of hazard 0.4.
  const auto both = race_on_lattice({Sampler(*exponential_by_hazard(0.1).law), Sampler(*exponential_by_hazard(0.3).law)}, 0.5, 1000);
  const std::vector<double> sum = alone(*exponential_by_hazard(0.4).law, 0.5, 1000);
  for (std::size_t k = 0; k < 60; ++k) {
    EXPECT_NEAR(both[0][k], 0.25 * sum[k], 1e-6) << k;
    EXPECT_NEAR(both[1][k], 0.75 * sum[k], 1e-6) << k;
  }
}

TEST(LatticeLaw, GivesEqualLengthsToTheFirstListed) {
  const Sampler five(*constant_law(5).law), some(*empirical_law({2, 5, 8}, {1, 1, 2}).law);
  const auto races = race_on_lattice({five, some}, 1, 20);
  EXPECT_NEAR(moments_of(races[0], 1).chance, 0.75, 1e-9);
  EXPECT_NEAR(races[1][2], 0.25, 1e-9);
  const auto turned = race_on_lattice({some, five}, 1, 20);
  EXPECT_NEAR(moments_of(turned[0], 1).chance, 0.5, 1e-9);
  EXPECT_NEAR(turned[1][5], 0.5, 1e-9);
}

TEST(Strata, AreTheValuesOfALawThatTakesFew) {
  const std::vector<Stratum> strata = strata_of(Sampler(*empirical_law({0.5, 1.5, 17.5}, {30, 10, 60}).law), {}, 0.01);
  ASSERT_EQ(strata.size(), 3u);
  EXPECT_EQ(strata[2].value, 17.5);
  EXPECT_NEAR(strata[0].chance, 0.3, 2e-6);
  EXPECT_NEAR(strata[1].chance, 0.1, 2e-6);
}

TEST(Strata, KeepValuesApartThatLieCloserThanTheWidest) {
  const std::vector<Stratum> strata = strata_of(Sampler(*empirical_law({14.5, 16.125, 16.375, 16.625}, {2, 3, 4, 1}).law), {}, 0.35);
  ASSERT_EQ(strata.size(), 4u);
  const std::vector<double> chances{0.2, 0.3, 0.4, 0.1};
  for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(strata[i].chance, chances[i], 2e-6) << i;
  EXPECT_EQ(strata[2].value, 16.375);
}

TEST(Strata, AreTheBandsBetweenCuts) {
  const Law normal = *normal_law(0, 1).law;
  const std::vector<Stratum> strata = strata_of(Sampler(normal), {-1, 0.5}, std::numeric_limits<double>::infinity());
  ASSERT_EQ(strata.size(), 3u);
  EXPECT_NEAR(strata[0].chance, normal.cdf(-1), 1e-9);
  EXPECT_NEAR(strata[1].chance, normal.cdf(0.5) - normal.cdf(-1), 1e-9);
  EXPECT_TRUE(strata[0].value < -1 && strata[1].value > -1 && strata[1].value < 0.5 && strata[2].value > 0.5);
}

TEST(Strata, AreNoWiderThanAsked) {
  const std::vector<Stratum> strata = strata_of(Sampler(*uniform_law(15, 19).law), {18}, 0.25);
  double chance = 0, mean = 0, before = 15;
  for (const Stratum& one : strata) {
    chance += one.chance;
    mean += one.chance * one.value;
    EXPECT_LE(one.value - before, 0.25);
    before = one.value;
  }
  EXPECT_NEAR(chance, 1, 1e-12);
  EXPECT_NEAR(mean, 17, 1e-9);
  EXPECT_GE(strata.size(), 16u);
}

}  // namespace
}  // namespace headwater
