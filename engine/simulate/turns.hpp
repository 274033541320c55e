// Turns of families: what their clocks go by, where they are counted, and what is due next. (Part of Replication; see
// replication.hpp.)
//
// Whatever changes something that rates or counts of a family depend on does so in its turn: `begin_turn` lets the clocks
// run until now and takes the family out of all counts, `end_turn` counts it again and says what is due next. Turns of one
// family may lie in each other; the outermost counts.
#pragma once

#include "simulate/replication.hpp"

namespace headwater {

template <class Luck, class Recorder>
bool Replication<Luck, Recorder>::begin_turn(std::uint32_t family, double time) {
  if (std::find(turns_of_.begin(), turns_of_.end(), family) != turns_of_.end()) return false;
  turns_of_.push_back(family);
  families_.advance(family, time);
  count(family, -1, time);
  return true;
}

template <class Luck, class Recorder>
void Replication<Luck, Recorder>::end_turn(std::uint32_t family, double time) {
  const std::uint32_t slot = families_.case_of(family);
  if (families_[family].at_home == 0 && slot != nobody) call_away(slot, static_cast<std::uint32_t>(model_.families.tiers[entities_[slot].node].empty_edge), time);
  turns_of_.erase(std::find(turns_of_.begin(), turns_of_.end(), family));
  const Calendar calendar = families_.calendar(family, time);
  if (calendar.is_over) {
    recorder_.family_over(families_, family, time);
    if (kin_matter_) tell_kin(family, /*is_over=*/true, time);
    return families_.end(family);
  }
  count(family, +1, time);
  schedule(family, calendar, time);
  if (kin_matter_) tell_kin(family, /*is_over=*/false, time);
}

/// Clocks of kin go faster or slower from now on, if what they know of the family is no longer so.
template <class Luck, class Recorder>
void Replication<Luck, Recorder>::tell_kin(std::uint32_t index, bool is_over, double time) {
  const Kinship& kin = model_.families.kin;
  const Family& family = families_[index];
  const bool is_there = !is_over && !family.has_left;
  const bool in_need = is_there && kin.need_rises != 1 && family.need >= kin.need_from;
  const bool has_case = is_there && kin.spoken_of != 1 && families_.case_of(index) != nobody;
  families_.tell_kin(index, in_need, has_case, [&](std::uint32_t other) {
    if (std::find(turns_of_.begin(), turns_of_.end(), other) != turns_of_.end()) return;  // its turn ends with what it knows then
    families_.advance(other, time);
    schedule(other, time);
  });
}

template <class Luck, class Recorder>
void Replication<Luck, Recorder>::schedule(std::uint32_t family, const Calendar& calendar, double time) {
  families_.set_speeds(family, speeds_of(family, calendar.has_infant, time));
  schedule_at_same_speeds(family, calendar, time);
}

/// What comes next, where nothing has happened that clocks go by.
template <class Luck, class Recorder>
void Replication<Luck, Recorder>::schedule_at_same_speeds(std::uint32_t family, const Calendar& calendar, double time) {
  double day = calendar.next;
  if (was_closed_lately(family, time)) {
    for (const Contact& contact : families_.contacts()) {
      const double over = families_.history(family).last_closed + contact.after_closure_lasts;
      if (over > time) day = std::min(day, over);
    }
  }
  if (model_.families.moves.out > 0) day = std::min(day, families_.leaves_at(family, time));
  families_.schedule(family, time, day);
  next_boundary_ = std::min(next_boundary_, families_.next_time());
}

/// A case of the family has been closed, and some who speak of families still go by that.
template <class Luck, class Recorder>
bool Replication<Luck, Recorder>::was_closed_lately(std::uint32_t family, double time) {
  return longest_after_closure_ > 0 && families_.has_history(family) && time < families_.history(family).last_closed + longest_after_closure_;
}

/// The tier where the family's case is, or `Entities::gone`.
template <class Luck, class Recorder>
std::uint32_t Replication<Luck, Recorder>::tier_of_case(std::uint32_t family) {
  const std::uint32_t slot = families_.case_of(family);
  return slot == nobody || entities_[slot].node >= model_.tiers ? std::uint32_t{Entities::gone} : entities_[slot].node;
}

template <class Luck, class Recorder>
Speeds Replication<Luck, Recorder>::speeds_of(std::uint32_t index, bool has_infant, double time) {
  const Family& family = families_[index];
  if (family.has_left) return {};
  const NeedHazards& need = families_.need_hazards();
  Speeds speeds{{need.up[family.need] * static_cast<double>(family.frailty), need.down[family.need], 0}};
  const std::uint32_t slot = families_.case_of(index), tier = tier_of_case(index);
  if (tier != Entities::gone && entities_[slot].in_place) {
    speeds.of[Family::up] *= nodes_family_[tier].up;
    speeds.of[Family::down] *= nodes_family_[tier].down;
  }
  if (kin_matter_) speeds.of[Family::up] *= families_.by_kin(index).up;
  const bool is_reached = slot == nobody || (tier != Entities::gone && nodes_family_[tier].contacts);
  if (is_reached && family.at_home > 0)
    speeds.of[Family::contact] = kin_matter_ || was_closed_lately(index, time) ? contact_rates(index, has_infant, time) : usual_contacts_[family.need][has_infant];
  return speeds;
}

/// The sum of the rates with which the family is spoken of; each in `contact_rate_`.
template <class Luck, class Recorder>
double Replication<Luck, Recorder>::contact_rates(std::uint32_t index, bool has_infant, double time) {
  const Family& family = families_[index];
  const double by_kin = kin_matter_ ? families_.by_kin(index).contact : 1;
  double sum = 0;
  for (std::size_t i = 0; i < families_.contacts().size(); ++i) {
    const Contact& contact = families_.contacts()[i];
    double rate = contact.rate[family.need] * by_kin;
    if (has_infant) rate *= contact.with_infant;
    if (contact.after_closure_lasts > 0 && families_.has_history(index) && time < families_.history(index).last_closed + contact.after_closure_lasts) rate *= contact.after_closure;
    sum += contact_rate_[i] = rate;
  }
  return sum;
}

/// The children at home are counted where they are, or no longer (`by` is -1).
template <class Luck, class Recorder>
void Replication<Luck, Recorder>::count(std::uint32_t index, int by, double time) {
  const Family& family = families_[index];
  const std::int64_t children = std::int64_t{by} * family.at_home;
  if (children == 0) return;
  const std::uint32_t tier = tier_of_case(index);
  recorder_.families().at_need(family.need, children, families_.case_of(index) == nobody, time);
  if (family.of_care_leaver) recorder_.families().of_care_leavers_at_need(family.need, children, time);
  if (tier == Entities::gone) return;
  const FamilyTier& of = nodes_family_[tier];
  recorder_.families().in_tier(tier, children, family.need > of.serves_to ? +1 : family.need < of.serves_from ? -1 : 0, time);
}

}  // namespace headwater
