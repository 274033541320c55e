// What a sweep has shown, as tables, JSON and CSV.
#pragma once

#include <ostream>

#include "results/sweep_file.hpp"

namespace headwater {

/// The analysis that belongs to the kind of design (swings, elementary effects, indices, shares of parameters and chance),
/// or else the points with the means of their outputs.
void print_sweep(std::ostream& out, const SweepResults& sweep);
void print_sweep_json(std::ostream& out, const SweepResults& sweep);

/// One line for each replication of each point: point, parameters, replication, outputs (RFC 4180).
void write_sweep_csv(std::ostream& out, const SweepResults& sweep);

}  // namespace headwater
