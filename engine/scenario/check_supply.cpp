#include "scenario/check_supply.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "random/special_numbers.hpp"
#include "scenario/number.hpp"
#include "scenario/timeline.hpp"
#include "scenario/ways_out.hpp"

namespace headwater {

namespace {

constexpr double largest_batch = 1e6;  // as simulate/occasions.hpp draws them: below

/// How much of something there is over time, and the least of it that one who starts needs.
struct Wanted {
  std::string name;  ///< for messages: "'nurse'"
  std::vector<Step> there;
  double least = 0;
};

double most_of(const std::vector<Step>& steps) {
  double most = 0;
  for (const Step& step : steps) most = std::max(most, step.value);
  return most;
}

class SupplyChecker {
 public:
  SupplyChecker(const Description& in, const Brought& brought, const Value& root, Diagnostics& diagnostics)
      : in_(in), brought_(brought), root_(root), diagnostics_(diagnostics), end_(in.run.warm_up + in.horizon) {
    for (std::size_t i = 0; i < in_.resources.size(); ++i) resources_.emplace(in_.resources[i].name, supply(Revision::Of::resource, i));
    for (std::size_t i = 0; i < in_.tiers.size(); ++i) tiers_.emplace(in_.tiers[i].name, supply(Revision::Of::tier, i));
    const auto by_attribute = [](const TierSpec& tier) { return std::any_of(tier.needs.begin(), tier.needs.end(), [](const NeedSpec& need) { return !need.attribute.empty(); }); };
    if (!std::any_of(in_.tiers.begin(), in_.tiers.end(), by_attribute)) return;
    for (const SourceSpec& source : in_.sources) find_reached(source);
  }

  void run() {
    for (const TierSpec& tier : in_.tiers) {
      bool each_is_there = !warn_of_closed(tier);
      for (const NeedSpec& need : tier.needs) each_is_there = check_need(tier, need) && each_is_there;
      if (each_is_there) check_together(tier);
    }
    for (std::size_t i = 0; i < in_.sources.size(); ++i) {
      warn_of_silent(in_.sources[i]);
      check_batch(i);
    }
  }

 private:
  /// A calendar with a fault, or of no such name, is reported elsewhere.
  bool usable(const std::vector<std::string>& patterns) const {
    return end_ > 0 && std::isfinite(end_) && std::all_of(patterns.begin(), patterns.end(), [&](const std::string& name) {
             const auto found = std::find_if(in_.calendars.begin(), in_.calendars.end(), [&](const CalendarSpec& calendar) { return calendar.name == name; });
             return found != in_.calendars.end() && !found->time.empty() && found->time.size() == found->level.size() && found->time.front() <= -in_.run.warm_up;
           });
  }

  std::vector<Step> supply(Revision::Of of, std::size_t index) const {
    if (!usable(of == Revision::Of::tier ? in_.tiers[index].patterns : in_.resources[index].patterns)) return {{0, infinity}};
    return places_over_time(in_, of, index);
  }

  Place place_of(const char* part, const std::string& name, const char* key, Place otherwise) const {
    const Value* value = root_.find(part);
    for (const std::string_view step : {std::string_view(name), std::string_view(key)}) value = value ? value->find(step) : nullptr;
    return value ? value->place : otherwise;
  }

  /// Which tiers those of a source can come to.
  void find_reached(const SourceSpec& source) {
    std::map<std::string, std::vector<std::string>> to;
    for (const TierSpec& tier : in_.tiers)
      for (const WayOut& way : ways_out(tier)) to[tier.name].push_back(way.to);
    for (const ExitSpec& exit : in_.exits)
      if (exit.returns) to[exit.name].push_back(exit.returns->to);
    std::vector<std::string> open{source.to};
    while (!open.empty()) {
      const std::string here = open.back();
      open.pop_back();
      std::vector<const SourceSpec*>& comers = comers_[here];
      if (!comers.empty() && comers.back() == &source) continue;
      comers.push_back(&source);
      open.insert(open.end(), to[here].begin(), to[here].end());
    }
  }

  const Law& law_of(const SourceSpec& source, const std::string& attribute) const {
    for (const std::vector<AttributeSpec>* list : {&source.attributes, &in_.attributes})
      for (const AttributeSpec& spec : *list)
        if (spec.name == attribute) return spec.law;
    static const Law zero = *constant_law(0).law;
    return zero;
  }

  double least_of(const TierSpec& tier, const NeedSpec& need) {
    if (need.attribute.empty()) return need.amount;
    double least = infinity;
    for (const SourceSpec* source : comers_[tier.name]) least = std::min(least, law_of(*source, need.attribute).least());
    return std::isfinite(least) ? least : 0;
  }

