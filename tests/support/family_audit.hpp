// Looks into a replication between its events: is every child in exactly one place, is everything counted where it is, and
// is what is due next what today's rates say.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "results/recorder.hpp"
#include "simulate/replication.hpp"

namespace headwater {

/// What the tallies have been told, kept a second time. Hands all on to those of the recorder.
class WatchedTallies {
 public:
  WatchedTallies(const Model& model, FamilyTallies& inner)
      : by_need(model.families.levels), hidden(model.families.levels), of_care_leavers(model.families.levels), in(model.tiers), above(model.tiers), below(model.tiers), inner_(inner) {}

  void at_need(std::uint32_t need, std::int64_t children, bool is_hidden, double time) {
    change(by_need.at(need), children, time);
    if (is_hidden) change(hidden.at(need), children, time);
    inner_.at_need(need, children, is_hidden, time);
  }
  void in_tier(std::uint32_t tier, std::int64_t children, int off, double time) {
    change(in.at(tier), children, time);
    if (off > 0) change(above.at(tier), children, time);
    if (off < 0) change(below.at(tier), children, time);
    inner_.in_tier(tier, children, off, time);
  }
  void came(std::uint32_t tier, bool again) {
    ++came_in_all;
    inner_.came(tier, again);
  }
  void moved(std::uint32_t edge, std::uint32_t children) { inner_.moved(edge, children); }
  void contacted(std::uint32_t source) {
    ++contacts;
    inner_.contacted(source);
  }
  void referred(std::uint32_t source, std::uint64_t children, std::uint64_t again) {
    EXPECT_LE(again, children);
    inner_.referred(source, children, again);
  }
  void closed(std::uint32_t children) { inner_.closed(children); }
  void reopened(std::uint32_t children) { inner_.reopened(children); }
  void born(std::uint32_t children) {
    all_born += children;
    inner_.born(children);
  }
  void moved_in(std::uint32_t children) { inner_.moved_in(children); }
  void moved_out(std::uint32_t children) { inner_.moved_out(children); }
  void grown_up_in_care() { inner_.grown_up_in_care(); }
  void born_to_care_leaver(std::uint32_t children) { inner_.born_to_care_leaver(children); }
  void came_of_care_leaver(std::uint32_t tier) { inner_.came_of_care_leaver(tier); }
  void of_care_leavers_at_need(std::uint32_t need, std::int64_t children, double time) {
    change(of_care_leavers.at(need), children, time);
    inner_.of_care_leavers_at_need(need, children, time);
  }
  void grown_up(std::uint8_t ever, std::uint8_t ever_early) {
    ++all_grown;
    EXPECT_EQ(ever & ever_early, ever_early) << "early, and yet never";
    inner_.grown_up(ever, ever_early);
  }

  std::vector<std::int64_t> by_need, hidden, of_care_leavers, in, above, below;
  std::int64_t all_born = 0, all_grown = 0, came_in_all = 0, contacts = 0;

