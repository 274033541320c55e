#include "support/statistics.hpp"

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <cstddef>
#include <stdexcept>

namespace headwater::theory {

Estimate confidence_interval(const std::vector<double>& values, double level) {
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

::testing::AssertionResult agrees(const Estimate& estimate, double exact, double detect, double bias) {
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

::testing::AssertionResult agrees(const std::vector<double>& values, double exact, double detect, double bias) {
  return agrees(confidence_interval(values), exact, detect, bias);
}

::testing::AssertionResult counts_agree(const std::vector<double>& counts,
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
