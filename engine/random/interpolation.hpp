// Polynomials of degree 7 through eight points of a cell that runs from -1/2 to 1/2.
#pragma once

#include <array>
#include <cstddef>

namespace headwater::interpolation {

/// cos(pi i / 7) / 2, the nodes of Chebyshev and Lobatto, which include both edges, rounded to multiples of
/// 2^-20 so that node positions are exact.
inline constexpr double nodes[8] = {-0.5,
                                    -472367 * 0x1p-20,
                                    -326888 * 0x1p-20,
                                    -116665 * 0x1p-20,
                                    116665 * 0x1p-20,
                                    326888 * 0x1p-20,
                                    472367 * 0x1p-20,
                                    0.5};

/// to_powers[k][i]: the coefficient of t^k in the polynomial that is 1 at node i and 0 at the others.
using Matrix = std::array<std::array<double, 8>, 8>;

constexpr Matrix lagrange_coefficients() {
  Matrix to_powers{};
  for (std::size_t i = 0; i < 8; ++i) {
    std::array<double, 8> polynomial{1};
    for (std::size_t j = 0; j < 8; ++j) {
      if (j == i) continue;
      const double divisor = nodes[i] - nodes[j];
      for (std::size_t k = 7; k > 0; --k)
        polynomial[k] = (polynomial[k - 1] - nodes[j] * polynomial[k]) / divisor;
      polynomial[0] = -nodes[j] * polynomial[0] / divisor;
    }
    for (std::size_t k = 0; k < 8; ++k) to_powers[k][i] = polynomial[k];
  }
  return to_powers;
}

inline constexpr Matrix to_powers = lagrange_coefficients();

/// Coefficients of powers of t for the polynomial through `value`.
inline void fit(const double (&value)[8], double (&c)[8]) {
  // Differences from one of the values are small, so that sums of them lose nothing that matters.
  for (std::size_t k = 0; k < 8; ++k) {
    double sum = 0;
    for (std::size_t i = 0; i < 8; ++i) sum += to_powers[k][i] * (value[i] - value[3]);
    c[k] = k == 0 ? value[3] + sum : sum;
  }
}

/// The polynomial at t. Estrin's scheme, but with c[0] added last: then rounding cannot turn a rise into a
/// fall within a cell.
inline double evaluate(const double (&c)[8], double t) {
  const double t2 = t * t;
  return c[0] +
         (c[1] * t + ((c[2] + c[3] * t) * t2 + ((c[4] + c[5] * t) + (c[6] + c[7] * t) * t2) * (t2 * t2)));
}

}  // namespace headwater::interpolation
