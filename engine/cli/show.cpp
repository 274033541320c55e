// headwater show: results as tables. One file in full, one series of it by period, or several files side by
// side.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <map>

#include "cli/commands.hpp"
#include "cli/cost_table.hpp"
#include "report/json_writer.hpp"
#include "cli/options.hpp"
#include "cli/output_table.hpp"
#include "cli/sweep_tables.hpp"
#include "cli/table.hpp"
#include "cli/text_file.hpp"
#include "cli/timescale_table.hpp"
#include "results/output.hpp"
#include "results/results_error.hpp"
#include "results/results_reader.hpp"
#include "results/window.hpp"
#include "scenario/calendar.hpp"
#include "scenario/key_table.hpp"
#include "statistics/summary.hpp"

namespace headwater {

namespace {

/// The figures of the default table: one per tier, over the whole reporting window.
struct Column {
  const char* key;   ///< in JSON
  const char* head;  ///< in the table
  std::vector<Estimate> by_tier;
  bool is_time = false;  ///< days; printed in the unit that the report asks for, which then ends the head
};

/// The unit in which the times of a file are printed.
struct ShownUnit {
  std::string name;
  double days;

  explicit ShownUnit(const ResultsReader& results) : name("days"), days(1) {
    for (const TimeUnit& unit : time_units()) {
      if (unit.duration_suffix.substr(1) != results.facts().show_unit) continue;
      name = results.facts().show_unit;
      days = unit.days;
    }
  }
  double of(double in_days) const { return in_days / days; }
  Estimate of(const Estimate& in_days) const {
    Estimate shown = in_days;
    shown.mean = of(in_days.mean);
    shown.half_width = of(in_days.half_width);
    return shown;
  }
};

/// What does not apply (a series that the file lacks) is left out.
std::vector<Column> tier_figures(const ResultsReader& results, std::size_t scenario) {
  std::vector<Column> columns;
  const auto add = [&](const char* key, const char* head, const std::vector<std::string>& needs,
                       auto values) {
    const bool is_time = std::string_view(key).ends_with("_days");
    if (std::ranges::all_of(needs, [&](const std::string& name) { return results.has(name); }))
      columns.push_back({key, head, estimates(values()), is_time});
  };
  const auto quantile = [&](const std::string& name, double p) {
    const std::vector<double>& upper = results.layout().histograms.upper;
    const std::vector<std::int64_t> counts = results.histogram(name, scenario);
    ByElement answer;
    for (std::size_t tier = 0; tier < results.layout().tiers.size(); ++tier)
      answer.push_back(
          {histogram_quantile(std::span(counts).subspan(tier * upper.size(), upper.size()), upper, p)});
    return answer;
  };
  const std::vector<std::string>& histograms = results.layout().histograms.names;
  add("occupancy", "in tier", {"occupancy"}, [&] { return time_mean(results, "occupancy", scenario); });
  add("waiting", "waiting", {"waiting"}, [&] { return time_mean(results, "waiting", scenario); });
  add("wait_mean_days", "wait, ", {"wait_mean", "starts"},
      [&] { return weighted_mean(results, "wait_mean", "starts", scenario); });
  if (std::ranges::find(histograms, "wait") != histograms.end())
    add("wait_p90_days", "P90", {}, [&] { return quantile("wait", 0.9); });
  add("sojourn_mean_days", "stay, ", {"sojourn_mean", "departures"},
      [&] { return weighted_mean(results, "sojourn_mean", "departures", scenario); });
  const char* used = results.has("in_use") ? "in_use" : "occupancy";  // results of earlier versions lack it
  add("utilisation", "in use", {used, "capacity"}, [&] { return ratio(results, used, "capacity", scenario); });
  add("entries", "entries", {"entries"}, [&] { return total(results, "entries", scenario); });
  add("departures", "departures", {"departures"}, [&] { return total(results, "departures", scenario); });
  return columns;
}

std::string title_of(const ResultsReader& results) {
  return results.facts().title.empty() ? results.path() : results.facts().title;
}

std::string count_text(std::size_t count, const std::string& what) {
  return readable(static_cast<double>(count)) + " " + what + (count == 1 ? "" : "s");
}

void print_header(const ResultsReader& results) {
  const Layout& layout = results.layout();
  const RunFacts& facts = results.facts();
  std::cout << title_of(results) << "\nfrom " << layout.start_date << ", " << readable(facts.horizon)
            << " days in " << count_text(layout.period_start.size(), "period");
  if (facts.warm_up > 0) std::cout << " after a warm-up of " << readable(facts.warm_up) << " days";
  std::cout << "; " << count_text(facts.replications, "replication") << ", seed " << facts.seed
            << "\ncontent hash " << results.content_hash() << "\n";
  if (!facts.precision.empty()) std::cout << "precision " << facts.precision << "\n";
}

void print_tiers(const ResultsReader& results, bool by_year) {
  print_header(results);
  const ShownUnit unit(results);
  for (std::size_t scenario = 0; scenario < results.facts().scenarios.size(); ++scenario) {
    std::cout << "\n";
    if (results.facts().scenarios.size() > 1) std::cout << results.facts().scenarios[scenario] << "\n";
    const std::vector<Column> columns = tier_figures(results, scenario);
    std::vector<std::string> head{"tier"};
    for (const Column& column : columns)
      head.push_back(column.head + (std::string_view(column.head).ends_with(", ") ? unit.name : ""));
    Table table(head);
    for (std::size_t tier = 0; tier < results.layout().tiers.size(); ++tier) {
      std::vector<std::string> row{results.layout().tiers[tier]};
      for (const Column& column : columns) {
        const Estimate figure = column.is_time ? unit.of(column.by_tier[tier]) : column.by_tier[tier];
        const bool share = std::string_view(column.key) == "utilisation";
        const bool interval = std::string_view(column.key) == "occupancy";
        if (share) {
          row.push_back(std::isnan(figure.mean) ? "-" : readable(100 * figure.mean) + " %");
        } else {
          row.push_back(interval ? readable(figure) : readable(figure.mean));
        }
      }
      table.add(row);
    }
    table.print(std::cout);
    print_timescales(std::cout, results, scenario);
    print_costs(std::cout, results, scenario, by_year);
  }
  std::cout << "\nMeans over the whole time and all replications"
            << (results.facts().replications > 1 ? "; \u00b1 is half of a 95 % confidence interval" : "")
            << ".\n";
}

/// The labels of a series' elements: tiers, edges, and so on, with groups after them.
std::vector<std::string> labels_of(const Layout& layout, const SeriesSpec& spec) {
  const std::vector<std::string> labels = elements_of(layout, spec.axis);
  if (!spec.by_group) return labels;
  std::vector<std::string> both;
  for (const std::string& label : labels)
    for (const std::string& group : layout.groups) both.push_back(label + ", " + group);
  return both;
}

std::string period_date(const Layout& layout, std::size_t period) {
  const std::optional<Date> start = parse_date(layout.start_date);
  if (!start) return readable(layout.period_start[period]);
  return to_text(*start + std::chrono::days(static_cast<long>(std::floor(layout.period_start[period]))));
}

void print_series(const ResultsReader& results, const std::string& name) {
  const Layout& layout = results.layout();
  const SeriesSpec& spec = layout.series[results.index_of(name)];
  const std::vector<std::string> elements = labels_of(layout, spec);
  const std::size_t cells = layout.period_start.size() * elements.size();
  const ShownUnit unit(results);
  const bool is_time = spec.units == "day";
  const auto shown = [&](double value) { return readable(is_time ? unit.of(value) : value); };
  print_header(results);
  std::cout << "\n"
            << name << ": " << spec.long_name
            << (spec.units == "1" ? "" : " (" + (is_time ? unit.name : spec.units) + ")") << "\n";
  for (std::size_t scenario = 0; scenario < results.facts().scenarios.size(); ++scenario) {
    const std::vector<double> mean = results.mean(name, scenario),
                              quantiles = results.quantiles(name, scenario);
    for (std::size_t element = 0; element < elements.size(); ++element) {
      std::cout << "\n"
                << (results.facts().scenarios.size() > 1 ? results.facts().scenarios[scenario] + ": " : "")
                << elements[element] << "\n";
      Table table({"from", "mean", "P5", "P25", "P50", "P75", "P95"});
      for (std::size_t period = 0; period < layout.period_start.size(); ++period) {
        const std::size_t cell = period * elements.size() + element;
        std::vector<std::string> row{period_date(layout, period), shown(mean[cell])};
        for (std::size_t level = 0; level < summary_quantiles.size(); ++level)
          row.push_back(shown(quantiles[level * cells + cell]));
        table.add(row);
      }
      table.print(std::cout);
    }
  }
}

void print_json(JsonWriter& json, const ResultsReader& results) {
  const Layout& layout = results.layout();
  const RunFacts& facts = results.facts();
  json.begin('{').key("file").value(results.path()).key("title").value(facts.title);
  json.key("content_hash").value(results.content_hash()).key("model_events").value(results.model_events());
  json.key("seed")
      .value(facts.seed)
      .key("replications")
      .value(facts.replications)
      .key("generator")
      .value(facts.generator);
  json.key("start_date")
      .value(layout.start_date)
      .key("warm_up_days")
      .value(facts.warm_up)
      .key("horizon_days")
      .value(facts.horizon);
  json.key("engine_version").value(facts.version).key("date_written").value(results.date_written());
  json.key("threads").value(facts.threads).key("seconds").value(facts.seconds);
  json.key("period_start_days").list(layout.period_start).key("period_end_days").list(layout.period_end);
  json.key("scenarios").begin('[');
  for (std::size_t scenario = 0; scenario < facts.scenarios.size(); ++scenario) {
    json.begin('{').key("name").value(facts.scenarios[scenario]).key("tiers").begin('{');
    const std::vector<Column> columns = tier_figures(results, scenario);
    for (std::size_t tier = 0; tier < layout.tiers.size(); ++tier) {
      json.key(layout.tiers[tier]).begin('{');
      for (const Column& column : columns) {
        const Estimate figure = column.by_tier[tier];
        json.key(column.key)
            .begin('{')
            .key("mean")
            .value(figure.mean)
            .key("half_width_95")
            .value(figure.half_width)
            .end('}');
      }
      json.end('}');
    }
    json.end('}');
    print_costs_json(json, results, scenario);
    json.key("series").begin('{');
    for (const SeriesSpec& spec : layout.series) {
      const std::vector<std::string> elements = labels_of(layout, spec);
      const std::vector<double> mean = results.mean(spec.name, scenario);
      json.key(spec.name)
          .begin('{')
          .key("units")
          .value(spec.units)
          .key("long_name")
          .value(spec.long_name)
          .key("mean")
          .begin('{');
      for (std::size_t element = 0; element < elements.size(); ++element) {
        json.key(elements[element]).begin('[');
        for (std::size_t period = 0; period < layout.period_start.size(); ++period)
          json.value(mean[period * elements.size() + element]);
        json.end(']');
      }
      json.end('}').end('}');
    }
    json.end('}').end('}');
  }
  json.end(']').end('}');
}

/// A name for each file that tells it from the others: the bare name where that is enough.
std::vector<std::string> names_of(const std::vector<ResultsReader>& files) {
  std::map<std::string, int> uses;
  for (const ResultsReader& file : files) ++uses[std::filesystem::path(file.path()).stem().string()];
  std::vector<std::string> names;
  for (const ResultsReader& file : files) {
    const std::string stem = std::filesystem::path(file.path()).stem().string();
    names.push_back(uses[stem] == 1 ? stem : file.path());
  }
  return names;
}

/// Tiers of all files, each once, in the order in which they first appear.
std::vector<std::string> all_tiers(const std::vector<ResultsReader>& files) {
  std::vector<std::string> tiers;
  for (const ResultsReader& file : files) {
    for (const std::string& tier : file.layout().tiers)
      if (std::ranges::find(tiers, tier) == tiers.end()) tiers.push_back(tier);
  }
  return tiers;
}

/// One figure of every tier, a column per file; times in the unit of the first. Tiers where it is nought or missing in every file are left
/// out.
void print_figure(const std::string& key, const std::string& caption, const std::vector<ResultsReader>& files,
                  const std::vector<std::vector<Column>>& figures) {
  std::vector<std::string> head{caption};
  const std::vector<std::string> names = names_of(files);
  head.insert(head.end(), names.begin(), names.end());
  Table table(head);
  bool any_row = false;
  const ShownUnit unit(files[0]);
  for (const std::string& tier : all_tiers(files)) {
    std::vector<std::string> row{tier};
    bool any = false;
    for (std::size_t i = 0; i < files.size(); ++i) {
      const std::vector<std::string>& tiers = files[i].layout().tiers;
      const auto at = std::ranges::find(tiers, tier);
      const auto column = std::ranges::find(figures[i], key, &Column::key);
      if (at == tiers.end() || column == figures[i].end()) {
        row.push_back("-");
        continue;
      }
      const Estimate figure = column->by_tier[static_cast<std::size_t>(at - tiers.begin())];
      any = any || (!std::isnan(figure.mean) && figure.mean != 0);
      row.push_back(readable(column->is_time ? unit.of(figure) : figure));
    }
    if (any) table.add(row);
    any_row = any_row || any;
  }
  if (!any_row) return;
  std::cout << "\n";
  table.print(std::cout);
}

void print_comparison(const std::vector<ResultsReader>& files) {
  const std::vector<std::string> names = names_of(files);
  for (std::size_t i = 0; i < files.size(); ++i) {
    std::cout << names[i] << ": " << title_of(files[i]) << " ("
              << count_text(files[i].facts().replications, "replication") << ", seed "
              << files[i].facts().seed << ")\n";
  }
  std::vector<std::vector<Column>> figures;
  for (const ResultsReader& file : files) figures.push_back(tier_figures(file, 0));
  print_figure("occupancy", "mean number in tier", files, figures);
  print_figure("waiting", "mean number waiting", files, figures);
  print_figure("wait_mean_days", "mean wait, " + ShownUnit(files[0]).name, files, figures);
  print_figure("entries", "entries", files, figures);
  print_costs_side_by_side(std::cout, files, names);
  std::cout
      << "\nMeans over the whole time and all replications; \u00b1 is half of a 95 % confidence interval.\n";
}

}  // namespace

int show_command(const std::vector<std::string>& args) {
  boost::program_options::options_description options("options");
  options.add_options()("series", boost::program_options::value<std::string>(),
                        "print one series by period: its mean and quantiles across replications")(
      "of", boost::program_options::value<std::vector<std::string>>(),
      "print an output, such as wait_mean.clinic or occupancy.care@2028/29, across replications; may be given again")(
      "above", boost::program_options::value<std::string>(), "with --of: how likely it is above this number (times in days)")(
      "confidence", boost::program_options::value<std::string>()->default_value("0.95"), "level of the intervals of --of")(
      "csv", boost::program_options::value<std::string>(), "of a sweep: write the kept outputs of every replication to this CSV file")(
      "by-year", "print costs for each financial year by itself")(
      "force", "replace the CSV file when it is there already")(
      "json", "print everything as JSON instead");
  const Usage usage{"headwater show RESULTS.h5 [more.h5 ...] [options]",
                    "Prints the results of one run as tables: every tier over the whole time, or one series "
                    "by period. Of several runs it prints the tiers "
                    "side by side.",
                    "headwater show baseline.h5 --series occupancy"};
  const auto values = parse_options(args, options, "file", 1000, usage);
  if (!values) return 0;
  if (!values->count("file")) throw UsageError("headwater show needs a file\nusage: " + usage.line);
  const auto paths = (*values)["file"].as<std::vector<std::string>>();
  if (values->count("by-year") && (paths.size() > 1 || values->count("json") || values->count("series") || values->count("of")))
    throw UsageError("--by-year prints the costs of one file as a table; an output takes its year as in --of entries.TIER@2027/28\nusage: " + usage.line);
  if (values->count("above") && !values->count("of")) throw UsageError("--above asks about an output: --of must name one\nusage: " + usage.line);
  if (values->count("of")) {
    if (paths.size() > 1 || values->count("series")) throw UsageError("--of takes one file and no --series\nusage: " + usage.line);
    OutputQuestion question{(*values)["of"].as<std::vector<std::string>>(), std::nullopt, number_option(*values, "confidence", 0.5, 0.9999)};
    if (values->count("above")) question.above = number_option(*values, "above", -1e300, 1e300);
    const ResultsReader results(paths[0]);
    if (values->count("json")) print_outputs_json(std::cout, results, question);
    else print_outputs(std::cout, results, question);
    return 0;
  }
  if (values->count("series") && (paths.size() > 1 || values->count("json")))
    throw UsageError("--series takes one file, and --json has all series\nusage: " + usage.line);
  if (paths.size() == 1 && is_sweep(paths[0])) {
    for (const char* option : {"series", "by-year"})
      if (values->count(option)) throw UsageError(paths[0] + " holds a sweep: its outputs are printed for every point, and --" + option + " does not go with it");
    const SweepResults sweep = read_sweep_results(paths[0]);
    if (values->count("csv")) {
      const std::string csv = (*values)["csv"].as<std::string>();
      require_free(csv, paths, values->count("force") > 0);
      write_text_file(csv, [&](std::ostream& out) { write_sweep_csv(out, sweep); });
    }
    if (values->count("json")) print_sweep_json(std::cout, sweep);
    else print_sweep(std::cout, sweep);
    return 0;
  }
  if (values->count("csv")) throw UsageError("--csv writes the table of a sweep, and " + paths[0] + " holds none");
  std::vector<ResultsReader> files;
  for (const std::string& path : paths) files.emplace_back(path);
  if (values->count("by-year") && files[0].layout().lines.empty()) throw UsageError(paths[0] + " has no costs ('money' in its model) that --by-year could print");
  if (values->count("json")) {
    JsonWriter json(std::cout);
    if (files.size() > 1) json.begin('[');
    for (const ResultsReader& file : files) print_json(json, file);
    if (files.size() > 1) json.end(']');
    std::cout << "\n";
  } else if (values->count("series")) {
    print_series(files[0], (*values)["series"].as<std::string>());
  } else if (files.size() > 1) {
    print_comparison(files);
  } else {
    print_tiers(files[0], values->count("by-year") > 0);
  }
  return 0;
}

}  // namespace headwater
