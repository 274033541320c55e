// Random small models with queues of every kind: orders, pre-emption, processor sharing, waiting rooms, blocking,
// balking, patience, shared resources, classes, cuts, some with cases that are open at the start. A number makes a model,
// the same one everywhere.
//
// Ways that are taken at the moment of coming or that may be blocked lead forward only, so that nobody is sent round in
// a circle and hardly any deadlock arises; every rank, class and amount follows from the source and from the way taken, so that
// a test can tell them from the log.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "support/random_model.hpp"

namespace headwater::theory {

/// What a random model of queues may hold.
struct AllowQueues {
  bool changes = true;   ///< dated changes of capacity
  bool closing = false;  ///< listed arrivals only, all places stay, nobody holds what others wait for: all leave in the end
  bool settled = false;  ///< nothing is drawn: constant laws, single ways out, no random order
  bool listed = true;    ///< sources with listed days
  int shift = 0;         ///< every listed day and date is this many days later
  double scale = 1;      ///< every time is this many times as long
  bool open_cases = true;  ///< at the start; without it the rest is the same
};

struct RandomQueueModel {
  struct Need {
    std::string resource;
    double amount = 1;
    bool is_load = false;  ///< the amount is the attribute 'load'
  };
  struct Tier {
    std::string name;
    std::int64_t capacity = -1;  ///< -1: unlimited, or needs
    std::string order = "first_come", ordered_by, pre_emption = "none", when_cut = "finish";
    std::vector<double> bands;
    std::int64_t at_most = -1;  ///< processor sharing
    std::int64_t room = -1;
    std::string when_full;
    bool blocks = false;
    std::vector<std::int64_t> balk_from;
    std::string balk;      ///< the whole of "balk: {...}"
    double patience = -1;  ///< constant; -1: endless, or drawn
    std::string patient;   ///< the whole of "patience: {...}"
    std::vector<Need> needs;
    std::vector<std::string> keeps;
    std::string law;
    std::map<std::string, std::string> law_of_class;
    std::vector<std::string> exits;              ///< "name: weight" or "name: {weight: 1, becomes: c}"
    std::map<std::string, std::string> becomes;  ///< by where they go
    std::string share_out;                       ///< instead of exits
    std::vector<std::pair<double, std::int64_t>> places;  ///< (day, capacity)
  };
  struct Resource {
    std::string name;
    std::string when_cut;
    std::vector<std::pair<double, std::int64_t>> amounts;  ///< (day, capacity)
  };
  struct Source {
    std::string name, to, of_class, times;
    double rank = 0, load = 1;
  };

  Plan plan;
  std::vector<Tier> tiers;
  std::vector<Resource> resources;
  std::vector<Source> sources;
  std::vector<std::pair<std::string, double>> classes;
  std::vector<std::string> exits, changes;
  std::vector<OpenRow> open;        ///< no two for as many days
  std::map<double, Source> open_as; ///< class and attributes of open cases, by their days

  const Tier& tier(const std::string& name) const {
    for (const Tier& each : tiers)
      if (each.name == name) return each;
    throw std::invalid_argument(name);
  }

