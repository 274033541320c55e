// Steps and ramps: what each element is from which day on. Expected numbers are worked out by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "scenario/read.hpp"

namespace headwater {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// A model of 100 days from 1 April 2026 with these changes.
Reading read(const std::string& changes) {
  return read_text(R"(headwater: 1
start: 2026-04-01
horizon_days: 100
attributes: {need: {law: uniform, low: 0, high: 4}}
sources: {new: {rate_per_day: 4, to: door}}
tiers:
  door: {kind: gate, sojourn: {law: constant, value_days: 1}, decide: {on: need, below: [1, 2], to: [leave, help, help]}}
  help: {capacity: 10, sojourn: {law: exponential, mean_days: 30}, exits: {leave: 3, door: 1}}
exits: {leave: {returns: {probability: 0.2, after: {law: constant, value_days: 9}, to: door}}}
changes:
)" + changes,
                   "test.yaml");
}

std::vector<double> times(const Reading& reading) {
  std::vector<double> all;
  for (const Revision& revision : reading.description->revisions) all.push_back(revision.time);
  return all;
}

std::vector<std::int64_t> capacities(const Reading& reading) {
  std::vector<std::int64_t> all;
  for (const Revision& revision : reading.description->revisions) all.push_back(revision.tier.capacity.value_or(-1));
  return all;
}

TEST(DatedChanges, AStepHoldsFromItsDay) {
  const Reading reading = read("  - {from: 2026-05-01, set: {tiers.help.capacity: 12}}\n");
  ASSERT_TRUE(reading.ok()) << reading.diagnostics.text();
  ASSERT_THAT(times(reading), ElementsAre(30));
  const Revision& revision = reading.description->revisions[0];
  EXPECT_EQ(revision.of, Revision::Of::tier);
  EXPECT_EQ(revision.index, 1u);
  EXPECT_EQ(revision.tier.capacity, 12);
  EXPECT_EQ(revision.tier.sojourn, reading.description->tiers[1].sojourn) << "the rest is as it was";
  EXPECT_EQ(reading.description->tiers[1].capacity, 10) << "the model begins as it is written";
}

TEST(DatedChanges, EachKindOfNumberMayChange) {
  const Reading reading = read(R"(  - from: 2026-04-11
    set:
      sources.new.rate_per_day: 5
      tiers.door.decide.below: [1.5, 2.5]
      tiers.help.exits.door: 2
      tiers.help.sojourn.mean_days: 20
      exits.leave.returns.probability: 0.3
      exits.leave.returns.after.value_days: 8
)");
  ASSERT_TRUE(reading.ok()) << reading.diagnostics.text();
  const auto& revisions = reading.description->revisions;
  ASSERT_EQ(revisions.size(), 4u);  // in order of what they are of, then of index
  EXPECT_EQ(revisions[0].source.rate_per_day, 5);
  EXPECT_THAT(revisions[1].tier.decide->below, ElementsAre(1.5, 2.5));
  EXPECT_EQ(revisions[2].tier.exits[1].weight, 2);
  EXPECT_DOUBLE_EQ(revisions[2].tier.sojourn->mean(), 20);
  EXPECT_EQ(revisions[3].exit.returns->probability, 0.3);
  EXPECT_DOUBLE_EQ(revisions[3].exit.returns->after.mean(), 8);
}

TEST(DatedChanges, ARampTakesEqualDailySteps) {
  const Reading reading = read("  - {from: 2026-04-11, over_days: 4, set: {sources.new.rate_per_day: 8}}\n");
  ASSERT_TRUE(reading.ok()) << reading.diagnostics.text();
  EXPECT_THAT(times(reading), ElementsAre(11, 12, 13, 14));
  std::vector<double> rates;
  for (const Revision& revision : reading.description->revisions) rates.push_back(revision.source.rate_per_day);
  EXPECT_THAT(rates, ElementsAre(5, 6, 7, 8));
}

TEST(DatedChanges, ARampOfPlacesRoundsHalvesUp) {
  const Reading up = read("  - {from: 2026-04-01, over_days: 4, set: {tiers.help.capacity: 12}}\n");
  ASSERT_TRUE(up.ok()) << up.diagnostics.text();
  EXPECT_THAT(capacities(up), ElementsAre(11, 11, 12, 12));  // 10.5, 11, 11.5, 12
  const Reading down = read("  - {from: 2026-04-01, over_days: 4, set: {tiers.help.capacity: 8}}\n");
  ASSERT_TRUE(down.ok()) << down.diagnostics.text();
  EXPECT_THAT(capacities(down), ElementsAre(10, 9, 9, 8));  // 9.5, 9, 8.5, 8
}

TEST(DatedChanges, ARampOfCutsMovesEachOfThem) {
  const Reading reading = read("  - {from: 2026-04-01, over_days: 2, set: {tiers.door.decide.below: [2, 4]}}\n");
  ASSERT_TRUE(reading.ok()) << reading.diagnostics.text();
  ASSERT_EQ(reading.description->revisions.size(), 2u);
  EXPECT_THAT(reading.description->revisions[0].tier.decide->below, ElementsAre(1.5, 3));
  EXPECT_THAT(reading.description->revisions[1].tier.decide->below, ElementsAre(2, 4));
}

TEST(DatedChanges, ARampBeginsAtTheValueThenInForce) {
  const Reading reading = read(R"(  - {from: 2026-04-03, set: {tiers.help.capacity: 20}}
  - {from: 2026-04-11, over_days: 2, set: {tiers.help.capacity: 40}}
)");
  ASSERT_TRUE(reading.ok()) << reading.diagnostics.text();
  EXPECT_THAT(times(reading), ElementsAre(2, 11, 12));
  EXPECT_THAT(capacities(reading), ElementsAre(20, 30, 40));
}

