// The model of a calibration at points of its parameters: every replication on threads, no point twice.
//
// All points live the same luck (same seed, same numbers of replications), so that differences between them are differences
// of the parameters. What has been evaluated is in a journal, from which a later attempt reads it.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <vector>

#include "experiment/run_to_file.hpp"
#include "results/journal.hpp"
#include "results/output.hpp"
#include "scenario/calibration.hpp"

namespace headwater {

/// What the targets' outputs are at one point.
struct Evaluated {
  std::vector<std::vector<double>> outputs;  ///< [target][replication]; NaN where an output has no value
  std::vector<double> means;                 ///< over the replications that have a value; NaN where none has
};

/// Thrown when the job was asked to stop.
struct Stopped {};

class Evaluator {
 public:
  /// Opens the journal of `job`. Throws `ResultsError` as `run_to_file` does, and `UnknownOutput`.
  Evaluator(const CalibrationSpec& spec, const RunJob& job, std::size_t most_evaluations);

  /// The model at `points`, in shares of the ranges (0 to 1). What is answered stays where it is. Throws `Stopped`, and
  /// `ResultsError` where there is no model at a point.
  std::vector<const Evaluated*> all(const std::vector<std::vector<double>>& points);
  const Evaluated& at(const std::vector<double>& point) { return *all({1, point})[0]; }

  /// The parameters' values at a point.
  std::vector<double> values(const std::vector<double>& point) const;

  const std::vector<Output>& outputs() const { return outputs_; }
  std::size_t evaluations() const { return known_.size(); }
  std::size_t resumed() const { return resumed_; }
  std::uint64_t model_events() const { return model_events_; }

  /// Deletes the journal: all is done.
  void finish() { journal_->remove(); }

 private:
  void keep(const std::vector<double>& values, Evaluated evaluated, std::uint64_t events);
  void read_journal();

  const CalibrationSpec& spec_;
  const RunJob& job_;
  const std::size_t replications_, most_evaluations_;
  Layout layout_;
  std::vector<Output> outputs_;
  std::optional<Journal> journal_;
  std::map<std::vector<double>, Evaluated> known_;  ///< by values of the parameters
  std::size_t resumed_ = 0;
  std::uint64_t model_events_ = 0;
  const std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

/// What is wrong with a calibration beyond what its file shows: targets that name nothing, ranges in which the model breaks,
/// parameters that take whole numbers only. Reports with places in the files of `diagnostics`, those of the calibration, where
/// parameters are only looked at when nothing is wrong so far.
void check_calibration(const CalibrationSpec& spec, Diagnostics& diagnostics);

}  // namespace headwater
