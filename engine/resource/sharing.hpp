// Processor sharing: all who are there share the capacity evenly, none going faster than alone.
//
// Instead of touching everyone at every change, one clock of attained service runs at the common speed; an entity ends
// when the clock has gone on by the length of its stay. So the soonest to end stays the soonest, whoever comes or goes,
// and only that one has an event pending.
// Source of the method: the virtual time of Parekh and Gallager, IEEE/ACM Transactions on Networking 1 (1993), section III.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include "resource/places.hpp"
#include "resource/waiting_list.hpp"

namespace headwater {

class Sharing {
 public:
  bool empty() const { return heap_.empty(); }
  std::uint32_t soonest() const { return heap_.front().slot; }

  /// Brings the clock up to `time`; to be called before the number of those present or the capacity changes.
  void advance(double time, const Places& places) {
    clock_ = empty() ? 0 : clock_ + (time - updated_) * speed(places);
    updated_ = time;
  }

  /// `length`: days of service when alone; those who end together leave in order of `name`.
  void join(std::uint32_t slot, std::uint64_t name, double length) {
    heap_.push_back({clock_ + length, name, slot});
    std::push_heap(heap_.begin(), heap_.end(), later);
  }

  /// The soonest has ended, at `time`.
  void end_soonest(double time) {
    clock_ = heap_.front().end;  // exactly, so that those who end together do
    updated_ = time;
    std::pop_heap(heap_.begin(), heap_.end(), later);
    heap_.pop_back();
  }

  /// Whether the soonest ends together with the one that has just ended.
  bool another_ends() const { return !heap_.empty() && heap_.front().end == clock_; }

  /// Calls `tell(slot)` for those who end together with the soonest.
  template <class Tell>
  void with_soonest(Tell tell) const {
    if (heap_.size() < 2) return;
    if (heap_[1].end != heap_[0].end && (heap_.size() == 2 || heap_[2].end != heap_[0].end)) return;
    for (std::size_t i = 1; i < heap_.size(); ++i)
      if (heap_[i].end == heap_[0].end) tell(heap_[i].slot);
  }

  /// When the soonest will end, as things are at `time`; infinite while nothing is served.
  double next_end(double time, const Places& places) const {
    const double rate = speed(places);
    return rate > 0 ? time + std::max(0.0, heap_.front().end - clock_) / rate : std::numeric_limits<double>::infinity();
  }

  std::uint32_t announced = nobody;  ///< the slot that has an event pending

 private:
  struct Entry {
    double end;  ///< on the clock of attained service
    std::uint64_t name;
    std::uint32_t slot;
  };
  static bool later(const Entry& a, const Entry& b) { return a.end != b.end ? a.end > b.end : a.name > b.name; }

  double speed(const Places& places) const {
    if (heap_.empty() || places.capacity >= static_cast<std::int64_t>(heap_.size())) return 1;
    return static_cast<double>(places.capacity) / static_cast<double>(heap_.size());
  }

  std::vector<Entry> heap_;
  double clock_ = 0;
  double updated_ = 0;
};

}  // namespace headwater
