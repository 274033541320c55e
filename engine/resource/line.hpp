// Who waits in a tier whose order is not simply first come, first served; or who is served there, the first to be
// displaced on top.
//
// An entity's standing (rank, then number) is settled when it comes and kept through interruptions, so it goes back to
// where it belongs. Joining and leaving, also from the middle, cost the logarithm of the length. A random line keeps no
// order.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "resource/waiting_list.hpp"

namespace headwater {

/// Where an entity stands in the tier that it is in, and what is left of a stay that was cut short.
struct Standing {
  double rank = 0;             ///< smaller goes first
  std::uint64_t number = 0;    ///< among equals smaller goes first; unique in the tier
  std::uint32_t position = 0;  ///< in the line that it is in
  std::uint32_t edge = 0;      ///< blocked: the way it will go
  double began = 0;            ///< when the stay would have begun had nothing come between; the whole of it ends at its draw
  double served = 0;           ///< days in a place before an interruption
  double left = 0;             ///< days to come after it
  enum class Later : std::uint8_t { resume, restart, resample } later = Later::resume;  ///< how it goes on then
  std::uint32_t resampled = 0; ///< how often the stay of this visit has been drawn anew

  bool precedes(const Standing& other) const { return rank != other.rank ? rank < other.rank : number < other.number; }
};

enum class Top : std::uint8_t { first, last, picked };

/// A heap of slots by standing. `top_is` says who is at hand: the first in order, the last, or whoever is picked.
template <Top top_is>
class Line {
 public:
  bool empty() const { return slots_.empty(); }
  std::int64_t size() const { return static_cast<std::int64_t>(slots_.size()); }
  /// In no order that means anything.
  const std::vector<std::uint32_t>& slots() const { return slots_; }
  /// Requires that somebody is there.
  std::uint32_t top() const requires(top_is != Top::picked) { return slots_[0]; }

  void join(std::vector<Standing>& standing, std::uint32_t slot) {
    slots_.push_back(slot);
    standing[slot].position = static_cast<std::uint32_t>(slots_.size() - 1);
    rise(standing, slots_.size() - 1);
  }

  void leave(std::vector<Standing>& standing, std::uint32_t slot) {
    const std::size_t at = standing[slot].position;
    const std::uint32_t last = slots_.back();
    slots_.pop_back();
    if (last == slot) return;
    put(standing, at, last);
    rise(standing, at);
    sink(standing, standing[last].position);
  }

  /// One of n: the k-th, k being the part of [0, 2^32) in n equal parts that the upper half of `bits` lies in. The order
  /// in which they stand follows from who came and left, so equal luck picks the same one.
  std::uint32_t pick(std::uint64_t bits) const requires(top_is == Top::picked) { return slots_[((bits >> 32) * slots_.size()) >> 32]; }

 private:
  static bool before(const Standing& a, const Standing& b) {
    if constexpr (top_is == Top::picked) return false;
    return top_is == Top::first ? a.precedes(b) : b.precedes(a);
  }
  void put(std::vector<Standing>& standing, std::size_t at, std::uint32_t slot) {
    slots_[at] = slot;
    standing[slot].position = static_cast<std::uint32_t>(at);
  }
  void rise(std::vector<Standing>& standing, std::size_t at) {
    const std::uint32_t slot = slots_[at];
    for (; at > 0 && before(standing[slot], standing[slots_[(at - 1) / 2]]); at = (at - 1) / 2) put(standing, at, slots_[(at - 1) / 2]);
    put(standing, at, slot);
  }
  void sink(std::vector<Standing>& standing, std::size_t at) {
    const std::uint32_t slot = slots_[at];
    for (std::size_t child; (child = 2 * at + 1) < slots_.size(); at = child) {
      if (child + 1 < slots_.size() && before(standing[slots_[child + 1]], standing[slots_[child]])) ++child;
      if (!before(standing[slots_[child]], standing[slot])) break;
      put(standing, at, slots_[child]);
    }
    put(standing, at, slot);
  }

  std::vector<std::uint32_t> slots_;
};

}  // namespace headwater
