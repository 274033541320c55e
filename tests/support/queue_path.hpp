// Walks through the event log of a random model of queues, event by event, and keeps its own account of who is where,
// in which order, with what in hand. What the engine does must be allowed by the rules of the model, and what it
// reports must agree with this account.
//
// Only for runs without a warm-up, whose log begins with an empty model, or with those who are put in place there with the
// time that they have spent: they have not come, nor begun, but stay and wait for as long as they have in all. Within one
// instant a departure is logged when the entity arrives where it goes, so what must hold of numbers is looked at when an
// instant is over.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "support/random_queue_model.hpp"
#include "support/simulate.hpp"

namespace headwater::theory {

/// How often the walk has seen what it is about.
struct QueueSights {
  double events = 0, waits = 0, displaced = 0, cut = 0, blocked = 0, full = 0, balked = 0, gave_up = 0, open = 0;
};

class QueuePath {
 public:
  QueuePath(const Simulated& simulated, const RandomQueueModel& model, QueueSights& sights)
      : simulated_(simulated), layout_(simulated.layout()), log_(simulated.records().at(0).log), model_(model), sights_(sights), open_(longest_first(model.open)) {
    for (const std::string& name : layout_.tiers) tiers_.push_back({&model.tier(name), {}, {}, {}, 0});
    for (const auto& resource : model.resources) used_before_[resource.name] = 0;
    next_.assign(log_.time.size(), none);
    std::map<std::uint64_t, std::size_t> last;
    for (std::size_t i = log_.time.size(); i-- > 0;) {
      const auto found = last.find(log_.entity[i]);
      if (found != last.end()) next_[i] = found->second;
      last[log_.entity[i]] = i;
    }
    walk();
  }

  std::size_t in_tiers() const {
    std::size_t n = 0;
    for (const TierState& tier : tiers_) n += tier.waiting.size() + tier.busy.size();
    return n;
  }

  /// Compares the series of the whole run with the account kept here.
  void expect_series_match() const {
    const double days = simulated_.period_length();
    for (std::size_t t = 0; t < tiers_.size(); ++t) {
      const std::string& name = layout_.tiers[t];
      const TierState& own = tiers_[t];
      SCOPED_TRACE("tier " + name);
      const auto value = [&](const char* series) { return simulated_.value(series, name); };
      const auto near = [&](double reported, double area) { EXPECT_NEAR(reported, area / days, 1e-9 * (1 + area / days)); };
      EXPECT_EQ(value("entries"), own.entries);
      EXPECT_EQ(value("starts"), own.starts);
      EXPECT_EQ(value("departures"), own.departures);
      EXPECT_EQ(value("occupancy_end"), static_cast<double>(own.busy.size()));
      EXPECT_EQ(value("waiting_end"), static_cast<double>(own.waiting.size()));
      near(value("occupancy"), own.busy_area);
      near(value("waiting"), own.waiting_area);
      EXPECT_NEAR(sum(value("sojourn_mean"), own.departures), own.stays, 1e-9 * (1 + own.stays));
      EXPECT_NEAR(sum(value("wait_mean"), own.starts), own.waits, 1e-9 * (1 + own.waits));
    }
    for (const auto& resource : model_.resources)
      EXPECT_NEAR(simulated_.value("resource_busy", resource.name) * days, used_area_.at(resource.name), 1e-8 * days) << resource.name;
  }

  /// Little's law, for a path that has ended empty: areas are sums of times.
  void expect_littles_law() const {
    const double days = simulated_.period_length();
    for (std::size_t t = 0; t < tiers_.size(); ++t) {
      const TierState& own = tiers_[t];
      const double rounding = 4 * (own.turns + own.entries) * days * 2.3e-16;
      SCOPED_TRACE("tier " + layout_.tiers[t]);
      EXPECT_EQ(own.entries + own.open, own.departures + own.gave_up);
      const double stays = sum(simulated_.value("sojourn_mean", layout_.tiers[t]), own.departures) - own.busy_days_before;
      EXPECT_NEAR(simulated_.value("occupancy", layout_.tiers[t]) * days, stays, rounding + 1e-12 * stays);
      const double waits = sum(simulated_.value("wait_mean", layout_.tiers[t]), own.starts) + own.vain_waits + own.displaced - own.waiting_days_before;
      EXPECT_NEAR(simulated_.value("waiting", layout_.tiers[t]) * days, waits, rounding + 1e-12 * waits);
    }
  }

