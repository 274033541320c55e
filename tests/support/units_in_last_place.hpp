// How far a double is from a value known better, in units of its last place.
#pragma once

#include <cfloat>
#include <cmath>

namespace headwater {

static_assert(LDBL_MANT_DIG >= 64, "the references below need more digits than a double has");

/// Distance from `got` to `exact` in units of the last place of a double of the size of `exact` (not 0).
inline double units_in_last_place(double got, long double exact) {
  int exponent;
  std::frexp(static_cast<double>(exact), &exponent);
  return static_cast<double>(std::fabs(got - exact) / std::ldexp(1.0L, exponent - 53));
}

}  // namespace headwater
