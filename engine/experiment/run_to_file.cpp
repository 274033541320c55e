#include "experiment/run_to_file.hpp"

#include <chrono>

#include "experiment/parallel.hpp"
#include "experiment/version.hpp"
#include "pathway/compile.hpp"
#include "results/journal.hpp"
#include "results/record_bytes.hpp"
#include "results/recorder.hpp"
#include "results/results_error.hpp"
#include "results/sha256.hpp"

namespace headwater {

namespace {

/// What decides every record: the program, and the resolved model with its seed and generator.
Digest fingerprint_of(const Description& description) {
  Sha256 sha;
  sha.add(std::string("headwater ") + engine_version + " " + engine_commit + "\n");
  sha.add(description.resolved);
  return sha.digest();
}

}  // namespace

std::string journal_path(const std::string& output) { return output + ".journal"; }

RunResult run_to_file(const Description& description, const RunJob& job) {
  const auto begin = std::chrono::steady_clock::now();
  const auto seconds = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(); };

  require_writable(job.output, job.force);
  const Model model = compile(description);
  const Layout layout = layout_of(model);
  Journal journal(journal_path(job.output), fingerprint_of(description),
                  job.resume ? Journal::Left::carry_on : job.force ? Journal::Left::begin_anew : Journal::Left::refuse);
  const auto wanted = static_cast<std::size_t>(model.run.replications);
  std::vector<std::uint32_t> missing;
  for (std::uint32_t i = 0; i < wanted; ++i)
    if (!journal.has(i)) missing.push_back(i);

  const std::size_t resumed = wanted - missing.size();
  RunResult result;
  result.done = resumed;
  std::atomic<bool> stop{false};
  const auto keep = [&](const ReplicationRecord& record) {
    journal.append(record.replication, to_bytes(record));
    ++result.done;
    if (job.progress) job.progress({result.done, resumed, wanted, seconds()});
    if (job.stopped && job.stopped()) stop = true;
  };
  const auto kept = [&](const FailedWrite& error) {
    return FailedWrite(std::string(error.what()) + "; " + std::to_string(journal.size()) + " of " + std::to_string(wanted) +
                       " replications are kept in " + journal_path(job.output) + ", and --resume carries on from them");
  };
  try {
    run_parallel(model, layout, missing, job.threads, keep, stop);
  } catch (const FailedWrite& error) {
    if (journal.size() > 0) throw kept(error);
    journal.remove();
    throw;
  } catch (...) {
    if (journal.size() == 0) journal.remove();  // nothing to carry on from
    throw;
  }
  if (result.done < wanted) return result;

  RunFacts facts;
  facts.title = description.title;
  facts.scenarios = {description.title.empty() ? "scenario" : description.title};
  facts.replications = wanted;
  facts.seed = model.run.seed;
  facts.generator = model.run.generator == Generator::philox ? "philox" : "keyed_hash";
  facts.warm_up = model.warm_up;
  facts.horizon = description.horizon;
  facts.inputs = job.inputs;
  facts.resolved = description.resolved;
  facts.show_unit = description.show_unit;
  facts.version = engine_version;
  facts.commit = engine_commit;
  facts.threads = job.threads;
  facts.seconds = seconds();
  const auto records = [&](std::size_t, std::size_t replication) {
    ReplicationRecord record = journal.read(static_cast<std::uint32_t>(replication));
    result.model_events += record.model_events;
    return record;
  };
  try {
    result.content_hash = write_results(job.output, layout, facts, records, job.force);
  } catch (const FailedWrite& error) {
    throw kept(error);
  }
  journal.remove();
  result.complete = true;
  result.seconds = seconds();
  return result;
}

}  // namespace headwater
