// Random small models: a few sources, tiers and exits of every kind, with ties, cuts of capacity and other
// dated changes, returns, races and birthdays, some with cases that are open at the start. A number makes a model, the
// same one everywhere.
//
// The parts are kept as lists, so that a test can write them down in another order or put one more in. Loops
// are always left in the end: stays that may have no length lead only to tiers later in `order`.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "support/open_cases.hpp"
#include "support/simulate.hpp"

namespace headwater::theory {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  /// A whole number in [0, n).
  int below(int n) { return static_cast<int>(engine_() % static_cast<std::uint64_t>(n)); }
  int between(int low, int high) { return low + below(high - low + 1); }
  bool chance(int percent) { return below(100) < percent; }
  template <class T>
  void shuffle(std::vector<T>& list) {
    for (std::size_t i = list.size(); i > 1; --i)
      std::swap(list[i - 1], list[static_cast<std::size_t>(below(static_cast<int>(i)))]);
  }

 private:
  std::mt19937_64 engine_;
};

/// What a random model may hold.
struct Allow {
  bool changes = true;  ///< dated changes
  bool birthdays = true;
  bool closing =
      false;  ///< arrivals end on day 40, all places stay, and the horizon leaves time for all to leave
  bool listed = true;  ///< sources with listed days
  int shift = 0;       ///< every listed day and date is this many days later
  bool open_cases = true;  ///< at the start; without it the rest is the same
};

struct RandomModel {
  struct Tier {
    std::string name;
    std::string settings;            ///< "kind: service, capacity: 3, "
    std::string law;                 ///< of the stay; empty for a race
    std::string rule;                ///< "decide: {...}", or empty: then `exits`
    std::vector<std::string> exits;  ///< "name: weight"
    std::vector<std::pair<std::string, std::vector<std::string>>> racers;  ///< "name: {keys", and its exits
  };
  Plan plan;
  std::vector<std::string> attributes, sources, exits, groups, changes;
  std::vector<Tier> tiers;
  std::vector<OpenRow> open;  ///< no two for as many days
  /// Capacity of each limited tier: (day, places) in order of time, the first on day 0.
  std::map<std::string, std::vector<std::pair<double, std::int64_t>>> places;
  std::map<std::string, bool> interrupts;

  std::string yaml() const {
    std::string text = header(plan);
    const auto section = [&](const char* name, const std::vector<std::string>& lines) {
      if (!lines.empty()) text += std::string(name) + ":\n";
      for (const std::string& line : lines) text += "  " + line + "\n";
    };
    const auto joined = [](const std::vector<std::string>& list) {
      std::string all;
      for (const std::string& each : list) all += (all.empty() ? "" : ", ") + each;
      return "{" + all + "}";
    };
    section("attributes", attributes);
    section("sources", sources);
    std::vector<std::string> lines;
    for (const Tier& tier : tiers) {
      std::string line = tier.name + ": {" + tier.settings;
      if (!tier.racers.empty()) {
        std::vector<std::string> racers;
        for (const auto& [keys, ways] : tier.racers)
          racers.push_back(keys + ", exits: " + joined(ways) + "}");
        line += "race: " + joined(racers);
      } else {
        line +=
            "sojourn: " + tier.law + ", " + (tier.rule.empty() ? "exits: " + joined(tier.exits) : tier.rule);
      }
      lines.push_back(line + "}");
    }
    section("tiers", lines);
    section("exits", exits);
    section("groups", groups);
    if (!groups.empty()) text += "report: {by: [urgency, luck]}\n";
    section("changes", changes);
    return text + caseload_of(open);
  }

  /// Every list in another order: the same model.
  void reorder(Dice& dice) {
    for (auto* list : {&attributes, &sources, &exits}) dice.shuffle(*list);
    dice.shuffle(open);
    dice.shuffle(tiers);
    for (Tier& tier : tiers) {
      dice.shuffle(tier.exits);
      dice.shuffle(tier.racers);
      for (auto& racer : tier.racers) dice.shuffle(racer.second);
    }
  }
};

/// A law of time in days; with `positive` it has no stays of length 0.
inline std::string random_law(Dice& dice, bool positive) {
  switch (dice.below(7)) {
    case 0:
      return constant(dice.between(positive ? 1 : 0, 4)).yaml;
    case 1:
      return uniform(dice.below(3), dice.between(3, 9)).yaml;
    case 2:
      return gamma(0.5 * dice.between(1, 6), dice.between(1, 5)).yaml;
    case 3:
      return weibull(0.5 * dice.between(1, 6), dice.between(1, 8)).yaml;
    case 4:
      return lognormal(dice.between(1, 8), dice.between(1, 8)).yaml;
    case 5:
      return two_values(dice.between(positive ? 1 : 0, 3), dice.between(1, 3), dice.between(4, 9), 1).yaml;
    default:
      return exponential(0.5 * dice.between(1, 16)).yaml;
  }
}