TEST(DatedChanges, LaterChangesKeepEarlierOnes) {
  const Reading reading = read(R"(  - {from: 2026-04-03, set: {tiers.help.capacity: 20}}
  - {from: 2026-04-11, set: {tiers.help.sojourn.mean_weeks: 1}}
)");
  ASSERT_TRUE(reading.ok()) << reading.diagnostics.text();
  EXPECT_THAT(capacities(reading), ElementsAre(20, 20));
  EXPECT_DOUBLE_EQ(reading.description->revisions[1].tier.sojourn->mean(), 7);
}

TEST(DatedChanges, RevisionsComeInOrderOfTime) {
  const Reading reading = read(R"(  - {from: 2026-04-21, set: {tiers.help.capacity: 20}}
  - {from: 2026-04-11, set: {tiers.help.capacity: 15}}
  - {from: 2026-04-11, set: {sources.new.rate_per_day: 1}}
)");
  ASSERT_TRUE(reading.ok()) << reading.diagnostics.text();
  EXPECT_THAT(times(reading), ElementsAre(10, 10, 20));
  EXPECT_EQ(reading.description->revisions[0].of, Revision::Of::source);
  EXPECT_EQ(reading.description->revisions[2].tier.capacity, 20);
}

TEST(DatedChanges, OverlappingRampsOfOnePathAreRefused) {
  const Reading reading = read(R"(  - {from: 2026-04-11, over_days: 20, set: {tiers.help.capacity: 20}}
  - {from: 2026-04-21, over_days: 20, set: {tiers.help.capacity: 30}}
)");
  EXPECT_FALSE(reading.ok());
  EXPECT_THAT(reading.diagnostics.text(), HasSubstr("'tiers.help.capacity' changes while another change of it is under way"));
}

TEST(DatedChanges, RampsOfDifferentPathsMayOverlap) {
  EXPECT_TRUE(read(R"(  - {from: 2026-04-11, over_days: 20, set: {tiers.help.capacity: 20}}
  - {from: 2026-04-21, over_days: 20, set: {sources.new.rate_per_day: 8}}
)").ok());
}

TEST(DatedChanges, AfterTheEndIsAWarning) {
  const Reading reading = read("  - {from: 2030-01-01, set: {tiers.help.capacity: 20}}\n");
  EXPECT_TRUE(reading.ok());
  EXPECT_THAT(reading.diagnostics.text(), HasSubstr("warning: the change of 2030-01-01 comes after the simulation ends"));
}

TEST(DatedChanges, AWrongValueIsNamedWithItsDay) {
  const Reading reading = read("  - {from: 2026-05-01, set: {tiers.door.decide.below: [2, 1]}}\n");
  EXPECT_FALSE(reading.ok());
  EXPECT_THAT(reading.diagnostics.text(), HasSubstr("must rise, found 1 after 2, on 2026-05-01"));
}

TEST(DatedChanges, AStepIsNotHeldBackByARampFromTheSameDay) {
  const Reading reading = read(R"(  - {from: 2026-04-11, set: {tiers.help.capacity: 20}}
  - {from: 2026-04-11, over_days: 2, set: {tiers.help.sojourn.mean_days: 40}}
)");
  ASSERT_TRUE(reading.ok()) << reading.diagnostics.text();
  EXPECT_THAT(times(reading), ElementsAre(10, 11, 12));
  EXPECT_THAT(capacities(reading), ElementsAre(20, 20, 20));
}

TEST(DatedChanges, ARampMayBeginWhereAnotherEndsInAnyOrder) {
  const std::string first = "  - {from: 2026-04-01, over_days: 2, set: {tiers.help.capacity: 20}}\n";
  const std::string second = "  - {from: 2026-04-03, over_days: 2, set: {tiers.help.capacity: 40}}\n";
  for (const std::string& changes : {first + second, second + first}) {
    const Reading reading = read(changes);
    ASSERT_TRUE(reading.ok()) << reading.diagnostics.text();
    EXPECT_THAT(times(reading), ElementsAre(1, 2, 3, 4));
    EXPECT_THAT(capacities(reading), ElementsAre(15, 20, 30, 40));
  }
}

TEST(DatedChanges, ARampMayBeWrittenInAnotherUnit) {
  const Reading reading = read("  - {from: 2026-04-01, over_days: 2, set: {sources.new.rate_per_week: 42}}\n");  // 6 a day
  ASSERT_TRUE(reading.ok()) << reading.diagnostics.text();
  ASSERT_EQ(reading.description->revisions.size(), 2u);
  EXPECT_DOUBLE_EQ(reading.description->revisions[0].source.rate_per_day, 5);
  EXPECT_DOUBLE_EQ(reading.description->revisions[1].source.rate_per_day, 6);
}

TEST(DatedChanges, OverlapIsSeenAcrossUnits) {
  EXPECT_FALSE(read(R"(  - {from: 2026-04-11, over_days: 20, set: {sources.new.rate_per_day: 8}}
  - {from: 2026-04-21, set: {sources.new.rate_per_week: 7}}
)").ok());
}

TEST(DatedChanges, ARampThatOutlastsTheRunStopsWithIt) {
  const Reading reading = read("  - {from: 2026-04-01, over_days: 200, set: {sources.new.rate_per_day: 204}}\n");
  ASSERT_TRUE(reading.ok()) << reading.diagnostics.text();
  ASSERT_EQ(reading.description->revisions.size(), 99u);
  EXPECT_DOUBLE_EQ(reading.description->revisions.back().source.rate_per_day, 103);  // one a day
}

}  // namespace
}  // namespace headwater
