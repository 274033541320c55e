#include "results/results_writer.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "random/special_numbers.hpp"
#include "results/coordinates.hpp"
#include "statistics/summary.hpp"

namespace headwater {
namespace {

/// Numbers held in memory at a time (8 MiB), whatever the number of replications.
constexpr std::size_t memory_numbers = 1 << 20;

/// Cells of one series that are summarised together, at least; with very many replications chunks would else
/// become tiny.
constexpr hsize_t least_cells = 512;


}  // namespace

ResultsWriter::ResultsWriter(const std::string& path, const Layout& layout, const RunFacts& facts)
    : layout_(layout), facts_(facts), file_(path) {
  if (facts.replications == 0) throw std::logic_error("a results file holds at least one replication");
  for (std::size_t i = 0; i < layout.series.size(); ++i) {
    offsets_.push_back(record_size_);
    record_size_ += layout.size_of(i);
  }
  batch_ =
      std::clamp<std::size_t>(memory_numbers / std::max<std::size_t>(1, record_size_), 1, facts.replications);
}

std::string ResultsWriter::write(const RecordSource& records) {
  add_coordinates();
  add_series();
  if (layout_.event_log) add_events();
  add_inputs(file_, facts_, {"/scenario"});
  write_records(records);
  file_.write(*replication_, replications_);
  for (const Series& series : series_) write_summaries(series);
  write_histograms();
  write_attributes();
  const std::string hash = file_.content_hash();
  file_.add_root_attribute({"content_hash", hash});
  file_.close();
  return hash;
}

void ResultsWriter::add_coordinates() {
  add_labels(file_, "/scenario", "scenario", facts_.scenarios);
  file_.add_dimension("/replication", facts_.replications);
  replication_ = &file_.add_variable("/replication", ValueType::u4, {"/replication"},
                                     {{"units", "1"}, {"long_name", "number of the replication"}});
  add_time(file_, layout_);
  add_elements(file_, layout_);
  if (layout_.histograms.upper.empty()) return;
  std::vector<std::uint32_t> buckets(layout_.histograms.upper.size());
  std::iota(buckets.begin(), buckets.end(), 0);
  file_.add_dimension("/bucket", buckets.size());
  file_.write(file_.add_variable("/bucket", ValueType::u4, {"/bucket"},
                                 {{"units", "1"}, {"long_name", "bucket of a histogram of times"}}),
              buckets);
  file_.write(
      file_.add_variable("/bucket_upper", ValueType::f8, {"/bucket"},
                         {{"units", "day"}, {"long_name", "upper bound of the bucket, itself excluded"}}),
      layout_.histograms.upper);
}

void ResultsWriter::add_series() {
  for (std::size_t i = 0; i < layout_.series.size(); ++i) {
    const SeriesSpec& spec = layout_.series[i];
    if (layout_.size_of(i) == 0) continue;
    std::vector<std::string> dimensions{"/time"};
    if (spec.axis != Axis::none) dimensions.push_back(dimension_of(spec.axis));
    if (spec.by_group) dimensions.push_back("/group");
    const auto with = [&](std::vector<std::string> before) {
      before.insert(before.end(), dimensions.begin(), dimensions.end());
      return before;
    };
    Series series{i, {layout_.period_start.size()}, nullptr, nullptr, nullptr, nullptr};
    if (spec.axis != Axis::none) series.cells.push_back(layout_.elements(spec.axis));
    if (spec.by_group) series.cells.push_back(layout_.groups.size());

    // Chunks are as wide as a block of the summaries, which are made from one block of cells of all
    // replications at a time, and as deep as a batch of records allows: so each chunk is written once and
    // read once.
    const hsize_t cells =
        std::clamp<hsize_t>(memory_numbers / facts_.replications, least_cells, NetcdfFile::chunk_numbers);
    const Shape wide = shape_within(series.cells, cells);
    Shape chunk{1, std::clamp<hsize_t>(NetcdfFile::chunk_numbers / size_of(wide), 1, batch_)};
    chunk.insert(chunk.end(), wide.begin(), wide.end());

    const std::string path = "/" + spec.name;
    const auto attributes = [&](const std::string& of) {
      return std::vector<NetcdfFile::Attribute>{
          {"units", spec.units}, {"long_name", of + spec.long_name}, {"_FillValue", nothing}};
    };
    std::vector<NetcdfFile::Attribute> own = attributes("");
    if (spec.count) own.pop_back();
    series.values = &file_.add_variable(path, spec.count ? ValueType::i8 : ValueType::f8,
                                        with({"/scenario", "/replication"}), own, chunk, NetcdfFile::Pieces::come_whole);
    series.mean = &file_.add_variable(path + "_mean", ValueType::f8, with({"/scenario"}),
                                      attributes("mean across replications: "));
    if (facts_.replications > 1) {
      series.sd = &file_.add_variable(path + "_sd", ValueType::f8, with({"/scenario"}),
                                      attributes("standard deviation across replications: "));
      series.quantile =
          &file_.add_variable(path + "_quantile", ValueType::f8, with({"/scenario", "/quantile"}),
                              attributes("quantile across replications: "));
    }
    series_.push_back(std::move(series));
  }
}

void ResultsWriter::add_events() {
  file_.add_group("/events");
  file_.add_bare_dimension("/events/row", NetcdfFile::growing);
  const auto column = [&](const std::string& name, ValueType type,
                          std::vector<NetcdfFile::Attribute> attributes) {
    return &file_.add_variable("/events/" + name, type, {"/events/row"}, attributes);
  };
  events_.scenario =
      column("scenario", ValueType::u4, {{"units", "1"}, {"long_name", "index of the scenario"}});
  events_.replication =
      column("replication", ValueType::u4, {{"units", "1"}, {"long_name", "number of the replication"}});
  events_.time =
      column("time", ValueType::f8,
             {{"units", since_start(layout_)}, {"long_name", "when it happened"}, {"calendar", cf_calendar}});
  events_.entity = column("entity", ValueType::u8, {{"units", "1"}, {"long_name", "name of the entity"}});
  events_.what = column(
      "what", ValueType::u1,
      {{"units", "1"},
       {"long_name", "what happened"},
       {"flag_values", std::vector<std::uint8_t>{EventLog::move, EventLog::start, EventLog::interrupt, EventLog::block}},
       {"flag_meanings", "move start interrupt block"}});
  events_.edge =
      column("edge", ValueType::i4, {{"units", "1"}, {"long_name", "index of the edge of a move, else -1"}});
  events_.tier = column("tier", ValueType::i4,
                        {{"units", "1"}, {"long_name", "index of the tier, or -1 - index of the exit"}});
}

void ResultsWriter::write_records(const RecordSource& records) {
  const HistogramSpec& spec = layout_.histograms;
  const std::size_t counts = facts_.scenarios.size() * layout_.tiers.size() * spec.upper.size();
  histograms_.assign(spec.names.size(), std::vector<std::int64_t>(counts));
  for (std::size_t scenario = 0; scenario < facts_.scenarios.size(); ++scenario) {
    for (std::size_t first = 0; first < facts_.replications; first += batch_) {
      std::vector<ReplicationRecord> batch;
      const std::size_t last = std::min(first + batch_, facts_.replications);
      for (std::size_t i = first; i < last; ++i) {
        ReplicationRecord record = records(scenario, i);
        check(record);
        if (layout_.event_log) write_events(scenario, record);
        record.log = {};
        add_to_histograms(scenario, record);
        record.histograms = {};
        model_events_ += record.model_events;
        if (scenario == 0) replications_.push_back(record.replication);
        batch.push_back(std::move(record));
      }
      write_batch(scenario, first, batch);
    }
  }
}

void ResultsWriter::check(const ReplicationRecord& record) const {
  const EventLog& log = record.log;
  const std::size_t rows = log.time.size();
  const bool log_even = log.entity.size() == rows && log.what.size() == rows && log.edge.size() == rows &&
                        log.tier.size() == rows;
  const bool histograms =
      record.histograms.size() == layout_.histograms.names.size() * layout_.tiers.size() &&
      std::ranges::all_of(record.histograms, [&](const HistogramCounts& one) {
        return one.first + one.counts.size() <= layout_.histograms.upper.size();
      });
  if (record.values.size() != record_size_ || !log_even || !histograms) {
    throw std::logic_error("the record of replication " + std::to_string(record.replication) +
                           " has not the layout of this file");
  }
}

void ResultsWriter::write_batch(std::size_t scenario, std::size_t first,
                                const std::vector<ReplicationRecord>& batch) {
  std::vector<double> numbers;
  std::vector<std::int64_t> counts;
  for (const Series& series : series_) {
    Shape start(2 + series.cells.size()), count{1, batch.size()};
    start[0] = scenario;
    start[1] = first;
    count.insert(count.end(), series.cells.begin(), series.cells.end());
    numbers.clear();
    for (const ReplicationRecord& record : batch) {
      const auto begin = record.values.begin() + static_cast<std::ptrdiff_t>(offsets_[series.index]);
      numbers.insert(numbers.end(), begin, begin + static_cast<std::ptrdiff_t>(size_of(series.cells)));
    }
    if (layout_.series[series.index].count) {
      counts.clear();
      for (const double number : numbers) counts.push_back(static_cast<std::int64_t>(number));
      file_.write(*series.values, start, count, std::span<const std::int64_t>(counts));
    } else {
      file_.write(*series.values, start, count, std::span<const double>(numbers));
    }
  }
}

void ResultsWriter::write_events(std::size_t scenario, const ReplicationRecord& record) {
  const EventLog& log = record.log;
  file_.append(*events_.scenario,
               std::vector<std::uint32_t>(log.time.size(), static_cast<std::uint32_t>(scenario)));
  file_.append(*events_.replication, std::vector<std::uint32_t>(log.time.size(), record.replication));
  file_.append(*events_.time, log.time);
  file_.append(*events_.entity, log.entity);
  file_.append(*events_.what, log.what);
  file_.append(*events_.edge, log.edge);
  file_.append(*events_.tier, log.tier);
}

void ResultsWriter::add_to_histograms(std::size_t scenario, const ReplicationRecord& record) {
  const std::size_t tiers = layout_.tiers.size(), buckets = layout_.histograms.upper.size();
  for (std::size_t name = 0; name < histograms_.size(); ++name) {
    for (std::size_t tier = 0; tier < tiers; ++tier) {
      const HistogramCounts& counts = record.histograms[name * tiers + tier];
      std::int64_t* bucket = &histograms_[name][(scenario * tiers + tier) * buckets] + counts.first;
      for (const std::uint64_t count : counts.counts) *bucket++ += static_cast<std::int64_t>(count);
    }
  }
}

void ResultsWriter::write_summaries(const Series& series) {
  const std::size_t scenarios = facts_.scenarios.size(), replications = facts_.replications;
  const std::size_t cells = size_of(series.cells), levels = summary_quantiles.size();
  std::vector<double> mean(scenarios * cells), sd(scenarios * cells), quantile(scenarios * levels * cells);
  std::vector<double> block_values, cell_values;
  for (std::size_t scenario = 0; scenario < scenarios; ++scenario) {
    for (const Block& block : blocks_of(series.cells, memory_numbers / replications)) {
      Shape start{scenario, 0}, count{1, replications};
      start.insert(start.end(), block.start.begin(), block.start.end());
      count.insert(count.end(), block.count.begin(), block.count.end());
      file_.read(*series.values, start, count, block_values);
      const std::size_t width = size_of(block.count);
      for (std::size_t i = 0; i < width; ++i) {
        cell_values.clear();
        for (std::size_t replication = 0; replication < replications; ++replication) {
          cell_values.push_back(block_values[replication * width + i]);
        }
        const Summary summary = summarise(cell_values);
        const std::size_t cell = block.offset + i;
        mean[scenario * cells + cell] = summary.mean;
        sd[scenario * cells + cell] = summary.sd;
        for (std::size_t level = 0; level < levels; ++level) {
          quantile[(scenario * levels + level) * cells + cell] = summary.quantiles[level];
        }
      }
    }
  }
  file_.write(*series.mean, mean);
  if (series.sd != nullptr) {
    file_.write(*series.sd, sd);
    file_.write(*series.quantile, quantile);
  }
}

void ResultsWriter::write_histograms() {
  for (std::size_t name = 0; name < histograms_.size(); ++name) {
    const std::string& label = layout_.histograms.names[name];
    file_.write(
        file_.add_variable(
            "/" + label + "_histogram", ValueType::i8, {"/scenario", "/tier", "/bucket"},
            {{"units", "1"}, {"long_name", "number of times in the bucket, of all replications: " + label}}),
        histograms_[name]);
  }
}

void ResultsWriter::write_attributes() {
  add_run_attributes(file_, facts_, model_events_);
  file_.add_root_attribute({"year_begins_month", std::int64_t{layout_.year_begins_month}});
  file_.add_root_attribute({"precision", facts_.precision});
}

}  // namespace headwater