 private:
  void change(std::int64_t& level, std::int64_t by, double time) {
    level += by;
    EXPECT_GE(level, 0) << "on day " << time;
  }
  FamilyTallies& inner_;
};

/// What was met with on the way, so that a test can say that it was about something.
struct FamilyAuditCounts {
  std::int64_t looks = 0, in_care = 0, gone = 0, waiting = 0, by_need = 0, cases = 0, adults_in_care = 0, from_elsewhere = 0, left_behind = 0, of_care_leavers = 0, with_kin_in_need = 0, with_kin_known = 0, open_families = 0, open_children = 0, open_adults = 0;
};

struct ReplicationAudit {
  template <class Luck, class Recorder>
  static void look(Replication<Luck, Recorder>& r, const WatchedTallies& told, FamilyAuditCounts& counts) {
    ++counts.looks;
    ASSERT_TRUE(r.turns_of_.empty());
    const Model& model = r.model_;
    const double due = std::min({r.events_.next_time(), r.arrivals_.next_time(), r.families_.next_time(), r.next_change_, model.horizon});
    std::vector<std::int64_t> by_need(model.families.levels), hidden(model.families.levels), of_care_leavers(model.families.levels), in(model.tiers), above(model.tiers), below(model.tiers);
    std::int64_t simulated_children = 0, in_care = 0;
    for (std::uint32_t f = 0; f < r.families_.size(); ++f) {
      if (!r.families_.is_there(f)) continue;
      const Family& family = r.families_[f];
      int home = 0;
      for (std::uint32_t i = family.first_child; i < family.first_child + family.children; ++i) {
        const Child& child = r.families_.child(i);
        ASSERT_EQ(child.family, f);
        const double born = child.born, adult = born + 18 * days_per_year;
        if (child.state == Child::unborn) EXPECT_GE(born, due);
        else if (child.state == Child::grown) EXPECT_LE(adult, due);
        else if (child.state == Child::moved) EXPECT_TRUE(family.has_left);
        else EXPECT_GE(adult, due);
        counts.from_elsewhere += child.from_elsewhere;
        counts.left_behind += family.has_left && child.state == Child::in_care;
        home += child.state == Child::home;
        counts.gone += child.state == Child::gone;
        simulated_children += born > 0 && !child.from_elsewhere && child.state != Child::unborn && child.state != Child::grown && child.state != Child::moved;
        const auto care = r.care_slots_.find(i);
        ASSERT_EQ(care != r.care_slots_.end(), child.state == Child::in_care);
        if (child.state != Child::in_care) continue;
        ++in_care;
        const auto& own = r.belongings_[care->second];
        ASSERT_TRUE(own.is_child && own.family == f && own.child == i);
        ASSERT_LT(r.entities_[care->second].node, model.tiers);
      }
      ASSERT_EQ(family.at_home, home);
      ASSERT_TRUE(!family.has_left || home == 0);
      ASSERT_LT(family.need, model.families.levels);
      by_need[family.need] += home;
      if (family.of_care_leaver) of_care_leavers[family.need] += home;
      counts.of_care_leavers += family.of_care_leaver;
      expect_known_to_kin(r, f, family, counts);
      const std::uint32_t slot = r.families_.case_of(f);
      if (slot == nobody) {
        hidden[family.need] += home;
      } else {
        ++counts.cases;
        ASSERT_GT(home, 0) << "a case of nobody";
        const std::uint32_t tier = r.entities_[slot].node;
        ASSERT_LT(tier, model.tiers);
        ASSERT_TRUE(model.families.tiers[tier].of_families);
        ASSERT_TRUE(!r.belongings_[slot].is_child && r.belongings_[slot].family == f);
        in[tier] += home;
        if (family.need > model.families.tiers[tier].serves_to) above[tier] += home;
        if (family.need < model.families.tiers[tier].serves_from) below[tier] += home;
      }
      expect_due(r, f, family);
    }
    ASSERT_EQ(in_care, static_cast<std::int64_t>(r.care_slots_.size()));
    counts.in_care += in_care;

    std::vector<std::int64_t> busy(model.tiers), waiting(model.tiers);
    for (std::uint32_t slot = 0; slot < std::min<std::size_t>(r.entities_.slots(), r.belongings_.size()); ++slot) {
      const auto& record = r.entities_[slot];
      if (record.node >= model.tiers) continue;
      ++(record.in_place ? busy : waiting)[record.node];
      counts.waiting += !record.in_place;
      const auto& own = r.belongings_[slot];
      const bool was_grown_up = !own.is_child && own.family == nobody;  // when the simulation began
      if (own.is_child || was_grown_up) {
        ++in[record.node];
        ASSERT_EQ(own.counted_in, record.node);
        ASSERT_TRUE(model.families.tiers[record.node].of_children);
        counts.adults_in_care += own.is_child && own.family == nobody;
        if (own.family != nobody) {
          ASSERT_EQ(r.care_slots_.at(own.child), slot);
        }
      } else {
        ASSERT_NE(own.family, nobody);
        ASSERT_EQ(r.families_.case_of(own.family), slot);
        if (record.in_place && r.nodes_[record.node].fixed.goes_by_need) expect_end(r, slot, record, own, counts);
      }
    }
    for (std::uint32_t tier = 0; tier < model.tiers; ++tier) {
      EXPECT_EQ(busy[tier], r.nodes_[tier].places.busy) << model.names[tier];
      EXPECT_EQ(busy[tier] + waiting[tier], r.number_in(tier)) << model.names[tier];
    }
    EXPECT_EQ(by_need, told.by_need);
    EXPECT_EQ(hidden, told.hidden);
    EXPECT_EQ(of_care_leavers, told.of_care_leavers);
    EXPECT_EQ(in, told.in);
    EXPECT_EQ(above, told.above);
    EXPECT_EQ(below, told.below);
    // Children who have moved away are not there any more to be counted.
    if (model.families.moves.out == 0) {
      EXPECT_EQ(told.all_born - told.all_grown, simulated_children);
    }
  }

