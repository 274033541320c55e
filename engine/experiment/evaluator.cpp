#include "experiment/evaluator.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "experiment/inner_loop.hpp"
#include "experiment/parallel.hpp"
#include "experiment/point_models.hpp"
#include "experiment/replicate.hpp"
#include "experiment/version.hpp"
#include "results/record_bytes.hpp"
#include "results/results_error.hpp"
#include "scenario/number.hpp"
#include "scenario/varied_model.hpp"
#include "simulate/model_fault.hpp"

namespace headwater {

namespace {

PointModel model_there(const CalibrationSpec& spec, const std::vector<double>& values) { return compiled_without_log(description_at(spec, values)); }

std::vector<double> start_of(const CalibrationSpec& spec) {
  std::vector<double> start;
  for (const CalibratedParameter& parameter : spec.parameters) start.push_back(parameter.start);
  return start;
}

/// What decides the outputs at a point. How the search goes does not: it may be another in a later attempt.
Digest fingerprint_of(const CalibrationSpec& spec, double step) {
  Sha256 sha;
  sha.add(std::string("headwater ") + engine_version + " " + engine_commit + " calibration\n" + spec.base.resolved + "\n");
  for (const CalibratedParameter& parameter : spec.parameters) sha.add(parameter.path + "\n");
  for (const CalibrationTarget& target : spec.targets) sha.add("target " + target.output + "\n");
  sha.add("step " + to_text(step) + "\n");
  return sha.digest();
}

double mean_of_existing(const std::vector<double>& values) {
  double sum = 0;
  std::size_t count = 0;
  for (const double value : values) {
    if (std::isnan(value)) continue;
    sum += value;
    ++count;
  }
  return count > 0 ? sum / static_cast<double>(count) : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

Evaluator::Evaluator(const CalibrationSpec& spec, const RunJob& job, double step, std::size_t most_work)
    : spec_(spec), job_(job), replications_(static_cast<std::size_t>(spec.base.run.replications)), most_work_(most_work), step_(step), layout_(model_there(spec, start_of(spec)).layout) {
  for (const CalibrationTarget& target : spec.targets) outputs_.emplace_back(layout_, target.output);
  const auto left = job.resume ? Journal::Left::carry_on : job.force ? Journal::Left::begin_anew : Journal::Left::refuse;
  journal_.emplace(journal_path(job.output), fingerprint_of(spec, step), left);
  note_dropped(job, journal_path(job.output), *journal_, std::to_string(journal_->size()) + " evaluations");
  read_journal();
}

std::vector<double> Evaluator::values(const std::vector<double>& point) const {
  std::vector<double> values;
  for (std::size_t i = 0; i < point.size(); ++i) {
    const CalibratedParameter& parameter = spec_.parameters[i];
    values.push_back(std::clamp(parameter.low + (parameter.high - parameter.low) * point[i], parameter.low, parameter.high));
  }
  return values;
}

/// A record of the journal is the values of the parameters, then target after target the outputs of the replications: of one
/// where they are expected, of two or more where they are simulated.
void Evaluator::read_journal() {
  const std::size_t n = spec_.parameters.size();
  for (std::uint32_t number = 0; journal_->has({number, 0}); ++number) {
    const ReplicationRecord record = record_from_bytes(journal_->read({number, 0}));
    const Evaluation how = record.values.size() == n + outputs_.size() ? Evaluation::expected : Evaluation::simulated;
    const std::size_t count = replications(how);
    if (record.values.size() != n + outputs_.size() * count) throw ResultsError(journal_path(job_.output) + ": holds another calibration");
    const auto first = record.values.begin();
    Evaluated evaluated;
    for (std::size_t k = 0; k < outputs_.size(); ++k) {
      const auto begin = first + static_cast<std::ptrdiff_t>(n + k * count);
      evaluated.outputs.emplace_back(begin, begin + static_cast<std::ptrdiff_t>(count));
      evaluated.means.push_back(mean_of_existing(evaluated.outputs.back()));
    }
    known(how).emplace(std::vector<double>(first, first + static_cast<std::ptrdiff_t>(n)), std::move(evaluated));
    model_events_ += record.model_events;
  }
  resumed_ = evaluations();
  resumed_work_ = work_done();
}

void Evaluator::keep(const std::vector<double>& values, Evaluated evaluated, Evaluation how, std::uint64_t events) {
  ReplicationRecord record;
  record.model_events = events;
  record.values = values;
  for (const std::vector<double>& output : evaluated.outputs) {
    record.values.insert(record.values.end(), output.begin(), output.end());
    evaluated.means.push_back(mean_of_existing(output));
  }
  journal_->append({static_cast<std::uint32_t>(evaluations()), 0}, to_bytes(record));
  known(how).emplace(values, std::move(evaluated));
  model_events_ += events;
}

std::vector<double> Evaluator::outputs_of(const ReplicationRecord& record) const {
  if (record.values.size() != layout_.total()) throw std::logic_error("two points of a calibration report differently");
  std::vector<double> values;
  for (const Output& output : outputs_) values.push_back(output.of(layout_, record.values));
  return values;
}

std::vector<const Evaluated*> Evaluator::all(const std::vector<std::vector<double>>& points, Evaluation how) {
  const std::size_t replications = this->replications(how);
  std::vector<std::vector<double>> missing;
  for (const std::vector<double>& point : points) {
    std::vector<double> there = values(point);
    if (known(how).count(there) == 0 && std::find(missing.begin(), missing.end(), there) == missing.end()) missing.push_back(std::move(there));
  }
  PointModels models([&](std::uint32_t i) { return model_there(spec_, missing[i]); });
  std::vector<Task> tasks;
  std::vector<Evaluated> found(missing.size(), Evaluated{std::vector(outputs_.size(), std::vector<double>(replications)), {}});
  std::vector<std::size_t> left(missing.size(), replications);
  std::vector<std::uint64_t> events(missing.size(), 0);
  for (std::uint32_t i = 0; i < missing.size(); ++i)
    for (std::uint32_t r = 0; r < replications; ++r) tasks.push_back({i, r});
  std::atomic<bool> stop{!missing.empty() && job_.stopped && job_.stopped()};
  std::size_t next = 0, done = 0;  // points are kept in their order, so that the journal does not depend on threads
  const auto finished = [&](Task task, const ReplicationRecord& record) {
    const std::vector<double> outputs = how == Evaluation::expected ? record.values : outputs_of(record);
    for (std::size_t k = 0; k < outputs_.size(); ++k) found[task.variant].outputs[k][task.replication] = outputs[k];
    events[task.variant] += record.model_events;
    if (--left[task.variant] == 0) models.forget(task.variant);
    for (; next < missing.size() && left[next] == 0; ++next) keep(missing[next], std::move(found[next]), how, events[next]);
    ++done;
    const std::size_t in_all = work_done() + done - next * replications;
    if (job_.progress)
      job_.progress({in_all, resumed_work_, std::max(most_work_, in_all), std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count()});
    if (job_.stopped && job_.stopped()) stop = true;
  };
  run_parallel(tasks, job_.threads, [&](Task task) {
    if (how == Evaluation::expected) {
      ReplicationRecord record;  // of the targets' outputs alone
      record.values = expected_outputs(spec_, missing[task.variant], step_);
      return record;
    }
    const auto there = models.get(task.variant);
    try {
      return replicate(there->model, there->layout, task.replication);
    } catch (const ModelFault& fault) {
      throw ModelFault("with " + fitted_point_text(spec_, missing[task.variant]) + ", replication " + std::to_string(task.replication) + ": " + fault.what());
    }
  }, finished, stop);
  if (done < tasks.size()) throw Stopped{};
  std::vector<const Evaluated*> answers;
  for (const std::vector<double>& point : points) answers.push_back(&known(how).at(values(point)));
  return answers;
}

void check_calibration(const CalibrationSpec& spec, Diagnostics& diagnostics) {
  const bool good = !diagnostics.has(Severity::error);
  for (std::size_t i = 0; good && i < spec.parameters.size(); ++i) {
    const CalibratedParameter& parameter = spec.parameters[i];
    const auto fault_at = [&](double value) {
      const Reading reading = model_at(spec.base, {parameter.path}, {value});
      return reading.ok() ? std::string() : fault_of(reading);
    };
    const double between = parameter.low + (parameter.high - parameter.low) * 0.6180339887498949;
    const std::string broken = fault_at(between);
    if (!broken.empty() && std::floor(between) >= parameter.low && fault_at(std::floor(between)).empty()) {
      diagnostics.error(parameter.place, "'" + parameter.path + "' takes whole numbers, and only what varies smoothly can be fitted: between two whole numbers there is nothing to search, and no curvature from which an error would follow. Sweep it ('headwater sweep') and calibrate the others at each of its values");
      continue;
    }
    for (const double value : {parameter.low, parameter.high, between}) {
      const std::string fault = fault_at(value);
      if (fault.empty()) continue;
      diagnostics.error(parameter.place, "the model breaks within the range of '" + parameter.path + "': at " + to_text(value) + ", " + fault);
      break;
    }
  }
  const Layout layout = compiled_without_log(spec.base).layout;
  for (const CalibrationTarget& target : spec.targets) {
    try {
      const Output output(layout, target.output);
    } catch (const UnknownOutput& error) {
      diagnostics.error(target.place, error.what());
    }
  }
  if (spec.fit.inner != FitSettings::Inner::expected) return;
  const InnerObstacles obstacles = inner_obstacles(spec);
  const std::string advice = "; 'inner: simulation' fits any model";
  for (const Obstacle& one : obstacles.in_model) diagnostics.error(spec.fit.inner_place, "no expected numbers can be worked out: " + one.text + advice);
  for (const Obstacle& one : obstacles.in_targets) diagnostics.error(one.place, "no expected numbers can be worked out: " + one.text + advice);
}

}  // namespace headwater
