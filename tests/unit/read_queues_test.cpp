// What the keys of queues, resources and classes become in the description, what changes on dates, and the way back
// from the resolved text.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "pathway/offered_load.hpp"
#include "pathway/service_graph.hpp"
#include "scenario/read.hpp"
#include "support/same_description.hpp"

namespace headwater {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string model = R"(headwater: 1
start: 2026-04-01
horizon_days: 100
attributes: {need: {law: uniform, low: 0, high: 2}}
resources:
  nurse: {capacity: 5, when_cut: interrupt}
  room: {capacity: unlimited}
sources: {new: {rate_per_day: 4, to: desk}}
tiers:
  desk:
    capacity: 2
    order: highest_first
    ordered_by: need
    bands: [0.5, 1]
    pre_emption: restart
    waiting_room: 3
    when_full: away
    balk: {from: [2, 3], probability: [0.25, 1], to: away}
    patience: {law: exponential, mean_hours: 12, to: away}
    sojourn: {law: exponential, mean_days: 0.5}
    share_out: {by: shortest_queue, to: [north, south]}
  north: {needs: {nurse: 0.25, room: need}, keeps: [nurse], sojourn: {law: constant, value_days: 1}, exits: {ward: {weight: 3}, done: 1}}
  south: {capacity: 2, waiting_room: 0, blocks: true, when_full: away, order: lowest_first, ordered_by: need, sojourn: {law: constant, value_days: 1}, exits: {ward: 1}}
  ward: {capacity: 4, order: shared, shared_by_at_most: 10, sojourn: {law: constant, value_days: 1}, share_out: {by: cycle, to: [done, home]}}
  home: {kind: home, sojourn: {law: constant, value_days: 1}, share_out: {by: fewest_present, to: [north, last]}}
  last: {capacity: 1, order: last_come, pre_emption: resume, sojourn: {law: constant, value_days: 1}, exits: {done: 1}}
exits: {done: {}, away: {}}
report: {unit: hours}
run: {period_hours: 12}
changes:
  - {from: 2026-05-01, set: {resources.nurse.capacity: 7, tiers.north.exits.ward.weight: 1}}
  - {from: 2026-06-01, over_days: 2, set: {resources.nurse.capacity: 10}}
)";

TEST(ReadQueues, PutsEveryKeyInItsPlace) {
  const Reading reading = read_text(model, "queues.yaml");
  ASSERT_TRUE(reading.ok()) << reading.diagnostics.text(true);
  const Description& d = *reading.description;
  const TierSpec& desk = d.tiers[0];
  EXPECT_EQ(desk.order, Order::highest_first);
  EXPECT_EQ(desk.ordered_by, "need");
  EXPECT_THAT(desk.bands, ElementsAre(0.5, 1));
  EXPECT_EQ(desk.pre_emption, PreEmption::restart);
  EXPECT_EQ(desk.waiting_room, 3);
  EXPECT_EQ(desk.when_full, "away");
  EXPECT_FALSE(desk.blocks);
  ASSERT_TRUE(desk.balk);
  EXPECT_THAT(desk.balk->from, ElementsAre(2, 3));
  EXPECT_THAT(desk.balk->probability, ElementsAre(0.25, 1));
  EXPECT_EQ(desk.balk->to, "away");
  ASSERT_TRUE(desk.patience);
  EXPECT_DOUBLE_EQ(desk.patience->law.mean(), 0.5);
  EXPECT_EQ(desk.patience->to, "away");
  ASSERT_TRUE(desk.share_out);
  EXPECT_EQ(desk.share_out->by, ShareOutSpec::By::shortest_queue);
  EXPECT_THAT(desk.share_out->to, ElementsAre("north", "south"));

  const TierSpec& north = d.tiers[1];
  EXPECT_FALSE(north.capacity);
  ASSERT_EQ(north.needs.size(), 2u);
  EXPECT_EQ(north.needs[0].resource, "nurse");
  EXPECT_EQ(north.needs[0].amount, 0.25);
  EXPECT_EQ(north.needs[0].attribute, "");
  EXPECT_EQ(north.needs[1].attribute, "need");
  EXPECT_THAT(north.keeps, ElementsAre("nurse"));
  EXPECT_EQ(north.exits[0].weight, 3);
  EXPECT_EQ(north.exits[1].weight, 1);

  EXPECT_TRUE(d.tiers[2].blocks);
  EXPECT_EQ(d.tiers[2].waiting_room, 0);
  EXPECT_EQ(d.tiers[2].order, Order::lowest_first);
  EXPECT_EQ(d.tiers[3].order, Order::shared);
  EXPECT_EQ(d.tiers[3].shared_by_at_most, 10);
  EXPECT_EQ(d.tiers[3].share_out->by, ShareOutSpec::By::cycle);
  EXPECT_EQ(d.tiers[4].share_out->by, ShareOutSpec::By::fewest_present);
  EXPECT_EQ(d.tiers[5].order, Order::last_come);
  EXPECT_EQ(d.tiers[5].pre_emption, PreEmption::resume);

  ASSERT_EQ(d.resources.size(), 2u);
  EXPECT_EQ(d.resources[0].capacity, 5);
  EXPECT_EQ(d.resources[0].when_cut, WhenCut::interrupt);
  EXPECT_FALSE(d.resources[1].capacity);
  EXPECT_DOUBLE_EQ(d.run.period, 0.5);
  EXPECT_EQ(d.show_unit, "hours");
}

