// A calibration from its file to fitted parameters with their uncertainty.
//
//   search ──► slopes and Gauss-Newton steps ──► uncertainty ──► profiles ──► draws, run through the model
//
// Best values, slopes and profiles are found by expected numbers where the model and the targets allow it, else by simulation
// (inner_loop.hpp); the model at the best values and the draws are simulated in any case.
//
// What is minimised is the sum of squares of (value - mean over replications) / error over the fitted targets, and of
// (parameter - mean) / sd over the priors, under common luck. Slopes are central differences over about two standard errors
// on each side (the other parameters known), but no less than a fiftieth and no more than a tenth of the range. A target that has no value at a point counts there as a thousand errors off.
#pragma once

#include <optional>

#include "experiment/evaluator.hpp"
#include "fit/uncertainty.hpp"

namespace headwater {

struct FittedParameter {
  std::string path;
  double low, high;              ///< its range
  double value;
  double standard_error;         ///< in its own unit
  double interval_low, interval_high;  ///< 95 %, cut to the range
  bool at_end = false;           ///< the best value is an end of the range, or as good as
  bool weak = false;             ///< the standard error is above that of a range of which nothing else is known
};

/// How the sum of squares rises as one parameter leaves its best value.
struct ProfilePoint {
  double value;                  ///< of the parameter
  double rise;                   ///< of the sum of squares; the others are moved as the slopes say, not fitted anew
  double expected;               ///< if the model were linear
};

struct FittedTarget {
  std::string output, units;
  double seen, error;
  bool held_out;
  std::optional<double> expected;  ///< at the best values, where these were looked for by expected numbers
  double model;                  ///< mean over replications at the best values
  double model_error;            ///< its standard error, by chance
  bool astray = false;           ///< `model` is further from `expected` than chance takes it once in 10,000 times
  double residual;               ///< (seen - expected, or model) / error
  std::vector<double> slopes;    ///< change in errors as each parameter goes through its range, by its slope
  std::vector<double> slope_errors;
  bool informs = false;          ///< some slope is at least 1, and more than twice its standard error
  double draws_mean, draws_sd;   ///< of the model over the draws
  double draws_low, draws_high;  ///< 2.5 % and 97.5 % of what would be seen: draws of the model, with the target's error
  double place;                  ///< share of what would be seen that lies below what was seen
  double surprise;               ///< (seen - draws_mean) / sqrt(error^2 + draws_sd^2)
};

struct ChiSquare {
  double value = 0;
  long degrees = 0;              ///< targets and priors less what was fitted to them; 0 or less: there is nothing to judge by
  double chance = 1;             ///< of a value as large, if all errors are as stated; 1 where degrees are 0 or less
};

/// By what the best values were looked for.
struct InnerLoop {
  bool expected = false;         ///< by expected numbers; else by simulation
  std::string why_simulated;     ///< why not by expected numbers; empty when the file asks for simulation
  double step = 0;               ///< of expected numbers, days
  double moved_by_half = 0;      ///< the most that half the step moves a target at the best values, in its errors
};

struct CalibrationResult {
  bool complete = false;         ///< false when it was stopped: then only `parameters[].value` and `sum_of_squares` hold
  bool settled = false;          ///< the search ended of itself
  double sum_of_squares = 0;     ///< at the best values, priors included
  InnerLoop inner;
  std::vector<FittedParameter> parameters;
  std::vector<FittedTarget> targets;
  Uncertainty uncertainty;
  std::vector<std::vector<ProfilePoint>> profiles;  ///< [parameter]
  /// The model does not meet what it was fitted to: chance below 0.001, or, without degrees of freedom, residuals of 2 on average.
  bool unmet() const { return fitted.degrees > 0 ? fitted.chance < 0.001 : fitted.value > 4 * static_cast<double>(targets.size()); }
  ChiSquare fitted, held_out;    ///< of fitted targets and priors; of held-out targets, with the spread of the draws
  std::vector<std::vector<double>> draws;           ///< [draw][parameter]
  std::size_t evaluations = 0, expectations = 0, resumed = 0, replications = 0;  ///< evaluations: of both kinds
  std::uint64_t model_events = 0;
};

/// At most so many evaluations a calibration takes, of each kind.
struct MostEvaluations {
  std::size_t expected = 0, simulated = 0;
};
MostEvaluations most_evaluations(const CalibrationSpec& spec);

/// Does the calibration. Same bits for any number of threads, and after any number of interruptions. The journal goes when
/// `written` has returned. Throws as `Evaluator` does.
CalibrationResult calibrate(const CalibrationSpec& spec, const RunJob& job, const std::function<void(const CalibrationResult&)>& written = {});

/// A scenario that extends the model (its path as seen from the working folder) and sets the fitted values; `output` is where
/// the scenario will lie, `made_from` the calibration file.
std::string fitted_scenario(const CalibrationSpec& spec, const CalibrationResult& result, const std::string& output, const std::string& made_from);

/// The draws as a CSV table that a sweep of kind `listed` reads.
std::string draws_table(const CalibrationResult& result);

}  // namespace headwater
