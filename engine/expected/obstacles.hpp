// Whether expectations follow from the model's numbers alone, and if not, why.
//
// They do where nobody can act on anybody else: no tier where one may have to wait or is turned away, no source that looks
// at a tier, no rule that looks ahead. Then everybody's way is a chance of its own, and expected numbers add up.
#pragma once

#include <string>
#include <vector>

#include "scenario/description.hpp"

namespace headwater {

struct Obstacle {
  Place place;       ///< in the model's files
  std::string text;  ///< "tier 'clinic' has a capacity, so that some may wait"
};

/// Everything in the model for which expected numbers cannot be worked out; none: they can.
std::vector<Obstacle> obstacles_to_expectation(const Description& description);

}  // namespace headwater
