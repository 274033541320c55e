#include "event/rank_sort.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <random>
#include <vector>

namespace headwater {
namespace {

std::vector<Event> events_at(const std::vector<double>& times) {
  std::vector<Event> events;
  for (const double time : times)
    events.push_back(Event{time, static_cast<std::uint32_t>(events.size()), 0, 0});
  return events;
}

TEST(RankSort, PutsTheLatestFirst) {
  const std::vector<Event> from = events_at({3.0, 0.5, 7.25});
  std::array<Event, 3> to{};
  ASSERT_TRUE(rank_sort(from.data(), 3, to.data()));
  EXPECT_EQ(to[0].time, 7.25);
  EXPECT_EQ(to[0].slot, 2U);
  EXPECT_EQ(to[1].time, 3.0);
  EXPECT_EQ(to[1].slot, 0U);
  EXPECT_EQ(to[2].time, 0.5);
  EXPECT_EQ(to[2].slot, 1U);
}

TEST(RankSort, SortsEveryOrderOfSix) {
  std::vector<double> times(6);
  std::iota(times.begin(), times.end(), 0.0);  // 0 is also what unused lanes hold
  do {
    std::array<Event, 6> to{};
    ASSERT_TRUE(rank_sort(events_at(times).data(), 6, to.data()));
    for (std::size_t i = 0; i != 6; ++i) ASSERT_EQ(to[i].time, 5.0 - static_cast<double>(i));
  } while (std::next_permutation(times.begin(), times.end()));
}

TEST(RankSort, SortsAnyCountAndWritesNoFurther) {
  std::mt19937_64 generator(1);
  std::uniform_real_distribution<double> uniform(0.0, 1e6);
  for (std::size_t count = 0; count <= rank_sort_limit; ++count) {
    std::vector<double> times(count);
    for (double& time : times) time = uniform(generator);
    const std::vector<Event> from = events_at(times);
    std::vector<Event> to(count + 1, Event{-1.0, 0, 0, 0});
    ASSERT_TRUE(rank_sort(from.data(), count, to.data())) << count;
    std::sort(times.begin(), times.end(), std::greater<>());
    for (std::size_t i = 0; i != count; ++i) {
      ASSERT_EQ(to[i].time, times[i]) << count;
      ASSERT_EQ(from[to[i].slot].time, times[i]) << count;
    }
    ASSERT_EQ(to[count].time, -1.0) << count;
  }
}

TEST(RankSort, SaysWhenTwoTimesAreEqual) {
  for (std::size_t count = 2; count <= rank_sort_limit; ++count) {
    for (std::size_t first = 0; first + 1 != count; ++first) {
      std::vector<double> times(count);
      std::iota(times.begin(), times.end(), 1.0);
      times[count - 1] = times[first];
      std::vector<Event> to(count);
      EXPECT_FALSE(rank_sort(events_at(times).data(), count, to.data())) << count << ' ' << first;
    }
  }
}

}  // namespace
}  // namespace headwater
