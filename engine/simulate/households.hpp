// Families and their cases: who speaks of a family, what becomes of that, cases that are opened, moved and closed. (Part of
// Replication; see replication.hpp. The families themselves are in families.hpp.)
//
// A family has one case at most, an entity of its own; brothers and sisters at home are in it. A child who is taken into
// care is an entity of its own until it goes home or leaves. A child is in exactly one place: not yet born, at home, in
// care, grown up, gone, or where its family has moved to.
//
// A family that leaves the area closes its case. Its children in care stay there until they leave care; of such a family only
// they are left, and one who goes home goes where it is.
//
// What happens in families comes before all else of its instant, family by family in order of name.
#pragma once

#include "simulate/replication.hpp"

namespace headwater {

// --- what happens in families ---

template <class Luck, class Recorder>
void Replication<Luck, Recorder>::begin_families() {
  nodes_family_ = model_.families.tiers;
  contact_rate_.resize(model_.families.contacts.size());
  note_contacts();
  for (const Contact& contact : model_.families.contacts) {
    contact_keys_.push_back({key(number_, contact.seen_purpose), key(number_, contact.otherwise_purpose), key(number_, contact.takes_purpose)});
  }
  for (const FamilyTier& tier : nodes_family_)
    for (const ChildWay& way : tier.children) {
      way_keys_.resize(std::max<std::size_t>(way_keys_.size(), way.stay + std::size_t{1}));
      way_keys_[way.stay] = {key(number_, way.takes_purpose), key(number_, way.together_purpose)};
    }
  families_.form_those_there([this](std::uint32_t family) {
    recorder_.family_formed(families_, family, 0);
    count(family, +1, 0);
    schedule(family, 0);
  });
  if (!kin_matter_) return;
  families_.begin_kin();
  for (std::uint32_t family = 0; family < families_.size(); ++family) tell_kin(family, /*is_over=*/false, 0);
}

/// What of today's contacts is the same for many families.
template <class Luck, class Recorder>
void Replication<Luck, Recorder>::note_contacts() {
  longest_after_closure_ = 0;
  for (const Contact& contact : families_.contacts()) longest_after_closure_ = std::max(longest_after_closure_, contact.after_closure_lasts);
  for (std::uint32_t need = 0; need < model_.families.levels; ++need) {
    for (const bool has_infant : {false, true}) {
      double& sum = usual_contacts_[need][has_infant] = 0;
      for (const Contact& contact : families_.contacts()) sum += contact.rate[need] * (has_infant ? contact.with_infant : 1);
    }
  }
}

/// A family that has just come is one of the area.
template <class Luck, class Recorder>
void Replication<Luck, Recorder>::join(std::uint32_t index, double time) {
  recorder_.family_formed(families_, index, time);
  count(index, +1, time);
  schedule(index, time);
  if (kin_matter_) tell_kin(index, /*is_over=*/false, time);
  const Family& family = families_[index];
  std::uint32_t moved = 0;
  for (std::uint32_t i = family.first_child; i < family.first_child + family.children; ++i) moved += families_.child(i).state == Child::home && families_.child(i).from_elsewhere;
  recorder_.families().born(family.at_home - moved);
  recorder_.families().moved_in(moved);
  if (family.of_care_leaver) recorder_.families().born_to_care_leaver(family.at_home);
}

/// All that is due in families at `time`.
template <class Luck, class Recorder>
void Replication<Luck, Recorder>::live(double time) {
  if (families_.is_newcomer_due(time)) {
    const std::uint32_t family = families_.take_newcomer(time);
    if (family != nobody) join(family, time);
    return;
  }
  families_.take_due(time, due_families_);
  for (const Event& event : due_families_) {
    const std::uint32_t family = event.slot;
    const Family::Clock clock = families_.strike(event);
    if (clock == Family::none) continue;
    recorder_.happened();
    if (clock == Family::calendar) {
      pass_day(family, time);
    } else if (clock == Family::contact) {
      be_spoken_of(family, time);
    } else {
      shift_need(family, clock, time);
    }
  }
}

/// Births, birthdays, and the day on which the family leaves the area.
template <class Luck, class Recorder>
void Replication<Luck, Recorder>::pass_day(std::uint32_t index, double time) {
  begin_turn(index, time);
  Family& family = families_[index];
  for (std::uint32_t i = family.first_child; i < family.first_child + family.children; ++i) {
    Child& child = families_.child(i);
    const double born = child.born;
    if (child.state == Child::unborn && born <= time) {
      child.state = Child::home;
      ++family.at_home;
      recorder_.families().born(1);
      if (family.of_care_leaver) recorder_.families().born_to_care_leaver(1);
      recorder_.child_born(families_, i, time);
      // A child born into an open case is in it from birth.
      if (const std::uint32_t tier = tier_of_case(index); tier != Entities::gone) come_to_tier(i, tier, time);
    } else if (child.state != Child::unborn && child.state != Child::grown && child.state != Child::moved && born + Families<Luck>::childhood <= time) {
      recorder_.child_grown_up(families_, i, time);
      if (child.state == Child::home) --family.at_home;
      if (child.state == Child::in_care) grow_up_in_care(i, time);
      child.state = Child::grown;
      if (born >= 0 && !child.from_elsewhere) recorder_.families().grown_up(child.ever, child.ever_early);
    }
  }
  if (model_.families.moves.out > 0 && families_.leaves_at(index, time) == time) leave_the_area(index, time);
  end_turn(index, time);
}

template <class Luck, class Recorder>
void Replication<Luck, Recorder>::leave_the_area(std::uint32_t index, double time) {
  recorder_.family_leaves(families_, index, time);
  Family& family = families_[index];
  if (const std::uint32_t slot = families_.case_of(index); slot != nobody) call_away(slot, static_cast<std::uint32_t>(nodes_family_[entities_[slot].node].away_edge), time);
  recorder_.families().moved_out(family.at_home);
  for (std::uint32_t i = family.first_child; i < family.first_child + family.children; ++i)
    if (Child& child = families_.child(i); child.state == Child::home || child.state == Child::unborn) child.state = Child::moved;
  family.at_home = 0;
  family.has_left = true;
}

/// Who grows up in care stays where it is, as nobody's child.
template <class Luck, class Recorder>
void Replication<Luck, Recorder>::grow_up_in_care(std::uint32_t child, double time) {
  const auto found = care_slots_.find(child);
  belongings_[found->second].family = belongings_[found->second].child = nobody;
  care_slots_.erase(found);
  note_grown_up_in_care(child, time);
}

/// The child turns 18 in care, or leaves it because it does.
template <class Luck, class Recorder>
void Replication<Luck, Recorder>::note_grown_up_in_care(std::uint32_t child, double time) {
  families_.grows_up_in_care(child, time);
  recorder_.families().grown_up_in_care();
  recorder_.child_grown_up_in_care(families_, child, time);
}

template <class Luck, class Recorder>
void Replication<Luck, Recorder>::shift_need(std::uint32_t index, Family::Clock clock, double time) {
  begin_turn(index, time);
  const std::uint32_t slot = families_.case_of(index), tier = tier_of_case(index);
  const bool by_need = tier != Entities::gone && nodes_family_[tier].goes_by_need && entities_[slot].in_place;
  if (by_need) use_up(slot, time);
  Family& family = families_[index];
  const bool is_supported = tier != Entities::gone && entities_[slot].in_place;
  recorder_.need_shifts(family, clock, families_.need_hazards(), is_supported ? &nodes_family_[tier] : nullptr, families_.by_kin(index).up, time);
  family.need = static_cast<std::uint8_t>(family.need + (clock == Family::up ? 1 : -1));
  families_.wind(index, clock);
  if (by_need) reschedule_by_need(slot, time);
  end_turn(index, time);
}

/// Somebody speaks of the family: what is seen of its need decides whether that is a referral. Mostly nothing comes of it.
template <class Luck, class Recorder>
void Replication<Luck, Recorder>::be_spoken_of(std::uint32_t index, double time) {
  families_.advance(index, time);
  const Family& family = families_[index];
  const std::uint64_t occurrence = family.times[Family::contact];
  const Calendar calendar = families_.calendar(index, time);
  double which = uniform(Luck::bits(family.name, which_key_, occurrence)) * contact_rates(index, calendar.has_infant, time);
  std::size_t i = 0;
  while (i + 1 < contact_rate_.size() && which >= contact_rate_[i]) which -= contact_rate_[i++];
  const Contact& contact = families_.contacts()[i];
  const ContactKeys& keys = contact_keys_[i];
  families_.wind(index, Family::contact);
  recorder_.families().contacted(contact.source);
  recorder_.spoken_of(families_, index, i, contact_rate_, occurrence, families_.case_of(index) != nobody, time);
  going_.clear();
  if (contact.takes_children) pick_who_goes(index, contact.takes, keys.takes, occurrence, time);
  const auto is_seen_in_need = [&] {
    return family.need + 1 + (contact.error == 0 ? 0 : contact.error * model_.families.normal(Luck::bits(family.name, keys.seen, occurrence))) >= contact.refer_from;
  };
  const auto takes_up_offer = [&] {
    return contact.otherwise_edge >= 0 && families_.case_of(index) == nobody &&
           uniform(Luck::bits(family.name, keys.otherwise, occurrence)) < contact.otherwise[family.need];
  };
  if (contact.takes_children ? !going_.empty() : is_seen_in_need()) {
    begin_turn(index, time);
    refer(index, contact, time);
    if (contact.takes_children) send_away(static_cast<std::uint32_t>(contact.children_edge), false, time);
    end_turn(index, time);
  } else if (!contact.takes_children && takes_up_offer()) {
    begin_turn(index, time);
    open_case(index, static_cast<std::uint32_t>(contact.otherwise_edge), static_cast<std::int32_t>(contact.source), time);
    end_turn(index, time);
  } else {
    schedule_at_same_speeds(index, calendar, time);
  }
}

template <class Luck, class Recorder>
void Replication<Luck, Recorder>::refer(std::uint32_t index, const Contact& contact, double time) {
  constexpr double twelve_months = 365.25;
  Family& family = families_[index];
  std::uint64_t again = 0;
  for (std::uint32_t i = family.first_child; i < family.first_child + family.children; ++i) {
    Child& child = families_.child(i);
    if (child.state != Child::home) continue;
    again += time - static_cast<double>(child.last_referred) <= twelve_months;
    child.last_referred = static_cast<float>(time);
  }
  recorder_.families().referred(contact.source, family.at_home, again);
  if (families_.has_history(index)) {
    // Counted once for each closure: what follows later within the same twelve months is not of that closure.
    History& history = families_.history(index);
    if (!history.reopened && time - history.last_closed <= twelve_months) recorder_.families().reopened(history.closed_children);
    history.reopened = true;
  }
  const std::uint32_t slot = families_.case_of(index);
  if (slot == nobody) return open_case(index, contact.refer_edge, static_cast<std::int32_t>(contact.source), time);
  const std::int32_t edge = contact.from_tier[entities_[slot].node];
  if (edge >= 0) call_away(slot, static_cast<std::uint32_t>(edge), time);
}

template <class Luck, class Recorder>
void Replication<Luck, Recorder>::open_case(std::uint32_t index, std::uint32_t edge, std::int32_t source, double time, const Source* as) {
  const Family& family = families_[index];
  double youngest = -never;
  for (std::uint32_t i = family.first_child; i < family.first_child + family.children; ++i)
    if (families_.child(i).state == Child::home) youngest = std::max(youngest, static_cast<double>(families_.child(i).born));
  History& history = families_.history(index);
  const std::uint32_t slot = make_case(name_of(static_cast<std::uint64_t>(family.name), (std::uint64_t{1} << 32) + history.cases++), youngest, time, as != nullptr ? *as : like_all());
  belongings_[slot].family = index;
  families_.open_case(index, slot);
  recorder_.case_opened(families_, index, entities_[slot].name, time);
  if (source >= 0) recorder_.arrived(static_cast<std::uint32_t>(source));
  enter({slot, edge}, time);
}

/// A row for a case or a child in care, born when the youngest was or when it was.
template <class Luck, class Recorder>
std::uint32_t Replication<Luck, Recorder>::make_case(EntityName name, double born, double time, const Source& as) {
  const std::uint32_t slot = entities_.create();
  if (slot >= belongings_.size()) belongings_.resize(slot + std::size_t{1});
  belongings_[slot] = {};
  entities_[slot].name = name;
  entities_[slot].node = Entities::gone;
  fill(slot, as, (time - born) / days_per_year, time);
  return slot;
}

// --- coming and leaving ---

template <class Luck, class Recorder>
void Replication<Luck, Recorder>::enter_of_family(const Move& move, double time, bool is_drawn) {
  if (move.slot >= belongings_.size()) belongings_.resize(move.slot + std::size_t{1});
  Belonging& own = belongings_[move.slot];
  const std::uint32_t to = model_.edges[move.edge].to;
  if (own.family == nobody || own.is_child) {
    if (own.counted_in >= 0) recorder_.families().in_tier(static_cast<std::uint32_t>(own.counted_in), -1, 0, time);
    own.counted_in = -1;
    recorder_.families().moved(move.edge, 1);
    const std::uint32_t family = own.family;
    const bool turn = family != nobody && begin_turn(family, time);
    if (to < model_.tiers) {
      if (own.child != nobody) come_to_tier(own.child, to, time);
      else recorder_.families().came(to, false);
    }
    enter_node(move, time, is_drawn);
    Belonging& still = belongings_[move.slot];
    const std::uint32_t node = entities_[move.slot].node;
    if (node < model_.tiers && still.counted_in < 0) {
      still.counted_in = static_cast<std::int32_t>(node);
      recorder_.families().in_tier(node, +1, 0, time);
    }
    if (turn) end_turn(family, time);
    return;
  }
  const std::uint32_t index = own.family;
  const bool turn = begin_turn(index, time);
  const Family& family = families_[index];
  recorder_.families().moved(move.edge, family.at_home);
  if (to < model_.tiers) {
    for (std::uint32_t i = family.first_child; i < family.first_child + family.children; ++i)
      if (families_.child(i).state == Child::home) come_to_tier(i, to, time);
  }
  enter_node(move, time, is_drawn);
  if (turn) end_turn(index, time);
}

/// One child more has come to the tier, with the family's case or alone.
template <class Luck, class Recorder>
void Replication<Luck, Recorder>::come_to_tier(std::uint32_t index, std::uint32_t tier, double time) {
  const std::int32_t watched = nodes_family_[tier].lifetime;
  Child& child = families_.child(index);
  const auto bit = static_cast<std::uint8_t>(watched < 0 ? 0 : 1u << watched);
  recorder_.families().came(tier, (child.ever & bit) != 0);
  if (families_[child.family].of_care_leaver) recorder_.families().came_of_care_leaver(tier);
  child.ever |= bit;
  if (time < child.born + model_.families.lifetime_by) child.ever_early |= bit;
}

/// A case is closed, or a child leaves care.
template <class Luck, class Recorder>
void Replication<Luck, Recorder>::leave_the_model(std::uint32_t slot, std::uint32_t exit, double time) {
  const Belonging own = belongings_[slot];
  belongings_[slot] = {};
  if (own.family == nobody) return;
  if (!own.is_child) {
    History& history = families_.history(own.family);
    families_.close_case(own.family);
    history.last_closed = time;
    history.closed_children = families_[own.family].at_home;
    history.reopened = false;
    recorder_.families().closed(history.closed_children);
    return;
  }
  care_slots_.erase(own.child);
  const std::int32_t edge = model_.families.rejoin_edges[exit - model_.tiers];
  const bool follows = edge >= 0 && families_[own.family].has_left;
  families_.child(own.child).state = follows ? Child::moved : edge < 0 ? Child::gone : Child::home;
  recorder_.families().moved_out(follows);
  // Who leaves on the 18th birthday may do so a rounding error before the calendar of the family has it.
  constexpr double rounding = 0.01;
  if (edge < 0 && time + rounding >= families_.child(own.child).born + Families<Luck>::childhood) note_grown_up_in_care(own.child, time);
  if (edge < 0 || follows) return;
  ++families_[own.family].at_home;
  if (families_.case_of(own.family) == nobody) open_case(own.family, static_cast<std::uint32_t>(edge), -1, time);
  else if (const std::uint32_t tier = tier_of_case(own.family); tier != Entities::gone) come_to_tier(own.child, tier, time);
}

/// A case goes elsewhere by `edge`, wherever it is and whatever is being done for it.
template <class Luck, class Recorder>
void Replication<Luck, Recorder>::call_away(std::uint32_t slot, std::uint32_t edge, double time) {
  auto& record = entities_[slot];
  const std::uint32_t index = record.node;
  if (nodes_[index].fixed.plain) {
    if (record.draw < model_.horizon) withdraw(record);
    entities_.count_visit(slot, index);
    nodes_[index].places.release();
    recorder_.left(index, record.group, time, time - record.since);
    record.in_place = false;
    return enter({slot, edge}, time);
  }
  if (record.in_place) {
    if (record.draw < model_.horizon) withdraw(record);
    depart(slot, edge, time);
  } else {
    if (record.is_patient) withdraw(record);
    record.is_patient = false;
    leave_line(slot, index);
    recorder_.dequeued(index, record.group, time);
    entities_.count_visit(slot, index);
    release_held(slot, edge, time, /*stayed=*/false);
    tell_sources(index, time);
  }
  attend(index, time);
  enter({slot, edge}, time);
}

/// The need of the family as it is seen at a gate, levels from 1.
template <class Luck, class Recorder>
double Replication<Luck, Recorder>::seen_need(const Choice& choice, std::uint32_t slot, std::uint64_t visit) {
  const double level = families_[belongings_[slot].family].need + 1;
  return choice.error == 0 ? level : level + choice.error * model_.families.normal(Luck::bits(entities_[slot].name, choice.purpose, visit));
}

// --- dated changes ---

/// Rates change for all at once: clocks run until now at the old ones.
template <class Luck, class Recorder>
template <class Change>
void Replication<Luck, Recorder>::change_rates(double time, Change change) {
  const auto each_by_need = [this](auto act) {
    for (std::uint32_t slot = 0; slot < std::min<std::size_t>(entities_.slots(), belongings_.size()); ++slot) {
      const auto& record = entities_[slot];
      if (record.node < model_.tiers && record.in_place && belongings_[slot].family != nobody && !belongings_[slot].is_child && nodes_family_[record.node].goes_by_need) act(slot);
    }
  };
  for (std::uint32_t family = 0; family < families_.size(); ++family)
    if (families_.is_there(family)) families_.advance(family, time);
  each_by_need([&](std::uint32_t slot) { use_up(slot, time); });
  change();
  for (std::uint32_t family = 0; family < families_.size(); ++family)
    if (families_.is_there(family)) schedule(family, time);
  each_by_need([&](std::uint32_t slot) { reschedule_by_need(slot, time); });
}

template <class Luck, class Recorder>
void Replication<Luck, Recorder>::apply(const FamilyChange& change) {
  const bool same_rates = change.contact >= 0 && change.now.same_rates(families_.contacts()[static_cast<std::size_t>(change.contact)]);
  if (same_rates) return families_.apply(change);
  change_rates(change.time, [&] {
    families_.apply(change);
    note_contacts();
  });
}

/// The part of a tier's change that is about families.
template <class Luck, class Recorder>
void Replication<Luck, Recorder>::apply_to_families(const NodeChange& change) {
  const Node& node = nodes_[change.node].fixed;
  FamilyTier& tier = nodes_family_[change.node];
  for (std::size_t i = 0; i < change.errors.size(); ++i) stays_[node.first_stay + i].choice.error = change.errors[i];
  std::vector<std::uint32_t> stays;
  for (std::uint32_t stay = node.first_stay; stay < node.first_stay + node.stays; ++stay) stays.push_back(stay);
  for (const ChildWay& way : tier.children) stays.push_back(way.stay);
  bool same = tier.up == change.family.up && tier.down == change.family.down;
  for (std::size_t i = 0; i < stays.size() && i < change.hazards.size(); ++i) same = same && stays_[stays[i]].hazard_by_need == change.hazards[i];
  const auto act = [&] {
    tier.up = change.family.up;
    tier.down = change.family.down;
    for (std::size_t i = 0; i < stays.size() && i < change.hazards.size(); ++i) stays_[stays[i]].hazard_by_need = change.hazards[i];
    for (std::size_t i = 0; i < tier.children.size(); ++i) {
      tier.children[i].takes = change.family.children[i].takes;
      tier.children[i].together = change.family.children[i].together;
    }
  };
  if (same) return act();
  change_rates(change.time, act);
}

}  // namespace headwater
