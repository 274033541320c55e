#include "scenario/read_families.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "scenario/number.hpp"
#include "scenario/ways_out.hpp"

namespace headwater {

namespace {

TakesSpec read_takes(const Value& map, const std::string& owner, Diagnostics& diagnostics) {
  Section section(map, {"takes"}, "'takes' of " + owner, diagnostics);
  section.require("probability");
  TakesSpec takes{rising(section, "below_years"), section.numbers("probability").value_or(std::vector<double>{})};
  if (section.has("probability") && !takes.probability.empty() && takes.probability.size() != takes.below_years.size() + 1)
    report(diagnostics, *section.value("probability"), section.owner() + " must have one 'probability' more than ages: " + std::to_string(takes.below_years.size() + 1) +
           ", found " + std::to_string(takes.probability.size()));
  return takes;
}

ChildWaySpec read_child_way(const Value::Key& key, const Value& map, const std::string& tier, Diagnostics& diagnostics) {
  Section section(map, {"child_leaves"}, "'" + key.name + "' in 'children' of " + tier, diagnostics);
  for (const char* required : {"hazard_by_need", "to"}) section.require(required);
  ChildWaySpec way;
  way.name = key.name;
  way.place = key.place;
  way.hazard = section.numbers("hazard_by_need").value_or(std::vector<double>{});
  way.takes.probability = {1};
  if (const Value* takes = section.value("takes")) way.takes = read_takes(*takes, section.owner(), diagnostics);
  way.to = section.text("to").value_or("");
  way.together = section.number("together").value_or(0);
  return way;
}

}  // namespace

NeedLevelsSpec read_need_levels(const Value& map, Diagnostics& diagnostics) {
  Section section(map, {"need"}, "'need'", diagnostics);
  for (const char* required : {"up", "down"}) section.require(required);
  NeedLevelsSpec need{section.numbers("up").value_or(std::vector<double>{}), section.numbers("down").value_or(std::vector<double>{}), map.place};
  if (section.has("up") && (need.up.empty() || need.up.size() > 7))
    report(diagnostics, *section.value("up"), "there must be 2 to 8 levels of need, and so 1 to 7 hazards in " + quoted(section.spelling("up")) + ", found " + std::to_string(need.up.size()));
  if (section.has("down") && need.down.size() != need.up.size())
    report(diagnostics, *section.value("down"), quoted(section.spelling("down")) + " must have as many hazards as " + quoted(section.spelling("up")) + ": " + std::to_string(need.up.size()) +
           ", found " + std::to_string(need.down.size()));
  for (std::size_t i = 0; i < need.down.size() && section.value("down")->is_list(); ++i)
    if (need.down[i] <= 0 && i < section.value("down")->items.size())
      report(diagnostics, section.value("down")->items[i], "need must be able to fall from every level: a hazard of " + quoted(section.spelling("down")) + " must be above 0");
  return need;
}

ContactSpec read_contact(const Value::Key& name, const Value& map, Diagnostics& diagnostics) {
  Section section(map, {"contact"}, "contact '" + name.name + "'", diagnostics);
  for (const char* required : {"rate", "to"}) section.require(required);
  ContactSpec contact;
  contact.name = name.name;
  contact.place = name.place;
  contact.rate = section.numbers("rate").value_or(std::vector<double>{});
  contact.effort = section.number("effort").value_or(1);
  contact.with_infant = section.number("with_infant").value_or(1);
  contact.after_closure = section.number("after_closure").value_or(1);
  contact.after_closure_lasts = section.number("after_closure_lasts").value_or(0);
  if (section.has("after_closure") && !section.has("after_closure_lasts")) section.require("after_closure_lasts");
  contact.error = section.number("error").value_or(0);
  contact.refer_from = section.number("refer_from").value_or(-100);
  contact.to = section.text("to").value_or("");
  if (const Value* otherwise = section.value("otherwise")) {
    Section offer(*otherwise, {"otherwise"}, "'otherwise' of " + section.owner(), diagnostics);
    for (const char* required : {"to", "probability"}) offer.require(required);
    contact.otherwise_to = offer.text("to").value_or("");
    contact.otherwise = offer.numbers("probability").value_or(std::vector<double>{});
  }
  if (const Value* takes = section.value("takes")) contact.takes.push_back(read_takes(*takes, section.owner(), diagnostics));
  contact.children_to = section.text("children_to").value_or("");
  if (section.has("takes") != section.has("children_to"))
    report(diagnostics, map, section.owner() + " must have both 'takes' and 'children_to', or neither");
  return contact;
}

FamilyTierSpec read_family_tier(Section& tier, TierKind kind) {
  Diagnostics& diagnostics = tier.diagnostics();
  FamilyTierSpec out;
  each_element(tier, "children", "child's way from home", [&](const Value::Key& key, const Value& map) { out.children.push_back(read_child_way(key, map, tier.owner(), diagnostics)); });
  if (const Value* supports = tier.value("supports")) {
    Section section(*supports, {"supports"}, "'supports' of " + tier.owner(), diagnostics);
    out.supports = {section.number("up").value_or(1), section.number("down").value_or(1)};
  }
  if (const auto serves = tier.numbers("serves")) {
    const bool good = serves->size() == 2 && (*serves)[0] <= (*serves)[1] && (*serves)[0] == static_cast<int>((*serves)[0]) && (*serves)[1] == static_cast<int>((*serves)[1]);
    if (good) out.serves_from = static_cast<int>((*serves)[0]), out.serves_to = static_cast<int>((*serves)[1]);
    else report(diagnostics, *tier.value("serves"), "'serves' of " + tier.owner() + " must be the lowest and the highest level of need that it is meant for, as in [2, 3]");
  }
  out.contacts = tier.flag("contacts").value_or(kind == TierKind::home);
  return out;
}

// --- what only shows when all has been read ---

namespace {

using Ways = std::map<std::string, std::vector<std::string>>;

/// All that can be reached from `open`.
std::set<std::string> reached(const Ways& ways, std::vector<std::string> open) {
  std::set<std::string> seen;
  while (!open.empty()) {
    const std::string name = open.back();
    open.pop_back();
    const auto found = ways.find(name);
    if (found == ways.end() || !seen.insert(name).second) continue;
    open.insert(open.end(), found->second.begin(), found->second.end());
  }
  return seen;
}

Ways ways_between_tiers(const Description& in) {
  Ways ways;
  for (const TierSpec& tier : in.tiers) {
    ways[tier.name];
    for (const WayOut& way : ways_out(tier)) ways[tier.name].push_back(way.to);
  }
  return ways;
}

std::vector<std::string> first_tiers_of_families(const Description& in) {
  std::vector<std::string> names;
  for (const ContactSpec& contact : in.contacts) {
    names.push_back(contact.to);
    if (!contact.otherwise_to.empty()) names.push_back(contact.otherwise_to);
  }
  for (const ExitSpec& exit : in.exits)
    if (!exit.rejoins.empty()) names.push_back(exit.rejoins);
  return names;
}

std::vector<std::string> first_tiers_of_children(const Description& in) {
  std::vector<std::string> names;
  for (const ContactSpec& contact : in.contacts)
    if (!contact.children_to.empty()) names.push_back(contact.children_to);
  for (const TierSpec& tier : in.tiers)
    for (const ChildWaySpec& way : tier.family.children) names.push_back(way.to);
  return names;
}

/// Lists by level have one number for each level.
class LevelCheck {
 public:
  LevelCheck(std::size_t levels, Diagnostics& diagnostics) : levels_(levels), diagnostics_(diagnostics) {}

