// What classes leave out, and what they become in the description.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "scenario/read.hpp"

namespace headwater {
namespace {

using testing::ElementsAre;

// A class says only what differs: a sojourn keeps the tier's exits, exits keep its sojourn, a race replaces both.
TEST(ReadQueues, WhatAClassLeavesOutIsTheTiersOwn) {
  const std::string yaml = R"(headwater: 1
start: 2026-04-01
horizon_days: 100
classes: {urgent: {priority: 2}, routine: {}}
sources: {new: {rate_per_day: 4, to: help, class: routine}}
tiers:
  help:
    sojourn: {law: constant, value_days: 3}
    exits: {more: {weight: 2, becomes: urgent}, leave: 1}
    by_class:
      urgent: {sojourn: {law: constant, value_days: 1}}
      routine: {exits: {leave: 1}}
  more:
    sojourn: {law: constant, value_days: 3}
    exits: {leave: 1}
    by_class: {urgent: {race: {ends: {hazard_per_day: 1, exits: {leave: 1}}}}}
exits: {leave: {}}
groups: {kind: {on: class}}
report: {by: [kind]}
)";
  const Reading reading = read_text(yaml, "classes.yaml");
  ASSERT_TRUE(reading.ok()) << reading.diagnostics.text(true);
  const Description& d = *reading.description;
  ASSERT_EQ(d.classes.size(), 2u);
  EXPECT_EQ(d.classes[0].priority, 2);
  EXPECT_EQ(d.classes[1].priority, 0);
  const auto& of_help = d.tiers[0].by_class;
  ASSERT_EQ(of_help.size(), 2u);
  EXPECT_EQ(of_help[0].first, "urgent");
  EXPECT_EQ(of_help[0].second.sojourn->mean(), 1);
  ASSERT_EQ(of_help[0].second.exits.size(), 2u);
  EXPECT_EQ(of_help[0].second.exits[0].becomes, "urgent");
  EXPECT_EQ(of_help[1].second.sojourn->mean(), 3);
  ASSERT_EQ(of_help[1].second.exits.size(), 1u);
  const StaySpec& race = d.tiers[1].by_class[0].second;
  EXPECT_FALSE(race.sojourn);
  EXPECT_EQ(race.race.size(), 1u);
  EXPECT_TRUE(race.exits.empty());
  ASSERT_EQ(d.groups.size(), 1u);
  EXPECT_EQ(d.groups[0].on, "class");
  EXPECT_THAT(d.groups[0].labels, ElementsAre("urgent", "routine"));
}

}  // namespace
}  // namespace headwater
