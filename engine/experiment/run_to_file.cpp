#include "experiment/run_to_file.hpp"

#include <deque>
#include <filesystem>
#include <map>
#include <set>

#include "experiment/joined_layout.hpp"
#include "experiment/parallel.hpp"
#include "experiment/replicate.hpp"
#include "experiment/stopwatch.hpp"
#include "experiment/until.hpp"
#include "experiment/version.hpp"
#include "pathway/compile.hpp"
#include "results/journal.hpp"
#include "results/record_bytes.hpp"
#include "results/recorder.hpp"
#include "results/results_error.hpp"

namespace headwater {

namespace {

/// The plan's record in the journal of a shard.
constexpr Task plan_task = {0xffffffff, 0};

/// A plan made ready to be simulated.
class Prepared {
 public:
  explicit Prepared(const Plan& plan) : plan_(plan) {
    for (const Plan::Scenario& scenario : plan.scenarios) {
      models_.push_back(compile(scenario.description));
      layouts_.push_back(layout_of(models_.back()));
    }
    layout_ = joined(layouts_);
    for (const Layout& own : layouts_) fittings_.emplace_back(own, layout_);
  }

  const Plan& plan() const { return plan_; }
  const Layout& layout() const { return layout_; }
  const RunSpec& run() const { return plan_.scenarios[0].description.run; }
  std::uint32_t scenarios() const { return static_cast<std::uint32_t>(models_.size()); }
  std::uint32_t most_replications() const { return static_cast<std::uint32_t>(run().replications); }

  ReplicationRecord simulate(Task task) const {
    return fittings_[task.variant].fit(replicate(models_[task.variant], layouts_[task.variant], task.replication));
  }

