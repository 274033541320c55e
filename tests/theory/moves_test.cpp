// Families that leave the area and come to it: how many children there are then, and what becomes of cases and of care.
//
// Of families with one child each, b a year are born. Of those born t years ago a share e^(-m t) is still there when they
// leave at rate m; at rate i for each that there would be, others have come, of whom i / m (1 - e^(-m t)) are. Children who
// are there at the start count from then.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "support/family_models.hpp"

namespace headwater::theory {
namespace {

const std::string away = "  moved_away: {}\n";

std::string moves(double out, double in, const std::string& more = "") {
  return "moves: {out_per_year: " + number(out) + ", in_per_year: " + number(in) + ", to: moved_away" + more + "}";
}

std::vector<double> children_of(const Simulated& simulated, std::size_t period = 0) {
  std::vector<double> values = simulated.by_replication("children_by_need", "level_1", period);
  const std::vector<double> higher = simulated.by_replication("children_by_need", "level_2", period);
  for (std::size_t r = 0; r < values.size(); ++r) values[r] += higher[r];
  return values;
}

/// The integral of f over `from` to `to`, by Simpson's rule.
double integral(double from, double to, const std::function<double(double)>& f) {
  constexpr int steps = 2000;
  double sum = f(from) + f(to);
  for (int i = 1; i < steps; ++i) sum += (i % 2 == 0 ? 2 : 4) * f(from + (to - from) * i / steps);
  return sum * (to - from) / steps / 3;
}

/// Of the children that there would be without moves, those who are there after `t` years; for each 18 years' births.
double share_there(double m, double i, double t) {
  const auto after = [&](double years) { return i / m + (1 - i / m) * std::exp(-m * years); };
  return ((18 - t) * after(t) + integral(0, t, after)) / 18;
}

// As many come as leave: children, births and growth are what they are without moves, whatever the families are.
TEST(Moves, LeaveNumbersAsTheyAreWhenAsManyCome) {
  for (const double growth : {0.0, 0.04}) {
    FamilyText text{.children = 2000, .sizes = "[24, 44, 21, 8, 3]", .spacing = "{law: gamma, mean_years: 3.6, sd_years: 1.8}", .growth = growth, .people = moves(0.3, 0.3), .contacts = talk("a", "rate_per_year: [0, 0]"), .tiers = idle_desk, .exits = away};
    const Simulated simulated = simulate(text.yaml({.horizon = 6 * year, .replications = 300}));
    const double g = std::log1p(growth), grown = g == 0 ? 6 : std::expm1(6 * g) / g, births = g == 0 ? 2000 / 18.0 : 2000 * g / -std::expm1(-18 * g);
    EXPECT_TRUE(agrees(children_of(simulated), 2000 * grown / 6, 30)) << growth;
    EXPECT_TRUE(agrees(simulated.by_replication("births", ""), births * grown, 0.03 * births * grown)) << growth;
    // Each who is there moves at the rate given.
    EXPECT_TRUE(agrees(simulated.by_replication("children_moved_out", ""), 0.3 * 2000 * grown, 0.03 * 600 * grown)) << growth;
    EXPECT_TRUE(agrees(simulated.by_replication("children_moved_in", ""), 0.3 * 2000 * grown, 0.03 * 600 * grown)) << growth;
  }
}

TEST(Moves, NumbersFollowTheirBalance) {
  for (const auto& [m, i] : {std::pair{0.2, 0.0}, std::pair{0.1, 0.3}, std::pair{0.5, 0.2}}) {
    FamilyText text{.children = 2000, .people = moves(m, i), .contacts = talk("a", "rate_per_year: [0, 0]"), .tiers = idle_desk, .exits = away};
    const Simulated simulated = simulate(text.yaml({.horizon = 8 * year, .replications = 200, .every = "year"}));
    double until = 0;
    for (std::size_t p = 0; p + 1 < simulated.periods(); ++p) {
      const double from = until, to = until += simulated.period_length(p) / year;
      const auto there = [&, m = m, i = i](double t) { return 2000 * share_there(m, i, t); };
      const double mean = integral(from, to, there) / (to - from);
      EXPECT_TRUE(agrees(children_of(simulated, p), mean, 0.03 * mean)) << m << ", " << i << ", year " << p;
      EXPECT_TRUE(agrees(simulated.by_replication("children_moved_out", "", p), m * mean * (to - from), 0.06 * m * mean)) << m << ", " << i << ", year " << p;
      EXPECT_TRUE(agrees(simulated.by_replication("children_moved_in", "", p), i * 2000 * (to - from), 0.05 * i * 2000 + 1e-9)) << m << ", " << i << ", year " << p;
    }
  }
}

// By what a family is: those of the south go and come three times as often as those of the north, and are not spoken of.
TEST(Moves, GoByWhatFamiliesAre) {
  FamilyText text{.children = 2000, .people = moves(0.1, 0.02, ", factors: {area: {south: 3}}") + ", attributes: {area: {shares: {north: 0.6, south: 0.4}}}, spoken_of: {area: {south: 0}}",
                  .contacts = talk("a", "rate_per_year: [1, 1]"), .tiers = idle_desk, .exits = away};
  const Simulated simulated = simulate(text.yaml({.horizon = 8 * year, .replications = 200}));
  const double north = integral(0, 8, [](double t) { return 1200 * share_there(0.1, 0.02, t); }), south = integral(0, 8, [](double t) { return 800 * share_there(0.3, 0.06, t); });
  EXPECT_TRUE(agrees(children_of(simulated), (north + south) / 8, 0.02 * (north + south) / 8));
  EXPECT_TRUE(agrees(simulated.by_replication("contacts", "a"), north, 0.02 * north));
}

// Those counted as grown up have been there since they were born: e^(-18 m) of them.
TEST(Moves, WhoseWholeChildhoodIsKnown) {
  FamilyText text{.children = 2000, .people = moves(0.05, 0.05), .contacts = talk("a", "rate_per_year: [0, 0]"), .tiers = idle_desk, .exits = away};
  const Simulated simulated = simulate(text.yaml({.horizon = 5 * year, .replications = 200, .warm_up = 18 * year}));
  const double grown = 2000 / 18.0 * 5 * std::exp(-18 * 0.05);
  EXPECT_TRUE(agrees(simulated.by_replication("grown", ""), grown, 0.06 * grown));
}

// Every family has a case within minutes, for as long as it has a child at home and is there.
TEST(Moves, CloseTheCase) {
  FamilyText text{.children = 2000, .people = moves(0.2, 0.2), .contacts = at_once(2, "help"), .tiers = "  help: {sojourn: {law: constant, value_years: 40}, exits: {closed: 1}}\n", .exits = away};
  const Simulated simulated = simulate(text.yaml({.horizon = 4 * year, .replications = 200}));
  EXPECT_TRUE(agrees(simulated.by_replication("exits", "moved_away"), 2000 * 4 * 0.2, 40));
  EXPECT_TRUE(agrees(simulated.by_replication("exits", "emptied"), 2000 / 18.0 * 4, 20));
  EXPECT_TRUE(agrees(simulated.by_replication("children", "help"), 2000, 25));
  for (std::size_t r = 0; r < 200; ++r) EXPECT_EQ(simulated.value("children_moves", "help>moved_away", r), simulated.value("exits", "moved_away", r));
}

// Every child comes into care within minutes, for a year to the day. Families leave meanwhile at rate m, and of them the
// child is gone when it goes home: a share 1 - e^(-m) of those who do in a year and a half, who are all there at the start
// and under 17, and those born in the first half year.
TEST(Moves, LeaveChildrenInCare) {
  const double m = 0.4, births = 2000 / 18.0;
  FamilyText text{.children = 2000, .people = moves(m, 0), .contacts = at_once(2, "help"), .exits = away + "  home: {rejoins: help}\n"};
  text.tiers = "  help: {sojourn: {law: constant, value_years: 40}, exits: {closed: 1}, children: {away: {hazard_by_need_per_year: [1e5, 1e5], to: care}}}\n"
               "  care: {sojourn: {law: constant, value_years: 1}, exits: {home: 1}}\n";
  const Simulated simulated = simulate(text.yaml({.horizon = 1.5 * year, .replications = 200}));
  const double home = 2000 * 17 / 18.0 + births * 0.5;
  EXPECT_TRUE(agrees(simulated.by_replication("children_moved_out", ""), home * (1 - std::exp(-m)), 20));
  // Who is 18 in care goes home too, and is nobody's child.
  EXPECT_TRUE(agrees(simulated.by_replication("moves", "care>home"), 2000 + births * 0.5, 30));
  // Until the year is over nobody leaves care.
  const Simulated before = simulate(text.yaml({.horizon = 0.9 * year, .replications = 200}));
  EXPECT_TRUE(agrees(before.by_replication("children_end", "care"), 2000 + births * 0.9, 25));
}

// Moves at rate 0 are none: the same families live the same lives. At rate m those who were there at the start are still there
// after t with probability e^(-m t), and those of an age a below t with e^(-m a).
TEST(Moves, AtRateZeroChangeNothing) {
  FamilyText text{.children = 500, .up = {0.5}, .down = {1}, .contacts = at_once(2, "help"), .tiers = "  help: {sojourn: {law: exponential, mean_days: 100}, exits: {closed: 1}}\n", .exits = away};
  const Plan plan{.horizon = 3 * year, .replications = 80, .every = "month"};
  const Simulated without = simulate(text.yaml(plan));
  text.people = moves(0, 0);
  const Simulated with = simulate(text.yaml(plan));
  for (const auto& [series, element] : {std::pair{"children_by_need", "level_2"}, std::pair{"children", "help"}, std::pair{"occupancy", "help"}, std::pair{"births", ""}, std::pair{"exits", "emptied"}})
    for (std::size_t p = 0; p < without.periods(); ++p) EXPECT_EQ(without.by_replication(series, element, p), with.by_replication(series, element, p)) << series;
  const double m = 0.5, t = 3;
  text.people = moves(m, 0);
  const Simulated leaving = simulate(text.yaml(plan));
  const double left = 500 * ((1 - std::exp(-m * t)) / m + (18 - t) * std::exp(-m * t)) / 18;
  EXPECT_TRUE(agrees(leaving.by_replication("children_end", "help", leaving.periods() - 1), left, 0.1 * left));
  EXPECT_TRUE(agrees(without.by_replication("children_end", "help", without.periods() - 1), 500, 25));
}

}  // namespace
}  // namespace headwater::theory
