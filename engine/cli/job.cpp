#include "cli/job.hpp"

#include <cerrno>
#include <csignal>
#include <iomanip>
#include <iostream>
#include <thread>

#include <unistd.h>

#include "cli/progress.hpp"
#include "pathway/load_warnings.hpp"
#include "results/results_file.hpp"
#include "scenario/number.hpp"

namespace headwater {

namespace {

namespace po = boost::program_options;

/// What a signal handler needs; made before signals are caught, since a handler can make nothing.
volatile std::sig_atomic_t stop_wanted = 0;
std::string stop_message, half_written;

/// The first Ctrl-C asks for an end after the replications under way; the second ends the program where it is. The
/// journal bears that at any moment.
extern "C" void ask_to_stop(int signal) {
  if (stop_wanted != 0) {
    unlink(half_written.c_str());
    _exit(128 + signal);
  }
  stop_wanted = 1;
  const int before = errno;
  [[maybe_unused]] const ssize_t seen = write(STDERR_FILENO, stop_message.data(), stop_message.size());
  errno = before;
}

void catch_signals(const RunJob& job) {
  half_written = partial_path(job.output);
  stop_message = "\nheadwater: stops when the replications under way are done; Ctrl-C again stops at once. What is done is kept in " +
                 journal_path(job.output, job.shard) + ", and the same command with --resume carries on.\n";
  struct sigaction action {};
  action.sa_handler = ask_to_stop;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is then a failed write, with its message
}

Shard shard_of(const std::string& text) {
  const std::size_t slash = text.find('/');
  const auto number = parse_whole(text.substr(0, slash));
  const auto of = slash == std::string::npos ? std::nullopt : parse_whole(text.substr(slash + 1));
  if (!number || !of || *of < 1 || *of > 100'000 || *number < 1 || *number > *of)
    throw UsageError("--shard must be its number and how many there are, as in 3/16, found '" + text + "'");
  return {static_cast<std::uint32_t>(*number), static_cast<std::uint32_t>(*of)};
}

}  // namespace

void add_job_options(po::options_description& options, const std::string& default_output) {
  const std::string cores = std::to_string(std::max(1u, std::thread::hardware_concurrency()));
  options.add_options()
      ("output,o", po::value<std::string>(), ("results file (default: " + default_output + ")").c_str())
      ("threads", po::value<std::string>()->default_value(cores), "replications at a time; results do not depend on it")
      ("resume", "carry on with what was interrupted")
      ("force", "replace results that are there already")
      ("quiet", "no progress, no summary and no warnings of load");
}

void add_run_options(po::options_description& options) {
  options.add_options()
      ("replications", po::value<std::string>(), "number of simulated histories, instead of the file's")
      ("seed", po::value<std::string>(), "names the luck, instead of the file's");
}

void add_shard_option(po::options_description& options) {
  options.add_options()("shard", po::value<std::string>(), "do one part of several, as in 3/16, and leave it for 'headwater merge'");
}

bool print_before_run(Reading& reading, bool quiet) {
  if (reading.description && !quiet) warn_of_load(*reading.description, offered_load(*reading.description), reading.diagnostics);
  return print_diagnostics(reading, /*to_simulate=*/true);
}

RunOverrides overrides_of(const po::variables_map& values) {
  RunOverrides overrides;
  if (values.count("replications")) overrides.replications = whole_option(values, "replications", 1, 10'000'000);
  if (values.count("seed")) {
    const std::string& seed = values["seed"].as<std::string>();
    overrides.seed = parse_unsigned(seed);
    if (!overrides.seed) throw UsageError("--seed must be a whole number from 0 to 18446744073709551615, found '" + seed + "'");
  }
  return overrides;
}

RunJob job_of(const po::variables_map& values, const std::string& default_output) {
  RunJob job;
  job.output = values.count("output") ? values["output"].as<std::string>() : default_output;
  job.threads = static_cast<int>(whole_option(values, "threads", 1, 1024));
  job.resume = values.count("resume") > 0;
  job.force = values.count("force") > 0;
  if (values.count("shard")) job.shard = shard_of(values["shard"].as<std::string>());
  job.note = [](const std::string& text) { std::cerr << "note: " << text << "\n"; };
  job.stopped = [] { return stop_wanted != 0; };
  catch_signals(job);
  return job;
}

void report(const RunResult& result, const RunJob& job, bool quiet, const char* variants) {
  if (!result.not_precise.empty()) std::cerr << "warning: the precision that was wanted is " << result.not_precise << "\n";
  if (quiet) return;
  if (job.shard.is_part()) {
    std::cout << journal_path(job.output, job.shard) << ": shard " << job.shard.number << " of " << job.shard.of << ", " << result.done << " replication" << (result.done == 1 ? "" : "s")
              << "; when all shards are there: headwater merge " << job.output << ".shard-*-of-" << job.shard.of << " -o " << job.output << "\n";
    return;
  }
  const std::size_t scenarios = result.done / result.replications;
  std::cout << job.output << ": " << (scenarios > 1 ? std::to_string(scenarios) + " " + variants + ", " : "") << result.replications << " replication" << (result.replications == 1 ? "" : "s")
            << (scenarios > 1 ? " each" : "") << ", " << std::setprecision(3) << static_cast<double>(result.model_events) / 1e6 << " million events, " << std::fixed << std::setprecision(2)
            << result.seconds << " s\ncontent hash " << result.content_hash << "\n";
}

int run_and_report(RunJob job, bool quiet, const std::function<RunResult(const RunJob&)>& run, const char* variants) {
  Progress progress(quiet);
  job.progress = [&](const RunProgress& now) { progress.update(now); };
  const RunResult result = run(job);
  progress.end();
  if (!result.complete) {
    std::cerr << "\nstopped: " << result.done << " replications are kept in " << journal_path(job.output, job.shard) << "; the same command with --resume carries on\n";
    return 130;
  }
  report(result, job, quiet, variants);
  return 0;
}

}  // namespace headwater
