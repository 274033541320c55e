#include "experiment/sweep_to_file.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>

#include "experiment/parallel.hpp"
#include "experiment/point_models.hpp"
#include "experiment/replicate.hpp"
#include "experiment/stopwatch.hpp"
#include "experiment/texts.hpp"
#include "experiment/version.hpp"
#include "results/journal.hpp"
#include "results/output.hpp"
#include "results/record_bytes.hpp"
#include "results/results_error.hpp"
#include "scenario/number.hpp"
#include "simulate/model_fault.hpp"
#include "statistics/summary.hpp"

namespace headwater {

namespace {

constexpr Task sweep_plan_task = {0xffffffff, 1};
constexpr std::size_t memory_numbers = 1 << 25;  ///< that are summarised at a time: 256 MiB
constexpr std::size_t most_checked = 2000;

std::string point_text(const SweepPlan& plan, std::size_t point) {
  std::string text = "design point " + std::to_string(point);
  for (std::size_t i = 0; i < plan.spec.parameters.size() && i < 6; ++i)
    text += (i == 0 ? " (" : ", ") + plan.spec.parameters[i].path + " = " + to_text(plan.points.values[point][i]);
  return text + (plan.spec.parameters.size() > 6 ? ", ...)" : ")");
}

/// What `check` would say of the model at a point: the first line of it, without the made-up file's name.
std::string fault_at(const SweepPlan& plan, std::size_t point) {
  const Reading reading = at_point(plan.spec, plan.points.values[point]);
  if (reading.ok()) return "";
  for (const Diagnostic& one : reading.diagnostics.all())
    if (one.severity == Severity::error)
      return point_text(plan, point) + ": " + one.message + (one.message.find("must be a whole number") != std::string::npos ? " ('whole: true' rounds a parameter)" : "");
  return point_text(plan, point) + ": no model";
}

/// The models of a plan; the plan must outlive them. Of thousands of points nobody could read the event log.
PointModels models_of(const SweepPlan& plan) {
  return PointModels([&plan](std::uint32_t point) {
    const Reading reading = at_point(plan.spec, plan.points.values[point]);
    if (!reading.ok()) throw ResultsError(fault_at(plan, point));
    return compiled_without_log(*reading.description);
  });
}

/// Under separate luck every point has replication numbers of its own.
std::uint32_t number_of(const SweepPlan& plan, Task task) {
  return plan.spec.common_luck ? task.replication : task.variant * static_cast<std::uint32_t>(plan.spec.base.run.replications) + task.replication;
}

Digest fingerprint_of(const SweepPlan& plan) {
  std::string texts;
  add_text(texts, std::string("headwater ") + engine_version + " " + engine_commit + " sweep");
  add_text(texts, plan.spec.title);
  add_text(texts, plan.spec.base.resolved);
  add_text(texts, name_of(plan.spec.kind));
  add_text(texts, plan.spec.common_luck ? "common" : "separate");
  for (const SweepParameter& parameter : plan.spec.parameters) add_text(texts, parameter.path);
  for (const std::vector<double>& point : plan.points.values)
    for (const double value : point) add_text(texts, to_text(value));
  for (const std::string& output : plan.spec.keep) add_text(texts, "keep " + output);
  Sha256 sha;
  sha.add(texts);
  return sha.digest();
}

std::string to_bytes(const SweepPlan& plan) {
  std::string bytes;
  add_text(bytes, plan.path);
  add_text(bytes, plan.overrides.replications ? std::to_string(*plan.overrides.replications) : "");
  add_text(bytes, plan.overrides.seed ? std::to_string(*plan.overrides.seed) : "");
  add_text(bytes, std::to_string(plan.files.size()));
  for (const SourceFile& file : plan.files) {
    add_text(bytes, file.name);
    add_text(bytes, file.text);
  }
  return bytes;
}

SweepPlan plan_from(std::string_view bytes, const std::string& path) {
  Texts texts(bytes, path);
  SweepPlan plan;
  plan.path = texts.next();
  if (const std::string text = texts.next(); !text.empty()) plan.overrides.replications = parse_whole(text);
  if (const std::string text = texts.next(); !text.empty()) plan.overrides.seed = parse_unsigned(text);
  for (std::size_t files = texts.number(); files > 0; --files) {
    std::string name = texts.next();
    plan.files.push_back({std::move(name), texts.next()});
  }
  const FileReader from_journal = [&](const std::string& name) {
    for (const SourceFile& file : plan.files)
      if (file.name == name) return FileText{file.text, ""};
    return FileText{std::nullopt, "it is not in the journal"};
  };
  SweepReading reading = read_sweep(plan.path, from_journal, plan.overrides);
  if (!reading.spec) throw ResultsError(path + ": the sweep in this journal is of another version of the program");
  plan.spec = std::move(*reading.spec);
  OrError<SweepPoints> points = sweep_points(plan.spec);
  if (!points.value) throw ResultsError(path + ": " + points.error);
  plan.points = std::move(*points.value);
  return plan;
}

std::string point_journal(const std::string& journal, std::uint32_t point) { return journal + ".point-" + std::to_string(point); }

/// The journals of points that an earlier sweep has left beside its own.
std::vector<std::string> point_journals(const std::string& journal) {
  std::vector<std::string> found;
  const std::filesystem::path path(journal);
  const std::string begin = path.filename().string() + ".point-";
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(path.parent_path().empty() ? "." : path.parent_path(), none))
    if (entry.path().filename().string().starts_with(begin)) found.push_back(entry.path().string());
  return found;
}

/// Summaries of one point from its journal, in blocks, so that memory does not grow with replications.
PointRecord summarise_point(const Journal& journal, std::uint32_t point, std::size_t replications, const Layout& layout, const std::vector<Output>& outputs) {
  const std::size_t total = layout.total(), levels = summary_quantiles.size();
  const std::size_t width = std::clamp<std::size_t>(memory_numbers / replications, 1, std::max<std::size_t>(1, total));
  PointRecord result;
  result.kept.resize(outputs.size() * replications);
  result.mean.resize(total);
  result.sd.resize(total);
  result.quantiles.resize(levels * total);
  std::vector<double> block(replications * width), cell;
  for (std::size_t first = 0; first == 0 || first < total; first += width) {
    const std::size_t count = std::min(width, total - first);
    for (std::size_t r = 0; r < replications; ++r) {
      const ReplicationRecord record = record_from_bytes(journal.read({point, static_cast<std::uint32_t>(r)}));
      std::copy_n(record.values.begin() + static_cast<std::ptrdiff_t>(first), count, block.begin() + static_cast<std::ptrdiff_t>(r * width));
      if (first > 0) continue;
      result.model_events += record.model_events;
      for (std::size_t i = 0; i < outputs.size(); ++i) result.kept[i * replications + r] = outputs[i].of(layout, record.values);
    }
    for (std::size_t i = 0; i < count; ++i) {
      cell.clear();
      for (std::size_t r = 0; r < replications; ++r) cell.push_back(block[r * width + i]);
      const Summary summary = summarise(cell);
      result.mean[first + i] = summary.mean;
      result.sd[first + i] = summary.sd;
      for (std::size_t q = 0; q < levels; ++q) result.quantiles[q * total + first + i] = summary.quantiles[q];
    }
  }
  return result;
}

/// A point's summaries in the journal: as the record of a replication, column after column.
std::string bytes_of(const PointRecord& point) {
  ReplicationRecord record;
  record.model_events = point.model_events;
  for (const auto* part : {&point.kept, &point.mean, &point.sd, &point.quantiles}) record.values.insert(record.values.end(), part->begin(), part->end());
  return headwater::to_bytes(record);
}

PointRecord point_from(std::string_view bytes, std::size_t kept, std::size_t total) {
  const ReplicationRecord record = record_from_bytes(bytes);
  PointRecord point;
  point.model_events = record.model_events;
  auto next = record.values.begin();
  const auto take = [&](std::vector<double>& part, std::size_t count) {
    part.assign(next, next + static_cast<std::ptrdiff_t>(count));
    next += static_cast<std::ptrdiff_t>(count);
  };
  take(point.kept, kept);
  take(point.mean, total);
  take(point.sd, total);
  take(point.quantiles, summary_quantiles.size() * total);
  return point;
}

std::vector<Output> outputs_of(const SweepPlan& plan, const Layout& layout) {
  std::vector<Output> outputs;
  for (const std::string& name : plan.spec.keep.empty() ? usual_outputs(layout) : plan.spec.keep) outputs.emplace_back(layout, name);
  return outputs;
}

RunResult write(const SweepPlan& plan, const RunJob& job, const Layout& layout, const std::vector<Output>& outputs, double seconds, const std::function<std::string(Task)>& read) {
  SweepFacts facts;
  const Description& base = plan.spec.base;
  facts.run.title = plan.spec.title.empty() ? base.title : plan.spec.title;
  facts.run.scenarios.clear();
  facts.run.replications = static_cast<std::size_t>(base.run.replications);
  facts.run.seed = base.run.seed;
  facts.run.generator = base.run.generator == Generator::philox ? "philox" : "keyed_hash";
  facts.run.warm_up = base.run.warm_up;
  facts.run.horizon = base.horizon;
  facts.run.inputs = plan.files;
  facts.run.resolved = {base.resolved};
  facts.run.show_unit = base.show_unit;
  facts.run.version = engine_version;
  facts.run.commit = engine_commit;
  facts.run.threads = job.threads;
  facts.run.seconds = seconds;
  facts.design = name_of(plan.spec.kind);
  facts.common_luck = plan.spec.common_luck;
  for (const SweepParameter& parameter : plan.spec.parameters) facts.parameters.push_back(parameter.path);
  facts.values = plan.points.values;
  facts.coordinates = plan.points.coordinates;
  for (const Output& output : outputs) {
    facts.outputs.push_back(output.name());
    facts.units.push_back(output.units());
  }
  RunResult result;
  result.content_hash = write_sweep(job.output, layout, facts, [&](std::size_t point) {
    PointRecord record = point_from(read({static_cast<std::uint32_t>(point), 0}), outputs.size() * facts.run.replications, layout.total());
    result.model_events += record.model_events;
    return record;
  }, job.force);
  result.complete = true;
  result.replications = facts.run.replications;
  result.done = result.replications * facts.values.size();
  return result;
}

}  // namespace

