// Step functions times calendars.
#include "scenario/timeline.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>

namespace headwater {

bool operator==(const Step& a, const Step& b) { return a.time == b.time && a.value == b.value; }
void PrintTo(const Step& step, std::ostream* out) { *out << step.value << " from " << step.time; }

namespace {

using testing::ElementsAre;
constexpr double inf = std::numeric_limits<double>::infinity();

/// 10 days after a warm-up of 2, with calendars that begin before, at and after the beginning.
Description ten_days() {
  Description in;
  in.horizon = 10;
  in.run.warm_up = 2;
  in.calendars.push_back({"shut", {-2, 3, 5}, {1, 0, 1}, {}});
  in.calendars.push_back({"double", {-7, -1, 5, 20}, {1, 2, 4, 8}, {}});
  in.calendars.push_back({"half", {-2}, {0.5}, {}});
  return in;
}

TEST(Timeline, WithoutCalendarsStaysAsItIs) {
  EXPECT_THAT(product({{0, 3}, {4, 5}}, ten_days(), {}), ElementsAre(Step{0, 3}, Step{4, 5}));
}

TEST(Timeline, LeavesOutStepsThatChangeNothingAndThoseAfterTheEnd) {
  EXPECT_THAT(product({{-1, 3}, {2, 3}, {4, 5}, {4, 6}, {7, 6}, {12, 9}}, ten_days(), {}), ElementsAre(Step{0, 3}, Step{4, 6}));
}

TEST(Timeline, LevelsMultiplyOnTheClockOfTheSimulation) {
  EXPECT_THAT(product({{0, 3}}, ten_days(), {"double"}), ElementsAre(Step{0, 3}, Step{1, 6}, Step{7, 12}));
  EXPECT_THAT(product({{0, 3}, {6, 30}}, ten_days(), {"double"}), ElementsAre(Step{0, 3}, Step{1, 6}, Step{6, 60}, Step{7, 120}));
}

TEST(Timeline, SeveralCalendarsMultiplyInAnyOrder) {
  const auto expected = ElementsAre(Step{0, 2}, Step{1, 4}, Step{5, 0}, Step{7, 8});
  EXPECT_THAT(product({{0, 4}}, ten_days(), {"shut", "double", "half"}), expected);
  EXPECT_THAT(product({{0, 4}}, ten_days(), {"half", "double", "shut"}), expected);
}

TEST(Timeline, WithoutLimitTimesNothingIsNothing) {
  EXPECT_THAT(product({{0, inf}}, ten_days(), {"shut"}), ElementsAre(Step{0, inf}, Step{5, 0}, Step{7, inf}));
  EXPECT_THAT(product({{0, inf}, {6, 2}}, ten_days(), {"shut", "half"}), ElementsAre(Step{0, inf}, Step{5, 0}, Step{7, 1}));
}

TEST(Timeline, AnUnknownCalendarIsAFaultOfTheProgram) {
  EXPECT_THROW(product({{0, 1}}, ten_days(), {"office"}), std::logic_error);
}

// Dated changes, calendars and rounding: 3, then 5 from day 4 on (6 after the warm-up), half of either, none in between.
TEST(Timeline, CountsPlacesOverTime) {
  Description in = ten_days();
  TierSpec tier;
  tier.capacity = 3;
  tier.patterns = {"half", "shut"};
  in.tiers = {tier};
  Revision more;
  more.time = 4;
  more.tier = tier;
  more.tier.capacity = 5;
  in.revisions = {more};
  const std::vector<Step> places = places_over_time(in, Revision::Of::tier, 0);
  EXPECT_THAT(places, ElementsAre(Step{0, 2}, Step{5, 0}, Step{7, 3}));
  EXPECT_DOUBLE_EQ(mean_over_time(places, 12), (5 * 2 + 5 * 3) / 12.0);

  in.resources = {{"van", std::nullopt, {"shut"}, WhenCut::finish, {}}};
  EXPECT_THAT(places_over_time(in, Revision::Of::resource, 0), ElementsAre(Step{0, inf}, Step{5, 0}, Step{7, inf}));
}

}  // namespace
}  // namespace headwater
