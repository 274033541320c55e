// Whether two descriptions say the same, places and the resolved text left out.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "scenario/description.hpp"

namespace headwater {

template <class Item, class Same>
bool all_same(const std::vector<Item>& a, const std::vector<Item>& b, Same same_item) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), same_item);
}

inline bool same(const AttributeSpec& a, const AttributeSpec& b) { return a.name == b.name && a.law == b.law; }
inline bool same(const ExitShare& a, const ExitShare& b) { return a.to == b.to && a.weight == b.weight && a.becomes == b.becomes; }
inline bool same(const GroupSpec& a, const GroupSpec& b) {
  return a.name == b.name && a.on == b.on && a.below == b.below && a.labels == b.labels;
}

template <class Item>
bool same(const std::vector<Item>& a, const std::vector<Item>& b) {
  return all_same(a, b, [](const Item& x, const Item& y) { return same(x, y); });
}

inline bool same(const RacerSpec& a, const RacerSpec& b) {
  return a.name == b.name && a.law == b.law && a.at_age_years == b.at_age_years && same(a.exits, b.exits);
}
inline bool same(const DecideSpec& a, const DecideSpec& b) { return a.on == b.on && a.below == b.below && a.to == b.to; }
inline bool same(const ShareOutSpec& a, const ShareOutSpec& b) { return a.by == b.by && a.to == b.to; }
inline bool same(const BalkSpec& a, const BalkSpec& b) { return a.from == b.from && a.probability == b.probability && a.to == b.to; }
inline bool same(const PatienceSpec& a, const PatienceSpec& b) { return a.law == b.law && a.to == b.to; }
inline bool same(const NeedSpec& a, const NeedSpec& b) { return a.resource == b.resource && a.amount == b.amount && a.attribute == b.attribute; }
inline bool same(const FollowsSpec& a, const FollowsSpec& b) { return a.tier == b.tier && a.numbers == b.numbers && a.factors == b.factors; }
template <class Item>
bool same(const std::optional<Item>& a, const std::optional<Item>& b) {
  return a.has_value() == b.has_value() && (!a || same(*a, *b));
}
inline bool same(const SourceSpec& a, const SourceSpec& b) {
  return a.name == b.name && a.rate_per_day == b.rate_per_day && a.dates == b.dates && same(a.attributes, b.attributes) && a.to == b.to &&
         a.of_class == b.of_class && a.patterns == b.patterns && a.gap == b.gap && a.every == b.every && a.first == b.first &&
         a.at_start == b.at_start && a.growth_per_year == b.growth_per_year && same(a.follows, b.follows) && a.batch == b.batch &&
         a.scatter == b.scatter && a.shows_up == b.shows_up;
}
inline bool same_stay(const StaySpec& a, const StaySpec& b) {
  return a.sojourn == b.sojourn && same(a.race, b.race) && same(a.exits, b.exits) && same(a.decide, b.decide) && same(a.share_out, b.share_out);
}
inline bool same(const TierSpec& a, const TierSpec& b) {
  const auto same_class = [](const auto& x, const auto& y) { return x.first == y.first && same_stay(x.second, y.second); };
  return same_stay(a, b) && a.name == b.name && a.kind == b.kind && a.capacity == b.capacity && a.when_cut == b.when_cut && a.order == b.order &&
         a.ordered_by == b.ordered_by && a.bands == b.bands && a.pre_emption == b.pre_emption && a.shared_by_at_most == b.shared_by_at_most &&
         a.waiting_room == b.waiting_room && a.when_full == b.when_full && a.blocks == b.blocks && same(a.balk, b.balk) &&
         same(a.patience, b.patience) && same(a.needs, b.needs) && a.keeps == b.keeps && a.patterns == b.patterns &&
         all_same(a.by_class, b.by_class, same_class);
}
inline bool same(const ResourceSpec& a, const ResourceSpec& b) {
  return a.name == b.name && a.capacity == b.capacity && a.patterns == b.patterns && a.when_cut == b.when_cut;
}
inline bool same(const ClassSpec& a, const ClassSpec& b) { return a.name == b.name && a.priority == b.priority; }
inline bool same(const ExitSpec& a, const ExitSpec& b) {
  return a.name == b.name && a.returns.has_value() == b.returns.has_value() &&
         (!a.returns || (a.returns->probability == b.returns->probability && a.returns->after == b.returns->after && a.returns->to == b.returns->to));
}
inline bool same(const Revision& a, const Revision& b) {
  return a.time == b.time && a.of == b.of && a.index == b.index && same(a.source, b.source) && same(a.tier, b.tier) && same(a.exit, b.exit) &&
         same(a.resource, b.resource);
}
inline bool same(const RunSpec& a, const RunSpec& b) {
  return a.replications == b.replications && a.seed == b.seed && a.every == b.every && a.period == b.period && a.warm_up == b.warm_up &&
         a.event_log == b.event_log && a.generator == b.generator;
}
inline bool same(const FamilyAttributeSpec& a, const FamilyAttributeSpec& b) {
  return a.name == b.name && a.categories == b.categories && a.by == b.by && a.shares == b.shares;
}
inline bool same(const IndicatorSpec& a, const IndicatorSpec& b) {
  return a.name == b.name && a.by == b.by && a.prevalence == b.prevalence && a.frailty == b.frailty;
}
inline bool same(const AssociationSpec& a, const AssociationSpec& b) {
  return a.name == b.name && a.first == b.first && a.second == b.second && a.correlation == b.correlation && a.both == b.both;
}
inline bool same(const PopulationSpec& a, const PopulationSpec& b) {
  return a.children == b.children && a.growth_per_year == b.growth_per_year && a.children_per_family == b.children_per_family && a.spacing == b.spacing &&
         a.frailty == b.frailty && a.no_child_at_home == b.no_child_at_home && same(a.traits.attributes, b.traits.attributes) && same(a.traits.indicators, b.traits.indicators) &&
         same(a.traits.associations, b.traits.associations) && a.traits.others == b.traits.others && a.traits.frailty == b.traits.frailty;
}

