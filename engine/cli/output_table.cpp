#include "cli/output_table.hpp"

#include <algorithm>
#include <cmath>

#include "report/json_writer.hpp"
#include "cli/table.hpp"
#include "statistics/intervals.hpp"
#include "statistics/moments.hpp"
#include "statistics/quantile.hpp"

namespace headwater {

namespace {

constexpr double shown_quantiles[] = {0.1, 0.5, 0.9};

double quantile_of_existing(const std::vector<double>& values, double p) {
  std::vector<double> kept = existing(values);
  return quantile(kept, p);
}

std::size_t count_above(const std::vector<double>& values, double bound) {
  return static_cast<std::size_t>(std::count_if(values.begin(), values.end(), [&](double value) { return value > bound; }));
}

std::size_t count_existing(const std::vector<double>& values) {
  return static_cast<std::size_t>(std::count_if(values.begin(), values.end(), [](double value) { return !std::isnan(value); }));
}

std::string percent(double share) { return readable(std::round(1000 * share) / 10) + " %"; }

}  // namespace

void print_outputs(std::ostream& out, const ResultsReader& results, const OutputQuestion& question) {
  std::vector<std::string> head{"output", "mean"};
  for (const double p : shown_quantiles) head.push_back("P" + readable(100 * p));
  if (question.above) head.push_back("above " + readable(*question.above));
  for (std::size_t scenario = 0; scenario < results.facts().scenarios.size(); ++scenario) {
    if (results.facts().scenarios.size() > 1) out << (scenario > 0 ? "\n" : "") << results.facts().scenarios[scenario] << "\n";
    Table table(head);
    for (const std::string& name : question.outputs) {
      const Output output(results.layout(), name);
      const std::vector<double> values = results.values(output, scenario);
      std::vector<std::string> row{name + (output.units() == "1" ? "" : ", " + output.units() + (output.units() == "day" ? "s" : "")), readable(estimate(values, question.level))};
      for (const double p : shown_quantiles) {
        const auto interval = quantile_interval(values, p, question.level);
        row.push_back(readable(quantile_of_existing(values, p)) + (interval ? " (" + readable(interval->low) + " to " + readable(interval->high) + ")" : ""));
      }
      if (question.above) {
        const Proportion chance = wilson_interval(count_above(values, *question.above), count_existing(values), question.level);
        row.push_back(std::isnan(chance.share) ? "-" : percent(chance.share) + " (" + percent(chance.low) + " to " + percent(chance.high) + ")");
      }
      table.add(row);
    }
    table.print(out);
  }
  out << "\nAcross " << results.facts().replications << " replications, with " << readable(100 * question.level) << " % confidence intervals";
  std::size_t needed = 0;
  for (const double p : shown_quantiles) needed = std::max(needed, least_replications_for_quantile(p, question.level));
  if (results.facts().replications < needed) out << "; a quantile without one has too few replications for it (P10 and P90 take " << needed << ")";
  out << ".\n";
}

void print_outputs_json(std::ostream& out, const ResultsReader& results, const OutputQuestion& question) {
  JsonWriter json(out);
  json.begin('{').key("file").value(results.path()).key("confidence").value(question.level).key("replications").value(results.facts().replications).key("scenarios").begin('[');
  for (std::size_t scenario = 0; scenario < results.facts().scenarios.size(); ++scenario) {
    json.begin('{').key("name").value(results.facts().scenarios[scenario]).key("outputs").begin('[');
    for (const std::string& name : question.outputs) {
      const Output output(results.layout(), name);
      const std::vector<double> values = results.values(output, scenario);
      const Estimate mean = estimate(values, question.level);
      json.begin('{').key("output").value(name).key("units").value(output.units()).key("mean").value(mean.mean).key("half_width").value(mean.half_width).key("replications").value(mean.replications);
      json.key("quantiles").begin('[');
      for (const double p : shown_quantiles) {
        const auto interval = quantile_interval(values, p, question.level);
        json.begin('{').key("p").value(p).key("value").value(quantile_of_existing(values, p)).key("low").value(interval ? interval->low : std::nan("")).key("high").value(interval ? interval->high : std::nan(""));
        json.key("replications_needed").value(least_replications_for_quantile(p, question.level)).end('}');
      }
      json.end(']');
      if (question.above) {
        const Proportion chance = wilson_interval(count_above(values, *question.above), count_existing(values), question.level);
        json.key("above").begin('{').key("bound").value(*question.above).key("share").value(chance.share).key("low").value(chance.low).key("high").value(chance.high).end('}');
      }
      json.end('}');
    }
    json.end(']').end('}');
  }
  json.end(']').end('}');
  out << "\n";
}

}  // namespace headwater
