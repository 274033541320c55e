// The sheets of a workbook.
#pragma once

#include "export/sheet.hpp"
#include "results/results_reader.hpp"

namespace headwater {

/// What was run, at which prices, and every figure that a scenario changes.
void add_assumptions(Workbook& book, const ResultsReader& results);

/// Who is in each tier, who comes, and who waits, by year and across replications; with charts.
void add_questions(Workbook& book, const ResultsReader& results);

/// Costs: their means, with a chart; the ledger of the first replication; and quantiles. Nothing where the results have none.
void add_costs(Workbook& book, const ResultsReader& results);

/// Every figure of the model, a column for each scenario.
void add_all_figures(Workbook& book, const ResultsReader& results);

}  // namespace headwater
