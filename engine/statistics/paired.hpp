// Two scenarios compared replication by replication.
//
// Replications of equal number live the same luck under every scenario, so what one quantity does under
// scenario `a` and under scenario `b` is compared within each, and the luck that both share cancels. A pair
// of which either value does not exist (NaN) is left out and counted as missing.
//
// Values that differ by no more than rounding can make of equal ones (four units in the last place of the
// largest) count as constant, and so do differences: otherwise a scenario that adds the same 0.1 every time
// would seem to leave a variance of 1e-33.
//
// Source: Law, Simulation Modeling and Analysis, 5th ed., sections 10.2.1 (paired-t interval) and 11.2
// (common random numbers).
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "statistics/intervals.hpp"

namespace headwater {

struct PairedComparison {
  /// Of a - b, with its interval; half-width 0 when the difference is constant. Its counts are of pairs.
  Estimate difference;

  /// (var a + var b) / var(a - b): how many times more replications with separate luck would be as precise.
  /// Below 1 when pairing does harm. Infinity when the difference is constant while a and b vary; none when a
  /// and b are constant (there is no variance to remove), for fewer than two pairs, and where a value is
  /// infinite.
  std::optional<double> variance_reduction;

  /// Pearson's, from -1 to 1; none unless both a and b vary, and where a value is infinite.
  std::optional<double> correlation;

  /// Pairs with a above b, with a below b, and with both equal; strictly, as the numbers stand.
  std::size_t above, below, equal;

  /// The probabilities that a is above b, and below it, as shares of all pairs: ties count for neither.
  /// Wilson's intervals, each at the level by itself.
  Proportion chance_above, chance_below;

  /// Two-sided, of the hypothesis that the mean difference is 0, by Student's t with pairs - 1 degrees of
  /// freedom. A constant difference has 1 if it is 0, and 0 if not: the limits of the test. NaN for fewer
  /// than two pairs, and where a value is infinite. By the C library, so its last digits may depend on the
  /// processor.
  double p_value;
};

/// Both hold one value a replication, in the same order of replications and in the same unit; throws
/// std::invalid_argument when they are not equally many. Requires 0 < level < 1.
PairedComparison compare_pairs(std::span<const double> a, std::span<const double> b, double level = 0.95);

/// Holm's step-down adjusted p-values of a family of hypotheses, in the order given: whoever rejects those at
/// most alpha rejects any true one with chance at most alpha, however the tests depend on each other. A NaN
/// is no test: it stays NaN, and the family is smaller. Source: Holm, "A simple sequentially rejective
/// multiple test procedure" (Scandinavian Journal of Statistics 6, 1979, pp. 65-70).
std::vector<double> holm_adjusted(std::span<const double> p_values);

}  // namespace headwater
