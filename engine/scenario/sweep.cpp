#include "scenario/sweep.hpp"

#include <algorithm>
#include <set>

#include "scenario/csv.hpp"
#include "scenario/number.hpp"
#include "scenario/read_law.hpp"
#include "scenario/section.hpp"
#include "scenario/varied_model.hpp"

namespace headwater {

namespace {

constexpr std::string_view kind_names[] = {"grid", "one_at_a_time", "latin_hypercube", "sobol", "elementary_effects", "variance_indices", "listed"};

class SweepFile {
 public:
  SweepFile(const std::string& path, const FileReader& files, const RunOverrides& overrides) : path_(path), files_(files), overrides_(overrides) {}

  SweepReading read() {
    SweepReading reading;
    reading.diagnostics.emplace_back();
    Diagnostics& diagnostics = reading.diagnostics[0];
    const std::optional<Value> tree = read_alone(path_, files_, diagnostics);
    if (tree) read_tree_of_sweep(*tree, diagnostics);
    reading.files = diagnostics.files;
    if (base_) {
      if (base_->ok()) check_paths(diagnostics);
      reading.diagnostics.push_back(base_->diagnostics);
      // The first is the text that puts the sweep's `run` over the model.
      for (std::size_t i = 1; i < base_->diagnostics.files.size(); ++i) reading.files.push_back(base_->diagnostics.files[i]);
    }
    if (table_) reading.files.push_back(*table_);
    const bool good = std::none_of(reading.diagnostics.begin(), reading.diagnostics.end(), [](const Diagnostics& one) { return one.has(Severity::error); });
    if (good && base_ && base_->ok()) {
      spec_.base = *base_->description;
      reading.spec = std::move(spec_);
    }
    return reading;
  }

 private:
  void read_tree_of_sweep(const Value& tree, Diagnostics& diagnostics) {
    Section section(tree, {"sweep"}, "the sweep", diagnostics);
    section.require("sweeps");
    spec_.title = section.text("title").value_or("");
    spec_.keep = section.texts("keep").value_or(std::vector<std::string>{});
    std::set<std::string> kept;
    for (const std::string& output : spec_.keep)
      if (!kept.insert(output).second) report(diagnostics, *section.value("keep"), "'" + output + "' stands twice in 'keep'");
    if (const Value* design = section.value("design")) read_design(*design, diagnostics);
    if (const Value* parameters = section.value("parameters")) read_parameters(*parameters, diagnostics);
    if (spec_.kind == SweepKind::listed && section.has("parameters")) report(diagnostics, *section.value("parameters"), "a design of kind 'listed' takes its parameters from the table: 'parameters' must go");
    if (spec_.parameters.empty() && !diagnostics.has(Severity::error)) report(diagnostics, tree, "the sweep varies nothing: 'parameters' must name what varies");
    if (section.value("sweeps") != nullptr) base_place_ = section.value("sweeps")->place;
    if (const auto model = section.text("sweeps")) base_ = read_varied(path_, "sweeps", *model, section.value("sweeps")->place, section.value("run"), files_, overrides_, diagnostics);
  }

  void read_design(const Value& map, Diagnostics& diagnostics) {
    Section section(map, {"design"}, "'design'", diagnostics);
    const std::string kind = section.choice("kind").value_or("grid");
    spec_.kind = static_cast<SweepKind>(std::find(std::begin(kind_names), std::end(kind_names), kind) - std::begin(kind_names));
    const bool grid = spec_.kind == SweepKind::grid, effects = spec_.kind == SweepKind::elementary_effects, listed = spec_.kind == SweepKind::listed;
    const bool counted = spec_.kind == SweepKind::latin_hypercube || spec_.kind == SweepKind::sobol || spec_.kind == SweepKind::variance_indices;
    if (counted) section.require("points");
    if (listed) section.require("file");
    const auto only = [&](const char* key, bool applies) {
      if (section.has(key) && !applies) report(diagnostics, *section.value(key), quoted(key) + " has no part in a design of kind '" + kind + "'");
    };
    only("points", counted);
    only("levels", grid || effects);
    only("trajectories", effects);
    only("file", listed);
    only("seed", counted || effects);
    spec_.points = static_cast<std::size_t>(section.whole("points").value_or(0));
    spec_.levels = static_cast<std::size_t>(section.whole("levels").value_or(effects ? 4 : 3));
    spec_.trajectories = static_cast<std::size_t>(section.whole("trajectories").value_or(20));
    spec_.seed = section.seed("seed").value_or(1);
    spec_.common_luck = section.choice("luck").value_or("common") == "common";
    if (spec_.kind == SweepKind::variance_indices && (spec_.points & (spec_.points - 1)) != 0)
      report(diagnostics, *section.value("points"), "'points' of variance indices must be a power of two (64, 128, 256, ...), found " + std::to_string(spec_.points));
    if (effects && spec_.levels % 2 != 0) report(diagnostics, *section.value("levels"), "'levels' of elementary effects must be even, found " + std::to_string(spec_.levels));
    if (listed && section.text("file")) read_table(*section.text("file"), section.value("file")->place, diagnostics);
  }

