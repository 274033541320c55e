// Timescales: who is in time and who is late, worked out by hand and against closed forms.
//
// All begins on Wednesday 1 April 2026: day 2 is Good Friday, day 5 Easter Monday, and day 6 the third working day.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "support/simulate.hpp"

namespace headwater::theory {
namespace {

using testing::ElementsAre;

/// Those who come on `days` stay in 'desk' for so long.
std::string desk(const std::string& days, double stay_days, const Plan& plan, const std::string& timescales) {
  return header(plan) + "sources: {in: {days: " + days + ", to: desk}}\ntiers: {desk: {sojourn: {law: constant, value_days: " + number(stay_days) +
         "}, exits: {out: 1}}}\nexits: {out: {}}\ntimescales: " + timescales + "\n";
}

TEST(Timescales, CountDaysByDates) {
  // Noon to noon five days later, and late evening to early morning: five days and one.
  const std::string both = "{five: {from: desk, days: 5}, four: {from: desk, days: 4}}";
  const Simulated noon = simulate(desk("[0.5]", 5, {.horizon = 20}, both));
  EXPECT_EQ(noon.value("timescale_in_time", "five"), 1);
  EXPECT_EQ(noon.value("timescale_in_time", "four"), 0);
  const std::string none = "{one: {from: desk, days: 1}, same_day: {from: desk, days: 0}}";
  const Simulated night = simulate(desk("[0.9]", 0.2, {.horizon = 20}, none));
  EXPECT_EQ(night.value("timescale_in_time", "one"), 1);
  EXPECT_EQ(night.value("timescale_in_time", "same_day"), 0);
}

TEST(Timescales, LeaveWeekendsAndBankHolidaysOut) {
  // From Thursday before Easter to Tuesday after it is one working day; from Friday 10 April (day 9) on, five days make three.
  const std::string both = "{one: {from: desk, working_days: 1}, none: {from: desk, working_days: 0}, three: {from: desk, working_days: 3}, two: {from: desk, working_days: 2}}";
  const Simulated easter = simulate(desk("[1.5]", 5, {.horizon = 20}, both));
  EXPECT_EQ(easter.value("timescale_in_time", "one"), 1);
  EXPECT_EQ(easter.value("timescale_in_time", "none"), 0);
  const Simulated later = simulate(desk("[9.5]", 5, {.horizon = 20}, both));
  EXPECT_EQ(later.value("timescale_in_time", "three"), 1);
  EXPECT_EQ(later.value("timescale_in_time", "two"), 0);
}

TEST(Timescales, CountWhoIsLateWhileTheClockGoes) {
  // Two come on day 0 and stay for ten days, one on day 3; late are those for whom more than four days have passed.
  const Simulated simulated = simulate(desk("[0, 0, 3]", 10, {.horizon = 15, .every = "day"}, "{four: {from: desk, days: 4}}"));
  EXPECT_THAT(simulated.by_period("timescale_running_end", "four"), ElementsAre(2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 1, 1, 1, 0, 0));
  EXPECT_THAT(simulated.by_period("timescale_overdue_end", "four"), ElementsAre(0, 0, 0, 0, 0, 2, 2, 2, 3, 3, 1, 1, 1, 0, 0));
  EXPECT_THAT(simulated.by_period("timescale_ended", "four"), ElementsAre(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 1, 0));
  EXPECT_EQ(simulated.value("timescale_in_time", "four", 0, 10), 0);
  EXPECT_TRUE(std::isnan(simulated.value("timescale_in_time", "four", 0, 0)));
}

/// One goes a (1 day), back (1 day), a, then b (2 days) and out.
std::string there_and_back(const std::string& timescales) {
  return header({.horizon = 20}) + R"(
sources: {in: {days: [0], to: a}}
tiers:
  a: {sojourn: {law: constant, value_days: 1}, share_out: {by: cycle, to: [back, b]}}
  back: {sojourn: {law: constant, value_days: 1}, exits: {a: 1}}
  b: {sojourn: {law: constant, value_days: 2}, exits: {out: 1}}
exits: {out: {}}
timescales: )" + timescales + "\n";
}

TEST(Timescales, BeginAnewAndStopWhereTheyAreToldTo) {
  const Simulated simulated = simulate(there_and_back(
      "{to_b: {from: a, to: b, days: 1}, too_soon: {from: a, to: b, days: 0}, out: {from: a, to: out, days: 3}, in_a: {from: a, days: 1}, back_again: {from: b, to: a, days: 9}, "
      "whole: {from: back, through: b, days: 4}, too_short: {from: back, through: b, days: 3}, once: {from: a, to: out, dropped_at: [b], days: 9}, straight_on: {from: a, dropped_at: [b], days: 1}}"));
  EXPECT_EQ(simulated.value("timescale_in_time", "to_b"), 1);
  EXPECT_EQ(simulated.value("timescale_in_time", "too_soon"), 0);
  EXPECT_EQ(simulated.value("timescale_ended", "out"), 1);
  EXPECT_EQ(simulated.value("timescale_in_time", "out"), 1);
  EXPECT_EQ(simulated.value("timescale_ended", "in_a"), 2);  // each stay by itself
  EXPECT_EQ(simulated.value("timescale_ended", "back_again"), 0);  // has left the model first
  EXPECT_EQ(simulated.value("timescale_running_end", "back_again"), 0);
  EXPECT_EQ(simulated.value("timescale_in_time", "whole"), 1);  // comes back on day 1, leaves b on day 5
  EXPECT_EQ(simulated.value("timescale_in_time", "too_short"), 0);
  EXPECT_EQ(simulated.value("timescale_ended", "once"), 0);  // dropped on the way
  EXPECT_EQ(simulated.value("timescale_ended", "straight_on"), 1);  // on leaving a for back, not for b
}

// A warm-up of 0.3 days leaves rounding in every time that is counted from its end.
TEST(Timescales, CountWholeDaysAfterAnyWarmUp) {
  for (const double warm_up : {0.0, 0.1, 0.3, 0.7, 36.525}) {
    const Simulated simulated = simulate(desk("[1, 2, 3, 4, 5, 6, 7]", 1, {.horizon = 12, .every = "day", .warm_up = warm_up}, "{one: {from: desk, days: 1}, none: {from: desk, days: 0}}"));
    double ended = 0;
    for (std::size_t day = 0; day < 12; ++day) {
      ended += simulated.value("timescale_ended", "one", 0, day);
      EXPECT_EQ(simulated.value("timescale_overdue_end", "one", 0, day), 0) << warm_up;
      if (simulated.value("timescale_ended", "one", 0, day) == 0) continue;
      EXPECT_EQ(simulated.value("timescale_in_time", "one", 0, day), 1) << warm_up;
      EXPECT_EQ(simulated.value("timescale_in_time", "none", 0, day), 0) << warm_up;
    }
    EXPECT_EQ(ended, 7) << warm_up;
  }
}

TEST(Timescales, OfOpenCasesBeganWhenTheyCame) {
  const Simulated simulated = simulate(header({.horizon = 10, .every = "day"}) + R"(
sources: {in: {days: [9.5], to: desk}}
tiers: {desk: {sojourn: {law: constant, value_days: 30}, exits: {out: 1}}}
exits: {out: {}}
timescales: {twenty: {from: desk, days: 20}, twenty_eight: {from: desk, days: 28}}
caseload: {cases: [{tier: desk, days: 19, number: 3}, {tier: desk, days: 25, number: 2}]}
)");
  // After the first day 20 and 26 days have passed at its end, which is that of day 0: 19 and 25 by dates.
  EXPECT_EQ(simulated.value("timescale_running_end", "twenty", 0, 0), 5);
  EXPECT_EQ(simulated.value("timescale_overdue_end", "twenty", 0, 0), 2);
  EXPECT_EQ(simulated.value("timescale_overdue_end", "twenty", 0, 1), 2);
  EXPECT_EQ(simulated.value("timescale_overdue_end", "twenty", 0, 2), 5);
  EXPECT_EQ(simulated.value("timescale_overdue_end", "twenty_eight", 0, 3), 0);
  EXPECT_EQ(simulated.value("timescale_overdue_end", "twenty_eight", 0, 4), 2);
  EXPECT_EQ(simulated.value("timescale_ended", "twenty", 0, 5), 2);  // 30 days are over on day 5
  EXPECT_EQ(simulated.value("timescale_running_end", "twenty", 0, 9), 4);  // who comes on day 9 is not late
  EXPECT_EQ(simulated.value("timescale_overdue_end", "twenty", 0, 9), 3);
}

TEST(Timescales, CountTimeOnTheWaitingList) {
  const Simulated simulated = simulate(header({.horizon = 20}) + R"(
sources: {in: {days: [0, 0, 0], to: desk}}
tiers: {desk: {capacity: 1, sojourn: {law: constant, value_days: 2}, exits: {out: 1}}}
exits: {out: {}}
timescales: {two: {from: desk, days: 2}, four: {from: desk, days: 4}}
)");
  EXPECT_NEAR(simulated.value("timescale_in_time", "two"), 1.0 / 3, 1e-15);
  EXPECT_NEAR(simulated.value("timescale_in_time", "four"), 2.0 / 3, 1e-15);
}

// M/M/1, first come, first served: the time from coming to leaving is exponential with mean 1 / (mu - lambda) = m (Gross,
// Shortle, Thompson, Harris, Fundamentals of Queueing Theory, 4th ed., section 2.2). One who comes at a fraction u of a day is in
// time by d days if the whole takes less than d + 1 - u; u is uniform and independent of it, hence
// P = 1 - m exp(-(d + 1) / m) (exp(1 / m) - 1).
TEST(Timescales, HoldInAQueueAsTheFormulaSays) {
  constexpr double m = 1 / (1 - 0.8), d = 7;
  const double exact = 1 - m * std::exp(-(d + 1) / m) * (std::exp(1 / m) - 1);
  const Simulated simulated = simulate(header({.horizon = 25000, .replications = 60, .warm_up = 1000}) + one_desk(0.8, exponential(1), "1") + "timescales: {week: {from: desk, days: 7}}\n");
  EXPECT_TRUE(agrees(simulated.by_replication("timescale_in_time", "week"), exact, 0.02));
}

// Timescales are watched and steer nothing.
TEST(Timescales, ChangeNothingElse) {
  const std::string model = header({.horizon = 200, .replications = 3, .every = "month"}) + one_desk(0.8, exponential(1), "1");
  const Simulated without = simulate(model), with = simulate(model + "timescales: {week: {from: desk, working_days: 5}}\n");
  for (std::size_t r = 0; r < 3; ++r) {
    const std::vector<double>& few = without.records()[r].values;
    const std::vector<double>& more = with.records()[r].values;
    ASSERT_LT(few.size(), more.size());
    for (std::size_t i = 0; i < few.size(); ++i) ASSERT_TRUE(few[i] == more[i] || (std::isnan(few[i]) && std::isnan(more[i])));
  }
}

}  // namespace
}  // namespace headwater::theory
