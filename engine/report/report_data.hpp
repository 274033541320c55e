// What a report tells, as numbers: collected from results files, and from sweeps that lie beside them.
//
// Nothing in it is a matter of layout. `report_json.hpp` writes it for the page, `review_record.hpp` for reviewers. What the
// files do not hold is an empty list here, and no section there.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "experiment/comparison.hpp"
#include "report/changed_figures.hpp"
#include "results/results_reader.hpp"
#include "results/sweep_file.hpp"
#include "scenario/description.hpp"
#include "statistics/summary.hpp"

namespace headwater {

/// One quantity over time in one scenario: across replications, by reporting period. Empty where the scenario lacks it.
using Fan = std::vector<Summary>;

/// A quantity of a scenario less the same of the baseline, replication by replication.
struct FanDifference {
  std::vector<Estimate> means;  ///< by period
  Fan spread;                   ///< of the differences across replications, by period
  double baseline = 0, here = 0;  ///< means over the whole time
  PairedComparison overall;     ///< of the means over the whole time
  std::optional<std::size_t> settles;  ///< the period from which on it is clearly on one side of 0 until the end
};

/// The same quantity of several elements (tiers, levels of need, ...), under every scenario.
struct Development {
  std::string name, about, units;
  std::vector<std::string> rows;
  std::vector<std::vector<Fan>> fans;                   ///< [scenario][row]
  std::vector<std::vector<std::optional<FanDifference>>> differences;  ///< [scenario - 1][row]; of `numbers` only
  bool empty() const { return rows.empty(); }
};

/// How many go one way in a year, on average over the whole time.
struct FlowRow {
  Edge edge;
  std::vector<Estimate> per_year;     ///< by scenario
  std::vector<Estimate> difference;   ///< [scenario - 1], paired
};

struct ReportedScenario {
  std::string label, file, about;
  std::size_t index = 0;  ///< in its file
  const ResultsReader* results = nullptr;
  Description model;      ///< what was simulated
  std::vector<ChangedFigure> changes;  ///< against the baseline; of the baseline: against the model that it extends
};

struct ReportData {
  std::string title;                        ///< of the page; the record is that of the baseline
  std::vector<ReportedScenario> scenarios;  ///< the first is the baseline
  Layout layout;                            ///< what all report
  std::vector<std::string> periods;         ///< "2027/28" where they are financial years, else the date of the first day
  std::size_t last_period = 0;              ///< the last that is not much shorter than the others
  std::size_t replications = 0;             ///< of each scenario that are told of: as many as all have
  std::string counted;                      ///< "children" or "cases"
  std::string headline;                     ///< the row of `numbers` that the answer is about
  Development numbers, waiting, waits, hidden, above_need, again;
  std::vector<FlowRow> flows;
  std::vector<SweepResults> sweeps;
  std::vector<std::string> sweep_files;
};

/// The name of the row that sums up all tiers of kind `placement`.
inline constexpr const char* all_placements = "all placements";

/// Collects. `files` and `sweeps` must outlive the answer. `about` names the tier (or `all_placements`) of the answer; "" leaves the choice
/// to the program: all placements, or else the tier that changes most. Throws `ResultsError`, `CannotJoin` and `UnknownOutput` with
/// one sentence where files do not go together or a name is unknown.
ReportData collect_report(const std::vector<ResultsReader>& files, std::vector<SweepResults> sweeps, std::vector<std::string> sweep_files, const std::string& about);

/// The first element from which on all intervals up to `last` lie on the same side of 0; none if that of `last` holds 0.
std::optional<std::size_t> settled_from(const std::vector<Estimate>& means, std::size_t last);

}  // namespace headwater
