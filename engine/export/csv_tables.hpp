// Results as tidy tables: every row is one number and what it is a number of.
//
// quantities.csv    what each quantity of series.csv is, and its unit
// series.csv        every series by reporting period, as it is summed up across replications in the results file
// costs.csv         pounds by line and financial year, across replications (results with costs)
// differences.csv   what differs from the first scenario, paired replication by replication (results of several scenarios)
// replications.csv  every series by reporting period in every replication (if asked for)
//
// RFC 4180, UTF-8. What does not exist is an empty cell; without end (places without limit) is "inf". Texts of users that a
// spreadsheet would take for formulas get an apostrophe before them (csv_cell.hpp).
#pragma once

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "results/results_reader.hpp"

namespace headwater {

struct CsvTable {
  std::string file;  ///< "series.csv"
  std::function<void(std::ostream&)> write;
};

/// The tables of `results`, which must outlive them.
std::vector<CsvTable> csv_tables(const ResultsReader& results, bool replications);

/// The names of all tables that there can be.
std::vector<std::string> csv_table_names();

}  // namespace headwater
