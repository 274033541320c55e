// The formulas of orders of service, judged themselves: against values in print, special cases, and each other.
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "selftest/discipline_formulas.hpp"
#include "selftest/queue_formulas.hpp"

namespace headwater::theory {
namespace {

TEST(Priorities, OneClassIsPollaczekAndKhinchine) {
  const PriorityClass alone{0.7, 1, 1.5};
  EXPECT_NEAR(priority_waits({alone})[0], single_server_wait(0.7, 1, 1.5, 0).first, 1e-14);
  EXPECT_NEAR(resume_times({alone})[0], 1 + single_server_wait(0.7, 1, 1.5, 0).first, 1e-14);
}

// Kleinrock's conservation law: sum rho_i W_i = rho R / (1 - rho), whatever the order (vol. 2, section 3.4).
TEST(Priorities, ConserveTheWork) {
  const std::vector<PriorityClass> classes{{0.2, 1, 3}, {0.4, 0.5, 0.25}, {0.15, 2, 4.3}};
  const auto waits = priority_waits(classes);
  double weighed = 0, rho = 0, residual = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    weighed += classes[i].load() * waits[i];
    rho += classes[i].load();
    residual += classes[i].arrivals * classes[i].second / 2;
  }
  EXPECT_NEAR(weighed, rho * residual / (1 - rho), 1e-13);
}

// Two Markovian classes of equal service at a load of 0.3 + 0.4: by hand 0.7 / 0.7 and 0.7 / (0.7 x 0.3) without
// pre-emption; with it 1 / 0.7 and 1 / (0.7 x 0.3) days in all.
TEST(Priorities, ByHand) {
  const std::vector<PriorityClass> classes{{0.3, 1, 2}, {0.4, 1, 2}};
  EXPECT_NEAR(priority_waits(classes)[0], 1, 1e-14);
  EXPECT_NEAR(priority_waits(classes)[1], 10.0 / 3, 1e-14);
  EXPECT_NEAR(resume_times(classes)[0], 1 / 0.7, 1e-14);
  EXPECT_NEAR(resume_times(classes)[1], 1 / (0.7 * 0.3), 1e-13);
  EXPECT_NEAR(waits_before_start(classes)[0], 0.3 / 0.7, 1e-14);
  EXPECT_NEAR(waits_before_start(classes)[1], 0.7 / (0.7 * 0.3), 1e-13);
}

TEST(InterruptedTime, OfResumedWorkIsTheKnownFormula) {
  const PriorityClass high{0.6, 0.4, 0.32}, low{0.3, 1, 1.7};
  EXPECT_NEAR(interrupted_time(high, low.arrivals, resume_completion(high, {low.first, low.second})), resume_times({high, low})[1], 1e-13);
}

// Exponential attempts of hazard m against interruptions of hazard a: each lasts Exp(m + a), however it ends.
TEST(InterruptedTime, RepeatedExponentialAttemptsAreAsResumed) {
  const PriorityClass high{0.6, 0.4, 0.32};
  const Moments attempt{1 / 1.6, 2 / (1.6 * 1.6)};
  const Moments repeated = repeat_completion(high, 1 / 1.6, attempt, attempt), resumed = resume_completion(high, {1, 2});
  EXPECT_NEAR(repeated.first, resumed.first, 1e-13);
  EXPECT_NEAR(repeated.second, resumed.second, 1e-12);
}

// (exp(a b) - 1) (1 / a + mean busy period); with interruptions that take no time and hardly ever come, the service.
TEST(InterruptedTime, RepeatedConstantWork) {
  const PriorityClass high{0.6, 0.4, 0.32};
  EXPECT_NEAR(repeat_constant_completion(high, 1).first, (std::exp(0.6) - 1) * (1 / 0.6 + 0.4 / 0.76), 1e-12);
  const Moments rare = repeat_constant_completion({1e-3, 1e-9, 1e-18}, 2);
  EXPECT_NEAR(rare.first, 2, 0.003);
  EXPECT_NEAR(rare.second, 4, 0.02);
}

TEST(Shared, TimesOfAllSizesAverageToTheNumber) {
  EXPECT_NEAR(0.7 * shared_time(1, 0.7), 0.7 / 0.3, 1e-14);
  EXPECT_NEAR(shared_time_variance(1e-9, 2), 0.25, 1e-8) << "alone: the variance of the service";
}

TEST(Ranked, AllRanksWaitTheCommonMean) {
  EXPECT_NEAR(ranked_wait(0.8, 0.8, 0, 1), 4, 1e-13);
  EXPECT_NEAR(ranked_wait(0.8, 0.8, 0, 1e-6), 0.8, 1e-5) << "the first waits for the residual service alone";
}

// M/M/1: E W^2 of last come is rho (1 - rho)^-3 2 / mu^2, by the busy period that the residual service begins.
TEST(Orders, SecondMomentsOfWaits) {
  const double first_come = single_server_wait(0.7, 1, 2, 6).second;
  EXPECT_NEAR(last_come_second_moment(first_come, 0.7), 2 * 0.7 / (0.3 * 0.3 * 0.3), 1e-10);
  EXPECT_GT(random_second_moment(first_come, 0.7), first_come);
  EXPECT_LT(random_second_moment(first_come, 0.7), last_come_second_moment(first_come, 0.7));
}

}  // namespace
}  // namespace headwater::theory
