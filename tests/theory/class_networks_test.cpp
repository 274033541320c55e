// Networks whose entities change class on the way, so that a tier treats them differently when they come again.
// Source: Baskett, Chandy, Muntz, Palacios, Open, closed, and mixed networks of queues with different classes of
// customers, Journal of the ACM 22 (1975); Kelly, Reversibility and Stochastic Networks (1979), sections 3.1 and 3.3.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "selftest/queue_formulas.hpp"
#include "support/queue_samples.hpp"

namespace headwater::theory {
namespace {

// new: a -> b, there becomes old, -> a -> out. The shared tier a takes new ones 0.5 day of any law, old ones 0.9: its
// load is 0.4 x 1.4, and the mean number of each class there is its load over 1 - rho. At b all are alike: M/M/1. Had
// the class not changed, nobody would ever leave.
TEST(ClassNetwork, SharedTierVisitedTwice) {
  const double rho_a = 0.4 * 1.4, rho_b = 0.4 * 1.5;
  const Simulated network = simulate(
      header({.horizon = 60000, .replications = 30, .warm_up = 1000}) +
      "classes: {new: {}, old: {}}\nsources: {in: {rate_per_day: 0.4, to: a, class: new}}\ntiers:\n"
      "  a:\n    capacity: 1\n    order: shared\n    sojourn: {law: constant, value_days: 0.5}\n    exits: {b: 1}\n"
      "    by_class: {old: {sojourn: " + gamma(0.5, 1.8).yaml + ", exits: {out: 1}}}\n"
      "  b: {capacity: 1, sojourn: {law: exponential, mean_days: 1.5}, exits: {a: {weight: 1, becomes: old}}}\nexits: {out: {}}\n");
  const double at_a = rho_a / (1 - rho_a), at_b = rho_b / (1 - rho_b);
  EXPECT_TRUE(agrees(network.by_replication("occupancy", "a"), at_a, 0.06 * at_a));
  EXPECT_TRUE(agrees(weighted_sum(1, network.by_replication("occupancy", "b"), 1, network.by_replication("waiting", "b")), at_b, 0.06 * at_b));
  EXPECT_TRUE(agrees(network.by_replication("throughput", "a"), 0.8, 0.01));
}

// First come, first served with the same exponential law for both classes: as M/M/1 with both flows.
TEST(ClassNetwork, FirstComeTierVisitedTwice) {
  const double rho = 2 * 0.4 * 0.8;
  const Simulated network = simulate(
      header({.horizon = 60000, .replications = 30, .warm_up = 1000}) +
      "classes: {new: {}, old: {}}\nsources: {in: {rate_per_day: 0.4, to: a, class: new}}\ntiers:\n"
      "  a:\n    capacity: 1\n    sojourn: {law: exponential, mean_days: 0.8}\n    exits: {b: 1}\n    by_class: {old: {exits: {out: 1}}}\n"
      "  b: {sojourn: " + uniform(1, 5).yaml + ", exits: {a: {weight: 1, becomes: old}}}\nexits: {out: {}}\n");
  const double waiting = rho * rho / (1 - rho);
  EXPECT_TRUE(agrees(network.by_replication("waiting", "a"), waiting, 0.08 * waiting));
  EXPECT_TRUE(agrees(network.by_replication("occupancy", "a"), rho, 0.012));
  EXPECT_TRUE(agrees(network.by_replication("occupancy", "b"), 1.2, 0.02));
}

// Classes that are served in turn of coming: M/G/1 with the mixture of their laws, and one wait for all.
TEST(ClassNetwork, ClassesInTurnOfComing) {
  const TimeLaw brief = constant(0.5), lengthy = exponential(2);
  const auto mixed = [&](int k) { return (0.6 * brief.moment(k) + 0.2 * lengthy.moment(k)) / 0.8; };
  const double mean = single_server_wait(0.8, mixed(1), mixed(2), mixed(3)).first;
  const Simulated queue = simulate(
      header({.horizon = 80000, .replications = 30, .warm_up = 1000}) +
      "classes: {brief: {}, lengthy: {}}\nsources:\n  brief: {rate_per_day: 0.6, to: desk, class: brief}\n"
      "  lengthy: {rate_per_day: 0.2, to: desk, class: lengthy}\ntiers:\n  desk:\n    capacity: 1\n    sojourn: " + brief.yaml +
      "\n    exits: {out: 1}\n    by_class: {lengthy: {sojourn: " + lengthy.yaml + "}}\nexits: {out: {}}\n"
      "groups: {kind: {on: class}}\nreport: {by: [kind]}\n");
  for (const std::string kind : {"brief", "lengthy"}) EXPECT_TRUE(agrees(by_group(queue, "wait_mean", "desk", kind), mean, 0.08 * mean)) << kind;
  EXPECT_TRUE(agrees(by_group(queue, "sojourn_mean", "desk", "lengthy"), 2, 0.03));
}

}  // namespace
}  // namespace headwater::theory
