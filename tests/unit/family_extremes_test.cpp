// Models of families at the ends of what is allowed run to their end, and mean there what they mean elsewhere.
#include <gtest/gtest.h>

#include <string>

#include "support/family_models.hpp"

namespace headwater::theory {
namespace {

const std::string gate = "kind: gate, sojourn: {law: constant, value_days: 0}";

TEST(FamilyExtremes, NothingEverHappens) {
  FamilyText text{.children = 1, .contacts = "  a: {rate_per_year: [0, 0], to: desk}\n", .tiers = idle_desk};
  const Simulated simulated = simulate(text.yaml({.horizon = 100, .replications = 50}));
  for (std::size_t r = 0; r < 50; ++r) {
    EXPECT_EQ(simulated.value("contacts", "a", r), 0);
    EXPECT_EQ(simulated.value("children_by_need", "level_2", r), 0);
  }
}

// Nobody ever speaks of a family; beside them there are those who come from a source, as in any model.
TEST(FamilyExtremes, NoContacts) {
  const Simulated simulated = simulate(header({.horizon = 1000}) +
                                       "population: {children: 100, spacing: {law: constant, value_years: 2}, no_child_at_home: closed}\n"
                                       "need: {up_per_year: [1], down_per_year: [1]}\nsources: {in: {rate_per_day: 1, to: desk}}\n"
                                       "tiers: {desk: {capacity: 1, sojourn: {law: exponential, mean_days: 0.5}, exits: {closed: 1}}}\nexits: {closed: {}}\n");
  EXPECT_GT(simulated.value("departures", "desk"), 800);
  EXPECT_GT(simulated.value("children_hidden", "level_2"), 10);
}

TEST(FamilyExtremes, EightLevelsAndTheGreatestFrailty) {
  FamilyText text{.children = 100, .frailty = 3, .up = std::vector<double>(7, 2), .down = std::vector<double>(7, 2), .contacts = "  a: {rate_per_year: [1, 1, 1, 1, 1, 1, 1, 1], refer_from: 8, to: desk}\n"};
  text.tiers = "  desk: {" + gate + ", decide: {on: need, below: [8], to: [closed, help]}}\n  help: {race: {a: {hazard_by_need_per_year: [9, 8, 7, 6, 5, 4, 3, 2], exits: {closed: 1}}}}\n";
  const Simulated simulated = simulate(text.yaml({.horizon = 3000}));
  EXPECT_GT(simulated.value("children_by_need", "level_8"), 1);
  EXPECT_GT(simulated.value("children_by_need", "level_1"), 10);
  EXPECT_EQ(simulated.value("moves", "desk>closed"), 0);
}

// A million times a year up and down: half the time in each level.
TEST(FamilyExtremes, NeedThatNeverRests) {
  FamilyText text{.children = 30, .up = {1e6}, .down = {1e6}, .contacts = at_once(2, "help")};
  text.tiers = "  help: {race: {a: {hazard_by_need_per_year: [0, 200], exits: {closed: 1}}}}\n";
  const Simulated simulated = simulate(text.yaml({.horizon = 20}));
  const double all = simulated.value("children_by_need", "level_1") + simulated.value("children_by_need", "level_2");
  EXPECT_NEAR(simulated.value("children_by_need", "level_1") / all, 0.5, 0.02);
  // Hazard 100 a year on average: about 5.5 ends of a stay a child in 20 days.
  EXPECT_NEAR(simulated.value("departures", "help"), all * 20 * 100 / year, 50);
}

TEST(FamilyExtremes, TwelveAtOnce) {
  FamilyText text{.children = 600, .sizes = "[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]", .spacing = "{law: constant, value_years: 0}", .contacts = at_once(2, "help")};
  text.tiers = "  help: {sojourn: {law: constant, value_years: 40}, exits: {closed: 1}, children: {away: {hazard_by_need_per_year: [1, 1], to: care, together: 1}}}\n"
               "  care: {sojourn: {law: constant, value_days: 30}, exits: {home: 1}}\n";
  text.exits = "  home: {rejoins: help}\n";
  const Simulated simulated = simulate(text.yaml({.horizon = 2000, .every = "month"}));
  for (std::size_t p = 0; p < simulated.periods(); ++p) {
    EXPECT_EQ(std::fmod(simulated.value("births", "", 0, p), 12), 0);
    EXPECT_EQ(std::fmod(simulated.value("children_end", "care", 0, p), 12), 0);
    EXPECT_EQ(std::fmod(simulated.value("children_end", "help", 0, p), 12), 0);
  }
}

// Cases that wait for places that never come wait until no child is at home.
TEST(FamilyExtremes, TiersWithoutPlaces) {
  FamilyText text{.children = 200, .contacts = at_once(2, "help")};
  text.tiers = "  help: {capacity: 0, supports: {up: 1000}, sojourn: {law: constant, value_years: 1}, exits: {closed: 1}}\n";
  const Simulated simulated = simulate(text.yaml({.horizon = 2000}));
  EXPECT_EQ(simulated.value("starts", "help"), 0);
  EXPECT_GT(simulated.value("exits", "emptied"), 10);
  EXPECT_EQ(simulated.value("children_by_need", "level_2"), 0);
}

// Children who are sent to a placement without room are home again at once, thousands of times a day.
TEST(FamilyExtremes, ChildrenAreSentAndTurnedAway) {
  FamilyText text{.children = 20, .sizes = "[1, 1]", .contacts = at_once(2, "help")};
  text.tiers = "  help: {sojourn: {law: constant, value_years: 40}, exits: {closed: 1}, children: {away: {hazard_by_need_per_year: [1e6, 1e6], takes: {below_years: [5], probability: [1, 0]}, to: care}}}\n"
               "  care: {capacity: 0, waiting_room: 0, when_full: home, sojourn: {law: constant, value_days: 30}, exits: {grown: 1}}\n";
  text.exits = "  home: {rejoins: help}\n  grown: {}\n";
  const Simulated simulated = simulate(text.yaml({.horizon = 10}));
  EXPECT_GT(simulated.value("children_moves", "help>care"), 10000);
  EXPECT_EQ(simulated.value("children_moves", "help>care"), simulated.value("children_moves", "care>home"));
  EXPECT_EQ(simulated.value("children_end", "care"), 0);
}

// A case sent round in no time is a fault of the model, said with the place, and not a run without an end.
TEST(FamilyExtremes, CircleThatTakesNoTime) {
  FamilyText text{.children = 20, .contacts = at_once(2, "one")};
  text.tiers = "  one: {" + gate + ", exits: {two: 1}}\n  two: {" + gate + ", decide: {on: need, below: [5], to: [one, closed]}}\n";
  EXPECT_NE(fault_of(text.yaml({.horizon = 10})).find("loop"), std::string::npos) << fault_of(text.yaml({.horizon = 10}));
}

// Contacts ten million times a year that take all children, who are home again at once.
TEST(FamilyExtremes, ContactsWithoutEnd) {
  FamilyText text{.children = 5, .contacts = "  a: {rate_per_year: [1e6, 1e6], effort: 10, to: desk, takes: {probability: [1]}, children_to: visit}\n"};
  text.tiers = idle_desk + "  visit: {" + gate + ", exits: {home: 1}}\n";
  text.exits = "  home: {rejoins: desk}\n";
  const Simulated simulated = simulate(text.yaml({.horizon = 2}));
  EXPECT_GT(simulated.value("children_moves", "a>visit"), 10000);
}

}  // namespace
}  // namespace headwater::theory
