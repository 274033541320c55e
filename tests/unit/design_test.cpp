#include "design/design.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "design/elementary_effects.hpp"
#include "design/grid.hpp"
#include "design/latin_hypercube.hpp"
#include "design/sobol_points.hpp"
#include "design/variance_indices.hpp"
#include "random/luck.hpp"

namespace headwater {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// All bits of a design in one word.
std::uint64_t hash_of(const Design& design) {
  std::uint64_t hash = design.parameters;
  for (const double coordinate : design.coordinates) hash = mix13(hash ^ std::bit_cast<std::uint64_t>(coordinate)) + golden_step;
  return hash;
}

/// How many points each of n equal parts of a parameter holds.
std::vector<int> counts_in_parts(const Design& design, std::size_t parameter, std::size_t parts) {
  std::vector<int> counts(parts);
  for (std::size_t point = 0; point < design.points(); ++point) {
    ++counts.at(static_cast<std::size_t>(std::floor(design.point(point)[parameter] * static_cast<double>(parts))));
  }
  return counts;
}

/// Whether every box of volume 2^-halvings, whatever its shape, holds its share of the points.
::testing::AssertionResult every_box_holds_its_share(const Design& design, int halvings) {
  std::vector<int> shape(design.parameters, 0);
  const std::size_t boxes = std::size_t{1} << halvings;
  // All shapes: numbers of halvings by parameter that sum to `halvings`.
  const auto check = [&](const auto& self, std::size_t parameter, int left) -> ::testing::AssertionResult {
    if (parameter + 1 < design.parameters) {
      for (int here = 0; here <= left; ++here) {
        shape[parameter] = here;
        if (auto result = self(self, parameter + 1, left - here); !result) return result;
      }
      return ::testing::AssertionSuccess();
    }
    shape[parameter] = left;
    std::vector<std::size_t> counts(boxes);
    for (std::size_t point = 0; point < design.points(); ++point) {
      std::size_t box = 0;
      for (std::size_t i = 0; i < design.parameters; ++i) {
        box = (box << shape[i]) + static_cast<std::size_t>(std::ldexp(design.point(point)[i], shape[i]));
      }
      ++counts.at(box);
    }
    for (std::size_t box = 0; box < boxes; ++box) {
      if (counts[box] != design.points() / boxes) {
        return ::testing::AssertionFailure() << "box " << box << " of shape " << ::testing::PrintToString(shape) << " holds " << counts[box];
      }
    }
    return ::testing::AssertionSuccess();
  };
  return check(check, 0, halvings);
}

TEST(FullFactorial, ChangesTheFirstParameterSlowest) {
  const Grid grid = full_factorial(std::vector<std::size_t>{2, 1, 3}).value.value();
  EXPECT_EQ(grid.points(), 6u);
  EXPECT_THAT(grid.levels, ElementsAre(0, 0, 0, 0, 0, 1, 0, 0, 2, 1, 0, 0, 1, 0, 1, 1, 0, 2));
}

TEST(FullFactorial, RefusesWhatIsTooLargeOrEmptyBeforeMakingIt) {
  EXPECT_THAT(full_factorial(std::vector<std::size_t>(64, 1000)).error, HasSubstr("more than 10000000 points"));
  EXPECT_THAT(full_factorial(std::vector<std::size_t>{10'000'001}).error, HasSubstr("more than 10000000 points"));
  EXPECT_THAT(full_factorial(std::vector<std::size_t>{3, 0}).error, HasSubstr("parameter 2"));
  EXPECT_THAT(full_factorial({}).error, HasSubstr("at least one parameter"));
  EXPECT_TRUE(full_factorial(std::vector<std::size_t>{10'000, 1000}).value);
}

TEST(Designs, RefuseSizesThatCannotBe) {
  constexpr std::size_t huge = std::numeric_limits<std::size_t>::max();
  EXPECT_THAT(latin_hypercube(2, 10'000'001, 1).error, HasSubstr("at most 10000000 points, found 10000001"));
  EXPECT_THAT(latin_hypercube(100, 1'000'001, 1).error, HasSubstr("at most 1000000 points"));
  EXPECT_THAT(latin_hypercube(huge, huge, 1).error, HasSubstr("at most 100000000 parameters"));
  EXPECT_THAT(latin_hypercube(2, 0, 1).error, HasSubstr("at least one point"));
  EXPECT_THAT(latin_hypercube(0, 5, 1).error, HasSubstr("at least one parameter"));
  EXPECT_THAT(scrambled_sobol_points(3668, 8, 1).error, HasSubstr("at most 3667 parameters"));
  EXPECT_THAT(scrambled_sobol_points(2, huge, 1).error, HasSubstr("at most 10000000 points"));
  EXPECT_THAT(elementary_effects_design(3, 4, 3, 1).error, HasSubstr("even number of levels"));
  EXPECT_THAT(elementary_effects_design(3, huge, 4, 1).error, HasSubstr("at most 10000000 points"));
  EXPECT_THAT(elementary_effects_design(huge, 4, 4, 1).error, HasSubstr("parameters"));
  EXPECT_THAT(saltelli_design(3, 1000, 1).error, HasSubstr("power of two, found 1000"));
  EXPECT_THAT(saltelli_design(8, std::size_t{1} << 20, 1).error, HasSubstr("found 1048576 times 10"));
  EXPECT_THAT(saltelli_design(0, 8, 1).error, HasSubstr("at least one parameter"));
}

TEST(LatinHypercube, HasOnePointInEachPartOfEachParameter) {
  for (const std::size_t points : {1u, 2u, 7u, 1000u}) {
    const Design design = latin_hypercube(5, points, 7).value.value();
    ASSERT_EQ(design.points(), points);
    for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(counts_in_parts(design, i, points), std::vector<int>(points, 1)) << points;
  }
}

TEST(LatinHypercube, StaysInsideItsPartsWhenTheyAreManiest) {
  const Design design = latin_hypercube(1, most_points, 7).value.value();
  EXPECT_EQ(counts_in_parts(design, 0, most_points), std::vector<int>(most_points, 1));
}

TEST(LatinHypercube, OrdersParametersIndependently) {
  // Correlation of two random orders of n: mean 0, sd 1 / sqrt(n - 1) = 0.032 here; four of them.
  const Design design = latin_hypercube(2, 1000, 7).value.value();
  double products = 0;
  for (std::size_t point = 0; point < 1000; ++point) products += (design.point(point)[0] - 0.5) * (design.point(point)[1] - 0.5);
  EXPECT_LT(std::fabs(products / 1000 * 12), 4 * 0.032);
}

TEST(ScrambledSobolPoints, AreADigitalNet) {
  // The sequence has quality t = 0 in two parameters and t = 1 in three: a box of volume 2^(t - m) holds 2^t of 2^m
  // points. Sobol' 1967: t is the sum of the degrees of the polynomials (0, 1, 2, ...) less one each.
  for (const int m : {1, 4, 8}) {
    const std::size_t points = std::size_t{1} << m;
    for (const std::uint64_t seed : {1, 2, 3}) {
      EXPECT_TRUE(every_box_holds_its_share(scrambled_sobol_points(2, points, seed).value.value(), m));
      EXPECT_TRUE(every_box_holds_its_share(scrambled_sobol_points(3, points, seed).value.value(), m - 1));
    }
  }
}

TEST(ScrambledSobolPoints, HaveOnePointInEachPartOfEveryParameter) {
  const Design design = scrambled_sobol_points(40, 256, 5).value.value();
  for (std::size_t i = 0; i < 40; ++i) EXPECT_EQ(counts_in_parts(design, i, 256), std::vector<int>(256, 1)) << i;
}

TEST(ScrambledSobolPoints, AreNoNetWithoutTheOrigin) {
  Design design = scrambled_sobol_points(2, 17, 1).value.value();
  design.coordinates.erase(design.coordinates.begin(), design.coordinates.begin() + 2);
  ASSERT_EQ(design.points(), 16u);
  EXPECT_FALSE(every_box_holds_its_share(design, 4));
}

TEST(ScrambledSobolPoints, BeginAlikeHoweverMany) {
  const Design few = scrambled_sobol_points(6, 10, 9).value.value(), many = scrambled_sobol_points(6, 100, 9).value.value();
  EXPECT_TRUE(std::equal(few.coordinates.begin(), few.coordinates.end(), many.coordinates.begin()));
}

TEST(ScrambledSobolPoints, AreUniformEachOneAndEstimateWithoutBias) {
  // The first point over seeds: mean 1/2, and both halves of the second digit equally likely given the first.
  // 4,000 seeds; chances of 1/4 have a standard deviation of 0.0068, and four of them are allowed.
  constexpr int seeds = 4000;
  std::vector<double> quarters(4);
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    quarters.at(static_cast<std::size_t>(4 * scrambled_sobol_points(2, 1, seed).value.value().coordinates[1])) += 1.0 / seeds;
  }
  for (const double share : quarters) EXPECT_NEAR(share, 0.25, 4 * 0.0068);
}

TEST(ScrambledSobolPoints, ScramblesDigitsByThoseBefore) {
  // A shift would flip the second digit of all points alike. With 2^10 points in one parameter, points with an equal
  // first digit are flipped alike in the second, and over seeds the two halves are flipped differently half the time.
  constexpr unsigned plain[] = {0, 2, 3, 1};  // the quarters that the sequence of Joe and Kuo goes through
  int differently = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    const Design design = scrambled_sobol_points(1, 4, seed).value.value();
    std::vector<bool> flipped(2);
    for (std::size_t point = 0; point < 4; ++point) {
      const auto now = static_cast<unsigned>(4 * design.coordinates[point]);
      flipped[plain[point] >> 1] = ((plain[point] ^ now) & 1) != 0;
    }
    differently += flipped[0] != flipped[1];
  }
  EXPECT_NEAR(differently, 200, 40);  // four standard deviations of 10
}

TEST(ScrambledSobolPoints, ErrorFallsFasterThanByChanceAndFasterThanWithoutTheOrigin) {
  // Root mean square over 50 seeds of the error of the mean of a smooth output, exactly 0 here.
  const auto error = [](std::size_t points, std::size_t dropped) {
    double squares = 0;
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
      const Design design = scrambled_sobol_points(2, points + dropped, seed).value.value();
      double sum = 0;
      for (std::size_t point = dropped; point < points + dropped; ++point) {
        const double x = design.point(point)[0], y = design.point(point)[1];
        sum += x * x * x - 0.25 + (x - 0.5) * (y * y - 1.0 / 3);
      }
      squares += sum * sum / static_cast<double>(points * points);
    }
    return std::sqrt(squares / 50);
  };
  // n^-1.5 times a logarithm: 16 times the points divide the error by well over 16, where chance would by 4.
  EXPECT_LT(error(4096, 0), error(256, 0) / 20);
  EXPECT_GT(error(4096, 1), 3 * error(4096, 0));
}

TEST(SaltelliDesign, TakesOneParameterAtATimeFromTheOtherMatrix) {
  const Design design = saltelli_design(Design{4, {1, 2, 3, 4, 5, 6, 7, 8}}).value.value();
  EXPECT_EQ(design.parameters, 2u);
  EXPECT_THAT(design.coordinates, ElementsAre(1, 2, 3, 4, 3, 2, 1, 4, /**/ 5, 6, 7, 8, 7, 6, 5, 8));
  EXPECT_THROW(saltelli_design(Design{3, {1, 2, 3}}), std::invalid_argument);
}

TEST(Designs, KeepTheirBits) {
  EXPECT_EQ(hash_of(latin_hypercube(3, 100, 42).value.value()), 0x708b3fc5d86cde40u);
  EXPECT_EQ(hash_of(scrambled_sobol_points(20, 100, 42).value.value()), 0x65bc77c6f6cf4e14u);
  EXPECT_EQ(hash_of(elementary_effects_design(5, 10, 6, 42).value.value()), 0x4d1c90b3c8042bdcu);
  EXPECT_EQ(hash_of(saltelli_design(4, 64, 42).value.value()), 0x7b093906087dc526u);
}

TEST(Designs, ChangeWithTheSeed) {
  EXPECT_NE(hash_of(latin_hypercube(3, 100, 42).value.value()), hash_of(latin_hypercube(3, 100, 43).value.value()));
  EXPECT_NE(hash_of(scrambled_sobol_points(3, 100, 42).value.value()), hash_of(scrambled_sobol_points(3, 100, 43).value.value()));
  EXPECT_NE(hash_of(elementary_effects_design(5, 10, 6, 42).value.value()), hash_of(elementary_effects_design(5, 10, 6, 43).value.value()));
}

}  // namespace
}  // namespace headwater
