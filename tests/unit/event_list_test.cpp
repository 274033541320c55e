// The event list against a sorted set that holds the same events: after every step both must agree on the
// earliest time and on the number of events, and whatever is popped must be in the set at that time.
#include "event/event_list.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <limits>
#include <new>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace {
std::size_t allocations = 0;
}  // namespace

// Not inlined: g++ would see `free` on the result of `new` and warn.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace headwater {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
using Luck = std::mt19937_64;

double uniform(Luck& luck) {
  return static_cast<double>(luck() >> 11) * 0x1p-53;
}
double exponential(Luck& luck) {
  return -std::log(1.0 - uniform(luck));
}

/// Both lists, stepped together. `ok()` turns false at the first disagreement.
class Checked {
 public:
  explicit Checked(double expected_events_per_day) : list_(expected_events_per_day) {}

  void push(double time) {
    list_.push(Event{time, next_slot_, static_cast<std::uint16_t>(next_slot_ % 7), 5});
    expected_.emplace(time, next_slot_++);
    compare();
  }

  double pop() {
    const Event event = list_.pop();
    ok_ = ok_ && event.time == expected_.begin()->first;
    ok_ = ok_ && expected_.erase({event.time, event.slot}) == 1;
    ok_ = ok_ && event.node == event.slot % 7 && event.generation == 5;
    compare();
    return event.time;
  }

  void remove_slots(std::uint32_t divisor) {
    list_.remove_if([&](const Event& event) { return event.slot % divisor == 0; });
    std::erase_if(expected_, [&](const auto& entry) { return entry.second % divisor == 0; });
    compare();
  }

  bool ok() const { return ok_; }
  std::size_t size() const { return expected_.size(); }

 private:
  void compare() {
    ok_ = ok_ && list_.size() == expected_.size();
    ok_ = ok_ && list_.next_time() == (expected_.empty() ? infinity : expected_.begin()->first);
  }

  EventList list_;
  std::set<std::pair<double, std::uint32_t>> expected_;
  std::uint32_t next_slot_ = 0;
  bool ok_ = true;
};

/// How far ahead of the clock an event is scheduled.
struct Gap {
  std::string name;
  std::function<double(Luck&, double now)> draw;
};

const std::vector<Gap>& gaps() {
  static const std::vector<Gap> all{
      {"exponential", [](Luck& luck, double) { return exponential(luck); }},
      {"whole_days",
       [](Luck& luck, double now) { return std::floor(now + 1.0 + 10.0 * uniform(luck)) - now; }},
      {"at_once", [](Luck&, double) { return 0.0; }},
      {"at_once_or_later", [](Luck& luck, double) { return luck() % 4 == 0 ? exponential(luck) : 0.0; }},
      {"same_step", [](Luck&, double) { return 1.0; }},
      {"huge_range", [](Luck& luck, double) { return std::pow(10.0, 300.0 * uniform(luck) - 20.0); }},
      {"wide_range", [](Luck& luck, double) { return std::pow(10.0, 12.0 * uniform(luck) - 6.0); }},
      {"tiny_range", [](Luck& luck, double) { return 1e-13 * uniform(luck); }},
      {"neighbouring_doubles",
       [](Luck& luck, double now) { return luck() % 2 == 0 ? 0.0 : std::nextafter(now, infinity) - now; }},
      {"two_scales",
       [](Luck& luck, double) {
         return luck() % 2 == 0 ? 1e-3 * exponential(luck) : 1e3 * exponential(luck);
       }},
      {"clusters_far_apart",
       [](Luck& luck, double now) {
         return luck() % 100 == 0 ? (std::floor(now / 1e6) + 1.0) * 1e6 + uniform(luck) - now
                                  : 1e-3 * uniform(luck);
       }},
      {"hastening", [](Luck& luck, double now) { return exponential(luck) / (1.0 + now * now); }},
      {"slowing", [](Luck& luck, double now) { return exponential(luck) * (1.0 + std::sqrt(now)); }},
  };
  return all;
}

class EventListMix : public testing::TestWithParam<std::size_t> {};

INSTANTIATE_TEST_SUITE_P(Gaps, EventListMix, testing::Range(std::size_t{0}, gaps().size()),
                         [](const auto& gap) { return gaps()[gap.param].name; });

TEST_P(EventListMix, AgreesWithASortedSet) {
  const Gap& gap = gaps()[GetParam()];
  for (const double guess : {1e-9, 1.0, 1e3, 1e12}) {
    for (const std::size_t pending : {1, 2, 30, 1'000, 20'000}) {
      SCOPED_TRACE("guess " + std::to_string(guess) + ", pending " + std::to_string(pending));
      Luck luck(1000 * GetParam() + pending);
      Checked lists(guess);
      for (std::size_t i = 0; i != pending; ++i) lists.push(gap.draw(luck, 0.0));
      for (std::size_t i = 0; i != 30'000; ++i) {
        const double now = lists.pop();
        lists.push(now + gap.draw(luck, now));
      }
      ASSERT_TRUE(lists.ok());
      while (lists.size() != 0) lists.pop();
      ASSERT_TRUE(lists.ok());
    }
  }
}

