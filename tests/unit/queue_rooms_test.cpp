// Who may wait, who turns away, who gives up, and who keeps a place for want of room elsewhere: small histories worked
// out by hand, all times exact in binary.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "simulate/model_fault.hpp"
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

std::string desk(const std::string& days, const std::string& settings, double stay) {
  return "sources: {in: {days: " + days + ", to: desk}}\ntiers:\n" + tier("desk", settings, stay, "out") +
         "exits: {out: {}, away: {}}\n";
}

// At 2 the departure, then the start from the waiting list make room: in#3 waits, and in#4 finds it full again.
TEST(QueueRooms, RoomIsMadeBeforeArrivals) {
  const Simulated run = simulate(head(10) + desk("[0, 1, 2, 2]", "capacity: 1, waiting_room: 1, when_full: away", 2));
  EXPECT_THAT(trace(run), ElementsAre("0: in#1 in>desk", "0: in#1 starts desk", "1: in#2 in>desk", "2: in#2 starts desk",
                                      "2: in#1 desk>out", "2: in#3 in>desk", "2: in#4 in>desk", "2: in#4 desk>away",
                                      "4: in#3 starts desk", "4: in#2 desk>out", "6: in#3 desk>out"));
  EXPECT_EQ(run.value("entries", "desk"), 3) << "who is turned away has not come in";
}

TEST(QueueRooms, NoRoomAtAll) {
  const Simulated run = simulate(head(10) + desk("[0, 1, 2]", "capacity: 1, waiting_room: 0, when_full: away", 2));
  EXPECT_THAT(trace(run), ElementsAre("0: in#1 in>desk", "0: in#1 starts desk", "1: in#2 in>desk", "1: in#2 desk>away",
                                      "2: in#1 desk>out", "2: in#3 in>desk", "2: in#3 starts desk", "4: in#3 desk>out"));
}

// A chain of full tiers is passed in one instant; the third place takes whoever is left.
TEST(QueueRooms, SentOnFromTierToTier) {
  const std::string full = "capacity: 1, waiting_room: 0, when_full: ";
  const Simulated run = simulate(head(20) + "sources: {in: {days: [0, 1, 2, 3], to: a}}\ntiers:\n" +
                                 tier("a", full + "b", 10, "out") + tier("b", full + "c", 10, "out") +
                                 tier("c", full + "away", 10, "out") + "exits: {out: {}, away: {}}\n");
  EXPECT_THAT(trace(run), ElementsAre("0: in#1 in>a", "0: in#1 starts a", "1: in#2 in>a", "1: in#2 a>b",
                                      "1: in#2 starts b", "2: in#3 in>a", "2: in#3 a>b", "2: in#3 b>c",
                                      "2: in#3 starts c", "3: in#4 in>a", "3: in#4 a>b", "3: in#4 b>c", "3: in#4 c>away",
                                      "10: in#1 a>out", "11: in#2 b>out", "12: in#3 c>out"));
}

// Full tiers that send on to one another in a circle are a fault that names them.
TEST(QueueRooms, ACircleOfFullTiersIsRefused) {
  const std::string full = "capacity: 1, waiting_room: 0, when_full: ";
  try {
    simulate(head(20) + "sources: {in: {days: [0, 1, 2], to: a}}\ntiers:\n" + tier("a", full + "b", 10, "out") +
             tier("b", full + "a", 10, "out") + "exits: {out: {}}\n");
    ADD_FAILURE() << "went round";
  } catch (const std::invalid_argument& refused) {
    EXPECT_THAT(refused.what(), HasSubstr("circle without end: from 'a' to 'b' to 'a'"));
  }
}

//  list on coming   0 (starts)   0   1   2   2   |  at 2 in#2 starts: list 1   |  2.5: 1
//  in#              1            2   3   4   5                                     6
//  A list of 1 holds nobody back (probability 0), one of 2 everybody.
TEST(QueueRooms, BalkingGoesByTheLengthOfTheList) {
  const Simulated run = simulate(
      head(20) + desk("[0, 0.25, 0.5, 0.75, 1, 2.5]", "capacity: 1, balk: {from: [1, 2], probability: [0, 1], to: away}", 2));
  EXPECT_THAT(trace(run),
              ElementsAre("0: in#1 in>desk", "0: in#1 starts desk", "0.25: in#2 in>desk", "0.5: in#3 in>desk",
                          "0.75: in#4 in>desk", "0.75: in#4 desk>away", "1: in#5 in>desk", "1: in#5 desk>away",
                          "2: in#2 starts desk", "2: in#1 desk>out", "2.5: in#6 in>desk", "4: in#3 starts desk",
                          "4: in#2 desk>out", "6: in#6 starts desk", "6: in#3 desk>out", "8: in#6 desk>out"));
}

