// Reporting periods against the calendar.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pathway/reporting_periods.hpp"

namespace headwater {
namespace {

using testing::ElementsAre;

TEST(ReportingPeriods, FollowTheCalendar) {
  const Date start = *parse_date("2027-12-15");
  // Months end on 1 January, 1 February, 1 March 2028 (a leap year), 1 April.
  EXPECT_THAT(reporting_periods(start, 110, Every::month, 4), ElementsAre(17, 48, 77, 108, 110));
  // Quarters of a year that begins in April end on 1 January and 1 April.
  EXPECT_THAT(reporting_periods(start, 110, Every::quarter, 4), ElementsAre(17, 108, 110));
  // With a year that begins in February: 1 February.
  EXPECT_THAT(reporting_periods(start, 110, Every::quarter, 2), ElementsAre(48, 110));
  EXPECT_THAT(reporting_periods(start, 500, Every::year, 4), ElementsAre(108, 473, 500));
}

TEST(ReportingPeriods, CountDaysAndWeeksFromTheStart) {
  const Date start = *parse_date("2026-04-01");
  EXPECT_THAT(reporting_periods(start, 2.5, Every::day, 4), ElementsAre(1, 2, 2.5));
  EXPECT_THAT(reporting_periods(start, 14, Every::week, 4), ElementsAre(7, 14));
  EXPECT_THAT(reporting_periods(start, 14, Every::whole_run, 4), ElementsAre(14));
}

TEST(ReportingPeriods, EndExactlyWhereAPeriodEnds) {
  EXPECT_THAT(reporting_periods(*parse_date("2026-04-01"), 61, Every::month, 4), ElementsAre(30, 61));
}

}  // namespace
}  // namespace headwater
