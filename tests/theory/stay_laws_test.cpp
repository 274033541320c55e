// Stays of more than one stage or piece: waits in M/G/1, and the distribution of the stay itself.
// Sources: Gross, Shortle, Thompson, Harris, Fundamentals of Queueing Theory, 4th ed., section 5.1 (Pollaczek and
// Khinchine; section 5.1.6, M/D/1); Kleinrock, Queueing Systems, vol. 1, section 5.7 (Takacs); Neuts, Matrix-Geometric
// Solutions in Stochastic Models (1981), section 2.2 (phase type).
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "selftest/queue_formulas.hpp"
#include "support/queue_samples.hpp"
#include "support/time_formulas.hpp"

namespace headwater::theory {
namespace {

/// A law with its first three moments.
struct Law {
  const char* name;
  const char* yaml;
  double first, second, third;
};

void PrintTo(const Law& law, std::ostream* out) {
  *out << law.name;
}

class StayLaws : public ::testing::TestWithParam<Law> {};

// Half the variance of the law would shorten the mean wait by (c^2 / 2) / (1 + c^2): more than 4 % wherever the
// squared coefficient of variation is above 0.09, as in all of these.
TEST_P(StayLaws, Wait) {
  const Law& law = GetParam();
  const auto [mean, second] = single_server_wait(0.7, law.first, law.second, law.third);
  const Simulated queue = simulate(header({.horizon = 60000, .replications = 40, .warm_up = 2000}) +
                                   one_desk(0.7, TimeLaw{law.name, law.yaml, {}, {}}, "1"));
  EXPECT_TRUE(agrees(queue.by_replication("sojourn_mean", "desk"), law.first, 0.015 * law.first));
  EXPECT_TRUE(agrees(queue.by_replication("wait_mean", "desk"), mean, 0.09 * mean));
  EXPECT_TRUE(agrees(wait_squares(queue, "desk"), second, 0.25 * second));
}

// Moments by hand: Erlang of n stages of mean m has n (n + 1) m^2 and n (n + 1) (n + 2) m^3; a hyperexponential the
// weighted sums of 2 m^2 and 6 m^3; the histogram sums of (b^(k+1) - a^(k+1)) / ((k + 1) (b - a)).
INSTANTIATE_TEST_SUITE_P(
    Laws, StayLaws,
    ::testing::Values(
        Law{"Erlang", "{law: erlang, stages: 3, mean_days: 1}", 1, 12.0 / 9, 60.0 / 27},
        Law{"Hyperexponential", "{law: hyperexponential, means_days: [0.5, 2], weights: [2, 1]}", 1, 2 * (2 * 0.25 + 4) / 3, 6 * (2 * 0.125 + 8) / 3},
        Law{"Hypoexponential", "{law: hypoexponential, means_days: [0.7, 0.3]}", 1, 2 * (0.49 + 0.21 + 0.09), 6 * (0.343 + 0.147 + 0.063 + 0.027)},
        // Phase 1 (mean 0.5) leads to phase 2 (mean 1) half the time: mean 0.5 + 0.5; a mixture of Exp(0.5) and
        // Exp(0.5) + Exp(1).
        Law{"PhaseType", "{law: phase_type, start: [1, 0], hazards_per_day: [[-2, 1], [0, -1]]}", 1, 0.5 * 0.5 + 0.5 * 2 * (0.25 + 0.5 + 1),
            0.5 * 6 * 0.125 + 0.5 * 6 * (0.125 + 0.25 + 0.5 + 1)},
        Law{"Histogram", "{law: histogram, edges_days: [0, 1, 3], weights: [3, 1]}", 0.75 * 0.5 + 0.25 * 2, 0.75 / 3 + 0.25 * 26 / 6, 0.75 / 4 + 0.25 * 80 / 8},
        Law{"Mixture", "{law: mixture, of: [{weight: 3, law: constant, value_days: 0.5}, {weight: 1, law: exponential, mean_days: 2.5}]}", 1,
            0.75 * 0.25 + 0.25 * 12.5, 0.75 * 0.125 + 0.25 * 6 * 15.625},
        // Exp(0.8) + 0.2.
        Law{"Shifted", "{law: exponential, mean_days: 0.8, plus_days: 0.2}", 1, 1 + 0.64, 6 * 0.512 + 3 * 0.2 * 2 * 0.64 + 3 * 0.04 * 0.8 + 0.008}),
    [](const auto& each) { return std::string(each.param.name); });

// A stay of three phases, one of which can go back: the probability of not being through by t, from the chain.
TEST(StayLaws, PhaseTypeDistribution) {
  const Simulated stays = simulate(
      header({.horizon = 2000, .replications = 30}) +
      one_desk(30, TimeLaw{"", "{law: phase_type, start: [0.6, 0.3, 0], hazards_per_day: [[-2, 1.5, 0], [0, -1, 0.8], [0.4, 0, -1]]}", {}, {}}, "unlimited"));
  const std::vector<Step> steps{{0, 1, 1.5}, {0, 3, 0.5}, {1, 2, 0.8}, {1, 3, 0.2}, {2, 0, 0.4}, {2, 3, 0.6}};
  for (double days : {0.0, 0.3, 1.0, 2.0, 5.0}) {
    const std::size_t bucket = stays.bucket_of(days);
    const double bound = stays.layout().histograms.upper[bucket];
    std::vector<double> shares;
    for (std::size_t r = 0; r < stays.records().size(); ++r) shares.push_back(stays.share_below("sojourn", "desk", bucket, r));
    EXPECT_TRUE(agrees(shares, chain_after(bound, {0.6, 0.3, 0, 0.1}, steps)[3], 0.01)) << "below " << bound;
  }
}

// Constant stays: the whole distribution of the wait, which bends at every multiple of the stay.
TEST(StayLaws, WaitBehindConstantStays) {
  const Simulated queue = simulate(header({.horizon = 60000, .replications = 40, .warm_up = 1000}) + one_desk(0.7, constant(1), "1"));
  for (double days : {0.0, 0.5, 1.0, 1.5, 2.5, 4.0}) {
    const std::size_t bucket = queue.bucket_of(days);
    const double bound = queue.layout().histograms.upper[bucket];
    std::vector<double> shares;
    for (std::size_t r = 0; r < queue.records().size(); ++r) shares.push_back(queue.share_below("wait", "desk", bucket, r));
    EXPECT_TRUE(agrees(shares, constant_service_wait_below(0.7, 1, bound), 0.012)) << "below " << bound;
  }
}

}  // namespace
}  // namespace headwater::theory
