// Small histories worked out by hand: what happens at one instant, and in which order. Departures, then
// changes of capacity, then service of the waiting lists, then moves, then arrivals; rounds repeat until the
// instant is exhausted. Every listed time here is exact in binary, so times are compared for equality.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "support/simulate.hpp"
#include "support/trace.hpp"

namespace headwater::theory {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

Plan logged(double horizon, const std::string& every = "whole_run") {
  return {.horizon = horizon, .every = every, .event_log = true};
}

/// Listed arrivals 'in' to a tier 'desk' with stays of constant length, from there 'out'.
std::string desk(const std::string& days, const std::string& places, double stay) {
  return "sources: {in: {days: " + days + ", to: desk}}\ntiers:\n  desk: {" + places +
         ", sojourn: " + constant(stay).yaml + ", exits: {out: 1}}\nexits: {out: {}}\n";
}

std::string at(int day, const std::string& set) {
  return "changes: [{from: " + date(day) + ", set: {" + set + "}}]\n";
}

TEST(InstantOrder, FirstComeFirstServed) {
  const Simulated run = simulate(header(logged(10)) + desk("[0, 1, 1.5]", "capacity: 1", 2));
  EXPECT_THAT(trace(run), ElementsAre("0: in#1 in>desk", "0: in#1 starts desk", "1: in#2 in>desk",
                                      "1.5: in#3 in>desk", "2: in#2 starts desk", "2: in#1 desk>out",
                                      "4: in#3 starts desk", "4: in#2 desk>out", "6: in#3 desk>out"));
  EXPECT_EQ(run.value("wait_mean", "desk"), (0 + 1 + 2.5) / 3);
  EXPECT_EQ(run.value("occupancy", "desk"), 0.6);
  EXPECT_EQ(run.value("waiting", "desk"), 0.35);
  EXPECT_EQ(run.value("sojourn_mean", "desk"), 2);
}

// The place that a departure frees is there for an arrival at the same instant.
TEST(InstantOrder, DepartureComesBeforeArrival) {
  const Simulated run = simulate(header(logged(10)) + desk("[0, 2]", "capacity: 1", 2));
  EXPECT_THAT(trace(run), ElementsAre("0: in#1 in>desk", "0: in#1 starts desk", "2: in#1 desk>out",
                                      "2: in#2 in>desk", "2: in#2 starts desk", "4: in#2 desk>out"));
  EXPECT_EQ(run.value("waiting", "desk"), 0);
}

// It goes to whoever waits, not to who arrives at that instant.
TEST(InstantOrder, WaitingListComesBeforeArrival) {
  const Simulated run = simulate(header(logged(10)) + desk("[0, 1, 2]", "capacity: 1", 2));
  EXPECT_THAT(trace(run), ElementsAre("0: in#1 in>desk", "0: in#1 starts desk", "1: in#2 in>desk",
                                      "2: in#2 starts desk", "2: in#1 desk>out", "2: in#3 in>desk",
                                      "4: in#3 starts desk", "4: in#2 desk>out", "6: in#3 desk>out"));
}

// Someone who moves on arrives before someone who is new.
TEST(InstantOrder, MoveComesBeforeArrival) {
  const Simulated run =
      simulate(header(logged(10)) +
               "sources: {first: {days: [0], to: a}, second: {days: [2], to: b}}\n"
               "tiers:\n  a: {sojourn: {law: constant, value_days: 2}, exits: {b: 1}}\n"
               "  b: {capacity: 1, sojourn: {law: constant, value_days: 1}, exits: {out: 1}}\n"
               "exits: {out: {}}\n");
  EXPECT_THAT(trace(run), ElementsAre("0: first#1 first>a", "0: first#1 starts a", "2: first#1 a>b",
                                      "2: first#1 starts b", "2: second#1 second>b", "3: second#1 starts b",
                                      "3: first#1 b>out", "4: second#1 b>out"));
}

// A return is an arrival: it comes after moves.
TEST(InstantOrder, ReturnComesAfterMoves) {
  const Simulated run = simulate(
      header(logged(9)) +
      "sources: {one: {days: [0], to: c}, two: {days: [0], to: a}}\n"
      "tiers:\n  a: {sojourn: {law: constant, value_days: 4}, exits: {b: 1}}\n"
      "  b: {capacity: 1, sojourn: {law: constant, value_days: 2}, exits: {out: 1}}\n"
      "  c: {sojourn: {law: constant, value_days: 1}, exits: {away: 1}}\n"
      "exits: {out: {}, away: {returns: {probability: 1, after: {law: constant, value_days: 3}, to: b}}}\n");
  const auto lines = trace(run);
  const std::vector<std::string> tail(lines.end() - 6, lines.end());
  EXPECT_THAT(tail, ElementsAre("4: two#1 a>b", "4: two#1 starts b", "4: one#1 away>b", "6: one#1 starts b",
                                "6: two#1 b>out", "8: one#1 b>out"));
}

TEST(InstantOrder, RiseFillsAllFreePlacesAtOnce) {
  const Simulated run = simulate(header(logged(30)) + desk("[0, 0.5, 1, 1.5, 2]", "capacity: 1", 10) +
                                 at(3, "tiers.desk.capacity: 4"));
  const auto lines = trace(run);
  ASSERT_EQ(lines.size(), 15u);
  EXPECT_THAT(
      std::vector<std::string>(lines.begin(), lines.begin() + 11),
      ElementsAre("0: in#1 in>desk", "0: in#1 starts desk", "0.5: in#2 in>desk", "1: in#3 in>desk",
                  "1.5: in#4 in>desk", "2: in#5 in>desk", "3: in#2 starts desk", "3: in#3 starts desk",
                  "3: in#4 starts desk", "10: in#5 starts desk", "10: in#1 desk>out"));
  EXPECT_THAT(std::vector<std::string>(lines.begin() + 11, lines.begin() + 14),
              UnorderedElementsAre("13: in#2 desk>out", "13: in#3 desk>out", "13: in#4 desk>out"));
  EXPECT_EQ(lines[14], "20: in#5 desk>out");
  EXPECT_EQ(run.value("capacity", "desk"), (3 * 1 + 27 * 4) / 30.0);
}

// With `finish` work in hand ends in its own time, and nobody starts before fewer are busy than there are
// places.
TEST(InstantOrder, CutLetsWorkFinish) {
  const Simulated run =
      simulate(header(logged(10)) + desk("[0, 0.25, 0.5, 0.75]", "capacity: 3, when_cut: finish", 2) +
               at(1, "tiers.desk.capacity: 1"));
  const auto lines = trace(run);
  const std::vector<std::string> tail(lines.begin() + 7, lines.end());
  EXPECT_THAT(tail, ElementsAre("2: in#1 desk>out", "2.25: in#2 desk>out", "2.5: in#4 starts desk",
                                "2.5: in#3 desk>out", "4.5: in#4 desk>out"));
}

// With `interrupt` the last to start wait again, ahead of those who have not started, and go on with the time
// left.
TEST(InstantOrder, CutInterruptsTheLastToStart) {
  const Simulated run =
      simulate(header(logged(10)) + desk("[0, 0.25, 0.5, 0.75]", "capacity: 3, when_cut: interrupt", 2) +
               at(1, "tiers.desk.capacity: 1"));
  const auto lines = trace(run);
  const std::vector<std::string> tail(lines.begin() + 7, lines.end());
  EXPECT_THAT(tail, ElementsAre("1: in#3 interrupted desk", "1: in#2 interrupted desk", "2: in#2 starts desk",
                                "2: in#1 desk>out", "3.25: in#3 starts desk", "3.25: in#2 desk>out",
                                "4.75: in#4 starts desk", "4.75: in#3 desk>out", "6.75: in#4 desk>out"));
  EXPECT_EQ(run.value("sojourn_mean", "desk"), 2) << "time in the tier leaves waiting out";
  EXPECT_EQ(run.value("waiting", "desk"), (1 + 2.25 + 4) / 10);
  EXPECT_EQ(run.value("occupancy", "desk"), 0.8);
}

// Interrupted twice: 4 days of stay, cut to nothing on days 1 and 5, back on days 3 and 8: 1 + 2 + 1 days of
// stay.
TEST(InstantOrder, InterruptedTwice) {
  const Simulated run = simulate(
      header(logged(20)) + desk("[0]", "capacity: 1, when_cut: interrupt", 4) + "changes:\n" +
      "  - {from: " + date(1) + ", set: {tiers.desk.capacity: 0}}\n  - {from: " + date(3) +
      ", set: {tiers.desk.capacity: 1}}\n  - {from: " + date(5) +
      ", set: {tiers.desk.capacity: 0}}\n  - {from: " + date(8) + ", set: {tiers.desk.capacity: 1}}\n");
  EXPECT_THAT(trace(run), ElementsAre("0: in#1 in>desk", "0: in#1 starts desk", "1: in#1 interrupted desk",
                                      "3: in#1 starts desk", "5: in#1 interrupted desk",
                                      "8: in#1 starts desk", "9: in#1 desk>out"));
  EXPECT_EQ(run.value("sojourn_mean", "desk"), 4);
  EXPECT_EQ(run.value("waiting", "desk"), 5.0 / 20);
}

// A departure at the instant of a cut makes room first: nobody is interrupted, but the one who waits gets no
// place.
TEST(InstantOrder, DepartureComesBeforeCut) {
  const Simulated run =
      simulate(header(logged(10)) + desk("[0, 1, 1.5]", "capacity: 2, when_cut: interrupt", 2) +
               at(2, "tiers.desk.capacity: 1"));
  const auto lines = trace(run);
  const std::vector<std::string> tail(lines.begin() + 5, lines.end());
  EXPECT_THAT(tail,
              ElementsAre("2: in#1 desk>out", "3: in#3 starts desk", "3: in#2 desk>out", "5: in#3 desk>out"));
}

TEST(InstantOrder, CutComesBeforeArrival) {
  const Simulated run =
      simulate(header(logged(10)) + desk("[2]", "capacity: 1", 1) + at(2, "tiers.desk.capacity: 0"));
  EXPECT_THAT(trace(run), ElementsAre("2: in#1 in>desk"));
  EXPECT_EQ(run.value("waiting_end", "desk"), 1);
}

TEST(InstantOrder, RiseServesTheWaitingListBeforeArrivals) {
  const Simulated run =
      simulate(header(logged(10)) + desk("[1, 2]", "capacity: 0", 3) + at(2, "tiers.desk.capacity: 1"));
  EXPECT_THAT(trace(run), ElementsAre("1: in#1 in>desk", "2: in#1 starts desk", "2: in#2 in>desk",
                                      "5: in#2 starts desk", "5: in#1 desk>out", "8: in#2 desk>out"));
}

// Stays of no length pass one after the other through a single place, all at one instant, round after round.
TEST(InstantOrder, StaysOfNoLengthTakeTurns) {
  const Simulated run = simulate(header(logged(10)) + desk("[1, 1, 1]", "capacity: 1", 0));
  EXPECT_THAT(trace(run), ElementsAre("1: in#1 in>desk", "1: in#1 starts desk", "1: in#2 in>desk",
                                      "1: in#3 in>desk", "1: in#2 starts desk", "1: in#1 desk>out",
                                      "1: in#3 starts desk", "1: in#2 desk>out", "1: in#3 desk>out"));
  EXPECT_EQ(run.value("wait_mean", "desk"), 0);
  EXPECT_EQ(run.value("sojourn_mean", "desk"), 0);
  EXPECT_EQ(run.value("occupancy", "desk"), 0);
}

// A chain of tiers without length is passed within the instant, by a lone entity and at the instant of a
// change.
TEST(InstantOrder, ChainOfNoLengthIsPassedAtOnce) {
  const Simulated run =
      simulate(header(logged(10)) +
               "sources: {in: {days: [1, 3], to: a}}\n"
               "tiers:\n  a: {capacity: 1, sojourn: {law: constant, value_days: 0}, exits: {b: 1}}\n"
               "  b: {capacity: 1, sojourn: {law: constant, value_days: 0}, exits: {c: 1}}\n"
               "  c: {capacity: 0, sojourn: {law: constant, value_days: 1}, exits: {out: 1}}\n"
               "exits: {out: {}}\n" +
               at(3, "tiers.c.capacity: 1"));
  EXPECT_THAT(trace(run), ElementsAre("1: in#1 in>a", "1: in#1 starts a", "1: in#1 a>b", "1: in#1 starts b",
                                      "1: in#1 b>c", "3: in#1 starts c", "3: in#2 in>a", "3: in#2 starts a",
                                      "3: in#2 a>b", "3: in#2 starts b", "3: in#2 b>c", "4: in#2 starts c",
                                      "4: in#1 c>out", "5: in#2 c>out"));
}

// Those who leave one tier at one instant are taken in the order of their names, whichever was scheduled
// first.
TEST(InstantOrder, TiesGoByName) {
  const Simulated run =
      simulate(header(logged(40)) + "sources: {in: {days: " + all_at_start(12) +
               ", to: a}}\n"
               "tiers:\n  a: {sojourn: {law: constant, value_days: 2}, exits: {b: 1}}\n"
               "  b: {capacity: 1, sojourn: {law: constant, value_days: 1}, exits: {out: 1}}\n"
               "exits: {out: {}}\n");
  const EventLog& log = run.records()[0].log;
  std::vector<std::uint64_t> moved, started;
  for (std::size_t i = 0; i < log.time.size(); ++i) {
    if (log.time[i] == 2 && log.what[i] == EventLog::move) moved.push_back(log.entity[i]);
    if (log.what[i] == EventLog::start && log.tier[i] == static_cast<int>(run.tier("b")))
      started.push_back(log.entity[i]);
  }
  ASSERT_EQ(moved.size(), 12u);
  EXPECT_TRUE(std::is_sorted(moved.begin(), moved.end()));
  EXPECT_EQ(moved, started);
}

// Two who reach one tier at one instant from different tiers come in the same order, whichever set out first.
TEST(InstantOrder, TiesDoNotDependOnWhatWasScheduledFirst) {
  const auto first_to_start = [](double left_from, double right_from) {
    const Simulated run = simulate(
        header(logged(10)) + "sources: {l: {days: [" + number(left_from) + "], to: left}, r: {days: [" +
        number(right_from) + "], to: right}}\ntiers:\n  left: {sojourn: " + constant(4 - left_from).yaml +
        ", exits: {b: 1}}\n  right: {sojourn: " + constant(4 - right_from).yaml + ", exits: {b: 1}}\n" +
        "  b: {capacity: 1, sojourn: {law: constant, value_days: 1}, exits: {out: 1}}\nexits: {out: {}}\n");
    for (const std::string& line : trace(run)) {
      if (line.find("starts b") != std::string::npos) return line;
    }
    return std::string();
  };
  EXPECT_EQ(first_to_start(0, 2), first_to_start(2, 0));
  EXPECT_EQ(first_to_start(1, 3).substr(0, 2), "4:");
}

// Periods are half-open: what happens at the turn belongs to the later one, and nothing happens at the
// horizon.
TEST(Periods, AreHalfOpenAndCarryLevelsOver) {
  const Simulated run = simulate(header(logged(6, "day")) + desk("[0.5, 1, 1]", "capacity: 1", 1.5));
  // In service from 0.5 to 2, from 2 to 3.5 and from 3.5 to 5; waiting 1..2 twice, then 2..3.5 once.
  EXPECT_THAT(run.by_period("occupancy", "desk"), ElementsAre(0.5, 1, 1, 1, 1, 0));
  EXPECT_THAT(run.by_period("occupancy_end", "desk"), ElementsAre(1, 1, 1, 1, 1, 0));
  EXPECT_THAT(run.by_period("waiting", "desk"), ElementsAre(0, 2, 1, 0.5, 0, 0));
  EXPECT_THAT(run.by_period("waiting_end", "desk"), ElementsAre(0, 2, 1, 0, 0, 0));
  EXPECT_THAT(run.by_period("arrivals", "in"), ElementsAre(1, 2, 0, 0, 0, 0));
  EXPECT_THAT(run.by_period("entries", "desk"), ElementsAre(1, 2, 0, 0, 0, 0));
  EXPECT_THAT(run.by_period("starts", "desk"), ElementsAre(1, 0, 1, 1, 0, 0));
  EXPECT_THAT(run.by_period("departures", "desk"), ElementsAre(0, 0, 1, 1, 0, 1));
  EXPECT_THAT(run.by_period("throughput", "desk"), ElementsAre(0, 0, 1, 1, 0, 1));
  EXPECT_THAT(run.by_period("exits", "out"), ElementsAre(0, 0, 1, 1, 0, 1));
  EXPECT_THAT(run.by_period("moves", "desk>out"), ElementsAre(0, 0, 1, 1, 0, 1));
  EXPECT_EQ(run.value("wait_mean", "desk", 0, 0), 0);
  EXPECT_TRUE(std::isnan(run.value("wait_mean", "desk", 0, 1)));
  EXPECT_EQ(run.value("wait_mean", "desk", 0, 2), 1);
  EXPECT_EQ(run.value("wait_mean", "desk", 0, 3), 2.5);
}

TEST(Periods, NothingHappensAtTheHorizon) {
  const Simulated run = simulate(header(logged(4)) + desk("[1, 2]", "capacity: 1", 3));
  EXPECT_THAT(trace(run), ElementsAre("1: in#1 in>desk", "1: in#1 starts desk", "2: in#2 in>desk"));
  EXPECT_EQ(run.value("departures", "desk"), 0);
  EXPECT_EQ(run.value("occupancy_end", "desk"), 1);
}

// Those present when the warm-up ends are there on day 0; what they did before is not counted.
TEST(Periods, WarmUpIsLeftOut) {
  Plan plan = logged(2, "day");
  plan.warm_up = 5;
  const Simulated run = simulate(header(plan) + one_desk(40, constant(5.5), "unlimited"));
  double starts = 0, first_half_day = 0;
  const EventLog& log = run.records()[0].log;
  for (std::size_t i = 0; i < log.time.size(); ++i) {
    ASSERT_GE(log.time[i], 0);
    starts += log.what[i] == EventLog::start;
    first_half_day += log.what[i] == EventLog::move && log.tier[i] < 0 && log.time[i] < 0.5;
  }
  EXPECT_EQ(first_half_day, 0) << "the first arrival of the warm-up leaves after 5.5 days";
  EXPECT_EQ(starts, run.value("starts", "desk", 0, 0) + run.value("starts", "desk", 0, 1));
  EXPECT_EQ(run.value("departures", "desk", 0, 0) + run.value("occupancy_end", "desk", 0, 0) -
                run.value("entries", "desk", 0, 0),
            run.value("departures", "desk", 0, 1) + run.value("occupancy_end", "desk", 0, 1) +
                run.value("departures", "desk", 0, 0) - run.value("entries", "desk", 0, 0) -
                run.value("entries", "desk", 0, 1))
      << "both are the number present at the end of the warm-up";
}

// A capacity on a ramp goes in daily steps, rounded half up: from 0 to 2 over four days 0.5, 1, 1.5, 2.
TEST(Ramp, CapacityRisesInWholeDailySteps) {
  const Simulated run =
      simulate(header(logged(10)) + desk("[0, 0.25, 0.5]", "capacity: 0", 20) +
               "changes: [{from: " + date(2) + ", over_days: 4, set: {tiers.desk.capacity: 2}}]\n");
  EXPECT_THAT(trace(run), ElementsAre("0: in#1 in>desk", "0.25: in#2 in>desk", "0.5: in#3 in>desk",
                                      "3: in#1 starts desk", "5: in#2 starts desk"));
  EXPECT_EQ(run.value("capacity", "desk"), (2 * 1 + 5 * 2) / 10.0);
}

}  // namespace
}  // namespace headwater::theory
