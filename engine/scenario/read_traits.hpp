// The traits of families, read from the keys 'attributes', 'indicators' and 'associations' of 'population'.
#pragma once

#include "scenario/section.hpp"
#include "scenario/traits.hpp"

namespace headwater {

/// Reads and checks the traits. Faults are reported; what was read is whole and consistent only where there are none.
TraitsSpec read_traits(Section& population);

/// Reads multipliers by trait: a map from indicators to factors, and from attributes to maps from categories to factors,
/// each finite and not negative; what is not named has factor 1. `owner`: what they multiply, for messages, such as
/// "'factors' of 'contacts'". Requires traits without faults.
TraitFactors read_trait_factors(const Value& map, const TraitsSpec& traits, const std::string& owner, Diagnostics& diagnostics);

}  // namespace headwater
