// What tests of queues take from a simulation, one value per replication.
#pragma once

#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/simulate.hpp"

namespace headwater::theory {

/// A series of one tier and one group.
inline std::vector<double> by_group(const Simulated& simulated, const std::string& series, const std::string& tier,
                                    const std::string& group) {
  const Layout& layout = simulated.layout();
  const auto found = std::find(layout.groups.begin(), layout.groups.end(), group);
  if (found == layout.groups.end()) throw std::invalid_argument("no group is called '" + group + "'");
  std::size_t s = 0;
  while (layout.series.at(s).name != series + "_by_group") ++s;
  const std::size_t at = layout.offset_of(s) + simulated.tier(tier) * layout.groups.size() +
                         static_cast<std::size_t>(found - layout.groups.begin());
  std::vector<double> values;
  for (const ReplicationRecord& record : simulated.records()) values.push_back(record.values.at(at));
  return values;
}

/// Second moment of the waits in a tier.
inline std::vector<double> wait_squares(const Simulated& simulated, const std::string& tier) {
  std::vector<double> squares;
  for (std::size_t r = 0; r < simulated.records().size(); ++r) {
    const double mean = simulated.value("wait_mean", tier, r), sd = simulated.value("wait_sd", tier, r);
    squares.push_back(mean * mean + sd * sd);
  }
  return squares;
}

/// Share of those who went one way among those who went `ways`.
inline std::vector<double> share_of_moves(const Simulated& simulated, const std::string& way,
                                          const std::vector<std::string>& ways) {
  std::vector<double> shares;
  for (std::size_t r = 0; r < simulated.records().size(); ++r) {
    double all = 0;
    for (const std::string& each : ways) all += simulated.value("moves", each, r);
    shares.push_back(simulated.value("moves", way, r) / all);
  }
  return shares;
}

/// Number present at the end of each period of a replication, waiting or in service.
inline std::vector<double> present_at_ends(const Simulated& simulated, const std::string& tier, std::size_t replication) {
  auto numbers = simulated.by_period("occupancy_end", tier, replication);
  const auto waiting = simulated.by_period("waiting_end", tier, replication);
  for (std::size_t p = 0; p < numbers.size(); ++p) numbers[p] += waiting[p];
  return numbers;
}

/// Share of the ends of periods at which `number` were present.
inline std::vector<double> shares_present(const Simulated& simulated, const std::string& tier, int number) {
  std::vector<double> shares;
  for (std::size_t r = 0; r < simulated.records().size(); ++r) {
    const auto numbers = present_at_ends(simulated, tier, r);
    shares.push_back(static_cast<double>(std::count(numbers.begin(), numbers.end(), number)) /
                     static_cast<double>(numbers.size()));
  }
  return shares;
}

/// Sum of two samples, replication by replication, each with its weight.
inline std::vector<double> weighted_sum(double a, const std::vector<double>& first, double b, const std::vector<double>& second) {
  std::vector<double> sum(first.size());
  for (std::size_t i = 0; i < sum.size(); ++i) sum[i] = a * first[i] + b * second[i];
  return sum;
}

}  // namespace headwater::theory
