// The model of a calibration at points of its parameters, on threads, no point twice: simulated, or worked out as expected.
//
// All points live the same luck (same seed, same numbers of replications), so that differences between them are differences
// of the parameters. Expected numbers have no luck: they stand as those of a single replication. What has been evaluated is
// in a journal, from which a later attempt reads it.
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

enum class Evaluation : std::uint8_t { simulated, expected };

/// Thrown when the job was asked to stop.
struct Stopped {};

class Evaluator {
 public:
  /// Opens the journal of `job`. `step` (days) is that of expected numbers, `most_work` the number of replications and
  /// expectations that may be asked for. Throws `ResultsError` as `run_to_file` does, and `UnknownOutput`.
  Evaluator(const CalibrationSpec& spec, const RunJob& job, double step, std::size_t most_work);

  /// The model at `points`, in shares of the ranges (0 to 1). What is answered stays where it is. Throws `Stopped`, and
  /// `ResultsError` where there is no model at a point.
  std::vector<const Evaluated*> all(const std::vector<std::vector<double>>& points, Evaluation how);
  const Evaluated& at(const std::vector<double>& point, Evaluation how) { return *all({1, point}, how)[0]; }

  /// The parameters' values at a point.
  std::vector<double> values(const std::vector<double>& point) const;

  const std::vector<Output>& outputs() const { return outputs_; }
  std::size_t evaluations(Evaluation how) const { return known(how).size(); }
  std::size_t evaluations() const { return known_[0].size() + known_[1].size(); }
  std::size_t resumed() const { return resumed_; }
  std::uint64_t model_events() const { return model_events_; }

  /// Deletes the journal: all is done.
  void finish() { journal_->remove(); }

 private:
  using Known = std::map<std::vector<double>, Evaluated>;  ///< by values of the parameters

  Known& known(Evaluation how) { return known_[static_cast<std::size_t>(how)]; }
  const Known& known(Evaluation how) const { return known_[static_cast<std::size_t>(how)]; }
  std::size_t replications(Evaluation how) const { return how == Evaluation::expected ? 1 : replications_; }
  std::size_t work_done() const { return known_[0].size() * replications_ + known_[1].size(); }
  std::vector<double> outputs_of(const ReplicationRecord& record) const;
  void keep(const std::vector<double>& values, Evaluated evaluated, Evaluation how, std::uint64_t events);
  void read_journal();

  const CalibrationSpec& spec_;
  const RunJob& job_;
  const std::size_t replications_, most_work_;
  const double step_;
  Layout layout_;
  std::vector<Output> outputs_;
  std::optional<Journal> journal_;
  Known known_[2];             ///< by `Evaluation`
  std::size_t resumed_ = 0, resumed_work_ = 0;
  std::uint64_t model_events_ = 0;
  const std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

/// What is wrong with a calibration beyond what its file shows: targets that name nothing, ranges in which the model breaks,
/// parameters that take whole numbers only, expected numbers where there are none. Reports with places in the files of `diagnostics`, those of the calibration, where
/// parameters are only looked at when nothing is wrong so far.
void check_calibration(const CalibrationSpec& spec, Diagnostics& diagnostics);

}  // namespace headwater
