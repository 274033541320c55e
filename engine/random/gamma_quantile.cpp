#include "random/gamma_quantile.hpp"

#include <algorithm>
#include <cmath>

#include "random/elementary.hpp"

namespace headwater {

namespace {

constexpr double two_pi = 6.283185307179586477;
constexpr double half_log_two_pi = 0.918938533204672742;
constexpr double negligible = 0x1p-55;

/// What Stirling's formula leaves out: log gamma(x) - ((x - 1/2) log x - x + log(2 pi) / 2).
/// Gudermann's series brings x above 12 (each step adds artanh(s) / s - 1, s = 1 / (2x + 1)); then the
/// asymptotic series (Abramowitz and Stegun, formula 6.1.40), whose first term left out is below 1e-17 there.
double stirling_rest(double x) {
  double rest = 0;
  for (; x < 12; x += 1) {
    const double s = 1 / (2 * x + 1);
    const double s2 = s * s;
    if (s > 0.4) {
      rest += (x + 0.5) * portable_log1p(1 / x) - 1;
    } else {
      double power = s2;
      for (double n = 3; power > negligible; n += 2, power *= s2) rest += power / n;
    }
  }
  const double y = 1 / x, y2 = y * y;
  return rest + y * (1.0 / 12 -
                     y2 * (1.0 / 360 -
                           y2 * (1.0 / 1260 -
                                 y2 * (1.0 / 1680 - y2 * (1.0 / 1188 - y2 * (691.0 / 360360 - y2 / 156))))));
}

/// x - a - a log(x / a), at least 0, accurate also where x is near a.
double excess(double a, double x) {
  const double relative = (x - a) / a;
  if (relative < -0.4 || relative > 0.6) return (x - a) - a * portable_log(x / a);
  // log(x / a) = 2 artanh(s) with s = relative / (2 + relative), and relative - 2s = relative * s.
  const double s = relative / (2 + relative);
  const double s2 = s * s;
  double sum = 0, power = s * s2;
  for (double n = 3; std::fabs(power) > negligible * s2; n += 2, power *= s2) sum += power / n;
  return a * (relative * s - 2 * sum);
}

/// x^shape e^-x / gamma(shape + 1).
double leading_factor(double shape, double x) {
  return portable_exp(-excess(shape, x) - stirling_rest(shape)) / std::sqrt(two_pi * shape);
}

/// gamma_lower over the leading factor: 1 + x / (shape + 1) + x^2 / ((shape + 1)(shape + 2)) + ...
/// (Abramowitz and Stegun, formula 6.5.29).
double lower_series(double shape, double x) {
  double term = 1, sum = 1;
  for (double n = shape + 1; term > negligible * sum || n < x; n += 1) {
    term *= x / n;
    sum += term;
  }
  return sum;
}

/// gamma_upper over the leading factor, by the continued fraction (Abramowitz and Stegun, formula 6.5.31,
/// even part) in Lentz's form; for x above the smaller of shape and 1/2, and the quicker the larger x is.
double upper_fraction(double shape, double x) {
  double b = x + 1 - shape;
  double c = 1 / 0x1p-900, d = 1 / b, fraction = d;
  for (double i = 1; i < 1e5; i += 1) {
    const double a = i * (shape - i);
    b += 2;
    d = 1 / (a * d + b);
    c = b + a / c;
    fraction *= c * d;
    if (std::fabs(c * d - 1) < 0x1p-52) break;
  }
  return shape * fraction;
}

/// Where the complement of the series is accurate enough, and the fraction slow or invalid.
bool near_middle(double shape, double x) {
  return x < 0.5 || x < shape + std::sqrt(shape);
}

double lower_given(double leading, double shape, double x) {
  return near_middle(shape, x) ? leading * lower_series(shape, x) : 1 - leading * upper_fraction(shape, x);
}

double upper_given(double leading, double shape, double x) {
  return near_middle(shape, x) ? 1 - leading * lower_series(shape, x) : leading * upper_fraction(shape, x);
}

}  // namespace

double portable_log_gamma(double x) {
  return (x - 0.5) * portable_log(x) - x + half_log_two_pi + stirling_rest(x);
}

double gamma_lower(double shape, double x) {
  return lower_given(leading_factor(shape, x), shape, x);
}

double gamma_upper(double shape, double x) {
  return upper_given(leading_factor(shape, x), shape, x);
}

GammaQuantile::GammaQuantile(double shape, Tail tail) : shape_(shape), tail_(tail) {
  // Near the median: exactly where the power law of small x holds; else mean less a third (Doodson's rule).
  x_ = shape < 1 ? portable_exp((portable_log_gamma(shape + 1) - portable_log(2)) / shape) : shape - 1.0 / 3;
  evaluate();
  at(0.5);
}

void GammaQuantile::evaluate() {
  const double leading = leading_factor(shape_, x_);
  const double density_of_log = shape_ * leading;
  if (tail_ == Tail::lower) {
    chance_ = lower_given(leading, shape_, x_);
    slope_ = chance_ / density_of_log;
  } else {
    chance_ = upper_given(leading, shape_, x_);
    slope_ = -chance_ / density_of_log;
  }
}

/// Change of log x for a change of log chance, to third order. With y = log x, w = log chance and T = dy/dw:
/// dT/dy = 1 - T (shape - x), since the density of y changes by the factor shape - x per unit of y.
double GammaQuantile::log_step(double by) const {
  const double bend = 1 - slope_ * (shape_ - x_);
  const double twist = bend * (1 - 2 * slope_ * (shape_ - x_)) + slope_ * slope_ * x_;
  return slope_ * by * (1 + by * (bend / 2 + by * (twist / 6)));
}

double GammaQuantile::at(double chance) {
  for (;;) {
    const double relative_rest = (chance - chance_) / chance_;
    if (std::fabs(relative_rest) < 1e-5) return x_ * portable_exp(log_step(portable_log1p(relative_rest)));
    const double away = portable_log(chance / chance_);
    x_ *= portable_exp(log_step(std::clamp(away, -0.2, 0.2)));
    evaluate();
  }
}

}  // namespace headwater
