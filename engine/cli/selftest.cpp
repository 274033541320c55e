// headwater selftest: theory beside simulation, for the queues of the textbook.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <thread>

#include <unistd.h>

#include "cli/commands.hpp"
#include "report/json_writer.hpp"
#include "cli/options.hpp"
#include "cli/table.hpp"
#include "scenario/number.hpp"
#include "selftest/selftest.hpp"

namespace headwater {

namespace {

namespace po = boost::program_options;

/// The models that came with this program: beside it in the folder where it was built, or where it was installed.
std::string shipped_models() {
  std::error_code none;
  const std::filesystem::path here = std::filesystem::read_symlink("/proc/self/exe", none).parent_path();
  for (const char* data : {"share/headwater", HEADWATER_DATA_FROM_BINARY}) {
    const std::filesystem::path folder = here / data / "models/queues";
    if (std::filesystem::is_directory(folder, none)) return folder.lexically_normal().string();
  }
  throw UsageError("the models of the self-test are not where this program was installed (" + (here / HEADWATER_DATA_FROM_BINARY).lexically_normal().string() +
                   "/models/queues); --models FOLDER says where they are");
}

std::string models_folder(const po::variables_map& values) {
  if (!values.count("models")) return shipped_models();
  const std::string folder = values["models"].as<std::string>();
  std::error_code none;
  if (!std::filesystem::is_directory(folder, none)) throw UsageError("--models must name a folder of models; there is no folder '" + folder + "'");
  return folder;
}

/// As many decimals as the interval's half-width has up to its second figure; six when nothing varied.
int decimals_for(double half_width) {
  int decimals = half_width > 0 ? 0 : 6;
  for (; half_width > 0 && half_width < 9.5 && decimals < 9; half_width *= 10) ++decimals;
  return decimals;
}

std::string fixed(double number, int decimals) {
  char text[400];
  std::snprintf(text, sizeof text, "%.*f", decimals, number);
  return text;
}

void print_table(const std::vector<Finding>& findings) {
  Table table({"model: quantity", "theory", "simulated", ""});
  for (const Finding& finding : findings) {
    const int decimals = decimals_for(finding.half_width);
    table.add({finding.comparison.model + ": " + finding.comparison.quantity, fixed(finding.comparison.theory, decimals),
               fixed(finding.mean, decimals) + " \u00b1 " + fixed(finding.half_width, decimals), finding.agrees ? "agrees" : "DIFFERS"});
  }
  table.print(std::cout);
}

/// How wide the intervals are, in per cent of the theory.
std::string widths(const std::vector<Finding>& findings) {
  std::vector<double> shares;
  for (const Finding& finding : findings) shares.push_back(100 * finding.half_width / std::fabs(finding.comparison.theory));
  std::sort(shares.begin(), shares.end());
  return "half of them are at most " + fixed(shares[shares.size() / 2], 2) + " % of theory, the widest is " + fixed(shares.back(), 2) + " %";
}

void print_json(const std::vector<Finding>& findings, std::size_t agreeing) {
  JsonWriter json(std::cout);
  json.begin('{').key("level").value(reported_level).key("judged_at_level").value(judging_level(findings.size())).key("comparisons").begin('[');
  for (const Finding& finding : findings) {
    json.begin('{').key("model").value(finding.comparison.model).key("quantity").value(finding.comparison.quantity);
    json.key("theory").value(finding.comparison.theory).key("simulated").value(finding.mean).key("half_width").value(finding.half_width);
    json.key("half_width_as_judged").value(finding.reach).key("verdict").value(finding.agrees ? "agrees" : "differs").end('}');
  }
  json.end(']').key("agree").value(agreeing).key("of").value(findings.size()).end('}');
  std::cout << "\n";
}

}  // namespace

int selftest_command(const std::vector<std::string>& args) {
  const std::string cores = std::to_string(std::max(1u, std::thread::hardware_concurrency()));
  po::options_description options("options");
  options.add_options()
      ("models", po::value<std::string>(), "folder of the models (default: those that came with this program)")
      ("seed", po::value<std::string>(), "names the luck, instead of the models' own")
      ("threads", po::value<std::string>()->default_value(cores), "replications at a time; results do not depend on it")
      ("json", "print as JSON");
  const auto values = parse_options(args, options, "file", 0,
                                    {"headwater selftest [options]",
                                     "Simulates the queues of the textbook (models/queues) and prints what theory says beside what was simulated. "
                                     "Exit status 0: all agree; 1: some differ; 2: the models are missing or cannot be read.",
                                     "headwater selftest --seed 7"});
  if (!values) return 0;
  SelftestPlan plan;
  plan.folder = models_folder(*values);
  plan.threads = static_cast<int>(whole_option(*values, "threads", 1, 1024));
  if (values->count("seed")) {
    plan.seed = parse_unsigned((*values)["seed"].as<std::string>());
    if (!plan.seed) throw UsageError("--seed must be a whole number from 0 to 18446744073709551615, found '" + (*values)["seed"].as<std::string>() + "'");
  }
  const bool terminal = isatty(STDERR_FILENO) != 0;
  if (terminal) plan.progress = [](const std::string& model, std::size_t done, std::size_t all) { std::fprintf(stderr, "\r\033[K%zu of %zu models done, now %s", done, all, model.c_str()); };

  std::vector<Finding> findings;
  try {
    findings = run_selftest(comparisons(), plan);
  } catch (const SelftestError& error) {
    if (terminal) std::fputs("\r\033[K", stderr);
    throw UsageError(std::string("the self-test cannot be run with the models in ") + plan.folder + "\n" + error.what());
  }
  if (terminal) std::fputs("\r\033[K", stderr);

  const auto agreeing = static_cast<std::size_t>(std::ranges::count_if(findings, [](const Finding& finding) { return finding.agrees; }));
  if (values->count("json")) {
    print_json(findings, agreeing);
  } else {
    print_table(findings);
    std::cout << "\n\u00b1 is half of a " << fixed(100 * reported_level, 1) << " % confidence interval; " << widths(findings)
              << ".\nA quantity differs when theory lies outside an interval of " << fixed(100 * judging_level(findings.size()), 4) << " %: were all right, one or more of the "
              << findings.size() << "\nwould differ under at most 1 seed in 100 (Bonferroni's inequality).\n\n"
              << agreeing << " of " << findings.size() << " quantities agree with theory\n";
  }
  return agreeing == findings.size() ? 0 : 1;
}

}  // namespace headwater
