// What the subcommands have in common: options, usage, and the printing of diagnostics.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <boost/program_options.hpp>

#include "scenario/read.hpp"

namespace headwater {

/// The user's command line is wrong: the text says how. `main` prints it and exits with status 2.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Usage {
  std::string line;     ///< "headwater run FILE.yaml [options]"
  std::string purpose;  ///< one or two sentences
  std::string example;
};

/// Reads `args` by `options`, with words that are no options gathered under `positional` (at most `most` of them).
/// Prints the help and answers nothing when it is asked for. Throws `UsageError`.
std::optional<boost::program_options::variables_map> parse_options(const std::vector<std::string>& args,
                                                                   boost::program_options::options_description options,
                                                                   const char* positional, int most, const Usage& usage);

/// Prints errors and warnings to stderr, those about goals of precision included: at most fifty, and then the number of the
/// others. False when there are errors.
bool print_diagnostics(const Reading& reading);

/// A bounded whole number from an option; throws `UsageError` naming the option.
std::int64_t whole_option(const boost::program_options::variables_map& values, const char* name, std::int64_t least, std::int64_t most);

/// The same of any number.
double number_option(const boost::program_options::variables_map& values, const char* name, double least, double most);

}  // namespace headwater
