#include "scenario/read_tier.hpp"

#include <cmath>

#include "scenario/number.hpp"
#include "scenario/read_families.hpp"
#include "scenario/read_law.hpp"
#include "scenario/read_stay.hpp"

namespace headwater {

namespace {

bool says_unlimited(const Section& section, std::string_view key) {
  const Value* value = section.value(key);
  return value != nullptr && value->is_scalar() && value->text == "unlimited";
}

BalkSpec read_balk(const Value& map, const std::string& owner, Diagnostics& diagnostics) {
  Section section(map, {"balk"}, "'balk' of " + owner, diagnostics);
  for (const char* key : {"from", "probability", "to"}) section.require(key);
  BalkSpec balk;
  balk.place = map.place;
  balk.to = section.text("to").value_or("");
  for (const double from : rising(section, "from")) {
    if (from != std::floor(from)) report(diagnostics, *section.value("from"), "'from' in " + section.owner() + " must hold whole numbers, found " + to_text(from));
    balk.from.push_back(static_cast<std::int64_t>(from));
  }
  balk.probability = section.numbers("probability").value_or(std::vector<double>{});
  const bool both = section.has("from") && section.has("probability");
  if (both && balk.from.size() != balk.probability.size() && !balk.from.empty() && !balk.probability.empty())
    report(diagnostics, *section.value("probability"), section.owner() + " must have one 'probability' for each of 'from': " + std::to_string(balk.from.size()) +
           ", found " + std::to_string(balk.probability.size()));
  for (const char* key : {"from", "probability"})
    if (section.has(key) && section.value(key)->is_list() && section.value(key)->items.empty()) report(diagnostics, *section.value(key), quoted(key) + " in " + section.owner() + " must not be empty");
  return balk;
}

PatienceSpec read_patience(const Value& map, const std::string& owner, Diagnostics& diagnostics) {
  std::vector<std::string> contexts = law_contexts(map);
  contexts.insert(contexts.begin(), "patience");
  Section section(map, contexts, "'patience' of " + owner, diagnostics);
  section.require("to");
  PatienceSpec patience{{}, section.text("to").value_or(""), map.place};
  if (map.is_map()) patience.law = read_law(section, /*timed=*/true).value_or(Law{});
  return patience;
}

std::vector<NeedSpec> read_needs(Section& section) {
  std::vector<NeedSpec> list;
  const Value* needs = section.value("needs");
  if (needs == nullptr) return list;
  Diagnostics& diagnostics = section.diagnostics();
  if (!needs->is_map() || needs->items.empty()) {
    report(diagnostics, *needs, "'needs' must be a map from resources to amounts, as in {duty_team: 1}");
    return list;
  }
  for (std::size_t i = 0; i < needs->items.size(); ++i) {
    const Value& value = needs->items[i];
    NeedSpec need{needs->keys[i].name, 1, "", needs->keys[i].place};
    const std::string amount_of = "the amount of " + quoted(need.resource) + " in 'needs' of " + section.owner();
    const auto amount = value.is_scalar() && !value.quoted ? parse_number(value.text) : std::nullopt;
    if (amount) {
      const double millionths = *amount * 1e6;
      if (*amount <= 0) {
        report(diagnostics, value, amount_of + " must be above 0, found " + value.text);
      } else if (*amount > 1e9 || std::abs(millionths - std::floor(millionths + 0.5)) > 1e-9 * std::max(1.0, millionths)) {
        report(diagnostics, value, amount_of + " must be at most 1e+09, with at most 6 decimals, found " + value.text);
      }
      need.amount = *amount;
    } else if (value.is_scalar() && !value.text.empty()) {
      need.attribute = value.text;
    } else {
      report(diagnostics, value, amount_of + " must be a number or the name of an attribute");
    }
    list.push_back(std::move(need));
  }
  return list;
}

/// Who is served next, and whether one who comes goes before one who is served.
void read_order(Section& section, TierSpec& tier) {
  Diagnostics& diagnostics = section.diagnostics();
  const std::string order = section.choice("order").value_or("first_come");
  tier.order = order == "last_come"       ? Order::last_come
               : order == "random"        ? Order::random
               : order == "highest_first" ? Order::highest_first
               : order == "lowest_first"  ? Order::lowest_first
               : order == "shared"        ? Order::shared
                                          : Order::first_come;
  const std::string pre_emption = section.choice("pre_emption").value_or("none");
  tier.pre_emption = pre_emption == "resume"     ? PreEmption::resume
                     : pre_emption == "restart"  ? PreEmption::restart
                     : pre_emption == "resample" ? PreEmption::resample
                                                 : PreEmption::none;
  tier.ordered_by = section.text("ordered_by").value_or("");
  tier.bands = rising(section, "bands");
  const bool ranked = tier.order == Order::highest_first || tier.order == Order::lowest_first;
  const std::string of = " of " + section.owner();
  if (ranked && !section.has("ordered_by")) report(diagnostics, *section.value("order"), "'order: " + order + "'" + of + " needs 'ordered_by': the name of an attribute, or 'class'");
  if (!ranked && section.has("ordered_by"))
    report(diagnostics, *section.value("ordered_by"), "'ordered_by'" + of + " goes with 'order: highest_first' or 'order: lowest_first', found 'order: " + order + "'");
  if (section.has("bands") && !section.has("ordered_by")) report(diagnostics, *section.value("bands"), "'bands'" + of + " are cuts of 'ordered_by', which is missing");
  if (tier.pre_emption != PreEmption::none && !ranked && tier.order != Order::last_come)
    report(diagnostics, *section.value("pre_emption"), "'pre_emption'" + of + " goes with 'order: last_come', 'highest_first' or 'lowest_first'; with '" + order +
           "' nobody goes before those who are served");

  tier.shared_by_at_most = section.whole("shared_by_at_most");
  if (tier.order != Order::shared) {
    if (section.has("shared_by_at_most")) report(diagnostics, *section.value("shared_by_at_most"), "'shared_by_at_most'" + of + " goes with 'order: shared', found 'order: " + order + "'");
    return;
  }
  const Value& at = *section.value("order");
  if (section.has("needs")) report(diagnostics, *section.value("needs"), section.owner() + " shares its capacity among all who are there; 'needs' must go");
  else if (!section.has("capacity") || says_unlimited(section, "capacity")) report(diagnostics, at, "'order: shared'" + of + " needs a 'capacity': the speed that all who are there share");
  if (tier.when_cut != WhenCut::finish)
    report(diagnostics, *section.value("when_cut"), "'when_cut'" + of + " goes with places that one holds alone; with 'order: shared' nobody is cut, all who are there become slower");
  if (section.flag("blocks").value_or(false)) report(diagnostics, *section.value("blocks"), section.owner() + " shares its capacity among all who are there; 'blocks' must go");
}

/// How many may wait, and what becomes of those who do not.
void read_waiting(Section& section, TierSpec& tier) {
  Diagnostics& diagnostics = section.diagnostics();
  tier.waiting_room = read_places(section, "waiting_room");
  tier.when_full = section.text("when_full").value_or("");
  tier.blocks = section.flag("blocks").value_or(false);
  if (const Value* balk = section.value("balk")) tier.balk = read_balk(*balk, section.owner(), diagnostics);
  if (const Value* patience = section.value("patience")) tier.patience = read_patience(*patience, section.owner(), diagnostics);
  const std::string of = " of " + section.owner();
  const bool has_end = section.has("waiting_room") && !says_unlimited(section, "waiting_room");
  if (has_end && !section.has("when_full") && !tier.blocks)
    report(diagnostics, *section.value("waiting_room"), "'waiting_room'" + of + " can be full: 'when_full' must say where those go who find no room, or 'blocks: true' that they stay where they are");
  for (const char* key : {"when_full", "blocks"}) {
    if (!section.has(key) || has_end || (key == std::string_view("blocks") && !tier.blocks)) continue;
    if (section.has("waiting_room"))
      diagnostics.warning(section.value(key)->place, "the 'waiting_room'" + of + " is unlimited, so " + quoted(key) + " has no effect");
    else
      report(diagnostics, *section.value(key), quoted(key) + of + " needs a 'waiting_room' that can be full, such as 0");
  }
}

/// What means nothing where nobody can ever have to wait: an error where places were forgotten, a warning where the
/// capacity was made unlimited on purpose.
void check_that_some_wait(Section& section, const TierSpec& tier) {
  if (can_wait(tier) || (section.has("capacity") && !tier.capacity && !says_unlimited(section, "capacity"))) return;
  const bool shared = tier.order == Order::shared;
  for (const char* key : {"order", "waiting_room", "when_full", "blocks", "balk", "patience"}) {
    const Value* value = section.value(key);
    if (value == nullptr || (shared && key == std::string_view("order"))) continue;
    if (value->is_scalar() && (value->text == "first_come" || value->text == "unlimited" || value->text == "false")) continue;
    const std::string nobody = "nobody ever waits in " + section.owner() + ", ";
    if (shared)
      report(section.diagnostics(), *value, nobody + "which all who come share: give 'shared_by_at_most', or " + quoted(key) + " must go");
    else if (says_unlimited(section, "capacity"))
      section.diagnostics().warning(value->place, nobody + "whose capacity is unlimited: " + quoted(key) + " has no effect");
    else
      report(section.diagnostics(), *value, nobody + "which has neither 'capacity' nor 'needs': " + quoted(key) + " must go");
  }
}

void check_home(Section& section) {
  for (const char* key : {"capacity", "order", "ordered_by", "bands", "pre_emption", "shared_by_at_most", "waiting_room", "when_full", "blocks", "balk", "patience", "needs", "keeps", "patterns"}) {
    if (!section.has(key) || (key == std::string_view("capacity") && says_unlimited(section, key))) continue;
    report(section.diagnostics(), *section.value(key), section.owner() + " is of kind 'home', which has no places: " + quoted(key) + " must go");
  }
}

}  // namespace

std::optional<std::int64_t> read_places(Section& section, std::string_view key) {
  return says_unlimited(section, key) ? std::nullopt : section.whole(key);
}

WhenCut read_when_cut(Section& section) {
  const std::string when_cut = section.choice("when_cut").value_or("finish");
  return when_cut == "interrupt" ? WhenCut::interrupt : when_cut == "restart" ? WhenCut::restart : when_cut == "resample" ? WhenCut::resample : WhenCut::finish;
}

bool can_wait(const TierSpec& tier) {
  if (tier.order == Order::shared) return tier.shared_by_at_most.has_value();
  return tier.capacity.has_value() || !tier.needs.empty() || !tier.patterns.empty();
}

TierSpec read_tier(const Value::Key& name, const Value& map, Diagnostics& diagnostics) {
  Section section(map, {"tier"}, "tier '" + name.name + "'", diagnostics);
  TierSpec tier;
  tier.name = name.name;
  tier.place = name.place;
  const std::string kind = section.choice("kind").value_or("service");
  tier.kind = kind == "home" ? TierKind::home : kind == "gate" ? TierKind::gate : kind == "placement" ? TierKind::placement : TierKind::service;
  tier.capacity = read_places(section, "capacity");
  if (tier.capacity && section.has("needs"))
    report(diagnostics, *section.value("capacity"), section.owner() + " must have 'capacity' of its own or 'needs' of shared resources, not both");
  tier.when_cut = read_when_cut(section);
  tier.needs = read_needs(section);
  tier.keeps = section.texts("keeps").value_or(std::vector<std::string>{});
  tier.patterns = section.texts("patterns").value_or(std::vector<std::string>{});
  static_cast<StaySpec&>(tier) = read_stay(section, kind, nullptr);
  each_element(section, "by_class", "class", [&](const Value::Key& key, const Value& own) {
    Section of_class(own, {"by_class"}, "class '" + key.name + "' in tier '" + name.name + "'", diagnostics);
    tier.by_class.emplace_back(key.name, read_stay(of_class, kind, &tier));
  });
  read_order(section, tier);
  read_waiting(section, tier);
  if (tier.kind == TierKind::home) check_home(section);
  else check_that_some_wait(section, tier);
  tier.family = read_family_tier(section, tier.kind);
  return tier;
}

}  // namespace headwater
