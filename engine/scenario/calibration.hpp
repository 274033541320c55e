// A calibration file: which numbers of a model are to be fitted to which targets, and how.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenario/read.hpp"

namespace headwater {

/// A number of the model that is not known, within a range.
struct CalibratedParameter {
  std::string path;           ///< as in `set` of a scenario: "tiers.clinic.sojourn.mean_days"
  double low = 0, high = 0;
  double start = 0;           ///< where a local search begins: as given, or the model's own value, or the middle
  std::optional<double> prior_mean, prior_sd;  ///< what is known of it apart from the targets
  Place place;
};

/// What was seen: an output of the model, its value, and how far that may be off.
struct CalibrationTarget {
  std::string output;         ///< as `Output` reads it (results/output.hpp)
  double value = 0;
  double error = 0;           ///< standard deviation, above 0
  bool hold_out = false;      ///< compared with the fitted model, but not fitted
  Place place;
};

struct FitSettings {
  bool global = true;          ///< the whole range is looked through before the local search
  bool simplex = false;        ///< the local search: Nelder and Mead's on subspaces, or by quadratic models
  std::size_t most_evaluations = 0;  ///< of the search
  std::size_t draws = 100;     ///< of the parameters, from what remains uncertain
  std::uint64_t seed = 1;      ///< names the luck of the draws
  /// By what the best values are looked for; `where_possible` is by expected numbers, and by simulation elsewhere.
  enum class Inner : std::uint8_t { where_possible, expected, simulation };
  Inner inner = Inner::where_possible;
  Place inner_place;
};

struct CalibrationSpec {
  std::string title;
  std::string model;           ///< path of the model, as seen from the working folder
  std::vector<CalibratedParameter> parameters;
  std::vector<CalibrationTarget> targets;
  FitSettings fit;
  Description base;            ///< the model, with the calibration's `run`
};

struct CalibrationReading {
  std::vector<Diagnostics> diagnostics;  ///< of the calibration file and its table (first), and of the model
  std::optional<CalibrationSpec> spec;   ///< absent when there is no model; whole only when all is `ok`
  std::vector<SourceFile> files;         ///< every file that was read

  bool ok() const;                       ///< no errors
};

/// Reads a calibration file, its table of targets and the model. Whether targets name outputs of the model is not checked
/// here (see experiment/calibration_checks.hpp).
CalibrationReading read_calibration(const std::string& path, const FileReader& files, const RunOverrides& overrides = {});

/// The model with the parameters at `values`.
Reading at_values(const CalibrationSpec& spec, const std::vector<double>& values);

}  // namespace headwater
