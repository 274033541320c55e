// Arrivals and staff that change with the hour: a queue on its way through the day, and unlimited places.
// Sources: Gross, Miller, The randomization technique, Operations Research 32 (1984) (the chain of a day, solved
// exactly); Eick, Massey, Whitt, The physics of the M_t/G/infinity queue, Operations Research 41 (1993), theorem 1.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "support/queue_samples.hpp"
#include "support/time_formulas.hpp"

namespace headwater::theory {
namespace {

// Eight hours each: 4 an hour to 3 places, 12 an hour to 6, 7 an hour to 5; stays of mean half an hour. The chain is
// followed from the empty start to the ends of hours of the third day; places are cut only when work in hand is done.
// Places for the mean rate all day would have 1.6 waiting at every hour; here 1.2 do at the end of the
// quiet shift and 8.2 at the end of the busy one.
TEST(Rota, StaffAndArrivalsByTheHour) {
  constexpr std::size_t most_busy = 6, longest = 150;
  const auto state = [](std::size_t busy, std::size_t waiting) { return busy * (longest + 1) + waiting; };
  const std::vector<double> rates{4, 12, 7};  // an hour
  const std::vector<std::size_t> staff{3, 6, 5};
  const auto steps = [&](double rate, std::size_t places) {
    std::vector<Step> list;
    for (std::size_t busy = 0; busy <= most_busy; ++busy) {
      for (std::size_t waiting = 0; waiting <= longest; ++waiting) {
        const std::size_t here = state(busy, waiting);
        if (busy < places) {
          list.push_back({here, state(busy + 1, waiting), rate});
        } else if (waiting < longest) {
          list.push_back({here, state(busy, waiting + 1), rate});
        }
        if (busy == 0) continue;
        list.push_back({here, waiting > 0 && busy <= places ? state(busy, waiting - 1) : state(busy - 1, waiting), 2.0 * static_cast<double>(busy)});
      }
    }
    return list;
  };
  const Simulated clinic = simulate(
      header({.horizon = 3, .replications = 8000, .every = "hour"}) +
      "calendars:\n  comers: {cycle_hours: 24, steps: [{from_hours: 0, level: 4}, {from_hours: 8, level: 12}, {from_hours: 16, level: 7}]}\n"
      "  staff: {cycle_hours: 24, steps: [{from_hours: 0, level: 3}, {from_hours: 8, level: 6}, {from_hours: 16, level: 5}]}\n"
      "sources: {in: {rate_per_hour: 1, patterns: [comers], to: desk}}\ntiers:\n"
      "  desk: {capacity: 1, patterns: [staff], sojourn: {law: exponential, mean_minutes: 30}, exits: {out: 1}}\nexits: {out: {}}\n");
  std::vector<double> p(state(most_busy, longest) + 1, 0.0);
  p[0] = 1;
  for (std::size_t hour = 0; hour < 72; ++hour) {
    const std::size_t shift = hour / 8 % 3;
    if (hour % 8 == 0) {  // new places are taken by those who wait
      std::vector<double> served(p.size(), 0.0);
      for (std::size_t busy = 0; busy <= most_busy; ++busy) {
        for (std::size_t waiting = 0; waiting <= longest; ++waiting) {
          const std::size_t start = busy < staff[shift] ? std::min(waiting, staff[shift] - busy) : 0;
          served[state(busy + start, waiting - start)] += p[state(busy, waiting)];
        }
      }
      p = std::move(served);
    }
    p = chain_after(1, p, steps(rates[shift], staff[shift]));
    if (hour < 48 || hour % 2 == 0) continue;
    double busy = 0, waiting = 0;
    for (std::size_t b = 0; b <= most_busy; ++b) {
      for (std::size_t w = 0; w <= longest; ++w) {
        busy += p[state(b, w)] * static_cast<double>(b);
        waiting += p[state(b, w)] * static_cast<double>(w);
      }
    }
    EXPECT_TRUE(agrees(clinic.by_replication("occupancy_end", "desk", hour), busy, 0.05 * busy + 0.05)) << "in service, hour " << hour;
    EXPECT_TRUE(agrees(clinic.by_replication("waiting_end", "desk", hour), waiting, 0.1 * waiting + 0.15)) << "waiting, hour " << hour;
  }
}

// Unlimited places and arrivals in office hours only (a Wednesday is the first day): the mean number at the ends of
// hours, weekend included.
TEST(Rota, UnlimitedPlacesAndOfficeHours) {
  const TimeLaw stay = gamma(2, 0.1);
  const Simulated hall = simulate(
      header({.horizon = 8, .replications = 3000, .every = "hour"}) +
      "calendars: {office: {week: [{days: [mon, tue, wed, thu, fri], from: \"09:00\", to: \"17:00\", level: 1}], otherwise: 0}}\n"
      "sources: {in: {rate_per_day: 60, patterns: [office], to: hall}}\ntiers:\n  hall: {sojourn: " + stay.yaml + ", exits: {out: 1}}\nexits: {out: {}}\n");
  const auto rate = [](double t) {
    const int day = static_cast<int>(t), weekday = (day + 2) % 7;  // 0 is Monday
    const double hour = 24 * (t - day);
    return weekday < 5 && hour >= 9 && hour < 17 ? 60.0 : 0.0;
  };
  std::vector<double> breaks;
  for (int day = 0; day < 8; ++day) {
    breaks.push_back(day + 9.0 / 24);
    breaks.push_back(day + 17.0 / 24);
  }
  for (const int hour : {9, 10, 13, 17, 20, 24, 48 + 16, 72 + 14, 120 + 8, 120 + 12}) {
    const double time = hour / 24.0;
    const double exact = unlimited_mean(rate, [&](double u, double t) { return stay.survival(t - u); }, 0, time, breaks);
    const auto ends = hall.by_replication("occupancy_end", "hall", static_cast<std::size_t>(hour - 1));
    if (exact < 1e-9) {
      EXPECT_EQ(*std::max_element(ends.begin(), ends.end()), 0) << "hour " << hour;
    } else {
      EXPECT_TRUE(agrees(ends, exact, 0.05 * exact + 0.2)) << "hour " << hour;
    }
  }
}

}  // namespace
}  // namespace headwater::theory
