#include "results/results_reader.hpp"

#include <algorithm>
#include <limits>

#include "results/netcdf_input.hpp"
#include "results/results_error.hpp"
#include "statistics/summary.hpp"

namespace headwater {
namespace {

/// The labels of an axis; none when the model has no such elements.
std::vector<std::string> labels(const NetcdfInput& file, const std::string& dataset) {
  const NetcdfInput::Dataset* found = file.find(dataset);
  return found == nullptr ? std::vector<std::string>{} : file.texts(*found);
}

/// "a -> b" or "a -> b (how)".
Edge edge_from(const std::string& label) {
  const std::size_t arrow = label.find(" -> "), how = label.find(" (", arrow);
  if (arrow == std::string::npos) return {label, "", ""};
  const std::string to = label.substr(arrow + 4, how == std::string::npos ? how : how - arrow - 4);
  return {label.substr(0, arrow), to,
          how == std::string::npos ? "" : label.substr(how + 2, label.size() - how - 3)};
}

Axis axis_from(const std::vector<std::string>& dimensions) {
  const auto has = [&](const char* name) { return std::ranges::find(dimensions, name) != dimensions.end(); };
  if (has("tier")) return Axis::tier;
  if (has("edge")) return Axis::edge;
  if (has("source")) return Axis::source;
  if (has("resource")) return Axis::resource;
  if (has("need")) return Axis::need;
  if (has("timescale")) return Axis::timescale;
  if (has("line")) return Axis::line;
  return has("exit") ? Axis::exit : Axis::none;
}

bool is_series(const NetcdfInput::Dataset& dataset) {
  const std::vector<std::string>& names = dataset.dimensions;
  return names.size() >= 3 && names[0] == "scenario" && names[1] == "replication" && names[2] == "time";
}

}  // namespace

ResultsReader::ResultsReader(const std::string& path) : path_(path) {
  file_ = std::make_unique<NetcdfInput>(open_results(path));
  if (file_->find("/design") != nullptr) throw ResultsError(path + ": holds a sweep, not the results of a run; 'headwater show' prints it");
  read_layout();
  read_facts();
}

ResultsReader::~ResultsReader() = default;
ResultsReader::ResultsReader(ResultsReader&&) noexcept = default;
ResultsReader& ResultsReader::operator=(ResultsReader&&) noexcept = default;

void ResultsReader::read_layout() {
  layout_.tiers = labels(*file_, "/tier");
  layout_.exits = labels(*file_, "/exit");
  layout_.sources = labels(*file_, "/source");
  layout_.groups = labels(*file_, "/group");
  layout_.resources = labels(*file_, "/resource");
  layout_.needs = labels(*file_, "/need");
  layout_.timescales = labels(*file_, "/timescale");
  layout_.timescale_rules = labels(*file_, "/timescale_rule");
  layout_.lines = labels(*file_, "/line");
  layout_.line_bearers = labels(*file_, "/line_bearer");
  layout_.line_sources = labels(*file_, "/line_source");
  for (const std::string& label : labels(*file_, "/edge")) layout_.edges.push_back(edge_from(label));
  const NetcdfInput::Dataset& time = file_->require("/time", "results file");
  const std::string units = file_->text_attribute(time, "units");
  layout_.start_date = units.substr(std::min(units.size(), units.rfind(' ') + 1));
  layout_.year_begins_month = static_cast<int>(file_->attribute_as<std::int64_t>("year_begins_month"));
  const std::vector<double> bounds = file_->read<double>(file_->require("/time_bounds", "results file"));
  for (std::size_t i = 0; i + 1 < bounds.size(); i += 2) {
    layout_.period_start.push_back(bounds[i]);
    layout_.period_end.push_back(bounds[i + 1]);
  }
  for (const NetcdfInput::Dataset& dataset : file_->datasets()) {
    const std::string name = dataset.path.substr(1);
    if (is_series(dataset)) {
      layout_.series.push_back({name, file_->text_attribute(dataset, "units"),
                                file_->text_attribute(dataset, "long_name"), axis_from(dataset.dimensions),
                                dataset.dimensions.back() == "group", dataset.type == ValueType::i8});
    }
    if (name.ends_with("_histogram")) layout_.histograms.names.push_back(name.substr(0, name.rfind('_')));
  }
  if (file_->find("/bucket_upper") != nullptr)
    layout_.histograms.upper = file_->read<double>(file_->require("/bucket_upper", "results file"));
  layout_.event_log = file_->find("/events/time") != nullptr;
}

void ResultsReader::read_facts() {
  const auto text = [&](const char* name) { return file_->attribute_as<std::string>(name); };
  facts_.title = text("title");
  facts_.scenarios = labels(*file_, "/scenario");
  facts_.replications = static_cast<std::size_t>(file_->attribute_as<std::int64_t>("replications"));
  facts_.seed = file_->attribute_as<std::uint64_t>("seed");
  facts_.generator = text("generator");
  facts_.warm_up = file_->attribute_as<double>("warm_up_days");
  facts_.horizon = file_->attribute_as<double>("horizon_days");
  facts_.precision = text("precision");
  const std::vector<std::string> names = labels(*file_, "/inputs/name"),
                                 texts = labels(*file_, "/inputs/text");
  for (std::size_t i = 0; i < std::min(names.size(), texts.size()); ++i)
    facts_.inputs.push_back({names[i], texts[i]});
  facts_.resolved = file_->texts(file_->require("/inputs/resolved", "results file"));
  facts_.version = text("engine_version");
  facts_.commit = text("engine_commit");
  facts_.threads = static_cast<int>(file_->attribute_as<std::int64_t>("threads"));
  facts_.seconds = file_->attribute_as<double>("seconds");
  if (const std::string unit = text("show_unit"); !unit.empty()) facts_.show_unit = unit;
  content_hash_ = text("content_hash");
  date_written_ = text("date_written");
  model_events_ = file_->attribute_as<std::uint64_t>("model_events");
}

bool ResultsReader::has(const std::string& series) const {
  return std::ranges::find(layout_.series, series, &SeriesSpec::name) != layout_.series.end();
}

std::size_t ResultsReader::index_of(const std::string& series) const {
  const auto found = std::ranges::find(layout_.series, series, &SeriesSpec::name);
  if (found != layout_.series.end()) return static_cast<std::size_t>(found - layout_.series.begin());
  std::vector<std::string> known;
  for (const SeriesSpec& spec : layout_.series) known.push_back(spec.name);
  const std::string nearest = nearest_name(series, known);
  throw ResultsError(path_ + ": has no series '" + series + "'" +
                     (nearest.empty() ? "" : " (did you mean '" + nearest + "'?)"));
}

template <typename Number>
std::vector<Number> ResultsReader::of_scenario(const std::string& name, std::size_t scenario) const {
  const NetcdfInput::Dataset& dataset = file_->require("/" + name, "results file");
  Shape start(dataset.shape.size()), count = dataset.shape;
  if (count.empty() || dataset.dimensions[0] != "scenario" || scenario >= count[0]) {
    throw ResultsError(path_ + ": '" + name + "' has no scenario " + std::to_string(scenario));
  }
  start[0] = scenario;
  count[0] = 1;
  std::vector<Number> values;
  file_->read(dataset, start, count, values);
  return values;
}

std::vector<double> ResultsReader::values(const std::string& series, std::size_t scenario) const {
  return of_scenario<double>(layout_.series[index_of(series)].name, scenario);
}

std::vector<double> ResultsReader::values(const Output& output, std::size_t scenario) const {
  const std::vector<double> series = of_scenario<double>(layout_.series[output.series()].name, scenario);
  const std::vector<double> weights = output.weights() ? of_scenario<double>(layout_.series[*output.weights()].name, scenario) : std::vector<double>{};
  const std::size_t size = layout_.size_of(output.series()), weights_size = output.weights() ? layout_.size_of(*output.weights()) : 0;
  std::vector<double> values;
  for (std::size_t i = 0; i < facts_.replications; ++i)
    values.push_back(output.of(std::span(series).subspan(i * size, size), std::span(weights).subspan(i * weights_size, weights_size)));
  return values;
}

std::vector<double> ResultsReader::mean(const std::string& series, std::size_t scenario) const {
  return of_scenario<double>(layout_.series[index_of(series)].name + "_mean", scenario);
}

std::vector<double> ResultsReader::sd(const std::string& series, std::size_t scenario) const {
  const std::size_t index = index_of(series);
  if (facts_.replications > 1) return of_scenario<double>(series + "_sd", scenario);
  return std::vector<double>(layout_.size_of(index), std::numeric_limits<double>::quiet_NaN());
}

std::vector<double> ResultsReader::quantiles(const std::string& series, std::size_t scenario) const {
  if (facts_.replications > 1)
    return of_scenario<double>(layout_.series[index_of(series)].name + "_quantile", scenario);
  const std::vector<double> only = mean(series, scenario);
  std::vector<double> all;
  for (std::size_t i = 0; i < summary_quantiles.size(); ++i) all.insert(all.end(), only.begin(), only.end());
  return all;
}

std::vector<std::int64_t> ResultsReader::histogram(const std::string& name, std::size_t scenario) const {
  return of_scenario<std::int64_t>(name + "_histogram", scenario);
}

}  // namespace headwater
