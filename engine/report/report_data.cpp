#include "report/report_data.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <limits>
#include <map>

#include "experiment/joined_layout.hpp"
#include "report/development.hpp"
#include "results/results_error.hpp"
#include "scenario/read.hpp"
#include "scenario/yaml_tree.hpp"

namespace headwater {

namespace {

constexpr double nobody = 0.05;  ///< a number that is lower throughout is not drawn

/// All values of a series in one scenario, taken apart by element: [element][replication][period]. Of the replications that all scenarios have.
std::vector<RowValues> by_element(const ReportData& data, const ReportedScenario& scenario, const std::string& series) {
  const Layout& layout = scenario.results->layout();
  const SeriesSpec& spec = layout.series[scenario.results->index_of(series)];
  const std::size_t elements = layout.elements(spec.axis), groups = spec.by_group ? layout.groups.size() : 1;
  std::vector<double> values = scenario.results->values(series, scenario.index);
  values.resize(values.size() / scenario.results->facts().replications * data.replications);
  std::vector<RowValues> rows(elements);
  for (RowValues& row : rows) row.reserve(values.size() / std::max<std::size_t>(1, elements * groups));
  for (std::size_t at = 0; at < values.size(); at += groups) rows[at / groups % elements].push_back(values[at]);
  return rows;
}

/// The rows of `names` out of those of a scenario's own elements; empty where it lacks the element.
std::vector<RowValues> picked(std::vector<RowValues> own, const std::vector<std::string>& own_names, const std::vector<std::string>& names) {
  std::vector<RowValues> rows;
  for (const std::string& name : names) {
    const auto at = std::find(own_names.begin(), own_names.end(), name);
    rows.push_back(at == own_names.end() ? RowValues{} : own[static_cast<std::size_t>(at - own_names.begin())]);
  }
  return rows;
}

RowValues sum_of(const std::vector<RowValues>& rows) {
  RowValues sum;
  for (const RowValues& row : rows) {
    if (sum.empty()) sum.resize(row.size());
    for (std::size_t i = 0; i < row.size(); ++i) sum[i] += row[i];
  }
  return sum;
}

bool is_placement(const ReportedScenario& scenario, const std::string& tier) {
  return std::any_of(scenario.model.tiers.begin(), scenario.model.tiers.end(), [&](const TierSpec& one) { return one.name == tier && one.kind == TierKind::placement; });
}

bool has_everywhere(const ReportData& data, const std::string& series) {
  return std::all_of(data.scenarios.begin(), data.scenarios.end(), [&](const ReportedScenario& one) { return one.results->has(series); });
}

void collect_numbers(ReportData& data) {
  const std::string series = has_everywhere(data, "children") ? "children" : "occupancy";
  if (!has_everywhere(data, series)) return;
  data.counted = series == "children" ? "children" : "cases";
  Development& numbers = data.numbers;
  numbers = {series, data.scenarios[0].results->layout().series[data.scenarios[0].results->index_of(series)].long_name, "1", data.layout.tiers, {}, {}};
  std::size_t placements = 0;
  for (const std::string& tier : data.layout.tiers)
    placements += std::any_of(data.scenarios.begin(), data.scenarios.end(), [&](const ReportedScenario& one) { return is_placement(one, tier); });
  if (placements > 1) numbers.rows.insert(numbers.rows.begin(), all_placements);
  develop(numbers, data, [&](const ReportedScenario& scenario) {
    const std::vector<std::string>& tiers = scenario.results->layout().tiers;
    std::vector<RowValues> rows = picked(by_element(data, scenario, series), tiers, data.layout.tiers);
    if (placements > 1) {
      std::vector<RowValues> placed;
      for (std::size_t i = 0; i < rows.size(); ++i)
        if (is_placement(scenario, data.layout.tiers[i])) placed.push_back(rows[i]);
      rows.insert(rows.begin(), sum_of(placed));
    }
    return rows;
  }, nobody, /*compared=*/true);
}

void collect_series(ReportData& data, Development& development, const char* series, std::vector<std::string> rows, double least) {
  if (!has_everywhere(data, series) || rows.empty()) return;
  const ResultsReader& first = *data.scenarios[0].results;
  const SeriesSpec& spec = first.layout().series[first.index_of(series)];
  development = {series, spec.long_name, spec.units, std::move(rows), {}, {}};
  const std::vector<std::string> names = development.rows;
  develop(development, data, [&](const ReportedScenario& scenario) { return picked(by_element(data, scenario, series), elements_of(scenario.results->layout(), spec.axis), names); }, least);
}

/// Of one count the share of another, each summed over its elements.
RowValues share(const ReportData& data, const ReportedScenario& scenario, const std::string& part, const std::string& whole) {
  RowValues shares = sum_of(by_element(data, scenario, part));
  const RowValues all = sum_of(by_element(data, scenario, whole));
  for (std::size_t i = 0; i < shares.size(); ++i) shares[i] = all[i] > 0 ? shares[i] / all[i] : std::numeric_limits<double>::quiet_NaN();
  return shares;
}

void collect_again(ReportData& data) {
  struct Again {
    const char *row, *part, *whole;
  };
  std::vector<Again> known;
  for (const Again& one : {Again{"of children referred: referred in the 12 months before", "children_referred_again", "children_referred"},
                           Again{"of children whose case was closed: referred again within 12 months", "closures_reopened", "closures"}})
    if (has_everywhere(data, one.part) && has_everywhere(data, one.whole)) known.push_back(one);
  if (known.empty()) return;
  data.again = {"again", "share of referrals that are not the first", "%", {}, {}, {}};
  for (const Again& one : known) data.again.rows.push_back(one.row);
  develop(data.again, data, [&](const ReportedScenario& scenario) {
    std::vector<RowValues> rows;
    for (const Again& one : known) rows.push_back(share(data, scenario, one.part, one.whole));
    return rows;
  }, 0);
}

void collect_flows(ReportData& data) {
  const std::string series = data.counted == "children" && has_everywhere(data, "children_moves") ? "children_moves" : "moves";
  if (!has_everywhere(data, series)) return;
  const double years = (data.layout.period_end.back() - data.layout.period_start.front()) / 365.25;
  std::vector<std::string> names;
  for (const Edge& edge : data.layout.edges) {
    names.push_back(label_of(edge));
    data.flows.push_back({edge, {}, {}});
  }
  std::vector<std::vector<double>> base;
  for (const ReportedScenario& scenario : data.scenarios) {
    std::vector<std::vector<double>> here;
    for (const RowValues& row : picked(by_element(data, scenario, series), elements_of(scenario.results->layout(), Axis::edge), names)) {
      std::vector<double> sums(data.replications);  // an edge that a scenario lacks is a way that nobody goes
      for (std::size_t i = 0; i < row.size(); ++i) sums[i / data.periods.size()] += row[i] / years;
      here.push_back(std::move(sums));
    }
    for (std::size_t i = 0; i < here.size(); ++i) data.flows[i].per_year.push_back(estimate(here[i]));
    if (base.empty()) {
      base = std::move(here);
      continue;
    }
    for (std::size_t i = 0; i < here.size(); ++i) {
      std::vector<double> differences;
      for (std::size_t r = 0; r < data.replications; ++r) differences.push_back(here[i][r] - base[i][r]);
      data.flows[i].difference.push_back(estimate(differences));
    }
  }
}

std::vector<std::string> period_names(const Layout& layout) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < layout.period_start.size(); ++i) {
    const std::chrono::year_month_day day{first_day(layout, i)};
    const bool whole_year = layout.period_end[i] - layout.period_start[i] > 364 && layout.period_end[i] - layout.period_start[i] < 367;
    const bool first_month = static_cast<int>(static_cast<unsigned>(day.month())) == layout.year_begins_month && day.day() == std::chrono::day(1);
    const int year = static_cast<int>(day.year());
    names.push_back(whole_year && first_month ? (layout.year_begins_month == 1 ? std::to_string(year) : financial_year(year)) : to_text(first_day(layout, i)));
  }
  return names;
}

