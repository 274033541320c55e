// The command: names a subcommand and hands it the rest of the line.
#include <cstring>
#include <exception>
#include <iostream>
#include <new>

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "experiment/joined_layout.hpp"
#include "experiment/version.hpp"
#include "results/output.hpp"
#include "results/results_error.hpp"
#include "simulate/model_fault.hpp"

namespace {

using headwater::UsageError;

struct Command {
  const char* name;
  int (*run)(const std::vector<std::string>&);
  const char* purpose;
};

constexpr Command commands[] = {
    {"check", headwater::check_command, "read a model or scenario, report every fault, and describe its service graph"},
    {"run", headwater::run_command, "simulate a model or scenario and write the results"},
    {"compare", headwater::compare_command, "simulate scenarios under the same luck and print what differs"},
    {"explain", headwater::explain_command, "tell the life of one family, or of one entity, and the rule and the draw behind each step"},
    {"sweep", headwater::sweep_command, "simulate a model at many points of its parameters"},
    {"calibrate", headwater::calibrate_command, "fit parameters of a model to a table of targets"},
    {"merge", headwater::merge_command, "make one results file from the shards of an experiment"},
    {"warm-up", headwater::warm_up_command, "find how long a model needs to forget that it began empty"},
    {"show", headwater::show_command, "print results as tables"},
    {"report", headwater::report_command, "write results as one page to look at, or as a record for reviewers"},
    {"export", headwater::export_command, "write results as tables for other programs"},
    {"verify", headwater::verify_command, "check that a results file is whole and unaltered"},
    {"selftest", headwater::selftest_command, "simulate the queues of the textbook and compare them with theory"},
    {"schema", headwater::schema_command, "print the keys of models and scenarios, for editors or as a page"},
};

void print_help(std::ostream& out) {
  out << "Headwater simulates how families move through children's services.\n\nusage: headwater COMMAND [options]\n\n";
  for (const Command& command : commands) out << "  " << command.name << std::string(10 - std::strlen(command.name), ' ') << command.purpose << "\n";
  out << "\n'headwater COMMAND --help' says more. First steps: headwater run scenarios/baseline.yaml -o baseline.h5\n";
}

int dispatch(const std::vector<std::string>& words) {
  if (words.empty()) {
    print_help(std::cerr);
    return 2;
  }
  if (words[0] == "--help" || words[0] == "-h" || words[0] == "help") {
    print_help(std::cout);
    return 0;
  }
  if (words[0] == "--version") {
    std::cout << "headwater " << headwater::engine_version << "\n";
    return 0;
  }
  std::vector<std::string> names;
  for (const Command& command : commands) {
    if (words[0] == command.name) return command.run({words.begin() + 1, words.end()});
    names.emplace_back(command.name);
  }
  const std::string nearest = headwater::nearest_name(words[0], names);
  throw UsageError("unknown command '" + words[0] + "'" + (nearest.empty() ? "" : " (did you mean '" + nearest + "'?)") + "; headwater --help lists them");
}

}  // namespace

int main(int count, char** words) {
  std::ios::sync_with_stdio(false);
  try {
    const int status = dispatch({words + 1, words + count});
    std::cout.flush();
    if (std::cout) return status;
    std::cerr << "headwater: what was to be printed could not be written\n";
    return 1;
  } catch (const UsageError& error) {
    std::cerr << "headwater: " << error.what() << "\n";
    return 2;
  } catch (const headwater::FailedWrite& error) {
    std::cerr << "headwater: " << error.what() << "\n";
    return 1;
  } catch (const headwater::ResultsError& error) {
    std::cerr << "headwater: " << error.what() << "\n";
    return 2;
  } catch (const headwater::UnknownOutput& error) {
    std::cerr << "headwater: " << error.what() << "\n";
    return 2;
  } catch (const headwater::CannotJoin& error) {
    std::cerr << "headwater: " << error.what() << "\n";
    return 2;
  } catch (const headwater::ModelFault& error) {
    std::cerr << "headwater: " << error.what() << "\n";
    return 2;
  } catch (const std::bad_alloc&) {
    std::cerr << "headwater: there is not enough memory for this\n";
    return 1;
  } catch (const std::exception& error) {
    std::cerr << "headwater: fault: " << error.what() << "\n";
    return 1;
  }
}
