// Working days against the bank holidays of England and Wales as they were proclaimed and held.
#include "scenario/working_days.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace headwater {
namespace {

std::vector<std::string> holidays(int year) {
  std::vector<std::string> texts;
  for (const Date day : bank_holidays(year)) texts.push_back(to_text(day).substr(5));
  return texts;
}

// Source: the dates on which they were held, and from 2025 on those that are announced.
TEST(BankHolidays, AreThoseThatWereHeld) {
  using testing::ElementsAre;
  EXPECT_THAT(holidays(2019), ElementsAre("01-01", "04-19", "04-22", "05-06", "05-27", "08-26", "12-25", "12-26"));
  EXPECT_THAT(holidays(2020), ElementsAre("01-01", "04-10", "04-13", "05-08", "05-25", "08-31", "12-25", "12-28"));
  EXPECT_THAT(holidays(2021), ElementsAre("01-01", "04-02", "04-05", "05-03", "05-31", "08-30", "12-27", "12-28"));
  EXPECT_THAT(holidays(2022), ElementsAre("01-03", "04-15", "04-18", "05-02", "06-02", "06-03", "08-29", "09-19", "12-26", "12-27"));
  EXPECT_THAT(holidays(2023), ElementsAre("01-02", "04-07", "04-10", "05-01", "05-08", "05-29", "08-28", "12-25", "12-26"));
  EXPECT_THAT(holidays(2024), ElementsAre("01-01", "03-29", "04-01", "05-06", "05-27", "08-26", "12-25", "12-26"));
  EXPECT_THAT(holidays(2025), ElementsAre("01-01", "04-18", "04-21", "05-05", "05-26", "08-25", "12-25", "12-26"));
  EXPECT_THAT(holidays(2026), ElementsAre("01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"));
  EXPECT_THAT(holidays(2027), ElementsAre("01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"));
}

TEST(BankHolidays, MoveWhereTheyWereMoved) {
  using testing::ElementsAre;
  EXPECT_THAT(holidays(1981), ElementsAre("01-01", "04-17", "04-20", "05-04", "05-25", "07-29", "08-31", "12-25", "12-28"));
  EXPECT_THAT(holidays(2002), ElementsAre("01-01", "03-29", "04-01", "05-06", "06-03", "06-04", "08-26", "12-25", "12-26"));
  EXPECT_THAT(holidays(2011), ElementsAre("01-03", "04-22", "04-25", "04-29", "05-02", "05-30", "08-29", "12-26", "12-27"));
  EXPECT_THAT(holidays(2012), ElementsAre("01-02", "04-06", "04-09", "05-07", "06-04", "06-05", "08-27", "12-25", "12-26"));
}

// Easter falls on 22 March at the earliest and on 25 April at the latest (1818 and 2285; 1943, 2038).
TEST(BankHolidays, FindEasterAtItsExtremes) {
  EXPECT_THAT(holidays(1943), testing::Contains("04-26"));
  EXPECT_THAT(holidays(2008), testing::Contains("03-24"));
  EXPECT_THAT(holidays(2038), testing::Contains("04-26"));
  EXPECT_THAT(holidays(2285), testing::Contains("03-23"));
}

// Wednesday 1 April 2026 is day 0, Good Friday day 2, Easter Monday day 5.
TEST(WorkingDays, LeaveOutTheDayOnWhichTheyBegin) {
  const WorkingDays days(parse_date("2026-04-01").value(), -10, 400);
  EXPECT_EQ(days.between(0, 0), 0);
  EXPECT_EQ(days.between(0, 1), 1);
  EXPECT_EQ(days.between(1, 5), 0);
  EXPECT_EQ(days.between(1, 6), 1);
  EXPECT_EQ(days.between(2, 6), 1);
  EXPECT_EQ(days.between(-1, 8), 5);
  EXPECT_EQ(days.between(0, 364), 250);  // 52 weeks of five days to 31 March 2027, without ten holidays: there are two Easters in it
  EXPECT_EQ(days.between(-1000, 0), days.between(-10, 0));
  EXPECT_EQ(days.between(0, 1000), days.between(0, 400));
}

}  // namespace
}  // namespace headwater
