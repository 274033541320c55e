// The event list: everything that is due to happen, in simulated time.
//
// Events leave in order of time and of nothing else. Those of one instant leave in an order that depends on
// the history of calls alone, and means nothing: the main loop takes the whole instant and puts it in its
// stated order.
//
// Nothing is ever searched for. Whoever scheduled an event withdraws it by raising the generation of its
// slot: the event is then stale, and is dropped by its owner when it leaves. Where many are stale,
// `remove_if` sweeps them out at once.
//
// Method: a queue of buckets in two levels, after R. Brown, "Calendar queues", CACM 31(10), 1988, and W. T.
// Tang, R. S. M. Goh and I. L.-J. Thng, "Ladder queue", ACM TOMACS 15(3), 2005. From now to far away:
//   run:       the open fine bucket, sorted, soonest last; an event that falls into it is inserted from the end, or
//              goes into the heap beside it when that would be a long way (many events close together);
//   fine:      buckets of the open coarse bucket, about 16 events in each, unsorted;
//   ring:      coarse buckets, some thousand events in each, unsorted, spread over fine buckets when opened;
//   overflow:  all that lies beyond the ring.
// While few events are pending they are all in the run, and there are no buckets.
// Every level finds the place of an event from one whole number, `tick(time)`, so they cannot disagree.
// Pushing and popping cost O(1) as long as the width of a coarse bucket suits the rate of events; it is
// chosen anew, and everything is spread anew, when experience shows it to be wrong by 8 or more. Without that
// luck the cost is that of a heap.
//
// Each replication owns one; not safe to share between threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "event/event.hpp"
#include "event/event_chains.hpp"

namespace headwater {

class EventList {
 public:
  /// An empty list at time 0. The rate is a guess, from which the first width of buckets follows; no answer
  /// depends on it, and speed only until the list has seen some thousand events. A guess that is not above 0
  /// counts as 1.
  explicit EventList(double expected_events_per_day);

  /// Schedules an event. Its time must be finite and not before the last popped one: throws
  /// `std::logic_error`.
  void push(const Event& event);

  /// Time of the event that leaves next, days; +infinity when the list is empty.
  double next_time() const { return next_; }

  /// Takes out an event of the earliest time. The list must not be empty.
  ///
  /// Some twenty events ahead of need, `prefetch(slot)` is called for the slots of events that will leave soon,
  /// so that the caller can fetch their rows into the cache, and some ten ahead `prefetch_more(slot)`, for what
  /// only the rows can tell; not for every event, and events so announced may leave later or never.
  template <class Prefetch, class PrefetchMore>
  Event pop(Prefetch&& prefetch, PrefetchMore&& prefetch_more);
  Event pop() {
    return pop([](std::uint32_t) {}, [](std::uint32_t) {});
  }

  /// Number of events, stale ones included.
  std::size_t size() const { return static_cast<std::size_t>(pushed_ - popped_); }

  /// Withdraws every event for which `predicate(event)` is true. Cost: that of spreading all events anew.
  template <class Predicate>
  void remove_if(Predicate predicate);

 private:
  struct CoarseBucket {
    EventChain events;
    double earliest = std::numeric_limits<double>::infinity();
  };

  static constexpr int tick_bits = 18;                  // ticks in a coarse bucket, as a power of two
  static constexpr std::int64_t ring_size = 4096;       // coarse buckets in the ring, the open one included
  static constexpr std::uint32_t places = 32;           // of a fine bucket, before it spills into a chain
  static constexpr std::size_t longest_insertion = 32;  // into the run, from its end; else the heap
  static constexpr std::size_t most_few = 32;           // pending events that the run alone can hold
  static constexpr std::size_t few_again = 8;           // as few as this, and the run takes them all again
  static constexpr double last_tick = 4611686018427387904.0;  // 2^62: all that is later shares it

  std::int64_t tick(double time) const {
    const double ticks = time * ticks_per_day_;
    return static_cast<std::int64_t>(ticks < last_tick ? ticks : last_tick);
  }

  void push_run(const Event& event);
  void push_heap(const Event& event);
  void push_coarse(const Event& event, std::int64_t at);
  void push_overflow(const Event& event);
  void push_fine(const Event& event, std::int64_t at) {
    const auto bucket = static_cast<std::size_t>(at >> fine_shift_) & fine_mask_;
    EventChain& pile = fine_piles_[bucket];
    if (pile.count < places) [[likely]] {
      fine_places_[bucket * places + pile.count] = event;
      ++pile.count;
    } else {
      chains_.append(pile, event);
    }
    ++fine_size_;
  }

  Event take_earliest();
  void settle();
  void open_next();
  void open_fine();
  void open_coarse();
  void look_through_overflow(std::int64_t coarse);
  std::int64_t first_in_ring() const;

  void gather_few();
  void leave_few(const Event& event);