std::size_t last_whole_period(const Layout& layout) {
  std::vector<double> lengths;
  for (std::size_t i = 0; i < layout.period_start.size(); ++i) lengths.push_back(layout.period_end[i] - layout.period_start[i]);
  const double longest = *std::max_element(lengths.begin(), lengths.end());
  std::size_t last = lengths.size() - 1;
  while (lengths[last] < longest / 2) --last;
  return last;
}

/// Scenarios are compared when they are of one model: when they have more than half of their tiers in common.
void require_same_model(const ReportData& data) {
  const ReportedScenario& first = data.scenarios[0];
  const std::vector<std::string>& tiers = first.results->layout().tiers;
  for (const ReportedScenario& one : data.scenarios) {
    const std::vector<std::string>& others = one.results->layout().tiers;
    const auto common = static_cast<std::size_t>(std::count_if(others.begin(), others.end(), [&](const std::string& tier) { return std::find(tiers.begin(), tiers.end(), tier) != tiers.end(); }));
    if (2 * common <= std::max(tiers.size(), others.size()))
      throw ResultsError(one.file + ": of another model than " + first.file + " (" + std::to_string(common) + " tier" + (common == 1 ? "" : "s") + " of " + std::to_string(others.size()) +
                         " in common); a report compares scenarios of one model");
  }
}

/// A sweep is shown beside runs that have what it tells of; when these report does not matter.
void require_outputs(const Layout& layout, const SweepResults& sweep, const std::string& file) {
  for (const std::string& output : sweep.facts.outputs) {
    try {
      Output(layout, output.substr(0, output.rfind('@')) + "@last");
    } catch (const UnknownOutput&) {
      throw ResultsError(file + ": holds a sweep of another model: it keeps " + output + ", which the scenarios of this report do not have");
    }
  }
}

std::string file_name(const std::string& path) { return std::filesystem::path(path).filename().string(); }

