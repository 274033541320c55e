#include "experiment/until.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <random>

#include "experiment/run_to_file.hpp"
#include "results/recorder.hpp"
#include "results/results_reader.hpp"
#include "support/simulate.hpp"

namespace headwater {
namespace {

using testing::HasSubstr;

std::string model(const std::string& run, double rate = 1) {
  return "headwater: 1\nstart: 2026-04-01\nhorizon_days: 200\n" + theory::one_desk(rate, theory::exponential(0.5), "1") + "run: {" + run + "}\n";
}

Description description_of(const std::string& yaml) {
  Reading reading = read_text(yaml, "test.yaml");
  if (!reading.ok()) throw std::invalid_argument(reading.diagnostics.text(true));
  return std::move(*reading.description);
}

Plan plan_of(const std::vector<std::string>& models) {
  Plan plan{{}, "test", {}};
  for (const std::string& yaml : models) plan.scenarios.push_back({"scenario " + std::to_string(plan.scenarios.size()), description_of(yaml)});
  return plan;
}

class UntilTest : public testing::Test {
 protected:
  void TearDown() override {
    for (const std::string end : {"", ".journal"}) std::filesystem::remove(path_ + end);
  }
  RunResult run(const Plan& plan, int threads, std::size_t stop_after = 0, bool resume = false) {
    RunJob job;
    job.output = path_;
    job.threads = threads;
    job.force = !resume;
    job.resume = resume;
    std::size_t finished = 0;
    job.progress = [&](const RunProgress&) { ++finished; };
    job.stopped = [&] { return stop_after > 0 && finished >= stop_after; };
    return run_to_file(plan, job);
  }
  const std::string path_ = (std::filesystem::temp_directory_path() / ("until_test_" + std::to_string(getpid()) + ".h5")).string();
};

const char* const goals = "replications: 500, until: [{output: wait_mean.desk, relative: 0.1}, {output: entries.desk, half_width: 5}]";

/// The n that the rule asks for, worked out from all replications at once: the first after which both goals are met for it
/// and for as many more as the look-ahead has.
std::size_t by_hand(const std::vector<double>& waits, const std::vector<double>& entries) {
  const auto met = [&](std::size_t n) {
    const Estimate wait = estimate(std::span(waits).first(n)), entry = estimate(std::span(entries).first(n));
    return n >= 3 && wait.half_width <= 0.1 * wait.mean && entry.half_width <= 5;
  };
  for (std::size_t n = 3; n + look_ahead_after(n, 5) <= waits.size(); ++n) {
    bool stays = true;
    for (std::size_t i = n; i <= n + look_ahead_after(n, 5); ++i) stays = stays && met(i);
    if (stays) return n + look_ahead_after(n, 5);
  }
  return waits.size();
}

TEST_F(UntilTest, StopsWhereTheRuleSaysWhateverTheThreads) {
  const theory::Simulated all = theory::simulate(model("replications: 200, every: whole_run"), 2);
  const std::size_t expected = by_hand(all.by_replication("wait_mean", "desk"), all.by_replication("entries", "desk"));
  ASSERT_GT(expected, 8u);
  ASSERT_LT(expected, 200u);
  const Plan plan = plan_of({model(std::string(goals) + ", every: whole_run")});
  std::string hash;
  for (const int threads : {1, 2, 7}) {
    const RunResult result = run(plan, threads);
    EXPECT_TRUE(result.complete);
    EXPECT_EQ(result.replications, expected) << threads << " threads";
    EXPECT_EQ(result.not_precise, "");
    if (hash.empty()) hash = result.content_hash;
    EXPECT_EQ(result.content_hash, hash) << threads << " threads";
  }
  const ResultsReader results(path_);
  EXPECT_EQ(results.facts().replications, expected);
  EXPECT_EQ(results.facts().precision, "reached after " + std::to_string(expected) + " replications: wait_mean.desk within 10 %, entries.desk within 5 at 95 % confidence");
}

TEST_F(UntilTest, StopsAtTheSameNumberAfterInterruptions) {
  const Plan plan = plan_of({model(goals), model(goals, 1.2)});
  const RunResult whole = run(plan, 1);
  ASSERT_TRUE(whole.complete);
  ASSERT_GT(whole.replications, 10u);
  for (const std::size_t first : {1, 2, 5, 11, 16}) {
    for (const int threads : {1, 3}) {
      std::filesystem::remove(path_);
      const RunResult part = run(plan, threads, first);
      ASSERT_FALSE(part.complete);
      ASSERT_GE(part.done, first);
      ASSERT_FALSE(run(plan, threads, 3, true).complete);
      const RunResult rest = run(plan, 2, 0, true);
      EXPECT_TRUE(rest.complete);
      EXPECT_EQ(rest.replications, whole.replications);
      EXPECT_EQ(rest.content_hash, whole.content_hash) << "stopped after " << first << " on " << threads << " threads";
    }
  }
}

TEST_F(UntilTest, OfSeveralScenariosTheDifferencesMustBePrecise) {
  const std::string goal = "replications: 60, until: [{output: entries.desk, half_width: 0.001}]";
  const RunResult same = run(plan_of({model(goal), model(goal)}), 2);
  EXPECT_EQ(same.not_precise, "") << "equal scenarios differ by exactly 0";
  EXPECT_EQ(same.replications, 3u + 5u) << "the smallest number, and the look-ahead";
  EXPECT_THAT(ResultsReader(path_).facts().precision, HasSubstr("differences of entries.desk within 0.001"));
  const RunResult alone = run(plan_of({model(goal)}), 2);
  EXPECT_EQ(alone.replications, 60u);
  EXPECT_THAT(alone.not_precise, HasSubstr("not reached after 60 replications: entries.desk within 0.001 at 95 % confidence"));
  EXPECT_EQ(ResultsReader(path_).facts().precision, alone.not_precise);
}

TEST(Until, TakesReplicationsInTheirOrderWhateverTheOrderOfArrival) {
  const Description description = description_of(model(std::string(goals) + ", every: whole_run"));
  const Outcome outcome = run_in_memory(compile(description_of(model("replications: 120, every: whole_run"))), 2);
  std::vector<std::size_t> stops;
  std::mt19937 shuffler(1);
  for (int time = 0; time < 20; ++time) {
    Until until(description.run, outcome.layout, 1);
    std::vector<std::uint32_t> order(outcome.records.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    if (time > 0) std::shuffle(order.begin(), order.end(), shuffler);
    for (const std::uint32_t i : order) until.add({0, i}, outcome.records[i].values);
    ASSERT_TRUE(until.decided());
    stops.push_back(until.replications());
  }
  EXPECT_THAT(stops, testing::Each(stops[0]));
}

TEST(Until, WaitsForAllScenariosOfAReplication) {
  const Description description = description_of(model("replications: 4, at_least: 2, until: [{output: entries.desk, half_width: 1000}]"));
  const Outcome outcome = run_in_memory(compile(description));
  Until until(description.run, outcome.layout, 2);
  for (const std::uint32_t replication : {0u, 1u, 2u, 3u}) until.add({1, replication}, outcome.records[replication].values);
  EXPECT_EQ(until.replications(), 0u);
  for (const std::uint32_t replication : {3u, 1u, 2u}) until.add({0, replication}, outcome.records[replication].values);
  EXPECT_EQ(until.replications(), 0u) << "the first is still missing";
  until.add({0, 0}, outcome.records[0].values);
  EXPECT_EQ(until.replications(), 4u);
  EXPECT_TRUE(until.decided());
  EXPECT_FALSE(until.reached()) << "the look-ahead was cut short";
}

TEST(Until, WithoutGoalsAllReplicationsAreWanted) {
  const Description description = description_of(model("replications: 4"));
  const Layout layout = layout_of(compile(description));
  const Until until(description.run, layout, 1);
  EXPECT_TRUE(until.empty());
  EXPECT_FALSE(until.decided());
  EXPECT_TRUE(until.reached());
  EXPECT_EQ(until.replications(), 4u);
  EXPECT_EQ(until.in_words(), "");
}

TEST(Goals, AreReportedWithTheirPlaceWhereTheyNameNothing) {
  const Description description = description_of(model("replications: 9, until: [{output: wait_mean.desk, relative: 0.1}, {output: wait_mean.dsk, relative: 0.1}, {output: wait_p90.desk, relative: 0.1}]"));
  Diagnostics diagnostics;
  diagnostics.files.push_back({"test.yaml", ""});
  check_goals(description, diagnostics);
  ASSERT_EQ(diagnostics.all().size(), 2u);
  EXPECT_EQ(diagnostics.all()[0].message, "'wait_mean.dsk' is no output: there is no tier 'dsk' (did you mean 'desk'?)");
  EXPECT_THAT(diagnostics.all()[1].message, HasSubstr("several periods"));
  EXPECT_EQ(diagnostics.all()[0].place.line, description.run.until[1].place.line);
  EXPECT_GT(diagnostics.all()[0].place.column, 60);
}

TEST(Goals, MustSayHowPreciseAndLeaveRoom) {
  const auto faults = [](const std::string& run) { return read_text(model(run), "test.yaml").diagnostics.text(); };
  EXPECT_EQ(faults("replications: 9, until: [{output: wait_mean.desk, relative: 0.1}]"), "");
  EXPECT_THAT(faults("replications: 9, until: [{output: wait_mean.desk}]"), HasSubstr("a goal needs 'half_width' or 'relative', and not both"));
  EXPECT_THAT(faults("replications: 9, until: [{output: wait_mean.desk, relative: 0.1, half_width: 1}]"), HasSubstr("and not both"));
  EXPECT_THAT(faults("replications: 9, until: [{relative: 0.1}]"), HasSubstr("'output'"));
  EXPECT_THAT(faults("replications: 9, until: [{output: wait_mean.desk, relative: 0}]"), HasSubstr("relative"));
  EXPECT_THAT(faults("replications: 9, until: [{output: wait_mean.desk, relative: -0.1}]"), HasSubstr("relative"));
  EXPECT_THAT(faults("replications: 9, until: {output: wait_mean.desk, relative: 0.1}"), HasSubstr("'until'"));
  EXPECT_THAT(faults("replications: 9, until: [{output: wait_mean.desk, relatve: 0.1}]"), HasSubstr("did you mean 'relative'?"));
  EXPECT_THAT(faults("replications: 9, confidence: 0.9"), HasSubstr("there is no 'until'"));
  EXPECT_THAT(faults("until: [{output: wait_mean.desk, relative: 0.1}]"), HasSubstr("'replications', the most that there may be, is 1"));
}

}  // namespace
}  // namespace headwater
