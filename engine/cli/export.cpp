// headwater export: results as tables for other programs.
#include <filesystem>
#include <iostream>

#include "cli/commands.hpp"
#include "cli/csv_folder.hpp"
#include "cli/options.hpp"
#include "cli/text_file.hpp"
#include "export/csv_tables.hpp"
#include "export/workbook.hpp"
#include "results/results_reader.hpp"

namespace headwater {

namespace {

const Usage export_usage{"headwater export RESULTS.h5 [--csv FOLDER] [--workbook FILE.xlsx] [options]",
                         "Writes the results of a run as tables for other programs: a folder of CSV files in which every row is one number and what it is a number of, or a workbook with what was assumed, a "
                         "sheet for each question, and costs whose totals are formulas. In CSV, a text of yours that a spreadsheet would take for a formula, because it begins with = + - @, a tab or a carriage "
                         "return, gets an apostrophe before it; in a workbook every text is stored as a text, as it is.",
                         "headwater export results/baseline.h5 --csv results/baseline --workbook results/baseline.xlsx"};

}  // namespace

int export_command(const std::vector<std::string>& args) {
  namespace po = boost::program_options;
  po::options_description options("options");
  options.add_options()("csv", po::value<std::string>()->default_value(""), "the folder to write CSV files into; it is made where it is not there")(
      "workbook", po::value<std::string>()->default_value(""), "the workbook to write; its name ends in .xlsx")(
      "replications", "with --csv: also write replications.csv, every series in every replication")(
      "force", "replace what is there already");
  const auto values = parse_options(args, options, "file", 1, export_usage);
  if (!values) return 0;
  const std::string folder = (*values)["csv"].as<std::string>(), workbook = (*values)["workbook"].as<std::string>();
  const bool force = values->count("force") > 0, replications = values->count("replications") > 0;
  if (!values->count("file")) throw UsageError("headwater export needs a results file\nusage: " + export_usage.line);
  if (folder.empty() && workbook.empty()) throw UsageError("there is nothing to export to: name a folder with --csv, or a file with --workbook\nusage: " + export_usage.line);
  if (folder.empty() && replications) throw UsageError("--replications is written as CSV: name a folder with --csv\nusage: " + export_usage.line);
  const std::string path = (*values)["file"].as<std::vector<std::string>>()[0];
  if (!folder.empty()) require_free_folder(folder, force);
  for (const std::string& name : csv_table_names()) {
    std::error_code none;
    if (!folder.empty() && std::filesystem::equivalent(std::filesystem::path(folder) / name, path, none)) throw UsageError(path + ": is to be read, so no table can be written in its place");
  }
  if (!workbook.empty() && !workbook.ends_with(".xlsx")) throw UsageError(workbook + ": the name of a workbook ends in .xlsx");
  if (!workbook.empty()) require_free(workbook, {path}, force);

  const ResultsReader results(path);
  if (!folder.empty()) {
    write_csv_folder(folder, csv_tables(results, replications));
    std::cout << folder << "\n";
  }
  if (!workbook.empty()) {
    write_workbook(workbook, results);
    std::cout << workbook << "\n";
  }
  return 0;
}

}  // namespace headwater