// in#2 would give up at 1.75, in#3 at 2.25: the place comes free at 2.
TEST(QueueRooms, WhoHasWaitedLongEnoughGivesUp) {
  const Simulated run =
      simulate(head(20) + desk("[0, 0.5, 1]", "capacity: 1, patience: {law: constant, value_days: 1.25, to: away}", 2));
  EXPECT_THAT(trace(run), ElementsAre("0: in#1 in>desk", "0: in#1 starts desk", "0.5: in#2 in>desk", "1: in#3 in>desk",
                                      "1.75: in#2 desk>away", "2: in#3 starts desk", "2: in#1 desk>out",
                                      "4: in#3 desk>out"));
  EXPECT_EQ(run.value("waiting", "desk"), (1.25 + 1) / 20);
  EXPECT_EQ(run.value("starts", "desk"), 2);
}

// Patience and the departure before meet at 2: served. in#3, at the end of its patience at that moment too, is not.
TEST(QueueRooms, WhoIsServedAtTheVeryMomentIsServed) {
  const Simulated run =
      simulate(head(20) + desk("[0, 1, 1]", "capacity: 1, patience: {law: constant, value_days: 1, to: away}", 2));
  EXPECT_THAT(trace(run), ElementsAre("0: in#1 in>desk", "0: in#1 starts desk", "1: in#2 in>desk", "1: in#3 in>desk",
                                      "2: in#2 starts desk", "2: in#1 desk>out", "2: in#3 desk>away",
                                      "4: in#2 desk>out"));
}

// One who gives up makes room in the waiting room at that instant, before arrivals: in#3 goes, in#4 comes.
TEST(QueueRooms, GivingUpMakesRoom) {
  const Simulated run = simulate(
      head(20) + desk("[0, 1, 3]", "capacity: 1, waiting_room: 1, when_full: out, patience: {law: constant, value_days: 2, to: away}", 4));
  EXPECT_THAT(trace(run), ElementsAre("0: in#1 in>desk", "0: in#1 starts desk", "1: in#2 in>desk", "3: in#2 desk>away",
                                      "3: in#3 in>desk", "4: in#3 starts desk", "4: in#1 desk>out", "8: in#3 desk>out"));
}

//  low 0-1, 5-8: displaced for 4 days, which is longer than its patience of 1; that held before the first start only.
TEST(QueueRooms, PatienceDoesNotCountAfterAnInterruption) {
  const Simulated run = simulate(
      head(20) + "attributes: {rank: {law: constant, value: 1}}\nsources:\n  low: {days: [0], to: desk}\n"
                 "  high: {days: [1], to: desk, attributes: {rank: {law: constant, value: 2}}}\n"
                 "tiers:\n" +
      tier("desk", "capacity: 1, order: highest_first, ordered_by: rank, pre_emption: resume, "
                   "patience: {law: constant, value_days: 1, to: away}", 4, "out") +
      "exits: {out: {}, away: {}}\n");
  EXPECT_THAT(trace(run), ElementsAre("0: low#1 low>desk", "0: low#1 starts desk", "1: high#1 high>desk",
                                      "1: low#1 interrupted desk", "1: high#1 starts desk", "5: low#1 starts desk",
                                      "5: high#1 desk>out", "8: low#1 desk>out"));
}

// Those who give up at once and come again at once would go round for ever: a fault, not an endless run.
TEST(QueueRooms, GoingRoundInNoTimeIsAFault) {
  EXPECT_THAT(fault_of(head(20) + "sources: {in: {days: [0, 0, 0], to: a}}\ntiers:\n" +
                       tier("a", "capacity: 1, patience: {law: constant, value_days: 0, to: b}", 5, "out") +
                       tier("b", "capacity: 1, patience: {law: constant, value_days: 0, to: a}", 5, "out") +
                       "exits: {out: {}}\n"),
              HasSubstr("day 0 (2026-04-01), '"));
  EXPECT_THAT(fault_of(head(20) + "sources: {in: {days: [0, 0], to: a}}\ntiers:\n" +
                       "  a: {capacity: 1, order: shared, sojourn: {law: constant, value_days: 0}, exits: {a: 1, out: 0}}\n"
                       "exits: {out: {}}\n"),
              HasSubstr("day 0 (2026-04-01), 'a'"));
}