 private:
  static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
  static constexpr double slack = 1e-9;  ///< of amounts, which are multiples of a millionth

  struct Present {
    std::uint64_t name = 0;
    double rank = 0;
    double number = 0;  ///< in order of coming, downwards for last come
    bool operator<(const Present& other) const { return rank != other.rank ? rank < other.rank : number < other.number; }
  };
  struct TierState {
    const RandomQueueModel::Tier* rules;
    std::set<Present> waiting, busy;
    std::vector<std::uint64_t> blocked;  ///< elsewhere, on their way here
    std::size_t busy_before;
    double entries = 0, starts = 0, turns = 0, departures = 0, gave_up = 0;
    double busy_area = 0, waiting_area = 0, waits = 0, vain_waits = 0, displaced = 0, stays = 0;
    double open = 0, busy_days_before = 0, waiting_days_before = 0;  ///< who were there at the start, and their days by then
    std::uint64_t numbers = 0;
  };
  struct Entity {
    const RandomQueueModel::Source* source = nullptr;
    std::string of_class, at;
    Present place;
    bool busy = false, blocked = false, started = false;
    double since = 0, served = 0, blocked_since = 0;
    std::map<std::string, double> held;
  };

  /// Of `count` numbers with this mean, which is not a number where there are none.
  static double sum(double mean, double count) { return count > 0 ? mean * count : 0; }

  // --- what the model says ---

  double places(const TierState& tier) const { return level(tier.rules->places, now_); }
  static double level(const std::vector<std::pair<double, std::int64_t>>& steps, double now) {
    double level = std::numeric_limits<double>::infinity();
    for (const auto& [day, capacity] : steps)
      if (day <= now) level = static_cast<double>(capacity);
    return level;
  }
  double amount(const RandomQueueModel::Need& need, const Entity& entity) const { return need.is_load ? entity.source->load : need.amount; }
  double used(const std::string& resource) const {
    double sum = 0;
    for (const auto& [name, entity] : entities_) {
      const auto found = entity.held.find(resource);
      if (found != entity.held.end()) sum += found->second;
    }
    return sum;
  }
  double most(const std::string& resource) const {
    for (const auto& each : model_.resources)
      if (each.name == resource) return level(each.amounts, now_);
    return 0;
  }
  double rank(const RandomQueueModel::Tier& rules, const Entity& entity) const {
    if (rules.ordered_by.empty()) return 0;
    double value = entity.source->rank;
    if (rules.ordered_by == "class")
      for (const auto& [name, priority] : model_.classes)
        if (name == entity.of_class) value = priority;
    if (!rules.bands.empty())
      value = static_cast<double>(std::upper_bound(rules.bands.begin(), rules.bands.end(), value) - rules.bands.begin());
    return rules.order == "highest_first" ? -value : value;
  }
  static bool has_places(const RandomQueueModel::Tier& rules) {
    return rules.order != "shared" && (rules.capacity >= 0 || !rules.needs.empty());
  }
  bool fits(const TierState& tier, const Entity& entity) const {
    for (const auto& need : tier.rules->needs) {
      const auto found = entity.held.find(need.resource);
      const double held = found == entity.held.end() ? 0 : found->second;
      const double more = amount(need, entity) - (is_interrupted(entity) ? 0 : held);
      if (more > 0 && more > most(need.resource) - used(need.resource) + slack) return false;
    }
    if (tier.rules->order == "shared") return tier.rules->at_most < 0 || static_cast<std::int64_t>(tier.busy.size()) < tier.rules->at_most;
    return static_cast<double>(tier.busy.size()) < places(tier);
  }
  static bool is_interrupted(const Entity& entity) { return entity.started && !entity.busy; }
  bool is_cut(const RandomQueueModel::Tier& rules) const {
    for (const auto& [day, capacity] : rules.places)
      if (day == now_ && day > 0 && rules.when_cut != "finish") return true;
    for (const auto& resource : model_.resources)
      for (const auto& [day, capacity] : resource.amounts)
        if (day == now_ && day > 0 && resource.when_cut == "interrupt") return true;
    return false;
  }

