// Laws of several numbers, lists, matrices and other laws: parameters, moments and refusals worked out by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "random/law.hpp"
#include "random/sampler.hpp"
#include "scenario/read.hpp"

namespace headwater {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

Law law_of(const LawOrError& made) {
  EXPECT_TRUE(made.law) << made.error;
  return made.law.value_or(Law{});
}

std::string error(const LawOrError& made) {
  EXPECT_FALSE(made.law) << "was not refused";
  return made.error;
}

void expect_moments(const LawOrError& made, double mean, double variance) {
  const Law law = law_of(made);
  EXPECT_NEAR(law.mean(), mean, 1e-12 * (1 + std::fabs(mean)));
  EXPECT_NEAR(law.variance(), variance, 1e-11 * (1 + variance));
}

TEST(ComposedLaws, MomentsWorkedOutByHand) {
  expect_moments(erlang_law(4, 10), 10, 25);
  expect_moments(triangular_law(0, 3, 6), 3, 1.5);
  expect_moments(triangular_law(1, 1, 4), 2, 0.5);
  expect_moments(normal_law(-1, 3), -1, 9);
  expect_moments(geometric_law(4), 4, 12);
  expect_moments(poisson_law(2.5), 2.5, 2.5);
  expect_moments(poisson_law(1e4), 1e4, 1e4);
  expect_moments(histogram_law({0, 2, 6}, {1, 1}), 2.5, 2.25 + 5.0 / 6);
  expect_moments(hyperexponential_law({5, 100}, {0.5, 0.5}), 52.5, 2 * (25 + 10'000) / 2.0 - 52.5 * 52.5);
  expect_moments(hyperexponential_by_mean_sd(10, 30), 10, 900);
  expect_moments(hypoexponential_law({1, 2, 2}), 5, 9);
  // From phase 1 (mean 1) half go on to phase 2 (mean 5): mean 1 + 2.5, mean square 2 (1 + 2.5 + 12.5).
  expect_moments(phase_type_law({1, 0}, {{-1, 0.5}, {0, -0.2}}), 3.5, 32 - 12.25);
  expect_moments(phase_type_law({0.5}, {{-0.25}}), 2, 12);
  expect_moments(life_table_law({0}, {0.1}, false), 10, 100);
  // Hazard 0 for 5 days, then 1 a day.
  expect_moments(life_table_law({0, 5}, {0, 1}, false), 6, 1);
  expect_moments(mixture_law({*constant_law(2).law, *exponential_by_mean(4).law}, {1, 3}), 3.5, 12.75);
  expect_moments(shifted_law(*exponential_by_mean(4).law, 10), 14, 16);
  expect_moments(shifted_law(*constant_law(4).law, 10), 14, 0);
  // An exponential above 3 is one that begins at 3.
  const Law above = law_of(truncated_law(*exponential_by_mean(4).law, 3, infinity));
  EXPECT_NEAR(above.mean(), 7, 1e-9);  // by integration, which leaves out the last 2^-44
  EXPECT_NEAR(above.variance(), 16, 1e-7);
  expect_moments(truncated_law(*uniform_law(0, 10).law, 2, 5), 3.5, 0.75);
  expect_moments(truncated_law(*empirical_law({1, 2, 5}).law, 2, 9), 3.5, 2.25);
  expect_moments(truncated_law(*mixture_law({*constant_law(2).law, *uniform_law(0, 10).law}, {1, 1}).law, 1, 6), 2.5, 
                 2.0 / 3 * 0.25 + 1.0 / 3 * (1 + 25.0 / 12));
  EXPECT_EQ(law_of(life_table_law({0, 5}, {0.1, 0}, false)).mean(), infinity);
}

TEST(ComposedLaws, AreWhatTheyAreMadeOf) {
  // One phase is exponential, equal stages a gamma law, a mixture of values an empirical law.
  EXPECT_NEAR(law_of(phase_type_law({1}, {{-0.25}})).cdf(4), 1 - std::exp(-1.0), 1e-15);
  EXPECT_NEAR(law_of(hypoexponential_law({2, 2, 2})).cdf(7), law_of(gamma_law(3, 2)).cdf(7), 1e-15);
  EXPECT_EQ(law_of(erlang_law(3, 6)), law_of(gamma_law(3, 2)));
  EXPECT_EQ(law_of(mixture_law({*constant_law(1).law, *empirical_law({1, 5}).law}, {1, 1})), law_of(empirical_law({1, 5}, {3, 1})));
  EXPECT_EQ(law_of(geometric_law(1)), law_of(constant_law(1)));
  const Law table = law_of(life_table_law({0, 10, 20}, {0.01, 0.05, 0}, false));
  EXPECT_NEAR(table.cdf(20), 1 - std::exp(-0.6), 1e-15);
  EXPECT_NEAR(table.cdf(1e9), 1 - std::exp(-0.6), 1e-15);
  EXPECT_NEAR(table.quantile(0.4), 10 + (-std::log(0.6) - 0.1) / 0.05, 1e-12);
  EXPECT_EQ(table.quantile(0.5), infinity);
}

TEST(ComposedLaws, KnowTheirBounds) {
  const Law cut = law_of(shifted_law(*truncated_law(*normal_law(3, 2).law, 0, 8).law, 10));
  EXPECT_EQ(cut.least(), 10);
  EXPECT_EQ(cut.most(), 18);
  EXPECT_EQ(cut.cdf(9.9), 0);
  EXPECT_EQ(cut.cdf(18), 1);
  EXPECT_EQ(law_of(normal_law(3, 2)).least(), -infinity);
  EXPECT_EQ(law_of(mixture_law({*uniform_law(-1, 2).law, *exponential_by_mean(1).law}, {1, 1})).least(), -1);
}

TEST(ComposedLaws, SameUnitMeansTheSameUnscaledDraws) {
  EXPECT_TRUE(hyperexponential_by_mean_sd(10, 20).law->same_unit(*hyperexponential_by_mean_sd(20, 40).law));
  EXPECT_FALSE(hyperexponential_by_mean_sd(10, 20).law->same_unit(*hyperexponential_by_mean_sd(10, 21).law));
  EXPECT_TRUE(erlang_law(3, 10).law->same_unit(*erlang_law(3, 11).law));
  const Law cut = *truncated_law(*exponential_by_mean(10).law, 0, 30).law;
  EXPECT_FALSE(cut.same_unit(*truncated_law(*exponential_by_mean(20).law, 0, 30).law));
  EXPECT_TRUE(cut.same_unit(cut));
  const Law by_age = *life_table_law({0}, {0.1}, true).law;
  EXPECT_FALSE(by_age.same_unit(by_age)) << "a draw by age needs the age";
}

TEST(ComposedLaws, RefusalsSayWhatWasFound) {
  EXPECT_EQ(error(erlang_law(2.5, 1)), "'stages' must be a whole number from 1 to 10000, found 2.5");
  EXPECT_EQ(error(triangular_law(1, 5, 4)), "'mode' must lie between 'low' and 'high', and 'low' below 'high', found low 1, mode 5 and high 4");
  EXPECT_EQ(error(normal_law(0, 0)), "'sd' must be finite and above 0, found 0");
  EXPECT_EQ(error(geometric_law(0.5)), "'mean' must lie between 1 and 1e+09, found 0.5");
  EXPECT_EQ(error(poisson_law(0)), "'mean' must be above 0 and at most 1e+06, found 0");
  EXPECT_EQ(error(histogram_law({1}, {})), "'edges' must be at least two, found 1");
  EXPECT_EQ(error(histogram_law({1, 2}, {1, 2})), "'edges' must be one more than 'weights', found 2 and 2");
  EXPECT_EQ(error(histogram_law({1, 1}, {1})), "'edges' must rise, found 1 after 1");
  EXPECT_EQ(error(histogram_law({1, 2}, {0})), "'weights' are all 0; at least one must be above 0");
  EXPECT_EQ(error(hyperexponential_law({1, 2}, {1})), "'weights' must be as many as 'means', found 1 and 2");
  EXPECT_EQ(error(hyperexponential_by_mean_sd(10, 10)), "'sd' must be above 'mean', found sd 10 and mean 10");
  EXPECT_EQ(error(hypoexponential_law({})), "'means' must be 1 to 50 numbers, found 0");
  EXPECT_EQ(error(hypoexponential_law({1, 0})), "'means' must be finite and above 0, found 0");
  EXPECT_EQ(error(hypoexponential_law({1, 1e7})), "the law may last more than 1e+06 times as long as its shortest phase, which cannot be drawn");
  EXPECT_EQ(error(phase_type_law({}, {})), "'start' must be 1 to 50 chances, found 0");
  EXPECT_EQ(error(phase_type_law({0.6, 0.6}, {{-1, 0}, {0, -1}})), "'start' must sum to at most 1, found 1.2");
  EXPECT_EQ(error(phase_type_law({0, 0}, {{-1, 0}, {0, -1}})), "'start' is all 0; at least one chance must be above 0");
  EXPECT_EQ(error(phase_type_law({1}, {{-1, 0}})), "'hazards' must be 1 rows of 1, as many as 'start'");
  EXPECT_EQ(error(phase_type_law({1, 0}, {{-1, -0.5}, {0, -1}})),
            "'hazards' must be below 0 on the diagonal and not negative elsewhere, found -0.5 in row 1, column 2");
  EXPECT_EQ(error(phase_type_law({1, 0}, {{-1, 2}, {0, -1}})), "each row of 'hazards' must sum to 0 or less, found 1 in row 1");
  EXPECT_EQ(error(phase_type_law({1, 0}, {{-1, 1}, {2, -2}})), "the law may never end: some phases lead only to each other");
  EXPECT_EQ(error(life_table_law({}, {}, false)), "'from' must name at least one time");
  EXPECT_EQ(error(life_table_law({1}, {1}, false)), "'from' must begin at 0, found 1");
  EXPECT_EQ(error(life_table_law({0, 0}, {1, 1}, false)), "'from' must rise, found 0 after 0");
  EXPECT_EQ(error(life_table_law({0, 1}, {1}, false)), "'hazards' must be as many as 'from', found 1 and 2");
  EXPECT_EQ(error(life_table_law({0}, {-1}, false)), "'hazards' must be finite and not negative, found -1");
  EXPECT_EQ(error(mixture_law({}, {})), "a mixture must have 1 to 100 parts, found 0");
  const Law by_age = *life_table_law({0}, {0.1}, true).law, mean_4 = *exponential_by_mean(4).law;
  EXPECT_EQ(error(mixture_law({by_age}, {1})), "a part of a mixture cannot go by age");
  EXPECT_EQ(error(truncated_law(by_age, 0, 1)), "'at_least' and 'at_most' do not go with a law by age");
  EXPECT_EQ(error(shifted_law(by_age, 1)), "'plus' does not go with a law by age");
  EXPECT_EQ(error(shifted_law(mean_4, infinity)), "'plus' must be finite, found inf");
  EXPECT_EQ(error(truncated_law(mean_4, 5, 4)), "'at_least' must not be above 'at_most', found 5 and 4");
  EXPECT_EQ(error(truncated_law(mean_4, 100, infinity)), "the law lies above 'at_least' with a chance below 1e-06");
  EXPECT_EQ(error(truncated_law(mean_4, -2, -1)), "the law lies between 'at_least' and 'at_most' with a chance below 1e-06");
  EXPECT_EQ(error(truncated_law(*exponential_by_hazard(0).law, -infinity, 10)), "the law lies below 'at_most' with a chance below 1e-06");
}

/// The law of the one tier of a model.
Law read_sojourn(const std::string& yaml) {
  const Reading reading = read_text("headwater: 1\nstart: 2026-04-01\nhorizon_days: 1\nattributes: {age_years: {law: normal, mean: 9, sd: 2, at_least: 0, at_most: 18}}\n"
                                    "sources: {s: {rate_per_day: 1, to: a}}\ntiers: {a: {sojourn: " + yaml + ", exits: {leave: 1}}}\nexits: {leave: {}}\n", "model.yaml");
  EXPECT_TRUE(reading.ok()) << reading.diagnostics.text();
  return reading.ok() ? *reading.description->tiers[0].sojourn : Law{};
}

TEST(ComposedLaws, AreReadInAnyUnit) {
  EXPECT_EQ(read_sojourn("{law: erlang, stages: 3, mean_hours: 48}"), *erlang_law(3, 2).law);
  EXPECT_EQ(read_sojourn("{law: triangular, low_days: 1, mode_days: 2, high_weeks: 1}"), *triangular_law(1, 2, 7).law);
  EXPECT_EQ(read_sojourn("{law: hyperexponential, means_weeks: [1, 4], weights: [3, 1]}"), *hyperexponential_law({7, 28}, {3, 1}).law);
  EXPECT_EQ(read_sojourn("{law: hyperexponential, mean_days: 10, sd_days: 20}"), *hyperexponential_by_mean_sd(10, 20).law);
  EXPECT_EQ(read_sojourn("{law: hypoexponential, means_days: [1, 2]}"), *hypoexponential_law({1, 2}).law);
  EXPECT_EQ(read_sojourn("{law: phase_type, start: [1, 0], hazards_per_week: [[-7, 3.5], [0, -14]]}"), *phase_type_law({1, 0}, {{-1, 0.5}, {0, -2}}).law);
  EXPECT_EQ(read_sojourn("{law: life_table, from_weeks: [0, 2], hazards_per_week: [0.7, 0]}"), *life_table_law({0, 14}, {0.7 / 7, 0}, false).law);
  EXPECT_EQ(read_sojourn("{law: life_table, by: age, from_years: [0, 4], hazards_per_day: [0.1, 0.2]}"), *life_table_law({0, 1461}, {0.1, 0.2}, true).law);
  EXPECT_EQ(read_sojourn("{law: histogram, edges_days: [0, 7, 28], weights: [1, 2]}"), *histogram_law({0, 7, 28}, {1, 2}).law);
  EXPECT_EQ(read_sojourn("{law: mixture, of: [{weight: 1, law: constant, value_days: 2}, {weight: 3, hazard_per_day: 0.25, at_most_days: 9}], plus_days: 1}"),
            *shifted_law(*mixture_law({*constant_law(2).law, *truncated_law(*exponential_by_mean(4).law, -infinity, 9).law}, {1, 3}).law, 1).law);
  EXPECT_EQ(read_sojourn("{law: normal, mean_days: 3, sd_days: 2, at_least_days: 0}"), *truncated_law(*normal_law(3, 2).law, 0, infinity).law);
}

TEST(ComposedLaws, ChangeOnADate) {
  const Reading reading = read_text(
      "headwater: 1\nstart: 2026-04-01\nhorizon_days: 100\nsources: {s: {rate_per_day: 1, to: a}}\n"
      "tiers:\n"
      "  a: {sojourn: {law: erlang, stages: 3, mean_days: 10, at_least_days: 1}, exits: {b: 1}}\n"
      "  b: {sojourn: {law: life_table, from_days: [0, 5], hazards_per_day: [0.1, 0.2]}, exits: {c: 1}}\n"
      "  c: {sojourn: {law: phase_type, start: [1, 0], hazards_per_day: [[-1, 1], [0, -1]]}, exits: {leave: 1}}\n"
      "exits: {leave: {}}\n"
      "changes:\n"
      "  - {from: 2026-04-11, set: {tiers.a.sojourn.mean_days: 20, tiers.a.sojourn.at_least_days: 2}}\n"
      "  - {from: 2026-04-11, set: {tiers.b.sojourn.hazards_per_week: [0.7, 0]}}\n"
      "  - {from: 2026-04-11, over_days: 2, set: {tiers.c.sojourn.hazards_per_day: [[-3, 3], [0, -2]]}}\n",
      "model.yaml");
  ASSERT_TRUE(reading.ok()) << reading.diagnostics.text();
  std::vector<Law> laws;
  for (const Revision& revision : reading.description->revisions) laws.push_back(*revision.tier.sojourn);
  EXPECT_THAT(laws, testing::UnorderedElementsAre(*truncated_law(*erlang_law(3, 20).law, 2, infinity).law,
                                                  *life_table_law({0, 5}, {0.7 / 7, 0}, false).law,
                                                  *phase_type_law({1, 0}, {{-2, 2}, {0, -1.5}}).law,
                                                  *phase_type_law({1, 0}, {{-3, 3}, {0, -2}}).law));
}

}  // namespace
}  // namespace headwater
