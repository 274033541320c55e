// Who is served next, and who is displaced: small histories worked out by hand, all times exact in binary. Above each
// stands who is in a place when, as in "0-1, 4-8".
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "support/simulate.hpp"
#include "support/trace.hpp"

namespace headwater::theory {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

std::string head(double horizon, std::uint64_t seed = test_seed) {
  return header({.horizon = horizon, .event_log = true, .seed = seed});
}

/// Listed arrivals 'in' to a tier 'desk' with stays of constant length, from there 'out'.
std::string desk(const std::string& days, const std::string& settings, double stay) {
  return "sources: {in: {days: " + days + ", to: desk}}\ntiers:\n  desk: {" + settings +
         ", sojourn: " + constant(stay).yaml + ", exits: {out: 1}}\nexits: {out: {}, away: {}}\n";
}

/// 'low' and 'high' come to a desk with one place, where 'high' goes first; what becomes of whom they displace is in
/// `settings`.
std::string two_ranks(const std::string& low_days, const std::string& high_days, const std::string& settings,
                      const std::string& stay = constant(4).yaml) {
  return "attributes: {rank: {law: constant, value: 1}}\nsources:\n  low: {days: " + low_days +
         ", to: desk}\n  high: {days: " + high_days + ", to: desk, attributes: {rank: {law: constant, value: 2}}}\n" +
         "tiers:\n  desk: {capacity: 1, order: highest_first, ordered_by: rank, " + settings + ", sojourn: " + stay +
         ", exits: {out: 1}}\nexits: {out: {}, away: {}}\n";
}

/// The lines that say who starts, without the day.
std::vector<std::string> starts(const Simulated& run) {
  std::vector<std::string> who;
  for (const std::string& line : trace(run)) {
    const std::size_t at = line.find(" starts ");
    if (at != std::string::npos) who.push_back(line.substr(line.find(": ") + 2, at - line.find(": ") - 2));
  }
  return who;
}

//  low   0-1, 9-12      (4 days: 1 + 3)
//  mid   1-2, 6-9       (1 + 3)
//  high  2-6
TEST(QueueOrders, EachDisplacesTheOneBefore) {
  const Simulated run = simulate(
      head(20) + "attributes: {rank: {law: constant, value: 1}}\n"
                 "sources:\n  low: {days: [0], to: desk}\n"
                 "  mid: {days: [1], to: desk, attributes: {rank: {law: constant, value: 2}}}\n"
                 "  high: {days: [2], to: desk, attributes: {rank: {law: constant, value: 3}}}\n"
                 "tiers:\n  desk: {capacity: 1, order: highest_first, ordered_by: rank, pre_emption: resume, sojourn: " +
      constant(4).yaml + ", exits: {out: 1}}\nexits: {out: {}}\n");
  EXPECT_THAT(trace(run),
              ElementsAre("0: low#1 low>desk", "0: low#1 starts desk", "1: mid#1 mid>desk", "1: low#1 interrupted desk",
                          "1: mid#1 starts desk", "2: high#1 high>desk", "2: mid#1 interrupted desk",
                          "2: high#1 starts desk", "6: mid#1 starts desk", "6: high#1 desk>out", "9: low#1 starts desk",
                          "9: mid#1 desk>out", "12: low#1 desk>out"));
  EXPECT_EQ(run.value("sojourn_mean", "desk"), 4);
  EXPECT_EQ(run.value("waiting", "desk"), (8 + 4) / 20.0);
}

//  resume   low 0-1, 5-6, 10-12    high 1-5, 6-10
TEST(QueueOrders, DisplacedTwiceAndResumed) {
  const Simulated run = simulate(head(20) + two_ranks("[0]", "[1, 6]", "pre_emption: resume"));
  EXPECT_THAT(trace(run),
              ElementsAre("0: low#1 low>desk", "0: low#1 starts desk", "1: high#1 high>desk", "1: low#1 interrupted desk",
                          "1: high#1 starts desk", "5: low#1 starts desk", "5: high#1 desk>out", "6: high#2 high>desk",
                          "6: low#1 interrupted desk", "6: high#2 starts desk", "10: low#1 starts desk",
                          "10: high#2 desk>out", "12: low#1 desk>out"));
  EXPECT_EQ(run.value("sojourn_mean", "desk"), 4);
}

//  low#1 0-1, 9-16    high#1 1-9    low#2 waits from 2, 16-24
//  A wait ends when the stay first begins, so low has none; what it spends displaced counts as waiting all the same.
TEST(QueueOrders, ToGoOnIsNoStartAndAddsNoWait) {
  const Simulated run = simulate(
      head(40) + "attributes: {rank: {law: constant, value: 2}}\nsources:\n"
                 "  low: {days: [0, 2], to: desk, attributes: {rank: {law: constant, value: 1}}}\n  high: {days: [1], to: desk}\n"
                 "tiers:\n  desk: {capacity: 1, order: highest_first, ordered_by: rank, pre_emption: resume, sojourn: " +
      constant(8).yaml + ", exits: {out: 1}}\nexits: {out: {}}\n");
  EXPECT_THAT(starts(run), ElementsAre("low#1", "high#1", "low#1", "low#2"));  // on days 0, 1, 9 and 16
  EXPECT_EQ(run.value("starts", "desk"), 3);
  EXPECT_EQ(run.value("wait_mean", "desk"), (0 + 0 + 14) / 3.0);
  EXPECT_EQ(run.value("waiting", "desk"), (8 + 14) / 40.0);
  EXPECT_EQ(run.value("sojourn_mean", "desk"), 8);
}

//  restart  low 0-1, 5-6, 10-14    high 1-5, 6-10: what was done is lost twice, and the third time is whole.
TEST(QueueOrders, DisplacedTwiceAndRestarted) {
  const Simulated run = simulate(head(20) + two_ranks("[0]", "[1, 6]", "pre_emption: restart"));
  EXPECT_EQ(trace(run).back(), "14: low#1 desk>out");
  EXPECT_EQ(run.value("sojourn_mean", "desk"), (6 + 4 + 4) / 3.0) << "the time in a place, lost work included";
}

// Stays of 10 to 20 days: low is displaced on day 1, goes on between days 11 and 21, and is displaced again on day 21.
// Restarted its stay is the same again; resampled it is another one each time.
TEST(QueueOrders, RestartedIsTheSameStayAndResampledAnother) {
  const auto parts = [&](const std::string& days, const std::string& how) {
    const Simulated run = simulate(head(200) + two_ranks("[0]", days, "pre_emption: " + how, uniform(10, 20).yaml));
    const EventLog& log = run.records()[0].log;
    std::vector<double> lengths;
    double began = 0;
    for (std::size_t i = 1; i < log.time.size(); ++i) {
      if (log.entity[i] != log.entity[0]) continue;
      if (log.what[i] == EventLog::start) {
        began = log.time[i];
      } else {
        lengths.push_back(log.time[i] - began);
      }
    }
    return lengths;
  };
  const double alone = parts("[100]", "restart").at(0);
  const auto once = parts("[1]", "restart"), twice = parts("[1, 21]", "restart"), resumed = parts("[1, 21]", "resume");
  ASSERT_EQ(once.size(), 2u);
  ASSERT_EQ(twice.size(), 3u);
  ASSERT_EQ(resumed.size(), 3u);
  EXPECT_NEAR(once[1], alone, 1e-12);
  EXPECT_NEAR(twice[2], alone, 1e-12);
  EXPECT_NEAR(resumed[0] + resumed[1] + resumed[2], alone, 1e-12);
  const double second = parts("[1]", "resample").at(1), third = parts("[1, 21]", "resample").at(2);
  EXPECT_GT(std::abs(second - alone), 1e-6);
  EXPECT_GT(std::abs(third - alone), 1e-6);
  EXPECT_GT(std::abs(third - second), 1e-6);
  for (const double length : {alone, second, third}) {
    EXPECT_GE(length, 10);
    EXPECT_LE(length, 20);
  }
}

//  low 0-1, 2-3, 7-11: cut short by a closing (days 1 to 2, to be resumed), then displaced (day 3, to be restarted). The
//  stay that begins anew is the whole one of 4 days, not the 3 that were left.
TEST(QueueOrders, RestartAfterAResumptionIsWhole) {
  const Simulated run = simulate(head(20) + two_ranks("[0]", "[3]", "pre_emption: restart, when_cut: interrupt") +
                                 "changes:\n  - {from: " + date(1) + ", set: {tiers.desk.capacity: 0}}\n  - {from: " +
                                 date(2) + ", set: {tiers.desk.capacity: 1}}\n");
  EXPECT_EQ(trace(run).back(), "11: low#1 desk>out");
}

//  The other way round: low 0-1 (lost), 5-6, closed from 6 to 8, 8-11; high 1-5.
TEST(QueueOrders, ResumptionAfterARestartKeepsWhatWasDoneSince) {
  const Simulated run = simulate(head(20) + two_ranks("[0]", "[1]", "pre_emption: restart, when_cut: interrupt") +
                                 "changes:\n  - {from: " + date(6) + ", set: {tiers.desk.capacity: 0}}\n  - {from: " +
                                 date(8) + ", set: {tiers.desk.capacity: 1}}\n");
  EXPECT_EQ(trace(run).back(), "11: low#1 desk>out");
}

//  in#1 0-4, in#3 4-8, in#2 8-12
TEST(QueueOrders, LastComeFirstServed) {
  const Simulated run = simulate(head(20) + desk("[0, 1, 2]", "capacity: 1, order: last_come", 4));
  EXPECT_THAT(trace(run),
              ElementsAre("0: in#1 in>desk", "0: in#1 starts desk", "1: in#2 in>desk", "2: in#3 in>desk",
                          "4: in#3 starts desk", "4: in#1 desk>out", "8: in#2 starts desk", "8: in#3 desk>out",
                          "12: in#2 desk>out"));
}

//  in#1 0-1, 9-12    in#2 1-2, 6-9    in#3 2-6
TEST(QueueOrders, LastComeDisplaces) {
  const Simulated run =
      simulate(head(20) + desk("[0, 1, 2]", "capacity: 1, order: last_come, pre_emption: resume", 4));
  EXPECT_THAT(trace(run),
              ElementsAre("0: in#1 in>desk", "0: in#1 starts desk", "1: in#2 in>desk", "1: in#1 interrupted desk",
                          "1: in#2 starts desk", "2: in#3 in>desk", "2: in#2 interrupted desk", "2: in#3 starts desk",
                          "6: in#2 starts desk", "6: in#3 desk>out", "9: in#1 starts desk", "9: in#2 desk>out",
                          "12: in#1 desk>out"));
}

//  Two places: in#3 displaces in#1, who came before in#2.   in#1 0-2, 5-7    in#2 1-5    in#3 2-6
TEST(QueueOrders, LastComeDisplacesWhoCameFirst) {
  const Simulated run =
      simulate(head(20) + desk("[0, 1, 2]", "capacity: 2, order: last_come, pre_emption: resume", 4));
  const auto lines = trace(run);
  EXPECT_THAT(std::vector<std::string>(lines.begin() + 4, lines.end()),
              ElementsAre("2: in#3 in>desk", "2: in#1 interrupted desk", "2: in#3 starts desk", "5: in#1 starts desk",
                          "5: in#2 desk>out", "6: in#3 desk>out", "7: in#1 desk>out"));
}

/// 'x' is served from day 0; a (rank 1), b (1.5), c (2), d (9) and e (2) come in this order while it is.
std::string five_ranks(const std::string& settings) {
  std::string text =
      "attributes: {rank: {law: constant, value: 5}}\nsources:\n  x: {days: [0], to: desk}\n";
  const std::vector<std::pair<std::string, double>> others{{"a", 1}, {"b", 1.5}, {"c", 2}, {"d", 9}, {"e", 2}};
  double day = 1;
  for (const auto& [name, rank] : others) {
    text += "  " + name + ": {days: [" + number(day) + "], to: desk, attributes: {rank: {law: constant, value: " +
            number(rank) + "}}}\n";
    day += 0.5;
  }
  return text + "tiers:\n  desk: {capacity: 1, ordered_by: rank, " + settings + ", sojourn: " + constant(4).yaml +
         ", exits: {out: 1}}\nexits: {out: {}}\n";
}

TEST(QueueOrders, RanksTiesAndBands) {
  EXPECT_THAT(starts(simulate(head(40) + five_ranks("order: highest_first"))),
              ElementsAre("x#1", "d#1", "c#1", "e#1", "b#1", "a#1"));
  EXPECT_THAT(starts(simulate(head(40) + five_ranks("order: lowest_first"))),
              ElementsAre("x#1", "a#1", "b#1", "c#1", "e#1", "d#1"));
  // Below 2, and from 2 on: c, d and e are alike, and so are a and b.
  EXPECT_THAT(starts(simulate(head(40) + five_ranks("order: highest_first, bands: [2]"))),
              ElementsAre("x#1", "c#1", "d#1", "e#1", "a#1", "b#1"));
  EXPECT_THAT(starts(simulate(head(40) + five_ranks("order: lowest_first, bands: [2]"))),
              ElementsAre("x#1", "a#1", "b#1", "c#1", "d#1", "e#1"));
}

// Only who goes before displaces: d (9) displaces x (5), but not in one band with it.
TEST(QueueOrders, EqualsDoNotDisplace) {
  EXPECT_THAT(starts(simulate(head(40) + five_ranks("order: highest_first, pre_emption: resume"))),
              ElementsAre("x#1", "d#1", "x#1", "c#1", "e#1", "b#1", "a#1"));
  EXPECT_THAT(starts(simulate(head(40) + five_ranks("order: highest_first, bands: [2], pre_emption: resume"))),
              ElementsAre("x#1", "c#1", "d#1", "e#1", "a#1", "b#1"));
}

// Whoever is displaced needs room to wait: without any, nobody is displaced, and the newcomer is turned away.
TEST(QueueOrders, NobodyIsDisplacedWithoutRoomToWait) {
  const Simulated run = simulate(
      head(20) + two_ranks("[0]", "[1]", "pre_emption: resume, waiting_room: 0, when_full: away"));
  EXPECT_THAT(trace(run), ElementsAre("0: low#1 low>desk", "0: low#1 starts desk", "1: high#1 high>desk",
                                      "1: high#1 desk>away", "4: low#1 desk>out"));
}

// A cut has left two at work with one place: to displace one of them would not make a place for the newcomer.
//  low#1 0-4, low#2 0.5-4.5, high 4.5-8.5
TEST(QueueOrders, NobodyIsDisplacedWhereThatMakesNoPlace) {
  std::string text = two_ranks("[0, 0.5]", "[2]", "pre_emption: resume, when_cut: finish");
  text.replace(text.find("capacity: 1"), 11, "capacity: 2");
  const Simulated run =
      simulate(head(20) + text + "changes: [{from: " + date(1) + ", set: {tiers.desk.capacity: 1}}]\n");
  EXPECT_THAT(trace(run), ElementsAre("0: low#1 low>desk", "0: low#1 starts desk", "0.5: low#2 low>desk",
                                      "0.5: low#2 starts desk", "2: high#1 high>desk", "4: low#1 desk>out",
                                      "4.5: high#1 starts desk", "4.5: low#2 desk>out", "8.5: high#1 desk>out"));
}

// Three wait (2, 3 and 4) when the first place comes free: each is picked first in a third of histories. With 300 of
// them a count lies beyond 4 standard deviations (8.2) of 100 with probability 6e-5; 3 counts, so the level is below
// 2e-4, and a pick with probability 1/2 for one of them is found out with power above 0.98.
TEST(QueueOrders, RandomPicksAnyOfThoseWhoWait) {
  std::array<int, 3> first{};
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const auto order = starts(simulate(head(20, seed) + desk("[0, 1, 2, 3]", "capacity: 1, order: random", 4)));
    ASSERT_THAT(order, UnorderedElementsAre("in#1", "in#2", "in#3", "in#4"));
    ASSERT_EQ(order[0], "in#1");
    ++first[static_cast<std::size_t>(order[1].back() - '2')];
  }
  for (const int count : first) EXPECT_NEAR(count, 100, 4 * 8.2);
}

