// What a scenario says of costs: lines, their prices, and how these rise.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scenario/calendar.hpp"
#include "scenario/diagnostics.hpp"

namespace headwater {

/// One line of costs: what is paid for cases of some tiers, and what is paid whoever is there.
struct CostLineSpec {
  std::string name;
  std::vector<std::string> tiers;  ///< whose cases are paid for
  double gbp_per_day = 0;          ///< for every case and night
  double gbp_per_start = 0;        ///< for every case whose stay begins
  double fixed_gbp_per_year = 0;   ///< a financial year
  /// From the financial year that begins in `first` on, prices are above those of the year before by the share `second`;
  /// rising in `first`, and none before.
  std::vector<std::pair<int, double>> inflation;
  std::optional<Date> from;        ///< first day that is paid for; absent: that of the simulation
  std::optional<Date> to;          ///< first day no longer paid for; absent: after the last of the simulation
  std::string bearer = "council";
  std::string source;
  Place place;
};

struct MoneySpec {
  int price_year = 0;            ///< the financial year, by the calendar year in which it begins, at whose prices lines are given
  double discount_rate = 0.035;  ///< a year. Source: HM Treasury, The Green Book (2022), annex A6
  std::vector<CostLineSpec> lines;
  Place place;
};

/// By which factor prices of a line in each of the financial years `first` to `last` are above those of `price_year`.
std::vector<double> price_factors(const CostLineSpec& line, int price_year, int first, int last);

/// No price of a line may be more than so many pounds a night, a start or a year in any financial year, so that sums of pence
/// stay exact.
inline constexpr double most_gbp_per_day = 1e7, most_gbp_per_start = 1e9, most_gbp_per_year = 1e12;

}  // namespace headwater
