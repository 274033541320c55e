// Races: the first of several causes ends the stay.
// Source: Kalbfleisch, Prentice, The Statistical Analysis of Failure Time Data, 2nd ed. (2002), chapter 8.
// Integrals are taken numerically (time_formulas.hpp).
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "support/simulate.hpp"
#include "support/time_formulas.hpp"

namespace headwater::theory {
namespace {

constexpr double year = 365.25;

std::string source(int count, const std::string& attributes = "") {
  return "sources:\n  in: {days: " + all_at_start(count) + ", to: stay" + attributes + "}\n";
}

/// Share of all who left that went to `exit`, by replication.
std::vector<double> shares(const Simulated& simulated, const std::string& exit) {
  std::vector<double> values;
  for (std::size_t r = 0; r < simulated.records().size(); ++r)
    values.push_back(simulated.value("exits", exit, r) / simulated.value("departures", "stay", r));
  return values;
}

// Hazards 1, 2 and 5 a year: shares 1/8, 2/8, 5/8; the stay is Exp with hazard 8, whichever cause ends it.
TEST(CompetingRisks, ExponentialCauses) {
  const Simulated simulated = simulate(header({.horizon = 20000, .replications = 100}) + source(5000) +
                                       "tiers:\n  stay:\n    race:\n"
                                       "      one: {hazard_per_year: 1, exits: {a: 1}}\n"
                                       "      two: {hazard_per_year: 2, exits: {b: 1}}\n"
                                       "      five: {law: exponential, hazard_per_year: 5, exits: {c: 1}}\n"
                                       "exits: {a: {}, b: {}, c: {}}\n");
  EXPECT_TRUE(agrees(shares(simulated, "a"), 1.0 / 8, 0.005));
  EXPECT_TRUE(agrees(shares(simulated, "b"), 2.0 / 8, 0.005));
  EXPECT_TRUE(agrees(shares(simulated, "c"), 5.0 / 8, 0.005));
  EXPECT_TRUE(agrees(simulated.by_replication("sojourn_mean", "stay"), year / 8, 0.02 * year / 8));
  EXPECT_TRUE(agrees(simulated.by_replication("sojourn_sd", "stay"), year / 8, 0.03 * year / 8));
  for (std::size_t r = 0; r < 100; ++r) ASSERT_EQ(simulated.value("departures", "stay", r), 5000);
}

Cause weibull_cause(double shape, double scale) {
  return {[=](double t) {
            return t <= 0 ? 0
                          : shape / scale * std::pow(t / scale, shape - 1) *
                                std::exp(-std::pow(t / scale, shape));
          },
          [=](double t) { return std::exp(-std::pow(t / scale, shape)); }};
}

// Weibull, lognormal, gamma and exponential causes in one race, one of them with a split of its own.
TEST(CompetingRisks, CausesOfDifferentLaws) {
  const TimeLaw gamma_law = gamma(2, 60), lognormal_law = lognormal(150, 100);
  const double variance = std::log1p(100.0 * 100 / (150.0 * 150)), mu = std::log(150.0) - variance / 2;
  const std::vector<Cause> causes{
      weibull_cause(2.2, 120),
      {[](double t) { return t / 3600 * std::exp(-t / 60); }, gamma_law.survival},
      {[=](double t) {
         const double z = std::log(t) - mu;
         return std::exp(-z * z / (2 * variance)) / (t * std::sqrt(2 * variance * std::acos(-1.0)));
       },
       lognormal_law.survival},
      {[](double t) { return std::exp(-t / 400) / 400; }, [](double t) { return std::exp(-t / 400); }}};
  const std::vector<double> breaks{0, 20, 60, 120, 250, 500, 1000};
  double sum = 0;
  for (std::size_t i = 0; i < causes.size(); ++i) sum += wins(causes, i, breaks);
  ASSERT_NEAR(sum, 1, 1e-8);

  const Simulated simulated =
      simulate(header({.horizon = 3000, .replications = 100}) + source(5000) +
               "tiers:\n  stay:\n    race:\n"
               "      plan: {law: weibull, shape: 2.2, scale_days: 120, exits: {planned: 3, other: 1}}\n"
               "      move: {" +
               gamma_law.yaml.substr(1, gamma_law.yaml.size() - 2) +
               ", exits: {moved: 1}}\n"
               "      harm: {" +
               lognormal_law.yaml.substr(1, lognormal_law.yaml.size() - 2) +
               ", exits: {harmed: 1}}\n"
               "      drop: {law: exponential, mean_days: 400, exits: {other: 1}}\n"
               "exits: {planned: {}, moved: {}, harmed: {}, other: {}}\n");
  const double plan = wins(causes, 0, breaks);
  EXPECT_TRUE(agrees(shares(simulated, "planned"), 0.75 * plan, 0.005));
  EXPECT_TRUE(agrees(shares(simulated, "moved"), wins(causes, 1, breaks), 0.005));
  EXPECT_TRUE(agrees(shares(simulated, "harmed"), wins(causes, 2, breaks), 0.005));
  EXPECT_TRUE(agrees(shares(simulated, "other"), 0.25 * plan + wins(causes, 3, breaks), 0.005));
  const double mean = race_mean(causes, breaks);
  EXPECT_TRUE(agrees(simulated.by_replication("sojourn_mean", "stay"), mean, 0.01 * mean));
  for (std::size_t r = 0; r < 100; ++r) ASSERT_EQ(simulated.value("departures", "stay", r), 5000);
}

// Ages uniform on 10..17 at the start, leaving at hazard 0.25 a year or on the 18th birthday, R = 18 - age
// later: P(birthday) = E exp(-h R) = (exp(-h) - exp(-8 h)) / (7 h), and the mean stay is (1 - P(birthday)) /
// h, as each stay's hazard of the other cause is h throughout.
TEST(Birthdays, EndsTheStay) {
  const double h = 0.25;
  const double birthday = (std::exp(-h) - std::exp(-8 * h)) / (7 * h);
  const Simulated simulated = simulate("attributes:\n  age_years: {law: uniform, low: 10, high: 17}\n" +
                                       header({.horizon = 4000, .replications = 100}) + source(5000) +
                                       "tiers:\n  stay:\n    kind: placement\n    race:\n"
                                       "      home: {hazard_per_year: 0.25, exits: {home: 1}}\n      adult: "
                                       "{at_age_years: 18, exits: {adult: 1}}\n"
                                       "exits: {home: {}, adult: {}}\n");
  EXPECT_TRUE(agrees(shares(simulated, "adult"), birthday, 0.006));
  EXPECT_TRUE(
      agrees(simulated.by_replication("sojourn_mean", "stay"), (1 - birthday) / h * year, 0.01 * year / h));
  for (std::size_t r = 0; r < 100; ++r) ASSERT_EQ(simulated.value("departures", "stay", r), 5000);
}

// Age goes on while time passes elsewhere: half a year in a first tier, then those who have turned 18 leave
// at once. Ages uniform on 17..19 at the start: three quarters are 18 by then, the rest stay for 0.25 years
// on average.
TEST(Birthdays, CountsTimeSpentBefore) {
  const Simulated simulated =
      simulate("attributes:\n  age_years: {law: uniform, low: 17, high: 19}\n" +
               header({.horizon = 800, .replications = 100}) +
               "sources:\n  in: {days: " + all_at_start(4000) + ", to: first}\n" +
               "tiers:\n  first: {sojourn: {law: constant, value_years: 0.5}, exits: {stay: 1}}\n"
               "  stay:\n    race: {adult: {at_age_years: 18, exits: {adult: 1}}}\nexits: {adult: {}}\n");
  EXPECT_TRUE(
      agrees(simulated.by_replication("sojourn_mean", "stay"), 0.25 * 0.25 * year, 0.03 * 0.25 * year));
  // Zero stays are those of three quarters: the sum of squares holds a quarter x E U^2, U uniform on half a
  // year.
  std::vector<double> squares;
  for (std::size_t r = 0; r < 100; ++r) {
    const double mean = simulated.value("sojourn_mean", "stay", r),
                 sd = simulated.value("sojourn_sd", "stay", r);
    squares.push_back(sd * sd * 3999 / 4000 + mean * mean);
    ASSERT_EQ(simulated.value("exits", "adult", r), 4000);
  }
  const double second = 0.25 * (0.5 * year) * (0.5 * year) / 3;
  EXPECT_TRUE(agrees(squares, second, 0.03 * second));
}

}  // namespace
}  // namespace headwater::theory
