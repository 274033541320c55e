// M/G/1 for every law of time, and M/D/c: queues in which the law of the stay matters.
// Sources: Gross, Shortle, Thompson, Harris, Fundamentals of Queueing Theory, 4th ed., section 5.1 (Pollaczek
// and Khinchine); Kleinrock, Queueing Systems, vol. 1, section 5.7 (Takacs); Tijms, A First Course in
// Stochastic Models (2003), section 9.6 (M/D/c: Crommelin's equations).
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "selftest/queue_formulas.hpp"
#include "support/simulate.hpp"

namespace headwater::theory {
namespace {

class GeneralService : public ::testing::TestWithParam<TimeLaw> {};

// Every law has mean 1 day and arrivals come at 0.7 a day; waits differ only through the law's second and
// third moments. Half the variance of the law would shorten the mean wait by (c^2 / 2) / (1 + c^2): from 4 %
// up.
TEST_P(GeneralService, MeanAndSecondMomentOfWait) {
  const TimeLaw& law = GetParam();
  ASSERT_NEAR(law.mean(), 1, 1e-12);
  const auto [mean, second] = single_server_wait(0.7, law.moment(1), law.moment(2), law.moment(3));
  const Simulated queue =
      simulate(header({.horizon = 100000, .replications = 60, .warm_up = 3000}) + one_desk(0.7, law, "1"));
  std::vector<double> squares;
  for (std::size_t r = 0; r < queue.records().size(); ++r) {
    const double wait = queue.value("wait_mean", "desk", r);
    const double sd = queue.value("wait_sd", "desk", r);
    squares.push_back(wait * wait + sd * sd);
  }
  EXPECT_TRUE(agrees(queue.by_replication("wait_mean", "desk"), mean, 0.04 * mean));
  EXPECT_TRUE(agrees(squares, second, 0.12 * second));
  EXPECT_TRUE(agrees(queue.by_replication("waiting", "desk"), 0.7 * mean, 0.04 * 0.7 * mean));
  EXPECT_TRUE(agrees(queue.by_replication("sojourn_mean", "desk"), 1, 0.006));
}

INSTANTIATE_TEST_SUITE_P(Laws, GeneralService,
                         ::testing::Values(exponential(1), constant(1), uniform(0.1, 1.9), gamma(2.5, 0.4),
                                           gamma(0.5, 2), weibull(1.5, 1 / std::tgamma(1 + 1 / 1.5)),
                                           weibull(0.8, 1 / std::tgamma(1 + 1 / 0.8)), lognormal(1, 1),
                                           two_values(0.5, 3, 2.5, 1)),
                         [](const auto& each) { return each.param.name + std::to_string(each.index); });

/// Distribution of the number in M/D/c, stays of 1 day: whoever is in service now has gone a day on, and
/// nobody else, so N(t + 1) = max(N(t) - c, 0) + Poisson(lambda). Iterated until it no longer moves.
std::vector<double> constant_service(double arrivals, int servers, std::size_t states) {
  std::vector<double> poisson(states), now(states, 0.0);
  for (std::size_t k = 0; k < states; ++k)
    poisson[k] = std::exp(k * std::log(arrivals) - arrivals - std::lgamma(k + 1.0));
  now[0] = 1;
  for (double change = 1; change > 1e-13;) {
    std::vector<double> next(states, 0.0);
    for (std::size_t n = 0; n < states; ++n) {
      const std::size_t left =
          n > static_cast<std::size_t>(servers) ? n - static_cast<std::size_t>(servers) : 0;
      for (std::size_t k = 0; left + k < states; ++k) next[left + k] += now[n] * poisson[k];
    }
    change = 0;
    for (std::size_t n = 0; n < states; ++n) change += std::fabs(next[n] - now[n]);
    now = next;
  }
  return now;
}

TEST(ConstantService, SeveralServers) {
  const double arrivals = 3.4;
  const int servers = 4;
  const auto exact = constant_service(arrivals, servers, 200);
  double waiting = 0, empty_places = 0;
  for (std::size_t n = 0; n < exact.size(); ++n) {
    waiting += exact[n] * std::max(0, static_cast<int>(n) - servers);
    empty_places += exact[n] * std::max(0, servers - static_cast<int>(n));
  }
  ASSERT_NEAR(servers - empty_places, arrivals, 1e-9) << "the solver itself: busy servers = load";
  const Simulated queue = simulate(header({.horizon = 30000, .replications = 60, .warm_up = 500}) +
                                   one_desk(arrivals, constant(1), std::to_string(servers)));
  EXPECT_TRUE(agrees(queue.by_replication("waiting", "desk"), waiting, 0.05 * waiting));
  EXPECT_TRUE(
      agrees(queue.by_replication("wait_mean", "desk"), waiting / arrivals, 0.05 * waiting / arrivals));
  EXPECT_TRUE(agrees(queue.by_replication("occupancy", "desk"), arrivals, 0.004 * arrivals));
}

}  // namespace
}  // namespace headwater::theory
