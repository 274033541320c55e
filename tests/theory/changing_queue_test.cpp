// M/M/c with a finite room and impatience while arrivals and places change on dates, on its way: the chain of (in service,
// waiting) is solved exactly. Source: Gross, Miller, The randomization technique, Operations Research 32 (1984).
// 3 a day to 4 places; from day 10 on 5 a day to 2; from day 20 on 4 a day to 6.
// What is caught: had places been cut a day late, more than 3 would be in service on day 11 instead of little more than 2.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "support/queue_samples.hpp"
#include "support/time_formulas.hpp"

namespace headwater::theory {
namespace {

constexpr std::size_t most_busy = 6;

/// A chain with room for `room` to wait, who give up at hazard `impatience`.
struct Chain {
  std::size_t room;
  double impatience;

  std::size_t state(std::size_t busy, std::size_t waiting) const { return busy * (room + 1) + waiting; }
  std::size_t states() const { return state(most_busy, room) + 1; }

  std::vector<Step> steps(double arrivals, std::size_t places) const {
    std::vector<Step> list;
    for (std::size_t busy = 0; busy <= most_busy; ++busy) {
      for (std::size_t waiting = 0; waiting <= room; ++waiting) {
        const std::size_t here = state(busy, waiting);
        if (busy < places) {
          list.push_back({here, state(busy + 1, waiting), arrivals});
        } else if (waiting < room) {
          list.push_back({here, state(busy, waiting + 1), arrivals});
        }
        if (busy > 0) list.push_back({here, waiting > 0 && busy <= places ? state(busy, waiting - 1) : state(busy - 1, waiting), 1.0 * static_cast<double>(busy)});
        if (waiting > 0) list.push_back({here, state(busy, waiting - 1), impatience * static_cast<double>(waiting)});
      }
    }
    return list;
  }

  /// New places are taken by those who wait; where work is interrupted, those beyond `places` wait again.
  std::vector<double> changed(const std::vector<double>& p, std::size_t places, bool interrupts) const {
    std::vector<double> result(p.size(), 0.0);
    for (std::size_t busy = 0; busy <= most_busy; ++busy) {
      for (std::size_t waiting = 0; waiting <= room; ++waiting) {
        const std::size_t back = interrupts && busy > places ? busy - places : 0;
        const std::size_t start = busy < places ? std::min(waiting, places - busy) : 0;
        result[state(busy + start - back, std::min(room, waiting + back - start))] += p[state(busy, waiting)];
      }
    }
    return result;
  }

  void expect(const Simulated& queue, bool interrupts) const {
    const double arrivals[] = {3, 5, 4};
    const std::size_t places[] = {4, 2, 6};
    std::vector<double> p(states(), 0.0);
    p[0] = 1;
    double now = 0;
    for (const int day : {1, 5, 10, 11, 13, 20, 21, 23, 30}) {
      const std::size_t stage = day <= 10 ? 0 : day <= 20 ? 1 : 2;
      if (now == 10 || now == 20) p = changed(p, places[stage], interrupts);
      p = chain_after(day - now, p, steps(arrivals[stage], places[stage]));
      now = day;
      if (day == 20) continue;  // only to change: by now all places are taken nearly surely
      double busy = 0, waiting = 0;
      for (std::size_t b = 0; b <= most_busy; ++b) {
        for (std::size_t w = 0; w <= room; ++w) {
          busy += p[state(b, w)] * static_cast<double>(b);
          waiting += p[state(b, w)] * static_cast<double>(w);
        }
      }
      const std::size_t period = static_cast<std::size_t>(day - 1);
      EXPECT_TRUE(agrees(queue.by_replication("occupancy_end", "desk", period), busy, 0.05 * busy + 0.02)) << "in service, day " << day;
      EXPECT_TRUE(agrees(queue.by_replication("waiting_end", "desk", period), waiting, 0.08 * waiting + 0.1)) << "waiting, day " << day;
    }
  }
};

Simulated desk(const std::string& rules) {
  return simulate(header({.horizon = 30, .replications = 8000, .every = "day"}) +
                  "sources: {in: {rate_per_day: 3, to: desk}}\ntiers:\n  desk: {capacity: 4, " + rules +
                  ", sojourn: {law: exponential, mean_days: 1}, exits: {out: 1}}\nexits: {out: {}, away: {}}\nchanges:\n"
                  "  - {from: " + date(10) + ", set: {tiers.desk.capacity: 2, sources.in.rate_per_day: 5}}\n"
                  "  - {from: " + date(20) + ", set: {tiers.desk.capacity: 6, sources.in.rate_per_day: 4}}\n");
}

TEST(ChangingQueue, RoomAndImpatience) {
  Chain{8, 0.25}.expect(desk("waiting_room: 8, when_full: away, patience: {law: exponential, mean_days: 4, to: away}"), false);
}

// Work that is cut short begins anew with a new length: to exponential stays, and to numbers, that makes no difference.
TEST(ChangingQueue, InterruptedInAnyOrder) {
  Chain{150, 0}.expect(desk("order: last_come, when_cut: interrupt"), true);
  Chain{150, 0}.expect(desk("order: random, when_cut: resample"), true);
}

}  // namespace
}  // namespace headwater::theory
