// Ways out: thresholds on an attribute, weights, and returns.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "support/simulate.hpp"

namespace headwater::theory {
namespace {

constexpr int replications = 60;

std::vector<double> shares(const Simulated& simulated, const std::string& exit, std::size_t period = 0) {
  std::vector<double> values;
  for (std::size_t r = 0; r < simulated.records().size(); ++r)
    values.push_back(simulated.value("exits", exit, r, period) /
                     simulated.value("departures", "gate", r, period));
  return values;
}

/// P(X < x), X lognormal: Phi((log x - mu) / sigma). Johnson, Kotz, Balakrishnan, vol. 1, 2nd ed.,
/// chapter 14.
double lognormal_below(double x, double mu, double sigma) {
  return std::erfc(-(std::log(x) - mu) / (sigma * std::sqrt(2.0))) / 2;
}

// Need is lognormal(0, 0.8), with cuts at 0.8, 1.6 and 3; on day 1,000 the cuts become 1, 2 and 4.
TEST(Thresholds, CutALognormalAttribute) {
  const Simulated simulated =
      simulate(header({.horizon = 2000, .replications = replications, .every = "whole_run"}) +
               "attributes:\n  need: {law: lognormal, mu: 0, sigma: 0.8}\n"
               "sources:\n  in: {rate_per_day: 20, to: gate}\n"
               "tiers:\n  gate: {kind: gate, sojourn: {law: constant, value_days: 0}, "
               "decide: {on: need, below: [0.8, 1.6, 3.0], to: [a, b, c, d]}}\n"
               "exits: {a: {}, b: {}, c: {}, d: {}}\n"
               "changes:\n  - {from: " +
               date(1000) + ", set: {tiers.gate.decide.below: [1, 2, 4]}}\n");
  const auto below = [](double x) { return lognormal_below(x, 0, 0.8); };
  const auto over_both = [&](double early, double late) { return (early + late) / 2; };
  EXPECT_TRUE(agrees(shares(simulated, "a"), over_both(below(0.8), below(1)), 0.005));
  EXPECT_TRUE(agrees(shares(simulated, "b"), over_both(below(1.6) - below(0.8), below(2) - below(1)), 0.005));
  EXPECT_TRUE(agrees(shares(simulated, "c"), over_both(below(3) - below(1.6), below(4) - below(2)), 0.005));
  EXPECT_TRUE(agrees(shares(simulated, "d"), over_both(1 - below(3), 1 - below(4)), 0.005));
}

// An attribute law of one source replaces the model's for its entities only: a mixture.
TEST(Thresholds, FollowTheSourceOfEachEntity) {
  const Simulated simulated =
      simulate(header({.horizon = 2000, .replications = replications}) +
               "attributes:\n  need: {law: uniform, low: 0, high: 4}\n"
               "sources:\n  usual: {rate_per_day: 15, to: gate}\n"
               "  severe: {rate_per_day: 5, to: gate, attributes: {need: {law: exponential, mean: 3}}}\n"
               "tiers:\n  gate: {kind: gate, sojourn: {law: constant, value_days: 0}, decide: {on: need, "
               "below: [1, 2], to: [a, b, c]}}\n"
               "exits: {a: {}, b: {}, c: {}}\n");
  EXPECT_TRUE(agrees(shares(simulated, "a"), 0.75 * 0.25 + 0.25 * (1 - std::exp(-1.0 / 3)), 0.005));
  EXPECT_TRUE(
      agrees(shares(simulated, "b"), 0.75 * 0.25 + 0.25 * (std::exp(-1.0 / 3) - std::exp(-2.0 / 3)), 0.005));
  EXPECT_TRUE(agrees(shares(simulated, "c"), 0.75 * 0.5 + 0.25 * std::exp(-2.0 / 3), 0.005));
}

// Weights 5 : 3 : 2 need not sum to 1; from day 100 on 5 : 0 : 2.
TEST(Weights, SplitInProportion) {
  const Simulated simulated = simulate(header({.horizon = 200, .replications = 200, .every = "day"}) +
                                       "sources:\n  in: {rate_per_day: 200, to: gate}\n"
                                       "tiers:\n  gate: {sojourn: {law: constant, value_days: 0}, exits: {a: "
                                       "5, b: 3, c: 2}}\nexits: {a: {}, b: {}, c: {}}\n"
                                       "changes:\n  - {from: " +
                                       date(100) + ", set: {tiers.gate.exits.b: 0}}\n");
  EXPECT_TRUE(agrees(shares(simulated, "a", 99), 0.5, 0.02));
  EXPECT_TRUE(agrees(shares(simulated, "b", 99), 0.3, 0.02));
  EXPECT_TRUE(agrees(shares(simulated, "c", 99), 0.2, 0.02));
  EXPECT_TRUE(agrees(shares(simulated, "a", 100), 5.0 / 7, 0.02));
  EXPECT_TRUE(agrees(shares(simulated, "c", 100), 2.0 / 7, 0.02));
  for (std::size_t r = 0; r < simulated.records().size(); ++r) {
    for (std::size_t day = 100; day < 200; ++day) ASSERT_EQ(simulated.value("exits", "b", r, day), 0);
  }
}

// Two routes of one entity use different luck: after a and b with two exits each, all four paths have product
// weights.
TEST(Weights, OfTwoTiersAreIndependent) {
  const Simulated simulated =
      simulate(header({.horizon = 1000, .replications = replications}) +
               "sources:\n  in: {rate_per_day: 40, to: gate}\n"
               "tiers:\n  gate: {sojourn: {law: constant, value_days: 0}, exits: {left: 0.4, right: 0.6}}\n"
               "  left: {sojourn: {law: constant, value_days: 0}, exits: {ll: 0.3, lr: 0.7}}\n"
               "  right: {sojourn: {law: constant, value_days: 0}, exits: {rl: 0.5, rr: 0.5}}\n"
               "exits: {ll: {}, lr: {}, rl: {}, rr: {}}\n");
  EXPECT_TRUE(agrees(shares(simulated, "ll"), 0.12, 0.005));
  EXPECT_TRUE(agrees(shares(simulated, "lr"), 0.28, 0.005));
  EXPECT_TRUE(agrees(shares(simulated, "rl"), 0.3, 0.005));
  EXPECT_TRUE(agrees(shares(simulated, "rr"), 0.3, 0.005));
}

// Lengths of stay in two tiers one after the other are independent: the variance of their sum is the sum of
// variances. Drawn from one stream they would be comonotone, and the sum's standard deviation 10 + 20 instead
// of sqrt(500).
TEST(Stays, OfTwoTiersAreIndependent) {
  const Simulated simulated =
      simulate(header({.horizon = 400, .replications = 1, .event_log = true}) +
               "sources:\n  in: {days: " + all_at_start(20000) +
               ", to: gate}\ntiers:\n  gate: {sojourn: {law: exponential, mean_days: 10}, exits: {next: 1}}\n"
               "  next: {sojourn: {law: exponential, mean_days: 20}, exits: {out: 1}}\nexits: {out: {}}\n");
  const EventLog& log = simulated.records()[0].log;
  std::vector<double> squares;
  for (std::size_t i = 0; i < log.time.size(); ++i) {
    if (log.what[i] == EventLog::move && log.tier[i] < 0)
      squares.push_back((log.time[i] - 30) * (log.time[i] - 30));
  }
  EXPECT_GE(squares.size(), 19990u);
  EXPECT_TRUE(agrees(squares, 500, 100));
}

// A leaver returns with probability 0.2, again and again: visits are geometric, 1 / (1 - 0.2) each in the
// long run, and in equilibrium the share of those who come that are returns is 0.2. Away are lambda / 0.8 x
// 0.2 x 30 days.
TEST(Returns, AreGeometric) {
  const Simulated simulated =
      simulate(header({.horizon = 3000, .replications = replications, .warm_up = 600}) +
               "sources:\n  in: {rate_per_day: 8, to: gate}\n"
               "tiers:\n  gate: {sojourn: {law: exponential, mean_days: 5}, exits: {leave: 1}}\n"
               "exits:\n  leave: {returns: {probability: 0.2, after: {law: gamma, shape: 2, scale_days: 15}, "
               "to: gate}}\n");
  std::vector<double> returns;
  for (std::size_t r = 0; r < simulated.records().size(); ++r)
    returns.push_back(simulated.value("moves", "leave>gate", r) / simulated.value("entries", "gate", r));
  EXPECT_TRUE(agrees(returns, 0.2, 0.003));
  EXPECT_TRUE(agrees(simulated.by_replication("throughput", "gate"), 10, 0.1));
  EXPECT_TRUE(agrees(simulated.by_replication("occupancy", "gate"), 50, 0.5));
}

// Times away follow their law: a cohort leaves at once and half return after uniform 10..30 days; the number
// back by day t is binomial with 0.5 x (t - 10) / 20.
TEST(Returns, ComeAfterTheirLaw) {
  const Simulated simulated =
      simulate(header({.horizon = 40, .replications = 400, .every = "day"}) +
               "sources:\n  in: {days: " + all_at_start(200) +
               ", to: gate}\ntiers:\n  gate: {sojourn: {law: constant, value_days: 0}, exits: {leave: 1}}\n"
               "  again: {sojourn: {law: constant, value_days: 1000}, exits: {gone: 1}}\n"
               "exits:\n  leave: {returns: {probability: 0.5, after: {law: uniform, low_days: 10, high_days: "
               "30}, to: again}}\n"
               "  gone: {}\n");
  for (int day : {10, 15, 20, 30, 40}) {
    const double mean = 200 * 0.5 * std::min(1.0, (day - 10) / 20.0);
    EXPECT_TRUE(agrees(simulated.by_replication("occupancy_end", "again", static_cast<std::size_t>(day - 1)),
                       mean, std::max(1e-9, 0.05 * 100)));
  }
}

}  // namespace
}  // namespace headwater::theory
