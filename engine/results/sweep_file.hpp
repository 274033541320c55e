// The results of a sweep: one file with a dimension `design`, sealed and hashed like any other.
//
// Root: the scales `design replication time tier ... quantile` as in results_file.hpp, and `parameter` and `output`;
// `parameter_value(design, parameter)`, and `parameter_coordinate(design, parameter)` between 0 and 1 where the design has
// such; `kept(design, output, replication)`, the outputs that were kept of every replication; of every series
// NAME_mean, NAME_sd(design, time, ...) and NAME_quantile(design, quantile, time, ...) across replications.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "results/results_file.hpp"

namespace headwater {

struct SweepFacts {
  RunFacts run;                 ///< `resolved` is the one model that was varied
  std::string design;           ///< kind of design, as a sweep file says it
  bool common_luck = true;
  std::vector<std::string> parameters;           ///< paths
  std::vector<std::vector<double>> values;       ///< [point][parameter]
  std::vector<std::vector<double>> coordinates;  ///< [point][parameter], or empty
  std::vector<std::string> outputs, units;
};

/// What is kept of one point.
struct PointRecord {
  std::vector<double> kept;      ///< [output][replication]
  std::vector<double> mean, sd;  ///< laid out as a replication's values
  std::vector<double> quantiles; ///< [quantile] of such
  std::uint64_t model_events = 0;
};

/// Writes the file as `write_results` does; `points` is called once for each point, in order. Returns the content hash.
std::string write_sweep(const std::string& path, const Layout& layout, const SweepFacts& facts, const std::function<PointRecord(std::size_t)>& points, bool force = false);

/// About how many bytes the file takes before it is deflated.
double sweep_size(const Layout& layout, std::size_t points, std::size_t outputs, std::size_t replications);

/// What a sweep's file says of its points and of the outputs that were kept.
struct SweepResults {
  SweepFacts facts;
  std::string content_hash;
  std::vector<std::vector<std::vector<double>>> kept;  ///< [output][point][replication]
};

/// Whether the file at `path` is that of a sweep. Throws `ResultsError` when it is none of this program's results.
bool is_sweep(const std::string& path);

/// Throws `ResultsError`.
SweepResults read_sweep_results(const std::string& path);

}  // namespace headwater
