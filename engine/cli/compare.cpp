// headwater compare: scenarios under the same luck, and what differs from the first.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <map>

#include "cli/commands.hpp"
#include "cli/job.hpp"
#include "report/json_writer.hpp"
#include "cli/options.hpp"
#include "cli/table.hpp"
#include "experiment/comparison.hpp"
#include "experiment/joined_layout.hpp"
#include "results/results_error.hpp"

namespace headwater {

namespace {

namespace po = boost::program_options;

const Usage compare_usage{"headwater compare BASE.yaml ALTERNATIVE.yaml ... [options]\n       headwater compare RESULTS.h5 ... [options]",
                          "Simulates scenarios under the same luck, so that the same family lives the same life wherever the scenarios agree, and prints what differs from the first: the difference with its confidence interval, how likely each is the higher one, and how much variance pairing removed. Seed, number of replications and 'until' are those of the first. Results of 'run' and 'compare' can be compared without simulating again.",
                          "headwater compare scenarios/baseline.yaml scenarios/more-early-help.yaml --of occupancy.foster_care"};

bool is_results(const std::string& path) { return path.ends_with(".h5"); }

/// The bare names of files, or the whole paths where two are alike.
std::vector<std::string> labels_of(const std::vector<std::string>& paths) {
  std::map<std::string, int> uses;
  const auto stem = [](const std::string& path) { return std::filesystem::path(path).stem().string(); };
  for (const std::string& path : paths) ++uses[stem(path)];
  std::vector<std::string> labels;
  for (const std::string& path : paths) labels.push_back(uses[stem(path)] == 1 ? stem(path) : path);
  return labels;
}

/// The scenarios of the files; seed and number of replications are those of the first.
Plan plan_of(const std::vector<std::string>& paths, const po::variables_map& values, bool& good) {
  Plan plan;
  RunOverrides overrides = overrides_of(values);
  const std::vector<std::string> labels = labels_of(paths);
  for (std::size_t i = 0; i < paths.size(); ++i) {
    Reading reading = read_file(paths[i], overrides);
    good = print_before_run(reading, values.count("quiet") > 0) && good;
    for (SourceFile& file : reading.diagnostics.files) {
      const auto same = [&](const SourceFile& known) { return known.name == file.name; };
      if (std::none_of(plan.inputs.begin(), plan.inputs.end(), same)) plan.inputs.push_back(std::move(file));
    }
    if (!reading.description) continue;
    const RunSpec& run = reading.description->run;
    if (!plan.scenarios.empty()) {
      const RunSpec& first = plan.scenarios[0].description.run;
      if (run.generator != first.generator || run.warm_up != first.warm_up) {
        std::cerr << paths[i] << ": 'generator' and 'warm_up' in 'run' must be those of " << paths[0] << ": what is compared must live the same luck over the same time\n";
        good = false;
      }
    }
    overrides.replications = run.replications;
    overrides.seed = run.seed;
    plan.scenarios.push_back({labels[i], std::move(*reading.description)});
  }
  plan.title = "Comparison: " + labels[0];
  for (std::size_t i = 1; i < labels.size(); ++i) plan.title += (i == 1 ? " against " : ", ") + labels[i];
  return plan;
}

std::vector<Side> sides_of(const std::vector<ResultsReader>& files, const std::vector<std::string>& paths) {
  std::vector<Side> sides;
  const std::vector<std::string> labels = labels_of(paths);
  for (std::size_t i = 0; i < files.size(); ++i) {
    const std::vector<std::string>& scenarios = files[i].facts().scenarios;
    for (std::size_t scenario = 0; scenario < scenarios.size(); ++scenario) {
      const std::string of_file = files.size() > 1 ? labels[i] + ": " : "";
      sides.push_back({&files[i], scenario, scenarios.size() > 1 ? of_file + scenarios[scenario] : labels[i]});
    }
  }
  return sides;
}

/// Says so where one side has more replications than another.
void note_unequal(const std::vector<Side>& sides) {
  const std::size_t base = sides[0].results->facts().replications;
  for (std::size_t i = 1; i < sides.size(); ++i) {
    const std::size_t other = sides[i].results->facts().replications;
    if (other != base)
      std::cerr << "note: " << sides[0].label << " has " << base << " replications and " << sides[i].label << " " << other << "; the first " << std::min(base, other) << " are compared\n";
  }
}

std::string chance(const Proportion& share) { return std::isnan(share.share) ? "-" : readable(std::round(1000 * share.share) / 10) + " %"; }

std::string p_text(double p) { return p < 0.0001 ? "<0.0001" : readable(p); }

std::string times(const std::optional<double>& reduction) {
  if (!reduction) return "-";
  return std::isinf(*reduction) ? "all" : readable(*reduction) + "x";
}

void print_tables(const std::vector<Side>& sides, const std::vector<Compared>& rows, double level) {
  const ResultsReader& base = *sides[0].results;
  std::cout << "baseline: " << sides[0].label << ", seed " << base.facts().seed << "\n";
  for (std::size_t i = 1; i < sides.size(); ++i) {
    std::cout << "\n" << sides[i].label << ", " << std::min(base.facts().replications, sides[i].results->facts().replications) << " pairs\n";
    Table table({"output", "baseline", "here", "difference", "higher here", "lower here", "removed", "p (Holm)"});
    std::string reasons;
    for (const Compared& row : rows) {
      if (row.alternative != sides[i].label || (std::isnan(row.baseline) && std::isnan(row.value))) continue;
      table.add({row.output + (row.in_part ? " (in part)" : ""), readable(row.baseline), readable(row.value), readable(row.pairs.difference), chance(row.pairs.chance_above), chance(row.pairs.chance_below),
                 times(row.pairs.variance_reduction), p_text(row.p_adjusted)});
      if (!row.why_little.empty() && row.pairs.variance_reduction) reasons += "  " + row.output + ": " + row.why_little + "\n";
    }
    table.print(std::cout);
    if (!reasons.empty()) std::cout << "Pairing removed little of the variance of\n" << reasons;
  }
  std::cout << "\nMeans across replications, times in days; \u00b1 is half of a " << readable(100 * level) << " % confidence interval. 'removed': how many times more replications\n"
            << "with separate luck would be as precise. p: that there is no difference, adjusted for all " << rows.size() << " rows.\n";
}

void print_json(const std::vector<Side>& sides, const std::vector<Compared>& rows, double level) {
  JsonWriter json(std::cout);
  const auto optional = [&](const std::optional<double>& number) { json.value(number.value_or(std::nan(""))); };
  const auto share = [&](const char* name, const Proportion& one) { json.key(name).begin('{').key("share").value(one.share).key("low").value(one.low).key("high").value(one.high).end('}'); };
  json.begin('{').key("baseline").value(sides[0].label).key("confidence").value(level).key("comparisons").begin('[');
  for (const Compared& row : rows) {
    const PairedComparison& pairs = row.pairs;
    json.begin('{').key("output").value(row.output).key("units").value(row.units).key("in_part").value(row.in_part).key("alternative").value(row.alternative);
    json.key("baseline").value(row.baseline).key("value").value(row.value).key("difference").value(pairs.difference.mean).key("half_width").value(pairs.difference.half_width);
    json.key("pairs").value(pairs.difference.replications).key("missing").value(pairs.difference.missing);
    share("higher", pairs.chance_above);
    share("lower", pairs.chance_below);
    json.key("variance_reduction");
    optional(pairs.variance_reduction);
    json.key("correlation");
    optional(pairs.correlation);
    json.key("p").value(pairs.p_value).key("p_holm").value(row.p_adjusted).key("why_little").value(row.why_little).end('}');
  }
  json.end(']').end('}');
  std::cout << "\n";
}

/// What is to be compared. Throws `UnknownOutput`.
std::vector<std::string> outputs_of(const Layout& layout, const po::variables_map& values) {
  std::vector<std::string> outputs = values.count("of") ? values["of"].as<std::vector<std::string>>() : usual_outputs(layout);
  if (!values.count("of"))
    for (const std::string& cost : cost_outputs(layout)) outputs.push_back(cost);
  if (values.count("by-year")) outputs = by_year(layout, outputs);
  for (const std::string& output : outputs) Output(layout, output);
  return outputs;
}

}  // namespace

int compare_command(const std::vector<std::string>& args) {
  po::options_description options("options");
  add_job_options(options, "comparison.h5");
  add_run_options(options);
  add_shard_option(options);
  options.add_options()
      ("of", po::value<std::vector<std::string>>(), "an output to compare, such as wait_mean.clinic or occupancy.care@2028/29; may be given again (default: tiers, exits and costs over the whole time)")
      ("by-year", "compare each year by itself, from the model's 'year_begins_month' on")
      ("confidence", po::value<std::string>()->default_value("0.95"), "level of the intervals")
      ("json", "print the comparison as JSON");
  const auto values = parse_options(args, options, "file", 1000, compare_usage);
  if (!values) return 0;
  const auto paths = values->count("file") ? (*values)["file"].as<std::vector<std::string>>() : std::vector<std::string>{};
  const double level = number_option(*values, "confidence", 0.5, 0.9999);
  const auto results = static_cast<std::size_t>(std::count_if(paths.begin(), paths.end(), is_results));
  if (paths.empty() || (results != 0 && results != paths.size())) throw UsageError("compare takes two or more YAML files, or results files, and not both\nusage: " + compare_usage.line);
  std::vector<std::string> sources = paths;
  for (std::size_t i = 0; i < paths.size(); ++i)
    if (std::find(paths.begin(), paths.begin() + static_cast<std::ptrdiff_t>(i), paths[i]) != paths.begin() + static_cast<std::ptrdiff_t>(i))
      throw UsageError(paths[i] + " is given twice: it cannot differ from itself\nusage: " + compare_usage.line);
  for (const char* option : {"output", "threads", "resume", "force", "replications", "seed", "shard"})
    if (results != 0 && values->count(option) && !(*values)[option].defaulted())
      throw UsageError("--" + std::string(option) + " is for scenarios that are still to be simulated, and does not go with results files");
  if (results == 0) {
    if (paths.size() < 2) throw UsageError("there is nothing to compare with: two or more files are needed\nusage: " + compare_usage.line);
    bool good = true;
    const Plan plan = plan_of(paths, *values, good);
    if (!good) return 2;
    outputs_of(layout_of(plan), *values);  // a name that is wrong is said now, and not after hours
    const RunJob job = job_of(*values, "comparison.h5");
    const int status = run_and_report(job, values->count("quiet") > 0 || values->count("json") > 0, [&](const RunJob& one) { return run_to_file(plan, one); });
    if (status != 0 || job.shard.is_part()) return status;
    sources = {job.output};
    if (!values->count("quiet") && !values->count("json")) std::cout << "\n";
  }
  std::vector<ResultsReader> files;
  for (const std::string& path : sources) files.emplace_back(path);
  const std::vector<Side> sides = sides_of(files, sources);
  if (sides.size() < 2) throw UsageError(paths[0] + " holds one scenario: there is nothing to compare with\nusage: " + compare_usage.line);
  note_unequal(sides);
  const std::vector<Compared> rows = compare(sides, outputs_of(joined(layouts_of(sides)), *values), level, /*leave_out_nought=*/values->count("of") == 0);
  if (rows.empty()) {
    std::cout << "nothing happens in any of the scenarios\n";
    return 0;
  }
  if (values->count("json")) {
    print_json(sides, rows, level);
  } else {
    print_tables(sides, rows, level);
  }
  return 0;
}

}  // namespace headwater
