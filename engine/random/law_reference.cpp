// Moments, cdf and quantile of each law in closed form or from Boost.Math: for reports and tests, never for
// draws.
#include <algorithm>
#include <boost/math/quadrature/gauss.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>

#include "random/law.hpp"
#include "random/phase_reference.hpp"
#include "random/special_numbers.hpp"

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

double histogram_mean(const Law& law) {
  double sum = 0, before = 0;
  for (std::size_t i = 0; i < law.cumulative.size(); before = law.cumulative[i++])
    sum += (law.cumulative[i] - before) * (law.values[i] + law.values[i + 1]) / 2;
  return sum;
}

double histogram_variance(const Law& law) {
  const double mean = histogram_mean(law);
  double sum = 0, before = 0;
  for (std::size_t i = 0; i < law.cumulative.size(); before = law.cumulative[i++]) {
    const double away = (law.values[i] + law.values[i + 1]) / 2 - mean, width = law.values[i + 1] - law.values[i];
    sum += (law.cumulative[i] - before) * (away * away + width * width / 12);
  }
  return sum;
}

double histogram_cdf(const Law& law, double x) {
  if (x >= law.values.back()) return 1;
  const auto i = static_cast<std::size_t>(std::upper_bound(law.values.begin(), law.values.end(), x) - law.values.begin());
  if (i == 0) return 0;
  const double before = i == 1 ? 0 : law.cumulative[i - 2];
  return before + (law.cumulative[i - 1] - before) * (x - law.values[i - 1]) / (law.values[i] - law.values[i - 1]);
}

/// Hazard cumulated up to x.
double life_table_hazard(const Law& law, double x) {
  double sum = 0;
  for (std::size_t i = 0; i < law.values.size() && law.values[i] < x; ++i) {
    const double end = i + 1 < law.values.size() ? std::min(x, law.values[i + 1]) : x;
    if (law.hazards[i] > 0) sum += law.hazards[i] * (end - law.values[i]);
  }
  return sum;
}

/// Mean and mean square: integrals of S(x) and 2 x S(x) over each piece.
std::pair<double, double> life_table_moments(const Law& law) {
  double mean = 0, square = 0, surviving = 1;
  for (std::size_t i = 0; i < law.values.size(); ++i) {
    const double begin = law.values[i], hazard = law.hazards[i];
    if (i + 1 == law.values.size()) {
      if (surviving == 0) break;
      mean += surviving / hazard;  // infinite where the hazard is 0
      square += 2 * surviving * (begin / hazard + 1 / (hazard * hazard));
      break;
    }
    const double width = law.values[i + 1] - begin;
    const double h = hazard * width;
    // The integrals of e^-hy and of y e^-hy over y up to the width.
    const double first = h > 1e-4 ? -std::expm1(-h) / hazard : width * (1 - h / 2 + h * h / 6);
    const double second =
        h > 1e-2 ? (-std::expm1(-h) - h * std::exp(-h)) / (hazard * hazard)
                 : width * width * (0.5 - h / 3 + h * h / 8 - h * h * h / 30 + h * h * h * h / 144 - h * h * h * h * h / 840);
    mean += surviving * first;
    square += 2 * surviving * (begin * first + second);
    surviving *= std::exp(-h);
  }
  return {mean, square};
}

double mixture_sum(const Law& law, const std::function<double(const Law&)>& of) {
  double sum = 0, before = 0;
  for (std::size_t i = 0; i < law.parts.size(); before = law.cumulative[i++])
    sum += (law.cumulative[i] - before) * of(law.parts[i]);
  return sum;
}

double mixture_mean(const Law& law) {
  return mixture_sum(law, [](const Law& part) { return part.mean(); });
}

double mixture_variance(const Law& law) {
  const double mean = mixture_mean(law);
  return mixture_sum(law, [=](const Law& part) {
    const double away = part.mean() - mean;
    return part.variance() + away * away;
  });
}

double mixture_cdf(const Law& law, double x) {
  return mixture_sum(law, [=](const Law& part) { return part.cdf(x); });
}

