// How fast can five tiers of help be, when nothing else is asked of the program?
//
// The workload `tiers5` of README.md, written out by hand: an event list of buckets a fixed fraction of a day
// wide, a row for each family, waiting lists, a sequential generator; no statistics but the mean number in
// service and the mean wait of those who started, by tier. No input, no output but the line of figures.
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <utility>
#include <vector>

#include "sequential_random.hpp"

namespace {

constexpr double horizon = 2500.0;
constexpr double families_per_day = 400.0;

enum Tier : std::uint32_t { front_door, early_help, child_in_need, protection, care, tiers };
enum What : std::uint32_t { comes_back = tiers, arrives };  // other events: the end of service in that tier

constexpr std::array<double, tiers> mean_service{0.1, 90.0, 180.0, 240.0, 700.0};
constexpr std::array<std::uint32_t, tiers> places{60, 9'000, 12'000, 5'000, 20'000};

struct Event {
  double time;
  std::uint32_t family;
  std::uint32_t what;
};

/// Events in a bucket for each day; those of the open day in finer buckets; those of the open fine bucket
/// sorted, the soonest last. What lies beyond the horizon is dropped.
class Buckets {
 public:
  Buckets() : days_(static_cast<std::size_t>(horizon), none) {
    for (auto& bucket : fine_) bucket.reserve(64);
    run_.reserve(256);
  }

  void push(const Event& event) {
    if (event.time >= horizon) return;
    const auto at = static_cast<std::uint32_t>(event.time * fine_per_day);
    if (at / fine_per_day != day_) {
      push_day(event, at / fine_per_day);
    } else if (at % fine_per_day != bucket_) {
      fine_[at % fine_per_day].push_back(event);
    } else {
      insert(event);
    }
  }

  bool pop(Event& event) {
    while (run_.empty()) {
      if (++bucket_ == fine_per_day) {
        bucket_ = 0;
        if (++day_ == days_.size()) return false;
        open_day();
      }
      for (const Event& next : fine_[bucket_]) insert(next);
      fine_[bucket_].clear();
    }
    event = run_.back();
    run_.pop_back();
    return true;
  }

 private:
  static constexpr std::uint32_t fine_per_day = 64;
  static constexpr std::uint32_t none = 0xffffffff;
  struct Block {
    static constexpr std::uint32_t size = 15;
    std::array<Event, size> events;
    std::uint32_t next;
    std::uint32_t count;
  };

  void insert(const Event& event) {
    run_.push_back(event);
    Event* place = &run_.back();
    for (; place != run_.data() && place[-1].time < event.time; --place) *place = place[-1];
    *place = event;
  }

  void push_day(const Event& event, std::uint32_t day) {
    std::uint32_t block = days_[day];
    if (block == none || blocks_[block].count == Block::size) {
      if (free_ == none) {
        free_ = static_cast<std::uint32_t>(blocks_.size());
        blocks_.push_back(Block{{}, none, 0});
      }
      const std::uint32_t fresh = free_;
      free_ = blocks_[fresh].next;
      blocks_[fresh].next = block;
      blocks_[fresh].count = 0;
      days_[day] = block = fresh;
    }
    Block& into = blocks_[block];
    into.events[into.count++] = event;
  }

  void open_day() {
    for (std::uint32_t block = days_[day_]; block != none;) {
      Block& from = blocks_[block];
      for (std::uint32_t i = 0; i != from.count; ++i) {
        const Event& event = from.events[i];
        fine_[static_cast<std::uint32_t>(event.time * fine_per_day) % fine_per_day].push_back(event);
      }
      const std::uint32_t next = from.next;
      from.next = free_;
      free_ = block;
      block = next;
    }
  }

  std::uint32_t day_ = 0, bucket_ = 0;
  std::uint32_t free_ = none;
  std::vector<std::uint32_t> days_;
  std::vector<Block> blocks_;
  std::array<std::vector<Event>, fine_per_day> fine_;
  std::vector<Event> run_;
};

/// Families that wait, in order of joining; the front is cut off now and then.
class WaitingList {
 public:
  bool empty() const { return first_ == families_.size(); }
  void push(std::uint32_t family) { families_.push_back(family); }
  std::uint32_t pop() {
    const std::uint32_t family = families_[first_++];
    if (first_ >= 4096 && 2 * first_ >= families_.size()) {
      families_.erase(families_.begin(), families_.begin() + static_cast<std::ptrdiff_t>(first_));
      first_ = 0;
    }
    return family;
  }

