// Load of shared resources, and the warnings of what cannot last.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "pathway/load_warnings.hpp"
#include "scenario/read.hpp"

namespace headwater {
namespace {

using testing::HasSubstr;

Reading read_lines(const std::string& lines) { return read_text("headwater: 1\nstart: 2026-04-06\nhorizon_days: 280\n" + lines, "model.yaml"); }

std::string warnings_of(const std::string& lines) {
  Reading reading = read_lines(lines);
  EXPECT_TRUE(reading.ok()) << reading.diagnostics.text(true);
  Diagnostics diagnostics;
  diagnostics.files = reading.diagnostics.files;
  warn_of_load(*reading.description, offered_load(*reading.description), diagnostics);
  return diagnostics.text();
}

// 40 of the 168 hours of a week: 2 nurses are 80 / 168 on average.
TEST(ResourceLoad, CountsCalendars) {
  const Reading reading = read_lines(R"(
calendars: {office: {week: [{days: [mon, tue, wed, thu, fri], from: "09:00", to: "17:00", level: 1}], otherwise: 0}}
resources: {nurse: {capacity: 2, patterns: [office]}}
sources: {new: {rate_per_day: 10, to: clinic}}
tiers: {clinic: {needs: {nurse: 1}, sojourn: {law: constant, value_hours: 3}, exits: {done: 1}}}
exits: {done: {}}
)");
  ASSERT_TRUE(reading.ok()) << reading.diagnostics.text(true);
  const ResourceLoad load = resource_load(*reading.description, offered_load(*reading.description))[0];
  EXPECT_NEAR(load.there, 80.0 / 168, 1e-12);
  EXPECT_NEAR(load.offered, 1.25, 1e-12);
  EXPECT_NEAR(load.utilisation, 2.625, 1e-12);
  EXPECT_FALSE(load.at_least);
}

// Of 2 a day, half go on to 'ward' with the bed that they keep, for 3 days; a third of those come back to 'ward' with it
// again and again, so ward is visited 1.5 times by each. Others come to ward without one: 5 a day.
TEST(ResourceLoad, FollowsWhatIsKept) {
  const Reading reading = read_lines(R"(
resources: {bed: {capacity: 20}, chair: {capacity: unlimited}}
sources: {new: {rate_per_day: 2, to: admission}, guests: {rate_per_day: 5, to: ward}}
tiers:
  admission: {needs: {bed: 2}, keeps: [bed], sojourn: {law: constant, value_days: 1}, exits: {ward: 1, done: 1}}
  ward: {keeps: [bed], sojourn: {law: constant, value_days: 3}, exits: {ward: 1, rest: 2}}
  rest: {needs: {chair: 1}, sojourn: {law: constant, value_days: 10}, exits: {done: 1}}
exits: {done: {}}
)");
  ASSERT_TRUE(reading.ok()) << reading.diagnostics.text(true);
  const std::vector<Load> loads = offered_load(*reading.description);
  EXPECT_NEAR(loads[1].carrying[0], 1 * 1.5 * 3, 1e-9);
  EXPECT_NEAR(loads[2].carrying[0], 1 * 10, 1e-9);
  const std::vector<ResourceLoad> of = resource_load(*reading.description, loads);
  EXPECT_NEAR(of[0].offered, 2 * 2 + 2 * 4.5 + 2 * 10, 1e-9);
  EXPECT_NEAR(of[0].utilisation, 33.0 / 20, 1e-9);
  EXPECT_TRUE(of[0].at_least);  // those who wait for a chair hold their bed
  EXPECT_NEAR(of[1].offered, 60, 1e-9);
  EXPECT_TRUE(std::isnan(of[1].utilisation));
}

TEST(LoadWarnings, AreOfResourcesThatAreAskedForTooMuch) {
  const std::string model = R"(resources: {nurse: {capacity: 1}}
sources: {new: {rate_per_day: 1.2, to: desk}}
tiers:
  desk: {needs: {nurse: 1}, ROOM sojourn: {law: constant, value_days: 1}, exits: {done: 1}}
exits: {done: {}}
)";
  const auto with = [&](const std::string& room) { return std::string(model).replace(model.find("ROOM"), 4, room); };
  EXPECT_EQ(warnings_of(with("")), "model.yaml:4:13: warning: more is asked of resource 'nurse' than there is (120 %): waiting lists will grow\n");
  EXPECT_EQ(warnings_of(with("waiting_room: 2, when_full: done,")), "");
  EXPECT_EQ(warnings_of(with("patience: {law: constant, value_days: 3, to: done},")), "");
  EXPECT_EQ(warnings_of(with("balk: {from: [3], probability: [0.9], to: done},")), "");
}

// Urgent work is half of the time that there is, or all of it where places are open half of the time.
TEST(LoadWarnings, AreOfClassesThatAreNeverServed) {
  const std::string model = R"(classes: {urgent: {priority: 2}, routine: {priority: 1}}
calendars: {half: {cycle_days: 2, steps: [{from_days: 0, level: 1}, {from_days: 1, level: 0}]}, full: {cycle_days: 2, steps: [{from_days: 0, level: 1}]}}
resources: {nurse: {capacity: 2, patterns: [CALENDAR]}}
sources: {a: {rate_per_day: 1.1, class: urgent, to: desk}, b: {rate_per_day: 0.1, class: routine, to: desk}}
tiers:
  desk: {PLACES, order: highest_first, ordered_by: class, sojourn: {law: constant, value_days: 1}, exits: {done: 1}}
exits: {done: {}}
)";
  const auto with = [&](const std::string& calendar, const std::string& places) {
    std::string text = model;
    text.replace(text.find("CALENDAR"), 8, calendar);
    return text.replace(text.find("PLACES"), 6, places);
  };
  const std::string routine = "model.yaml:9:3: warning: in tier 'desk' those of class 'routine' will hardly ever be served";
  EXPECT_EQ(warnings_of(with("full", "capacity: 2, patterns: [full]")), "");
  EXPECT_THAT(warnings_of(with("full", "capacity: 2, patterns: [half]")), HasSubstr(routine));
  EXPECT_EQ(warnings_of(with("full", "needs: {nurse: 1}")), "");
  EXPECT_THAT(warnings_of(with("half", "needs: {nurse: 1}")), HasSubstr(routine));
  EXPECT_EQ(warnings_of(with("half", "capacity: 2, patterns: [half], waiting_room: 1, when_full: done")), "");
}

}  // namespace
}  // namespace headwater
