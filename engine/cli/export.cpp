// headwater export: results as tables for other programs.
#include <iostream>

#include "cli/commands.hpp"
#include "cli/csv_folder.hpp"
#include "cli/options.hpp"
#include "export/csv_tables.hpp"

namespace headwater {

namespace {

const Usage export_usage{"headwater export RESULTS.h5 --csv FOLDER [options]",
                         "Writes the results of a run as tables for other programs: a folder of CSV files in which every row is one number and what it is a number of. A text of yours that a "
                         "spreadsheet would take for a formula, because it begins with = + - @, a tab or a carriage return, gets an apostrophe before it.",
                         "headwater export results/baseline.h5 --csv results/baseline"};

}  // namespace

int export_command(const std::vector<std::string>& args) {
  namespace po = boost::program_options;
  po::options_description options("options");
  options.add_options()("csv", po::value<std::string>(), "the folder to write CSV files into; it is made where it is not there")(
      "replications", "with --csv: also write replications.csv, every series in every replication")(
      "force", "replace what is there already");
  const auto values = parse_options(args, options, "file", 1, export_usage);
  if (!values) return 0;
  if (!values->count("file")) throw UsageError("headwater export needs a results file\nusage: " + export_usage.line);
  if (!values->count("csv")) throw UsageError("there is nothing to export to: name a folder with --csv\nusage: " + export_usage.line);
  const std::string path = (*values)["file"].as<std::vector<std::string>>()[0], folder = (*values)["csv"].as<std::string>();
  const bool force = values->count("force") > 0;
  require_free_folder(folder, force);

  const ResultsReader results(path);
  write_csv_folder(folder, csv_tables(results, values->count("replications") > 0));
  std::cout << folder << "\n";
  return 0;
}

}  // namespace headwater
