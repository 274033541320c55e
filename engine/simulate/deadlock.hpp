// Deadlock: some hold places or resources while they wait for what others of them hold, and nobody can ever go on. (Part
// of Replication; see replication.hpp.)
//
// Those who wait on a list (but for those who will give up) and those who are blocked might be stuck; everybody else is
// taken to end and give everything back. Whoever could then go on, with the most that there will ever be, is taken to do
// so and to give everything back too, which may set others free; where none is left, there is no deadlock. To go on is
// what the rules of queue.hpp allow: the next of a list, or anyone where the order is random, begins, if it has a place and
// what it needs; the first of those who are blocked on their way to a tier is let in. One for whom there would be too little
// even if nobody held anything waits for a rise, not for others, and is taken to go on. So nothing is called a deadlock
// that can still be resolved. Capacities that follow a calendar will be again what they have been.
//
// Looked for only when somebody becomes blocked, or begins to wait and holds something or is put before others who do,
// and when a capacity changes; and then only where places are all held by the blocked, or little is left of a resource
// beside what those hold who wait.
// Source of the method: Coffman, Elphick, Shoshani, System deadlocks, Computing Surveys 3 (1971), section on detection.
#pragma once

#include "scenario/number.hpp"
#include "simulate/replication.hpp"

namespace headwater {

template <class Luck, class Recorder>
void Replication<Luck, Recorder>::look_for_deadlock(double time) {
  if (!may_be_stuck_) return;
  may_be_stuck_ = false;
  if (!are_places_short() && !are_resources_short()) return;
  Standstill& still = standstill_;
  gather_who_might_be_stuck(still);
  while (let_go_on(still, time)) {
  }
  std::vector<std::string> lacks;
  for (std::uint32_t tier = 0; tier < model_.tiers; ++tier) {
    const auto& waiting = still.waiting[tier];
    const bool hold = std::any_of(waiting.begin(), waiting.end(), [this](std::uint32_t slot) { return pools_.holds_any(slot); });
    if (hold || !still.blocked[tier].empty()) lacks.push_back(what_is_lacking(still, tier, time));
  }
  if (!lacks.empty()) throw_deadlock(lacks, moment(time));
}

template <class Luck, class Recorder>
bool Replication<Luck, Recorder>::are_places_short() {
  for (std::uint32_t tier = 0; tier < model_.tiers; ++tier) {
    if (nodes_[tier].fixed.plain) continue;
    const std::int64_t blocked = queue_of(tier).blocked_here;
    if (blocked > 0 && blocked >= nodes_[tier].places.capacity) return true;
  }
  return false;
}

template <class Luck, class Recorder>
bool Replication<Luck, Recorder>::are_resources_short() {
  for (std::uint32_t resource = 0; resource < pools_.size(); ++resource) {
    if (pools_.idle(resource) == 0) continue;
    for (const std::uint32_t tier : model_.resources[resource].users) {
      if (queue_of(tier).waiting() == 0 && queue_of(tier).blocked.empty()) continue;
      for (const Need& need : rules_of(tier).needs)
        if (need.resource == resource && (need.attribute >= 0 || need.amount > pools_[resource].capacity - pools_.idle(resource))) return true;
    }
  }
  return false;
}

template <class Luck, class Recorder>
void Replication<Luck, Recorder>::gather_who_might_be_stuck(Standstill& still) {
  still.waiting.resize(model_.tiers);
  still.blocked.resize(model_.tiers);
  still.places.assign(model_.tiers, 0);
  still.held.assign(pools_.size(), 0);
  still.most_places.clear();
  still.most.clear();
  const auto count = [&](std::uint32_t slot) {
    for (std::size_t i = 0; i < pools_.size(); ++i) still.held[i] += pools_.held(slot, i);
  };
  for (std::uint32_t tier = 0; tier < model_.tiers; ++tier) {
    still.most_places.push_back(nodes_[tier].places.capacity);
    still.waiting[tier].clear();
    still.blocked[tier].clear();
    if (nodes_[tier].fixed.plain) continue;
    const Queue& queue = queue_of(tier);
    still.places[tier] = queue.blocked_here;
    for (std::uint32_t slot = queue.blocked.head(), n = 0; n < queue.blocked.size(); ++n, slot = entities_.next(slot)) {
      still.blocked[tier].push_back(slot);
      count(slot);
    }
    std::reverse(still.blocked[tier].begin(), still.blocked[tier].end());
    // A list where nobody holds anything, and which has room for all, is in nobody's way.
    if (queue.holders == 0 && rules_of(tier).waiting_room == unlimited) continue;
    std::vector<std::uint32_t>& waiting = still.waiting[tier];
    for (const auto* slots : {&queue.line.slots(), &queue.crowd.slots()})
      std::copy_if(slots->begin(), slots->end(), std::back_inserter(waiting), [this](std::uint32_t slot) { return !entities_[slot].is_patient; });
    std::sort(waiting.begin(), waiting.end(), [this](std::uint32_t a, std::uint32_t b) { return standing_[b].precedes(standing_[a]); });
    std::for_each(waiting.begin(), waiting.end(), count);
  }
  for (std::size_t i = 0; i < pools_.size(); ++i) still.most.push_back(pools_[i].capacity);
  for (std::size_t i = 0; i < model_.capacity_changes.size(); ++i) {
    const CapacityChange& change = model_.capacity_changes[i];
    const bool recurs = change.of_resource ? model_.resources[change.index].recurs : nodes_[change.index].fixed.recurs;
    std::int64_t& most = (change.of_resource ? still.most : still.most_places)[change.index];
    if (recurs) most = std::max(most, change.of_resource ? model_.resources[change.index].capacity : model_.nodes[change.index].capacity);
    if (recurs || i >= capacity_change_) most = std::max(most, change.capacity);
  }
}

/// Takes those out who could go on; whether there were any.
template <class Luck, class Recorder>
bool Replication<Luck, Recorder>::let_go_on(Standstill& still, double time) {
  bool any = false;
  const auto let_go = [&](std::uint32_t slot) {
    any = true;
    if (entities_[slot].blocked) --still.places[entities_[slot].node];
    for (std::size_t i = 0; i < pools_.size(); ++i) still.held[i] -= pools_.held(slot, i);
  };
  for (std::uint32_t tier = 0; tier < model_.tiers; ++tier) {
    if (nodes_[tier].fixed.plain) continue;
    auto &waiting = still.waiting[tier], &blocked = still.blocked[tier];
    if (rules_of(tier).order == Order::random) {
      std::erase_if(waiting, [&](std::uint32_t slot) {
        if (lack_of(still, slot, tier, time)) return false;
        let_go(slot);
        return true;
      });
    }
    for (; !waiting.empty() && !lack_of(still, waiting.back(), tier, time); waiting.pop_back()) let_go(waiting.back());
    const auto has_room = [&] {
      const auto number = static_cast<std::int64_t>(waiting.size());
      return number < rules_of(tier).waiting_room || (number == 0 && !lack_of(still, blocked.back(), tier, time));
    };
    for (; !blocked.empty() && has_room(); blocked.pop_back()) let_go(blocked.back());
  }
  return any;
}

/// What those who might be stuck hold and `slot` would need to begin in the tier: nothing, a place or an amount of a
/// resource.
template <class Luck, class Recorder>
std::optional<typename Replication<Luck, Recorder>::Lack> Replication<Luck, Recorder>::lack_of(const Standstill& still, std::uint32_t slot,
                                                                                                 std::uint32_t tier, double time) {
  const std::int64_t places = still.most_places[tier];
  if (rules_of(tier).order != Order::shared && places > 0 && still.places[tier] >= places) return Lack{nobody, 1};
  for (const Need& need : rules_of(tier).needs) {
    const std::int64_t most = still.most[need.resource], own = pools_.held(slot, need.resource);
    const std::int64_t wanted = amount(need, slot, time) + (entities_[slot].interrupted ? own : 0);
    const bool gives_back = entities_[slot].blocked && !keeps(entities_[slot].node, need.resource);
    const std::int64_t more = gives_back ? wanted : wanted - own;
    if (more > 0 && wanted <= most && wanted > most - (still.held[need.resource] - own)) return Lack{need.resource, more};
  }
  return std::nullopt;
}

/// In words: what the next of those who are stuck on their way into the tier waits for, and who holds it.
template <class Luck, class Recorder>
std::string Replication<Luck, Recorder>::what_is_lacking(const Standstill& still, std::uint32_t tier, double time) {
  const auto& waiting = still.waiting[tier];
  const std::uint32_t next = waiting.empty() ? still.blocked[tier].back() : waiting.back();
  const Lack lack = lack_of(still, next, tier, time).value();
  const bool is_place = lack.resource == nobody;
  std::string holders;
  for (std::uint32_t other = 0; other < model_.tiers; ++other) {
    const auto holds = [&](std::uint32_t slot) {
      return is_place ? entities_[slot].blocked && entities_[slot].node == tier : pools_.held(slot, lack.resource) > 0;
    };
    if (std::any_of(still.waiting[other].begin(), still.waiting[other].end(), holds) ||
        std::any_of(still.blocked[other].begin(), still.blocked[other].end(), holds))
      holders += (holders.empty() ? "'" : ", '") + model_.names[other] + "'";
  }
  const auto units = [](std::int64_t amount) { return to_text(static_cast<double>(amount) / millionths); };
  return "the next for '" + model_.names[tier] + "' waits for " +
         (is_place ? std::string("a place, all of which are")
                   : units(lack.more) + " more of '" + model_.resource_names[lack.resource] + "', of which " + units(still.held[lack.resource]) + (still.held[lack.resource] == millionths ? " is" : " are")) +
         " held by those who wait for " + holders;
}

}  // namespace headwater
