// Stations in series with little room between them: who is done and finds none keeps the server.
// Formulas: Hunt (1956); Gross, Shortle, Thompson, Harris, section 4.1.2: see network_formulas.hpp.
// What is caught: without blocking two equal stations would put through 1 a day instead of 2/3, and one place more or
// less between them makes a twelfth.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "selftest/network_formulas.hpp"
#include "support/chain_at_rest.hpp"
#include "support/queue_samples.hpp"

namespace headwater::theory {
namespace {

std::string station(const std::string& name, double mean, const std::string& rules, const std::string& next) {
  return "  " + name + ": {capacity: 1" + rules + ", sojourn: {law: exponential, mean_days: " + number(mean) + "}, exits: {" + next + ": 1}}\n";
}

// The first station never runs out: who leaves the second joins its list again.
TEST(Blocking, GreatestThroughputOfTwoStations) {
  struct Line {
    double first, second;
    int room;
  };
  for (const Line& each : {Line{1, 1, 0}, Line{1, 1, 1}, Line{1, 1, 4}, Line{1, 2, 2}}) {
    const double exact = blocked_throughput(1 / each.first, 1 / each.second, each.room);
    const Simulated line = simulate(header({.horizon = 50000, .replications = 20, .warm_up = 100}) + "sources: {in: {days: " +
                                    all_at_start(each.room + 4) + ", to: a}}\ntiers:\n" + station("a", each.first, "", "b") +
                                    station("b", each.second, ", blocks: true, waiting_room: " + std::to_string(each.room), "a"));
    EXPECT_TRUE(agrees(line.by_replication("throughput", "b"), exact, 0.014 * exact)) << each.first << ", " << each.second << ", room for " << each.room;
  }
}

// Three stations and no room between them: 22/39 of what one could do (Hunt, 1956, table 1: 0.5641).
TEST(Blocking, GreatestThroughputOfThreeStations) {
  const Simulated line = simulate(header({.horizon = 30000, .replications = 20, .warm_up = 100}) + "sources: {in: {days: " + all_at_start(5) +
                                  ", to: a}}\ntiers:\n" + station("a", 1, "", "b") + station("b", 1, ", blocks: true, waiting_room: 0", "c") +
                                  station("c", 1, ", blocks: true, waiting_room: 0", "a"));
  EXPECT_TRUE(agrees(line.by_replication("throughput", "c"), 22.0 / 39, 0.012));
}

// No room at all; who finds the first station taken is lost.
TEST(Blocking, TwoStationsWithoutRoom) {
  const auto p = two_stations_without_room(0.8);
  const Simulated line = simulate(header({.horizon = 40000, .replications = 30, .warm_up = 100}) + "sources: {in: {rate_per_day: 0.8, to: a}}\ntiers:\n" +
                                  station("a", 1, ", waiting_room: 0, when_full: lost", "b") +
                                  station("b", 1, ", blocks: true, waiting_room: 0", "out") + "exits: {out: {}, lost: {}}\n");
  EXPECT_TRUE(agrees(share_of_moves(line, "a>lost", {"a>lost", "a>b"}), p[1] + p[3] + p[4], 0.012));
  EXPECT_TRUE(agrees(line.by_replication("blocked", "a"), p[4], 0.006));
  EXPECT_TRUE(agrees(line.by_replication("occupancy", "a"), p[1] + p[3] + p[4], 0.012));
  EXPECT_TRUE(agrees(line.by_replication("occupancy", "b"), p[2] + p[3] + p[4], 0.012));
}

// Unlimited room before the first station, one place between: the chain of (at the first, at the second), the latter
// 3 when the first is blocked.
TEST(Blocking, WaitBeforeTheFirstStation) {
  constexpr double arrivals = 0.55;
  constexpr std::size_t most = 250;
  const auto state = [](std::size_t first, std::size_t second) { return first * 4 + second; };
  std::vector<Step> steps;
  for (std::size_t first = 0; first <= most; ++first) {
    for (std::size_t second = 0; second <= 3; ++second) {
      if (first == 0 && second == 3) continue;
      if (first < most) steps.push_back({state(first, second), state(first + 1, second), arrivals});
      if (first > 0 && second < 2) steps.push_back({state(first, second), state(first - 1, second + 1), 1});
      if (first > 0 && second == 2) steps.push_back({state(first, 2), state(first, 3), 1});
      if (second > 0 && second < 3) steps.push_back({state(first, second), state(first, second - 1), 1});
      if (second == 3) steps.push_back({state(first, 3), state(first - 1, 2), 1});
    }
  }
  steps.push_back({state(0, 3), state(0, 2), 1});  // never there, but every state needs a way out
  const auto p = chain_at_rest(state(most, 3) + 1, steps);
  double waiting = 0, blocked = 0;
  for (std::size_t first = 1; first <= most; ++first) {
    for (std::size_t second = 0; second <= 3; ++second) waiting += p[state(first, second)] * static_cast<double>(first - 1);
    blocked += p[state(first, 3)];
  }
  const Simulated line = simulate(header({.horizon = 50000, .replications = 30, .warm_up = 1000}) + "sources: {in: {rate_per_day: 0.55, to: a}}\ntiers:\n" +
                                  station("a", 1, "", "b") + station("b", 1, ", blocks: true, waiting_room: 1", "out") + "exits: {out: {}}\n");
  EXPECT_TRUE(agrees(line.by_replication("waiting", "a"), waiting, 0.1 * waiting));
  EXPECT_TRUE(agrees(line.by_replication("blocked", "a"), blocked, 0.06 * blocked));
  EXPECT_TRUE(agrees(line.by_replication("throughput", "b"), arrivals, 0.01 * arrivals));
}

}  // namespace
}  // namespace headwater::theory
