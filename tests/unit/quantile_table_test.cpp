#include "random/quantile_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "random/law.hpp"

namespace headwater {
namespace {

using Extended = long double;

/// A table, the quantile it stands for (by distance from the lower or upper end), and the bound its header
/// states.
struct Case {
  std::string name;
  std::shared_ptr<const QuantileTable> table;
  std::function<Extended(Extended)> lower, upper;
  double bound;
};

Case lognormal(double sigma, double bound) {
  const auto z = [](Extended tail) { return std::sqrt(2.0L) * boost::math::erfc_inv(2 * tail); };
  return {"lognormal " + std::to_string(sigma), QuantileTable::of_lognormal(sigma),
          [=](Extended tail) { return std::exp(-sigma * z(tail)); },
          [=](Extended tail) { return std::exp(sigma * z(tail)); }, bound};
}

Case weibull(double shape, double bound) {
  return {"weibull " + std::to_string(shape), QuantileTable::of_weibull(shape),
          [=](Extended tail) { return std::pow(-std::log1p(-tail), 1 / Extended{shape}); },
          [=](Extended tail) { return std::pow(-std::log(tail), 1 / Extended{shape}); }, bound};
}

Case gamma(double shape, double bound) {
  return {"gamma " + std::to_string(shape), QuantileTable::of_gamma(shape),
          [=](Extended tail) { return boost::math::gamma_p_inv(Extended{shape}, tail); },
          [=](Extended tail) { return boost::math::gamma_q_inv(Extended{shape}, tail); }, bound};
}

Case moved_normal(double bound) {
  const auto z = [](Extended tail) { return std::sqrt(2.0L) * boost::math::erfc_inv(2 * tail); };
  return {"normal", QuantileTable::of_moved_normal(), [=](Extended tail) { return QuantileTable::normal_shift - z(tail); },
          [=](Extended tail) { return QuantileTable::normal_shift + z(tail); }, bound};
}

std::vector<Case> cases() {
  return {moved_normal(1e-15),
          lognormal(least_lognormal_sigma, 1e-14),
          lognormal(0.3, 1e-14),
          lognormal(1, 1e-14),
          lognormal(most_lognormal_sigma, 5e-13),
          weibull(least_weibull_shape, 5e-11),
          weibull(0.5, 1e-14),
          weibull(1.5, 1e-14),
          weibull(most_weibull_shape, 1e-14),
          gamma(least_gamma_shape, 2e-12),
          gamma(0.5, 2e-14),
          gamma(1, 2e-14),
          gamma(2.5, 2e-14),
          gamma(40, 2e-14),
          gamma(most_gamma_shape, 2e-14)};
}

/// The numbers that can be drawn are (k + 1/2) 2^-52 from their end, k below 2^51.
std::uint64_t bits_at(bool upper, std::uint64_t k) {
  return upper ? ~(k << 12) : k << 12;
}

TEST(QuantileTableTest, IsWithinItsErrorBound) {
  for (const Case& law : cases()) {
    double worst = 0;
    for (std::uint64_t i = 0; i < 5100; ++i) {  // about 100 in each octave of each tail
      const std::uint64_t k = mix13(i) >> (13 + i % 51);
      for (const bool upper : {false, true}) {
        const std::uint64_t bits = bits_at(upper, k);
        const Extended distance = uniform(upper ? ~bits : bits);
        const Extended exact = upper ? law.upper(distance) : law.lower(distance);
        worst = std::max(worst, static_cast<double>(std::fabs((*law.table)(bits) / exact - 1)));
      }
    }
    EXPECT_LT(worst, law.bound) << law.name;
  }
}

TEST(QuantileTableTest, NeverFallsAtTheEdgesAndMiddlesOfCells) {
  for (const Case& law : cases()) {
    for (const bool upper : {false, true}) {
      for (int octave = 2; octave <= 52; ++octave) {
        for (int half_cell = 0; half_cell < 32; ++half_cell) {
          const double edge = std::ldexp(1 + half_cell / 32.0, -octave);
          const auto middle = static_cast<std::uint64_t>(edge * 0x1p52);
          const std::uint64_t begin = middle - std::min<std::uint64_t>(middle, 60);
          const std::uint64_t end = std::min<std::uint64_t>(middle + 60, (std::uint64_t{1} << 51) - 1);
          for (std::uint64_t k = begin; k < end; ++k) {
            const double nearer = (*law.table)(bits_at(upper, k)),
                         farther = (*law.table)(bits_at(upper, k + 1));
            ASSERT_TRUE(upper ? farther <= nearer : nearer <= farther) << law.name << " near " << edge;
          }
        }
      }
    }
    constexpr std::uint64_t middle = std::uint64_t{1} << 63;
    EXPECT_LE((*law.table)(middle - 1), (*law.table)(middle)) << law.name << " where the tails meet";
  }
}

TEST(QuantileTableTest, NeverFallsBetweenScatteredNeighbours) {
  for (const Case& law : cases()) {
    for (std::uint64_t i = 0; i < 200'000; ++i) {
      const std::uint64_t k = std::min(mix13(i) >> (13 + i % 50), (std::uint64_t{1} << 51) - 2);
      ASSERT_LE((*law.table)(bits_at(false, k)), (*law.table)(bits_at(false, k + 1))) << law.name;
      ASSERT_GE((*law.table)(bits_at(true, k)), (*law.table)(bits_at(true, k + 1))) << law.name;
    }
  }
}

TEST(QuantileTableTest, ReachesBothEnds) {
  // Weibull of shape 1 is exponential: at 2^-53 from either end, 2^-53 and 53 ln 2.
  const auto table = QuantileTable::of_weibull(1);
  EXPECT_NEAR((*table)(0) / 0x1p-53, 1, 1e-14);
  EXPECT_NEAR((*table)(~std::uint64_t{0}), 53 * std::log(2.0), 1e-12);
}

}  // namespace
}  // namespace headwater