 private:
  std::vector<std::uint32_t> families_;
  std::size_t first_ = 0;
};

struct Family {
  double need;
  double joined;  // the waiting list, day
};

class Pathway {
 public:
  explicit Pathway(std::uint64_t seed) : generator_(seed) {}

  void run() {
    events_.push({exponential_(generator_) / families_per_day, 0, arrives});
    Event event;
    while (events_.pop(event)) {
      ++model_events_;
      if (event.what == arrives) {
        events_.push({event.time + exponential_(generator_) * (1.0 / families_per_day), 0, arrives});
        families_.push_back({std::exp(0.8 * normal_(generator_)), 0.0});
        join(front_door, static_cast<std::uint32_t>(families_.size() - 1), event.time);
      } else if (event.what == comes_back) {
        join(front_door, event.family, event.time);
      } else {
        end_service(event.what, event.family, event.time);
      }
    }
  }

  std::uint64_t model_events() const { return model_events_; }
  double mean_in_service(std::uint32_t tier) const { return state_[tier].area / horizon; }
  double mean_wait(std::uint32_t tier) const {
    return state_[tier].waits / static_cast<double>(state_[tier].starts);
  }

 private:
  struct State {
    std::uint32_t busy = 0;
    std::uint64_t starts = 0;
    double waits = 0.0;
    double area = 0.0;  // days in service up to the horizon
    WaitingList waiting;
  };

  void join(std::uint32_t tier, std::uint32_t family, double now) {
    State& state = state_[tier];
    if (state.busy == places[tier]) {
      families_[family].joined = now;
      state.waiting.push(family);
      return;
    }
    ++state.busy;
    state.area += horizon - now;
    start_service(tier, family, now);
  }

  void start_service(std::uint32_t tier, std::uint32_t family, double now) {
    ++state_[tier].starts;
    events_.push({now + exponential_(generator_) * mean_service[tier], family, tier});
  }

  void end_service(std::uint32_t tier, std::uint32_t family, double now) {
    State& state = state_[tier];
    if (state.waiting.empty()) {
      --state.busy;
      state.area -= horizon - now;
    } else {
      const std::uint32_t next = state.waiting.pop();
      state.waits += now - families_[next].joined;
      start_service(tier, next, now);
    }
    route(tier, family, now);
  }

  void route(std::uint32_t tier, std::uint32_t family, double now) {
    if (tier == front_door) {
      const double need = families_[family].need;
      if (need < 0.8) return leave(family, now);
      return join(need < 1.6 ? early_help : need < 3.0 ? child_in_need : protection, family, now);
    }
    const double u = generator_.uniform();
    switch (tier) {
      case early_help:
      case care:
        return u < 0.85 ? leave(family, now) : join(child_in_need, family, now);
      case child_in_need:
        return u < 0.75 ? leave(family, now) : join(u < 0.85 ? early_help : protection, family, now);
      default:
        return u < 0.20 ? leave(family, now) : join(u < 0.75 ? child_in_need : care, family, now);
    }
  }

  void leave(std::uint32_t family, double now) {
    if (generator_.uniform() < 0.20)
      events_.push({now + exponential_(generator_) * 365.0, family, comes_back});
  }

  bench::Generator generator_;
  bench::Exponential exponential_;
  bench::Normal normal_;
  Buckets events_;
  std::vector<Family> families_;
  std::array<State, tiers> state_;
  std::uint64_t model_events_ = 0;
};

}  // namespace

int main(int count, char** arguments) {
  const std::uint64_t seed = count > 1 ? std::strtoull(arguments[1], nullptr, 10) : 1;
  const auto start = std::chrono::steady_clock::now();
  Pathway pathway(seed);
  pathway.run();
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const auto events = static_cast<double>(pathway.model_events());
  std::printf(
      "{\"events\": %.0f, \"seconds\": %.6f, \"ns_per_event\": %.2f, \"answer\": {\"mean_in_service\": [",
      events, seconds, seconds / events * 1e9);
  for (std::uint32_t tier = 0; tier != tiers; ++tier)
    std::printf(tier == 0 ? "%.3f" : ", %.3f", pathway.mean_in_service(tier));
  std::printf("], \"mean_wait\": [");
  for (std::uint32_t tier = 0; tier != tiers; ++tier)
    std::printf(tier == 0 ? "%.4f" : ", %.4f", pathway.mean_wait(tier));
  std::printf("]}}\n");
}