double unit_cdf(const Law& law, double x);

/// The smallest x with unit_cdf(x) >= p, by bisection; infinite when there is none.
double searched_quantile(const Law& law, double p) {
  double low = -1, high = 1;
  while (unit_cdf(law, low) >= p) low *= 2;
  while (unit_cdf(law, high) < p) {
    high *= 2;
    if (high == std::numeric_limits<double>::infinity()) return high;
  }
  while (true) {
    const double middle = low + (high - low) / 2;
    if (!(middle > low && middle < high)) return high;
    (unit_cdf(law, middle) < p ? low : high) = middle;
  }
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
    case LawKind::geometric:
      return law.shape;
    case LawKind::triangular:
      return (1 + law.shape) / 3;
    case LawKind::normal:
      return 0;
    case LawKind::histogram:
      return histogram_mean(law);
    case LawKind::life_table:
      return life_table_moments(law).first;
    case LawKind::phase_type:
      return phase_moments(law).first;
    case LawKind::mixture:
      return mixture_mean(law);
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
    case LawKind::triangular:
      return (1 - law.shape + law.shape * law.shape) / 18;
    case LawKind::normal:
      return 1;
    case LawKind::geometric:
      return law.shape * (law.shape - 1);
    case LawKind::histogram:
      return histogram_variance(law);
    case LawKind::life_table: {
      const auto [mean, square] = life_table_moments(law);
      return std::isfinite(square) ? square - mean * mean : square;
    }
    case LawKind::phase_type: {
      const auto [mean, square] = phase_moments(law);
      return square - mean * mean;
    }
    case LawKind::mixture:
      return mixture_variance(law);
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
    case LawKind::triangular:
      if (x <= 0 || x >= 1) return x > 0 ? 1 : 0;
      return x < law.shape ? x * x / law.shape : 1 - (1 - x) * (1 - x) / (1 - law.shape);
    case LawKind::normal:
      return std::erfc(-x / sqrt_2) / 2;
    case LawKind::geometric:
      return x >= 1 ? -std::expm1(std::floor(x) * std::log1p(-1 / law.shape)) : 0;
    case LawKind::histogram:
      return histogram_cdf(law, x);
    case LawKind::life_table:
      return x > 0 ? -std::expm1(-life_table_hazard(law, x)) : 0;
    case LawKind::phase_type:
      return phase_cdf(law, x);
    case LawKind::mixture:
      return mixture_cdf(law, x);
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
    case LawKind::triangular:
      return p < law.shape ? std::sqrt(p * law.shape) : 1 - std::sqrt((1 - p) * (1 - law.shape));
    case LawKind::normal:
      return -sqrt_2 * boost::math::erfc_inv(2 * p);
    case LawKind::geometric:
      return std::max(1.0, std::ceil(std::log1p(-p) / std::log1p(-1 / law.shape)));
    case LawKind::histogram:
    case LawKind::life_table:
    case LawKind::phase_type:
    case LawKind::mixture:
      return searched_quantile(law, p);
    case LawKind::empirical:
      break;
  }
  const auto reached = std::lower_bound(law.cumulative.begin(), law.cumulative.end(), p);
  return law.values[static_cast<std::size_t>(reached - law.cumulative.begin())];
}

/// A law without its bounds, the chance below them, and that of lying within.
struct Bounds {
  Law whole;
  double below, kept;

  explicit Bounds(const Law& law) : whole(law) {
    whole.lowest = -infinity;
    whole.highest = infinity;
    below = law.lowest > -infinity ? whole.cdf(std::nextafter(law.lowest, -infinity)) : 0;
    kept = (law.highest < infinity ? whole.cdf(law.highest) : 1) - below;
  }
};

