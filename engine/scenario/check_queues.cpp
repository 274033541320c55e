#include "scenario/check_queues.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "scenario/carried.hpp"
#include "scenario/check_supply.hpp"
#include "scenario/ways_out.hpp"

namespace headwater {

namespace {

class QueueChecker {
 public:
  QueueChecker(const Description& in, const Value& root, Diagnostics& diagnostics) : in_(in), root_(root), diagnostics_(diagnostics), brought_(brought_to_tiers(in)) {
    for (const TierSpec& tier : in_.tiers) tier_[tier.name] = &tier;
  }

  void run() {
    for (const TierSpec& tier : in_.tiers) {
      if (tier.blocks && tier.when_full.empty()) check_comers(tier);
      if (tier.patience && tier.patience->to == tier.name)
        diagnostics_.warning(tier.patience->place, "those who give up waiting in tier '" + tier.name + "' come back to the end of its waiting list at once");
    }
    check_circles();
    check_keeps();
    warn_of_waiting_in_circles();
    check_supply(in_, brought_, root_, diagnostics_);
  }

 private:
  Place place_of(const TierSpec& tier, std::string_view key, std::size_t index = 0) const {
    const Value* value = root_.find("tiers");
    for (const std::string_view step : {std::string_view(tier.name), key}) value = value ? value->find(step) : nullptr;
    if (value == nullptr) return tier.place;
    return value->is_list() && index < value->items.size() ? value->items[index].place : value->place;
  }

  /// Only who comes straight from a place of their own can stay there until there is room.
  void check_comers(const TierSpec& tier) {
    const auto refuse = [&](const std::string& who) {
      diagnostics_.error(place_of(tier, "blocks"), who + " come to tier '" + tier.name + "' from no place that they could keep until there is room: 'when_full' must say where they go instead");
    };
    for (const SourceSpec& source : in_.sources)
      if (source.to == tier.name) refuse("those of source '" + source.name + "'");
    for (const ExitSpec& exit : in_.exits)
      if (exit.returns && exit.returns->to == tier.name) refuse("those who return by exit '" + exit.name + "'");
    for (const TierSpec& from : in_.tiers) {
      const bool has_places = (from.capacity || !from.needs.empty()) && from.order != Order::shared;
      std::set<std::string> told;
      for (const WayOut& way : ways_out(from)) {
        if (way.to != tier.name) continue;
        const bool stayed = way.when == WayOut::When::after_stay;
        if (stayed && has_places) continue;
        const std::string who = stayed ? "those of tier '" + from.name + "'" : "those sent by " + way.part;
        if (told.insert(who).second) refuse(who);
      }
    }
  }

  bool known(const std::string& resource) const {
    return std::any_of(in_.resources.begin(), in_.resources.end(), [&](const ResourceSpec& spec) { return spec.name == resource; });
  }

  /// Whether somebody can be sent this way for certain, however often: from a full waiting room, or by a balk of probability 1.
  static bool is_certain(const TierSpec& tier, const WayOut& way) {
    if (way.when != WayOut::When::on_arrival) return false;
    const bool balks = tier.balk && way.to == tier.balk->to && std::count(tier.balk->probability.begin(), tier.balk->probability.end(), 1.0) > 0;
    return way.to == tier.when_full || balks;
  }

  /// Ways taken for certain at the moment of coming must not lead back to where they began: nobody would ever arrive anywhere.
  void check_circles() {
    std::set<std::string> told;
    for (const TierSpec& tier : in_.tiers) {
      if (told.count(tier.name)) continue;
      std::map<std::string, std::string> from;  // how each tier was come to
      std::vector<std::string> open{tier.name};
      while (!open.empty()) {
        const std::string here = open.back();
        open.pop_back();
        for (const WayOut& way : ways_out(*tier_.at(here))) {
          if (!is_certain(*tier_.at(here), way) || !tier_.count(way.to) || from.count(way.to)) continue;
          from[way.to] = here;
          open.push_back(way.to);
        }
      }
      if (!from.count(tier.name)) continue;
      std::string circle = "'" + tier.name + "'";
      for (std::string here = from[tier.name];; here = from[here]) {
        told.insert(here);
        circle = "'" + here + "' to " + circle;
        if (here == tier.name) break;
      }
      diagnostics_.error(place_of(tier, tier.when_full.empty() ? "balk" : "when_full"), "those who find no room, or balk, would be sent round in a circle without end: from " + circle);
    }
  }

  /// What is kept must be held: needed in the tier, or kept on the way to it.
  void check_keeps() {
    for (const TierSpec& tier : in_.tiers)
      for (std::size_t i = 0; i < tier.keeps.size(); ++i)
        if (known(tier.keeps[i]) && held_in(tier, tier.keeps[i], brought_).empty())
          diagnostics_.error(place_of(tier, "keeps", i), "'keeps' of tier '" + tier.name + "' names '" + tier.keeps[i] + "', which nobody holds there: it is neither in 'needs' nor kept on the way to it");
  }