  // --- the walk ---

  void walk() {
    for (std::size_t i = 0; i < log_.time.size(); ++i) {
      ASSERT_GE(log_.time[i], now_) << "the clock went back";
      if (log_.time[i] > now_) {
        end_instant();
        pass_to(log_.time[i]);
      }
      ++sights_.events;
      switch (log_.what[i]) {
        case EventLog::move:
          move(i);
          break;
        case EventLog::start:
          start(i);
          break;
        case EventLog::interrupt:
          interrupt(i);
          break;
        default:
          block(i);
      }
      if (::testing::Test::HasFatalFailure()) return;
    }
    ASSERT_EQ(opened_, open_.size()) << "cases of the caseload are not there";
    end_instant();
    pass_to(layout_.period_end.back());
  }

  void pass_to(double time) {
    for (TierState& tier : tiers_) {
      tier.busy_area += static_cast<double>(tier.busy.size()) * (time - now_);
      tier.waiting_area += static_cast<double>(tier.waiting.size()) * (time - now_);
    }
    for (const auto& resource : model_.resources) used_area_[resource.name] += used(resource.name) * (time - now_);
    now_ = time;
  }

  /// No more are busy than there are places, and no more is taken than there is, save after a cut that lets work
  /// finish; nobody waits beside what they could have.
  void end_instant() {
    for (const auto& resource : model_.resources) {
      const double taken = used(resource.name), there_is = most(resource.name);
      EXPECT_LE(taken, std::max(there_is, used_before_[resource.name]) + slack) << resource.name << " on day " << now_;
      if (taken > there_is + slack && resource.when_cut == "interrupt") {
        for (const auto& [name, entity] : entities_) {
          if (!entity.busy || entity.blocked || entity.held.count(resource.name) == 0) continue;
          for (const auto& need : model_.tier(entity.at).needs)
            EXPECT_NE(need.resource, resource.name) << entity.at << " goes on with what has been cut, on day " << now_;
        }
      }
      used_before_[resource.name] = taken;
    }
    for (TierState& tier : tiers_) {
      const std::string& name = tier.rules->name;
      const double places_now = places(tier);
      if (tier.rules->order == "shared") {
        EXPECT_TRUE(tier.rules->at_most < 0 || static_cast<std::int64_t>(tier.busy.size()) <= tier.rules->at_most) << name;
      } else {
        EXPECT_LE(static_cast<double>(tier.busy.size()), std::max(places_now, static_cast<double>(tier.busy_before)))
            << name << " on day " << now_;
        const bool surplus = tier.rules->when_cut != "finish" && static_cast<double>(tier.busy.size()) > places_now;
        for (const Present& each : tier.busy) EXPECT_TRUE(!surplus || entities_.at(each.name).blocked) << name << " on day " << now_;
      }
      tier.busy_before = tier.busy.size();
      if (!tier.waiting.empty()) {
        // Who is picked at random may be one who needs more than there is.
        bool could = tier.rules->order == "random";
        for (const Present& each : tier.waiting) {
          const bool does = fits(tier, entities_.at(each.name));
          could = tier.rules->order == "random" ? could && does : does;
          if (tier.rules->order != "random") break;
        }
        EXPECT_FALSE(could) << "somebody waits in " << name << " beside what they could have, on day " << now_;
        sights_.waits += 1;
      }
      if (!tier.blocked.empty()) {
        const auto room = static_cast<std::size_t>(tier.rules->room);
        const bool could = tier.waiting.size() < room || (tier.waiting.empty() && fits(tier, entities_.at(tier.blocked.front())));
        EXPECT_FALSE(could) << "somebody is blocked on the way to " << name << " though there is room, on day " << now_;
      }
    }
  }

  TierState* tier_named(const std::string& name) {
    for (TierState& tier : tiers_)
      if (tier.rules->name == name) return &tier;
    return nullptr;
  }
  const Edge& edge_of(std::size_t i) const { return layout_.edges.at(static_cast<std::size_t>(log_.edge[i])); }

