// A histogram of times with logarithmic buckets: 64 an octave from 2^-14 days (five seconds) to 2^14 days (45 years).
//
// Counts are whole numbers, so histograms add up exactly in any order. The middle of a bucket is within 0.8 % of every
// time in it; times below five seconds count as 0.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "results/layout.hpp"

namespace headwater {

class Histogram {
 public:
  static constexpr int per_octave_bits = 6;
  static constexpr int lowest_exponent = -14;
  static constexpr int highest_exponent = 14;
  static constexpr std::size_t buckets = ((highest_exponent - lowest_exponent) << per_octave_bits) + 2;

  /// Requires time >= 0.
  void add(double time) { ++counts_[bucket_of(time)]; }

  static std::size_t bucket_of(double time) {
    const auto bits = static_cast<std::int64_t>(std::bit_cast<std::uint64_t>(time) >> (52 - per_octave_bits));
    const std::int64_t base = (std::int64_t{1023 + lowest_exponent} << per_octave_bits) - 1;
    return static_cast<std::size_t>(std::clamp<std::int64_t>(bits - base, 0, buckets - 1));
  }

  /// Upper bound of a bucket, days; the last is infinite.
  static double upper(std::size_t bucket) {
    if (bucket == buckets - 1) return std::numeric_limits<double>::infinity();
    const std::uint64_t base = (std::uint64_t{1023 + lowest_exponent} << per_octave_bits) - 1;
    return std::bit_cast<double>((base + bucket + 1) << (52 - per_octave_bits));
  }

  /// What stands for the times in a bucket: 0 for the first, the lower bound for the last, else the middle.
  static double middle(std::size_t bucket) {
    if (bucket == 0) return 0;
    if (bucket == buckets - 1) return upper(bucket - 1);
    return 0.5 * (upper(bucket - 1) + upper(bucket));
  }

  /// The smallest recorded time (to a bucket) that at least a share `p` of all do not exceed; NaN when there are none.
  double quantile(double p, std::uint64_t total) const {
    if (total == 0) return std::numeric_limits<double>::quiet_NaN();
    const auto rank = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::ceil(p * static_cast<double>(total))));
    std::uint64_t below = 0;
    for (std::size_t i = 0; i < buckets; ++i) {
      below += counts_[i];
      if (below >= rank) return middle(i);
    }
    return middle(buckets - 1);
  }

  /// Adds all counts of `other` and empties it.
  void absorb(Histogram& other) {
    for (std::size_t i = 0; i < buckets; ++i) {
      counts_[i] += other.counts_[i];
      other.counts_[i] = 0;
    }
  }

  HistogramCounts counts() const {
    HistogramCounts result;
    std::size_t first = 0, last = buckets;
    while (first < buckets && counts_[first] == 0) ++first;
    while (last > first && counts_[last - 1] == 0) --last;
    result.first = static_cast<std::uint32_t>(first == buckets ? 0 : first);
    result.counts.assign(counts_.begin() + static_cast<std::ptrdiff_t>(first), counts_.begin() + static_cast<std::ptrdiff_t>(last));
    return result;
  }

 private:
  std::vector<std::uint64_t> counts_ = std::vector<std::uint64_t>(buckets);
};

}  // namespace headwater
