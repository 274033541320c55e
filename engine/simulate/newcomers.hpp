// When families come to the area: formed with their first child, moving in, or formed by one who grew up in care.
//
// First births are a Poisson process of rate r e^(g (t - start)), since long before the simulation begins. For each family
// that would be there if nobody moved, others of the same age and kind come at a rate of `moves.in`; so they are a Poisson
// process as well, of rate `moves.in` r e^(g (t - start)) (1 - e^(-g L)) / g, the time since their first birth having the
// density of e^(-g a) on 0 to L, the longest that a family can be one. Where as many leave, the families of any age are a
// Poisson process as they would be without moves.
//
// Who becomes a parent after care is settled on the 18th birthday, by draws of that child: the same in all scenarios in
// which it is in care that day.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "pathway/model.hpp"
#include "population/family_model.hpp"
#include "random/elementary.hpp"
#include "random/luck.hpp"
#include "scenario/late_births.hpp"

namespace headwater {

/// Families that move in are numbered from here.
inline constexpr std::uint64_t first_moved_in = 1'000'000'000'000;

/// The family of a child that has grown up in care. (Under lower numbers it names its periods in care.)
inline constexpr EntityName family_of_care_leaver(EntityName child) { return name_of(static_cast<std::uint64_t>(child), std::uint64_t{1} << 40); }

/// A family that comes.
struct Newcomer {
  enum How : std::uint8_t { formed, moved_in, of_care_leaver };
  EntityName name;
  double first_birth;
  How how;
};

template <class Luck>
class Newcomers {
 public:
  Newcomers(const FamilyModel& model, std::uint64_t seed, std::uint64_t replication, double horizon) : model_(model), horizon_(horizon) {
    if (!model.any()) return;
    gap_ = purpose_key(seed, replication, model.gap_purpose);
    move_gap_ = purpose_key(seed, replication, model.moves.gap_purpose);
    move_age_ = purpose_key(seed, replication, model.moves.age_purpose);
    parent_ = purpose_key(seed, replication, model.care_leavers.parent_purpose);
    after_ = purpose_key(seed, replication, model.care_leavers.after_purpose);
    find_next_formation();
    find_next_move();
  }

  double next_time() const { return std::min({formation_, move_, expected_.empty() ? never : expected_.front().first_birth}); }
  /// Whether the next was formed before `time`.
  bool is_formed_before(double time) const { return formation_ < time; }
  /// How many have been formed so far.
  std::uint64_t formed() const { return formed_; }

  /// Takes the next one.
  Newcomer take() {
    if (!expected_.empty() && expected_.front().first_birth == next_time()) {
      std::pop_heap(expected_.begin(), expected_.end(), is_later);
      const Newcomer next = expected_.back();
      expected_.pop_back();
      return next;
    }
    if (formation_ <= move_) {
      const Newcomer next{name_of(model_.key, formed_++), formation_, Newcomer::formed};
      find_next_formation();
      return next;
    }
    const EntityName name = name_of(model_.key, first_moved_in + moved_++);
    const Newcomer next{name, move_ - age(uniform(Luck::bits(name, move_age_, 0))), Newcomer::moved_in};
    find_next_move();
    return next;
  }

  /// This child turns 18 in care at `time`, and may become a parent.
  void grows_up_in_care(EntityName child, double time) {
    if (uniform(Luck::bits(child, parent_, 0)) >= model_.care_leavers.become_parents) return;
    const double birth = time + model_.care_leavers.after(Luck::bits(child, after_, 0));
    if (birth >= horizon_) return;
    expected_.push_back({family_of_care_leaver(child), birth, Newcomer::of_care_leaver});
    std::push_heap(expected_.begin(), expected_.end(), is_later);
  }

 private:
  static bool is_later(const Newcomer& a, const Newcomer& b) { return a.first_birth != b.first_birth ? a.first_birth > b.first_birth : b.name < a.name; }

  static constexpr double longest = (18 + longest_family_years) * days_per_year;

  void find_next_formation() {
    cumulated_ += negative_log(Luck::bits(EntityName{model_.key}, gap_, formed_));
    formation_ = time_of(cumulated_, model_.first_births_per_day, -longest);
  }

  void find_next_move() {
    if (!(model_.moves.in > 0)) return;
    moves_cumulated_ += negative_log(Luck::bits(EntityName{model_.key}, move_gap_, moved_));
    const double g = model_.growth_per_day, ages = g == 0 ? longest : (1 - portable_exp(-g * longest)) / g;
    move_ = time_of(moves_cumulated_, model_.moves.in * model_.moves.most * ages * model_.first_births_per_day, 0);
  }

  /// When a process of rate r e^(g (t - start)) that begins at `from` has come to `cumulated`; never if after the horizon.
  double time_of(double cumulated, double r, double from) const {
    const double g = model_.growth_per_day;
    double time = from + cumulated / r;
    if (g != 0) {
      const double at_first = r * portable_exp(g * (from - model_.start));
      const double grown = 1 + g * cumulated / at_first;
      time = grown > 0 ? from + portable_log(grown) / g : never;
    }
    return time < horizon_ ? time : never;
  }

  /// Since the first birth of a family that moves in.
  double age(double u) const {
    const double g = model_.growth_per_day;
    return g == 0 ? u * longest : -portable_log(1 - u * (1 - portable_exp(-g * longest))) / g;
  }

  const FamilyModel& model_;
  double horizon_;
  std::vector<Newcomer> expected_;  ///< of care leavers, a heap
  std::uint64_t gap_ = 0, move_gap_ = 0, move_age_ = 0, parent_ = 0, after_ = 0;
  std::uint64_t formed_ = 0, moved_ = 0;
  double cumulated_ = 0, moves_cumulated_ = 0;
  double formation_ = never, move_ = never;
};

}  // namespace headwater
