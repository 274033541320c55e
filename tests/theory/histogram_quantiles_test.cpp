// Quantiles of stays: against their laws, and against the very times that the event log holds.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <unordered_map>
#include <vector>

#include "support/simulate.hpp"

namespace headwater::theory {
namespace {

class Quantiles : public ::testing::TestWithParam<TimeLaw> {};

// The share of stays below the bound of a bucket is exact; 40 replications of 20,000 stays.
TEST_P(Quantiles, SharesFollowTheLaw) {
  const TimeLaw& law = GetParam();
  const Simulated simulated = simulate(
      header({.horizon = 4000000, .replications = 40}) + "sources:\n  in: {days: " + all_at_start(20000) +
      ", to: desk}\ntiers:\n  desk: {sojourn: " + law.yaml + ", exits: {out: 1}}\nexits:\n  out: {}\n");
  for (double days : {0.01, 1.0, 5.0, 10.0, 20.0, 40.0, 100.0}) {
    const std::size_t bucket = simulated.bucket_of(days);
    const double bound = simulated.layout().histograms.upper[bucket];
    std::vector<double> shares;
    for (std::size_t r = 0; r < simulated.records().size(); ++r)
      shares.push_back(simulated.share_below("sojourn", "desk", bucket, r));
    // Shares of less than a few in 100,000 cannot be told from 0 by 800,000 stays.
    EXPECT_TRUE(agrees(shares, 1 - law.survival(bound), 0.006, 5e-5))
        << "share of stays below " << bound << " days";
  }
}

// Each reported quantile lies within 0.8 % of the smallest time that at least a share p of all do not exceed.
TEST_P(Quantiles, ComeFromTheRecordedTimes) {
  const Simulated simulated = simulate(header({.horizon = 4000000, .event_log = true}) +
                                       "sources:\n  in: {days: " + all_at_start(5000) +
                                       ", to: desk}\ntiers:\n  desk: {sojourn: " + GetParam().yaml +
                                       ", exits: {out: 1}}\nexits:\n  out: {}\n");
  const EventLog& log = simulated.records()[0].log;
  std::vector<double> times;
  for (std::size_t i = 0; i < log.time.size(); ++i) {
    if (log.what[i] == EventLog::move && log.tier[i] < 0) times.push_back(log.time[i]);
  }
  ASSERT_EQ(times.size(), 5000u);
  std::sort(times.begin(), times.end());
  double sum = 0;
  for (double time : times) sum += time;
  for (const auto& [series, p] :
       {std::pair{"sojourn_p50", 0.5}, {"sojourn_p90", 0.9}, {"sojourn_p95", 0.95}}) {
    const double exact = times[static_cast<std::size_t>(std::ceil(p * 5000)) - 1];
    EXPECT_NEAR(simulated.value(series, "desk"), exact, 0.008 * exact) << series;
  }
  EXPECT_NEAR(simulated.value("sojourn_mean", "desk"), sum / 5000, 1e-9 * sum / 5000);
}

INSTANTIATE_TEST_SUITE_P(Laws, Quantiles,
                         ::testing::Values(exponential(10), uniform(5, 15), gamma(0.5, 20), gamma(7, 1.5),
                                           lognormal(10, 10), weibull(0.7, 8), weibull(3, 11),
                                           two_values(3, 1, 17, 1)),
                         [](const auto& each) { return each.param.name + std::to_string(each.index); });

}  // namespace
}  // namespace headwater::theory
