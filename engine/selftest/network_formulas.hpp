// Exact results for closed networks in equilibrium, and for stations that block each other. Nothing here is shared
// with the rest of the engine.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace headwater::theory {

/// A station of a closed network: how often it is visited compared with others, mean service, servers.
struct Station {
  double visits = 1;
  double service = 1;
  int servers = 1;
};

/// What a closed network does: passages a day (of visits 1), and mean numbers at each station.
struct ClosedNetwork {
  double throughput = 0;
  std::vector<double> numbers;
};

/// Product form: the weight of n at a station is (visits service)^n / (1 ... min(n, c)); the sums over all states
/// come by convolution. Sources: Gordon, Newell, Closed queuing systems with exponential servers, Operations Research
/// 15 (1967); Buzen, Computational algorithms for closed queueing networks, Communications of the ACM 16 (1973).
inline ClosedNetwork closed_network(const std::vector<Station>& stations, int population) {
  const std::size_t n = static_cast<std::size_t>(population);
  const auto weights = [&](const Station& station) {
    std::vector<double> f(n + 1, 1.0);
    for (std::size_t k = 1; k <= n; ++k)
      f[k] = f[k - 1] * station.visits * station.service / std::min(static_cast<double>(k), static_cast<double>(station.servers));
    return f;
  };
  const auto convolved = [&](const std::vector<double>& a, const std::vector<double>& b) {
    std::vector<double> c(n + 1, 0.0);
    for (std::size_t i = 0; i <= n; ++i)
      for (std::size_t k = 0; i + k <= n; ++k) c[i + k] += a[i] * b[k];
    return c;
  };
  std::vector<double> all(n + 1, 0.0);
  all[0] = 1;
  for (const Station& station : stations) all = convolved(all, weights(station));
  ClosedNetwork result{all[n - 1] / all[n], {}};
  for (std::size_t i = 0; i < stations.size(); ++i) {
    std::vector<double> others(n + 1, 0.0);
    others[0] = 1;
    for (std::size_t j = 0; j < stations.size(); ++j)
      if (j != i) others = convolved(others, weights(stations[j]));
    const auto own = weights(stations[i]);
    double mean = 0;
    for (std::size_t k = 1; k <= n; ++k) mean += static_cast<double>(k) * own[k] * others[n - k] / all[n];
    result.numbers.push_back(mean);
  }
  return result;
}

/// The same for stations of one server, or of as many as may come (`servers` = population), by mean value analysis.
/// Source: Reiser, Lavenberg, Mean-value analysis of closed multichain queuing networks, Journal of the ACM 27 (1980).
inline ClosedNetwork mean_value_analysis(const std::vector<Station>& stations, int population) {
  ClosedNetwork result{0, std::vector<double>(stations.size(), 0.0)};
  for (int n = 1; n <= population; ++n) {
    std::vector<double> times;
    double cycle = 0;
    for (std::size_t i = 0; i < stations.size(); ++i) {
      const double queue = stations[i].servers == 1 ? result.numbers[i] : 0;
      times.push_back(stations[i].visits * stations[i].service * (1 + queue));
      cycle += times.back();
    }
    result.throughput = n / cycle;
    for (std::size_t i = 0; i < stations.size(); ++i) result.numbers[i] = result.throughput * times[i];
  }
  return result;
}

/// Greatest throughput of two stations in series, one server each, with room for `room` to wait between them, when who
/// finds no room keeps the first server: that of a chain of 0, 1, ..., room + 2 at the second, the last of them
/// blocked. Source: Hunt, Sequential arrays of waiting lines, Operations Research 4 (1956), cases 2 and 3.
inline double blocked_throughput(double first, double second, int room) {
  double sum = 0, power = 1;
  for (int n = 0; n <= room + 2; ++n) {
    sum += power;
    power *= first / second;
  }
  return second * (1 - 1 / sum);
}

/// Two stations of one server and no room at all, neither before nor between; who comes while the first is taken is
/// lost. Equal means of service; `load` = arrivals x mean service. Probabilities of (none, first alone, second alone,
/// both, first blocked by the second). Source: Gross, Shortle, Thompson, Harris, Fundamentals of Queueing Theory, 4th
/// ed. (2008), section 4.1.2.
inline std::vector<double> two_stations_without_room(double load) {
  const double norm = 3 * load * load + 4 * load + 2;
  return {2 / norm, load * (load + 2) / norm, 2 * load / norm, load * load / norm, load * load / norm};
}

}  // namespace headwater::theory
