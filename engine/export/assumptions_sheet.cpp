#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <iterator>
#include <map>
#include <optional>

#include "export/workbook_sheets.hpp"
#include "report/changed_figures.hpp"
#include "scenario/number.hpp"

namespace headwater {

namespace {

/// A figure as it is written in a model: a number where it is one.
void add_figure(Sheet& sheet, std::size_t row, std::size_t column, const std::string& written) {
  if (const std::optional<double> number = parse_number(written)) sheet.number(row, column, *number, Look::fact);
  else sheet.text(row, column, written, Look::fact);
}

/// Writes down the sheet, row after row.
struct AssumptionRows {
  Sheet& sheet;
  std::size_t row = 0;

  void fact(const char* label, const std::string& text) {
    sheet.text(row, 0, label, Look::label);
    sheet.text(row++, 1, text, Look::fact);
  }
  void fact(const char* label, double number) {
    sheet.text(row, 0, label, Look::label);
    sheet.number(row++, 1, number, Look::fact);
  }
  void section(const char* title) { sheet.text(++row, 0, title, Look::title), ++row; }
  void cells(const std::vector<std::string>& texts, Look look) {
    for (std::size_t i = 0; i < texts.size(); ++i) sheet.text(row, i, texts[i], look);
    ++row;
  }
};

/// What costs are of a kind: "at the prices of 2025/26, discounted at ...", from the long name of its series.
std::string prices_said(const ResultsReader& results, const char* series) {
  const std::string& text = results.layout().series[results.index_of(series)].long_name;
  return text.substr(std::min(text.size(), text.find("at the prices")));
}

/// Whole numbers above 2^53 would be rounded as numbers.
void add_seed(AssumptionRows& rows, std::uint64_t seed) {
  if (seed <= std::uint64_t{1} << 53) rows.fact("seed", static_cast<double>(seed));
  else rows.fact("seed", std::to_string(seed));
}

void add_facts(AssumptionRows& rows, const ResultsReader& results) {
  const RunFacts& facts = results.facts();
  rows.fact("results file", std::filesystem::path(results.path()).filename().string());
  rows.fact("content hash", results.content_hash());
  for (const SourceFile& input : facts.inputs) rows.fact(&input == &facts.inputs[0] ? "read from" : "", input.name);
  for (const std::string& scenario : facts.scenarios) rows.fact(&scenario == &facts.scenarios[0] ? "scenario" : "", scenario);
  rows.fact("replications", static_cast<double>(facts.replications));
  add_seed(rows, facts.seed);
  rows.fact("generator of luck", facts.generator);
  rows.fact("simulated from", results.layout().start_date);
  rows.fact("over, days", facts.horizon);
  rows.fact("warm-up, days", facts.warm_up);
  rows.fact("reporting periods", static_cast<double>(results.layout().period_start.size()));
  if (!facts.precision.empty()) rows.fact("precision", facts.precision);
  rows.fact("simulated by", "headwater " + facts.version + (facts.commit.empty() ? "" : " (" + facts.commit + ")"));
  rows.fact("written", results.date_written());
}

void add_prices(AssumptionRows& rows, const ResultsReader& results) {
  const Layout& layout = results.layout();
  if (layout.lines.empty()) return;
  rows.section("Prices");
  rows.fact("nominal", prices_said(results, "cost_pence"));
  rows.fact("real", prices_said(results, "cost_real_pence"));
  rows.fact("discounted", prices_said(results, "cost_discounted_pence"));
  ++rows.row;
  rows.cells({"line", "bearer", "where its prices come from"}, Look::head);
  for (std::size_t line = 0; line < layout.lines.size(); ++line) rows.cells({layout.lines[line], layout.line_bearers[line], layout.line_sources[line]}, Look::fact);
}

/// Against which model a scenario is held, and what it changes in it.
struct Against {
  std::string whom;
  std::vector<ChangedFigure> figures;
};

/// The first scenario is held against the model that it extends, the others against the first.
Against changes_of(const RunFacts& facts, std::size_t scenario) {
  if (scenario > 0) return {facts.scenarios[0], changed_figures(facts.resolved[0], facts.resolved[scenario], facts.inputs)};
  const std::string extended = facts.scenarios.size() == 1 ? extended_model(facts.inputs) : "";
  if (extended.empty()) return {"", {}};
  return {"the model that it extends", changed_figures(extended, facts.resolved[0], facts.inputs)};
}

void add_changes(AssumptionRows& rows, const RunFacts& facts) {
  rows.section("What each scenario changes");
  rows.cells({"scenario", "figure", "against", "before", "after", "from", "over", "written in", "what the files say of it", "what they said of it before"}, Look::head);
  for (std::size_t scenario = 0; scenario < facts.scenarios.size(); ++scenario) {
    const Against against = changes_of(facts, scenario);
    if (against.figures.empty()) rows.cells({facts.scenarios[scenario], "nothing", against.whom}, Look::fact);
    for (const ChangedFigure& one : against.figures) {
      add_figure(rows.sheet, rows.row, 3, one.before);
      add_figure(rows.sheet, rows.row, 4, one.after);
      const std::string before_them[] = {facts.scenarios[scenario], one.path, against.whom}, after_them[] = {one.from, one.over, one.place, one.said, one.said_before};
      for (std::size_t i = 0; i < std::size(before_them); ++i) rows.sheet.text(rows.row, i, before_them[i], Look::fact);
      for (std::size_t i = 0; i < std::size(after_them); ++i) rows.sheet.text(rows.row, 5 + i, after_them[i], Look::fact);
      ++rows.row;
    }
  }
}

}  // namespace

void add_assumptions(Workbook& book, const ResultsReader& results) {
  const RunFacts& facts = results.facts();
  Sheet sheet = book.add("Assumptions");
  sheet.text(0, 0, facts.title.empty() ? results.path() : facts.title, Look::title);
  AssumptionRows rows{sheet, 2};
  add_facts(rows, results);
  add_prices(rows, results);
  add_changes(rows, facts);
  sheet.width(0, 0, 24);
  sheet.width(1, 1, 44);
  sheet.width(2, 9, 24);
  sheet.freeze(1, 1);
}

void add_all_figures(Workbook& book, const ResultsReader& results) {
  const RunFacts& facts = results.facts();
  std::vector<std::string> paths;
  std::map<std::string, std::map<std::size_t, std::string>> written;  // by path and scenario
  for (std::size_t scenario = 0; scenario < facts.scenarios.size(); ++scenario) {
    for (const auto& [path, value] : all_figures(facts.resolved[scenario])) {
      if (!written.contains(path)) paths.push_back(path);
      written[path][scenario] = value;
    }
  }
  Sheet sheet = book.add("All figures");
  sheet.text(0, 0, "Every figure of the model, as it was simulated", Look::title);
  sheet.text(2, 0, "figure", Look::head);
  for (std::size_t scenario = 0; scenario < facts.scenarios.size(); ++scenario) sheet.text(2, 1 + scenario, facts.scenarios[scenario], Look::head);
  for (std::size_t i = 0; i < paths.size(); ++i) {
    sheet.text(3 + i, 0, paths[i]);
    for (const auto& [scenario, value] : written[paths[i]]) add_figure(sheet, 3 + i, 1 + scenario, value);
  }
  sheet.width(0, 0, 60);
  sheet.width(1, facts.scenarios.size(), 30);
  sheet.freeze(3, 1);
}

}  // namespace headwater
