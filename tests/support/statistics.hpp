// Confidence intervals for tests that compare a simulation with an exact result.
//
// The rule for every such test: independent replications, a two-sided Student-t interval at 99.9 %, a fixed
// seed that was chosen before the first run and never changed, and a stated power. Agreement alone is cheap
// (a wide interval agrees with anything), so each comparison names the error it would catch, and fails when
// its interval is too wide to catch it. Should one of them miss by chance, the remedy is more replications,
// never another seed.
//
// Source: Law, Simulation Modeling and Analysis, 5th ed., section 9.4.1 (intervals from independent
// replications).
#pragma once

#include <gtest/gtest.h>

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <vector>

namespace headwater::theory {

/// The seed of every statistical test.
inline constexpr std::uint64_t test_seed = 20260801;

/// The level of every interval.
inline constexpr double test_level = 0.999;

/// A mean with half of its confidence interval, in the unit of the values.
struct Estimate {
  double mean = 0;
  double half_width = 0;
};

/// The Student-t interval for the mean of independent values (one per replication). Needs at least two
/// values.
inline Estimate confidence_interval(const std::vector<double>& values, double level = test_level) {
  if (values.size() < 2) throw std::invalid_argument("a confidence interval needs at least two values");
  const double n = static_cast<double>(values.size());
  double mean = 0;
  for (double value : values) mean += value;
  mean /= n;
  double squares = 0;
  for (double value : values) squares += (value - mean) * (value - mean);
  const boost::math::students_t student(n - 1);
  const double t = boost::math::quantile(boost::math::complement(student, (1 - level) / 2));
  return {mean, t * std::sqrt(squares / (n - 1) / n)};
}

/// Whether the interval covers `exact`, widened by `bias` (a bound that the caller can derive on what the
/// measuring itself adds, such as the width of a histogram's bucket), and would catch an error of `detect`.
///
/// An error of two half-widths (and twice the bias) falls outside the interval in at least 99.9 % of runs:
/// that is the power asked for.
inline ::testing::AssertionResult agrees(const Estimate& estimate, double exact, double detect,
                                         double bias = 0) {
  const double reach = estimate.half_width + bias;
  if (!(std::fabs(estimate.mean - exact) <= reach)) {
    return ::testing::AssertionFailure() << "expected " << exact << ", simulated " << estimate.mean << " +- "
                                         << estimate.half_width << " (99.9 %)";
  }
  if (!(2 * reach <= detect)) {
    return ::testing::AssertionFailure()
           << "interval " << estimate.mean << " +- " << reach << " is too wide to catch an error of "
           << detect << "; add replications";
  }
  return ::testing::AssertionSuccess()
         << "simulated " << estimate.mean << " +- " << estimate.half_width << ", exact " << exact;
}

inline ::testing::AssertionResult agrees(const std::vector<double>& values, double exact, double detect,
                                         double bias = 0) {
  return agrees(confidence_interval(values), exact, detect, bias);
}

/// Whether counts could come from cells of the given probabilities (chi-square test at level 0.001). The
/// cells are all there is: the probabilities sum to 1, and every expected count is at least 5.
///
/// With n counts the test detects, with power over 0.999, cells whose distance sum (p' - p)^2 / p is above
/// `detect`; it fails when n is too small for that. The bound on the non-central statistic is its mean
/// less 3.1 of its standard deviations: n d + k - 3.1 sqrt(2 k + 4 n d) must lie above the critical value (k
/// degrees of freedom). Source of the non-central moments: Johnson, Kotz, Balakrishnan, Continuous Univariate
/// Distributions, vol. 2, 2nd ed., chapter 29.
inline ::testing::AssertionResult counts_agree(const std::vector<double>& counts,
                                               const std::vector<double>& cells, double detect) {
  if (counts.size() != cells.size() || cells.size() < 2)
    return ::testing::AssertionFailure() << "cells do not match";
  double n = 0, sum = 0;
  for (double count : counts) n += count;
  for (double cell : cells) sum += cell;
  if (!(std::fabs(sum - 1) < 1e-9)) return ::testing::AssertionFailure() << "probabilities sum to " << sum;
  double statistic = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const double expected = n * cells[i];
    if (!(expected >= 5))
      return ::testing::AssertionFailure() << "cell " << i << " expects only " << expected;
    statistic += (counts[i] - expected) * (counts[i] - expected) / expected;
  }
  const double freedom = static_cast<double>(cells.size() - 1);
  const double critical =
      boost::math::quantile(boost::math::complement(boost::math::chi_squared(freedom), 0.001));
  if (!(statistic <= critical)) {
    return ::testing::AssertionFailure() << "chi-square " << statistic << " above " << critical << " with "
                                         << freedom << " degrees of freedom, " << n << " counts";
  }
  const double shifted = freedom + n * detect;
  if (!(shifted - 3.1 * std::sqrt(2 * (freedom + 2 * n * detect)) >= critical)) {
    return ::testing::AssertionFailure() << n << " counts are too few to detect a distance of " << detect;
  }
  return ::testing::AssertionSuccess();
}

}  // namespace headwater::theory
