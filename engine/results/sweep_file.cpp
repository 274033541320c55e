#include "results/sweep_file.hpp"

#include <algorithm>
#include <numeric>

#include "random/special_numbers.hpp"
#include "results/coordinates.hpp"
#include "results/netcdf_input.hpp"
#include "results/results_error.hpp"
#include "results/sealed_file.hpp"
#include "statistics/summary.hpp"

namespace headwater {

namespace {

class SweepWriter {
 public:
  SweepWriter(const std::string& path, const Layout& layout, const SweepFacts& facts) : layout_(layout), facts_(facts), file_(path) {}

  std::string write(const std::function<PointRecord(std::size_t)>& points) {
    add_coordinates();
    add_series();
    add_inputs(file_, facts_.run, {});
    std::uint64_t model_events = 0;
    for (std::size_t point = 0; point < facts_.values.size(); ++point) {
      const PointRecord record = points(point);
      model_events += record.model_events;
      write_point(point, record);
    }
    write_attributes(model_events);
    const std::string hash = file_.content_hash();
    file_.add_root_attribute({"content_hash", hash});
    file_.close();
    return hash;
  }

 private:
  using Variable = NetcdfFile::Variable;
  struct Series {
    std::size_t offset, size;
    Shape cells;
    Variable *mean, *sd, *quantile;
  };

  void add_numbers(const std::string& name, const std::string& long_name, std::size_t count) {
    file_.add_dimension(name, count);
    std::vector<std::uint32_t> numbers(count);
    std::iota(numbers.begin(), numbers.end(), 0);
    file_.write(file_.add_variable(name, ValueType::u4, {name}, {{"units", "1"}, {"long_name", long_name}}), numbers);
  }

  void add_table(const std::string& name, const std::string& long_name, const std::vector<std::vector<double>>& rows) {
    if (rows.empty()) return;
    std::vector<double> numbers;
    for (const auto& row : rows) numbers.insert(numbers.end(), row.begin(), row.end());
    file_.write(file_.add_variable(name, ValueType::f8, {"/design", "/parameter"}, {{"long_name", long_name}}), numbers);
  }

  void add_coordinates() {
    add_numbers("/design", "number of the design point", facts_.values.size());
    add_numbers("/replication", "number of the replication at a point", facts_.run.replications);
    add_labels(file_, "/parameter", "path of the number that varies", facts_.parameters);
    add_labels(file_, "/output", "output that is kept of every replication", facts_.outputs);
    file_.write(file_.add_variable("/output_units", ValueType::text, {"/output"}, {{"long_name", "units of the output"}}), facts_.units);
    add_time(file_, layout_);
    add_elements(file_, layout_);
    add_table("/parameter_value", "value at the design point", facts_.values);
    add_table("/parameter_coordinate", "where it lies between 0 and 1", facts_.coordinates);
    kept_ = &file_.add_variable("/kept", ValueType::f8, {"/design", "/output", "/replication"}, {{"long_name", "the outputs of every replication"}, {"_FillValue", nothing}},
                                {std::clamp<hsize_t>(NetcdfFile::chunk_numbers / std::max<std::size_t>(1, facts_.outputs.size() * facts_.run.replications), 1, facts_.values.size()),
                                 facts_.outputs.size(), std::min<hsize_t>(facts_.run.replications, NetcdfFile::chunk_numbers)});
  }

  void add_series() {
    for (std::size_t i = 0; i < layout_.series.size(); ++i) {
      const SeriesSpec& spec = layout_.series[i];
      if (layout_.size_of(i) == 0) continue;
      Series series{layout_.offset_of(i), layout_.size_of(i), {layout_.period_start.size()}, nullptr, nullptr, nullptr};
      std::vector<std::string> dimensions{"/time"};
      if (spec.axis != Axis::none) {
        dimensions.push_back(dimension_of(spec.axis));
        series.cells.push_back(layout_.elements(spec.axis));
      }
      if (spec.by_group) {
        dimensions.push_back("/group");
        series.cells.push_back(layout_.groups.size());
      }
      const auto add = [&](const char* suffix, const std::string& what, std::vector<std::string> before) {
        Shape chunk(before.size(), 1);
        const Shape wide = shape_within(series.cells, NetcdfFile::chunk_numbers);
        if (before.size() == 1) chunk[0] = std::clamp<hsize_t>(NetcdfFile::chunk_numbers / size_of(wide), 1, facts_.values.size());
        chunk.insert(chunk.end(), wide.begin(), wide.end());
        before.insert(before.end(), dimensions.begin(), dimensions.end());
        return &file_.add_variable("/" + spec.name + suffix, ValueType::f8, before, {{"units", spec.units}, {"long_name", what + spec.long_name}, {"_FillValue", nothing}}, chunk);
      };
      series.mean = add("_mean", "mean across replications: ", {"/design"});
      if (facts_.run.replications > 1) {
        series.sd = add("_sd", "standard deviation across replications: ", {"/design"});
        series.quantile = add("_quantile", "quantile across replications: ", {"/design", "/quantile"});
      }
      series_.push_back(std::move(series));
    }
  }