  void of(const ContactSpec& contact) const {
    const std::string owner = "contact '" + contact.name + "'";
    of(contact.rate, "the rates of " + owner, contact.place);
    if (!contact.otherwise_to.empty()) of(contact.otherwise, "'probability' in 'otherwise' of " + owner, contact.place);
  }

  void of(const TierSpec& tier) const {
    const std::string owner = "tier '" + tier.name + "'";
    for (const RacerSpec& racer : tier.race)
      if (!racer.hazard_by_need.empty()) of(racer.hazard_by_need, "the hazards of '" + racer.name + "' in the race of " + owner, racer.place);
    for (const ChildWaySpec& way : tier.family.children) of(way.hazard, "the hazards of '" + way.name + "' in 'children' of " + owner, way.place);
  }

  void of(const NeedLevelsSpec& need) const {
    if (need.levels() != levels_)
      diagnostics_.error(need.place, "the number of levels of need cannot change: hazards between " + std::to_string(levels_) + " levels are wanted, found those between " + std::to_string(need.levels()));
  }

 private:
  void of(const std::vector<double>& list, const std::string& what, Place place) const {
    if (list.size() != levels_)
      diagnostics_.error(place, what + " must have one number for each level of need: " + std::to_string(levels_) + ", found " + std::to_string(list.size()));
  }

  std::size_t levels_;
  Diagnostics& diagnostics_;
};

class FamiliesChecker {
 public:
  FamiliesChecker(const Description& in, const Value& root, Diagnostics& diagnostics) : in_(in), root_(root), diagnostics_(diagnostics) {}

