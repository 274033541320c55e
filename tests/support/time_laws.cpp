#include "support/time_laws.hpp"

#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <cstdio>

namespace headwater::theory {

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.17g", value);
  return text;
}

std::ostream& operator<<(std::ostream& out, const TimeLaw& law) {
  return out << law.yaml;
}

TimeLaw exponential(double mean) {
  return {"exponential", "{law: exponential, mean_days: " + number(mean) + "}",
          [=](int k) { return std::tgamma(k + 1.0) * std::pow(mean, k); },
          [=](double t) { return t <= 0 ? 1 : std::exp(-t / mean); }};
}

TimeLaw constant(double value) {
  return {"constant", "{law: constant, value_days: " + number(value) + "}",
          [=](int k) { return std::pow(value, k); }, [=](double t) { return t < value ? 1.0 : 0.0; }};
}

TimeLaw uniform(double low, double high) {
  return {"uniform", "{law: uniform, low_days: " + number(low) + ", high_days: " + number(high) + "}",
          [=](int k) { return (std::pow(high, k + 1) - std::pow(low, k + 1)) / ((k + 1) * (high - low)); },
          [=](double t) { return t <= low    ? 1
                                 : t >= high ? 0
                                             : (high - t) / (high - low); }};
}

TimeLaw gamma(double shape, double scale) {
  return {"gamma", "{law: gamma, shape: " + number(shape) + ", scale_days: " + number(scale) + "}",
          [=](int k) { return std::tgamma(shape + k) / std::tgamma(shape) * std::pow(scale, k); },
          [=](double t) { return t <= 0 ? 1 : boost::math::gamma_q(shape, t / scale); }};
}

TimeLaw weibull(double shape, double scale) {
  return {"weibull", "{law: weibull, shape: " + number(shape) + ", scale_days: " + number(scale) + "}",
          [=](int k) { return std::pow(scale, k) * std::tgamma(1 + k / shape); },
          [=](double t) { return t <= 0 ? 1 : std::exp(-std::pow(t / scale, shape)); }};
}

TimeLaw lognormal(double mean, double sd) {
  const double variance = std::log1p(sd * sd / (mean * mean));
  const double mu = std::log(mean) - variance / 2;
  return {"lognormal", "{law: lognormal, mean_days: " + number(mean) + ", sd_days: " + number(sd) + "}",
          [=](int k) { return std::exp(k * mu + k * k * variance / 2); },
          [=](double t) { return t <= 0 ? 1 : std::erfc((std::log(t) - mu) / std::sqrt(2 * variance)) / 2; }};
}

TimeLaw two_values(double first, double first_weight, double second, double second_weight) {
  const double p = first_weight / (first_weight + second_weight);
  return {"empirical",
          "{law: empirical, values_days: [" + number(first) + ", " + number(second) + "], weights: [" +
              number(first_weight) + ", " + number(second_weight) + "]}",
          [=](int k) { return p * std::pow(first, k) + (1 - p) * std::pow(second, k); },
          [=](double t) { return (t < first ? p : 0) + (t < second ? 1 - p : 0); }};
}

}  // namespace headwater::theory
