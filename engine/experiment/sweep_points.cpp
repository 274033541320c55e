#include "experiment/sweep_points.hpp"

#include <algorithm>
#include <cmath>

#include "design/elementary_effects.hpp"
#include "design/grid.hpp"
#include "design/latin_hypercube.hpp"
#include "design/sobol_points.hpp"
#include "design/variance_indices.hpp"
#include "random/sampler.hpp"

namespace headwater {

namespace {

double rounded(const SweepParameter& parameter, double value) { return parameter.whole ? std::floor(value + 0.5) : value; }

/// Elementary effects of a distribution are looked for between these of its quantiles.
constexpr double inner_low = 0.05, inner_high = 0.95;

double quantile(const Sampler& sampler, double coordinate) {
  const double word = std::clamp(coordinate * 18446744073709551616.0, 0.0, 18446744073709549568.0);
  return sampler(static_cast<std::uint64_t>(word));
}

SweepPoints from_design(const SweepSpec& spec, const Design& design) {
  SweepPoints points;
  std::vector<Sampler> samplers;
  for (const SweepParameter& parameter : spec.parameters) samplers.emplace_back(parameter.law.value_or(Law{}));
  const bool effects = spec.kind == SweepKind::elementary_effects;
  for (std::size_t i = 0; i < design.points(); ++i) {
    const auto coordinates = design.point(i);
    std::vector<double> values;
    for (std::size_t k = 0; k < spec.parameters.size(); ++k) {
      const SweepParameter& parameter = spec.parameters[k];
      const double u = coordinates[k];
      values.push_back(rounded(parameter, parameter.law ? quantile(samplers[k], effects ? inner_low + u * (inner_high - inner_low) : u)
                                                        : parameter.low + u * (parameter.high - parameter.low)));
    }
    points.values.push_back(std::move(values));
    points.coordinates.emplace_back(coordinates.begin(), coordinates.end());
  }
  return points;
}

OrError<SweepPoints> from_design(const SweepSpec& spec, const OrError<Design>& design) {
  if (!design.value) return {std::nullopt, design.error};
  return {from_design(spec, *design.value)};
}

OrError<SweepPoints> grid(const SweepSpec& spec) {
  std::vector<std::vector<double>> levels;
  std::vector<std::size_t> counts;
  for (const SweepParameter& parameter : spec.parameters) {
    std::vector<double> values = parameter.values;
    for (std::size_t i = 0; parameter.has_range() && i < spec.levels; ++i)
      values.push_back(rounded(parameter, parameter.low + (parameter.high - parameter.low) * static_cast<double>(i) / static_cast<double>(spec.levels - 1)));
    counts.push_back(values.size());
    levels.push_back(std::move(values));
  }
  const OrError<Grid> all = full_factorial(counts);
  if (!all.value) return {std::nullopt, all.error};
  SweepPoints points;
  for (std::size_t i = 0; i < all.value->points(); ++i) {
    std::vector<double> values;
    for (std::size_t k = 0; k < levels.size(); ++k) values.push_back(levels[k][all.value->point(i)[k]]);
    points.values.push_back(std::move(values));
  }
  return {points};
}

/// The base, then each parameter low and high; a distribution's low and high are its 5 % and 95 % quantiles.
SweepPoints one_at_a_time_points(const SweepSpec& spec) {
  std::vector<double> base;
  for (const SweepParameter& parameter : spec.parameters) base.push_back(*parameter.base);
  SweepPoints points{{base}, {}};
  for (std::size_t k = 0; k < spec.parameters.size(); ++k) {
    const SweepParameter& parameter = spec.parameters[k];
    const Sampler sampler(parameter.law.value_or(Law{}));
    const double low = parameter.law ? quantile(sampler, inner_low) : parameter.has_range() ? parameter.low : parameter.values[0];
    const double high = parameter.law ? quantile(sampler, inner_high) : parameter.has_range() ? parameter.high : parameter.values[1];
    for (const double value : {low, high}) {
      points.values.push_back(base);
      points.values.back()[k] = rounded(parameter, value);
    }
  }
  return points;
}

}  // namespace

OrError<SweepPoints> sweep_points(const SweepSpec& spec) {
  const std::size_t parameters = spec.parameters.size();
  switch (spec.kind) {
    case SweepKind::grid:
      return grid(spec);
    case SweepKind::one_at_a_time:
      return {one_at_a_time_points(spec)};
    case SweepKind::latin_hypercube:
      return from_design(spec, latin_hypercube(parameters, spec.points, spec.seed));
    case SweepKind::sobol:
      return from_design(spec, scrambled_sobol_points(parameters, spec.points, spec.seed));
    case SweepKind::elementary_effects:
      return from_design(spec, elementary_effects_design(parameters, spec.trajectories, spec.levels, spec.seed));
    case SweepKind::variance_indices:
      return from_design(spec, saltelli_design(parameters, spec.points, spec.seed));
    case SweepKind::listed:
      break;
  }
  return {SweepPoints{spec.listed, {}}};
}

}  // namespace headwater
