// A fixed number of entities who go round for ever.
// Formulas: Gordon, Newell (1967), Buzen (1973): see network_formulas.hpp; Baskett, Chandy, Muntz, Palacios (1975).
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "selftest/network_formulas.hpp"
#include "support/chain_at_rest.hpp"
#include "support/queue_samples.hpp"

namespace headwater::theory {
namespace {

// Nine in three stations of 1, 2 and unlimited places. The throughput is 0.93 a day; with eight it would be 0.91,
// with a second place at a 1.13, and with one fewer at b 0.57.
TEST(ClosedNetwork, ThreeStations) {
  const ClosedNetwork exact = closed_network({{1, 1, 1}, {0.7, 2.5, 2}, {0.3, 4, 9}}, 9);
  const Simulated network = simulate(
      header({.horizon = 30000, .replications = 30, .warm_up = 300}) + "sources: {in: {days: " + all_at_start(9) + ", to: a}}\ntiers:\n"
      "  a: {capacity: 1, sojourn: {law: exponential, mean_days: 1}, exits: {b: 0.7, c: 0.3}}\n"
      "  b: {capacity: 2, sojourn: {law: exponential, mean_days: 2.5}, exits: {a: 1}}\n"
      "  c: {sojourn: {law: exponential, mean_days: 4}, exits: {a: 1}}\n");
  EXPECT_TRUE(agrees(network.by_replication("throughput", "a"), exact.throughput, 0.012 * exact.throughput));
  const std::vector<std::string> tiers{"a", "b", "c"};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_TRUE(agrees(weighted_sum(1, network.by_replication("occupancy", tiers[i]), 1, network.by_replication("waiting", tiers[i])),
                       exact.numbers[i], 0.05 * exact.numbers[i])) << tiers[i];
  }
}

// Shared and last-come-interrupts stations have the same product form with any law of the stay.
TEST(ClosedNetwork, ProductFormWithOtherOrdersAndLaws) {
  const ClosedNetwork exact = closed_network({{1, 1, 1}, {0.6, 1.5, 1}, {0.4, 5, 8}}, 8);
  const Simulated network = simulate(
      header({.horizon = 30000, .replications = 30, .warm_up = 300}) + "sources: {in: {days: " + all_at_start(8) + ", to: a}}\ntiers:\n"
      "  a: {capacity: 1, order: shared, sojourn: " + gamma(0.5, 2).yaml + ", exits: {b: 0.6, c: 0.4}}\n"
      "  b: {capacity: 1, order: last_come, pre_emption: resume, sojourn: " + uniform(0.5, 2.5).yaml + ", exits: {a: 1}}\n"
      "  c: {sojourn: {law: constant, value_days: 5}, exits: {a: 1}}\n");
  EXPECT_TRUE(agrees(network.by_replication("throughput", "a"), exact.throughput, 0.012 * exact.throughput));
  const std::vector<std::string> tiers{"a", "b", "c"};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_TRUE(agrees(weighted_sum(1, network.by_replication("occupancy", tiers[i]), 1, network.by_replication("waiting", tiers[i])),
                       exact.numbers[i], 0.06 * exact.numbers[i])) << tiers[i];
  }
}

// Two kinds of machines and one repairer, who drops a slow repair when a press breaks down: the chain of (presses,
// lathes) that are broken, solved. Served in turn of coming, a press would
// wait for lathes, whose repair takes half as long again.
TEST(MachineRepair, TwoKindsOfMachines) {
  constexpr std::size_t presses = 4, lathes = 6;
  constexpr double press_fails = 0.1, press_repair = 1.5, lathe_fails = 0.08, lathe_repair = 1.0;
  const auto state = [](std::size_t p, std::size_t l) { return p * (lathes + 1) + l; };
  std::vector<Step> steps;
  for (std::size_t p = 0; p <= presses; ++p) {
    for (std::size_t l = 0; l <= lathes; ++l) {
      if (p < presses) steps.push_back({state(p, l), state(p + 1, l), static_cast<double>(presses - p) * press_fails});
      if (l < lathes) steps.push_back({state(p, l), state(p, l + 1), static_cast<double>(lathes - l) * lathe_fails});
      if (p > 0) steps.push_back({state(p, l), state(p - 1, l), press_repair});
      if (p == 0 && l > 0) steps.push_back({state(p, l), state(p, l - 1), lathe_repair});
    }
  }
  const auto rest = chain_at_rest(state(presses, lathes) + 1, steps);
  double broken_presses = 0, broken_lathes = 0;
  for (std::size_t p = 0; p <= presses; ++p) {
    for (std::size_t l = 0; l <= lathes; ++l) {
      broken_presses += rest[state(p, l)] * static_cast<double>(p);
      broken_lathes += rest[state(p, l)] * static_cast<double>(l);
    }
  }
  const Simulated works = simulate(
      header({.horizon = 60000, .replications = 30, .warm_up = 300}) +
      "classes: {press: {priority: 1}, lathe: {}}\nsources:\n  presses: {days: " + all_at_start(presses) + ", to: works, class: press}\n"
      "  lathes: {days: " + all_at_start(lathes) + ", to: works, class: lathe}\ntiers:\n"
      "  works:\n    sojourn: {law: exponential, hazard_per_day: 0.1}\n    exits: {repair: 1}\n"
      "    by_class: {lathe: {sojourn: {law: exponential, hazard_per_day: 0.08}}}\n"
      "  repair:\n    capacity: 1\n    order: highest_first\n    ordered_by: class\n    pre_emption: resume\n"
      "    sojourn: {law: exponential, hazard_per_day: 1.5}\n    exits: {works: 1}\n"
      "    by_class: {lathe: {sojourn: {law: exponential, hazard_per_day: 1}}}\n"
      "groups: {kind: {on: class}}\nreport: {by: [kind]}\n");
  const auto broken = [&](const std::string& kind) {
    return weighted_sum(1, by_group(works, "occupancy", "repair", kind), 1, by_group(works, "waiting", "repair", kind));
  };
  EXPECT_TRUE(agrees(broken("press"), broken_presses, 0.03 * broken_presses));
  EXPECT_TRUE(agrees(broken("lathe"), broken_lathes, 0.05 * broken_lathes));
}

}  // namespace
}  // namespace headwater::theory
