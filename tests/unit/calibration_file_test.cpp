// Calibration files, good and bad: every fault is told, each at its place.
#include <gmock/gmock.h>

#include "support/calibrations.hpp"

namespace headwater::theory {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string model =
    "headwater: 1\nstart: 2026-04-01\nhorizon_days: 365\nsources: {in: {rate_per_day: 3, to: a}}\n"
    "tiers: {a: {capacity: 90, sojourn: {law: exponential, mean_days: 20}, exits: {out: 1}}}\nexits: {out: {}}\n"
    "run: {replications: 10, seed: 5, every: month}\n";
const std::string one_target = "targets:\n  - {output: occupancy.a, value: 60, error: 3}\n";
const std::string one_parameter = "parameters:\n  tiers.a.sojourn.mean_days: {low: 5, high: 50}\n";

std::string faults(const std::string& rest, const std::string& table = "") { return faults_of({{"model.yaml", model}, {"fit.yaml", "calibrates: model.yaml\n" + rest}, {"seen.csv", table}}); }

TEST(CalibrationFile, ReadsWhatItSays) {
  const CalibrationSpec spec = spec_of({{"model.yaml", model},
                                        {"seen.csv", "output,value,error,hold_out\noccupancy.a,60,3,false\n\"entries.a@2026-05\",90,9,true\n"},
                                        {"fit.yaml", "calibrates: model.yaml\ntargets_file: seen.csv\nparameters:\n  tiers.a.sojourn.mean_days: {low: 5, high: 50, prior: {law: normal, mean: 25, sd: 5}}\n"
                                                     "  sources.in.rate_per_day: {low: 5, high: 9}\nfit: {search: local, method: simplex, seed: 4}\nrun: {replications: 3}\n"}});
  EXPECT_EQ(spec.model, "model.yaml");
  EXPECT_EQ(spec.parameters[0].start, 20) << "the model's own value";
  EXPECT_EQ(spec.parameters[0].prior_mean, 25);
  EXPECT_EQ(spec.parameters[0].prior_sd, 5);
  EXPECT_EQ(spec.parameters[1].start, 7) << "the middle, since the model's value is outside";
  EXPECT_EQ(spec.targets[1].output, "entries.a@2026-05");
  EXPECT_TRUE(spec.targets[1].hold_out);
  EXPECT_FALSE(spec.targets[0].hold_out);
  EXPECT_TRUE(spec.fit.simplex);
  EXPECT_FALSE(spec.fit.global);
  EXPECT_EQ(spec.fit.most_evaluations, 200u);
  EXPECT_EQ(spec.base.run.replications, 3);
  EXPECT_EQ(faults(one_parameter + one_target), "");
}

TEST(CalibrationFile, SaysWhatStandsInTheWayOfExpectedNumbers) {
  const std::string asked = one_parameter + one_target + "fit: {inner: expected}\n";
  EXPECT_THAT(faults(asked), HasSubstr("fit.yaml:6:14: no expected numbers can be worked out: tier 'a' has a capacity, so that some may wait (with 'capacity: unlimited' and no 'patterns' nobody does); 'inner: simulation' fits any model"));
  EXPECT_EQ(faults(one_parameter + one_target + "fit: {inner: simulation}\n"), "");
  const auto reasons = [&](const std::string& sources, const std::string& tiers, const std::string& rest = "") {
    return faults_of({{"model.yaml", "headwater: 1\nstart: 2026-04-01\nhorizon_days: 365\nsources: {in: {" + sources + ", to: a}}\ntiers: {" + tiers + "}\nexits: {out: {}}\n" + rest + "run: {replications: 10}\n"},
                      {"fit.yaml", "calibrates: model.yaml\nparameters: {tiers.a.sojourn.mean_days: {low: 5, high: 50}}\ntargets: [{output: entries.a, value: 60, error: 3}, {output: wait_mean.a, value: 1, error: 1}]\nfit: {inner: expected}\n"}});
  };
  const std::string stay = "sojourn: {law: exponential, mean_days: 20}, exits: {out: 1}";
  EXPECT_THAT(reasons("rate_per_day: 3", "a: {" + stay + "}"), testing::AllOf(HasSubstr("fit.yaml:3:62: no expected numbers can be worked out: 'wait_mean' of target 'wait_mean.a' is known by simulation only"), Not(HasSubstr("tier 'a'"))));
  EXPECT_THAT(reasons("days: [1, 2]", "a: {" + stay + "}"), HasSubstr("source 'in' is no Poisson stream"));
  EXPECT_THAT(reasons("rate_per_day: 3, follows: {tier: a, numbers: [0, 9], factors: [1, 2]}", "a: {" + stay + "}"), HasSubstr("source 'in' follows tier 'a'"));
  EXPECT_THAT(reasons("rate_per_day: 3", "a: {needs: {staff: 1}, " + stay + "}", "resources: {staff: {capacity: 3}}\n"), HasSubstr("tier 'a' needs a resource"));
  EXPECT_THAT(reasons("rate_per_day: 3", "a: {patterns: [shift], " + stay + "}", "calendars: {shift: {cycle_hours: 24, steps: [{from_hours: 0, level: 0}, {from_hours: 8, level: 1}]}}\n"), HasSubstr("tier 'a' has a capacity"));
  EXPECT_THAT(reasons("rate_per_day: 3", "a: {sojourn: {law: exponential, mean_days: 20}, share_out: {by: cycle, to: [b, c]}}, b: {" + stay + "}, c: {" + stay + "}"), HasSubstr("tier 'a' shares out"));
  EXPECT_THAT(reasons("rate_per_day: 3", "a: {" + stay + "}", "changes: [{from: 2026-08-01, set: {tiers.a.capacity: 5}}]\n"), HasSubstr("tier 'a' has a capacity"));
}

TEST(CalibrationFile, NamesTheNearestOutput) {
  EXPECT_THAT(faults(one_parameter + "targets:\n  - {output: ocupancy.a, value: 60, error: 3}\n  - {output: occupancy.b, value: 60, error: 3}\n"),
              testing::AllOf(HasSubstr("fit.yaml:5:14: 'ocupancy.a' is no output: there is no series 'ocupancy' (did you mean 'occupancy'?)"), HasSubstr("fit.yaml:6:14: 'occupancy.b' is no output: there is no tier 'b'")));
}

TEST(CalibrationFile, RefusesATargetOutsideTheSimulatedTime) {
  EXPECT_THAT(faults(one_parameter + "targets: [{output: occupancy.a@2031, value: 60, error: 3}]\n"), HasSubstr("no reporting period begins in '2031'; the first begins on 2026-04-01, the last on 2027-03-01"));
}

TEST(CalibrationFile, RefusesRangesUpsideDownAndStartsOutside) {
  EXPECT_THAT(faults("parameters:\n  tiers.a.sojourn.mean_days: {low: 50, high: 5}\n  sources.in.rate_per_day: {low: 1, high: 5, start: 6}\n" + one_target),
              testing::AllOf(HasSubstr("fit.yaml:3:46: the range of 'tiers.a.sojourn.mean_days' is upside down: from 50 to 5"), HasSubstr("fit.yaml:4:53: 'start' of 'sources.in.rate_per_day' is outside its range from 1 to 5, found 6")));
}

TEST(CalibrationFile, RefusesErrorsThatAreNotAboveZero) {
  EXPECT_THAT(faults(one_parameter + "targets: [{output: occupancy.a, value: 60, error: -3}, {output: entries.a, value: 60, error: 0}]\n"),
              testing::AllOf(HasSubstr("'error' of 'occupancy.a' must be above 0, found -3"), HasSubstr("'error' of 'entries.a' must be above 0, found 0")));
}

TEST(CalibrationFile, RefusesWholeNumbersWithTheReason) {
  EXPECT_THAT(faults("parameters:\n  tiers.a.capacity: {low: 50, high: 95}\n" + one_target), HasSubstr("fit.yaml:3:3: 'tiers.a.capacity' takes whole numbers, and only what varies smoothly can be fitted"));
  EXPECT_THAT(faults("parameters:\n  tiers.a.capacity: {low: 50, high: 95, whole: true}\n" + one_target), HasSubstr("fit.yaml:3:48: 'tiers.a.capacity' takes whole numbers"));
}

TEST(CalibrationFile, RefusesRangesInWhichTheModelBreaks) {
  EXPECT_THAT(faults("parameters:\n  sources.in.rate_per_day: {low: -1, high: 5}\n" + one_target), HasSubstr("the model breaks within the range of 'sources.in.rate_per_day': at -1, 'rate_per_day' must be from 0"));
  EXPECT_THAT(faults("parameters:\n  tiers.c.sojourn.mean_days: {low: 1, high: 5}\n" + one_target), HasSubstr("fit.yaml:3:3: unknown name 'c'"));
}

TEST(CalibrationFile, WarnsOfMoreParametersThanTargets) {
  const std::string two = "parameters:\n  tiers.a.sojourn.mean_days: {low: 5, high: 50}\n  sources.in.rate_per_day: {low: 1, high: 5}\n";
  EXPECT_THAT(faults(two + one_target), HasSubstr("warning: 2 parameters are more than 1 fitted target: they cannot all be told apart"));
  EXPECT_THAT(faults(two + one_target + "  - {output: entries.a, value: 1000, error: 30}\n"), Not(HasSubstr("warning")));
  EXPECT_THAT(faults(two + one_target + "  - {output: entries.a, value: 1000, error: 30, hold_out: true}\n"), HasSubstr("warning"));
}

TEST(CalibrationFile, TellsFaultsOfATableInTheTable) {
  const std::string found = faults(one_parameter + "targets_file: seen.csv\n", "output,value,error,hold_out,sourc\r\noccupancy.a,6x,3,maybe,\r\noccupancy.aa@last,6,-3,false,\r\noccupancy.a,6,3\r\n");
  EXPECT_THAT(found, HasSubstr("seen.csv:1:29: unknown column 'sourc' of the targets (did you mean 'source'?)"));
  EXPECT_THAT(found, HasSubstr("seen.csv:2:13: '6x' under 'value' is no number"));
  EXPECT_THAT(found, HasSubstr("seen.csv:2:18: 'hold_out' must be true or false, found 'maybe'"));
  EXPECT_THAT(found, HasSubstr("seen.csv:3:1: 'occupancy.aa@last' is no output"));
  EXPECT_THAT(found, HasSubstr("seen.csv:3:21: 'error' of 'occupancy.aa@last' must be above 0"));
  EXPECT_THAT(found, HasSubstr("seen.csv:4:1: has 3 cells where the first line has 5"));
  EXPECT_THAT(faults(one_parameter + "targets_file: seen.csv\n", "output,value\noccupancy.a,3\n"), HasSubstr("seen.csv:1:1: no column is called 'error'"));
  EXPECT_THAT(faults(one_parameter + "targets_file: seen.csv\n", "output,value,error\n"), HasSubstr("the table has no targets"));
  EXPECT_THAT(faults(one_parameter + "targets_file: absent.csv\n"), HasSubstr("'absent.csv' in 'targets_file': no such file"));
}

TEST(CalibrationFile, NeedsTargetsToFitAndReplications) {
  EXPECT_THAT(faults(one_parameter), HasSubstr("the calibration has no targets"));
  EXPECT_THAT(faults(one_parameter + "targets: [{output: occupancy.a, value: 60, error: 3, hold_out: true}]\n"), HasSubstr("no target is left to fit: all are held out"));
  EXPECT_THAT(faults(one_parameter + one_target + "run: {replications: 1}\n"), HasSubstr("'replications' in 'run' must be at least 2"));
  EXPECT_THAT(faults(one_parameter + one_target + "fit: {most_evaluation: 9}\n"), HasSubstr("unknown key 'most_evaluation' in 'fit' (did you mean 'most_evaluations'?)"));
}

TEST(CalibrationFile, IsNeitherModelNorScenario) {
  const Reading reading = read_text("calibrates: model.yaml\n", "fit.yaml");
  EXPECT_THAT(reading.diagnostics.text(), HasSubstr("this is a calibration, neither a model nor a scenario: 'headwater calibrate' reads and does it"));
}

}  // namespace
}  // namespace headwater::theory
