// D/M/1: one arrival every 1.25 days by a list, stays exponential of mean 1 day.
// Source: Kleinrock, Queueing Systems, vol. 1 (1975), section 6.4 (waiting in G/M/1).
#include <gtest/gtest.h>

#include <string>
#include <unordered_map>
#include <vector>

#include "selftest/queue_formulas.hpp"
#include "support/simulate.hpp"

namespace headwater::theory {
namespace {

/// Waits in order of start, from the event log.
std::vector<double> waits(const EventLog& log) {
  std::unordered_map<std::uint64_t, double> joined;
  std::vector<double> list;
  for (std::size_t i = 0; i < log.time.size(); ++i) {
    if (log.what[i] == EventLog::move && log.tier[i] >= 0) joined[log.entity[i]] = log.time[i];
    if (log.what[i] == EventLog::start) list.push_back(log.time[i] - joined.at(log.entity[i]));
  }
  return list;
}

// Sigma is 0.6287 here. Each replication leaves out the first 1,000 of 20,000 customers.
TEST(ScheduledArrivals, WaitsMatchTheory) {
  const RegularArrivals exact{1.25, 1};
  std::string days = "[0";
  for (int i = 1; i < 20000; ++i) days += ", " + number(1.25 * i);
  const Simulated simulated =
      simulate(header({.horizon = 25000, .replications = 90, .event_log = true}) +
               "sources:\n  in: {days: " + days + "], to: desk}\n" +
               "tiers:\n  desk: {capacity: 1, sojourn: {law: exponential, mean_days: 1}, exits: {out: 1}}\n" +
               "exits:\n  out: {}\n");
  std::vector<double> means, at_once, above_three;
  for (const ReplicationRecord& record : simulated.records()) {
    const auto list = waits(record.log);
    double sum = 0, none = 0, longer = 0;
    for (std::size_t i = 1000; i < list.size(); ++i) {
      sum += list[i];
      none += list[i] == 0;
      longer += list[i] > 3;
    }
    const double n = static_cast<double>(list.size() - 1000);
    means.push_back(sum / n);
    at_once.push_back(none / n);
    above_three.push_back(longer / n);
  }
  EXPECT_TRUE(agrees(means, exact.mean_wait(), 0.05 * exact.mean_wait()));
  EXPECT_TRUE(agrees(at_once, 1 - exact.sigma(), 0.01));
  EXPECT_TRUE(agrees(above_three, exact.wait_exceeds(3), 0.02));
}

}  // namespace
}  // namespace headwater::theory
