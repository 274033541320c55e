// A sweep from plan to results file: every point's replications on threads, through journals.
//
//   replications (threads) ──► journal of the point ──► summaries of the point in the sweep's journal ──► results file
//
// A point's journal goes when all its replications are in it and have been summarised, so neither memory nor disk grow with
// points times replications. What a kill leaves is carried on from, point by point and replication by replication.
#pragma once

#include "experiment/run_to_file.hpp"
#include "experiment/sweep_points.hpp"
#include "results/sweep_file.hpp"

namespace headwater {

/// A sweep as it was asked for.
struct SweepPlan {
  std::string path;               ///< of the sweep file
  std::vector<SourceFile> files;  ///< all that was read
  RunOverrides overrides;
  SweepSpec spec;
  SweepPoints points;
};

/// What a sweep will take, before it starts: measured on one replication of its first point.
struct SweepEstimate {
  std::size_t points = 0, replications = 0;  ///< of each point
  double seconds = 0;                        ///< of simulating all, on `threads` threads; writing comes on top
  double bytes = 0;                          ///< of the results file, at most
};
SweepEstimate estimate_sweep(const SweepPlan& plan, int threads);

/// Reads every point as a model and answers what is wrong, in words; at most `most` faults. Points beyond 2,000 are looked at
/// one in so many, and the others when their turn comes.
std::string check_points(const SweepPlan& plan, std::size_t most = 20);

/// Does the sweep, or one shard of it. Throws as `run_to_file` does.
RunResult sweep_to_file(const SweepPlan& plan, const RunJob& job);

/// Whether the shard at `path` is that of a sweep.
bool is_sweep_shard(const std::string& path);

/// Makes the results file from the journals of all shards of one sweep.
RunResult merge_sweep(const std::vector<std::string>& journals, const RunJob& job);

}  // namespace headwater
