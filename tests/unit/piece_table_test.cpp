// Quantiles in pieces against references in extended precision, and that they never fall.
#include "random/piece_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "random/sampler.hpp"

namespace headwater {
namespace {

using Extended = long double;

/// A law that is drawn from a piece table, and its chances of at most x and of more than x in closed form.
struct Case {
  std::string name;
  Law law;
  std::function<Extended(Extended)> below, above;
};

Extended exponential_below(Extended x, Extended mean) { return x > 0 ? -std::expm1(-x / mean) : 0; }
Extended exponential_above(Extended x, Extended mean) { return x > 0 ? std::exp(-x / mean) : 1; }
Extended lognormal_below(Extended x, Extended mu, Extended sigma) {
  return x > 0 ? std::erfc(-(std::log(x) - mu) / (sigma * std::sqrt(2.0L))) / 2 : 0;
}
Extended lognormal_above(Extended x, Extended mu, Extended sigma) {
  return x > 0 ? std::erfc((std::log(x) - mu) / (sigma * std::sqrt(2.0L))) / 2 : 1;
}

Case hyperexponential(const std::string& name, double m1, double m2, double p) {
  return {name, *hyperexponential_law({m1, m2}, {p, 1 - p}).law,
          [=](Extended x) { return p * exponential_below(x, m1) + (1 - Extended{p}) * exponential_below(x, m2); },
          [=](Extended x) { return p * exponential_above(x, m1) + (1 - Extended{p}) * exponential_above(x, m2); }};
}

/// Equal stages: a gamma law.
Case equal_stages(std::size_t stages, double mean) {
  return {std::to_string(stages) + " equal stages", *hypoexponential_law(std::vector<double>(stages, mean)).law,
          [=](Extended x) { return x > 0 ? boost::math::gamma_p(static_cast<Extended>(stages), x / mean) : 0; },
          [=](Extended x) { return x > 0 ? boost::math::gamma_q(static_cast<Extended>(stages), x / mean) : 1; }};
}

std::vector<Case> cases() {
  std::vector<Case> list{
      hyperexponential("two exponentials", 5, 100, 0.7),
      hyperexponential("two exponentials far apart", 1, 1e5, 0.9999),
      equal_stages(2, 3),
      equal_stages(20, 1),
      equal_stages(50, 0.5),
      // One in ten is over at once.
      {"phases after nothing", *phase_type_law({0.6, 0.3}, {{-1, 0}, {0, -0.2}}).law,
       [](Extended x) { return x < 0 ? 0 : 0.1L + 0.6L * exponential_below(x, 1) + 0.3L * exponential_below(x, 5); },
       [](Extended x) { return x < 0 ? 1 : 0.6L * exponential_above(x, 1) + 0.3L * exponential_above(x, 5); }},
      {"normal", *normal_law(0, 1).law, [](Extended x) { return std::erfc(-x / std::sqrt(2.0L)) / 2; },
       [](Extended x) { return std::erfc(x / std::sqrt(2.0L)) / 2; }},
      {"exponential and lognormal", *mixture_law({*exponential_by_mean(3).law, *lognormal_law(3, 0.5).law}, {1, 3}).law,
       [](Extended x) { return (exponential_below(x, 3) + 3 * lognormal_below(x, 3, 0.5L)) / 4; },
       [](Extended x) { return (exponential_above(x, 3) + 3 * lognormal_above(x, 3, 0.5L)) / 4; }},
      {"a value among exponentials", *mixture_law({*constant_law(2).law, *exponential_by_mean(3).law}, {1, 3}).law,
       [](Extended x) { return ((x >= 2 ? 1 : 0) + 3 * exponential_below(x, 3)) / 4; },
       [](Extended x) { return ((x >= 2 ? 0 : 1) + 3 * exponential_above(x, 3)) / 4; }},
      {"normals on both sides of 0", *mixture_law({*normal_law(-3, 1).law, *normal_law(3, 2).law}, {1, 1}).law,
       [](Extended x) { return (std::erfc(-(x + 3) / std::sqrt(2.0L)) + std::erfc(-(x - 3) / std::sqrt(8.0L))) / 4; },
       [](Extended x) { return (std::erfc((x + 3) / std::sqrt(2.0L)) + std::erfc((x - 3) / std::sqrt(8.0L))) / 4; }}};
  return list;
}

/// The smallest x that is reached at this distance from an end, by bisection.
Extended exact_quantile(const Case& law, bool upper, Extended distance) {
  const auto reached = [&](Extended x) { return upper ? law.above(x) <= distance : law.below(x) >= distance; };
  Extended low = -1, high = 1;
  while (reached(low)) {
    if (law.law.least() >= 0) return 0;
    low *= 2;
  }
  while (!reached(high)) high *= 2;
  for (int i = 0; i < 400 && high - low > 1e-18L * std::fabs(high); ++i) {
    const Extended middle = low + (high - low) / 2;
    (reached(middle) ? high : low) = middle;
  }
  return high;
}

/// The numbers that can be drawn are (k + 1/2) 2^-52 from their end, k below 2^51.
std::uint64_t bits_at(bool upper, std::uint64_t k) { return upper ? ~(k << 12) : k << 12; }

TEST(PieceTableTest, IsWithinItsErrorBound) {
  // Relative error 2e-10, or what a change of the chance by 2^-52 makes; beyond the first and last
  // millionth the former alone decides, but for the jump of a mixture with a value in it.
  for (const Case& law : cases()) {
    const Sampler sampler(law.law);
    for (std::uint64_t i = 0; i < 2040; ++i) {  // about 20 in each octave of each tail
      const std::uint64_t k = mix13(i) >> (13 + i % 51);
      for (const bool upper : {false, true}) {
        const Extended distance = uniform(k << 12);
        const double drawn = sampler(bits_at(upper, k));
        const Extended step = 0x1p-52L;
        const Extended nearer = exact_quantile(law, upper, distance + step);
        const Extended farther = distance > step ? exact_quantile(law, upper, distance - step)
                                                 : exact_quantile(law, upper, distance / 64);
        const Extended slack = 2e-10L * std::fabs(drawn) + 1e-300L;
        ASSERT_LE(drawn, std::max(nearer, farther) + slack) << law.name << " at " << distance << " upper " << upper;
        ASSERT_GE(drawn, std::min(nearer, farther) - slack) << law.name << " at " << distance << " upper " << upper;
        if (distance > 0x1p-20L && std::fabs(farther - nearer) < 1e-10L * std::fabs(drawn)) {
          const Extended exact = exact_quantile(law, upper, distance);
          ASSERT_LE(std::fabs(drawn - exact), slack) << law.name << " at " << distance << " upper " << upper;
        }
      }
    }
  }
}

TEST(PieceTableTest, NeverFallsAtTheEdgesOfPieces) {
  // Pieces end at dyadic parts of an octave: all of them down to 1/64, and 40 neighbours on either side.
  for (const Case& law : cases()) {
    const Sampler sampler(law.law);
    for (const bool upper : {false, true}) {
      for (int octave = 2; octave <= 52; ++octave) {
        for (int part = 0; part < 64; ++part) {
          const auto edge = static_cast<std::uint64_t>(std::ldexp(1 + part / 64.0, -octave) * 0x1p52);
          const std::uint64_t begin = edge - std::min<std::uint64_t>(edge, 40);
          const std::uint64_t end = std::min<std::uint64_t>(edge + 40, (std::uint64_t{1} << 51) - 1);
          double before = sampler(bits_at(upper, begin));
          for (std::uint64_t k = begin + 1; k < end; ++k) {
            const double now = sampler(bits_at(upper, k));
            ASSERT_TRUE(upper ? now <= before : now >= before) << law.name << ", upper " << upper << ", number " << k;
            before = now;
          }
        }
      }
    }
    constexpr std::uint64_t middle = std::uint64_t{1} << 63;
    EXPECT_LE(sampler(middle - 1), sampler(middle)) << law.name << " where the tails meet";
  }
}

TEST(PieceTableTest, NeverFallsBetweenScatteredNeighbours) {
  for (const Case& law : cases()) {
    const Sampler sampler(law.law);
    for (std::uint64_t i = 0; i < 200'000; ++i) {
      const std::uint64_t k = std::min(mix13(i) >> (13 + i % 50), (std::uint64_t{1} << 51) - 2);
      ASSERT_LE(sampler(bits_at(false, k)), sampler(bits_at(false, k + 1))) << law.name;
      ASSERT_GE(sampler(bits_at(true, k)), sampler(bits_at(true, k + 1))) << law.name;
    }
  }
}

TEST(PieceTableTest, FindsStepsCornersAndEndlessStretches) {
  const PieceTable table([](bool upper, double distance) {
    const double u = upper ? 1 - distance : distance;
    return u <= 0.3 ? u : u <= 0.6 ? 2.0 : u <= 0.9 ? 4 * u : std::numeric_limits<double>::infinity();
  });
  const auto at = [&](double u) { return table(static_cast<std::uint64_t>(u * 0x1p52) << 12); };
  EXPECT_NEAR(at(0.1), 0.1, 1e-15);
  EXPECT_NEAR(at(0.3 - 0x1p-51), 0.3, 1e-15);
  EXPECT_EQ(at(0.3 + 0x1p-50), 2);
  EXPECT_EQ(at(0.45), 2);
  EXPECT_EQ(at(0.6 - 0x1p-50), 2);
  EXPECT_NEAR(at(0.6 + 0x1p-50), 2.4, 1e-12);
  EXPECT_NEAR(at(0.8), 3.2, 1e-12);
  EXPECT_EQ(at(0.9 + 0x1p-50), std::numeric_limits<double>::infinity());
  EXPECT_EQ(at(1 - 0x1p-52), std::numeric_limits<double>::infinity());
}

}  // namespace
}  // namespace headwater
