#include "experiment/warm_up_search.hpp"

#include "experiment/parallel.hpp"
#include "experiment/replicate.hpp"
#include "pathway/compile.hpp"
#include "results/output.hpp"
#include "results/recorder.hpp"

namespace headwater {

WarmUpSearch search_warm_up(const Description& description, const std::vector<std::string>& names, int threads) {
  Description from_empty = description;
  from_empty.run.warm_up = 0;
  from_empty.run.event_log = false;
  const Model model = compile(from_empty);
  const Layout layout = layout_of(model);
  std::vector<Output> outputs;
  for (const std::string& name : names.empty() ? usual_outputs(layout) : names) outputs.emplace_back(layout, name);

  const auto replications = static_cast<std::uint32_t>(model.run.replications);
  std::vector<std::vector<std::vector<double>>> values(outputs.size(), std::vector<std::vector<double>>(replications));
  std::vector<Task> tasks;
  for (std::uint32_t i = 0; i < replications; ++i) tasks.push_back({0, i});
  const std::atomic<bool> stop{false};
  run_parallel(tasks, threads, [&](Task task) { return replicate(model, layout, task.replication); },
               [&](Task task, const ReplicationRecord& record) {
                 for (std::size_t i = 0; i < outputs.size(); ++i) values[i][task.replication] = outputs[i].by_period(layout, record.values);
               }, stop);

  WarmUpSearch search{layout.period_start, layout.period_end, {}};
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    WarmUpOfOutput one{outputs[i].name(), outputs[i].units(), mean_series(values[i]), std::nullopt};
    one.mser = mser_5(one.mean);
    search.outputs.push_back(std::move(one));
  }
  return search;
}

}  // namespace headwater
