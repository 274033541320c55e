// The series that a model with money has besides the others: what a ledger says, as part of a record.
#pragma once

#include <functional>
#include <vector>

#include "finance/ledger.hpp"
#include "results/layout.hpp"

namespace headwater {

/// In their order; none without money.
std::vector<SeriesSpec> cost_series(const Money& money);

/// Writes the period that has ended: `cell(series, element)`, series counted from 0 in the order of `cost_series`.
void write_costs(const Ledger& ledger, const std::function<double&(std::size_t series, std::size_t element)>& cell);

}  // namespace headwater
