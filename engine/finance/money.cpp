#include "finance/money.hpp"

#include <algorithm>
#include <cmath>

#include "scenario/number.hpp"

namespace headwater {

std::int64_t to_pence(double pounds) { return static_cast<std::int64_t>(std::floor(pounds * 100 + (0.5 + 1e-6))); }

std::int64_t share_of_year(std::int64_t pence, std::int64_t days, const FinancialYear& year) {
  return (2 * pence * days + year.days) / (2 * year.days);
}

double discount_factor(double rate, std::size_t year) {
  double growth = std::sqrt(1 + rate);
  for (std::size_t i = 0; i < year; ++i) growth *= 1 + rate;
  return 1 / growth;
}

Money prices_of(const MoneySpec& spec, Date start, double horizon, int year_begins_month, const std::vector<std::string>& tiers) {
  Money money;
  const auto days = static_cast<std::int64_t>(std::ceil(horizon));
  const int first = financial_year_of(start, year_begins_month);
  const int last = financial_year_of(start + std::chrono::days(days - 1), year_begins_month);
  for (int year = first; year <= last; ++year) {
    const Date begin = first_day_of_year(year, year_begins_month), end = first_day_of_year(year + 1, year_begins_month);
    money.years.push_back({(begin - start).count(), (end - begin).count()});
    money.discount_factors.push_back(discount_factor(spec.discount_rate, static_cast<std::size_t>(year - first)));
  }
  money.price_year = financial_year(spec.price_year);
  money.discounting = "discounted at " + to_text(std::round(spec.discount_rate * 1e8) / 1e6) + " % a year to " + to_text(first_day_of_year(first, year_begins_month)) +
                      ", the costs of a financial year falling in its middle";
  for (const CostLineSpec& line : spec.lines) {
    CostLine prices;
    for (const std::string& tier : line.tiers)
      prices.tiers.push_back(static_cast<std::uint32_t>(std::find(tiers.begin(), tiers.end(), tier) - tiers.begin()));
    const auto at = [&](double factor) {
      return UnitPrices{to_pence(line.gbp_per_day * factor), to_pence(line.gbp_per_start * factor), to_pence(line.fixed_gbp_per_year * factor)};
    };
    prices.real = at(1);
    for (const double factor : price_factors(line, spec.price_year, first, last)) prices.nominal.push_back(at(factor));
    prices.from = line.from ? (*line.from - start).count() : 0;
    prices.to = line.to ? (*line.to - start).count() : days;
    money.lines.push_back(std::move(prices));
    money.names.push_back(line.name);
    money.bearers.push_back(line.bearer);
    money.sources.push_back(line.source);
  }
  return money;
}

}  // namespace headwater
