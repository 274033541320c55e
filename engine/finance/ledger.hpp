// The ledger of one replication: what every line has come to in the reporting period, in whole pence.
//
// Costs fall on days. At every midnight, before anything that happens then, the day that ends is charged: a night for every
// case that is there (so the day of entry is paid for, and that of leaving is not), the starts of the day, and the day's part of
// what is fixed, all at the prices of the financial year of that day. A reporting period has the midnights after its beginning
// up to its end, and may straddle financial years. Discounted costs are those of a line, a reporting period and a financial
// year at the prices of the price year, times the factor of that year, rounded once to the penny.
//
// What would come to more than is counted exactly, by line or in all, throws `std::overflow_error`.
//
// Part of the recorder, in models that have money; not safe to share between threads.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "finance/money.hpp"

namespace headwater {

class Ledger {
 public:
  struct Costs {
    std::int64_t nominal = 0, real = 0, discounted = 0;  ///< pence
  };

  Ledger(const Money& money, std::size_t tiers);

  /// The day ends. By tier: cases that are there, and stays begun since the last call of this or of `end_period`.
  void end_day(std::span<const std::int64_t> present, std::span<const std::int64_t> starts);

  /// The reporting period ends, perhaps within a day. `starts` as above.
  void end_period(std::span<const std::int64_t> starts);

  // Of the period that has ended.
  const std::vector<Costs>& costs() const { return costs_; }          ///< by line
  Costs total() const;                                                ///< of all lines
  const std::vector<std::int64_t>& nights() const { return nights_; }  ///< by tier

  void begin_period();

 private:
  void charge(std::size_t line, std::int64_t number, std::int64_t nominal, std::int64_t real);
  void add(std::int64_t& sum, std::int64_t number, std::int64_t pence, std::size_t line) const;
  void charge_starts(std::span<const std::int64_t> starts);
  void close_year();

  const Money& money_;
  std::int64_t day_ = 0;   ///< days since the start date: the one that has not ended yet
  std::size_t year_ = 0;   ///< its financial year
  std::vector<Costs> costs_;
  std::vector<std::int64_t> real_of_year_;  ///< by line: in this period and financial year, not yet discounted
  std::vector<std::int64_t> nights_;
};

}  // namespace headwater
