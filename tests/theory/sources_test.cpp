// Sources of every kind against exact results: calendars and growth, renewal streams, batches, timetables with scatter and
// with people who do not show up, arrivals that depend on the number in a tier.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/distributions/poisson.hpp>
#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "simulate/model_fault.hpp"
#include "support/simulate.hpp"
#include "support/time_formulas.hpp"

namespace headwater::theory {
namespace {

/// A source 'in' (its keys but `to`) to a tier 'desk' with unlimited places and stays of mean `stay` days.
std::string model(const Plan& plan, const std::string& source, const std::string& more = "", double stay = 0.01) {
  return header(plan) + more + "sources:\n  in: {" + source + ", to: desk}\n" +
         "tiers:\n  desk: {sojourn: {law: exponential, mean_days: " + number(stay) + "}, exits: {out: 1}}\nexits:\n  out: {}\n";
}

const std::string office = "calendars: {office: {week: [{days: [mon, tue, wed, thu, fri], from: \"09:00\", to: \"17:00\", level: 3}], otherwise: 0.5}}\n";

/// Who arrived in one replication, in order.
struct Arrived {
  std::vector<double> time;
  std::vector<std::uint64_t> entity;
};
Arrived arrived(const Simulated& simulated, std::size_t replication = 0, const std::string& source = "in") {
  const EventLog& log = simulated.records().at(replication).log;
  Arrived list;
  for (std::size_t i = 0; i < log.time.size(); ++i) {
    if (log.what[i] != EventLog::move || simulated.layout().edges.at(static_cast<std::size_t>(log.edge[i])).from != source) continue;
    list.time.push_back(log.time[i]);
    list.entity.push_back(log.entity[i]);
  }
  return list;
}

/// Checks mean and variance of the arrivals of one period, each to a tenth and a fifth of it.
void expect_moments(const std::vector<double>& counts, double mean, double variance, const std::string& about) {
  std::vector<double> squares;
  for (const double count : counts) squares.push_back((count - mean) * (count - mean));
  EXPECT_TRUE(agrees(counts, mean, 0.1 * mean)) << about;
  EXPECT_TRUE(agrees(squares, variance, 0.25 * variance)) << "variance, " << about;
}

/// Arrivals of every replication from `from` to `to` days.
std::vector<double> counts_between(const Simulated& simulated, double from, double to) {
  std::vector<double> counts;
  for (std::size_t r = 0; r < simulated.records().size(); ++r) {
    const std::vector<double> times = arrived(simulated, r).time;
    counts.push_back(static_cast<double>(std::count_if(times.begin(), times.end(), [&](double t) { return from <= t && t < to; })));
  }
  return counts;
}

// 9 a day times the levels of a week times growth to the fourfold in a year, begun ten days before the start date, a Wednesday.
TEST(PatternedArrivals, CountsArePoissonWithTheRateOfTheDay) {
  const Simulated simulated = simulate(model({.horizon = 100, .replications = 4000, .every = "day", .warm_up = 10},
                                             "rate_per_day: 9, growth_per_year: 3, patterns: [office]", office));
  for (const int day : {0, 2, 3, 4, 5, 50, 59, 98, 99}) {
    const int weekday = (day + 2) % 7;  // 0: Monday
    const double level = weekday < 5 ? (8 * 3 + 16 * 0.5) / 24 : 0.5;
    const double mean = 9 * level * std::pow(4, day / 365.25);
    expect_moments(simulated.by_replication("arrivals", "in", static_cast<std::size_t>(day)), mean, mean, "day " + std::to_string(day));
  }
}

// A dated change of the rate, on a calendar with two others, on a span of which nobody comes.
TEST(PatternedArrivals, CalendarsMultiplyEachOtherAndDatedChanges) {
  const std::string calendars = "calendars:\n  day: {cycle_hours: 24, steps: [{from_hours: 6, level: 2}, {from_hours: 18, level: 0}], otherwise: 0}\n"
                                "  spring: {year: [{from: 04-04, to: 04-06, level: 0.5}], otherwise: 1}\n"
                                "  closed: {dates: [{from: 2026-04-05, to: 2026-04-06, level: 0}], otherwise: 1}\n";
  const Simulated simulated = simulate(model({.horizon = 8, .replications = 4000, .event_log = true}, "rate_per_day: 8, patterns: [day, spring, closed]", calendars) +
                                       "changes:\n  - {from: " + date(6) + ", set: {sources.in.rate_per_day: 16}}\n");
  expect_moments(counts_between(simulated, 0.25, 0.5), 4, 4, "a morning");
  expect_moments(counts_between(simulated, 3.25, 3.75), 4, 4, "a day of the year");
  expect_moments(counts_between(simulated, 6.25, 6.75), 16, 16, "after the change");
  for (std::size_t r = 0; r < simulated.records().size(); ++r) {
    for (const double time : arrived(simulated, r).time) {
      const double hour = time - std::floor(time);
      ASSERT_TRUE(hour >= 0.25 && hour <= 0.75 && std::floor(time) != 4) << time;
    }
  }
}

// M_t/G/infinity with a calendar: the number present is Poisson (Eick, Massey, Whitt 1993, theorem 1).
TEST(PatternedArrivals, NumberPresentMatchesTheory) {
  const TimeLaw stay = gamma(2, 0.2);
  const auto rate = [](double u) { const double hour = u - std::floor(u); return hour >= 0.375 && hour < 0.75 ? 60.0 : 10.0; };
  const auto stays = [&](double u, double t) { return stay.survival(t - u); };
  std::vector<double> breaks;
  for (int day = -1; day < 3; ++day)
    for (const double hour : {0.0, 0.375, 0.75}) breaks.push_back(day + hour);
  const Simulated simulated = simulate(header({.horizon = 3, .replications = 6000, .every = "day", .warm_up = 0.5}) +
                                       "calendars: {day: {cycle_hours: 24, steps: [{from_hours: 0, level: 1}, {from_hours: 9, level: 6}, {from_hours: 18, level: 1}]}}\n"
                                       "sources:\n  in: {rate_per_day: 10, patterns: [day], to: desk}\ntiers:\n  desk: {sojourn: " + stay.yaml + ", exits: {out: 1}}\nexits:\n  out: {}\n");
  for (const int day : {1, 2, 3}) {
    const double mean = unlimited_mean(rate, stays, -0.5, day, breaks);
    const auto present = simulated.by_replication("occupancy_end", "desk", static_cast<std::size_t>(day - 1));
    std::vector<double> squares;
    for (const double value : present) squares.push_back((value - mean) * (value - mean));
    EXPECT_TRUE(agrees(present, mean, 0.05 * mean)) << "day " << day;
    EXPECT_TRUE(agrees(squares, mean, 0.2 * mean)) << "variance on day " << day;
  }
}

// Gaps of three exponential stages: of the stages, a Poisson number is over at t, and of the gaps a third of it.
TEST(RenewalArrivals, CountsMatchTheory) {
  const double t = 20, stage_rate = 2;
  const boost::math::poisson stages(stage_rate * t);
  double mean = 0, square = 0;
  for (int n = 0; n < 300; ++n) {
    mean += (n / 3) * boost::math::pdf(stages, n);
    square += (n / 3) * (n / 3) * boost::math::pdf(stages, n);
  }
  for (const std::string law : {"{law: gamma, shape: 3, scale_days: 0.5}", "{law: erlang, stages: 3, mean_days: 1.5}"}) {
    const Simulated simulated = simulate(model({.horizon = t, .replications = 6000}, "gap: " + law));
    expect_moments(simulated.by_replication("arrivals", "in"), mean, square - mean * mean, law);
  }
}

// Gaps pass only while the calendar's level is above 0, and as fast as it says.
TEST(RenewalArrivals, GapsPassAsFastAsTheLevel) {
  const Simulated simulated = simulate(model({.horizon = 3, .event_log = true}, "gap: {law: constant, value_hours: 5}, patterns: [day]",
                                             "calendars: {day: {cycle_hours: 24, steps: [{from_hours: 0, level: 0}, {from_hours: 8, level: 1}, {from_hours: 16, level: 0.5}]}}\n"));
  // 8 hours at full and 8 at half speed: 12 a day.
  const std::vector<double> expected{13, 20, 24 + 11, 24 + 16, 48 + 9, 48 + 14, 48 + 22}, times = arrived(simulated).time;
  ASSERT_EQ(times.size(), expected.size());
  for (std::size_t i = 0; i < times.size(); ++i) EXPECT_NEAR(times[i] * 24, expected[i], 1e-9);
}

TEST(RenewalArrivals, ADatedChangeHoldsForGapsThatBeginAfterIt) {
  const Simulated simulated = simulate(model({.horizon = 6, .event_log = true}, "gap: {law: constant, value_days: 1.5}") +
                                       "changes:\n  - {from: " + date(2) + ", set: {sources.in.gap.value_days: 0.75}}\n");
  EXPECT_EQ(arrived(simulated).time, (std::vector<double>{1.5, 3, 3.75, 4.5, 5.25}));
}

// A compound Poisson number: mean rate t E B, variance rate t E B^2 (Ross, Introduction to Probability Models, 5.4.2).
TEST(Batches, CountsMatchTheory) {
  const auto check = [](const std::string& batch, double first, double second) {
    const Simulated simulated = simulate(model({.horizon = 10, .replications = 6000}, "rate_per_day: 2, batch: " + batch));
    expect_moments(simulated.by_replication("arrivals", "in"), 20 * first, 20 * second, batch);
  };
  check("{law: constant, value: 4}", 4, 16);
  check("{law: geometric, mean: 3}", 3, 15);       // E B^2 = 2 m^2 - m
  check("{law: uniform, low: -0.5, high: 3.5}", 1.5, 3.5);  // rounded: 0 to 3, a quarter each
}

// Of a batch of two the first is who would have come alone, at the same moment.
TEST(Batches, KeepTheLuckOfThoseWhoCameAlone) {
  const Plan plan{.horizon = 50, .event_log = true};
  const Arrived alone = arrived(simulate(model(plan, "rate_per_day: 2")));
  const Arrived one = arrived(simulate(model(plan, "rate_per_day: 2, batch: {law: constant, value: 1}")));
  const Arrived two = arrived(simulate(model(plan, "rate_per_day: 2, batch: {law: constant, value: 2}")));
  EXPECT_EQ(alone.time, one.time);
  EXPECT_EQ(alone.entity, one.entity);
  ASSERT_EQ(two.time.size(), 2 * alone.time.size());
  for (std::size_t i = 0; i < alone.time.size(); ++i) {
    EXPECT_EQ(two.time[2 * i], alone.time[i]);
    EXPECT_EQ(two.time[2 * i + 1], alone.time[i]);
    EXPECT_TRUE(two.entity[2 * i] == alone.entity[i] || two.entity[2 * i + 1] == alone.entity[i]);
    EXPECT_NE(two.entity[2 * i], two.entity[2 * i + 1]);
  }
}

TEST(Batches, TooManyAtOnceAreAFaultOfTheModel) {
  EXPECT_THROW(simulate(model({.horizon = 50}, "rate_per_day: 2, batch: {law: uniform, low: 0, high: 4000000}")), ModelFault);
}

// Every 20 minutes on the hour while the office is open: exactly 24 a working day, the first at nine.
TEST(Timetables, KeepToTheirMomentsAndToTheCalendar) {
  const std::string open = "calendars: {open: {week: [{days: [mon, tue, wed, thu, fri], from: \"09:00\", to: \"17:00\", level: 1}], otherwise: 0}}\n";
  const Simulated simulated = simulate(model({.horizon = 14, .warm_up = 3, .event_log = true}, "every_minutes: 20, patterns: [open]", open));
  const std::vector<double> times = arrived(simulated).time;
  std::vector<double> reported;
  for (const double time : times)
    if (time >= 0) reported.push_back(time);
  ASSERT_EQ(reported.size(), 240u);
  for (std::size_t i = 0; i < 24; ++i) EXPECT_NEAR(reported[i] * 1440, 540 + 20.0 * static_cast<double>(i), 1e-6);
  EXPECT_NEAR(reported[24] * 1440, 1440 + 540, 1e-6);
  EXPECT_NEAR(reported[72] * 1440, 5 * 1440 + 540, 1e-6);  // Monday
}

TEST(Timetables, BeginWithTheFirst) {
  const Simulated simulated = simulate(model({.horizon = 3, .event_log = true}, "every_days: 1, first_hours: 12"));
  EXPECT_EQ(arrived(simulated).time, (std::vector<double>{0.5, 1.5, 2.5}));
}

// Some of those expected do not come; the others come up to 90 minutes early or late, so that they overtake each other.
TEST(Timetables, ScatterAndNoShowsMatchTheory) {
  const Simulated simulated = simulate(model({.horizon = 2, .replications = 4000, .event_log = true},
                                             "every_hours: 1, first_hours: 0.5, shows_up: 0.8, scatter: {law: uniform, low_minutes: -90, high_minutes: 90}"));
  // Those of 02:30 to 22:30 of the first day fall on it surely; those of 23:30 (and of 00:30 the next day) with a chance.
  std::vector<double> probability;
  for (int hour = 0; hour < 48; ++hour) {
    const double moment = hour + 0.5;
    const double by_midnight = std::clamp((24 - moment + 1.5) / 3, 0.0, 1.0);  // nobody comes before the beginning
    probability.push_back(0.8 * by_midnight);
  }
  double mean = 0, variance = 0;
  for (const double p : probability) {
    mean += p;
    variance += p * (1 - p);
  }
  expect_moments(counts_between(simulated, 0, 1), mean, variance, "first day");
  // Between 12:00 and 12:15 any of three appointments may come, each with 0.8 x 15 / 180.
  const double chance = 0.8 / 12;
  const std::vector<double> counts = counts_between(simulated, 0.5, 0.5 + 0.25 / 24);
  EXPECT_TRUE(agrees(counts, 3 * chance, 0.06));
  std::vector<double> early;
  for (std::size_t r = 0; r < simulated.records().size(); ++r) {
    const std::vector<double> times = arrived(simulated, r).time;
    ASSERT_TRUE(std::is_sorted(times.begin(), times.end()));
    early.push_back(!times.empty() && times[0] == 0);
  }
  // At the very beginning come those of 00:30 who are at least half an hour early (1 in 3), and those of 01:30 never.
  EXPECT_TRUE(agrees(early, 0.8 / 3, 0.06));
}

TEST(Timetables, ADatedChangeOfThoseWhoShowUpKeepsTheLuckOfTheRest) {
  const std::string source = "every_hours: 1, shows_up: 0.9";
  const Arrived before = arrived(simulate(model({.horizon = 40, .event_log = true}, source)));
  const Arrived after = arrived(simulate(model({.horizon = 40, .event_log = true}, source) + "changes:\n  - {from: " + date(20) + ", set: {sources.in.shows_up: 0.3}}\n"));
  std::map<std::uint64_t, double> all;
  for (std::size_t i = 0; i < before.time.size(); ++i) all[before.entity[i]] = before.time[i];
  std::size_t early = 0, late = 0;
  for (std::size_t i = 0; i < after.time.size(); ++i) {
    ASSERT_TRUE(all.count(after.entity[i]));
    EXPECT_EQ(all[after.entity[i]], after.time[i]);
    ++(after.time[i] < 20 ? early : late);
  }
  EXPECT_EQ(early, static_cast<std::size_t>(std::count_if(before.time.begin(), before.time.end(), [](double t) { return t < 20; })));
  EXPECT_LT(late, 250u);  // of 480 with probability 0.3: ten standard deviations above 144
}

TEST(ListedArrivals, TakeBatchesAndScatter) {
  const Simulated simulated = simulate(model({.horizon = 6, .event_log = true},
                                             "days: [1, 4], batch: {law: constant, value: 70}, scatter: {law: uniform, low_days: 0, high_days: 1}"));
  const std::vector<double> times = arrived(simulated).time;
  ASSERT_EQ(times.size(), 140u);
  EXPECT_EQ(times[0], times[69]);
  EXPECT_EQ(times[70], times[139]);
  EXPECT_TRUE(times[0] > 1 && times[0] < 2 && times[70] > 4 && times[70] < 5) << times[0] << ", " << times[70];
}

TEST(ArrivalsAtTheStart, AllComeWhenTheSimulationBegins) {
  const Simulated simulated = simulate(header({.horizon = 10, .every = "day", .warm_up = 5, .event_log = true}) +
                                       "sources:\n  in: {at_start: 150, to: a}\ntiers:\n  a: {sojourn: {law: exponential, mean_days: 1}, exits: {b: 1}}\n"
                                       "  b: {capacity: 3, sojourn: {law: exponential, mean_days: 0.1}, exits: {a: 1}}\n");
  for (std::size_t day = 0; day < 10; ++day) {
    EXPECT_EQ(simulated.value("arrivals", "in", 0, day), 0);
    EXPECT_EQ(simulated.value("occupancy_end", "a", 0, day) + simulated.value("occupancy_end", "b", 0, day) + simulated.value("waiting_end", "b", 0, day), 150) << day;
  }
}

/// Stationary probabilities of a birth-death chain on 0 .. `last`.
template <class Birth, class Death>
std::vector<double> birth_death(int last, Birth birth, Death death) {
  std::vector<double> p{1};
  for (int n = 1; n <= last; ++n) p.push_back(p.back() * birth(n - 1) / death(n));
  double sum = 0;
  for (const double value : p) sum += value;
  for (double& value : p) value /= sum;
  return p;
}

// Discouraged arrivals: rate 3 (1 - n / 10), one place, stays of mean half a day (Kleinrock, Queueing Systems, vol. 1,
// section 3.3 for the general form).
TEST(ArrivalsThatFollow, DiscouragedArrivalsMatchABirthDeathChain) {
  const std::vector<double> p = birth_death(10, [](int n) { return 3 * (1 - n / 10.0); }, [](int) { return 2.0; });
  double number = 0, rate = 0;
  for (int n = 0; n <= 10; ++n) {
    number += n * p[static_cast<std::size_t>(n)];
    rate += 3 * (1 - n / 10.0) * p[static_cast<std::size_t>(n)];
  }
  const Simulated simulated = simulate(header({.horizon = 2000, .replications = 60, .warm_up = 50}) +
                                       "sources:\n  in: {rate_per_day: 3, follows: {tier: desk, numbers: [0, 10], factors: [1, 0]}, to: desk}\n"
                                       "tiers:\n  desk: {capacity: 1, sojourn: {law: exponential, mean_days: 0.5}, exits: {out: 1}}\nexits:\n  out: {}\n");
  std::vector<double> numbers, rates;
  for (std::size_t r = 0; r < simulated.records().size(); ++r) {
    numbers.push_back(simulated.value("occupancy", "desk", r) + simulated.value("waiting", "desk", r));
    rates.push_back(simulated.value("arrivals", "in", r) / 2000);
  }
  EXPECT_TRUE(agrees(numbers, number, 0.05 * number));
  EXPECT_TRUE(agrees(rates, rate, 0.03 * rate));
}

// A source that rests while another tier is busy: factor 1 at 0, none from 1 on. With stays of law S there, and rate 2 to it,
// that tier is busy a share E S / (E S + 1/2), whatever the law, and only in the rest of the time do the others come.
TEST(ArrivalsThatFollow, ARestingSourceGoesOnWhereItStopped) {
  const Simulated simulated = simulate(header({.horizon = 1000, .replications = 80}) +
                                       "sources:\n  call: {rate_per_day: 2, follows: {tier: busy, numbers: [0, 1], factors: [1, 0]}, to: busy}\n"
                                       "  other: {rate_per_day: 5, follows: {tier: busy, numbers: [0, 1], factors: [1, 0]}, to: desk}\n"
                                       "tiers:\n  busy: {sojourn: {law: uniform, low_days: 0.25, high_days: 1.75}, exits: {out: 1}}\n"
                                       "  desk: {sojourn: {law: exponential, mean_days: 0.1}, exits: {out: 1}}\nexits:\n  out: {}\n");
  const double idle = 0.5 / 1.5;
  std::vector<double> calls, others;
  for (std::size_t r = 0; r < simulated.records().size(); ++r) {
    calls.push_back(simulated.value("arrivals", "call", r) / 1000);
    others.push_back(simulated.value("arrivals", "other", r) / 1000);
    EXPECT_LE(simulated.value("occupancy", "busy", r), 1);
  }
  // The first call finds the tier idle, which adds less than 1 / 1000.
  EXPECT_TRUE(agrees(calls, 2 * idle, 0.05 * 2 * idle, 0.001));
  EXPECT_TRUE(agrees(others, 5 * idle, 0.05 * 5 * idle, 0.005));
}

// With a factor that is 1 whatever the number, the same people come at the same moments as without.
TEST(ArrivalsThatFollow, AConstantFactorChangesNothing) {
  const Plan plan{.horizon = 100, .event_log = true};
  for (const std::string source : {"rate_per_day: 2, patterns: [office]", "gap: {law: weibull, shape: 2, scale_days: 0.5}, patterns: [office]"}) {
    const Arrived without = arrived(simulate(model(plan, source, office, 1)));
    const Arrived with = arrived(simulate(model(plan, source + ", follows: {tier: desk, numbers: [3], factors: [1]}", office, 1)));
    EXPECT_GT(without.time.size(), 100u);
    EXPECT_EQ(without.time, with.time) << source;
    EXPECT_EQ(without.entity, with.entity) << source;
  }
}

// A factor of 2 is a rate of twice as much; both factor and rate may change.
TEST(ArrivalsThatFollow, AFactorIsAMultipleOfTheRate) {
  const Plan plan{.horizon = 100, .event_log = true};
  const std::string change = "changes:\n  - {from: " + date(40) + ", set: {sources.in.rate_per_day: ";
  const Arrived twice = arrived(simulate(model(plan, "rate_per_day: 4, patterns: [office]", office, 1) + change + "2}}\n"));
  const Arrived followed = arrived(simulate(model(plan, "rate_per_day: 2, patterns: [office], follows: {tier: desk, numbers: [0], factors: [2]}", office, 1) + change + "1}}\n"));
  ASSERT_EQ(twice.entity, followed.entity);
  for (std::size_t i = 0; i < twice.time.size(); ++i) EXPECT_NEAR(twice.time[i], followed.time[i], 1e-9);
}

// Under a higher rate those of before come too, with the luck they had, only sooner.
TEST(Sources, ARaisedRateKeepsTheOldArrivals) {
  const Plan plan{.horizon = 60, .event_log = true};
  for (const std::string more : {", patterns: [office], growth_per_year: 0.1", ", patterns: [office], batch: {law: geometric, mean: 2}"}) {
    const Arrived before = arrived(simulate(model(plan, "rate_per_day: 3" + more, office)));
    const Arrived after = arrived(simulate(model(plan, "rate_per_day: 4" + more, office)));
    ASSERT_GT(after.time.size(), before.time.size());
    std::map<std::uint64_t, double> sooner;
    for (std::size_t i = 0; i < after.time.size(); ++i) sooner[after.entity[i]] = after.time[i];
    for (std::size_t i = 0; i < before.time.size(); ++i) {
      ASSERT_TRUE(sooner.count(before.entity[i]));
      EXPECT_LE(sooner[before.entity[i]], before.time[i]);
    }
  }
}

TEST(Sources, TheOrderOfDeclarationChangesNothing) {
  const std::vector<std::string> sources{"  a: {rate_per_day: 3, patterns: [office, night], batch: {law: geometric, mean: 2}, to: desk}\n",
                                         "  b: {every_hours: 2, scatter: {law: uniform, low_hours: -5, high_hours: 5}, shows_up: 0.7, to: desk}\n",
                                         "  c: {gap: {law: gamma, shape: 2, scale_days: 0.2}, follows: {tier: desk, numbers: [0, 5], factors: [2, 0.1]}, to: desk}\n"};
  const auto run = [&](const std::string& calendars, const std::vector<std::size_t>& order, const std::string& patterns) {
    std::string text = header({.horizon = 100, .every = "week"}) + calendars + "sources:\n";
    for (const std::size_t i : order) text += sources[i];
    if (const auto at = text.find("[office, night]"); at != std::string::npos) text.replace(at, 15, patterns);
    return simulate(text + "tiers:\n  desk: {capacity: 6, sojourn: {law: exponential, mean_days: 0.5}, exits: {out: 1}}\nexits:\n  out: {}\n");
  };
  const std::string day = "  office: {week: [{from: \"09:00\", to: \"17:00\", level: 3}], otherwise: 0.5}\n", night = "  night: {cycle_hours: 10, steps: [{from_hours: 0, level: 0}, {from_hours: 4, level: 1}]}\n";
  const Simulated one = run("calendars:\n" + day + night, {0, 1, 2}, "[office, night]"), other = run("calendars:\n" + night + day, {2, 0, 1}, "[night, office]");
  for (const char* source : {"a", "b", "c"}) EXPECT_EQ(one.by_period("arrivals", source), other.by_period("arrivals", source)) << source;
  EXPECT_EQ(one.by_period("occupancy", "desk"), other.by_period("occupancy", "desk"));
  EXPECT_EQ(one.by_period("waiting", "desk"), other.by_period("waiting", "desk"));
}

}  // namespace
}  // namespace headwater::theory
