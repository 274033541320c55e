// headwater calibrate: parameters of a model fitted to a table of targets.
#include <filesystem>
#include <fstream>
#include <iostream>

#include "cli/calibration_tables.hpp"
#include "cli/commands.hpp"
#include "cli/job.hpp"
#include "cli/progress.hpp"
#include "experiment/calibrate.hpp"
#include "results/results_error.hpp"

namespace headwater {

namespace {

namespace po = boost::program_options;

const Usage calibrate_usage{"headwater calibrate FILE.yaml [-o FITTED.yaml] [options]",
                            "Fits parameters of a model to a table of targets under the same luck everywhere, and says how far they may be off, which cannot be told apart, and how well the model meets what was held out. Writes a scenario with the fitted values, which can be run at once, and beside it a table of draws of the parameters, which a sweep of kind 'listed' reads.",
                            "headwater calibrate scenarios/calibration/clinic.yaml -o fitted.yaml"};

/// Reads the calibration and checks it against the model; reports all that is wrong.
std::optional<CalibrationSpec> read_spec(const std::string& path, const RunOverrides& overrides) {
  CalibrationReading reading = read_calibration(path, files_on_disk(), overrides);
  if (reading.spec) check_calibration(*reading.spec, reading.diagnostics[0]);
  bool good = reading.ok();
  for (const Diagnostics& one : reading.diagnostics) {
    std::cerr << one.text(true, 50);
    good = good && !one.has(Severity::unsimulated);
  }
  return good ? std::move(reading.spec) : std::nullopt;
}

/// Under a temporary name first, so that what bears its name is complete.
void write_whole(const std::string& path, const std::string& text) {
  const std::string partial = partial_path(path);
  std::ofstream file(partial, std::ios::binary);
  file << text;
  file.close();
  if (!file) {
    std::filesystem::remove(partial);
    throw FailedWrite(path + ": cannot be written");
  }
  std::filesystem::rename(partial, path);
}

}  // namespace

int calibrate_command(const std::vector<std::string>& args) {
  po::options_description options("options");
  add_job_options(options, "the input's name with .fitted.yaml, in this folder");
  add_run_options(options);
  options.add_options()("json", "print what was found as JSON");
  const auto values = parse_options(args, options, "file", 1, calibrate_usage);
  if (!values) return 0;
  if (!values->count("file")) throw UsageError("headwater calibrate needs a file\nusage: " + calibrate_usage.line);
  const std::string path = (*values)["file"].as<std::vector<std::string>>()[0];
  const std::optional<CalibrationSpec> spec = read_spec(path, overrides_of(*values));
  if (!spec) return 2;
  RunJob job = job_of(*values, std::filesystem::path(path).stem().string() + ".fitted.yaml");
  const bool quiet = values->count("quiet") > 0, json = values->count("json") > 0;
  const std::string draws = std::filesystem::path(job.output).replace_extension(".posterior.csv").string();
  for (const std::string& file : {job.output, draws}) require_writable(file, job.force);
  const MostEvaluations most = most_evaluations(*spec);
  if (!quiet) {
    std::cerr << "at most ";
    if (most.expected > 0) std::cerr << most.expected << " evaluations by expected numbers, and ";
    std::cerr << most.simulated << (most.expected > 0 ? " of " : " evaluations of ") << spec->base.run.replications << " replications\n";
  }
  Progress progress(quiet);
  job.progress = [&](const RunProgress& now) { progress.update(now); };
  const CalibrationResult result = calibrate(*spec, job, [&](const CalibrationResult& found) {
    write_whole(draws, draws_table(found));
    write_whole(job.output, fitted_scenario(*spec, found, job.output, path));
  });
  progress.end();
  if (!result.complete) {
    std::cerr << "\nstopped before the end; ";
    if (result.evaluations > 0) std::cerr << "the best values so far, without their errors:\n\n";
    print_best_so_far(std::cerr, result);
    std::cerr << "\n" << result.evaluations << " evaluations are kept in " << journal_path(job.output) << "; the same command with --resume carries on\n";
    return 130;
  }
  if (json) {
    print_calibration_json(std::cout, result);
  } else if (!quiet) {
    print_calibration(std::cout, result);
    std::cout << "\n" << job.output << ": the model with the fitted values; " << draws << ": " << result.draws.size() << " draws of the parameters\n";
  }
  return 0;
}

}  // namespace headwater
