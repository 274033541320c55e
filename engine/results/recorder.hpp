// The recorder: watches one replication and tallies what the results file will say of it. It never steers.
//
// Occupancy is an integral: a change of d at time t in a period that ends at e adds d * (e - t) to the area, and when a
// period turns every area starts at (number present) * (length of the next), so no tier is touched between its own events.
// Waits (zeros included) belong to the period in which the stay starts, sojourns to the one in which it ends. A stay starts
// once: time spent displaced counts as waiting, but to go on is neither a start nor the end of a wait. Quantiles come from
// histograms with 64 buckets an octave, whose middles are within 0.8 % of what they hold.
//
// Each replication owns one; not safe to share between threads.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "pathway/model.hpp"
#include "random/luck.hpp"
#include "finance/ledger.hpp"
#include "results/family_tallies.hpp"
#include "results/histogram.hpp"
#include "results/layout.hpp"
#include "results/level.hpp"
#include "results/timescale_tallies.hpp"
#include "simulate/unwatched.hpp"

namespace headwater {

/// The layout that the results of `model` have: its tiers, edges, periods and series.
Layout layout_of(const Model& model);

class Recorder : public Unwatched {
 public:
  /// `layout` is that of `model`; both must outlive the recorder.
  Recorder(const Model& model, const Layout& layout, std::uint32_t replication);

  // What the main loop reports. `group` is the entity's group, `time` in days since the simulation began.
  void arrived(std::uint32_t source) {
    ++arrivals_[source];
    ++events_;
  }
  void returned() { ++events_; }
  /// Something in the life of a family.
  void happened() { ++events_; }
  FamilyTallies& families() { return families_; }
  void moved(std::uint32_t edge, std::uint32_t slot, EntityName name, double time) {
    ++moves_[edge];
    if (keeps_time_) [[unlikely]] timescales_.pass(edge, slot, day_of(time), days_before_);
    if (log_) [[unlikely]] log(EventLog::move, time, name, static_cast<std::int32_t>(edge), node_code_[edge]);
  }
  void entered(std::uint32_t tier, std::uint32_t group) { ++tally(tier, group).entries; }
  void queued(std::uint32_t tier, std::uint32_t group, double time) { tally(tier, group).waiting.change(+1, period_end_ - time); }
  void dequeued(std::uint32_t tier, std::uint32_t group, double time) { tally(tier, group).waiting.change(-1, period_end_ - time); }
  void started(std::uint32_t tier, std::uint32_t group, double time, double wait, EntityName name) {
    Tally& t = tally(tier, group);
    t.present.change(+1, period_end_ - time);
    t.wait.add(wait);
    waits_[tier].add(wait);
    if (log_) [[unlikely]] log(EventLog::start, time, name, -1, static_cast<std::int32_t>(tier));
  }
  /// A stay that was cut short goes on or begins anew.
  void resumed(std::uint32_t tier, std::uint32_t group, double time, EntityName name) {
    tally(tier, group).present.change(+1, period_end_ - time);
    if (log_) [[unlikely]] log(EventLog::start, time, name, -1, static_cast<std::int32_t>(tier));
  }
  void left(std::uint32_t tier, std::uint32_t group, double time, double sojourn) {
    Tally& t = tally(tier, group);
    t.present.change(-1, period_end_ - time);
    t.sojourn.add(sojourn);
    sojourns_[tier].add(sojourn);
    ++events_;
  }
  void interrupted(std::uint32_t tier, std::uint32_t group, double time, EntityName name) {
    Tally& t = tally(tier, group);
    t.present.change(-1, period_end_ - time);
    t.waiting.change(+1, period_end_ - time);
    if (log_) [[unlikely]] log(EventLog::interrupt, time, name, -1, static_cast<std::int32_t>(tier));
  }
  /// `by` is +1 when the stay of somebody who is on the way to a tier that blocks is over, -1 when that tier lets them in.
  /// Who is let in at that very instant has not been blocked, and is not logged.
  void blocked(std::uint32_t tier, std::uint32_t group, int by, double time, EntityName name) {
    tally(tier, group).blocked.change(by, period_end_ - time);
    if (!log_) [[likely]] return;
    if (by > 0) return log(EventLog::block, time, name, -1, static_cast<std::int32_t>(tier));
    take_back_block(time, name);
  }
  /// Of the capacity that all who are in the tier share, `places` are in use from now on.
  void shared_in_use(std::uint32_t tier, std::int64_t places, double time) {
    Level& level = shared_in_use_[tier];
    level.change(places - level.now, period_end_ - time);
  }
  /// `by` millionths of the resource are taken, or given back.
  void resource_taken(std::uint32_t resource, std::int64_t by, double time) { resources_[resource].change(by, period_end_ - time); }
  void resource_changed(std::uint32_t resource, std::int64_t capacity, double time);
  void capacity_changed(std::uint32_t tier, std::int64_t capacity, double time);

