// How many children a population would have after its families have become as old as a family can be.
#pragma once

#include "scenario/families.hpp"

namespace headwater {

/// Births later than this after the first of a family are left out, so that it is known how far back to look for families.
inline constexpr double longest_family_years = 27;

/// The expected share of children who would be born more than that long after the first of their family, and so are
/// not born at all, though the rate of first births counts on them. Spacings are summed in steps of a week.
double share_born_too_late(const PopulationSpec& population);

}  // namespace headwater
