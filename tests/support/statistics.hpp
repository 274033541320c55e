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

#include <cstdint>
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
Estimate confidence_interval(const std::vector<double>& values, double level = test_level);

/// Whether the interval covers `exact`, widened by `bias` (a bound that the caller can derive on what the
/// measuring itself adds, such as the width of a histogram's bucket), and would catch an error of `detect`.
///
/// An error of two half-widths (and twice the bias) falls outside the interval in at least 99.9 % of runs:
/// that is the power asked for.
::testing::AssertionResult agrees(const Estimate& estimate, double exact, double detect, double bias = 0);

::testing::AssertionResult agrees(const std::vector<double>& values, double exact, double detect, double bias = 0);

/// Whether counts could come from cells of the given probabilities (chi-square test at level 0.001). The
/// cells are all there is: the probabilities sum to 1, and every expected count is at least 5.
///
/// With n counts the test detects, with power over 0.999, cells whose distance sum (p' - p)^2 / p is above
/// `detect`; it fails when n is too small for that. The bound on the non-central statistic is its mean
/// less 3.1 of its standard deviations: n d + k - 3.1 sqrt(2 k + 4 n d) must lie above the critical value (k
/// degrees of freedom). Source of the non-central moments: Johnson, Kotz, Balakrishnan, Continuous Univariate
/// Distributions, vol. 2, 2nd ed., chapter 29.
::testing::AssertionResult counts_agree(const std::vector<double>& counts,
                                        const std::vector<double>& cells, double detect);

}  // namespace headwater::theory
