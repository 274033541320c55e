// headwater run: one scenario, many replications, one results file.
#include <filesystem>

#include "cli/commands.hpp"
#include "cli/job.hpp"
#include "cli/options.hpp"
#include "results/results_reader.hpp"

namespace headwater {

namespace {

namespace po = boost::program_options;

std::string label_of(const Description& description) { return description.title.empty() ? "scenario" : description.title; }

/// What a results file holds, as it was.
Plan plan_from(const po::variables_map& values, bool& good) {
  if (values.count("file") || values.count("replications") || values.count("seed"))
    throw UsageError("--from runs what a results file holds, as it was; a file, --replications and --seed do not go with it");
  const std::string path = values["from"].as<std::string>();
  const ResultsReader results(path);
  Plan plan{{}, results.facts().title, results.facts().inputs};
  for (std::size_t i = 0; i < results.facts().resolved.size(); ++i) {
    Reading reading = read_text(results.facts().resolved[i], path + ": resolved model");
    good = print_before_run(reading, values.count("quiet") > 0) && good;
    plan.scenarios.push_back({results.facts().scenarios.at(i), reading.description.value_or(Description{})});
  }
  return plan;
}

Plan plan_of(const po::variables_map& values, bool& good) {
  if (values.count("from")) return plan_from(values, good);
  if (!values.count("file")) throw UsageError("headwater run needs a file\nusage: headwater run FILE.yaml [-o RESULTS.h5] [options]");
  Reading reading = read_file(values["file"].as<std::vector<std::string>>()[0], overrides_of(values));
  good = print_before_run(reading, values.count("quiet") > 0);
  const Description description = reading.description.value_or(Description{});
  return {{{label_of(description), description}}, description.title, std::move(reading.diagnostics.files)};
}

std::string default_output(const po::variables_map& values) {
  if (values.count("from")) return std::filesystem::path(values["from"].as<std::string>()).stem().string() + "-again.h5";
  return std::filesystem::path(values["file"].as<std::vector<std::string>>()[0]).stem().string() + ".h5";
}

}  // namespace

int run_command(const std::vector<std::string>& args) {
  po::options_description options("options");
  add_job_options(options, "the input's name with .h5, in this folder");
  add_run_options(options);
  add_shard_option(options);
  options.add_options()("from", po::value<std::string>(), "run again what this results file holds");
  const auto values = parse_options(args, options, "file", 1,
                                    {"headwater run FILE.yaml [-o RESULTS.h5] [options]",
                                     "Simulates a model or scenario and writes the results to an HDF5 file. Ctrl-C stops when the replications under way are done, Ctrl-C again at once; either way what is done is kept, and the same command with --resume carries on.",
                                     "headwater run scenarios/baseline.yaml -o baseline.h5 --replications 100"});
  if (!values) return 0;
  bool good = true;
  const Plan plan = plan_of(*values, good);
  if (!good) return 2;
  return run_and_report(job_of(*values, default_output(*values)), values->count("quiet") > 0, [&](const RunJob& job) { return run_to_file(plan, job); });
}

}  // namespace headwater
