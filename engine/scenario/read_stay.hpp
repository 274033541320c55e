// How a stay goes on and ends, as files say it: for a tier, or for one class in it.
#pragma once

#include "scenario/description.hpp"
#include "scenario/section.hpp"

namespace headwater {

/// Reads sojourn, race, exits, decide and share_out. `of_tier`: what a class does not say is as there; nullptr for a
/// tier itself, which must say all. `kind`: that of the tier, as written, since only a 'gate' decides.
StaySpec read_stay(Section& section, const std::string& kind, const StaySpec* of_tier);

}  // namespace headwater
