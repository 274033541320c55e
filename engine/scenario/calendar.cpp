#include "scenario/calendar.hpp"

#include <cstdio>

namespace headwater {

std::optional<Date> parse_date(std::string_view text) {
  constexpr std::string_view shape = "dddd-dd-dd";
  if (text.size() != shape.size()) return std::nullopt;
  int fields[3] = {0, 0, 0};  // year, month, day
  int field = 0;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == '-') {
      if (text[i] != '-') return std::nullopt;
      ++field;
    } else {
      if (text[i] < '0' || text[i] > '9') return std::nullopt;
      fields[field] = 10 * fields[field] + (text[i] - '0');
    }
  }
  const std::chrono::year_month_day date{std::chrono::year{fields[0]},
                                         std::chrono::month{static_cast<unsigned>(fields[1])},
                                         std::chrono::day{static_cast<unsigned>(fields[2])}};
  if (fields[0] < 1900 || fields[0] > 2200 || !date.ok()) return std::nullopt;
  return Date{date};
}

std::string to_text(Date date) {
  const std::chrono::year_month_day parts{date};
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(parts.year()),
                static_cast<unsigned>(parts.month()), static_cast<unsigned>(parts.day()));
  return text;
}

std::string financial_year(int year) {
  const std::string next = std::to_string((year + 1) % 100);
  return std::to_string(year) + "/" + std::string(2 - next.size(), '0') + next;
}

std::optional<int> parse_financial_year(std::string_view text) {
  const auto january = parse_date(std::string(text.substr(0, 4)) + "-01-01");
  if (!january) return std::nullopt;
  const int year = static_cast<int>(std::chrono::year_month_day{*january}.year());
  return year < 2200 && text == financial_year(year) ? std::optional(year) : std::nullopt;
}

int financial_year_of(Date date, int begins_month) {
  const std::chrono::year_month_day day{date};
  return static_cast<int>(day.year()) - (static_cast<int>(static_cast<unsigned>(day.month())) < begins_month ? 1 : 0);
}

Date first_day_of_year(int year, int begins_month) {
  return std::chrono::sys_days{std::chrono::year{year} / std::chrono::month{static_cast<unsigned>(begins_month)} / 1};
}

}  // namespace headwater
