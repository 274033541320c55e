// Shared resources: how much of each there is, how much is taken, and what each entity holds. Amounts are in millionths.
#pragma once

#include <cstdint>
#include <vector>

#include "resource/places.hpp"

namespace headwater {

class Pools {
 public:
  explicit Pools(std::size_t resources) : pools_(resources), idle_(resources) {}

  std::size_t size() const { return pools_.size(); }
  Places& operator[](std::size_t resource) { return pools_[resource]; }

  /// Makes sure that `slot` has somewhere to keep what it holds: nothing, to begin with.
  void make_room(std::uint32_t slot) {
    if (held_.size() < (slot + std::size_t{1}) * pools_.size()) held_.resize((slot + std::size_t{1}) * pools_.size());
  }
  std::int64_t held(std::uint32_t slot, std::size_t resource) const { return held_[slot * pools_.size() + resource]; }

  /// Whether there is as much as `more`, if anything is wanted at all, once `given_back` has been given back.
  bool has_free(std::size_t resource, std::int64_t more, std::int64_t given_back) const {
    return more <= 0 || more <= pools_[resource].capacity - (pools_[resource].busy - given_back);
  }
  /// Takes or gives back until `slot` holds `amount`; the change.
  std::int64_t hold(std::uint32_t slot, std::size_t resource, std::int64_t amount) {
    std::int64_t& now = held_[slot * pools_.size() + resource];
    const std::int64_t change = amount - now;
    now = amount;
    pools_[resource].busy += change;
    return change;
  }

  /// `slot`, who waits or is blocked from now on (+1) or no longer (-1), holds what it holds idle; whether that is anything.
  bool set_idle(std::uint32_t slot, int by) {
    for (std::size_t i = 0; i < pools_.size(); ++i) idle_[i] += by * held(slot, i);
    return holds_any(slot);
  }
  bool holds_any(std::uint32_t slot) const {
    for (std::size_t i = 0; i < pools_.size(); ++i)
      if (held(slot, i) > 0) return true;
    return false;
  }
  std::int64_t idle(std::size_t resource) const { return idle_[resource]; }

 private:
  std::vector<Places> pools_;
  std::vector<std::int64_t> idle_;  ///< held by those who wait or are blocked
  std::vector<std::int64_t> held_;  ///< [slot][resource]
};

}  // namespace headwater
