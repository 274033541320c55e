// Children who grow up in care become parents, and their children may come into care in turn.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "support/family_models.hpp"

namespace headwater::theory {
namespace {

const std::string for_good = "  care: {sojourn: {law: constant, value_years: 40}, exits: {closed: 1}}\n";

// Every child comes into care within minutes and stays, so b a year grow up there; a share p has one child two years later,
// who comes into care too: p b births a year from year 2 on, p^2 b more from year 22, p^3 b from year 42.
TEST(CareLeavers, HaveChildrenWhoGrowUpInCare) {
  const double p = 0.6, years = 45, b = 400 / 18.0;
  FamilyText text{.children = 400, .people = "care_leavers: {become_parents: 0.6, after: {law: constant, value_years: 2}}", .contacts = at_once(2, "help")};
  text.tiers = "  help: {sojourn: {law: constant, value_years: 40}, exits: {closed: 1}, children: {away: {hazard_by_need_per_year: [1e5, 1e5], to: care}}}\n" + for_good;
  const Simulated simulated = simulate(text.yaml({.horizon = years * year, .replications = 200}));
  const double births = b * (p * (years - 2) + p * p * (years - 22) + p * p * p * (years - 42));
  const double grown = b * (years + p * (years - 20) + p * p * (years - 40));
  EXPECT_TRUE(agrees(simulated.by_replication("births_to_care_leavers", ""), births, 0.03 * births));
  EXPECT_TRUE(agrees(simulated.by_replication("births", ""), births + b * years, 0.04 * births));
  EXPECT_TRUE(agrees(simulated.by_replication("grown_in_care", ""), grown, 0.02 * grown));
  // Each of these children comes to the case, and from there into care.
  EXPECT_TRUE(agrees(simulated.by_replication("care_leavers_children_entries", "care"), births, 0.03 * births));
  EXPECT_TRUE(agrees(simulated.by_replication("care_leavers_children_entries", "help"), births, 0.03 * births));
}

// Children of 16 come into care by a contact twelve times a year, and grow up there. Their own children are at home: after t
// years p b (t - 2 - 1 / 12) of them, since a twelfth of a year's children turn 18 at the start before a contact; their need rising four times as fast, and spoken of three times as often.
TEST(CareLeavers, HaveFamiliesOfTheirOwnFactors) {
  const double p = 0.8, years = 14, b = 600 / 18.0;
  FamilyText text{.children = 600, .people = "care_leavers: {become_parents: 0.8, after: {law: constant, value_years: 2}, need_rises: 4, spoken_of: 3}", .up = {0.3}, .down = {0.6}};
  text.contacts = "  police: {rate_per_year: [12, 12], takes: {below_years: [16], probability: [0, 1]}, children_to: care, to: desk}\n" + talk("school", "rate_per_year: [1, 1]");
  text.tiers = idle_desk + for_good;
  const Simulated simulated = simulate(text.yaml({.horizon = years * year, .replications = 100}));
  const double area = p * b * (years - 2) * ((years - 2) / 2 - 1 / 12.0);  // child-years
  EXPECT_TRUE(agrees(simulated.by_replication("care_leavers_children_by_need", "level_2"), 2 / 3.0 * area / years, 0.06 * area / years));
  EXPECT_TRUE(agrees(simulated.by_replication("care_leavers_children_by_need", "level_1"), 1 / 3.0 * area / years, 0.06 * area / years));
  // The others are at home until 16 and, then, a twelfth of a year on average.
  const double others = b * (16 + 1 / 12.0) * years;
  EXPECT_TRUE(agrees(simulated.by_replication("contacts", "school"), others + 3 * area, 0.05 * others));
}

// Some leave care on the 18th birthday, which is theirs to a rounding error before or after the family's calendar; others are
// adopted before, or stay on.
TEST(CareLeavers, AreThoseInCareUntilTheBirthday) {
  const double b = 400 / 18.0;
  for (const auto& [care, share] : {std::pair{std::string("{race: {grown: {at_age_years: 18, exits: {grown: 1}}}}"), 1.0}, std::pair{std::string("{race: {grown: {at_age_years: 17, exits: {grown: 1}}}}"), 0.0},
                                    std::pair{std::string("{race: {grown: {at_age_years: 19, exits: {grown: 1}}}}"), 1.0}}) {
    FamilyText text{.children = 400, .people = "care_leavers: {become_parents: 0.5, after: {law: constant, value_years: 0}}", .contacts = at_once(2, "help"), .exits = "  grown: {}\n"};
    text.tiers = "  help: {sojourn: {law: constant, value_years: 40}, exits: {closed: 1}, children: {away: {hazard_by_need_per_year: [1e5, 1e5], to: care}}}\n  care: " + care + "\n";
    const Simulated simulated = simulate(text.yaml({.horizon = 8 * year, .replications = 100}));
    EXPECT_TRUE(agrees(simulated.by_replication("grown_in_care", ""), share * b * 8, 12)) << care;
    EXPECT_TRUE(agrees(simulated.by_replication("births_to_care_leavers", ""), 0.5 * share * b * 8, 8)) << care;
  }
}

// Who does not become a parent under one scenario has no family there; all others have the families that they have anyway: where
// some do, what is born is what is born without, and theirs.
TEST(CareLeavers, NoneOfThemIsNoChange) {
  FamilyText text{.children = 300, .sizes = "[1, 1]", .contacts = at_once(2, "help")};
  text.tiers = "  help: {sojourn: {law: exponential, mean_days: 200}, exits: {closed: 1}, children: {away: {hazard_by_need_per_year: [1, 1], to: care}}}\n" + for_good;
  const Plan plan{.horizon = 3000, .replications = 3, .every = "month"};
  const Simulated without = simulate(text.yaml(plan));
  text.people = "care_leavers: {become_parents: 0, after: {law: constant, value_years: 2}}";
  const Simulated with = simulate(text.yaml(plan));
  ASSERT_EQ(with.records().size(), without.records().size());
  for (std::size_t r = 0; r < with.records().size(); ++r) EXPECT_EQ(with.records()[r].values.size(), without.records()[r].values.size());
  for (std::size_t p = 0; p < without.periods(); ++p)
    for (const char* tier : {"help", "care"}) EXPECT_EQ(with.by_replication("children", tier, p), without.by_replication("children", tier, p));
  text.people = "care_leavers: {become_parents: 0.5, after: {law: constant, value_years: 2}}";
  const Simulated some = simulate(text.yaml(plan));
  for (std::size_t r = 0; r < 3; ++r) {
    double of_care_leavers = 0, known = 0, known_without = 0;
    for (std::size_t p = 0; p < without.periods(); ++p) {
      const double own = some.value("births_to_care_leavers", "", r, p);
      EXPECT_EQ(some.value("births", "", r, p), without.value("births", "", r, p) + own);
      of_care_leavers += own;
      known += some.value("children", "help", r, p) + some.value("children", "care", r, p);
      known_without += without.value("children", "help", r, p) + without.value("children", "care", r, p);
    }
    EXPECT_GT(of_care_leavers, 10);
    EXPECT_GT(known, known_without);
  }
}

}  // namespace
}  // namespace headwater::theory
