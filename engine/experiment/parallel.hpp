// Tasks on threads. Each is a pure function of scenario and number, so nothing about the result depends on how many
// threads there are or in which order they finish.
#pragma once

#include <atomic>
#include <functional>
#include <span>

#include "results/journal.hpp"
#include "results/layout.hpp"

namespace headwater {

/// Does `tasks` by `simulate` on `threads` threads, beginning them in their order, and hands every record to `finished`,
/// one call at a time, in the order in which they finish. No new task begins once `stop` is true; those that have begun
/// are finished. An exception in `simulate` or in `finished` ends the whole and is thrown here.
void run_parallel(std::span<const Task> tasks, int threads, const std::function<ReplicationRecord(Task)>& simulate,
                  const std::function<void(Task, ReplicationRecord)>& finished, const std::atomic<bool>& stop);

}  // namespace headwater