TEST_P(EventListMix, AgreesWhileItGrowsShrinksAndIsSwept) {
  const Gap& gap = gaps()[GetParam()];
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Luck luck(seed);
    Checked lists(std::pow(10.0, 12.0 * uniform(luck) - 4.0));
    double now = 0.0;
    for (int phase = 0; phase != 12; ++phase) {
      const std::uint64_t steps = luck() % 2'000;
      const std::uint64_t pushes_of_8 = luck() % 9;
      for (std::uint64_t i = 0; i != steps; ++i) {
        if (luck() % 8 < pushes_of_8 || lists.size() == 0) {
          lists.push(now + gap.draw(luck, now));
        } else {
          now = lists.pop();
        }
      }
      if (luck() % 2 == 0) lists.remove_slots(2 + static_cast<std::uint32_t>(luck() % 3));
      if (luck() % 8 == 0) lists.remove_slots(1);
    }
    ASSERT_TRUE(lists.ok());
    while (lists.size() != 0) lists.pop();
    ASSERT_TRUE(lists.ok());
  }
}

TEST(EventList, IsEmptyAtFirst) {
  EventList list(10.0);
  EXPECT_EQ(list.size(), 0U);
  EXPECT_EQ(list.next_time(), infinity);
  EXPECT_THROW(list.pop(), std::logic_error);
}

TEST(EventList, CanBeEmptiedAndFilledAgain) {
  EventList list(10.0);
  for (double day = 0.0; day < 1e7; day += 12'345.0) {
    list.push(Event{day, 1, 2, 3});
    EXPECT_EQ(list.next_time(), day);
    EXPECT_EQ(list.pop().time, day);
    EXPECT_EQ(list.next_time(), infinity);
    EXPECT_EQ(list.size(), 0U);
  }
}

