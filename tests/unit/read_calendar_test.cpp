// Calendars as files say them, laid out as steps.
#include "scenario/read_calendar.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "scenario/read.hpp"

namespace headwater {
namespace {

using Steps = std::vector<std::pair<double, double>>;

/// The steps of a calendar, in days since 1 April 2026, a Wednesday.
Steps steps(const std::string& calendar, const std::string& horizon, double warm_up = 0, const std::string& start = "2026-04-01") {
  const Reading reading = read_text("headwater: 1\nstart: " + start + "\n" + horizon + "\nrun: {warm_up_days: " + std::to_string(warm_up) + "}\ncalendars:\n  it: " + calendar +
                                        "\nsources: {in: {rate_per_day: 1, patterns: [it], to: desk}}\ntiers: {desk: {sojourn: {law: exponential, mean_days: 1}, exits: {out: 1}}}\n"
                                        "exits: {out: {}}\n",
                                    "test.yaml");
  EXPECT_TRUE(reading.ok()) << reading.diagnostics.text();
  Steps list;
  if (!reading.ok()) return list;
  const CalendarSpec& spec = reading.description->calendars.at(0);
  for (std::size_t i = 0; i < spec.time.size(); ++i) list.push_back({spec.time[i], spec.level[i]});
  return list;
}

TEST(Calendar, AWeekBeginsOnMonday) {
  EXPECT_EQ(steps("{week: [{days: [mon, wed], from: \"06:00\", to: \"18:00\", level: 2}], otherwise: 1}", "horizon_days: 7"),
            (Steps{{0, 1}, {0.25, 2}, {0.75, 1}, {5.25, 2}, {5.75, 1}}));
}

TEST(Calendar, AWeekGoesBackIntoTheWarmUp) {
  EXPECT_EQ(steps("{week: [{days: [mon], level: 2}], otherwise: 1}", "horizon_days: 1", 9.5), (Steps{{-9.5, 1}, {-9, 2}, {-8, 1}, {-2, 2}, {-1, 1}}));
}

TEST(Calendar, SpansOfAWeekThatTouchNeedNoOtherwise) {
  EXPECT_EQ(steps("{week: [{to: \"12:00\", level: 0}, {from: \"12:00\", level: 3}]}", "horizon_days: 2"), (Steps{{0, 0}, {0.5, 3}, {1, 0}, {1.5, 3}}));
}

TEST(Calendar, ACycleIsCountedFromTheStartDate) {
  EXPECT_EQ(steps("{cycle_days: 2, steps: [{from_days: 0, level: 1}, {from_days: 0.5, level: 4}]}", "horizon_days: 4", 3),
            (Steps{{-3, 4}, {-2, 1}, {-1.5, 4}, {0, 1}, {0.5, 4}, {2, 1}, {2.5, 4}}));
  EXPECT_EQ(steps("{cycle_days: 1, steps: [{from_days: 0.25, level: 1}], otherwise: 0}", "horizon_days: 2"), (Steps{{0, 0}, {0.25, 1}, {1, 0}, {1.25, 1}}));
}

TEST(Calendar, AYearMayGoOverTheNewYearAndOverLeapDays) {
  // From 1 January 2027 (day 0) to the end of 2028, a leap year: 29 February 2028 goes with the 28th.
  EXPECT_EQ(steps("{year: [{from: 12-30, to: 01-03, level: 0}, {from: 02-28, to: 03-01, level: 5}], otherwise: 1}", "end: 2029-01-01", 0, "2027-01-01"),
            (Steps{{0, 0}, {2, 1}, {58, 5}, {59, 1}, {363, 0}, {367, 1}, {365 + 58, 5}, {365 + 60, 1}, {365 + 364, 0}}));
  EXPECT_EQ(steps("{year: [{from: 01-01, to: 07-01, level: 1}, {from: 07-01, to: 01-01, level: 2}]}", "end: 2028-01-01", 0, "2027-01-01"), (Steps{{0, 1}, {181, 2}}));
}

TEST(Calendar, DatesOutsideTheSimulationAreCutOff) {
  EXPECT_EQ(steps("{dates: [{from: 2026-03-01, to: 2026-04-03, level: 2}, {from: 2026-04-05, to: 2026-06-01, level: 3}], otherwise: 1}", "horizon_days: 9", 1),
            (Steps{{-1, 2}, {2, 1}, {4, 3}}));
  EXPECT_EQ(steps("{dates: [{from: 2026-03-01, to: 2027-06-01, level: 2}]}", "horizon_days: 9", 1), (Steps{{-1, 2}}));
}

TEST(Calendar, EqualNeighboursAreOne) {
  EXPECT_EQ(steps("{week: [{days: [thu], level: 1}], otherwise: 1}", "horizon_days: 30"), (Steps{{0, 1}}));
}

}  // namespace
}  // namespace headwater
