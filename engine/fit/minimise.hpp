// The lowest point of a function of a few numbers between 0 and 1, found without derivatives.
//
// Deterministic: no random starts, and the same values of the function lead to the same points. Methods, by NLopt: DIRECT-L
// over the whole box (Gablonsky and Kelley, "A locally-biased form of the DIRECT algorithm", Journal of Global Optimization
// 21, 2001), then from the best point BOBYQA (Powell, "The BOBYQA algorithm for bound constrained optimization without
// derivatives", report DAMTP 2009/NA06) or Subplex (Rowan, "Functional stability analysis of numerical algorithms", thesis,
// University of Texas, 1990).
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

namespace headwater {

struct SearchSettings {
  bool global = true;    ///< looks through the whole box first, with at most half of the evaluations
  bool simplex = false;  ///< Subplex instead of BOBYQA
  std::size_t most_evaluations = 200;
};

struct SearchResult {
  std::vector<double> best;
  double value = 0;            ///< of the function there
  std::size_t evaluations = 0;
  bool settled = false;        ///< the local search ended of itself, not for want of evaluations
};

/// Looks for the minimum of `function` on the unit box, beginning with `start`. What `function` throws is thrown here.
SearchResult minimise(const std::function<double(const std::vector<double>&)>& function, const std::vector<double>& start, const SearchSettings& settings);

}  // namespace headwater
