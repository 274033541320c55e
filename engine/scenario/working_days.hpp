// Working days: Monday to Friday, bank holidays of England and Wales left out.
//
// Source of the rules: Banking and Financial Dealings Act 1971, schedule 1; New Year's Day (since 1974) and the early May
// holiday (since 1978) stand by royal proclamation; a holiday at a weekend moves to the next day that is none. Days moved or
// added by proclamation once only are listed one by one, from 1978 on. Dates that are not proclaimed yet follow the rules.
#pragma once

#include <vector>

#include "scenario/calendar.hpp"

namespace headwater {

/// The bank holidays of England and Wales in a year, in order.
std::vector<Date> bank_holidays(int year);

/// Counts the working days between two days, which are themselves counted in days since a start date.
class WorkingDays {
 public:
  WorkingDays() = default;
  /// For days from `first` to `last`.
  WorkingDays(Date start, int first, int last);

  /// Working days after day `from`, up to and including day `to`. Days out of range count as the nearest that is in it.
  int between(int from, int to) const { return until(to) - until(from); }

 private:
  int until(int day) const {
    const int last = first_ + static_cast<int>(counts_.size()) - 1;
    return counts_[static_cast<std::size_t>((day < first_ ? first_ : day > last ? last : day) - first_)];
  }

  int first_ = 0;
  std::vector<int> counts_;  ///< by day: working days since the first, itself included
};

}  // namespace headwater
