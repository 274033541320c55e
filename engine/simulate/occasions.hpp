// When a source that is not plain brings somebody, and how many: renewal streams, streams that follow a tier, timetables,
// lists, with batches, scatter and people who do not show up.
//
// An occasion is a moment at which a source brings a batch. Occasions are numbered; the number names the draws of its gap,
// batch and scatter, whose entity is the source itself, so changing one law shifts no other draw. Those who come are
// named by occasion and place in the batch, so that the first of a batch is who would come alone.
//
// A clocked source has a clock of its own, which goes at the rate (or level) of the moment times the factor of the tier
// that it follows; gaps pass on that clock. When the factor changes, what is left of the gap passes at the new pace.
// That is exact, as factors are constant between changes (for Poisson sources: Cinlar, Introduction to Stochastic
// Processes, 1975, section 4.7, with a random cumulated rate).
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <queue>
#include <vector>

#include "pathway/model.hpp"
#include "random/luck.hpp"
#include "simulate/model_fault.hpp"

namespace headwater {

template <class Luck>
class Occasions {
 public:
  struct Arriving {
    double time = never;
    EntityName name{};
  };

  /// `model` must outlive this.
  Occasions(const Model& model, std::uint32_t index, std::uint64_t replication)
      : source_(model.sources[index]), name_(model.source_names[index]), horizon_(model.horizon), warm_up_(model.warm_up), start_date_(model.start_date) {
    const auto key = [&](std::uint64_t purpose) { return purpose_key(model.run.seed, replication, purpose); };
    gap_key_ = key(source_.gap_purpose);
    batch_key_ = key(source_.batch_purpose);
    scatter_key_ = key(source_.scatter_purpose);
    shows_up_key_ = key(source_.shows_up_purpose);
    if (follows()) factor_ = factor_at(0);
    advance();
  }

  bool follows() const { return source_.follows_node >= 0; }

  /// The next to arrive, in order of time; `never` when nobody comes before the horizon.
  Arriving next() {
    for (;;) {
      while (member_ < members_) {
        const EntityName name = name_of(source_.key, now_.number + (member_++ << 40));
        if (!source_.thins || uniform(Luck::bits(name, shows_up_key_, 0)) < source_.laws[now_.laws].shows_up) return {now_.time, name};
      }
      now_ = source_.scatters ? next_scattered() : take();
      if (now_.time >= horizon_) return {};
      member_ = 0;
      members_ = source_.batches ? batch() : 1;
    }
  }

  /// Whether some of the batch of the last to arrive are still to come (or not to show up).
  bool within_batch() const { return member_ < members_; }

  /// The number in the tier that the source follows is `number` from `time` on. Answers whether the last batch of which
  /// `next` spoke happens at another time now: then `next` gives it again, from its first.
  bool number_changed(std::int64_t number, double time) {
    const double before = factor_;
    factor_ = factor_at(static_cast<double>(number));
    if (factor_ == before || now_.time <= time) return false;
    const double reached = clock_at(time);
    left_ = std::max(0.0, left_ - before * (reached - reached_));
    reached_ = reached;
    due_ = left_ > 0 ? reached_ + left_ / factor_ : reached_;
    now_.time = std::max(time, time_of(due_));
    put_in_force(now_.time);
    now_.laws = laws_;
    member_ = 0;
    members_ = source_.batches ? batch() : 1;
    return true;
  }

 private:
  struct Occasion {
    double time = never;
    std::uint64_t number = 0;
    std::uint32_t laws = 0;  ///< in force at its moment
    bool operator>(const Occasion& other) const { return time != other.time ? time > other.time : number > other.number; }
  };

  // The occasion after `pending_`; one that a source follows is not made before the one before it is over.
  Occasion take() {
    if (follows()) {
      if (begun_) advance();
      begun_ = true;
      return pending_;
    }
    const Occasion taken = pending_;
    advance();
    return taken;
  }

  /// Goes on to the next occasion, its scatter left out.
  void advance() {
    const std::uint64_t number = next_number_++;
    switch (source_.kind) {
      case Source::Kind::plain: break;
      case Source::Kind::clocked: {
        const double last = number == 0 ? 0 : follows() ? now_.time : pending_.time;
        put_in_force(last);
        reached_ = due_;
        left_ = source_.laws[laws_].gap(Luck::bits(EntityName{source_.key}, gap_key_, number));
        due_ = !follows() ? reached_ + left_ : left_ > 0 ? reached_ + left_ / factor_ : reached_;
        pending_ = {std::max(last, time_of(due_)), number, 0};
        break;
      }
      case Source::Kind::timetable: {
        std::uint64_t at = number;
        for (;; ++at) {
          pending_ = {at < source_.moments ? source_.first + static_cast<double>(at) * source_.every : never, at, 0};
          if (pending_.time + source_.earliest_scatter >= horizon_ || goes_at(pending_.time)) break;
        }
        next_number_ = at + 1;
        break;
      }
      case Source::Kind::listed: pending_ = {number < source_.listed.size() ? source_.listed[number] : never, number, 0}; break;
    }
    put_in_force(pending_.time);
    pending_.laws = laws_;
  }

