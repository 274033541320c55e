// The prices of a model, in whole pence: what a night, a start and a day cost in each financial year.
//
// A price is rounded to the penny once: that of a line in a financial year, after inflation, to the nearest penny and halves
// up. All costs are whole multiples of such prices, and add up exactly. Constant, as all of the model.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scenario/calendar.hpp"
#include "scenario/money.hpp"

namespace headwater {

/// Of one line in one financial year; pence.
struct UnitPrices {
  std::int64_t night = 0;  ///< for every case
  std::int64_t start = 0;  ///< for every case whose stay begins
  std::int64_t year = 0;   ///< whoever is there
};

struct CostLine {
  std::vector<std::uint32_t> tiers;  ///< whose cases are paid for
  std::vector<UnitPrices> nominal;   ///< by financial year, as in Money::years
  UnitPrices real;                   ///< at the prices of the price year
  std::int64_t from = 0, to = 0;     ///< first day that is paid for, and first that no longer is; days since the start date
};

struct FinancialYear {
  std::int64_t first_day = 0;  ///< days since the start date; of the first year perhaps below 0
  std::int64_t days = 0;
};

struct Money {
  std::vector<FinancialYear> years;      ///< all that the simulation touches
  std::vector<double> discount_factors;  ///< by financial year
  std::vector<CostLine> lines;
  std::vector<std::string> names, bearers, sources;  ///< of the lines
  std::string price_year;                ///< "2025/26"
  std::string discounting;               ///< in words: rate and date

  bool any() const { return !lines.empty(); }
};

/// The prices of `spec` over `horizon` days from `start` on. `tiers`: the names of the model's tiers, among which are those of
/// the lines.
Money prices_of(const MoneySpec& spec, Date start, double horizon, int year_begins_month, const std::vector<std::string>& tiers);

/// `pounds` in pence, to the nearest and halves up. What is within a millionth of a half counts as one, so that it does not
/// matter that 0.285 has no exact binary fraction.
std::int64_t to_pence(double pounds);

/// What the first `days` days of a financial year bear of a cost of `pence` a year, to the nearest penny and halves up; that of
/// a single day is the difference of two, so that the days of a whole year come to `pence`.
std::int64_t share_of_year(std::int64_t pence, std::int64_t days, const FinancialYear& year);

/// What costs of the `year`-th financial year, counted from 0, are worth at the beginning of the first, if they fall in the
/// middle of it: 1 / (1 + rate)^(year + 1/2). Source: HM Treasury, The Green Book (2022), annex A6.
double discount_factor(double rate, std::size_t year);

}  // namespace headwater