  void read_parameters(const Value& map, Diagnostics& diagnostics) {
    if (!map.is_map()) return report(diagnostics, map, "'parameters' must be a map from paths to what they take, as in {tiers.clinic.capacity: {values: [1, 2, 3]}}");
    for (std::size_t i = 0; i < map.items.size(); ++i) {
      const std::string& path = map.keys[i].name;
      Section section(map.items[i], {"parameter"}, "parameter '" + path + "'", diagnostics, /*timed=*/false);
      SweepParameter parameter;
      parameter.path = path;
      parameter.values = section.numbers("values").value_or(std::vector<double>{});
      parameter.low = section.number("low").value_or(0);
      parameter.high = section.number("high").value_or(0);
      parameter.base = section.number("base");
      parameter.whole = section.flag("whole").value_or(false);
      if (const Value* law = section.value("distribution")) parameter.law = read_law(*law, "the distribution of '" + path + "'", diagnostics, /*timed=*/false);
      const bool range = section.has("low") || section.has("high");
      const int ways = section.has("values") + range + section.has("distribution");
      if (ways != 1) {
        report(diagnostics, map.items[i], "parameter '" + path + "' needs 'values', 'low' and 'high', or a 'distribution': one of these");
      } else if (range) {
        section.require("low");
        section.require("high");
        if (section.has("low") && section.has("high") && !(parameter.low < parameter.high))
          report(diagnostics, *section.value("high"), "the range of '" + path + "' is upside down: from " + to_text(parameter.low) + " to " + to_text(parameter.high) + "; 'low' must be below 'high'");
      } else if (section.has("values") && parameter.values.empty()) {
        report(diagnostics, *section.value("values"), "'values' of '" + path + "' are none");
      }
      if (spec_.kind == SweepKind::elementary_effects && parameter.whole)
        report(diagnostics, *section.value("whole"), "elementary effects take equal steps, which whole numbers cannot all take: leave out 'whole', or choose a design of another kind");
      const bool spread = spec_.kind != SweepKind::grid && spec_.kind != SweepKind::one_at_a_time;
      if (spread && section.has("values"))
        report(diagnostics, *section.value("values"), "a design of kind '" + std::string(name_of(spec_.kind)) + "' needs a range ('low' and 'high') or a 'distribution', not 'values'");
      if (spec_.kind == SweepKind::one_at_a_time && parameter.values.size() != 2 && section.has("values"))
        report(diagnostics, *section.value("values"), "one at a time, 'values' are two: a low and a high one");
      if (spec_.kind == SweepKind::grid && parameter.law)
        report(diagnostics, *section.value("distribution"), "a grid needs 'values', or 'low' and 'high'; a distribution belongs to a design of another kind, such as latin_hypercube");
      places_.push_back(map.keys[i].place);
      spec_.parameters.push_back(std::move(parameter));
    }
  }

