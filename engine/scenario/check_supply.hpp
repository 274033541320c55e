// What is needed against what there is at any time: amounts, calendars that shut each other out, batches.
#pragma once

#include "scenario/carried.hpp"
#include "scenario/description.hpp"
#include "scenario/section.hpp"

namespace headwater {

/// As `check_queues`, which calls it. `brought`: from `brought_to_tiers`.
void check_supply(const Description& description, const Brought& brought, const Value& root, Diagnostics& diagnostics);

}  // namespace headwater
