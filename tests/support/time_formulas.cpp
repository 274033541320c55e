#include "support/time_formulas.hpp"

#include <algorithm>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <cmath>
#include <utility>

namespace headwater::theory {

double integral(const std::function<double(double)>& f, const std::vector<double>& breaks) {
  double sum = 0;
  for (std::size_t i = 0; i + 1 < breaks.size(); ++i) {
    if (breaks[i] < breaks[i + 1]) {
      sum += boost::math::quadrature::gauss_kronrod<double, 31>::integrate(f, breaks[i], breaks[i + 1], 12,
                                                                           1e-12);
    }
  }
  return sum;
}

double unlimited_mean(const std::function<double(double)>& rate,
                      const std::function<double(double, double)>& stays, double from, double time,
                      const std::vector<double>& breaks) {
  std::vector<double> points{from};
  for (double point : breaks) {
    if (from < point && point < time) points.push_back(point);
  }
  points.push_back(time);
  return integral([&](double u) { return rate(u) * stays(u, time); }, points);
}

std::vector<double> chain_after(double time, std::vector<double> now, const std::vector<Step>& steps) {
  std::vector<double> out(now.size(), 0.0);
  for (const Step& step : steps) out[step.from] += step.hazard;
  double fastest = 0;
  for (double hazard : out) fastest = std::max(fastest, hazard);
  if (fastest * time == 0) return now;
  // Short legs, so that exp(-fastest * leg) does not vanish.
  const int legs = static_cast<int>(std::ceil(fastest * time / 50));
  const double mean = fastest * time / legs;
  for (int leg = 0; leg < legs; ++leg) {
    std::vector<double> after(now.size(), 0.0), power = now;
    double weight = std::exp(-mean), covered = 0;
    for (int k = 0; covered < 1 - 1e-14 && k < 1000; ++k) {
      for (std::size_t i = 0; i < now.size(); ++i) after[i] += weight * power[i];
      covered += weight;
      weight *= mean / (k + 1);
      std::vector<double> next = power;
      for (const Step& step : steps) {
        const double moved = power[step.from] * step.hazard / fastest;
        next[step.from] -= moved;
        next[step.to] += moved;
      }
      power = std::move(next);
    }
    now = std::move(after);
  }
  return now;
}

double wins(const std::vector<Cause>& causes, std::size_t which, const std::vector<double>& breaks) {
  return integral(
      [&](double t) {
        double value = causes[which].density(t);
        for (std::size_t i = 0; i < causes.size(); ++i) value *= i == which ? 1 : causes[i].survival(t);
        return value;
      },
      breaks);
}

double race_mean(const std::vector<Cause>& causes, const std::vector<double>& breaks) {
  return integral(
      [&](double t) {
        double value = 1;
        for (const Cause& cause : causes) value *= cause.survival(t);
        return value;
      },
      breaks);
}

double residual_mean(double first, double second) {
  return second / (2 * first);
}

double residual_second_moment(double first, double third) {
  return third / (3 * first);
}

}  // namespace headwater::theory