  void read_table(const std::string& name, Place place, Diagnostics& diagnostics) {
    const std::string path = path_beside(path_, name);
    FileText file = files_(path);
    if (!file.text) return diagnostics.error(place, "'" + path + "' in 'file': " + file.reason);
    table_ = SourceFile{path, *file.text};
    int number = 0;
    std::size_t faults = 0;
    const auto fault = [&](const std::string& text) {
      if (++faults <= 20) diagnostics.error(place, path + ":" + std::to_string(number) + ": " + text);
    };
    for (const CsvLine& line : csv_lines(table_->text)) {
      number = line.number;
      const std::vector<std::string>& cells = line.cells;
      if (spec_.parameters.empty()) {
        std::set<std::string> seen;
        for (const std::string& cell : cells) {
          if (!seen.insert(cell).second) fault("'" + cell + "' heads two columns");
          spec_.parameters.push_back({cell, {}, 0, 0, std::nullopt, std::nullopt, false});
          places_.push_back(place);
        }
        continue;
      }
      if (cells.size() != spec_.parameters.size()) {
        fault("has " + std::to_string(cells.size()) + " cells where the first line has " + std::to_string(spec_.parameters.size()));
        continue;
      }
      std::vector<double> point;
      for (std::size_t i = 0; i < cells.size(); ++i) {
        const auto value = parse_number(cells[i]);
        if (!value) fault("'" + cells[i] + "' under '" + spec_.parameters[i].path + "' is no number");
        point.push_back(value.value_or(0));
      }
      spec_.listed.push_back(std::move(point));
    }
    if (faults > 20) diagnostics.error(place, path + ": " + std::to_string(faults - 20) + " more faults like these");
    if (faults == 0 && spec_.listed.empty()) diagnostics.error(place, path + ": the table has no points, only paths in its first line and then a point a line");
  }

  /// Every path must be there, and hold a number of an element that nothing else sets.
  void check_paths(Diagnostics& diagnostics) {
    RunSpec& run = base_->description->run;
    if (!run.until.empty()) {
      diagnostics.warning(base_place_, "'until' in 'run' of the model has no part in a sweep: every point has all 'replications', " + std::to_string(run.replications));
      run.until.clear();
    }
    const bool analysed = spec_.kind == SweepKind::one_at_a_time || spec_.kind == SweepKind::elementary_effects || spec_.kind == SweepKind::variance_indices;
    if (analysed && !spec_.common_luck && run.replications == 1)
      diagnostics.error(base_place_, "with 'luck: separate' and one replication, chance cannot be told from what the parameters do: ask for more 'replications' in 'run', or for 'luck: common'");
    std::vector<Value::Key> paths;
    for (std::size_t i = 0; i < spec_.parameters.size(); ++i) paths.push_back({spec_.parameters[i].path, places_[i]});
    const std::vector<NumberAt> numbers = numbers_at(*base_->description, paths, diagnostics);
    for (std::size_t i = 0; i < paths.size(); ++i) {
      SweepParameter& parameter = spec_.parameters[i];
      if (!parameter.base) parameter.base = numbers[i].number;
      if (numbers[i].faulty || spec_.kind != SweepKind::one_at_a_time) continue;
      if (!parameter.base) {
        diagnostics.error(places_[i], "the model does not say a number for '" + parameter.path + "', so 'base' must say where it stands while others vary");
      } else if (parameter.has_range() && (*parameter.base < parameter.low || *parameter.base > parameter.high)) {
        diagnostics.error(places_[i], "'" + parameter.path + "' stands at " + to_text(*parameter.base) + " while others vary, which is not between its 'low', " + to_text(parameter.low) + ", and its 'high', " +
                                          to_text(parameter.high));
      }
    }
  }

  const std::string path_;
  const FileReader& files_;
  const RunOverrides& overrides_;
  SweepSpec spec_;
  std::vector<Place> places_;  ///< of the parameters
  std::optional<Reading> base_;
  Place base_place_;
  std::optional<SourceFile> table_;
};

}  // namespace

std::string_view name_of(SweepKind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

SweepReading read_sweep(const std::string& path, const FileReader& files, const RunOverrides& overrides) { return SweepFile(path, files, overrides).read(); }

Reading at_point(const SweepSpec& spec, const std::vector<double>& values) {
  std::vector<std::string> paths;
  for (const SweepParameter& parameter : spec.parameters) paths.push_back(parameter.path);
  return model_at(spec.base, paths, values);
}

}  // namespace headwater