//           0-2    2-3    3-7.5    7.5-11.5    11.5-12
//  in#1      2     0.5     1.5                              ends 7.5
//  in#2            0.5     1.5        2                     ends 11.5
//  in#3                    1.5        2           0.5       ends 12
TEST(QueueOrders, ThreeShareOnePlace) {
  const Simulated run = simulate(head(20) + desk("[0, 2, 3]", "capacity: 1, order: shared", 4));
  EXPECT_THAT(trace(run), ElementsAre("0: in#1 in>desk", "0: in#1 starts desk", "2: in#2 in>desk", "2: in#2 starts desk",
                                      "3: in#3 in>desk", "3: in#3 starts desk", "7.5: in#1 desk>out",
                                      "11.5: in#2 desk>out", "12: in#3 desk>out"));
  EXPECT_EQ(run.value("occupancy", "desk"), (7.5 + 9.5 + 9) / 20);
  EXPECT_EQ(run.value("in_use", "desk"), 12 / 20.0);
  EXPECT_EQ(run.value("utilisation", "desk"), 12 / 20.0);
  EXPECT_EQ(run.value("waiting", "desk"), 0);
}

//  Two with speed 2 go as fast as alone (0-2); with in#3 there are three at 2/3 each, and after in#1 and in#2 end
//  together (2 days left: 2-5), in#3 goes on alone: 2 done, 2 left: 5-7.
TEST(QueueOrders, NobodyGoesFasterThanAloneAndEqualsEndTogether) {
  const Simulated run = simulate(head(20) + desk("[0, 0, 2]", "capacity: 2, order: shared", 4));
  const auto lines = trace(run);
  ASSERT_EQ(lines.size(), 9u);
  EXPECT_THAT(std::vector<std::string>(lines.begin() + 6, lines.end()),
              ElementsAre(::testing::StartsWith("5: in#"), ::testing::StartsWith("5: in#"), "7: in#3 desk>out"));
  EXPECT_EQ(run.value("in_use", "desk"), (2 * 5 + 1 * 2) / 20.0);
  EXPECT_EQ(run.value("utilisation", "desk"), 12 / 40.0);
}

