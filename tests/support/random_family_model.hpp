// Random small models of families: need of two to five levels, contacts, tiers of every kind that families and children can
// be in, with capacities, waiting rooms, patience, orders and shared resources, ways of children, returns home, dated
// changes, cases that are open at the start. A number makes a model, the same one everywhere.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "support/family_models.hpp"
#include "support/random_model.hpp"

namespace headwater::theory {

/// What a random model of families may hold.
struct AllowFamilies {
  bool supports = true;  ///< help that changes need
  bool changes = true;   ///< dated changes
  bool moves = false;    ///< families leave the area and come to it
  bool care_leavers = false, kin = false;
  bool open_cases = true;  ///< at the start
  double more_effort = 1;      ///< factor of the effort of the first contact
  std::string fostering = {};  ///< the law of stays in the tier `foster`, instead of a random one
};

/// A model as lists of lines, so that a test can write them down in another order.
struct RandomFamilyModel {
  Plan plan;
  std::string head;  ///< population, need and report
  std::vector<std::string> contacts, tiers, exits, resources, changes;
  std::vector<OpenRow> open;

  std::string yaml() const {
    std::string text = header(plan) + head;
    const auto section = [&](const char* name, const std::vector<std::string>& lines) {
      if (!lines.empty()) text += std::string(name) + ":\n";
      for (const std::string& line : lines) text += "  " + line + "\n";
    };
    section("contacts", contacts);
    section("tiers", tiers);
    section("exits", exits);
    section("resources", resources);
    section("changes", changes);
    return text + caseload_of(open);
  }

  /// Whether all replications of the tests can begin, which does not depend on what comes later.
  bool can_begin() const {
    RandomFamilyModel first = *this;
    first.changes.clear();
    first.plan = {.horizon = 1, .replications = 7, .seed = plan.seed, .generator = plan.generator};
    return theory::can_begin(first.yaml());
  }

