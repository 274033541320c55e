#include "pathway/load_warnings.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "scenario/number.hpp"

namespace headwater {

namespace {

std::string per_cent(double share) { return to_text(std::floor(100 * share + 0.5)) + " %"; }

/// Cases that can be in the tier at once on average: its places, or what there is of the scarcest resource.
double room_for(const Description& in, const TierSpec& tier) {
  double room = mean_places(in, tier.capacity, tier.patterns);
  for (const NeedSpec& need : tier.needs)
    for (const ResourceSpec& resource : in.resources)
      if (resource.name == need.resource && need.attribute.empty()) room = std::min(room, mean_places(in, resource.capacity, resource.patterns) / need.amount);
  return room;
}

/// Classes that are served only when there is time left by those before them, of which there is none.
std::vector<std::string> never_served(const Description& in, const TierSpec& tier, const Load& load) {
  std::vector<std::string> names;
  if (tier.ordered_by != "class" || in.classes.empty() || turns_away(tier)) return names;
  const bool highest = tier.order == Order::highest_first;
  const double room = room_for(in, tier);
  const auto rank = [&](const ClassSpec& of) {
    if (tier.bands.empty()) return of.priority;
    return static_cast<double>(std::upper_bound(tier.bands.begin(), tier.bands.end(), of.priority) - tier.bands.begin());
  };
  for (std::size_t k = 0; k < in.classes.size(); ++k) {
    double before = 0;
    for (std::size_t other = 0; other < in.classes.size(); ++other) {
      const double own = rank(in.classes[k]), its = rank(in.classes[other]);
      if (highest ? its > own : its < own) before += load.offered_by_class[other];
    }
    if (load.offered_by_class[k] > 0 && before >= room) names.push_back(in.classes[k].name);
  }
  return names;
}

void warn_of_tier(const Description& in, const TierSpec& tier, const Load& load, Diagnostics& diagnostics) {
  if (load.offered_by_class.empty()) return;
  const std::vector<std::string> last = never_served(in, tier, load);
  for (const std::string& name : last)
    diagnostics.warning(tier.place, "in tier '" + tier.name + "' those of class '" + name + "' will hardly ever be served: the classes that go first fill all " +
                                        (tier.needs.empty() ? "places" : "that it needs"));
  if (!(load.utilisation >= 1) || turns_away(tier)) return;
  const bool ranked = tier.order == Order::highest_first || tier.order == Order::lowest_first || tier.order == Order::last_come;
  diagnostics.warning(tier.place, "more comes to tier '" + tier.name + "' than its places can take (" + per_cent(load.utilisation) + "): " +
                                      (tier.order == Order::shared && !tier.shared_by_at_most ? "the number there" : "its waiting list") + " will grow" +
                                      (ranked && last.empty() ? ", and those who rank last may never be served" : ""));
}

}  // namespace

void warn_of_load(const Description& in, const std::vector<Load>& loads, Diagnostics& diagnostics) {
  if (loads.empty() || loads[0].at_most) return;
  for (std::size_t i = 0; i < loads.size(); ++i) warn_of_tier(in, in.tiers[i], loads[i], diagnostics);
  const std::vector<ResourceLoad> of_resources = resource_load(in, loads);
  for (std::size_t r = 0; r < of_resources.size(); ++r) {
    const ResourceLoad& load = of_resources[r];
    if (!(load.lasting > 0 && load.lasting >= load.there)) continue;
    diagnostics.warning(in.resources[r].place, "more is asked of resource '" + in.resources[r].name + "' than there is (" + (load.at_least ? "at least " : "") +
                                                   per_cent(load.utilisation) + "): waiting lists will grow");
  }
}

}  // namespace headwater
