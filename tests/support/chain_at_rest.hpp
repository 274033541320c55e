// Markov chains in equilibrium, by brute force: for queues that have no closed form.
#pragma once

#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <vector>

#include "support/time_formulas.hpp"

namespace headwater::theory {

/// Probabilities of the states 0..states-1 in equilibrium, to about 1e-12: the balance equations, solved by
/// Gauss and Seidel's sweeps. Source: Stewart, Introduction to the Numerical Solution of Markov Chains (1994),
/// section 3.3.
inline std::vector<double> chain_at_rest(std::size_t states, const std::vector<Step>& steps) {
  std::vector<double> out(states, 0.0);
  std::vector<std::vector<std::pair<std::size_t, double>>> into(states);
  for (const Step& step : steps) {
    out[step.from] += step.hazard;
    into[step.to].push_back({step.from, step.hazard});
  }
  std::vector<double> p(states, 1.0 / static_cast<double>(states));
  for (int sweep = 0; sweep < 200000; ++sweep) {
    double change = 0, sum = 0;
    for (std::size_t i = 0; i < states; ++i) {
      double flow = 0;
      for (const auto& [from, hazard] : into[i]) flow += p[from] * hazard;
      const double now = flow / out[i];
      change += std::fabs(now - p[i]);
      p[i] = now;
      sum += now;
    }
    for (double& value : p) value /= sum;
    if (change < 1e-13 * sum) return p;
  }
  throw std::runtime_error("the chain does not come to rest");
}

}  // namespace headwater::theory
