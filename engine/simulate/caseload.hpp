// Cases that are open when the simulation begins, with the time that each has already spent in its tier. (Part of Replication;
// see replication.hpp.)
//
// A case comes to its tier as others do, and finds a place or waits there by the tier's own rules: those first who have been
// in their tiers longest, of whatever kind and wherever they are, so that it is they who hold what several tiers share; of rows
// for equally long, those first whose (hashed) name is lower. Then the end of its stay is drawn anew, given that it has not
// come so far. A stay with law S that has lasted
// `a` goes on for more than t with probability S(a + t) / S(a); the racers of a race are independent, so that each is drawn so
// by itself. What goes by need, and what goes by age, has no memory beyond need and age. Draws have the names that those of a
// stay have that begins: luck says where in what is left of the law a stay ends.
//
// In models with families a case is of a family, and a child in care of a child, that suits and has none yet: each that suits
// is as likely. All children are taken from home before families become cases, though they come to their tiers in their turn. Need is what it is without services, since there is
// no past. Whose a case is hangs on what is said of it and not on where in the table it stands.
#pragma once

#include <string>
#include <vector>

#include "simulate/replication.hpp"

namespace headwater {

template <class Luck, class Recorder>
void Replication<Luck, Recorder>::load_caseload() {
  settling_ = loading_ = true;
  apply_changes(0);
  std::vector<std::uint32_t> children;
  for (const OpenAtStart& cases : model_.caseload)
    for (std::uint64_t ordinal = 0; cases.of == OpenAtStart::Of::child && ordinal < cases.number; ++ordinal) children.push_back(take_from_home(cases, ordinal));
  auto next_child = children.begin();
  for (const OpenAtStart& cases : model_.caseload)
    for (std::uint64_t ordinal = 0; ordinal < cases.number; ++ordinal) put_in_place(cases, ordinal, cases.of == OpenAtStart::Of::child ? *next_child++ : nobody);
  for (const std::uint32_t node : by_order_) attend(node, 0);
  settling_ = loading_ = false;
  recorder_.forget_how_they_came();
  look_for_deadlock(0);
}

/// A child at home becomes one of these cases, which has not come to its tier yet.
template <class Luck, class Recorder>
std::uint32_t Replication<Luck, Recorder>::take_from_home(const OpenAtStart& cases, std::uint64_t ordinal) {
  const std::uint32_t child = pick_child(cases, name_of(cases.key, ordinal)), family = families_.child(child).family;
  begin_turn(family, 0);
  const std::uint32_t slot = place_in_care(child, 0, cases.as);
  end_turn(family, 0);
  return slot;
}

/// `slot`: of a child that has been taken from home.
template <class Luck, class Recorder>
void Replication<Luck, Recorder>::put_in_place(const OpenAtStart& cases, std::uint64_t ordinal, std::uint32_t slot) {
  const EntityName name = name_of(cases.key, ordinal);
  std::uint32_t family = nobody;
  recorder_.opens(cases);
  if (cases.of == OpenAtStart::Of::nobody) {
    slot = entities_.create();
    entities_[slot].name = name;
    if (model_.families.any()) forget_owner(slot);
    fill(slot, cases.as, never, 0);
    recorder_.arrived(model_.caseload_source);
    enter({slot, cases.as.edge}, 0);
  } else if (cases.of == OpenAtStart::Of::family) {
    family = pick_family(cases, name);
    begin_turn(family, 0);
    open_case(family, cases.as.edge, static_cast<std::int32_t>(model_.caseload_source), 0, &cases.as);
    slot = families_.case_of(family);
  } else {
    family = belongings_[slot].family;
    begin_turn(family, 0);
    recorder_.arrived(model_.caseload_source);
    enter({slot, cases.as.edge}, 0);
  }
  const std::uint32_t tier = model_.edges[cases.as.edge].to;
  if (slot == nobody || entities_[slot].node != tier) throw_no_room_at_start(model_.names[tier]);
  spend(slot, cases.days);
  if (family != nobody) end_turn(family, 0);
}

/// One of `number`, each of those that suit as likely; `nobody` if none does.
template <class Luck, class Recorder>
template <class Suits>
std::uint32_t Replication<Luck, Recorder>::pick(EntityName name, std::uint32_t number, Suits suits) {
  constexpr std::uint64_t tries = 1000;  // then they are few, and are sought out
  const std::uint64_t purpose = key(number_, model_.whose_purpose);
  const auto one_of = [&](std::size_t size, std::uint64_t occurrence) { return static_cast<std::uint32_t>(uniform(Luck::bits(name, purpose, occurrence)) * static_cast<double>(size)); };
  for (std::uint64_t k = 0; k < tries && number > 0; ++k)
    if (const std::uint32_t found = one_of(number, k); suits(found)) return found;
  std::vector<std::uint32_t> all;
  for (std::uint32_t i = 0; i < number; ++i)
    if (suits(i)) all.push_back(i);
  return all.empty() ? nobody : all[one_of(all.size(), tries)];
}

template <class Luck, class Recorder>
std::uint32_t Replication<Luck, Recorder>::pick_family(const OpenAtStart& cases, EntityName name) {
  const std::uint32_t found = pick(name, families_.size(), [&](std::uint32_t index) {
    const Family& family = families_[index];
    return families_.is_there(index) && family.at_home > 0 && families_.case_of(index) == nobody && family.need >= cases.need_from && family.need <= cases.need_to &&
           (cases.children == 0 || family.at_home == cases.children);
  });
  if (found == nobody)
    throw_nobody_suits(model_.names[model_.edges[cases.as.edge].to], "families of that need" + (cases.children > 0 ? " with " + std::to_string(cases.children) + " at home" : std::string()));
  return found;
}

template <class Luck, class Recorder>
std::uint32_t Replication<Luck, Recorder>::pick_child(const OpenAtStart& cases, EntityName name) {
  const std::uint32_t tier = model_.edges[cases.as.edge].to;
  Entities::Record like_these{};
  like_these.of_class = cases.as.of_class;
  const ClassStays those = ways(nodes_[tier].fixed, like_these);
  double too_old = never;
  for (std::uint32_t i = those.first_stay; i < those.first_stay + those.stays; ++i)
    if (stays_[i].at_age >= 0) too_old = std::min(too_old, stays_[i].at_age * days_per_year);
  const std::uint32_t found = pick(name, families_.children(), [&](std::uint32_t index) {
    const Child& child = families_.child(index);
    const double age = -static_cast<double>(child.born);
    if (child.state != Child::home || !families_.is_there(child.family) || age < cases.days || age >= too_old) return false;
    if (cases.age >= 0 && (age < cases.age * days_per_year || age >= (cases.age + 1) * days_per_year)) return false;
    const Family& family = families_[child.family];
    return family.need >= cases.need_from && family.need <= cases.need_to;
  });
  if (found == nobody) throw_nobody_suits(model_.names[tier], "children at home" + (cases.age >= 0 ? " of that age" : std::string()));
  return found;
}

/// So many days of the stay, or of the wait, of one who has just come are over.
template <class Luck, class Recorder>
void Replication<Luck, Recorder>::spend(std::uint32_t slot, double days) {
  auto& record = entities_[slot];
  const NodeState& node = nodes_[record.node];
  const std::uint64_t visit = entities_.visits(slot, record.node);
  record.since = -days;
  if (!record.in_place) {
    if (node.fixed.plain || rules_of(record.node).patience_stay < 0) return;
    if (record.is_patient) withdraw(record);
    const auto stay = static_cast<std::size_t>(rules_of(record.node).patience_stay);
    const double end = rest(stays_[stay], slot, visit, days);
    if (end == 0 && days > 0 && !stays_[stay].sampler.by_age()) throw_waited_too_long(model_.names[record.node], days);
    record.is_patient = end < model_.horizon;
    if (record.is_patient) events_.push({end, slot, static_cast<std::uint16_t>(stay), record.generation});
    return;
  }
  if (record.draw < model_.horizon) withdraw(record);
  if (!node.fixed.plain) standing_[slot].began = -days;
  const ClassStays those = ways(node.fixed, record);
  Ending first{never, those.first_stay};
  for (std::uint32_t i = those.first_stay; i < those.first_stay + those.stays; ++i) {
    if (!stays_[i].hazard_by_need.empty()) continue;
    const double end = rest(stays_[i], slot, visit, days);
    if (end < first.length) first = {end, i};
  }
  if (node.fixed.goes_by_need) {
    belongings_[slot].settled = first;
    return schedule_by_need(slot, 0);
  }
  record.draw = first.length;
  record.stay = static_cast<std::uint16_t>(first.stay);
  push_end(record, slot);
}

/// What is left of a stay that has lasted so many days and has not ended in this way.
template <class Luck, class Recorder>
double Replication<Luck, Recorder>::rest(const Stay& stay, std::uint32_t slot, std::uint64_t visit, double days) {
  if (days == 0 || stay.at_age >= 0 || stay.sampler.by_age()) return length(stay, slot, 0, visit);
  return stay.sampler.rest_after(days, Luck::bits(entities_[slot].name, stay.purpose, visit));
}

}  // namespace headwater
