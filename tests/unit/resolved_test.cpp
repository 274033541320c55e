// The resolved model that travels in a results file reads back as what was simulated.
#include <gtest/gtest.h>

#include <string>

#include "scenario/read.hpp"
#include "support/same_description.hpp"
#include "support/shipped_files.hpp"

namespace headwater {
namespace {

void expect_round_trip(const Reading& reading, const std::string& what) {
  SCOPED_TRACE(what);
  ASSERT_TRUE(reading.ok()) << reading.diagnostics.text(true);
  const Reading again = read_text(reading.description->resolved, "resolved.yaml");
  ASSERT_TRUE(again.ok()) << again.diagnostics.text(true) << reading.description->resolved;
  EXPECT_EQ(first_difference(*reading.description, *again.description), "");
  EXPECT_EQ(again.description->resolved, reading.description->resolved);
}

TEST(Resolved, ReadsBackForEveryShippedFile) {
  ASSERT_GE(shipped_files().size(), 10u);
  for (const std::string& path : shipped_files()) expect_round_trip(read_file(path), path);
}

// Every part of the language that is simulated, with changes, and texts that need their quotes.
TEST(Resolved, ReadsBackWithEveryPart) {
  const std::string yaml = R"(headwater: 1
title: "a title: with a \"quote\", a # and a \\"
about: |
  two
  lines
start: 2026-04-01
end: 2028-04-01
year_begins_month: 9
attributes:
  need: {law: lognormal, mu: -1.5e-1, sigma: 0.8}
  age_years: {law: uniform, low: 0, high: 18}
sources:
  stream: {rate_per_week: 3.3, to: gate, attributes: {need: {law: constant, value: 2}}, source: "null"}
  listed: {dates: [2026-05-01, 2026-05-01], to: gate}
  moments: {days: [0.5, 3], to: home}
tiers:
  gate: {kind: gate, capacity: 3, when_cut: interrupt, sojourn: {law: gamma, mean_hours: 12, sd_hours: 6}, decide: {on: need, below: [0.1, 1], to: [leave, care, home]}}
  home: {kind: home, sojourn: {law: weibull, median_weeks: 9, p90_weeks: 40}, exits: {leave: 1, gate: 0}}
  care: {kind: placement, race: {ends: {hazard_per_year: 0.7, exits: {leave: 1}}, grows: {at_age_years: 18, exits: {leave: 1}}}}
exits:
  leave: {returns: {probability: 0.25, after: {law: empirical, values_days: [3, 1, 2], weights: [1, 2, 3]}, to: gate}}
groups: {level: {on: need, below: [1], labels: ["1", "more: or less"]}}
report: {by: [level]}
money:
  price_year: 2025/26
  discount_rate: 0.03
  lines:
    nights: {tiers: [care, home], cost_gbp_per_week: 765.5, cost_gbp_per_start: 3, inflation_per_year: {2026/27: 0.04, 2027/28: 0.03}, source: "a: b"}
    team: {fixed_gbp_per_year: 480000, inflation_per_year: 0.02, from: 2026-05-01, to: 2027-05-01, bearer: health}
run: {replications: 3, seed: 18446744073709551615, every: quarter, warm_up_weeks: 2, event_log: true, generator: philox}
changes:
  - {from: 2026-06-01, set: {tiers.gate.decide.below: [0.2, 2], exits.leave.returns.probability: 0.5}}
  - {from: 2026-07-01, over_days: 3, set: {sources.stream.rate_per_week: 6.6}}
)";
  const Reading reading = read_text(yaml, "all.yaml");
  expect_round_trip(reading, "every part");
  ASSERT_TRUE(reading.ok());
  EXPECT_EQ(reading.description->revisions.size(), 5u);  // two elements on one day, then three steps
}

TEST(Resolved, HoldsWhatTheScenarioChanged) {
  const Reading reading = read_file(std::string(HEADWATER_SOURCE_DIR) + "/scenarios/fewer-workers.yaml");
  ASSERT_TRUE(reading.ok()) << reading.diagnostics.text();
  ASSERT_EQ(reading.diagnostics.files.size(), 2u);
  EXPECT_TRUE(reading.diagnostics.files[0].name.ends_with("scenarios/fewer-workers.yaml"));
  EXPECT_TRUE(reading.diagnostics.files[1].name.ends_with("models/english-council-simple.yaml"));
  const Reading again = read_text(reading.description->resolved, "resolved.yaml");
  EXPECT_EQ(again.diagnostics.files.size(), 1u) << "it extends nothing";
}

TEST(Resolved, ReadsBackWithControlCharactersInTexts) {
  const std::string yaml = "headwater: 1\ntitle: \"a\\x07b\\x85c\"\nstart: 2026-04-01\nhorizon_days: 9\nsources: {new: {rate_per_day: 1, to: a}}\n"
                           "tiers: {a: {sojourn: {law: constant, value_days: 1}, exits: {out: 1}}}\nexits: {out: {}}\n";
  expect_round_trip(read_text(yaml, "bell.yaml"), "control characters");
}

}  // namespace
}  // namespace headwater
