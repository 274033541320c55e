#include "experiment/plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "results/results_error.hpp"
#include "scenario/read.hpp"
#include "support/shipped_files.hpp"

namespace headwater {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

// A shard holds resolved models, and merging reads them again: they must come out as they went in.
TEST(Plan, OfEveryShippedFileComesBackFromItsBytes) {
  int plans = 0;
  for (const std::string& file : shipped_files()) {
    Reading reading = read_file(file);
    ASSERT_TRUE(reading.ok()) << file;
    const Plan plan{{{"one: 1\n", *reading.description}, {"", *reading.description}}, "A title", reading.diagnostics.files};
    const Plan again = plan_from_bytes(to_bytes(plan), "shard");
    EXPECT_EQ(fingerprint_of(again), fingerprint_of(plan)) << file;
    EXPECT_EQ(again.title, plan.title);
    EXPECT_EQ(to_bytes(again), to_bytes(plan)) << file;
    ++plans;
  }
  EXPECT_GT(plans, 40);
}

TEST(Plan, WithAnyChangeHasAnotherFingerprint) {
  const auto plan_of = [](const std::string& label, const std::string& resolved) {
    Plan plan{{{label, {}}}, "", {}};
    plan.scenarios[0].description.resolved = resolved;
    return plan;
  };
  const Plan plan = plan_of("a", "b");
  EXPECT_NE(fingerprint_of(plan_of("a", "c")), fingerprint_of(plan));
  EXPECT_NE(fingerprint_of(plan_of("c", "b")), fingerprint_of(plan));
  EXPECT_NE(fingerprint_of(plan_of("a\nb", "")), fingerprint_of(plan_of("a", "b\n"))) << "a label may hold a line break";
  Plan two = plan;
  two.scenarios.push_back(two.scenarios[0]);
  EXPECT_NE(fingerprint_of(two), fingerprint_of(plan));
}

TEST(Plan, IsNotReadFromOtherBytes) {
  Reading reading = read_text("headwater: 1\nstart: 2026-04-01\nhorizon_days: 3\nsources: {in: {rate_per_day: 1, to: desk}}\ntiers: {desk: {sojourn: {law: constant, value_days: 1}, exits: {out: 1}}}\nexits: {out: {}}\n", "m.yaml");
  ASSERT_TRUE(reading.ok()) << reading.diagnostics.text();
  const std::string bytes = to_bytes({{{"one", *reading.description}}, "title", {{"m.yaml", "text"}}});
  ASSERT_EQ(plan_from_bytes(bytes, "shard").scenarios.size(), 1u);
  for (std::size_t length = 0; length < bytes.size(); ++length)
    EXPECT_THROW(plan_from_bytes(std::string_view(bytes).substr(0, length), "shard"), ResultsError) << length;
  EXPECT_THAT([] { plan_from_bytes("no plan", "shard"); }, ThrowsMessage<ResultsError>("shard: the plan of the experiment in this journal cannot be read"));
  EXPECT_THAT([] { plan_from_bytes("99999999999999999999:x", "shard"); }, ThrowsMessage<ResultsError>(HasSubstr("cannot be read")));
  EXPECT_THAT([] { plan_from_bytes("0:1:01:x", "shard"); }, ThrowsMessage<ResultsError>(HasSubstr("cannot be read")));
}

}  // namespace
}  // namespace headwater
