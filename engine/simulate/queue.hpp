// Tiers that are not plain: orders of service, pre-emption, processor sharing, finite waiting rooms, blocking, balking,
// impatience, shared resources, classes. (Part of Replication; see replication.hpp.)
//
// One who comes: may turn away at a long list (balking); takes a place or resources if those who go before do not want
// them; else displaces the last of those in service (one, never several), if the tier lets the newcomer go before that one
// and can then begin with the newcomer; else waits, if there is room; else is turned away. Whoever is displaced keeps the
// right to wait, so there must be room for one. Who is turned away, or gives up waiting, goes on with what it brought.
//
// Who is interrupted gives back as much of each resource as the tier needs and holds what else it had brought along; to go
// on, it takes as much again on top of that.
//
// One whose stay ends and whose way leads to a tier that blocks joins the list of those who are to come there, and
// keeps place and resources until that tier lets it in (`admit_next`), first come first served. A place that comes free
// so is filled at once, which may let in others in turn: `attend` goes on until nothing moves.
//
// Resources that are given back, at one moment, go to whoever has waited longest among the heads of the lists of all
// tiers that need any of them and can now begin; a head that needs more than there is does not hold up the heads of other
// lists. Then those are let in who are blocked on their way to such a tier. Where the order is random, the head is drawn
// anew whenever somebody comes, goes or begins; it may then be one for whom there is enough.
#pragma once

#include <cmath>

#include "simulate/replication.hpp"