  void move(std::size_t i) {
    const Edge& edge = edge_of(i);
    const bool is_new = entities_.count(log_.entity[i]) == 0;
    Entity& entity = entities_[log_.entity[i]];
    if (is_new) {
      entity.at = edge.from;
      for (const auto& source : model_.sources)
        if (source.name == edge.from) entity.source = &source;
      if (edge.from == "caseload") {
        ASSERT_LT(opened_, open_.size());
        ASSERT_EQ(edge.to, open_[opened_]->tier) << "put in place out of turn";
        entity.source = &model_.open_as.at(open_[opened_]->days);
        sights_.open += 1;
      }
      ASSERT_NE(entity.source, nullptr) << "came from nowhere";
      entity.of_class = entity.source->of_class;
    }
    ASSERT_EQ(entity.at, edge.from) << "moved from where it was not, on day " << now_;
    if (TierState* from = tier_named(edge.from)) leave(*from, entity, edge);
    if (::testing::Test::HasFatalFailure()) return;
    if (edge.how != "full" && edge.how != "balk") entity.busy = false;
    entity.at = edge.to;
    entity.served = 0;
    TierState* to = tier_named(edge.to);
    if (to == nullptr) {
      EXPECT_TRUE(entity.held.empty()) << "took something along on day " << now_;
      return;
    }
    entity.blocked = entity.busy = entity.started = false;
    // Whoever is turned away goes on in the very next line.
    if (i + 1 < log_.time.size() && next_[i] == i + 1 && log_.what[i + 1] == EventLog::move) {
      const Edge& on = edge_of(i + 1);
      if (on.from == edge.to && (on.how == "full" || on.how == "balk")) return turn_away(*to, entity, on.how);
    }
    loading_ = edge.from == "caseload" && now_ == 0;
    if (loading_) {
      to->open += 1;
      entity.since = -open_[opened_++]->days;
      to->waiting_days_before -= entity.since;
    } else {
      to->entries += 1;
      entity.since = now_;
    }
    const double number = static_cast<double>(to->numbers++);
    entity.place = {log_.entity[i], rank(*to->rules, entity), to->rules->order == "last_come" ? -number : number};
    to->waiting.insert(entity.place);
  }

  void turn_away(TierState& tier, Entity& entity, const std::string& how) {
    if (how == "full") {
      sights_.full += 1;
      EXPECT_GE(static_cast<std::int64_t>(tier.waiting.size()), tier.rules->room) << tier.rules->name << " on day " << now_;
      EXPECT_FALSE(tier.waiting.empty() && fits(tier, entity)) << tier.rules->name << " has a place on day " << now_;
    } else {
      sights_.balked += 1;
      EXPECT_GE(static_cast<std::int64_t>(tier.waiting.size()), tier.rules->balk_from[0]) << tier.rules->name << " on day " << now_;
    }
  }

  void leave(TierState& from, Entity& entity, const Edge& edge) {
    if (edge.how == "full" || edge.how == "balk") return release(*from.rules, entity, edge);
    if (edge.how == "patience") {
      ASSERT_EQ(from.waiting.erase(entity.place), 1u) << "gave up without waiting, on day " << now_;
      EXPECT_FALSE(entity.started) << "gave up after a start, on day " << now_;
      from.gave_up += 1;
      from.vain_waits += now_ - entity.since;
      sights_.gave_up += 1;
    } else {
      ASSERT_EQ(from.busy.erase(entity.place), 1u) << "left " << edge.from << " without a stay, on day " << now_;
      from.departures += 1;
      from.stays += entity.served + (now_ - entity.since);
      if (entity.blocked) {
        TierState* to = tier_named(edge.to);
        ASSERT_NE(to, nullptr);
        ASSERT_FALSE(to->blocked.empty());
        EXPECT_EQ(to->blocked.front(), entity.place.name) << "let into " << edge.to << " out of turn on day " << now_;
        to->blocked.erase(to->blocked.begin());
      } else if (const TierState* to = tier_named(edge.to); to != nullptr && to->rules->blocks && has_places(*from.rules)) {
        // Of those whose stays end now, who is left behind is logged before who is let in.
        EXPECT_TRUE(to->blocked.empty() || entities_.at(to->blocked.front()).blocked_since == now_) << "went into " << edge.to << " before those who are blocked, on day " << now_;
      }
      const auto found = from.rules->becomes.find(edge.to);
      if (found != from.rules->becomes.end()) entity.of_class = found->second;
    }
    release(*from.rules, entity, edge);
  }

