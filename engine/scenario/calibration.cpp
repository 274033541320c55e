#include "scenario/calibration.hpp"

#include <algorithm>
#include <cmath>

#include "scenario/csv.hpp"
#include "scenario/number.hpp"
#include "scenario/read_law.hpp"
#include "scenario/section.hpp"
#include "scenario/varied_model.hpp"

namespace headwater {

namespace {

class CalibrationFile {
 public:
  CalibrationFile(const std::string& path, const FileReader& files, const RunOverrides& overrides) : path_(path), files_(files), overrides_(overrides) {}

  CalibrationReading read() {
    CalibrationReading reading;
    reading.diagnostics.emplace_back();
    Diagnostics& diagnostics = reading.diagnostics[0];
    const std::optional<Value> tree = read_alone(path_, files_, diagnostics);
    if (tree) read_tree_of_calibration(*tree, diagnostics);
    reading.files = diagnostics.files;
    if (base_) {
      if (base_->ok()) check_model(*tree, diagnostics);
      reading.diagnostics.push_back(base_->diagnostics);
      // The first is the text that puts the calibration's `run` over the model.
      for (std::size_t i = 1; i < base_->diagnostics.files.size(); ++i) reading.files.push_back(base_->diagnostics.files[i]);
    }
    if (base_ && base_->ok()) {
      spec_.base = *base_->description;
      reading.spec = std::move(spec_);
    }
    return reading;
  }

 private:
  void read_tree_of_calibration(const Value& tree, Diagnostics& diagnostics) {
    Section section(tree, {"calibration"}, "the calibration", diagnostics);
    section.require("calibrates");
    section.require("parameters");
    spec_.title = section.text("title").value_or("");
    if (const Value* parameters = section.value("parameters")) read_parameters(*parameters, diagnostics);
    if (!section.has("targets") && !section.has("targets_file")) report(diagnostics, tree, "the calibration has no targets: 'targets' lists them, or 'targets_file' names a table of them");
    if (const Value* targets = section.value("targets")) read_targets(*targets, diagnostics);
    if (const auto table = section.text("targets_file")) read_table(*table, section.value("targets_file")->place, diagnostics);
    if (const Value* fit = section.value("fit")) read_fit(*fit, diagnostics);
    if (spec_.fit.most_evaluations == 0) spec_.fit.most_evaluations = 100 + 50 * spec_.parameters.size();
    check_targets(tree, diagnostics);
    if (const auto model = section.text("calibrates")) {
      spec_.model = path_beside(path_, *model);
      base_ = read_varied(path_, "calibrates", *model, section.value("calibrates")->place, section.value("run"), files_, overrides_, diagnostics);
    }
  }

  void read_parameters(const Value& map, Diagnostics& diagnostics) {
    if (!map.is_map()) return report(diagnostics, map, "'parameters' must be a map from paths to ranges, as in {tiers.clinic.sojourn.mean_days: {low: 20, high: 60}}");
    if (map.items.empty()) report(diagnostics, map, "'parameters' are none: nothing is to be fitted");
    for (std::size_t i = 0; i < map.items.size(); ++i) {
      const std::string& path = map.keys[i].name;
      Section section(map.items[i], {"calibrated"}, "parameter '" + path + "'", diagnostics, /*timed=*/false);
      section.require("low");
      section.require("high");
      CalibratedParameter parameter;
      parameter.path = path;
      parameter.place = map.keys[i].place;
      parameter.low = section.number("low").value_or(0);
      parameter.high = section.number("high").value_or(parameter.low + 1);
      const bool range = parameter.low < parameter.high;
      if (section.has("low") && section.has("high") && !range)
        report(diagnostics, *section.value("high"), "the range of '" + path + "' is upside down: from " + to_text(parameter.low) + " to " + to_text(parameter.high) + "; 'low' must be below 'high'");
      const std::optional<double> start = section.number("start");
      if (start && range && (*start < parameter.low || *start > parameter.high))
        report(diagnostics, *section.value("start"), "'start' of '" + path + "' is outside its range from " + to_text(parameter.low) + " to " + to_text(parameter.high) + ", found " + to_text(*start));
      parameter.start = start.value_or(parameter.low + (parameter.high - parameter.low) / 2);
      starts_given_.push_back(start.has_value());
      if (const Value* prior = section.value("prior")) read_prior(*prior, parameter, diagnostics);
      if (section.flag("whole").value_or(false))
        report(diagnostics, *section.value("whole"), "'" + path + "' takes whole numbers, and only what varies smoothly can be fitted: between two whole numbers there is nothing to search, and no curvature from which an error would follow. Sweep it ('headwater sweep') and calibrate the others at each of its values");
      spec_.parameters.push_back(std::move(parameter));
    }
  }

