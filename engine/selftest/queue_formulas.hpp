// Exact results for queues and queueing networks in equilibrium. Nothing here is shared with the engine.
//
// Sources, named at each formula:
//   Gross      Gross, Shortle, Thompson, Harris, Fundamentals of Queueing Theory, 4th ed. (2008)
//   Kleinrock  Kleinrock, Queueing Systems, vol. 1: Theory (1975)
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <utility>
#include <vector>

namespace headwater::theory {

/// Probability that an M/M/c/c system is full, by the recursion over the number of servers. `load` = arrivals
/// x mean service time. Gross, section 2.6 (Erlang's loss formula).
inline double erlang_b(int servers, double load) {
  double blocked = 1;
  for (int c = 1; c <= servers; ++c) blocked = load * blocked / (c + load * blocked);
  return blocked;
}

/// Probability that an arrival to M/M/c has to wait. Needs load < servers. Gross, section 2.3; from Erlang's
/// loss formula by C = B / (1 - rho (1 - B)), section 2.6.
inline double erlang_c(int servers, double load) {
  const double blocked = erlang_b(servers, load);
  return blocked / (1 - load / servers * (1 - blocked));
}

/// M/M/c, first come first served. Rates per day. Gross, sections 2.2 and 2.3.
struct MultiServer {
  double arrivals = 0;
  double service = 0;
  int servers = 1;

  double load() const { return arrivals / service; }
  double utilisation() const { return load() / servers; }
  double wait_probability() const { return erlang_c(servers, load()); }
  /// P(wait > t) = C exp(-(c mu - lambda) t).
  double wait_exceeds(double t) const { return wait_probability() * std::exp(-spare() * t); }
  double mean_wait() const { return wait_probability() / spare(); }
  double wait_second_moment() const { return 2 * wait_probability() / (spare() * spare()); }
  /// The wait that a share `p` does not exceed; 0 when that many do not wait at all.
  double wait_quantile(double p) const {
    return 1 - p >= wait_probability() ? 0 : std::log(wait_probability() / (1 - p)) / spare();
  }
  double mean_waiting() const { return arrivals * mean_wait(); }  // Little's law
  /// P(n in the system), waiting or in service.
  double in_system(int n) const {
    const double empty = 1 / normalising();
    double weight = 1;
    for (int k = 1; k <= n; ++k) weight *= load() / std::min(k, servers);
    return empty * weight;
  }

 private:
  double spare() const { return servers * service - arrivals; }
  double normalising() const {
    double sum = 0, weight = 1;
    for (int k = 0; k < servers; ++k) {
      sum += weight;
      weight *= load() / (k + 1);
    }
    return sum + weight / (1 - utilisation());
  }
};

/// First two moments of the wait in M/G/1, first come first served, from the first three moments of service.
/// Mean: the Pollaczek-Khinchine formula, Gross, section 5.1.1. Second: Takacs' recurrence, Kleinrock,
/// section 5.7, E W^2 = 2 (E W)^2 + lambda E S^3 / (3 (1 - rho)).
inline std::pair<double, double> single_server_wait(double arrivals, double first, double second,
                                                    double third) {
  const double idle = 1 - arrivals * first;
  const double mean = arrivals * second / (2 * idle);
  return {mean, 2 * mean * mean + arrivals * third / (3 * idle)};
}

/// Wait in D/M/1: arrivals every `gap` days. With sigma the root below 1 of sigma = exp(-mu gap (1 - sigma)),
/// a share sigma of arrivals waits, and P(wait > t) = sigma exp(-mu (1 - sigma) t). Kleinrock, section 6.4
/// (G/M/1).
struct RegularArrivals {
  double gap = 1;
  double service = 1;

  double sigma() const {
    double root = 0;  // the iteration rises to the smallest root
    for (int i = 0; i < 10000; ++i) root = std::exp(-service * gap * (1 - root));
    return root;
  }
  double mean_wait() const { return sigma() / (service * (1 - sigma())); }
  double wait_exceeds(double t) const { return sigma() * std::exp(-service * (1 - sigma()) * t); }
};

/// Probability of 0..population entities at a station of `servers`, when each of a fixed population that is
/// not there comes back at hazard `come` and leaves it at hazard `service`: the machine-repair model. Gross,
/// section 2.8.
inline std::vector<double> finite_source(int population, int servers, double come, double service) {
  std::vector<double> p(static_cast<std::size_t>(population) + 1, 1.0);
  double sum = 1;
  for (int n = 1; n <= population; ++n) {
    p[n] = p[n - 1] * (population - n + 1) * come / (std::min(n, servers) * service);
    sum += p[n];
  }
  for (double& value : p) value /= sum;
  return p;
}

/// Solves `a x = b` by elimination with row exchange.
inline std::vector<double> solve(std::vector<std::vector<double>> a, std::vector<double> b) {
  const std::size_t n = b.size();
  for (std::size_t i = 0; i < n; ++i) {
    std::size_t best = i;
    for (std::size_t row = i + 1; row < n; ++row) {
      if (std::fabs(a[row][i]) > std::fabs(a[best][i])) best = row;
    }
    if (a[best][i] == 0) throw std::invalid_argument("the equations have no single solution");
    std::swap(a[i], a[best]);
    std::swap(b[i], b[best]);
    for (std::size_t row = i + 1; row < n; ++row) {
      const double factor = a[row][i] / a[i][i];
      for (std::size_t k = i; k < n; ++k) a[row][k] -= factor * a[i][k];
      b[row] -= factor * b[i];
    }
  }
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t k = i + 1; k < n; ++k) b[i] -= a[i][k] * b[k];
    b[i] /= a[i][i];
  }
  return b;
}

/// Throughput of every station of an open network: flow_j = outside_j + sum_i flow_i share[i][j].
/// Gross, section 4.2 (open Jackson networks: the traffic equations).
inline std::vector<double> network_flows(const std::vector<double>& outside,
                                         const std::vector<std::vector<double>>& share) {
  const std::size_t n = outside.size();
  std::vector<std::vector<double>> a(n, std::vector<double>(n, 0.0));
  for (std::size_t j = 0; j < n; ++j) {
    a[j][j] = 1;
    for (std::size_t i = 0; i < n; ++i) a[j][i] -= share[i][j];
  }
  return solve(a, outside);
}

}  // namespace headwater::theory
