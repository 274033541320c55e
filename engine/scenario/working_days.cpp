#include "scenario/working_days.hpp"

#include <algorithm>

namespace headwater {

namespace {

using namespace std::chrono;

constexpr Date at(int y, unsigned m, unsigned d) { return sys_days(year(y) / static_cast<int>(m) / static_cast<int>(d)); }

constexpr Date first_monday(int y, unsigned m) { return sys_days(year(y) / static_cast<int>(m) / Monday[1]); }
constexpr Date last_monday(int y, unsigned m) { return sys_days(year(y) / static_cast<int>(m) / Monday[last]); }

constexpr bool is_weekend(Date date) { return weekday(date) == Saturday || weekday(date) == Sunday; }

/// Easter Sunday. Source of the method: Meeus, Astronomical Algorithms (1991), chapter 8, for the Gregorian calendar.
constexpr Date easter(int y) {
  const int a = y % 19, b = y / 100, c = y % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
  const int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
  const int m = (a + 11 * h + 22 * l) / 451, sum = h + l - 7 * m + 114;
  return at(y, static_cast<unsigned>(sum / 31), static_cast<unsigned>(sum % 31 + 1));
}

/// Of one year only: a holiday that is moved has the day on which it would have been.
struct Proclaimed {
  Date on;
  Date instead_of;  ///< the same day where it is one more
};
constexpr Proclaimed proclaimed[] = {
    {at(1981, 7, 29), at(1981, 7, 29)},    // a royal wedding
    {at(1995, 5, 8), at(1995, 5, 1)},      // fifty years after the end of the war in Europe
    {at(1999, 12, 31), at(1999, 12, 31)},  // the millennium
    {at(2002, 6, 3), at(2002, 6, 3)},      // the golden jubilee; the spring holiday is on the day after
    {at(2002, 6, 4), at(2002, 5, 27)},
    {at(2011, 4, 29), at(2011, 4, 29)},    // a royal wedding
    {at(2012, 6, 4), at(2012, 5, 28)},     // the diamond jubilee: the spring holiday, and the day after
    {at(2012, 6, 5), at(2012, 6, 5)},
    {at(2020, 5, 8), at(2020, 5, 4)},      // 75 years after the end of the war in Europe
    {at(2022, 6, 2), at(2022, 5, 30)},     // the platinum jubilee: the spring holiday, and the day after
    {at(2022, 6, 3), at(2022, 6, 3)},
    {at(2022, 9, 19), at(2022, 9, 19)},    // a state funeral
    {at(2023, 5, 8), at(2023, 5, 8)},      // a coronation
};

}  // namespace

std::vector<Date> bank_holidays(int y) {
  std::vector<Date> found;
  const auto add = [&](Date day) {
    while (is_weekend(day) || std::find(found.begin(), found.end(), day) != found.end()) day += days(1);
    found.push_back(day);
  };
  if (y >= 1974) add(at(y, 1, 1));
  found.push_back(easter(y) - days(2));
  found.push_back(easter(y) + days(1));
  if (y >= 1978) found.push_back(first_monday(y, 5));
  found.push_back(last_monday(y, 5));
  found.push_back(last_monday(y, 8));
  // Of Christmas and Boxing Day that one moves which is at a weekend; the other stays.
  const Date christmas = at(y, 12, 25), boxing = at(y, 12, 26);
  if (is_weekend(christmas)) {
    add(boxing);
    add(christmas);
  } else {
    add(christmas);
    add(boxing);
  }
  for (const Proclaimed& once : proclaimed) {
    if (year_month_day(once.on).year() != year(y)) continue;
    std::erase(found, once.instead_of);
    found.push_back(once.on);
  }
  std::sort(found.begin(), found.end());
  return found;
}

WorkingDays::WorkingDays(Date start, int first, int last) : first_(first) {
  std::vector<Date> holidays;
  int of = 0, count = 0;
  for (Date day = start + days(first); day <= start + days(last); day += days(1)) {
    if (const int y = static_cast<int>(year_month_day(day).year()); y != of) {
      holidays = bank_holidays(y);
      of = y;
    }
    count += !is_weekend(day) && !std::binary_search(holidays.begin(), holidays.end(), day);
    counts_.push_back(count);
  }
}

}  // namespace headwater
