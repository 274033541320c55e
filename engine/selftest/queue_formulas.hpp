// Exact results for queues and queueing networks in equilibrium. Nothing here is shared with the engine.
//
// Sources, named at each formula:
//   Gross      Gross, Shortle, Thompson, Harris, Fundamentals of Queueing Theory, 4th ed. (2008)
//   Kleinrock  Kleinrock, Queueing Systems, vol. 1: Theory (1975)
//
// Orders of service, priorities and sharing are in discipline_formulas.hpp, closed networks and blocking in
// network_formulas.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
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

/// Distribution in equilibrium of a chain that goes from n to n + 1 at hazard births[n] and back at hazard
/// deaths[n]. Gross, section 2.1 (birth-death processes).
inline std::vector<double> birth_and_death(const std::vector<double>& births, const std::vector<double>& deaths) {
  std::vector<double> p{1};
  double sum = 1;
  for (std::size_t n = 0; n < births.size(); ++n) {
    p.push_back(p.back() * births[n] / deaths[n]);
    sum += p.back();
  }
  for (double& value : p) value /= sum;
  return p;
}

/// M/M/c with room for `room` to wait; who finds none is lost. Gross, section 2.5.
struct FiniteRoom {
  double arrivals = 0;
  double service = 0;
  int servers = 1;
  int room = 0;

  std::vector<double> in_system() const {
    std::vector<double> deaths;
    for (int n = 1; n <= servers + room; ++n) deaths.push_back(std::min(n, servers) * service);
    return birth_and_death(std::vector<double>(deaths.size(), arrivals), deaths);
  }
  double lost() const { return in_system().back(); }
  double mean_waiting() const {
    const auto p = in_system();
    double sum = 0;
    for (int k = 1; k <= room; ++k) sum += k * p[static_cast<std::size_t>(servers + k)];
    return sum;
  }
  /// Of those who are let in.
  double mean_wait() const { return mean_waiting() / (arrivals * (1 - lost())); }
};

/// M/M/c+M (Erlang A): those who wait give up at hazard `impatience`. Source: Palm, Research on telephone
/// traffic carried by full availability groups, Tele 1 (1957); Garnett, Mandelbaum, Reiman, Designing a call
/// center with impatient customers, Manufacturing & Service Operations Management 4 (2002), section 3.
struct Impatient {
  double arrivals = 0;
  double service = 0;
  int servers = 1;
  double impatience = 0;

  /// As far as 1,000 waiting.
  std::vector<double> in_system() const {
    std::vector<double> deaths;
    for (int n = 1; n <= servers + 1000; ++n)
      deaths.push_back(std::min(n, servers) * service + std::max(0, n - servers) * impatience);
    return birth_and_death(std::vector<double>(deaths.size(), arrivals), deaths);
  }
  double mean_waiting() const {
    const auto p = in_system();
    double sum = 0;
    for (std::size_t n = static_cast<std::size_t>(servers); n < p.size(); ++n) sum += p[n] * static_cast<double>(n - servers);
    return sum;
  }
  double give_up() const { return impatience * mean_waiting() / arrivals; }
  /// Mean wait of those who are served. One who finds k ahead on the list goes through k + 1 stages, in each of
  /// which either one of those ahead (or a server) moves, at hazard c mu + j theta, or it gives up itself, at theta.
  double mean_wait_served() const {
    const auto p = in_system();
    double served = 0, waited = 0;
    for (int n = 0; n < servers; ++n) served += p[static_cast<std::size_t>(n)];
    double stays = 1, time = 0;
    for (std::size_t k = 0; k + static_cast<std::size_t>(servers) < p.size(); ++k) {
      const double ahead = servers * service + static_cast<double>(k) * impatience;
      stays *= ahead / (ahead + impatience);
      time += 1 / (ahead + impatience);
      served += p[k + static_cast<std::size_t>(servers)] * stays;
      waited += p[k + static_cast<std::size_t>(servers)] * stays * time;
    }
    return waited / served;
  }
};

