#include "pathway/resource_load.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "scenario/carried.hpp"
#include "scenario/timeline.hpp"
#include "scenario/ways_out.hpp"

namespace headwater {

namespace {

/// Those who stay where they were until there is room hold on to what they have.
bool leads_where_it_blocks(const Description& in, const TierSpec& tier) {
  for (const WayOut& way : ways_out(tier))
    for (const TierSpec& next : in.tiers)
      if (next.name == way.to && next.blocks && way.when == WayOut::When::after_stay) return true;
  return false;
}

/// The least that somebody may hold of what is brought to a tier.
double least_brought(const Description& in, const std::set<HeldAmount>& amounts) {
  double least = std::numeric_limits<double>::infinity();
  for (const HeldAmount& held : amounts) {
    const double amount = mean_amount(in, held.amount, held.attribute);
    if (!(amount >= least)) least = amount;
  }
  return least;
}

}  // namespace

bool turns_away(const TierSpec& tier) { return tier.waiting_room || tier.balk || tier.patience; }

double mean_places(const Description& in, std::optional<std::int64_t> capacity, const std::vector<std::string>& patterns) {
  const double first = capacity ? static_cast<double>(*capacity) : std::numeric_limits<double>::infinity();
  std::vector<Step> steps = product({{0, first}}, in, patterns);
  for (Step& step : steps) step.value = std::floor(step.value + 0.5);
  return mean_over_time(steps, in.run.warm_up + in.horizon);
}

double mean_amount(const Description& in, double amount, const std::string& attribute) {
  if (attribute.empty()) return amount;
  const auto is_it = [&](const AttributeSpec& spec) { return spec.name == attribute; };
  for (const SourceSpec& source : in.sources)
    if (std::any_of(source.attributes.begin(), source.attributes.end(), is_it)) return std::numeric_limits<double>::quiet_NaN();
  return std::find_if(in.attributes.begin(), in.attributes.end(), is_it)->law.mean();
}

std::vector<ResourceLoad> resource_load(const Description& in, const std::vector<Load>& loads) {
  std::vector<ResourceLoad> list;
  Brought brought = brought_to_tiers(in);
  for (std::size_t r = 0; r < in.resources.size(); ++r) {
    const ResourceSpec& resource = in.resources[r];
    ResourceLoad load;
    load.there = mean_places(in, resource.capacity, resource.patterns);
    for (std::size_t i = 0; i < loads.size(); ++i) {
      const TierSpec& tier = in.tiers[i];
      double offered = 0;
      for (const NeedSpec& need : tier.needs)
        if (need.resource == resource.name && loads[i].offered != 0) offered += loads[i].offered * mean_amount(in, need.amount, need.attribute);
      const std::set<HeldAmount>& amounts = brought[tier.name][resource.name];
      if (!loads[i].carrying.empty() && loads[i].carrying[r] > 0) offered += loads[i].carrying[r] * least_brought(in, amounts);
      load.offered += offered;
      if (!turns_away(tier)) load.lasting += offered;
      const bool waits = !amounts.empty() && (tier.capacity || !tier.needs.empty() || !tier.patterns.empty());
      if (waits || amounts.size() > 1 || (offered > 0 && leads_where_it_blocks(in, tier))) load.at_least = true;
    }
    load.utilisation = std::isinf(load.there) ? std::numeric_limits<double>::quiet_NaN() : load.offered > 0 ? load.offered / load.there : load.offered;
    list.push_back(load);
  }
  return list;
}

}  // namespace headwater
