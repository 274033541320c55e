// M/M/c while capacity changes on dates, on its way rather than in equilibrium: 3 arrivals a day, stays of
// mean 1 day, 4 places, 2 from day 20 (too few), 5 from day 40. The Markov chain of (in service, waiting) is
// solved exactly. Source: Gross, Miller, The randomization technique, Operations Research 32 (1984); birth
// and death chains as in Gross, Shortle, Thompson, Harris, Fundamentals of Queueing Theory, 4th ed.,
// section 2.11 (transient behaviour).
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "support/simulate.hpp"
#include "support/time_formulas.hpp"

namespace headwater::theory {
namespace {

constexpr double arrivals = 3;
constexpr std::size_t most_busy = 5;
constexpr std::size_t longest_list = 160;

std::size_t state(std::size_t busy, std::size_t waiting) {
  return busy * (longest_list + 1) + waiting;
}

/// Steps with `capacity` places; more than that may still be busy after a cut.
std::vector<Step> steps(std::size_t capacity) {
  std::vector<Step> list;
  for (std::size_t busy = 0; busy <= most_busy; ++busy) {
    for (std::size_t waiting = 0; waiting <= longest_list; ++waiting) {
      const std::size_t here = state(busy, waiting);
      if (busy < capacity) {
        list.push_back({here, state(busy + 1, waiting), arrivals});
      } else if (waiting < longest_list) {
        list.push_back({here, state(busy, waiting + 1), arrivals});
      }
      if (busy > 0) {
        const bool next_starts = waiting > 0 && busy - 1 < capacity;
        list.push_back({here, next_starts ? state(busy, waiting - 1) : state(busy - 1, waiting), 1.0 * busy});
      }
    }
  }
  return list;
}

struct Means {
  double busy = 0;
  double waiting = 0;
};

Means means(const std::vector<double>& p) {
  Means result;
  for (std::size_t busy = 0; busy <= most_busy; ++busy) {
    for (std::size_t waiting = 0; waiting <= longest_list; ++waiting) {
      result.busy += p[state(busy, waiting)] * static_cast<double>(busy);
      result.waiting += p[state(busy, waiting)] * static_cast<double>(waiting);
    }
  }
  return result;
}

/// Work in hand beyond `capacity` goes back to the list.
std::vector<double> interrupted(const std::vector<double>& p, std::size_t capacity) {
  std::vector<double> result(p.size(), 0.0);
  for (std::size_t busy = 0; busy <= most_busy; ++busy) {
    for (std::size_t waiting = 0; waiting <= longest_list; ++waiting) {
      const std::size_t back = busy > capacity ? busy - capacity : 0;
      result[state(busy - back, std::min(longest_list, waiting + back))] += p[state(busy, waiting)];
    }
  }
  return result;
}

/// New places are taken by those who wait.
std::vector<double> served(const std::vector<double>& p, std::size_t capacity) {
  std::vector<double> result(p.size(), 0.0);
  for (std::size_t busy = 0; busy <= most_busy; ++busy) {
    for (std::size_t waiting = 0; waiting <= longest_list; ++waiting) {
      const std::size_t start = busy < capacity ? std::min(waiting, capacity - busy) : 0;
      result[state(busy + start, waiting - start)] += p[state(busy, waiting)];
    }
  }
  return result;
}

class DatedCapacity : public ::testing::TestWithParam<const char*> {};

TEST_P(DatedCapacity, MeanNumbersDayByDay) {
  const bool interrupts = std::string(GetParam()) == "interrupt";
  const Simulated simulated = simulate(
      header({.horizon = 60, .replications = 6000, .every = "day"}) +
      "sources:\n  in: {rate_per_day: 3, to: desk}\ntiers:\n  desk: {capacity: 4, when_cut: " + GetParam() +
      ", sojourn: {law: exponential, mean_days: 1}, exits: {out: 1}}\nexits:\n  out: {}\nchanges:\n"
      "  - {from: " +
      date(20) + ", set: {tiers.desk.capacity: 2}}\n  - {from: " + date(40) +
      ", set: {tiers.desk.capacity: 5}}\n");

  std::vector<double> p(state(most_busy, longest_list) + 1, 0.0);
  p[0] = 1;
  std::size_t capacity = 4;
  double now = 0;
  for (int day : {1, 3, 10, 20, 21, 22, 30, 40, 41, 45, 60}) {
    // A period ends just before what happens at its end.
    if (now == 20) {
      capacity = 2;
      if (interrupts) p = interrupted(p, capacity);
    } else if (now == 40) {
      capacity = 5;
      p = served(p, capacity);
    }
    p = chain_after(day - now, p, steps(capacity));
    now = day;
    const Means exact = means(p);
    const std::size_t period = static_cast<std::size_t>(day - 1);
    EXPECT_TRUE(agrees(simulated.by_replication("occupancy_end", "desk", period), exact.busy,
                       0.05 * exact.busy + 0.02))
        << "in service, day " << day;
    EXPECT_TRUE(agrees(simulated.by_replication("waiting_end", "desk", period), exact.waiting,
                       0.1 * exact.waiting + 0.2))
        << "waiting, day " << day;
  }
}

INSTANTIATE_TEST_SUITE_P(WhenCut, DatedCapacity, ::testing::Values("finish", "interrupt"),
                         [](const auto& each) { return std::string(each.param); });

}  // namespace
}  // namespace headwater::theory
