// Dates: the Gregorian calendar, as days counted from a scenario's start date.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace headwater {

using Date = std::chrono::sys_days;

/// Reads "2026-04-01" (year 1900 to 2200); nothing when it is not a date that exists.
std::optional<Date> parse_date(std::string_view text);

/// "2026-04-01".
std::string to_text(Date date);

// A financial year goes by the calendar year in which it begins.

/// "2027/28" of 2027.
std::string financial_year(int year);

/// 2027 of "2027/28", from 1900 to 2199; nothing for any other text.
std::optional<int> parse_financial_year(std::string_view text);

/// Which one a date is in, when they begin with month `begins_month`.
int financial_year_of(Date date, int begins_month);

Date first_day_of_year(int year, int begins_month);

}  // namespace headwater
