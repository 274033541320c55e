// What a scenario says of families: who they are, how their need moves, who speaks of them, how children leave home.
//
// Levels of need are counted from 1, the lowest. A list "by level" has one number for each, from the lowest.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "random/law.hpp"
#include "scenario/diagnostics.hpp"
#include "scenario/traits.hpp"

namespace headwater {

/// Families leave the area, and others come to it.
struct MovesSpec {
  double out = 0;        ///< a family a day
  double in = 0;         ///< a day, for each family that there would be without moves
  std::string to;        ///< exit of the case of a family that leaves
  TraitFactors factors;  ///< of both rates, by what a family is
};

/// Some who grow up in care become parents in the area.
struct CareLeaversSpec {
  double become_parents = 0;  ///< probability
  Law after;                  ///< from the 18th birthday to the first birth, days
  double need_rises = 1;      ///< factors of their family
  double spoken_of = 1;
};

/// Families have kin, along which need and contact travel.
struct KinSpec {
  double families = 0;    ///< how many other families are kin of one, on average, at the start
  int need_from = 1;      ///< level of need from which a family is in need, for its kin
  double need_rises = 1;  ///< factor of the hazards with which need rises where kin are in need
  double spoken_of = 1;   ///< factor of the rates of contacts where kin have an open case
  Place place;
};

struct PopulationSpec {
  double children = 0;                       ///< under 18, on the start date, as expected
  double growth_per_year = 0;                ///< of births, compounding
  std::vector<double> children_per_family;   ///< weights of 1, 2, ... children
  Law spacing;                               ///< from one birth of a family to the next, days
  double frailty = 0;                        ///< standard deviation of the logarithm of the lifelong factor
  std::string no_child_at_home;              ///< exit of a case that has nobody left
  TraitsSpec traits;
  TraitFactors need_rises;                   ///< of the hazards with which need rises, by what a family is
  TraitFactors spoken_of;                    ///< of the rates of contacts
  std::optional<MovesSpec> moves;
  std::optional<CareLeaversSpec> care_leavers;
  std::optional<KinSpec> kin;
  Place place;
};

/// Hazards with which the need of a family rises and falls, a day.
struct NeedLevelsSpec {
  std::vector<double> up;    ///< from level 1, 2, ... to the next
  std::vector<double> down;  ///< from level 2, 3, ... to the one below
  Place place;

  std::size_t levels() const { return up.size() + 1; }
};

/// Which of the children at home go, each for itself.
struct TakesSpec {
  std::vector<double> below_years;  ///< rising
  std::vector<double> probability;  ///< one more than ages
};

/// Somebody speaks of a family.
struct ContactSpec {
  std::string name;
  std::vector<double> rate;          ///< a day, by level
  double effort = 1;
  double with_infant = 1;
  double after_closure = 1;
  double after_closure_lasts = 0;    ///< days
  double error = 0;                  ///< of what is seen of the need, levels
  double refer_from = 0;             ///< what must be seen for a referral
  std::string to;                    ///< tier of those referred
  std::string otherwise_to;          ///< tier of those who are offered something else; empty: nothing is
  std::vector<double> otherwise;     ///< probability, by level
  std::vector<TakesSpec> takes;      ///< none or one: children go at once
  std::string children_to;
  Place place;
};

/// Children leave home while the case of their family stays; again and again.
struct ChildWaySpec {
  std::string name;
  std::vector<double> hazard;  ///< a day, by level
  TakesSpec takes;
  std::string to;
  double together = 0;         ///< probability that those who go at once share their draws at gates
  Place place;
};

/// Factors of the hazards of need while a stay lasts.
struct SupportSpec {
  double up = 1;
  double down = 1;
};

/// What a tier is to families, beside what every tier is.
struct FamilyTierSpec {
  std::vector<ChildWaySpec> children;
  SupportSpec supports;
  int serves_from = 1;
  int serves_to = 8;
  bool contacts = false;  ///< others may still speak of a family that is here
};

/// Which tiers are watched over the life of a child.
struct LifetimeSpec {
  std::vector<std::string> tiers;
  double by_years = 5;  ///< the earlier age
  Place place;
};

}  // namespace headwater
