#include "export/csv_tables.hpp"

#include <array>

#include "experiment/comparison.hpp"
#include "export/csv_cell.hpp"
#include "export/yearly.hpp"
#include "statistics/summary.hpp"

namespace headwater {

namespace {

constexpr const char* quantities_file = "quantities.csv";
constexpr const char* series_file = "series.csv";
constexpr const char* costs_file = "costs.csv";
constexpr const char* differences_file = "differences.csv";
constexpr const char* replications_file = "replications.csv";

/// One row: `row << cell << cell`, and the line ends with it.
class CsvRow {
 public:
  explicit CsvRow(std::ostream& out) : out_(out) {}
  CsvRow(const CsvRow&) = delete;
  ~CsvRow() { out_ << "\r\n"; }

  /// `cell`: a text, a number, or cells that are ready, with commas between them.
  CsvRow& operator<<(const std::string& cell) { return ready(csv_cell(cell)); }
  CsvRow& operator<<(double cell) { return ready(csv_cell(cell)); }
  CsvRow& ready(const std::string& cells) {
    out_ << (first_ ? "" : ",") << cells;
    first_ = false;
    return *this;
  }

 private:
  std::ostream& out_;
  bool first_ = true;
};

const char* kind_of(Axis axis) {
  switch (axis) {
    case Axis::tier: return "tier";
    case Axis::edge: return "edge";
    case Axis::source: return "source";
    case Axis::exit: return "exit";
    case Axis::resource: return "resource";
    case Axis::need: return "need";
    case Axis::timescale: return "timescale";
    case Axis::line: return "line";
    case Axis::none: break;
  }
  return "";
}

std::string text_of(std::size_t whole) { return std::to_string(whole); }

/// What every row of a series says of its cell, ready: quantity, unit, kind, name, group; then the period's first day, and
/// from when to when it lasts in days.
struct SeriesCells {
  std::vector<std::string> of_element, of_period;  ///< cells are [period][element][group]

