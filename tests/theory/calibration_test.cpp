// Calibrations of models whose parameters are known, because the targets were simulated with them.
//
// Reality is two tiers without limits, one after the other: 2 a day come, stay 15 days (exponential), then 25 (lognormal).
// Each target is from a history of its own, so that the errors of targets are independent, as the fit assumes.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <iostream>

#include "experiment/in_memory.hpp"
#include "experiment/point_models.hpp"
#include "expected/expected.hpp"
#include "pathway/compile.hpp"
#include "results/results_error.hpp"
#include "scenario/number.hpp"
#include "scenario/sweep.hpp"
#include "support/calibrations.hpp"

namespace headwater::theory {
namespace {

const std::string model =
    "headwater: 1\nstart: 2026-04-01\nhorizon_days: 360\n"
    "sources: {in: {rate_per_day: 2, to: a}}\n"
    "tiers:\n"
    "  a: {sojourn: {law: exponential, mean_days: 15}, exits: {b: 1}}\n"
    "  b: {sojourn: {law: lognormal, mean_days: 25, sd_days: 20}, exits: {out: 1}}\n"
    "exits: {out: {}}\n"
    "run: {replications: 5, seed: 1, every: whole_run, warm_up_days: 200}\n";

const std::vector<std::string> outputs{"entries.a", "occupancy.a", "entries.b", "occupancy.b", "exits.out", "departures.a"};  // the last is held out
const std::vector<double> truth{2, 15, 25};
constexpr std::size_t repetitions = 80;

const std::string parameters =
    "calibrates: model.yaml\n"
    "parameters:\n"
    "  sources.in.rate_per_day: {low: 1, high: 4, start: 3}\n"
    "  tiers.a.sojourn.mean_days: {low: 5, high: 40, start: 30}\n"
    "  tiers.b.sojourn.mean_days: {low: 10, high: 60, start: 50}\n";

/// One output in each of so many histories of reality.
std::vector<double> seen(const std::string& output, std::int64_t histories, std::uint64_t seed) {
  Description description = *read_text(model, "model.yaml").description;
  description.run.replications = histories;
  description.run.seed = seed;
  const Outcome outcome = run_in_memory(compile(description), 2);
  const Output found(outcome.layout, output);
  std::vector<double> values;
  for (const ReplicationRecord& record : outcome.records) values.push_back(found.of(outcome.layout, record.values));
  return values;
}

double sd_of(const std::vector<double>& values) {
  double sum = 0, squares = 0;
  for (const double value : values) sum += value;
  const double mean = sum / static_cast<double>(values.size());
  for (const double value : values) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

std::string targets(const std::vector<double>& values, const std::vector<double>& errors) {
  std::string text = "targets:\n";
  for (std::size_t k = 0; k < outputs.size(); ++k)
    text += "  - {output: " + outputs[k] + ", value: " + std::to_string(values[k]) + ", error: " + std::to_string(errors[k]) + (k + 1 == outputs.size() ? ", hold_out: true}\n" : "}\n");
  return text;
}

void covers_the_truth(const std::string& inner) {
  // 80 times: other targets and another luck of the fit. For each parameter
  // - 95 % intervals cover the truth in 69 or more: a coverage of 95 % fails in 6 of 10,000 cases, one of 80 % in 90 %;
  // - the sum of squares of (fitted - truth) / standard error is chi-square with 80 degrees of freedom, between its quantiles
  //   at 0.0005 and 0.9995: standard errors that are too small by 40 % or too large by 50 % fail nearly always.
  // The same bounds hold for what was held out, by its error and the spread of the draws.
  std::vector<double> errors;
  for (std::size_t k = 0; k < outputs.size(); ++k) errors.push_back(sd_of(seen(outputs[k], 400, 900 + k)));
  std::vector<std::size_t> covered(truth.size(), 0);
  std::vector<double> squares(truth.size(), 0);
  double sums = 0, held_out = 0;
  for (std::size_t repetition = 0; repetition < repetitions; ++repetition) {
    std::vector<double> values;
    for (std::size_t k = 0; k < outputs.size(); ++k) values.push_back(seen(outputs[k], 1, 10'000 + 10 * repetition + k)[0]);
    RunOverrides luck;
    luck.seed = 50'000 + repetition;
    const CalibrationResult result = calibrated(spec_of({{"model.yaml", model}, {"fit.yaml", parameters + targets(values, errors) + "fit: {search: local, draws: 30, inner: " + inner + "}\n"}}, luck));
    ASSERT_TRUE(result.complete);
    EXPECT_TRUE(result.uncertainty.weak.empty());
    sums += result.fitted.value;
    held_out += result.held_out.value;
    for (std::size_t i = 0; i < truth.size(); ++i) {
      const FittedParameter& one = result.parameters[i];
      covered[i] += one.interval_low <= truth[i] && truth[i] <= one.interval_high ? 1 : 0;
      squares[i] += (one.value - truth[i]) * (one.value - truth[i]) / (one.standard_error * one.standard_error);
    }
  }
  const Law chi_square = *gamma_law(repetitions / 2.0, 2).law;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    testing::Test::RecordProperty("covered_" + inner + "_" + std::to_string(i), static_cast<int>(covered[i]));
    std::cout << "parameter " << i << ": covered in " << covered[i] << " of " << repetitions << ", sum of squares " << squares[i] << "\n";
    EXPECT_GE(covered[i], 69u) << i;
    EXPECT_GT(squares[i], chi_square.quantile(0.0005)) << i;
    EXPECT_LT(squares[i], chi_square.quantile(0.9995)) << i;
  }
  EXPECT_GT(held_out, chi_square.quantile(0.0005));
  EXPECT_LT(held_out, chi_square.quantile(0.9995));
  std::cout << "held out: sum of squares " << held_out << "\n";
  std::cout << "mean chi-square of the fits " << sums / repetitions << " (2 degrees of freedom)\n";
}

TEST(Calibration, CoversTheTruthAsOftenAsItSays) { covers_the_truth("simulation"); }
TEST(Calibration, CoversTheTruthAsOftenWithoutNoise) { covers_the_truth("expected"); }

/// Occupancy alone: only the product of rate and mean stay acts.
const Texts product_only{
    {"model.yaml", "headwater: 1\nstart: 2026-04-01\nhorizon_days: 365\nsources: {in: {rate_per_day: 3, to: a}}\n"
                   "tiers: {a: {sojourn: {law: exponential, mean_days: 20}, exits: {out: 1}}}\nexits: {out: {}}\n"
                   "run: {replications: 10, seed: 5, every: month, warm_up_days: 300}\n"},
    {"fit.yaml", "calibrates: model.yaml\n"
                 "parameters:\n  sources.in.rate_per_day: {low: 1, high: 10}\n  tiers.a.sojourn.mean_days: {low: 5, high: 50}\n"
                 "targets:\n"
                 "  - {output: occupancy.a@2026-04, value: 60, error: 3}\n"
                 "  - {output: occupancy.a@2026-08, value: 61, error: 3}\n"
                 "  - {output: occupancy.a@2026-12, value: 60, error: 3}\n"
                 "  - {output: entries.a, value: 1095, error: 33, hold_out: true}\n"
                 "fit: {draws: 20, inner: simulation}\n"}};

TEST(Calibration, SaysWhichParametersCannotBeToldApart) {
  const CalibrationResult result = calibrated(spec_of(product_only));
  ASSERT_EQ(result.uncertainty.weak.size(), 1u);
  const std::vector<double>& along = result.uncertainty.weak[0].components;
  EXPECT_LT(along[0] * along[1], 0) << "one goes up as the other goes down";
  // Along the hyperbola of one product, relative changes are equal and opposite; slopes are within some tenths of theirs.
  const double ratio = -(along[0] * 9 / result.parameters[0].value) / (along[1] * 45 / result.parameters[1].value);
  EXPECT_GT(ratio, 0.6);
  EXPECT_LT(ratio, 1.7);
  EXPECT_TRUE(result.parameters[0].weak);
  EXPECT_TRUE(result.parameters[1].weak);
  EXPECT_NEAR(result.parameters[0].value * result.parameters[1].value, 60, 4) << "but the product is known";
}

TEST(Calibration, TellsThemApartOnceTheirEntriesAreATarget) {
  Texts texts = product_only;
  std::string& file = texts["fit.yaml"];
  file.replace(file.find(", hold_out: true"), 16, "");
  const CalibrationResult result = calibrated(spec_of(texts));
  EXPECT_TRUE(result.uncertainty.weak.empty());
  EXPECT_NEAR(result.parameters[0].value, 3, 3 * result.parameters[0].standard_error);
  EXPECT_NEAR(result.parameters[1].value, 20, 3 * result.parameters[1].standard_error);
  EXPECT_LT(result.parameters[0].standard_error, 0.15);
}

TEST(Calibration, LetsAPriorDecideWhatTheTargetsLeaveOpen) {
  Texts texts = product_only;
  std::string& file = texts["fit.yaml"];
  file.replace(file.find("{low: 1, high: 10}"), 18, "{low: 1, high: 10, prior: {law: normal, mean: 4, sd: 0.2}}");
  const CalibrationResult result = calibrated(spec_of(texts));
  EXPECT_EQ(result.uncertainty.weak.size(), 1u) << "the targets alone still do not tell";
  const double by_chance = 9 * std::sqrt(result.uncertainty.covariance[0][0] - result.uncertainty.of_targets[0][0]);
  EXPECT_NEAR(result.parameters[0].value, 4, 3 * by_chance) << "nothing pulls it from the mean of its prior but the chance of the simulation";
  EXPECT_LT(by_chance, 0.15) << "too much chance to see 3.5, where the search without a prior ends";
  EXPECT_NEAR(result.parameters[0].standard_error, 0.2, 0.03);
  EXPECT_NEAR(result.parameters[1].value, 15, 3 * result.parameters[1].standard_error);
  EXPECT_LT(result.parameters[1].standard_error, 1.5) << "5 % of the prior, 3 % of the targets, chance";
  EXPECT_FALSE(result.parameters[1].weak);
}

TEST(Calibration, SaysWhenTheTargetsAreNotMet) {
  // An occupancy of 60 and of 120 in one steady state cannot both be.
  Texts texts = product_only;
  std::string& file = texts["fit.yaml"];
  file.replace(file.find("value: 61"), 9, "value: 120");
  const CalibrationResult result = calibrated(spec_of(texts));
  EXPECT_TRUE(result.unmet());
  EXPECT_LT(result.fitted.chance, 0.001);
  EXPECT_FALSE(calibrated(spec_of(product_only)).unmet());
}

TEST(Calibration, RefusesATargetWithoutAValue) {
  Texts texts = product_only;
  std::string& file = texts["fit.yaml"];
  texts["model.yaml"].replace(texts["model.yaml"].find("{rate_per_day: 3, to: a}"), 24, "{rate_per_day: 3, to: a}, none: {rate_per_day: 0, to: c}");
  texts["model.yaml"].replace(texts["model.yaml"].find("exits: {out: 1}}}"), 17, "exits: {out: 1}}, c: {capacity: 1, sojourn: {law: exponential, mean_days: 2}, exits: {out: 1}}}");
  file.replace(file.find("entries.a"), 9, "wait_mean.c");
  try {
    calibrated(spec_of(texts));
    FAIL() << "nobody ever comes to 'c'";
  } catch (const ResultsError& error) {
    EXPECT_NE(std::string(error.what()).find("target 'wait_mean.c' has no value near the best values"), std::string::npos) << error.what();
  }
}

/// The same by expected numbers.
Texts by_expected_numbers() {
  Texts texts = product_only;
  std::string& file = texts["fit.yaml"];
  file.replace(file.find(", inner: simulation"), 19, "");
  return texts;
}

TEST(Calibration, RecoversByExpectedNumbersTheParametersThatMadeThem) {
  // Targets are what a model with a loop, a birthday, a dated change and two attributes leads to, without noise: the fit must
  // find the parameters again, to far within its errors, from somewhere else in their ranges.
  const auto with = [](const std::string& rate, const std::string& mean, const std::string& weight, const std::string& later) {
    return "headwater: 1\nstart: 2026-04-01\nhorizon_days: 730\nattributes: {age_years: {law: empirical, values: [15, 16.5, 17.2]}, need: {law: lognormal, mu: 0, sigma: 0.8}}\n"
           "sources: {in: {rate_per_day: " + rate + ", to: door}}\n"
           "tiers:\n"
           "  door: {kind: gate, sojourn: {law: uniform, low_days: 1, high_days: 9}, decide: {on: need, below: [0.7], to: [out, help]}}\n"
           "  help: {race: {ends: {law: gamma, mean_days: " + mean + ", sd_days: 40, exits: {door: " + weight + ", out: 70}}, adult: {at_age_years: 18, exits: {grown: 1}}}}\n"
           "exits: {out: {}, grown: {}}\n"
           "changes:\n  - {from: 2027-04-01, set: {sources.in.rate_per_day: " + later + "}}\n"
           "run: {replications: 3, seed: 1, every: quarter, warm_up_days: 365}\n";
  };
  const std::string reality = with("3.7", "55", "22", "5"), elsewhere = with("3", "80", "40", "5");
  const std::vector<std::string> names{"entries.door@2026/27", "occupancy.help@2026/27", "moves.help -> door (ends)@2026/27", "exits.grown@2027/28", "occupancy_end.help@last"};
  const PointModel true_model = compiled_without_log(*read_text(reality, "model.yaml").description);
  const ReplicationRecord record = expected_record(*read_text(reality, "model.yaml").description, true_model.model, true_model.layout, 2);
  std::string file = "calibrates: model.yaml\nparameters:\n  sources.in.rate_per_day: {low: 2, high: 6}\n  tiers.help.race.ends.mean_days: {low: 30, high: 120}\n  tiers.help.race.ends.exits.door: {low: 5, high: 60}\ntargets:\n";
  for (const std::string& name : names) {
    const double value = Output(true_model.layout, name).of(true_model.layout, record.values);
    file += "  - {output: '" + name + "', value: " + to_text(value) + ", error: " + to_text(0.02 * value) + "}\n";
  }
  const CalibrationResult result = calibrated(spec_of({{"model.yaml", elsewhere}, {"fit.yaml", file + "fit: {inner: expected, draws: 10}\n"}}));
  EXPECT_TRUE(result.inner.expected);
  EXPECT_LT(result.inner.moved_by_half, 0.02);
  EXPECT_LT(result.sum_of_squares, 0.02);
  const std::vector<double> made_with{3.7, 55, 22};
  for (std::size_t i = 0; i < made_with.size(); ++i) EXPECT_NEAR(result.parameters[i].value, made_with[i], 0.1 * result.parameters[i].standard_error) << result.parameters[i].path;
  for (const FittedTarget& target : result.targets) {
    EXPECT_NEAR(*target.expected, target.seen, 0.1 * target.error) << target.output;
    EXPECT_NE(target.model, *target.expected) << "what is shown as the model is simulated";
    EXPECT_FALSE(target.astray) << target.output;
  }
}

TEST(Calibration, SaysWithoutNoiseWhichParametersCannotBeToldApart) {
  const CalibrationResult result = calibrated(spec_of(by_expected_numbers()));
  EXPECT_TRUE(result.inner.expected);
  ASSERT_EQ(result.uncertainty.weak.size(), 1u);
  const std::vector<double>& along = result.uncertainty.weak[0].components;
  const double ratio = -(along[0] * 9 / result.parameters[0].value) / (along[1] * 45 / result.parameters[1].value);
  EXPECT_NEAR(ratio, 1, 0.02) << "along the hyperbola of one product";
  EXPECT_NEAR(result.parameters[0].value * result.parameters[1].value, 60.33, 0.1) << "the mean of the targets";
}

TEST(Calibration, SimulatesWhereExpectedNumbersCannotBeHad) {
  Texts texts = by_expected_numbers();
  std::string& model_text = texts["model.yaml"];
  model_text.replace(model_text.find("{a: {sojourn"), 12, "{a: {capacity: 500, sojourn");
  const CalibrationResult result = calibrated(spec_of(texts));
  EXPECT_FALSE(result.inner.expected);
  EXPECT_NE(result.inner.why_simulated.find("tier 'a' has a capacity"), std::string::npos) << result.inner.why_simulated;
  EXPECT_FALSE(result.targets[0].expected);
}

std::string everything(const CalibrationSpec& spec, const CalibrationResult& result) {
  std::string text = fitted_scenario(spec, result, "fitted.yaml", "fit.yaml") + draws_table(result);
  for (const FittedParameter& one : result.parameters) text += std::to_string(std::bit_cast<std::uint64_t>(one.standard_error)) + "\n";
  for (const FittedTarget& one : result.targets) text += std::to_string(std::bit_cast<std::uint64_t>(one.place)) + " " + std::to_string(std::bit_cast<std::uint64_t>(one.surprise)) + "\n";
  return text + std::to_string(std::bit_cast<std::uint64_t>(result.sum_of_squares));
}

TEST(Calibration, HasTheSameBitsOnAnyNumberOfThreads) {
  for (const Texts& texts : {product_only, by_expected_numbers()}) {
    const CalibrationSpec spec = spec_of(texts);
    const std::string one = everything(spec, calibrated(spec, 1));
    EXPECT_EQ(everything(spec, calibrated(spec, 2)), one);
    EXPECT_EQ(everything(spec, calibrated(spec, 7)), one);
  }
}

/// Stopped again and again, each time after so many replications or expectations.
void carries_on(const CalibrationSpec& spec, std::size_t each) {
  const CalibrationResult whole = calibrated(spec);
  const Folder folder;
  RunJob job;
  job.output = folder.file("fitted.yaml");
  job.threads = 2;
  std::size_t stops = 0, evaluations = 0;
  CalibrationResult result;
  while (!result.complete) {
    ASSERT_LT(stops, 20u);
    std::size_t asked = 0;
    job.resume = stops > 0;
    job.stopped = [&] { return ++asked > each; };
    result = calibrate(spec, job);
    EXPECT_EQ(result.resumed, evaluations) << "what was evaluated before is read, not simulated anew";
    EXPECT_GT(result.evaluations, evaluations);
    evaluations = result.evaluations;
    stops += result.complete ? 0 : 1;
  }
  EXPECT_GT(stops, 2u);
  EXPECT_EQ(result.evaluations, whole.evaluations);
  EXPECT_EQ(everything(spec, result), everything(spec, whole));
  EXPECT_FALSE(std::filesystem::exists(journal_path(job.output)));
}

TEST(Calibration, CarriesOnWhereItWasStopped) { carries_on(spec_of(product_only), 300); }
TEST(Calibration, CarriesOnWithExpectedNumbersWhereItWasStopped) { carries_on(spec_of(by_expected_numbers()), 80); }

TEST(Calibration, KeepsTheBestSoFarWhenStopped) {
  const CalibrationSpec spec = spec_of(product_only);
  const Folder folder;
  RunJob job;
  job.output = folder.file("fitted.yaml");
  std::size_t asked = 0;
  job.stopped = [&] { return ++asked > 600; };
  const CalibrationResult result = calibrate(spec, job);
  EXPECT_FALSE(result.complete);
  ASSERT_EQ(result.parameters.size(), 2u);
  EXPECT_NEAR(result.parameters[0].value * result.parameters[1].value, 60, 12) << "near the hyperbola, though not at its best";
  EXPECT_TRUE(std::filesystem::exists(journal_path(job.output)));
}

TEST(Calibration, GivesDrawsThatASweepReads) {
  const CalibrationSpec spec = spec_of(product_only);
  const CalibrationResult result = calibrated(spec);
  Texts texts = product_only;
  texts["posterior.csv"] = draws_table(result);
  texts["sweep.yaml"] = "sweeps: model.yaml\ndesign: {kind: listed, file: posterior.csv}\n";
  const SweepReading sweep = read_sweep("sweep.yaml", reader_of(texts));
  ASSERT_TRUE(sweep.spec);
  EXPECT_EQ(sweep.spec->listed, result.draws);
  EXPECT_EQ(sweep.spec->parameters[1].path, "tiers.a.sojourn.mean_days");
  for (const std::vector<double>& draw : result.draws) {
    EXPECT_TRUE(draw[0] >= 1 && draw[0] <= 10);
    EXPECT_TRUE(draw[1] >= 5 && draw[1] <= 50);
  }
}

}  // namespace
}  // namespace headwater::theory
