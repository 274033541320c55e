// Once warm, the main loop allocates nothing: three times as many events need no more allocations.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "pathway/compile.hpp"
#include "random/luck.hpp"
#include "results/recorder.hpp"
#include "scenario/read.hpp"
#include "simulate/replication.hpp"

namespace {
std::atomic<std::uint64_t> allocations{0};
}

[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace headwater {
namespace {

struct Count {
  std::uint64_t allocations;
  std::uint64_t events;
};

const std::string plain =
    "attributes: {need: {law: lognormal, mu: 0, sigma: 0.8}}\n"
    "sources: {new: {rate_per_day: 100, to: door}}\n"
    "tiers:\n"
    "  door: {kind: gate, capacity: 20, sojourn: {law: gamma, mean_days: 0.1, sd_days: 0.05},"
    " decide: {on: need, below: [1], to: [leave, help]}}\n"
    "  help: {capacity: 5000, race: {ends: {law: weibull, shape: 0.7, scale_days: 60, exits: {leave: 1}},"
    " worse: {hazard_per_year: 1, exits: {care: 1}}}}\n"
    "  care: {sojourn: {law: exponential, mean_days: 100}, exits: {leave: 0.9, help: 0.1}}\n"
    "exits: {leave: {returns: {probability: 0.2, after: {law: exponential, mean_days: 50}, to: door}}}\n";

/// Each tier is of another kind, with three to fifteen at a time in each.
const std::string queues =
    "attributes: {need: {law: uniform, low: 0, high: 2}, load: {law: uniform, low: 0.5, high: 1.5}}\n"
    "resources: {team: {capacity: 14}}\n"
    "sources: {new: {rate_per_day: 100, to: ranked}}\n"
    "tiers:\n"
    "  ranked: {capacity: 6, order: highest_first, ordered_by: need, bands: [1], pre_emption: resume,"
    " patience: {law: exponential, mean_days: 0.1, to: picked}, sojourn: {law: exponential, mean_days: 0.05},"
    " share_out: {by: shortest_queue, to: [picked, shared]}}\n"
    "  picked: {capacity: 5, order: random, waiting_room: 6, when_full: shared,"
    " balk: {from: [3], probability: [0.5], to: shared}, sojourn: {law: exponential, mean_days: 0.08}, exits: {team: 1}}\n"
    "  shared: {capacity: 8, order: shared, sojourn: {law: gamma, mean_days: 0.1, sd_days: 0.05}, exits: {team: 1}}\n"
    "  team: {needs: {team: load}, sojourn: {law: exponential, mean_days: 0.1}, exits: {ward: 1}}\n"
    "  ward: {capacity: 16, waiting_room: 1, blocks: true, when_full: leave, sojourn: {law: exponential, mean_days: 0.11}, exits: {leave: 1}}\n"
    "exits: {leave: {}}\n";

Count run_for(const std::string& model_text, const std::string& days) {
  const Reading reading = read_text("headwater: 1\nstart: 2026-04-01\nhorizon_days: " + days + "\n" + model_text + "run: {every: whole_run}\n", "model");
  EXPECT_TRUE(reading.ok()) << reading.diagnostics.text();
  const Model model = compile(*reading.description);
  const Layout layout = layout_of(model);
  Recorder recorder(model, layout, 0);
  Replication<KeyedHash, Recorder> replication(model, 0, recorder);
  const std::uint64_t before = allocations;
  replication.run();
  const std::uint64_t after = allocations;
  return {after - before, recorder.collect().model_events};
}

TEST(MainLoop, AllocatesNothingOnceWarm) {
  const Count warm = run_for(plain, "1000");
  const Count longer = run_for(plain, "3000");
  ASSERT_GT(longer.events, warm.events + 300'000);
  // The population wanders, so now and then a table reaches a size that it never had; a single allocation in a thousand
  // events would be 400 and more.
  EXPECT_LE(longer.allocations, warm.allocations + 40) << "of " << longer.events - warm.events << " more events";
}

TEST(MainLoop, AllocatesNothingOnceWarmInQueuesOfEveryKind) {
  const Count warm = run_for(queues, "200");
  const Count longer = run_for(queues, "1000");
  ASSERT_GT(longer.events, warm.events + 300'000);
  EXPECT_LE(longer.allocations, warm.allocations + 40) << "of " << longer.events - warm.events << " more events";
}

}  // namespace
}  // namespace headwater
