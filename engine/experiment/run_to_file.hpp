// A run from description to results file: replications on threads, through the journal, so that nothing finished is lost.
//
//   replications (threads) ──► journal (as they finish) ──► results file (in order of replication, one thread)
//
// Only the records and their order decide the file, so any number of threads, and any number of interruptions, give the
// same content hash.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "pathway/model.hpp"
#include "results/results_file.hpp"
#include "scenario/description.hpp"

namespace headwater {

struct RunProgress {
  std::size_t done = 0;      ///< replications finished, those of an earlier attempt included
  std::size_t resumed = 0;   ///< of these, found in the journal
  std::size_t wanted = 0;
  double seconds = 0;        ///< since this attempt began
};

struct RunJob {
  std::string output;               ///< path of the results file; the journal lies beside it, as OUTPUT.journal
  std::vector<SourceFile> inputs;   ///< travel inside the results
  int threads = 1;
  bool resume = false;              ///< carry on from the journal of an interrupted run
  bool force = false;               ///< replace an existing results file, and a journal that is in the way
  std::function<void(const RunProgress&)> progress;  ///< called after every replication, one call at a time; may be empty
  std::function<bool()> stopped;    ///< asked between replications; true ends the run after those under way
};

struct RunResult {
  bool complete = false;     ///< false when it was stopped: the journal keeps what is done
  std::size_t done = 0;
  std::string content_hash;  ///< of the complete file
  std::uint64_t model_events = 0;
  double seconds = 0;
};

/// Runs `description` and writes the results. Throws `ResultsError` when a file is in the way, damaged or belongs to
/// another run, and `FailedWrite` when the disk is full; the journal then keeps what is done.
RunResult run_to_file(const Description& description, const RunJob& job);

/// Where the journal of a results file lies.
std::string journal_path(const std::string& output);

}  // namespace headwater
