// The uncertainty of parameters apart from chance, on normal outputs whose two variances are known.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "design/nested.hpp"
#include "random/luck.hpp"
#include "random/normal_quantile.hpp"
#include "support/statistics.hpp"

namespace headwater {
namespace {

using theory::agrees;
using theory::counts_agree;
using theory::test_seed;

double normal(std::uint64_t source, std::uint64_t ordinal, std::uint64_t purpose) {
  const double u = uniform(KeyedHash::bits(name_of(source, ordinal), purpose, 0));
  return u <= 0.5 ? -normal_upper_quantile(u) : normal_upper_quantile(1 - u);
}

/// Draws with these numbers of replications; standard deviations by parameters, by chance of each, and by chance that
/// all draws share.
std::vector<std::vector<double>> outputs(const std::vector<std::size_t>& counts, double by_parameters, double by_chance, std::uint64_t repetition,
                                         double shared = 0) {
  const std::uint64_t purpose = purpose_key(test_seed, repetition, hash_of_name("two levels"));
  std::vector<std::vector<double>> all;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double at_draw = 10 + by_parameters * normal(1, i, purpose);
    std::vector<double>& draw = all.emplace_back();
    for (std::size_t j = 0; j < counts[i]; ++j) {
      draw.push_back(at_draw + by_chance * normal(2, 1000 * i + j, purpose) + shared * normal(3, j, purpose));
    }
  }
  return all;
}

// 4,000 repetitions each; also where parameters do nothing, so that half of the estimates are below 0.
TEST(TwoLevels, VariancesAreUnbiasedBalancedAndNot) {
  const std::vector<std::size_t> balanced(20, 5), unbalanced{2, 2, 3, 3, 4, 5, 6, 8, 12, 20, 1, 1};
  for (const auto& counts : {balanced, unbalanced}) {
    for (const double by_parameters : {0.0, 1.0, 3.0}) {
      std::vector<double> between, within;
      for (std::uint64_t repetition = 0; repetition < 4000; ++repetition) {
        const NestedVariance result = nested_variance(outputs(counts, by_parameters, 2, repetition));
        between.push_back(result.by_parameters_unbiased);
        within.push_back(result.by_chance);
      }
      EXPECT_TRUE(agrees(between, by_parameters * by_parameters, 0.1 + 0.1 * by_parameters * by_parameters));
      EXPECT_TRUE(agrees(within, 4, 0.2));
    }
  }
}

// The interval is exact: of 10,000 at 95 %, the numbers that lie wholly above, cover, and lie wholly below the share are
// tested at 0.1 %, with power over 0.999 against a distance of 0.01 (such as a coverage of 92.8 %).
TEST(TwoLevels, IntervalsOfTheShareCoverExactly) {
  const std::vector<std::size_t> counts(8, 4);
  const double share = 1 / (1 + 2.25);
  std::vector<double> found(3);
  for (std::uint64_t repetition = 0; repetition < 10'000; ++repetition) {
    const NestedVariance result = nested_variance(outputs(counts, 1, 1.5, repetition));
    ++found[result.share_low > share ? 0 : result.share_high < share ? 2 : 1];
  }
  EXPECT_TRUE(counts_agree(found, {0.025, 0.95, 0.025}, 0.01));
}

// Chance that all draws share moves no draw apart from another, yet counts within draws: the variance by parameters
// comes out too small by that of the shared chance over the number of replications. Hence luck of their own.
TEST(TwoLevels, CommonLuckHidesTheVarianceByParameters) {
  std::vector<double> between;
  for (std::uint64_t repetition = 0; repetition < 4000; ++repetition) {
    between.push_back(nested_variance(outputs(std::vector<std::size_t>(20, 5), 1, 1, repetition, 2)).by_parameters_unbiased);
  }
  EXPECT_TRUE(agrees(between, 1 - 4.0 / 5, 0.1));
}

}  // namespace
}  // namespace headwater