  /// Whether one who holds so much has to wait for more.
  bool wants_more(const NeedSpec& need, const HeldAmount& held) const {
    if (need.attribute.empty() && held.attribute.empty()) return need.amount > held.amount;
    return need.attribute != held.attribute;
  }

  bool has_an_end(const std::string& resource) const {
    return std::any_of(in_.resources.begin(), in_.resources.end(), [&](const ResourceSpec& spec) { return spec.name == resource && spec.capacity; });
  }

  /// Whether all who come to a tier bring as much of a resource as it needs: each from a tier that needs it and keeps it.
  bool all_bring(const TierSpec& tier, const NeedSpec& need) const {
    const auto leads_here = [&](const auto& spec) { return spec.to == tier.name; };
    if (std::any_of(in_.sources.begin(), in_.sources.end(), leads_here)) return false;
    if (std::any_of(in_.exits.begin(), in_.exits.end(), [&](const ExitSpec& exit) { return exit.returns && leads_here(*exit.returns); })) return false;
    for (const TierSpec& from : in_.tiers)
      for (const WayOut& way : ways_out(from)) {
        if (way.to != tier.name) continue;
        const bool needed = std::any_of(from.needs.begin(), from.needs.end(), [&](const NeedSpec& spec) { return spec.resource == need.resource; });
        if (way.when != WayOut::When::after_stay || !needed || std::count(from.keeps.begin(), from.keeps.end(), need.resource) == 0) return false;
        for (const HeldAmount& held : held_in(from, need.resource, brought_))
          if (wants_more(need, held)) return false;
      }
    return true;
  }

  /// Of those who hold the first, for the second (or more of the first): where they wait. They hold what they brought,
  /// or, until there is room in a tier that blocks, all that they needed in the tier before.
  using Waits = std::map<std::string, std::map<std::string, const TierSpec*>>;
  Waits who_waits() const {
    Waits waits;
    const auto add = [&](const TierSpec& at, const std::string& held, const std::set<HeldAmount>& amounts, bool released) {
      if (at.patience) return;  // they give up in the end
      for (const NeedSpec& need : at.needs) {
        const bool more = released || std::any_of(amounts.begin(), amounts.end(), [&](const HeldAmount& amount) { return wants_more(need, amount); });
        const bool waits_for = need.resource == held ? more : !all_bring(at, need);
        if (waits_for && has_an_end(need.resource) && has_an_end(held)) waits[held].emplace(need.resource, &at);
      }
    };
    for (const TierSpec& tier : in_.tiers) {
      if (const auto held = brought_.find(tier.name); held != brought_.end())
        for (const auto& [resource, amounts] : held->second) add(tier, resource, amounts, false);
      for (const WayOut& way : ways_out(tier)) {
        const auto to = tier_.find(way.to);
        if (way.when != WayOut::When::after_stay || to == tier_.end() || !to->second->blocks || !to->second->when_full.empty()) continue;
        for (const NeedSpec& need : tier.needs)
          if (std::count(tier.keeps.begin(), tier.keeps.end(), need.resource) == 0) add(*to->second, need.resource, {}, true);
      }
    }
    return waits;
  }

  /// Those who hold one resource and wait for another, or for more of the same, can wait for each other for ever, if it
  /// goes round in a circle.
  void warn_of_waiting_in_circles() {
    Waits waits = who_waits();
    std::set<std::string> told;
    for (const auto& [resource, first] : waits) {
      std::map<std::string, std::string> from;
      std::vector<std::string> open{resource};
      while (!open.empty() && !from.count(resource)) {
        const std::string here = open.back();
        open.pop_back();
        const auto next_of = waits.find(here);
        if (next_of == waits.end()) continue;
        for (const auto& [next, tier] : next_of->second)
          if (from.emplace(next, here).second) open.push_back(next);
      }
      if (!from.count(resource) || told.count(resource)) continue;
      std::string circle;
      const TierSpec* at = nullptr;
      for (std::string wanted = resource;; wanted = from[wanted]) {
        at = waits[from[wanted]][wanted];
        const std::string& held = from[wanted];
        circle = "hold '" + held + "' and wait for " + (held == wanted ? "more of it" : "'" + wanted + "'") + " in tier '" + at->name + "'" +
                 (circle.empty() ? "" : ", others ") + circle;
        told.insert(held);
        if (held == resource) break;
      }
      diagnostics_.warning(place_of(*at, "needs"), "some may " + circle + ": when all is held so, they wait for each other to the end");
    }
  }

  const Description& in_;
  const Value& root_;
  Diagnostics& diagnostics_;
  std::map<std::string, const TierSpec*> tier_;
  const Brought brought_;
};

}  // namespace

void check_queues(const Description& description, const Value& root, Diagnostics& diagnostics) { QueueChecker(description, root, diagnostics).run(); }

}  // namespace headwater
