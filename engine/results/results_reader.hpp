// Opens a results file and gives back what `write_results` was given, and the summaries.
//
// Everything throws `ResultsError` with one sentence for the user: no such file, not HDF5, not Headwater's,
// of another format, damaged or cut short, no series of that name. One thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "results/layout.hpp"
#include "results/output.hpp"
#include "results/results_file.hpp"

namespace headwater {

class NetcdfInput;

class ResultsReader {
 public:
  explicit ResultsReader(const std::string& path);
  ~ResultsReader();
  ResultsReader(ResultsReader&&) noexcept;
  ResultsReader& operator=(ResultsReader&&) noexcept;

  const std::string& path() const { return path_; }
  const Layout& layout() const { return layout_; }
  const RunFacts& facts() const { return facts_; }
  const std::string& content_hash() const { return content_hash_; }  ///< as stored; `verify` recomputes it
  const std::string& date_written() const { return date_written_; }
  std::uint64_t model_events() const { return model_events_; }

  /// Index of a series in Layout::series.
  std::size_t index_of(const std::string& series) const;
  bool has(const std::string& series) const;

  /// All values of a series: [replication][time][element][group].
  std::vector<double> values(const std::string& series, std::size_t scenario = 0) const;

  /// A named output in every replication.
  std::vector<double> values(const Output& output, std::size_t scenario = 0) const;

  /// Across replications: [time][element][group]; `sd` is NaN and `quantiles`
  /// ([quantile][time][element][group]) are the values themselves when there is one replication.
  std::vector<double> mean(const std::string& series, std::size_t scenario = 0) const;
  std::vector<double> sd(const std::string& series, std::size_t scenario = 0) const;
  std::vector<double> quantiles(const std::string& series, std::size_t scenario = 0) const;

  /// Counts over the whole reporting window, of all replications: [tier][bucket].
  std::vector<std::int64_t> histogram(const std::string& name, std::size_t scenario = 0) const;

 private:
  template <typename Number>
  std::vector<Number> of_scenario(const std::string& dataset, std::size_t scenario) const;
  void read_layout();
  void read_facts();

  std::string path_;
  std::unique_ptr<NetcdfInput> file_;
  Layout layout_;
  RunFacts facts_;
  std::string content_hash_, date_written_;
  std::uint64_t model_events_ = 0;
};

}  // namespace headwater
