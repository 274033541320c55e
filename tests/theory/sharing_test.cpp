// Processor sharing, and the last to come who interrupts: queues to which the law of the stay does not matter.
// Sources: Kelly, Reversibility and Stochastic Networks (1979), section 3.3 (symmetric queues); Baskett, Chandy, Muntz,
// Palacios, Open, closed, and mixed networks of queues with different classes of customers, Journal of the ACM 22
// (1975); and those named in discipline_formulas.hpp.
// What is caught: first come, first served would show one alone in 0.30 of cases (constant stays) instead of 0.21; time
// in proportion to size tells these orders from all without pre-emption.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "selftest/discipline_formulas.hpp"
#include "selftest/queue_formulas.hpp"
#include "support/queue_samples.hpp"

namespace headwater::theory {
namespace {

std::string desk(double arrivals, const TimeLaw& law, const std::string& rules) {
  return "sources: {in: {rate_per_day: " + number(arrivals) + ", to: desk}}\ntiers:\n  desk: {" + rules + ", sojourn: " + law.yaml +
         ", exits: {out: 1}}\nexits: {out: {}}\n";
}

class Insensitive : public ::testing::TestWithParam<TimeLaw> {
 protected:
  /// Number present at the ends of weeks against M/M/c.
  void expect_number(const MultiServer& exact, const std::string& rules) const {
    const Simulated queue = simulate(header({.horizon = 14000, .replications = 60, .every = "week", .warm_up = 1000}) +
                                     desk(exact.arrivals, GetParam(), rules));
    for (int n : {0, 1, 2, 4, 8})
      EXPECT_TRUE(agrees(shares_present(queue, "desk", n), exact.in_system(n), 0.014)) << n << " in the system";
  }
};

TEST_P(Insensitive, SharedServer) {
  expect_number({0.7, 1, 1}, "capacity: 1, order: shared");
}

TEST_P(Insensitive, SharedServers) {
  expect_number({2.4, 1, 3}, "capacity: 3, order: shared");
}

TEST_P(Insensitive, LastComeInterrupts) {
  expect_number({0.7, 1, 1}, "capacity: 1, order: last_come, pre_emption: resume");
}

INSTANTIATE_TEST_SUITE_P(Laws, Insensitive, ::testing::Values(constant(1), gamma(0.5, 2), two_values(0.5, 3, 2.5, 1)),
                         [](const auto& each) { return each.param.name; });

// Classes of 0.5 and 2 days: each stays in proportion to its need, length / (1 - rho).
TEST(Sharing, TimeIsInProportionToSize) {
  for (const std::string rules : {"order: shared", "order: last_come, pre_emption: resume"}) {
    const Simulated queue = simulate(
        header({.horizon = 60000, .replications = 30, .warm_up = 1000}) +
        "classes: {small: {}, large: {}}\nsources:\n  small: {rate_per_day: 0.6, to: desk, class: small}\n"
        "  large: {rate_per_day: 0.2, to: desk, class: large}\ntiers:\n  desk:\n    capacity: 1\n" +
        "    " + (rules == "order: shared" ? "order: shared" : "order: last_come\n    pre_emption: resume") +
        "\n    sojourn: {law: constant, value_days: 0.5}\n    exits: {out: 1}\n"
        "    by_class: {large: {sojourn: {law: constant, value_days: 2}}}\nexits: {out: {}}\n"
        "groups: {size: {on: class}}\nreport: {by: [size]}\n");
    for (const auto& [size, arrivals, length] : {std::tuple{"small", 0.6, 0.5}, {"large", 0.2, 2.0}}) {
      const double present = arrivals * shared_time(length, 0.7);
      EXPECT_TRUE(agrees(weighted_sum(1, by_group(queue, "occupancy", "desk", size), 1, by_group(queue, "waiting", "desk", size)), present, 0.06 * present))
          << rules << ", " << size;
    }
  }
}

TEST(Sharing, VarianceOfTime) {
  const Simulated queue = simulate(header({.horizon = 100000, .replications = 30, .warm_up = 1000}) + desk(0.7, exponential(1), "capacity: 1, order: shared"));
  const double exact = shared_time_variance(0.7, 1);
  std::vector<double> variances;
  for (double sd : queue.by_replication("sojourn_sd", "desk")) variances.push_back(sd * sd);
  EXPECT_TRUE(agrees(queue.by_replication("sojourn_mean", "desk"), 1 / 0.3, 0.05 / 0.3));
  EXPECT_TRUE(agrees(variances, exact, 0.2 * exact)) << "against " << 1 / 0.09 << " for first come, first served";
}

// At most three share, the rest wait: exponential stays do not tell, so the number is that of M/M/1.
TEST(Sharing, NoMoreThanThree) {
  const MultiServer exact{0.7, 1, 1};
  const Simulated queue = simulate(header({.horizon = 28000, .replications = 60, .every = "week", .warm_up = 1000}) +
                                   desk(0.7, exponential(1), "capacity: 1, order: shared, shared_by_at_most: 3"));
  std::vector<double> waiting, sharing;
  for (std::size_t r = 0; r < queue.records().size(); ++r) {
    double list = 0, served = 0;
    for (std::size_t p = 0; p < queue.periods(); ++p) {
      list += queue.value("waiting", "desk", r, p);
      served += queue.value("occupancy", "desk", r, p);
    }
    waiting.push_back(list / static_cast<double>(queue.periods()));
    sharing.push_back(served / static_cast<double>(queue.periods()));
  }
  const double rho = 0.7, list = std::pow(rho, 4) / (1 - rho);  // sum over n > 3 of (n - 3) (1 - rho) rho^n
  EXPECT_TRUE(agrees(waiting, list, 0.15 * list));
  EXPECT_TRUE(agrees(sharing, rho / (1 - rho) - list, 0.03 * rho / (1 - rho)));
  for (int n : {0, 3, 5}) EXPECT_TRUE(agrees(shares_present(queue, "desk", n), exact.in_system(n), 0.012)) << n;
}

}  // namespace
}  // namespace headwater::theory
