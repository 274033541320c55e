// Networks of queues: tandem, feedback, and the product form.
// Source: Gross, Shortle, Thompson, Harris, Fundamentals of Queueing Theory, 4th ed., sections 4.1
// (series), 4.2 (open Jackson networks) and 2.8 (finite sources).
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "selftest/queue_formulas.hpp"
#include "support/simulate.hpp"

namespace headwater::theory {
namespace {

/// What a replication says of the numbers present (waiting or in service) at the ends of its periods.
std::vector<double> present(const Simulated& simulated, const std::string& tier, std::size_t replication) {
  auto values = simulated.by_period("occupancy_end", tier, replication);
  const auto waiting = simulated.by_period("waiting_end", tier, replication);
  for (std::size_t p = 0; p < values.size(); ++p) values[p] += waiting[p];
  return values;
}

// Two stations in series are independent M/M/c queues: departures of the first are Poisson (Burke).
TEST(Tandem, StationsAreIndependentQueues) {
  const MultiServer first{3, 1, 4}, second{3, 3.75, 1};
  const Simulated simulated =
      simulate(header({.horizon = 21000, .replications = 60, .every = "week", .warm_up = 1000}) +
               "sources:\n  in: {rate_per_day: 3, to: a}\ntiers:\n"
               "  a: {capacity: 4, sojourn: {law: exponential, mean_days: 1}, exits: {b: 1}}\n"
               "  b: {capacity: 1, sojourn: {law: exponential, mean_hours: 6.4}, exits: {out: 1}}\nexits:\n  "
               "out: {}\n");
  std::vector<double> waiting_a, waiting_b, both_idle, product;
  const double mean_a = first.mean_waiting() + first.load(), mean_b = second.mean_waiting() + second.load();
  for (std::size_t r = 0; r < simulated.records().size(); ++r) {
    const auto a = present(simulated, "a", r), b = present(simulated, "b", r);
    double idle = 0, cross = 0, wa = 0, wb = 0;
    for (std::size_t p = 0; p < a.size(); ++p) {
      idle += a[p] < 4 && b[p] == 0;
      cross += (a[p] - mean_a) * (b[p] - mean_b);
      wa += simulated.value("waiting", "a", r, p);
      wb += simulated.value("waiting", "b", r, p);
    }
    const double n = static_cast<double>(a.size());
    both_idle.push_back(idle / n);
    product.push_back(cross / n);
    waiting_a.push_back(wa / n);
    waiting_b.push_back(wb / n);
  }
  EXPECT_TRUE(agrees(waiting_a, first.mean_waiting(), 0.06 * first.mean_waiting()));
  EXPECT_TRUE(agrees(waiting_b, second.mean_waiting(), 0.06 * second.mean_waiting()));
  EXPECT_TRUE(agrees(both_idle, (1 - first.wait_probability()) * second.in_system(0), 0.01));
  EXPECT_TRUE(agrees(product, 0, 0.7)) << "covariance, against standard deviations of 3.4 and 4.5";
}

// Three stations with feedback: each is as if alone with the flow that the traffic equations give.
TEST(JacksonNetwork, ProductForm) {
  const std::vector<std::vector<double>> share{{0, 0.6, 0.3}, {0.2, 0, 0.5}, {0.1, 0, 0.15}};
  const std::vector<double> outside{1.2, 0.4, 0};
  const auto flow = network_flows(outside, share);
  const std::vector<MultiServer> station{{flow[0], 1.0, 2}, {flow[1], 0.5, 4}, {flow[2], 1.8, 1}};
  for (const MultiServer& each : station) ASSERT_LT(each.utilisation(), 0.9);

  const Simulated simulated = simulate(
      header({.horizon = 21000, .replications = 240, .every = "week", .warm_up = 1500}) +
      "sources:\n  one: {rate_per_day: 1.2, to: a}\n  two: {rate_per_day: 0.4, to: b}\ntiers:\n"
      "  a: {capacity: 2, sojourn: {law: exponential, mean_days: 1}, exits: {b: 6, c: 3, out: 1}}\n"
      "  b: {capacity: 4, sojourn: {law: exponential, mean_days: 2}, exits: {a: 0.2, c: 0.5, out: 0.3}}\n"
      "  c: {capacity: 1, sojourn: {law: exponential, hazard_per_day: 1.8}, exits: {a: 10, c: 15, out: 75}}\n"
      "exits:\n  out: {}\n");
  const std::vector<std::string> tiers{"a", "b", "c"};
  std::vector<std::vector<double>> waiting(3), throughput(3), wait(3);
  std::vector<double> none_waits;
  for (std::size_t r = 0; r < simulated.records().size(); ++r) {
    std::vector<std::vector<double>> numbers;
    const double n = static_cast<double>(simulated.periods());
    for (std::size_t i = 0; i < 3; ++i) {
      double waits = 0, out = 0;
      for (std::size_t p = 0; p < simulated.periods(); ++p) {
        waits += simulated.value("waiting", tiers[i], r, p);
        out += simulated.value("throughput", tiers[i], r, p);
      }
      waiting[i].push_back(waits / n);
      throughput[i].push_back(out / n);
      numbers.push_back(simulated.by_period("waiting_end", tiers[i], r));
    }
    double idle = 0;
    for (std::size_t p = 0; p < simulated.periods(); ++p)
      idle += numbers[0][p] + numbers[1][p] + numbers[2][p] == 0;
    none_waits.push_back(idle / n);
  }
  double product = 1;
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_TRUE(agrees(waiting[i], station[i].mean_waiting(), 0.07 * station[i].mean_waiting())) << tiers[i];
    EXPECT_TRUE(agrees(throughput[i], flow[i], 0.006 * flow[i])) << tiers[i];
    double no_list = 0;
    for (int k = 0; k <= station[i].servers; ++k) no_list += station[i].in_system(k);
    product *= no_list;
  }
  EXPECT_TRUE(agrees(none_waits, product, 0.02))
      << "P(no waiting list anywhere) is the product over stations";
}

// A quarter of those served go straight to the back of the same queue: an M/M/1 with flow lambda / (1 - p),
// in which the number of visits is geometric.
TEST(Feedback, ToTheSameTier) {
  const MultiServer exact{0.6 / 0.75, 1, 1};
  const Simulated simulated =
      simulate(header({.horizon = 125000, .replications = 60, .warm_up = 5000}) +
               "sources:\n  in: {rate_per_day: 0.6, to: desk}\ntiers:\n"
               "  desk: {capacity: 1, sojourn: {law: exponential, mean_days: 1}, exits: {desk: 1, out: 3}}\n"
               "exits:\n  out: {}\n");
  std::vector<double> visits, waiting;
  for (std::size_t r = 0; r < simulated.records().size(); ++r) {
    visits.push_back(simulated.value("entries", "desk", r) / simulated.value("arrivals", "in", r));
  }
  EXPECT_TRUE(agrees(visits, 1 / 0.75, 0.003));
  EXPECT_TRUE(
      agrees(simulated.by_replication("waiting", "desk"), exact.mean_waiting(), 0.06 * exact.mean_waiting()));
  EXPECT_TRUE(agrees(simulated.by_replication("occupancy", "desk"), 0.8, 0.004));
}

// Ten machines that break down after Exp(8 days) and three repairers of mean 2 days: whoever leaves returns
// for sure. All are broken at the start; 50 weeks are left out of each replication.
TEST(FiniteSource, MachineRepair) {
  const int machines = 10, repairers = 3;
  const auto p = finite_source(machines, repairers, 1.0 / 8, 1.0 / 2);
  double busy = 0, waiting = 0;
  for (int n = 0; n <= machines; ++n) {
    busy += p[static_cast<std::size_t>(n)] * std::min(n, repairers);
    waiting += p[static_cast<std::size_t>(n)] * std::max(0, n - repairers);
  }
  const Simulated simulated = simulate(
      header({.horizon = 35000, .replications = 60, .every = "week"}) +
      "sources:\n  in: {days: " + all_at_start(machines) + ", to: repair}\ntiers:\n" +
      "  repair: {capacity: 3, sojourn: {law: exponential, mean_days: 2}, exits: {works: 1}}\n" +
      "exits:\n  works: {returns: {probability: 1, after: {law: exponential, mean_days: 8}, to: repair}}\n");
  std::vector<double> in_service, on_list, all_work;
  for (std::size_t r = 0; r < simulated.records().size(); ++r) {
    const auto numbers = present(simulated, "repair", r);
    double b = 0, w = 0, idle = 0;
    for (std::size_t period = 50; period < numbers.size(); ++period) {
      b += simulated.value("occupancy", "repair", r, period);
      w += simulated.value("waiting", "repair", r, period);
      idle += numbers[period] == 0;
    }
    const double n = static_cast<double>(numbers.size() - 50);
    in_service.push_back(b / n);
    on_list.push_back(w / n);
    all_work.push_back(idle / n);
  }
  EXPECT_TRUE(agrees(in_service, busy, 0.01 * busy));
  EXPECT_TRUE(agrees(on_list, waiting, 0.05 * waiting));
  EXPECT_TRUE(agrees(all_work, p[0], 0.01));
}

}  // namespace
}  // namespace headwater::theory
