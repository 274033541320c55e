// An attribute's law as a few values with chances: those that it can take, or bands between the cuts that matter.
#pragma once

#include <vector>

#include "random/sampler.hpp"

namespace headwater {

/// One of the values that stand for a law.
struct Stratum {
  double value;
  double chance;
};

/// Values of a law: no stratum reaches across one of the rising `cuts` (a value that equals a cut is above it), nor over more
/// than `widest`. Of a law that takes few values these are the strata, their chances right to a millionth; else the mean within
/// the stratum stands for it. The chances sum to 1.
std::vector<Stratum> strata_of(const Sampler& sampler, const std::vector<double>& cuts, double widest);

}  // namespace headwater
