#include "expected/obstacles.hpp"

#include <cmath>

#include "scenario/timeline.hpp"

namespace headwater {

namespace {

class Search {
 public:
  explicit Search(const Description& description) : in_(description) {}

  std::vector<Obstacle> run() {
    if (in_.population) add(in_.population->place, "the model has families, whose need moves their cases");
    if (in_.caseload) add(in_.caseload->place, "there is a caseload at the start");
    for (const SourceSpec& source : in_.sources) look_at(source);
    for (std::size_t i = 0; i < in_.tiers.size(); ++i) look_at(in_.tiers[i], i);
    for (const GroupSpec& group : in_.groups)
      if (group.on == "class") add(group.place, "the results are grouped by class, which may change on the way");
    return std::move(found_);
  }

 private:
  void add(Place place, std::string text) { found_.push_back({place, std::move(text)}); }

  void look_at(const SourceSpec& source) {
    const std::string name = "source '" + source.name + "' ";
    if (source.follows) add(source.place, name + "follows tier '" + source.follows->tier + "', so that what comes depends on who is there");
    if (source.gap || source.every > 0 || source.at_start > 0 || !source.dates.empty())
      add(source.place, name + "is no Poisson stream (a rate, with or without calendars, growth and batches)");
  }

  /// At any time: dated changes and calendars included.
  bool is_limited(std::size_t index) const {
    for (const Step& step : places_over_time(in_, Revision::Of::tier, index))
      if (!std::isinf(step.value)) return true;
    return false;
  }

  bool has_law_by_age(const StaySpec& stay) const {
    if (stay.sojourn && stay.sojourn->by_age) return true;
    for (const RacerSpec& racer : stay.race)
      if (racer.law && racer.law->by_age) return true;
    return false;
  }

  void look_at(const TierSpec& tier, std::size_t index) {
    const std::string name = "tier '" + tier.name + "' ";
    if (is_limited(index)) add(tier.place, name + "has a capacity, so that some may wait (with 'capacity: unlimited' and no 'patterns' nobody does)");
    if (!tier.needs.empty()) add(tier.place, name + "needs a resource, so that some may wait");
    if (tier.order == Order::shared) add(tier.place, name + "is shared by those who are there");
    if (tier.waiting_room || !tier.when_full.empty() || tier.blocks) add(tier.place, name + "turns away or holds back those for whom there is no room");
    if (tier.balk) add(tier.place, name + "is not joined by some who find others there ('balk')");
    if (tier.patience) add(tier.place, name + "is left by those who lose patience");
    if (tier.share_out) add(tier.place, name + "shares out by what goes on in other tiers");
    if (!tier.by_class.empty()) add(tier.place, name + "has stays that differ by class");
    if (!has_law_by_age(tier)) return;
    for (const Revision& revision : in_.revisions)
      if (revision.of == Revision::Of::tier && revision.index == index) return add(tier.place, name + "has a law by age, and its numbers change on a date");
  }

  const Description& in_;
  std::vector<Obstacle> found_;
};

}  // namespace

std::vector<Obstacle> obstacles_to_expectation(const Description& description) { return Search(description).run(); }

}  // namespace headwater
