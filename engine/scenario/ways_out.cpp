#include "scenario/ways_out.hpp"

#include "scenario/number.hpp"

namespace headwater {

namespace {

std::string label_of(const ExitShare& share) {
  return to_text(share.weight) + (share.becomes.empty() ? "" : ", becomes " + share.becomes);
}

/// `owner`: the tier, or a class in it. `mark`: what sets its labels apart.
void add_stay(const StaySpec& stay, const std::string& owner, const std::string& mark, std::vector<WayOut>& ways) {
  const auto when = WayOut::When::after_stay;
  for (const ExitShare& share : stay.exits) ways.push_back({share.to, when, "'exits' of " + owner, mark + label_of(share), share.place, false, share.becomes});
  for (const RacerSpec& racer : stay.race)
    for (const ExitShare& share : racer.exits)
      ways.push_back({share.to, when, "'exits' of '" + racer.name + "' in the race of " + owner,
                      mark + (racer.exits.size() == 1 && share.becomes.empty() ? racer.name : racer.name + " " + label_of(share)), share.place, false, share.becomes});
  if (stay.decide) {
    const auto& cuts = stay.decide->below;
    for (std::size_t i = 0; i < stay.decide->to.size(); ++i) {
      const std::string band = cuts.empty() || i > cuts.size() ? ""
                               : i == 0                         ? "below " + to_text(cuts[0])
                               : i == cuts.size()               ? "from " + to_text(cuts[i - 1])
                                                                : to_text(cuts[i - 1]) + " to " + to_text(cuts[i]);
      ways.push_back({stay.decide->to[i], when, "'decide' of " + owner, mark + stay.decide->on + " " + band, stay.decide->place});
    }
  }
  if (stay.share_out) {
    const auto by = stay.share_out->by;
    const std::string label = by == ShareOutSpec::By::cycle ? "in turn" : by == ShareOutSpec::By::fewest_present ? "fewest present" : "shortest queue";
    for (const std::string& to : stay.share_out->to)
      ways.push_back({to, when, "'share_out' of " + owner, mark + label, stay.share_out->place, by != ShareOutSpec::By::cycle});
  }
}

bool same_ways(const StaySpec& a, const StaySpec& b) {
  std::vector<WayOut> of_a, of_b;
  add_stay(a, "", "", of_a);
  add_stay(b, "", "", of_b);
  if (of_a.size() != of_b.size()) return false;
  for (std::size_t i = 0; i < of_a.size(); ++i)
    if (of_a[i].to != of_b[i].to || of_a[i].label != of_b[i].label || of_a[i].place.line != of_b[i].place.line || of_a[i].place.column != of_b[i].place.column) return false;
  return true;
}

}  // namespace

std::vector<WayOut> ways_out(const TierSpec& tier) {
  std::vector<WayOut> ways;
  const std::string owner = "tier '" + tier.name + "'";
  add_stay(tier, owner, "", ways);
  for (const auto& [name, stay] : tier.by_class)
    if (!same_ways(stay, tier)) add_stay(stay, "class '" + name + "' in " + owner, name + ": ", ways);
  if (!tier.when_full.empty()) ways.push_back({tier.when_full, WayOut::When::on_arrival, "'when_full' of " + owner, "when full", tier.place});
  if (tier.balk) ways.push_back({tier.balk->to, WayOut::When::on_arrival, "'balk' of " + owner, "balks", tier.balk->place});
  if (tier.patience) ways.push_back({tier.patience->to, WayOut::When::waiting, "'patience' of " + owner, "gives up", tier.patience->place});
  return ways;
}

}  // namespace headwater
