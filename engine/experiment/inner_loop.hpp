// By what a calibration looks for its best values: by expected numbers, without noise, where the model and the targets allow
// it, or by simulation.
#pragma once

#include <string>
#include <vector>

#include "expected/obstacles.hpp"
#include "results/layout.hpp"
#include "scenario/calibration.hpp"

namespace headwater {

/// What stands in the way of expected numbers. Places of targets are in the calibration's files, others in the model's.
struct InnerObstacles {
  std::vector<Obstacle> in_model, in_targets;
  bool none() const { return in_model.empty() && in_targets.empty(); }
  std::string first() const { return none() ? "" : (in_model.empty() ? in_targets : in_model)[0].text; }
};

/// Targets that name no output are passed over.
InnerObstacles inner_obstacles(const CalibrationSpec& spec);

/// Whether the best values are looked for by expected numbers: wherever that is possible, unless the file says otherwise.
bool by_expectation(const CalibrationSpec& spec);

/// The targets' outputs with the parameters at `values`, expected in steps of `step` days. Throws `ResultsError` where there is
/// no model.
std::vector<double> expected_outputs(const CalibrationSpec& spec, const std::vector<double>& values, double step);

/// The longest step, a power of two in days, of which the half moves no target at `values` by more than a fiftieth of its
/// error; or the shortest that is thought worth its cost.
double step_for(const CalibrationSpec& spec, const std::vector<double>& values);

/// By how much half the step moves the targets at `values`: the most, in their errors.
double moved_by_half(const CalibrationSpec& spec, const std::vector<double>& values, double step);

/// The model with the parameters at `values`, or a `ResultsError` that says why there is none.
Description description_at(const CalibrationSpec& spec, const std::vector<double>& values);

/// "a.b = 1, c.d = 2" for messages: the parameters at `values`.
std::string fitted_point_text(const CalibrationSpec& spec, const std::vector<double>& values);

/// The first error of a reading.
std::string fault_of(const Reading& reading);

}  // namespace headwater
