// Costs as tables and as JSON, for `headwater show`.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "report/json_writer.hpp"
#include "results/results_reader.hpp"

namespace headwater {

/// Pounds by line and in all, across replications; with `by_year` for each financial year. Nothing where the results have
/// no costs.
void print_costs(std::ostream& out, const ResultsReader& results, std::size_t scenario, bool by_year);

/// The mean of every line and of all, a column for each file (its first scenario). Nothing where none has costs.
void print_costs_side_by_side(std::ostream& out, const std::vector<ResultsReader>& files, const std::vector<std::string>& names);

/// Under the key "costs", of the object that is being written: by line, and under "total", the pence of the whole time.
void print_costs_json(JsonWriter& json, const ResultsReader& results, std::size_t scenario);

}  // namespace headwater
