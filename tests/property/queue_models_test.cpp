// What holds on every path of every model with queues of any kind: hundreds of random small models, each walked through
// event by event.
#include <gtest/gtest.h>

#include <cstdint>

#include "support/queue_path.hpp"
#include "support/random_queue_model.hpp"

namespace headwater::theory {
namespace {

// Where everyone is, in which order they wait and what they hold follows from the log alone: who moves was there, who
// starts is next in turn, nobody waits or is blocked beside what they could have, nothing is given out twice, nobody is
// turned away from a place that is free, and the clock goes forward. Every series agrees with that account.
//
// Who waits for more of what they hold is among what is looked at, so some models end in a deadlock, of which there is no
// log to walk through (tests/reference finds every deadlock anew). The bound is no claim about the engine: it sees to it
// that at least 29 in 30 of the models are looked at. What was counted is in the test's report (--gtest_output).
TEST(QueueModels, PathsAndSeriesAgree) {
  QueueSights sights;
  int deadlocks = 0;
  for (std::uint64_t seed = 1; seed <= 600; ++seed) {
    const RandomQueueModel model = random_queue_model(seed);
    SCOPED_TRACE(model.yaml());
    const std::string fault = fault_of(model.yaml());
    if (fault.find(": deadlock: ") != std::string::npos) {
      ++deadlocks;
      continue;
    }
    const Simulated simulated = simulate(model.yaml());
    const QueuePath path(simulated, model, sights);
    ASSERT_FALSE(HasFailure());
    path.expect_series_match();
    ASSERT_FALSE(HasFailure());
  }
  // The models do what the test is about.
  RecordProperty("deadlocks", deadlocks);
  EXPECT_LE(deadlocks, 20);
  EXPECT_GT(sights.events, 50000);
  EXPECT_GT(sights.waits, 5000);
  EXPECT_GT(sights.displaced, 500);
  EXPECT_GT(sights.cut, 100);
  EXPECT_GT(sights.blocked, 200);
  EXPECT_GT(sights.full, 500);
  EXPECT_GT(sights.balked, 200);
  EXPECT_GT(sights.gave_up, 500);
  EXPECT_GT(sights.open, 500);
}

// Little's law on a path that ends empty: the integral of the number present is the sum of the stays, that of the number
// waiting the sum of the waits, those in vain included, both without what those who were there at the start had spent by then.
TEST(QueueModels, LittlesLawHoldsToRounding) {
  QueueSights sights;
  for (std::uint64_t seed = 1001; seed <= 1300; ++seed) {
    const RandomQueueModel model = random_queue_model(seed, {.closing = true});
    SCOPED_TRACE(model.yaml());
    const Simulated simulated = simulate(model.yaml());
    const QueuePath path(simulated, model, sights);
    ASSERT_FALSE(HasFailure());
    ASSERT_EQ(path.in_tiers(), 0u) << "the path does not end empty";
    path.expect_littles_law();
    ASSERT_FALSE(HasFailure());
  }
  EXPECT_GT(sights.waits, 2000);
  EXPECT_GT(sights.gave_up, 200);
  EXPECT_GT(sights.blocked, 50);
  EXPECT_GT(sights.open, 200);
}

}  // namespace
}  // namespace headwater::theory
