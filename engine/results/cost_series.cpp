#include "results/cost_series.hpp"

namespace headwater {

std::vector<SeriesSpec> cost_series(const Money& money) {
  if (!money.any()) return {};
  const std::string real = "at the prices of " + money.price_year, discounted = real + ", " + money.discounting;
  std::vector<SeriesSpec> list;
  for (const bool total : {false, true}) {
    const std::string name = total ? "total_cost" : "cost", of = total ? "costs of all lines, " : "costs of the line, ";
    const Axis axis = total ? Axis::none : Axis::line;
    list.push_back({name + "_pence", "pence", of + "at the prices of each financial year", axis, false, true});
    list.push_back({name + "_real_pence", "pence", of + real, axis, false, true});
    list.push_back({name + "_discounted_pence", "pence", of + discounted, axis, false, true});
  }
  list.push_back({"nights", "1", "number of nights that cases spent in the tier: the day of entry counts, that of leaving does not", Axis::tier, false, true});
  return list;
}

void write_costs(const Ledger& ledger, const std::function<double&(std::size_t, std::size_t)>& cell) {
  const auto write = [&](std::size_t first, std::size_t element, const Ledger::Costs& costs) {
    cell(first, element) = static_cast<double>(costs.nominal);
    cell(first + 1, element) = static_cast<double>(costs.real);
    cell(first + 2, element) = static_cast<double>(costs.discounted);
  };
  for (std::size_t line = 0; line < ledger.costs().size(); ++line) write(0, line, ledger.costs()[line]);
  write(3, 0, ledger.total());
  for (std::size_t tier = 0; tier < ledger.nights().size(); ++tier) cell(6, tier) = static_cast<double>(ledger.nights()[tier]);
}

}  // namespace headwater
