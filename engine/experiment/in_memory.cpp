#include "experiment/in_memory.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "experiment/parallel.hpp"
#include "experiment/replicate.hpp"
#include "results/recorder.hpp"

namespace headwater {

double Outcome::value(std::string_view series, std::size_t replication, std::size_t period, std::size_t element,
                      std::size_t group) const {
  for (std::size_t i = 0; i < layout.series.size(); ++i) {
    const SeriesSpec& spec = layout.series[i];
    if (spec.name != series) continue;
    const std::size_t elements = layout.elements(spec.axis);
    const std::size_t groups = spec.by_group ? layout.groups.size() : 1;
    if (period >= layout.period_end.size() || element >= elements || group >= groups) break;
    return records.at(replication).values[layout.offset_of(i) + (period * elements + element) * groups + group];
  }
  throw std::out_of_range("the outcome has no '" + std::string(series) + "' at that position");
}

Outcome run_in_memory(const Model& model, int threads) {
  Outcome outcome{layout_of(model), {}};
  std::vector<Task> tasks;
  for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(model.run.replications); ++i) tasks.push_back({0, i});
  const std::atomic<bool> stop{false};
  run_parallel(tasks, threads, [&](Task task) { return replicate(model, outcome.layout, task.replication); },
               [&](Task, ReplicationRecord record) { outcome.records.push_back(std::move(record)); }, stop);
  std::sort(outcome.records.begin(), outcome.records.end(),
            [](const ReplicationRecord& a, const ReplicationRecord& b) { return a.replication < b.replication; });
  return outcome;
}

}  // namespace headwater
