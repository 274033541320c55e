// headwater check: faults first, then tiers, loops, exits and load.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iostream>

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "pathway/load_warnings.hpp"
#include "pathway/service_graph.hpp"

namespace headwater {

namespace {

const char* name_of(TierKind kind) {
  switch (kind) {
    case TierKind::home: return "home";
    case TierKind::gate: return "gate";
    case TierKind::service: return "service";
    case TierKind::placement: return "placement";
  }
  return "";
}

std::string number(double value, int digits) {
  if (!std::isfinite(value)) return std::isnan(value) ? "-" : "endless";
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

void print_row(const std::vector<std::string>& cells, std::size_t first_width) {
  std::string line = cells[0] + std::string(first_width > cells[0].size() ? first_width - cells[0].size() : 0, ' ');
  for (std::size_t i = 1; i < cells.size(); ++i) line += std::string(cells[i].size() < 13 ? 13 - cells[i].size() : 1, ' ') + cells[i];
  std::cout << line << "\n";
}

void print_tiers(const Description& description, const std::vector<Load>& loads) {
  std::size_t width = 4;
  for (const TierSpec& tier : description.tiers) width = std::max(width, tier.name.size());
  print_row({"tier", "kind", "places", "comers/day", "mean days", "offered load", "utilisation"}, width);
  for (std::size_t i = 0; i < loads.size(); ++i) {
    const TierSpec& tier = description.tiers[i];
    print_row({tier.name, name_of(tier.kind), tier.capacity ? std::to_string(*tier.capacity) : "unlimited", number(loads[i].arrivals_per_day, 3),
               number(loads[i].mean_sojourn, 2), number(loads[i].offered, 1), tier.capacity ? number(100 * loads[i].utilisation, 1) + " %" : "-"},
              width);
  }
  if (std::any_of(description.tiers.begin(), description.tiers.end(), turns_away))
    std::cout << "\ncomers and loads are those of a model that turns nobody away\n";
  std::string there;
  for (const SourceSpec& source : description.sources)
    if (source.at_start > 0) there += (there.empty() ? "" : ", ") + std::to_string(source.at_start) + " of source '" + source.name + "'";
  std::int64_t open = 0;
  if (description.caseload)
    for (const OpenCases& row : description.caseload->rows) open += row.number;
  if (open > 0) there += (there.empty() ? "" : ", ") + std::to_string(open) + " of the caseload";
  if (!there.empty()) std::cout << "\nthose who are there at the start (" << there << ") are in none of these figures\n";
  if (!loads.empty() && loads[0].at_most) std::cout << "\ncomers, mean days and loads are upper bounds, since birthdays take people out of loops\n";
}

/// Load per resource.
void print_resources(const Description& description, const std::vector<Load>& loads) {
  if (description.resources.empty()) return;
  std::size_t width = 8;
  for (const ResourceSpec& resource : description.resources) width = std::max(width, resource.name.size());
  std::cout << "\n";
  print_row({"resource", "mean amount", "offered load", "utilisation"}, width);
  const std::vector<ResourceLoad> list = resource_load(description, loads);
  bool at_least = false;
  for (std::size_t r = 0; r < list.size(); ++r) {
    const ResourceLoad& load = list[r];
    const bool limited = description.resources[r].capacity.has_value();
    std::vector<std::string> row{description.resources[r].name, limited ? number(load.there, 2) : "unlimited", number(load.offered, 2),
                                 limited ? number(100 * load.utilisation, 1) + " %" : "-"};
    if (load.at_least) row.push_back("  at least");
    print_row(row, width);
    at_least = at_least || load.at_least;
  }
  std::cout << "\nthe amount of a resource is its mean over the simulated time, calendars included, dated changes not\n";
  if (at_least) std::cout << "at least: some hold it while they wait for something else or until there is room, which adds to these loads\n";
}

void print_loops(const ServiceGraph& graph) {
  const auto all = loops(graph);
  std::cout << "\nloops: " << (all.empty() ? "none" : "") << "\n";
  for (const auto& members : all) {
    std::cout << " ";
    for (const std::string& member : members) std::cout << " " << member;
    std::cout << "\n";
  }
}

}  // namespace

int check_command(const std::vector<std::string>& args) {
  boost::program_options::options_description options("options");
  options.add_options()("dot", "print the service graph in the DOT language instead")("quiet", "print faults only");
  const auto values = parse_options(args, options, "file", 1,
                                    {"headwater check FILE.yaml [options]",
                                     "Reads a model or scenario with all that it extends and reports every fault at once; then prints its tiers, loops, exits "
                                     "and the load that comes to each tier in the long run.",
                                     "headwater check scenarios/baseline.yaml --dot | dot -Tsvg > pathway.svg"});
  if (!values) return 0;
  if (!values->count("file")) throw UsageError("headwater check needs a file\nusage: headwater check FILE.yaml [options]");
  Reading reading = read_file((*values)["file"].as<std::vector<std::string>>()[0]);
  std::vector<Load> loads;
  if (reading.description && !values->count("quiet")) {
    loads = offered_load(*reading.description);
    warn_of_load(*reading.description, loads, reading.diagnostics);
  }
  if (!print_diagnostics(reading)) return 2;
  if (values->count("quiet")) return 0;

  const Description& description = *reading.description;
  const ServiceGraph graph = service_graph(description);
  if (values->count("dot")) {
    std::cout << to_dot(graph, description.title);
    return 0;
  }
  std::cout << (description.title.empty() ? "no title" : description.title) << "\nfrom " << to_text(description.start) << ", " << number(description.horizon, 0)
            << " days; " << description.sources.size() << " sources, " << description.tiers.size() << " tiers, " << description.exits.size() << " exits, "
            << description.revisions.size() << " dated changes\n\n";
  print_tiers(description, loads);
  print_resources(description, loads);
  print_loops(graph);
  std::cout << "\nexits:\n";
  for (const ExitSpec& exit : description.exits)
    std::cout << "  " << exit.name << (exit.returns ? ": " + number(100 * exit.returns->probability, 1) + " % return to " + exit.returns->to : "") << "\n";
  return 0;
}

}  // namespace headwater
