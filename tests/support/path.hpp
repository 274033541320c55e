// Walks through the event log of one replication, event by event, and keeps its own account of who is where.
// What the engine reports must agree with it.
//
// Only for runs without a warm-up, whose log begins with an empty model, or with those who are put in place there with the
// time that they have spent: they have not come, nor begun, but stay and wait for as long as they have in all.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <deque>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "support/random_model.hpp"
#include "support/simulate.hpp"

namespace headwater::theory {

/// One stay that has ended.
struct Visit {
  std::uint64_t entity = 0;
  std::size_t tier = 0;
  double length = 0;      ///< days in a place
  std::int32_t edge = 0;  ///< by which it left
};

class Path {
 public:
  Path(const Simulated& simulated, const RandomModel& model, std::size_t replication = 0)
      : simulated_(simulated), layout_(simulated.layout()), replication_(replication), open_(longest_first(model.open)) {
    tiers_.resize(layout_.tiers.size());
    for (std::size_t tier = 0; tier < tiers_.size(); ++tier) {
      const auto found = model.places.find(layout_.tiers[tier]);
      if (found == model.places.end()) continue;
      tiers_[tier].places = found->second;
      tiers_[tier].interrupts = model.interrupts.at(layout_.tiers[tier]);
    }
    periods_.resize(layout_.period_start.size());
    for (Period& period : periods_) {
      period.tiers.resize(tiers_.size());
      period.moves.resize(layout_.edges.size());
    }
    walk();
  }

  const std::vector<Visit>& visits() const { return visits_; }

  /// Who was in a tier at the start, and how many days they had spent there by then.
  struct AtStart {
    double busy = 0, waiting = 0, busy_days = 0, waiting_days = 0;
  };
  const AtStart& at_start(const std::string& tier) const { return tiers_[tier_index(tier)].at_start; }
  /// Entities in the model or away from it for a time, as far as the log can tell: those at an exit may come
  /// back.
  std::size_t in_tiers() const {
    std::size_t n = 0;
    for (const TierState& tier : tiers_) n += tier.busy + tier.list.size();
    return n;
  }

  /// Compares the histograms with the times kept here: how many there are, and how many are as good as 0.
  void expect_histograms_match() const {
    for (std::size_t t = 0; t < tiers_.size(); ++t) {
      for (const char* kind : {"wait", "sojourn"}) {
        double all = 0, zeros = 0;
        for (const Period& period : periods_) {
          const TierPeriod& own = period.tiers[t];
          for (double time : std::string(kind) == "wait" ? own.waits : own.stays) {
            all += 1;
            zeros += time < layout_.histograms.upper[0];
          }
        }
        const HistogramCounts& counts = simulated_.histogram_counts(kind, layout_.tiers[t], replication_);
        double reported = 0;
        for (std::uint64_t count : counts.counts) reported += static_cast<double>(count);
        EXPECT_EQ(reported, all) << kind << " of " << layout_.tiers[t];
        const bool has_zeros = counts.first == 0 && !counts.counts.empty();
        EXPECT_EQ(has_zeros ? static_cast<double>(counts.counts[0]) : 0, zeros)
            << kind << " of " << layout_.tiers[t];
      }
    }
  }

  /// Compares every series with the account kept here.
  void expect_series_match() const {
    std::vector<double> arrived(layout_.sources.size()), left(layout_.exits.size());
    for (std::size_t p = 0; p < periods_.size(); ++p) {
      const double length = simulated_.period_length(p);
      const auto value = [&](const char* series, const std::string& element) {
        return simulated_.value(series, element, replication_, p);
      };
      for (std::size_t t = 0; t < tiers_.size(); ++t) {
        const std::string& name = layout_.tiers[t];
        const TierPeriod& own = periods_[p].tiers[t];
        SCOPED_TRACE("tier " + name + ", period " + std::to_string(p));
        EXPECT_EQ(value("entries", name), own.entries);
        EXPECT_EQ(value("starts", name), static_cast<double>(own.waits.size()));
        EXPECT_EQ(value("departures", name), static_cast<double>(own.stays.size()));
        EXPECT_EQ(value("occupancy_end", name), own.busy_end);
        EXPECT_EQ(value("waiting_end", name), own.waiting_end);
        EXPECT_NEAR(value("occupancy", name), own.busy_area / length, 1e-9 * (1 + own.busy_area / length));
        EXPECT_NEAR(value("waiting", name), own.waiting_area / length,
                    1e-9 * (1 + own.waiting_area / length));
        EXPECT_NEAR(value("throughput", name), static_cast<double>(own.stays.size()) / length, 1e-12);
        expect_mean(value("wait_mean", name), own.waits);
        expect_mean(value("sojourn_mean", name), own.stays);
      }
      for (std::size_t e = 0; e < layout_.edges.size(); ++e) {
        const Edge& edge = layout_.edges[e];
        const std::size_t from = static_cast<std::size_t>(
            std::find(layout_.sources.begin(), layout_.sources.end(), edge.from) - layout_.sources.begin());
        const std::size_t to = static_cast<std::size_t>(
            std::find(layout_.exits.begin(), layout_.exits.end(), edge.to) - layout_.exits.begin());
        if (from < layout_.sources.size()) arrived[from] += periods_[p].moves[e];
        if (to < layout_.exits.size()) left[to] += periods_[p].moves[e];
      }
      for (std::size_t s = 0; s < arrived.size(); ++s)
        EXPECT_EQ(value("arrivals", layout_.sources[s]), std::exchange(arrived[s], 0));
      for (std::size_t x = 0; x < left.size(); ++x)
        EXPECT_EQ(value("exits", layout_.exits[x]), std::exchange(left[x], 0));
    }
  }

