// What moves a family's traits, and what does not.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "random/philox.hpp"
#include "support/traits.hpp"

namespace headwater {
namespace {

constexpr std::uint64_t families = 20'000;

/// A family's traits by the names in the file.
struct Named {
  std::map<std::string, std::string> categories;
  std::map<std::string, bool> indicators;
  double z = 0;
  bool operator==(const Named&) const = default;
};

template <class Luck = KeyedHash>
std::vector<Named> drawn(const std::string& population) {
  const Traits traits(traits_spec(population));
  const TraitsSpec& spec = traits.spec();
  std::vector<Named> all;
  draw_families<Luck>(traits, 7, families, [&](const FamilyTraits& family) {
    Named named;
    named.z = family.z;
    for (std::size_t a = 0; a < spec.attributes.size(); ++a) named.categories[spec.attributes[a].name] = spec.attributes[a].categories[spec.category(family.stratum, a)];
    for (std::size_t i = 0; i < spec.indicators.size(); ++i) named.indicators[spec.indicators[i].name] = family.indicators >> i & 1;
    all.push_back(std::move(named));
  });
  return all;
}

/// How many families differ in this indicator.
std::size_t moved(const std::vector<Named>& before, const std::vector<Named>& after, const std::string& indicator) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < before.size(); ++i) count += before[i].indicators.at(indicator) != after[i].indicators.at(indicator);
  return count;
}

const std::string attributes = "  attributes: {quintile: {shares: {q1: 0.3, q2: 0.4, q3: 0.3}}, area: {by: quintile, shares: {q1: {n: 0.2, s: 0.8}, q2: {n: 0.5, s: 0.5}, q3: {n: 0.6, s: 0.4}}}}\n";
const std::string drink = "drink: {by: area, prevalence: {n: 0.2, s: 0.3}}", abuse = "abuse: {prevalence: 0.25, frailty: 0.5}", workless = "workless: {by: quintile, prevalence: {q1: 0.1, q2: 0.2, q3: 0.4}}",
                  moves = "moves: {prevalence: 0.3}", debt = "debt: {prevalence: 0.2, frailty: 0.1}";

std::string indicators(const std::vector<std::string>& list) {
  std::string text = "  indicators: {";
  for (std::size_t i = 0; i < list.size(); ++i) text += (i ? ", " : "") + list[i];
  return text + "}\n";
}

const std::string tied = "  associations: {others: 0.3, frailty: 0.3, pairs: {one: {of: [drink, abuse], both: 0.1}, two: {of: [moves, workless], correlation: 0.6}}}\n";

template <class Luck>
class TraitsLuck : public testing::Test {};
using Generators = testing::Types<KeyedHash, Philox>;
TYPED_TEST_SUITE(TraitsLuck, Generators);

TYPED_TEST(TraitsLuck, ReorderingTheFileMovesNobody) {
  const auto before = drawn<TypeParam>(attributes + indicators({drink, abuse, workless, moves, debt}) + tied);
  const auto after = drawn<TypeParam>(
      "  associations: {pairs: {two: {of: [workless, moves], correlation: 0.6}, one: {of: [abuse, drink], both: 0.1}}, frailty: 0.3, others: 0.3}\n"
      "  indicators: {debt: {frailty: 0.1, prevalence: 0.2}, moves: {prevalence: 0.3}, workless: {by: quintile, prevalence: {q3: 0.4, q1: 0.1, q2: 0.2}}, " + abuse + ", drink: {by: area, prevalence: {s: 0.3, n: 0.2}}}\n"
      "  attributes: {quintile: {shares: {q3: 0.3, q1: 0.3, q2: 0.4}}, area: {by: quintile, shares: {q2: {s: 0.5, n: 0.5}, q3: {n: 0.6, s: 0.4}, q1: {n: 0.2, s: 0.8}}}}\n");
  EXPECT_TRUE(before == after);
}

TEST(TraitsLuck, AnIndicatorWithoutCorrelationsOfItsOwnMovesNoOther) {
  const auto before = drawn(attributes + indicators({drink, abuse, workless, moves, debt}) + tied);
  for (const std::string name : {"aaa", "carer", "zzz"}) {
    auto after = drawn(attributes + indicators({drink, name + ": {prevalence: 0.3}", abuse, workless, moves, debt}) + tied);
    std::size_t with = 0;
    for (Named& family : after) {
      with += family.indicators.at(name);
      family.indicators.erase(name);
    }
    EXPECT_TRUE(before == after) << name;
    EXPECT_GT(with, families / 5);
  }
}