  /// What moves until the next of these is a case that was open, which came to its tier some days before.
  void opens(const OpenAtStart& cases) { days_before_ = static_cast<int>(std::ceil(cases.days)); }

  /// Those who have come so far were there before: they are counted as present, and as moves from their source, but not as
  /// having come to a tier or begun there.
  void forget_how_they_came();

  /// When the main loop is to tell that it has come there, before anything happens that is due then: the end of the current
  /// reporting period or of the warm-up, and in models with money every midnight.
  double next_stop() const { return next_midnight_ < period_end_ ? next_midnight_ : period_end_; }

  /// The main loop has come there; false when it was the end of the last period.
  bool pass_stop();

  /// What was recorded, once the last period has turned.
  ReplicationRecord collect() { return std::move(record_); }

 private:
  struct Times {
    std::uint64_t count = 0;
    double sum = 0;
    double squares = 0;
    void add(double time) {
      ++count;
      sum += time;
      squares += time * time;
    }
  };
  struct Tally {
    Level present, waiting, blocked;
    Times wait, sojourn;
    std::uint64_t entries = 0;
  };

  bool turn_period();
  template <class Charge>
  void exactly(Charge charge);
  void end_day();
  void note_starts();
  // Days since the start date. A warm-up that is no whole number of days leaves rounding in what is counted from its end.
  static constexpr double rounding = 1e-6;
  int day_of(double time) const { return static_cast<int>(std::floor(time - model_.warm_up + rounding)); }
  int last_day_before(double time) const { return static_cast<int>(std::ceil(time - model_.warm_up - rounding)) - 1; }
  Tally& tally(std::uint32_t tier, std::uint32_t group) { return tallies_[tier * groups_ + group]; }
  void log(EventLog::What what, double time, EntityName name, std::int32_t edge, std::int32_t tier);
  void take_back_block(double time, EntityName name);
  void write_period(std::size_t period, double length);
  void begin_period(double length);
  double& cell(std::size_t series, std::size_t period, std::size_t element, std::size_t group = 0);

  const Model& model_;
  const Layout& layout_;
  std::size_t groups_;
  std::vector<Tally> tallies_;  ///< [tier][group]
  std::vector<std::uint64_t> moves_, arrivals_;
  std::vector<Histogram> waits_, sojourns_;              ///< by tier, this period
  std::vector<Histogram> all_waits_, all_sojourns_;      ///< by tier, the whole reporting window
  std::vector<Level> shared_in_use_;    ///< by tier; of those with 'order: shared'
  std::vector<double> capacity_;        ///< now, by tier; infinite when unlimited
  std::vector<double> capacity_area_;   ///< this period
  std::vector<Level> resources_;        ///< taken, in millionths
  std::vector<double> resource_capacity_, resource_capacity_area_;
  std::size_t blocked_series_ = 0;      ///< where it stands in the list, in models that have it
  std::size_t resource_series_ = 0;     ///< the first of those of resources
  FamilyTallies families_;
  std::size_t family_series_ = 0;       ///< the first of those of families, in models that have them
  TimescaleTallies timescales_;
  std::size_t timescale_series_ = 0;    ///< the first of those of timescales, in models that have them
  bool keeps_time_ = false;             ///< the model has timescales
  int days_before_ = 0;                 ///< the simulation began, the case came that is put in place now
  Ledger ledger_;
  std::size_t cost_series_ = 0;         ///< the first of those of costs, in models with money
  double next_midnight_ = never;        ///< in models with money
  std::int64_t midnights_ = 0;          ///< since the start date
  std::vector<std::int64_t> present_, starts_, starts_charged_;  ///< by tier: now; since the last note of starts; in this period, charged for
  std::vector<std::int32_t> node_code_; ///< by edge: its tier, or -1 - exit
  double period_begin_ = 0;
  double period_end_ = 0;
  std::ptrdiff_t period_ = 0;           ///< -1 is the warm-up
  bool log_ = false;
  std::uint64_t events_ = 0;
  ReplicationRecord record_;
};

}  // namespace headwater
