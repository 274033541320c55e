// Common random numbers: how much of the variance of a difference pairing removes.
//
// Each case lives n = 400 paired replications of a base and of one whose service takes 10 % longer, under the same luck, and
// estimates F = (var a + var b) / var(a - b). A sample variance of normal values has a relative variance of 2 / (n - 1), from
// the law of chi-square, and long-run means are nearly normal; so ln F has a standard deviation of at most about 0.1, twice
// sqrt(1 / n). A bound on F then holds with a chance above 0.999 where the true factor is at least exp(0.31) = 1.36 times the
// bound, and fails with such a chance where the bound is 1.36 times the factor. The measured factors are printed, and
// recorded as properties of the test.
#include <gtest/gtest.h>

#include <iostream>

#include "results/output.hpp"
#include "statistics/paired.hpp"
#include "support/simulate.hpp"

namespace headwater::theory {
namespace {

/// The outputs of one name, paired.
PairedComparison compared(const Simulated& base, const Simulated& other, const std::string& name) {
  const auto values = [&](const Simulated& run) {
    const Output output(run.layout(), name);
    std::vector<double> all;
    for (const ReplicationRecord& record : run.records()) all.push_back(output.of(run.layout(), record.values));
    return all;
  };
  return compare_pairs(values(other), values(base));
}

void report(const std::string& what, double factor) {
  std::cout << "variance of the difference of " << what << ", over that with separate luck: 1 / " << factor << "\n";
  testing::Test::RecordProperty(what, std::to_string(factor));
}

TEST(Pairing, OfASingleServerAtHalfLoadRemovesNineTenths) {
  const Plan plan{.horizon = 2000, .replications = 400, .warm_up = 100};
  const auto run = [&](double mean) { return simulate(header(plan) + one_desk(0.5, exponential(mean), "1"), 2); };
  const Simulated base = run(1), longer = run(1.1);
  // The number in the system is that at the desk and that in the queue; the output is their sum.
  const auto number = [](const Simulated& of) {
    std::vector<double> all = of.by_replication("occupancy", "desk");
    const std::vector<double> waiting = of.by_replication("waiting", "desk");
    for (std::size_t i = 0; i < all.size(); ++i) all[i] += waiting[i];
    return all;
  };
  const PairedComparison pairs = compare_pairs(number(longer), number(base), 0.999);
  // rho / (1 - rho): 0.55 / 0.45 - 0.5 / 0.5.
  EXPECT_NEAR(pairs.difference.mean, 0.55 / 0.45 - 1, pairs.difference.half_width);
  report("mean number in M/M/1 at load 0.5 and 0.55", *pairs.variance_reduction);
  EXPECT_GE(*pairs.variance_reduction, 10);
}

TEST(Pairing, WithPlacesForAllRemovesNearlyAll) {
  const Plan plan{.horizon = 200, .replications = 400, .warm_up = 300};
  const auto run = [&](double mean) { return simulate(header(plan) + one_desk(10, lognormal(mean, 1.5 * mean), "unlimited"), 2); };
  const PairedComparison pairs = compared(run(10), run(11), "occupancy.desk");
  // Little's law: 10 a day for 1 day longer. A fraction of a thousandth of the stays is longer than the warm-up.
  EXPECT_NEAR(pairs.difference.mean, 10, 0.05);
  report("mean number in M/G/infinity", *pairs.variance_reduction);
  EXPECT_GE(*pairs.variance_reduction, 20);
}

// That the factor is due to pairing: with another seed for the other side there is none.
TEST(Pairing, OfSeparateLuckRemovesNothing) {
  const auto run = [](double mean, std::uint64_t seed) {
    return simulate(header({.horizon = 200, .replications = 400, .warm_up = 100, .seed = seed}) + one_desk(10, exponential(mean), "unlimited"), 2);
  };
  const PairedComparison pairs = compared(run(10, test_seed), run(11, test_seed + 1), "occupancy.desk");
  // The correlation of independent normal values has the standard deviation 1 / sqrt(n - 1): 0.05; the bound is 4 of them.
  EXPECT_LT(std::abs(*pairs.correlation), 0.2);
  EXPECT_GT(*pairs.variance_reduction, 0.8);
  EXPECT_LT(*pairs.variance_reduction, 1.25);
}

// The shipped scenarios, as `headwater compare` takes them; what is found is printed, and promised nowhere.
TEST(Pairing, OfTheCouncilScenarios) {
  const auto records = [](const std::string& name) {
    Reading reading = read_file(std::string(HEADWATER_SOURCE_DIR) + "/scenarios/" + name + ".yaml", RunOverrides{20, std::nullopt});
    EXPECT_TRUE(reading.ok()) << reading.diagnostics.text();
    return Simulated(run_in_memory(compile(*reading.description), 2));
  };
  const Simulated base = records("baseline");
  for (const char* scenario : {"more-early-help", "higher-thresholds", "fewer-workers"}) {
    const Simulated other = records(scenario);
    for (const char* output : {"entries.front_door", "occupancy.early_help", "occupancy.in_need_plan", "occupancy.foster_care", "waiting.assessment", "exits.adopted"}) {
      const PairedComparison pairs = compared(base, other, output);
      ASSERT_TRUE(pairs.variance_reduction.has_value()) << scenario << " " << output;
      report(std::string(scenario) + " " + output, *pairs.variance_reduction);
      EXPECT_GT(*pairs.variance_reduction, 0);
    }
  }
}

}  // namespace
}  // namespace headwater::theory