/// M/M/c+D: those who have waited `patience` days give up. The virtual wait has density lambda p exp((lambda - c
/// mu) x) up to the patience and lambda p exp(lambda d - c mu x) beyond. Source: Baccelli, Hebuterne, On queues with
/// impatient customers (Performance 1981); Zeltyn, Mandelbaum, Call centers with impatient customers, Queueing
/// Systems 51 (2005), section 2. Needs lambda different from c mu.
struct PatientForFixedTime {
  double arrivals = 0;
  double service = 0;
  int servers = 1;
  double patience = 0;

  double give_up() const { return arrivals * tail() / norm(); }
  double wait_probability() const { return arrivals * (body() + tail()) / norm(); }
  /// Mean wait of all, those who give up included.
  double mean_wait() const {
    const double a = spare(), d = patience;
    const double weighed = a * d * std::exp(a * d) - std::exp(a * d) + 1;  // a^2 times the integral of x exp(a x)
    return arrivals * (weighed / (a * a) + d * tail()) / norm();
  }

 private:
  double spare() const { return arrivals - servers * service; }
  double body() const { return (std::exp(spare() * patience) - 1) / spare(); }
  double tail() const { return std::exp(spare() * patience) / (servers * service); }
  double norm() const { return 1 / erlang_b(servers - 1, arrivals / service) + arrivals * (body() + tail()); }
};

/// A fixed population of `sources`, each of which asks for a place at hazard `come` while it has none; who finds all
/// `servers` taken goes away and asks again later. Gross, section 2.8; the law of the stay does not matter (Engset).
struct Engset {
  int sources = 1;
  int servers = 1;
  double come = 0;
  double service = 0;

  std::vector<double> in_system() const { return distribution(sources); }
  /// Share of those who ask and are refused: an asker meets what a population less by one would show.
  double refused() const { return distribution(sources - 1).back(); }

 private:
  std::vector<double> distribution(int population) const {
    std::vector<double> births, deaths;
    for (int n = 0; n < std::min(population, servers); ++n) {
      births.push_back((population - n) * come);
      deaths.push_back((n + 1) * service);
    }
    return birth_and_death(births, deaths);
  }
};

/// Share of waits up to `time` in M/D/1. Gross, section 5.1.6 (from Erlang, 1909): (1 - rho) times the sum over
/// j <= t / D of (lambda (j D - t))^j / j! exp(-lambda (j D - t)). Alternating: for times of a few D.
inline double constant_service_wait_below(double arrivals, double service_time, double time) {
  double sum = 0;
  for (int j = 0; j * service_time <= time; ++j) {
    const double x = arrivals * (j * service_time - time);
    double term = std::exp(-x);
    for (int i = 1; i <= j; ++i) term *= x / i;
    sum += term;
  }
  return (1 - arrivals * service_time) * sum;
}

/// Wait in GI/M/1 when `transform` is the Laplace transform of the gaps between arrivals. With sigma the root below
/// 1 of sigma = transform(mu (1 - sigma)), a share sigma waits, and P(wait > t) = sigma exp(-mu (1 - sigma) t).
/// Kleinrock, section 6.4; Gross, section 5.3.1.
struct RenewalArrivals {
  std::function<double(double)> transform;
  double service = 1;

  double sigma() const {
    double root = 0;  // the iteration rises to the smallest root
    for (int i = 0; i < 100000; ++i) root = transform(service * (1 - root));
    return root;
  }
  double mean_wait() const { return sigma() / (service * (1 - sigma())); }
  double wait_exceeds(double t) const { return sigma() * std::exp(-service * (1 - sigma()) * t); }
};

/// Mean number in M^[X]/M/1, waiting or in service, when batches of X come at `batches` a day. Gross, section 3.1.
inline double batch_queue_number(double batches, double service, double mean_size, double second_size) {
  const double r = batches / service;
  return r * (mean_size + second_size) / (2 * (1 - r * mean_size));
}

/// Mean number in orbit of an M/M/1 without room, where each who was refused tries again at hazard `again`: rho^2 / (1
/// - rho) (mu + theta) / theta. Gross, section 3.5.
inline double retrial_orbit(double arrivals, double service, double again) {
  const double rho = arrivals / service;
  return rho * rho / (1 - rho) * (service + again) / again;
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
