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

}  // namespace headwater
