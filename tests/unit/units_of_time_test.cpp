// Every unit in which a time or a rate can be written, followed to the day on which something happens.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "support/simulate.hpp"

namespace headwater::theory {
namespace {

/// Moments at which entities move by the edge "from>to".
std::vector<double> moments(const Simulated& run, const std::string& from, const std::string& to) {
  std::vector<double> times;
  const EventLog& log = run.records()[0].log;
  for (std::size_t i = 0; i < log.time.size(); ++i) {
    if (log.what[i] != EventLog::move) continue;
    const Edge& edge = run.layout().edges.at(static_cast<std::size_t>(log.edge[i]));
    if (edge.from == from && edge.to == to) times.push_back(log.time[i]);
  }
  return times;
}

std::vector<double> departures_after(const std::string& keys) {
  return moments(simulate(header({.horizon = 2000, .event_log = true}) +
                          "sources: {in: {days: [1], to: desk}}\ntiers: {desk: {sojourn: {law: constant, " +
                          keys + "}, exits: {out: 1}}}\nexits: {out: {}}\n"),
                 "desk", "out");
}

TEST(UnitsOfTime, StaysAreInDays) {
  const std::vector<std::pair<std::string, double>> stays{
      {"value_minutes: 720", 0.5}, {"value_hours: 36", 1.5},  {"value_days: 2.25", 2.25},
      {"value_weeks: 3", 21},      {"value_years: 2", 730.5}, {"value_years: 0.25", 91.3125},
  };
  for (const auto& [keys, days] : stays) {
    const auto times = departures_after(keys);
    ASSERT_EQ(times.size(), 1u) << keys;
    EXPECT_EQ(times[0], 1 + days) << keys;
  }
}

// The same rate in every unit brings the same arrivals, to rounding.
TEST(UnitsOfTime, RatesArePerDay) {
  const auto arrivals = [](const std::string& rate) {
    return moments(
        simulate(header({.horizon = 50, .event_log = true}) + "sources: {in: {" + rate +
                 ", to: desk}}\ntiers: {desk: {sojourn: {law: constant, value_days: 1}, exits: {out: "
                 "1}}}\nexits: {out: {}}\n"),
        "in", "desk");
  };
  const auto by_day = arrivals("rate_per_day: 6");
  EXPECT_GT(by_day.size(), 200u);
  for (const std::string rate : {"rate_per_hour: 0.25", "rate_per_week: 42", "rate_per_year: 2191.5",
                                 "rate_per_minute: 0.004166666666666667"}) {
    const auto other = arrivals(rate);
    ASSERT_EQ(other.size(), by_day.size()) << rate;
    for (std::size_t i = 0; i < by_day.size(); ++i) ASSERT_NEAR(other[i], by_day[i], 1e-9) << rate;
  }
}

// A hazard and the mean that belongs to it are one law.
TEST(UnitsOfTime, HazardsArePerDay) {
  const auto stay = [](const std::string& keys) {
    return moments(
        simulate(header({.horizon = 1000, .event_log = true}) +
                 "sources: {in: {days: [0], to: desk}}\ntiers: {desk: {sojourn: {law: exponential, " + keys +
                 "}, exits: {out: 1}}}\nexits: {out: {}}\n"),
        "desk", "out");
  };
  const auto mean = stay("mean_days: 20");
  ASSERT_EQ(mean.size(), 1u);
  for (const std::string keys : {"hazard_per_day: 0.05", "hazard_per_week: 0.35", "hazard_per_year: 18.2625",
                                 "mean_hours: 480", "mean_minutes: 28800"}) {
    const auto other = stay(keys);
    ASSERT_EQ(other.size(), 1u) << keys;
    EXPECT_NEAR(other[0], mean[0], 1e-12 * mean[0]) << keys;
  }
}

// Born 17.5 years before the start: the 18th birthday is half a year of 365.25 days later, and a delay of 26
// weeks after the exit brings the return.
TEST(UnitsOfTime, BirthdaysAndReturns) {
  const Simulated run = simulate(
      header({.horizon = 1000, .event_log = true}) +
      "attributes: {age_years: {law: constant, value: 17.5}}\nsources: {in: {days: [10], to: care}}\n"
      "tiers:\n  care: {race: {adult: {at_age_years: 18, exits: {left: 1}}}}\n"
      "  later: {sojourn: {law: constant, value_days: 1}, exits: {gone: 1}}\n"
      "exits: {left: {returns: {probability: 1, after: {law: constant, value_weeks: 26}, to: later}}, gone: "
      "{}}\n");
  EXPECT_EQ(moments(run, "care", "left"), std::vector<double>{10 + 0.5 * 365.25});
  EXPECT_EQ(moments(run, "left", "later"), std::vector<double>{10 + 0.5 * 365.25 + 182});
}

}  // namespace
}  // namespace headwater::theory
