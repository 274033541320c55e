// Scenarios compared with the first of them, output by output, replication by replication under the same luck.
#pragma once

#include <string>
#include <vector>

#include "results/results_reader.hpp"
#include "statistics/paired.hpp"

namespace headwater {

/// One scenario in one results file. Labels differ.
struct Side {
  const ResultsReader* results;
  std::size_t scenario;
  std::string label;
};

/// One output of one alternative against the baseline. Times are in days.
struct Compared {
  std::string output, units;
  bool in_part;                ///< the results cover only a part of the year or month that the output names
  std::string alternative;     ///< label of the scenario
  double baseline, value;      ///< means over the replications in which both exist
  PairedComparison pairs;      ///< alternative - baseline
  double p_adjusted = 0;       ///< by Holm over all rows of the comparison
  std::string why_little;      ///< where pairing removed less than half of the variance: the reason; else empty
};

/// Compares every side with the first. What a side does not have (a tier that only an alternative adds) is NaN there, and a
/// count of it 0, as when the scenarios are run into one file. Of two sides with different numbers of replications the first
/// that both have are compared. Throws `ResultsError` where the sides do not live the same luck over the same time (seed,
/// generator, warm-up), `CannotJoin` where they report differently, and `UnknownOutput` for a name that no side has.
/// With `leave_out_nought`, outputs that are 0 (or nothing) in every replication of every side are no rows.
std::vector<Compared> compare(const std::vector<Side>& sides, const std::vector<std::string>& outputs, double level, bool leave_out_nought = false);

/// What the sides report, each in its own file.
std::vector<Layout> layouts_of(const std::vector<Side>& sides);

/// `names` by year: each as "NAME@2027/28" for every financial year (as "NAME@2027" where years begin in January), save
/// those that name a time themselves. As they are where the whole time has but one year.
std::vector<std::string> by_year(const Layout& layout, const std::vector<std::string>& names);

}  // namespace headwater