  void run() {
    if (!in_.population) return refuse_what_needs_families();
    if (!in_.need) return diagnostics_.error(in_.population->place, "a model with a 'population' needs 'need': how the need of families rises and falls");
    if (in_.contacts.empty()) diagnostics_.warning(in_.population->place, "the model has a 'population' and no 'contacts': no family ever becomes a case");
    levels_ = in_.need->levels();
    for (const ExitSpec& exit : in_.exits) exits_.insert(exit.name);
    for (const TierSpec& tier : in_.tiers) tiers_.push_back(tier.name);
    if (!in_.population->no_child_at_home.empty() && !exits_.count(in_.population->no_child_at_home))
      diagnostics_.error(in_.population->place, unknown("exit", in_.population->no_child_at_home, {exits_.begin(), exits_.end()}, " in 'no_child_at_home' of 'population'"));
    if (in_.population->kin && in_.population->kin->need_from > static_cast<int>(levels_))
      diagnostics_.error(in_.population->kin->place, "'need_from' in 'kin' of 'population' is level " + std::to_string(in_.population->kin->need_from) + ", and there are " + std::to_string(levels_));
    if (in_.population->moves && !in_.population->moves->to.empty() && !exits_.count(in_.population->moves->to))
      diagnostics_.error(in_.population->place, unknown("exit", in_.population->moves->to, {exits_.begin(), exits_.end()}, " in 'to' of 'moves' of 'population'"));
    for (const AttributeSpec& attribute : in_.attributes)
      if (attribute.name == "need" || attribute.name == "age_years")
        diagnostics_.error(attribute.place, "in a model with a 'population' the attribute '" + attribute.name + "' is that of the family or child; another name is wanted");
    for (const ContactSpec& contact : in_.contacts) check_contact(contact);
    for (const TierSpec& tier : in_.tiers) check_tier(tier);
    check_who_comes();
    check_lifetime();
  }

 private:
  void refuse_what_needs_families() {
    if (in_.need) diagnostics_.error(in_.need->place, "'need' goes with a 'population', which the model has not");
    for (const ContactSpec& contact : in_.contacts) diagnostics_.error(contact.place, "contact '" + contact.name + "' speaks of families; the model has no 'population'");
    for (const ExitSpec& exit : in_.exits)
      if (!exit.rejoins.empty()) diagnostics_.error(exit.place, "'rejoins' of exit '" + exit.name + "' is about children of families; the model has no 'population'");
    if (!in_.lifetime.tiers.empty()) diagnostics_.error(in_.lifetime.place, "'lifetime' in 'report' is about children of families; the model has no 'population'");
    const Value* tiers = root_.find("tiers");
    for (std::size_t i = 0; tiers && tiers->is_map() && i < tiers->items.size(); ++i) {
      for (const char* key : {"children", "supports", "serves", "contacts"}) refuse(tiers->items[i].find(key), quoted(key), tiers->keys[i].name);
      if (const Value* decide = tiers->items[i].find("decide")) refuse(decide->find("error"), "'error' in 'decide'", tiers->keys[i].name);
    }
    for (const TierSpec& tier : in_.tiers)
      for (const RacerSpec& racer : tier.race)
        if (!racer.hazard_by_need.empty()) diagnostics_.error(racer.place, "'" + racer.name + "' in the race of tier '" + tier.name + "' goes by the need of a family; the model has no 'population'");
  }

  void refuse(const Value* value, const std::string& what, const std::string& tier) {
    if (value != nullptr) report(diagnostics_, *value, what + " of tier '" + tier + "' is about families; the model has no 'population'");
  }

  void require_tier(const std::string& name, const std::string& in, Place place) {
    if (!name.empty() && std::find(tiers_.begin(), tiers_.end(), name) == tiers_.end()) diagnostics_.error(place, unknown("tier", name, tiers_, " in " + in));
  }

  void check_contact(const ContactSpec& contact) {
    const std::string owner = "contact '" + contact.name + "'";
    LevelCheck(levels_, diagnostics_).of(contact);
    require_tier(contact.to, "'to' of " + owner, contact.place);
    require_tier(contact.otherwise_to, "'otherwise' of " + owner, contact.place);
    require_tier(contact.children_to, "'children_to' of " + owner, contact.place);
  }

  void check_tier(const TierSpec& tier) {
    const std::string owner = "tier '" + tier.name + "'";
    LevelCheck(levels_, diagnostics_).of(tier);
    for (const ChildWaySpec& way : tier.family.children) require_tier(way.to, "'children' of " + owner, way.place);
    const auto by_need = tier.family.children.size() + static_cast<std::size_t>(std::count_if(tier.race.begin(), tier.race.end(), [](const RacerSpec& racer) { return !racer.hazard_by_need.empty(); }));
    if (by_need > 8)
      diagnostics_.error(tier.place, owner + " can have at most 8 racers and ways of children that go by need, found " + std::to_string(by_need));
    if (tier.family.serves_from > static_cast<int>(levels_))
      diagnostics_.error(tier.place, "'serves' of " + owner + " begins at level " + std::to_string(tier.family.serves_from) + ", and there are " + std::to_string(levels_));
  }

