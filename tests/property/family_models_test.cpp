// What holds on every path of every model of families: some hundred random small ones.
//
// That a model with all times doubled does the same twice as slowly, which other models are tested for, does not hold here:
// childhood is 18 years and infancy one, whatever the model says.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "experiment/replicate.hpp"
#include "random/luck.hpp"
#include "support/family_audit.hpp"
#include "support/random_family_model.hpp"
#include "support/same_bits.hpp"

namespace headwater::theory {
namespace {

Model model_of(const std::string& yaml) {
  const Reading reading = read_text(yaml, "test.yaml");
  if (!reading.ok()) throw std::invalid_argument(reading.diagnostics.text(true) + "\nin\n" + yaml);
  return compile(*reading.description);
}

// Every child born is not yet 18 and at home, in care or gone, or has turned 18: one of them, at every moment. The tallies
// are what counting anew gives. Places taken are taken by somebody. What is due next is what today's rates say.
TEST(RandomFamilies, EverythingIsInOnePlaceAndCounted) {
  FamilyAuditCounts all;
  std::int64_t born = 0, grown = 0, contacts = 0, came = 0;
  for (std::uint64_t seed = 1; seed <= 120; ++seed) {
    const RandomFamilyModel random = random_family_model(seed, {.moves = seed % 2 == 0, .care_leavers = seed % 3 == 0, .kin = seed % 5 < 2});
    SCOPED_TRACE(random.yaml());
    const Model model = model_of(random.yaml());
    const Layout layout = layout_of(model);
    AuditingRecorder<KeyedHash> recorder(model, layout, 0);
    recorder.counts = all;
    Replication<KeyedHash, AuditingRecorder<KeyedHash>> replication(model, 0, recorder);
    recorder.looks_at = &replication;
    replication.run();
    ASSERT_FALSE(HasFailure()) << "seed " << seed;
    all = recorder.counts;
    born += recorder.told().all_born, grown += recorder.told().all_grown, contacts += recorder.told().contacts, came += recorder.told().came_in_all;
  }
  // The models do what the test is about.
  EXPECT_GT(all.looks, 100000);
  EXPECT_GT(all.cases, 100000);
  EXPECT_GT(all.by_need, 10000);
  EXPECT_GT(all.in_care, 100000);
  EXPECT_GT(all.gone, 10000);
  EXPECT_GT(all.waiting, 100000);
  EXPECT_GT(all.adults_in_care, 1000);
  EXPECT_GT(all.from_elsewhere, 10000);
  EXPECT_GT(all.left_behind, 1000);
  EXPECT_GT(all.of_care_leavers, 1000);
  EXPECT_GT(all.with_kin_in_need, 10000);
  EXPECT_GT(all.with_kin_known, 10000);
  EXPECT_GT(all.open_families, 50);
  EXPECT_GT(all.open_children, 30);
  EXPECT_GT(all.open_adults, 5);
  EXPECT_GT(born, 1000);
  EXPECT_GT(grown, 50);  // whoever has moved is not among them
  EXPECT_GT(contacts, 10000);
  EXPECT_GT(came, 10000);
}

// The order of contacts, tiers, exits and resources in the file says nothing.
TEST(RandomFamilies, OrderOfTheFileSaysNothing) {
  for (std::uint64_t seed = 1001; seed <= 1060; ++seed) {
    RandomFamilyModel random = random_family_model(seed, {.moves = seed % 2 == 0, .care_leavers = seed % 3 == 0, .kin = seed % 5 < 2});
    SCOPED_TRACE(random.yaml());
    const Simulated straight = simulate(random.yaml());
    Dice dice(seed);
    random.reorder(dice);
    const Simulated other = simulate(random.yaml());
    ASSERT_TRUE(same_series(straight, other)) << random.yaml();
    ASSERT_TRUE(same_log(straight, other)) << random.yaml();
  }
}

// A tier, a resource or a contact that nobody meets changes nothing.
TEST(RandomFamilies, WhatIsNotUsedChangesNothing) {
  for (std::uint64_t seed = 2001; seed <= 2040; ++seed) {
    RandomFamilyModel random = random_family_model(seed);
    random.changes.clear();
    const Simulated straight = simulate(random.yaml());
    random.contacts.push_back("aaa: {rate_per_year: [0, 0, 0, 0, 0], to: spare}");
    std::size_t levels = straight.layout().needs.size();
    random.contacts.back() = "aaa: {rate_per_year: " + list(std::vector<double>(levels, 0)) + ", to: spare}";
    random.tiers.push_back("spare: {capacity: 2, supports: {up: 9}, sojourn: {law: constant, value_days: 4}, exits: {closed: 1}}");
    SCOPED_TRACE(random.yaml());
    const Simulated other = simulate(random.yaml());
    ASSERT_TRUE(same_series(straight, other));
    ASSERT_TRUE(same_log(straight, other));
  }
}

TEST(RandomFamilies, ThreadsSayNothing) {
  for (std::uint64_t seed = 3001; seed <= 3020; ++seed) {
    RandomFamilyModel random = random_family_model(seed, {.moves = seed % 2 == 0, .care_leavers = seed % 3 == 0, .kin = seed % 5 < 2});
    random.plan.replications = 7;
    SCOPED_TRACE(random.yaml());
    const Simulated one = simulate(random.yaml(), 1);
    for (const int threads : {2, 3}) {
      const Simulated several = simulate(random.yaml(), threads);
      ASSERT_TRUE(same_series(one, several)) << threads;
      ASSERT_TRUE(same_log(one, several)) << threads;
    }
  }
}

/// The need of each family at the end of each month, and which families have had a case.
struct Histories {
  std::vector<std::map<std::uint64_t, int>> need;
  std::set<std::uint64_t> known;
};

Histories histories_of(const std::string& yaml) {
  const Model model = model_of(yaml);
  const Layout layout = layout_of(model);
  AuditingRecorder<KeyedHash> recorder(model, layout, 0);
  Replication<KeyedHash, AuditingRecorder<KeyedHash>> replication(model, 0, recorder);
  Histories histories;
  recorder.looks_at = &replication;
  recorder.each_period = [&](auto& now) {
    histories.need.push_back(ReplicationAudit::needs(now));
    for (const std::uint64_t name : ReplicationAudit::known(now)) histories.known.insert(name);
  };
  replication.run();
  return histories;
}

// Where nothing helps or harms, need does not know of services: another law of foster care leaves the need of all families
// as it was.
TEST(PairedFamilies, NeedIsTheSameWhateverPlacementsDo) {
  std::size_t compared = 0;
  for (std::uint64_t seed = 4001; seed <= 4040; ++seed) {
    const std::string one = random_family_model(seed, {.supports = false, .changes = seed % 2 == 0}).yaml();
    const std::string other = random_family_model(seed, {.supports = false, .changes = seed % 2 == 0, .fostering = "law: constant, value_days: 50"}).yaml();
    SCOPED_TRACE(one);
    ASSERT_NE(one, other);
    const Histories a = histories_of(one), b = histories_of(other);
    ASSERT_EQ(a.need, b.need);
    for (const auto& month : a.need) compared += month.size();
  }
  EXPECT_GT(compared, 10000u);
}

// And so it is where need travels along kinship, or families move.
TEST(PairedFamilies, NeedIsTheSameWithKinAndMoves) {
  std::size_t compared = 0;
  for (std::uint64_t seed = 6001; seed <= 6030; ++seed) {
    const std::string one = random_family_model(seed, {.supports = false, .moves = seed % 2 == 0, .kin = true}).yaml();
    const std::string other = random_family_model(seed, {.supports = false, .moves = seed % 2 == 0, .kin = true, .fostering = "law: constant, value_days: 50"}).yaml();
    SCOPED_TRACE(one);
    const Histories a = histories_of(one), b = histories_of(other);
    ASSERT_EQ(a.need.size(), b.need.size());
    for (std::size_t month = 0; month < a.need.size(); ++month)
      for (const auto& [name, need] : a.need[month]) {
        // A family that has left is there only as long as it has a child in care.
        const auto found = b.need[month].find(name);
        if (found == b.need[month].end()) continue;
        ++compared;
        ASSERT_EQ(found->second, need);
      }
  }
  EXPECT_GT(compared, 10000u);
}

// Factors of 1 are no kin: the same bits.
TEST(RandomFamilies, KinWithoutFactorsChangeNothing) {
  for (std::uint64_t seed = 7001; seed <= 7030; ++seed) {
    RandomFamilyModel random = random_family_model(seed, {.moves = seed % 2 == 0, .care_leavers = seed % 3 == 0});
    const Simulated without = simulate(random.yaml());
    const std::string key = "population: {";
    random.head.insert(random.head.find(key) + key.size(), "kin: {families: 4, need_from: 1, need_rises: 1, spoken_of: 1}, ");
    SCOPED_TRACE(random.yaml());
    const Simulated with = simulate(random.yaml());
    ASSERT_TRUE(same_series(without, with));
    ASSERT_TRUE(same_log(without, with));
  }
}

// More effort in finding families changes nothing for those who have no case either way, help or no help.
TEST(PairedFamilies, NeedIsTheSameWhereThereIsNoCase) {
  std::size_t compared = 0, others = 0;
  for (std::uint64_t seed = 5001; seed <= 5040; ++seed) {
    const std::string less = random_family_model(seed, {.more_effort = 0.05}).yaml();
    const std::string more = random_family_model(seed, {.more_effort = 0.2}).yaml();
    SCOPED_TRACE(less);
    const Histories a = histories_of(less), b = histories_of(more);
    ASSERT_EQ(a.need.size(), b.need.size());
    for (std::size_t month = 0; month < a.need.size(); ++month) {
      ASSERT_EQ(a.need[month].size(), b.need[month].size());
      for (const auto& [name, need] : a.need[month]) {
        ASSERT_EQ(b.need[month].count(name), 1u);
        if (a.known.count(name) || b.known.count(name)) {
          others += b.need[month].at(name) != need;
          continue;
        }
        ++compared;
        ASSERT_EQ(b.need[month].at(name), need) << "month " << month;
      }
    }
  }
  EXPECT_GT(compared, 2000u);
  EXPECT_GT(others, 100u) << "effort makes a difference to nobody";
}

}  // namespace
}  // namespace headwater::theory
