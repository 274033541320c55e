#include "cli/options.hpp"

#include <iostream>

#include "experiment/until.hpp"
#include "scenario/number.hpp"

namespace headwater {

namespace po = boost::program_options;

std::optional<po::variables_map> parse_options(const std::vector<std::string>& args, po::options_description options,
                                               const char* positional, int most, const Usage& usage) {
  options.add_options()("help,h", "this text");
  po::options_description all = options;
  all.add_options()(positional, po::value<std::vector<std::string>>(), "");
  po::positional_options_description words;
  words.add(positional, -1);
  po::variables_map values;
  try {
    po::store(po::command_line_parser(args).options(all).positional(words).style(po::command_line_style::default_style & ~po::command_line_style::allow_guessing).run(), values);
    po::notify(values);
  } catch (const po::error& error) {
    throw UsageError(std::string(error.what()) + "\nusage: " + usage.line + "   (--help says more)");
  }
  if (values.count("help")) {
    std::cout << usage.purpose << "\n\nusage: " << usage.line << "\n\n" << options << "\nexample:\n  " << usage.example << "\n";
    return std::nullopt;
  }
  if (values.count(positional) && values[positional].as<std::vector<std::string>>().size() > static_cast<std::size_t>(most))
    throw UsageError("too many files: " + values[positional].as<std::vector<std::string>>()[static_cast<std::size_t>(most)] + "\nusage: " + usage.line + "   (--help says more)");
  return values;
}

bool print_diagnostics(const Reading& reading) {
  constexpr std::size_t most_printed = 50;
  Diagnostics diagnostics = reading.diagnostics;
  if (reading.description) check_goals(*reading.description, diagnostics);
  std::cerr << diagnostics.text(true, most_printed);
  return !diagnostics.has(Severity::error);
}

std::int64_t whole_option(const po::variables_map& values, const char* name, std::int64_t least, std::int64_t most) {
  const std::string& text = values[name].as<std::string>();
  const auto number = parse_whole(text);
  if (!number || *number < least || *number > most)
    throw UsageError("--" + std::string(name) + " must be a whole number from " + std::to_string(least) + " to " + std::to_string(most) + ", found '" + text + "'");
  return *number;
}

double number_option(const po::variables_map& values, const char* name, double least, double most) {
  const std::string& text = values[name].as<std::string>();
  const auto number = parse_number(text);
  if (!number || *number < least || *number > most)
    throw UsageError("--" + std::string(name) + " must be a number" + (most < 1e300 ? " from " + to_text(least) + " to " + to_text(most) : "") + ", found '" + text + "'");
  return *number;
}

}  // namespace headwater
