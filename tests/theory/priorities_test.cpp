// Priorities: classes that go before others, with and without pre-emption; ranks drawn from a range.
// Formulas: Cobham (1954); Gross, Shortle, Thompson, Harris, Fundamentals of Queueing Theory, 4th ed., section 3.4.
// What is caught: in turn of coming all classes would wait alike (2.3 days in the first test, instead of 1 and 3.3);
// without pre-emption the first class would also wait for others' service to end.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "selftest/discipline_formulas.hpp"
#include "selftest/queue_formulas.hpp"
#include "support/queue_samples.hpp"

namespace headwater::theory {
namespace {

struct Comers {
  double arrivals;
  TimeLaw service;

  PriorityClass moments() const { return {arrivals, service.moment(1), service.moment(2)}; }
};

const std::vector<std::string> names{"first", "second", "third"};

/// Classes in order of rank to one tier; `more` are further keys of the tier.
std::string classes_to_desk(const std::vector<Comers>& classes, int capacity, const std::string& more) {
  std::string declared = "classes: {", sources = "sources:\n", stays = "    by_class:\n";
  for (std::size_t i = 0; i < classes.size(); ++i) {
    declared += (i ? ", " : "") + names[i] + ": {priority: " + std::to_string(classes.size() - i) + "}";
    sources += "  " + names[i] + ": {rate_per_day: " + number(classes[i].arrivals) + ", to: desk, class: " + names[i] + "}\n";
    stays += "      " + names[i] + ": {sojourn: " + classes[i].service.yaml + "}\n";
  }
  return declared + "}\n" + sources + "tiers:\n  desk:\n    capacity: " + std::to_string(capacity) +
         "\n    order: highest_first\n    ordered_by: class\n" + more + "    sojourn: " + classes[0].service.yaml +
         "\n    exits: {out: 1}\n" + stays + "exits: {out: {}}\ngroups: {kind: {on: class}}\nreport: {by: [kind]}\n";
}

std::vector<PriorityClass> moments(const std::vector<Comers>& classes) {
  std::vector<PriorityClass> list;
  for (const Comers& each : classes) list.push_back(each.moments());
  return list;
}

TEST(Priorities, TwoClassesWithoutPreEmption) {
  const std::vector<Comers> classes{{0.3, exponential(1)}, {0.4, exponential(1)}};
  const auto exact = priority_waits(moments(classes));
  const Simulated queue = simulate(header({.horizon = 60000, .replications = 30, .warm_up = 1000}) + classes_to_desk(classes, 1, ""));
  EXPECT_TRUE(agrees(by_group(queue, "wait_mean", "desk", "first"), exact[0], 0.04 * exact[0]));
  EXPECT_TRUE(agrees(by_group(queue, "wait_mean", "desk", "second"), exact[1], 0.08 * exact[1]));
}

TEST(Priorities, ThreeClassesOfDifferentLawsWithoutPreEmption) {
  const std::vector<Comers> classes{{0.2, gamma(0.5, 2)}, {0.4, constant(0.5)}, {0.15, uniform(1, 3)}};
  const auto exact = priority_waits(moments(classes));
  const Simulated queue = simulate(header({.horizon = 80000, .replications = 30, .warm_up = 1000}) + classes_to_desk(classes, 1, ""));
  for (std::size_t i = 0; i < 3; ++i)
    EXPECT_TRUE(agrees(by_group(queue, "wait_mean", "desk", names[i]), exact[i], 0.1 * exact[i])) << names[i];
}

// Of equal classes at c servers those of rank i wait P(all busy) / (c mu) / ((1 - s_(i-1)) (1 - s_i)): Gross,
// section 3.4.2.
TEST(Priorities, SeveralServersWithoutPreEmption) {
  const std::vector<Comers> classes{{1.2, exponential(1)}, {1.2, exponential(1)}};
  const double all_busy = erlang_c(3, 2.4) / 3;
  const Simulated queue = simulate(header({.horizon = 25000, .replications = 30, .warm_up = 1000}) + classes_to_desk(classes, 3, ""));
  EXPECT_TRUE(agrees(by_group(queue, "wait_mean", "desk", "first"), all_busy / 0.6, 0.04 * all_busy / 0.6));
  EXPECT_TRUE(agrees(by_group(queue, "wait_mean", "desk", "second"), all_busy / 0.6 / 0.2, 0.13 * all_busy / 0.12));
}

// Time on the waiting list, interruptions included, by Little's law: the first class waits as if alone. The wait is that
// before the first start: a wait for each resumption would bring the mean of the third class down by 13 %.
TEST(Priorities, ThreeClassesThatResume) {
  const std::vector<Comers> classes{{0.2, exponential(1)}, {0.3, gamma(2, 0.4)}, {0.2, two_values(0.5, 3, 2.5, 1)}};
  const auto times = resume_times(moments(classes));
  ASSERT_NEAR(times[0], 1.25, 1e-12) << "M/M/1 alone";
  const Simulated queue =
      simulate(header({.horizon = 80000, .replications = 30, .warm_up = 1000}) + classes_to_desk(classes, 1, "    pre_emption: resume\n"));
  const auto before = waits_before_start(moments(classes));
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_TRUE(agrees(by_group(queue, "wait_mean", "desk", names[i]), before[i], 0.1 * before[i])) << names[i];
    const double waiting = classes[i].arrivals * (times[i] - classes[i].service.mean());
    EXPECT_TRUE(agrees(by_group(queue, "waiting", "desk", names[i]), waiting, 0.1 * waiting)) << names[i];
    const double load = classes[i].moments().load();
    EXPECT_TRUE(agrees(by_group(queue, "occupancy", "desk", names[i]), load, 0.02 * load)) << names[i];
  }
}

// At c servers the first class is M/M/c alone, and both together are M/M/c: exponential service is the same whoever
// is served.
TEST(Priorities, SeveralServersThatResume) {
  const std::vector<Comers> classes{{1.2, exponential(1)}, {1.2, exponential(1)}};
  const MultiServer alone{1.2, 1, 3}, together{2.4, 1, 3};
  const double second = together.mean_waiting() - alone.mean_waiting();
  const Simulated queue =
      simulate(header({.horizon = 25000, .replications = 30, .warm_up = 1000}) + classes_to_desk(classes, 3, "    pre_emption: resume\n"));
  EXPECT_TRUE(agrees(by_group(queue, "waiting", "desk", "first"), alone.mean_waiting(), 0.08 * alone.mean_waiting()));
  EXPECT_TRUE(agrees(by_group(queue, "waiting", "desk", "second"), second, 0.13 * second));
}

// Ranks from 0 to 1, the lowest first: the wait grows with the rank as R / (1 - rho u)^2.
TEST(Priorities, RanksDrawnFromARange) {
  const Simulated queue = simulate(
      header({.horizon = 60000, .replications = 30, .warm_up = 1000}) +
      "attributes: {rank: {law: uniform, low: 0, high: 1}}\nsources: {in: {rate_per_day: 0.8, to: desk}}\ntiers:\n"
      "  desk: {capacity: 1, order: lowest_first, ordered_by: rank, sojourn: {law: exponential, mean_days: 1}, exits: {out: 1}}\n"
      "exits: {out: {}}\ngroups: {third: {on: rank, below: [0.3, 0.7], labels: [low, middle, high]}}\nreport: {by: [third]}\n");
  const std::vector<double> cuts{0, 0.3, 0.7, 1};
  const std::vector<std::string> groups{"low", "middle", "high"};
  for (std::size_t i = 0; i < 3; ++i) {
    const double exact = ranked_wait(0.8, 0.8, cuts[i], cuts[i + 1]);
    EXPECT_TRUE(agrees(by_group(queue, "wait_mean", "desk", groups[i]), exact, 0.12 * exact)) << groups[i];
  }
}

// Cut into bands at 0.3 and 0.7, within which first come goes first: three classes.
TEST(Priorities, BandsOfAnAttribute) {
  const auto exact = priority_waits({{0.24, 1, 2}, {0.32, 1, 2}, {0.24, 1, 2}});
  const Simulated queue = simulate(
      header({.horizon = 60000, .replications = 30, .warm_up = 1000}) +
      "attributes: {rank: {law: uniform, low: 0, high: 1}}\nsources: {in: {rate_per_day: 0.8, to: desk}}\ntiers:\n"
      "  desk: {capacity: 1, order: highest_first, ordered_by: rank, bands: [0.3, 0.7], sojourn: {law: exponential, mean_days: 1}, exits: {out: 1}}\n"
      "exits: {out: {}}\ngroups: {third: {on: rank, below: [0.3, 0.7], labels: [low, middle, high]}}\nreport: {by: [third]}\n");
  const std::vector<std::string> groups{"high", "middle", "low"};
  for (std::size_t i = 0; i < 3; ++i)
    EXPECT_TRUE(agrees(by_group(queue, "wait_mean", "desk", groups[i]), exact[i], 0.13 * exact[i])) << groups[i];
}

}  // namespace
}  // namespace headwater::theory
