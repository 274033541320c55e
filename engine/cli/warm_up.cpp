// headwater warm-up: how long a model must run before what it shows no longer depends on having begun empty.
#include <algorithm>
#include <cmath>
#include <iostream>
#include <thread>

#include "cli/commands.hpp"
#include "cli/job.hpp"
#include "cli/options.hpp"
#include "cli/table.hpp"
#include "cli/text_file.hpp"
#include "experiment/warm_up_search.hpp"
#include "export/csv_cell.hpp"

namespace headwater {

namespace {

namespace po = boost::program_options;

const Usage warm_up_usage{"headwater warm-up FILE.yaml [--of OUTPUT ...] [options]",
                          "Runs a model from empty, without its own warm-up, and says by MSER-5 how much of the beginning should be left out for each output. The finer the reporting periods ('every' in 'run') and the more replications, the finer the answer. --csv writes what a picture after Welch needs.",
                          "headwater warm-up scenarios/baseline.yaml --of occupancy.early_help --replications 5"};

/// Mean and moving average of every output, one line a period.
void write_csv(std::ostream& out, const WarmUpSearch& search, std::size_t window) {
  out << "period_start_days,period_end_days";
  std::vector<std::vector<double>> averages;
  for (const WarmUpOfOutput& one : search.outputs) {
    out << "," << csv_cell(one.output) << "," << csv_cell(one.output + " (moving average)");
    averages.push_back(moving_average(one.mean, window));
  }
  out << "\r\n";
  for (std::size_t period = 0; period < search.period_start.size(); ++period) {
    out << csv_cell(search.period_start[period]) << "," << csv_cell(search.period_end[period]);
    for (std::size_t i = 0; i < averages.size(); ++i)
      out << "," << csv_cell(search.outputs[i].mean[period]) << "," << (period < averages[i].size() ? csv_cell(averages[i][period]) : "");
    out << "\r\n";
  }
}

}  // namespace

int warm_up_command(const std::vector<std::string>& args) {
  po::options_description options("options");
  options.add_options()
      ("of", po::value<std::vector<std::string>>(), "an output to look at, such as occupancy.clinic; may be given again (default: tiers and exits)")
      ("threads", po::value<std::string>()->default_value(std::to_string(std::max(1u, std::thread::hardware_concurrency()))), "replications at a time; results do not depend on it")
      ("csv", po::value<std::string>(), "write means and moving averages by period to this CSV file")
      ("window", po::value<std::string>()->default_value("5"), "periods on each side that the moving average takes in")
      ("force", "replace the CSV file when it is there already");
  add_run_options(options);
  const auto values = parse_options(args, options, "file", 1, warm_up_usage);
  if (!values) return 0;
  if (!values->count("file")) throw UsageError("headwater warm-up needs a file\nusage: " + warm_up_usage.line);
  const std::string path = (*values)["file"].as<std::vector<std::string>>()[0], csv = values->count("csv") ? (*values)["csv"].as<std::string>() : "";
  const auto outputs = values->count("of") ? (*values)["of"].as<std::vector<std::string>>() : std::vector<std::string>{};
  for (const std::string& output : outputs)
    if (output.find('@') != std::string::npos) throw UsageError("--of '" + output + "': the whole time is looked at, so that '@' has no place here");
  if (!csv.empty()) require_free(csv, {path}, values->count("force") > 0);
  const auto window = static_cast<std::size_t>(whole_option(*values, "window", 0, 100'000));
  const Reading reading = read_file(path, overrides_of(*values));
  if (!print_diagnostics(reading)) return 2;
  const WarmUpSearch search = search_warm_up(*reading.description, outputs, static_cast<int>(whole_option(*values, "threads", 1, 1024)));

  Table table({"output", "leave out, days", "then the mean is", "without it"});
  double longest = 0;
  bool short_series = false, none = false;
  for (const WarmUpOfOutput& one : search.outputs) {
    if (!one.mser) {
      table.add({one.output, "-", "-", "-"});
      none = true;
      continue;
    }
    const std::size_t out = one.mser->truncation;
    const double days = out == 0 ? 0 : search.period_end[out - 1];
    double all = 0, rest = 0;
    for (std::size_t i = 0; i < one.mean.size(); ++i) {
      all += one.mean[i];
      if (i >= out) rest += one.mean[i];
    }
    table.add({one.output, readable(days) + (one.mser->at_limit ? " or more" : ""), readable(rest / static_cast<double>(one.mean.size() - out)), readable(all / static_cast<double>(one.mean.size()))});
    longest = std::max(longest, days);
    short_series = short_series || one.mser->at_limit;
  }
  std::cout << reading.description->run.replications << " replications, " << search.period_start.size() << " periods of " << readable(search.period_end[0]) << " days from " << (reading.description->caseload ? "the caseload" : "empty") << "\n\n";
  table.print(std::cout);
  std::cout << "\nMeans over periods of the mean across replications (counts a day), by MSER-5. ";
  if (none) std::cout << "'-': fewer than ten periods, or some without a value; choose shorter periods or fewer ('every' in 'run'). ";
  if (short_series) std::cout << "'or more': the least spread is at half of what was simulated, so that too little was; simulate longer. ";
  if (longest > 0 && !short_series) std::cout << "For all of them: 'warm_up_days: " << readable(std::ceil(longest)) << "' in 'run'.";
  std::cout << "\n";
  if (!csv.empty()) write_text_file(csv, [&](std::ostream& out) { write_csv(out, search, window); });
  return 0;
}

}  // namespace headwater
