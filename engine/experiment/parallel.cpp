#include "experiment/parallel.hpp"

#include <algorithm>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace headwater {

void run_parallel(std::span<const Task> tasks, int threads, const std::function<ReplicationRecord(Task)>& simulate,
                  const std::function<void(Task, ReplicationRecord)>& finished, const std::atomic<bool>& stop) {
  std::atomic<std::size_t> next{0};
  std::atomic<bool> failed{false};
  std::exception_ptr failure;
  std::mutex one_at_a_time;  // guards `finished` and `failure`

  const auto work = [&] {
    while (!stop && !failed) {
      const std::size_t i = next++;
      if (i >= tasks.size()) return;
      try {
        ReplicationRecord record = simulate(tasks[i]);
        const std::lock_guard lock(one_at_a_time);
        finished(tasks[i], std::move(record));
      } catch (...) {
        const std::lock_guard lock(one_at_a_time);
        if (!failed) failure = std::current_exception();
        failed = true;
      }
    }
  };

  std::vector<std::thread> others;
  const std::size_t wanted = std::min(tasks.size(), static_cast<std::size_t>(std::max(1, threads)));
  try {
    for (std::size_t i = 1; i < wanted; ++i) others.emplace_back(work);
  } catch (const std::system_error&) {
    // The system gives no more threads: those that there are do the work.
  }
  work();
  for (std::thread& thread : others) thread.join();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace headwater
