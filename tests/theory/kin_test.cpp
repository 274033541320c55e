// Families whose need rises faster while kin are in need, or who are spoken of more while kin have a case.
//
// A cluster of n families, of which each is in one of two states, is a birth-and-death chain in the number k of those in the
// upper one: k grows at (n - k) u f, without the factor f when k is 0, and falls at k d. A family has a number of kin of a
// Poisson law. Rates are so high that those who come and go, a family every 18 years, make no difference to be seen.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "support/family_models.hpp"

namespace headwater::theory {
namespace {

double up_rate(int n, int k, double u, double f) { return (n - k) * u * (k > 0 ? f : 1); }

/// The share of a cluster of n in the upper state, in the long run.
double share_in_the_long_run(int n, double u, double d, double f) {
  double weight = 1, total = 1, sum = 0;
  for (int k = 0; k < n; ++k) {
    weight *= up_rate(n, k, u, f) / ((k + 1) * d);
    total += weight;
    sum += weight * (k + 1);
  }
  return sum / total / n;
}

/// The same after `t`, of clusters that begin with none, and from which none falls: the equations of Kolmogorov, by the
/// method of Runge and Kutta.
double share_after(int n, double u, double f, double t) {
  constexpr int steps = 1000;
  const double h = t / steps;
  const auto slope = [&](const std::vector<double>& p) {
    std::vector<double> s(p.size());
    for (int k = 0; k <= n; ++k) {
      const auto at = static_cast<std::size_t>(k);
      s[at] = (k > 0 ? up_rate(n, k - 1, u, f) * p[at - 1] : 0) - up_rate(n, k, u, f) * p[at];
    }
    return s;
  };
  const auto plus = [](std::vector<double> p, const std::vector<double>& s, double times) {
    for (std::size_t k = 0; k < p.size(); ++k) p[k] += times * s[k];
    return p;
  };
  std::vector<double> p(static_cast<std::size_t>(n) + 1);
  p[0] = 1;
  for (int i = 0; i < steps; ++i) {
    const auto a = slope(p), b = slope(plus(p, a, h / 2)), c = slope(plus(p, b, h / 2)), d = slope(plus(p, c, h));
    p = plus(plus(plus(plus(p, a, h / 6), b, h / 3), c, h / 3), d, h / 6);
  }
  double sum = 0;
  for (int k = 1; k <= n; ++k) sum += k * p[static_cast<std::size_t>(k)];
  return sum / n;
}

/// Over the size of the cluster of a family, whose kin are `mean` on average.
double over_kin(double mean, const std::function<double(int)>& of_size) {
  double chance = std::exp(-mean), sum = 0;
  for (int kin = 0; kin < 40; ++kin) {
    sum += chance * of_size(kin + 1);
    chance *= mean / (kin + 1);
  }
  return sum;
}

// With one kinsman at most the chain has three states and can be done by hand: of two families k is 1 with weight 2 u / d and
// 2 with u / d x f u / d.
TEST(Kin, ChainOfTwoByHand) {
  const double r = 10 / 30.0, f = 4;
  EXPECT_NEAR(share_in_the_long_run(2, 10, 30, f), (2 * r + 2 * f * r * r) / (1 + 2 * r + f * r * r) / 2, 1e-12);
  EXPECT_NEAR(share_in_the_long_run(3, 10, 30, 1), 0.25, 1e-12);
  EXPECT_NEAR(share_after(1, 5, 4, 0.1), 1 - std::exp(-0.5), 1e-9);
}

TEST(Kin, NeedTravels) {
  for (const auto& [mean, f] : {std::pair{1.0, 4.0}, std::pair{3.0, 2.5}, std::pair{2.0, 0.2}}) {
    FamilyText text{.children = 1000, .people = "kin: {families: " + number(mean) + ", need_from: 2, need_rises: " + number(f) + "}", .up = {10}, .down = {30}, .contacts = talk("a", "rate_per_year: [0, 0]"), .tiers = idle_desk};
    const Simulated simulated = simulate(text.yaml({.horizon = 1 * year, .replications = 100, .warm_up = 0.5 * year}));
    const double exact = 1000 * over_kin(mean, [f = f](int n) { return share_in_the_long_run(n, 10, 30, f); });
    EXPECT_TRUE(agrees(simulated.by_replication("children_by_need", "level_2"), exact, 0.03 * exact)) << mean << ", " << f;
    EXPECT_GT(std::fabs(exact / 250 - 1), 0.1) << "kin make no difference";
  }
}

// Contacts open cases at rate u, which last 1 / d.
TEST(Kin, ContactTravels) {
  const double mean = 2, f = 4;
  FamilyText text{.children = 1000, .people = "kin: {families: 2, spoken_of: 4}", .contacts = "  a: {rate_per_year: [10, 10], to: help}\n"};
  text.tiers = "  help: {sojourn: {law: exponential, mean_days: " + number(year / 30) + "}, exits: {closed: 1}}\n";
  const Simulated simulated = simulate(text.yaml({.horizon = 1 * year, .replications = 100, .warm_up = 0.5 * year}));
  const double exact = 1000 * over_kin(mean, [&](int n) { return share_in_the_long_run(n, 10, 30, f); });
  EXPECT_TRUE(agrees(simulated.by_replication("children", "help"), exact, 0.03 * exact));
}

// Cases that are never closed, from an area without any: the clocks of kin go faster from the moment of the first case on.
TEST(Kin, CasesSpreadOverACluster) {
  const double mean = 3, u = 5, f = 6;
  FamilyText text{.children = 1000, .people = "kin: {families: 3, spoken_of: 6}", .contacts = "  a: {rate_per_year: [5, 5], to: help}\n"};
  text.tiers = "  help: {sojourn: {law: constant, value_years: 40}, exits: {closed: 1}}\n";
  for (const double t : {0.05, 0.15}) {
    const Simulated simulated = simulate(text.yaml({.horizon = t * year, .replications = 200}));
    const double exact = 1000 * over_kin(mean, [&](int n) { return share_after(n, u, f, t); });
    EXPECT_TRUE(agrees(simulated.by_replication("children_end", "help"), exact, 0.04 * exact)) << t;
  }
}

// Levels in between count from `need_from` on: kin at level 2 of 3 are not in need when it is 3.
TEST(Kin, AreInNeedFromALevelOn) {
  FamilyText text{.children = 1000, .people = "kin: {families: 3, need_from: 3, need_rises: 8}", .up = {10, 0}, .down = {30, 30}, .contacts = talk("a", "rate_per_year: [0, 0, 0]"), .tiers = idle_desk};
  const Simulated simulated = simulate(text.yaml({.horizon = 1 * year, .replications = 40}));
  EXPECT_TRUE(agrees(simulated.by_replication("children_by_need", "level_2"), 250, 12));
}

}  // namespace
}  // namespace headwater::theory