  void write_point(std::size_t point, const PointRecord& record) {
    file_.write(*kept_, {point, 0, 0}, {1, facts_.outputs.size(), facts_.run.replications}, std::span<const double>(record.kept));
    const std::size_t total = record.mean.size();
    for (const Series& series : series_) {
      Shape start(1 + series.cells.size()), count{1};
      start[0] = point;
      count.insert(count.end(), series.cells.begin(), series.cells.end());
      file_.write(*series.mean, start, count, std::span(record.mean).subspan(series.offset, series.size));
      if (series.sd == nullptr) continue;
      file_.write(*series.sd, start, count, std::span(record.sd).subspan(series.offset, series.size));
      for (std::size_t q = 0; q < summary_quantiles.size(); ++q) {
        Shape at{point, q}, of{1, 1};
        at.resize(2 + series.cells.size());
        of.insert(of.end(), series.cells.begin(), series.cells.end());
        file_.write(*series.quantile, at, of, std::span(record.quantiles).subspan(q * total + series.offset, series.size));
      }
    }
  }

  void write_attributes(std::uint64_t model_events) {
    add_run_attributes(file_, facts_.run, model_events);
    file_.add_root_attribute({"design_kind", facts_.design});
    file_.add_root_attribute({"luck", std::string(facts_.common_luck ? "common" : "separate")});
  }

  const Layout& layout_;
  const SweepFacts& facts_;
  NetcdfFile file_;
  Variable* kept_ = nullptr;
  std::vector<Series> series_;
};

std::vector<std::vector<double>> table(const NetcdfInput& file, const std::string& dataset, std::size_t width) {
  if (file.find(dataset) == nullptr) return {};
  const std::vector<double> numbers = file.read<double>(file.require(dataset, "sweep"));
  std::vector<std::vector<double>> rows;
  for (std::size_t i = 0; i + width <= numbers.size() && width > 0; i += width) rows.emplace_back(numbers.begin() + static_cast<std::ptrdiff_t>(i), numbers.begin() + static_cast<std::ptrdiff_t>(i + width));
  return rows;
}

}  // namespace

std::string write_sweep(const std::string& path, const Layout& layout, const SweepFacts& facts, const std::function<PointRecord(std::size_t)>& points, bool force) {
  return write_sealed(path, force, [&](const std::string& name) { return SweepWriter(name, layout, facts).write(points); });
}

double sweep_size(const Layout& layout, std::size_t points, std::size_t outputs, std::size_t replications) {
  const double cells = static_cast<double>(layout.total()) * (replications > 1 ? 2 + static_cast<double>(summary_quantiles.size()) : 1);
  return 8 * static_cast<double>(points) * (cells + static_cast<double>(outputs) * static_cast<double>(replications));
}

bool is_sweep(const std::string& path) { return open_results(path).find("/design") != nullptr; }

SweepResults read_sweep_results(const std::string& path) {
  const NetcdfInput file = open_results(path);
  if (file.find("/design") == nullptr) throw ResultsError(path + ": holds no sweep, but the results of a run or a comparison");
  SweepResults results;
  SweepFacts& facts = results.facts;
  facts.parameters = file.texts(file.require("/parameter", "sweep"));
  facts.outputs = file.texts(file.require("/output", "sweep"));
  facts.units = file.texts(file.require("/output_units", "sweep"));
  facts.values = table(file, "/parameter_value", facts.parameters.size());
  facts.coordinates = table(file, "/parameter_coordinate", facts.parameters.size());
  facts.design = file.attribute_as<std::string>("design_kind");
  facts.common_luck = file.attribute_as<std::string>("luck") == "common";
  facts.run.title = file.attribute_as<std::string>("title");
  facts.run.replications = static_cast<std::size_t>(file.attribute_as<std::int64_t>("replications"));
  facts.run.seed = file.attribute_as<std::uint64_t>("seed");
  facts.run.resolved = file.texts(file.require("/inputs/resolved", "sweep"));
  results.content_hash = file.attribute_as<std::string>("content_hash");
  const std::vector<double> kept = file.read<double>(file.require("/kept", "sweep"));
  const std::size_t outputs = facts.outputs.size(), replications = facts.run.replications;
  results.kept.assign(outputs, std::vector<std::vector<double>>(facts.values.size()));
  for (std::size_t point = 0; point < facts.values.size(); ++point)
    for (std::size_t output = 0; output < outputs; ++output) {
      const auto begin = kept.begin() + static_cast<std::ptrdiff_t>((point * outputs + output) * replications);
      results.kept[output][point].assign(begin, begin + static_cast<std::ptrdiff_t>(replications));
    }
  return results;
}

}  // namespace headwater
