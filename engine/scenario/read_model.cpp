#include "scenario/read_model.hpp"

#include <algorithm>
#include <cmath>

#include "scenario/number.hpp"
#include "scenario/read_calendar.hpp"
#include "scenario/read_caseload.hpp"
#include "scenario/read_families.hpp"
#include "scenario/read_law.hpp"
#include "scenario/read_money.hpp"
#include "scenario/read_source.hpp"
#include "scenario/read_tier.hpp"
#include "scenario/read_timescales.hpp"

namespace headwater {

namespace {

constexpr double most_periods = 100'000;

ReturnSpec read_returns(const Value& map, const std::string& owner, Diagnostics& diagnostics) {
  Section section(map, {"returns"}, "'returns' of " + owner, diagnostics);
  for (const char* key : {"probability", "after", "to"}) section.require(key);
  ReturnSpec returns;
  returns.place = map.place;
  returns.probability = section.number("probability").value_or(0);
  returns.to = section.text("to").value_or("");
  if (const Value* after = section.value("after"))
    returns.after = read_law(*after, "'after' of " + owner, diagnostics, true).value_or(Law{});
  return returns;
}

GroupSpec read_group(const Value::Key& key, const Value& map, const std::vector<ClassSpec>& classes, Diagnostics& diagnostics) {
  Section section(map, {"group"}, "group '" + key.name + "'", diagnostics);
  if (!classes.empty() && section.text("on") == "class") {
    for (const char* without : {"below", "labels"})
      if (section.has(without)) report(diagnostics, *section.value(without), section.owner() + " is by class, so its labels are the names of the classes; " + quoted(without) + " must go");
    GroupSpec group{key.name, "class", {}, {}, key.place};
    for (const ClassSpec& of : classes) group.labels.push_back(of.name);
    return group;
  }
  for (const char* required : {"on", "below", "labels"}) section.require(required);
  GroupSpec group{key.name, section.text("on").value_or(""), rising(section, "below"),
                  section.texts("labels").value_or(std::vector<std::string>{}), key.place};
  check_names_of_bands(section, group.below.size(), group.labels.size(), "labels");
  for (std::size_t i = 0; i < group.labels.size(); ++i) {
    const auto end = group.labels.begin() + static_cast<std::ptrdiff_t>(i);
    if (std::find(group.labels.begin(), end, group.labels[i]) != end)
      report(diagnostics, section.value("labels")->items[i], "'labels' of " + section.owner() + " names " + quoted(group.labels[i]) + " twice");
  }
  return group;
}

GoalSpec read_goal(const Value& map, Diagnostics& diagnostics) {
  Section section(map, {"goal"}, "the goal", diagnostics);
  section.require("output");
  GoalSpec goal;
  goal.output = section.text("output").value_or("");
  goal.place = section.has("output") ? section.value("output")->place : map.place;
  goal.half_width = section.number("half_width").value_or(0);
  goal.relative = section.number("relative").value_or(0);
  if (section.has("half_width") == section.has("relative")) report(diagnostics, map, "a goal needs 'half_width' or 'relative', and not both");
  return goal;
}

RunSpec read_run(const Value& map, Diagnostics& diagnostics) {
  Section section(map, {"run"}, "'run'", diagnostics);
  RunSpec run;
  run.replications = section.whole("replications").value_or(run.replications);
  run.seed = section.seed("seed").value_or(run.seed);
  if (const Value* until = section.value("until")) {
    if (!until->is_list()) report(diagnostics, *until, "'until' must be a list of goals");
    for (const Value& goal : until->is_list() ? until->items : std::vector<Value>{}) run.until.push_back(read_goal(goal, diagnostics));
  }
  run.confidence = section.number("confidence").value_or(run.confidence);
  run.at_least = section.whole("at_least").value_or(run.at_least);
  if (run.until.empty() && (section.has("confidence") || section.has("at_least"))) report(diagnostics, map, "'confidence' and 'at_least' of 'run' say when 'until' is met, and there is no 'until'");
  run.warm_up = section.number("warm_up").value_or(run.warm_up);
  run.event_log = section.flag("event_log").value_or(run.event_log);
  if (section.has("every") && section.has("period"))
    report(diagnostics, *section.value("period"), "'every' and " + quoted(section.spelling("period")) + " are both given in 'run'; one must go");
  run.period = section.number("period").value_or(0);
  const std::string every = section.choice("every").value_or("month");
  run.every = every == "minute" ? Every::minute : every == "hour" ? Every::hour : every == "day" ? Every::day : every == "week" ? Every::week : every == "quarter" ? Every::quarter
            : every == "year" ? Every::year : every == "whole_run" ? Every::whole_run : Every::month;
  if (section.choice("generator").value_or("keyed_hash") == "philox") run.generator = Generator::philox;
  return run;
}

ClassSpec read_class(const Value::Key& key, const Value& map, Diagnostics& diagnostics) {
  Section section(map, {"class"}, "class '" + key.name + "'", diagnostics);
  return {key.name, section.number("priority").value_or(0), key.place};
}

}  // namespace

ResourceSpec read_resource(const Value::Key& name, const Value& map, Diagnostics& diagnostics) {
  Section section(map, {"resource"}, "resource '" + name.name + "'", diagnostics);
  section.require("capacity");
  return {name.name, read_places(section, "capacity"), section.texts("patterns").value_or(std::vector<std::string>{}), read_when_cut(section), name.place};
}

ExitSpec read_exit(const Value::Key& name, const Value& map, Diagnostics& diagnostics) {
  Section section(map, {"exit"}, "exit '" + name.name + "'", diagnostics);
  ExitSpec exit;
  exit.name = name.name;
  exit.place = name.place;
  if (const Value* returns = section.value("returns")) exit.returns = read_returns(*returns, section.owner(), diagnostics);
  exit.rejoins = section.text("rejoins").value_or("");
  return exit;
}

Description read_model(const Value& root, Diagnostics& diagnostics) {
  Section model(root, {"model"}, "the model", diagnostics);
  Description out;
  for (const char* key : {"headwater", "start"}) model.require(key);
  if (!model.has("population")) model.require("sources");
  model.require("tiers");
  model.whole("headwater");
  out.title = model.text("title").value_or("");
  model.text("about");
  out.start = model.date("start").value_or(Date{});
  out.year_begins_month = static_cast<int>(model.whole("year_begins_month").value_or(4));
  if (model.has("end") && model.has("horizon")) {
    report(diagnostics, *model.value("end"), "'end' and " + quoted(model.spelling("horizon")) + " are both given; one must go");
  } else if (model.has("end")) {
    if (const auto end = model.date("end")) {
      out.horizon = static_cast<double>((*end - out.start).count());
      if (out.horizon <= 0) report(diagnostics, *model.value("end"), "'end' must lie after 'start', found " + to_text(*end));
    }
  } else {
    model.require("horizon", "'end'");
    out.horizon = model.number("horizon").value_or(1);
  }
  out.attributes = read_attributes(model);
  each_element(model, "sources", "source", [&](const Value::Key& key, const Value& map) { out.sources.push_back(read_source(key, map, out.start, diagnostics)); });
  each_element(model, "tiers", "tier", [&](const Value::Key& key, const Value& map) { out.tiers.push_back(read_tier(key, map, diagnostics)); });
  each_element(model, "exits", "exit", [&](const Value::Key& key, const Value& map) { out.exits.push_back(read_exit(key, map, diagnostics)); });
  each_element(model, "resources", "resource", [&](const Value::Key& key, const Value& map) { out.resources.push_back(read_resource(key, map, diagnostics)); });
  each_element(model, "classes", "class", [&](const Value::Key& key, const Value& map) { out.classes.push_back(read_class(key, map, diagnostics)); });
  if (const Value* population = model.value("population")) out.population = read_population(*population, diagnostics);
  if (const Value* need = model.value("need")) out.need = read_need_levels(*need, diagnostics);
  each_element(model, "contacts", "contact", [&](const Value::Key& key, const Value& map) { out.contacts.push_back(read_contact(key, map, diagnostics)); });
  if (const Value* caseload = model.value("caseload")) out.caseload = read_caseload(*caseload, out.start, diagnostics);
  out.timescales = read_timescales(model, out, diagnostics);
  if (const Value* money = model.value("money")) out.money = read_money(*money, out, diagnostics);
  if (model.has("sources") && out.sources.empty() && !out.population && !out.caseload) report(diagnostics, *model.value("sources"), "'sources' must hold at least one source");
  if (model.has("tiers") && out.tiers.empty()) report(diagnostics, *model.value("tiers"), "'tiers' must hold at least one tier");
  if (out.tiers.size() + out.exits.size() > 10'000) report(diagnostics, root, "a model can have at most 10,000 tiers and exits, found " + std::to_string(out.tiers.size() + out.exits.size()));

  std::vector<GroupSpec> groups;
  each_element(model, "groups", "group", [&](const Value::Key& key, const Value& map) { groups.push_back(read_group(key, map, out.classes, diagnostics)); });
  if (const Value* report_map = model.value("report")) {
    Section reporting(*report_map, {"report"}, "'report'", diagnostics);
    const std::vector<std::string> by = reporting.texts("by").value_or(std::vector<std::string>{});
    if (by.size() > 3) report(diagnostics, *reporting.value("by"), "'by' must name at most three groups, found " + std::to_string(by.size()));
    std::vector<std::string> known;
    for (const GroupSpec& group : groups) known.push_back(group.name);
    std::size_t cells = 1;
    for (const std::string& name : by) {
      if (std::count(by.begin(), by.end(), name) > 1) {
        report(diagnostics, *reporting.value("by"), "'by' names the group " + quoted(name) + " twice");
        break;
      }
      const auto found = std::find(known.begin(), known.end(), name);
      if (found == known.end()) {
        report(diagnostics, *reporting.value("by"), unknown("group", name, known, " in 'by'"));
      } else {
        out.groups.push_back(groups[static_cast<std::size_t>(found - known.begin())]);
        cells *= out.groups.back().labels.size();
      }
    }
    out.lifetime = {reporting.texts("lifetime").value_or(std::vector<std::string>{}), reporting.number("lifetime_by_years").value_or(5), report_map->place};
    out.show_unit = reporting.choice("unit").value_or("days");
    if (cells > 10'000) report(diagnostics, *reporting.value("by"), "the groups of 'by' make " + std::to_string(cells) + " cells; at most 10,000 are reported");
  }
  if (const Value* run = model.value("run")) out.run = read_run(*run, diagnostics);
  each_element(model, "calendars", "calendar", [&](const Value::Key& key, const Value& map) {
    out.calendars.push_back(read_calendar(key, map, out.start, out.run.warm_up, out.horizon, diagnostics));
  });
  for (const SourceSpec& source : out.sources) check_growth(source, out.run.warm_up, out.horizon, diagnostics);
  const Every every = out.run.every;
  const double shortest_days = out.run.period > 0 ? out.run.period : every == Every::minute ? 1.0 / 1440 : every == Every::hour ? 1.0 / 24
                             : every == Every::day ? 1 : every == Every::week ? 7 : 28;
  if ((every != Every::whole_run || out.run.period > 0) && out.horizon / shortest_days > most_periods)
    report(diagnostics, root, "there would be more than " + to_text(most_periods) + " reporting periods; choose a longer 'every', such as whole_run, in 'run'");
  return out;
}

}  // namespace headwater