TEST(TraitsLuck, AnIndicatorWithCorrelationsOfItsOwnMovesOnlyThoseThatItIsTiedTo) {
  const auto with_pair = [](const std::string& pair) { return tied.substr(0, tied.size() - 3) + ", three: " + pair + "}}\n"; };
  const auto before = drawn(attributes + indicators({drink, abuse, workless, moves, debt}) + tied);
  const auto after = drawn(attributes + indicators({drink, abuse, workless, moves, debt, "carer: {prevalence: 0.3}"}) + with_pair("{of: [carer, moves], correlation: 0.55}"));
  EXPECT_EQ(moved(before, after, "abuse"), 0u);
  EXPECT_EQ(moved(before, after, "debt"), 0u);
  EXPECT_EQ(moved(before, after, "drink"), 0u);
  EXPECT_GT(moved(before, after, "moves"), 0u);     // tied to it
  EXPECT_GT(moved(before, after, "workless"), 0u);  // tied to 'moves', and later
  for (std::size_t i = 0; i < before.size(); ++i) ASSERT_EQ(before[i].z, after[i].z);
}

TEST(TraitsLuck, RenamingAnIndicatorMovesNoOther) {
  const auto before = drawn(attributes + indicators({drink, abuse, moves}) + "  associations: {others: 0.4}\n");
  const auto after = drawn(attributes + indicators({drink, abuse, "moved_often: {prevalence: 0.3}"}) + "  associations: {others: 0.4}\n");
  EXPECT_EQ(moved(before, after, "drink"), 0u);
  EXPECT_EQ(moved(before, after, "abuse"), 0u);
  for (std::size_t i = 0; i < before.size(); ++i) ASSERT_EQ(before[i].categories, after[i].categories);
}

TEST(TraitsLuck, WhoHasAnIndicatorKeepsItWhenItsPrevalenceRises) {
  const std::string correlated = "  associations: {others: 0.3, frailty: 0.3, pairs: {two: {of: [moves, workless], correlation: 0.6}}}\n";
  const auto before = drawn(attributes + indicators({drink, abuse, workless, "moves: {prevalence: 0.3}"}) + correlated);
  auto after = drawn(attributes + indicators({drink, abuse, workless, "moves: {prevalence: 0.35}"}) + correlated);
  std::size_t more = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    bool& now = after[i].indicators.at("moves");
    const bool then = before[i].indicators.at("moves");
    ASSERT_TRUE(now || !then);
    more += now && !then;
    now = then;
  }
  EXPECT_TRUE(before == after);
  EXPECT_NEAR(static_cast<double>(more) / families, 0.05, 0.01);  // 6 standard errors
}

TEST(TraitsLuck, FrailtyIsTheSameWhateverElseAFamilyIs) {
  const auto before = drawn("  indicators: {}\n");
  const auto after = drawn(attributes + indicators({drink, abuse, workless, moves, debt}) + tied);
  for (std::size_t i = 0; i < before.size(); ++i) ASSERT_EQ(before[i].z, after[i].z);
}

TEST(TraitsLuck, CategoriesMoveOnlyAcrossTheCutsThatMove) {
  const auto before = drawn("  attributes: {quintile: {shares: {q1: 0.3, q2: 0.4, q3: 0.3}}}\n");
  const auto after = drawn("  attributes: {quintile: {shares: {q1: 0.35, q2: 0.35, q3: 0.3}}}\n");
  std::size_t down = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const std::string &then = before[i].categories.at("quintile"), &now = after[i].categories.at("quintile");
    ASSERT_TRUE(then == now || (then == "q2" && now == "q1"));
    down += then != now;
  }
  EXPECT_NEAR(static_cast<double>(down) / families, 0.05, 0.01);
}

TEST(TraitsLuck, ReplicationsAndSeedsHaveTraitsOfTheirOwn) {
  const Traits traits(traits_spec(attributes + indicators({drink, abuse, workless, moves, debt}) + tied));
  const TraitKeys one = traits.keys(1, 0), two = traits.keys(1, 1), three = traits.keys(2, 0);
  EXPECT_NE(one.frailty, two.frailty);
  EXPECT_NE(one.frailty, three.frailty);
  std::size_t alike = 0;
  for (std::uint64_t i = 0; i < families; ++i)
    alike += traits.draw<KeyedHash>(name_of(source_of_families, i), one).stratum == traits.draw<KeyedHash>(name_of(source_of_families, i), two).stratum;
  // Two independent draws fall into one stratum with chance sum of squared shares.
  double chance = 0;
  for (const double share : traits.share_of_stratum()) chance += share * share;
  EXPECT_NEAR(static_cast<double>(alike) / families, chance, 0.02);  // 5 standard errors
}

}  // namespace
}  // namespace headwater
