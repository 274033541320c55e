// Whether families have the traits that the file asks for.
//
// Every test is a chi-square test at level 0.001 of the counts of 200,000 families, with the seed of all statistical
// tests. `detect` states its power: cells whose distance sum (p' - p)^2 / p from those expected is larger are found out
// in 99.9 % of runs (support/statistics.hpp). At 0.0004 this is, for the four cells of two indicators of prevalence 0.1,
// a correlation of the indicators themselves that is off by 0.02.
#include <gtest/gtest.h>

#include <cmath>

#include "random/philox.hpp"
#include "support/goodness_of_fit.hpp"
#include "support/statistics.hpp"
#include "support/traits.hpp"

namespace headwater {
namespace {

constexpr std::uint64_t families = 200'000;
constexpr double detect = 0.0004, detect_by_stratum = 0.0006;  // there are more cells by stratum

const std::string with_strata = R"(
  attributes:
    quintile: {shares: {q1: 0.2, q2: 0.2, q3: 0.2, q4: 0.2, q5: 0.2}}
    area: {by: quintile, shares: {q1: {n: 0.2, s: 0.8}, q2: {n: 0.4, s: 0.6}, q3: {n: 0.5, s: 0.5}, q4: {n: 0.6, s: 0.4}, q5: {n: 0.7, s: 0.3}}}
)";

struct Case {
  const char* name;
  std::string text;
  bool shared_part;
};

std::vector<Case> cases() {
  return {{"SharedPart", with_strata + R"(
  indicators:
    workless: {by: quintile, prevalence: {q1: 0.04, q2: 0.06, q3: 0.1, q4: 0.15, q5: 0.3}}
    abuse: {prevalence: 0.1, frailty: 0.6}
    drink: {by: area, prevalence: {n: 0.12, s: 0.06}}
    illness: {prevalence: 0.25}
    debt: {by: quintile, prevalence: {q1: 0.05, q2: 0.08, q3: 0.1, q4: 0.2, q5: 0.25}, frailty: 0.1}
  associations:
    others: 0.35
    frailty: 0.4
    pairs:
      violence: {of: [abuse, drink], both: 0.035}
      money: {of: [workless, debt], correlation: 0.7}
      apart: {of: [illness, drink], correlation: 0.1}
)", true},
          {"NoSharedPart", with_strata + R"(
  indicators:
    one: {prevalence: 0.3, frailty: -0.2}
    two: {by: quintile, prevalence: {q1: 0.1, q2: 0.2, q3: 0.3, q4: 0.4, q5: 0.6}}
    three: {prevalence: 0.2, frailty: 0.5}
    four: {by: area, prevalence: {n: 0.15, s: 0.3}}
  associations: {others: -0.15, frailty: 0.2, pairs: {last: {of: [one, four], correlation: -0.6}}}
)", false}};
}

class TraitsDraws : public testing::TestWithParam<Case> {};

TEST_P(TraitsDraws, HaveTheSharesAskedFor) {
  const Traits traits(traits_spec(GetParam().text));
  const TraitsSpec& spec = traits.spec();
  ASSERT_EQ(traits.shared_part(), GetParam().shared_part);
  const std::vector<double>& shares = traits.share_of_stratum();
  const std::size_t count = spec.indicators.size();
  std::vector<double> strata(shares.size(), 0), uniforms;
  std::vector<std::vector<double>> pairs(count * count, std::vector<double>(4, 0)), with_frailty(count, std::vector<double>(4, 0)), by_stratum(count, std::vector<double>(2 * shares.size(), 0));
  draw_families(traits, theory::test_seed, families, [&](const FamilyTraits& family) {
    ++strata[family.stratum];
    uniforms.push_back(std::erfc(-family.z / std::sqrt(2.0)) / 2);
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t has = family.indicators >> i & 1;
      ++with_frailty[i][2 * has + (family.z > 0)];
      ++by_stratum[i][2 * family.stratum + has];
      for (std::size_t j = 0; j < i; ++j) ++pairs[i * count + j][2 * has + (family.indicators >> j & 1)];
    }
  });
  EXPECT_TRUE(theory::counts_agree(strata, shares, detect));
  EXPECT_GT(kolmogorov_p_value(uniforms), 0.001);
  const Correlations all = spec.correlations();
  for (std::size_t i = 0; i < count; ++i) {
    const std::string& name = spec.indicators[i].name;
    std::vector<double> expected;
    for (std::size_t s = 0; s < shares.size(); ++s)
      for (const double has : {1 - spec.prevalence(i, s), spec.prevalence(i, s)}) expected.push_back(shares[s] * has);
    EXPECT_TRUE(theory::counts_agree(by_stratum[i], expected, detect_by_stratum)) << name << " by stratum";
    const double p = traits.prevalence(i);
    const auto four_cells = [](double both, double first, double second) { return std::vector<double>{1 - first - second + both, second - both, first - both, both}; };
    const auto both_with = [&](std::size_t j, double q) {
      std::vector<PairCell> cells;
      for (std::size_t s = 0; s < shares.size(); ++s) cells.push_back({shares[s], spec.prevalence(i, s), j < count ? spec.prevalence(j, s) : q});
      return share_of_both(cells, all(i, j));
    };
    EXPECT_TRUE(theory::counts_agree(with_frailty[i], four_cells(both_with(count, 0.5), p, 0.5), detect)) << name << " and frailty";
    for (std::size_t j = 0; j < i; ++j)
      EXPECT_TRUE(theory::counts_agree(pairs[i * count + j], four_cells(both_with(j, 0), p, traits.prevalence(j)), detect)) << name << " and " << spec.indicators[j].name;
  }
}

INSTANTIATE_TEST_SUITE_P(Forms, TraitsDraws, testing::ValuesIn(cases()), [](const auto& of) { return std::string(of.param.name); });

TEST(TraitsDraws, ThreeTogetherAreThoseOfThreeNormals) {
  // Half of all have each: by symmetry the eight shares are 1/8 + (+-asin r12 +-asin r13 +-asin r23) / (4 pi), with
  // the sign of a pair + where both or neither are there (David, "A note on the evaluation of the multivariate normal
  // integral", Biometrika 40, 1953).
  for (const bool philox : {false, true}) {
    const Traits traits(traits_spec("  indicators: {a: {prevalence: 0.5}, b: {prevalence: 0.5}, c: {prevalence: 0.5}}\n"
                                    "  associations: {others: 0.3, pairs: {ab: {of: [a, b], correlation: 0.7}, bc: {of: [b, c], correlation: 0.1}}}\n"));
    std::vector<double> counts(8, 0), expected;
    const auto see = [&](const FamilyTraits& family) { ++counts[family.indicators]; };
    if (philox) draw_families<Philox>(traits, theory::test_seed, families, see);
    else draw_families(traits, theory::test_seed, families, see);
    for (unsigned cell = 0; cell < 8; ++cell) {
      const auto signed_asin = [&](unsigned i, unsigned j, double r) { return (cell >> i & 1) == (cell >> j & 1) ? std::asin(r) : -std::asin(r); };
      expected.push_back(1 / 8.0 + (signed_asin(0, 1, 0.7) + signed_asin(0, 2, 0.3) + signed_asin(1, 2, 0.1)) / (4 * M_PI));
    }
    EXPECT_TRUE(theory::counts_agree(counts, expected, detect)) << "philox " << philox;
  }
}

}  // namespace
}  // namespace headwater