  void release(const RandomQueueModel::Tier& rules, Entity& entity, const Edge& edge) {
    const bool out = tier_named(edge.to) == nullptr, stayed = edge.how != "full" && edge.how != "balk" && edge.how != "patience";
    for (auto held = entity.held.begin(); held != entity.held.end();) {
      const bool kept = !out && (!stayed || std::find(rules.keeps.begin(), rules.keeps.end(), held->first) != rules.keeps.end());
      held = kept ? std::next(held) : entity.held.erase(held);
    }
  }

  void start(std::size_t i) {
    Entity& entity = entities_.at(log_.entity[i]);
    TierState& tier = tiers_[static_cast<std::size_t>(log_.tier[i])];
    ASSERT_EQ(entity.at, tier.rules->name);
    ASSERT_EQ(tier.waiting.count(entity.place), 1u) << "started without waiting, on day " << now_;
    if (tier.rules->order != "random") {
      for (const Present& each : tier.waiting) {
        if (each.name == entity.place.name) break;
        ASSERT_TRUE(gives_up_now(each.name, i)) << "started out of turn in " << tier.rules->name << " on day " << now_;
      }
    }
    tier.waiting.erase(entity.place);
    tier.busy.insert(entity.place);
    tier.turns += 1;
    const bool was_there = loading_ && now_ == 0 && !entity.started;  // and so long
    if (was_there) {
      tier.waiting_days_before += entity.since, tier.busy_days_before -= entity.since;
    } else {
      if (!entity.started) tier.starts += 1;
      (entity.started ? tier.displaced : tier.waits) += now_ - entity.since;
    }
    for (const auto& need : tier.rules->needs) {
      double& held = entity.held[need.resource];
      held = is_interrupted(entity) ? held + amount(need, entity) : std::max(held, amount(need, entity));
    }
    entity.busy = entity.started = true;
    if (!was_there) entity.since = now_;
  }

  /// Whether `name`, who waits, leaves at this very instant, which is logged a little later.
  bool gives_up_now(std::uint64_t name, std::size_t i) const {
    for (std::size_t j = i + 1; j < log_.time.size() && log_.time[j] == now_; ++j)
      if (log_.entity[j] == name) return log_.what[j] == EventLog::move && edge_of(j).how == "patience";
    return false;
  }

  void interrupt(std::size_t i) {
    Entity& entity = entities_.at(log_.entity[i]);
    TierState& tier = tiers_[static_cast<std::size_t>(log_.tier[i])];
    ASSERT_TRUE(entity.busy && !entity.blocked && entity.at == tier.rules->name) << "on day " << now_;
    const bool cut = is_cut(*tier.rules);
    ASSERT_TRUE(cut || tier.rules->pre_emption != "none") << tier.rules->name << " on day " << now_;
    (cut ? sights_.cut : sights_.displaced) += 1;
    tier.busy.erase(entity.place);
    tier.waiting.insert(entity.place);
    entity.busy = false;
    entity.served += now_ - entity.since;
    entity.since = now_;
    for (const auto& need : tier.rules->needs) entity.held[need.resource] -= amount(need, entity);
  }

  void block(std::size_t i) {
    Entity& entity = entities_.at(log_.entity[i]);
    ASSERT_TRUE(entity.busy && !entity.blocked);
    entity.blocked = true;
    entity.blocked_since = now_;
    if (next_[i] == none) return;
    ASSERT_EQ(log_.what[next_[i]], EventLog::move) << "blocked, and then something else than a move";
    EXPECT_GT(log_.time[next_[i]], now_) << "blocked, and let in at once";
    sights_.blocked += 1;
    tier_named(edge_of(next_[i]).to)->blocked.push_back(log_.entity[i]);
  }

  const Simulated& simulated_;
  const Layout& layout_;
  const EventLog& log_;
  const RandomQueueModel& model_;
  QueueSights& sights_;
  std::vector<TierState> tiers_;
  std::map<std::uint64_t, Entity> entities_;
  std::vector<std::size_t> next_;  ///< the next line of the same entity
  std::map<std::string, double> used_before_, used_area_;
  double now_ = 0;
  std::vector<const OpenRow*> open_;
  std::size_t opened_ = 0;
  bool loading_ = false;  ///< cases are put in place that were there at the start
};

}  // namespace headwater::theory
