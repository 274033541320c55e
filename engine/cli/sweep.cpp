// headwater sweep: a model at many points of its parameters, and what they do to its outputs.
#include <cmath>
#include <filesystem>
#include <iostream>

#include "cli/commands.hpp"
#include "cli/job.hpp"
#include "cli/sweep_tables.hpp"
#include "cli/table.hpp"
#include "cli/text_file.hpp"
#include "experiment/sweep_to_file.hpp"
#include "pathway/load_warnings.hpp"
#include "results/results_error.hpp"

namespace headwater {

namespace {

namespace po = boost::program_options;

constexpr double most_bytes_unasked = 4.0 * 1024 * 1024 * 1024;

const Usage sweep_usage{"headwater sweep FILE.yaml [-o RESULTS.h5] [options]",
                        "Runs a model at many points of its parameters: a grid, one parameter at a time, a Latin hypercube, Sobol' points, for elementary effects or Sobol' indices, or points from a table. Writes one results file, and prints what the parameters do to the outputs.",
                        "headwater sweep scenarios/sweeps/what-drives-care.yaml -o care.h5 --csv care.csv"};

std::string in_words(double seconds) {
  if (seconds < 90) return readable(std::ceil(seconds)) + " s";
  if (seconds < 5400) return readable(std::ceil(seconds / 60)) + " min";
  return readable(std::ceil(seconds / 360) / 10) + " h";
}

std::string size_in_words(double bytes) { return bytes < 1e9 ? readable(std::ceil(bytes / 1048576)) + " MiB" : readable(std::ceil(bytes / 107374182.4) / 10) + " GiB"; }

/// Reads the sweep and makes its points; reports what is wrong with either.
bool read_plan(SweepPlan& plan, bool quiet) {
  SweepReading reading = read_sweep(plan.path, files_on_disk(), plan.overrides);
  if (reading.spec && !quiet) warn_of_load(reading.spec->base, offered_load(reading.spec->base), reading.diagnostics.back());
  bool good = reading.spec.has_value();
  for (const Diagnostics& one : reading.diagnostics) {
    std::cerr << one.text(true, 50);
    good = good && !one.has(Severity::unsimulated);
  }
  if (!good) return false;
  plan.files = std::move(reading.files);
  plan.spec = std::move(*reading.spec);
  OrError<SweepPoints> points = sweep_points(plan.spec);
  if (!points.value) {
    std::cerr << plan.path << ": " << points.error << "\n";
    return false;
  }
  plan.points = std::move(*points.value);
  const std::string faults = check_points(plan);
  std::cerr << (faults.empty() ? "" : plan.path + ":\n") << faults;
  return faults.empty();
}

}  // namespace

int sweep_command(const std::vector<std::string>& args) {
  po::options_description options("options");
  add_job_options(options, "the input's name with .h5, in this folder");
  add_run_options(options);
  add_shard_option(options);
  options.add_options()
      ("csv", po::value<std::string>(), "also write the outputs of every replication to this CSV file")
      ("json", "print what was found as JSON")
      ("yes", "go on though the results file may be larger than 4 GiB");
  const auto values = parse_options(args, options, "file", 1, sweep_usage);
  if (!values) return 0;
  if (!values->count("file")) throw UsageError("headwater sweep needs a file\nusage: " + sweep_usage.line);
  SweepPlan plan;
  plan.path = (*values)["file"].as<std::vector<std::string>>()[0];
  plan.overrides = overrides_of(*values);
  if (!read_plan(plan, values->count("quiet") > 0)) return 2;
  RunJob job = job_of(*values, std::filesystem::path(plan.path).stem().string() + ".h5");
  const bool quiet = values->count("quiet") > 0, json = values->count("json") > 0;
  const std::string csv = values->count("csv") ? (*values)["csv"].as<std::string>() : "";
  if (!csv.empty()) {
    if (job.shard.is_part()) throw UsageError("--csv does not go with --shard: when the shards are merged, 'headwater show RESULTS.h5 --csv FILE' writes the table");
    std::vector<std::string> others{job.output};
    for (const SourceFile& file : plan.files) others.push_back(file.name);
    require_free(csv, others, job.force);
  }
  const SweepEstimate estimate = estimate_sweep(plan, job.threads);
  if (!quiet)
    std::cerr << estimate.points << " points of " << estimate.replications << " replication" << (estimate.replications == 1 ? "" : "s") << ": about " << in_words(estimate.seconds / job.shard.step()) << " of simulation on "
              << job.threads << " thread" << (job.threads == 1 ? "" : "s") << ", at most " << size_in_words(estimate.bytes) << "\n";
  if (estimate.bytes > most_bytes_unasked && !values->count("yes"))
    throw UsageError("the results file may become " + size_in_words(estimate.bytes) + ", which is more than 4 GiB; --yes goes on all the same. Longer reporting periods ('every' in 'run') make it smaller");
  const int status = run_and_report(job, quiet || json, [&](const RunJob& one) { return sweep_to_file(plan, one); }, "points");
  if (status != 0 || job.shard.is_part()) return status;
  const SweepResults sweep = read_sweep_results(job.output);
  if (!csv.empty()) write_text_file(csv, [&](std::ostream& out) { write_sweep_csv(out, sweep); });
  if (json) {
    print_sweep_json(std::cout, sweep);
  } else if (!quiet) {
    std::cout << "\n";
    print_sweep(std::cout, sweep);
  }
  return 0;
}

}  // namespace headwater
