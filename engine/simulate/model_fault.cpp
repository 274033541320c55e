#include "simulate/model_fault.hpp"

#include "scenario/number.hpp"

namespace headwater {

void throw_timeless_loop(const std::string& node, double day) {
  throw ModelFault("day " + to_text(day) + ", '" + node +
                   "': entities go round in stays that take no time, without end; one stay of the loop must take some time");
}

void throw_deadlock(const std::vector<std::string>& tiers, double day) {
  std::string names;
  for (const std::string& tier : tiers) names += (names.empty() ? "'" : ", '") + tier + "'";
  throw ModelFault("day " + to_text(day) + ": deadlock: every place in " + names + " is held by somebody who waits for a place in " +
                   (tiers.size() == 1 ? "the same tier" : "another of them") + "; give one of them a waiting room, or another way out");
}

void throw_impossible_need(const std::string& tier, const std::string& resource, double wanted, std::int64_t most, double day) {
  throw ModelFault("day " + to_text(day) + ", '" + tier + "': a case needs " + to_text(wanted) + " of '" + resource + "', which " +
                   (wanted < 0 ? "cannot be below 0" : "never has more than " + to_text(static_cast<double>(most) / 1e6)));
}

void throw_large_batch(const std::string& source, double drawn, double day) {
  throw ModelFault("day " + to_text(day) + ", source '" + source + "': a batch of " + to_text(drawn) + " would come at once; at most 1,000,000 can");
}

}  // namespace headwater
