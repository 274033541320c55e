// How much of each shared resource is asked for in the long run, against how much there is.
#pragma once

#include <string>
#include <vector>

#include "pathway/offered_load.hpp"

namespace headwater {

struct ResourceLoad {
  double offered = 0;      ///< mean amount in use if nobody had to wait, of the tiers that need it and of those who carry it
  double lasting = 0;      ///< of that, from tiers that turn nobody away and whose comers never give up
  double there = 0;        ///< mean amount over the simulated time, calendars included and dated changes not; infinite when unlimited
  double utilisation = 0;  ///< offered over there; NaN when unlimited
  bool at_least = false;   ///< more is in use, and how much cannot be said: some hold it while they wait
};

/// One per resource. NaN where the loads of tiers are, and where sources have laws of their own for the attribute that says how much.
std::vector<ResourceLoad> resource_load(const Description& description, const std::vector<Load>& loads);

/// Whether a tier turns away some of those who come, or some give up waiting for it.
bool turns_away(const TierSpec& tier);

/// The mean number of places of a tier, or amount of a resource, over the simulated time; dated changes left out.
double mean_places(const Description& description, std::optional<std::int64_t> capacity, const std::vector<std::string>& patterns);

/// How much of a resource one case takes up on average; NaN where sources have laws of their own for the attribute that says.
double mean_amount(const Description& description, double amount, const std::string& attribute);

}  // namespace headwater