void name_scenarios(ReportData& data) {
  std::map<std::string, int> uses;
  for (const ReportedScenario& one : data.scenarios) ++uses[one.label];
  for (ReportedScenario& one : data.scenarios)
    if (uses[one.label] > 1) one.label += " (" + one.file + (one.results->facts().scenarios.size() > 1 ? ", " + one.results->facts().scenarios[one.index] : "") + ")";
}

void find_changes(ReportData& data) {
  const ReportedScenario& first = data.scenarios[0];
  std::vector<SourceFile> inputs = first.results->facts().inputs;
  const std::string& base = first.results->facts().resolved[first.index];
  for (std::size_t i = 0; i < data.scenarios.size(); ++i) {
    ReportedScenario& one = data.scenarios[i];
    const RunFacts& facts = one.results->facts();
    if (i == 0) {
      const std::string extended = facts.scenarios.size() == 1 ? extended_model(inputs) : "";
      if (!extended.empty()) one.changes = changed_figures(extended, base, inputs);
      continue;
    }
    std::vector<SourceFile> both = facts.inputs;
    both.insert(both.end(), inputs.begin(), inputs.end());
    one.changes = changed_figures(base, facts.resolved[one.index], both);
  }
}

/// The row that the answer is about. Where scenarios are compared, it is there in each of them.
std::string headline_of(const ReportData& data, const std::string& about) {
  const std::vector<std::string>& rows = data.numbers.rows;
  if (!about.empty()) {
    if (std::find(rows.begin(), rows.end(), about) != rows.end()) return about;
    if (std::find(data.layout.tiers.begin(), data.layout.tiers.end(), about) != data.layout.tiers.end())
      throw UnknownOutput("--about " + about + ": nobody is ever there for long, so there is nothing to say of it");
    const std::string nearest = nearest_name(about, rows);
    throw UnknownOutput("--about " + about + ": there is no such tier" + (nearest.empty() ? "" : " (did you mean '" + nearest + "'?)"));
  }
  const auto differs = [&](std::size_t row) { return std::all_of(data.numbers.differences.begin(), data.numbers.differences.end(), [&](const auto& scenario) { return scenario[row].has_value(); }); };
  std::string chosen;
  double most = -1;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (!differs(row)) continue;
    if (rows[row] == all_placements) return rows[row];
    double size = data.numbers.fans[0][row].empty() ? 0 : data.numbers.fans[0][row][data.last_period].mean;
    if (data.scenarios.size() > 1) size = std::abs(data.numbers.differences[0][row]->means[data.last_period].mean);
    if (size > most) {
      most = size;
      chosen = rows[row];
    }
  }
  return chosen;
}

}  // namespace

ReportData collect_report(const std::vector<ResultsReader>& files, std::vector<SweepResults> sweeps, std::vector<std::string> sweep_files, const std::string& headline) {
  ReportData data;
  std::vector<Side> sides;
  for (const ResultsReader& file : files) {
    for (std::size_t i = 0; i < file.facts().scenarios.size(); ++i) {
      Reading reading = read_text(file.facts().resolved[i], file_name(file.path()));
      if (!reading.ok()) throw ResultsError(file.path() + ": holds a model that this program does not understand (it was written by version " + file.facts().version + "; run the scenario again)");
      const std::string title = reading.description->title;
      Diagnostics ignored;
      const std::optional<Value> tree = read_tree(file.facts().resolved[i], 0, ignored);
      const Value* about = tree ? tree->find("about") : nullptr;
      data.scenarios.push_back({title.empty() ? file.facts().scenarios[i] : title, file_name(file.path()), about == nullptr ? "" : about->text, i, &file, std::move(*reading.description), {}});
      sides.push_back({&file, i, file.path()});
    }
  }
  require_same_model(data);
  data.layout = joined(layouts_of(sides));
  for (std::size_t i = 0; i < sweeps.size(); ++i) require_outputs(data.layout, sweeps[i], sweep_files[i]);
  compare(sides, {}, 0.95);  // throws where the sides do not live the same luck
  data.replications = files[0].facts().replications;
  for (const ResultsReader& file : files) data.replications = std::min(data.replications, file.facts().replications);
  data.periods = period_names(data.layout);
  data.last_period = last_whole_period(data.layout);
  name_scenarios(data);
  data.title = data.scenarios.back().label;
  collect_numbers(data);
  data.headline = headline_of(data, headline);
  collect_series(data, data.waiting, "waiting", data.layout.tiers, nobody);
  collect_series(data, data.waits, "wait_mean", data.waiting.rows, 0);
  collect_series(data, data.hidden, "children_hidden", data.layout.needs, nobody);
  collect_series(data, data.above_need, "children_above_need", data.layout.tiers, nobody);
  collect_again(data);
  collect_flows(data);
  find_changes(data);
  data.sweeps = std::move(sweeps);
  data.sweep_files = std::move(sweep_files);
  return data;
}

}  // namespace headwater
