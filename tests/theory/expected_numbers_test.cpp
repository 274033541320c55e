// Expected numbers against closed forms and differential equations that share nothing with them.
//
// There is no chance here: what is allowed is the error of the grid, a constant times the square of the step, which each test
// states, and at the finest step it is below a thousandth.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <functional>

#include "support/expected_numbers.hpp"
#include "support/simulate.hpp"
#include "support/time_laws.hpp"

namespace headwater::theory {
namespace {

/// Integral by Simpson's rule on 20,000 pieces.
double integral(const std::function<double(double)>& f, double from, double to) {
  constexpr int pieces = 20'000;
  const double width = (to - from) / pieces;
  double sum = f(from) + f(to);
  for (int i = 1; i < pieces; ++i) sum += (i % 2 == 1 ? 4 : 2) * f(from + i * width);
  return sum * width / 3;
}

/// The error at a step, at half and at a quarter of it, is below `constant` times the square of the step.
void is_of_second_order(const std::string& yaml, const std::string& output, double exact, double step, double constant) {
  for (const double h : {step, step / 2, step / 4}) EXPECT_NEAR(ExpectedNumbers(yaml, h)(output), exact, constant * h * h) << output << " with a step of " << h;
  EXPECT_LT(constant * step * step / 16, 1e-3 * exact) << "the last step is too long to tell a thousandth of " << output;
}

TEST(ExpectedNumbers, OfAnInfiniteServerWithAStepInItsRate) {
  // M/G/infinity: E N(t) = integral of rate(s) P(S > t - s). Two a day until day 40, then five; from empty.
  for (const TimeLaw& law : {exponential(12), uniform(3, 20), weibull(1.5, 10), lognormal(12, 9), gamma(2, 6)}) {
    const std::string yaml = header({.horizon = 90, .every = "day"}) + one_desk(2, law, "unlimited") + "changes:\n  - {from: " + date(40) + ", set: {sources.in.rate_per_day: 5}}\n";
    const auto cumulated = [&](double t) { return t > 0 ? integral(law.survival, 0, t) : 0; };
    const auto number = [&](double t) { return 2 * cumulated(t) + 3 * cumulated(t - 40); };
    const ExpectedNumbers found(yaml, 0.5);
    for (const int day : {1, 10, 39, 40, 41, 60, 90}) {
      // occupancy_end of the period that ends on that day
      EXPECT_NEAR(found("occupancy_end.desk@" + date(day - 1)), number(day), 0.005) << law << " day " << day;
      EXPECT_NEAR(found("entries.desk@" + date(day - 1)), day <= 40 ? 2 : 5, 1e-9);
    }
    EXPECT_NEAR(found("departures.desk"), 2 * 40 + 5 * 50 - number(90), 0.005) << law;
    const auto area = [&](double t) { return integral([&](double u) { return (t - u) * law.survival(u); }, 0, t); };
    EXPECT_NEAR(found("occupancy.desk"), (2 * area(90) + 3 * area(50)) / 90, 0.005) << law;
  }
}

TEST(ExpectedNumbers, HaveAnErrorOfSecondOrder) {
  const TimeLaw law = exponential(3);
  const std::string yaml = header({.horizon = 32, .every = "whole_run"}) + one_desk(10, law, "unlimited");
  const double exact = 30 * (1 - std::exp(-32 / 3.0)), area = 30 * (32 - 3 * (1 - std::exp(-32 / 3.0))) / 32;
  EXPECT_NEAR(ExpectedNumbers(yaml, 4)("occupancy_end.desk"), exact, 1e-3) << "lattice laws keep the mean, however long the step";
  is_of_second_order(yaml, "occupancy.desk", area, 2, 0.05);
}

/// dN/dt of three tiers a, b, c with hazards of leaving and ways as below; Runge and Kutta's fourth-order steps.
struct Chain {
  std::array<double, 3> present{}, area{}, left{};
  double rate = 4;
  std::array<double, 3> hazards{0.5, 0.2, 0.05};
  std::array<std::array<double, 3>, 3> ways{{{0, 0.7, 0.2}, {0.3, 0, 0.5}, {0, 0.4, 0}}};

