// A model of which some numbers vary: what sweeps and calibrations have in common.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/read.hpp"
#include "scenario/yaml_tree.hpp"

namespace headwater {

/// A path of another file, as seen from the file that names it.
std::string path_beside(const std::string& file, const std::string& path);

/// The model that `file` names under `key`, with `run` of that file (may be nullptr) over its own. Nothing, and a report at
/// `place`, when there is no such file. The first of the reading's files is a made-up one that holds `run`.
std::optional<Reading> read_varied(const std::string& file, std::string_view key, const std::string& model, Place place, const Value* run,
                                   const FileReader& files, const RunOverrides& overrides, Diagnostics& diagnostics);

/// What stands at a path of the model.
struct NumberAt {
  std::optional<double> number;
  bool faulty = false;  ///< there is no such path, or no number at it; this has been reported
};
/// The numbers at `paths`; a path whose last key is optional and not given has neither number nor fault. Only numbers of
/// elements can vary, each under one path; a number that a dated change sets as well gets a warning.
std::vector<NumberAt> numbers_at(const Description& model, const std::vector<Value::Key>& paths, Diagnostics& diagnostics);

/// The model with other numbers at `paths`. Faults name the path as the place.
Reading model_at(const Description& model, const std::vector<std::string>& paths, const std::vector<double>& values);

/// A scenario of these keys, as YAML.
std::string scenario_text(const std::vector<std::pair<std::string, Value>>& items);

/// A map from `paths` to `values`, and a text, as values of such a scenario.
Value numbers_by_path(const std::vector<std::string>& paths, const std::vector<double>& values);
Value text_value(std::string text);

}  // namespace headwater