TEST(ReadQueues, ResourcesAndWeightsInMapsChangeOnDates) {
  const Reading reading = read_text(model, "queues.yaml");
  ASSERT_TRUE(reading.ok()) << reading.diagnostics.text(true);
  const auto& revisions = reading.description->revisions;
  ASSERT_EQ(revisions.size(), 4u);
  EXPECT_EQ(revisions[0].of, Revision::Of::tier);
  EXPECT_EQ(revisions[0].tier.exits[0].weight, 1);
  EXPECT_EQ(revisions[1].of, Revision::Of::resource);
  EXPECT_EQ(revisions[1].index, 0u);
  EXPECT_EQ(revisions[1].resource.capacity, 7);
  EXPECT_EQ(revisions[2].resource.capacity, 9);  // halfway from 7 to 10, half up
  EXPECT_EQ(revisions[3].resource.capacity, 10);
}

TEST(ReadQueues, TheResolvedTextSaysTheSame) {
  const Reading reading = read_text(model, "queues.yaml");
  ASSERT_TRUE(reading.ok()) << reading.diagnostics.text(true);
  const Reading again = read_text(reading.description->resolved, "resolved.yaml");
  ASSERT_TRUE(again.ok()) << again.diagnostics.text(true);
  EXPECT_EQ(first_difference(*reading.description, *again.description), "");
}

TEST(ReadQueues, TheGraphHasEveryWayOut) {
  const Reading reading = read_text(model, "queues.yaml");
  ASSERT_TRUE(reading.ok());
  const std::string dot = to_dot(service_graph(*reading.description), "");
  for (const char* label : {"when full", "balks", "gives up", "shortest queue", "in turn", "fewest present"}) EXPECT_THAT(dot, HasSubstr(std::string("label=\"") + label + "\""));
}

TEST(ReadQueues, AScenarioCanChangeThePeriod) {
  const auto read = [](const std::string& scenario) {
    return read_file("scenario.yaml", [scenario](const std::string& path) -> FileText { return {path == "scenario.yaml" ? scenario : model, ""}; });
  };
  const Reading by_month = read("extends: model.yaml\nrun: {every: month}\n");
  ASSERT_TRUE(by_month.ok()) << by_month.diagnostics.text();
  EXPECT_EQ(by_month.description->run.period, 0);
  const Reading shorter = read("extends: model.yaml\nset: {tiers.desk.waiting_room: unlimited, tiers.north.needs.nurse: 2, tiers.north.exits.ward.weight: 5}\nrun: {period_days: 5}\n");
  ASSERT_TRUE(shorter.ok()) << shorter.diagnostics.text();
  EXPECT_EQ(shorter.description->run.period, 5);
  EXPECT_FALSE(shorter.description->tiers[0].waiting_room);
  EXPECT_EQ(shorter.description->tiers[1].needs[0].amount, 2);
  EXPECT_EQ(shorter.description->tiers[1].exits[0].weight, 5);
}

