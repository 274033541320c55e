// headwater report: results as one page to look at, or as the record that reviewers ask for.
#include <filesystem>
#include <iostream>

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "cli/text_file.hpp"
#include "report/page_text.hpp"
#include "report/report_json.hpp"
#include "report/review_record.hpp"
#include "results/results_error.hpp"

namespace headwater {

namespace {

const Usage report_usage{"headwater report BASE.h5 [ALTERNATIVE.h5 ...] [SWEEP.h5 ...] -o REPORT.html [options]",
                         "Writes a page that answers what would happen, when, and how sure that is: one file, for any browser, without a network. The first scenario is the baseline, and the others are compared with it; of one scenario the page "
                         "describes the state and its spread. A sweep of one parameter at a time is drawn as a tornado. With --format stress it writes the record for reviewers (STRESS-DES) instead, as a page or, where the name ends in .md, as Markdown.",
                         "headwater report results/baseline.h5 results/more-early-help.h5 -o report.html"};

void write_page(std::ostream& out, const std::string& json) {
  for (const std::string_view piece : page_before_data()) out << piece;
  out << json;
  for (const std::string_view piece : page_after_data()) out << piece;
}

/// Refuses a file that is among those before it, by whatever name.
void require_new(const std::vector<std::string>& paths, std::size_t at) {
  std::error_code none;
  for (std::size_t i = 0; i < at; ++i)
    if (paths[i] == paths[at] || std::filesystem::equivalent(paths[i], paths[at], none)) throw UsageError(paths[at] + " is given twice" + (paths[i] == paths[at] ? "" : ", first as " + paths[i]));
}

/// Says so where not all replications are told of.
void note_left_out(const ReportData& data) {
  for (const ReportedScenario& one : data.scenarios)
    if (const std::size_t all = one.results->facts().replications; all > data.replications)
      std::cerr << "note: " << one.label << " has " << all << " replications; the first " << data.replications << " are compared, as many as all scenarios have\n";
}

}  // namespace

int report_command(const std::vector<std::string>& args) {
  namespace po = boost::program_options;
  po::options_description options("options");
  options.add_options()("output,o", po::value<std::string>()->default_value("report.html"), "the file to write; .html, or .md for a record")(
      "format", po::value<std::string>()->default_value("page"), "page, or stress: the record for reviewers")(
      "about", po::value<std::string>()->default_value(""), "the tier that the answer at the top is about (default: all placements, or else the tier that changes most)")(
      "force", "replace the file when it is there already");
  const auto values = parse_options(args, options, "file", 1000, report_usage);
  if (!values) return 0;
  const std::string output = (*values)["output"].as<std::string>(), format = (*values)["format"].as<std::string>();
  if (format != "page" && format != "stress") throw UsageError("--format must be page or stress, found '" + format + "'");
  const bool markdown = output.ends_with(".md");
  if (!markdown && !output.ends_with(".html")) throw UsageError(output + ": the name of a report ends in .html" + (format == "stress" ? " or .md" : ""));
  if (markdown && format == "page") throw UsageError(output + ": the page is HTML; only --format stress can be written as Markdown");
  if (!values->count("file")) throw UsageError("headwater report needs a results file\nusage: " + report_usage.line);
  const auto paths = (*values)["file"].as<std::vector<std::string>>();
  if (!markdown && page_before_data().empty())
    throw UsageError("this build is without the page (HEADWATER_REPORT is OFF, or Node.js or npm was missing when it was configured); install both (on Debian and Ubuntu: apt-get install nodejs npm), then configure and build again with -DHEADWATER_REPORT=ON");
  require_free(output, paths, values->count("force") > 0);

  std::vector<ResultsReader> files;
  std::vector<SweepResults> sweeps;
  std::vector<std::string> sweep_files;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    require_new(paths, i);
    if (!is_sweep(paths[i])) {
      files.emplace_back(paths[i]);
      continue;
    }
    SweepResults sweep = read_sweep_results(paths[i]);
    if (sweep.facts.design != "one_at_a_time") throw UsageError(paths[i] + ": holds a sweep of design '" + sweep.facts.design + "'; a report draws those of 'one_at_a_time', and 'headwater show' prints the others");
    sweeps.push_back(std::move(sweep));
    sweep_files.push_back(std::filesystem::path(paths[i]).filename().string());
  }
  if (files.empty()) throw UsageError(paths[0] + ": holds a sweep; a report needs the results of a run beside it\nusage: " + report_usage.line);

  const ReportData data = collect_report(files, std::move(sweeps), std::move(sweep_files), (*values)["about"].as<std::string>());
  note_left_out(data);
  const ReviewRecord record = review_record(data);
  write_text_file(output, [&](std::ostream& out) {
    if (markdown) write_markdown(out, data, record);
    else write_page(out, report_json(data, record, format == "stress"));
  });
  std::cout << output << "\n";
  return 0;
}

}  // namespace headwater
