// Moments, cdf and quantile of each law in closed form or from Boost.Math: for reports and tests, never for
// draws.
#include <algorithm>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <limits>

#include "random/law.hpp"

namespace headwater {

namespace {

constexpr double sqrt_2 = 1.4142135623730951;

double empirical_moment(const Law& law, double centre, int power) {
  double sum = 0, before = 0;
  for (std::size_t i = 0; i < law.values.size(); ++i) {
    sum += (law.cumulative[i] - before) * std::pow(law.values[i] - centre, power);
    before = law.cumulative[i];
  }
  return sum;
}

/// Mean of the unit law.
double unit_mean(const Law& law) {
  switch (law.kind) {
    case LawKind::constant:
    case LawKind::exponential:
      return 1;
    case LawKind::uniform:
      return 0.5;
    case LawKind::lognormal:
      return std::exp(law.shape * law.shape / 2);
    case LawKind::weibull:
      return std::tgamma(1 + 1 / law.shape);
    case LawKind::gamma:
      return law.shape;
    case LawKind::empirical:
      break;
  }
  return empirical_moment(law, 0, 1);
}

double unit_variance(const Law& law) {
  switch (law.kind) {
    case LawKind::constant:
      return 0;
    case LawKind::exponential:
      return 1;
    case LawKind::uniform:
      return 1.0 / 12;
    case LawKind::lognormal:
      return std::exp(law.shape * law.shape) * std::expm1(law.shape * law.shape);
    case LawKind::weibull: {
      const double log_square_of_mean = 2 * std::lgamma(1 + 1 / law.shape);
      return std::exp(log_square_of_mean) * std::expm1(std::lgamma(1 + 2 / law.shape) - log_square_of_mean);
    }
    case LawKind::gamma:
      return law.shape;
    case LawKind::empirical:
      break;
  }
  return empirical_moment(law, unit_mean(law), 2);
}

double unit_cdf(const Law& law, double x) {
  switch (law.kind) {
    case LawKind::constant:
      return x >= 1 ? 1 : 0;
    case LawKind::exponential:
      return x > 0 ? -std::expm1(-x) : 0;
    case LawKind::uniform:
      return std::clamp(x, 0.0, 1.0);
    case LawKind::lognormal:
      return x > 0 ? std::erfc(-std::log(x) / (law.shape * sqrt_2)) / 2 : 0;
    case LawKind::weibull:
      return x > 0 ? -std::expm1(-std::pow(x, law.shape)) : 0;
    case LawKind::gamma:
      return x > 0 ? boost::math::gamma_p(law.shape, x) : 0;
    case LawKind::empirical:
      break;
  }
  const auto above = std::upper_bound(law.values.begin(), law.values.end(), x);
  return above == law.values.begin()
             ? 0
             : law.cumulative[static_cast<std::size_t>(above - law.values.begin()) - 1];
}

double unit_quantile(const Law& law, double p) {
  switch (law.kind) {
    case LawKind::constant:
      return 1;
    case LawKind::exponential:
      return -std::log1p(-p);
    case LawKind::uniform:
      return p;
    case LawKind::lognormal:
      return std::exp(-law.shape * sqrt_2 * boost::math::erfc_inv(2 * p));
    case LawKind::weibull:
      return std::pow(-std::log1p(-p), 1 / law.shape);
    case LawKind::gamma:
      return boost::math::gamma_p_inv(law.shape, p);
    case LawKind::empirical:
      break;
  }
  const auto reached = std::lower_bound(law.cumulative.begin(), law.cumulative.end(), p);
  return law.values[static_cast<std::size_t>(reached - law.cumulative.begin())];
}

}  // namespace

double Law::least() const {
  if (kind == LawKind::constant) return scale;
  return kind == LawKind::empirical ? values.front() : location;
}

double Law::most() const {
  switch (kind) {
    case LawKind::constant:
      return scale;
    case LawKind::uniform:
      return location + scale;
    case LawKind::empirical:
      return values.back();
    default:
      return std::numeric_limits<double>::infinity();
  }
}

double Law::mean() const {
  return location + scale * unit_mean(*this);
}

double Law::variance() const {
  return scale * scale * unit_variance(*this);
}

double Law::cdf(double x) const {
  // A negative constant turns its unit over, so it is compared with x itself.
  if (kind == LawKind::constant) return x >= scale ? 1 : 0;
  return unit_cdf(*this, (x - location) / scale);
}

double Law::quantile(double p) const {
  return location + scale * unit_quantile(*this, p);
}

}  // namespace headwater
