#include "scenario/read_stay.hpp"

#include <algorithm>
#include <cmath>

#include "scenario/read_law.hpp"

namespace headwater {

namespace {

/// A weight, or a map of a weight and the class that those who go this way become.
ExitShare read_share(const Value::Key& key, const Value& value, const std::string& owner, Diagnostics& diagnostics, bool& good) {
  ExitShare share{key.name, 0, key.place};
  if (value.is_map()) {
    const std::size_t faults = diagnostics.all().size();
    Section section(value, {"exit_share"}, quoted(key.name) + " in 'exits' of " + owner, diagnostics);
    share.weight = section.number("weight").value_or(1);
    share.becomes = section.text("becomes").value_or("");
    good = good && diagnostics.all().size() == faults;
    return share;
  }
  const auto weight = read_number(value, key.name, diagnostics);
  if (weight && *weight < 0) report(diagnostics, value, "the weight of " + quoted(key.name) + " must not be negative, found " + value.text);
  good = good && weight && *weight >= 0;
  share.weight = weight.value_or(0);
  return share;
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
    shares.push_back(read_share(weights->keys[i], weights->items[i], owner, diagnostics, good));
    sum += shares.back().weight;
  }
  if (good && sum <= 0) report(diagnostics, *weights, "exit weights of " + owner + " are all 0; at least one must be above 0");
  if (good && !std::isfinite(sum)) report(diagnostics, *weights, "exit weights of " + owner + " are too large to add up");
  return shares;
}

DecideSpec read_decide(const Value& map, const std::string& owner, Diagnostics& diagnostics) {
  Section section(map, {"decide"}, "'decide' of " + owner, diagnostics);
  for (const char* key : {"on", "below", "to"}) section.require(key);
  DecideSpec decide{section.text("on").value_or(""), rising(section, "below"), section.texts("to").value_or(std::vector<std::string>{}), map.place,
                    section.number("error").value_or(0)};
  if (section.has("error") && decide.on != "need") report(diagnostics, *section.value("error"), "'error' in " + section.owner() + " is of what is seen of need; the gate decides on " + quoted(decide.on));
  check_names_of_bands(section, decide.below.size(), decide.to.size(), "to");
  return decide;
}

ShareOutSpec read_share_out(const Value& map, const std::string& owner, Diagnostics& diagnostics) {
  Section section(map, {"share_out"}, "'share_out' of " + owner, diagnostics);
  for (const char* key : {"by", "to"}) section.require(key);
  ShareOutSpec share;
  share.place = map.place;
  const std::string by = section.choice("by").value_or("");
  share.by = by == "fewest_present" ? ShareOutSpec::By::fewest_present : by == "cycle" ? ShareOutSpec::By::cycle : ShareOutSpec::By::shortest_queue;
  const auto to = section.texts("to");
  if (!to) return share;
  share.to = *to;
  if (share.to.size() < 2) report(diagnostics, *section.value("to"), "'to' in " + section.owner() + " must hold at least two names, found " + std::to_string(share.to.size()));
  for (std::size_t i = 0; i < share.to.size(); ++i) {
    if (std::find(share.to.begin(), share.to.begin() + static_cast<std::ptrdiff_t>(i), share.to[i]) != share.to.begin() + static_cast<std::ptrdiff_t>(i))
      report(diagnostics, section.value("to")->items[i], "'to' in " + section.owner() + " names " + quoted(share.to[i]) + " twice");
  }
  return share;
}

RacerSpec read_racer(const Value::Key& key, const Value& map, const std::string& owner, Diagnostics& diagnostics) {
  const bool birthday = map.is_map() && std::any_of(map.keys.begin(), map.keys.end(), [](const Value::Key& k) { return k.name.starts_with("at_age"); });
  const bool by_need = map.is_map() && std::any_of(map.keys.begin(), map.keys.end(), [](const Value::Key& k) { return k.name.starts_with("hazard_by_need"); });
  std::vector<std::string> contexts = birthday || by_need ? std::vector<std::string>{} : law_contexts(map);
  contexts.insert(contexts.begin(), "racer");
  if (birthday || by_need) contexts.push_back("law");
  Section section(map, contexts, "'" + key.name + "' in the race of " + owner, diagnostics);
  RacerSpec racer;
  racer.name = key.name;
  racer.place = key.place;
  if (birthday && by_need) {
    report(diagnostics, map, section.owner() + " is a birthday or goes by need, not both");
  } else if (birthday) {
    if (section.has("law")) report(diagnostics, *section.value("law"), section.owner() + " is a birthday or has a law, not both");
    if (const auto age = section.number("at_age")) racer.at_age_years = *age / 365.25;
  } else if (by_need) {
    if (section.has("law")) report(diagnostics, *section.value("law"), section.owner() + " goes by need or has a law, not both");
    racer.hazard_by_need = section.numbers("hazard_by_need").value_or(std::vector<double>{});
    racer.law = exponential_by_mean(1).law;
  } else if (map.is_map()) {
    racer.law = read_law(section, /*timed=*/true, {.may_go_by_age = true});
  }
  section.require("exits");
  racer.exits = read_weights(section, section.owner());
  return racer;
}

}  // namespace

StaySpec read_stay(Section& section, const std::string& kind, const StaySpec* of_tier) {
  Diagnostics& diagnostics = section.diagnostics();
  StaySpec stay;
  if (section.has("race")) {
    for (const char* key : {"sojourn", "exits", "decide", "share_out"})
      if (section.has(key)) report(diagnostics, *section.value(key), section.owner() + " has a race; " + quoted(key) + " must go into it or go");
    each_element(section, "race", "racer", [&](const Value::Key& key, const Value& racer) { stay.race.push_back(read_racer(key, racer, section.owner(), diagnostics)); });
    if (stay.race.empty()) report(diagnostics, *section.value("race"), "the race of " + section.owner() + " must have at least one racer");
    return stay;
  }
  const bool says_nothing = !section.has("sojourn") && !section.has("exits") && !section.has("decide") && !section.has("share_out");
  if (of_tier != nullptr && says_nothing) return *of_tier;

  const StaySpec* rest = of_tier != nullptr && of_tier->race.empty() ? of_tier : nullptr;
  if (rest == nullptr) section.require("sojourn", "a 'race'");
  if (const Value* sojourn = section.value("sojourn"))
    stay.sojourn = read_law(*sojourn, "'sojourn' of " + section.owner(), diagnostics, true, {.may_go_by_age = true}).value_or(Law{});
  else if (rest != nullptr)
    stay.sojourn = rest->sojourn;

  const char* chosen = section.has("decide") ? "decide" : section.has("share_out") ? "share_out" : "exits";
  for (const char* key : {"share_out", "exits"})
    if (key != std::string_view(chosen) && section.has(key)) report(diagnostics, *section.value(key), section.owner() + " has " + quoted(chosen) + "; " + quoted(key) + " must go");
  if (const Value* decide = section.value("decide")) {
    stay.decide = read_decide(*decide, section.owner(), diagnostics);
    if (kind != "gate" && kind != "service") report(diagnostics, *decide, section.owner() + " decides, so its kind must be 'gate' or 'service', found '" + kind + "'");
  } else if (const Value* share_out = section.value("share_out")) {
    stay.share_out = read_share_out(*share_out, section.owner(), diagnostics);
  } else if (section.has("exits") || rest == nullptr) {
    section.require("exits", "'decide', or 'share_out'");
    stay.exits = read_weights(section, section.owner());
  } else {
    stay.decide = rest->decide;
    stay.share_out = rest->share_out;
    stay.exits = rest->exits;
  }
  return stay;
}

}  // namespace headwater
