// headwater schema: the table of keys, as a JSON Schema or as a page.
#include <iostream>

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "scenario/schema.hpp"

namespace headwater {

int schema_command(const std::vector<std::string>& args) {
  boost::program_options::options_description options("options");
  options.add_options()("markdown", "the reference page instead of the JSON Schema");
  const auto values = parse_options(args, options, "files", 0,
                                    {"headwater schema [--markdown]", "Prints the JSON Schema of models and scenarios, with which editors complete and check keys.",
                                     "headwater schema > headwater.schema.json"});
  if (!values) return 0;
  std::cout << (values->count("markdown") ? key_reference() : json_schema());
  return 0;
}

}  // namespace headwater
