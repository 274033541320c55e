// headwater verify: is a results file whole, and is what it holds what was computed?
#include <iostream>

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "results/content_hash.hpp"
#include "results/results_error.hpp"

namespace headwater {

int verify_command(const std::vector<std::string>& args) {
  const Usage usage{"headwater verify RESULTS.h5",
                    "Reads the whole file, checks every checksum in it, computes the content hash anew and "
                    "compares it with the one "
                    "that the file carries. Exit status 0: whole and unaltered; 1: damaged or altered; 2: "
                    "not a results file.",
                    "headwater verify baseline.h5"};
  const auto values =
      parse_options(args, boost::program_options::options_description("options"), "file", 1, usage);
  if (!values) return 0;
  if (!values->count("file")) throw UsageError("headwater verify needs a file\nusage: " + usage.line);
  const std::string path = (*values)["file"].as<std::vector<std::string>>()[0];
  try {
    const Verification result = verify(path);
    std::cout << "content hash " << result.computed << "\n";
    if (!result.ok()) {
      std::cerr << "headwater: " << path << ": altered, it was written with content hash " << result.stored
                << "\n";
      return 1;
    }
  } catch (const DamagedResults& error) {
    std::cerr << "headwater: " << error.what() << "\n";
    return 1;
  }
  std::cout << "ok\n";
  return 0;
}

}  // namespace headwater
