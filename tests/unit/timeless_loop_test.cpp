// Stays that take no time: a row of them is fine, a loop of them is named instead of running for ever.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "experiment/in_memory.hpp"
#include "pathway/compile.hpp"
#include "scenario/read.hpp"
#include "simulate/model_fault.hpp"

namespace headwater {
namespace {

Outcome run(const std::string& exits_of_b) {
  const Reading reading = read_text("headwater: 1\nstart: 2026-04-01\nhorizon_days: 10\nsources: {s: {days: [1.5], to: a}}\n"
                                    "tiers:\n  a: {sojourn: {law: constant, value_days: 0}, exits: {b: 1}}\n"
                                    "  b: {sojourn: {law: constant, value_days: 0}, exits: " + exits_of_b + "}\nexits: {out: {}}\n",
                                    "model");
  EXPECT_TRUE(reading.ok()) << reading.diagnostics.text();
  return run_in_memory(compile(*reading.description));
}

TEST(TimelessStays, MayFollowEachOther) { EXPECT_EQ(run("{out: 1}").value("exits", 0, 0, 0), 1); }

TEST(TimelessStays, InALoopAreNamed) {
  EXPECT_THAT([] { run("{a: 1, out: 0}"); }, testing::ThrowsMessage<ModelFault>(testing::HasSubstr("day 1.5 (2026-04-02), '")));
}

}  // namespace
}  // namespace headwater
