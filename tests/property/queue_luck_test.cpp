// What must not change in models with queues of any kind: neither the order nor the names in the file, nor threads, nor
// a warm-up, nor the unit of time, nor tiers, resources and classes that nobody uses disturb anything.
#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "support/random_queue_model.hpp"
#include "support/same_bits.hpp"
#include "support/trace.hpp"

namespace headwater::theory {
namespace {

/// What the model does; nothing where it ends in a deadlock, as some of those do in which cases wait for more of what they
/// hold (tests/reference finds every deadlock anew).
std::optional<Simulated> unless_stuck(const std::string& yaml, int threads = 1) {
  try {
    return simulate(yaml, threads);
  } catch (const ModelFault& fault) {
    if (std::string(fault.what()).find(": deadlock: ") == std::string::npos) throw;
    return std::nullopt;
  }
}

TEST(QueueLuck, OrderOfTheFileChangesNothing) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    RandomQueueModel model = random_queue_model(seed);
    model.plan.replications = 2;
    SCOPED_TRACE(model.yaml());
    const std::optional<Simulated> first = unless_stuck(model.yaml());
    if (!first) continue;
    const Simulated& before = *first;
    Dice dice(seed + 77);
    model.reorder(dice);
    const Simulated after = simulate(model.yaml());
    ASSERT_TRUE(same_series(before, after));
    ASSERT_TRUE(same_log(before, after));
    ASSERT_TRUE(same_histograms(before, after));
  }
}

TEST(QueueLuck, ThreadsChangeNothing) {
  for (std::uint64_t seed = 201; seed <= 230; ++seed) {
    RandomQueueModel model = random_queue_model(seed);
    model.plan.replications = 7;
    SCOPED_TRACE(model.yaml());
    const std::optional<Simulated> first = unless_stuck(model.yaml(), 1);
    if (!first) continue;
    const Simulated& one = *first;
    for (const int threads : {2, 3}) {
      const Simulated several = simulate(model.yaml(), threads);
      ASSERT_TRUE(same_series(one, several));
      ASSERT_TRUE(same_log(one, several));
      ASSERT_TRUE(same_histograms(one, several));
    }
  }
}

// A tier that is reached with weight 0 only, a resource that only that tier needs, and a class of nobody.
TEST(QueueLuck, WhatIsNotUsedChangesNothing) {
  int tried = 0;
  for (std::uint64_t seed = 301; seed <= 500; ++seed) {
    RandomQueueModel model = random_queue_model(seed);
    const bool has_resources = !model.resources.empty(), has_classes = !model.classes.empty();
    SCOPED_TRACE(model.yaml());
    const std::optional<Simulated> first = unless_stuck(model.yaml());
    if (!first) continue;
    const Simulated& before = *first;
    bool linked = false;
    for (auto& tier : model.tiers) {
      if (tier.share_out.empty()) tier.exits.insert(tier.exits.begin(), "aaa_unused: 0");
      linked = linked || tier.share_out.empty();
    }
    if (!linked) continue;
    ++tried;
    RandomQueueModel::Tier unused;
    unused.name = "aaa_unused";
    unused.law = exponential(3).yaml;
    unused.exits = {"leave: 1"};
    if (has_resources) {
      model.resources.insert(model.resources.begin(), {"aaa_spare", "interrupt", {{0, 1}}});
      unused.needs = {{"aaa_spare", 1, false}};
    } else {
      unused.capacity = 1;
      unused.order = "last_come";
    }
    if (has_classes) model.classes.insert(model.classes.begin(), {"aaa_nobody", 3});
    model.tiers.insert(model.tiers.begin(), unused);
    const Simulated after = simulate(model.yaml());
    ASSERT_TRUE(same_series(before, after));
    ASSERT_TRUE(same_log(before, after));
    ASSERT_TRUE(same_histograms(before, after));
    EXPECT_EQ(after.value("entries", "aaa_unused"), 0);
  }
  EXPECT_GT(tried, 100);
}

// A resource makes every tier one of the general kind: where it is of no use, plain tiers go on as before, bit for bit.
TEST(QueueLuck, PlainTiersAreTheSameAmongOthers) {
  for (std::uint64_t seed = 501; seed <= 700; ++seed) {
    const RandomModel model = random_model(seed, {.changes = false});
    SCOPED_TRACE(model.yaml());
    const Simulated before = simulate(model.yaml());
    const Simulated after = simulate(model.yaml() + "resources: {spare: {capacity: 1}}\n");
    ASSERT_TRUE(same_log(before, after));
    ASSERT_TRUE(same_histograms(before, after));
  }
}

/// `text` with whole words replaced.
std::string renamed(const std::string& text, const std::map<std::string, std::string>& names) {
  std::string result, word;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const char c = i < text.size() ? text[i] : ' ';
    if (std::isalnum(static_cast<unsigned char>(c)) || c == '_') {
      word += c;
      continue;
    }
    const auto found = names.find(word);
    result += found == names.end() ? word : found->second;
    result += c;
    word.clear();
  }
  result.pop_back();
  return result;
}

/// Whether several leave of themselves or arrive at one instant: their names settle the order. Not so for those who were there
/// at the start.
bool has_ties(const Simulated& simulated) {
  const EventLog& log = simulated.records()[0].log;
  const auto was_there = [&](std::size_t i) { return simulated.layout().edges.at(static_cast<std::size_t>(log.edge[i])).from == "caseload"; };
  std::set<std::uint64_t> moved;
  for (std::size_t i = 0; i < log.time.size(); ++i) {
    if (i > 0 && log.time[i] > log.time[i - 1]) moved.clear();
    // Whoever is let in where there was no room has been blocked at an earlier instant.
    if (log.what[i] == EventLog::block) moved.insert(log.entity[i]);
    if (moved.size() > 1) return true;
    if (log.what[i] != EventLog::move || was_there(i)) continue;
    bool let_in = false;
    for (std::size_t j = i; j-- > 0;) {
      if (log.entity[j] != log.entity[i]) continue;
      let_in = log.what[j] == EventLog::block && log.time[j] < log.time[i];
      break;
    }
    if (!let_in) moved.insert(log.entity[i]);
    if (moved.size() > 1) return true;
  }
  return false;
}

