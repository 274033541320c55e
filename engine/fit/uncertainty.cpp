#include "fit/uncertainty.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "random/elementary.hpp"
#include "random/luck.hpp"

namespace headwater {

namespace {

constexpr double tiny_precision = 1e-4;   ///< of every parameter, so that the inverse is defined
constexpr double weak_information = 12;   ///< of a range of which nothing else is known
constexpr double noise_factor = 3;
constexpr std::size_t sweeps = 100;

double quadratic(const Matrix& matrix, const std::vector<double>& v) {
  double sum = 0;
  for (std::size_t i = 0; i < v.size(); ++i)
    for (std::size_t j = 0; j < v.size(); ++j) sum += v[i] * matrix[i][j] * v[j];
  return sum;
}

/// A number from `low` to `high`, from a normal law about 0 with this sd, given the number before.
double slice_step(double x, double sd, double low, double high, std::uint64_t height, std::uint64_t place) {
  const double reach = std::sqrt(x * x + 2 * sd * sd * negative_log(height));
  const double from = std::max(low, -reach), to = std::min(high, reach);
  return from + (to - from) * uniform(place);
}

}  // namespace

Uncertainty uncertainty_of(const LinearFit& fit) {
  const std::size_t n = fit.prior_precision.size();
  const Matrix across = transposed(fit.slopes);
  const Matrix seeming = product(across, fit.slopes);
  Uncertainty found;
  const Eigen directions = eigen_of(seeming);
  for (std::size_t k = 0; k < n; ++k) {
    const double noise = quadratic(fit.slope_noise, directions.vectors[k]), information = directions.values[k] - noise;
    if (information >= weak_information && directions.values[k] >= noise_factor * noise) continue;
    found.weak.push_back({directions.vectors[k], information > 0 ? 1 / std::sqrt(information) : std::numeric_limits<double>::infinity()});
  }
  Matrix information = seeming;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) information[i][j] -= fit.slope_noise[i][j];
  Eigen eigen = eigen_of(information);
  for (double& value : eigen.values) value = std::max(0.0, value);
  found.condition = eigen.values.front() > 0 ? eigen.values.back() / eigen.values.front() : std::numeric_limits<double>::infinity();
  Matrix precision = with_values(eigen, eigen.values);
  for (std::size_t i = 0; i < n; ++i) precision[i][i] += fit.prior_precision[i] + tiny_precision;
  const Matrix inverted = inverse(precision);
  const Matrix gain = product(inverted, across);  // how the best values follow the residuals
  const Matrix chance = product(product(gain, fit.residual_noise), transposed(gain));
  const Matrix by_slopes = product(product(inverted, fit.gradient_noise), inverted);
  found.of_targets = found.covariance = inverted;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) found.covariance[i][j] += (chance[i][j] + chance[j][i] + by_slopes[i][j] + by_slopes[j][i]) / 2;
  found.correlation = found.covariance;
  for (std::size_t i = 0; i < n; ++i) found.standard_errors.push_back(std::sqrt(found.covariance[i][i]));
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) found.correlation[i][j] = i == j ? 1 : found.covariance[i][j] / (found.standard_errors[i] * found.standard_errors[j]);
  return found;
}

std::vector<std::vector<double>> truncated_normal_draws(const std::vector<double>& centre, const Matrix& covariance, std::size_t draws, std::uint64_t seed) {
  const std::size_t n = centre.size();
  const Eigen eigen = eigen_of(covariance);
  const std::uint64_t height = purpose_key(seed, 0, hash_of_name("fit.slice.height")), place = purpose_key(seed, 0, hash_of_name("fit.slice.place"));
  std::vector<double> along(n, 0);   // the point, from the centre, in eigenvectors
  std::vector<double> point = centre;
  std::vector<std::vector<double>> all;
  for (std::size_t draw = 0; draw < draws; ++draw) {
    for (std::size_t sweep = 0; sweep < sweeps; ++sweep) {
      for (std::size_t k = 0; k < n; ++k) {
        const std::vector<double>& direction = eigen.vectors[k];
        double low = -std::numeric_limits<double>::infinity(), high = -low;  // how far it may go from here
        for (std::size_t i = 0; i < n; ++i) {
          if (direction[i] == 0) continue;
          const double to_low = -point[i] / direction[i], to_high = (1 - point[i]) / direction[i];
          low = std::max(low, std::min(to_low, to_high));
          high = std::min(high, std::max(to_low, to_high));
        }
        const EntityName name = name_of(source_key("fit.direction"), k);
        const std::uint64_t occurrence = draw * sweeps + sweep;
        const double sd = std::sqrt(std::max(0.0, eigen.values[k]));
        const double next = slice_step(along[k], sd, along[k] + std::min(low, 0.0), along[k] + std::max(high, 0.0), KeyedHash::bits(name, height, occurrence),
                                       KeyedHash::bits(name, place, occurrence));
        for (std::size_t i = 0; i < n; ++i) point[i] = std::clamp(point[i] + (next - along[k]) * direction[i], 0.0, 1.0);
        along[k] = next;
      }
    }
    all.push_back(point);
  }
  return all;
}

}  // namespace headwater
