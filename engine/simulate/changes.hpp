// Dated changes of capacity, and what becomes of work in hand. (Part of Replication; see replication.hpp.)
#pragma once

#include "simulate/replication.hpp"

namespace headwater {

inline Standing::Later later_after(WhenCut when_cut) {
  return when_cut == WhenCut::restart    ? Standing::Later::restart
         : when_cut == WhenCut::resample ? Standing::Later::resample
                                         : Standing::Later::resume;
}

template <class Luck, class Recorder>
void Replication<Luck, Recorder>::apply(const CapacityChange& change) {
  WhenCut when_cut;
  if (change.of_resource) {
    pools_[change.index].capacity = change.capacity;
    note_free(change.index);
    may_be_stuck_ = true;
    when_cut = model_.resources[change.index].when_cut;
    recorder_.resource_changed(change.index, change.capacity, change.time);
  } else {
    NodeState& node = nodes_[change.index];
    const bool is_shared = !node.fixed.plain && rules_of(change.index).order == Order::shared;
    if (is_shared) queue_of(change.index).sharing.advance(change.time, node.places);
    node.places.capacity = change.capacity;
    recorder_.capacity_changed(change.index, change.capacity, change.time);
    if (!node.fixed.plain && queue_of(change.index).blocked_here > 0) may_be_stuck_ = true;
    if (is_shared) {
      note_shared(change.index, change.time);
      return announce_soonest(change.index, change.time);
    }
    when_cut = node.fixed.when_cut;
  }
  if (when_cut != WhenCut::finish) interrupt_surplus(change, later_after(when_cut));
}

template <class Luck, class Recorder>
bool Replication<Luck, Recorder>::needs(std::uint32_t node, std::uint32_t resource) const {
  if (nodes_[node].fixed.plain) return false;
  const std::vector<Need>& list = rules_of(node).needs;
  return std::any_of(list.begin(), list.end(), [&](const Need& need) { return need.resource == resource; });
}

/// Whether any of the resource would come free, were `slot`, who is served, interrupted: what it has kept on the way stays
/// with it.
template <class Luck, class Recorder>
bool Replication<Luck, Recorder>::would_give_back(std::uint32_t slot, std::uint32_t resource, double time) {
  const std::uint32_t node = entities_[slot].node;
  if (nodes_[node].fixed.plain) return false;
  const std::vector<Need>& list = rules_of(node).needs;
  return std::any_of(list.begin(), list.end(),
                     [&](const Need& need) { return need.resource == resource && given_back_by(need, slot, time) > 0; });
}

/// The last to start (of several who started at once, the last by name) go back to where they stood in the waiting list; of
/// those who hold a resource, the ones who then give some of it back.
template <class Luck, class Recorder>
void Replication<Luck, Recorder>::interrupt_surplus(const CapacityChange& change, Standing::Later later) {
  const Places& places = change.of_resource ? pools_[change.index] : nodes_[change.index].places;
  if (places.busy <= places.capacity) return;
  std::vector<std::uint32_t> busy;
  for (std::uint32_t slot = 0; slot < entities_.slots(); ++slot) {
    const auto& record = entities_[slot];
    if (record.node >= model_.tiers || !record.in_place || record.blocked) continue;
    if (change.of_resource ? would_give_back(slot, change.index, change.time) : record.node == change.index)
      busy.push_back(slot);
  }
  std::sort(busy.begin(), busy.end(), [this](std::uint32_t a, std::uint32_t b) {
    const auto &first = entities_[a], &second = entities_[b];
    return first.since != second.since ? first.since > second.since : first.name > second.name;
  });
  for (const std::uint32_t slot : busy) {
    if (places.busy <= places.capacity) break;
    interrupt(slot, later, change.time);
  }
}

/// A stay is cut short: the entity waits again.
template <class Luck, class Recorder>
void Replication<Luck, Recorder>::interrupt(std::uint32_t slot, Standing::Later later, double time) {
  auto& record = entities_[slot];
  const std::uint32_t index = record.node;
  Standing& standing = standing_[slot];
  if (record.draw < model_.horizon) withdraw(record);
  standing.later = later;
  standing.served = time - record.since;
  standing.left = later == Standing::Later::restart ? record.draw - standing.began : record.draw - time;
  standing.began = later == Standing::Later::resume ? standing.began - time : 0;  // seen from when it will go on
  record.in_place = false;
  record.interrupted = true;
  stop_service(slot, index, time);
  for (const Need& need : rules_of(index).needs) {
    hold(slot, need.resource, pools_.held(slot, need.resource) - given_back_by(need, slot, time), time);
    note_free(need.resource);
  }
  join_line(slot, index);
  record.since = time;
  recorder_.interrupted(index, record.group, time, record.name);
}

/// A stay that was cut short goes on or begins again.
template <class Luck, class Recorder>
void Replication<Luck, Recorder>::resume(std::uint32_t slot, double time) {
  auto& record = entities_[slot];
  Standing& standing = standing_[slot];
  const ClassStays those = ways(nodes_[record.node].fixed, record);
  record.interrupted = false;
  record.since = time - standing.served;  // so that the length of the stay is the time in a place
  standing.began += time;
  if (standing.later == Standing::Later::resample) {
    const Ending ending = shortest(those, slot, time, entities_.visits(slot, record.node) + (std::uint64_t{++standing.resampled} << 32));
    record.draw = time + ending.length;
    record.stay = static_cast<std::uint16_t>(ending.stay);
  } else {
    record.draw = stays_[record.stay].at_age >= 0 ? never : time + standing.left;
    for (std::uint32_t i = those.first_stay; i < those.first_stay + those.stays; ++i) {  // birthdays do not wait
      if (stays_[i].at_age < 0) continue;
      const double birthday = time + length(stays_[i], slot, time, 0);
      if (birthday > record.draw) continue;
      record.draw = birthday;
      record.stay = static_cast<std::uint16_t>(i);
    }
  }
  push_end(record, slot);
}

}  // namespace headwater