//  At most two at once: in#1 and in#2 0-4 (half speed), in#3 and in#4 wait from 1 and share from 4 to 8.
TEST(QueueOrders, AtMostTwoShare) {
  const Simulated run =
      simulate(head(20) + desk("[0, 0, 1, 1]", "capacity: 1, order: shared, shared_by_at_most: 2", 2));
  std::vector<std::string> late;
  for (const std::string& line : trace(run)) {
    if (line[0] != '0' && line[0] != '1') late.push_back(line.substr(0, 2) + line.substr(line.find(' ', 3)));
  }
  std::sort(late.begin(), late.end());
  EXPECT_THAT(late, ElementsAre("4: desk>out", "4: desk>out", "4: starts desk", "4: starts desk", "8: desk>out",
                                "8: desk>out"));
  EXPECT_EQ(run.value("waiting", "desk"), 6 / 20.0);
}

// Departures come before arrivals: two who end together at 4 make room for two who come at 4.
TEST(QueueOrders, AllWhoEndTogetherLeaveBeforeAnybodyComes) {
  const Simulated run = simulate(
      head(20) + desk("[0, 0, 4, 4]",
                      "capacity: 1, order: shared, shared_by_at_most: 2, waiting_room: 0, when_full: away", 2));
  EXPECT_EQ(run.value("exits", "away"), 0);
  EXPECT_EQ(run.value("exits", "out"), 4);
}

//  The shared desk is closed from 1 to 3 (speed 0): 2 days of stay are 0-1 and 3-4.
TEST(QueueOrders, SharedAtNoSpeedStandsStill) {
  const Simulated run = simulate(head(20) + desk("[0, 2]", "capacity: 1, order: shared", 2) + "changes:\n  - {from: " +
                                 date(1) + ", set: {tiers.desk.capacity: 0}}\n  - {from: " + date(3) +
                                 ", set: {tiers.desk.capacity: 1}}\n");
  // From 3 on half speed each: in#1 has 1 left (3-5), in#2 then 1 (5-6).
  EXPECT_THAT(trace(run), ElementsAre("0: in#1 in>desk", "0: in#1 starts desk", "2: in#2 in>desk", "2: in#2 starts desk",
                                      "5: in#1 desk>out", "6: in#2 desk>out"));
  EXPECT_EQ(run.value("in_use", "desk"), (1 + 3) / 20.0);
  EXPECT_EQ(run.value("utilisation", "desk"), (1 + 3) / 18.0);
}

}  // namespace
}  // namespace headwater::theory
