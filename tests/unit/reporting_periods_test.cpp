// Reporting periods against the calendar.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pathway/reporting_periods.hpp"

namespace headwater {
namespace {

using testing::ElementsAre;

RunSpec every(Every length) {
  RunSpec run;
  run.every = length;
  return run;
}

RunSpec period(double days) {
  RunSpec run;
  run.period = days;
  return run;
}

TEST(ReportingPeriods, FollowTheCalendar) {
  const Date start = *parse_date("2027-12-15");
  // Months end on 1 January, 1 February, 1 March 2028 (a leap year), 1 April.
  EXPECT_THAT(reporting_periods(start, 110, every(Every::month), 4), ElementsAre(17, 48, 77, 108, 110));
  // Quarters of a year that begins in April end on 1 January and 1 April.
  EXPECT_THAT(reporting_periods(start, 110, every(Every::quarter), 4), ElementsAre(17, 108, 110));
  // With a year that begins in February: 1 February.
  EXPECT_THAT(reporting_periods(start, 110, every(Every::quarter), 2), ElementsAre(48, 110));
  EXPECT_THAT(reporting_periods(start, 500, every(Every::year), 4), ElementsAre(108, 473, 500));
}

TEST(ReportingPeriods, CountDaysAndWeeksFromTheStart) {
  const Date start = *parse_date("2026-04-01");
  EXPECT_THAT(reporting_periods(start, 2.5, every(Every::day), 4), ElementsAre(1, 2, 2.5));
  EXPECT_THAT(reporting_periods(start, 14, every(Every::week), 4), ElementsAre(7, 14));
  EXPECT_THAT(reporting_periods(start, 14, every(Every::whole_run), 4), ElementsAre(14));
}

TEST(ReportingPeriods, CountHoursAndMinutesFromTheStart) {
  const Date start = *parse_date("2026-04-01");
  EXPECT_THAT(reporting_periods(start, 0.125, every(Every::hour), 4), ElementsAre(1.0 / 24, 2.0 / 24, 0.125));
  const std::vector<double> minutes = reporting_periods(start, 1, every(Every::minute), 4);
  ASSERT_EQ(minutes.size(), 1440u);
  EXPECT_EQ(minutes[719], 0.5);
  EXPECT_EQ(minutes.back(), 1);
}

TEST(ReportingPeriods, CanHaveAnyLength) {
  const Date start = *parse_date("2026-04-01");
  EXPECT_THAT(reporting_periods(start, 2, period(0.75), 4), ElementsAre(0.75, 1.5, 2));
  EXPECT_THAT(reporting_periods(start, 2, period(5), 4), ElementsAre(2));
  // Sixty periods of 4 hours are 10 days, whatever 4 * (1/24) rounds to: no sliver at the end.
  const std::vector<double> ends = reporting_periods(start, 10, period(4 * (1.0 / 24)), 4);
  ASSERT_EQ(ends.size(), 60u);
  EXPECT_EQ(ends.back(), 10);
  EXPECT_DOUBLE_EQ(ends[58], 59.0 / 6);
}

TEST(ReportingPeriods, EndExactlyWhereAPeriodEnds) {
  EXPECT_THAT(reporting_periods(*parse_date("2026-04-01"), 61, every(Every::month), 4), ElementsAre(30, 61));
}

}  // namespace
}  // namespace headwater
