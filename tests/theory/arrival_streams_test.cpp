// Arrivals that are not a Poisson stream: renewal streams, batches, arrivals that hold back while many wait.
// Formulas: Kleinrock, Queueing Systems, vol. 1, section 6.4 (GI/M/1); Gross, Shortle, Thompson, Harris, Fundamentals of
// Queueing Theory, 4th ed., sections 2.1 (birth and death), 2.8 (finite sources) and 3.1 (batches).
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "selftest/queue_formulas.hpp"
#include "support/queue_samples.hpp"

namespace headwater::theory {
namespace {

Simulated one_queue(const std::string& source, double horizon = 60000) {
  return simulate(header({.horizon = horizon, .replications = 30, .warm_up = 1000}) + "sources: {in: {" + source +
                  ", to: desk}}\ntiers:\n  desk: {capacity: 1, sojourn: {law: exponential, mean_days: 1}, exits: {out: 1}}\nexits: {out: {}}\n");
}

/// Shares of waits against GI/M/1, and the mean. M/M/1 at the same load of 0.8 has a mean wait of 4 days and a share of
/// 0.2 who do not wait; here 2.5 and 0.29 (Erlang), 1.7 and 0.37 (constant), 6.7 and 0.13 (hyperexponential).
void expect_waits(const Simulated& queue, const RenewalArrivals& exact) {
  EXPECT_TRUE(agrees(queue.by_replication("wait_mean", "desk"), exact.mean_wait(), 0.1 * exact.mean_wait()));
  EXPECT_TRUE(agrees(queue.by_replication("throughput", "desk"), 0.8, 0.008));
  for (double days : {0.0, 2.0, 6.0}) {
    const std::size_t bucket = queue.bucket_of(days);
    const double bound = queue.layout().histograms.upper[bucket];
    std::vector<double> shares;
    for (std::size_t r = 0; r < queue.records().size(); ++r) shares.push_back(queue.share_below("wait", "desk", bucket, r));
    EXPECT_TRUE(agrees(shares, 1 - exact.wait_exceeds(bound), 0.02)) << "below " << bound;
  }
}

TEST(RenewalStream, ErlangGaps) {
  const double stage = 1.25 / 3;
  expect_waits(one_queue("gap: {law: erlang, stages: 3, mean_days: 1.25}"), {[=](double s) { return std::pow(1 + s * stage, -3); }, 1});
}

TEST(RenewalStream, ConstantGaps) {
  expect_waits(one_queue("gap: {law: constant, value_days: 1.25}"), {[](double s) { return std::exp(-1.25 * s); }, 1});
}

TEST(RenewalStream, Timetable) {
  expect_waits(one_queue("every_hours: 30"), {[](double s) { return std::exp(-1.25 * s); }, 1});
}

TEST(RenewalStream, HyperexponentialGaps) {
  expect_waits(one_queue("gap: {law: hyperexponential, means_days: [0.5, 2.5], weights: [5, 3]}", 120000),
               {[](double s) { return 0.625 / (1 + 0.5 * s) + 0.375 / (1 + 2.5 * s); }, 1});
}

// Geometric batches of mean 2.5, and batches of 1, 2 or 6; one by one the queue of load 0.75 would hold 3.
TEST(Batches, GeometricAndListed) {
  for (const auto& [law, mean, second] : {std::tuple{"{law: geometric, mean: 2.5}", 2.5, 2.5 * (2 * 2.5 - 1)},
                                          {"{law: empirical, values: [1, 2, 6], weights: [2, 1, 1]}", 2.5, 10.5}}) {
    const double exact = batch_queue_number(0.3, 1, mean, second);
    const Simulated queue = one_queue("rate_per_day: 0.3, batch: " + std::string(law), 80000);
    EXPECT_TRUE(agrees(weighted_sum(1, queue.by_replication("occupancy", "desk"), 1, queue.by_replication("waiting", "desk")), exact, 0.12 * exact)) << law;
    EXPECT_TRUE(agrees(queue.by_replication("occupancy", "desk"), 0.3 * mean, 0.012)) << law;
  }
}

// Everybody at the desk, of ten, is one fewer who can come: the rate falls evenly to 0 at ten. Machine repair, told as
// arrivals that follow the tier.
TEST(FollowingArrivals, FiniteSource) {
  const auto p = finite_source(10, 1, 0.12, 1);
  double waiting = 0;
  for (std::size_t n = 1; n < p.size(); ++n) waiting += p[n] * static_cast<double>(n - 1);
  const Simulated queue = one_queue("rate_per_day: 1.2, follows: {tier: desk, numbers: [0, 10], factors: [1, 0]}", 40000);
  EXPECT_TRUE(agrees(queue.by_replication("occupancy", "desk"), 1 - p[0], 0.012));
  EXPECT_TRUE(agrees(queue.by_replication("waiting", "desk"), waiting, 0.05 * waiting));
}

// Ever fewer come the more are there, but never none: birth and death, beyond 20 at a tenth of the rate.
TEST(FollowingArrivals, Discouraged) {
  std::vector<double> births;
  for (int n = 0; n < 200; ++n) births.push_back(1.5 * (n < 4 ? 1 - 0.15 * n : std::max(0.1, 0.4 - 0.3 * (n - 4) / 16.0)));
  const auto p = birth_and_death(births, std::vector<double>(births.size(), 1.0));
  double waiting = 0;
  for (std::size_t n = 1; n < p.size(); ++n) waiting += p[n] * static_cast<double>(n - 1);
  const Simulated queue = one_queue("rate_per_day: 1.5, follows: {tier: desk, numbers: [0, 4, 20], factors: [1, 0.4, 0.1]}", 40000);
  EXPECT_TRUE(agrees(queue.by_replication("occupancy", "desk"), 1 - p[0], 0.012));
  EXPECT_TRUE(agrees(queue.by_replication("waiting", "desk"), waiting, 0.05 * waiting));
}

}  // namespace
}  // namespace headwater::theory
