// A sweep file: which numbers of a model to vary, how, and what to keep of each run.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenario/read.hpp"

namespace headwater {

/// One number of the model that varies.
struct SweepParameter {
  std::string path;            ///< as in `set` of a scenario: "tiers.clinic.capacity"
  std::vector<double> values;  ///< levels, in the order given; or else
  double low = 0, high = 0;    ///< a range; or else
  std::optional<Law> law;      ///< a distribution
  std::optional<double> base;  ///< where it stands when others vary; the model's own value where it is not said
  bool whole = false;          ///< rounded to a whole number
  bool has_range() const { return values.empty() && !law; }
};

enum class SweepKind : std::uint8_t { grid, one_at_a_time, latin_hypercube, sobol, elementary_effects, variance_indices, listed };

/// The name of a kind, as it is written in a file.
std::string_view name_of(SweepKind kind);

struct SweepSpec {
  std::string title;
  SweepKind kind = SweepKind::grid;
  std::vector<SweepParameter> parameters;
  std::vector<std::vector<double>> listed;  ///< design points from a table: [point][parameter]
  std::size_t points = 0;                   ///< of Latin hypercubes and Sobol' points; base points of variance indices
  std::size_t trajectories = 20, levels = 3; ///< of elementary effects; `levels` also of ranges in a grid
  std::uint64_t seed = 1;                   ///< of the design
  bool common_luck = true;                  ///< replication i lives the same luck at every point
  std::vector<std::string> keep;            ///< outputs that are kept of every replication; may be empty
  Description base;                         ///< the model that is varied, with the sweep's `run`
};

struct SweepReading {
  std::vector<Diagnostics> diagnostics;  ///< of the sweep file, and of the model that it varies
  std::optional<SweepSpec> spec;         ///< absent when there are errors
  std::vector<SourceFile> files;         ///< every file that was read
};

/// Reads a sweep file, the model that it varies and the table of points that it names.
SweepReading read_sweep(const std::string& path, const FileReader& files, const RunOverrides& overrides = {});

/// The model at one point: `values` replace those at the parameters' paths. Faults name the path as the place.
Reading at_point(const SweepSpec& spec, const std::vector<double>& values);

}  // namespace headwater