/// Mean and variance between bounds. Those of a mixture are made of those of its parts; else integrals of
/// the quantile over stretches that shrink towards both ends, steps of a discrete law counted one by one.
std::pair<double, double> truncated_moments(const Law& law) {
  const Bounds bounds(law);
  double total = 0, mean = 0, square = 0;
  const auto add = [&](double chance, double part_mean, double part_variance) {
    total += chance;
    mean += chance * part_mean;
    square += chance * (part_variance + part_mean * part_mean);
  };
  if (law.kind == LawKind::mixture) {
    double before = 0;
    for (std::size_t i = 0; i < law.parts.size(); before = law.cumulative[i++]) {
      Law part = law.parts[i];
      part.lowest = std::max(part.lowest, law.lowest - law.location);
      part.highest = std::min(part.highest, law.highest - law.location);
      const double in_part = law.parts[i].cdf(part.highest) - law.parts[i].cdf(std::nextafter(part.lowest, -infinity));
      if (in_part > 0) add((law.cumulative[i] - before) * in_part, law.location + part.mean(), part.variance());
    }
  } else if (law.kind == LawKind::empirical || law.kind == LawKind::constant) {
    double before = 0;
    for (std::size_t i = 0; i < law.values.size(); before = law.cumulative[i++]) {
      const double value = law.location + law.values[i];
      if (value >= law.lowest && value <= law.highest) add(law.cumulative[i] - before, value, 0);
    }
    if (law.values.empty()) add(1, law.location + law.scale, 0);
  } else if (law.kind == LawKind::geometric && law.shape < 1e5) {
    for (double k = std::max(1.0, std::ceil(law.lowest - law.location)), end = std::min(k + 50 * law.shape, law.highest - law.location);
         k <= end; ++k)
      add(unit_cdf(law, k) - unit_cdf(law, k - 1), law.location + k, 0);
  } else {
    using Rule = boost::math::quadrature::gauss<double, 15>;
    for (double end = 0.5; end > 0x1p-44; end /= 2) {
      for (const bool upper : {false, true}) {
        const auto moment = [&](int power) {
          return Rule::integrate(
              [&](double distance) { return std::pow(law.quantile(upper ? 1 - distance : distance), power); }, end / 2, end);
        };
        const double first = moment(1) / (end / 2);
        add(end / 2, first, moment(2) / (end / 2) - first * first);
      }
    }
  }
  mean /= total;
  return {mean, square / total - mean * mean};
}

}  // namespace

double Law::least() const {
  double base = location;
  if (kind == LawKind::constant) base += scale;
  if (kind == LawKind::empirical || kind == LawKind::histogram) base += values.front();
  if (kind == LawKind::geometric) base += 1;
  if (kind == LawKind::normal) base = -infinity;
  if (kind == LawKind::mixture) {
    base = infinity;
    for (const Law& part : parts) base = std::min(base, location + part.least());
  }
  return std::max(base, lowest);
}

double Law::most() const {
  double base = infinity;
  if (kind == LawKind::constant || kind == LawKind::uniform || kind == LawKind::triangular) base = location + scale;
  if (kind == LawKind::empirical || kind == LawKind::histogram) base = location + values.back();
  if (kind == LawKind::mixture) {
    base = -infinity;
    for (const Law& part : parts) base = std::max(base, location + part.most());
  }
  return std::min(base, highest);
}

double Law::mean() const {
  return truncated() ? truncated_moments(*this).first : location + scale * unit_mean(*this);
}

double Law::variance() const {
  return truncated() ? truncated_moments(*this).second : scale * scale * unit_variance(*this);
}

double Law::cdf(double x) const {
  if (truncated()) {
    if (x < lowest) return 0;
    if (x >= highest) return 1;
    const Bounds bounds(*this);
    return std::clamp((bounds.whole.cdf(x) - bounds.below) / bounds.kept, 0.0, 1.0);
  }
  // A negative constant turns its unit over, so it is compared with x itself.
  if (kind == LawKind::constant) return x >= location + scale ? 1 : 0;
  return unit_cdf(*this, (x - location) / scale);
}

double Law::quantile(double p) const {
  if (truncated()) {
    const Bounds bounds(*this);
    return std::clamp(bounds.whole.quantile(bounds.below + p * bounds.kept), lowest, highest);
  }
  return location + scale * unit_quantile(*this, p);
}

}  // namespace headwater
