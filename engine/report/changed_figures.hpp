// The figures in which one model differs from another, each with its place in the files and what is said of it there.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "scenario/diagnostics.hpp"

namespace headwater {

struct ChangedFigure {
  std::string path;           ///< as in `set` of a scenario: "tiers.clinic.capacity"
  std::string before, after;  ///< as written; "" where there is none, and after "not changed" where only the first model has a dated change
  std::string from;           ///< date of a change, "" where it holds from the beginning
  std::string over;           ///< "365 days" of a ramp, else ""
  std::string place;          ///< "scenario.yaml:12", where the new value is written; "" when not found
  std::string said;           ///< the remark beside or above the new value, and the `source` of a larger part of the model
  std::string said_before;    ///< the remark beside the old one, or the `source` of the element whose figure it is
};

/// Compares two resolved models, settings of the run and texts apart. `inputs` are the files that they were made from, in which
/// places and remarks are looked up.
std::vector<ChangedFigure> changed_figures(const std::string& before, const std::string& after, const std::vector<SourceFile>& inputs);

/// Every figure of a resolved model under its path, as written; settings of the run and texts apart. Dated changes come last, under
/// "PATH from DATE, over 30 days".
std::vector<std::pair<std::string, std::string>> all_figures(const std::string& resolved);

/// The resolved text of the model that the files extend in the end; "" when they extend none.
std::string extended_model(const std::vector<SourceFile>& inputs);

}  // namespace headwater
