// A run from plan to results file: replications on threads, through the journal, so that nothing finished is lost.
//
//   replications (threads) ──► journal (as they finish) ──► results file (in order of replication, one thread)
//
// Only the records and their order decide the file, so any number of threads, and any number of interruptions, give the
// same content hash. A shard does every n-th replication and leaves its journal; `merge` makes the file from the journals
// of all shards.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "experiment/plan.hpp"
#include "experiment/shards.hpp"
#include "results/results_file.hpp"

namespace headwater {

struct RunProgress {
  std::size_t done = 0;      ///< replications finished, of all scenarios, those of an earlier attempt included
  std::size_t resumed = 0;   ///< of these, found in the journal
  std::size_t wanted = 0;    ///< at most, where precision decides
  double seconds = 0;        ///< since this attempt began
};

struct RunJob {
  std::string output;               ///< path of the results file; the journal lies beside it
  int threads = 1;
  bool resume = false;              ///< carry on from the journal of an interrupted run
  bool force = false;               ///< replace an existing results file, and a journal that is in the way
  Shard shard;
  std::function<void(const RunProgress&)> progress;  ///< called after every replication, one call at a time; may be empty
  std::function<void(const std::string&)> note;  ///< told what the user should know, in a line; may be empty
  std::function<bool()> stopped;    ///< asked between replications; true ends the run after those under way
};

struct RunResult {
  bool complete = false;     ///< false when it was stopped: the journal keeps what is done
  std::size_t done = 0;      ///< replications of all scenarios or design points together
  std::size_t replications = 0;  ///< of each, in the complete file
  std::string content_hash;  ///< of the complete file; empty for a shard
  std::string not_precise;   ///< what precision was wanted and not reached, in words; empty when all was
  std::uint64_t model_events = 0;
  double seconds = 0;
};

/// Tells `job.note` where opening `journal` dropped records, so that what they held is done again. `kept`: what it still has,
/// as in "3 replications".
void note_dropped(const RunJob& job, const std::string& path, const Journal& journal, const std::string& kept);

/// What the results of `plan` will hold. Throws `CannotJoin` when the scenarios cannot stand in one file.
Layout layout_of(const Plan& plan);

/// Does `plan` and writes the results. Throws `ResultsError` when a file is in the way, damaged or belongs to another run,
/// `FailedWrite` when the disk is full (the journal then keeps what is done), `CannotJoin` when the scenarios cannot stand in one file,
/// and `UnknownOutput` where precision is wanted of what is not there.
RunResult run_to_file(const Plan& plan, const RunJob& job);

/// Makes the results file from the journals of all shards of one experiment. The journals stay. Throws `ResultsError` when
/// they are of different experiments, one is still being written, two have the same replication, or together they do not
/// have every one.
RunResult merge_to_file(const std::vector<std::string>& journals, const RunJob& job);

}  // namespace headwater
