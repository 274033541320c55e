// Elementary effects: which of many parameters matter, for few runs.
//
// A trajectory starts at a random point of a grid of p levels a parameter and changes every parameter once, in
// random order, by delta = p / (2 (p - 1)), up or down. Each change gives one elementary effect: change of the
// output divided by change of the coordinate. Levels are 0, 1/(p - 1), ..., 1, all equally likely; a law
// without bounds needs an inner range here, say from its 5 % to its 95 % quantile.
//
// Source: Morris, "Factorial sampling plans for preliminary computational experiments" (Technometrics 33, 1991,
// pp. 161-174); mu*: Campolongo, Cariboni and Saltelli, "An effective screening design for sensitivity analysis
// of large models" (Environmental Modelling & Software 22, 2007, pp. 1509-1518). Trajectories are independent,
// as in Morris; the later paper's choice of trajectories far apart is not made, so that standard errors hold.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "design/design.hpp"

namespace headwater {

/// Trajectory after trajectory, each of parameters + 1 points: its start, then one change a point. `levels` even,
/// from 2 to 1,000. With the same seed, more trajectories begin with the same ones.
OrError<Design> elementary_effects_design(std::size_t parameters, std::size_t trajectories, std::size_t levels, std::uint64_t seed);

/// Of one parameter, in the unit of the output for a change of its coordinate from 0 to 1.
struct ElementaryEffects {
  double mu = 0;       ///< mean: with sign, so that effects up and down cancel
  double mu_star = 0;  ///< mean of absolute values: how much the parameter matters
  /// Standard deviation, divided by n - 1: how much the effect depends on where the other parameters, and this
  /// one, are. NaN for a single trajectory, as is the standard error of `mu_star`, over trajectories.
  double sigma = 0;
  double mu_star_error = 0;
};

/// One for each parameter, from one output at the points of the design. NaN where a value that is needed is NaN.
/// Outputs that contain chance, independent between points, leave mu unbiased but add to sigma and to mu_star:
/// a parameter that does nothing then has a mu_star above 0.
std::vector<ElementaryEffects> elementary_effects(const Design& design, std::span<const double> values);

}  // namespace headwater
