#include <cmath>
#include <functional>

#include "export/workbook_sheets.hpp"
#include "export/yearly.hpp"

namespace headwater {

namespace {

constexpr std::size_t cost_head = 3;
enum CostColumn : std::size_t { cost_scenario, cost_basis, cost_line, cost_bearer, first_cost };
constexpr const char* ledger_total = "total, from the ledger";

/// The first columns and those of time: what all sheets of costs begin with. With `after`, a last column.
void begin_cost_sheet(Sheet& sheet, const char* title, const std::string& note, std::vector<std::string> heads, const std::vector<Stretch>& stretches, const char* after) {
  sheet.text(0, 0, title, Look::title);
  sheet.text(1, 0, note, Look::note);
  const std::size_t before = heads.size();
  for (const Stretch& when : stretches) heads.push_back(when.label);
  if (after != nullptr) heads.emplace_back(after);
  for (std::size_t i = 0; i < heads.size(); ++i) sheet.text(cost_head, i, heads[i], i < before ? Look::head : Look::number_head);
  sheet.width(cost_scenario, cost_scenario, 22);
  sheet.width(cost_basis, cost_basis, 12);
  sheet.width(cost_line, cost_line, 28);
  sheet.width(cost_bearer, before - 1, 12);
  sheet.width(before, heads.size() - 1, 17);
  sheet.freeze(cost_head + 1, before);
}

/// Pounds of an output in a stretch.
using Pounds = std::function<double(OutputValues&, const std::string& output, const Stretch&)>;

double mean_pounds(OutputValues& values, const std::string& output, const Stretch& when) { return statistic_of("mean", values.of(output, when)) / 100; }
double pounds_of_first(OutputValues& values, const std::string& output, const Stretch& when) { return values.of(output, when)[0] / 100; }

/// Lines by year with totals as formulas. With `audited`, the ledger's own totals stand below, and the difference.
void add_cost_table(Workbook& book, const ResultsReader& results, const char* name, const char* title, const std::string& note, const Pounds& pounds, bool audited) {
  const Layout& layout = results.layout();
  const std::vector<Stretch> stretches = stretches_of(layout, cost_bases[0].total);
  Sheet sheet = book.add(name);
  begin_cost_sheet(sheet, title, note, {"scenario", "basis", "line", "bearer"}, stretches, "total");
  const std::size_t sum = first_cost + stretches.size();
  const Look look = audited ? Look::penny : Look::whole, total_look = audited ? Look::total_penny : Look::total_whole;
  std::size_t row = cost_head + 1;
  const auto label = [&](std::size_t scenario, const CostBasis& basis, const std::string& line, const std::string& bearer, Look with) {
    sheet.text(row, cost_scenario, results.facts().scenarios[scenario], with);
    sheet.text(row, cost_basis, basis.name, with);
    sheet.text(row, cost_line, line, with);
    sheet.text(row, cost_bearer, bearer, with);
  };
  for (std::size_t scenario = 0; scenario < results.facts().scenarios.size(); ++scenario) {
    OutputValues values(results, scenario);
    for (const CostBasis& basis : cost_bases) {
      const std::size_t first = row;
      std::vector<double> totals(stretches.size() + 1);
      for (std::size_t line = 0; line < layout.lines.size(); ++line, ++row) {
        label(scenario, basis, layout.lines[line], layout.line_bearers[line], Look::plain);
        double of_line = 0;
        for (std::size_t k = 0; k < stretches.size(); ++k) {
          const double cost = pounds(values, std::string(basis.lines) + "." + layout.lines[line], stretches[k]);
          sheet.number(row, first_cost + k, cost, look);
          totals[k] += cost;
          of_line += cost;
        }
        sheet.formula(row, sum, sum_formula(row, first_cost, row, sum - 1), of_line, look);
        totals.back() += of_line;
      }
      const std::size_t total = row;
      label(scenario, basis, "total", "", Look::total_label);
      for (std::size_t k = 0; k <= stretches.size(); ++k) sheet.formula(row, first_cost + k, sum_formula(first, first_cost + k, row - 1, first_cost + k), totals[k], total_look);
      ++row;
      if (audited) {
        label(scenario, basis, ledger_total, "", Look::plain);
        std::vector<double> of_ledger;
        for (const Stretch& when : stretches) of_ledger.push_back(pounds(values, basis.total, when));
        of_ledger.push_back(pounds(values, basis.total, {"", whole_time}));
        for (std::size_t k = 0; k < of_ledger.size(); ++k) sheet.number(row, first_cost + k, of_ledger[k], look);
        ++row;
        label(scenario, basis, "difference", "", Look::plain);
        for (std::size_t k = 0; k < of_ledger.size(); ++k)
          sheet.formula(row, first_cost + k, "=ROUND(" + cell_name(total, first_cost + k) + "-" + cell_name(total + 1, first_cost + k) + ",2)", std::round(100 * (totals[k] - of_ledger[k])) / 100, look);
        ++row;
      } else if (&basis == &cost_bases[0]) {
        SheetChart chart{.stacked = true, .title = std::string("Costs by line, ") + basis.name + ": " + results.facts().scenarios[scenario], .values = "pounds", .head = cost_head,
                         .first = first_cost, .last = sum - 1, .name = cost_line, .rows = {}};
        for (std::size_t line = first; line < total; ++line) chart.rows.push_back(line);
        sheet.chart(cost_head + 1 + 24 * scenario, sum + 2, chart);
      }
      ++row;
    }
  }
}

void add_quantiles(Workbook& book, const ResultsReader& results) {
  const Layout& layout = results.layout();
  std::vector<Stretch> stretches = stretches_of(layout, cost_bases[0].total);
  if (!stretches.back().when.empty()) stretches.push_back({"", whole_time});
  Sheet sheet = book.add("Cost quantiles");
  begin_cost_sheet(sheet, "How sure the costs are, in pounds",
                   "The costs that a tenth, half and nine tenths of the replications do not exceed. Quantiles do not add: lines are seldom all dear in the same replication, so the P90 of the total is not the sum of "
                   "the P90s of lines or years. Each stands here as it was simulated.",
                   {"scenario", "basis", "line", "bearer", "statistic"}, stretches, nullptr);
  std::size_t row = cost_head + 1;
  for (std::size_t scenario = 0; scenario < results.facts().scenarios.size(); ++scenario) {
    OutputValues values(results, scenario);
    for (const CostBasis& basis : cost_bases) {
      for (std::size_t line = 0; line <= layout.lines.size(); ++line) {
        const bool is_total = line == layout.lines.size();
        const std::string output = is_total ? std::string(basis.total) : std::string(basis.lines) + "." + layout.lines[line];
        for (const char* statistic : {"P10", "P50", "P90"}) {
          sheet.text(row, cost_scenario, results.facts().scenarios[scenario]);
          sheet.text(row, cost_basis, basis.name);
          sheet.text(row, cost_line, is_total ? "all lines, as simulated" : layout.lines[line], is_total ? Look::label : Look::plain);
          sheet.text(row, cost_bearer, is_total ? "" : layout.line_bearers[line]);
          sheet.text(row, first_cost, statistic);
          for (std::size_t k = 0; k < stretches.size(); ++k) sheet.number(row, first_cost + 1 + k, statistic_of(statistic, values.of(output, stretches[k])) / 100, Look::whole);
          ++row;
        }
      }
    }
  }
  sheet.filter(cost_head, row - 1, first_cost + stretches.size());
}

}  // namespace

void add_costs(Workbook& book, const ResultsReader& results) {
  if (results.layout().lines.empty()) return;
  const std::string bases = "Nominal: at the prices of each year. Real and discounted: see the sheet Assumptions.";
  add_cost_table(book, results, "Costs", "What it costs, in pounds: means over all replications", bases + " Totals are formulas.", mean_pounds, false);
  add_cost_table(book, results, "Costs, one replication", "What it costs in the first replication, in pounds, to the penny",
                 "One simulated history, as its ledger has it: the totals are formulas, the ledger's own stand below them, and the difference is nought. " + bases, pounds_of_first, true);
  add_quantiles(book, results);
}

}  // namespace headwater
