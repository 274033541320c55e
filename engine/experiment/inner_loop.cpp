#include "experiment/inner_loop.hpp"

#include <algorithm>
#include <cmath>

#include "expected/expected.hpp"
#include "experiment/point_models.hpp"
#include "results/output.hpp"
#include "results/results_error.hpp"
#include "scenario/number.hpp"

namespace headwater {

namespace {

constexpr double worth_halving = 0.02;      ///< of a target's error
constexpr std::size_t fewest_cells = 200, most_cells = 8192;
constexpr std::uint64_t most_steps_taken = 400'000;  ///< by all passages of one evaluation: some seconds

std::vector<double> outputs_of(const CalibrationSpec& spec, const PointModel& there, const ReplicationRecord& record) {
  std::vector<double> outputs;
  for (const CalibrationTarget& target : spec.targets) outputs.push_back(Output(there.layout, target.output).of(there.layout, record.values));
  return outputs;
}

double most_moved(const CalibrationSpec& spec, const std::vector<double>& a, const std::vector<double>& b) {
  double most = 0;
  for (std::size_t k = 0; k < a.size(); ++k)
    if (!std::isnan(a[k]) && !std::isnan(b[k])) most = std::max(most, std::fabs(a[k] - b[k]) / spec.targets[k].error);
  return most;
}

}  // namespace

std::string fitted_point_text(const CalibrationSpec& spec, const std::vector<double>& values) {
  std::string text;
  for (std::size_t i = 0; i < values.size() && i < 6; ++i) text += (i == 0 ? "" : ", ") + spec.parameters[i].path + " = " + to_text(values[i]);
  return text + (values.size() > 6 ? ", ..." : "");
}

std::string fault_of(const Reading& reading) {
  for (const Diagnostic& one : reading.diagnostics.all())
    if (one.severity == Severity::error) return one.message;
  return "no model";
}

Description description_at(const CalibrationSpec& spec, const std::vector<double>& values) {
  Reading reading = at_values(spec, values);
  if (!reading.ok()) throw ResultsError("with " + fitted_point_text(spec, values) + ": " + fault_of(reading));
  return std::move(*reading.description);
}

InnerObstacles inner_obstacles(const CalibrationSpec& spec) {
  InnerObstacles found;
  found.in_model = obstacles_to_expectation(spec.base);
  const Layout layout = compiled_without_log(spec.base).layout;
  for (const CalibrationTarget& target : spec.targets) {
    try {
      const std::string& series = layout.series[Output(layout, target.output).series()].name;
      const auto& known = expected_series();
      if (std::find(known.begin(), known.end(), series) == known.end()) found.in_targets.push_back({target.place, "'" + series + "' of target '" + target.output + "' is known by simulation only"});
    } catch (const UnknownOutput&) {
    }
  }
  return found;
}

bool by_expectation(const CalibrationSpec& spec) { return spec.fit.inner != FitSettings::Inner::simulation && inner_obstacles(spec).none(); }

std::vector<double> expected_outputs(const CalibrationSpec& spec, const std::vector<double>& values, double step) {
  const Description description = description_at(spec, values);
  const PointModel there = compiled_without_log(description);
  return outputs_of(spec, there, expected_record(description, there.model, there.layout, step));
}

double step_for(const CalibrationSpec& spec, const std::vector<double>& values) {
  const Description description = description_at(spec, values);
  const PointModel there = compiled_without_log(description);
  const std::uint64_t grows = needs_cohorts(description, there.model) ? 8 : 4;  // as the step is halved
  double step = 1;
  while (cells_for(there.model, step) < fewest_cells) step /= 2;
  while (cells_for(there.model, 2 * step) >= fewest_cells) step *= 2;
  ReplicationRecord coarse = expected_record(description, there.model, there.layout, step);
  while (cells_for(there.model, step / 2) <= most_cells && grows * coarse.model_events <= most_steps_taken) {
    ReplicationRecord fine = expected_record(description, there.model, there.layout, step / 2);
    if (most_moved(spec, outputs_of(spec, there, coarse), outputs_of(spec, there, fine)) <= worth_halving) break;
    step /= 2;
    coarse = std::move(fine);
  }
  return step;
}

double moved_by_half(const CalibrationSpec& spec, const std::vector<double>& values, double step) { return most_moved(spec, expected_outputs(spec, values, step), expected_outputs(spec, values, step / 2)); }

}  // namespace headwater