// Names name the luck; where nothing is drawn, and no two things happen at one instant, they change nothing at all.
TEST(QueueLuck, NamesChangeNothingWhereNothingIsDrawn) {
  const std::map<std::string, std::string> names{
      {"front", "zz"}, {"help", "yy"}, {"plan", "x1"}, {"ward", "w"}, {"review", "v_v"}, {"zeta", "a"}, {"nurse", "aide"},
      {"Bed", "zed"}, {"urgent", "a_u"}, {"routine", "b_r"}, {"idle", "zz_i"}, {"leave", "off"}, {"moved", "gone"},
      {"new", "s3"}, {"referred", "s2"}, {"Other2", "s1"}};
  int tried = 0, open = 0;
  for (std::uint64_t seed = 701; seed <= 1100; ++seed) {
    const RandomQueueModel model = random_queue_model(seed, {.settled = true});
    const std::string yaml = model.yaml();
    SCOPED_TRACE(yaml);
    const std::optional<Simulated> first = unless_stuck(yaml);
    if (!first) continue;
    const Simulated& before = *first;
    if (has_ties(before)) continue;
    ++tried;
    open += !model.open.empty();
    const auto lines = trace(before), other = trace(simulate(renamed(yaml, names)));
    ASSERT_EQ(lines.size(), other.size());
    for (std::size_t i = 0; i < lines.size(); ++i) ASSERT_EQ(renamed(lines[i], names), other[i]);
  }
  EXPECT_GT(tried, 200);
  EXPECT_GT(open, 50);
}

/// Whether `twice` is the history of `once` at half the speed, to the last bit.
void expect_half_as_fast(const Simulated& once, const Simulated& twice, bool same_names) {
  const EventLog &a = once.records()[0].log, &b = twice.records()[0].log;
  ASSERT_EQ(a.time.size(), b.time.size());
  for (std::size_t i = 0; i < a.time.size(); ++i) {
    ASSERT_TRUE(same_bits(2 * a.time[i], b.time[i])) << number(a.time[i]) << " and " << number(b.time[i]);
    if (same_names) {
      ASSERT_EQ(a.entity[i], b.entity[i]);
    }
    ASSERT_EQ(a.what[i], b.what[i]);
    ASSERT_EQ(a.edge[i], b.edge[i]);
  }
  for (const std::string& tier : once.layout().tiers) {
    for (const char* level : {"occupancy", "waiting"}) ASSERT_TRUE(same_bits(once.value(level, tier), twice.value(level, tier)));
    for (const char* days : {"wait_mean", "sojourn_mean"}) {
      const double time = once.value(days, tier);
      ASSERT_TRUE(time != time || same_bits(2 * time, twice.value(days, tier)));
    }
  }
}

// Twice as long in everything, and half as often: the same history at half the speed, to the last bit.
TEST(QueueLuck, DoublingAllTimesDoublesAllTimes) {
  for (std::uint64_t seed = 1101; seed <= 1400; ++seed) {
    const RandomQueueModel model = random_queue_model(seed, {.open_cases = false});
    SCOPED_TRACE(model.yaml());
    const std::optional<Simulated> first = unless_stuck(model.yaml());
    if (!first) continue;
    expect_half_as_fast(*first, simulate(random_queue_model(seed, {.scale = 2, .open_cases = false}).yaml()), true);
    ASSERT_FALSE(HasFailure());
  }
}

// An open case has its name, and so its luck, from the days that it has spent: where nothing is drawn, and no two things happen
// at one instant, it goes on at half the speed as well.
TEST(QueueLuck, DoublingAllTimesDoublesThemForOpenCases) {
  int tried = 0;
  for (std::uint64_t seed = 1601; seed <= 2000; ++seed) {
    const RandomQueueModel model = random_queue_model(seed, {.settled = true});
    if (model.open.empty()) continue;
    SCOPED_TRACE(model.yaml());
    const std::optional<Simulated> first = unless_stuck(model.yaml());
    if (!first || has_ties(*first)) continue;
    ++tried;
    expect_half_as_fast(*first, simulate(random_queue_model(seed, {.settled = true, .scale = 2}).yaml()), false);
    ASSERT_FALSE(HasFailure());
  }
  EXPECT_GT(tried, 30);
}

// A warm-up of 20 days leaves out what the same history, begun 20 days earlier, has in its first 20 days.
TEST(QueueLuck, WarmUpOnlyLeavesOut) {
  const int warm_up = 20;
  for (std::uint64_t seed = 1401; seed <= 1550; ++seed) {
    RandomQueueModel whole = random_queue_model(seed, {.listed = false, .shift = warm_up, .open_cases = false});
    RandomQueueModel part = random_queue_model(seed, {.listed = false, .open_cases = false});
    whole.plan.every = part.plan.every = "day";
    part.plan.warm_up = warm_up;
    ASSERT_EQ(whole.plan.horizon, part.plan.horizon + warm_up);
    SCOPED_TRACE(part.yaml());
    const std::optional<Simulated> first = unless_stuck(whole.yaml());
    if (!first) continue;
    ASSERT_TRUE(same_series(simulate(part.yaml()), *first, warm_up));
  }
}

}  // namespace
}  // namespace headwater::theory
