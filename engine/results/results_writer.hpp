// What goes into a results file, and in which order: dimensions, inputs, the record of every replication, and
// the summaries, which are made from what was written. `results_file.hpp` describes the layout and is what
// callers use.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "results/layout.hpp"
#include "results/netcdf_file.hpp"
#include "results/results_file.hpp"

namespace headwater {

class ResultsWriter {
 public:
  ResultsWriter(const std::string& path, const Layout& layout, const RunFacts& facts);

  /// Writes everything and closes the file; returns the content hash. May be called once.
  std::string write(const RecordSource& records);

 private:
  using Variable = NetcdfFile::Variable;

  /// A series and its summaries; `index` is into Layout::series.
  struct Series {
    std::size_t index;
    Shape cells;  ///< what follows (scenario, replication): time, the axis if it has one, group if it is by
                  ///< group
    Variable *values, *mean;
    Variable *sd, *quantile;  ///< null when there is one replication: it has no spread
  };
  struct EventColumns {
    Variable *scenario, *replication, *time, *entity, *what, *edge, *tier;
  };

  void add_coordinates();
  void add_series();
  void add_events();
  void write_records(const RecordSource& records);
  void check(const ReplicationRecord& record) const;
  void write_batch(std::size_t scenario, std::size_t first, const std::vector<ReplicationRecord>& batch);
  void write_events(std::size_t scenario, const ReplicationRecord& record);
  void add_to_histograms(std::size_t scenario, const ReplicationRecord& record);
  void write_summaries(const Series& series);
  void write_histograms();
  void write_attributes();

  const Layout& layout_;
  const RunFacts& facts_;
  NetcdfFile file_;
  std::vector<Series> series_;
  EventColumns events_{};
  Variable* replication_ = nullptr;
  std::vector<std::size_t> offsets_;                   ///< of each series in a record's values
  std::size_t record_size_ = 0;                        ///< numbers in a record
  std::size_t batch_;                                  ///< replications that are written at a time
  std::vector<std::vector<std::int64_t>> histograms_;  ///< by name: [scenario][tier][bucket]
  std::vector<std::uint32_t> replications_;            ///< the number of each
  std::uint64_t model_events_ = 0;
};

}  // namespace headwater