  SeriesCells(const Layout& layout, const SeriesSpec& spec) {
    const std::vector<std::string> names = elements_of(layout, spec.axis), one_group{""};
    for (const std::string& name : names)
      for (const std::string& group : spec.by_group ? layout.groups : one_group)
        of_element.push_back(csv_cell(spec.name) + "," + csv_cell(spec.units) + "," + kind_of(spec.axis) + "," + (spec.axis == Axis::none ? "" : csv_cell(name)) + "," + csv_cell(group));
    for (std::size_t period = 0; period < layout.period_start.size(); ++period)
      of_period.push_back(to_text(first_day(layout, period)) + "," + csv_cell(layout.period_start[period]) + "," + csv_cell(layout.period_end[period]));
  }
  std::size_t size() const { return of_element.size() * of_period.size(); }
  std::string of_cell(std::size_t cell) const { return of_element[cell % of_element.size()] + "," + of_period[cell / of_element.size()]; }
};
constexpr const char* series_head = "quantity,unit,kind,name,group,from,from_days,to_days";

void write_quantities(std::ostream& out, const ResultsReader& results) {
  CsvRow(out).ready("quantity,unit,about");
  for (const SeriesSpec& spec : results.layout().series) CsvRow(out) << spec.name << spec.units << spec.long_name;
}

void write_series(std::ostream& out, const ResultsReader& results) {
  CsvRow(out).ready(std::string("scenario,") + series_head + ",statistic,value");
  for (std::size_t scenario = 0; scenario < results.facts().scenarios.size(); ++scenario) {
    for (const SeriesSpec& spec : results.layout().series) {
      const SeriesCells cells(results.layout(), spec);
      const std::vector<double> mean = results.mean(spec.name, scenario), sd = results.sd(spec.name, scenario), quantiles = results.quantiles(spec.name, scenario);
      for (std::size_t cell = 0; cell < cells.size(); ++cell) {
        const std::string about = csv_cell(results.facts().scenarios[scenario]) + "," + cells.of_cell(cell);
        CsvRow(out).ready(about).ready("mean") << mean[cell];
        CsvRow(out).ready(about).ready("sd") << sd[cell];
        for (std::size_t level = 0; level < summary_quantiles.size(); ++level)
          CsvRow(out).ready(about).ready("p" + csv_cell(100 * summary_quantiles[level])) << quantiles[level * cells.size() + cell];
      }
    }
  }
}

void write_replications(std::ostream& out, const ResultsReader& results) {
  CsvRow(out).ready(std::string("scenario,replication,") + series_head + ",value");
  for (std::size_t scenario = 0; scenario < results.facts().scenarios.size(); ++scenario) {
    for (const SeriesSpec& spec : results.layout().series) {
      const SeriesCells cells(results.layout(), spec);
      const std::vector<double> values = results.values(spec.name, scenario);
      for (std::size_t i = 0; i < values.size(); ++i)
        (CsvRow(out) << results.facts().scenarios[scenario]).ready(text_of(i / cells.size())).ready(cells.of_cell(i % cells.size())) << values[i];
    }
  }
}

void write_cost_rows(std::ostream& out, const ResultsReader& results) {
  constexpr std::array statistics = {"mean", "sd", "p5", "p10", "p25", "p50", "p75", "p90", "p95"};
  const Layout& layout = results.layout();
  CsvRow(out).ready("scenario,line,bearer,year,basis,statistic,pounds");
  for (std::size_t scenario = 0; scenario < results.facts().scenarios.size(); ++scenario) {
    OutputValues values(results, scenario);
    for (std::size_t line = 0; line <= layout.lines.size(); ++line) {
      const bool is_total = line == layout.lines.size();
      for (const CostBasis& basis : cost_bases) {
        const std::string output = is_total ? std::string(basis.total) : std::string(basis.lines) + "." + layout.lines[line];
        std::vector<Stretch> stretches = stretches_of(layout, output);
        if (!stretches.back().when.empty()) stretches.push_back({"", whole_time});
        for (const Stretch& when : stretches) {
          std::vector<double> pounds = values.of(output, when);
          for (double& value : pounds) value /= 100;
          for (const char* statistic : statistics)
            CsvRow(out) << results.facts().scenarios[scenario] << (is_total ? "all lines" : layout.lines[line]) << (is_total ? "" : layout.line_bearers[line]) << when.label << std::string(basis.name)
                        << std::string(statistic) << statistic_of(statistic, pounds);
        }
      }
    }
  }
}

void write_differences(std::ostream& out, const ResultsReader& results) {
  const Layout& layout = results.layout();
  const std::vector<std::string>& scenarios = results.facts().scenarios;
  std::vector<Side> sides;
  for (std::size_t scenario = 0; scenario < scenarios.size(); ++scenario) sides.push_back({&results, scenario, scenarios[scenario]});
  std::vector<std::string> outputs = usual_outputs(layout), timed;
  for (const std::string& cost : cost_outputs(layout)) outputs.push_back(cost);
  for (const std::string& output : outputs) {
    for (const Stretch& when : stretches_of(layout, output))
      if (!when.when.empty()) timed.push_back(output + "@" + when.when);
    timed.push_back(output);
  }
  CsvRow(out).ready("scenario,baseline,output,unit,mean_of_baseline,mean,difference,half_width_95,pairs");
  for (const Compared& row : compare(sides, timed, 0.95, /*leave_out_nought=*/true))
    (CsvRow(out) << row.alternative << scenarios[0] << row.output << row.units << row.baseline << row.value << row.pairs.difference.mean << row.pairs.difference.half_width)
        .ready(text_of(row.pairs.difference.replications));
}

}  // namespace

std::vector<CsvTable> csv_tables(const ResultsReader& results, bool replications) {
  const auto with = [&](void (*write)(std::ostream&, const ResultsReader&)) { return [&results, write](std::ostream& out) { write(out, results); }; };
  std::vector<CsvTable> tables{{quantities_file, with(write_quantities)}, {series_file, with(write_series)}};
  if (!results.layout().lines.empty()) tables.push_back({costs_file, with(write_cost_rows)});
  if (results.facts().scenarios.size() > 1) tables.push_back({differences_file, with(write_differences)});
  if (replications) tables.push_back({replications_file, with(write_replications)});
  return tables;
}

std::vector<std::string> csv_table_names() { return {quantities_file, series_file, costs_file, differences_file, replications_file}; }

}  // namespace headwater
