// Scenarios compared with the first of them, output by output, replication by replication under the same luck.
#pragma once

#include <string>
#include <vector>

#include "results/results_reader.hpp"
#include "statistics/paired.hpp"

namespace headwater {

/// One scenario in one results file.
struct Side {
  const ResultsReader* results;
  std::size_t scenario;
  std::string label;
};

/// One output of one alternative against the baseline. Times are in days.
struct Compared {
  std::string output, units;
  std::string alternative;     ///< label of the scenario
  double baseline, value;      ///< means over the replications in which both exist
  PairedComparison pairs;      ///< alternative - baseline
  double p_adjusted = 0;       ///< by Holm over all rows of the comparison
  std::string why_little;      ///< where pairing removed less than half of the variance: the reason; else empty
};

/// Throws `ResultsError` where the sides do not live the same luck (seed, generator), and `UnknownOutput` for a name that is
/// not in every side. Sides with more replications than another are cut to the first that all have.
std::vector<Compared> compare(const std::vector<Side>& sides, const std::vector<std::string>& outputs, double level);

/// The outputs of `names` by financial year (where the whole time has more than one), each as "NAME@2027/28".
std::vector<std::string> by_year(const Layout& layout, const std::vector<std::string>& names);

}  // namespace headwater
