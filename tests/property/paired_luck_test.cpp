// What must not change: neither the order in which a file is written, nor threads, nor tiers that nobody
// uses, nor a warm-up, nor the law of one tier disturbs the luck of anyone elsewhere.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "support/path.hpp"
#include "support/random_model.hpp"
#include "support/same_bits.hpp"

namespace headwater::theory {
namespace {

TEST(PairedLuck, OrderOfTheFileChangesNothing) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    RandomModel model = random_model(seed);
    model.plan.replications = 2;
    SCOPED_TRACE(model.yaml());
    const Simulated before = simulate(model.yaml());
    Dice dice(seed + 77);
    model.reorder(dice);
    const Simulated after = simulate(model.yaml());
    ASSERT_TRUE(same_series(before, after));
    ASSERT_TRUE(same_log(before, after));
    ASSERT_TRUE(same_histograms(before, after));
  }
}

// A tier that can be reached, but only with weight 0.
TEST(PairedLuck, UnusedTierChangesNothing) {
  int tried = 0;
  for (std::uint64_t seed = 201; seed <= 400; ++seed) {
    RandomModel model = random_model(seed);
    SCOPED_TRACE(model.yaml());
    const Simulated before = simulate(model.yaml());
    bool linked = false;
    for (RandomModel::Tier& tier : model.tiers) {
      if (!tier.exits.empty()) {
        tier.exits.insert(tier.exits.begin(), "aaa_unused: 0");
        linked = true;
      }
    }
    if (!linked) continue;
    ++tried;
    model.tiers.insert(model.tiers.begin(), {.name = "aaa_unused",
                                             .settings = "capacity: 2, ",
                                             .law = exponential(3).yaml,
                                             .rule = "",
                                             .exits = {"leave_unused: 1"},
                                             .racers = {}});
    model.exits.insert(model.exits.begin(), "leave_unused: {}");
    const Simulated after = simulate(model.yaml());
    ASSERT_TRUE(same_series(before, after));
    ASSERT_TRUE(same_log(before, after));
    ASSERT_TRUE(same_histograms(before, after));
    EXPECT_EQ(after.value("entries", "aaa_unused"), 0);
  }
  EXPECT_GT(tried, 100);
}

TEST(PairedLuck, ThreadsChangeNothing) {
  for (std::uint64_t seed = 401; seed <= 430; ++seed) {
    RandomModel model = random_model(seed);
    model.plan.replications = 7;
    SCOPED_TRACE(model.yaml());
    const Simulated one = simulate(model.yaml(), 1), three = simulate(model.yaml(), 3);
    ASSERT_TRUE(same_series(one, three));
    ASSERT_TRUE(same_log(one, three));
    ASSERT_TRUE(same_histograms(one, three));
    for (std::size_t r = 0; r < 7; ++r) ASSERT_EQ(three.records()[r].replication, r);
  }
}

// Later replications do not depend on how many there are, and no two are alike.
TEST(PairedLuck, ReplicationsStandAlone) {
  RandomModel model = random_model(5, {.listed = false});
  model.plan.replications = 2;
  const Simulated two = simulate(model.yaml());
  model.plan.replications = 5;
  const Simulated five = simulate(model.yaml());
  for (std::size_t r = 0; r < 2; ++r) {
    EXPECT_EQ(two.records()[r].log.time, five.records()[r].log.time);
    EXPECT_EQ(two.records()[r].log.edge, five.records()[r].log.edge);
  }
  for (std::size_t r = 1; r < 5; ++r) EXPECT_NE(five.records()[r].log.time, five.records()[0].log.time);
  model.plan.seed += 1;
  EXPECT_NE(simulate(model.yaml()).records()[0].log.time, five.records()[0].log.time);
}

