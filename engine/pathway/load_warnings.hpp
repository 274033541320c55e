// Warnings of what cannot last: more comes than can be served, or those who go first leave nothing for the others.
#pragma once

#include "pathway/resource_load.hpp"
#include "scenario/diagnostics.hpp"

namespace headwater {

/// Adds a warning for each tier, class and resource, with the place of the tier or resource. None where loads are upper
/// bounds, and none of lists that grow where some are turned away, balk or give up.
void warn_of_load(const Description& description, const std::vector<Load>& loads, Diagnostics& diagnostics);

}  // namespace headwater
