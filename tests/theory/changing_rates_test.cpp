// M_t/G/infinity: unlimited places while rates and laws change on dates. The number present at t is Poisson
// with mean the integral over u of rate(u) P(S_u > t - u), S_u being drawn from the law in force at u.
// Source: Eick, Massey, Whitt, The physics of the M_t/G/infinity queue, Operations Research 41 (1993),
// theorem 1.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "support/simulate.hpp"
#include "support/time_formulas.hpp"

namespace headwater::theory {
namespace {

constexpr int replications = 6000;

/// Checks the number present at the end of each of `days` (mean and, as it is Poisson, variance).
void expect_poisson(const Simulated& simulated, const std::vector<int>& days, double from,
                    const std::function<double(double)>& rate,
                    const std::function<double(double, double)>& stays, const std::vector<double>& breaks) {
  for (int day : days) {
    const double mean = unlimited_mean(rate, stays, from, day, breaks);
    const auto present = simulated.by_replication("occupancy_end", "desk", static_cast<std::size_t>(day - 1));
    std::vector<double> squares;
    for (double value : present) squares.push_back((value - mean) * (value - mean));
    EXPECT_TRUE(agrees(present, mean, 0.05 * mean)) << "day " << day;
    EXPECT_TRUE(agrees(squares, mean, 0.2 * mean)) << "variance on day " << day;
  }
}

// From 4 a day to 7 on day 20, to 1 on day 50; the tier starts empty.
TEST(ChangingArrivals, SteppedRate) {
  const TimeLaw stay = lognormal(12, 9);
  const auto rate = [](double u) { return u < 20 ? 4.0 : u < 50 ? 7.0 : 1.0; };
  const auto stays = [&](double u, double t) { return stay.survival(t - u); };
  const Simulated simulated = simulate(header({.horizon = 80, .replications = replications, .every = "day"}) +
                                       one_desk(4, stay, "unlimited") + "changes:\n  - {from: " + date(20) +
                                       ", set: {sources.in.rate_per_day: 7}}\n  - {from: " + date(50) +
                                       ", set: {sources.in.rate_per_day: 1}}\n");
  expect_poisson(simulated, {1, 5, 20, 21, 30, 50, 51, 55, 65, 80}, 0, rate, stays, {20, 50});
  // Arrivals of one day are Poisson with the rate of that day.
  for (std::size_t day : {0, 19, 20, 49, 50, 79}) {
    const double mean = rate(static_cast<double>(day));
    EXPECT_TRUE(agrees(simulated.by_replication("arrivals", "in", day), mean, 0.15 * mean)) << "day " << day;
  }
}

// From 2 a day on day 10 to 8 a day on day 40, in daily steps of a thirtieth: the first on day 11, the last
// on day 40.
TEST(ChangingArrivals, RampedRate) {
  const TimeLaw stay = gamma(2, 5);
  const auto rate = [](double u) { return u < 10 ? 2.0 : u >= 40 ? 8.0 : 2 + 6 * std::floor(u - 10) / 30; };
  const auto stays = [&](double u, double t) { return stay.survival(t - u); };
  const Simulated simulated = simulate(header({.horizon = 60, .replications = replications, .every = "day"}) +
                                       one_desk(2, stay, "unlimited") + "changes:\n  - {from: " + date(10) +
                                       ", over_days: 30, set: {sources.in.rate_per_day: 8}}\n");
  std::vector<double> breaks;
  for (int day = 10; day <= 40; ++day) breaks.push_back(day);
  expect_poisson(simulated, {10, 20, 30, 41, 60}, 0, rate, stays, breaks);
}

// Stays that begin from day 30 on last three times as long; those under way keep their length.
TEST(ChangingLaw, StaysUnderWayKeepTheirLength) {
  const TimeLaw before = weibull(1.5, 8), after = weibull(1.5, 24);
  const auto rate = [](double) { return 5.0; };
  const auto stays = [&](double u, double t) { return (u < 30 ? before : after).survival(t - u); };
  const Simulated simulated =
      simulate(header({.horizon = 90, .replications = replications, .every = "day", .warm_up = 60}) +
               one_desk(5, before, "unlimited") + "changes:\n  - {from: " + date(30) +
               ", set: {tiers.desk.sojourn.scale_days: 24}}\n");
  expect_poisson(simulated, {1, 30, 35, 50, 90}, -60, rate, stays, {30});
}

// A warm-up is simulated and left out: the first day has what 30 days of filling leave behind, and counts of
// the reported window hold nothing from before it.
TEST(WarmUp, FillsTheTierAndLeavesNoTrace) {
  const TimeLaw stay = exponential(20);
  const auto rate = [](double) { return 6.0; };
  const auto stays = [&](double u, double t) { return stay.survival(t - u); };
  const Simulated simulated =
      simulate(header({.horizon = 40, .replications = replications, .every = "day", .warm_up = 30}) +
               one_desk(6, stay, "unlimited"));
  expect_poisson(simulated, {1, 10, 40}, -30, rate, stays, {});
  double whole_window = 0;
  for (std::size_t r = 0; r < simulated.records().size(); ++r) {
    double arrivals = 0, entries = 0;
    for (double count : simulated.by_period("arrivals", "in", r)) arrivals += count;
    for (double count : simulated.by_period("entries", "desk", r)) entries += count;
    ASSERT_EQ(arrivals, entries);
    whole_window += arrivals;
  }
  // 240 expected in each of 6,000 replications: 3.29 standard deviations are 3.29 sqrt(1,440,000) = 3,948.
  EXPECT_NEAR(whole_window, 240.0 * replications, 3948);
  EXPECT_TRUE(agrees(simulated.by_replication("arrivals", "in", 0), 6, 0.05 * 6));
  // Departures on the first day: rate x P(S <= age) integrated over the day; mean occupancy in its middle
  // / 20.
  const double out = integral([&](double t) { return unlimited_mean(rate, stays, -30, t) / 20; }, {0, 1});
  EXPECT_TRUE(agrees(simulated.by_replication("departures", "desk", 0), out, 0.06 * out));
  const double mean = integral([&](double t) { return unlimited_mean(rate, stays, -30, t); }, {0, 1});
  EXPECT_TRUE(agrees(simulated.by_replication("occupancy", "desk", 0), mean, 0.02 * mean));
}

}  // namespace
}  // namespace headwater::theory
