// What of the traits follows without a draw, and their multipliers.
#include "population/traits.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "scenario/read_traits.hpp"
#include "scenario/yaml_tree.hpp"
#include "support/traits.hpp"

namespace headwater {
namespace {

const char* const two_areas = R"(
  attributes:
    area: {shares: {north: 0.6, south: 0.4}}
    tenure: {by: area, shares: {north: {own: 0.7, rent: 0.2, other: 0.1}, south: {other: 0.25, own: 0.5, rent: 0.25}}}
  indicators:
    workless: {by: tenure, prevalence: {rent: 0.3, own: 0.1, other: 0}}
    abuse: {prevalence: 0.07, frailty: 0.6}
    drink: {by: area, prevalence: {north: 0.05, south: 0.1}}
  associations:
    others: 0.3
    frailty: 0.2
    pairs: {violence: {of: [drink, abuse], both: 0.02}}
)";

TEST(Traits, StrataAreNumberedWithTheLastAttributeFastest) {
  const TraitsSpec spec = traits_spec(two_areas);
  ASSERT_EQ(spec.number_of_strata(), 6u);
  const std::vector<double> shares = spec.share_of_stratum();
  const double expected[] = {0.6 * 0.7, 0.6 * 0.2, 0.6 * 0.1, 0.4 * 0.5, 0.4 * 0.25, 0.4 * 0.25};
  for (std::size_t s = 0; s < 6; ++s) {
    EXPECT_EQ(spec.category(s, 0), s / 3);
    EXPECT_EQ(spec.category(s, 1), s % 3);
    EXPECT_NEAR(shares[s], expected[s], 1e-15) << s;
  }
}

TEST(Traits, PrevalencesGoByCategory) {
  const TraitsSpec spec = traits_spec(two_areas);
  EXPECT_EQ(spec.prevalence(0, std::size_t{0}), 0.1);
  EXPECT_EQ(spec.prevalence(0, std::size_t{4}), 0.3);
  EXPECT_EQ(spec.prevalence(0, std::size_t{5}), 0);
  EXPECT_EQ(spec.prevalence(2, std::size_t{2}), 0.05);
  const Traits traits(spec);
  EXPECT_NEAR(traits.prevalence(0), 0.1 * 0.62 + 0.3 * 0.22, 1e-15);
  EXPECT_NEAR(traits.prevalence(2), 0.07, 1e-15);
}

TEST(Traits, CorrelationsAreThoseGivenAndThoseThatFollow) {
  const TraitsSpec spec = traits_spec(two_areas);
  const Correlations all = spec.correlations();
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all(0, 1), 0.3);
  EXPECT_EQ(all(0, 2), 0.3);
  EXPECT_EQ(all(0, 3), 0.2);
  EXPECT_EQ(all(1, 3), 0.6);
  EXPECT_NEAR(0.6 * share_of_both(0.07, 0.05, all(1, 2)) + 0.4 * share_of_both(0.07, 0.1, all(1, 2)), 0.02, 1e-15);
}

TEST(Traits, ModelsWithoutThemHaveOneStratum) {
  const Traits traits(TraitsSpec{});
  EXPECT_EQ(traits.share_of_stratum(), std::vector<double>{1});
  draw_families(traits, 1, 10, [](const FamilyTraits& family) {
    EXPECT_EQ(family.stratum, 0);
    EXPECT_EQ(family.indicators, 0u);
    EXPECT_TRUE(std::isfinite(family.z));
  });
}

TEST(Traits, AllOrNoneMayHaveAnIndicator) {
  const Traits traits(traits_spec("  indicators: {all: {prevalence: 1}, none: {prevalence: 0}}\n  associations: {others: 0.5}\n"));
  draw_families(traits, 1, 1000, [](const FamilyTraits& family) { ASSERT_EQ(family.indicators, 1u); });
}

TEST(Traits, CategoriesThatNobodyIsInAreNeverDrawn) {
  const Traits traits(traits_spec("  attributes: {area: {shares: {a: 0, b: 0.3, c: 0, d: 0.6999995, e: 0}}}\n"));
  draw_families(traits, 1, 1000, [](const FamilyTraits& family) { ASSERT_TRUE(family.stratum == 1 || family.stratum == 3) << family.stratum; });
}

