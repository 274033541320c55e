// Results as a workbook (.xlsx): what was assumed first, then a sheet for each question.
//
// Numbers are numbers, texts are texts, and totals of costs are formulas. All sheets have a row for each thing that is told of,
// labelled with its scenario, and a column for each stretch of time.
#pragma once

#include <string>

#include "results/results_reader.hpp"

namespace headwater {

/// Writes the workbook to `path`, whatever is there, under another name until it is complete. Throws `ResultsError`, or `FailedWrite` where the machine fails.
void write_workbook(const std::string& path, const ResultsReader& results);

}  // namespace headwater