  void reorder(Dice& dice) {
    dice.shuffle(open);
    for (auto* lines : {&contacts, &tiers, &exits, &resources}) dice.shuffle(*lines);
  }
};

inline RandomFamilyModel random_family_model(std::uint64_t seed, const AllowFamilies& allow = {}) {
  // Parts that a variant leaves out or alters have dice of their own, so that the rest stays as it is.
  Dice dice(seed), special(seed + 1000000);
  RandomFamilyModel model;
  model.plan = {.horizon = 365.0 * dice.between(2, 8), .replications = 1, .every = "month", .warm_up = dice.chance(50) ? 0.0 : 365.0 * dice.between(1, 20),
                .event_log = true, .seed = seed, .generator = dice.chance(20) ? "philox" : "keyed_hash"};
  const auto levels = static_cast<std::size_t>(dice.between(2, 5));
  const auto rates = [&](std::size_t count, int least, int most, double unit) {
    std::vector<double> values;
    for (std::size_t i = 0; i < count; ++i) values.push_back(unit * dice.between(least, most));
    return list(values);
  };
  const auto probabilities = [&](std::size_t count) { return rates(count, 0, 10, 0.1); };
  const auto takes = [&]() -> std::string {
    if (dice.chance(30)) return "{probability: " + probabilities(1) + "}";
    return "{below_years: [" + std::string(dice.chance(50) ? "1, 10" : "0.5, 6") + "], probability: " + probabilities(3) + "}";
  };
  const std::vector<std::string> sizes{"[24, 44, 21, 8, 3]", "[1]", "[0, 0, 1]", "[1, 0, 0, 0, 0, 2]"};
  const std::vector<std::string> spacings{"{law: constant, value_years: 0}", "{law: gamma, mean_years: 3.6, sd_years: 1.8}", "{law: exponential, mean_years: 2}", "{law: constant, value_days: 365}"};
  model.head = "population: {children: " + std::to_string(dice.between(1, 60)) + ", children_per_family: " + sizes[static_cast<std::size_t>(dice.below(4))] +
               ", spacing: " + spacings[static_cast<std::size_t>(dice.below(4))] + ", growth_per_year: " + (dice.chance(30) ? "0.05" : "0") +
               ", frailty: " + number(0.5 * dice.below(4)) + ", no_child_at_home: emptied}\nneed: {up_per_year: " + rates(levels - 1, 0, 12, 0.25) +
               ", down_per_year: " + rates(levels - 1, 1, 12, 0.25) + "}\nreport: {lifetime: [help, foster]}\n";

  Dice of_moves(seed + 2000000);
  const std::string key = "population: {";
  const std::size_t first_key = model.head.find(key) + key.size();
  if (allow.care_leavers) model.head.insert(first_key, "care_leavers: {become_parents: 0.8, after: {law: exponential, mean_days: " + std::to_string(of_moves.between(1, 1500)) + "}, need_rises: 2, spoken_of: 0.5}, ");
  if (allow.kin)
    model.head.insert(first_key, "kin: {families: " + number(0.5 * of_moves.between(1, 12)) + ", need_from: " + std::to_string(of_moves.between(1, static_cast<int>(levels))) + ", need_rises: " + number(0.5 * of_moves.below(8)) +
                                     (of_moves.chance(70) ? ", spoken_of: 3}, " : "}, "));
  if (allow.moves) {
    model.head.insert(first_key, "moves: {out_per_year: " + number(0.1 * of_moves.below(12)) + ", in_per_year: " + number(0.1 * of_moves.below(12)) + ", to: moved_away}, ");
    model.exits.push_back("moved_away: {}");
  }
  const bool limited = dice.chance(70), shared = dice.chance(30);
  const auto rooms = [&](const std::string& exit) -> std::string {
    std::string text;
    if (shared && dice.chance(50)) text += "needs: {team: " + std::to_string(dice.between(1, 2)) + "}, ";
    else if (limited && dice.chance(70)) text += "capacity: " + std::to_string(dice.between(0, 6)) + ", ";
    else return text;
    if (dice.chance(30)) text += std::string("order: ") + (dice.chance(50) ? "random" : "last_come") + ", ";
    if (dice.chance(40)) text += "waiting_room: " + std::to_string(dice.below(4)) + ", when_full: " + exit + ", ";
    if (dice.chance(40)) text += "patience: {law: exponential, mean_days: " + std::to_string(dice.between(5, 200)) + ", to: " + exit + "}, ";
    if (dice.chance(20)) text += "balk: {from: [2], probability: [0.5], to: " + exit + "}, ";
    return text;
  };
  const auto supports = [&]() -> std::string {
    const std::string text = "supports: {up: " + number(0.25 * special.below(8)) + ", down: " + number(0.5 * special.below(8)) + "}, ";
    return allow.supports && special.chance(60) ? text : "";
  };
  const auto law = [&]() { return random_law(dice, true); };
  const auto long_law = [&]() {
    const int mean = dice.between(30, 900);
    return "{law: gamma, mean_days: " + std::to_string(mean) + ", sd_days: " + number(0.25 * mean * dice.between(1, 8)) + "}";
  };
  const auto inline_law = [&](const std::string& text) { return text.substr(1, text.size() - 2); };
  const auto children = [&](int percent) -> std::string {
    if (!dice.chance(percent)) return "";
    return "children: {care: {hazard_by_need_per_year: " + rates(levels, 0, 8, 0.25) + ", takes: " + takes() + ", to: entry, together: " + number(0.25 * dice.below(5)) + "}" +
           (dice.chance(40) ? ", other: {hazard_by_need_per_year: " + rates(levels, 0, 4, 0.5) + ", to: foster}" : std::string()) + "}, ";
  };

  // Contacts.
  const std::vector<std::string> names{"school", "police", "Anyone2"};
  const int contacts = dice.between(1, 3);
  for (int i = 0; i < contacts; ++i) {
    std::string line = names[static_cast<std::size_t>(i)] + ": {rate_per_year: " + rates(levels, 0, 12, 0.25) + ", effort: " + number(i == 0 ? allow.more_effort : 1.5) +
                       ", with_infant: " + number(dice.between(0, 3)) + ", to: front_door";
    if (dice.chance(50)) line += ", error: 0.8, refer_from: " + number(0.5 * dice.between(2, 8));
    if (dice.chance(50)) line += ", after_closure: 3, after_closure_lasts_days: " + std::to_string(dice.between(1, 300));
    if (dice.chance(30)) line += ", otherwise: {to: help, probability: " + probabilities(levels) + "}";
    if (i == 1 || dice.chance(20)) line += ", takes: " + takes() + ", children_to: " + (dice.chance(50) ? "entry" : "foster");
    model.contacts.push_back(line + "}");
  }

  // Tiers of families, then of children.
  model.tiers.push_back("front_door: {kind: gate, " + rooms("closed") + "sojourn: " + law() + ", decide: {on: need, error: " + number(0.4 * dice.below(3)) +
                        ", below: [1.6, 2.5], to: [closed, help, plan]}}");
  std::string help = "help: {" + rooms("closed") + supports() + (dice.chance(50) ? "contacts: true, " : "") + "serves: [2, 2], ";
  if (dice.chance(50)) help += children(60) + "sojourn: " + long_law() + ", exits: {closed: 2, plan: 1}}";
  else
    help += children(60) + "race: {better: {hazard_by_need_per_year: " + rates(levels, 0, 12, 0.5) + ", exits: {closed: 1}}, worse: {hazard_by_need_per_year: " + rates(levels, 0, 4, 0.5) +
            ", exits: {plan: 1}}, late: {" + inline_law(long_law()) + ", exits: {closed: 1, front_door: 1}}}}";
  model.tiers.push_back(help);
  model.tiers.push_back("plan: {" + rooms("closed") + supports() + children(100) + "serves: [" + std::to_string(dice.between(1, 2)) + ", 5], sojourn: " + long_law() +
                        ", decide: {on: need, error: 0.5, below: [2.2], to: [closed, help]}}");
  model.tiers.push_back("entry: {kind: gate, sojourn: " + constant(dice.below(3)).yaml + ", exits: {foster: 1, home: 1, residential: 1}}");
  const std::string fostering = inline_law(long_law());
  model.tiers.push_back("foster: {kind: placement, " + rooms("residential") + "race: {home: {" + (allow.fostering.empty() ? fostering : allow.fostering) + ", exits: {home: 1, adopted: 1}}, grown: {at_age_years: 18, exits: {grown: 1}}}}");
  // Who stays here after 18 is nobody's child.
  model.tiers.push_back("residential: {kind: placement, " + rooms("adopted") + "sojourn: " + long_law() + ", exits: {home: 2, foster: 1, grown: 1}}");
  for (const std::string& exit : {std::string("closed: {}"), std::string("emptied: {}"), std::string("adopted: {}"), std::string("grown: {}"), "home: {rejoins: " + std::string(dice.chance(50) ? "help" : "front_door") + "}"})
    model.exits.push_back(exit);
  if (shared) model.resources.push_back("team: {capacity: " + std::to_string(dice.between(2, 6)) + "}");
  if (allow.changes && dice.chance(60)) {
    const auto day = [&] { return date(dice.between(1, 700)); };
    model.changes.push_back("- {from: " + day() + ", set: {contacts.school.rate_per_year: " + rates(levels, 0, 12, 0.25) + ", contacts.school.with_infant: 5}}");
    model.changes.push_back("- {from: " + day() + ", set: {need.up_per_year: " + rates(levels - 1, 0, 12, 0.25) + "}}");
    model.changes.push_back("- {from: " + day() + ", set: {tiers.front_door.decide.below: [1.2, 3.1], tiers.front_door.decide.error: 0.3}}");
    if (model.tiers[1].find("supports") != std::string::npos) model.changes.push_back("- {from: " + day() + ", set: {tiers.help.supports.up: 3}}");
  }
  // Of families, of children of families, and of some who have grown up; nobody is there before a warm-up.
  Dice some(seed + 3000000);
  if (allow.open_cases && model.plan.warm_up == 0 && some.chance(80)) {
    for (int row = some.between(1, 6); row > 0; --row) {
      const bool of_family = some.chance(50);
      const std::vector<std::string> where = of_family ? std::vector<std::string>{"front_door", "help", "plan"} : std::vector<std::string>{"entry", "foster", "residential"};
      const std::vector<double> days{0, 0.5, 5, 20, 40};
      OpenRow open{where[static_cast<std::size_t>(some.below(3))], days[static_cast<std::size_t>(some.below(5))], some.between(1, 3)};
      if (some.chance(30)) open.more += ", need: " + std::to_string(some.between(1, static_cast<int>(levels)));
      if (of_family && some.chance(30)) open.more += ", children: " + std::to_string(some.between(1, 3));
      if (!of_family && some.chance(30)) open.more += ", attributes: {age_years: " + std::to_string(some.between(0, 17)) + "}";
      else if (open.tier == "residential" && some.chance(50)) open.more = ", attributes: {age_years: 18.5}";
      model.open.push_back(open);
      if (!model.can_begin()) model.open.pop_back();
    }
  }
  return model;
}

}  // namespace headwater::theory