  /// Before anything has happened: each case of the caseload is there, with a place or waiting for one, for as long as it says.
  template <class Luck, class Recorder>
  static void look_at_start(Replication<Luck, Recorder>& r, FamilyAuditCounts& counts) {
    std::map<std::pair<std::uint32_t, double>, std::int64_t> open, found;
    for (const OpenAtStart& cases : r.model_.caseload) {
      open[{r.model_.edges[cases.as.edge].to, cases.days}] += static_cast<std::int64_t>(cases.number);
      (cases.of == OpenAtStart::Of::family ? counts.open_families : cases.of == OpenAtStart::Of::child ? counts.open_children : counts.open_adults) += static_cast<std::int64_t>(cases.number);
    }
    for (std::uint32_t slot = 0; slot < r.entities_.slots(); ++slot)
      if (const auto& record = r.entities_[slot]; record.node < r.model_.tiers) ++found[{record.node, -record.since}];
    EXPECT_EQ(found, open);
  }

  /// The levels of need of all families, by name.
  template <class Luck, class Recorder>
  static std::map<std::uint64_t, int> needs(Replication<Luck, Recorder>& r) {
    std::map<std::uint64_t, int> all;
    for (std::uint32_t f = 0; f < r.families_.size(); ++f)
      if (r.families_.is_there(f)) all[static_cast<std::uint64_t>(r.families_[f].name)] = r.families_[f].need;
    return all;
  }

  /// Families that have, or have had, a case.
  template <class Luck, class Recorder>
  static std::vector<std::uint64_t> known(Replication<Luck, Recorder>& r) {
    std::vector<std::uint64_t> all;
    for (std::uint32_t f = 0; f < r.families_.size(); ++f)
      if (r.families_.is_there(f) && r.families_.has_history(f)) all.push_back(static_cast<std::uint64_t>(r.families_[f].name));
    return all;
  }

 private:
  /// Kin know how things are.
  template <class Luck, class Recorder>
  static void expect_known_to_kin(Replication<Luck, Recorder>& r, std::uint32_t f, const Family& family, FamilyAuditCounts& counts) {
    const Kinship& kin = r.model_.families.kin;
    ASSERT_EQ(family.in_need, kin.need_rises != 1 && !family.has_left && family.need >= kin.need_from);
    ASSERT_EQ(family.has_case, kin.spoken_of != 1 && r.families_.case_of(f) != nobody);
    bool in_need = false, has_case = false;
    r.families_.each_kin(f, [&](std::uint32_t other) {
      ASSERT_TRUE(other != f && r.families_.is_there(other));
      in_need = in_need || r.families_[other].in_need;
      has_case = has_case || r.families_[other].has_case;
    });
    const ByKin by_kin = r.families_.by_kin(f);
    ASSERT_EQ(by_kin.up, in_need ? kin.need_rises : 1);
    ASSERT_EQ(by_kin.contact, has_case ? kin.spoken_of : 1);
    counts.with_kin_in_need += in_need;
    counts.with_kin_known += has_case;
  }

