#include "scenario/read_timescales.hpp"

#include <algorithm>

namespace headwater {

namespace {

TimescaleSpec read_timescale(const Value::Key& key, const Value& map, const std::vector<std::string>& tiers, const std::vector<std::string>& exits, Diagnostics& diagnostics) {
  Section section(map, {"timescale"}, "timescale '" + key.name + "'", diagnostics);
  section.require("from");
  section.text("source");
  TimescaleSpec scale;
  scale.name = key.name;
  scale.place = key.place;
  scale.from = section.text("from").value_or("");
  if (section.has("from") && std::find(tiers.begin(), tiers.end(), scale.from) == tiers.end())
    report(diagnostics, *section.value("from"), unknown("tier", scale.from, tiers, " in 'from' of " + section.owner()));
  std::vector<std::string> nodes = tiers;
  nodes.insert(nodes.end(), exits.begin(), exits.end());
  scale.to = section.text("to").value_or("");
  if (section.has("to") && scale.to == scale.from) {
    report(diagnostics, *section.value("to"), "'to' of " + section.owner() + " is where its clock begins; without 'to' the clock stops when a case leaves there");
  } else if (section.has("to") && std::find(nodes.begin(), nodes.end(), scale.to) == nodes.end()) {
    report(diagnostics, *section.value("to"), unknown("tier or exit", scale.to, nodes, " in 'to' of " + section.owner()));
  }
  if (const auto through = section.text("through")) {
    if (section.has("to")) report(diagnostics, *section.value("through"), "'to' and 'through' are both given in " + section.owner() + "; one must go");
    if (std::find(tiers.begin(), tiers.end(), *through) == tiers.end())
      report(diagnostics, *section.value("through"), unknown("tier", *through, tiers, " in 'through' of " + section.owner()));
    scale.through = *through;
  } else if (scale.to.empty()) {
    scale.through = scale.from;
  }
  scale.dropped_at = section.texts("dropped_at").value_or(std::vector<std::string>{});
  for (std::size_t i = 0; i < scale.dropped_at.size(); ++i) {
    const std::string& name = scale.dropped_at[i];
    const Value& list = *section.value("dropped_at");
    const Value& place = list.is_list() ? list.items[i] : list;
    if (std::find(nodes.begin(), nodes.end(), name) == nodes.end()) report(diagnostics, place, unknown("tier or exit", name, nodes, " in 'dropped_at' of " + section.owner()));
    else if (name == scale.from || name == scale.to || name == scale.through) report(diagnostics, place, quoted(name) + " in 'dropped_at' of " + section.owner() + " is where its clock begins or stops; it must go");
  }
  scale.working = section.has("working_days");
  scale.days = static_cast<int>(section.whole(scale.working ? "working_days" : "days").value_or(1));
  if (scale.working && section.has("days"))
    report(diagnostics, *section.value("days"), "'days' and 'working_days' are both given in " + section.owner() + "; one must go");
  if (!scale.working) section.require("days", "'working_days'");
  return scale;
}

}  // namespace

std::vector<TimescaleSpec> read_timescales(Section& model, const Description& of, Diagnostics& diagnostics) {
  std::vector<std::string> tiers, exits;
  for (const TierSpec& tier : of.tiers) tiers.push_back(tier.name);
  for (const ExitSpec& exit : of.exits) exits.push_back(exit.name);
  std::vector<TimescaleSpec> scales;
  each_element(model, "timescales", "timescale", [&](const Value::Key& key, const Value& map) { scales.push_back(read_timescale(key, map, tiers, exits, diagnostics)); });
  if (scales.size() > most_timescales)
    report(diagnostics, *model.value("timescales"), "a model can have at most " + std::to_string(most_timescales) + " timescales, found " + std::to_string(scales.size()));
  return scales;
}

}  // namespace headwater
