#include "finance/ledger.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace headwater {

namespace {

/// Whole numbers above this are not kept exactly in a record.
constexpr std::int64_t most_pence = std::int64_t{1} << 53;

}  // namespace

Ledger::Ledger(const Money& money, std::size_t tiers)
    : money_(money), costs_(money.lines.size()), real_of_year_(money.lines.size()), nights_(money.any() ? tiers : 0) {}

void Ledger::charge(std::size_t line, std::int64_t number, std::int64_t nominal, std::int64_t real) {
  add(costs_[line].nominal, number, nominal, line);
  add(costs_[line].real, number, real, line);
  real_of_year_[line] += number * real;
}

void Ledger::add(std::int64_t& sum, std::int64_t number, std::int64_t pence, std::size_t line) const {
  std::int64_t more = 0;
  if (__builtin_mul_overflow(number, pence, &more) || more > most_pence - sum)
    throw std::overflow_error("with line '" + money_.names[line] + "' the costs of one reporting period come to more than the 90 million million pounds that are counted exactly; prices in 'money' are too high, or cases too many");
  sum += more;
}

Ledger::Costs Ledger::total() const {
  Costs total;
  for (std::size_t line = 0; line < costs_.size(); ++line) {
    add(total.nominal, 1, costs_[line].nominal, line);
    add(total.real, 1, costs_[line].real, line);
    total.discounted += costs_[line].discounted;
  }
  return total;
}

void Ledger::charge_starts(std::span<const std::int64_t> starts) {
  for (std::size_t i = 0; i < money_.lines.size(); ++i) {
    const CostLine& line = money_.lines[i];
    if (day_ < line.from || day_ >= line.to) continue;
    for (const std::uint32_t tier : line.tiers) charge(i, starts[tier], line.nominal[year_].start, line.real.start);
  }
}

void Ledger::end_day(std::span<const std::int64_t> present, std::span<const std::int64_t> starts) {
  charge_starts(starts);
  for (std::size_t tier = 0; tier < nights_.size(); ++tier) nights_[tier] += present[tier];
  const FinancialYear& year = money_.years[year_];
  const std::int64_t day_of_year = day_ - year.first_day;
  for (std::size_t i = 0; i < money_.lines.size(); ++i) {
    const CostLine& line = money_.lines[i];
    if (day_ < line.from || day_ >= line.to) continue;
    const UnitPrices& prices = line.nominal[year_];
    for (const std::uint32_t tier : line.tiers) charge(i, present[tier], prices.night, line.real.night);
    const auto of_day = [&](std::int64_t pence) { return share_of_year(pence, day_of_year + 1, year) - share_of_year(pence, day_of_year, year); };
    charge(i, 1, of_day(prices.year), of_day(line.real.year));
  }
  ++day_;
  if (day_of_year + 1 < year.days) return;
  close_year();
  if (year_ + 1 < money_.years.size()) ++year_;
}

void Ledger::close_year() {
  for (std::size_t i = 0; i < costs_.size(); ++i) {
    costs_[i].discounted += static_cast<std::int64_t>(std::floor(static_cast<double>(real_of_year_[i]) * money_.discount_factors[year_] + 0.5));
    real_of_year_[i] = 0;
  }
}

void Ledger::end_period(std::span<const std::int64_t> starts) {
  charge_starts(starts);
  close_year();
}

void Ledger::begin_period() {
  std::fill(costs_.begin(), costs_.end(), Costs{});
  std::fill(nights_.begin(), nights_.end(), 0);
}

}  // namespace headwater
