// Shared resources, cuts and closings, classes, and sharing out: small histories worked out by hand, all times exact in
// binary.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "support/simulate.hpp"
#include "support/trace.hpp"

namespace headwater::theory {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string head(double horizon) { return header({.horizon = horizon, .event_log = true}); }

std::string tier(const std::string& name, const std::string& settings, double stay, const std::string& to) {
  return "  " + name + ": {" + settings + (settings.empty() ? "" : ", ") + "sojourn: " + constant(stay).yaml +
         ", exits: {" + to + ": 1}}\n";
}

std::string step(int day, const std::string& set) { return "  - {from: " + date(day) + ", set: {" + set + "}}\n"; }

std::vector<std::string> tail(const Simulated& run, std::size_t from) {
  const auto lines = trace(run);
  return {lines.begin() + static_cast<std::ptrdiff_t>(from), lines.end()};
}

/// The lines of the moves only, in order.
std::vector<std::string> moves(const Simulated& run) {
  std::vector<std::string> list;
  for (const std::string& line : trace(run))
    if (line.find('>') != std::string::npos) list.push_back(line);
  return list;
}

// Nurse and room are taken together and given back together.
//  in#1 0-2, in#2 2-4 (there is a nurse, but no room), in#3 4-6
TEST(QueueResources, TwoAtOneStep) {
  const Simulated run = simulate(head(10) + "resources: {nurse: {capacity: 2}, room: {capacity: 1}}\n"
                                            "sources: {in: {days: [0, 0.5, 1], to: visit}}\ntiers:\n" +
                                 tier("visit", "needs: {nurse: 1, room: 1}", 2, "out") + "exits: {out: {}}\n");
  EXPECT_THAT(trace(run), ElementsAre("0: in#1 in>visit", "0: in#1 starts visit", "0.5: in#2 in>visit",
                                      "1: in#3 in>visit", "2: in#2 starts visit", "2: in#1 visit>out",
                                      "4: in#3 starts visit", "4: in#2 visit>out", "6: in#3 visit>out"));
  EXPECT_EQ(run.value("resource_busy", "nurse"), 0.6);
  EXPECT_EQ(run.value("resource_busy", "room"), 0.6);
  EXPECT_EQ(run.value("resource_utilisation", "nurse"), 0.3);
}

//        triage (nurse, kept)   ward (room; the nurse stays)
//  in#1  0-1                    1-4
//  in#2  0.5-1.5                waits with the nurse from 1.5, 4-7
//  in#3  waits from 2, 4-5      waits from 5, 7-10
TEST(QueueResources, KeptOverTwoSteps) {
  const Simulated run = simulate(head(20) + "resources: {nurse: {capacity: 2}, room: {capacity: 1}}\n"
                                            "sources: {in: {days: [0, 0.5, 2], to: triage}}\ntiers:\n" +
                                 tier("triage", "needs: {nurse: 1}, keeps: [nurse]", 1, "ward") +
                                 tier("ward", "needs: {room: 1}", 3, "out") + "exits: {out: {}}\n");
  EXPECT_THAT(moves(run), ElementsAre("0: in#1 in>triage", "0.5: in#2 in>triage", "1: in#1 triage>ward",
                                      "1.5: in#2 triage>ward", "2: in#3 in>triage", "4: in#1 ward>out",
                                      "5: in#3 triage>ward", "7: in#2 ward>out", "10: in#3 ward>out"));
  EXPECT_EQ(run.value("resource_busy", "nurse"), (4 + 6.5 + 6) / 20);
  EXPECT_EQ(run.value("resource_busy", "room"), 9 / 20.0);
}

// What is kept is not taken twice: the second step needs the nurse who is there already.
TEST(QueueResources, WhatIsKeptIsNotTakenTwice) {
  const Simulated run = simulate(head(20) + "resources: {nurse: {capacity: 1}}\n"
                                            "sources: {in: {days: [0, 0.5], to: a}}\ntiers:\n" +
                                 tier("a", "needs: {nurse: 1}, keeps: [nurse]", 1, "b") +
                                 tier("b", "needs: {nurse: 1}", 2, "out") + "exits: {out: {}}\n");
  EXPECT_THAT(moves(run), ElementsAre("0: in#1 in>a", "0.5: in#2 in>a", "1: in#1 a>b", "3: in#1 b>out", "4: in#2 a>b",
                                      "6: in#2 b>out"));
  EXPECT_EQ(run.value("resource_busy", "nurse"), 6 / 20.0);
}

const std::string big_and_small = "resources: {nurse: {capacity: 3}}\n"
                                  "sources: {b: {days: [0, 1], to: big}, s: {days: [0.5, 1.5], to: small}}\ntiers:\n";

//  big takes 2 of 3 nurses, small 1.   b#1 0-2   s#1 0.5-3.5   b#2 waits from 1   s#2 waits from 1.5
//  At 2 two nurses come free: b#2 has waited longer. s#2 starts when s#1 ends.
TEST(QueueResources, GoToWhoHasWaitedLongest) {
  const Simulated run = simulate(head(20) + big_and_small + tier("big", "needs: {nurse: 2}", 2, "out") +
                                 tier("small", "needs: {nurse: 1}", 3, "out") + "exits: {out: {}}\n");
  EXPECT_THAT(tail(run, 6), ElementsAre("2: b#2 starts big", "2: b#1 big>out", "3.5: s#2 starts small",
                                        "3.5: s#1 small>out", "4: b#2 big>out", "6.5: s#2 small>out"));
}

//  small takes 1.25 days: at 1.75 one nurse comes free, too few for b#2, so s#2 has it though it has waited less.
TEST(QueueResources, AHeadThatNeedsMoreDoesNotHoldUpOtherLists) {
  const Simulated run = simulate(head(20) + big_and_small + tier("big", "needs: {nurse: 2}", 2, "out") +
                                 tier("small", "needs: {nurse: 1}", 1.25, "out") + "exits: {out: {}}\n");
  EXPECT_THAT(tail(run, 6), ElementsAre("1.75: s#2 starts small", "1.75: s#1 small>out", "2: b#2 starts big",
                                        "2: b#1 big>out", "3: s#2 small>out", "4: b#2 big>out"));
}

//  2 in all.   x (1.25) 0-4   y (0.5) 1-5   z (0.5) waits from 2 as 0.25 is left, 4-8   w (0.25) waits behind z, 4-8
TEST(QueueResources, AmountsCanBeAnAttribute) {
  const Simulated run = simulate(
      head(20) + "attributes: {load: {law: constant, value: 0.5}}\nresources: {team: {capacity: 2}}\n"
                 "sources:\n  x: {days: [0], to: work, attributes: {load: {law: constant, value: 1.25}}}\n"
                 "  y: {days: [1], to: work}\n  z: {days: [2], to: work}\n"
                 "  w: {days: [3], to: work, attributes: {load: {law: constant, value: 0.25}}}\ntiers:\n" +
      tier("work", "needs: {team: load}", 4, "out") + "exits: {out: {}}\n");
  EXPECT_THAT(tail(run, 4),
              ElementsAre("2: z#1 z>work", "3: w#1 w>work", "4: z#1 starts work", "4: w#1 starts work", "4: x#1 work>out",
                          "5: y#1 work>out", ::testing::StartsWith("8: "), ::testing::StartsWith("8: ")));
  EXPECT_EQ(run.value("resource_busy", "team"), (1.25 * 4 + 0.5 * 4 + 0.5 * 4 + 0.25 * 4) / 20);
}

/// Two nurses, of whom those who come on day 1 keep one each after a day at a; b needs both.
std::string hold_and_wait(const std::string& b, const std::string& more = "") {
  return "resources: {nurse: {capacity: 2" + more + "}}\nsources: {in: {days: [1, 1, 5], to: a}}\ntiers:\n" +
         tier("a", "needs: {nurse: 1}, keeps: [nurse]", 1, "b") + tier("b", b, 1, "out") + "exits: {out: {}, away: {}}\n";
}

TEST(QueueDeadlock, HoldingOneWaitingForTwo) {
  const std::string lack = "day 2 (2026-04-03): deadlock: the next for 'b' waits for 1 more of 'nurse', of which 2 are held by those who wait for 'b'.";
  EXPECT_THAT(fault_of(head(20) + hold_and_wait("needs: {nurse: 2}")), HasSubstr(lack));
  EXPECT_THAT(fault_of(head(20) + hold_and_wait("needs: {nurse: 2}, waiting_room: 0, blocks: true")), HasSubstr(lack));
}

// Not for ever: a third nurse comes on day 6; or one of the two gives up, on day 4.
TEST(QueueDeadlock, NotWhereThereIsAWayOut) {
  const Simulated rise = simulate(head(20) + hold_and_wait("needs: {nurse: 2}") + "changes:\n" + step(6, "resources.nurse.capacity: 3"));
  EXPECT_EQ(moves(rise).back(), "9: in#3 b>out");  // b: 6-7 and 7-8; in#3 in a from 7, as the third nurse is free then
  const Simulated patience = simulate(head(20) + hold_and_wait("needs: {nurse: 2}, patience: {law: constant, value_days: 2, to: away}"));
  EXPECT_EQ(patience.value("exits", "away"), 2);
}

// At night one of two nurses is left, whom x keeps, waiting for the room that y keeps, who waits for a nurse. In the
// morning there will be one, even when that is after the horizon.
TEST(QueueDeadlock, ANightIsNone) {
  const Simulated run = simulate(head(4) + "calendars: {duty: {cycle_days: 2, steps: [{from_days: 0, level: 1}, {from_days: 1.5, level: 0.5}]}}\n"
                                           "resources: {nurse: {capacity: 2, patterns: [duty]}, room: {capacity: 1}}\n"
                                           "sources: {x: {days: [3], to: a}, y: {days: [3], to: c}}\ntiers:\n" +
                                 tier("a", "needs: {nurse: 1}, keeps: [nurse]", 0.625, "b") + tier("b", "needs: {room: 1}", 1, "out") +
                                 tier("c", "needs: {room: 1}, keeps: [room]", 0.625, "d") + tier("d", "needs: {nurse: 1}", 1, "out") + "exits: {out: {}}\n");
  EXPECT_EQ(run.value("waiting_end", "b") + run.value("waiting_end", "d"), 2);
}

// A circle of two resources: x keeps the nurse and wants the room, y the other way round.
TEST(QueueDeadlock, ACircleOfTwoResources) {
  EXPECT_THAT(fault_of(head(20) + "resources: {nurse: {capacity: 1}, room: {capacity: 1}}\nsources: {x: {days: [1], to: a}, y: {days: [1.5], to: c}}\ntiers:\n" +
                       tier("a", "needs: {nurse: 1}, keeps: [nurse]", 1, "b") + tier("b", "needs: {nurse: 1, room: 1}, waiting_room: 0, blocks: true", 1, "out") +
                       tier("c", "needs: {room: 1}, keeps: [room]", 1, "e") + tier("e", "needs: {nurse: 1, room: 1}", 1, "out") + "exits: {out: {}}\n"),
              HasSubstr("day 2.5 (2026-04-03): deadlock: the next for 'b' waits for 1 more of 'room', of which 1 is held by those who wait for 'e'; "
                        "the next for 'e' waits for 1 more of 'nurse', of which 1 is held by those who wait for 'b'."));
}

// x keeps one of two nurses and waits for the room, which z has from 0 to 5. On day 3 comes y, who goes first, holds
// nothing and needs both nurses: when the room comes free, y is next and cannot begin while x holds one.
TEST(QueueDeadlock, BehindOneWhoHoldsNothing) {
  const auto model = [](const std::string& order) {
    return head(20) + "attributes: {rank: {law: constant, value: 1}, load: {law: constant, value: 1}}\n"
                      "resources: {nurse: {capacity: 2}, room: {capacity: 1}}\n"
                      "sources:\n  x: {days: [1], to: a}\n  y: {days: [3], to: b, attributes: {rank: {law: constant, value: 2}, load: {law: constant, value: 2}}}\n"
                      "  z: {days: [0], to: c}\ntiers:\n" +
           tier("a", "needs: {nurse: 1}, keeps: [nurse]", 1, "b") + tier("b", "needs: {nurse: load, room: 1}, order: " + order, 1, "out") +
           tier("c", "needs: {room: 1}", 5, "out") + "exits: {out: {}}\n";
  };
  EXPECT_THAT(fault_of(model("highest_first, ordered_by: rank")), HasSubstr("day 3 (2026-04-04): deadlock: the next for 'b' waits for 2 more of 'nurse', of which 1 is held by"));
  EXPECT_EQ(moves(simulate(model("first_come"))).back(), "7: y#1 b>out");
}

/// Two nurses, one from day 2 to day 3; in#1 comes on day 0, in#2 on day 1, each for 4 days.
std::string one_nurse_less(const std::string& when_cut) {
  return "resources: {nurse: {capacity: 2, when_cut: " + when_cut + "}}\n" + "sources: {in: {days: [0, 1], to: visit}}\ntiers:\n" +
         tier("visit", "needs: {nurse: 1}", 4, "out") + "exits: {out: {}}\nchanges:\n" +
         step(2, "resources.nurse.capacity: 1") + step(3, "resources.nurse.capacity: 2");
}

TEST(QueueResources, ACutInterruptsTheLastToStart) {
  const Simulated run = simulate(head(20) + one_nurse_less("interrupt"));
  EXPECT_THAT(tail(run, 4), ElementsAre("2: in#2 interrupted visit", "3: in#2 starts visit", "4: in#1 visit>out",
                                        "6: in#2 visit>out"));
  EXPECT_EQ(run.value("resource_busy", "nurse"), 8 / 20.0);
  EXPECT_EQ(run.value("resource_capacity", "nurse"), 39 / 20.0);
}

TEST(QueueResources, ACutLetsWorkFinish) {
  const Simulated run = simulate(head(20) + one_nurse_less("finish"));
  EXPECT_THAT(tail(run, 4), ElementsAre("4: in#1 visit>out", "5: in#2 visit>out"));
}

// Who brings two nurses to a tier that needs one gives back one when it is interrupted, holds the other meanwhile and goes
// on with both.   in#1  a 0-1 (two nurses)   b 1-2, 4-8 (all nurses away from 2 to 4)   c 8-9 (two)   new#1  z 9-10
TEST(QueueResources, ACutLeavesWhatWasBroughtAlong) {
  const Simulated run = simulate(
      head(20) + "resources: {nurse: {capacity: 2, when_cut: interrupt}}\nsources: {in: {days: [0], to: a}, new: {days: [3], to: z}}\ntiers:\n" +
      tier("a", "needs: {nurse: 2}, keeps: [nurse]", 1, "b") + tier("b", "needs: {nurse: 1}, keeps: [nurse]", 5, "c") +
      tier("c", "needs: {nurse: 2}", 1, "out") + tier("z", "needs: {nurse: 1}", 1, "out") + "exits: {out: {}}\nchanges:\n" +
      step(2, "resources.nurse.capacity: 0") + step(4, "resources.nurse.capacity: 2"));
  EXPECT_THAT(tail(run, 4), ElementsAre("2: in#1 interrupted b", "3: new#1 new>z", "4: in#1 starts b", "8: in#1 b>c", "8: in#1 starts c",
                                        "9: new#1 starts z", "9: in#1 c>out", "10: new#1 z>out"));
  EXPECT_EQ(run.value("resource_busy", "nurse"), (2 * 2 + 1 * 2 + 2 * 5 + 1) / 20.0);
}

/// 'low' brings two nurses to b, which needs one; from 2 on 'high' is served there with one of the two. 'new' comes to z on
/// day 3. What b keeps of 'high' is in `high`.
std::string displaced_with_two_nurses(const std::string& high) {
  return "classes: {high: {priority: 2}, low: {priority: 1}}\nresources: {nurse: {capacity: 2}}\n"
         "sources:\n  low: {days: [0], class: low, to: a}\n  high: {days: [2], class: high, to: b}\n  new: {days: [3], class: low, to: z}\ntiers:\n" +
         tier("a", "needs: {nurse: 2}, keeps: [nurse]", 1, "b") +
         tier("b", "needs: {nurse: 1}, keeps: [nurse], order: highest_first, ordered_by: class, pre_emption: resume" + high, 5, "c") +
         tier("c", "needs: {nurse: 2}", 1, "out") + tier("z", "needs: {nurse: 1}", 1, "out") + "exits: {out: {}}\n";
}

//  low  a 0-1   b 1-2, 7-11 (with both nurses again)   c 11-12     high  b 2-7     new  z 12-13
TEST(QueueResources, TheDisplacedKeepWhatTheyBroughtAlong) {
  const Simulated run = simulate(head(20) + displaced_with_two_nurses(", by_class: {high: {exits: {out: 1}}}"));
  EXPECT_THAT(tail(run, 4), ElementsAre("2: high#1 high>b", "2: low#1 interrupted b", "2: high#1 starts b", "3: new#1 new>z",
                                        "7: low#1 starts b", "7: high#1 b>out", "11: low#1 b>c", "11: low#1 starts c",
                                        "12: new#1 starts z", "12: low#1 c>out", "13: new#1 z>out"));
  EXPECT_EQ(run.value("resource_busy", "nurse"), (2 * 12 + 1) / 20.0);
}

// 'high' keeps its nurse and needs a second one in c; 'low' holds that and needs the other to go on.
TEST(QueueDeadlock, OfOneWhoWasDisplaced) {
  EXPECT_THAT(fault_of(head(20) + displaced_with_two_nurses("")),
              HasSubstr("day 7 (2026-04-08): deadlock: the next for 'b' waits for 1 more of 'nurse', of which 2 are held by those who wait for 'b', 'c'; "
                        "the next for 'c' waits for 1 more of 'nurse', of which 2 are held by those who wait for 'b', 'c'."));
}

/// One place, closed from day 1 to day 3; in#1 comes on day 0.
std::string closed(const std::string& when_cut, const std::string& law) {
  return "sources: {in: {days: [0], to: desk}}\ntiers:\n  desk: {capacity: 1, when_cut: " + when_cut + ", sojourn: " + law +
         ", exits: {out: 1}}\nexits: {out: {}}\nchanges:\n" + step(1, "tiers.desk.capacity: 0") +
         step(3, "tiers.desk.capacity: 1");
}

TEST(QueueClosings, FinishInterruptRestartResample) {
  const auto last = [](const std::string& when_cut) { return trace(simulate(head(20) + closed(when_cut, constant(2).yaml))).back(); };
  EXPECT_EQ(last("finish"), "2: in#1 desk>out");
  EXPECT_EQ(last("interrupt"), "4: in#1 desk>out");
  EXPECT_EQ(last("restart"), "5: in#1 desk>out");
  EXPECT_EQ(last("resample"), "5: in#1 desk>out");
  const auto end = [](const std::string& when_cut) {
    return simulate(head(60) + closed(when_cut, uniform(10, 20).yaml)).records()[0].log.time.back();
  };
  const double stay = end("finish");
  EXPECT_DOUBLE_EQ(end("interrupt"), stay + 2);
  EXPECT_DOUBLE_EQ(end("restart"), stay + 3);
  EXPECT_GT(std::abs(end("resample") - end("restart")), 1e-6);
}

// Whoever comes to a closed desk waits behind the one who was interrupted, who goes on first.
TEST(QueueClosings, TheInterruptedGoOnFirst) {
  std::string text = closed("restart", constant(2).yaml);
  text.replace(text.find("[0]"), 3, "[0, 0.5, 2]");
  const Simulated run = simulate(head(20) + text);
  EXPECT_THAT(trace(run), ElementsAre("0: in#1 in>desk", "0: in#1 starts desk", "0.5: in#2 in>desk",
                                      "1: in#1 interrupted desk", "2: in#3 in>desk", "3: in#1 starts desk",
                                      "5: in#2 starts desk", "5: in#1 desk>out", "7: in#3 starts desk",
                                      "7: in#2 desk>out", "9: in#3 desk>out"));
}

// 'slow' stays 5 days in b; who goes there from a becomes 'quick' and stays 1.   slow 0-2 a, 2-3 b; new straight to b: 1-6
TEST(QueueClasses, ChangeOnTheWay) {
  const Simulated run = simulate(
      head(20) + "classes: {quick: {priority: 1}, slow: {}}\n"
                 "sources: {in: {days: [0], to: a, class: slow}, new: {days: [1], to: b, class: slow}}\n"
                 "tiers:\n  a: {capacity: 1, sojourn: " + constant(2).yaml + ", exits: {b: {becomes: quick}}}\n" +
      "  b: {capacity: 3, sojourn: " + constant(5).yaml + ", exits: {out: 1}, by_class: {quick: {sojourn: " +
      constant(1).yaml + ", exits: {home: 1}}}}\nexits: {out: {}, home: {}}\n");
  EXPECT_THAT(moves(run), ElementsAre("0: in#1 in>a", "1: new#1 new>b", "2: in#1 a>b", "3: in#1 b>home", "6: new#1 b>out"));
}

// A raised priority counts at the next list: y, who has become urgent, goes before x, who came first.
TEST(QueueClasses, ThePriorityIsThatOfTheNewClass) {
  const Simulated run = simulate(
      head(20) + "classes: {routine: {priority: 1}, urgent: {priority: 2}}\n"
                 "sources: {w: {days: [0], to: b, class: routine}, x: {days: [1], to: b, class: routine}, y: {days: [0.25], to: a, class: routine}}\n"
                 "tiers:\n  a: {sojourn: " + constant(2).yaml + ", exits: {b: {becomes: urgent}}}\n" +
      tier("b", "capacity: 1, order: highest_first, ordered_by: class", 4, "out") + "exits: {out: {}}\n");
  EXPECT_THAT(moves(run), ElementsAre("0: w#1 w>b", "0.25: y#1 y>a", "1: x#1 x>b", "2.25: y#1 a>b", "4: w#1 b>out",
                                      "8: y#1 b>out", "12: x#1 b>out"));
}

/// A hub from which those of `days` are shared out, one day after they come.
std::vector<std::string> shared_out(const std::string& rule, const std::string& days, int north, int south) {
  const Simulated run =
      simulate(head(30) + "sources: {in: {days: " + days + ", to: hub}}\ntiers:\n  hub: {sojourn: " + constant(1).yaml +
               ", share_out: " + rule + "}\n" + tier("north", "capacity: " + std::to_string(north), 20, "out") +
               tier("south", "capacity: " + std::to_string(south), 20, "out") + "exits: {out: {}}\n");
  std::vector<std::string> ways;
  for (const std::string& line : moves(run)) {
    const std::size_t at = line.find("hub>");
    if (at != std::string::npos) ways.push_back(line.substr(at + 4));
  }
  return ways;
}

//  present N S   0 0   1 0   1 1        2 1 (N: one waits)   2 2          2 3          2 4 (S: one waits)
//  goes to       N     S     N (tie)    S                    S            S            tie, N has fewer
TEST(QueueSharing, ShortestQueueThenFewestPresent) {
  EXPECT_THAT(shared_out("{by: shortest_queue, to: [north, south]}", "[0, 1, 2, 3, 4, 5, 6]", 1, 3),
              ElementsAre("north", "south", "north", "south", "south", "south", "north"));
}

// The first of the list, not of the alphabet.
TEST(QueueSharing, TiesGoToTheFirstOfTheList) {
  EXPECT_THAT(shared_out("{by: shortest_queue, to: [south, north]}", "[0, 1, 2]", 1, 1), ElementsAre("south", "north", "south"));
  EXPECT_THAT(shared_out("{by: fewest_present, to: [south, north]}", "[0, 1, 2]", 1, 1), ElementsAre("south", "north", "south"));
}

TEST(QueueSharing, FewestPresentCountsThoseWhoWait) {
  EXPECT_THAT(shared_out("{by: fewest_present, to: [north, south]}", "[0, 1, 2, 3, 4, 5]", 1, 3),
              ElementsAre("north", "south", "north", "south", "north", "south"));
}

/// Where those of a batch go who come at once through a gate of no length.
std::vector<std::string> at_once(int number, const std::string& by, const std::string& north, const std::string& south) {
  const Simulated run = simulate(head(30) + "resources: {nurse: {capacity: 2}}\nsources: {in: {days: [1], batch: {law: constant, value: " +
                                 std::to_string(number) + "}, to: hub}}\ntiers:\n  hub: {kind: gate, sojourn: " + constant(0).yaml +
                                 ", share_out: {by: " + by + ", to: [north, south]}}\n" + tier("north", north, 20, "out") +
                                 tier("south", south, 20, "out") + "exits: {out: {}}\n");
  std::vector<std::string> ways;
  for (const std::string& line : moves(run))
    if (const std::size_t at = line.find("hub>"); at != std::string::npos) ways.push_back(line.substr(at + 4));
  return ways;
}

// One after the other, each seeing where those before are going: two have begun, two wait behind them.
TEST(QueueSharing, FourWhoComeAtOnceGoTwoAndTwo) {
  EXPECT_THAT(at_once(4, "shortest_queue", "capacity: 1", "capacity: 1"), ElementsAre("north", "south", "north", "south"));
  EXPECT_THAT(at_once(4, "fewest_present", "capacity: 1", "capacity: 1"), ElementsAre("north", "south", "north", "south"));
}

//  waiting (present) N S   0 (0) 0 (0)   0 (1) 0 (0)   0 (1) 0 (1)   1 (2) 0 (1)             1 (2) 0 (2)
//  goes to                 N             S             N, waits      S, to the second place  S, waits
TEST(QueueSharing, WhoHasJustChosenWaitsUnlessAPlaceIsFree) {
  EXPECT_THAT(at_once(5, "shortest_queue", "capacity: 1", "capacity: 2"), ElementsAre("north", "south", "north", "south", "south"));
}

//  Two nurses for N; S is closed, so that whoever goes there waits.
//  waiting (present) N S   0 (0) 0 (0)   0 (1) 0 (0)   0 (1) 1 (1)            0 (2) 1 (1)                  1 (3) 1 (1)
//  goes to                 N, a nurse    S, waits      N, the second nurse    N, waits for want of one     S
TEST(QueueSharing, WhatTheyNeedIsSpokenFor) {
  EXPECT_THAT(at_once(5, "shortest_queue", "needs: {nurse: 1}", "capacity: 0"), ElementsAre("north", "south", "north", "north", "south"));
}

TEST(QueueSharing, InTurnHoweverFullTheyAre) {
  EXPECT_THAT(shared_out("{by: cycle, to: [north, out, south]}", "[0, 1, 2, 3, 3, 3]", 1, 1),
              ElementsAre("north", "out", "south", "north", "out", "south"));
}

// u and r come by turns; r differs in its stay only, so it is one turn for both.
TEST(QueueSharing, OneTurnForAllClassesThatGoTheSameWays) {
  const Simulated run = simulate(
      head(30) + "classes: {u: {}, r: {}}\nsources: {u: {days: [1, 3], class: u, to: desk}, r: {days: [2, 4], class: r, to: desk}}\ntiers:\n  desk: {sojourn: " +
      constant(0.25).yaml + ", share_out: {by: cycle, to: [north, south]}, by_class: {r: {sojourn: " + constant(0.5).yaml + "}}}\n" +
      tier("north", "", 20, "out") + tier("south", "", 20, "out") + "exits: {out: {}}\n");
  std::vector<std::string> ways;
  for (const std::string& line : moves(run))
    if (const std::size_t at = line.find("desk>"); at != std::string::npos) ways.push_back(line.substr(at + 5));
  EXPECT_THAT(ways, ElementsAre("north", "south", "north", "south"));
}

}  // namespace
}  // namespace headwater::theory
