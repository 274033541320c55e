#include "report/development.hpp"

#include <algorithm>
#include <cmath>
#include <span>

namespace headwater {

namespace {

std::vector<double> column(const RowValues& values, std::size_t periods, std::size_t period) {
  std::vector<double> one;
  for (std::size_t at = period; at < values.size(); at += periods) one.push_back(values[at]);
  return one;
}

Fan fan_of(const RowValues& values, std::size_t periods) {
  Fan fan;
  for (std::size_t period = 0; period < periods && !values.empty(); ++period) {
    std::vector<double> one = column(values, periods, period);
    fan.push_back(summarise(one));
  }
  return fan;
}

/// The mean over time of each replication; each period counts by its length.
std::vector<double> whole_time(const RowValues& values, const Layout& layout) {
  const std::size_t periods = layout.period_start.size();
  std::vector<double> means;
  for (std::size_t begin = 0; begin < values.size(); begin += periods) {
    double sum = 0, length = 0;
    for (std::size_t period = 0; period < periods; ++period) {
      if (std::isnan(values[begin + period])) continue;
      const double days = layout.period_end[period] - layout.period_start[period];
      sum += values[begin + period] * days;
      length += days;
    }
    means.push_back(length > 0 ? sum / length : std::nan(""));
  }
  return means;
}

FanDifference difference(const RowValues& base, const RowValues& here, const ReportData& data) {
  const std::size_t periods = data.periods.size();
  FanDifference result;
  for (std::size_t period = 0; period < periods; ++period) {
    const std::vector<double> before = column(base, periods, period), after = column(here, periods, period);
    std::vector<double> differences;
    for (std::size_t i = 0; i < data.replications; ++i) differences.push_back(after[i] - before[i]);
    result.means.push_back(estimate(differences));
    result.spread.push_back(summarise(differences));
  }
  const std::vector<double> before = whole_time(base, data.layout), after = whole_time(here, data.layout);
  result.baseline = estimate(before).mean;
  result.here = estimate(after).mean;
  result.overall = compare_pairs(after, before);
  result.settles = settled_from(result.means, data.last_period);
  return result;
}

}  // namespace

std::optional<std::size_t> settled_from(const std::vector<Estimate>& means, std::size_t last) {
  const auto side = [&](std::size_t i) { return means[i].mean - means[i].half_width > 0 ? 1 : means[i].mean + means[i].half_width < 0 ? -1 : 0; };
  if (last >= means.size() || side(last) == 0) return std::nullopt;
  std::size_t first = last;
  while (first > 0 && side(first - 1) == side(last)) --first;
  return first;
}

void develop(Development& development, const ReportData& data, const ValuesOf& values_of, double least, bool compared) {
  const std::size_t rows = development.rows.size(), periods = data.periods.size();
  std::vector<RowValues> base;
  for (std::size_t i = 0; i < data.scenarios.size(); ++i) {
    std::vector<RowValues> here = values_of(data.scenarios[i]);
    development.fans.emplace_back();
    for (const RowValues& row : here) development.fans[i].push_back(fan_of(row, periods));
    if (i == 0) base = std::move(here);
    if (i == 0 || !compared) continue;
    development.differences.emplace_back(rows);
    for (std::size_t row = 0; row < rows; ++row)
      if (!base[row].empty() && !here[row].empty()) development.differences.back()[row] = difference(base[row], here[row], data);
  }
  const auto counts = [&](const Fan& fan) { return std::any_of(fan.begin(), fan.end(), [&](const Summary& one) { return one.mean >= least; }); };
  for (std::size_t row = rows; row-- > 0;) {
    if (std::any_of(development.fans.begin(), development.fans.end(), [&](const auto& scenario) { return counts(scenario[row]); })) continue;
    const auto at = static_cast<std::ptrdiff_t>(row);
    development.rows.erase(development.rows.begin() + at);
    for (auto& scenario : development.fans) scenario.erase(scenario.begin() + at);
    for (auto& scenario : development.differences) scenario.erase(scenario.begin() + at);
  }
}

}  // namespace headwater
