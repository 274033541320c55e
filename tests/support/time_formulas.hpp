// Exact results in which time itself runs: unlimited places under changing arrivals, Markov chains on their
// way, races of causes, and what is left of a stay. Nothing here is shared with the engine; integrals are
// Boost.Math's.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

namespace headwater::theory {

/// Integral of a function that is smooth between `breaks` (rising; the first and last are the bounds).
double integral(const std::function<double(double)>& f, const std::vector<double>& breaks);

/// Mean number present at `time` with unlimited places, empty at `from`, when arrivals come at rate(u) and
/// one that came at u is still there at t with probability stays(u, t): the integral of rate(u) stays(u,
/// time). The number is Poisson. `breaks`: moments at which either function jumps or bends. Source: Eick,
/// Massey, Whitt, The physics of the M_t/G/infinity queue, Operations Research 41 (1993), theorem 1.
double unlimited_mean(const std::function<double(double)>& rate,
                      const std::function<double(double, double)>& stays, double from, double time,
                      const std::vector<double>& breaks = {});

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
std::vector<double> chain_after(double time, std::vector<double> now, const std::vector<Step>& steps);

/// One cause in a race: the density and the survival of the time at which it would happen by itself.
struct Cause {
  std::function<double(double)> density;
  std::function<double(double)> survival;
};

/// Probability that cause `which` comes first: the integral of its density times the survival of all others.
/// Source: Kalbfleisch, Prentice, The Statistical Analysis of Failure Time Data, 2nd ed. (2002), chapter 8.
double wins(const std::vector<Cause>& causes, std::size_t which, const std::vector<double>& breaks);

/// Mean time to the first of all causes: the integral of the product of their survivals. Source: as `wins`.
double race_mean(const std::vector<Cause>& causes, const std::vector<double>& breaks);

/// Mean of what is left of a stay that is met at a random moment (and of what has passed of it): E S^2 / (2 E
/// S). Source: Kleinrock, Queueing Systems, vol. 1 (1975), section 5.2 (the paradox of residual life).
double residual_mean(double first, double second);

/// Its second moment, E S^3 / (3 E S). Source: as `residual_mean`.
double residual_second_moment(double first, double third);

}  // namespace headwater::theory
