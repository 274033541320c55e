// Tiers in which not everybody finds a place: M/M/c/K, Erlang's and Engset's loss systems, balking.
// Formulas: Gross, Shortle, Thompson, Harris, Fundamentals of Queueing Theory, 4th ed., sections 2.1, 2.5, 2.6, 2.8 and
// 2.10. That the law of the stay does not matter to loss systems: Sevastyanov, An ergodic theorem for Markov processes
// and its application to telephone systems with refusals, Theory of Probability and its Applications 2 (1957).
// What is caught: one place more or less to wait in changes the share lost by 7 % or more, a quarter in most.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "selftest/queue_formulas.hpp"
#include "support/queue_samples.hpp"

namespace headwater::theory {
namespace {

std::string desk(double arrivals, const TimeLaw& law, const std::string& rules) {
  return "sources: {in: {rate_per_day: " + number(arrivals) + ", to: desk}}\ntiers:\n  desk: {" + rules + ", sojourn: " + law.yaml +
         ", exits: {out: 1}}\nexits: {out: {}, away: {}}\n";
}

std::vector<double> turned_away(const Simulated& queue) {
  return share_of_moves(queue, "desk>away", {"desk>away", "desk>out"});
}

struct Size {
  FiniteRoom exact;
  double detect;  ///< relative error of the share lost
};

void PrintTo(const Size& size, std::ostream* out) {
  *out << size.exact.servers << " servers, room for " << size.exact.room;
}

class FiniteRooms : public ::testing::TestWithParam<Size> {};

TEST_P(FiniteRooms, LossesAndWaits) {
  const FiniteRoom& exact = GetParam().exact;
  const Simulated queue =
      simulate(header({.horizon = 60000 / exact.arrivals, .replications = 30, .warm_up = 100}) +
               desk(exact.arrivals, exponential(1), "capacity: " + std::to_string(exact.servers) + ", waiting_room: " + std::to_string(exact.room) + ", when_full: away"));
  EXPECT_TRUE(agrees(turned_away(queue), exact.lost(), GetParam().detect * exact.lost()));
  EXPECT_TRUE(agrees(queue.by_replication("wait_mean", "desk"), exact.mean_wait(), 0.06 * exact.mean_wait()));
  EXPECT_TRUE(agrees(queue.by_replication("waiting", "desk"), exact.mean_waiting(), 0.06 * exact.mean_waiting()));
  const double busy = exact.arrivals * (1 - exact.lost());
  EXPECT_TRUE(agrees(queue.by_replication("occupancy", "desk"), busy, 0.02 * busy));
}

INSTANTIATE_TEST_SUITE_P(Sizes, FiniteRooms,
                         ::testing::Values(Size{{0.8, 1, 1, 4}, 0.06}, Size{{1.5, 1, 1, 2}, 0.03}, Size{{2.4, 1, 3, 5}, 0.08}),
                         [](const auto& each) { return "Case" + std::to_string(each.index); });

class Loss : public ::testing::TestWithParam<TimeLaw> {};

// Erlang's loss formula, whatever the law of the stay: 8 places, load 6, 0.122 lost; with a place more or less it would
// be 0.075 or 0.185.
TEST_P(Loss, ErlangsFormula) {
  const double exact = erlang_b(8, 6);
  const Simulated queue =
      simulate(header({.horizon = 18000, .replications = 30, .warm_up = 100}) + desk(6, GetParam(), "capacity: 8, waiting_room: 0, when_full: away"));
  EXPECT_TRUE(agrees(turned_away(queue), exact, 0.05 * exact));
  EXPECT_TRUE(agrees(queue.by_replication("occupancy", "desk"), 6 * (1 - exact), 0.015 * 6));
}

// Twelve who ask for one of four places after Exp(4 days) without one; who is refused asks again after as long.
TEST_P(Loss, EngsetsFormula) {
  const Engset exact{12, 4, 0.25, 1};
  double busy = 0;
  const auto p = exact.in_system();
  for (std::size_t n = 0; n < p.size(); ++n) busy += static_cast<double>(n) * p[n];
  const Simulated queue = simulate(
      header({.horizon = 25000, .replications = 30, .warm_up = 200}) + "sources: {in: {days: " + all_at_start(12) +
      ", to: home}}\ntiers:\n  home: {kind: home, sojourn: {law: exponential, mean_days: 4}, exits: {desk: 1}}\n"
      "  desk: {capacity: 4, waiting_room: 0, when_full: home, sojourn: " + GetParam().yaml + ", exits: {home: 1}}\n");
  std::vector<double> refused;
  for (std::size_t r = 0; r < queue.records().size(); ++r) refused.push_back(1 - queue.value("starts", "desk", r) / queue.value("departures", "home", r));
  EXPECT_TRUE(agrees(refused, exact.refused(), 0.05 * exact.refused()));
  EXPECT_TRUE(agrees(queue.by_replication("occupancy", "desk"), busy, 0.02 * busy));
}

INSTANTIATE_TEST_SUITE_P(Laws, Loss, ::testing::Values(exponential(1), constant(1), lognormal(1, 2), gamma(0.5, 2)),
                         [](const auto& each) { return each.param.name; });

// Those who find a list of 1 or 2 turn away with probability 0.3, of 3 and more with 0.8: birth and death.
TEST(Balking, ByTheLengthOfTheList) {
  const double arrivals = 1.2;
  std::vector<double> births;
  for (int n = 0; n < 200; ++n) births.push_back(arrivals * (n < 2 ? 1 : n < 4 ? 0.7 : 0.2));  // the list is n - 1
  const auto p = birth_and_death(births, std::vector<double>(births.size(), 1.0));
  double waiting = 0, away = 0;
  for (std::size_t n = 1; n < p.size(); ++n) waiting += p[n] * static_cast<double>(n - 1);
  for (std::size_t n = 0; n < births.size(); ++n) away += p[n] * (1 - births[n] / arrivals);
  const Simulated queue =
      simulate(header({.horizon = 60000, .replications = 30, .warm_up = 200}) +
               desk(arrivals, exponential(1), "capacity: 1, balk: {from: [1, 3], probability: [0.3, 0.8], to: away}"));
  EXPECT_TRUE(agrees(queue.by_replication("waiting", "desk"), waiting, 0.04 * waiting));
  EXPECT_TRUE(agrees(turned_away(queue), away, 0.04 * away));
  EXPECT_TRUE(agrees(queue.by_replication("occupancy", "desk"), 1 - p[0], 0.015));
}

}  // namespace
}  // namespace headwater::theory
