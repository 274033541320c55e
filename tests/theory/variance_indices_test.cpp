// Sobol' indices against functions whose indices are known, without and with chance in the outputs.
#include "design/variance_indices.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "random/luck.hpp"
#include "random/normal_quantile.hpp"
#include "support/statistics.hpp"

namespace headwater {
namespace {

using theory::agrees;
using theory::test_seed;

/// A function on the unit hypercube with its exact indices.
struct Known {
  std::vector<double> first, total;
  double variance = 0;
  double (*f)(std::span<const double>) = nullptr;
  std::size_t parameters() const { return first.size(); }
};

/// Ishigami and Homma, "An importance quantification technique in uncertainty analysis for computer models" (1990):
/// sin x1 + a sin^2 x2 + b x3^4 sin x1 on (-pi, pi)^3, a = 7, b = 0.1. Indices: Saltelli et al., Global Sensitivity
/// Analysis: The Primer (2008), section 4.
constexpr double ishigami_a = 7, ishigami_b = 0.1;
double ishigami_function(std::span<const double> u) {
  const auto x = [&](std::size_t i) { return M_PI * (2 * u[i] - 1); };
  return std::sin(x(0)) + ishigami_a * std::pow(std::sin(x(1)), 2) + ishigami_b * std::pow(x(2), 4) * std::sin(x(0));
}
Known ishigami() {
  const double a = ishigami_a, b = ishigami_b, pi4 = std::pow(M_PI, 4), pi8 = pi4 * pi4;
  const double variance = a * a / 8 + b * pi4 / 5 + b * b * pi8 / 18 + 0.5;
  const double v1 = std::pow(1 + b * pi4 / 5, 2) / 2, v2 = a * a / 8, v13 = b * b * pi8 * (1.0 / 18 - 1.0 / 50);
  return {{v1 / variance, v2 / variance, 0}, {(v1 + v13) / variance, v2 / variance, v13 / variance}, variance, ishigami_function};
}

/// Sobol's product of (|4 u_i - 2| + a_i) / (1 + a_i). Saltelli et al. 2010, section 6: V_i = 1 / (3 (1 + a_i)^2), and
/// variances of products are products of 1 + V_i, less 1.
constexpr std::array<double, 8> g_a{0, 1, 4.5, 9, 99, 99, 99, 99};
double g_function(std::span<const double> u) {
  double product = 1;
  for (std::size_t i = 0; i < u.size(); ++i) product *= (std::fabs(4 * u[i] - 2) + g_a[i]) / (1 + g_a[i]);
  return product;
}
Known g() {
  Known known{{}, {}, 1, g_function};
  const auto v = [](double a) { return 1 / (3 * (1 + a) * (1 + a)); };
  for (const double a : g_a) known.variance *= 1 + v(a);
  const double whole = known.variance;
  known.variance -= 1;
  for (const double a : g_a) {
    known.first.push_back(v(a) / known.variance);
    known.total.push_back(v(a) * whole / (1 + v(a)) / known.variance);
  }
  return known;
}

std::vector<double> values_at(const Design& design, const Known& known) {
  std::vector<double> values;
  for (std::size_t point = 0; point < design.points(); ++point) values.push_back(known.f(design.point(point)));
  return values;
}

/// Base points by luck alone, each independent of the others.
Design independent_base(std::size_t parameters, std::size_t points, std::uint64_t repetition) {
  Design base{2 * parameters, {}};
  const std::uint64_t purpose = purpose_key(test_seed, repetition, hash_of_name("base"));
  for (std::size_t i = 0; i < 2 * parameters * points; ++i) base.coordinates.push_back(uniform(KeyedHash::bits(name_of(0, i), purpose, 0)));
  return base;
}

double normal(std::uint64_t bits) {
  const double u = uniform(bits);
  return u <= 0.5 ? -normal_upper_quantile(u) : normal_upper_quantile(1 - u);
}

TEST(VarianceIndices, AreThoseOfIshigamiAndOfG) {
  for (const Known& known : {ishigami(), g()}) {
    const Design design = saltelli_design(known.parameters(), 1 << 14, test_seed).value.value();
    const VarianceIndices indices = variance_indices(known.parameters(), values_at(design, known), {}, {.resamples = 0});
    EXPECT_NEAR(indices.variance / known.variance, 1, 0.01);
    EXPECT_EQ(indices.variance_by_chance, 0);
    for (std::size_t i = 0; i < known.parameters(); ++i) {
      EXPECT_NEAR(indices.first[i].value, known.first[i], 0.01) << i;
      EXPECT_NEAR(indices.total[i].value, known.total[i], 0.01) << i;
      EXPECT_EQ(indices.first[i].as_observed, indices.first[i].value);
      EXPECT_TRUE(std::isnan(indices.first[i].low));
    }
  }
}

TEST(VarianceIndices, DoNotDependOnTheOutputsOriginOrUnit) {
  const Known known = ishigami();
  const Design design = saltelli_design(3, 1 << 8, test_seed).value.value();
  std::vector<double> values = values_at(design, known);
  const VarianceIndices before = variance_indices(3, values);
  for (double& value : values) value = 1e6 + 50 * value;
  const VarianceIndices after = variance_indices(3, values);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(after.first[i].value, before.first[i].value, 1e-9);
    EXPECT_NEAR(after.total[i].value, before.total[i].value, 1e-9);
    EXPECT_NEAR(after.total[i].low, before.total[i].low, 1e-9);
    EXPECT_NEAR(after.first[i].high, before.first[i].high, 1e-9);
  }
}

// Every point has luck of its own: the mean of five normal replications whose variance, over five, is half of the
// variance by parameters. What chance does to the indices is known (variance_indices.hpp), and is taken out. The ratio
// of two estimates is biased by about (kurtosis - 1) / (2 N), below 2 / N.
TEST(VarianceIndices, AreFreeOfChanceWhenItsVarianceIsGiven) {
  const Known known = ishigami();
  constexpr std::size_t base_points = 1024, replications = 5;
  const double sd = std::sqrt(replications * known.variance / 2), bias = 2.0 / base_points;
  std::array<std::vector<double>, 3> first, total, first_observed, total_observed;
  std::vector<double> share_of_chance;
  for (std::uint64_t repetition = 0; repetition < 200; ++repetition) {
    const Design design = saltelli_design(3, base_points, repetition).value.value();
    std::vector<double> values = values_at(design, known), variances;
    const std::uint64_t purpose = purpose_key(test_seed, repetition, hash_of_name("chance"));
    for (std::size_t point = 0; point < values.size(); ++point) {
      std::array<double, replications> outputs;
      double mean = 0, squares = 0;
      for (std::size_t r = 0; r < replications; ++r) {
        outputs[r] = values[point] + sd * normal(KeyedHash::bits(name_of(0, point), purpose, r));
        mean += outputs[r] / replications;
      }
      for (const double output : outputs) squares += (output - mean) * (output - mean);
      values[point] = mean;
      variances.push_back(squares / (replications - 1) / replications);
    }
    const VarianceIndices indices = variance_indices(3, values, variances, {.resamples = 0});
    share_of_chance.push_back(indices.variance_by_chance / indices.variance_observed);
    for (std::size_t i = 0; i < 3; ++i) {
      first[i].push_back(indices.first[i].value);
      total[i].push_back(indices.total[i].value);
      first_observed[i].push_back(indices.first[i].as_observed);
      total_observed[i].push_back(indices.total[i].as_observed);
    }
  }
  EXPECT_TRUE(agrees(share_of_chance, 0.5 / 1.5, 0.02, bias));
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_TRUE(agrees(first[i], known.first[i], 0.04, bias)) << i;
    EXPECT_TRUE(agrees(total[i], known.total[i], 0.04, bias)) << i;
    EXPECT_TRUE(agrees(first_observed[i], known.first[i] / 1.5, 0.04, bias)) << i;
    EXPECT_TRUE(agrees(total_observed[i], (known.total[i] + 0.5) / 1.5, 0.04, bias)) << i;
  }
}