inline RandomModel random_model(std::uint64_t seed, const Allow& allow = {}) {
  Dice dice(seed);
  RandomModel model;
  const int horizon = allow.closing ? 40000 : 60;
  const std::vector<std::string> every{"day", "week", "month", "whole_run"};
  model.plan = {.horizon = static_cast<double>(horizon + allow.shift),
                .replications = 1,
                .every = allow.closing ? "whole_run" : every[static_cast<std::size_t>(dice.below(4))],
                .event_log = true,
                .seed = seed,
                .generator = dice.chance(20) ? "philox" : "keyed_hash"};

  std::vector<std::string> order{"front_door", "help", "plan", "care",      "review",
                                 "Panel7",     "b",    "zeta", "home_visit"};
  dice.shuffle(order);
  order.resize(static_cast<std::size_t>(dice.between(1, 6)));
  std::vector<std::string> ways_out{"leave", "moved"};
  dice.shuffle(ways_out);
  ways_out.resize(static_cast<std::size_t>(dice.between(1, 2)));
  const int tiers = static_cast<int>(order.size());
  const auto day = [&](int from, int to) { return dice.between(from, to) + allow.shift; };

  const bool ages = allow.birthdays && dice.chance(40);
  model.attributes = {"need: {law: lognormal, mu: 0, sigma: 0.8}", "risk: {law: uniform, low: 0, high: 1}"};
  if (ages) model.attributes.push_back("age_years: {law: uniform, low: 17.5, high: 18.2}");

  if (dice.chance(40)) {
    model.groups = {"urgency: {on: need, below: [0.6, 1.5], labels: [low, middle, high]}",
                    "luck: {on: risk, below: [0.5], labels: [good, bad]}"};
  }

  // Each tier leads on to the next, and each but a gate also out of the model: all are reached, all are left.
  for (int i = 0; i < tiers; ++i) {
    RandomModel::Tier tier;
    tier.name = order[static_cast<std::size_t>(i)];
    const auto onward = [&](bool forward_only) {
      const int first = forward_only ? i + 1 : 0;
      return first < tiers ? order[static_cast<std::size_t>(dice.between(first, tiers - 1))] : ways_out[0];
    };
    const auto ways = [&](bool forward_only) {
      std::map<std::string, std::string> weights;
      for (const std::string& way : ways_out) weights[way] = std::to_string(dice.between(3, 6));
      if (i + 1 < tiers) weights[order[static_cast<std::size_t>(i + 1)]] = std::to_string(dice.between(1, 5));
      for (int extra = dice.below(3); extra > 0; --extra)
        weights.emplace(onward(forward_only), dice.chance(20) ? "0" : "0.75");
      std::vector<std::string> list;
      for (const auto& [name, weight] : weights) list.push_back(name + ": " + weight);
      return list;
    };
    if (dice.chance(60)) {
      const std::int64_t places = dice.between(allow.closing ? 1 : 0, 6);
      const bool interrupt = dice.chance(50);
      tier.settings = "capacity: " + std::to_string(places) +
                      ", when_cut: " + (interrupt ? "interrupt" : "finish") + ", ";
      model.places[tier.name] = {{0, places}};
      model.interrupts[tier.name] = interrupt;
    }
    const int kind = dice.below(10);
    if (kind < 5) {
      const bool no_length = dice.chance(25);
      tier.law = random_law(dice, !no_length);
      tier.exits = ways(no_length);
    } else if (kind < 7) {
      tier.settings += "kind: gate, ";
      tier.law = random_law(dice, false);
      const std::string first = i + 1 < tiers ? order[static_cast<std::size_t>(i + 1)] : ways_out[0];
      tier.rule = "decide: {on: " + std::string(dice.chance(50) ? "need" : "risk") +
                  ", below: [0.3, 0.9], to: [" + first + ", " + ways_out.back() + ", " + onward(true) + "]}";
    } else {
      const bool birthday = ages && dice.chance(50);
      tier.racers.push_back({"done: {hazard_per_day: " + number(0.125 * dice.between(1, 6)), ways(birthday)});
      std::string law = random_law(dice, true);
      if (dice.chance(70)) tier.racers.push_back({"worse: " + law.substr(0, law.size() - 1), ways(birthday)});
      if (birthday) tier.racers.push_back({"adult: {at_age_years: 18", {ways_out[0] + ": 1"}});
    }
    model.tiers.push_back(tier);
  }
  for (const std::string& way : ways_out) {
    std::string line = way + ": {";
    if (dice.chance(50)) {
      line += "returns: {probability: 0." + std::to_string(dice.below(7)) +
              ", after: " + random_law(dice, true) +
              ", to: " + order[static_cast<std::size_t>(dice.below(tiers))] + "}";
    }
    model.exits.push_back(line + "}");
  }

  // The first source feeds the first tier, so that every tier is reached.
  const std::vector<std::string> source_names{"new", "referred", "Other2"};
  const int sources = dice.between(1, 3);
  std::vector<std::pair<std::string, bool>> made;
  for (int s = 0; s < sources; ++s) {
    const std::string to = order[static_cast<std::size_t>(s == 0 ? 0 : dice.below(tiers))];
    const bool listed = allow.listed && dice.chance(40);
    std::string line = source_names[static_cast<std::size_t>(s)];
    if (listed) {
      std::vector<int> halves;
      for (int n = dice.between(1, 40); n > 0; --n) halves.push_back(dice.below(80));
      std::sort(halves.begin(), halves.end());
      line += ": {days: [";
      for (std::size_t i = 0; i < halves.size(); ++i)
        line += (i == 0 ? "" : ", ") + number(0.5 * halves[i] + allow.shift);
      line += "], to: " + to;
    } else {
      line += ": {rate_per_day: " + number(0.25 * dice.between(1, 16)) + ", to: " + to;
    }
    if (dice.chance(30)) line += ", attributes: {risk: {law: constant, value: 0.5}}";
    model.sources.push_back(line + "}");
    made.emplace_back(source_names[static_cast<std::size_t>(s)], listed);
  }

  if (allow.closing) {
    for (const auto& [name, listed] : made) {
      if (!listed)
        model.changes.push_back("- {from: " + date(40) + ", set: {sources." + name + ".rate_per_day: 0}}");
    }
  } else if (allow.changes) {
    for (auto& [name, timeline] : model.places) {
      std::vector<int> days;
      for (int n = dice.below(4); n > 0; --n) days.push_back(day(1, 50));
      std::sort(days.begin(), days.end());
      days.erase(std::unique(days.begin(), days.end()), days.end());
      for (int when : days) {
        const int to = dice.below(6);
        timeline.emplace_back(when, to);
        model.changes.push_back("- {from: " + date(when) + ", set: {tiers." + name +
                                ".capacity: " + std::to_string(to) + "}}");
      }
    }
    for (const auto& [name, listed] : made) {
      if (!listed && dice.chance(50)) {
        model.changes.push_back("- {from: " + date(day(1, 50)) + ", set: {sources." + name +
                                ".rate_per_day: " + number(0.25 * dice.below(20)) + "}}");
      }
    }
    for (const auto& tier : model.tiers) {
      if (!tier.rule.empty() && dice.chance(50)) {
        model.changes.push_back("- {from: " + date(day(1, 50)) + ", set: {tiers." + tier.name +
                                ".decide.below: [0.1, 1.5]}}");
      }
      if (!tier.exits.empty() && dice.chance(30)) {
        model.changes.push_back("- {from: " + date(day(1, 50)) + ", set: {tiers." + tier.name + ".exits." +
                                ways_out[0] + ": 9}}");
      }
    }
  }
  // With dice of their own, so that the rest is as it would be without.
  Dice special(seed + 1000000);
  if (allow.open_cases && special.chance(40)) {
    std::vector<double> days;
    for (int quarter = 0; quarter < 60; ++quarter) days.push_back(0.25 * quarter);
    special.shuffle(days);
    for (int row = special.between(1, 6); row > 0; --row) {
      const std::string& tier = order[static_cast<std::size_t>(special.below(tiers))];
      const std::string known = !special.chance(40) ? "" : ", attributes: {" + std::string(ages && special.chance(50) ? "age_years: 17.75" : special.chance(50) ? "risk: 0.75" : "need: 1.25") + "}";
      model.open.push_back({tier, days[static_cast<std::size_t>(row)], special.between(1, 4), known});
      if (!can_begin(model.yaml())) model.open.pop_back();
    }
  }
  return model;
}

}  // namespace headwater::theory