// Classes take their own ways: 3 a day come as 'slow' to 'a', a third of them go on to 'b' as 'quick'.
TEST(OfferedLoad, FollowsClasses) {
  Description d;
  d.classes = {{"slow", 0, {}}, {"quick", 1, {}}};
  SourceSpec source;
  source.name = "new";
  source.rate_per_day = 3;
  source.to = "a";
  source.of_class = "slow";
  d.sources = {source};
  TierSpec a, b;
  a.name = "a";
  a.sojourn = *constant_law(2).law;
  a.exits = {{"b", 1, {}, "quick"}, {"out", 2, {}, ""}};
  b.name = "b";
  b.capacity = 1;
  b.sojourn = *constant_law(10).law;
  b.exits = {{"out", 1, {}, ""}};
  StaySpec quick = b;
  quick.sojourn = *constant_law(0.5).law;
  b.by_class = {{"quick", quick}};
  d.tiers = {a, b};
  d.exits = {{"out", {}, {}, {}}};
  const std::vector<Load> loads = offered_load(d);
  EXPECT_DOUBLE_EQ(loads[0].offered, 6);
  EXPECT_THAT(loads[0].offered_by_class, ElementsAre(testing::DoubleEq(6), 0));
  EXPECT_DOUBLE_EQ(loads[1].arrivals_per_day, 1);
  EXPECT_THAT(loads[1].offered_by_class, ElementsAre(0, testing::DoubleEq(0.5)));
  EXPECT_DOUBLE_EQ(loads[1].mean_sojourn, 0.5);
  EXPECT_DOUBLE_EQ(loads[1].utilisation, 0.5);
}

// Nobody comes and nobody goes: no stream, no traffic, and no endless load either.
TEST(OfferedLoad, IsNoneInAClosedNetwork) {
  Description d;
  SourceSpec source;
  source.name = "there";
  source.to = "a";
  d.sources = {source};
  TierSpec a, b;
  a.name = "a";
  a.capacity = 1;
  a.sojourn = *constant_law(2).law;
  a.exits = {{"b", 1, {}, ""}};
  b = a;
  b.name = "b";
  b.exits = {{"a", 1, {}, ""}};
  d.tiers = {a, b};
  for (const Load& load : offered_load(d)) EXPECT_EQ(load.utilisation, 0);
}

// 24 moments a day, 3 at each; places are open half of the time.
TEST(OfferedLoad, CountsBatchesAndCalendars) {
  const Reading reading = read_text(R"(headwater: 1
start: 2026-04-01
horizon_days: 100
calendars: {day: {cycle_hours: 24, steps: [{from_hours: 0, level: 0}, {from_hours: 12, level: 1}]}}
sources:
  coach: {every_hours: 1, batch: {law: constant, value: 3}, shows_up: 0.5, to: a}
  walk: {rate_per_day: 8, patterns: [day], to: a}
tiers: {a: {capacity: 10, patterns: [day], sojourn: {law: constant, value_hours: 3}, exits: {out: 1}}}
exits: {out: {}}
)", "calendars.yaml");
  ASSERT_TRUE(reading.ok()) << reading.diagnostics.text(true);
  const Load load = offered_load(*reading.description)[0];
  EXPECT_DOUBLE_EQ(load.arrivals_per_day, 36 + 4);
  EXPECT_DOUBLE_EQ(load.offered, 5);
  EXPECT_DOUBLE_EQ(load.utilisation, 1);
}

}  // namespace
}  // namespace headwater
