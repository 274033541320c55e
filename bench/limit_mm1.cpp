// How fast can M/M/1 be, when nothing else is asked of the program?
//
// Arrivals 0.9 a day, services 1.0 a day, 2,000,000 customers, first come first served. An event list (a
// 4-ary heap), a queue of arrival times, a sequential generator; no statistics but the mean time in system,
// which theory puts at 1 / (1.0 - 0.9) = 10 days. No input, no output but the line of figures.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <utility>
#include <vector>

#include "sequential_random.hpp"

namespace {

constexpr double arrivals_per_day = 0.9;
constexpr double services_per_day = 1.0;
constexpr std::uint32_t customers = 2'000'000;

enum class What : std::uint32_t { arrival, end_of_service };

struct Entry {
  double time;
  What what;
};

/// A 4-ary heap, the earliest entry at the top.
class Heap {
 public:
  const Entry& top() const { return entries_.front(); }
  bool empty() const { return entries_.empty(); }

  void push(Entry entry) {
    std::size_t hole = entries_.size();
    entries_.push_back(entry);
    while (hole != 0) {
      const std::size_t parent = (hole - 1) / 4;
      if (entries_[parent].time <= entry.time) break;
      entries_[hole] = entries_[parent];
      hole = parent;
    }
    entries_[hole] = entry;
  }

  void pop() {
    const Entry last = entries_.back();
    entries_.pop_back();
    if (!entries_.empty()) sink(last);
  }

  /// Pop and push in one.
  void replace_top(Entry entry) { sink(entry); }

 private:
  void sink(Entry entry) {
    std::size_t hole = 0;
    for (;;) {
      const std::size_t first = 4 * hole + 1, end = first + 4 < entries_.size() ? first + 4 : entries_.size();
      if (first >= end) break;
      std::size_t least = first;
      for (std::size_t child = first + 1; child < end; ++child) {
        if (entries_[child].time < entries_[least].time) least = child;
      }
      if (entry.time <= entries_[least].time) break;
      entries_[hole] = entries_[least];
      hole = least;
    }
    entries_[hole] = entry;
  }

  std::vector<Entry> entries_;
};

/// First in, first out, in a ring that doubles when full.
class Queue {
 public:
  bool empty() const { return first_ == end_; }
  void push(double arrived) {
    if (end_ - first_ == ring_.size()) grow();
    ring_[end_++ & (ring_.size() - 1)] = arrived;
  }
  double pop() { return ring_[first_++ & (ring_.size() - 1)]; }

 private:
  void grow() {
    std::vector<double> larger(2 * ring_.size());
    for (std::size_t i = first_; i != end_; ++i)
      larger[i & (larger.size() - 1)] = ring_[i & (ring_.size() - 1)];
    ring_ = std::move(larger);
  }
  std::vector<double> ring_ = std::vector<double>(1024);
  std::size_t first_ = 0, end_ = 0;
};

/// Mean time in system of all customers, days.
double mean_time_in_system(std::uint64_t seed) {
  const bench::Exponential exponential;
  bench::Generator generator(seed);
  Heap events;
  Queue present;
  std::uint32_t arrived = 0;
  double sum = 0.0;
  events.push({exponential(generator) * (1.0 / arrivals_per_day), What::arrival});
  while (!events.empty()) {
    const Entry event = events.top();
    if (event.what == What::arrival) {
      if (++arrived < customers) {
        events.replace_top({event.time + exponential(generator) * (1.0 / arrivals_per_day), What::arrival});
      } else {
        events.pop();
      }
      if (present.empty()) {
        events.push({event.time + exponential(generator) * (1.0 / services_per_day), What::end_of_service});
      }
      present.push(event.time);
    } else {
      sum += event.time - present.pop();
      if (present.empty()) {
        events.pop();
      } else {
        events.replace_top(
            {event.time + exponential(generator) * (1.0 / services_per_day), What::end_of_service});
      }
    }
  }
  return sum / customers;
}

}  // namespace

int main(int count, char** arguments) {
  const std::uint64_t seed = count > 1 ? std::strtoull(arguments[1], nullptr, 10) : 1;
  const auto start = std::chrono::steady_clock::now();
  const double answer = mean_time_in_system(seed);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  constexpr double events = 2.0 * customers;
  std::printf(
      "{\"events\": %.0f, \"seconds\": %.6f, \"ns_per_event\": %.2f, \"answer\": {\"mean_time_in_system\": "
      "%.4f}}\n",
      events, seconds, seconds / events * 1e9, answer);
}
