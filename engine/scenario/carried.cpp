#include "scenario/carried.hpp"

#include <algorithm>

#include "scenario/ways_out.hpp"

namespace headwater {

std::set<HeldAmount> held_in(const TierSpec& tier, const std::string& resource, const Brought& brought) {
  std::set<HeldAmount> held;
  const auto need = std::find_if(tier.needs.begin(), tier.needs.end(), [&](const NeedSpec& spec) { return spec.resource == resource; });
  if (need != tier.needs.end()) held.insert({need->attribute.empty() ? need->amount : 0, need->attribute});
  const auto here = brought.find(tier.name);
  if (here == brought.end()) return held;
  const auto amounts = here->second.find(resource);
  if (amounts == here->second.end()) return held;
  for (const HeldAmount& amount : amounts->second) {
    const bool less = need != tier.needs.end() && need->attribute.empty() && amount.attribute.empty() && amount.amount < need->amount;
    if (!less) held.insert(amount);
  }
  return held;
}

Brought brought_to_tiers(const Description& in) {
  Brought brought;
  std::set<std::string> tiers;
  for (const TierSpec& tier : in.tiers) tiers.insert(tier.name);
  for (bool more = true; more;) {
    more = false;
    for (const TierSpec& tier : in.tiers) {
      for (const WayOut& way : ways_out(tier)) {
        if (!tiers.count(way.to)) continue;
        std::map<std::string, std::set<HeldAmount>> taken;
        if (way.when == WayOut::When::after_stay)
          for (const std::string& resource : tier.keeps) taken[resource] = held_in(tier, resource, brought);
        else
          taken = brought[tier.name];
        for (const auto& [resource, amounts] : taken)
          for (const HeldAmount& amount : amounts) more = brought[way.to][resource].insert(amount).second || more;
      }
    }
  }
  return brought;
}

}  // namespace headwater
