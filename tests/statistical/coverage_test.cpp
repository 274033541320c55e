// How often confidence intervals cover: 10,000 experiments each, of which the truth is known.
//
// A coverage estimated from 10,000 experiments has a standard deviation of at most 0.22 points at 95 %. Bands
// of 0.7 points on either side (3.2 sd) have level 0.0014 each; a coverage 1.4 points off falls outside with
// power over 0.999. Every coverage, also those that nothing is asked of, is printed and put into the record
// of the test.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include "random/sampler.hpp"
#include "statistics/intervals.hpp"
#include "statistics/paired.hpp"
#include "statistics/precision.hpp"
#include "support/statistics.hpp"

namespace headwater {
namespace {

constexpr std::size_t experiments = 10'000;
constexpr double band = 0.7;  // points

/// The values of one quantity: those of different names, experiments and replications are independent.
class Values {
 public:
  Values(const Law& law, const std::string& name) : sampler_(law), purpose_(hash_of_name(name)) {}

  /// 1 with the given chance, and else 0.
  Values(double chance, const std::string& name) : chance_(chance), purpose_(hash_of_name(name)) {}

  double at(std::size_t experiment, std::size_t replication) const {
    const std::uint64_t key = purpose_key(theory::test_seed, experiment, purpose_);
    const std::uint64_t bits = KeyedHash::bits(name_of(source_key("test"), replication), key, 0);
    return chance_ > 0 ? (uniform(bits) < chance_ ? 1 : 0) : sampler_(bits);
  }

  std::vector<double> first(std::size_t n, std::size_t experiment) const {
    std::vector<double> values(n);
    for (std::size_t i = 0; i < n; ++i) values[i] = at(experiment, i);
    return values;
  }

