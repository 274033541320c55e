// A tier, as files say it: who is there, how they wait and for what, how they leave.
#pragma once

#include "scenario/description.hpp"
#include "scenario/section.hpp"

namespace headwater {

/// Reads a tier and checks what can be told from the tier alone. `name` is the key it stands under. Used for the model as it
/// begins and for what it becomes on a date.
TierSpec read_tier(const Value::Key& name, const Value& map, Diagnostics& diagnostics);

/// Places under `key`; nothing for 'unlimited', or when it is absent or wrong.
std::optional<std::int64_t> read_places(Section& section, std::string_view key);

/// What 'when_cut' says.
WhenCut read_when_cut(Section& section);

/// Whether anybody can ever have to wait in a tier.
bool can_wait(const TierSpec& tier);

}  // namespace headwater