  /// What is down as due next is what the rates since the last turn say.
  template <class Luck, class Recorder>
  static void expect_due(Replication<Luck, Recorder>& r, std::uint32_t f, const Family& family) {
    const double since = family.updated;
    const Calendar calendar = r.families_.calendar(f, since);
    double first = std::min(calendar.next, r.families_.leaves_at(f, since));
    if (r.families_.has_history(f)) {
      for (const Contact& contact : r.families_.contacts())
        if (const double over = r.families_.history(f).last_closed + contact.after_closure_lasts; over > since) first = std::min(first, over);
    }
    Family::Clock next = Family::calendar;
    const Speeds speeds = r.speeds_of(f, calendar.has_infant, since);
    for (int i = 0; i < 3; ++i) {
      const auto speed = static_cast<float>(speeds.of[i]);
      ASSERT_EQ(family.speed[i], speed) << "clock " << i << " of family " << f << " goes at another rate, since day " << since;
      if (!(speed > 0)) continue;
      if (const double strikes = since + static_cast<double>(family.left[i]) / speed; strikes < first) first = strikes, next = static_cast<Family::Clock>(i);
    }
    ASSERT_EQ(family.next, first < r.model_.horizon ? next : Family::none) << "family " << f << ", since day " << since;
  }

  /// A stay that goes by need ends when its clocks say.
  template <class Replication, class Record, class Belonging>
  static void expect_end(Replication& r, std::uint32_t slot, const Record& record, const Belonging& own, FamilyAuditCounts& counts) {
    ++counts.by_need;
    double end = own.settled.length;
    r.each_clock(record.node, [&](std::size_t clock, std::uint32_t stay) {
      const double hazard = r.stays_[stay].hazard_by_need[r.families_[own.family].need];
      if (hazard > 0) end = std::min(end, own.clocked + std::max(0.0, whole(r, slot, record, stay, own.struck[clock]) - own.used[clock]) / hazard);
    });
    ASSERT_EQ(record.draw, end);
  }
  template <class Luck, class Recorder, class Record>
  static double whole(Replication<Luck, Recorder>& r, std::uint32_t slot, const Record& record, std::uint32_t stay, std::uint64_t struck) {
    return negative_log(Luck::bits(record.name, r.stays_[stay].purpose, (r.entities_.visits(slot, record.node) << 16) + struck));
  }
};

/// A recorder that has the replication looked over between its events.
template <class Luck>
class AuditingRecorder : public Recorder {
 public:
  AuditingRecorder(const Model& model, const Layout& layout, std::uint32_t replication) : Recorder(model, layout, replication), watched_(model, Recorder::families()) {}

  WatchedTallies& families() { return watched_; }
  double next_stop() {
    if (looks_at != nullptr && !testing::Test::HasFailure()) {
      if (!std::exchange(has_looked_, true)) ReplicationAudit::look_at_start(*looks_at, counts);
      ReplicationAudit::look(*looks_at, watched_, counts);
    }
    return Recorder::next_stop();
  }
  bool pass_stop() {
    if (each_period) each_period(*looks_at);
    return Recorder::pass_stop();
  }
  const WatchedTallies& told() const { return watched_; }

  Replication<Luck, AuditingRecorder>* looks_at = nullptr;
  std::function<void(Replication<Luck, AuditingRecorder>&)> each_period;  ///< as it ends
  FamilyAuditCounts counts;

 private:
  bool has_looked_ = false;
  WatchedTallies watched_;
};

}  // namespace headwater
