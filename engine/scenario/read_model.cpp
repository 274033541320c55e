#include "scenario/read_model.hpp"

#include <algorithm>
#include <cmath>

#include "scenario/number.hpp"
#include "scenario/read_law.hpp"

namespace headwater {

namespace {

constexpr double most_periods = 100'000;

/// Calls `read(key, map)` for every element of the map under `key`.
template <class Read>
void each_element(Section& section, std::string_view key, std::string_view what, Read read) {
  const Value* elements = section.value(key);
  if (elements == nullptr || elements->kind == Value::Kind::null) return;
  if (!elements->is_map()) return report(section.diagnostics(), *elements, quoted(key) + " must be a map of names");
  for (std::size_t i = 0; i < elements->items.size(); ++i) {
    is_good_name(elements->keys[i], what, section.diagnostics());
    read(elements->keys[i], elements->items[i]);
  }
}

std::vector<AttributeSpec> read_attributes(Section& section) {
  std::vector<AttributeSpec> attributes;
  each_element(section, "attributes", "attribute", [&](const Value::Key& key, const Value& map) {
    if (auto law = read_law(map, "attribute '" + key.name + "'", section.diagnostics(), /*timed=*/false))
      attributes.push_back({key.name, std::move(*law), key.place});
    else
      attributes.push_back({key.name, {}, key.place});
  });
  return attributes;
}

std::vector<ExitShare> read_weights(Section& section, const std::string& owner) {
  std::vector<ExitShare> shares;
  const Value* weights = section.value("exits");
  if (weights == nullptr) return shares;
  Diagnostics& diagnostics = section.diagnostics();
  if (!weights->is_map() || weights->items.empty()) {
    report(diagnostics, *weights, "'exits' of " + owner + " must be a map from tiers and exits to weights, as in {leave: 1}");
    return shares;
  }
  double sum = 0;
  bool good = true;
  for (std::size_t i = 0; i < weights->items.size(); ++i) {
    const Value& value = weights->items[i];
    const auto weight = read_number(value, weights->keys[i].name, diagnostics);
    if (weight && *weight < 0) report(diagnostics, value, "the weight of " + quoted(weights->keys[i].name) + " must not be negative, found " + value.text);
    good = good && weight && *weight >= 0;
    sum += weight.value_or(0);
    shares.push_back({weights->keys[i].name, weight.value_or(0), weights->keys[i].place});
  }
  if (good && sum <= 0) report(diagnostics, *weights, "exit weights of " + owner + " are all 0; at least one must be above 0");
  if (good && !std::isfinite(sum)) report(diagnostics, *weights, "exit weights of " + owner + " are too large to add up");
  return shares;
}

/// Cuts must rise, and one more name than cuts is wanted.
void check_bands(Section& section, const std::vector<double>& below, std::size_t names, std::string_view key) {
  for (std::size_t i = 1; i < below.size(); ++i) {
    if (below[i] > below[i - 1]) continue;
    report(section.diagnostics(), section.value("below")->items[i], "the cuts 'below' of " + section.owner() + " must rise, found " +
           section.value("below")->items[i].text + " after " + section.value("below")->items[i - 1].text);
  }
  if (section.has(key) && section.has("below") && names != below.size() + 1) {
    report(section.diagnostics(), *section.value(key), quoted(key) + " of " + section.owner() + " must have one name more than 'below' has cuts: " +
           std::to_string(below.size() + 1) + ", found " + std::to_string(names));
  }
}

DecideSpec read_decide(const Value& map, const std::string& owner, Diagnostics& diagnostics) {
  Section section(map, {"decide"}, "'decide' of " + owner, diagnostics);
  for (const char* key : {"on", "below", "to"}) section.require(key);
  DecideSpec decide{section.text("on").value_or(""), section.numbers("below").value_or(std::vector<double>{}),
                    section.texts("to").value_or(std::vector<std::string>{}), map.place};
  check_bands(section, decide.below, decide.to.size(), "to");
  return decide;
}

RacerSpec read_racer(const Value::Key& key, const Value& map, const std::string& owner, Diagnostics& diagnostics) {
  const bool birthday = map.is_map() && std::any_of(map.keys.begin(), map.keys.end(), [](const Value::Key& k) { return k.name.starts_with("at_age"); });
  std::vector<std::string> contexts = birthday ? std::vector<std::string>{} : law_contexts(map);
  contexts.insert(contexts.begin(), "racer");
  if (birthday) contexts.push_back("law");
  Section section(map, contexts, "'" + key.name + "' in the race of " + owner, diagnostics);
  RacerSpec racer;
  racer.name = key.name;
  racer.place = key.place;
  if (birthday) {
    if (section.has("law")) report(diagnostics, *section.value("law"), section.owner() + " is a birthday or has a law, not both");
    if (const auto age = section.number("at_age")) racer.at_age_years = *age / 365.25;
  } else if (map.is_map()) {
    racer.law = read_law(section, /*timed=*/true);
  }
  section.require("exits");
  racer.exits = read_weights(section, section.owner());
  return racer;
}

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

GroupSpec read_group(const Value::Key& key, const Value& map, Diagnostics& diagnostics) {
  Section section(map, {"group"}, "group '" + key.name + "'", diagnostics);
  for (const char* required : {"on", "below", "labels"}) section.require(required);
  GroupSpec group{key.name, section.text("on").value_or(""), section.numbers("below").value_or(std::vector<double>{}),
                  section.texts("labels").value_or(std::vector<std::string>{}), key.place};
  check_bands(section, group.below, group.labels.size(), "labels");
  return group;
}

RunSpec read_run(const Value& map, Diagnostics& diagnostics) {
  Section section(map, {"run"}, "'run'", diagnostics);
  RunSpec run;
  run.replications = section.whole("replications").value_or(run.replications);
  run.seed = section.seed("seed").value_or(run.seed);
  run.warm_up = section.number("warm_up").value_or(run.warm_up);
  run.event_log = section.flag("event_log").value_or(run.event_log);
  const std::string every = section.choice("every").value_or("month");
  run.every = every == "day" ? Every::day : every == "week" ? Every::week : every == "quarter" ? Every::quarter
            : every == "year" ? Every::year : every == "whole_run" ? Every::whole_run : Every::month;
  if (section.choice("generator").value_or("keyed_hash") == "philox") run.generator = Generator::philox;
  return run;
}

/// The part of the model that this version reads and checks but does not simulate.
void read_unsimulated(Section& model, Diagnostics& diagnostics) {
  each_element(model, "resources", "resource", [&](const Value::Key& key, const Value& map) {
    Section resource(map, {"resource"}, "resource '" + key.name + "'", diagnostics);
    resource.require("capacity");
    if (resource.has("capacity") && resource.value("capacity")->text != "unlimited") resource.whole("capacity");
  });
}

}  // namespace

SourceSpec read_source(const Value::Key& name, const Value& map, Date start, Diagnostics& diagnostics) {
  Section section(map, {"source"}, "source '" + name.name + "'", diagnostics);
  SourceSpec source;
  source.name = name.name;
  source.place = name.place;
  section.require("to");
  source.to = section.text("to").value_or("");
  const int ways = section.has("rate") + section.has("dates") + section.has("days");
  if (ways == 0) section.require("rate", "'dates', or 'days'");
  if (ways > 1) report(diagnostics, map, section.owner() + " must have one of a rate, 'dates' and 'days'");
  source.rate_per_day = section.number("rate").value_or(0);
  for (const Date date : section.dates("dates").value_or(std::vector<Date>{})) {
    source.dates.push_back(static_cast<double>((date - start).count()));
    if (date < start) report(diagnostics, *section.value("dates"), "'dates' of " + section.owner() + " must not lie before the start date, found " + to_text(date));
  }
  if (const auto days = section.numbers("days")) source.dates = *days;
  if (ways == 1 && !section.has("rate") && section.value(section.has("dates") ? "dates" : "days")->items.empty())
    report(diagnostics, map, section.owner() + " lists no arrivals");
  std::sort(source.dates.begin(), source.dates.end());
  source.attributes = read_attributes(section);
  if (const Value* family = section.value("family")) {
    Section reading(*family, {"family"}, "'family' of " + section.owner(), diagnostics);
    reading.require("children");
    const Value* children = reading.value("children");
    if (children != nullptr && !children->is_list()) report(diagnostics, *children, "'children' must be a list, as in [{born: 2016-05-01}]");
    for (std::size_t i = 0; children != nullptr && i < children->items.size(); ++i) {
      Section child(children->items[i], {"family_child"}, "child " + std::to_string(i + 1) + " of " + section.owner(), diagnostics);
      child.require("born");
      child.date("born");
    }
  }
  return source;
}

TierSpec read_tier(const Value::Key& name, const Value& map, Diagnostics& diagnostics) {
  Section section(map, {"tier"}, "tier '" + name.name + "'", diagnostics);
  TierSpec tier;
  tier.name = name.name;
  tier.place = name.place;
  const std::string kind = section.choice("kind").value_or("service");
  tier.kind = kind == "home" ? TierKind::home : kind == "gate" ? TierKind::gate : kind == "placement" ? TierKind::placement : TierKind::service;
  if (section.has("capacity") && !(section.value("capacity")->is_scalar() && section.value("capacity")->text == "unlimited")) {
    tier.capacity = section.whole("capacity");
    if (tier.kind == TierKind::home) report(diagnostics, *section.value("capacity"), section.owner() + " is of kind 'home', which has no places: 'capacity' must go");
    if (section.has("needs")) report(diagnostics, *section.value("capacity"), section.owner() + " must have 'capacity' of its own or 'needs' of shared resources, not both");
  }
  if (section.choice("when_cut").value_or("finish") == "interrupt") tier.when_cut = WhenCut::interrupt;

  if (section.has("race")) {
    for (const char* key : {"sojourn", "exits", "decide"})
      if (section.has(key)) report(diagnostics, *section.value(key), section.owner() + " has a race; " + quoted(key) + " must go into it or go");
    each_element(section, "race", "racer", [&](const Value::Key& key, const Value& racer) { tier.race.push_back(read_racer(key, racer, section.owner(), diagnostics)); });
    if (tier.race.empty()) report(diagnostics, *section.value("race"), "the race of " + section.owner() + " must have at least one racer");
  } else {
    section.require("sojourn", "a 'race'");
    if (const Value* sojourn = section.value("sojourn")) tier.sojourn = read_law(*sojourn, "'sojourn' of " + section.owner(), diagnostics, true).value_or(Law{});
    if (section.has("decide")) {
      if (tier.kind != TierKind::gate) report(diagnostics, *section.value("decide"), section.owner() + " decides, so its kind must be 'gate', found '" + kind + "'");
      if (section.has("exits")) report(diagnostics, *section.value("exits"), section.owner() + " has 'decide'; 'exits' must go");
      tier.decide = read_decide(*section.value("decide"), section.owner(), diagnostics);
    } else {
      section.require("exits", "'decide'");
      tier.exits = read_weights(section, section.owner());
    }
  }
  if (const Value* needs = section.value("needs"); needs != nullptr && needs->is_map()) {
    for (std::size_t i = 0; i < needs->items.size(); ++i) {
      const auto amount = read_number(needs->items[i], needs->keys[i].name, diagnostics);
      if (amount && *amount <= 0) report(diagnostics, needs->items[i], "the amount of " + quoted(needs->keys[i].name) + " must be above 0, found " + needs->items[i].text);
    }
  } else if (needs != nullptr) {
    report(diagnostics, *needs, "'needs' must be a map from resources to amounts, as in {duty_team: 1}");
  }
  if (section.has("holds")) section.choice("holds");
  each_element(section, "children", "child's way out", [&](const Value::Key& key, const Value& way) {
    std::vector<std::string> contexts = law_contexts(way);
    contexts.push_back("child_leaves");
    Section leaves(way, contexts, "'" + key.name + "' in 'children' of " + section.owner(), diagnostics);
    if (way.is_map()) read_law(leaves, true);
    leaves.require("to");
    leaves.choice("which");
  });
  return tier;
}

ExitSpec read_exit(const Value::Key& name, const Value& map, Diagnostics& diagnostics) {
  Section section(map, {"exit"}, "exit '" + name.name + "'", diagnostics);
  ExitSpec exit;
  exit.name = name.name;
  exit.place = name.place;
  if (const Value* returns = section.value("returns")) exit.returns = read_returns(*returns, section.owner(), diagnostics);
  if (section.has("rejoins")) section.choice("rejoins");
  return exit;
}

Description read_model(const Value& root, Diagnostics& diagnostics) {
  Section model(root, {"model"}, "the model", diagnostics);
  Description out;
  for (const char* key : {"headwater", "start", "sources", "tiers"}) model.require(key);
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
  if (model.has("sources") && out.sources.empty()) report(diagnostics, *model.value("sources"), "'sources' must hold at least one source");
  if (model.has("tiers") && out.tiers.empty()) report(diagnostics, *model.value("tiers"), "'tiers' must hold at least one tier");
  if (out.tiers.size() + out.exits.size() > 10'000) report(diagnostics, root, "a model can have at most 10,000 tiers and exits, found " + std::to_string(out.tiers.size() + out.exits.size()));

  std::vector<GroupSpec> groups;
  each_element(model, "groups", "group", [&](const Value::Key& key, const Value& map) { groups.push_back(read_group(key, map, diagnostics)); });
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
    if (cells > 10'000) report(diagnostics, *reporting.value("by"), "the groups of 'by' make " + std::to_string(cells) + " cells; at most 10,000 are reported");
  }
  if (const Value* run = model.value("run")) out.run = read_run(*run, diagnostics);
  const double shortest_days = out.run.every == Every::day ? 1 : out.run.every == Every::week ? 7 : 28;
  if (out.run.every != Every::whole_run && out.horizon / shortest_days > most_periods)
    report(diagnostics, root, "there would be more than " + to_text(most_periods) + " reporting periods; choose a longer 'every', such as whole_run, in 'run'");
  read_unsimulated(model, diagnostics);
  return out;
}

}  // namespace headwater
