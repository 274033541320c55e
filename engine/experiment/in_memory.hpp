// Runs a model and keeps the outcome in memory: for programs that use the engine as a library, and for tests.
#pragma once

#include <string_view>
#include <vector>

#include "pathway/model.hpp"
#include "results/layout.hpp"

namespace headwater {

struct Outcome {
  Layout layout;
  std::vector<ReplicationRecord> records;  ///< in order of replication

  /// One number: `series` by name, the replication's and the period's position, and the position of the tier (edge,
  /// source, exit) in the layout. Throws `std::out_of_range` when there is no such number.
  double value(std::string_view series, std::size_t replication, std::size_t period, std::size_t element,
               std::size_t group = 0) const;
};

/// Runs all replications of `model` on `threads` threads.
Outcome run_in_memory(const Model& model, int threads = 1);

}  // namespace headwater
