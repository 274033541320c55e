// headwater merge: one results file from all the shards of an experiment.
#include "cli/commands.hpp"
#include "cli/job.hpp"
#include "cli/options.hpp"
#include "experiment/sweep_to_file.hpp"

namespace headwater {

int merge_command(const std::vector<std::string>& args) {
  namespace po = boost::program_options;
  po::options_description options("options");
  options.add_options()
      ("output,o", po::value<std::string>(), "results file (needed)")
      ("force", "replace results that are there already")
      ("quiet", "no summary");
  const Usage usage{"headwater merge SHARD... -o RESULTS.h5 [options]",
                    "Makes one results file from the shards that '--shard' of run, compare and sweep has left: the same, bit for bit, as if all had been done at once. The shards stay.",
                    "headwater merge baseline.h5.shard-*-of-16 -o baseline.h5"};
  const auto values = parse_options(args, options, "file", 100'000, usage);
  if (!values) return 0;
  if (!values->count("file") || !values->count("output")) throw UsageError("headwater merge needs shards, and -o with the name of the results file\nusage: " + usage.line);
  RunJob job;
  job.output = (*values)["output"].as<std::string>();
  job.force = values->count("force") > 0;
  const auto shards = (*values)["file"].as<std::vector<std::string>>();
  const bool sweep = is_sweep_shard(shards[0]);
  report(sweep ? merge_sweep(shards, job) : merge_to_file(shards, job), job, values->count("quiet") > 0, sweep ? "points" : "scenarios");
  return 0;
}

}  // namespace headwater
