// Resources that several tiers need, in whole or in part, and that may be kept from one tier to the next.
// Formulas: Erlang's and the Pollaczek-Khinchine formula (Gross, Shortle, Thompson, Harris, Fundamentals of Queueing
// Theory, 4th ed., sections 2.3 and 5.1); jobs that need several servers: Brill, Green, Queues in which customers
// receive simultaneous service from a random number of servers, Management Science 30 (1984).
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "selftest/queue_formulas.hpp"
#include "support/chain_at_rest.hpp"
#include "support/queue_samples.hpp"

namespace headwater::theory {
namespace {

// Two tiers, one nurse, who goes to whoever has waited longest: M/G/1 with the mixture of both laws, and the same wait
// in both tiers. Had one tier gone first, the other would wait
// 1 / (1 - rho) times as long.
TEST(SharedResource, OneForTwoTiers) {
  const TimeLaw brief = exponential(0.5), lengthy = uniform(1, 3);
  const double arrivals = 0.6 + 0.2;
  const auto mixed = [&](int k) { return (0.6 * brief.moment(k) + 0.2 * lengthy.moment(k)) / arrivals; };
  const auto [mean, second] = single_server_wait(arrivals, mixed(1), mixed(2), mixed(3));
  const Simulated ward = simulate(
      header({.horizon = 80000, .replications = 30, .warm_up = 1000}) +
      "resources: {nurse: {capacity: 1}}\nsources:\n  one: {rate_per_day: 0.6, to: north}\n  two: {rate_per_day: 0.2, to: south}\ntiers:\n"
      "  north: {needs: {nurse: 1}, sojourn: " + brief.yaml + ", exits: {out: 1}}\n"
      "  south: {needs: {nurse: 1}, sojourn: " + lengthy.yaml + ", exits: {out: 1}}\nexits: {out: {}}\n");
  EXPECT_TRUE(agrees(ward.by_replication("wait_mean", "north"), mean, 0.06 * mean));
  EXPECT_TRUE(agrees(ward.by_replication("wait_mean", "south"), mean, 0.07 * mean));
  EXPECT_TRUE(agrees(wait_squares(ward, "north"), second, 0.15 * second));
  EXPECT_TRUE(agrees(ward.by_replication("resource_busy", "nurse"), arrivals * mixed(1), 0.01));
}

// Four nurses for two tiers of equal stays: M/M/4.
TEST(SharedResource, FourForTwoTiers) {
  const MultiServer exact{3.2, 1, 4};
  const Simulated ward = simulate(
      header({.horizon = 20000, .replications = 30, .warm_up = 500}) +
      "resources: {nurse: {capacity: 4}}\nsources:\n  one: {rate_per_day: 2.4, to: north}\n  two: {rate_per_day: 0.8, to: south}\ntiers:\n"
      "  north: {needs: {nurse: 1}, sojourn: {law: exponential, mean_days: 1}, exits: {out: 1}}\n"
      "  south: {needs: {nurse: 1}, sojourn: {law: exponential, mean_days: 1}, exits: {out: 1}}\nexits: {out: {}}\n");
  EXPECT_TRUE(agrees(ward.by_replication("wait_mean", "north"), exact.mean_wait(), 0.08 * exact.mean_wait()));
  EXPECT_TRUE(agrees(ward.by_replication("wait_mean", "south"), exact.mean_wait(), 0.09 * exact.mean_wait()));
  EXPECT_TRUE(agrees(ward.by_replication("resource_utilisation", "nurse"), 0.8, 0.01));
}

// Everybody needs two of seven nurses, and a bed that is never short: M/M/3, as a unit that is left over serves nobody.
// With four places the wait would be a sixth of that.
TEST(SharedResource, TwoUnitsEach) {
  const MultiServer exact{2.4, 1, 3};
  const Simulated ward = simulate(
      header({.horizon = 25000, .replications = 30, .warm_up = 500}) +
      "resources: {nurse: {capacity: 7}, bed: {capacity: 1000}}\nsources: {in: {rate_per_day: 2.4, to: ward}}\ntiers:\n"
      "  ward: {needs: {nurse: 2, bed: 1}, sojourn: {law: exponential, mean_days: 1}, exits: {out: 1}}\nexits: {out: {}}\n");
  EXPECT_TRUE(agrees(ward.by_replication("wait_mean", "ward"), exact.mean_wait(), 0.08 * exact.mean_wait()));
  EXPECT_TRUE(agrees(ward.by_replication("resource_busy", "nurse"), 4.8, 0.04));
}

// Four tenths of one doctor each: two at a time, M/M/2.
TEST(SharedResource, PartsOfAUnit) {
  const MultiServer exact{1.5, 1, 2};
  const Simulated ward = simulate(
      header({.horizon = 40000, .replications = 30, .warm_up = 500}) +
      "resources: {doctor: {capacity: 1}}\nsources: {in: {rate_per_day: 1.5, to: ward}}\ntiers:\n"
      "  ward: {needs: {doctor: 0.4}, sojourn: {law: exponential, mean_days: 1}, exits: {out: 1}}\nexits: {out: {}}\n");
  EXPECT_TRUE(agrees(ward.by_replication("wait_mean", "ward"), exact.mean_wait(), 0.08 * exact.mean_wait()));
  EXPECT_TRUE(agrees(ward.by_replication("resource_busy", "doctor"), 0.6, 0.006));
}

// A third need both units of a pair, the others one; first come, first served, so the first on the list may hold up
// others though one unit is free. The chain of who is served, who is first on the list, and how many wait.
TEST(SharedResource, OneOrTwoUnitsEach) {
  constexpr double arrivals = 0.9, both = 1.0 / 3, one = 1 - both;
  constexpr std::size_t most = 200;
  // Served: none, one single, two singles, one double. With a single in service only a double can be first to wait.
  enum { none, single, two_singles, a_double };
  enum { single_first, double_first };
  const auto state = [](std::size_t served, std::size_t first, std::size_t waiting) { return (served * 2 + first) * (most + 1) + waiting; };
  std::vector<Step> steps;
  for (std::size_t served = 0; served < 4; ++served) {
    for (std::size_t first = 0; first < 2; ++first) {
      for (std::size_t waiting = 0; waiting <= most; ++waiting) {
        const std::size_t here = state(served, first, waiting);
        if (waiting == 0) {
          if (first == double_first) {
            steps.push_back({here, state(served, 0, 0), 1});  // nobody is first: never there
            continue;
          }
          if (served == none || served == single) {
            steps.push_back({here, state(served == none ? single : two_singles, 0, 0), arrivals * one});
            steps.push_back({here, served == none ? state(a_double, 0, 0) : state(single, double_first, 1), arrivals * both});
          } else {
            steps.push_back({here, state(served, single_first, 1), arrivals * one});
            steps.push_back({here, state(served, double_first, 1), arrivals * both});
          }
          if (served == single || served == a_double) steps.push_back({here, state(none, 0, 0), 1});
          if (served == two_singles) steps.push_back({here, state(single, 0, 0), 2});
          continue;
        }
        if (served == none || (served == single && first == single_first)) {
          steps.push_back({here, state(none, 0, 0), 1});  // never there
          continue;
        }
        if (waiting < most) steps.push_back({here, state(served, first, waiting + 1), arrivals});
        // Somebody leaves, the first on the list starts if it can; then perhaps the second, of either kind.
        const auto next = [&](std::size_t now, std::size_t list, double hazard) {  // `list` wait, none of whom is known
          if (list == 0) {
            steps.push_back({here, state(now, 0, 0), hazard});
          } else if (now == single) {
            steps.push_back({here, state(single, double_first, list), hazard * both});
            if (list == 1) {
              steps.push_back({here, state(two_singles, 0, 0), hazard * one});
            } else {
              steps.push_back({here, state(two_singles, single_first, list - 1), hazard * one * one});
              steps.push_back({here, state(two_singles, double_first, list - 1), hazard * one * both});
            }
          } else {
            steps.push_back({here, state(now, single_first, list), hazard * one});
            steps.push_back({here, state(now, double_first, list), hazard * both});
          }
        };
        if (served == two_singles) {
          if (first == single_first) {
            next(two_singles, waiting - 1, 2);
          } else {
            steps.push_back({here, state(single, double_first, waiting), 2});
          }
        } else {  // everything comes free
          next(first == double_first ? a_double : single, waiting - 1, 1);
        }
      }
    }
  }
  const auto p = chain_at_rest(state(3, 1, most) + 1, steps);
  double waiting = 0, busy = 0;
  for (std::size_t served = 0; served < 4; ++served) {
    for (std::size_t first = 0; first < 2; ++first) {
      for (std::size_t n = 0; n <= most; ++n) {
        waiting += p[state(served, first, n)] * static_cast<double>(n);
        busy += p[state(served, first, n)] * (served == none ? 0 : served == single ? 1 : 2);
      }
    }
  }
  ASSERT_NEAR(busy, arrivals * (one + 2 * both), 1e-6) << "the solver itself: units taken = load";
  const Simulated ward = simulate(
      header({.horizon = 60000, .replications = 30, .warm_up = 1000}) +
      "attributes: {units: {law: empirical, values: [1, 2], weights: [2, 1]}}\nresources: {nurse: {capacity: 2}}\n"
      "sources: {in: {rate_per_day: 0.9, to: ward}}\ntiers:\n"
      "  ward: {needs: {nurse: units}, sojourn: {law: exponential, mean_days: 1}, exits: {out: 1}}\nexits: {out: {}}\n");
  EXPECT_TRUE(agrees(ward.by_replication("waiting", "ward"), waiting, 0.08 * waiting));
  EXPECT_TRUE(agrees(ward.by_replication("resource_busy", "nurse"), busy, 0.012 * busy));
}

// A nurse who is kept through two tiers serves one after the other: M/G/1 with the sum of both stays, and no wait
// between. Had she been given back, a wait before the second would be the rule.
TEST(SharedResource, KeptFromOneTierToTheNext) {
  const double a = 0.5, b = 0.3;
  const auto [mean, mean_square] =
      single_server_wait(0.9, a + b, 2 * (a * a + a * b + b * b), 6 * (a * a * a + a * a * b + a * b * b + b * b * b));
  const Simulated ward = simulate(
      header({.horizon = 80000, .replications = 30, .warm_up = 1000}) +
      "resources: {nurse: {capacity: 1}}\nsources: {in: {rate_per_day: 0.9, to: see}}\ntiers:\n"
      "  see: {needs: {nurse: 1}, keeps: [nurse], sojourn: {law: exponential, mean_days: 0.5}, exits: {write: 1}}\n"
      "  write: {needs: {nurse: 1}, sojourn: {law: exponential, mean_days: 0.3}, exits: {out: 1}}\nexits: {out: {}}\n");
  EXPECT_TRUE(agrees(ward.by_replication("wait_mean", "see"), mean, 0.06 * mean));
  EXPECT_TRUE(agrees(wait_squares(ward, "see"), mean_square, 0.15 * mean_square));
  EXPECT_TRUE(agrees(ward.by_replication("resource_utilisation", "nurse"), 0.72, 0.012));
  for (const double wait : ward.by_replication("wait_mean", "write")) EXPECT_EQ(wait, 0);
}

}  // namespace
}  // namespace headwater::theory