  void review_width();
  double fitting_width(double by_popped);
  void set_width(double days);
  void gather();
  void spread();
  [[noreturn]] void refuse(double time) const;
  template <class Prefetch, class PrefetchMore>
  void announce(Prefetch& prefetch, PrefetchMore& prefetch_more) {
    for (std::size_t i = run_size_; i != 0; --i) prefetch_more(run_[i].slot);
    for (std::uint32_t i = 0; i != announced_count_; ++i) prefetch(announced_[i].slot);
    announced_count_ = 0;
  }
  std::uint64_t work() const { return pushed_ + popped_ + scanned_; }

  double next_ = std::numeric_limits<double>::infinity();  // the earliest time of all levels
  double now_ = 0.0;                                       // time of the last pop
  double width_ = 0.0;                                     // of a coarse bucket, days
  double ticks_per_day_ = 0.0;

  // Everything before run_end_ is in the run or the heap, before fine_end_ in fine buckets, before ring_end_
  // in the ring.
  std::int64_t run_end_ = 0, fine_end_ = 0, ring_end_ = 0;

  std::vector<Event> run_;  // run_[0] is a sentinel later than everything
  std::size_t run_size_ = 0;
  bool few_ = false;  // everything is in the run; all ends lie beyond every tick
  std::vector<Event> heap_;

  std::vector<Event> fine_places_;      // `places` for each fine bucket
  std::vector<EventChain> fine_piles_;  // counts include the places; the rest is in the chain
  std::size_t fine_size_ = 0, fine_mask_ = 0, fine_next_ = 0;
  int fine_shift_ = tick_bits;

  std::int64_t coarse_ = -1;  // the open coarse bucket
  std::vector<CoarseBucket> ring_;
  std::vector<std::uint64_t> ring_used_;  // a bit for each bucket of the ring that holds events
  std::vector<Event> overflow_;
  double overflow_earliest_ = std::numeric_limits<double>::infinity();
  std::int64_t refilled_ = -1;  // coarse_ when the overflow was last looked through
  EventChains chains_;

  const Event* announced_ = nullptr;  // the next fine bucket to open, for prefetching
  std::uint32_t announced_count_ = 0;

  std::uint64_t pushed_ = 0, popped_ = 0, scanned_ = 0;
  std::uint64_t popped_at_open_ = 0, smoothed_ = 0;  // events that pass through a coarse bucket
  std::uint64_t review_at_ = 0, popped_at_review_ = 0;
  double now_at_review_ = 0.0;
};

inline void EventList::push(const Event& event) {
  if (!(event.time >= now_ && event.time <= std::numeric_limits<double>::max())) [[unlikely]]
    refuse(event.time);
  ++pushed_;
  next_ = event.time < next_ ? event.time : next_;
  const std::int64_t at = tick(event.time);
  if (at >= ring_end_) {
    push_overflow(event);
  } else if (at >= fine_end_) {
    push_coarse(event, at);
  } else if (at >= run_end_) {
    push_fine(event, at);
  } else {
    push_run(event);
  }
}

inline void EventList::push_run(const Event& event) {
  if (few_ && run_size_ == most_few) [[unlikely]] {
    leave_few(event);
    return;
  }
  const bool far_from_end =
      run_size_ > longest_insertion && run_[run_size_ - longest_insertion].time < event.time;
  if (far_from_end || run_size_ + 1 == run_.size()) [[unlikely]] {
    push_heap(event);
    return;
  }
  Event* later = run_.data() + run_size_;
  for (; later->time < event.time; --later) later[1] = *later;
  later[1] = event;
  ++run_size_;
}

inline void EventList::push_coarse(const Event& event, std::int64_t at) {
  const auto index = static_cast<std::size_t>(at >> tick_bits) % ring_size;
  CoarseBucket& bucket = ring_[index];
  if (bucket.events.count == 0) ring_used_[index / 64] |= std::uint64_t{1} << index % 64;
  bucket.earliest = event.time < bucket.earliest ? event.time : bucket.earliest;
  chains_.append(bucket.events, event);
}

template <class Prefetch, class PrefetchMore>
Event EventList::pop(Prefetch&& prefetch, PrefetchMore&& prefetch_more) {
  if (!heap_.empty()) [[unlikely]] {
    const Event event = take_earliest();
    if (announced_count_ != 0) announce(prefetch, prefetch_more);  // another bucket has been opened
    return event;
  }
  if (run_size_ == 0) [[unlikely]]
    open_next();
  const Event event = run_[run_size_--];
  ++popped_;
  now_ = event.time;
  if (run_size_ != 0 || few_) [[likely]] {
    next_ = run_[run_size_].time;  // an empty run answers with its sentinel
  } else {
    settle();
    announce(prefetch, prefetch_more);
  }
  return event;
}

template <class Predicate>
void EventList::remove_if(Predicate predicate) {
  gather();
  pushed_ -= std::erase_if(overflow_, predicate);
  spread();
}

}  // namespace headwater
