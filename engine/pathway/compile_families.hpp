// Compiles what a description says of families.
#pragma once

#include <functional>
#include <string>

#include "pathway/model.hpp"

namespace headwater {

/// What the compiler of the model lends: names become indices, ways become edges, uses become purposes.
struct FamilyNames {
  std::function<std::uint32_t(const std::string&)> node;
  std::function<std::uint32_t(std::int32_t from_node, std::int32_t from_source, const std::string& to, const std::string& how)> add_edge;
  std::function<std::uint64_t(const std::string&)> purpose;
};

/// First births a day on the start date, so that `spec.children` children under 18 are expected there then: births in a
/// family follow the first by sums of spacings, and the rate of first births grows exponentially.
double first_births_per_day(const PopulationSpec& spec);

/// Fills `model.families`, adds contacts to its sources and ways of children to its stays. To be called when tiers,
/// sources and exits have been compiled.
void compile_families(const Description& description, const FamilyNames& names, Model& model);

/// The part of a tier that may change on a date.
FamilyTier changed_tier(const TierSpec& spec);

}  // namespace headwater
