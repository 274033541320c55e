// Sobol' indices: which share of an output's variance each parameter accounts for.
//
// The first-order index of a parameter is the share of the variance that would go if the parameter were known;
// the total index is the share that would stay if all others were. Parameters are independent of each other.
// With d parameters and N base points the model runs at N (d + 2) points: for every base point at A, at B, and
// for each parameter at A with that parameter taken from B.
//
// Source of design and first-order estimator: Saltelli et al., "Variance based sensitivity analysis of model
// output. Design and estimator for the total sensitivity index" (Computer Physics Communications 181, 2010,
// pp. 259-270), table 2 (b); of the total, its table 2 (f): Jansen, "Analysis of variance designs for model output"
// (Computer Physics Communications 117, 1999, pp. 35-43). Intervals: Archer, Saltelli and Sobol', "Sensitivity
// measures, ANOVA-like techniques and the use of bootstrap" (J. Statist. Comput. Simul. 58, 1997, pp. 99-120).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "design/design.hpp"

namespace headwater {

/// The points for given base points, of 2 d coordinates: those of A, then those of B. Point b (d + 2) is A of
/// base point b, the next is B, and the next d have parameter 0, 1, ... of A from B.
OrError<Design> saltelli_design(const Design& base);

/// The same, from scrambled Sobol' points. `base_points` a power of two (see sobol_points.hpp). With the same
/// seed, a larger design begins with the smaller.
OrError<Design> saltelli_design(std::size_t parameters, std::size_t base_points, std::uint64_t seed);

struct BootstrapOptions {
  std::uint64_t seed = 1;
  std::size_t resamples = 1000;  ///< of the base points, with replacement; 0: no intervals, they are NaN
  double level = 0.95;           ///< of each interval, between 0 and 1
};

/// Estimates of small indices may be below 0 and of large ones above 1, by their error.
struct VarianceIndex {
  double value = 0;
  double low = 0, high = 0;  ///< percentile interval
  double as_observed = 0;    ///< before variance by chance was taken out; equal to `value` where none was given
};

struct VarianceIndices {
  double mean = 0;                ///< of the output over the parameters
  double variance_observed = 0;   ///< of the output between points
  double variance_by_chance = 0;  ///< what chance adds to that: 0 where none was given
  double variance = 0;            ///< by parameters, the difference; at 0 or below, all indices are NaN
  std::vector<VarianceIndex> first, total;
};

/// Indices of one output, from its values at the points of `saltelli_design`.
///
/// The output of a stochastic model at a point is a mean over replications, which contains chance.
/// `variances_of_means` says how much at each point: the variance across its replications divided by their
/// number (empty: none). Where points have luck of their own, chance adds its variance to that of the output,
/// and to the numerator of the total index (half of the squared difference between two points), but not to
/// that of the first-order index (a product of values of different points). So it makes first-order indices too
/// small and total ones too large, those of parameters without effect above all. Both are corrected by taking
/// the mean variance out. This holds only for independent luck: under common random numbers the chance of two
/// points does not add up, the indices are those of the mean over these very replications, and no variances
/// should be given.
///
/// Intervals take base points as independent. Sobol' points are more even than that, so that their intervals tend
/// to be wider than they need be. An interval is NaN when in some resample chance alone explains the variance.
/// All is NaN when a value is. Costs O(resamples * N * d).
VarianceIndices variance_indices(std::size_t parameters, std::span<const double> values, std::span<const double> variances_of_means = {},
                                 const BootstrapOptions& options = {});

}  // namespace headwater
