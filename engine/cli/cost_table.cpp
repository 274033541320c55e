#include "cli/cost_table.hpp"

#include <algorithm>

#include "cli/table.hpp"
#include "experiment/comparison.hpp"
#include "results/output.hpp"
#include "statistics/intervals.hpp"
#include "statistics/moments.hpp"
#include "statistics/quantile.hpp"

namespace headwater {

namespace {

struct Kind {
  const char* json;
  const char* of_line;   ///< the series of lines
  const char* of_total;  ///< and of all together
};
constexpr Kind kinds[] = {{"pence", "cost_pence", "total_cost_pence"},
                          {"real_pence", "cost_real_pence", "total_cost_real_pence"},
                          {"discounted_pence", "cost_discounted_pence", "total_cost_discounted_pence"}};

/// A row of the table: what it is called, and the output that it shows.
struct Row {
  std::string label, output;
  bool is_total = false;
};

struct Figures {
  Estimate mean;
  double p10, p50, p90;
};

Figures figures_of(const std::vector<double>& values) {
  std::vector<double> kept = existing(values);
  return {estimate(values), quantile(kept, 0.1), quantile(kept, 0.5), quantile(kept, 0.9)};
}

std::vector<double> in_pounds(std::vector<double> pence) {
  for (double& value : pence) value /= 100;
  return pence;
}

/// The part of the long name that says at which prices: "at the prices of 2025/26, ...".
std::string prices_of_series(const ResultsReader& results, const std::string& series) {
  const std::string& text = results.layout().series[results.index_of(series)].long_name;
  return text.substr(std::min(text.size(), text.find("at the prices")));
}

}  // namespace

void print_costs(std::ostream& out, const ResultsReader& results, std::size_t scenario, bool by_year) {
  const Layout& layout = results.layout();
  if (layout.lines.empty()) return;
  std::vector<Row> rows;
  for (std::size_t i = 0; i < layout.lines.size(); ++i)
    rows.push_back({layout.lines[i] + (layout.line_bearers[i] == "council" ? "" : " (" + layout.line_bearers[i] + ")"), "cost_pence." + layout.lines[i]});
  const char* const totals[] = {"total", "total, real", "total, discounted"};
  for (std::size_t i = 0; i < 3; ++i) rows.push_back({totals[i], kinds[i].of_total, true});
  Table table({"cost, pounds", "mean", "P10", "P50", "P90"});
  for (const Row& row : rows) {
    for (const std::string& name : by_year ? headwater::by_year(layout, {row.output}) : std::vector{row.output}) {
      const Output output(layout, name);
      const Figures of = figures_of(in_pounds(results.values(output, scenario)));
      const std::string when = name.substr(std::min(name.size(), row.output.size()));
      table.add({row.label + (when.empty() ? "" : ", " + when.substr(1)) + (output.in_part() ? " (in part)" : ""), readable(of.mean), readable(of.p10), readable(of.p50), readable(of.p90)});
    }
  }
  out << "\n";
  table.print(out);
  out << "Costs " << prices_of_series(results, "cost_pence") << "; real: " << prices_of_series(results, "cost_real_pence") << "; discounted: "
      << prices_of_series(results, "cost_discounted_pence") << ".\n";
}

void print_costs_side_by_side(std::ostream& out, const std::vector<ResultsReader>& files, const std::vector<std::string>& names) {
  std::vector<std::string> lines;
  for (const ResultsReader& file : files)
    for (const std::string& line : file.layout().lines)
      if (std::ranges::find(lines, line) == lines.end()) lines.push_back(line);
  if (lines.empty()) return;
  std::vector<std::string> head{"cost, pounds"};
  head.insert(head.end(), names.begin(), names.end());
  Table table(head);
  std::vector<Row> rows;
  for (const std::string& line : lines) rows.push_back({line, "cost_pence." + line});
  rows.push_back({"total", "total_cost_pence", true});
  for (const Row& row : rows) {
    std::vector<std::string> cells{row.label};
    for (const ResultsReader& file : files) {
      const std::vector<std::string>& own = file.layout().lines;
      const bool has = !own.empty() && (row.is_total || std::ranges::find(own, row.label) != own.end());
      cells.push_back(has ? readable(estimate(in_pounds(file.values(Output(file.layout(), row.output), 0)))) : "-");
    }
    table.add(cells);
  }
  out << "\n";
  table.print(out);
}

void print_costs_json(JsonWriter& json, const ResultsReader& results, std::size_t scenario) {
  const Layout& layout = results.layout();
  if (layout.lines.empty()) return;
  const auto figures = [&](const char* key, const std::string& output) {
    const Figures of = figures_of(results.values(Output(layout, output), scenario));
    json.key(key).begin('{').key("mean").value(of.mean.mean).key("half_width_95").value(of.mean.half_width);
    json.key("p10").value(of.p10).key("p50").value(of.p50).key("p90").value(of.p90).end('}');
  };
  json.key("costs").begin('{').key("lines").begin('{');
  for (std::size_t i = 0; i < layout.lines.size(); ++i) {
    json.key(layout.lines[i]).begin('{').key("bearer").value(layout.line_bearers[i]).key("source").value(layout.line_sources[i]);
    for (const Kind& kind : kinds) figures(kind.json, std::string(kind.of_line) + "." + layout.lines[i]);
    json.end('}');
  }
  json.end('}').key("total").begin('{');
  for (const Kind& kind : kinds) figures(kind.json, kind.of_total);
  json.end('}').end('}');
}

}  // namespace headwater
