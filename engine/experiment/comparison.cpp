#include "experiment/comparison.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "results/results_error.hpp"
#include "scenario/calendar.hpp"
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
    if (side.results->layout().start_date != sides[0].results->layout().start_date || facts.warm_up != first.warm_up)
      throw ResultsError(side.results->path() + ": begins on another day, or after another warm-up, than " + sides[0].results->path() + "; only what covers the same time can be compared");
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

std::string reason(const Side& base, const Side& side, const Output& output, const PairedComparison& pairs) {
  if (pairs.difference.replications < 2) return "";
  if (!pairs.variance_reduction) return "neither scenario varies: there is nothing to remove";
  if (*pairs.variance_reduction >= 2) return "";
  const std::string element = elements_of(base.results->layout(), output.axis()).at(output.element());
  const double use = busiest(base, side, output, element);
  if (use > 0.85)
    return element + " is in use to " + std::to_string(static_cast<int>(100 * use + 0.5)) + " %: near its limit a small change decides who waits for whom, and the two histories part";
  return "the change reaches most of what makes this vary, so that the same luck meets other circumstances";
}

}  // namespace

std::vector<Compared> compare(const std::vector<Side>& sides, const std::vector<std::string>& names, double level) {
  require_same_luck(sides);
  std::vector<Compared> rows;
  std::vector<double> p_values;
  for (const std::string& name : names) {
    const Output base_output(sides[0].results->layout(), name);
    const std::vector<double> all_base = sides[0].results->values(base_output, sides[0].scenario);
    for (std::size_t i = 1; i < sides.size(); ++i) {
      const Side& side = sides[i];
      const Output output(side.results->layout(), name);
      std::vector<double> values = side.results->values(output, side.scenario), base = all_base;
      const std::size_t pairs = std::min(values.size(), base.size());
      values.resize(pairs);
      base.resize(pairs);
      Compared row{name, output.units(), side.label, mean_of_pairs(base, values), mean_of_pairs(values, base), compare_pairs(values, base, level), 0, ""};
      row.why_little = reason(sides[0], side, output, row.pairs);
      p_values.push_back(row.pairs.p_value);
      rows.push_back(std::move(row));
    }
  }
  const std::vector<double> adjusted = holm_adjusted(p_values);
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i].p_adjusted = adjusted[i];
  return rows;
}

std::vector<std::string> by_year(const Layout& layout, const std::vector<std::string>& names) {
  const std::optional<Date> start = parse_date(layout.start_date);
  if (!start) return names;
  std::vector<int> years;
  for (const double begin : layout.period_start) {
    const std::chrono::year_month_day day{*start + std::chrono::days(static_cast<long>(std::floor(begin)))};
    const int year = static_cast<int>(day.year()) - (day.month() < std::chrono::April ? 1 : 0);
    if (years.empty() || years.back() != year) years.push_back(year);
  }
  if (years.size() < 2) return names;
  std::vector<std::string> all;
  for (const std::string& name : names) {
    if (name.find('@') != std::string::npos) {
      all.push_back(name);
      continue;
    }
    for (const int year : years) {
      const std::string next = std::to_string((year + 1) % 100);
      all.push_back(name + "@" + std::to_string(year) + "/" + std::string(2 - next.size(), '0') + next);
    }
  }
  return all;
}

}  // namespace headwater
