// Stays that go by the need of a family: racers, and ways of children, whose hazards change with it. Each has a clock that runs at
// the hazard of today's need; what has run is kept when need moves. (Part of Replication; see replication.hpp.)
#pragma once

#include "simulate/replication.hpp"

namespace headwater {

/// Calls `look(clock, stay)` for all that goes by need in a tier: racers, then ways of children.
template <class Luck, class Recorder>
template <class Look>
void Replication<Luck, Recorder>::each_clock(std::uint32_t tier, Look look) {
  const Node& node = nodes_[tier].fixed;
  std::size_t clock = 0;
  for (std::uint32_t stay = node.first_stay; stay < node.first_stay + node.stays; ++stay)
    if (!stays_[stay].hazard_by_need.empty()) look(clock++, stay);
  for (const ChildWay& way : nodes_family_[tier].children) look(clock++, way.stay);
}

/// Lets the clocks of a stay run until now, at the hazards of the need that there has been.
template <class Luck, class Recorder>
void Replication<Luck, Recorder>::use_up(std::uint32_t slot, double time) {
  Belonging& own = belongings_[slot];
  const std::uint8_t need = families_[own.family].need;
  each_clock(entities_[slot].node, [&](std::size_t clock, std::uint32_t stay) { own.used[clock] += stays_[stay].hazard_by_need[need] * (time - own.clocked); });
  own.clocked = time;
}

template <class Luck, class Recorder>
void Replication<Luck, Recorder>::start_by_need(std::uint32_t slot, double time) {
  Belonging& own = belongings_[slot];
  own.clocked = time;
  std::fill(std::begin(own.used), std::end(own.used), 0.0);
  std::fill(std::begin(own.struck), std::end(own.struck), std::uint16_t{0});
  const Node& node = nodes_[entities_[slot].node].fixed;
  own.settled = {never, node.first_stay};
  for (std::uint32_t stay = node.first_stay; stay < node.first_stay + node.stays; ++stay) {
    if (!stays_[stay].hazard_by_need.empty()) continue;
    const double end = time + length(stays_[stay], slot, time, entities_.visits(slot, entities_[slot].node));
    if (end < own.settled.length) own.settled = {end, stay};
  }
  schedule_by_need(slot, time);
}

template <class Luck, class Recorder>
void Replication<Luck, Recorder>::reschedule_by_need(std::uint32_t slot, double time) {
  auto& record = entities_[slot];
  if (record.draw < model_.horizon) withdraw(record);
  schedule_by_need(slot, time);
}

/// Puts down what comes first: a racer with a law, whose time is settled since the stay began, or one that goes by need.
template <class Luck, class Recorder>
void Replication<Luck, Recorder>::schedule_by_need(std::uint32_t slot, double time) {
  auto& record = entities_[slot];
  const Belonging& own = belongings_[slot];
  const std::uint8_t need = families_[own.family].need;
  const std::uint64_t visit = entities_.visits(slot, record.node);
  Ending first = own.settled;
  each_clock(record.node, [&](std::size_t clock, std::uint32_t stay) {
    const double hazard = stays_[stay].hazard_by_need[need];
    if (!(hazard > 0)) return;
    const double whole = negative_log(Luck::bits(record.name, stays_[stay].purpose, (visit << 16) + own.struck[clock]));
    const double end = time + std::max(0.0, whole - own.used[clock]) / hazard;
    if (end < first.length) first = {end, stay};
  });
  record.draw = first.length;
  record.stay = static_cast<std::uint16_t>(first.stay);
  if (record.draw == time) [[unlikely]] count_timeless(record, time);
  push_end(record, slot);
}

}  // namespace headwater
