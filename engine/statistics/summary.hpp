// Summaries of one quantity across replications.
//
// A value that does not exist in a replication is NaN and is left out; when it exists in none, so is its
// summary.
#pragma once

#include <array>
#include <vector>

namespace headwater {

/// The quantiles that stand beside every series.
inline constexpr std::array<double, 5> summary_quantiles = {0.05, 0.25, 0.5, 0.75, 0.95};

struct Summary {
  double mean;
  double sd;  ///< divided by n - 1; NaN for fewer than two values
  std::array<double, summary_quantiles.size()> quantiles;
};

/// Sums run in the order of the values; quantiles are those of quantile.hpp. Costs O(n); reorders `values`.
Summary summarise(std::vector<double>& values);

}  // namespace headwater
