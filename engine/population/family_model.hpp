// The compiled part of a model that is about families: rates by level of need, who speaks of them, how children leave home.
//
// Levels are counted from 0 here. Times are days since the simulation begins, rates are per day.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "population/traits.hpp"
#include "random/sampler.hpp"

namespace headwater {

inline constexpr std::size_t most_levels = 8;
/// Ways of a tier that go by need (racers and ways of children): at most so many.
inline constexpr std::size_t most_clocks = 8;
/// Tiers that are watched over the life of a child: at most so many.
inline constexpr std::size_t most_lifetime_tiers = 8;

struct NeedHazards {
  double up[most_levels] = {};    ///< to the next level; 0 at the highest
  double down[most_levels] = {};  ///< to the level below; 0 at the lowest
};

/// Which children go: probability by age.
struct Takes {
  std::vector<double> below;        ///< ages in days, rising
  std::vector<double> probability;  ///< one more
  double at(double age) const {
    std::size_t band = 0;
    while (band < below.size() && age >= below[band]) ++band;
    return probability[band];
  }
};

struct Contact {
  double rate[most_levels] = {};    ///< effort included
  double with_infant = 1;
  double after_closure = 1;
  double after_closure_lasts = 0;
  double error = 0;
  double refer_from = 0;
  double otherwise[most_levels] = {};
  bool takes_children = false;
  Takes takes;
  // What follows never changes on a date.
  std::uint32_t source = 0;            ///< index into Model::sources
  std::uint32_t refer_edge = 0;
  std::int32_t otherwise_edge = -1;
  std::int32_t children_edge = -1;
  std::vector<std::int32_t> from_tier; ///< edge of a case that is called away from tier i; -1: not reached by contacts
  std::uint64_t seen_purpose = 0, otherwise_purpose = 0, takes_purpose = 0;

  /// Whether families are spoken of as often.
  bool same_rates(const Contact& other) const {
    return std::equal(rate, rate + most_levels, other.rate) && with_infant == other.with_infant && after_closure == other.after_closure &&
           after_closure_lasts == other.after_closure_lasts;
  }
};

/// A way in which children leave home; the family's case stays.
struct ChildWay {
  std::uint32_t stay = 0;  ///< index into Model::stays, which holds purpose and rates; its edge is that of the children
  Takes takes;
  double together = 0;
  std::uint64_t takes_purpose = 0, together_purpose = 0;
};

/// What a tier is to families.
struct FamilyTier {
  bool of_families = false;
  bool of_children = false;
  bool contacts = false;
  bool is_gate = false;
  double up = 1, down = 1;             ///< factors of the hazards of need while a stay lasts
  std::uint32_t serves_from = 0, serves_to = most_levels;
  std::int32_t empty_edge = -1;        ///< of a case with no child at home
  std::int32_t away_edge = -1;         ///< of the case of a family that leaves the area
  std::int32_t lifetime = -1;          ///< its number among the tiers watched over the life of a child
  std::vector<ChildWay> children;
  bool goes_by_need = false;           ///< a racer or a way of children does
};

/// Families leave the area and come to it.
struct Moves {
  double out = 0, in = 0;          ///< a day; `in` for each family that there would be without moves
  TraitFactors factors;            ///< of both
  bool alike = true;               ///< no factor is other than 1
  double most = 1;                 ///< no family's factor is greater
  std::uint64_t out_purpose = 0, gap_purpose = 0, age_purpose = 0, keep_purpose = 0;

  bool any() const { return out > 0 || in > 0; }
};

/// Those who grow up in care become parents.
struct CareLeavers {
  double become_parents = 0;
  Sampler after;                   ///< from the 18th birthday to the first birth
  double need_rises = 1, spoken_of = 1;
  std::uint64_t parent_purpose = 0, after_purpose = 0;

  bool any() const { return become_parents > 0; }
};

/// Need and contact travel along kinship.
struct Kinship {
  double families = 0;             ///< that are kin of one, on average
  std::uint32_t need_from = 0;     ///< level from which a family is in need, for its kin
  double need_rises = 1;           ///< factor where kin are in need
  double spoken_of = 1;            ///< factor where kin have a case
  std::uint64_t purpose = 0;

  /// Whether kin make a difference.
  bool any() const { return need_rises != 1 || spoken_of != 1; }
};

/// From `time` on, rates are these.
struct FamilyChange {
  double time = 0;
  std::int32_t contact = -1;           ///< index into FamilyModel::contacts; -1: need
  Contact now;
  NeedHazards need;
};

struct FamilyModel {
  std::uint32_t levels = 0;                    ///< 0: the model has no families
  std::uint64_t key = 0;                       ///< names the families
  double first_births_per_day = 0;             ///< on the start date
  double growth_per_day = 0;                   ///< of the logarithm
  double start = 0;                            ///< the start date
  std::vector<double> size_cuts;               ///< chance of at most 1, 2, ... children
  Sampler spacing;
  double frailty = 0;
  std::shared_ptr<const Traits> traits;
  TraitFactors need_rises, spoken_of;
  bool spoken_of_alike = true;                 ///< no factor of contacts is other than 1
  Moves moves;
  CareLeavers care_leavers;
  Kinship kin;
  NeedHazards need;
  std::vector<Contact> contacts;
  std::vector<FamilyTier> tiers;               ///< by tier
  std::vector<std::int32_t> rejoin_edges;      ///< by exit: by which the case of the family of a child who goes home comes; -1
  std::vector<std::string> lifetime_names;
  double lifetime_by = 0;                      ///< days
  std::vector<FamilyChange> changes;           ///< in order of time
  std::uint64_t gap_purpose = 0, size_purpose = 0, spacing_purpose = 0, begin_purpose = 0, up_purpose = 0,
                down_purpose = 0, contact_purpose = 0, which_purpose = 0;

  std::shared_ptr<const QuantileTable> moved_normal;

  bool any() const { return levels > 0; }
  /// A standard normal draw from one word, rising with it.
  double normal(std::uint64_t bits) const { return (*moved_normal)(bits) - QuantileTable::normal_shift; }
};

}  // namespace headwater
