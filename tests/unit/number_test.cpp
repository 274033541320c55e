#include "scenario/number.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

using headwater::number_hint;
using headwater::parse_number;
using headwater::parse_unsigned;
using headwater::parse_whole;
using headwater::to_text;

TEST(ParseNumber, ReadsDecimals) {
  EXPECT_EQ(parse_number("0"), 0.0);
  EXPECT_EQ(parse_number("12"), 12.0);
  EXPECT_EQ(parse_number("+0.5"), 0.5);
  EXPECT_EQ(parse_number("-3e-4"), -3e-4);
  EXPECT_EQ(parse_number("1E+3"), 1000.0);
  EXPECT_EQ(parse_number(".25"), 0.25);
  EXPECT_EQ(parse_number("7."), 7.0);
  EXPECT_EQ(parse_number("5."), 5.0);
  EXPECT_EQ(parse_number("+5"), 5.0);
  EXPECT_EQ(parse_number("0.50"), 0.5);
  EXPECT_EQ(parse_number("0e3"), 0.0);
  EXPECT_EQ(parse_number("1.7976931348623157e308"), std::numeric_limits<double>::max());
  EXPECT_EQ(parse_number("5e-324"), std::numeric_limits<double>::denorm_min());
  EXPECT_TRUE(std::signbit(*parse_number("-0")));
}

TEST(ParseNumber, RefusesAllElse) {
  for (const char* text :
       {"",      " ",      "+",      "-",       ".",        "e5",    "1e",    "1e+",   "+-1",
        "++1",   "-+1",    "--1",    " 1",      "1 ",       "1,5",   "1_000", "1'000", "0x10",
        "0o7",   "inf",    "-inf",   "+inf",    "infinity", ".inf",  "nan",   "NaN",   ".nan",
        "1e999", "-1e999", "1e-999", "12 days", "50%",      "1.2.3", "1f",    "\u0661",
        "010",   "-010",   "+01",    "00",      "01.5",     "1:30",  "1e400", "1e-400"}) {
    EXPECT_FALSE(parse_number(text)) << text;
  }
  EXPECT_FALSE(parse_number(std::string_view("1\0", 2)));
}

TEST(ParseWhole, ReadsWhatFits) {
  EXPECT_EQ(parse_whole("0"), 0);
  EXPECT_EQ(parse_whole("+12"), 12);
  EXPECT_EQ(parse_whole("9223372036854775807"), std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(parse_whole("-9223372036854775808"), std::numeric_limits<std::int64_t>::min());
  for (const char* text : {"9223372036854775808", "-9223372036854775809", "1.0", "1e3", "", "+", "-", "+-1",
                           " 1", "1 ", "0x1", "1_0", "010", "-01", "00", "5.", "1:30"}) {
    EXPECT_FALSE(parse_whole(text)) << text;
  }
}

TEST(ParseUnsigned, ReadsWhatFits) {
  EXPECT_EQ(parse_unsigned("0"), 0u);
  EXPECT_EQ(parse_unsigned("+7"), 7u);
  EXPECT_EQ(parse_unsigned("18446744073709551615"), std::numeric_limits<std::uint64_t>::max());
  for (const char* text : {"18446744073709551616", "-1", "-0", "+-1", "1.0", "", "+", " 1", "007"})
    EXPECT_FALSE(parse_unsigned(text)) << text;
}

TEST(NumberHint, SaysWhatToWrite) {
  const std::pair<const char*, const char*> hints[] = {
      {"010", "readers of YAML differ on a leading 0; write 10 or 8"},
      {"-0017", "readers of YAML differ on a leading 0; write -17 or -15"},
      {"08", "write 8"},
      {"007", "write 7"},
      {"00", "write 0"},
      {"01.50", "write 1.50"},
      {"00.5", "write 0.5"},
      {"0x10", "write it in decimal digits"},
      {"0o17", "write it in decimal digits"},
      {"1_000", "write digits without separators, and a point for fractions"},
      {"1,5", "write digits without separators, and a point for fractions"},
      {"1:30", "write one number of one unit, without ':'"},
      {"1e400", "this is beyond what a 64-bit floating-point number can hold"},
      {"-1e-400", "this is beyond what a 64-bit floating-point number can hold"},
      {"", ""},
      {"ten", ""},
      {"12 days", ""},
      {"01x", ""},
      {"inf", ""},
      {"0", ""},
  };
  for (const auto& [text, hint] : hints) EXPECT_EQ(number_hint(text), hint) << text;
}

TEST(ToText, IsShortAndReadsBackAsTheSame) {
  EXPECT_EQ(to_text(0.1), "0.1");
  EXPECT_EQ(to_text(12.0), "12");
  EXPECT_EQ(to_text(1e22), "1e+22");
  EXPECT_EQ(to_text(-std::numeric_limits<double>::min()), "-2.2250738585072014e-308");
  for (const double number :
       {0.1 + 0.2, 1.0 / 3.0, 365.25 / 12, 5e-324, std::numeric_limits<double>::max(), -0.0}) {
    const std::optional<double> back = parse_number(to_text(number));
    ASSERT_TRUE(back) << to_text(number);
    EXPECT_EQ(*back, number);
    EXPECT_EQ(std::signbit(*back), std::signbit(number));
  }
}
