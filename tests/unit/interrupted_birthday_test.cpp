// A birthday does not wait while a stay is interrupted.
#include <gtest/gtest.h>

#include "experiment/in_memory.hpp"
#include "pathway/compile.hpp"
#include "scenario/read.hpp"

namespace headwater {
namespace {

/// Days on which one entity, 10 years old on day 0, moves, starts or is interrupted; no place from day 10 to day 40.
std::vector<double> times(const std::string& race) {
  const Reading reading = read_text(
      "headwater: 1\nstart: 2026-01-01\nhorizon_days: 200\nattributes: {age_years: {law: constant, value: 10}}\n"
      "sources: {one: {days: [0], to: care}}\n"
      "tiers:\n  care:\n    capacity: 1\n    when_cut: interrupt\n    race: {" + race + "}\n"
      "exits: {out: {}}\nrun: {event_log: true}\n"
      "changes:\n  - {from: 2026-01-11, set: {tiers.care.capacity: 0}}\n  - {from: 2026-02-10, set: {tiers.care.capacity: 1}}\n",
      "model");
  EXPECT_TRUE(reading.ok()) << reading.diagnostics.text();
  return run_in_memory(compile(*reading.description)).records[0].log.time;
}

// Ten years are 3652.5 days: at_age_days 3672.5 is day 20, 3702.5 is day 50, 3712.5 is day 60.
TEST(InterruptedStay, EndsAtOnceWhenTheBirthdayHasPassed) {
  EXPECT_EQ(times("birthday: {at_age_days: 3672.5, exits: {out: 1}}"), (std::vector<double>{0, 0, 10, 40, 40}));
}

TEST(InterruptedStay, EndsOnABirthdayStillToCome) {
  EXPECT_EQ(times("birthday: {at_age_days: 3702.5, exits: {out: 1}}"), (std::vector<double>{0, 0, 10, 40, 50}));
}

TEST(InterruptedStay, IsOvertakenByABirthdayThatWouldHaveBeenTooLate) {
  // The stay of 40 days would have ended on day 40; with 30 days lost it would end on day 70, and the birthday is day 60.
  EXPECT_EQ(times("stay: {law: constant, value_days: 40, exits: {out: 1}}, birthday: {at_age_days: 3712.5, exits: {out: 1}}"),
            (std::vector<double>{0, 0, 10, 40, 60}));
}

TEST(InterruptedStay, ElseCarriesOnWithTheTimeLeft) {
  EXPECT_EQ(times("stay: {law: constant, value_days: 40, exits: {out: 1}}, birthday: {at_age_days: 3752.5, exits: {out: 1}}"),
            (std::vector<double>{0, 0, 10, 40, 70}));
}

}  // namespace
}  // namespace headwater