  std::string yaml() const {
    std::string text = header(plan) + "attributes: {rank: {law: constant, value: 0}, load: {law: constant, value: 1}}\n";
    const auto list = [](const auto& items, const auto& say) {
      std::string all;
      for (const auto& item : items) all += (all.empty() ? "" : ", ") + say(item);
      return all;
    };
    if (!resources.empty()) {
      text += "resources: {" + list(resources, [](const Resource& r) {
                return r.name + ": {capacity: " + std::to_string(r.amounts[0].second) + ", when_cut: " + r.when_cut + "}";
              }) + "}\n";
    }
    if (!classes.empty())
      text += "classes: {" + list(classes, [](const auto& c) { return c.first + ": {priority: " + number(c.second) + "}"; }) + "}\n";
    text += "sources:\n";
    for (const Source& source : sources) {
      text += "  " + source.name + ": {" + source.times + ", to: " + source.to +
              (source.of_class.empty() ? "" : ", class: " + source.of_class) +
              ", attributes: {rank: {law: constant, value: " + number(source.rank) + "}, load: {law: constant, value: " +
              number(source.load) + "}}}\n";
    }
    text += "tiers:\n";
    for (const Tier& t : tiers) {
      text += "  " + t.name + ": {order: " + t.order;
      if (t.capacity >= 0) text += ", capacity: " + std::to_string(t.capacity);
      if (!t.ordered_by.empty()) text += ", ordered_by: " + t.ordered_by;
      if (!t.bands.empty()) text += ", bands: [" + list(t.bands, [](double cut) { return number(cut); }) + "]";
      if (t.pre_emption != "none") text += ", pre_emption: " + t.pre_emption;
      if (t.when_cut != "finish") text += ", when_cut: " + t.when_cut;
      if (t.at_most >= 0) text += ", shared_by_at_most: " + std::to_string(t.at_most);
      if (t.room >= 0) text += ", waiting_room: " + std::to_string(t.room) + ", when_full: " + t.when_full;
      if (t.blocks) text += ", blocks: true";
      if (!t.balk.empty()) text += ", " + t.balk;
      if (!t.patient.empty()) text += ", " + t.patient;
      if (!t.needs.empty())
        text += ", needs: {" + list(t.needs, [](const Need& n) { return n.resource + ": " + (n.is_load ? "load" : number(n.amount)); }) + "}";
      if (!t.keeps.empty()) text += ", keeps: [" + list(t.keeps, [](const std::string& k) { return k; }) + "]";
      text += ", sojourn: " + t.law;
      text += t.share_out.empty() ? ", exits: {" + list(t.exits, [](const std::string& e) { return e; }) + "}" : ", share_out: " + t.share_out;
      if (!t.law_of_class.empty())
        text += ", by_class: {" + list(t.law_of_class, [](const auto& own) { return own.first + ": {sojourn: " + own.second + "}"; }) + "}";
      text += "}\n";
    }
    text += "exits: {" + list(exits, [](const std::string& e) { return e; }) + "}\n";
    if (!changes.empty()) text += "changes:\n";
    for (const std::string& change : changes) text += "  " + change + "\n";
    return text + caseload_of(open);
  }