//        a              b               c
//  in#1  0-1            1-2             2-7
//  in#2  1-2            2-3, held to 7  7-12
//  in#3  2-3, held to 7 7-8, held to 12 12-17
// At 7 one departure from c lets everyone move.
TEST(QueueRooms, OneDepartureMovesTheWholeChain) {
  const std::string blocks = "capacity: 1, waiting_room: 0, blocks: true";
  const Simulated run = simulate(head(20) + "sources: {in: {days: [0, 1, 2], to: a}}\ntiers:\n" +
                                 tier("a", "capacity: 1", 1, "b") + tier("b", blocks, 1, "c") +
                                 tier("c", blocks, 5, "out") + "exits: {out: {}}\n");
  const auto lines = trace(run);
  std::vector<std::string> at_7;
  for (const std::string& line : lines) {
    if (line.substr(0, 2) == "7:") at_7.push_back(line);
  }
  EXPECT_THAT(at_7, ::testing::UnorderedElementsAre("7: in#1 c>out", "7: in#2 b>c", "7: in#2 starts c", "7: in#3 a>b",
                                                    "7: in#3 starts b"));
  EXPECT_THAT(lines, ::testing::IsSupersetOf({"3: in#2 blocked b", "3: in#3 blocked a", "8: in#3 blocked b",
                                              "12: in#2 c>out", "12: in#3 b>c", "12: in#3 starts c", "17: in#3 c>out"}));
  EXPECT_EQ(lines.back(), "17: in#3 c>out");
  EXPECT_EQ(run.value("blocked", "a"), 4 / 20.0);
  EXPECT_EQ(run.value("blocked", "b"), (4 + 4) / 20.0);
  EXPECT_EQ(run.value("occupancy", "a"), (1 + 1 + 5) / 20.0) << "who keeps a place is there";
  EXPECT_EQ(run.value("waiting", "b"), 0);
}

//        a                  b: one place, room for one
//  in#1  0-1                1-3
//  in#2  0.25-1.25          waits 1.25, 3-5
//  in#3  0.5-1.5, held to 3 waits 3, 5-7
//  in#4  0.75-1.75, to 5    waits 5, 7-9
TEST(QueueRooms, BlockedUntilThereIsRoomToWait) {
  const Simulated run = simulate(head(20) + "sources: {in: {days: [0, 0.25, 0.5, 0.75], to: a}}\ntiers:\n" +
                                 tier("a", "capacity: 4", 1, "b") +
                                 tier("b", "capacity: 1, waiting_room: 1, blocks: true", 2, "out") + "exits: {out: {}}\n");
  const auto lines = trace(run);
  EXPECT_THAT(std::vector<std::string>(lines.begin() + 8, lines.end()),
              ElementsAre("1: in#1 a>b", "1: in#1 starts b", "1.25: in#2 a>b", "1.5: in#3 blocked a",
                          "1.75: in#4 blocked a", "3: in#2 starts b", "3: in#3 a>b", "3: in#1 b>out",
                          "5: in#3 starts b", "5: in#4 a>b", "5: in#2 b>out", "7: in#4 starts b", "7: in#3 b>out",
                          "9: in#4 b>out"));
  EXPECT_EQ(run.value("blocked", "a"), (1.5 + 3.25) / 20);
  EXPECT_EQ(run.value("waiting", "b"), (1.75 + 2 + 2) / 20);
}

// One who comes from a source finds no room and is sent away; one who comes from a tier keeps its place there.
TEST(QueueRooms, OnlyWhoHasAPlaceKeepsIt) {
  const Simulated run = simulate(head(20) + "sources: {in: {days: [0, 1], to: a}, new: {days: [3.5], to: b}}\ntiers:\n" +
                                 tier("a", "capacity: 1", 1, "b") +
                                 tier("b", "capacity: 1, waiting_room: 0, blocks: true, when_full: away", 4, "out") +
                                 "exits: {out: {}, away: {}}\n");
  const auto lines = trace(run);
  EXPECT_THAT(std::vector<std::string>(lines.begin() + 6, lines.end()),
              ElementsAre("2: in#2 blocked a", "3.5: new#1 new>b", "3.5: new#1 b>away", "5: in#2 a>b",
                          "5: in#2 starts b", "5: in#1 b>out", "9: in#2 b>out"));
}

