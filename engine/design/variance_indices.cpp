#include "design/variance_indices.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <stdexcept>
#include <string>

#include "design/draws.hpp"
#include "design/sobol_points.hpp"
#include "random/special_numbers.hpp"
#include "statistics/quantile.hpp"

namespace headwater {
namespace {

/// What the estimators need of a base point, side by side, so that resampling adds up rows. Outputs a, b, and c
/// (those of A with one parameter from B) are taken less their mean over all base points, so that sums do not cancel.
enum Term : std::size_t {
  sum,      // a + b
  squares,  // a^2 + b^2
  chance,   // variances of a and b
  terms_of_point
};
enum TermOfParameter : std::size_t {
  product,         // b (c - a)
  rise,            // c - a
  rise_squared,    // (c - a)^2
  chance_of_rise,  // variances of a and c
  terms_of_parameter
};

constexpr std::size_t row_length(std::size_t parameters) { return terms_of_point + parameters * terms_of_parameter; }
constexpr std::size_t at(std::size_t parameter, TermOfParameter term) { return terms_of_point + parameter * terms_of_parameter + term; }

void add(std::vector<double>& sums, const double* row) {
  for (std::size_t k = 0; k < sums.size(); ++k) sums[k] += row[k];
}

/// The estimates from the sums over n base points.
struct Estimates {
  double variance_observed, variance_by_chance, variance;
  std::vector<double> first, total, first_observed, total_observed;

