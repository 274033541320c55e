// M/M/c over several sizes and loads, stays of mean 1 day.
// Formulas: Gross, Shortle, Thompson, Harris, Fundamentals of Queueing Theory, 4th ed., section 2.3.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "selftest/queue_formulas.hpp"
#include "support/simulate.hpp"

namespace headwater::theory {
namespace {

struct Size {
  int servers;
  double utilisation;
  double detect;  ///< relative error of the mean wait that the test would catch: rare waits tell less
};

void PrintTo(const Size& size, std::ostream* out) {
  *out << size.servers << " servers at " << size.utilisation;
}

class MultiServerTest : public ::testing::TestWithParam<Size> {
 protected:
  MultiServer exact() const { return {GetParam().servers * GetParam().utilisation, 1.0, GetParam().servers}; }

  /// 60 replications of 100,000 customers each, after 1,000 days: ten times the slowest decay here,
  /// 1 / (sqrt(c) - sqrt(lambda))^2 = 80 days and less (Gross, section 2.11: relaxation).
  Simulated queue() const {
    const double days = 100000 / exact().arrivals;
    return simulate(header({.horizon = days, .replications = 60, .warm_up = 1000}) +
                    one_desk(exact().arrivals, exponential(1), std::to_string(GetParam().servers)));
  }
};

TEST_P(MultiServerTest, WaitsAndNumbers) {
  const Simulated simulated = queue();
  const double wait = exact().mean_wait();
  EXPECT_TRUE(agrees(simulated.by_replication("wait_mean", "desk"), wait, GetParam().detect * wait));
  EXPECT_TRUE(agrees(simulated.by_replication("waiting", "desk"), exact().mean_waiting(),
                     GetParam().detect * exact().mean_waiting()));
  EXPECT_TRUE(agrees(simulated.by_replication("occupancy", "desk"), exact().load(), 0.006 * exact().load()));
  EXPECT_TRUE(agrees(simulated.by_replication("utilisation", "desk"), exact().utilisation(), 0.006));

  // Nobody waits with probability 1 - C; the rest of the distribution at later bounds of buckets.
  for (double days : {0.0, wait, 4 * wait}) {
    const std::size_t bucket = simulated.bucket_of(days);
    const double bound = simulated.layout().histograms.upper[bucket];
    std::vector<double> shares;
    for (std::size_t r = 0; r < simulated.records().size(); ++r)
      shares.push_back(simulated.share_below("wait", "desk", bucket, r));
    EXPECT_TRUE(agrees(shares, 1 - exact().wait_exceeds(bound), 0.018)) << "share of waits below " << bound;
  }
  const double p95 = exact().wait_quantile(0.95);
  EXPECT_TRUE(agrees(simulated.by_replication("wait_p95", "desk"), p95, (GetParam().detect + 0.05) * p95,
                     simulated.bucket_width(p95)));
}

INSTANTIATE_TEST_SUITE_P(Sizes, MultiServerTest,
                         ::testing::Values(Size{2, 0.8, 0.05}, Size{3, 0.7, 0.05}, Size{8, 0.85, 0.08},
                                           Size{20, 0.9, 0.09}, Size{50, 0.85, 0.14}),
                         [](const auto& each) { return "Servers" + std::to_string(each.param.servers); });

}  // namespace
}  // namespace headwater::theory
