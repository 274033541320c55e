// Who is next: last come or at random, without pre-emption. The mean wait is that of first come, first served; the
// second moment is not. Formulas: Takacs (1963), Kingman (1962): see discipline_formulas.hpp. At a load of 0.7 the
// second moment is 3.33 (last come) and 1.54 times (random) that of first come.
#include <gtest/gtest.h>

#include <string>

#include "selftest/discipline_formulas.hpp"
#include "selftest/queue_formulas.hpp"
#include "support/queue_samples.hpp"

namespace headwater::theory {
namespace {

Simulated in_order(const std::string& order, const TimeLaw& law) {
  return simulate(header({.horizon = 100000, .replications = 30, .warm_up = 1000}) +
                  "sources: {in: {rate_per_day: 0.7, to: desk}}\ntiers:\n  desk: {capacity: 1, order: " + order +
                  ", sojourn: " + law.yaml + ", exits: {out: 1}}\nexits: {out: {}}\n");
}

class Orders : public ::testing::TestWithParam<TimeLaw> {
 protected:
  void expect_wait(const std::string& order, double ratio) const {
    const TimeLaw& law = GetParam();
    const auto [mean, second] = single_server_wait(0.7, law.moment(1), law.moment(2), law.moment(3));
    const Simulated queue = in_order(order, law);
    EXPECT_TRUE(agrees(queue.by_replication("wait_mean", "desk"), mean, 0.05 * mean));
    EXPECT_TRUE(agrees(wait_squares(queue, "desk"), ratio * second, 0.25 * ratio * second));
  }
};

TEST_P(Orders, LastCome) {
  expect_wait("last_come", last_come_second_moment(1, 0.7));
}

TEST_P(Orders, Random) {
  expect_wait("random", random_second_moment(1, 0.7));
}

INSTANTIATE_TEST_SUITE_P(Laws, Orders, ::testing::Values(exponential(1), constant(1), uniform(0.1, 1.9)),
                         [](const auto& each) { return each.param.name; });

// At c servers those who wait do as in M/M/1 with one c times as fast, so the same ratios hold.
TEST(OrdersOfService, SeveralServers) {
  const MultiServer exact{2.1, 1, 3};
  for (const auto& [order, second] : {std::pair{"last_come", last_come_second_moment(exact.wait_second_moment(), 0.7)},
                                      {"random", random_second_moment(exact.wait_second_moment(), 0.7)}}) {
    const Simulated queue = simulate(header({.horizon = 40000, .replications = 30, .warm_up = 1000}) +
                                     "sources: {in: {rate_per_day: 2.1, to: desk}}\ntiers:\n  desk: {capacity: 3, order: " + order +
                                     ", sojourn: {law: exponential, mean_days: 1}, exits: {out: 1}}\nexits: {out: {}}\n");
    EXPECT_TRUE(agrees(queue.by_replication("wait_mean", "desk"), exact.mean_wait(), 0.07 * exact.mean_wait())) << order;
    EXPECT_TRUE(agrees(wait_squares(queue, "desk"), second, 0.25 * second)) << order;
  }
}

}  // namespace
}  // namespace headwater::theory
