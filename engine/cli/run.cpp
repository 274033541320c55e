// headwater run: one scenario, many replications, one results file.
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <iomanip>
#include <iostream>
#include <thread>

#include <unistd.h>

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "cli/progress.hpp"
#include "experiment/run_to_file.hpp"
#include "pathway/load_warnings.hpp"
#include "results/results_file.hpp"
#include "results/results_reader.hpp"
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

void catch_signals(const std::string& output) {
  half_written = partial_path(output);
  stop_message = "\nheadwater: stops when the replications under way are done; Ctrl-C again stops at once. What is done is kept in " +
                 journal_path(output) + ", and the same command with --resume carries on.\n";
  struct sigaction action {};
  action.sa_handler = ask_to_stop;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is then a failed write, with its message
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

struct Task {
  Description description;
  std::vector<SourceFile> inputs;
};

/// Says what is wrong or odd, and what cannot last under the load that comes.
bool print_all(Reading& reading, bool quiet) {
  if (reading.description && !quiet) warn_of_load(*reading.description, offered_load(*reading.description), reading.diagnostics);
  return print_diagnostics(reading, /*to_simulate=*/true);
}

Task task_of(const po::variables_map& values, bool& good) {
  if (values.count("from")) {
    if (values.count("file") || values.count("replications") || values.count("seed"))
      throw UsageError("--from runs what a results file holds, as it was; a file, --replications and --seed do not go with it");
    const ResultsReader results(values["from"].as<std::string>());
    Reading reading = read_text(results.facts().resolved, values["from"].as<std::string>() + ": resolved model");
    good = print_all(reading, values.count("quiet") > 0);
    return {reading.description.value_or(Description{}), results.facts().inputs};
  }
  if (!values.count("file")) throw UsageError("headwater run needs a file\nusage: headwater run FILE.yaml [-o RESULTS.h5] [options]");
  Reading reading = read_file(values["file"].as<std::vector<std::string>>()[0], overrides_of(values));
  good = print_all(reading, values.count("quiet") > 0);
  return {reading.description.value_or(Description{}), std::move(reading.diagnostics.files)};
}

std::string default_output(const po::variables_map& values) {
  if (values.count("from")) return std::filesystem::path(values["from"].as<std::string>()).stem().string() + "-again.h5";
  return std::filesystem::path(values["file"].as<std::vector<std::string>>()[0]).stem().string() + ".h5";
}

}  // namespace

int run_command(const std::vector<std::string>& args) {
  const std::string cores = std::to_string(std::max(1u, std::thread::hardware_concurrency()));
  po::options_description options("options");
  options.add_options()
      ("output,o", po::value<std::string>(), "results file (default: the input's name with .h5, in this folder)")
      ("replications", po::value<std::string>(), "number of simulated histories, instead of the file's")
      ("seed", po::value<std::string>(), "names the luck, instead of the file's")
      ("threads", po::value<std::string>()->default_value(cores), "replications at a time; results do not depend on it")
      ("resume", "carry on with a run that was interrupted")
      ("force", "replace results that are there already")
      ("from", po::value<std::string>(), "run again what this results file holds")
      ("quiet", "no progress, no summary and no warnings of load");
  const auto values = parse_options(args, options, "file", 1,
                                    {"headwater run FILE.yaml [-o RESULTS.h5] [options]",
                                     "Simulates a model or scenario and writes the results to an HDF5 file. Ctrl-C stops when the replications under way are done, Ctrl-C again at once; either way what is done is kept, and the same command with --resume carries on.",
                                     "headwater run scenarios/baseline.yaml -o baseline.h5 --replications 100"});
  if (!values) return 0;
  bool good = true;
  const Task task = task_of(*values, good);
  if (!good) return 2;

  Progress progress(values->count("quiet") > 0);
  RunJob job;
  job.output = values->count("output") ? (*values)["output"].as<std::string>() : default_output(*values);
  job.inputs = task.inputs;
  job.threads = static_cast<int>(whole_option(*values, "threads", 1, 1024));
  job.resume = values->count("resume") > 0;
  job.force = values->count("force") > 0;
  job.progress = [&](const RunProgress& now) { progress.update(now); };
  job.stopped = [] { return stop_wanted != 0; };
  catch_signals(job.output);
  const RunResult result = run_to_file(task.description, job);
  if (!result.complete) {
    std::cerr << "\nstopped: " << result.done << " of " << task.description.run.replications << " replications are kept in " << journal_path(job.output)
              << "; the same command with --resume carries on\n";
    return 130;
  }
  if (!values->count("quiet")) {
    std::cout << job.output << ": " << task.description.run.replications << " replication" << (task.description.run.replications == 1 ? "" : "s") << ", "
              << std::setprecision(3) << static_cast<double>(result.model_events) / 1e6 << " million events, " << std::fixed << std::setprecision(2) << result.seconds
              << " s\ncontent hash " << result.content_hash << "\n";
  }
  return 0;
}

}  // namespace headwater