  void run(double days) {
    constexpr double h = 1e-3;
    for (int n = 0; n < std::lround(days / h); ++n) {
      const auto slope = [&](const std::array<double, 3>& x) {
        std::array<double, 3> d{rate, 0, 0};
        for (std::size_t i = 0; i < 3; ++i) {
          d[i] -= hazards[i] * x[i];
          for (std::size_t j = 0; j < 3; ++j) d[j] += hazards[i] * x[i] * ways[i][j];
        }
        return d;
      };
      const auto along = [&](const std::array<double, 3>& d, double by) { return std::array<double, 3>{present[0] + by * d[0], present[1] + by * d[1], present[2] + by * d[2]}; };
      const auto k1 = slope(present), k2 = slope(along(k1, h / 2)), k3 = slope(along(k2, h / 2)), k4 = slope(along(k3, h));
      for (std::size_t i = 0; i < 3; ++i) {
        const double before = present[i];
        present[i] += h / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
        area[i] += h * (before + present[i]) / 2;
        left[i] += hazards[i] * h * (before + present[i]) / 2;
      }
    }
  }
};

const std::string chain_model =
    "sources: {in: {rate_per_day: 4, to: a}}\n"
    "tiers:\n"
    "  a: {sojourn: {law: exponential, mean_days: 2}, exits: {b: 7, c: 2, out: 1}}\n"
    "  b: {race: {back: {hazard_per_day: 0.06, exits: {a: 1}}, on: {hazard_per_day: 0.14, exits: {c: 5, out: 2}}}}\n"
    "  c: {sojourn: {law: exponential, mean_days: 20}, exits: {b: 4, out: 6}}\n"
    "exits: {out: {}}\n";

TEST(ExpectedNumbers, OfAMarkovChainWithLoops) {
  Chain chain;
  chain.run(64);
  const std::string yaml = header({.horizon = 64}) + chain_model;
  for (std::size_t i = 0; i < 3; ++i) {
    const std::string tier(1, "abc"[i]);
    is_of_second_order(yaml, "occupancy." + tier, chain.area[i] / 64, 2, 0.0025 * chain.area[i] / 64);
    is_of_second_order(yaml, "departures." + tier, chain.left[i], 2, 0.0025 * chain.left[i]);
  }
}

TEST(ExpectedNumbers, ApplyChangedLawsToLaterStaysAndChangedWeightsToLaterChoices) {
  // Day 32: the mean of c falls from 20 days to 5; those who are there stay as they would have. The weights of a change at
  // once: with mean stays of two days most of what leaves then came before.
  const std::string yaml = header({.horizon = 64, .every = "day"}) + chain_model + "changes:\n  - {from: " + date(32) + ", set: {tiers.c.sojourn.mean_days: 5, tiers.a.exits.c: 9}}\n";
  // The old and the new stays in c, and their work, by the chain with c in two parts.
  std::array<double, 4> present{};
  std::array<double, 2> on_day_40{};
  double area = 0;  // of c
  constexpr double h = 1e-3;
  for (int n = 0; n < 64'000; ++n) {
    const bool later = n >= 32'000;
    const double to_c = later ? 9 / 17.0 : 0.2, to_b = later ? 7 / 17.0 : 0.7;
    const auto slope = [&](const std::array<double, 4>& x) {
      const double into_c = 0.5 * to_c * x[0] + 0.1 * x[1];
      return std::array<double, 4>{4 - 0.5 * x[0] + 0.06 * x[1], 0.5 * to_b * x[0] - 0.2 * x[1] + 0.4 * (0.05 * x[2] + 0.2 * x[3]), (later ? 0 : into_c) - 0.05 * x[2], (later ? into_c : 0) - 0.2 * x[3]};
    };
    const auto along = [&](const std::array<double, 4>& d, double by) {
      std::array<double, 4> x = present;
      for (std::size_t i = 0; i < 4; ++i) x[i] += by * d[i];
      return x;
    };
    const double before = present[2] + present[3];
    const auto k1 = slope(present), k2 = slope(along(k1, h / 2)), k3 = slope(along(k2, h / 2)), k4 = slope(along(k3, h));
    for (std::size_t i = 0; i < 4; ++i) present[i] += h / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
    area += h * (before + present[2] + present[3]) / 2;
    if (n == 39'999) on_day_40 = {present[1], present[2] + present[3]};
  }
  for (const double step : {0.5, 0.25}) {
    const ExpectedNumbers found(yaml, step);
    const double tolerance = 0.004 * step * step;
    EXPECT_NEAR(found("occupancy.c"), area / 64, tolerance * area / 64);
    EXPECT_NEAR(found("occupancy_end.b@" + date(39)), on_day_40[0], tolerance * on_day_40[0]);
    EXPECT_NEAR(found("occupancy_end.c@" + date(39)), on_day_40[1], tolerance * on_day_40[1]);
    EXPECT_NEAR(found("occupancy_end.c@last"), present[2] + present[3], tolerance * (present[2] + present[3]));
    EXPECT_NEAR(found("occupancy_end.a@last"), present[0], tolerance * present[0]);
  }
}

TEST(ExpectedNumbers, OfThoseWhoReachABirthday) {
  // Ages 14 and 16.5 on arrival; hazard 0.3 a year of leaving, else until 18. In the steady state a share exp(-0.3 d) has
  // the birthday, d years after arrival, and on average (1 - exp(-0.3 d)) / 0.3 years are spent.
  const std::string yaml =
      "headwater: 1\nstart: 2026-04-01\nhorizon_days: 400\nrun: {every: whole_run, warm_up_days: 1600}\n"
      "attributes: {age_years: {law: empirical, values: [14, 16.5], weights: [1, 3]}}\n"
      "sources: {in: {rate_per_year: 1000, to: care}}\n"
      "tiers: {care: {race: {leaves: {hazard_per_year: 0.3, exits: {home: 1}}, grows_up: {at_age_years: 18, exits: {adult: 1}}}}}\n"
      "exits: {home: {}, adult: {}}\n";
  const double share = 0.25 * std::exp(-0.3 * 4) + 0.75 * std::exp(-0.3 * 1.5);
  is_of_second_order(yaml, "exits.adult", 1000 * 400 / 365.25 * share, 32, 5e-4);
  is_of_second_order(yaml, "occupancy.care", 1000 * (1 - share) / 0.3, 32, 5e-4);
}

TEST(ExpectedNumbers, OfAnyAgeOnArrival) {
  // Ages from 15 to 19, evenly: a quarter are too old and leave at once; of the others d is even on 0 to 3 years.
  const std::string yaml =
      "headwater: 1\nstart: 2026-04-01\nhorizon_days: 400\nrun: {every: whole_run, warm_up_days: 1200}\n"
      "attributes: {age_years: {law: uniform, low: 15, high: 19}}\n"
      "sources: {in: {rate_per_year: 1000, to: care}}\n"
      "tiers: {care: {race: {leaves: {hazard_per_year: 0.3, exits: {home: 1}}, grows_up: {at_age_years: 18, exits: {adult: 1}}}}}\n"
      "exits: {home: {}, adult: {}}\n";
  const double share = 0.25 + 0.75 * (1 - std::exp(-0.9)) / 0.9;
  const double flow = 1000 * 400 / 365.25;
  EXPECT_NEAR(ExpectedNumbers(yaml, 8)("exits.adult"), flow * share, 2e-4 * flow);
  EXPECT_NEAR(ExpectedNumbers(yaml, 2)("exits.adult"), flow * share, 2e-5 * flow);
  EXPECT_NEAR(ExpectedNumbers(yaml, 8)("occupancy.care"), 1000 * (1 - share) / 0.3, 0.5);
}

TEST(ExpectedNumbers, OfHazardsThatChangeWithAge) {
  // Arrival at 10; hazard 0.2 a year until 12, 0.8 from then on, against a constant 0.1. Survival is by the sum of hazards.
  const std::string yaml =
      "headwater: 1\nstart: 2026-04-01\nhorizon_days: 400\nrun: {every: whole_run, warm_up_days: 8000}\n"
      "attributes: {age_years: {law: constant, value: 10}}\n"
      "sources: {in: {rate_per_year: 1000, to: care}}\n"
      "tiers: {care: {race: {ages: {law: life_table, by: age, from_years: [0, 12], hazards_per_year: [0.2, 0.8], exits: {old: 1}}, leaves: {hazard_per_year: 0.1, exits: {home: 1}}}}}\n"
      "exits: {home: {}, old: {}}\n";
  const double spent = (1 - std::exp(-0.6)) / 0.3 + std::exp(-0.6) / 0.9;
  is_of_second_order(yaml, "occupancy.care", 1000 * spent, 64, 5e-4);
  is_of_second_order(yaml, "exits.home", 1000 * 400 / 365.25 * 0.1 * spent, 64, 5e-4);
}

TEST(ExpectedNumbers, OfAttributesThatDecideAndOfThoseWhoReturn) {
  // need is even on 0 to 10: three tenths below 3 come back with chance 0.4 after 5 days, and are decided on as before.
  const std::string yaml = header({.horizon = 100, .warm_up = 300}) +
                           "attributes: {need: {law: uniform, low: 0, high: 10}, other: {law: normal, mean: 0, sd: 1}}\n"
                           "report: {by: [level]}\ngroups: {level: {on: need, below: [1, 3], labels: [none, low, high]}}\n"
                           "sources: {in: {rate_per_day: 5, to: door}, few: {rate_per_day: 1, batch: {law: empirical, values: [0, 1, 2.6], weights: [1, 1, 2]}, to: door, attributes: {need: {law: constant, value: 3}}}}\n"
                           "tiers: {door: {kind: gate, sojourn: {law: constant, value_days: 2}, decide: {on: need, below: [3], to: [out, help]}}, help: {sojourn: {law: constant, value_days: 7}, exits: {gone: 1}}}\n"
                           "exits: {out: {returns: {probability: 0.4, after: {law: constant, value_days: 5}, to: door}}, gone: {}}\n";
  const ExpectedNumbers found(yaml, 1);
  const double visits = 1 / 0.6;  // of those below 3
  EXPECT_NEAR(found("arrivals.few"), 100 * (0.25 * 1 + 0.5 * 3), 1e-9);
  EXPECT_NEAR(found("entries.door"), 100 * (3.5 + 1.5 * visits + 1.75), 1e-6);
  EXPECT_NEAR(found("occupancy.help"), 7 * (3.5 + 1.75), 1e-6);
  EXPECT_NEAR(found("moves.out -> door"), 100 * 1.5 * (visits - 1), 1e-6);
  EXPECT_NEAR(found("entries.door[none]"), 100 * 0.5 * visits, 1e-6);
  EXPECT_NEAR(found("entries.door[high]"), 100 * (3.5 + 1.75), 1e-6) << "3 is not below 3";
}

TEST(ExpectedNumbers, OfRatesThatGrowAndFollowACalendar) {
  const std::string yaml = header({.horizon = 364, .every = "week"}) +
                           "calendars: {weekdays: {week: [{days: [mon, tue, wed, thu, fri], level: 1}], otherwise: 0}}\n"
                           "sources: {in: {rate_per_day: 6, patterns: [weekdays], growth_per_year: 0.1, to: a}}\n"
                           "tiers: {a: {sojourn: {law: exponential, mean_days: 0.25}, exits: {out: 1}}}\nexits: {out: {}}\n";
  const Description description = ExpectedNumbers::read(yaml);
  const ExpectedNumbers found(description, 0.25);
  double all = 0;  // 1 April 2026 is a Wednesday
  for (int day = 0; day < 364; ++day) all += (day + 2) % 7 < 5 ? 6 * std::pow(1.1, day / 365.25) : 0;
  EXPECT_NEAR(found("arrivals.in"), all, 1e-6 * all);
  const double there_at_the_end = 6 * std::pow(1.1, 363 / 365.25) * 0.25 * (1 - std::exp(-4.0));  // a weekday: their stays count in part
  EXPECT_NEAR(found("occupancy.a"), (all - there_at_the_end) * 0.25 / 364, 5e-4);
}

}  // namespace
}  // namespace headwater::theory
