// Those who find no place come back later on their own (an orbit), as those do who telephone again.
// Sources: Gross, Shortle, Thompson, Harris, Fundamentals of Queueing Theory, 4th ed., section 3.5; Falin, Templeton,
// Retrial Queues (1997), sections 1.2 and 2.2.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "selftest/queue_formulas.hpp"
#include "support/chain_at_rest.hpp"
#include "support/queue_samples.hpp"

namespace headwater::theory {
namespace {

Simulated with_orbit(double arrivals, int servers, double mean_orbit, double horizon) {
  return simulate(header({.horizon = horizon, .replications = 30, .warm_up = 1000}) + "sources: {in: {rate_per_day: " + number(arrivals) +
                  ", to: desk}}\ntiers:\n  desk: {capacity: " + std::to_string(servers) +
                  ", waiting_room: 0, when_full: orbit, sojourn: {law: exponential, mean_days: 1}, exits: {out: 1}}\n" +
                  "  orbit: {kind: home, sojourn: {law: exponential, mean_days: " + number(mean_orbit) + "}, exits: {desk: 1}}\nexits: {out: {}}\n");
}

// M/M/1: rho^2 / (1 - rho) (mu + theta) / theta in orbit, 4.9 here. A waiting list would hold 1.6.
TEST(Retrials, OneServer) {
  const double exact = retrial_orbit(0.7, 1, 0.5);
  const Simulated queue = with_orbit(0.7, 1, 2, 80000);
  EXPECT_TRUE(agrees(queue.by_replication("occupancy", "orbit"), exact, 0.08 * exact));
  EXPECT_TRUE(agrees(queue.by_replication("occupancy", "desk"), 0.7, 0.01));
}

// M/M/3: the chain of (in service, in orbit).
TEST(Retrials, ThreeServers) {
  constexpr std::size_t servers = 3, most = 150;
  constexpr double arrivals = 2.1, again = 0.5;
  const auto state = [](std::size_t busy, std::size_t orbit) { return orbit * (servers + 1) + busy; };
  std::vector<Step> steps;
  for (std::size_t orbit = 0; orbit <= most; ++orbit) {
    for (std::size_t busy = 0; busy <= servers; ++busy) {
      if (busy < servers) steps.push_back({state(busy, orbit), state(busy + 1, orbit), arrivals});
      if (busy == servers && orbit < most) steps.push_back({state(busy, orbit), state(busy, orbit + 1), arrivals});
      if (busy < servers && orbit > 0) steps.push_back({state(busy, orbit), state(busy + 1, orbit - 1), again * static_cast<double>(orbit)});
      if (busy > 0) steps.push_back({state(busy, orbit), state(busy - 1, orbit), static_cast<double>(busy)});
    }
  }
  const auto p = chain_at_rest(state(servers, most) + 1, steps);
  double in_orbit = 0, refused = 0;
  for (std::size_t orbit = 0; orbit <= most; ++orbit) {
    for (std::size_t busy = 0; busy <= servers; ++busy) in_orbit += p[state(busy, orbit)] * static_cast<double>(orbit);
    refused += p[state(servers, orbit)];
  }
  const Simulated queue = with_orbit(arrivals, servers, 1 / again, 30000);
  EXPECT_TRUE(agrees(queue.by_replication("occupancy", "orbit"), in_orbit, 0.08 * in_orbit));
  // All refusals: of those who come for the first time (a share `refused`), and again.
  std::vector<double> flow;
  for (double moves : queue.by_replication("moves", "desk>orbit")) flow.push_back(moves / 30000);
  const double exact = arrivals * refused + again * [&] {
    double sum = 0;
    for (std::size_t orbit = 0; orbit <= most; ++orbit) sum += p[state(servers, orbit)] * static_cast<double>(orbit);
    return sum;
  }();
  EXPECT_TRUE(agrees(flow, exact, 0.08 * exact));
}

}  // namespace
}  // namespace headwater::theory