  /// Every list in another order: the same model.
  void reorder(Dice& dice) {
    dice.shuffle(sources);
    dice.shuffle(exits);
    dice.shuffle(resources);
    dice.shuffle(classes);
    dice.shuffle(tiers);
    dice.shuffle(open);
    for (Tier& tier : tiers) {
      dice.shuffle(tier.exits);
      dice.shuffle(tier.needs);
    }
  }
};

namespace queue_detail {

/// A law whose times are `scale` times as long, to the last bit; never 0.
inline std::string law(Dice& dice, const AllowQueues& allow) {
  const double s = allow.scale;
  if (allow.settled) return constant(s * (1 + dice.below(6000)) / 1024).yaml;
  switch (dice.below(6)) {
    case 0:
      return constant(s * dice.between(1, 4)).yaml;
    case 1:
      return uniform(s * dice.between(1, 2), s * dice.between(3, 6)).yaml;
    case 2:
      return gamma(0.5 * dice.between(1, 6), s * dice.between(1, 3)).yaml;
    case 3:
      return weibull(0.5 * dice.between(1, 6), s * dice.between(1, 5)).yaml;
    case 4:
      return two_values(s * dice.between(1, 3), dice.between(1, 3), s * dice.between(4, 6), 1).yaml;
    default:
      return exponential(s * 0.5 * dice.between(1, 10)).yaml;
  }
}

}  // namespace queue_detail

inline RandomQueueModel random_queue_model(std::uint64_t seed, const AllowQueues& allow = {}) {
  Dice dice(seed);
  RandomQueueModel model;
  const double s = allow.scale;
  model.plan = {.horizon = s * ((allow.closing ? 20000 : 60) + allow.shift), .event_log = true, .seed = seed,
                .generator = dice.chance(20) ? "philox" : "keyed_hash"};
  const auto law = [&] { return queue_detail::law(dice, allow); };

  const std::vector<std::string> names{"front", "help", "plan", "ward", "review", "zeta"};
  const int tiers = dice.between(1, 5);
  const std::vector<std::string> ways_out{"leave", "moved"};
  if (dice.chance(60)) model.classes = {{"urgent", 2}, {"routine", 1}, {"idle", 1}};
  const auto some_class = [&] { return model.classes[static_cast<std::size_t>(dice.below(3))].first; };

  if (dice.chance(50)) {
    for (int r = dice.between(1, 2); r > 0; --r) {
      RandomQueueModel::Resource resource{r == 1 ? "nurse" : "Bed", dice.chance(50) ? "finish" : "interrupt", {{0, dice.between(2, 5)}}};
      model.resources.push_back(resource);
    }
  }

  for (int i = 0; i < tiers; ++i) {
    RandomQueueModel::Tier tier;
    tier.name = names[static_cast<std::size_t>(i)];
    const auto ahead = [&] {  // a later tier, or out
      const int to = dice.between(i + 1, tiers);
      return to < tiers ? names[static_cast<std::size_t>(to)] : ways_out[static_cast<std::size_t>(dice.below(2))];
    };
    tier.law = law();
    if (!model.classes.empty() && dice.chance(40)) tier.law_of_class[some_class()] = law();

    const bool shared = dice.chance(15);
    const bool needs = !shared && !model.resources.empty() && dice.chance(60);
    if (shared) {
      tier.order = "shared";
      tier.capacity = dice.between(1, 4);
      if (dice.chance(60)) tier.at_most = dice.between(1, 5);
    } else if (needs) {
      for (const auto& resource : model.resources) {
        if (!tier.needs.empty() && dice.chance(50)) continue;
        tier.needs.push_back({resource.name, 0.5 * dice.between(1, 4), dice.chance(25)});
        if (!allow.closing && dice.chance(25)) tier.keeps.push_back(resource.name);
      }
    } else if (dice.chance(85)) {
      tier.capacity = dice.between(allow.closing || allow.settled ? 1 : 0, 4);
    }
    const bool can_wait = shared ? tier.at_most >= 0 : needs || tier.capacity >= 0;
    if (can_wait && !shared) {
      const int order = dice.below(allow.settled ? 8 : 10);
      tier.order = order < 3 ? "first_come" : order < 4 ? "last_come" : order < 6 ? "highest_first" : order < 8 ? "lowest_first" : "random";
      if (order >= 4 && order < 8) {
        tier.ordered_by = !model.classes.empty() && dice.chance(50) ? "class" : "rank";
        if (dice.chance(40)) tier.bands = tier.ordered_by == "class" ? std::vector<double>{1.5} : std::vector<double>{1, 2};
      }
      if (order >= 3 && order < 8 && dice.chance(60)) {
        const std::vector<std::string> how{"resume", "restart", "resample"};
        tier.pre_emption = how[static_cast<std::size_t>(dice.below(3))];
      }
      if (!needs) {
        const std::vector<std::string> how{"finish", "interrupt", "restart", "resample"};
        tier.when_cut = how[static_cast<std::size_t>(dice.below(4))];
      }
    }
    if (can_wait && dice.chance(45)) {
      tier.room = dice.below(4);
      tier.when_full = ahead();
      tier.blocks = !shared && i > 0 && dice.chance(60) && !(allow.closing && needs);
    }
    if (can_wait && dice.chance(25)) {
      tier.balk_from = {dice.between(1, 3), 5};
      tier.balk = "balk: {from: [" + std::to_string(tier.balk_from[0]) + ", 5], probability: [" +
                  (allow.settled ? "0, 1" : "0.3, 0.8") + "], to: " + ahead() + "}";
    }
    if (can_wait && dice.chance(30)) {
      std::string patience = law();
      tier.patient = "patience: " + patience.substr(0, patience.size() - 1) + ", to: " + ahead() + "}";
    }
    model.tiers.push_back(tier);
  }

  // Ways back are only to tiers that do not block.
  for (int i = 0; i < tiers; ++i) {
    auto& tier = model.tiers[static_cast<std::size_t>(i)];
    std::vector<std::string> to;
    if (i + 1 < tiers) to.push_back(names[static_cast<std::size_t>(i + 1)]);
    if (!allow.settled || to.empty()) to.push_back(ways_out[static_cast<std::size_t>(dice.below(2))]);
    if (!allow.settled && dice.chance(40)) {
      const int back = dice.below(tiers);
      const auto& target = model.tiers[static_cast<std::size_t>(back)];
      if ((back > i || !target.blocks) && std::find(to.begin(), to.end(), target.name) == to.end()) to.push_back(target.name);
    }
    if (i + 2 < tiers && dice.chance(25)) {
      const std::vector<std::string> by{"shortest_queue", "fewest_present", "cycle"};
      tier.share_out = "{by: " + by[static_cast<std::size_t>(dice.below(3))] + ", to: [" + names[static_cast<std::size_t>(i + 1)] + ", " +
                       names[static_cast<std::size_t>(i + 2)] + "]}";
      continue;
    }
    for (const std::string& name : to) {
      if (!model.classes.empty() && dice.chance(30)) {
        tier.becomes[name] = some_class();
        tier.exits.push_back(name + ": {weight: " + std::to_string(dice.between(1, 3)) + ", becomes: " + tier.becomes[name] + "}");
      } else {
        tier.exits.push_back(name + ": " + std::to_string(dice.between(1, 3)));
      }
    }
  }
  for (const std::string& way : ways_out) {
    std::string line = way + ": {";
    if (!allow.settled && !allow.closing && dice.chance(30)) {
      line += "returns: {probability: 0.3, after: " + law() + ", to: " + names[static_cast<std::size_t>(dice.below(tiers))] + "}";
    }
    model.exits.push_back(line + "}");
  }

  const std::vector<std::string> source_names{"new", "referred", "Other2"};
  for (int n = 0, sources = dice.between(1, 3); n < sources; ++n) {
    RandomQueueModel::Source source;
    source.name = source_names[static_cast<std::size_t>(n)];
    source.to = names[static_cast<std::size_t>(n == 0 ? 0 : dice.below(tiers))];
    if (!model.classes.empty()) source.of_class = some_class();
    source.rank = 0.5 * dice.below(6);
    source.load = 0.25 * dice.between(1, 6);
    if (allow.listed && (allow.closing || allow.settled || dice.chance(40))) {
      std::vector<double> days;
      for (int k = dice.between(5, 60); k > 0; --k) days.push_back(allow.settled ? dice.below(40 * 1024) / 1024.0 : 0.5 * dice.below(80));
      std::sort(days.begin(), days.end());
      source.times = "days: [";
      for (std::size_t k = 0; k < days.size(); ++k) source.times += (k == 0 ? "" : ", ") + number(s * (days[k] + allow.shift));
      source.times += "]";
    } else {
      source.times = "rate_per_day: " + number(0.25 * dice.between(1, 8) / s);
    }
    model.sources.push_back(source);
  }

  if (allow.changes && !allow.closing && !allow.settled) {
    const auto days = [&] {
      std::vector<int> list;
      for (int n = dice.below(4); n > 0; --n) list.push_back(dice.between(1, 50) + allow.shift);
      std::sort(list.begin(), list.end());
      list.erase(std::unique(list.begin(), list.end()), list.end());
      for (int& day : list) day = static_cast<int>(s * day);
      return list;
    };
    for (auto& tier : model.tiers) {
      if (tier.capacity < 0) continue;
      tier.places = {{0, tier.capacity}};
      for (const int day : days()) {
        tier.places.emplace_back(day, dice.below(5));
        model.changes.push_back("- {from: " + date(day) + ", set: {tiers." + tier.name + ".capacity: " +
                                std::to_string(tier.places.back().second) + "}}");
      }
    }
    for (auto& resource : model.resources) {
      for (const int day : days()) {
        resource.amounts.emplace_back(day, dice.below(5));
        model.changes.push_back("- {from: " + date(day) + ", set: {resources." + resource.name + ".capacity: " +
                                std::to_string(resource.amounts.back().second) + "}}");
      }
    }
  }
  for (auto& tier : model.tiers)
    if (tier.capacity >= 0 && tier.places.empty()) tier.places = {{0, tier.capacity}};

  // With dice of their own, so that the rest is as it would be without.
  Dice special(seed + 1000000);
  if (allow.open_cases && special.chance(40)) {
    std::vector<double> days;
    for (int i = 0; i < 40; ++i) days.push_back(s * (0.25 * i + (allow.settled ? special.below(256) / 1024.0 : 0)));
    special.shuffle(days);
    for (int row = special.between(1, 6); row > 0; --row) {
      RandomQueueModel::Source as;
      if (!model.classes.empty()) as.of_class = model.classes[static_cast<std::size_t>(special.below(3))].first;
      as.rank = 0.5 * special.below(6);
      as.load = 0.25 * special.between(1, 6);
      const OpenRow open{names[static_cast<std::size_t>(special.below(tiers))], days[static_cast<std::size_t>(row)], allow.settled ? 1 : special.between(1, 3),
                         (as.of_class.empty() ? "" : ", class: " + as.of_class) + ", attributes: {rank: " + number(as.rank) + ", load: " + number(as.load) + "}"};
      model.open.push_back(open);
      if (can_begin(model.yaml())) model.open_as[open.days] = as;
      else model.open.pop_back();
    }
  }
  return model;
}

}  // namespace headwater::theory
