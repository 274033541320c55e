// M/G/infinity in equilibrium: the number present is Poisson with mean arrivals x mean stay, whatever the
// law; how it changes with time depends on the law: Cov(N(t), N(t + h)) = lambda * integral from h on of P(S
// > u). Sources: Gross, Shortle, Thompson, Harris, Fundamentals of Queueing Theory, 4th ed., section 5.2.2;
// Eick, Massey, Whitt, The physics of the M_t/G/infinity queue, Operations Research 41 (1993), for the
// covariance.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "support/simulate.hpp"
#include "support/time_formulas.hpp"

namespace headwater::theory {
namespace {

constexpr double arrivals = 2;
constexpr double week = 7;

class UnlimitedPlaces : public ::testing::TestWithParam<TimeLaw> {
 protected:
  /// 40 replications of 1,000 weeks, after a warm-up of 700 days (70 mean stays).
  Simulated tier() const {
    return simulate(header({.horizon = 7000, .replications = 40, .every = "week", .warm_up = 700}) +
                    one_desk(arrivals, GetParam(), "unlimited"));
  }
};

/// Mean over a replication's weeks of f(week), one value per replication.
template <class F>
std::vector<double> weekly_means(const Simulated& simulated, const std::string& series, std::size_t lag,
                                 F f) {
  std::vector<double> means;
  for (std::size_t r = 0; r < simulated.records().size(); ++r) {
    const auto values = simulated.by_period(series, "desk", r);
    double sum = 0;
    for (std::size_t p = 0; p + lag < values.size(); ++p) sum += f(values[p], values[p + lag]);
    means.push_back(sum / static_cast<double>(values.size() - lag));
  }
  return means;
}

TEST_P(UnlimitedPlaces, OccupancyIsPoissonWhateverTheLaw) {
  const TimeLaw& law = GetParam();
  ASSERT_NEAR(law.mean(), 10, 1e-9);
  const double mean = arrivals * 10;
  const double lagged = arrivals * integral(law.survival, {week, 10, 14, 16, 30, 100, 1000});
  const Simulated simulated = tier();
  const auto level = [](double now, double) { return now; };
  const auto spread = [=](double now, double later) { return (now - mean) * (later - mean); };

  EXPECT_TRUE(agrees(weekly_means(simulated, "occupancy_end", 0, level), mean, 0.02 * mean));
  EXPECT_TRUE(agrees(weekly_means(simulated, "occupancy", 0, level), mean, 0.02 * mean));
  EXPECT_TRUE(agrees(weekly_means(simulated, "occupancy_end", 0, spread), mean, 0.15 * mean)) << "variance";
  EXPECT_TRUE(agrees(weekly_means(simulated, "occupancy_end", 1, spread), lagged, 0.15 * mean))
      << "covariance, a week on";

  // Departures are again a Poisson stream (as Eick, Massey, Whitt): 14 a week with variance 14.
  const auto count_spread = [](double now, double) { return (now - 14) * (now - 14); };
  EXPECT_TRUE(agrees(weekly_means(simulated, "departures", 0, level), 14, 0.02 * 14));
  EXPECT_TRUE(agrees(weekly_means(simulated, "departures", 0, count_spread), 14, 0.1 * 14));
  EXPECT_TRUE(agrees(weekly_means(simulated, "waiting", 0, level), 0, 1e-300)) << "nobody waits";
}

INSTANTIATE_TEST_SUITE_P(Laws, UnlimitedPlaces,
                         ::testing::Values(exponential(10), constant(10), uniform(4, 16), gamma(0.5, 20),
                                           lognormal(10, 8), weibull(1.5, 10 / std::tgamma(1 + 1 / 1.5)),
                                           two_values(5, 3, 25, 1)),
                         [](const auto& each) { return each.param.name + std::to_string(each.index); });

}  // namespace
}  // namespace headwater::theory
