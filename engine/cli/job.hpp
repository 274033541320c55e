// What the commands that simulate have in common: threads, resuming, shards, Ctrl-C, and how they end.
#pragma once

#include <boost/program_options.hpp>
#include <string>

#include "cli/options.hpp"
#include "experiment/run_to_file.hpp"

namespace headwater {

/// --output, --threads, --resume, --force, --quiet.
void add_job_options(boost::program_options::options_description& options, const std::string& default_output);
/// --replications and --seed.
void add_run_options(boost::program_options::options_description& options);
/// --shard.
void add_shard_option(boost::program_options::options_description& options);

/// Prints what is wrong or odd with a model and, unless `quiet`, what cannot last under the load that comes. False when it
/// cannot be simulated.
bool print_before_run(Reading& reading, bool quiet);

RunOverrides overrides_of(const boost::program_options::variables_map& values);

/// The job that the options ask for. From here on Ctrl-C asks for an end and keeps what is done. Throws `UsageError`.
RunJob job_of(const boost::program_options::variables_map& values, const std::string& default_output);

/// Does `run`, which is given the job with progress on stderr, and reports; the exit status. `variants`: what there are several of.
int run_and_report(RunJob job, bool quiet, const std::function<RunResult(const RunJob&)>& run, const char* variants = "scenarios");

/// The summary of a complete results file, and a warning where it is less precise than was wanted.
/// `variants`: what there are several of.
void report(const RunResult& result, const RunJob& job, bool quiet, const char* variants = "scenarios");

}  // namespace headwater
