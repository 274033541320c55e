// What one replication tells of families and children: part of the recorder, in models that have them.
//
// Series count children, not cases. Those that nobody in the services could know are marked so in their long names.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <vector>

#include "pathway/model.hpp"
#include "results/layout.hpp"
#include "results/level.hpp"

namespace headwater {

/// The series that a model with families has besides the others, in their order.
std::vector<SeriesSpec> family_series(const FamilyModel& model);

class FamilyTallies {
 public:
  explicit FamilyTallies(const Model& model);

  // What the main loop reports. `children` may be negative: they are there no longer.
  /// At home in families of this need (from 0). `hidden`: the family has no case.
  void at_need(std::uint32_t need, std::int64_t children, bool hidden, double time) {
    by_need_[need].change(children, period_end_ - time);
    if (hidden) hidden_[need].change(children, period_end_ - time);
  }
  /// Children of a tier; `off`: need is above (1) or below (-1) what the tier is meant for.
  void in_tier(std::uint32_t tier, std::int64_t children, int off, double time) {
    in_tier_[tier].change(children, period_end_ - time);
    if (off > 0) above_[tier].change(children, period_end_ - time);
    if (off < 0) below_[tier].change(children, period_end_ - time);
  }
  void came(std::uint32_t tier, bool again) {
    ++came_[tier];
    came_again_[tier] += again;
  }
  /// Those who have come so far were there before.
  void forget_how_they_came() {
    std::fill(came_.begin(), came_.end(), 0);
    std::fill(came_again_.begin(), came_again_.end(), 0);
  }
  void moved(std::uint32_t edge, std::uint32_t children) { moved_[edge] += children; }
  void contacted(std::uint32_t source) { ++contacts_[source]; }
  void referred(std::uint32_t source, std::uint64_t children, std::uint64_t again) {
    referred_[source] += children;
    referred_again_[source] += again;
  }
  void closed(std::uint32_t children) { closed_ += children; }
  void reopened(std::uint32_t children) { reopened_ += children; }
  void born(std::uint32_t children) { born_ += children; }
  /// With their family, or after it.
  void moved_in(std::uint32_t children) { moved_in_ += children; }
  void moved_out(std::uint32_t children) { moved_out_ += children; }
  /// One child, born in simulated time, is 18; bits are those of `Child::ever`.
  void grown_up(std::uint8_t ever, std::uint8_t ever_early) {
    ++grown_;
    for (std::size_t i = 0; i < watched_.size(); ++i) {
      grown_ever_[watched_[i]] += (ever >> i) & 1;
      grown_ever_early_[watched_[i]] += (ever_early >> i) & 1;
    }
  }

  void grown_up_in_care() { ++grown_in_care_; }
  void born_to_care_leaver(std::uint32_t children) { born_to_leavers_ += children; }
  void came_of_care_leaver(std::uint32_t tier) { ++came_of_leavers_[tier]; }
  void of_care_leavers_at_need(std::uint32_t need, std::int64_t children, double time) { of_leavers_[need].change(children, period_end_ - time); }

  void begin_period(double begin, double end);
  /// Writes the period that ends: `cell(series, element)`, series counted from 0 in the order of `family_series`.
  void write(double length, const std::function<double&(std::size_t series, std::size_t element)>& cell) const;

 private:
  double period_end_ = 0;
  std::vector<Level> by_need_, hidden_, in_tier_, above_, below_, of_leavers_;
  std::vector<std::uint64_t> came_, came_again_, moved_, contacts_, referred_, referred_again_, grown_ever_, grown_ever_early_, came_of_leavers_;
  std::vector<std::size_t> watched_;  ///< tiers, in the order of the bits
  std::uint64_t closed_ = 0, reopened_ = 0, born_ = 0, grown_ = 0, moved_in_ = 0, moved_out_ = 0, grown_in_care_ = 0, born_to_leavers_ = 0;
  bool any_moves_, any_leavers_;
};

}  // namespace headwater
