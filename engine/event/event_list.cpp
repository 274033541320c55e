#include "event/event_list.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdio>
#include <iterator>
#include <stdexcept>
#include <tuple>

#include "event/rank_sort.hpp"
#include "random/special_numbers.hpp"

namespace headwater {

namespace {

constexpr double events_per_coarse =
    4096.0;  // aimed at; speed hardly changes from a quarter to four times that
constexpr std::uint64_t events_per_fine = 16;    // aimed at, of 32 places
constexpr int most_fine_bits = 12;               // at most 4,096 fine buckets
constexpr double off_by = 8.0;                   // a width wrong by this factor is chosen anew
constexpr std::uint64_t fewest_to_judge = 1024;  // events popped before they tell the rate

// Equal times are told apart by the rest so that the order does not depend on how the library sorts.
constexpr auto leaves_later = [](const Event& a, const Event& b) {
  if (a.time != b.time) [[likely]] return a.time > b.time;
  return std::tie(a.slot, a.node, a.generation) > std::tie(b.slot, b.node, b.generation);
};

}  // namespace

EventList::EventList(double expected_events_per_day)
    : run_(1 + 2 * (places + longest_insertion)), ring_(ring_size), ring_used_(ring_size / 64) {
  static_assert(places <= rank_sort_limit);
  run_[0].time = infinity;
  set_width(events_per_coarse / (expected_events_per_day > 0.0 ? expected_events_per_day : 1.0));
  spread();
}

// ---- far from now

void EventList::push_overflow(const Event& event) {
  overflow_.push_back(event);
  overflow_earliest_ = std::min(overflow_earliest_, event.time);
}

/// Makes `coarse` the next bucket to open, and moves what the ring can then hold from the overflow into it.
void EventList::look_through_overflow(std::int64_t coarse) {
  coarse_ = refilled_ = coarse - 1;
  run_end_ = fine_end_ = coarse << tick_bits;
  ring_end_ = (coarse_ + ring_size) << tick_bits;
  scanned_ += overflow_.size();
  overflow_earliest_ = infinity;
  auto kept = overflow_.begin();
  for (const Event& event : overflow_) {
    const std::int64_t at = tick(event.time);
    if (at < ring_end_) {
      push_coarse(event, at);
    } else {
      overflow_earliest_ = std::min(overflow_earliest_, event.time);
      *kept++ = event;
    }
  }
  overflow_.erase(kept, overflow_.end());
}

/// The first coarse bucket after the open one that holds events, or -1 when the ring is empty.
std::int64_t EventList::first_in_ring() const {
  const std::int64_t start = coarse_ + 1;
  const auto first = static_cast<std::size_t>(start) % ring_size;
  const std::size_t words = ring_used_.size();
  for (std::size_t i = 0; i <= words; ++i) {
    std::uint64_t used = ring_used_[(first / 64 + i) % words];
    if (i == 0) used &= ~std::uint64_t{0} << first % 64;
    if (used == 0) continue;
    const std::size_t index =
        (first / 64 + i) % words * 64 + static_cast<std::size_t>(std::countr_zero(used));
    return start + static_cast<std::int64_t>((index - first) % ring_size);
  }
  return -1;
}

void EventList::open_coarse() {
  std::int64_t coarse = first_in_ring();
  if (!overflow_.empty() && (coarse < 0 || coarse >= refilled_ + ring_size)) {
    const std::int64_t beyond = tick(overflow_earliest_) >> tick_bits;
    look_through_overflow(coarse < 0 ? beyond : std::min(coarse, beyond));
    coarse = first_in_ring();
  }
  const auto index = static_cast<std::size_t>(coarse) % ring_size;
  CoarseBucket& bucket = ring_[index];
  coarse_ = coarse;
  run_end_ = coarse << tick_bits;
  fine_end_ = (coarse + 1) << tick_bits;
  ring_end_ = (coarse + ring_size) << tick_bits;

  smoothed_ = (3 * smoothed_ + (popped_ - popped_at_open_)) / 4;
  popped_at_open_ = popped_;
  const std::uint64_t expected = std::max<std::uint64_t>(bucket.events.count, smoothed_);
  int bits = 0;
  while (bits != most_fine_bits && events_per_fine << bits < expected) ++bits;
  const std::size_t buckets = std::size_t{1} << bits;
  if (fine_piles_.size() < buckets) {
    fine_piles_.resize(buckets);
    fine_places_.resize(buckets * places);
  }
  fine_shift_ = tick_bits - bits;
  fine_mask_ = buckets - 1;
  fine_next_ = 0;

  chains_.drain(bucket.events, [this](const Event& event) { push_fine(event, tick(event.time)); });
  bucket.earliest = infinity;
  ring_used_[index / 64] &= ~(std::uint64_t{1} << index % 64);
}

// ---- near now

/// Sorts the next fine bucket that holds events into the run, which is empty.
void EventList::open_fine() {
  std::size_t bucket = fine_next_;
  while (fine_piles_[bucket].count == 0) ++bucket;
  EventChain& pile = fine_piles_[bucket];
  const Event* from = &fine_places_[bucket * places];
  const std::size_t count = pile.count;
  if (count > places || !rank_sort(from, count, &run_[1])) {
    if (run_.size() < count + 1 + longest_insertion) run_.resize(count + 1 + longest_insertion);
    Event* end = std::copy_n(from, std::min<std::size_t>(count, places), &run_[1]);
    if (count > places) {
      pile.count -= places;
      chains_.drain(pile, [&end](const Event& event) { *end++ = event; });
    }
    std::sort(&run_[1], end, leaves_later);
  }
  pile.count = 0;
  run_size_ = count;
  fine_size_ -= count;
  fine_next_ = bucket + 1;
  run_end_ = (coarse_ << tick_bits) + (static_cast<std::int64_t>(fine_next_) << fine_shift_);
  if (fine_next_ <= fine_mask_) {
    announced_ = &fine_places_[fine_next_ * places];
    announced_count_ = std::min(fine_piles_[fine_next_].count, places);
  }
}

/// Fills the run when it and the heap are empty.
void EventList::open_next() {
  if (size() == 0) throw std::logic_error("event list: nothing to pop");
  if (work() >= review_at_) review_width();
  if (fine_size_ == 0) open_coarse();
  open_fine();
}

void EventList::push_heap(const Event& event) {
  heap_.push_back(event);
  std::push_heap(heap_.begin(), heap_.end(), leaves_later);
  if (work() >= review_at_) review_width();
}

Event EventList::take_earliest() {
  const bool from_run = run_[run_size_].time <= heap_.front().time;  // an empty run answers with its sentinel
  Event event;
  if (from_run) {
    event = run_[run_size_--];
  } else {
    std::pop_heap(heap_.begin(), heap_.end(), leaves_later);
    event = heap_.back();
    heap_.pop_back();
  }
  ++popped_;
  now_ = event.time;
  settle();
  return event;
}

/// Finds the earliest time. A fine bucket is opened for that; a coarse one waits until it is needed, because
/// what happens before it may push much that belongs before it.
void EventList::settle() {
  if (run_size_ == 0 && heap_.empty()) {
    if (size() <= few_again) {
      gather_few();
    } else if (fine_size_ == 0) {
      next_ = overflow_earliest_;
      const std::int64_t coarse = first_in_ring();
      if (coarse >= 0) next_ = std::min(next_, ring_[static_cast<std::size_t>(coarse) % ring_size].earliest);
      return;
    } else {
      open_fine();
    }
  }
  next_ = run_[run_size_].time;
  if (!heap_.empty()) next_ = std::min(next_, heap_.front().time);
}

// ---- few events

/// Takes the few events there are out of their buckets and into the run.
void EventList::gather_few() {
  gather();
  std::sort(overflow_.begin(), overflow_.end(), leaves_later);
  std::copy(overflow_.begin(), overflow_.end(), run_.begin() + 1);
  run_size_ = overflow_.size();
  overflow_.clear();
  overflow_earliest_ = infinity;
  few_ = true;
  run_end_ = fine_end_ = ring_end_ = std::numeric_limits<std::int64_t>::max();
}

/// Gives every event a bucket again, `event` included, which is one too many for the run.
void EventList::leave_few(const Event& event) {
  gather();
  overflow_.push_back(event);
  spread();
}

// ---- the width of buckets

void EventList::set_width(double days) {
  width_ = std::clamp(days, 0x1p-20, 0x1p40);
  ticks_per_day_ = 0x1p18 / width_;
  static_assert(tick_bits == 18);
}

/// Chooses the width anew when it is far from what the events ask for. Between two reviews lies at least the
/// work of spreading everything once, so that the cost per event stays bounded whatever the times are.
void EventList::review_width() {
  double fitting = 0.0;  // 0: too few events to say
  if (popped_ - popped_at_review_ >= fewest_to_judge) {
    fitting = (now_ - now_at_review_) / static_cast<double>(popped_ - popped_at_review_) * events_per_coarse;
    popped_at_review_ = popped_;
    now_at_review_ = now_;
  }
  const bool wrong = fitting > 0.0 && (width_ > off_by * fitting || width_ * off_by < fitting);

  const std::int64_t coarse = first_in_ring();
  const bool crowded = coarse >= 0 && ring_[static_cast<std::size_t>(coarse) % ring_size].events.count >
                                          off_by * events_per_coarse;
  const bool beyond_ring = overflow_.size() > size() / 2;

  if (wrong || crowded || beyond_ring) {
    gather();
    set_width(fitting_width(fitting));
    spread();
  }
  review_at_ = work() + 2 * (static_cast<std::uint64_t>(events_per_coarse) + size());
}

/// The width in which so many events lie as a coarse bucket should hold: by those popped lately (`by_popped`,
/// 0 when they say nothing), or by those pending, all of them in the overflow, where these lie closer
/// together.
double EventList::fitting_width(double by_popped) {
  constexpr auto place = static_cast<std::ptrdiff_t>(events_per_coarse);
  double by_pending = 0.0;
  if (std::ssize(overflow_) > place) {
    const auto nth = overflow_.begin() + place;
    std::nth_element(overflow_.begin(), nth, overflow_.end(),
                     [](const Event& a, const Event& b) { return leaves_later(b, a); });
    by_pending = nth->time - now_;
  }
  if (by_popped == 0.0 && by_pending == 0.0) return width_;
  return by_popped == 0.0 || by_pending == 0.0 ? std::max(by_popped, by_pending)
                                               : std::min(by_popped, by_pending);
}

/// Takes every event out of its place and into the overflow.
void EventList::gather() {
  const auto take = [this](const Event& event) { overflow_.push_back(event); };
  std::for_each_n(run_.begin() + 1, run_size_, take);
  std::for_each(heap_.begin(), heap_.end(), take);
  for (std::size_t bucket = fine_next_; fine_size_ != 0; ++bucket) {
    EventChain& pile = fine_piles_[bucket];
    const std::uint32_t in_places = std::min(pile.count, places);
    std::for_each_n(&fine_places_[bucket * places], in_places, take);
    fine_size_ -= pile.count;
    pile.count -= in_places;
    chains_.drain(pile, take);
  }
  for (std::size_t word = 0; word < ring_used_.size(); ++word) {
    for (; ring_used_[word] != 0; ring_used_[word] &= ring_used_[word] - 1) {
      CoarseBucket& bucket = ring_[word * 64 + static_cast<std::size_t>(std::countr_zero(ring_used_[word]))];
      chains_.drain(bucket.events, take);
      bucket.earliest = infinity;
    }
  }
  run_size_ = 0;
  heap_.clear();
}

/// Finds a place for every event, all of them in the overflow, from the present on.
void EventList::spread() {
  few_ = false;
  look_through_overflow(tick(now_) >> tick_bits);
  settle();
}

void EventList::refuse(double time) const {
  std::array<char, 160> text{};
  std::snprintf(text.data(), text.size(),
                "event list: an event for day %.17g cannot be scheduled on day %.17g", time, now_);
  throw std::logic_error(text.data());
}

}  // namespace headwater
