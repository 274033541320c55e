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

}  // namespace
}  // namespace headwater
