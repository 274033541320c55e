#include "scenario/check_queues.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "scenario/number.hpp"
#include "scenario/ways_out.hpp"

namespace headwater {

namespace {

class QueueChecker {
 public:
  QueueChecker(const Description& in, const Value& root, Diagnostics& diagnostics) : in_(in), root_(root), diagnostics_(diagnostics) {
    for (const TierSpec& tier : in_.tiers) tier_[tier.name] = &tier;
  }

  void run() {
    for (const TierSpec& tier : in_.tiers) {
      if (tier.blocks && tier.when_full.empty()) check_comers(tier);
      for (const NeedSpec& need : tier.needs) check_need(tier, need);
      if (tier.patience && tier.patience->to == tier.name)
        diagnostics_.warning(tier.patience->place, "those who give up waiting in tier '" + tier.name + "' come back to the end of its waiting list at once");
    }
    for (const SourceSpec& source : in_.sources) check_batch(source);
    check_circles();
    check_keeps();
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

  void check_batch(const SourceSpec& source) {
    const auto found = tier_.find(source.to);
    if (!source.batch || found == tier_.end() || !found->second->capacity || !found->second->waiting_room) return;
    const std::int64_t most = *found->second->capacity + *found->second->waiting_room;
    if (std::floor(source.batch->least() + 0.5) > static_cast<double>(most))
      diagnostics_.warning(source.place, "source '" + source.name + "' brings at least " + to_text(std::floor(source.batch->least() + 0.5)) + " at once, more than tier '" + source.to +
                                             "' has places and room for (" + std::to_string(most) + "): some are turned away every time");
  }

  /// The most there ever is of a resource; infinite when unlimited.
  double most_of(const ResourceSpec& resource, std::size_t index) const {
    const double endless = std::numeric_limits<double>::infinity();
    const auto places = [&](const std::optional<std::int64_t>& capacity) { return capacity ? static_cast<double>(*capacity) : endless; };
    double most = places(resource.capacity);
    for (const Revision& revision : in_.revisions)
      if (revision.of == Revision::Of::resource && revision.index == index) most = std::max(most, places(revision.resource.capacity));
    for (const std::string& pattern : resource.patterns) {
      const auto calendar = std::find_if(in_.calendars.begin(), in_.calendars.end(), [&](const CalendarSpec& c) { return c.name == pattern; });
      if (calendar == in_.calendars.end() || calendar->level.empty()) return endless;
      most *= *std::max_element(calendar->level.begin(), calendar->level.end());
    }
    return std::floor(most + 0.5);
  }

  void check_need(const TierSpec& tier, const NeedSpec& need) {
    double least = need.amount;
    if (!need.attribute.empty()) {
      least = std::numeric_limits<double>::infinity();
      for (const SourceSpec& source : in_.sources) least = std::min(least, law_of(source, need.attribute).least());
      if (least < 0) return diagnostics_.error(need.place, "attribute '" + need.attribute + "' can be negative; the amount of '" + need.resource + "' in 'needs' of tier '" + tier.name + "' cannot");
    }
    for (std::size_t i = 0; i < in_.resources.size(); ++i) {
      if (in_.resources[i].name != need.resource) continue;
      const double most = most_of(in_.resources[i], i);
      if (least > most)
        diagnostics_.error(need.place, "tier '" + tier.name + "' needs " + (need.attribute.empty() ? "" : "at least ") + to_text(least) + " of '" + need.resource +
                                           "', of which there are never more than " + to_text(most) + ": nobody could ever start there");
    }
  }

  bool known(const std::string& resource) const {
    return std::any_of(in_.resources.begin(), in_.resources.end(), [&](const ResourceSpec& spec) { return spec.name == resource; });
  }

  const Law& law_of(const SourceSpec& source, const std::string& attribute) const {
    for (const std::vector<AttributeSpec>* list : {&source.attributes, &in_.attributes})
      for (const AttributeSpec& spec : *list)
        if (spec.name == attribute) return spec.law;
    static const Law zero = *constant_law(0).law;
    return zero;
  }

  /// Ways taken at the moment of coming must not lead back to where they began: nobody would ever arrive anywhere.
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
          if (way.when != WayOut::When::on_arrival || !tier_.count(way.to) || from.count(way.to)) continue;
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

  static bool is_needed(const TierSpec& tier, const std::string& resource) {
    return std::any_of(tier.needs.begin(), tier.needs.end(), [&](const NeedSpec& need) { return need.resource == resource; });
  }

  /// What is kept must be held: needed in the tier, or kept on the way to it.
  void check_keeps() {
    std::map<std::string, std::set<std::string>> brought;  // what somebody may hold on coming
    const auto kept = [&](const TierSpec& tier, const std::string& resource) { return is_needed(tier, resource) || brought[tier.name].count(resource) > 0; };
    for (bool more = true; more;) {
      more = false;
      for (const TierSpec& tier : in_.tiers) {
        for (const WayOut& way : ways_out(tier)) {
          if (!tier_.count(way.to)) continue;
          std::vector<std::string> carried;
          if (way.when == WayOut::When::after_stay)
            std::copy_if(tier.keeps.begin(), tier.keeps.end(), std::back_inserter(carried), [&](const std::string& resource) { return kept(tier, resource); });
          else
            carried.assign(brought[tier.name].begin(), brought[tier.name].end());
          for (const std::string& resource : carried) more = brought[way.to].insert(resource).second || more;
        }
      }
    }
    for (const TierSpec& tier : in_.tiers)
      for (std::size_t i = 0; i < tier.keeps.size(); ++i)
        if (known(tier.keeps[i]) && !kept(tier, tier.keeps[i]))
          diagnostics_.error(place_of(tier, "keeps", i), "'keeps' of tier '" + tier.name + "' names '" + tier.keeps[i] + "', which nobody holds there: it is neither in 'needs' nor kept on the way to it");
    warn_of_waiting_in_circles(brought);
  }

  /// Those who hold one resource and wait for another can wait for each other for ever, if it goes round in a circle.
  void warn_of_waiting_in_circles(const std::map<std::string, std::set<std::string>>& brought) {
    std::map<std::string, std::map<std::string, const TierSpec*>> waits;  // of those who hold the first, for the second: where
    for (const TierSpec& tier : in_.tiers) {
      const auto held = brought.find(tier.name);
      if (held == brought.end()) continue;
      for (const std::string& resource : held->second)
        for (const NeedSpec& need : tier.needs)
          if (need.resource != resource) waits[resource].emplace(need.resource, &tier);
    }
    std::set<std::string> told;
    for (const auto& [resource, first] : waits) {
      std::map<std::string, std::string> from;
      std::vector<std::string> open{resource};
      while (!open.empty() && !from.count(resource)) {
        const std::string here = open.back();
        open.pop_back();
        for (const auto& [next, tier] : waits[here])
          if (from.emplace(next, here).second) open.push_back(next);
      }
      if (!from.count(resource) || told.count(resource)) continue;
      std::string circle;
      for (std::string wanted = resource;; wanted = from[wanted]) {
        const std::string& held = from[wanted];
        circle = "hold '" + held + "' and wait for '" + wanted + "' in tier '" + waits[held][wanted]->name + "'" + (circle.empty() ? "" : ", others ") + circle;
        told.insert(held);
        if (held == resource) break;
      }
      diagnostics_.warning(place_of(*first.begin()->second, "needs"), "some may " + circle + ": when all is held so, they wait for each other to the end");
    }
  }

  const Description& in_;
  const Value& root_;
  Diagnostics& diagnostics_;
  std::map<std::string, const TierSpec*> tier_;
};

}  // namespace

void check_queues(const Description& description, const Value& root, Diagnostics& diagnostics) { QueueChecker(description, root, diagnostics).run(); }

}  // namespace headwater
