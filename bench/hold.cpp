// How fast is the event list, alone, against a binary heap?
//
// The hold model: N events pending; 10,000,000 times the earliest is popped and one is pushed at its time +
// Exp(1). Both lists hold entries of 16 bytes and get the same times from the same generator; they must pop
// the same times.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <ctime>
#include <queue>
#include <vector>

#include "event/event_list.hpp"
#include "sequential_random.hpp"

namespace {

using headwater::Event;

constexpr int operations = 10'000'000;

struct Later {
  bool operator()(const Event& a, const Event& b) const { return a.time > b.time; }
};

class BinaryHeap {
 public:
  explicit BinaryHeap(double) {}
  void push(const Event& event) { queue_.push(event); }
  Event pop() {
    const Event event = queue_.top();
    queue_.pop();
    return event;
  }

 private:
  std::priority_queue<Event, std::vector<Event>, Later> queue_;
};

double thread_seconds() {
  std::timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

struct Outcome {
  double nanoseconds;  // for one pop and one push
  double sum;          // of all times popped
};

template <class List>
Outcome hold(std::uint32_t pending, std::uint64_t seed) {
  const bench::Exponential exponential;
  bench::Generator generator(seed);
  List list(pending);
  for (std::uint32_t i = 0; i != pending; ++i) list.push(Event{exponential(generator), i, 0, 0});

  double sum = 0.0;
  const double start = thread_seconds();
  for (int i = 0; i != operations; ++i) {
    Event event = list.pop();
    sum += event.time;
    event.time += exponential(generator);
    list.push(event);
  }
  return {(thread_seconds() - start) * 1e9 / operations, sum};
}

void hold_model(benchmark::State& state) {
  const auto pending = static_cast<std::uint32_t>(state.range(0));
  for (auto _ : state) {
    const Outcome ours = hold<headwater::EventList>(pending, 1);
    const Outcome heap = hold<BinaryHeap>(pending, 1);
    if (ours.sum != heap.sum) state.SkipWithError("the two lists popped different times");
    state.counters["event_list_ns"] = ours.nanoseconds;
    state.counters["priority_queue_ns"] = heap.nanoseconds;
    state.counters["ratio"] = heap.nanoseconds / ours.nanoseconds;
  }
}

BENCHMARK(hold_model)
    ->ArgName("pending")
    ->Arg(2)
    ->Arg(30)
    ->Arg(1'000)
    ->Arg(100'000)
    ->Arg(1'000'000)
    ->Arg(10'000'000)
    ->Iterations(1)
    ->Repetitions(7)
    ->ReportAggregatesOnly()
    ->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
