// The results file: one HDF5 file per experiment, which is a valid netCDF-4 file as well.
//
// Root: dimension scales `scenario replication time tier exit source edge quantile group bucket` (an axis
// without elements is left out, with its series); every series as NAME(scenario, replication, time, ...), and
// beside it NAME_mean and NAME_sd(scenario, time, ...) and NAME_quantile(scenario, quantile, time, ...)
// across replications; histograms NAME_histogram(scenario, tier, bucket), summed over replications, and
// `bucket_upper`. A value that does not exist (a mean wait when nothing started) is NaN, and summaries leave
// it out. /inputs: name(file) and text(file) of every input file, and `resolved(scenario)`, the model that was
// simulated. /events, when the model asks for it: one row per move, one dataset per column.
//
// Quantiles across replications are those of Hyndman and Fan, Sample Quantiles in Statistical Packages, The
// American Statistician 50(4), 1996, definition 7: linear between order statistics. The sd divides by n - 1;
// of one replication it is NaN.
//
// The file ends with a checksum of all its bytes (seal.hpp), which other readers of HDF5 do not see, and without which
// this program reads none.
//
// Numbers are stored in chunks, shuffled, deflated and guarded by Fletcher32, all by one rule; texts have
// variable length, where filters would see only pointers, so they are stored plain and guarded by the seal and the
// content hash alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "results/layout.hpp"
#include "scenario/diagnostics.hpp"

namespace headwater {

/// The version of the layout above; a reader refuses any other.
inline constexpr int results_format = 3;

/// What was run. All that is not said to be outside decides the content hash.
struct RunFacts {
  std::string title;
  std::vector<std::string> scenarios = {"baseline"};  ///< a label for each
  std::size_t replications = 1;                       ///< of each scenario
  std::uint64_t seed = 1;
  std::string generator;           ///< "keyed_hash" or "philox"
  double warm_up = 0;              ///< days
  double horizon = 0;              ///< days
  std::string precision;           ///< what limits the accuracy of the figures, in words; may be empty
  std::vector<SourceFile> inputs;  ///< in the order in which they were read; outside
  std::vector<std::string> resolved;  ///< by scenario: the model after the scenario's overlay

  std::string version;  ///< of the engine; outside, as is all below
  std::string commit;
  int threads = 1;
  double seconds = 0;  ///< wall time of the simulation
  std::string show_unit = "days";  ///< in which times are printed: minutes, hours, days, weeks or years
};

/// The record of one replication; called once for each, scenario by scenario, in order of replication.
using RecordSource = std::function<ReplicationRecord(std::size_t scenario, std::size_t replication)>;

/// Throws `ResultsError` when a file stands at `path`, or its folder does not exist or takes no files: to be
/// called before hours are spent. With `force` an existing file does not matter.
void require_writable(const std::string& path, bool force);

/// The name that a results file has until it is complete: "PATH.partial".
std::string partial_path(const std::string& path);

/// Writes the file under a temporary name beside `path` (`partial_path`), syncs and renames it, so that a
/// file named `path` is complete. An existing one is replaced only with `force`. Returns the content hash (64
/// hexadecimal digits). Memory does not grow with the number of replications, save for one number of each at
/// a time. Throws `ResultsError` and leaves nothing behind.
std::string write_results(const std::string& path, const Layout& layout, const RunFacts& facts,
                          const RecordSource& records, bool force = false);

}  // namespace headwater
