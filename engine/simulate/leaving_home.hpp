// Children who leave home for care, alone or together. (Part of Replication; see replication.hpp.)
#pragma once

#include "simulate/replication.hpp"

namespace headwater {

/// It is time for children to leave home; the case stays.
template <class Luck, class Recorder>
void Replication<Luck, Recorder>::let_children_go(const Event& event) {
  const std::uint32_t slot = event.slot, tier = entities_[slot].node;
  Belonging& own = belongings_[slot];
  const std::uint32_t family = own.family;
  begin_turn(family, event.time);
  recorder_.happened();
  use_up(slot, event.time);
  std::uint64_t occurrence = 0;
  each_clock(tier, [&](std::size_t clock, std::uint32_t stay) {
    if (stay != event.node) return;
    own.used[clock] = 0;
    occurrence = (std::uint64_t{families_.history(family).cases} << 32) + (entities_.visits(slot, tier) << 16) + own.struck[clock]++;
  });
  schedule_by_need(slot, event.time);
  const ChildWay& way = nodes_family_[tier].children[static_cast<std::size_t>(stays_[event.node].child_way)];
  const WayKeys& keys = way_keys_[way.stay];
  recorder_.children_may_leave(families_, family, stays_[event.node], way, keys.together, occurrence, event.time);
  pick_who_goes(family, way.takes, keys.takes, occurrence, event.time);
  if (!going_.empty()) {
    const bool together = way.together > 0 && uniform(Luck::bits(families_[family].name, keys.together, occurrence)) < way.together;
    send_away(stays_[event.node].choice.first_edge, together, event.time);
  }
  end_turn(family, event.time);
}

/// Which of the children at home go, each for itself: `going_`.
template <class Luck, class Recorder>
void Replication<Luck, Recorder>::pick_who_goes(std::uint32_t index, const Takes& takes, std::uint64_t purpose, std::uint64_t occurrence, double time) {
  recorder_.who_goes(families_, index, takes, purpose, occurrence, time);
  going_.clear();
  const Family& family = families_[index];
  for (std::uint32_t i = family.first_child; i < family.first_child + family.children; ++i) {
    const Child& child = families_.child(i);
    if (child.state != Child::home) continue;
    if (uniform(Luck::bits(families_.name_of_child(i), purpose, occurrence)) < takes.at(time - child.born)) going_.push_back(i);
  }
}

/// Those who are going become cases of their own. `together`: at gates they share the draws of the first.
template <class Luck, class Recorder>
void Replication<Luck, Recorder>::send_away(std::uint32_t edge, bool together, double time) {
  const std::vector<std::uint32_t> going = going_;
  EntityName leader{};
  for (const std::uint32_t i : going) {
    const std::uint32_t slot = place_in_care(i, time, like_all());
    if (leader == EntityName{}) leader = entities_[slot].name;
    if (together) belongings_[slot].leader = leader;
    enter({slot, edge}, time);
  }
}

/// A child at home becomes a case of its own, which is nowhere yet.
template <class Luck, class Recorder>
std::uint32_t Replication<Luck, Recorder>::place_in_care(std::uint32_t index, double time, const Source& as) {
  Child& child = families_.child(index);
  child.state = Child::in_care;
  --families_[child.family].at_home;
  const std::uint32_t slot = make_case(name_of(static_cast<std::uint64_t>(families_.name_of_child(index)), ++child.care_periods), child.born, time, as);
  Belonging& own = belongings_[slot];
  own.family = child.family;
  own.child = index;
  own.is_child = true;
  care_slots_[index] = slot;
  recorder_.child_left_home(families_, index, entities_[slot].name, time);
  return slot;
}

/// Whose luck decides where `slot` goes from a tier: at gates that of the brother or sister it is placed with.
template <class Luck, class Recorder>
EntityName Replication<Luck, Recorder>::name_for_choice(std::uint32_t slot, std::uint32_t tier) {
  if (slot < belongings_.size() && tier < model_.tiers && nodes_family_[tier].is_gate && belongings_[slot].leader != EntityName{}) return belongings_[slot].leader;
  return entities_[slot].name;
}

}  // namespace headwater
