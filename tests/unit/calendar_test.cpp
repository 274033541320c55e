#include "scenario/calendar.hpp"

#include <gtest/gtest.h>

using headwater::Date;
using headwater::parse_date;
using headwater::to_text;

TEST(ParseDate, CountsDaysFrom1970) {
  EXPECT_EQ(parse_date("1970-01-01"), Date{std::chrono::days{0}});
  EXPECT_EQ(parse_date("2000-03-01"), Date{std::chrono::days{11017}});  // 30 years, 7 leap days, 60 days
  EXPECT_EQ(parse_date("1969-12-31"), Date{std::chrono::days{-1}});
}

TEST(ParseDate, KnowsLeapYears) {
  EXPECT_TRUE(parse_date("2024-02-29"));
  EXPECT_TRUE(parse_date("2000-02-29"));
  EXPECT_FALSE(parse_date("2026-02-29"));
  EXPECT_FALSE(parse_date("1900-02-29"));
  EXPECT_FALSE(parse_date("2100-02-29"));
}

TEST(ParseDate, KeepsToItsYears) {
  EXPECT_TRUE(parse_date("1900-01-01"));
  EXPECT_TRUE(parse_date("2200-12-31"));
  EXPECT_FALSE(parse_date("1899-12-31"));
  EXPECT_FALSE(parse_date("2201-01-01"));
}

TEST(ParseDate, RefusesAllElse) {
  for (const char* text : {"", "2026", "2026-4-1", "26-04-01", "2026/04/01", "2026-04-31", "2026-13-01",
                           "2026-00-01", "2026-01-00", " 2026-04-01", "2026-04-01 ", "2026-04-01T00:00",
                           "+026-04-01", "2026--4-01", "2026-04-0x", "01-04-2026", "20260401xx"}) {
    EXPECT_FALSE(parse_date(text)) << text;
  }
}

TEST(DateToText, IsWhatParseDateReads) {
  EXPECT_EQ(to_text(Date{std::chrono::days{0}}), "1970-01-01");
  const Date last = *parse_date("2200-12-31");
  Date expected = *parse_date("1900-01-01");
  for (; expected <= last; expected += std::chrono::days{1})
    ASSERT_EQ(parse_date(to_text(expected)), expected);
}
