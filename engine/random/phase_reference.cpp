#include "random/phase_reference.hpp"

#include <cmath>
#include <vector>

#include "random/phase_type.hpp"

namespace headwater {

namespace {

using Extended = long double;
using Matrix = std::vector<Extended>;

Matrix product(const Matrix& a, const Matrix& b, std::size_t n) {
  Matrix c(n * n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < n; ++k) {
      const Extended factor = a[i * n + k];
      if (factor == 0) continue;
      for (std::size_t j = 0; j < n; ++j) c[i * n + j] += factor * b[k * n + j];
    }
  }
  return c;
}

}  // namespace

std::pair<double, double> phase_moments(const Law& law) {
  const std::vector<double> first = solve_phases(law.hazards, std::vector<double>(law.values.size(), 1));
  const std::vector<double> second = solve_phases(law.hazards, first);
  double mean = 0, square = 0;
  for (std::size_t i = 0; i < law.values.size(); ++i) {
    mean += law.values[i] * first[i];
    square += 2 * law.values[i] * second[i];
  }
  return {mean, square};
}

double phase_cdf(const Law& law, double x) {
  if (x < 0) return 0;
  const std::size_t n = law.values.size();
  if (x > 60 * most_phase_ratio) return 1;
  // exp(Qx) - 1 = D; doubling the time makes it D (D + 2), which keeps small chances accurate.
  int doublings = 0;
  Extended step = x;
  for (; step > 0.5L; step /= 2) ++doublings;
  Matrix term(n * n), change(n * n);
  for (std::size_t i = 0; i < n; ++i) term[i * n + i] = 1;
  Matrix scaled(law.hazards.begin(), law.hazards.end());
  for (Extended& hazard : scaled) hazard *= step;
  for (int k = 1; k < 24; ++k) {
    term = product(term, scaled, n);
    for (Extended& entry : term) entry /= k;
    for (std::size_t i = 0; i < n * n; ++i) change[i] += term[i];
  }
  for (; doublings > 0; --doublings) {
    Matrix plus_two = change;
    for (std::size_t i = 0; i < n; ++i) plus_two[i * n + i] += 2;
    change = product(change, plus_two, n);
  }
  // The chance of having ended: what is missing at the start, and what the rows of the matrix lose.
  Extended begun = 0, lost = 0;
  for (std::size_t i = 0; i < n; ++i) {
    begun += law.values[i];
    for (std::size_t k = 0; k < n; ++k) lost -= law.values[i] * change[i * n + k];
  }
  return static_cast<double>(1 - begun + lost);
}

}  // namespace headwater
