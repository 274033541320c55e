// Replications on threads. Each is a pure function of its number, so nothing about the result depends on how many
// threads there are or in which order they finish.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <vector>

#include "pathway/model.hpp"
#include "results/layout.hpp"

namespace headwater {

/// Runs the replications in `numbers` on `threads` threads and hands every record to `finished`, one call at a time,
/// in the order in which they finish. No new replication begins once `stop` is true; those that have begun are
/// finished. An exception in a replication or in `finished` ends the whole and is thrown here.
void run_parallel(const Model& model, const Layout& layout, const std::vector<std::uint32_t>& numbers, int threads,
                  const std::function<void(ReplicationRecord)>& finished, const std::atomic<bool>& stop);

}  // namespace headwater