TEST(EventList, ReturnsTheEventAsItWasPushed) {
  EventList list(10.0);
  list.push(Event{2.5, 4'000'000'000, 65'535, 65'534});
  const Event event = list.pop();
  EXPECT_EQ(event.time, 2.5);
  EXPECT_EQ(event.slot, 4'000'000'000);
  EXPECT_EQ(event.node, 65'535);
  EXPECT_EQ(event.generation, 65'534);
}

TEST(EventList, TakesATimeEqualToTheLastPoppedAndNoneBefore) {
  EventList list(10.0);
  list.push(Event{5.0, 0, 0, 0});
  list.push(Event{6.0, 1, 0, 0});
  list.pop();
  EXPECT_THROW(list.push(Event{std::nextafter(5.0, 0.0), 2, 0, 0}), std::logic_error);
  list.push(Event{5.0, 3, 0, 0});
  EXPECT_EQ(list.size(), 2U);
  EXPECT_EQ(list.pop().slot, 3U);
  EXPECT_EQ(list.pop().slot, 1U);
}

TEST(EventList, RefusesTimesThatAreNoTimes) {
  EventList list(10.0);
  EXPECT_THROW(list.push(Event{-1.0, 0, 0, 0}), std::logic_error);
  EXPECT_THROW(list.push(Event{infinity, 0, 0, 0}), std::logic_error);
  EXPECT_THROW(list.push(Event{std::nan(""), 0, 0, 0}), std::logic_error);
  EXPECT_EQ(list.size(), 0U);
}

TEST(EventList, TakesAnyGuessOfTheRate) {
  for (const double guess : {0.0, -3.0, 1e-300, 1e300, infinity, std::nan("")}) {
    EventList list(guess);
    for (const double time : {3.0, 1.0, 2.0}) list.push(Event{time, 0, 0, 0});
    EXPECT_EQ(list.pop().time, 1.0);
    EXPECT_EQ(list.pop().time, 2.0);
    EXPECT_EQ(list.pop().time, 3.0);
  }
}

TEST(EventList, SweepsOutTheLastEventsToo) {
  EventList list(10.0);
  for (std::uint32_t slot = 0; slot != 100; ++slot) list.push(Event{0.5 * slot, slot, 0, 0});
  for (int i = 0; i != 10; ++i) list.pop();
  list.remove_if([](const Event&) { return true; });
  EXPECT_EQ(list.size(), 0U);
  EXPECT_EQ(list.next_time(), infinity);
  list.push(Event{4.5, 7, 0, 0});
  EXPECT_EQ(list.pop().slot, 7U);
}

// Quadratic cost would show as a test that does not end: a million events of one instant are popped while as
// many are pushed into the same bucket, just behind them.
TEST(EventList, BearsAMillionEventsAtOneInstant) {
  constexpr std::uint32_t many = 1'000'000;
  EventList list(1.0);
  for (std::uint32_t slot = 0; slot != many; ++slot) list.push(Event{100.0, slot, 0, 0});
  for (std::uint32_t slot = 0; slot != many; ++slot) {
    ASSERT_EQ(list.pop().time, 100.0);
    list.push(Event{100.0 + 1e-9 * (1 + slot % 1000), slot, 0, 0});
  }
  double last = 100.0;
  for (std::uint32_t slot = 0; slot != many; ++slot) {
    const double time = list.pop().time;
    ASSERT_GE(time, last);
    last = time;
  }
  EXPECT_EQ(list.size(), 0U);
}

// However many are due at once, and however they come, each event is announced a few times at most.
TEST(EventList, AnnouncesEachEventAFewTimesAtMost) {
  constexpr std::uint32_t many = 20'000;
  std::uint64_t announced = 0;
  const auto pop = [&](EventList& list) { return list.pop([&](std::uint32_t) { ++announced; }, [&](std::uint32_t) { ++announced; }); };
  EventList list(1.0);
  for (std::uint32_t slot = 0; slot != many; ++slot) list.push(Event{100.0, slot, 0, 0});
  for (std::uint32_t slot = 0; slot != many; ++slot) {
    pop(list);
    list.push(Event{100.0 + 1e-9 * (1 + slot % 1000), slot, 0, 0});
  }
  while (list.size() > 0) pop(list);
  EXPECT_LE(announced, 4 * 2 * std::uint64_t{many});
}

// The order within an instant means nothing, but equal calls must give equal orders, on every run and
// machine.
TEST(EventList, RepeatsTheOrderOfEqualTimes) {
  const auto order = [] {
    Luck luck(7);
    EventList list(50.0);
    std::vector<std::uint32_t> slots;
    for (std::uint32_t slot = 0; slot != 5'000; ++slot)
      list.push(Event{static_cast<double>(luck() % 20), slot, 0, 0});
    while (list.size() != 0) slots.push_back(list.pop().slot);
    return slots;
  };
  EXPECT_EQ(order(), order());
}

// Only a bucket that holds some events, with one behind it that holds some too, announces them: so this also
// fails when the list keeps to a guess of the rate that was far too high (a bucket an event) or too low (one
// bucket for all).
TEST(EventList, AnnouncesMostEventsBeforeTheyLeaveWhateverTheGuess) {
  constexpr std::uint32_t pending = 10'000;
  for (const double guess : {1e-9, 1.0, 1e4, 1e7, 1e12}) {
    Luck luck(3);
    EventList list(guess);
    for (std::uint32_t slot = 0; slot != pending; ++slot) list.push(Event{exponential(luck), slot, 0, 0});
    std::vector<int> announced(pending, 0);  // 1: once; 2: and again, after that
    int ahead = 0;
    for (int i = 0; i != 300'000; ++i) {
      Event event = list.pop([&](std::uint32_t slot) { announced.at(slot) = 1; }, [&](std::uint32_t slot) { announced.at(slot) *= 2; });
      if (i >= 200'000) ahead += announced[event.slot] == 2 ? 1 : 0;
      announced[event.slot] = 0;
      event.time += exponential(luck);
      list.push(event);
    }
    EXPECT_GT(ahead, 95'000) << "guess " << guess;
  }
}

TEST(EventList, AllocatesNothingOnceWarm) {
  for (const std::uint32_t pending : {2U, 1'000U, 100'000U}) {
    Luck luck(5);
    EventList list(pending);
    for (std::uint32_t slot = 0; slot != pending; ++slot) list.push(Event{exponential(luck), slot, 0, 0});
    std::size_t before = 0;
    for (int i = 0; i != 2'000'000; ++i) {
      if (i == 1'000'000) before = allocations;
      Event event = list.pop();
      event.time += exponential(luck);
      list.push(event);
    }
    EXPECT_EQ(allocations, before) << pending << " pending";
  }
}

// The rate changes some thousandfold at every phase: whatever width is chosen, and whenever, the order must
// stand.
TEST(EventList, KeepsTheOrderWhileTheRateChanges) {
  Luck luck(11);
  Checked lists(1.0);
  double scale = 1.0;
  for (int i = 0; i != 500; ++i) lists.push(exponential(luck));
  for (int phase = 0; phase != 8; ++phase, scale = phase % 2 == 0 ? 1.0 : 1e-3 / phase) {
    for (int i = 0; i != 20'000; ++i) {
      const double now = lists.pop();
      lists.push(now + scale * exponential(luck));
    }
  }
  EXPECT_TRUE(lists.ok());
}

}  // namespace
}  // namespace headwater