 private:
  static constexpr std::size_t nowhere = std::numeric_limits<std::size_t>::max();

  struct TierState {
    std::deque<std::uint64_t> list;
    std::size_t busy = 0;
    std::size_t busy_before = 0;  ///< at the end of the instant before
    bool interrupts = false;
    std::vector<std::pair<double, std::int64_t>> places;  ///< empty: unlimited
    AtStart at_start;
  };
  struct TierPeriod {
    double entries = 0, busy_end = 0, waiting_end = 0, busy_area = 0, waiting_area = 0;
    std::vector<double> waits, stays;
  };
  struct Period {
    std::vector<TierPeriod> tiers;
    std::vector<double> moves;
  };
  struct Entity {
    std::string at;  ///< source (before it arrives), tier or exit
    bool busy = false;
    double since = 0;   ///< when it began to wait, or when this part of its stay began
    double served = 0;  ///< of a stay that was interrupted
    std::size_t number = 0;  ///< among all moves: who came to a tier first has the smaller
    bool started = false;    ///< the stay in the tier where it is
    bool was_there = false;  ///< at the start, and has a place there
  };

  static void expect_mean(double reported, const std::vector<double>& values) {
    if (values.empty()) {
      EXPECT_TRUE(std::isnan(reported)) << "the mean of nothing, found " << reported;
      return;
    }
    double sum = 0;
    for (double value : values) sum += value;
    const double mean = sum / static_cast<double>(values.size());
    EXPECT_NEAR(reported, mean, 1e-9 * (1 + mean));
  }

  void walk() {
    const EventLog& log = simulated_.records().at(replication_).log;
    for (std::size_t i = 0; i < log.time.size(); ++i) {
      ASSERT_GE(log.time[i], now_) << "the clock went back";
      if (log.time[i] > now_) {
        end_instant();
        pass_to(log.time[i]);
      }
      if (log.what[i] == EventLog::move) {
        move(log.entity[i], log.edge[i]);
      } else {
        const std::size_t tier = static_cast<std::size_t>(log.tier[i]);
        log.what[i] == EventLog::start ? start(log.entity[i], tier) : interrupt(log.entity[i], tier);
      }
      if (::testing::Test::HasFatalFailure()) return;
    }
    ASSERT_EQ(opened_, open_.size()) << "cases of the caseload are not there";
    end_instant();
    pass_to(layout_.period_end.back());
    if (period_ < periods_.size()) close_period();
  }

  void pass_to(double time) {
    while (period_ < periods_.size() && layout_.period_end[period_] <= time) {
      add_areas(layout_.period_end[period_] - now_);
      now_ = layout_.period_end[period_];
      close_period();
    }
    if (period_ < periods_.size()) add_areas(time - now_);
    now_ = time;
  }

  void add_areas(double days) {
    for (std::size_t t = 0; t < tiers_.size(); ++t) {
      periods_[period_].tiers[t].busy_area += static_cast<double>(tiers_[t].busy) * days;
      periods_[period_].tiers[t].waiting_area += static_cast<double>(tiers_[t].list.size()) * days;
    }
  }

  void close_period() {
    for (std::size_t t = 0; t < tiers_.size(); ++t) {
      periods_[period_].tiers[t].busy_end = static_cast<double>(tiers_[t].busy);
      periods_[period_].tiers[t].waiting_end = static_cast<double>(tiers_[t].list.size());
    }
    ++period_;
  }

