// What somebody may hold already on coming to a tier: resources that were kept on the way.
#pragma once

#include <map>
#include <set>
#include <string>
#include <tuple>

#include "scenario/description.hpp"

namespace headwater {

/// How much of a resource is held: a number, or the value of an attribute.
struct HeldAmount {
  double amount = 0;
  std::string attribute = {};  ///< when not empty, instead of `amount`
  bool operator<(const HeldAmount& other) const { return std::tie(amount, attribute) < std::tie(other.amount, other.attribute); }
};

/// By tier, then resource: all the amounts that may be brought there. Nothing of what is never brought.
using Brought = std::map<std::string, std::map<std::string, std::set<HeldAmount>>>;

/// Follows every way out, until nothing is added: those who are turned away or give up take along what they brought.
Brought brought_to_tiers(const Description& in);

/// What may be held of a resource during a stay in a tier: what was brought, or what is needed there, whichever is more.
std::set<HeldAmount> held_in(const TierSpec& tier, const std::string& resource, const Brought& brought);

}  // namespace headwater
