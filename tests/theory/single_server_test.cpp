// M/M/1: one place, Poisson arrivals at 0.8 a day, exponential stays of mean 1 day.
// Formulas: Gross, Shortle, Thompson, Harris, Fundamentals of Queueing Theory, 4th ed., sections 2.2
// and 2.12.
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "selftest/queue_formulas.hpp"
#include "support/simulate.hpp"

namespace headwater::theory {
namespace {

constexpr double arrivals = 0.8;
constexpr double service = 1.0;
const MultiServer exact{arrivals, service, 1};

/// 60 replications of 100,000 customers each; the slowest mode of the queue decays within 90 days, the
/// warm-up is 5,000.
const Simulated& queue() {
  static const Simulated simulated =
      simulate(header({.horizon = 125000, .replications = 60, .warm_up = 5000}) +
               one_desk(arrivals, exponential(1 / service), "1"));
  return simulated;
}

// Wq = rho / (mu - lambda) = 0.8 / 0.2 = 4 days.
TEST(SingleServer, MeanWait) {
  EXPECT_NEAR(exact.mean_wait(), 4, 1e-12);
  EXPECT_TRUE(agrees(queue().by_replication("wait_mean", "desk"), 4, 0.16));
}

// E W^2 = 2 rho / (mu - lambda)^2 = 40.
TEST(SingleServer, SecondMomentOfWait) {
  std::vector<double> squares;
  for (std::size_t r = 0; r < queue().records().size(); ++r) {
    const double mean = queue().value("wait_mean", "desk", r);
    const double sd = queue().value("wait_sd", "desk", r);
    squares.push_back(mean * mean + sd * sd);
  }
  EXPECT_TRUE(agrees(squares, exact.wait_second_moment(), 0.1 * 40));
}

// A wait is 0 with probability 1 - rho, and exceeds t with probability rho exp(-(mu - lambda) t): taken at
// bounds of the histogram's buckets, where its counts are exact.
TEST(SingleServer, DistributionOfWait) {
  for (double days : {0.0, 0.5, 2.0, 5.0, 10.0, 20.0}) {
    const std::size_t bucket = queue().bucket_of(days);
    const double bound = queue().layout().histograms.upper[bucket];
    std::vector<double> shares;
    for (std::size_t r = 0; r < queue().records().size(); ++r)
      shares.push_back(queue().share_below("wait", "desk", bucket, r));
    EXPECT_TRUE(agrees(shares, 1 - exact.wait_exceeds(bound), 0.01))
        << "share of waits below " << bound << " days";
  }
}

// P50, P90, P95: log(rho / (1 - p)) / (mu - lambda) = 2.35, 10.40, 13.86 days; to the width of a bucket.
TEST(SingleServer, QuantilesOfWait) {
  for (const auto& [series, p] : {std::pair{"wait_p50", 0.5}, {"wait_p90", 0.9}, {"wait_p95", 0.95}}) {
    const double quantile = exact.wait_quantile(p);
    EXPECT_TRUE(agrees(queue().by_replication(series, "desk"), quantile, 0.09 * quantile,
                       queue().bucket_width(quantile)))
        << series;
  }
}

// L = lambda / mu in service, Lq = rho^2 / (1 - rho) = 3.2 waiting.
TEST(SingleServer, MeanNumbers) {
  EXPECT_TRUE(agrees(queue().by_replication("occupancy", "desk"), 0.8, 0.004));
  EXPECT_TRUE(agrees(queue().by_replication("utilisation", "desk"), 0.8, 0.004));
  EXPECT_TRUE(agrees(queue().by_replication("waiting", "desk"), 3.2, 0.15));
}

TEST(SingleServer, FlowsAndStays) {
  EXPECT_TRUE(agrees(queue().by_replication("throughput", "desk"), arrivals, 0.004));
  EXPECT_TRUE(agrees(queue().by_replication("sojourn_mean", "desk"), 1 / service, 0.004));
  EXPECT_TRUE(agrees(queue().by_replication("sojourn_sd", "desk"), 1 / service, 0.006));
}

// P(n in the system) = (1 - rho) rho^n, at the ends of weeks.
TEST(SingleServer, NumberInSystemIsGeometric) {
  const Simulated weekly =
      simulate(header({.horizon = 28000, .replications = 60, .every = "week", .warm_up = 5000}) +
               one_desk(arrivals, exponential(1 / service), "1"));
  for (int n : {0, 1, 2, 5, 10}) {
    std::vector<double> shares;
    for (std::size_t r = 0; r < weekly.records().size(); ++r) {
      const auto in_service = weekly.by_period("occupancy_end", "desk", r);
      const auto waiting = weekly.by_period("waiting_end", "desk", r);
      double found = 0;
      for (std::size_t p = 0; p < waiting.size(); ++p) found += in_service[p] + waiting[p] == n;
      shares.push_back(found / static_cast<double>(waiting.size()));
    }
    EXPECT_TRUE(agrees(shares, exact.in_system(n), 0.012)) << n << " in the system";
  }
}

// Busy periods follow each other independently: mean 1 / (mu - lambda) = 5 days, variance
// (1 + rho) / (mu^2 (1 - rho)^3) = 225 (section 2.12 and, for the variance, Kleinrock, vol. 1, section 5.8).
TEST(SingleServer, BusyPeriods) {
  const Simulated logged = simulate(header({.horizon = 1000000, .event_log = true}) +
                                    one_desk(arrivals, exponential(1 / service), "1"));
  const EventLog& log = logged.records()[0].log;
  std::vector<double> lengths, squares;
  int present = 0;
  double began = 0;
  for (std::size_t i = 0; i < log.time.size(); ++i) {
    if (log.what[i] != EventLog::move) continue;
    if (log.tier[i] >= 0 && present++ == 0) began = log.time[i];
    if (log.tier[i] < 0 && --present == 0) {
      lengths.push_back(log.time[i] - began);
      squares.push_back(lengths.back() * lengths.back());
    }
  }
  EXPECT_GT(lengths.size(), 150000u);
  EXPECT_TRUE(agrees(lengths, 5, 0.3));
  EXPECT_TRUE(agrees(squares, 225 + 25, 75));
}

}  // namespace
}  // namespace headwater::theory
