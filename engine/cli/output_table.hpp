// Named outputs of one run across its replications: mean, quantiles and chances, each with its confidence interval.
#pragma once

#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "results/results_reader.hpp"

namespace headwater {

struct OutputQuestion {
  std::vector<std::string> outputs;  ///< as results/output.hpp names them
  std::optional<double> above;       ///< how likely is more than this
  double level = 0.95;
};

/// Throws `UnknownOutput`.
void print_outputs(std::ostream& out, const ResultsReader& results, const OutputQuestion& question);
void print_outputs_json(std::ostream& out, const ResultsReader& results, const OutputQuestion& question);

}  // namespace headwater