namespace headwater {

template <class Luck, class Recorder>
void Replication<Luck, Recorder>::make_standing(std::uint32_t slot) {
  if (slot >= standing_.size()) standing_.resize(slot + std::size_t{1});
  if (pools_.size() > 0) pools_.make_room(slot);
}

template <class Luck, class Recorder>
ClassStays Replication<Luck, Recorder>::ways(const Node& node, const Entities::Record& record) const {
  if (node.class_stays < 0) return {node.first_stay, node.stays};
  return model_.class_stays[static_cast<std::size_t>(node.class_stays) + record.of_class];
}

// --- leaving ---

/// Alone in its instant.
template <class Luck, class Recorder>
void Replication<Luck, Recorder>::end_queue_stay(const Event& event) {
  const Stay& stay = stays_[event.node];
  if (stay.child_way >= 0) return let_children_go(event);
  if (!stay.is_patience && ends_with_others(event)) return settle(event.time, event);
  moves_.clear();
  if (stay.is_patience) {
    entities_[event.slot].is_patient = false;
    moves_.push_back(give_up(event));
  } else {
    finish(event);
  }
  if (moves_.empty()) {
    attend(model_.edges[standing_[event.slot].edge].to, event.time);
  } else {
    attend(stay.node, event.time);
    enter(Move(moves_.front()), event.time);
  }
  look_for_deadlock(event.time);
}

/// Where a capacity is shared, only one of those whose stays end together has an event.
template <class Luck, class Recorder>
bool Replication<Luck, Recorder>::ends_with_others(const Event& event) const {
  const Node& node = nodes_[stays_[event.node].node].fixed;
  bool others = false;
  if (!node.plain && model_.rules[node.rules].order == Order::shared) queues_[node.rules].sharing.with_soonest([&](std::uint32_t) { others = true; });
  return others;
}

/// Adds to those who are due the others whose stays end together with this one.
template <class Luck, class Recorder>
void Replication<Luck, Recorder>::add_those_who_end_with(Due due) {
  if (!ends_with_others(due.event)) return;
  queue_of(stays_[due.event.node].node).sharing.with_soonest([&](std::uint32_t slot) {
    const auto& record = entities_[slot];
    due_.push_back({due.order, static_cast<std::uint64_t>(record.name), {due.event.time, slot, record.stay, record.generation}});
  });
}

/// The stay is over: the entity is on its way (a new element of `moves_`), or blocked. Where it goes.
template <class Luck, class Recorder>
typename Replication<Luck, Recorder>::Move Replication<Luck, Recorder>::finish(const Event& event) {
  const std::uint32_t slot = event.slot;
  auto& record = entities_[slot];
  const std::uint32_t index = record.node;
  if (rules_of(index).order == Order::shared) queue_of(index).sharing.announced = nobody;
  const std::uint32_t edge = choose(stays_[event.node], slot, event.time);
  const std::uint32_t to = model_.edges[edge].to;
  if (to >= model_.tiers || nodes_[to].fixed.plain || !rules_of(to).blocks || !rules_of(index).has_places) {
    depart(slot, edge, event.time);
    moves_.push_back({slot, edge});
    return moves_.back();
  }
  if (rules_of(index).pre_emption != PreEmption::none) queue_of(index).in_service.leave(standing_, slot);
  standing_[slot].edge = edge;
  record.blocked = true;
  ++queue_of(index).blocked_here;
  queue_of(to).blocked.join_back(entities_, slot);
  may_be_stuck_ = true;
  if (pools_.size() > 0) pools_.set_idle(slot, +1);
  recorder_.blocked(index, record.group, +1, event.time, record.name);
  return {slot, edge};
}

/// Gives up place and resources and leaves the tier by `edge`.
template <class Luck, class Recorder>
void Replication<Luck, Recorder>::depart(std::uint32_t slot, std::uint32_t edge, double time) {
  auto& record = entities_[slot];
  const std::uint32_t index = record.node;
  entities_.count_visit(slot, index);
  stop_service(slot, index, time);
  if (record.blocked) {
    record.blocked = false;
    --queue_of(index).blocked_here;
    if (pools_.size() > 0) pools_.set_idle(slot, -1);
    recorder_.blocked(index, record.group, -1, time, record.name);
  }
  record.in_place = false;
  release_held(slot, edge, time, /*stayed=*/true);
  recorder_.left(index, record.group, time, time - record.since);
  tell_sources(index, time);
}

/// The place, and what keeps count of who is served, are without `slot` from now on.
template <class Luck, class Recorder>
void Replication<Luck, Recorder>::stop_service(std::uint32_t slot, std::uint32_t index, double time) {
  NodeState& node = nodes_[index];
  const QueueRules& rules = rules_of(index);
  Queue& queue = queue_of(index);
  node.places.release();
  if (rules.order == Order::shared) {
    note_shared(index, time);
    queue.sharing.end_soonest(time);
    if (!queue.sharing.another_ends()) announce_soonest(index, time);
  }
  if (rules.pre_emption != PreEmption::none && !entities_[slot].blocked) queue.in_service.leave(standing_, slot);
}

/// Resources that go back when the entity takes `edge` out of its tier: all at an exit; else, after a stay, those that the
/// tier does not keep. Who was turned away or gave up takes along what it brought.
template <class Luck, class Recorder>
void Replication<Luck, Recorder>::release_held(std::uint32_t slot, std::uint32_t edge, double time, bool stayed) {
  if (pools_.size() == 0) return;
  const bool all = model_.edges[edge].to >= model_.tiers;
  if (!all && !stayed) return;
  for (std::uint32_t resource = 0; resource < pools_.size(); ++resource) {
    if (pools_.held(slot, resource) == 0) continue;
    if (!all && keeps(entities_[slot].node, resource)) continue;
    hold(slot, resource, 0, time);
    note_free(resource);
  }
}

/// Has waited long enough.
template <class Luck, class Recorder>
typename Replication<Luck, Recorder>::Move Replication<Luck, Recorder>::give_up(const Event& event) {
  auto& record = entities_[event.slot];
  const std::uint32_t index = record.node, edge = stays_[event.node].choice.first_edge;
  if (record.since == event.time) count_timeless(record, event.time);
  leave_line(event.slot, index);
  recorder_.dequeued(index, record.group, event.time);
  entities_.count_visit(event.slot, index);
  release_held(event.slot, edge, event.time, /*stayed=*/false);
  tell_sources(index, event.time);
  return {event.slot, edge};
}

/// Goes elsewhere by `edge` without having come in.
template <class Luck, class Recorder>
void Replication<Luck, Recorder>::turn_away(std::uint32_t slot, std::uint32_t index, std::int32_t edge, double time) {
  constexpr int most = 1000;
  if (++turned_away_ > most) throw_timeless_loop(model_.names[index], moment(time));
  entities_.count_visit(slot, index);
  release_held(slot, static_cast<std::uint32_t>(edge), time, /*stayed=*/false);
  enter({slot, static_cast<std::uint32_t>(edge)}, time);
  --turned_away_;
  if (!freed_.empty()) attend(index, time);
}

template <class Luck, class Recorder>
std::uint32_t Replication<Luck, Recorder>::choose_ahead(const Stay& stay) {
  const Choice& choice = stay.choice;
  if (choice.by == Choice::By::cycle) {
    std::uint32_t& turn = turns_[choice.turn];
    const std::uint32_t edge = choice.first_edge + turn;
    turn = (turn + 1) % choice.edges;
    return edge;
  }
  std::uint32_t best = choice.first_edge;
  std::int64_t least_waiting = unlimited, least_present = unlimited;
  for (std::uint32_t edge = choice.first_edge; edge < choice.first_edge + choice.edges; ++edge) {
    const std::uint32_t to = model_.edges[edge].to;
    const std::int64_t present = number_in(to) + expected_[to].number;
    const std::int64_t waiting = choice.by == Choice::By::shortest_queue ? number_in(to) - nodes_[to].places.busy + expected_[to].waiting : 0;
    if (waiting > least_waiting || (waiting == least_waiting && present >= least_present)) continue;
    best = edge;
    least_waiting = waiting;
    least_present = present;
  }
  return best;
}

/// `move` has been chosen: those of the same instant who choose later count it as done.
template <class Luck, class Recorder>
void Replication<Luck, Recorder>::expect(const Move& move, double time) {
  const std::uint32_t to = model_.edges[move.edge].to;
  if (to >= model_.tiers) return;
  Expected& expected = expected_[to];
  if (expected.waiting > 0 || !will_begin(move.slot, to, time)) ++expected.waiting;
  ++expected.number;
}

/// Whether there is a place for `slot` after those who wait in the tier and those expected there; speaks for resources.
template <class Luck, class Recorder>
bool Replication<Luck, Recorder>::will_begin(std::uint32_t slot, std::uint32_t index, double time) {
  const NodeState& node = nodes_[index];
  const bool is_shared = !node.fixed.plain && rules_of(index).order == Order::shared;
  if (number_in(index) + expected_[index].number >= (is_shared ? rules_of(index).shared_by_at_most : node.places.capacity)) return false;
  if (node.fixed.plain || rules_of(index).needs.empty()) return true;
  if (queue_of(index).waiting() > 0) return false;
  spoken_for_.resize(pools_.size());
  for (const bool is_sure : {false, true}) {
    for (const Need& need : rules_of(index).needs) {
      std::int64_t& spoken_for = spoken_for_[need.resource];
      const Take take = take_for(need, slot, index, time);
      if (is_sure) {
        spoken_for += std::max<std::int64_t>(0, take.more) - take.given_back;
      } else if (!pools_.has_free(need.resource, take.more, take.given_back - spoken_for)) {
        return false;
      }
    }
  }
  return true;
}

template <class Luck, class Recorder>
void Replication<Luck, Recorder>::forget_expected() {
  std::fill(expected_.begin(), expected_.end(), Expected{});
  spoken_for_.clear();
}

// --- coming ---

template <class Luck, class Recorder>
void Replication<Luck, Recorder>::enter_queue(std::uint32_t slot, std::uint32_t index, double time) {
  come(slot, index, time);
  if (!settling_ && !attending_) look_for_deadlock(time);
}

template <class Luck, class Recorder>
void Replication<Luck, Recorder>::come(std::uint32_t slot, std::uint32_t index, double time) {
  const QueueRules& rules = rules_of(index);
  Queue& queue = queue_of(index);
  auto& record = entities_[slot];
  Standing& standing = standing_[slot];

  std::size_t step = 0;
  while (step < rules.balk_from.size() && rules.balk_from[step] <= queue.waiting()) ++step;
  if (step > 0 && !loading_ && uniform(Luck::bits(record.name, queue.balk_key, entities_.visits(slot, index))) < rules.balk_probability[step - 1])
    return turn_away(slot, index, rules.balk_edge, time);

  const std::uint64_t number = queue.numbers;
  const Standing newcomer{rank(slot, rules, time), rules.order == Order::last_come ? ~number : number};
  const bool is_next = queue.waiting() == 0 || (rules.order != Order::random && newcomer.precedes(standing_[queue.line.top()]));
  const bool has_place = is_next && fits(slot, index, time);
  if (!has_place && queue.waiting() >= rules.waiting_room) {
    if (loading_) throw_no_room_at_start(model_.names[index]);
    return turn_away(slot, index, rules.full_edge, time);
  }

  ++queue.numbers;
  standing.rank = newcomer.rank;
  standing.number = newcomer.number;
  standing.resampled = 0;
  record.since = time;
  recorder_.entered(index, record.group);
  bool starts = has_place;
  if (!has_place && rules.pre_emption != PreEmption::none && is_next && !queue.in_service.empty() &&
      newcomer.precedes(standing_[queue.in_service.top()]) && fits(slot, index, time, queue.in_service.top())) {
    const auto later = rules.pre_emption == PreEmption::restart    ? Standing::Later::restart
                       : rules.pre_emption == PreEmption::resample ? Standing::Later::resample
                                                                   : Standing::Later::resume;
    interrupt(queue.in_service.top(), later, time);
    starts = true;
  }
  if (starts) {
    start_in_queue(slot, index, time);
  } else {
    join_line(slot, index);
    recorder_.queued(index, record.group, time);
    if (rules.patience_stay >= 0) {
      const Stay& patience = stays_[static_cast<std::size_t>(rules.patience_stay)];
      const double end = time + length(patience, slot, time, entities_.visits(slot, index));
      record.is_patient = end < model_.horizon;
      if (record.is_patient) events_.push({end, slot, static_cast<std::uint16_t>(rules.patience_stay), record.generation});
    }
  }
  tell_sources(index, time);
  const bool is_drawn_anew = rules.order == Order::random && !rules.needs.empty();
  if (is_drawn_anew || !freed_.empty()) attend(index, time);
}

template <class Luck, class Recorder>
double Replication<Luck, Recorder>::rank(std::uint32_t slot, const QueueRules& rules, double time) {
  if (rules.order != Order::highest_first && rules.order != Order::lowest_first) return 0;
  double value = rules.attribute >= 0 ? attribute(slot, static_cast<std::uint32_t>(rules.attribute), time)
                                      : model_.class_priorities[entities_[slot].of_class];
  if (!rules.bands.empty()) value = static_cast<double>(std::upper_bound(rules.bands.begin(), rules.bands.end(), value) - rules.bands.begin());
  return rules.order == Order::highest_first ? -value : value;
}

template <class Luck, class Recorder>
std::int64_t Replication<Luck, Recorder>::amount(const Need& need, std::uint32_t slot, double time) {
  if (need.attribute < 0) return need.amount;
  return static_cast<std::int64_t>(std::floor(attribute(slot, static_cast<std::uint32_t>(need.attribute), time) * millionths + 0.5));
}

/// What `slot` would take and give back to have what it needs in the tier.
template <class Luck, class Recorder>
typename Replication<Luck, Recorder>::Take Replication<Luck, Recorder>::take_for(const Need& need, std::uint32_t slot, std::uint32_t index, double time) {
  const std::int64_t wanted = amount(need, slot, time);
  if (wanted < 0 || wanted > model_.resources[need.resource].most)
    throw_impossible_need(model_.names[index], model_.resource_names[need.resource], static_cast<double>(wanted) / 1e6,
                          model_.resources[need.resource].most, moment(time));
  if (entities_[slot].interrupted) return {wanted, 0};
  const std::int64_t held = pools_.held(slot, need.resource);
  // One who comes from a place where it is blocked gives back there what is not kept.
  if (entities_[slot].blocked && !keeps(entities_[slot].node, need.resource)) return {wanted, held};
  return {wanted - held, 0};
}

/// What `slot`, who is served in a tier with this need, gives back when it is interrupted.
template <class Luck, class Recorder>
std::int64_t Replication<Luck, Recorder>::given_back_by(const Need& need, std::uint32_t slot, double time) {
  return std::min(pools_.held(slot, need.resource), amount(need, slot, time));
}

/// Whether `slot` could begin now, were nobody before it; or could, were `instead_of`, who is served here, to wait.
template <class Luck, class Recorder>
bool Replication<Luck, Recorder>::fits(std::uint32_t slot, std::uint32_t index, double time, std::uint32_t instead_of) {
  const QueueRules& rules = rules_of(index);
  for (const Need& need : rules.needs) {
    const Take take = take_for(need, slot, index, time);
    const std::int64_t given_back = instead_of == nobody ? 0 : given_back_by(need, instead_of, time);
    if (!pools_.has_free(need.resource, take.more, take.given_back + given_back)) return false;
  }
  const Places& places = nodes_[index].places;
  if (rules.order == Order::shared) return places.busy < rules.shared_by_at_most;
  return places.busy - (instead_of != nobody) < places.capacity;
}

template <class Luck, class Recorder>
bool Replication<Luck, Recorder>::has_room(std::uint32_t slot, std::uint32_t index, double time) {
  const std::int64_t waiting = queue_of(index).waiting();
  return waiting < rules_of(index).waiting_room || (waiting == 0 && fits(slot, index, time));
}

template <class Luck, class Recorder>
void Replication<Luck, Recorder>::join_line(std::uint32_t slot, std::uint32_t index) {
  Queue& queue = queue_of(index);
  const Order order = rules_of(index).order;
  if (order == Order::random) {
    queue.crowd.join(standing_, slot);
  } else {
    queue.line.join(standing_, slot);
  }
  const bool is_last = order == Order::first_come && !entities_[slot].interrupted;
  if (!is_last && (queue.holders > 0 || !queue.blocked.empty())) may_be_stuck_ = true;
  if (pools_.size() > 0 && pools_.set_idle(slot, +1)) {
    ++queue.holders;
    may_be_stuck_ = true;
  }
}

template <class Luck, class Recorder>
void Replication<Luck, Recorder>::leave_line(std::uint32_t slot, std::uint32_t index) {
  Queue& queue = queue_of(index);
  if (rules_of(index).order == Order::random) {
    queue.crowd.leave(standing_, slot);
  } else {
    queue.line.leave(standing_, slot);
  }
  if (pools_.size() > 0 && pools_.set_idle(slot, -1)) --queue.holders;
}

/// Takes a place and resources; the stay begins, or an interrupted one goes on.
template <class Luck, class Recorder>
void Replication<Luck, Recorder>::start_in_queue(std::uint32_t slot, std::uint32_t index, double time) {
  NodeState& node = nodes_[index];
  const QueueRules& rules = rules_of(index);
  Queue& queue = queue_of(index);
  auto& record = entities_[slot];
  Standing& standing = standing_[slot];
  if (record.is_patient) {
    record.is_patient = false;
    withdraw(record);
  }
  for (const Need& need : rules.needs) {
    const std::int64_t held = pools_.held(slot, need.resource), wanted = amount(need, slot, time);
    hold(slot, need.resource, record.interrupted ? held + wanted : std::max(held, wanted), time);
  }
  if (rules.order == Order::shared) queue.sharing.advance(time, node.places);
  node.places.seize();
  if (rules.order == Order::shared) note_shared(index, time);
  record.in_place = true;
  if (rules.pre_emption != PreEmption::none) queue.in_service.join(standing_, slot);
  if (record.interrupted) {
    recorder_.resumed(index, record.group, time, record.name);
    return resume(slot, time);
  }
  recorder_.started(index, record.group, time, time - record.since, record.name);
  record.since = time;
  standing.began = time;
  if (node.fixed.goes_by_need) return start_by_need(slot, time);
  const Ending ending = shortest(ways(node.fixed, record), slot, time, entities_.visits(slot, index));
  record.stay = static_cast<std::uint16_t>(ending.stay);
  if (rules.order == Order::shared) {
    record.draw = never;
    queue.sharing.join(slot, static_cast<std::uint64_t>(record.name), ending.length);
    announce_soonest(index, time);
  } else {
    record.draw = time + ending.length;
    push_end(record, slot);
    if (record.draw == time) [[unlikely]] count_timeless(record, time);
  }
}

/// Processor sharing: sees to it that the event of the soonest to end, and no other, is pending.
template <class Luck, class Recorder>
void Replication<Luck, Recorder>::announce_soonest(std::uint32_t index, double time) {
  Sharing& sharing = queue_of(index).sharing;
  const std::uint32_t soonest = sharing.empty() ? nobody : sharing.soonest();
  const double end = sharing.empty() ? never : sharing.next_end(time, nodes_[index].places);
  if (sharing.announced != nobody) {
    auto& announced = entities_[sharing.announced];
    if (sharing.announced == soonest && announced.draw == end) return;
    if (announced.draw < model_.horizon) withdraw(announced);
    announced.draw = never;
  }
  sharing.announced = soonest;
  if (soonest == nobody) return;
  entities_[soonest].draw = end;
  if (end == time) [[unlikely]] count_timeless(entities_[soonest], time);
  push_end(entities_[soonest], soonest);
}

/// Processor sharing: the number there or the capacity has changed.
template <class Luck, class Recorder>
void Replication<Luck, Recorder>::note_shared(std::uint32_t index, double time) {
  const Places& places = nodes_[index].places;
  recorder_.shared_in_use(index, std::min(places.busy, places.capacity), time);
}

template <class Luck, class Recorder>
void Replication<Luck, Recorder>::hold(std::uint32_t slot, std::uint32_t resource, std::int64_t amount, double time) {
  recorder_.resource_taken(resource, pools_.hold(slot, resource, amount), time);
}

}  // namespace headwater