  Estimates(const std::vector<double>& sums, std::size_t parameters, std::size_t base_points) {
    const auto n = static_cast<double>(base_points);
    const double mean = sums[sum] / (2 * n);
    variance_observed = (sums[squares] - sums[sum] * mean) / (2 * n - 1);
    variance_by_chance = sums[chance] / (2 * n);
    variance = variance_observed - variance_by_chance;
    for (std::size_t i = 0; i < parameters; ++i) {
      // Saltelli et al. 2010, table 2 (b), with outputs less their mean: the same expectation to order 1/n, and
      // a smaller variance where the mean is large.
      const double of_first = (sums[at(i, product)] - mean * sums[at(i, rise)]) / n;
      const double of_total = sums[at(i, rise_squared)] / (2 * n);  // table 2 (f), Jansen 1999
      first_observed.push_back(variance_observed > 0 ? of_first / variance_observed : nothing);
      total_observed.push_back(variance_observed > 0 ? of_total / variance_observed : nothing);
      first.push_back(variance > 0 ? of_first / variance : nothing);
      total.push_back(variance > 0 ? (of_total - sums[at(i, chance_of_rise)] / (2 * n)) / variance : nothing);
    }
  }
};

/// Quantile at p; NaN when a value is.
double quantile_if_known(std::vector<double>& values, double p) {
  return std::ranges::any_of(values, [](double value) { return std::isnan(value); }) ? nothing : quantile(values, p);
}

/// The rows of all base points, one after another.
std::vector<double> rows_of(std::size_t parameters, std::span<const double> values, std::span<const double> variances, double mean) {
  const std::size_t block = parameters + 2, base_points = values.size() / block;
  std::vector<double> rows(base_points * row_length(parameters));
  for (std::size_t base = 0; base < base_points; ++base) {
    double* const row = rows.data() + base * row_length(parameters);
    const auto value = [&](std::size_t k) { return values[base * block + k] - mean; };
    const auto variance = [&](std::size_t k) { return variances.empty() ? 0 : variances[base * block + k]; };
    const double a = value(0), b = value(1);
    row[sum] = a + b;
    row[squares] = a * a + b * b;
    row[chance] = variance(0) + variance(1);
    for (std::size_t i = 0; i < parameters; ++i) {
      const double risen = value(2 + i) - a;
      row[at(i, product)] = b * risen;
      row[at(i, rise)] = risen;
      row[at(i, rise_squared)] = risen * risen;
      row[at(i, chance_of_rise)] = variance(0) + variance(2 + i);
    }
  }
  return rows;
}

}  // namespace

OrError<Design> saltelli_design(const Design& base) {
  if (base.parameters == 0 || base.parameters % 2 != 0) throw std::invalid_argument("base points have two coordinates for each parameter");
  const std::size_t parameters = base.parameters / 2, block = parameters + 2;
  if (std::string error = size_error(base.points(), block, parameters); !error.empty()) return {{}, std::move(error)};
  Design design{parameters, {}};
  design.coordinates.reserve(base.points() * block * parameters);
  for (std::size_t point = 0; point < base.points(); ++point) {
    const std::span<const double> a = base.point(point).first(parameters), b = base.point(point).last(parameters);
    design.coordinates.insert(design.coordinates.end(), a.begin(), a.end());
    design.coordinates.insert(design.coordinates.end(), b.begin(), b.end());
    for (std::size_t i = 0; i < parameters; ++i) {
      design.coordinates.insert(design.coordinates.end(), a.begin(), a.end());
      design.coordinates[design.coordinates.size() - parameters + i] = b[i];
    }
  }
  return {std::move(design)};
}

OrError<Design> saltelli_design(std::size_t parameters, std::size_t base_points, std::uint64_t seed) {
  if (!std::has_single_bit(base_points)) {
    return {{}, "the number of base points must be a power of two, found " + std::to_string(base_points)};
  }
  if (parameters > most_sobol_parameters / 2) {
    return {{}, "Sobol' indices may have at most " + std::to_string(most_sobol_parameters / 2) + " parameters, found " + std::to_string(parameters)};
  }
  if (std::string error = size_error(base_points, parameters + 2, parameters); !error.empty()) return {{}, std::move(error)};
  OrError<Design> base = scrambled_sobol_points(2 * parameters, base_points, seed);
  if (!base.value) return base;
  return saltelli_design(*base.value);
}

VarianceIndices variance_indices(std::size_t parameters, std::span<const double> values, std::span<const double> variances_of_means,
                                 const BootstrapOptions& options) {
  const std::size_t block = parameters + 2;
  if (parameters == 0 || values.empty() || values.size() % block != 0) throw std::invalid_argument("one value for each point of a design for indices");
  if (!variances_of_means.empty() && variances_of_means.size() != values.size()) throw std::invalid_argument("one variance for each value");
  if (!(options.level > 0 && options.level < 1)) throw std::invalid_argument("a level between 0 and 1");
  const std::size_t base_points = values.size() / block;

  double all = 0;
  for (std::size_t base = 0; base < base_points; ++base) all += values[base * block] + values[base * block + 1];
  const double mean = all / (2 * static_cast<double>(base_points));
  const std::vector<double> rows = rows_of(parameters, values, variances_of_means, mean);
  const auto row = [&](std::size_t base) { return rows.data() + base * row_length(parameters); };
  std::vector<double> sums(row_length(parameters));
  for (std::size_t base = 0; base < base_points; ++base) add(sums, row(base));
  const Estimates estimates(sums, parameters, base_points);

  std::vector<std::vector<double>> first(parameters), total(parameters);
  const std::uint64_t purpose = purpose_key(options.seed, 0, hash_of_name("design.variance_indices.bootstrap"));
  for (std::size_t resample = 0; resample < options.resamples; ++resample) {
    const EntityName name = name_of(source_key("design.resample"), resample);
    sums.assign(sums.size(), 0);
    for (std::size_t k = 0; k < base_points; ++k) add(sums, row(whole_below(base_points, KeyedHash::bits(name, purpose, k))));
    const Estimates again(sums, parameters, base_points);
    for (std::size_t i = 0; i < parameters; ++i) {
      first[i].push_back(again.first[i]);
      total[i].push_back(again.total[i]);
    }
  }

  VarianceIndices result{mean, estimates.variance_observed, estimates.variance_by_chance, estimates.variance, {}, {}};
  const double tail = (1 - options.level) / 2;
  for (std::size_t i = 0; i < parameters; ++i) {
    result.first.push_back({estimates.first[i], quantile_if_known(first[i], tail), quantile_if_known(first[i], 1 - tail), estimates.first_observed[i]});
    result.total.push_back({estimates.total[i], quantile_if_known(total[i], tail), quantile_if_known(total[i], 1 - tail), estimates.total_observed[i]});
  }
  return result;
}

}  // namespace headwater
