// How far fitted parameters may be off, from the slopes of what was fitted.
//
// Parameters are counted in their ranges (0 to 1), targets in their errors (standard deviations). With slopes S, errors that
// are independent, and the best values found by least squares, the information of the targets is A = S'S, and that of the
// priors a diagonal P. The means over replications that the slopes and residuals rest on are off by chance: chance in the
// slopes adds N to S'S on average, which is taken off again (eigenvalues that fall below 0 by this count as 0); chance in the
// residuals, of covariance R, moves the best values, and so does chance in the slopes of targets that are not met, of covariance
// M in the gradient (the sum over targets of squared residual times the covariance of its slopes). Together
//
//     C = B + B (S'R S + M) B,    B = (A - N + P + tiny)^-1
//
// where `tiny` (a standard deviation of a hundred ranges) keeps the inverse defined. What C does not hold: that the model may
// differ from the world in other ways than by these parameters (model discrepancy).
// Source: Gauss-Newton covariance and the sandwich form, Seber and Wild, Nonlinear Regression (1989), sections 2.1.2 and 12.4.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "fit/symmetric.hpp"

namespace headwater {

struct LinearFit {
  Matrix slopes;                        ///< S: [fitted target][parameter]
  Matrix slope_noise;                   ///< N: [parameter][parameter]
  Matrix gradient_noise;                ///< M: [parameter][parameter]
  Matrix residual_noise;                ///< R: [fitted target][fitted target]
  std::vector<double> prior_precision;  ///< diagonal of P: one per parameter, 0 where there is no prior
};

/// A combination of parameters about which the targets say next to nothing.
struct WeakDirection {
  std::vector<double> components;  ///< in ranges, of length 1
  double sd = 0;                   ///< along it, from the targets alone, in ranges; infinite where they say nothing
};

struct Uncertainty {
  Matrix covariance;                    ///< C, in ranges
  Matrix of_targets;                    ///< B: C but for chance in residuals and slopes
  Matrix correlation;
  std::vector<double> standard_errors;  ///< in ranges
  double condition = 1;                 ///< of the targets' information: largest over smallest eigenvalue; may be infinite
  std::vector<WeakDirection> weak;      ///< weakest first
};

/// A direction is weak when its standard deviation is above that of a range of which nothing else is known (1 / sqrt 12), or
/// when its information is less than three times what chance alone would make it seem.
Uncertainty uncertainty_of(const LinearFit& fit);

/// Draws from the normal law about `centre` with `covariance`, within 0 to 1 each: 100 sweeps of Gibbs sampling along the
/// eigenvectors before each draw, with a slice sampler in each direction (Neal, "Slice sampling", Annals of Statistics 31, 2003,
/// pp. 705-767), which needs no rejection however much of the law lies outside. `centre` must lie within.
std::vector<std::vector<double>> truncated_normal_draws(const std::vector<double>& centre, const Matrix& covariance, std::size_t draws, std::uint64_t seed);

}  // namespace headwater
