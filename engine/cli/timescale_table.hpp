// Timescales as a table, for `headwater show`.
#pragma once

#include <ostream>

#include "results/results_reader.hpp"

namespace headwater {

/// Who was in time over the whole of it, and who is late at the end. Nothing where the results have no timescales.
void print_timescales(std::ostream& out, const ResultsReader& results, std::size_t scenario);

}  // namespace headwater