  /// Nobody waits beside a free place, and no more are busy than there are places, save after a cut that lets
  /// work finish: then the number busy does not rise.
  void end_instant() {
    for (std::size_t t = 0; t < tiers_.size(); ++t) {
      TierState& tier = tiers_[t];
      if (tier.places.empty()) {
        EXPECT_TRUE(tier.list.empty())
            << layout_.tiers[t] << " has no limit, yet somebody waits on day " << now_;
      } else {
        std::size_t places = 0;
        for (const auto& [day, count] : tier.places)
          places = day <= now_ ? static_cast<std::size_t>(count) : places;
        const std::size_t most = tier.interrupts ? places : std::max(places, tier.busy_before);
        EXPECT_LE(tier.busy, most) << layout_.tiers[t] << " on day " << now_;
        if (!tier.list.empty()) {
          EXPECT_GE(tier.busy, places) << layout_.tiers[t] << " leaves a place empty on day " << now_;
        }
      }
      tier.busy_before = tier.busy;
    }
  }

  void move(std::uint64_t name, std::int32_t index) {
    const Edge& edge = layout_.edges.at(static_cast<std::size_t>(index));
    Entity& entity = entities_.emplace(name, Entity{edge.from}).first->second;
    ASSERT_EQ(entity.at, edge.from) << "moved from where it was not, on day " << now_;
    periods_[period_].moves[static_cast<std::size_t>(index)] += 1;
    const std::size_t from = tier_index(edge.from), to = tier_index(edge.to);
    if (from != nowhere) {
      ASSERT_TRUE(entity.busy) << "left " << edge.from << " without a stay, on day " << now_;
      const double length = entity.served + (now_ - entity.since);
      periods_[period_].tiers[from].stays.push_back(length);
      visits_.push_back({name, from, length, index});
      --tiers_[from].busy;
    }
    entity = {edge.to, false, now_, 0, ++moves_};
    if (to != nowhere) tiers_[to].list.push_back(name);
    if (is_open(index)) {
      ASSERT_LT(opened_, open_.size());
      const OpenRow& row = *open_[opened_++];
      ASSERT_EQ(edge.to, row.tier) << "put in place out of turn";
      ASSERT_EQ(now_, 0);
      entity.since = -row.days;
      entity.was_there = tiers_[to].places.empty() || static_cast<std::int64_t>(tiers_[to].busy) < tiers_[to].places[0].second;
      tiers_[to].at_start.waiting += 1;
      tiers_[to].at_start.waiting_days += row.days;
    } else if (to != nowhere) {
      periods_[period_].tiers[to].entries += 1;
    }
  }

  bool is_open(std::int32_t edge) const { return layout_.edges.at(static_cast<std::size_t>(edge)).from == "caseload"; }

  /// First come, first served: whoever starts is the first of those who wait to have come.
  void start(std::uint64_t name, std::size_t tier) {
    ASSERT_FALSE(tiers_[tier].list.empty());
    ASSERT_EQ(tiers_[tier].list.front(), name)
        << "started out of turn in " << layout_.tiers[tier] << " on day " << now_;
    tiers_[tier].list.pop_front();
    Entity& entity = entities_.at(name);
    if (std::exchange(entity.was_there, false)) {
      ASSERT_EQ(now_, 0);
      AtStart& all = tiers_[tier].at_start;
      all.waiting -= 1, all.busy += 1;
      all.waiting_days += entity.since, all.busy_days -= entity.since;
    } else {
      if (!entity.started) periods_[period_].tiers[tier].waits.push_back(now_ - entity.since);
      entity.since = now_;
    }
    entity.busy = entity.started = true;
    ++tiers_[tier].busy;
  }

  /// Back to where it stood in the list: before all who came later.
  void interrupt(std::uint64_t name, std::size_t tier) {
    Entity& entity = entities_.at(name);
    ASSERT_TRUE(entity.busy && entity.at == layout_.tiers[tier]);
    ASSERT_TRUE(tiers_[tier].interrupts);
    entity.busy = false;
    entity.served += now_ - entity.since;
    entity.since = now_;
    --tiers_[tier].busy;
    auto& list = tiers_[tier].list;
    const auto came_later = [&](std::uint64_t other) { return entities_.at(other).number > entity.number; };
    list.insert(std::find_if(list.begin(), list.end(), came_later), name);
  }

  std::size_t tier_index(const std::string& name) const {
    const auto found = std::find(layout_.tiers.begin(), layout_.tiers.end(), name);
    return found == layout_.tiers.end() ? nowhere : static_cast<std::size_t>(found - layout_.tiers.begin());
  }

  const Simulated& simulated_;
  const Layout& layout_;
  std::size_t replication_;
  std::vector<TierState> tiers_;
  std::vector<Period> periods_;
  std::map<std::uint64_t, Entity> entities_;
  std::vector<Visit> visits_;
  double now_ = 0;
  std::size_t period_ = 0;
  std::size_t moves_ = 0;
  std::vector<const OpenRow*> open_;
  std::size_t opened_ = 0;
};

}  // namespace headwater::theory