  void read_prior(const Value& value, CalibratedParameter& parameter, Diagnostics& diagnostics) {
    const std::optional<Law> law = read_law(value, "the prior of '" + parameter.path + "'", diagnostics, /*timed=*/false);
    if (!law) return;
    const double variance = law->variance(), mean = law->mean();
    if (!(variance > 0) || !std::isfinite(variance) || !std::isfinite(mean))
      return report(diagnostics, value, "the prior of '" + parameter.path + "' counts by its mean and its standard deviation, which must be finite and not 0");
    parameter.prior_mean = mean;
    parameter.prior_sd = std::sqrt(variance);
    if (mean < parameter.low || mean > parameter.high)
      diagnostics.warning(value.place, "the mean of the prior of '" + parameter.path + "', " + to_text(mean) + ", is outside its range from " + to_text(parameter.low) + " to " + to_text(parameter.high));
  }

  void add_target(const std::string& output, std::optional<double> value, std::optional<double> error, bool hold_out, Place place, Place error_place, Diagnostics& diagnostics) {
    if (error && !(*error > 0)) diagnostics.error(error_place, "'error' of '" + output + "' must be above 0, found " + to_text(*error) + "; it is the standard deviation of what was seen");
    spec_.targets.push_back({output, value.value_or(0), error.value_or(1), hold_out, place});
  }

  void read_targets(const Value& list, Diagnostics& diagnostics) {
    if (!list.is_list()) return report(diagnostics, list, "'targets' must be a list, as in [{output: occupancy.care@last, value: 120, error: 5}]; a table is named by 'targets_file'");
    for (const Value& item : list.items) {
      Section section(item, {"target"}, "a target", diagnostics);
      for (const char* key : {"output", "value", "error"}) section.require(key);
      const std::optional<std::string> output = section.text("output");
      const std::optional<double> value = section.number("value"), error = section.number("error");
      const bool hold_out = section.flag("hold_out").value_or(false);
      if (output) add_target(*output, value, error, hold_out, section.value("output")->place, error ? section.value("error")->place : item.place, diagnostics);
    }
  }

  /// A table of targets; its faults have their places in it.
  void read_table(const std::string& name, Place named, Diagnostics& diagnostics) {
    const std::string path = path_beside(path_, name);
    FileText text = files_(path);
    if (!text.text) return diagnostics.error(named, "'" + path + "' in 'targets_file': " + text.reason);
    const int file = static_cast<int>(diagnostics.files.size());
    diagnostics.files.push_back({path, *text.text});
    const std::vector<std::string> known{"output", "value", "error", "hold_out", "source"};
    const std::vector<CsvLine> lines = csv_lines(*text.text);
    if (lines.size() < 2) return diagnostics.error({file, 0, 0}, "the table has no targets: its first line names the columns output, value, error and perhaps hold_out and source, and each line after it is a target");
    const CsvLine& head = lines[0];
    std::vector<std::size_t> at(known.size(), head.cells.size());
    for (std::size_t i = 0; i < head.cells.size(); ++i) {
      const auto column = std::find(known.begin(), known.end(), head.cells[i]);
      const Place place{file, head.number, head.columns[i]};
      if (column == known.end()) {
        diagnostics.error(place, unknown("column", head.cells[i], known, " of the targets"));
      } else if (std::size_t& slot = at[static_cast<std::size_t>(column - known.begin())]; slot != head.cells.size()) {
        diagnostics.error(place, "'" + head.cells[i] + "' heads two columns");
      } else {
        slot = i;
      }
    }
    for (std::size_t k = 0; k < 3; ++k)
      if (at[k] == head.cells.size()) diagnostics.error({file, head.number, 1}, "no column is called '" + known[k] + "'");
    if (diagnostics.has(Severity::error) && (at[0] == head.cells.size() || at[1] == head.cells.size() || at[2] == head.cells.size())) return;
    for (std::size_t i = 1; i < lines.size(); ++i) read_line(lines[i], head.cells.size(), at, file, diagnostics);
  }

  void read_line(const CsvLine& line, std::size_t columns, const std::vector<std::size_t>& at, int file, Diagnostics& diagnostics) {
    if (line.cells.size() != columns)
      return diagnostics.error({file, line.number, 1}, "has " + std::to_string(line.cells.size()) + " cells where the first line has " + std::to_string(columns));
    const auto place = [&](std::size_t k) { return Place{file, line.number, line.columns[at[k]]}; };
    const auto number = [&](std::size_t k, const char* name) {
      const std::optional<double> read = parse_number(line.cells[at[k]]);
      if (!read) diagnostics.error(place(k), "'" + line.cells[at[k]] + "' under '" + name + "' is no number");
      return read;
    };
    const std::optional<double> value = number(1, "value"), error = number(2, "error");
    bool hold_out = false;
    if (at[3] < columns) {
      const std::string& cell = line.cells[at[3]];
      hold_out = cell == "true";
      if (cell != "true" && cell != "false" && !cell.empty()) diagnostics.error(place(3), "'hold_out' must be true or false, found '" + cell + "'");
    }
    add_target(line.cells[at[0]], value, error, hold_out, place(0), place(2), diagnostics);
  }

