// Offered load: how much work comes to each tier in the long run, from the rates, routes and laws alone.
//
// Arrivals solve the traffic equations lambda = external + lambda P (Jackson, "Networks of waiting lines", Operations
// Research 5, 1957); the load is arrivals times mean time in the tier. Where gates decide by attributes the equations
// are solved for each class of attribute values. Figures are those before any dated change, and say nothing of how long a
// queue takes to build up. Where a race has a birthday in it they are upper bounds: at every visit the birthday is taken
// to be as far off as it was on arrival. They are those of a model that turns nobody away: balking, giving up and
// refusal are left out, and where tiers share out by what goes on there, each is taken to get the same. Calendars count
// by their mean over the simulation, growth not at all.
#pragma once

#include <vector>

#include "scenario/description.hpp"

namespace headwater {

struct Load {
  double arrivals_per_day = 0;  ///< in the long run, returns and loops included; infinite when nobody ever leaves a loop
  double mean_sojourn = 0;      ///< days
  double offered = 0;           ///< mean number in the tier if nobody had to wait
  double utilisation = 0;       ///< offered over capacity; NaN when unlimited
  bool at_most = false;         ///< an upper bound, since the model has birthdays
  /// One per resource, in the order of the model: mean number who carry it through the tier, where it is not needed, if
  /// nobody had to wait.
  std::vector<double> carrying;
  std::vector<double> offered_by_class;  ///< one per class, in the order of the model (one in all without classes)
};

/// One per tier. What depends on a law by age is NaN: the times of a tier whose sojourn goes by age, and everything
/// where a racer does, since who wins is not worked out. Listed arrivals count as nothing. All NaN where arrivals follow a
/// tier, and for models so large (some hundred tiers, thousands of attribute classes) that the equations would take seconds.
std::vector<Load> offered_load(const Description& description);

}  // namespace headwater