  void check_who_comes() {
    const WhoComes who = who_comes(in_);
    const std::set<std::string> families(who.families.begin(), who.families.end()), children(who.children.begin(), who.children.end());
    std::vector<std::string> others;
    for (const SourceSpec& source : in_.sources) others.push_back(source.to);
    const std::set<std::string> from_sources = reached(ways_between_tiers(in_), others);
    for (const TierSpec& tier : in_.tiers) {
      const std::string owner = "tier '" + tier.name + "'";
      const bool has_families = families.count(tier.name) > 0;
      if (has_families && children.count(tier.name)) diagnostics_.error(tier.place, owner + " would hold families and single children at once: give children a tier of their own");
      if (has_families && from_sources.count(tier.name))
        diagnostics_.error(tier.place, owner + " would hold families and whoever comes from 'sources' at once: those who come from 'sources' have no family");
      if (has_families) check_family_tier(tier, owner);
      else check_no_need(tier, owner);
    }
    for (const ExitSpec& exit : in_.exits) {
      if (exit.returns)
        diagnostics_.error(exit.place, "exit '" + exit.name + "' has 'returns'; in a model with a 'population' families come back when somebody speaks of them, and children by 'rejoins'");
      require_tier(exit.rejoins, "'rejoins' of exit '" + exit.name + "'", exit.place);
    }
  }

  /// A family has no age, is not cut short, does not block, and can be called away from wherever it is.
  void check_family_tier(const TierSpec& tier, const std::string& owner) {
    const auto refuse_rule = [&](bool is_there, const std::string& what) {
      if (is_there) diagnostics_.error(tier.place, owner + " holds families, which " + what);
    };
    refuse_rule(tier.order == Order::shared, "cannot share a capacity: 'order: shared' must go");
    refuse_rule(tier.pre_emption != PreEmption::none || tier.when_cut != WhenCut::finish, "are not interrupted: 'pre_emption' and 'when_cut' must go");
    refuse_rule(tier.blocks, "do not block: 'blocks' must go");
    refuse_rule(!tier.by_class.empty(), "have no class: 'by_class' must go");
    refuse_rule(tier.sojourn && tier.sojourn->by_age, "have no age: a law by age must go");
    refuse_rule(tier.decide && tier.decide->on == "age_years", "have no age: 'decide' cannot go by 'age_years'");
    for (const RacerSpec& racer : tier.race)
      refuse_rule(racer.at_age_years || (racer.law && racer.law->by_age), "have no age: racer '" + racer.name + "' cannot go by it");
  }

  void check_no_need(const TierSpec& tier, const std::string& owner) {
    for (const RacerSpec& racer : tier.race)
      if (!racer.hazard_by_need.empty()) diagnostics_.error(racer.place, "racer '" + racer.name + "' goes by the need of a family, and no family comes to " + owner);
    if (tier.decide && tier.decide->on == "need") diagnostics_.error(tier.decide->place, "'decide' of " + owner + " goes by the need of a family, and no family comes there");
    if (!tier.family.children.empty()) diagnostics_.error(tier.place, "'children' of " + owner + ": no family comes there");
    const Value* tiers = root_.find("tiers");
    const Value* map = tiers == nullptr ? nullptr : tiers->find(tier.name);
    for (const char* key : {"supports", "serves", "contacts"})
      if (const Value* value = map == nullptr ? nullptr : map->find(key)) report(diagnostics_, *value, quoted(key) + " of " + owner + ": no family comes there");
  }

  void check_lifetime() {
    if (in_.lifetime.tiers.size() > 8) diagnostics_.error(in_.lifetime.place, "'lifetime' can name at most 8 tiers, found " + std::to_string(in_.lifetime.tiers.size()));
    for (const std::string& name : in_.lifetime.tiers) require_tier(name, "'lifetime' of 'report'", in_.lifetime.place);
  }

  const Description& in_;
  const Value& root_;
  Diagnostics& diagnostics_;
  std::size_t levels_ = 0;
  std::set<std::string> exits_;
  std::vector<std::string> tiers_;
};

}  // namespace

WhoComes who_comes(const Description& in) {
  const Ways ways = ways_between_tiers(in);
  const std::set<std::string> families = reached(ways, first_tiers_of_families(in)), children = reached(ways, first_tiers_of_children(in));
  return {{families.begin(), families.end()}, {children.begin(), children.end()}};
}

void check_families(const Description& description, const Value& root, Diagnostics& diagnostics) { FamiliesChecker(description, root, diagnostics).run(); }

void check_levels(const Revision& revision, const Description& description, Diagnostics& diagnostics) {
  if (!description.population || !description.need) return;
  const LevelCheck check(description.need->levels(), diagnostics);
  if (revision.of == Revision::Of::contact) check.of(revision.contact);
  if (revision.of == Revision::Of::tier) check.of(revision.tier);
  if (revision.of == Revision::Of::need) check.of(revision.need);
}

}  // namespace headwater