  Occasion next_scattered() {
    while (pending_.time < never && pending_.time + source_.earliest_scatter < horizon_ &&
           (scattered_.empty() || pending_.time + source_.earliest_scatter <= scattered_.top().time)) {
      Occasion occasion = pending_;
      occasion.time += source_.laws[occasion.laws].scatter(Luck::bits(EntityName{source_.key}, scatter_key_, occasion.number));
      occasion.time = std::max(0.0, occasion.time);
      if (occasion.time < horizon_) scattered_.push(occasion);
      advance();
    }
    if (scattered_.empty()) return {};
    const Occasion first = scattered_.top();
    scattered_.pop();
    return first;
  }

  std::uint64_t batch() const {
    const double drawn = source_.laws[now_.laws].batch(Luck::bits(EntityName{source_.key}, batch_key_, now_.number));
    if (!(drawn < 1e6)) throw_large_batch(name_, drawn, moment_of(now_.time - warm_up_, start_date_));
    return drawn < 0.5 ? 0 : static_cast<std::uint64_t>(drawn + 0.5);
  }

  void put_in_force(double time) {
    while (laws_ > 0 && source_.laws[laws_].time > time) --laws_;
    while (laws_ + 1 < source_.laws.size() && source_.laws[laws_ + 1].time <= time) ++laws_;
  }

  /// Linear between the numbers, flat outside.
  double factor_at(double number) const {
    const auto& numbers = source_.numbers;
    const auto above = static_cast<std::size_t>(std::upper_bound(numbers.begin(), numbers.end(), number) - numbers.begin());
    if (above == 0) return source_.factors.front();
    if (above == numbers.size()) return source_.factors.back();
    const double share = (number - numbers[above - 1]) / (numbers[above] - numbers[above - 1]);
    return source_.factors[above - 1] + share * (source_.factors[above] - source_.factors[above - 1]);
  }

  // --- the source's own clock, factors left out ---

  /// When it shows `cumulated`, or `never`.
  double time_of(double cumulated) {
    if (!(cumulated < never)) return never;
    while (piece_ > 0 && source_.rate[piece_].cumulated > cumulated) --piece_;
    while (piece_ + 1 < source_.rate.size() && source_.rate[piece_ + 1].cumulated <= cumulated) ++piece_;
    const RatePiece& piece = source_.rate[piece_];
    return piece.rate > 0 ? piece.time + (cumulated - piece.cumulated) / piece.rate : never;
  }

  /// What it shows at `time`, which never falls from call to call.
  double clock_at(double time) {
    while (clock_piece_ + 1 < source_.rate.size() && source_.rate[clock_piece_ + 1].time <= time) ++clock_piece_;
    const RatePiece& piece = source_.rate[clock_piece_];
    return piece.cumulated + piece.rate * (time - piece.time);
  }

  /// Whether it goes at a moment of a timetable. Moments and calendars are sums of fractions of a day, rounded in
  /// different ways: what is less than a tenth of a second apart is meant to be the same moment.
  bool goes_at(double time) {
    clock_at(time + 1e-6);
    return source_.rate[clock_piece_].rate > 0;
  }

  const Source& source_;
  const std::string& name_;
  double horizon_, warm_up_;
  const std::string& start_date_;
  std::uint64_t gap_key_, batch_key_, scatter_key_, shows_up_key_;
  Occasion pending_;               ///< the next that has not been taken, scatter left out
  Occasion now_;                   ///< the last taken; of a source that follows a tier, the one to come
  bool begun_ = false;
  std::uint64_t next_number_ = 0;
  std::uint64_t member_ = 0, members_ = 0;
  std::uint32_t laws_ = 0;
  double reached_ = 0;             ///< what the clock showed when the factor, or the gap, last changed
  double left_ = 0;                ///< of the gap, from then on
  double due_ = 0;                 ///< what the clock shows when it is over
  double factor_ = 1;
  std::size_t piece_ = 0, clock_piece_ = 0;
  std::priority_queue<Occasion, std::vector<Occasion>, std::greater<>> scattered_;
};

}  // namespace headwater