// Of 1,000 intervals at 95 %, each from 256 base points, how many cover. Percentile intervals are right only for many
// base points. Asked for is a coverage between 92 % and 98 %: a true coverage of 95 % falls outside with a chance of
// 2e-5, one of 90 % is found out with a chance of 0.98.
TEST(VarianceIndices, HaveIntervalsThatCover) {
  const Known known = ishigami();
  constexpr int repetitions = 1000;
  for (const bool by_luck : {true, false}) {
    std::array<int, 3> first{}, total{};
    for (int repetition = 0; repetition < repetitions; ++repetition) {
      const auto seed = static_cast<std::uint64_t>(repetition);
      const Design design = (by_luck ? saltelli_design(independent_base(3, 256, seed)) : saltelli_design(3, 256, seed)).value.value();
      const VarianceIndices indices = variance_indices(3, values_at(design, known), {}, {.seed = seed, .resamples = 500});
      for (std::size_t i = 0; i < 3; ++i) {
        first[i] += indices.first[i].low <= known.first[i] && known.first[i] <= indices.first[i].high;
        total[i] += indices.total[i].low <= known.total[i] && known.total[i] <= indices.total[i].high;
      }
    }
    for (std::size_t i = 0; i < 3; ++i) {
      for (const int covered : {first[i], total[i]}) {
        EXPECT_GE(covered, 920) << "parameter " << i;
        EXPECT_LE(covered, by_luck ? 980 : repetitions) << "parameter " << i;  // those of Sobol' points may be too wide
      }
      RecordProperty((by_luck ? "luck_first_" : "sobol_first_") + std::to_string(i), first[i]);
      RecordProperty((by_luck ? "luck_total_" : "sobol_total_") + std::to_string(i), total[i]);
    }
  }
}

TEST(VarianceIndices, AreUnknownWhereChanceExplainsEverythingOrAValueIsMissing) {
  const std::vector<double> values{1, 2, 3, 3, 1, 2}, chance(6, 100), none;
  const VarianceIndices noisy = variance_indices(1, values, chance);
  EXPECT_LT(noisy.variance, 0);
  EXPECT_TRUE(std::isnan(noisy.first[0].value));
  EXPECT_TRUE(std::isnan(noisy.total[0].low));
  EXPECT_FALSE(std::isnan(noisy.total[0].as_observed));
  const VarianceIndices constant = variance_indices(1, std::vector<double>(6, 4.0));
  EXPECT_TRUE(std::isnan(constant.first[0].value));
  EXPECT_TRUE(std::isnan(constant.total[0].as_observed));
  const VarianceIndices missing = variance_indices(1, std::vector<double>{1, 2, std::nan(""), 3, 1, 2});
  EXPECT_TRUE(std::isnan(missing.first[0].value));
  EXPECT_THROW(variance_indices(1, std::vector<double>(5)), std::invalid_argument);
  EXPECT_THROW(variance_indices(1, values, std::vector<double>(5)), std::invalid_argument);
  EXPECT_THROW(variance_indices(1, values, none, {.level = 1}), std::invalid_argument);
}

}  // namespace
}  // namespace headwater
