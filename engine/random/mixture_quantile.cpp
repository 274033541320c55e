#include "random/mixture_quantile.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "random/special_numbers.hpp"

namespace headwater {

namespace {

constexpr std::uint64_t words = std::uint64_t{1} << 52;

/// Finite numbers as integers in the same order.
std::int64_t rank_of(double x) {
  const auto bits = std::bit_cast<std::int64_t>(x);
  return bits >= 0 ? bits : std::numeric_limits<std::int64_t>::min() - bits;
}
double of_rank(std::int64_t rank) {
  return std::bit_cast<double>(rank >= 0 ? rank : std::numeric_limits<std::int64_t>::min() - rank);
}
/// Numbers between two.
std::uint64_t apart(double low, double high) {
  return static_cast<std::uint64_t>(rank_of(high)) - static_cast<std::uint64_t>(rank_of(low));
}

}  // namespace

MixtureQuantile::MixtureQuantile(const Law& law) {
  for (std::size_t i = 0; i < law.parts.size(); ++i)
    parts_.push_back({Sampler(law.parts[i]), law.cumulative[i] - (i == 0 ? 0 : law.cumulative[i - 1])});
  count_.words.resize(parts_.size());
}

/// How many give at most x, which lies in the stretch.
std::uint64_t MixtureQuantile::Part::words_up_to(double x) const {
  if (up_to_low == up_to_high) return up_to_low;
  // The first word beyond: `high` is, words before `low` are not.
  std::uint64_t low = up_to_low, high = up_to_high;
  double at_low = value(low), at_high = high < words ? value(high) : infinity;
  if (at_low > x) return low;
  for (int step = 0; high - low > 1; ++step) {
    // By turns where a straight line has x, a little to either side of it, and the middle.
    std::uint64_t next = low + (high - low) / 2;
    if (step % 3 != 2 && at_high < infinity) {
      const auto gap = static_cast<double>(high - low);
      const double share = (x - at_low) / (at_high - at_low);
      const double margin = gap * (step % 3 == 0 ? 0x1p-10 : -0x1p-10);
      next = low + static_cast<std::uint64_t>(std::clamp(share * gap + margin, 1.0, gap - 1));
    }
    const double at_next = value(next);
    if (at_next <= x) {
      low = next;
      at_low = at_next;
    } else {
      high = next;
      at_high = at_next;
    }
  }
  return high;
}

/// Counts words up to x, and what lies below x (upper tail: above it) beyond the chance wanted: an excess that
/// rises with x through 0.
void MixtureQuantile::count(bool upper, double chance, double x) {
  double sum = 0;
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    const Part& part = parts_[i];
    const std::uint64_t k = count_.words[i] = part.words_up_to(x);
    double beyond = 0;  // of word k - 1, in words
    if (k > 0 && k < words) {
      const double before = part.value(k - 1), after = part.value(k);
      beyond = (after < infinity ? (x - before) / (after - before) : 0) - 0.5;
    }
    sum += part.weight * 0x1p-52 *
           (upper ? static_cast<double>(words - k) - beyond : static_cast<double>(k) + beyond);
  }
  count_.excess = upper ? chance - sum : sum - chance;
}

/// A value within the stretch that many words of a part give; its upper end when there is none.
double MixtureQuantile::atom_within(double high) const {
  double least = high;
  for (const Part& part : parts_) {
    const std::uint64_t k = part.up_to_low;
    if (k + 1 < words && part.value(k) <= least && part.value(k + 1) == part.value(k)) least = part.value(k);
  }
  return least;
}

double MixtureQuantile::at(bool upper, double chance) {
  // Every mixture's quantile lies between the least and the largest of its parts'.
  const double u = upper ? 1 - chance : chance;
  const auto k = std::min(static_cast<std::uint64_t>(u * 0x1p52), words - 1);
  double low = infinity, high = -infinity;
  for (Part& part : parts_) {
    low = std::min(low, part.value(k - std::min<std::uint64_t>(k, 1)));
    high = std::max(high, part.value(std::min(k + 1, words - 1)));
    part.up_to_low = 0;
    part.up_to_high = words;
  }
  if (low == infinity) return infinity;
  if (low == high) return low;
  const auto begin = [&](std::size_t i) { parts_[i].up_to_low = count_.words[i]; };
  const auto end = [&](std::size_t i) { parts_[i].up_to_high = count_.words[i]; };
  const auto each = [&](const auto& set) {
    for (std::size_t i = 0; i < parts_.size(); ++i) set(i);
    return count_.excess;
  };
  count(upper, chance, low);
  if (count_.excess >= 0) return low;
  double at_low = each(begin);
  high = std::min(high, std::numeric_limits<double>::max());
  count(upper, chance, high);
  if (count_.excess < 0) return high == std::numeric_limits<double>::max() ? infinity : high;
  double at_high = each(end);

  // Regula falsi as in Illinois (Dowell and Jarratt, BIT 11, 1971), with a bisection whenever four steps have
  // not shortened the stretch to an eighth.
  double width = high - low;
  int side = 0;
  for (int step = 1; apart(low, high) > 256; ++step) {
    double next = low + (high - low) * (at_low / (at_low - at_high));
    const bool slow = step % 4 == 0 && !(high - low <= width / 8);
    if (step % 4 == 0) width = high - low;
    if (slow || !(next > low && next < high)) next = of_rank(rank_of(low) / 2 + rank_of(high) / 2);
    count(upper, chance, next);
    if (std::fabs(count_.excess) <= 1e-14 * chance) return next;
    if (count_.excess < 0) {
      low = next;
      at_low = each(begin);
      if (side == -1) at_high /= 2;
      side = -1;
    } else {
      high = next;
      at_high = each(end);
      if (side == 1) at_low /= 2;
      side = 1;
    }
  }
  return atom_within(high);
}

}  // namespace headwater