 private:
  const Plan& plan_;
  std::deque<Model> models_;
  std::vector<Layout> layouts_;
  Layout layout_;
  std::deque<Fitting> fittings_;
};

/// Scenario beside scenario, so that pairs are complete early.
std::vector<Task> tasks_of(const Prepared& prepared, Shard shard = {}) {
  std::vector<Task> tasks;
  for (std::uint32_t i = shard.number - 1; i < prepared.most_replications(); i += shard.step())
    for (std::uint32_t scenario = 0; scenario < prepared.scenarios(); ++scenario) tasks.push_back({scenario, i});
  return tasks;
}

RunResult write(const Prepared& prepared, const RunJob& job, std::size_t replications, const Until& until, double seconds,
                const std::function<std::string(Task)>& read) {
  const Plan& plan = prepared.plan();
  const Description& first = plan.scenarios[0].description;
  RunResult result;
  RunFacts facts;
  facts.title = plan.title;
  facts.scenarios.clear();
  for (const Plan::Scenario& scenario : plan.scenarios) {
    facts.scenarios.push_back(scenario.label);
    facts.resolved.push_back(scenario.description.resolved);
  }
  facts.replications = replications;
  facts.seed = first.run.seed;
  facts.generator = first.run.generator == Generator::philox ? "philox" : "keyed_hash";
  facts.warm_up = first.run.warm_up;
  facts.horizon = first.horizon;
  facts.precision = until.in_words();
  facts.inputs = plan.inputs;
  facts.show_unit = first.show_unit;
  facts.version = engine_version;
  facts.commit = engine_commit;
  facts.threads = job.threads;
  facts.seconds = seconds;
  const auto records = [&](std::size_t scenario, std::size_t replication) {
    ReplicationRecord record = record_from_bytes(read({static_cast<std::uint32_t>(scenario), static_cast<std::uint32_t>(replication)}));
    result.model_events += record.model_events;
    return record;
  };
  result.content_hash = write_results(job.output, prepared.layout(), facts, records, job.force);
  result.complete = true;
  result.replications = replications;
  result.done = replications * prepared.scenarios();
  if (!until.reached()) result.not_precise = until.in_words();
  return result;
}

}  // namespace

void note_dropped(const RunJob& job, const std::string& path, const Journal& journal, const std::string& kept) {
  if (journal.dropped_bytes() == 0 || !job.note) return;
  job.note(path + ": a record was cut short or has been damaged; the " + kept + " before it are kept, and it and what came after it (" +
           std::to_string(journal.dropped_bytes()) + " bytes) is simulated again");
}

Layout layout_of(const Plan& plan) { return Prepared(plan).layout(); }

RunResult run_to_file(const Plan& plan, const RunJob& job) {
  const Stopwatch stopwatch;
  require_writable(job.output, job.force);
  const Prepared prepared(plan);
  Until until(prepared.run(), prepared.layout(), prepared.scenarios());
  const std::string path = journal_path(job.output, job.shard);
  const bool is_shard = job.shard.is_part();
  if (is_shard && !prepared.run().until.empty())
    throw ResultsError("a shard cannot know when the others have made the result precise enough: leave 'until' out of 'run', and say how many replications there are to be");
  Journal journal(path, fingerprint_of(plan), job.resume ? Journal::Left::carry_on : job.force ? Journal::Left::begin_anew : Journal::Left::refuse);
  note_dropped(job, path, journal, std::to_string(journal.size() - (journal.has(plan_task) ? 1 : 0)) + " replications");
  if (is_shard && !journal.has(plan_task)) journal.append(plan_task, to_bytes(plan));

  const std::vector<Task> tasks = tasks_of(prepared, job.shard);
  std::vector<Task> missing;
  for (const Task task : tasks) {
    if (!journal.has(task)) {
      missing.push_back(task);
    } else if (!until.empty()) {
      until.add(task, record_from_bytes(journal.read(task)).values);
    }
  }
  const std::size_t resumed = tasks.size() - missing.size();
  RunResult result;
  result.done = resumed;
  std::atomic<bool> stop{until.decided()};
  const auto keep = [&](Task task, const ReplicationRecord& record) {
    journal.append(task, to_bytes(record));
    ++result.done;
    until.add(task, record.values);
    if (job.progress) job.progress({result.done, resumed, tasks.size(), stopwatch.seconds()});
    if (until.decided() || (job.stopped && job.stopped())) stop = true;
  };
  const auto kept = [&](const FailedWrite& error) {
    return FailedWrite(std::string(error.what()) + "; " + std::to_string(result.done) + " of " + std::to_string(tasks.size()) + " replications are kept in " + path +
                       ", and --resume carries on from them");
  };
  try {
    run_parallel(missing, job.threads, [&](Task task) { return prepared.simulate(task); }, keep, stop);
  } catch (const FailedWrite& error) {
    if (result.done > 0) throw kept(error);
    journal.remove();
    throw;
  } catch (...) {
    if (result.done == 0) journal.remove();  // nothing to carry on from
    throw;
  }
  if (!until.decided() && result.done < tasks.size()) return result;
  if (is_shard) {
    result.complete = true;
    result.seconds = stopwatch.seconds();
    return result;
  }
  try {
    result = write(prepared, job, until.replications(), until, stopwatch.seconds(), [&](Task task) { return journal.read(task); });
  } catch (const FailedWrite& error) {
    throw kept(error);
  }
  journal.remove();
  result.seconds = stopwatch.seconds();
  return result;
}

RunResult merge_to_file(const std::vector<std::string>& paths, const RunJob& job) {
  const Stopwatch stopwatch;
  require_writable(job.output, job.force);
  Shards shards(paths, plan_task, job.output);
  const Plan plan = plan_from_bytes(shards.plan(), shards.first_path());
  if (fingerprint_of(plan) != shards.fingerprint())
    throw ResultsError(shards.first_path() + ": made by another version of the program; shards are merged by the version that made them");
  const Prepared prepared(plan);
  shards.require_all(tasks_of(prepared), "replications", &Task::replication);
  const Shards::Writing writing(job.output);
  const Until until(prepared.run(), prepared.layout(), prepared.scenarios());
  RunResult result = write(prepared, job, until.replications(), until, 0, [&](Task task) { return shards.read(task); });
  result.seconds = stopwatch.seconds();
  return result;
}

}  // namespace headwater
