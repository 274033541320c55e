// headwater check: faults first, then tiers, loops, exits and load.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <limits>

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "pathway/offered_load.hpp"
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

bool turns_away(const TierSpec& tier) { return tier.waiting_room || tier.balk || tier.patience; }

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
  if (!loads.empty() && loads[0].at_most) std::cout << "\ncomers, mean days and loads are upper bounds, since birthdays take people out of loops\n";
}

/// How much of a resource one case takes up on average; NaN where sources have laws of their own for the attribute that says.
double mean_amount(const Description& description, const NeedSpec& need) {
  if (need.attribute.empty()) return need.amount;
  const auto is_it = [&](const AttributeSpec& attribute) { return attribute.name == need.attribute; };
  for (const SourceSpec& source : description.sources)
    if (std::any_of(source.attributes.begin(), source.attributes.end(), is_it)) return std::numeric_limits<double>::quiet_NaN();
  return std::find_if(description.attributes.begin(), description.attributes.end(), is_it)->law.mean();
}

/// Load per resource, with a warning where it is more than there is.
void print_resources(const Description& description, const std::vector<Load>& loads) {
  if (description.resources.empty()) return;
  std::size_t width = 8;
  for (const ResourceSpec& resource : description.resources) width = std::max(width, resource.name.size());
  std::cout << "\n";
  print_row({"resource", "amount", "offered load", "utilisation"}, width);
  for (const ResourceSpec& resource : description.resources) {
    double offered = 0;
    for (std::size_t i = 0; i < loads.size(); ++i)
      for (const NeedSpec& need : description.tiers[i].needs)
        if (need.resource == resource.name) offered += loads[i].offered * mean_amount(description, need);
    const double utilisation = resource.capacity ? offered / static_cast<double>(*resource.capacity) : 0;
    print_row({resource.name, resource.capacity ? std::to_string(*resource.capacity) : "unlimited", number(offered, 1),
               resource.capacity ? number(100 * utilisation, 1) + " %" : "-"},
              width);
    if (utilisation >= 1 && !loads[0].at_most)
      std::cerr << "warning: more is asked of resource '" << resource.name << "' than there is (" << number(100 * utilisation, 0) << " %): waiting lists will grow\n";
  }
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

/// Classes that are served only when there is time left by those before them, of which there is none.
std::vector<std::string> never_served(const Description& description, const TierSpec& tier, const Load& load) {
  std::vector<std::string> names;
  const bool highest = tier.order == Order::highest_first;
  if (tier.ordered_by != "class" || description.classes.empty() || !tier.capacity || load.at_most) return names;
  const auto rank = [&](const ClassSpec& of) {
    if (tier.bands.empty()) return of.priority;
    return static_cast<double>(std::upper_bound(tier.bands.begin(), tier.bands.end(), of.priority) - tier.bands.begin());
  };
  for (std::size_t k = 0; k < description.classes.size(); ++k) {
    double before = 0;
    for (std::size_t other = 0; other < description.classes.size(); ++other) {
      const double own = rank(description.classes[k]), its = rank(description.classes[other]);
      if (highest ? its > own : its < own) before += load.offered_by_class[other];
    }
    if (load.offered_by_class[k] > 0 && before >= static_cast<double>(*tier.capacity)) names.push_back(description.classes[k].name);
  }
  return names;
}

void warn_of_overload(const Description& description, const TierSpec& tier, const Load& load) {
  if (!tier.capacity || load.at_most || load.offered_by_class.empty()) return;
  const std::vector<std::string> last = never_served(description, tier, load);
  for (const std::string& name : last)
    std::cerr << "warning: in tier '" << tier.name << "' those of class '" << name << "' will hardly ever be served: the classes that go first fill all places\n";
  if (!(load.utilisation >= 1) || turns_away(tier)) return;
  std::cerr << "warning: more comes to tier '" << tier.name << "' than its places can take (" << number(100 * load.utilisation, 0) << " %): "
            << (tier.order == Order::shared && !tier.shared_by_at_most ? "the number there" : "its waiting list") << " will grow";
  const bool ranked = tier.order == Order::highest_first || tier.order == Order::lowest_first || tier.order == Order::last_come;
  std::cerr << (ranked && last.empty() ? ", and those who rank last may never be served\n" : "\n");
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
  const Reading reading = read_file((*values)["file"].as<std::vector<std::string>>()[0]);
  if (!print_diagnostics(reading, /*to_simulate=*/false)) return 2;
  if (values->count("quiet")) return 0;

  const Description& description = *reading.description;
  const ServiceGraph graph = service_graph(description);
  if (values->count("dot")) {
    std::cout << to_dot(graph, description.title);
    return 0;
  }
  const std::vector<Load> loads = offered_load(description);
  std::cout << (description.title.empty() ? "no title" : description.title) << "\nfrom " << to_text(description.start) << ", " << number(description.horizon, 0)
            << " days; " << description.sources.size() << " sources, " << description.tiers.size() << " tiers, " << description.exits.size() << " exits, "
            << description.revisions.size() << " dated changes\n\n";
  print_tiers(description, loads);
  print_resources(description, loads);
  print_loops(graph);
  std::cout << "\nexits:\n";
  for (const ExitSpec& exit : description.exits)
    std::cout << "  " << exit.name << (exit.returns ? ": " + number(100 * exit.returns->probability, 1) + " % return to " + exit.returns->to : "") << "\n";
  for (std::size_t i = 0; i < loads.size(); ++i) warn_of_overload(description, description.tiers[i], loads[i]);
  return 0;
}

}  // namespace headwater