SweepEstimate estimate_sweep(const SweepPlan& plan, int threads) {
  const auto first = models_of(plan).get(0);  // makes the tables that all points share
  Stopwatch stopwatch;
  models_of(plan).get(0);
  const double compiling = stopwatch.seconds();
  stopwatch = {};
  replicate(first->model, first->layout, 0);
  const double one = stopwatch.seconds();
  SweepEstimate estimate;
  estimate.points = plan.points.values.size();
  estimate.replications = static_cast<std::size_t>(plan.spec.base.run.replications);
  estimate.seconds = static_cast<double>(estimate.points) * (compiling + one * static_cast<double>(estimate.replications)) / std::max(1, threads);
  estimate.bytes = sweep_size(first->layout, estimate.points, outputs_of(plan, first->layout).size(), estimate.replications);
  return estimate;
}

std::string check_points(const SweepPlan& plan, std::size_t most) {
  const std::size_t points = plan.points.values.size(), step = std::max<std::size_t>(1, points / most_checked);
  std::string faults;
  std::size_t found = 0;
  for (std::size_t point = 0; point < points; point += step) {
    const std::string fault = fault_at(plan, point);
    if (!fault.empty() && ++found <= most) faults += fault + "\n";
  }
  if (found > most) faults += "and " + std::to_string(found - most) + " points more\n";
  return faults;
}