  static std::string names_of(const std::vector<std::string>& patterns) {
    std::string text;
    for (std::size_t i = 0; i < patterns.size(); ++i) text += (i == 0 ? "" : i + 1 == patterns.size() ? " and " : ", ") + ("'" + patterns[i] + "'");
    return text;
  }

  /// "the levels of 'mornings' and 'afternoons' are never above 0 together"
  static std::string never_above_0(const std::vector<std::string>& patterns) {
    return patterns.size() == 1 ? "the level of " + names_of(patterns) + " is never above 0" : "the levels of " + names_of(patterns) + " are never above 0 together";
  }

  bool always_0(const std::vector<std::string>& patterns) const { return !patterns.empty() && usable(patterns) && most_of(product({{0, 1}}, in_, patterns)) == 0; }

  bool warn_of_closed(const TierSpec& tier) {
    if (tier.patterns.empty() || most_of(tiers_.at(tier.name)) > 0) return false;
    diagnostics_.warning(place_of("tiers", tier.name, "patterns", tier.place),
                         "nobody ever starts in tier '" + tier.name + "': " +
                             (always_0(tier.patterns) ? never_above_0(tier.patterns) : "its capacity times the levels of " + names_of(tier.patterns) + " always rounds to 0"));
    return true;
  }

  void warn_of_silent(const SourceSpec& source) {
    if (always_0(source.patterns))
      diagnostics_.warning(place_of("sources", source.name, "patterns", source.place), "nobody ever comes from source '" + source.name + "': " + never_above_0(source.patterns));
  }

  /// Whether there is ever enough of one resource; looks at what the amount can be on the way.
  bool check_need(const TierSpec& tier, const NeedSpec& need) {
    const auto supply = resources_.find(need.resource);
    const double least = least_of(tier, need);
    if (least < 0) {
      diagnostics_.error(need.place, "attribute '" + need.attribute + "' can be negative; the amount of '" + need.resource + "' in 'needs' of tier '" + tier.name + "' cannot");
      return false;
    }
    if (supply == resources_.end()) return false;
    const double most = most_of(supply->second);
    if (least > most) {
      const ResourceSpec& resource = *std::find_if(in_.resources.begin(), in_.resources.end(), [&](const ResourceSpec& spec) { return spec.name == need.resource; });
      diagnostics_.error(need.place, "tier '" + tier.name + "' needs " + (need.attribute.empty() ? "" : "at least ") + to_text(least) + " of '" + need.resource +
                                         "', of which there are never more than " + to_text(most) + (always_0(resource.patterns) ? ", since " + never_above_0(resource.patterns) : "") + ": nobody could ever start there");
      return false;
    }
    warn_of_more(tier, need, most);
    return true;
  }

  /// A case that needs more than there ever is stops the run.
  void warn_of_more(const TierSpec& tier, const NeedSpec& need, double most) {
    if (need.attribute.empty()) return;
    const SourceSpec* worst = nullptr;
    for (const SourceSpec* source : comers_[tier.name])
      if (worst == nullptr || law_of(*source, need.attribute).most() > law_of(*worst, need.attribute).most()) worst = source;
    if (worst == nullptr) return;
    const double wanted = law_of(*worst, need.attribute).most();
    if (wanted <= most) return;
    const std::string size = std::isfinite(wanted) ? "up to " + to_text(wanted) : "large without bound";
    diagnostics_.warning(need.place, "attribute '" + need.attribute + "' of those from source '" + worst->name + "' can be " + size +
                                         ", but there are never more than " + to_text(most) + " of '" + need.resource + "': a case in tier '" + tier.name + "' that needs more stops the run");
  }

  /// Whether at some moment the least of all is there.
  bool together(const std::vector<const Wanted*>& all) const {
    std::vector<Step> both{{0, 1}};
    for (const Wanted* wanted : all) {
      std::vector<Step> enough;
      for (const Step& step : wanted->there) enough.push_back({step.time, step.value >= wanted->least ? 1.0 : 0.0});
      both = product(both, enough, end_);
    }
    return most_of(both) > 0;
  }

  /// The least that all but one in a hundred need: amounts count in millionths, and few laws are ever exactly 0.
  double nearly_least_of(const TierSpec& tier, const NeedSpec& need) {
    const double least = least_of(tier, need);
    if (least >= 1e-6) return least;
    const std::vector<const SourceSpec*>& comers = comers_[tier.name];
    return std::all_of(comers.begin(), comers.end(), [&](const SourceSpec* source) { return law_of(*source, need.attribute).cdf(5e-7) < 0.01; }) ? 1e-6 : least;
  }

