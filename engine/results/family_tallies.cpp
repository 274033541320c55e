#include "results/family_tallies.hpp"

#include <algorithm>
#include <limits>

namespace headwater {

namespace {

enum FamilySeries : std::size_t {
  children, children_end, children_entries, children_again, children_above_need, children_below_need, children_moves, contacts, children_referred,
  children_referred_again, children_by_need, children_hidden, grown_ever, grown_ever_early, closures, closures_reopened, births, grown,
  always  ///< as many as all models have
};

}  // namespace

std::vector<SeriesSpec> family_series(const FamilyModel& model) {
  const auto level = [](const char* name, const char* text, Axis axis = Axis::tier) { return SeriesSpec{name, "1", text, axis}; };
  const auto count = [](const char* name, const char* text, Axis axis = Axis::tier) { return SeriesSpec{name, "1", text, axis, false, true}; };
  std::vector<SeriesSpec> list{
      level("children", "mean number of children whose case is in the tier, those who wait included; in a family's case, those at home"),
      count("children_end", "the same at the end of the period"),
      count("children_entries", "number of children who came to the tier, with their family's case, alone, or by being born into it"),
      count("children_entries_again", "of these: who had been in the tier before; counted for tiers that the model watches over a lifetime"),
      level("children_above_need", "mean number of children in the tier whose family's need is above what the tier is meant for (nobody can observe this)"),
      level("children_below_need", "mean number of children in the tier whose family's need is below what the tier is meant for (nobody can observe this)"),
      count("children_moves", "number of children who went this way", Axis::edge),
      count("contacts", "number of times that somebody spoke of a family", Axis::source),
      count("children_referred", "number of children referred", Axis::source),
      count("children_referred_again", "of these: who had been referred within 365.25 days before", Axis::source),
      level("children_by_need", "mean number of children at home, by their family's level of need (nobody can observe this)", Axis::need),
      level("children_hidden", "mean number of children at home in families without a case, by level of need (nobody can observe this)", Axis::need),
      count("grown_ever", "number of those who turned 18, born in simulated time, who had ever been in the tier; counted for tiers that the model watches over a lifetime"),
      count("grown_ever_early", "number of those who turned 18, born in simulated time, who had been in the tier by the earlier age that the model watches"),
      count("closures", "number of children at home in families whose case was closed", Axis::none),
      count("closures_reopened", "number of children at home at the closure of a case, in families referred again within 365.25 days, counted when they are", Axis::none),
      count("births", "number of children born", Axis::none),
      count("grown", "number of children who turned 18, born in simulated time", Axis::none),
  };
  if (model.moves.any()) {
    for (const auto name : {grown, grown_ever, grown_ever_early}) list[name].long_name += "; those who moved in are not counted";
    list.push_back(count("children_moved_in", "number of children who came to the area with their family", Axis::none));
    list.push_back(count("children_moved_out", "number of children at home whose family left the area, and of those who went from care to a family that had", Axis::none));
  }
  if (model.care_leavers.any()) {
    list.push_back(count("grown_in_care", "number of children who turned 18 in care", Axis::none));
    list.push_back(count("births_to_care_leavers", "number of children born in families of those who had grown up in care", Axis::none));
    list.push_back(level("care_leavers_children_by_need", "mean number of children at home in families of those who had grown up in care, by level of need (nobody can observe this)", Axis::need));
    list.push_back(count("care_leavers_children_entries", "number of children of those who had grown up in care who came to the tier, with their family's case, alone, or by being born into it"));
  }
  return list;
}

FamilyTallies::FamilyTallies(const Model& model)
    : by_need_(model.families.levels), hidden_(model.families.levels), in_tier_(model.tiers), above_(model.tiers), below_(model.tiers), of_leavers_(model.families.levels), came_(model.tiers),
      came_again_(model.tiers), moved_(model.edges.size()), contacts_(model.sources.size()), referred_(model.sources.size()), referred_again_(model.sources.size()),
      grown_ever_(model.tiers), grown_ever_early_(model.tiers), came_of_leavers_(model.tiers), watched_(model.families.lifetime_names.size()), any_moves_(model.families.moves.any()), any_leavers_(model.families.care_leavers.any()) {
  for (std::size_t tier = 0; tier < model.families.tiers.size(); ++tier)
    if (model.families.tiers[tier].lifetime >= 0) watched_[static_cast<std::size_t>(model.families.tiers[tier].lifetime)] = tier;
}

void FamilyTallies::begin_period(double begin, double end) {
  period_end_ = end;
  for (auto* levels : {&by_need_, &hidden_, &in_tier_, &above_, &below_, &of_leavers_})
    for (Level& level : *levels) level.area = static_cast<double>(level.now) * (end - begin);
  for (auto* counts : {&came_, &came_again_, &moved_, &contacts_, &referred_, &referred_again_, &grown_ever_, &grown_ever_early_, &came_of_leavers_}) std::fill(counts->begin(), counts->end(), 0);
  closed_ = reopened_ = born_ = grown_ = moved_in_ = moved_out_ = grown_in_care_ = born_to_leavers_ = 0;
}

void FamilyTallies::write(double length, const std::function<double&(std::size_t, std::size_t)>& cell) const {
  for (std::size_t tier = 0; tier < in_tier_.size(); ++tier) {
    cell(children, tier) = in_tier_[tier].area / length;
    cell(children_end, tier) = static_cast<double>(in_tier_[tier].now);
    cell(children_entries, tier) = static_cast<double>(came_[tier]);
    cell(children_again, tier) = static_cast<double>(came_again_[tier]);
    cell(children_above_need, tier) = above_[tier].area / length;
    cell(children_below_need, tier) = below_[tier].area / length;
    cell(grown_ever, tier) = static_cast<double>(grown_ever_[tier]);
    cell(grown_ever_early, tier) = static_cast<double>(grown_ever_early_[tier]);
  }
  for (std::size_t edge = 0; edge < moved_.size(); ++edge) cell(children_moves, edge) = static_cast<double>(moved_[edge]);
  for (std::size_t source = 0; source < contacts_.size(); ++source) {
    cell(contacts, source) = static_cast<double>(contacts_[source]);
    cell(children_referred, source) = static_cast<double>(referred_[source]);
    cell(children_referred_again, source) = static_cast<double>(referred_again_[source]);
  }
  for (std::size_t need = 0; need < by_need_.size(); ++need) {
    cell(children_by_need, need) = by_need_[need].area / length;
    cell(children_hidden, need) = hidden_[need].area / length;
  }
  cell(closures, 0) = static_cast<double>(closed_);
  cell(closures_reopened, 0) = static_cast<double>(reopened_);
  cell(births, 0) = static_cast<double>(born_);
  cell(grown, 0) = static_cast<double>(grown_);
  std::size_t next = always;
  if (any_moves_) {
    cell(next++, 0) = static_cast<double>(moved_in_);
    cell(next++, 0) = static_cast<double>(moved_out_);
  }
  if (any_leavers_) {
    cell(next++, 0) = static_cast<double>(grown_in_care_);
    cell(next++, 0) = static_cast<double>(born_to_leavers_);
    for (std::size_t need = 0; need < of_leavers_.size(); ++need) cell(next, need) = of_leavers_[need].area / length;
    ++next;
    for (std::size_t tier = 0; tier < came_of_leavers_.size(); ++tier) cell(next, tier) = static_cast<double>(came_of_leavers_[tier]);
  }
}

}  // namespace headwater
