// Two classes at one server, the first of which interrupts: what becomes of the work done so far.
// Formulas: Gaver (1962), Conway, Maxwell, Miller, Theory of Scheduling (1967), section 8-6: see discipline_formulas.hpp.
// What is caught: the second class's time in a place, lost work included, is 1.37 days when constant work begins anew and
// 1 when it goes on; with two lengths it is 1.89 when the length is kept and 1.06 when it is drawn anew.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "selftest/discipline_formulas.hpp"
#include "support/queue_samples.hpp"
#include "support/time_formulas.hpp"

namespace headwater::theory {
namespace {

constexpr double high_arrivals = 0.6, high_mean = 0.4, low_arrivals = 0.3;
const PriorityClass high{high_arrivals, high_mean, 2 * high_mean * high_mean};

Simulated two_classes(const std::string& pre_emption, const TimeLaw& low) {
  return simulate(header({.horizon = 80000, .replications = 30, .warm_up = 1000}) +
                  "classes: {high: {priority: 1}, low: {}}\nsources:\n  high: {rate_per_day: 0.6, to: desk, class: high}\n"
                  "  low: {rate_per_day: 0.3, to: desk, class: low}\ntiers:\n  desk:\n    capacity: 1\n    order: highest_first\n"
                  "    ordered_by: class\n    pre_emption: " + pre_emption +
                  "\n    sojourn: {law: exponential, mean_days: 0.4}\n    exits: {out: 1}\n    by_class: {low: {sojourn: " + low.yaml +
                  "}}\nexits: {out: {}}\ngroups: {kind: {on: class}}\nreport: {by: [kind]}\n");
}

/// `in_place`: mean time in a place, lost work included.
void expect_second_class(const Simulated& queue, const Moments& completion, double in_place) {
  const double time = interrupted_time(high, low_arrivals, completion);
  const double waiting = low_arrivals * (time - in_place);
  EXPECT_TRUE(agrees(by_group(queue, "occupancy", "desk", "low"), low_arrivals * in_place, 0.03 * low_arrivals * in_place));
  EXPECT_TRUE(agrees(by_group(queue, "sojourn_mean", "desk", "low"), in_place, 0.03 * in_place));
  EXPECT_TRUE(agrees(by_group(queue, "waiting", "desk", "low"), waiting, 0.12 * waiting));
  const double high_waiting = high_arrivals * high_arrivals * high_mean * high_mean / (1 - high_arrivals * high_mean);
  EXPECT_TRUE(agrees(by_group(queue, "waiting", "desk", "high"), high_waiting, 0.1 * high_waiting)) << "as if alone";
}

TEST(LostWork, ResumeOfConstantStays) {
  expect_second_class(two_classes("resume", constant(1)), resume_completion(high, {1, 1}), 1);
}

// (exp(lambda b) - 1) / lambda days in a place.
TEST(LostWork, RestartOfConstantStays) {
  expect_second_class(two_classes("restart", constant(1)), repeat_constant_completion(high, 1), (std::exp(high_arrivals) - 1) / high_arrivals);
}

// Two lengths, kept when work begins anew: a mixture of two constant stays.
TEST(LostWork, RestartKeepsTheLength) {
  const Moments brief = repeat_constant_completion(high, 0.5), lengthy = repeat_constant_completion(high, 2.5);
  const double in_place = 0.75 * (std::exp(0.5 * high_arrivals) - 1) / high_arrivals + 0.25 * (std::exp(2.5 * high_arrivals) - 1) / high_arrivals;
  expect_second_class(two_classes("restart", two_values(0.5, 3, 2.5, 1)),
                      {0.75 * brief.first + 0.25 * lengthy.first, 0.75 * brief.second + 0.25 * lengthy.second}, in_place);
}

// A new length at each attempt: one attempt succeeds with probability E exp(-lambda S).
TEST(LostWork, ResampleDrawsANewLength) {
  const double brief = std::exp(-0.5 * high_arrivals), lengthy = std::exp(-2.5 * high_arrivals);
  const double success = 0.75 * brief + 0.25 * lengthy;
  const TimeLaw law = two_values(0.5, 3, 2.5, 1);
  const auto failed = [&](int k) {
    return integral([&](double t) { return std::pow(t, k) * high_arrivals * std::exp(-high_arrivals * t) * law.survival(t); }, {0, 0.5, 2.5}) / (1 - success);
  };
  const Moments last{(0.75 * brief * 0.5 + 0.25 * lengthy * 2.5) / success, (0.75 * brief * 0.25 + 0.25 * lengthy * 6.25) / success};
  const Moments lost{failed(1), failed(2)};
  expect_second_class(two_classes("resample", law), repeat_completion(high, success, lost, last),
                      last.first + (1 - success) / success * lost.first);
}

// Exponential stays have no memory: a new length is as good as the rest of the old one.
TEST(LostWork, ResampleOfExponentialStaysIsResume) {
  expect_second_class(two_classes("resample", exponential(1)), resume_completion(high, {1, 2}), 1);
}

}  // namespace
}  // namespace headwater::theory