// Those who share a capacity have no place that they could keep: in#1 has left the shared tier at 1.5 and stays in b
// until 5.5, in#2 (shared with in#1 from 0.5 to 1.5, alone to 2) finds no room there and is sent away.
TEST(QueueRooms, WhoSharesHasNoPlaceToKeep) {
  const Simulated run = simulate(head(20) + "sources: {in: {days: [0, 0.5], to: s}}\ntiers:\n" +
                                 tier("s", "capacity: 1, order: shared", 1, "b") +
                                 tier("b", "capacity: 1, waiting_room: 0, blocks: true, when_full: away", 4, "out") +
                                 "exits: {out: {}, away: {}}\n");
  EXPECT_THAT(trace(run), ElementsAre("0: in#1 in>s", "0: in#1 starts s", "0.5: in#2 in>s", "0.5: in#2 starts s",
                                      "1.5: in#1 s>b", "1.5: in#1 starts b", "2: in#2 s>b", "2: in#2 b>away",
                                      "5.5: in#1 b>out"));
}

// x holds a and wants b from 2 on, y holds b and wants a from 2.5 on.
TEST(QueueRooms, TwoTiersThatWaitForEachOtherAreNamed) {
  const std::string blocks = "capacity: 1, waiting_room: 0, blocks: true, when_full: out";
  const std::string fault =
      fault_of(head(20) + "sources: {x: {days: [0], to: a}, y: {days: [0.5], to: b}}\ntiers:\n" +
               "  a: {" + blocks + ", sojourn: {law: constant, value_days: 2}, exits: {b: 1, out: 0}}\n" +
               "  b: {" + blocks + ", sojourn: {law: constant, value_days: 2}, exits: {a: 1, out: 0}}\nexits: {out: {}}\n");
  EXPECT_THAT(fault, HasSubstr("day 2.5 (2026-04-03): deadlock"));
  EXPECT_THAT(fault, HasSubstr("the next for 'a' waits for a place, all of which are held by those who wait for 'b'; "
                               "the next for 'b' waits for a place, all of which are held by those who wait for 'a'."));
}

// With the warm-up the day is still counted from the start date.
TEST(QueueRooms, ATierThatWaitsForItselfIsNamed) {
  const std::string fault = fault_of(
      header({.horizon = 20, .warm_up = 5}) + "sources: {x: {days: [1], to: a}}\ntiers:\n" +
      "  a: {capacity: 1, waiting_room: 0, blocks: true, when_full: out, sojourn: {law: constant, value_days: 2}, exits: {a: 1, out: 0}}\n"
      "exits: {out: {}}\n");
  EXPECT_THAT(fault, HasSubstr("day 3 (2026-04-04): deadlock"));
  EXPECT_THAT(fault, HasSubstr("the next for 'a' waits for a place, all of which are held by those who wait for 'a'."));
}

// Not for ever: on day 6 a gets a second place, y comes there, and x follows into b.
TEST(QueueRooms, ARiseToComeIsAWayOut) {
  const std::string blocks = "capacity: 1, waiting_room: 0, blocks: true, when_full: out";
  const Simulated run = simulate(
      head(8) + "sources: {x: {days: [0], to: a}, y: {days: [0.5], to: b}}\ntiers:\n" +
      "  a: {" + blocks + ", sojourn: {law: constant, value_days: 2}, exits: {b: 1, out: 0}}\n" +
      "  b: {" + blocks + ", sojourn: {law: constant, value_days: 2}, exits: {a: 1, out: 0}}\nexits: {out: {}}\n" +
      "changes: [{from: " + date(6) + ", set: {tiers.a.capacity: 2}}]\n");
  const auto lines = trace(run);
  EXPECT_THAT(std::vector<std::string>(lines.begin() + 4, lines.end()),
              ElementsAre("2: x#1 blocked a", "2.5: y#1 blocked b", "6: y#1 b>a", "6: y#1 starts a", "6: x#1 a>b",
                          "6: x#1 starts b"));
}

}  // namespace
}  // namespace headwater::theory