 private:
  Sampler sampler_;
  double chance_ = 0;
  std::uint64_t purpose_;
};

void record(const std::string& what, double points) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f", points);
  std::printf("  %-58s %s %%\n", what.c_str(), text);
  std::string key = what;
  for (char& c : key)
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  testing::Test::RecordProperty(key, text);
}

/// In how many of a hundred experiments `covers(experiment)` holds.
template <class Covers>
double coverage_of(const std::string& what, Covers covers) {
  std::size_t covered = 0;
  for (std::size_t i = 0; i < experiments; ++i) covered += covers(i) ? 1 : 0;
  const double points = 100.0 * static_cast<double>(covered) / experiments;
  record(what, points);
  return points;
}

bool covers(const Estimate& found, double truth) {
  return std::fabs(found.mean - truth) <= found.half_width;
}

template <class Law>
double coverage_of_mean(const std::string& name, const Law& law, double truth, std::size_t n) {
  const Values values(law, name + " " + std::to_string(n));
  return coverage_of("mean of " + name + ", n " + std::to_string(n), [&](std::size_t experiment) {
    return covers(estimate(values.first(n, experiment)), truth);
  });
}

/// The coverage of Student's 95 % interval to order 1/n, for values of the given skewness and excess
/// kurtosis, in points. Source: Hall, The Bootstrap and Edgeworth Expansion, section 2.6, of which the term
/// of a normal law is left out because Student's quantile has it in full.
double expected_coverage(double skewness, double excess, std::size_t n) {
  const double z = 1.959963984540054, s = z * z;
  const double density = boost::math::pdf(boost::math::normal(), z);
  const double shift = excess * (s - 3) / 12 - skewness * skewness * (s * s + 2 * s - 3) / 18;
  return 95 + 100 * 2 * z * density * shift / static_cast<double>(n);
}

TEST(Coverage, OfTheMeanOfNormalValuesIsExact) {
  for (const std::size_t n : {20u, 50u, 200u})
    EXPECT_NEAR(coverage_of_mean("normal", *normal_law(10, 3).law, 10, n), 95, band);
}

TEST(Coverage, OfTheMeanOfSkewedValuesIsWhatTheorySays) {
  // Exponential: skewness 2, excess 6; the expansion is asked where n = 200 makes its next term small, and
  // gives 94.55 there. For fewer, and for the lognormal (skewness 3.7 at sigma 0.8), skewness costs whole
  // points: that is what the interval is, and is recorded and not asked.
  const Law exponential = *exponential_by_mean(4).law, lognormal = *lognormal_law(0, 0.8).law;
  EXPECT_NEAR(coverage_of_mean("exponential", exponential, 4, 200), expected_coverage(2, 6, 200), band);
  for (const std::size_t n : {20u, 50u, 100u}) coverage_of_mean("exponential", exponential, 4, n);
  for (const std::size_t n : {20u, 50u, 100u, 200u}) {
    coverage_of_mean("lognormal 0.8", lognormal, std::exp(0.32), n);
    coverage_of_mean("chance 0.3", 0.3, 0.3, n);
  }
}

TEST(Coverage, OfAPairedDifference) {
  // Normal a and b that share half of their variance: the difference is normal.
  const Law normal = *normal_law(0, 1).law;
  const Values shared(normal, "shared"), own_a(normal, "a"), own_b(normal, "b");
  for (const std::size_t n : {20u, 50u, 200u}) {
    const double points =
        coverage_of("paired normal difference, n " + std::to_string(n), [&](std::size_t experiment) {
          const std::vector<double> both = shared.first(n, experiment);
          std::vector<double> a = own_a.first(n, experiment), b = own_b.first(n, experiment);
          for (std::size_t i = 0; i < n; ++i) a[i] += both[i] + 0.5, b[i] += both[i];
          return covers(compare_pairs(a, b).difference, 0.5);
        });
    EXPECT_NEAR(points, 95, band);
  }
  // Exponential a and b that share an exponential part: skewed each (2 / sqrt 2), but not their difference,
  // which has Laplace's law (excess 3): pairing takes away skewness with variance.
  const Law exponential = *exponential_by_mean(1).law;
  const Values part(exponential, "part"), rest_a(exponential, "rest a"), rest_b(exponential, "rest b");
  for (const std::size_t n : {50u, 200u}) {
    const double points =
        coverage_of("paired exponential difference, n " + std::to_string(n), [&](std::size_t experiment) {
          const std::vector<double> both = part.first(n, experiment);
          std::vector<double> a = rest_a.first(n, experiment), b = rest_b.first(n, experiment);
          for (std::size_t i = 0; i < n; ++i) a[i] += both[i], b[i] += both[i];
          return covers(compare_pairs(a, b).difference, 0);
        });
    EXPECT_NEAR(points, 95, band);
    EXPECT_NEAR(points, expected_coverage(0, 3, n), band);
  }
  // The same luck under a slower law: b = 1.2 a, so the difference is as skewed as they are.
  const Values stay(exponential, "stay");
  const double points = coverage_of("paired exponential times 1.2, n 200", [&](std::size_t experiment) {
    const std::vector<double> a = stay.first(200, experiment);
    std::vector<double> b = a;
    for (double& value : b) value *= 1.2;
    return covers(compare_pairs(a, b).difference, -0.2);
  });
  EXPECT_NEAR(points, expected_coverage(2, 6, 200), band);
}

TEST(Coverage, OfAQuantileIsWhatItsRanksSay) {
  // Without ties the coverage is binomial whatever the law, and stands in the answer; it is at least 95 %.
  const Law law = *lognormal_law(3, 0.8).law;
  const double truth = std::exp(3 + 0.8 * 1.2815515655446004);
  for (const std::size_t n : {29u, 50u, 100u, 200u}) {
    const Values values(law, "quantile " + std::to_string(n));
    double promised = 0;
    const double points =
        coverage_of("P90 of lognormal 0.8, n " + std::to_string(n), [&](std::size_t experiment) {
          const auto found = quantile_interval(values.first(n, experiment), 0.9);
          promised = 100 * found->coverage;
          return found->low <= truth && truth <= found->high;
        });
    EXPECT_NEAR(points, promised, band);
    EXPECT_GE(points, 95 - band);
  }
}

TEST(Coverage, OfAQuantileOfCountsIsAtLeastTheLevel) {
  // Whole days of an exponential stay of mean 3: 1 - exp(-(k + 1) / 3) first reaches 0.9 at k = 6.
  const Values stays(*exponential_by_mean(3).law, "whole days");
  for (const std::size_t n : {50u, 200u}) {
    const double points =
        coverage_of("P90 of whole days, n " + std::to_string(n), [&](std::size_t experiment) {
          std::vector<double> days = stays.first(n, experiment);
          for (double& stay : days) stay = std::floor(stay);
          const auto found = quantile_interval(days, 0.9);
          return found->low <= 6 && 6 <= found->high;
        });
    EXPECT_GE(points, 95 - band);
  }
}

TEST(Coverage, OfWilsonsIntervalAveragesToItsLevel) {
  // Each experiment has a probability of its own, uniform from 0 to 1. Exactly, each number of successes x is
  // then as likely as any other, and the probability has the law Beta(x + 1, n - x + 1) given x.
  const Law uniform = *uniform_law(0, 1).law;
  const Values chances(uniform, "chance");
  for (const std::size_t n : {20u, 50u, 200u}) {
    double exact = 0;
    for (std::size_t x = 0; x <= n; ++x) {
      const Proportion found = wilson_interval(x, n);
      const boost::math::beta_distribution<> given(static_cast<double>(x + 1),
                                                   static_cast<double>(n - x + 1));
      exact += (cdf(given, found.high) - cdf(given, found.low)) / static_cast<double>(n + 1);
    }
    EXPECT_GE(exact, 0.943);
    EXPECT_LE(exact, 0.957);
    const Values throws(uniform, "throws " + std::to_string(n));
    const double points =
        coverage_of("Wilson over all probabilities, n " + std::to_string(n), [&](std::size_t experiment) {
          const double chance = chances.at(experiment, 0);
          std::size_t successes = 0;
          for (const double u : throws.first(n, experiment)) successes += u < chance ? 1 : 0;
          const Proportion found = wilson_interval(successes, n);
          return found.low <= chance && chance <= found.high;
        });
    EXPECT_NEAR(points, 100 * exact, band);
  }
}

/// What the rule finds when it is fed with an experiment's replications in order.
UntilPrecise decide(const PrecisionRule& rule, const Values& values, std::size_t experiment) {
  UntilPrecise precise(rule);
  while (!precise.decided()) precise.add(std::vector<double>{values.at(experiment, precise.replications())});
  return precise;
}

/// A bound on the coverage of mean +- d at the n that is found, for normal values of sd 1 and the absolute
/// target d.
///
/// The mean of n normal values is independent of all sums of squares up to then, and these alone decide: so
/// given n the coverage is exactly c(n) = 2 Phi(d sqrt n) - 1, which rises with n. And n is found only if the
/// intervals after n and after its look-ahead are narrow, so with a chance of at most the smaller of two
/// chi-square ones. The coverage is least when the smallest n are as likely as that allows.
double least_coverage(double d, std::size_t smallest, std::size_t look_ahead) {
  const auto chance_of_narrow = [&](std::size_t n) {
    const double count = static_cast<double>(n);
    const double t = quantile(boost::math::students_t(count - 1), 0.975);
    return cdf(boost::math::chi_squared(count - 1), count * (count - 1) * d * d / (t * t));
  };
  double points = 0, left = 1;
  for (std::size_t n = smallest; left > 0; ++n) {
    const double chance =
        std::min({left, chance_of_narrow(n), chance_of_narrow(n + look_ahead_after(n, look_ahead))});
    const double given = 2 * cdf(boost::math::normal(), d * std::sqrt(static_cast<double>(n))) - 1;
    points += 100 * chance * given;
    left -= chance;
  }
  return points;
}

TEST(Coverage, OfSequentialStoppingIsWhatTheNumbersFoundSay) {
  // Normal values, target d = sd / 4: 62 replications would do if the sd were known. Two things are asked of
  // the coverage of mean +- d: the bound above, and the mean of c(n) over the n that were found, which is its
  // expectation exactly. The coverage by the half-width that the rule has at n, which is a little below d, is
  // recorded.
  const double d = 0.25;
  const boost::math::normal standard;
  struct Case {
    std::size_t smallest, look_ahead;
  };
  for (const Case& of : {Case{3, 0}, Case{3, 5}, Case{10, 5}}) {
    const std::string name =
        "smallest " + std::to_string(of.smallest) + ", look-ahead " + std::to_string(of.look_ahead);
    const Values values(*normal_law(0, 1).law, name);
    const PrecisionRule rule{.targets = {{PrecisionTarget::Kind::absolute, d}},
                             .smallest = of.smallest,
                             .look_ahead = of.look_ahead};
    double expected = 0, mean_n = 0, within_own = 0;
    const double points = coverage_of("stopped, mean +- target, " + name, [&](std::size_t experiment) {
      const std::size_t n = decide(rule, values, experiment).enough().value();
      const Estimate found = estimate(values.first(n, experiment));
      expected += 100 * (2 * cdf(standard, d * std::sqrt(static_cast<double>(n))) - 1) / experiments;
      mean_n += static_cast<double>(n) / experiments;
      within_own += covers(found, 0) ? 100.0 / experiments : 0;
      return std::fabs(found.mean) <= d;
    });
    const double bound = least_coverage(d, of.smallest, of.look_ahead);
    record("stopped, mean +- own half-width, " + name, within_own);
    record("bound, " + name, bound);
    std::printf("  (%.1f replications on average, coverage given them %.2f %%)\n", mean_n, expected);
    EXPECT_NEAR(points, expected, band);
    EXPECT_GE(points, bound - band);
    EXPECT_LE(points, 95 + band);
  }
}

TEST(Coverage, OfSequentialStoppingOnOtherValuesIsRecorded) {
  // Nothing exact is known here; what is asked is only that the rule finds an n. The recorded coverages are
  // what a user may expect of a relative target of 20 % (of 30 % for the event): skewness costs points here
  // as it does without stopping. Of something that happens in three replications out of ten, eight in a row
  // without it (chance 0.7^8 = 5.8 %) look precise at once, and eight in a row with it hardly ever come: a
  // larger `smallest` is the remedy.
  const auto stopped = [](const std::string& name, const auto& law, double truth, double target) {
    for (const std::size_t smallest : {3u, 30u}) {
      const std::string what = "stopped, own half-width, " + name + ", smallest " + std::to_string(smallest);
      const Values values(law, what);
      const PrecisionRule rule{.targets = {{PrecisionTarget::Kind::relative, target}}, .smallest = smallest};
      coverage_of(what, [&](std::size_t experiment) {
        const auto n = decide(rule, values, experiment).enough();
        EXPECT_TRUE(n);
        return covers(estimate(values.first(n.value_or(2), experiment)), truth);
      });
    }
  };
  stopped("exponential", *exponential_by_mean(1).law, 1, 0.2);
  stopped("lognormal 0.8", *lognormal_law(0, 0.8).law, std::exp(0.32), 0.2);
  stopped("chance 0.3", 0.3, 0.3, 0.3);
}

}  // namespace
}  // namespace headwater
