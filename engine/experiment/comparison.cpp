#include "experiment/comparison.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "experiment/joined_layout.hpp"
#include "results/results_error.hpp"
#include "statistics/summary.hpp"

namespace headwater {

namespace {

double mean_of_pairs(const std::vector<double>& values, const std::vector<double>& beside) {
  std::vector<double> kept;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (!std::isnan(values[i]) && !std::isnan(beside[i])) kept.push_back(values[i]);
  return estimate(kept).mean;
}

void require_same_luck(const std::vector<Side>& sides) {
  const RunFacts& first = sides[0].results->facts();
  for (const Side& side : sides) {
    const RunFacts& facts = side.results->facts();
    if (facts.seed != first.seed || facts.generator != first.generator)
      throw ResultsError(side.results->path() + ": simulated under other luck than " + sides[0].results->path() + " (seed " + std::to_string(facts.seed) + " and " + std::to_string(first.seed) +
                         ", generator " + facts.generator + " and " + first.generator + "); run both with one seed, and they can be compared replication by replication");
    if (facts.warm_up != first.warm_up)
      throw ResultsError(side.results->path() + ": simulated after another warm-up than " + sides[0].results->path() + ", so that the same luck falls on other days; run both with one warm-up");
  }
}

/// What a side has of an output that `all` has: NaN, or 0 for a count, where it has no such element.
std::vector<double> values_of(const Side& side, const std::string& name, const Layout& all) {
  const Output output(all, name);
  try {
    return side.results->values(Output(side.results->layout(), name), side.scenario);
  } catch (const UnknownOutput&) {
    const bool count = all.series[output.series()].count;
    return std::vector<double>(side.results->facts().replications, count ? 0 : std::numeric_limits<double>::quiet_NaN());
  }
}

/// How much of a tier's or resource's capacity is in use, under the busier of two sides; 0 where there is no such thing.
double busiest(const Side& a, const Side& b, const Output& output, const std::string& element) {
  if (output.axis() != Axis::tier && output.axis() != Axis::resource) return 0;
  double most = 0;
  for (const Side* side : {&a, &b}) {
    try {
      const Output use(side->results->layout(), (output.axis() == Axis::tier ? "utilisation." : "resource_utilisation.") + element);
      const double mean = estimate(side->results->values(use, side->scenario)).mean;
      if (mean > most) most = mean;
    } catch (const UnknownOutput&) {
    }
  }
  return most;
}

std::string reason(const Side& base, const Side& side, const Layout& all, const Output& output, const PairedComparison& pairs, double spread) {
  if (pairs.difference.replications < 2) return "";
  if (!pairs.variance_reduction) return "neither scenario varies: there is nothing to remove";
  if (*pairs.variance_reduction >= 2) return "";
  const std::string element = elements_of(all, output.axis()).at(output.element());
  // With standard deviations s and r s even a correlation of 1 removes no more than (1 + r^2) / (1 - r)^2, below 2 from here on.
  constexpr double too_far = 3.74;
  if (spread > too_far || spread < 1 / too_far)
    return "it varies far more under " + (spread > 1 ? side.label : base.label) + " than under " + (spread > 1 ? base.label : side.label) + ", and pairing can only remove what both share";
  const double use = busiest(base, side, output, element);
  if (use > 0.85)
    return element + " is in use to " + std::to_string(static_cast<int>(100 * use + 0.5)) + " %: near its limit a small change decides who waits for whom, and the two histories part";
  return "the change reaches most of what makes this vary, so that the same luck meets other circumstances";
}

}  // namespace

std::vector<Layout> layouts_of(const std::vector<Side>& sides) {
  std::vector<Layout> layouts;
  for (const Side& side : sides) layouts.push_back(side.results->layout());
  return layouts;
}

std::vector<Compared> compare(const std::vector<Side>& sides, const std::vector<std::string>& names, double level, bool leave_out_nought) {
  require_same_luck(sides);
  const Layout all = joined(layouts_of(sides));
  std::vector<Compared> rows;
  std::vector<double> p_values;
  for (const std::string& name : names) {
    const Output output(all, name);
    std::vector<std::vector<double>> by_side;
    for (const Side& side : sides) by_side.push_back(values_of(side, name, all));
    const auto is_nought = [](const std::vector<double>& values) { return std::all_of(values.begin(), values.end(), [](double value) { return value == 0 || std::isnan(value); }); };
    if (leave_out_nought && std::all_of(by_side.begin(), by_side.end(), is_nought)) continue;
    for (std::size_t i = 1; i < sides.size(); ++i) {
      const Side& side = sides[i];
      std::vector<double> values = by_side[i], base = by_side[0];
      const std::size_t pairs = std::min(values.size(), base.size());
      values.resize(pairs);
      base.resize(pairs);
      Compared row{name, output.units(), output.in_part(), side.label, mean_of_pairs(base, values), mean_of_pairs(values, base), compare_pairs(values, base, level), 0, ""};
      row.why_little = reason(sides[0], side, all, output, row.pairs, estimate(values).half_width / estimate(base).half_width);
      p_values.push_back(row.pairs.p_value);
      rows.push_back(std::move(row));
    }
  }
  const std::vector<double> adjusted = holm_adjusted(p_values);
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i].p_adjusted = adjusted[i];
  return rows;
}

std::vector<std::string> by_year(const Layout& layout, const std::vector<std::string>& names) {
  const int month = layout.year_begins_month;
  std::vector<int> years;
  const auto note = [&](Date day) {
    const int year = financial_year_of(day, month);
    if (years.empty() || years.back() != year) years.push_back(year);
  };
  for (std::size_t period = 0; period < layout.period_start.size(); ++period) note(first_day(layout, period));
  note(parse_date(layout.start_date).value() + std::chrono::days(static_cast<int>(std::ceil(layout.period_end.back())) - 1));
  if (years.size() < 2) return names;
  std::vector<std::string> all;
  for (const std::string& name : names) {
    if (names_a_time(name)) {
      all.push_back(name);
      continue;
    }
    for (const int year : years) all.push_back(name + "@" + (month == 1 ? std::to_string(year) : financial_year(year)));
  }
  return all;
}

}  // namespace headwater
