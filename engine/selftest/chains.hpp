// Markov chains that have no formula of their own: their equations are solved.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <vector>

#include "selftest/queue_formulas.hpp"

namespace headwater::theory {

/// P(0), P(1), ... P(most) of a birth-and-death process with these hazards in state n.
inline std::vector<double> birth_and_death(int most, const std::function<double(int)>& births, const std::function<double(int)>& deaths) {
  std::vector<double> up, down;
  for (int n = 0; n < most; ++n) {
    up.push_back(births(n));
    down.push_back(deaths(n + 1));
  }
  return birth_and_death(up, down);
}

/// E f(N) for a distribution of N = 0, 1, ...
inline double expectation(const std::vector<double>& p, const std::function<double(int)>& f) {
  double sum = 0;
  for (std::size_t n = 0; n < p.size(); ++n) sum += p[n] * f(static_cast<int>(n));
  return sum;
}

/// The equilibrium of a chain with hazards `rate[i][j]` from i to j: the balance equations, one of them replaced by
/// that the probabilities sum to 1.
inline std::vector<double> equilibrium(const std::vector<std::vector<double>>& rate) {
  const std::size_t n = rate.size();
  std::vector<std::vector<double>> a(n, std::vector<double>(n, 0.0));
  std::vector<double> b(n, 0.0);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      if (i == j) continue;
      a[j][i] += rate[i][j];
      a[i][i] -= rate[i][j];
    }
  }
  std::fill(a[0].begin(), a[0].end(), 1.0);
  b[0] = 1;
  return solve(a, b);
}

}  // namespace headwater::theory
