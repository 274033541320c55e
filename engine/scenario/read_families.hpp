// Reads what a file says of families, and checks what only shows when all of it has been read.
#pragma once

#include "scenario/description.hpp"
#include "scenario/section.hpp"

namespace headwater {

PopulationSpec read_population(const Value& map, Diagnostics& diagnostics);
NeedLevelsSpec read_need_levels(const Value& map, Diagnostics& diagnostics);
ContactSpec read_contact(const Value::Key& name, const Value& map, Diagnostics& diagnostics);

/// The part of a tier that is about families.
FamilyTierSpec read_family_tier(Section& tier, TierKind kind);

/// Lists by level that have another length than there are levels, tiers that would hold families and children at once, rules
/// that families cannot follow, exits that lead children nowhere. Without a population: whatever needs one.
void check_families(const Description& description, const Value& root, Diagnostics& diagnostics);

/// Lists by level of what an element becomes on a date that have another length than there are levels.
void check_levels(const Revision& revision, const Description& description, Diagnostics& diagnostics);

/// The names of the tiers to which families come with their cases, and of those to which children come alone.
struct WhoComes {
  std::vector<std::string> families, children;
};
WhoComes who_comes(const Description& description);

}  // namespace headwater
