// What do keyed luck and statistics cost in the engine's own loop?
//
// The same loop (`Replication`) runs the same model with four pairs of luck and recorder, in turn, in one thread, in
// memory: what reading the model and writing results cost is seen by comparing with the whole process (run_bench.py).
// Prints, as JSON, the median time per model event of each pair and the answers of its last run, for run_bench.py to check.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include "experiment/in_memory.hpp"
#include "pathway/compile.hpp"
#include "random/luck.hpp"
#include "random/philox.hpp"
#include "results/recorder.hpp"
#include "scenario/read.hpp"
#include "sequential_random.hpp"
#include "simulate/replication.hpp"

namespace {

using headwater::Model;
using headwater::Outcome;

/// Luck without keys: the next word of one sequence, whoever asks. What a simulation without pairing would use.
struct Sequential {
  static inline bench::Generator generator{1};
  static std::uint64_t bits(headwater::EntityName, std::uint64_t, std::uint64_t) { return generator(); }
};

/// Counts model events and nothing else.
class Silent : public headwater::Unwatched {
 public:
  Silent(const Model& model, const headwater::Layout&, std::uint32_t) : end_(model.horizon), families_(model) {}
  void happened() { ++events_; }
  headwater::FamilyTallies& families() { return families_; }
  template <class... Facts> void arrived(const Facts&...) { ++events_; }
  template <class... Facts> void returned(const Facts&...) { ++events_; }
  template <class... Facts> void left(const Facts&...) { ++events_; }
  template <class... Facts> void moved(const Facts&...) {}
  template <class... Facts> void entered(const Facts&...) {}
  template <class... Facts> void queued(const Facts&...) {}
  template <class... Facts> void dequeued(const Facts&...) {}
  template <class... Facts> void started(const Facts&...) {}
  template <class... Facts> void resumed(const Facts&...) {}
  template <class... Facts> void interrupted(const Facts&...) {}
  template <class... Facts> void blocked(const Facts&...) {}
  template <class... Facts> void capacity_changed(const Facts&...) {}
  void forget_how_they_came() {}
  template <class... Facts> void shared_in_use(const Facts&...) {}
  template <class... Facts> void resource_taken(const Facts&...) {}
  template <class... Facts> void resource_changed(const Facts&...) {}
  double next_stop() const { return end_; }
  bool pass_stop() { return false; }
  headwater::ReplicationRecord collect() const {
    headwater::ReplicationRecord record;
    record.model_events = events_;
    return record;
  }

 private:
  double end_;
  headwater::FamilyTallies families_;
  std::uint64_t events_ = 0;
};

double thread_seconds() {
  std::timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

struct Layer {
  const char* name;
  bool has_answers;
  headwater::ReplicationRecord (*run)(const Model&, const headwater::Layout&, std::uint32_t number);
  std::vector<double> nanoseconds;  // per model event
  Outcome outcome;
};

template <class Luck, class Recorder>
headwater::ReplicationRecord run(const Model& model, const headwater::Layout& layout, std::uint32_t number) {
  Recorder recorder(model, layout, number);
  headwater::Replication<Luck, Recorder>(model, number, recorder).run();
  return recorder.collect();
}

/// Mean over the periods of what `series` says of a tier, each weighted by `weight(period)`.
template <class Weight>
double mean(const Outcome& outcome, const char* series, std::size_t tier, Weight weight) {
  double sum = 0.0, weights = 0.0;
  for (std::size_t period = 0; period != outcome.layout.period_end.size(); ++period) {
    const double w = weight(period);
    if (w == 0.0) continue;
    sum += w * outcome.value(series, 0, period, tier);
    weights += w;
  }
  return sum / weights;
}

template <class Answer>
void print_list(const char* name, const Outcome& outcome, Answer answer) {
  std::printf("\"%s\": [", name);
  for (std::size_t tier = 0; tier != outcome.layout.tiers.size(); ++tier) std::printf(tier == 0 ? "%.6g" : ", %.6g", answer(tier));
  std::printf("]");
}

void print_answers(const Outcome& outcome) {
  const auto mean_of = [&](const char* series, const char* weighted_by) {
    return [&outcome, series, weighted_by](std::size_t tier) {
      return mean(outcome, series, tier, [&](std::size_t period) { return outcome.value(weighted_by, 0, period, tier); });
    };
  };
  std::printf(", ");
  print_list("mean_in_service", outcome, [&](std::size_t tier) {
    return mean(outcome, "occupancy", tier,
                [&](std::size_t period) { return outcome.layout.period_end[period] - outcome.layout.period_start[period]; });
  });
  std::printf(", ");
  print_list("mean_wait", outcome, mean_of("wait_mean", "starts"));
  std::printf(", ");
  print_list("mean_sojourn", outcome, mean_of("sojourn_mean", "departures"));
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) {
    std::fprintf(stderr, "usage: bench_layers MODEL.yaml REPEATS\n");
    return 2;
  }
  const headwater::Reading reading = headwater::read_file(arguments[1]);
  if (!reading.ok()) {
    std::fprintf(stderr, "%s: has errors; see headwater check\n", arguments[1]);
    return 1;
  }
  const Model model = headwater::compile(*reading.description);
  const headwater::Layout layout = headwater::layout_of(model);
  using headwater::KeyedHash, headwater::Philox, headwater::Recorder;
  Layer layers[] = {{"bare", false, run<Sequential, Silent>, {}, {}},
                    {"keyed", false, run<KeyedHash, Silent>, {}, {}},
                    {"keyed, statistics", true, run<KeyedHash, Recorder>, {}, {}},
                    {"Philox, statistics", true, run<Philox, Recorder>, {}, {}}};

  const int repeats = std::atoi(arguments[2]);
  for (int repeat = 0; repeat != repeats; ++repeat) {
    for (Layer& layer : layers) {
      const double start = thread_seconds();
      headwater::ReplicationRecord record = layer.run(model, layout, static_cast<std::uint32_t>(repeat));
      const double seconds = thread_seconds() - start;
      layer.nanoseconds.push_back(seconds / static_cast<double>(record.model_events) * 1e9);
      layer.outcome = {layout, {}};
      layer.outcome.records.push_back(std::move(record));
    }
  }

  std::printf("{");
  for (const Layer& layer : layers) {
    std::printf("%s\"%s\": {\"ns_per_event\": %.3f, \"events\": %llu", &layer == layers ? "" : ",\n ", layer.name, median(layer.nanoseconds),
                static_cast<unsigned long long>(layer.outcome.records[0].model_events));
    if (layer.has_answers) print_answers(layer.outcome);
    std::printf("}");
  }
  std::printf("}\n");
}
