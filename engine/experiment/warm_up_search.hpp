// How long a model takes to forget that it began empty.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenario/description.hpp"
#include "statistics/warm_up.hpp"

namespace headwater {

/// One output, period by period from the moment when nobody is in the model.
struct WarmUpOfOutput {
  std::string output, units;
  std::vector<double> mean;          ///< across replications, by period
  std::optional<WarmUp> mser;        ///< none where there are fewer than ten periods, or a period has no value
};

struct WarmUpSearch {
  std::vector<double> period_start, period_end;  ///< days
  std::vector<WarmUpOfOutput> outputs;
};

/// Runs all replications without the model's own warm-up and applies MSER-5 to each output's mean. Outputs are named as in
/// results/output.hpp, without '@'; throws `UnknownOutput`.
WarmUpSearch search_warm_up(const Description& description, const std::vector<std::string>& outputs, int threads);

}  // namespace headwater
