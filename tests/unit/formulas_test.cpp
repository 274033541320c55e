// The formulas that judge the engine, judged themselves: against values in print, and against each other.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "selftest/queue_formulas.hpp"
#include "support/statistics.hpp"
#include "support/time_formulas.hpp"
#include "support/time_laws.hpp"

namespace headwater::theory {
namespace {

// Traffic (erlang) that loses 1 % of calls, by number of lines: the usual table of Erlang's loss formula, as
// in Iversen, Teletraffic Engineering Handbook (ITU-D), and most textbooks of telephony.
TEST(ErlangB, MatchesPrintedTable) {
  const std::vector<std::pair<int, double>> one_percent{{1, 0.0101}, {2, 0.153},  {5, 1.36},   {10, 4.46},
                                                        {20, 12.03}, {50, 37.90}, {100, 84.06}};
  for (const auto& [lines, load] : one_percent) {
    EXPECT_NEAR(erlang_b(lines, load), 0.01, 0.0001) << lines << " lines";
  }
}

// M/M/c at 80 % load: mean number waiting. Hillier, Yu, Queueing Tables and Graphs (1981) prints these to
// four places.
TEST(ErlangC, MatchesPrintedMeanNumberWaiting) {
  const std::vector<std::pair<int, double>> waiting{{1, 3.2000}, {2, 2.8444}, {3, 2.5888},
                                                    {4, 2.3857}, {5, 2.2165}, {10, 1.6367}};
  for (const auto& [servers, mean] : waiting) {
    const MultiServer queue{0.8 * servers, 1.0, servers};
    EXPECT_NEAR(queue.mean_waiting(), mean, 5e-5) << servers << " servers";
  }
}

// The eye clinic of Gross, Shortle, Thompson, Harris, section 2.3: 6 an hour, 3 ophthalmologists of 3 an hour
// each. Empty 1/9 of the time, 8/9 waiting, a visit takes 28.9 minutes.
TEST(ErlangC, MatchesEyeClinic) {
  const MultiServer clinic{6, 3, 3};
  EXPECT_NEAR(clinic.in_system(0), 1.0 / 9, 1e-14);
  EXPECT_NEAR(clinic.wait_probability(), 4.0 / 9, 1e-14);
  EXPECT_NEAR(clinic.mean_waiting(), 8.0 / 9, 1e-14);
  EXPECT_NEAR(60 * (clinic.mean_wait() + 1.0 / 3), 28.9, 0.05);
}

// The emergency room of Hillier, Lieberman, Introduction to Operations Research (the queueing chapter): 2 an
// hour, 3 an hour per doctor. One doctor: 4/3 waiting, two thirds of an hour; two doctors: 1/12 waiting, 1/24
// of an hour.
TEST(ErlangC, MatchesEmergencyRoom) {
  const MultiServer one{2, 3, 1}, two{2, 3, 2};
  EXPECT_NEAR(one.mean_waiting(), 4.0 / 3, 1e-14);
  EXPECT_NEAR(one.mean_wait(), 2.0 / 3, 1e-14);
  EXPECT_NEAR(two.in_system(0), 0.5, 1e-14);
  EXPECT_NEAR(two.mean_waiting(), 1.0 / 12, 1e-14);
  EXPECT_NEAR(two.mean_wait(), 1.0 / 24, 1e-14);
}

TEST(MultiServer, DistributionsHangTogether) {
  const MultiServer queue{7.2, 1.0, 8};
  double sum = 0, waiting = 0, busy = 0, full = 0;
  for (int n = 0; n < 2000; ++n) {
    const double p = queue.in_system(n);
    sum += p;
    waiting += p * std::max(0, n - 8);
    busy += p * std::min(n, 8);
    full += n >= 8 ? p : 0;
  }
  EXPECT_NEAR(sum, 1, 1e-12);
  EXPECT_NEAR(waiting, queue.mean_waiting(), 1e-10);
  EXPECT_NEAR(busy, queue.load(), 1e-12);
  EXPECT_NEAR(full, queue.wait_probability(), 1e-12);
  EXPECT_NEAR(queue.wait_exceeds(queue.wait_quantile(0.9)), 0.1, 1e-14);
  EXPECT_EQ(queue.wait_quantile(0.1), 0);
  EXPECT_NEAR(integral([&](double t) { return queue.wait_exceeds(t); }, {0, 5, 50, 500}), queue.mean_wait(),
              1e-10);
}

TEST(SingleServer, AgreesWithMarkovianCase) {
  const MultiServer queue{0.8, 1.0, 1};
  const auto [mean, second] = single_server_wait(0.8, 1, 2, 6);
  EXPECT_NEAR(mean, 4, 1e-13);
  EXPECT_NEAR(mean, queue.mean_wait(), 1e-13);
  EXPECT_NEAR(second, queue.wait_second_moment(), 1e-12);
  EXPECT_NEAR(single_server_wait(0.8, 1, 1, 1).first, 2, 1e-13) << "M/D/1 waits half as long as M/M/1";
}

// sigma for D/M/1 at half load solves sigma = exp(-2 (1 - sigma)): 0.2032, the share that Kleinrock's
// equation gives.
TEST(RegularArrivals, RootSolvesItsEquation) {
  const RegularArrivals queue{2.0, 1.0};
  EXPECT_NEAR(queue.sigma(), 0.20319, 5e-6);
  EXPECT_NEAR(queue.sigma(), std::exp(-2 * (1 - queue.sigma())), 1e-15);
  const RegularArrivals busy{1.25, 1.0};
  EXPECT_NEAR(busy.sigma(), std::exp(-1.25 * (1 - busy.sigma())), 1e-15);
  EXPECT_LT(busy.sigma(), 1);
}

TEST(FiniteRoom, BetweenErlangsTwoFormulas) {
  EXPECT_NEAR((FiniteRoom{6, 1, 8, 0}.lost()), erlang_b(8, 6), 1e-14);
  const FiniteRoom wide{2.4, 1, 3, 400};
  EXPECT_NEAR(wide.mean_wait(), (MultiServer{2.4, 1, 3}.mean_wait()), 1e-11);
  EXPECT_NEAR((FiniteRoom{1, 1, 1, 3}.lost()), 0.2, 1e-15) << "five states, all alike";
}

// Impatience at the hazard of service: as with unlimited places, a Poisson number.
TEST(Impatient, SpecialCases) {
  const auto p = Impatient{5, 1, 3, 1}.in_system();
  EXPECT_NEAR(p[0], std::exp(-5.0), 1e-15);
  EXPECT_NEAR(p[4], std::exp(-5.0) * 625 / 24, 1e-14);
  const Impatient patient{2.4, 1, 3, 1e-9};
  EXPECT_NEAR(patient.mean_wait_served(), (MultiServer{2.4, 1, 3}.mean_wait()), 1e-6);
  // Lambda (1 - given up) = busy servers.
  const Impatient queue{5.5, 1, 5, 0.5};
  double busy = 0;
  const auto q = queue.in_system();
  for (std::size_t n = 0; n < q.size(); ++n) busy += q[n] * std::min(5.0, static_cast<double>(n));
  EXPECT_NEAR(5.5 * (1 - queue.give_up()), busy, 1e-12);
}

TEST(PatientForFixedTime, SpecialCases) {
  const PatientForFixedTime at_once{6, 1, 8, 1e-12}, patient{2.4, 1, 3, 200};
  EXPECT_NEAR(at_once.give_up(), erlang_b(8, 6), 1e-10);
  EXPECT_NEAR(patient.wait_probability(), erlang_c(3, 2.4), 1e-12);
  EXPECT_NEAR(patient.mean_wait(), (MultiServer{2.4, 1, 3}.mean_wait()), 1e-12);
}

TEST(Engset, WithoutRefusalsIsBinomial) {
  const Engset all{6, 6, 0.5, 1.5};
  EXPECT_NEAR(all.in_system()[2], 15 * std::pow(0.25, 2) * std::pow(0.75, 4), 1e-14);
  const Engset few{3, 1, 1, 1};  // weights 1, 3; an asker meets 1, 2
  EXPECT_NEAR(few.in_system()[1], 0.75, 1e-15);
  EXPECT_NEAR(few.refused(), 2.0 / 3, 1e-15);
}

TEST(ConstantServiceWait, HasThePollaczekKhinchineMean) {
  EXPECT_NEAR(constant_service_wait_below(0.7, 1, 0), 0.3, 1e-15);
  double mean = 0;  // by the middles of short steps
  for (int i = 0; i < 15000; ++i) mean += 0.001 * (1 - constant_service_wait_below(0.7, 1, 0.001 * (i + 0.5)));
  EXPECT_NEAR(mean, single_server_wait(0.7, 1, 1, 1).first, 2e-4);
}

TEST(RenewalArrivals, SpecialCases) {
  const RenewalArrivals poisson{[](double s) { return 0.8 / (0.8 + s); }, 1};
  EXPECT_NEAR(poisson.mean_wait(), 4, 1e-10);
  const RenewalArrivals regular{[](double s) { return std::exp(-1.25 * s); }, 1};
  EXPECT_NEAR(regular.mean_wait(), (RegularArrivals{1.25, 1}.mean_wait()), 1e-12);
}

TEST(Retrials, AtOnceAreAWaitingList) {
  EXPECT_NEAR(retrial_orbit(0.8, 1, 1e12), (MultiServer{0.8, 1, 1}.mean_waiting()), 1e-9);
}

TEST(Batches, OfOneAreASingleServer) {
  EXPECT_NEAR(batch_queue_number(0.8, 1, 1, 1), 4, 1e-13);
  EXPECT_NEAR(batch_queue_number(0.2, 1, 3, 9), 2 * 0.6 / 0.4, 1e-13) << "constant K: (K + 1) / 2 times rho / (1 - rho)";
}

// Two machines, one repairer, equal hazards: weights 1, 2, 2, worked out by hand.
TEST(FiniteSource, MatchesTwoMachines) {
  const auto p = finite_source(2, 1, 1.0, 1.0);
  EXPECT_NEAR(p[0], 0.2, 1e-15);
  EXPECT_NEAR(p[1], 0.4, 1e-15);
  EXPECT_NEAR(p[2], 0.4, 1e-15);
  const auto free = finite_source(6, 6, 0.5, 1.5);  // nobody waits: binomial, each there 1/4 of the time
  EXPECT_NEAR(free[2], 15 * std::pow(0.25, 2) * std::pow(0.75, 4), 1e-14);
}

// Two stations, a third of those who leave the second come back to the first: flows 3/2 of the arrivals, by
// hand.
TEST(NetworkFlows, MatchFeedbackLoop) {
  const auto flow = network_flows({2, 0}, {{0, 1}, {1.0 / 3, 0}});
  EXPECT_NEAR(flow[0], 3, 1e-14);
  EXPECT_NEAR(flow[1], 3, 1e-14);
}

TEST(UnlimitedMean, TendsToLoadAndFollowsTheClosedForm) {
  const TimeLaw stay = exponential(10);
  const auto stays = [&](double u, double t) { return stay.survival(t - u); };
  const auto flat = [](double) { return 3.0; };
  EXPECT_NEAR(unlimited_mean(flat, stays, 0, 20), 30 * (1 - std::exp(-2)), 1e-9);
  EXPECT_NEAR(unlimited_mean(flat, stays, -500, 0), 30, 1e-9);
}

// Two states, hazards 2 and 3: P(in the first) = 3/5 + 2/5 exp(-5 t); and a pure-birth chain against Poisson.
TEST(ChainAfter, MatchesClosedForms) {
  const auto p = chain_after(0.7, {1, 0}, {{0, 1, 2}, {1, 0, 3}});
  EXPECT_NEAR(p[0], 0.6 + 0.4 * std::exp(-3.5), 1e-12);
  std::vector<Step> births;
  for (std::size_t n = 0; n < 400; ++n) births.push_back({n, n + 1, 1.5});
  std::vector<double> start(401, 0.0);
  start[0] = 1;
  const auto count = chain_after(120, start, births);
  EXPECT_NEAR(std::accumulate(count.begin(), count.end(), 0.0), 1, 1e-11);
  EXPECT_NEAR(count[180], std::exp(180 * std::log(180.0) - 180 - std::lgamma(181.0)), 1e-12);
}

TEST(Race, OfExponentialsSplitsByHazard) {
  const auto cause = [](double hazard) {
    return Cause{[=](double t) { return hazard * std::exp(-hazard * t); },
                 [=](double t) { return std::exp(-hazard * t); }};
  };
  const std::vector<Cause> causes{cause(0.2), cause(0.3)};
  EXPECT_NEAR(wins(causes, 0, {0, 1, 10, 200}), 0.4, 1e-12);
  EXPECT_NEAR(race_mean(causes, {0, 1, 10, 200}), 2, 1e-12);
}

TEST(Residual, OfAnExponentialIsItself) {
  const TimeLaw law = exponential(4);
  EXPECT_NEAR(residual_mean(law.moment(1), law.moment(2)), 4, 1e-14);
  EXPECT_NEAR(residual_second_moment(law.moment(1), law.moment(3)), 32, 1e-13);
  EXPECT_NEAR(residual_mean(10, 100), 5, 1e-15) << "half of a constant stay";
}

class EveryTimeLaw : public ::testing::TestWithParam<TimeLaw> {};

// E S^k = k integral t^(k-1) P(S > t) dt ties the moments to the survival.
TEST_P(EveryTimeLaw, MomentsFollowFromSurvival) {
  const TimeLaw& law = GetParam();
  for (int k = 1; k <= 3; ++k) {
    std::vector<double> breaks{0, 2, 3, 4, 6, 10};
    for (double t = 20; t < 4e6; t *= 2) breaks.push_back(t);
    const double from_survival =
        integral([&](double t) { return k * std::pow(t, k - 1) * law.survival(t); }, breaks);
    EXPECT_NEAR(from_survival / law.moment(k), 1, 1e-6) << "moment " << k;
  }
}

INSTANTIATE_TEST_SUITE_P(Laws, EveryTimeLaw,
                         ::testing::Values(exponential(4), constant(4), uniform(2, 6), gamma(2.5, 1.6),
                                           gamma(0.5, 8), weibull(0.7, 3), weibull(1.5, 4), lognormal(4, 3),
                                           two_values(2, 3, 10, 1)),
                         [](const auto& each) { return each.param.name + std::to_string(each.index); });

// Student's t at 99.9 % with 9 degrees of freedom is 4.781 (two-sided), in every table.
TEST(ConfidenceInterval, UsesStudentsT) {
  const std::vector<double> values{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  const Estimate estimate = confidence_interval(values);
  EXPECT_DOUBLE_EQ(estimate.mean, 5.5);
  EXPECT_NEAR(estimate.half_width, 4.781 * std::sqrt(82.5 / 9 / 10), 5e-4);
}

TEST(Agrees, RefusesBothMissesAndWideIntervals) {
  EXPECT_TRUE(agrees(Estimate{10, 1}, 10.5, 2));
  EXPECT_FALSE(agrees(Estimate{10, 1}, 11.5, 2)) << "outside the interval";
  EXPECT_FALSE(agrees(Estimate{10, 1}, 10.5, 1.9)) << "too wide";
  EXPECT_FALSE(agrees(Estimate{std::nan(""), 1}, 10, 2));
  EXPECT_FALSE(agrees(Estimate{10, std::nan("")}, 10, 2));
}

TEST(CountsAgree, RefusesMissesAndSmallSamples) {
  EXPECT_TRUE(counts_agree({5010, 4990}, {0.5, 0.5}, 0.01));
  EXPECT_FALSE(counts_agree({5200, 4800}, {0.5, 0.5}, 0.01));
  EXPECT_FALSE(counts_agree({51, 49}, {0.5, 0.5}, 0.01)) << "too few to tell";
}

}  // namespace
}  // namespace headwater::theory