// A warm-up of 20 days leaves out what the same history, begun 20 days earlier, has in its first 20 days.
TEST(PairedLuck, WarmUpOnlyLeavesOut) {
  const int warm_up = 20;
  for (std::uint64_t seed = 501; seed <= 600; ++seed) {
    RandomModel whole = random_model(seed, {.shift = warm_up, .open_cases = false});
    RandomModel part = random_model(seed, {.shift = 0, .open_cases = false});
    if (whole.yaml().find("days: [") != std::string::npos)
      continue;  // listed days cannot come before the start date
    whole.plan.every = part.plan.every = "day";
    part.plan.warm_up = warm_up;
    ASSERT_EQ(whole.plan.horizon, part.plan.horizon + warm_up);
    SCOPED_TRACE(part.yaml());
    ASSERT_TRUE(same_series(simulate(part.yaml()), simulate(whole.yaml()), warm_up));
  }
}

/// (entity, tier, how often it has left that tier before) -> (length, edge).
using Stays = std::map<std::tuple<std::uint64_t, std::size_t, int>, std::pair<double, std::int32_t>>;

Stays stays(const Simulated& simulated, const RandomModel& model) {
  Stays result;
  std::map<std::pair<std::uint64_t, std::size_t>, int> counts;
  const Path path(simulated, model);
  for (const Visit& visit : path.visits()) {
    const int before = counts[{visit.entity, visit.tier}]++;
    result[{visit.entity, visit.tier, before}] = {visit.length, visit.edge};
  }
  return result;
}

// With another law in one tier everyone arrives as before, and stays elsewhere as long as before, visit by
// visit, and goes the same way from there, however much sooner or later they come.
TEST(PairedLuck, AnotherLawInOneTierLeavesStaysElsewhere) {
  std::size_t compared = 0, changed = 0;
  for (std::uint64_t seed = 601; seed <= 900; ++seed) {
    RandomModel model = random_model(seed, {.changes = false, .birthdays = false});
    SCOPED_TRACE(model.yaml());
    const Simulated before = simulate(model.yaml());
    const Stays old_stays = stays(before, model);
    Dice dice(seed);
    RandomModel::Tier& tier =
        model.tiers[static_cast<std::size_t>(dice.below(static_cast<int>(model.tiers.size())))];
    if (!tier.racers.empty()) continue;
    tier.law = exponential(6.5).yaml;
    const Simulated after = simulate(model.yaml());
    ASSERT_EQ(before.layout().tiers, after.layout().tiers);
    const std::size_t which = after.tier(tier.name);
    const Stays new_stays = stays(after, model);
    for (const auto& [key, stay] : old_stays) {
      const auto found = new_stays.find(key);
      if (found == new_stays.end()) continue;  // it does not come there before the horizon
      EXPECT_EQ(found->second.second, stay.second) << "another way out";
      if (std::get<1>(key) == which) {
        changed += std::fabs(found->second.first - stay.first) > 1e-6;
      } else {
        EXPECT_NEAR(found->second.first, stay.first, 1e-9);
        ++compared;
      }
    }
    for (const auto& source : before.layout().sources) {
      for (std::size_t p = 0; p < before.periods(); ++p)
        ASSERT_EQ(before.value("arrivals", source, 0, p), after.value("arrivals", source, 0, p));
    }
    ASSERT_FALSE(HasFailure());
  }
  EXPECT_GT(compared, 10000u);
  EXPECT_GT(changed, 3000u);
}

// A raised rate keeps the old arrivals: the n-th comes sooner, in proportion.
TEST(PairedLuck, RaisedRateKeepsTheOldArrivals) {
  const auto arrivals = [](double rate) {
    const Simulated run =
        simulate(header({.horizon = 100, .event_log = true}) + one_desk(rate, exponential(1), "unlimited"));
    std::vector<std::pair<double, std::uint64_t>> list;
    const EventLog& log = run.records()[0].log;
    for (std::size_t i = 0; i < log.time.size(); ++i) {
      if (log.what[i] == EventLog::move && log.tier[i] >= 0) list.emplace_back(log.time[i], log.entity[i]);
    }
    return list;
  };
  const auto few = arrivals(3), many = arrivals(5);
  ASSERT_GT(few.size(), 200u);
  ASSERT_GT(many.size(), few.size());
  for (std::size_t i = 0; i < few.size(); ++i) {
    EXPECT_EQ(few[i].second, many[i].second);
    EXPECT_NEAR(few[i].first * 3, many[i].first * 5, 1e-9);
  }
}

}  // namespace
}  // namespace headwater::theory
