// The formulas of closed networks and of blocking, judged themselves.
#include <gtest/gtest.h>

#include <numeric>
#include <vector>

#include "selftest/network_formulas.hpp"
#include "selftest/queue_formulas.hpp"

namespace headwater::theory {
namespace {

TEST(ClosedNetwork, ConvolutionAgreesWithMeanValueAnalysis) {
  const std::vector<Station> stations{{1, 1, 1}, {0.6, 1.5, 1}, {0.4, 5, 8}};
  const ClosedNetwork sums = closed_network(stations, 8), means = mean_value_analysis(stations, 8);
  EXPECT_NEAR(sums.throughput, means.throughput, 1e-12);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(sums.numbers[i], means.numbers[i], 1e-11);
  EXPECT_NEAR(std::accumulate(sums.numbers.begin(), sums.numbers.end(), 0.0), 8, 1e-11);
}

TEST(ClosedNetwork, MachineRepairIsOne) {
  const auto p = finite_source(10, 3, 1.0 / 8, 1.0 / 2);
  double broken = 0;
  for (std::size_t n = 0; n < p.size(); ++n) broken += static_cast<double>(n) * p[n];
  EXPECT_NEAR(closed_network({{1, 8, 10}, {1, 2, 3}}, 10).numbers[1], broken, 1e-12);
}

// Two equal stations of one server: n of them busy in turn, throughput n / (n + 1).
TEST(ClosedNetwork, ByHand) {
  EXPECT_NEAR(closed_network({{1, 1, 1}, {1, 1, 1}}, 1).throughput, 0.5, 1e-15);
  EXPECT_NEAR(closed_network({{1, 1, 1}, {1, 1, 1}}, 4).throughput, 0.8, 1e-15);
}

// Hunt (1956): 2/3 without room, (N + 1) / (N + 2) with N at the second of two equal stations.
TEST(Blocking, MatchesHunt) {
  EXPECT_NEAR(blocked_throughput(1, 1, 0), 2.0 / 3, 1e-15);
  EXPECT_NEAR(blocked_throughput(1, 1, 4), 6.0 / 7, 1e-15);
  const double a = 1, b = 0.5;  // mu_2 (mu_1^(N+1) - mu_2^(N+1)) / (mu_1^(N+2) - mu_2^(N+2)) times mu_1, N = 3
  EXPECT_NEAR(blocked_throughput(a, b, 2), a * b * (1 - 0.0625) / (1 - 0.03125), 1e-14);
  const auto p = two_stations_without_room(0.8);
  EXPECT_NEAR(std::accumulate(p.begin(), p.end(), 0.0), 1, 1e-15);
  EXPECT_NEAR(0.8 * (p[0] + p[2]), p[2] + p[3] + p[4], 1e-15) << "who comes in goes out by the second";
}

}  // namespace
}  // namespace headwater::theory