  void read_fit(const Value& map, Diagnostics& diagnostics) {
    Section section(map, {"fit"}, "'fit'", diagnostics);
    spec_.fit.global = section.choice("search").value_or("global") == "global";
    spec_.fit.simplex = section.choice("method").value_or("quadratic") == "simplex";
    spec_.fit.most_evaluations = static_cast<std::size_t>(section.whole("most_evaluations").value_or(0));
    spec_.fit.draws = static_cast<std::size_t>(section.whole("draws").value_or(100));
    spec_.fit.seed = section.seed("seed").value_or(1);
    if (const auto inner = section.choice("inner")) {
      spec_.fit.inner = *inner == "expected" ? FitSettings::Inner::expected : FitSettings::Inner::simulation;
      spec_.fit.inner_place = section.value("inner")->place;
    }
  }

  void check_targets(const Value& tree, Diagnostics& diagnostics) {
    const auto fitted = static_cast<std::size_t>(std::count_if(spec_.targets.begin(), spec_.targets.end(), [](const CalibrationTarget& one) { return !one.hold_out; }));
    if (fitted == 0 && !diagnostics.has(Severity::error)) return report(diagnostics, tree, "no target is left to fit: all are held out");
    const auto priors = static_cast<std::size_t>(std::count_if(spec_.parameters.begin(), spec_.parameters.end(), [](const CalibratedParameter& one) { return one.prior_sd.has_value(); }));
    if (fitted > 0 && spec_.parameters.size() > fitted + priors)
      diagnostics.warning(tree.place, std::to_string(spec_.parameters.size()) + " parameters are more than " + std::to_string(fitted) + " fitted target" + (fitted == 1 ? "" : "s") +
                                          (priors > 0 ? " and " + std::to_string(priors) + " prior" + (priors == 1 ? "" : "s") : "") + ": they cannot all be told apart");
    for (std::size_t i = 0; i < spec_.targets.size(); ++i)
      for (std::size_t k = 0; k < i; ++k)
        if (spec_.targets[k].output == spec_.targets[i].output) {
          diagnostics.warning(spec_.targets[i].place, "'" + spec_.targets[i].output + "' is a target twice, and counts twice");
          break;
        }
  }

  /// Every path must be there and hold a number; where no start is given it is the model's own value.
  void check_model(const Value& tree, Diagnostics& diagnostics) {
    std::vector<Value::Key> paths;
    for (const CalibratedParameter& parameter : spec_.parameters) paths.push_back({parameter.path, parameter.place});
    const std::vector<NumberAt> numbers = numbers_at(*base_->description, paths, diagnostics);
    for (std::size_t i = 0; i < paths.size(); ++i) {
      CalibratedParameter& parameter = spec_.parameters[i];
      if (!starts_given_[i] && numbers[i].number && *numbers[i].number >= parameter.low && *numbers[i].number <= parameter.high) parameter.start = *numbers[i].number;
    }
    const RunSpec& run = base_->description->run;
    if (run.replications < 2) report(diagnostics, tree, "'replications' in 'run' must be at least 2, so that chance can be told from change, found " + std::to_string(run.replications));
    if (!run.until.empty()) diagnostics.warning(tree.place, "'until' in 'run' has no part in a calibration: every evaluation takes all " + std::to_string(run.replications) + " replications");
  }

  const std::string path_;
  const FileReader& files_;
  const RunOverrides& overrides_;
  CalibrationSpec spec_;
  std::vector<bool> starts_given_;
  std::optional<Reading> base_;
};

}  // namespace

bool CalibrationReading::ok() const {
  return spec && std::none_of(diagnostics.begin(), diagnostics.end(), [](const Diagnostics& one) { return one.has(Severity::error); });
}

CalibrationReading read_calibration(const std::string& path, const FileReader& files, const RunOverrides& overrides) { return CalibrationFile(path, files, overrides).read(); }

Reading at_values(const CalibrationSpec& spec, const std::vector<double>& values) {
  std::vector<std::string> paths;
  for (const CalibratedParameter& parameter : spec.parameters) paths.push_back(parameter.path);
  return model_at(spec.base, paths, values);
}

}  // namespace headwater
