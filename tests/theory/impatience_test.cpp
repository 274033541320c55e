// Those who give up waiting: exponential patience (Erlang A) and the same patience for all.
// Formulas: Garnett, Mandelbaum, Reiman (2002), section 3; Zeltyn, Mandelbaum (2005), section 2: see
// queue_formulas.hpp. More come here than could be served: without impatience there would be no equilibrium; were
// those who wait half as impatient, 0.158 would give up instead of 0.185 (and 0.232 instead of 0.177 if they had half the
// time).
#include <gtest/gtest.h>

#include <string>

#include "selftest/queue_formulas.hpp"
#include "support/queue_samples.hpp"

namespace headwater::theory {
namespace {

Simulated impatient(double arrivals, int servers, const std::string& patience) {
  return simulate(header({.horizon = 60000 / arrivals, .replications = 30, .warm_up = 200}) +
                  "sources: {in: {rate_per_day: " + number(arrivals) + ", to: desk}}\ntiers:\n  desk: {capacity: " + std::to_string(servers) +
                  ", patience: {" + patience + ", to: gone}, sojourn: {law: exponential, mean_days: 1}, exits: {out: 1}}\n" +
                  "exits: {out: {}, gone: {}}\n");
}

TEST(Impatience, ErlangA) {
  const Impatient exact{5.5, 1, 5, 0.5};
  const Simulated queue = impatient(5.5, 5, "law: exponential, mean_days: 2");
  EXPECT_TRUE(agrees(share_of_moves(queue, "desk>gone", {"desk>gone", "desk>out"}), exact.give_up(), 0.05 * exact.give_up()));
  EXPECT_TRUE(agrees(queue.by_replication("waiting", "desk"), exact.mean_waiting(), 0.05 * exact.mean_waiting()));
  EXPECT_TRUE(agrees(queue.by_replication("wait_mean", "desk"), exact.mean_wait_served(), 0.05 * exact.mean_wait_served()));
  const double busy = 5.5 * (1 - exact.give_up());
  EXPECT_TRUE(agrees(queue.by_replication("occupancy", "desk"), busy, 0.012 * busy));
}

TEST(Impatience, TheSameForAll) {
  const PatientForFixedTime exact{3.3, 1, 3, 1.5};
  const Simulated queue = impatient(3.3, 3, "law: constant, value_days: 1.5");
  EXPECT_TRUE(agrees(share_of_moves(queue, "desk>gone", {"desk>gone", "desk>out"}), exact.give_up(), 0.05 * exact.give_up()));
  EXPECT_TRUE(agrees(queue.by_replication("waiting", "desk"), 3.3 * exact.mean_wait(), 0.04 * 3.3 * exact.mean_wait()));
  // Those who are served without a wait, of all who come.
  std::vector<double> at_once;
  for (std::size_t r = 0; r < queue.records().size(); ++r) {
    const double served = queue.value("starts", "desk", r) / queue.value("entries", "desk", r);
    at_once.push_back(served * queue.share_below("wait", "desk", 0, r));
  }
  EXPECT_TRUE(agrees(at_once, 1 - exact.wait_probability(), 0.03, 1e-3)) << "a wait below the first bound counts as none";
}

}  // namespace
}  // namespace headwater::theory
