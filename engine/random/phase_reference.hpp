// Moments and cdf of phase types by other means than draws use: for reports and tests.
#pragma once

#include <utility>

#include "random/law.hpp"

namespace headwater {

/// Mean and mean square of the unit law: start (-Q)^-1 1 and 2 start (-Q)^-2 1 (Neuts, Matrix-Geometric
/// Solutions in Stochastic Models, 1981, formula 2.2.7).
std::pair<double, double> phase_moments(const Law& law);

/// Chance that the unit law is at most x: 1 - start exp(Qx) 1, by scaling and squaring in long double.
double phase_cdf(const Law& law, double x);

}  // namespace headwater
