// Sharing out by what is going on: the shortest queue, and each in turn.
// Sources: Flatto, McKean, Two queues in parallel, Communications on Pure and Applied Mathematics 30 (1977), for the
// chain of two queues, which is solved here as it stands; Kleinrock, Queueing Systems, vol. 1, section 6.4 (GI/M/1).
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "selftest/queue_formulas.hpp"
#include "support/chain_at_rest.hpp"
#include "support/queue_samples.hpp"

namespace headwater::theory {
namespace {

std::string two_desks(double arrivals, const std::string& by, double second_mean) {
  return "sources: {in: {rate_per_day: " + number(arrivals) + ", to: hall}}\ntiers:\n"
         "  hall: {sojourn: {law: constant, value_days: 0}, share_out: {by: " + by + ", to: [a, b]}}\n"
         "  a: {capacity: 1, sojourn: {law: exponential, mean_days: 1}, exits: {out: 1}}\n"
         "  b: {capacity: 1, sojourn: {law: exponential, mean_days: " + number(second_mean) + "}, exits: {out: 1}}\nexits: {out: {}}\n";
}

// The chain of (at a, at b): who comes goes where fewer are, to a on a tie. Shared out by a coin, each queue would be
// M/M/1 with 2.25 waiting.
TEST(ShareOut, ShortestOfTwoQueues) {
  constexpr double arrivals = 1.5;
  constexpr std::size_t most = 70;
  const auto state = [](std::size_t a, std::size_t b) { return a * (most + 1) + b; };
  for (const double second : {1.0, 0.8}) {
    std::vector<Step> steps;
    for (std::size_t a = 0; a <= most; ++a) {
      for (std::size_t b = 0; b <= most; ++b) {
        if (a <= b && a < most) steps.push_back({state(a, b), state(a + 1, b), arrivals});
        if (b < a) steps.push_back({state(a, b), state(a, b + 1), arrivals});
        if (a > 0) steps.push_back({state(a, b), state(a - 1, b), 1});
        if (b > 0) steps.push_back({state(a, b), state(a, b - 1), 1 / second});
      }
    }
    const auto p = chain_at_rest(state(most, most) + 1, steps);
    double busy_a = 0, busy_b = 0, waiting_a = 0, waiting_b = 0;
    for (std::size_t a = 0; a <= most; ++a) {
      for (std::size_t b = 0; b <= most; ++b) {
        busy_a += p[state(a, b)] * (a > 0);
        busy_b += p[state(a, b)] * (b > 0);
        waiting_a += p[state(a, b)] * (a > 0 ? static_cast<double>(a - 1) : 0);
        waiting_b += p[state(a, b)] * (b > 0 ? static_cast<double>(b - 1) : 0);
      }
    }
    for (const std::string by : {"shortest_queue", "fewest_present"}) {
      const Simulated desks = simulate(header({.horizon = 30000, .replications = 30, .warm_up = 1000}) + two_desks(arrivals, by, second));
      EXPECT_TRUE(agrees(desks.by_replication("occupancy", "a"), busy_a, 0.012)) << by;
      EXPECT_TRUE(agrees(desks.by_replication("occupancy", "b"), busy_b, 0.012)) << by;
      EXPECT_TRUE(agrees(desks.by_replication("waiting", "a"), waiting_a, 0.1 * waiting_a)) << by;
      EXPECT_TRUE(agrees(desks.by_replication("waiting", "b"), waiting_b, 0.1 * waiting_b)) << by;
    }
  }
}

// Each in turn: every other arrival, so gaps at each desk are Erlang of two stages. By a coin the wait would be that of
// M/M/1, 4 days instead of 2.8.
TEST(ShareOut, InTurn) {
  const RenewalArrivals exact{[](double s) { return 1.6 * 1.6 / ((1.6 + s) * (1.6 + s)); }, 1};
  const Simulated desks = simulate(header({.horizon = 60000, .replications = 30, .warm_up = 1000}) + two_desks(1.6, "cycle", 1));
  for (const std::string desk : {"a", "b"}) {
    EXPECT_TRUE(agrees(desks.by_replication("wait_mean", desk), exact.mean_wait(), 0.08 * exact.mean_wait())) << desk;
    std::vector<double> none;
    for (std::size_t r = 0; r < desks.records().size(); ++r) none.push_back(desks.share_below("wait", desk, 0, r));
    EXPECT_TRUE(agrees(none, 1 - exact.sigma(), 0.012, 1e-3)) << desk;
  }
}

}  // namespace
}  // namespace headwater::theory
