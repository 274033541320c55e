// Who is served next, in tiers that are not plain: what comes free is given out, and those who are blocked are let in, until
// nothing moves. The rules stand at the top of queue.hpp. (Part of Replication; see replication.hpp.)
#pragma once

#include "simulate/replication.hpp"

namespace headwater {

/// Gives out what has been given back; then serves and lets in whoever can be, in this tier and in those where that makes
/// room.
template <class Luck, class Recorder>
void Replication<Luck, Recorder>::attend(std::uint32_t index, double time) {
  if (nodes_[index].fixed.plain) return serve(index, time);
  if (attending_) return stirred_.push_back(index);
  attending_ = true;
  attend_to_stirred(time);
  stirred_.push_back(index);
  attend_to_stirred(time);
  attending_ = false;
}

template <class Luck, class Recorder>
void Replication<Luck, Recorder>::attend_to_stirred(double time) {
  for (std::size_t i = 0; i < stirred_.size() || !freed_.empty();) {
    if (!freed_.empty()) {
      grant(time);
      stir_users();
      freed_.clear();
      continue;
    }
    const std::uint32_t tier = stirred_[i++];
    while (serve_next(tier, time)) {
    }
    while (admit_next(tier, time)) {
    }
  }
  stirred_.clear();
}

template <class Luck, class Recorder>
std::uint32_t Replication<Luck, Recorder>::next_in_line(std::uint32_t index) {
  Queue& queue = queue_of(index);
  const QueueRules& rules = rules_of(index);
  if (rules.order != Order::random) return queue.line.top();
  // The tier picks, so the draw is the tier's: it is named as an entity of its own, as sources are.
  return queue.crowd.pick(Luck::bits(EntityName{nodes_[index].fixed.order}, queue.pick_key, queue.served));
}

template <class Luck, class Recorder>
bool Replication<Luck, Recorder>::serve_next(std::uint32_t index, double time) {
  if (queue_of(index).waiting() == 0) return false;
  const std::vector<Need>& needs = rules_of(index).needs;
  if (!needs.empty()) {
    for (const Need& need : needs) note_free(need.resource);
    grant(time);
    freed_.clear();
    return false;
  }
  const std::uint32_t slot = next_in_line(index);
  if (!fits(slot, index, time)) return false;
  serve_from_line(slot, index, time);
  return true;
}

template <class Luck, class Recorder>
void Replication<Luck, Recorder>::serve_from_line(std::uint32_t slot, std::uint32_t index, double time) {
  leave_line(slot, index);
  ++queue_of(index).served;
  recorder_.dequeued(index, entities_[slot].group, time);
  const std::uint32_t family = model_.families.any() ? family_of_case(slot) : nobody;
  const bool turn = family != nobody && begin_turn(family, time), goes_on = entities_[slot].interrupted;
  const double waited = time - entities_[slot].since;
  start_in_queue(slot, index, time);
  if (loading_ && !goes_on) [[unlikely]] spend(slot, waited);  // it has a place after all, and has been there so long
  if (turn) end_turn(family, time);
}

/// Gives what is free of the resources that have been given back to those who need one of them and can begin, who has
/// waited longest first.
template <class Luck, class Recorder>
void Replication<Luck, Recorder>::grant(double time) {
  for (;;) {
    std::uint32_t best = nobody;
    for (const std::uint32_t resource : freed_) {
      for (const std::uint32_t tier : model_.resources[resource].users) {
        if (queue_of(tier).waiting() == 0) continue;
        const std::uint32_t slot = next_in_line(tier);
        if (!fits(slot, tier, time)) continue;
        if (best != nobody) {
          const auto &a = entities_[slot], &b = entities_[best];
          if (a.since != b.since ? a.since > b.since : a.name > b.name) continue;
        }
        best = slot;
      }
    }
    if (best == nobody) return;
    const std::uint32_t tier = entities_[best].node;
    serve_from_line(best, tier, time);
    if (!queue_of(tier).blocked.empty()) stirred_.push_back(tier);
  }
}

/// Tiers to which somebody is blocked who may now have what is needed there are to be attended to.
template <class Luck, class Recorder>
void Replication<Luck, Recorder>::stir_users() {
  for (const std::uint32_t tier : by_order_) {
    const auto is_free = [&](std::uint32_t resource) { return needs(tier, resource); };
    if (!queue_of(tier).blocked.empty() && std::any_of(freed_.begin(), freed_.end(), is_free)) stirred_.push_back(tier);
  }
}

/// Lets in the first of those who are blocked elsewhere on their way here.
template <class Luck, class Recorder>
bool Replication<Luck, Recorder>::admit_next(std::uint32_t index, double time) {
  WaitingList& blocked = queue_of(index).blocked;
  if (blocked.empty() || !has_room(blocked.head(), index, time)) return false;
  const std::uint32_t slot = blocked.leave_front(entities_);
  const std::uint32_t origin = entities_[slot].node, edge = standing_[slot].edge;
  depart(slot, edge, time);
  stirred_.push_back(origin);
  enter({slot, edge}, time);
  return true;
}

/// The number in the tier has changed, and sources may follow it.
template <class Luck, class Recorder>
void Replication<Luck, Recorder>::tell_sources(std::uint32_t index, double time) {
  if (nodes_[index].fixed.watched) arrivals_.number_changed(index, number_in(index), time);
}

}  // namespace headwater
