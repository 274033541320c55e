#include "random/correlations.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace headwater {
namespace {

Correlations all_alike(std::size_t size, double correlation) {
  Correlations all(size);
  for (std::size_t a = 0; a < size; ++a)
    for (std::size_t b = 0; b < a; ++b) all.set(a, b, correlation);
  return all;
}

TEST(Cholesky, ByHand) {
  Correlations three(3);
  three.set(0, 1, 0.6);
  three.set(0, 2, 0.8);
  three.set(1, 2, 0.5);
  const auto rows = cholesky(three);
  ASSERT_TRUE(rows);
  const std::vector<std::vector<double>> expected{{1}, {0.6, 0.8}, {0.8, (0.5 - 0.48) / 0.8, std::sqrt(1 - 0.64 - 0.025 * 0.025)}};
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j <= i; ++j) EXPECT_NEAR((*rows)[i][j], expected[i][j], 1e-15) << i << j;
}

TEST(Cholesky, GivesBackTheMatrix) {
  Correlations all = all_alike(32, 0.3);
  all.set(3, 17, 0.7);
  all.set(0, 31, -0.2);
  const auto rows = cholesky(all);
  ASSERT_TRUE(rows);
  for (std::size_t a = 0; a < 32; ++a) {
    for (std::size_t b = 0; b <= a; ++b) {
      double sum = 0;
      for (std::size_t k = 0; k <= b; ++k) sum += (*rows)[a][k] * (*rows)[b][k];
      EXPECT_NEAR(sum, all(a, b), 1e-14) << a << " " << b;
    }
  }
}

TEST(Cholesky, HasNothingBetweenPartsThatAreNotTied) {
  Correlations all(4);
  all.set(0, 2, 0.5);
  all.set(1, 3, 0.4);
  const auto rows = cholesky(all);
  ASSERT_TRUE(rows);
  EXPECT_EQ((*rows)[1][0], 0);
  EXPECT_EQ((*rows)[2][1], 0);
  EXPECT_EQ((*rows)[3][0], 0);
  EXPECT_EQ((*rows)[3][2], 0);
}

TEST(Cholesky, RefusesWhatCannotHoldTogether) {
  // All alike can hold together from -1 / (n - 1) on.
  EXPECT_TRUE(cholesky(all_alike(5, -0.2499)));
  EXPECT_FALSE(cholesky(all_alike(5, -0.2501)));
  EXPECT_FALSE(cholesky(all_alike(5, -0.25)));
  EXPECT_FALSE(cholesky(all_alike(2, 1)));
}

TEST(WorstTriple, IsTheOneThatCannotBe) {
  Correlations all = all_alike(6, 0.3);
  all.set(1, 3, 0.9);
  all.set(1, 5, 0.9);
  all.set(3, 5, 0);
  const Triple worst = worst_triple(all);
  EXPECT_EQ(worst.a, 1u);
  EXPECT_EQ(worst.b, 3u);
  EXPECT_EQ(worst.c, 5u);
  EXPECT_NEAR(worst.determinant, 1 - 0.81 - 0.81, 1e-15);
  EXPECT_FALSE(cholesky(all));
}

TEST(PossibleCorrelation, EndsWhereTheThreeNoLongerHoldTogether) {
  const CorrelationRange range = possible_correlation(0.9, 0.9);
  EXPECT_NEAR(range.least, 0.81 - 0.19, 1e-15);
  EXPECT_NEAR(range.most, 1, 1e-15);
  for (const auto& [correlation, possible] : {std::pair{range.least + 1e-6, true}, {range.least - 1e-6, false}}) {
    Correlations three(3);
    three.set(0, 1, 0.9);
    three.set(0, 2, 0.9);
    three.set(1, 2, correlation);
    EXPECT_EQ(cholesky(three).has_value(), possible) << correlation;
  }
}

TEST(PossibleScale, IsAsFarAsOneCanGo) {
  EXPECT_EQ(possible_scale(all_alike(5, 0.3)), 1);
  EXPECT_NEAR(possible_scale(all_alike(5, -0.5)), 0.5, 2e-6);
}

}  // namespace
}  // namespace headwater
