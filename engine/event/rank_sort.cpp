#include "event/rank_sort.hpp"

#include <cstdint>
#include <limits>

namespace headwater {

namespace {

// Vectors of two, as both g++ and clang know them on every processor.
using Doubles = double __attribute__((vector_size(16)));
using Integers = std::int64_t __attribute__((vector_size(16)));

}  // namespace

bool rank_sort(const Event* from, std::size_t count, Event* to) {
  constexpr std::size_t at_once = 4;
  double times[rank_sort_limit + at_once];
  std::int64_t ranks[rank_sort_limit + at_once];
  for (std::size_t i = 0; i != count; ++i) times[i] = from[i].time;
  for (std::size_t i = count; i != count + at_once; ++i)
    times[i] = 0.0;  // ranked with the last ones, then ignored

  std::int64_t sum = 0;
  for (std::size_t i = 0; i < count; i += at_once) {
    const Doubles low = {times[i], times[i + 1]}, high = {times[i + 2], times[i + 3]};
    Integers low_ranks = {}, high_ranks = {};
    for (std::size_t j = 0; j != count; ++j) {
      const Doubles other = {times[j], times[j]};
      low_ranks -= other > low;  // true is -1
      high_ranks -= other > high;
    }
    for (std::size_t lane = 0; lane != 2; ++lane) {
      ranks[i + lane] = low_ranks[lane];
      ranks[i + lane + 2] = high_ranks[lane];
    }
  }
  for (std::size_t i = 0; i != count; ++i) {
    to[ranks[i]] = from[i];
    sum += ranks[i];
  }
  return sum == static_cast<std::int64_t>(count * (count - 1) / 2);
}

}  // namespace headwater
