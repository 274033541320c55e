// Draws against the law's own cdf and moments, and how small a mistake these tests would catch.
//
// Level: 1e-4 for each law and test, so that all of them together cry wolf once in about 200 choices of the
// seed. Power: 200,000 draws reject (with power above 0.999) a law whose scale is 4 % or whose shape is 6 %
// off; a test below draws from such laws and asks for exactly that.
#include "random/sampler.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <string>
#include <thread>
#include <vector>

#include "random/philox.hpp"
#include "support/goodness_of_fit.hpp"
#include "support/statistics.hpp"

namespace headwater {
namespace {

constexpr double level = 1e-4;
constexpr double z_at_level = 3.89;  // two-sided
constexpr int draws_each = 200'000;

struct Named {
  std::string name;
  Law law;
};

std::vector<Named> continuous_laws() {
  return {{"exponential, mean", *exponential_by_mean(90).law},
          {"exponential, hazard", *exponential_by_hazard(0.2).law},
          {"exponential, median", *exponential_by_median(5).law},
          {"uniform", *uniform_law(2, 5).law},
          {"lognormal, mu and sigma", *lognormal_law(0, 0.8).law},
          {"lognormal, mean and sd", *lognormal_by_mean_sd(30, 20).law},
          {"lognormal, median and p90", *lognormal_by_median_p90(20, 90).law},
          {"weibull, shape and scale", *weibull_law(0.7, 3).law},
          {"weibull, mean and sd", *weibull_by_mean_sd(30, 20).law},
          {"weibull, median and p90", *weibull_by_median_p90(20, 90).law},
          {"gamma, shape and scale", *gamma_law(40, 2).law},
          {"gamma, mean and sd", *gamma_by_mean_sd(30, 20).law},
          {"gamma, median and p90", *gamma_by_median_p90(20, 90).law},
          {"erlang", *erlang_law(3, 10).law},
          {"triangular", *triangular_law(2, 5, 20).law},
          {"normal", *normal_law(-1, 15).law},
          {"histogram", *histogram_law({0, 7, 28, 90}, {3, 0.5, 2}).law},
          {"life table", *life_table_law({0, 30, 60, 90}, {0.01, 0, 0.05, 0.02}, false).law},
          {"hyperexponential, means and weights", *hyperexponential_law({5, 100}, {0.7, 0.3}).law},
          {"hyperexponential, mean and sd", *hyperexponential_by_mean_sd(10, 20).law},
          {"hypoexponential", *hypoexponential_law({1, 20, 5, 5}).law},
          {"phase type", *phase_type_law({0.6, 0.4}, {{-1, 0.5}, {0.1, -0.2}}).law},
          {"mixture", *mixture_law({*gamma_law(3, 2).law, *uniform_law(10, 20).law}, {2, 1}).law},
          {"bounded", *truncated_law(*exponential_by_mean(90).law, 10, 600).law},
          {"bounded and later", *shifted_law(*truncated_law(*lognormal_law(3, 0.8).law, 2, 1e9).law, 7).law}};
}

template <class Generator = KeyedHash>
std::vector<double> draws_from(const Law& law, const std::string& purpose) {
  const Sampler sampler(law);
  const std::uint64_t key = purpose_key(theory::test_seed, 0, hash_of_name(purpose));
  std::vector<double> draws;
  for (std::uint64_t i = 0; i < draws_each; ++i) {
    draws.push_back(sampler(Generator::bits(name_of(source_key("test"), i), key, 0)));
  }
  return draws;
}

/// p-value of the hypothesis that `draws` come from `law`.
double p_value(const std::vector<double>& draws, const Law& law) {
  std::vector<double> uniforms;
  for (const double x : draws) uniforms.push_back(law.cdf(x));
  return kolmogorov_p_value(std::move(uniforms));
}

TEST(GoodnessOfFit, KolmogorovsLawHasItsTabledValues) {
  EXPECT_NEAR(kolmogorov_upper(1.35810), 0.05, 1e-5);
  EXPECT_NEAR(kolmogorov_upper(1.62762), 0.01, 1e-5);
  EXPECT_NEAR(kolmogorov_upper(1.94947), 0.001, 1e-6);
  EXPECT_NEAR(kolmogorov_upper(0.82757), 0.5, 1e-5);
  EXPECT_NEAR(kolmogorov_upper(1 - 1e-9), kolmogorov_upper(1), 1e-8)
      << "where one series takes over from the other";
}

TEST(GoodnessOfFit, DistanceWorkedOutByHand) {
  // Steps of 1/3 at 0.1, 0.4 and 0.7: the largest gap is 1 - 0.7.
  EXPECT_NEAR(kolmogorov_distance({0.7, 0.1, 0.4}), 0.3, 1e-15);
}

TEST(GoodnessOfFit, RejectsATrueHypothesisAsOftenAsItsLevelSays) {
  // 4,000 samples of 1,000. At level 0.05 the count of rejections is binomial, mean 200, sd 13.8. With 1,000
  // draws the limit law is off by less than 0.002 at this level: 8 rejections.
  int rejected = 0;
  for (std::uint64_t sample = 0; sample < 4000; ++sample) {
    std::vector<double> uniforms;
    for (std::uint64_t i = 0; i < 1000; ++i) {
      uniforms.push_back(
          uniform(KeyedHash::bits(name_of(1, sample), purpose_key(theory::test_seed, 0, 1), i)));
    }
    rejected += kolmogorov_p_value(std::move(uniforms)) < 0.05;
  }
  EXPECT_NEAR(rejected, 200, z_at_level * 13.8 + 8);
}

TEST(GoodnessOfFit, MomentDistancesWorkedOutByHand) {
  // Mean 1, second moment 5, fourth 41 about 0; sample variance about 0: 5, its standard error sqrt((41 - 25)
  // / 4).
  const MomentDistances distances = moment_distances({-1, 3, -1, 3}, 0, 3);
  EXPECT_NEAR(distances.mean, 1 / std::sqrt(5.0 / 4), 1e-14);
  EXPECT_NEAR(distances.variance, 2 / std::sqrt(16.0 / 4), 1e-14);
}

TEST(SamplerTest, DrawsFitTheCdf) {
  for (const Named& named : continuous_laws()) {
    EXPECT_GT(p_value(draws_from(named.law, named.name), named.law), level) << named.name;
  }
}

TEST(SamplerTest, DrawsFitTheMoments) {
  for (const Named& named : continuous_laws()) {
    const auto distances =
        moment_distances(draws_from(named.law, named.name), named.law.mean(), named.law.variance());
    EXPECT_LT(std::fabs(distances.mean), z_at_level) << named.name;
    EXPECT_LT(std::fabs(distances.variance), z_at_level) << named.name;
  }
}

TEST(SamplerTest, DrawsByPhiloxFitTheCdf) {
  const Law law = *weibull_by_mean_sd(30, 20).law;
  EXPECT_GT(p_value(draws_from<Philox>(law, "philox"), law), level);
}

TEST(SamplerTest, ASlightlyWrongLawIsRejected) {
  for (const Named& named : continuous_laws()) {
    Law wrong_scale = named.law;
    wrong_scale.scale *= 1.04;
    EXPECT_LT(p_value(draws_from(wrong_scale, named.name), named.law), level)
        << named.name << ", scale 4 % off";
    if (named.law.shape == 0) continue;
    Law wrong_shape = named.law;
    wrong_shape.shape *= 1.06;
    EXPECT_LT(p_value(draws_from(wrong_shape, named.name), named.law), level)
        << named.name << ", shape 6 % off";
  }
}

/// How often each value of an empirical law was drawn.
std::vector<double> counts_of(const std::vector<double>& draws, const std::vector<double>& values) {
  std::vector<double> counts(values.size());
  for (const double x : draws) {
    ++counts[static_cast<std::size_t>(std::lower_bound(values.begin(), values.end(), x) - values.begin())];
  }
  return counts;
}

TEST(SamplerTest, EmpiricalDrawsFitTheirWeights) {
  const Law law = *empirical_law({9, 1, 4, 5, 6}, {1, 5, 0, 0.5, 3.5}).law;
  const auto counts = counts_of(draws_from(law, "empirical"), {1, 5, 6, 9});
  EXPECT_TRUE(theory::counts_agree(counts, {0.5, 0.05, 0.35, 0.1}, 4e-4));
  // One in a hundred moved from the first value to the third: a distance of 0.01^2 (1 / 0.5 + 1 / 0.35)
  // = 4.9e-4.
  EXPECT_FALSE(theory::counts_agree(counts, {0.49, 0.05, 0.36, 0.1}, 4e-4));
}

TEST(SamplerTest, EmpiricalInvertsItsCumulativeWeightsExactly) {
  std::vector<double> values, weights;
  for (int i = 0; i < 1000; ++i) {
    values.push_back(i);
    weights.push_back(uniform(mix13(static_cast<std::uint64_t>(i))) * (i % 7));  // some are 0
  }
  const Law law = *empirical_law(values, weights).law;
  const Sampler sampler(law);
  const auto expect_inverse = [&](std::uint64_t bits) {
    ASSERT_EQ(sampler.unit(bits), law.quantile(uniform(bits))) << "at " << uniform(bits);
  };
  for (std::uint64_t i = 0; i < 100'000; ++i) expect_inverse(mix13(i));
  for (const double chance : law.cumulative) {  // neighbours of each step
    const auto k = static_cast<std::uint64_t>(std::min(chance, 1 - 0x1p-52) * 0x1p52);
    for (std::uint64_t i = k - 2; i <= std::min(k + 2, (std::uint64_t{1} << 52) - 1); ++i)
      expect_inverse(i << 12);
  }
  expect_inverse(0);
  expect_inverse(~std::uint64_t{0});
}

TEST(SamplerTest, StepsAndMassesFitTheirChances) {
  // Level 4e-4 each, as for empirical draws.
  const auto geometric = draws_from(*geometric_law(4).law, "geometric");
  const auto poisson = draws_from(*poisson_law(1.5).law, "poisson");
  std::vector<double> trials(6), events(6), trial_chances(6), event_chances(6);
  for (const double x : geometric) ++trials[static_cast<std::size_t>(std::min(x, 6.0)) - 1];
  for (const double x : poisson) ++events[static_cast<std::size_t>(std::min(x, 5.0))];
  for (int i = 0; i < 6; ++i) {
    const auto k = static_cast<std::size_t>(i);
    trial_chances[k] = i < 5 ? 0.25 * std::pow(0.75, i) : std::pow(0.75, 5);
    event_chances[k] = std::exp(-1.5) * std::pow(1.5, i) / std::tgamma(i + 1.0);
  }
  event_chances[5] = 1 - (event_chances[0] + event_chances[1] + event_chances[2] + event_chances[3] + event_chances[4]);
  EXPECT_TRUE(theory::counts_agree(trials, trial_chances, 4e-4));
  EXPECT_TRUE(theory::counts_agree(events, event_chances, 4e-4));
  // A mean 4 % off moves the first value's chance by 0.01, a distance of 6e-4 and more.
  EXPECT_FALSE(theory::counts_agree(trials, {0.24, 0.1824, 0.138624, 0.10535424, 0.0800692224, 0.2535525376}, 4e-4));

  const auto phases = draws_from(*phase_type_law({0.6, 0.3}, {{-1, 0}, {0, -0.2}}).law, "phases");
  const auto at_once = static_cast<double>(std::count(phases.begin(), phases.end(), 0.0));
  EXPECT_TRUE(theory::counts_agree({at_once, draws_each - at_once}, {0.1, 0.9}, 4e-4));
  const auto mixed = draws_from(*mixture_law({*constant_law(2).law, *exponential_by_mean(3).law}, {1, 3}).law, "mixed");
  const auto twos = static_cast<double>(std::count(mixed.begin(), mixed.end(), 2.0));
  EXPECT_TRUE(theory::counts_agree({twos, draws_each - twos}, {0.25, 0.75}, 4e-4));
}

TEST(SamplerTest, DrawsByAgeFitTheHazardsStillToCome) {
  // From whatever age on, the hazards met until the event sum to an exponential of mean 1.
  const Law law = *life_table_law({0, 1000, 2000}, {0.002, 0.0003, 0.001}, /*by_age=*/true).law;
  const Sampler sampler(law);
  ASSERT_TRUE(sampler.by_age());
  for (const double age : {0.0, 400.0, 1000.0, 1700.0, 5000.0}) {
    std::vector<double> uniforms, wrong;
    for (std::uint64_t i = 0; i < draws_each; ++i) {
      const double left = sampler.after_age(age, KeyedHash::bits(name_of(7, i), purpose_key(theory::test_seed, 0, 5), 0));
      const auto hazard = [](double x) {
        return 0.002 * std::min(x, 1000.0) + 0.0003 * std::clamp(x - 1000, 0.0, 1000.0) + 0.001 * std::max(x - 2000, 0.0);
      };
      uniforms.push_back(-std::expm1(hazard(age) - hazard(age + left)));
      wrong.push_back(-std::expm1(0.96 * (hazard(age) - hazard(age + left))));
    }
    EXPECT_GT(kolmogorov_p_value(std::move(uniforms)), level) << "age " << age;
    EXPECT_LT(kolmogorov_p_value(std::move(wrong)), level) << "age " << age << ", hazards 4 % off";
  }
}

TEST(SamplerTest, BoundsAreKeptAndBothAreReached) {
  const Law law = *truncated_law(*gamma_law(2, 10).law, 5, 40).law;
  const Sampler sampler(law);
  EXPECT_GE(sampler(0), 5);
  EXPECT_NEAR(sampler(0), 5, 1e-9);
  EXPECT_LE(sampler(~std::uint64_t{0}), 40);
  EXPECT_NEAR(sampler(~std::uint64_t{0}), 40, 1e-9);
  const Sampler loose(*truncated_law(*gamma_law(2, 10).law, 0, 1e9).law);
  const Sampler whole(*gamma_law(2, 10).law);
  for (std::uint64_t i = 0; i < 1000; ++i) EXPECT_EQ(loose(mix13(i)), whole(mix13(i))) << "bounds that cut nothing off";
}

TEST(SamplerTest, ConstantAndSingleValueAlwaysGiveTheirValue) {
  const Sampler constant(*constant_law(-3).law), single(*empirical_law({8}).law);
  for (const std::uint64_t bits : {std::uint64_t{0}, mix13(1), ~std::uint64_t{0}}) {
    EXPECT_EQ(constant(bits), -3);
    EXPECT_EQ(single(bits), 8);
  }
}

TEST(SamplerTest, TheSameLuckIsTheSamePlaceInEveryLaw) {
  // Bits at the median give the median; and more bits never give less.
  for (const Named& named : continuous_laws()) {
    const Sampler sampler(named.law);
    EXPECT_NEAR(sampler(std::uint64_t{1} << 63), named.law.quantile(0.5), 1e-12 * std::fabs(named.law.quantile(0.5)));
    double before = -std::numeric_limits<double>::infinity();
    for (std::uint64_t i = 0; i < 100'000; ++i) {
      const double now = sampler.unit(i * (~std::uint64_t{0} / 100'000));
      ASSERT_GE(now, before) << named.name;
      before = now;
    }
  }
}

TEST(SamplerTest, GivesTheSameBitsUnderEveryCompiler) {
  // A fingerprint of 400,000 draws from each law, many of them far out; first taken with g++ 12 and clang 14
  // at -O0 and -O3. It changes only with the method of a law or a table: every simulated number changes with
  // it.
  std::uint64_t fingerprint = 0;
  for (const LawOrError& made :
       {lognormal_law(1.3, 0.8), lognormal_by_mean_sd(30, 50), weibull_by_mean_sd(30, 20),
        weibull_by_median_p90(3, 12), gamma_by_mean_sd(30, 20), gamma_by_median_p90(3, 12), gamma_law(0.1, 1),
        gamma_law(1000, 1), exponential_by_median(3)}) {
    const Sampler sampler(*made.law);
    for (std::uint64_t i = 0; i < 400'000; ++i) {
      const std::uint64_t bits = mix13(i * golden_step) >> (i % 3 != 0 ? 0 : i % 50);
      fingerprint = mix13(fingerprint ^ std::bit_cast<std::uint64_t>(sampler(bits)));
    }
  }
  EXPECT_EQ(fingerprint, 0x672545fd9685b380u);
}

TEST(SamplerTest, GivesTheSameBitsOfComposedLawsUnderEveryCompiler) {
  // As above, for laws drawn from pieces, lists and bounds.
  std::uint64_t fingerprint = 0;
  for (const LawOrError& made :
       {erlang_law(3, 10), triangular_law(2, 5, 20), normal_law(-1, 15), geometric_law(4), poisson_law(30),
        histogram_law({0, 7, 28, 90}, {3, 0.5, 2}), life_table_law({0, 30, 60, 90}, {0.01, 0, 0.05, 0}, false),
        hyperexponential_by_mean_sd(10, 20), hypoexponential_law({1, 20, 5, 5}),
        phase_type_law({0.6, 0.3}, {{-1, 0.5}, {0.1, -0.2}}),
        mixture_law({*gamma_law(3, 2).law, *uniform_law(10, 20).law, *constant_law(12).law}, {2, 1, 1}),
        shifted_law(*truncated_law(*lognormal_law(3, 0.8).law, 2, 90).law, 7)}) {
    const Sampler sampler(*made.law);
    for (std::uint64_t i = 0; i < 100'000; ++i) {
      const std::uint64_t bits = mix13(i * golden_step) >> (i % 3 != 0 ? 0 : i % 50);
      fingerprint = mix13(fingerprint ^ std::bit_cast<std::uint64_t>(sampler(bits)));
    }
  }
  EXPECT_EQ(fingerprint, 0xd75cb9c92b9e655du);
}

TEST(SamplerTest, AHazardOfZeroIsNeverReached) {
  const Sampler never(*exponential_by_hazard(0).law);
  EXPECT_EQ(never(0), std::numeric_limits<double>::infinity());

  // A table that ends in 0: half of all draws come before, in time; the others never do.
  const Sampler perhaps(*life_table_law({0, 10}, {std::log(2.0) / 10, 0}, false).law);
  EXPECT_NEAR(perhaps((std::uint64_t{1} << 63) - 1), 10, 1e-9);
  EXPECT_EQ(perhaps((std::uint64_t{1} << 63) + (std::uint64_t{1} << 20)), std::numeric_limits<double>::infinity());
  const Sampler by_age(*life_table_law({0, 10}, {std::log(2.0) / 10, 0}, true).law);
  EXPECT_EQ(by_age.after_age(10, mix13(1)), std::numeric_limits<double>::infinity());
  EXPECT_EQ(by_age.after_age(1e6, mix13(1)), std::numeric_limits<double>::infinity());
}

TEST(SamplerTest, ManyThreadsMayBuildTheSameTable) {
  std::vector<double> drawn(8);
  std::vector<std::thread> threads;
  for (double& x : drawn) {
    threads.emplace_back([&x] { x = Sampler(*gamma_law(3.25, 1).law).unit(mix13(1)); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const double x : drawn) EXPECT_EQ(x, drawn[0]);
}

}  // namespace
}  // namespace headwater
