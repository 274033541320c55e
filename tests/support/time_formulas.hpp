// Exact results in which time itself runs: unlimited places under changing arrivals, Markov chains on their
// way, races of causes, and what is left of a stay. Nothing here is shared with the engine; integrals are
// Boost.Math's.
#pragma once

#include <algorithm>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <cmath>
#include <cstddef>
#include <functional>
#include <limits>
#include <utility>
#include <vector>

namespace headwater::theory {

/// Integral of a function that is smooth between `breaks` (rising; the first and last are the bounds).
inline double integral(const std::function<double(double)>& f, const std::vector<double>& breaks) {
  double sum = 0;
  for (std::size_t i = 0; i + 1 < breaks.size(); ++i) {
    if (breaks[i] < breaks[i + 1]) {
      sum += boost::math::quadrature::gauss_kronrod<double, 31>::integrate(f, breaks[i], breaks[i + 1], 12,
                                                                           1e-12);
    }
  }
  return sum;
}

/// Mean number present at `time` with unlimited places, empty at `from`, when arrivals come at rate(u) and
/// one that came at u is still there at t with probability stays(u, t): the integral of rate(u) stays(u,
/// time). The number is Poisson. `breaks`: moments at which either function jumps or bends. Source: Eick,
/// Massey, Whitt, The physics of the M_t/G/infinity queue, Operations Research 41 (1993), theorem 1.
inline double unlimited_mean(const std::function<double(double)>& rate,
                             const std::function<double(double, double)>& stays, double from, double time,
                             const std::vector<double>& breaks = {}) {
  std::vector<double> points{from};
  for (double point : breaks) {
    if (from < point && point < time) points.push_back(point);
  }
  points.push_back(time);
  return integral([&](double u) { return rate(u) * stays(u, time); }, points);
}

/// One possible step of a Markov chain in continuous time: from, to, hazard per day.
struct Step {
  std::size_t from = 0;
  std::size_t to = 0;
  double hazard = 0;
};

/// Probabilities of the states of a Markov chain `time` days on, to 1e-12, by randomization: the chain is
/// looked at after a Poisson number of steps of its uniform version. Source: Gross, Miller, The randomization
/// technique as a modeling tool and solution procedure for transient Markov processes, Operations Research 32
/// (1984).
inline std::vector<double> chain_after(double time, std::vector<double> now, const std::vector<Step>& steps) {
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

/// One cause in a race: the density and the survival of the time at which it would happen by itself.
struct Cause {
  std::function<double(double)> density;
  std::function<double(double)> survival;
};

/// Probability that cause `which` comes first: the integral of its density times the survival of all others.
/// Source: Kalbfleisch, Prentice, The Statistical Analysis of Failure Time Data, 2nd ed. (2002), chapter 8.
inline double wins(const std::vector<Cause>& causes, std::size_t which, const std::vector<double>& breaks) {
  return integral(
      [&](double t) {
        double value = causes[which].density(t);
        for (std::size_t i = 0; i < causes.size(); ++i) value *= i == which ? 1 : causes[i].survival(t);
        return value;
      },
      breaks);
}

/// Mean time to the first of all causes: the integral of the product of their survivals. Source: as `wins`.
inline double race_mean(const std::vector<Cause>& causes, const std::vector<double>& breaks) {
  return integral(
      [&](double t) {
        double value = 1;
        for (const Cause& cause : causes) value *= cause.survival(t);
        return value;
      },
      breaks);
}

/// Mean of what is left of a stay that is met at a random moment (and of what has passed of it): E S^2 / (2 E
/// S). Source: Kleinrock, Queueing Systems, vol. 1 (1975), section 5.2 (the paradox of residual life).
inline double residual_mean(double first, double second) {
  return second / (2 * first);
}

/// Its second moment, E S^3 / (3 E S). Source: as `residual_mean`.
inline double residual_second_moment(double first, double third) {
  return third / (3 * first);
}

}  // namespace headwater::theory
