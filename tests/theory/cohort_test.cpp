// A cohort that starts together, with unlimited places: every member is a Markov chain of its own.
// Sources: Cox, Miller, The Theory of Stochastic Processes (1965), chapter 4 (discrete states in continuous
// time); the equations are solved by randomization (time_formulas.hpp). Phase-type stays: Neuts,
// Matrix-Geometric Solutions in Stochastic Models (1981), chapter 2.
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "support/simulate.hpp"
#include "support/time_formulas.hpp"

namespace headwater::theory {
namespace {

constexpr int cohort = 500;

// Four tiers of a pathway with hazards per day, half of them as races of exponentials, half as stays with
// weights.
TEST(Cohort, FollowsTheMarkovChain) {
  enum : std::size_t { help, need, protection, care, out };
  const std::vector<Step> steps{{help, out, 0.03},
                                {help, need, 0.01},
                                {need, out, 0.5 * 0.02},
                                {need, help, 0.3 * 0.02},
                                {need, protection, 0.2 * 0.02},
                                {protection, need, 0.015},
                                {protection, care, 0.005},
                                {care, out, 0.7 * 0.004},
                                {care, need, 0.3 * 0.004}};
  const Simulated simulated = simulate(
      header({.horizon = 360, .replications = 400, .every = "week"}) +
      "sources:\n  in: {days: " + all_at_start(cohort) +
      ", to: help}\ntiers:\n"
      "  help:\n    race: {done: {hazard_per_day: 0.03, exits: {out: 1}}, worse: {hazard_per_week: 0.07, "
      "exits: {need: 1}}}\n"
      "  need: {sojourn: {law: exponential, mean_days: 50}, exits: {out: 5, help: 3, protection: 2}}\n"
      "  protection:\n    race: {better: {hazard_per_day: 0.015, exits: {need: 1}}, court: {hazard_per_day: "
      "0.005, exits: {care: 1}}}\n"
      "  care: {sojourn: {law: exponential, hazard_per_day: 0.004}, exits: {out: 0.7, need: 0.3}}\n"
      "exits:\n  out: {}\n");
  const std::map<std::string, std::size_t> tiers{
      {"help", help}, {"need", need}, {"protection", protection}, {"care", care}};
  for (int day : {7, 35, 105, 210, 357}) {
    const auto p = chain_after(day, {1, 0, 0, 0, 0}, steps);
    for (const auto& [name, state] : tiers) {
      const double mean = cohort * p[state], variance = cohort * p[state] * (1 - p[state]);
      const auto here =
          simulated.by_replication("occupancy_end", name, static_cast<std::size_t>(day / 7 - 1));
      EXPECT_TRUE(agrees(here, mean, 0.5 * std::sqrt(variance))) << name << " on day " << day;
      std::vector<double> squares;
      for (double value : here) squares.push_back((value - mean) * (value - mean));
      if (mean > 10) {  // binomial, since members are independent
        EXPECT_TRUE(agrees(squares, variance, 0.6 * variance)) << "variance in " << name << " on day " << day;
      }
    }
  }
}

/// Time from arrival to exit of everyone who left, from the event log.
std::vector<double> times_through(const EventLog& log) {
  std::map<std::uint64_t, double> arrived;
  std::vector<double> times;
  for (std::size_t i = 0; i < log.time.size(); ++i) {
    if (log.what[i] != EventLog::move) continue;
    if (log.tier[i] < 0) {
      times.push_back(log.time[i] - arrived.at(log.entity[i]));
    } else {
      arrived.emplace(log.entity[i], log.time[i]);
    }
  }
  return times;
}

/// Chi-square test of times against a distribution function, in 20 cells between `low` and `high` and two
/// tails.
::testing::AssertionResult times_agree(const std::vector<double>& times,
                                       const std::function<double(double)>& cdf, double low, double high) {
  std::vector<double> bounds;
  for (int i = 0; i <= 20; ++i) bounds.push_back(low + (high - low) * i / 20);
  std::vector<double> counts(22, 0.0), cells;
  for (double time : times)
    counts[static_cast<std::size_t>(std::upper_bound(bounds.begin(), bounds.end(), time) - bounds.begin())] +=
        1;
  double below = 0;
  for (double bound : bounds) {
    cells.push_back(cdf(bound) - below);
    below = cdf(bound);
  }
  cells.push_back(1 - below);
  return counts_agree(counts, cells, 0.003);
}

// Three phases of mean 10 days each: Erlang-3, P(T > t) = exp(-t/10) (1 + t/10 + (t/10)^2 / 2).
TEST(PhaseType, ErlangFromEqualPhases) {
  const Simulated simulated =
      simulate(header({.horizon = 2000, .event_log = true}) +
               "sources:\n  in: {days: " + all_at_start(40000) + ", to: a}\ntiers:\n" +
               "  a: {sojourn: {law: exponential, mean_days: 10}, exits: {b: 1}}\n"
               "  b: {sojourn: {law: exponential, mean_days: 10}, exits: {c: 1}}\n"
               "  c: {sojourn: {law: exponential, mean_days: 10}, exits: {out: 1}}\nexits:\n  out: {}\n");
  const auto times = times_through(simulated.records()[0].log);
  ASSERT_EQ(times.size(), 40000u);
  EXPECT_TRUE(times_agree(
      times, [](double t) { return 1 - std::exp(-t / 10) * (1 + t / 10 + t * t / 200); }, 5, 90));
}

// Coxian: after phases of hazards 0.5 and 0.1 one goes on with probability 0.4 and 0.7, or leaves; a last
// phase of 0.05. The distribution is the chain's probability of having left.
TEST(PhaseType, CoxianMatchesItsChain) {
  const Simulated simulated = simulate(
      header({.horizon = 5000, .event_log = true}) + "sources:\n  in: {days: " + all_at_start(40000) +
      ", to: a}\ntiers:\n" +
      "  a: {sojourn: {law: exponential, hazard_per_day: 0.5}, exits: {b: 0.4, out: 0.6}}\n"
      "  b: {sojourn: {law: exponential, hazard_per_day: 0.1}, exits: {c: 0.7, out: 0.3}}\n"
      "  c: {sojourn: {law: exponential, hazard_per_day: 0.05}, exits: {out: 1}}\nexits:\n  out: {}\n");
  const std::vector<Step> steps{{0, 1, 0.2}, {0, 3, 0.3}, {1, 2, 0.07}, {1, 3, 0.03}, {2, 3, 0.05}};
  const auto left = [&](double t) { return chain_after(t, {1, 0, 0, 0}, steps)[3]; };
  const auto times = times_through(simulated.records()[0].log);
  ASSERT_EQ(times.size(), 40000u);
  EXPECT_TRUE(times_agree(times, left, 0.5, 60));
}

}  // namespace
}  // namespace headwater::theory