inline bool same(const CostLineSpec& a, const CostLineSpec& b) {
  return a.name == b.name && a.tiers == b.tiers && a.gbp_per_day == b.gbp_per_day && a.gbp_per_start == b.gbp_per_start && a.fixed_gbp_per_year == b.fixed_gbp_per_year &&
         a.inflation == b.inflation && a.from == b.from && a.to == b.to && a.bearer == b.bearer && a.source == b.source;
}
inline bool same(const MoneySpec& a, const MoneySpec& b) { return a.price_year == b.price_year && a.discount_rate == b.discount_rate && same(a.lines, b.lines); }

/// "" when both say the same, else the name of the first part that differs.
inline std::string first_difference(const Description& a, const Description& b) {
  if (a.title != b.title) return "title";
  if (a.start != b.start) return "start";
  if (a.horizon != b.horizon) return "horizon";
  if (a.year_begins_month != b.year_begins_month) return "year_begins_month";
  if (!same(a.attributes, b.attributes)) return "attributes";
  if (!same(a.sources, b.sources)) return "sources";
  if (!same(a.tiers, b.tiers)) return "tiers";
  if (!same(a.exits, b.exits)) return "exits";
  if (!same(a.resources, b.resources)) return "resources";
  if (!same(a.classes, b.classes)) return "classes";
  if (a.show_unit != b.show_unit) return "show_unit";
  if (!same(a.groups, b.groups)) return "groups";
  if (!same(a.population, b.population)) return "population";
  if (!same(a.money, b.money)) return "money";
  if (!same(a.run, b.run)) return "run";
  if (!same(a.revisions, b.revisions)) return "revisions";
  return "";
}

}  // namespace headwater
