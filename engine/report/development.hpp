// A quantity over time under every scenario, from the values of all replications.
#pragma once

#include <functional>
#include <vector>

#include "report/report_data.hpp"

namespace headwater {

/// The values of one row in one scenario: [replication][period], of as many replications as all scenarios have. Empty where the scenario lacks it.
using RowValues = std::vector<double>;

/// What is to be known of a scenario: the values of every row, in the order of `Development::rows`.
using ValuesOf = std::function<std::vector<RowValues>(const ReportedScenario&)>;

/// Fills `fans`, and with `compared` also `differences`, of `development`, whose rows are given. Rows that are below `least` in the mean of every period and
/// scenario are left out. Holds the values of two scenarios at a time.
void develop(Development& development, const ReportData& data, const ValuesOf& values_of, double least, bool compared = false);

}  // namespace headwater