RunResult sweep_to_file(const SweepPlan& plan, const RunJob& job) {
  const Stopwatch stopwatch;
  require_writable(job.output, job.force);
  const auto replications = static_cast<std::uint32_t>(plan.spec.base.run.replications);
  const auto points = static_cast<std::uint32_t>(plan.points.values.size());
  PointModels models = models_of(plan);
  const Layout layout = models.get(0)->layout;
  const std::vector<Output> outputs = outputs_of(plan, layout);
  const Digest fingerprint = fingerprint_of(plan);
  const std::string path = journal_path(job.output, job.shard);
  const auto left = job.resume ? Journal::Left::carry_on : job.force ? Journal::Left::begin_anew : Journal::Left::refuse;
  const std::vector<std::string> left_points = point_journals(path);
  if (!left_points.empty() && !job.resume && !job.force) throw ResultsError(left_points[0] + ": an interrupted sweep left this journal; --resume carries on from it, --force starts anew");
  Journal journal(path, fingerprint, left);
  note_dropped(job, path, journal, std::to_string(journal.size() - (journal.has(sweep_plan_task) ? 1 : 0)) + " design points");
  if (!job.resume)
    for (const std::string& stale : left_points) std::filesystem::remove(stale);
  const bool is_shard = job.shard.is_part();
  if (is_shard && !journal.has(sweep_plan_task)) journal.append(sweep_plan_task, to_bytes(plan));

  std::map<std::uint32_t, std::unique_ptr<Journal>> open;  // of the points under way
  std::vector<Task> missing;
  RunResult result;
  std::size_t wanted = 0;
  for (std::uint32_t point = job.shard.number - 1; point < points; point += job.shard.step()) {
    wanted += replications;
    if (journal.has({point, 0})) {
      result.done += replications;
      continue;
    }
    const std::string own = point_journal(path, point);
    if (std::filesystem::exists(own)) {
      open[point] = std::make_unique<Journal>(own, fingerprint);
      note_dropped(job, own, *open[point], std::to_string(open[point]->size()) + " replications");
    }
    for (std::uint32_t r = 0; r < replications; ++r) {
      if (open.count(point) && open[point]->has({point, r})) ++result.done;
      else missing.push_back({point, r});
    }
  }
  const std::size_t resumed = result.done;
  std::atomic<bool> stop{false};

  const auto close_if_complete = [&](std::uint32_t point) {
    Journal& own = *open.at(point);
    if (own.size() < replications) return;
    journal.append({point, 0}, bytes_of(summarise_point(own, point, replications, layout, outputs)));
    own.remove();
    open.erase(point);
    models.forget(point);
  };
  const auto keep = [&](Task task, const ReplicationRecord& record) {
    if (record.values.size() != layout.total()) throw std::logic_error("two points of a sweep report differently");
    std::unique_ptr<Journal>& own = open[task.variant];
    if (!own) own = std::make_unique<Journal>(point_journal(path, task.variant), fingerprint);
    own->append({task.variant, task.replication}, headwater::to_bytes(record));
    ++result.done;
    close_if_complete(task.variant);
    if (job.progress) job.progress({result.done, resumed, wanted, stopwatch.seconds()});
    if (job.stopped && job.stopped()) stop = true;
  };
  const auto kept = [&](const FailedWrite& error) {
    return FailedWrite(std::string(error.what()) + "; " + std::to_string(result.done) + " of " + std::to_string(wanted) + " replications are kept beside " + path + ", and --resume carries on from them");
  };
  try {
    // A kill may have come between a point's last replication and its summary.
    std::vector<std::uint32_t> left_open;
    for (const auto& [point, own] : open) left_open.push_back(point);
    for (const std::uint32_t point : left_open) close_if_complete(point);
    run_parallel(missing, job.threads, [&](Task task) {
      const auto point = models.get(task.variant);
      try {
        return replicate(point->model, point->layout, number_of(plan, task));
      } catch (const ModelFault& fault) {
        throw ModelFault(point_text(plan, task.variant) + ", replication " + std::to_string(task.replication) + ": " + fault.what());
      }
    }, keep, stop);
  } catch (const FailedWrite& error) {
    throw kept(error);
  } catch (...) {
    if (result.done == 0) journal.remove();
    throw;
  }
  if (result.done < wanted) return result;
  if (is_shard) {
    result.complete = true;
    result.seconds = stopwatch.seconds();
    return result;
  }
  try {
    result = write(plan, job, layout, outputs, stopwatch.seconds(), [&](Task task) { return journal.read(task); });
  } catch (const FailedWrite& error) {
    throw kept(error);
  }
  journal.remove();
  result.seconds = stopwatch.seconds();
  return result;
}

bool is_sweep_shard(const std::string& path) { return Journal(path, Journal::fingerprint_of(path), Journal::Left::only_read).has(sweep_plan_task); }

RunResult merge_sweep(const std::vector<std::string>& paths, const RunJob& job) {
  const Stopwatch stopwatch;
  require_writable(job.output, job.force);
  Shards shards(paths, sweep_plan_task, job.output);
  const SweepPlan plan = plan_from(shards.plan(), shards.first_path());
  if (fingerprint_of(plan) != shards.fingerprint())
    throw ResultsError(shards.first_path() + ": made by another version of the program; shards are merged by the version that made them");
  std::vector<Task> tasks;
  for (std::uint32_t point = 0; point < plan.points.values.size(); ++point) tasks.push_back({point, 0});
  shards.require_all(tasks, "design points", &Task::variant);
  const Shards::Writing writing(job.output);
  PointModels models = models_of(plan);
  const Layout layout = models.get(0)->layout;
  RunResult result = write(plan, job, layout, outputs_of(plan, layout), 0, [&](Task task) { return shards.read(task); });
  result.seconds = stopwatch.seconds();
  return result;
}

}  // namespace headwater