  void check_together(const TierSpec& tier) {
    const Place place = place_of("tiers", tier.name, "needs", tier.place);
    const std::string what = "what 'needs' of tier '" + tier.name + "' names is never there together: ";
    if (const std::string why = why_never(tier, false); !why.empty()) return diagnostics_.error(place, what + why);
    if (const std::string why = why_never(tier, true); !why.empty()) diagnostics_.warning(place, what + why + ", so hardly anybody could ever start");
  }

  /// Why the least of all is never there together, or "". What is held already on coming need not be there at the moment
  /// of starting.
  std::string why_never(const TierSpec& tier, bool nearly) {
    std::vector<Wanted> list;
    const auto brought = brought_.find(tier.name);
    for (const NeedSpec& need : tier.needs) {
      if (brought != brought_.end() && brought->second.count(need.resource)) continue;
      list.push_back({"'" + need.resource + "'", resources_.at(need.resource), nearly ? nearly_least_of(tier, need) : least_of(tier, need)});
    }
    if (!tier.needs.empty() && !tier.patterns.empty()) list.push_back({"", tiers_.at(tier.name), 1});
    const auto enough_of = [](const Wanted& wanted) { return (wanted.least <= 1 ? "" : to_text(wanted.least) + " of ") + wanted.name; };
    for (std::size_t i = 0; i < list.size(); ++i)
      for (std::size_t k = i + 1; k < list.size(); ++k)
        if (!together({&list[i], &list[k]}))
          return enough_of(list[i]) + " is there only when " + (list[k].name.empty() ? "the tier is closed by its 'patterns'" : enough_of(list[k]) + " is not");
    std::vector<const Wanted*> all;
    std::string names;
    for (const Wanted& wanted : list) {
      all.push_back(&wanted);
      names += (names.empty() ? "" : ", ") + (wanted.name.empty() ? "its own 'patterns'" : wanted.name);
    }
    return list.size() > 2 && !together(all) ? "at no moment are there enough of all of " + names : "";
  }

  /// More at once than there are places and room for, or than can come at once at all.
  void check_batch(std::size_t index) {
    const SourceSpec& source = in_.sources[index];
    if (!source.batch) return;
    double least = source.batch->least();
    for (const Revision& revision : in_.revisions)
      if (revision.of == Revision::Of::source && revision.index == index && revision.source.batch) least = std::max(least, revision.source.batch->least());
    const Place place = place_of("sources", source.name, "batch", source.place);
    if (least >= largest_batch)
      return diagnostics_.error(place, "source '" + source.name + "' brings at least " + to_text(least) + " at once; fewer than 1,000,000 can come at once");
    const auto tier = std::find_if(in_.tiers.begin(), in_.tiers.end(), [&](const TierSpec& spec) { return spec.name == source.to; });
    if (tier == in_.tiers.end() || !tier->waiting_room) return;
    const bool shared = tier->order == Order::shared && tier->shared_by_at_most;
    double places = shared ? static_cast<double>(*tier->shared_by_at_most) : most_of(tiers_.at(tier->name));
    for (const NeedSpec& need : tier->needs) {
      const auto supply = resources_.find(need.resource);
      const double amount = least_of(*tier, need);
      if (supply != resources_.end() && amount > 0) places = std::min(places, std::floor(most_of(supply->second) / amount));
    }
    const double most = places + static_cast<double>(*tier->waiting_room), mean = source.batch->mean();
    const bool always = std::floor(source.batch->least() + 0.5) > most;
    if (!always && !(mean > most)) return;
    const std::string size = always ? "at least " + to_text(std::floor(source.batch->least() + 0.5)) : to_text(std::floor(100 * mean + 0.5) / 100) + " on average";
    diagnostics_.warning(place, "source '" + source.name + "' brings " + size + " at once, more than tier '" + source.to + "' has places and room for (" + to_text(most) + "): " +
                                    (always ? "some are turned away every time" : "some are often turned away"));
  }

  const Description& in_;
  const Brought& brought_;
  const Value& root_;
  Diagnostics& diagnostics_;
  double end_;
  std::map<std::string, std::vector<Step>> resources_, tiers_;      ///< how much there is of each
  std::map<std::string, std::vector<const SourceSpec*>> comers_;  ///< to each tier
};

}  // namespace

void check_supply(const Description& description, const Brought& brought, const Value& root, Diagnostics& diagnostics) {
  SupplyChecker(description, brought, root, diagnostics).run();
}

}  // namespace headwater