TEST(Traits, RefusesCorrelationsThatCannotHoldTogether) {
  TraitsSpec spec;
  for (const char* name : {"a", "b", "c", "d"}) spec.indicators.push_back({name, {}, {0.1}, {}, {}});
  spec.others = -0.4;
  EXPECT_THROW(Traits{spec}, std::invalid_argument);
}

TEST(Traits, HaveASharedPartUnlessCorrelationsOfTheirOwnAreFarBelow) {
  const std::string indicators = "  indicators: {a: {prevalence: 0.1}, b: {prevalence: 0.1}, c: {prevalence: 0.1}, d: {prevalence: 0.1}}\n";
  const auto shared = [&](const std::string& associations) { return Traits(traits_spec(indicators + "  associations: {" + associations + "}\n")).shared_part(); };
  EXPECT_TRUE(shared("others: 0.3"));
  EXPECT_TRUE(shared("others: 0.3, frailty: 0.5"));
  EXPECT_FALSE(shared("others: 0.3, frailty: 0.6"));
  EXPECT_TRUE(shared("others: 0.5, pairs: {x: {of: [a, b], correlation: 0.1}}"));
  EXPECT_FALSE(shared("others: 0.5, pairs: {x: {of: [a, b], correlation: 0}}"));
  EXPECT_FALSE(shared("others: -0.1"));
}

// --------------------------------------------------------------------------------------------------------- multipliers

struct ReadFactors {
  Diagnostics diagnostics;
  TraitFactors factors;
  std::string text() const { return diagnostics.text(); }
};

ReadFactors read_factors(const std::string& text, const TraitsSpec& spec) {
  ReadFactors read;
  read.diagnostics.files.push_back({"f", text});
  const auto tree = read_tree(text, 0, read.diagnostics);
  read.factors = read_trait_factors(*tree, spec, "'factors'", read.diagnostics);
  return read;
}

TEST(TraitFactors, MultiplyWhatApplies) {
  const TraitsSpec spec = traits_spec(two_areas);
  const ReadFactors read = read_factors("{area: {south: 2}, drink: 1.5, tenure: {rent: 3, own: 0.5}, abuse: 10}", spec);
  EXPECT_EQ(read.text(), "");
  EXPECT_EQ(factor(read.factors, {0, 0, 0}), 0.5);
  EXPECT_EQ(factor(read.factors, {4, 0, 0}), 2 * 3);
  EXPECT_EQ(factor(read.factors, {5, 0b100, 0}), 2 * 1.5);
  EXPECT_EQ(factor(read.factors, {2, 0b111, 0}), 15);
}

TEST(TraitFactors, OfNothingAreOne) {
  EXPECT_EQ(factor(read_factors("{}", {}).factors, {}), 1);
  EXPECT_EQ(factor(read_factors("~", traits_spec(two_areas)).factors, {3, 0b11, 0}), 1);
}

TEST(TraitFactors, FaultsAreReported) {
  const TraitsSpec spec = traits_spec(two_areas);
  EXPECT_EQ(read_factors("3", spec).text(),
            "f:1:1: 'factors' must be a map from indicators to factors and from attributes to maps of factors, as in {quintile: {q5: 1.7}, domestic_abuse: 1.5}\n");
  EXPECT_EQ(read_factors("{drnk: 2}", spec).text(), "f:1:2: unknown attribute or indicator 'drnk' in 'factors' (did you mean 'drink'?)\n");
  EXPECT_EQ(read_factors("{area: 2}", spec).text(), "f:1:8: 'area' in 'factors' must be a map from the categories of 'area' to factors\n");
  EXPECT_EQ(read_factors("{area: {nroth: 2}}", spec).text(), "f:1:9: unknown category 'nroth' of 'area' in 'factors' (did you mean 'north'?)\n");
  EXPECT_EQ(read_factors("{drink: -2}", spec).text(), "f:1:9: 'drink' in 'factors' must be finite and not negative, found -2\n");
  EXPECT_EQ(read_factors("{drink: {yes: 2}}", spec).text(), "f:1:9: 'drink' must be a number, found a map\n");
  EXPECT_EQ(read_factors("{area: {north: x}}", spec).text(), "f:1:16: 'north' must be a number, found 'x'\n");
}

}  // namespace
}  // namespace headwater
