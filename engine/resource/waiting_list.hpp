// A waiting list: first come, first served, linked through the records of those who wait, so that joining and
// leaving cost the same however many wait. `Entities` answers `next(slot)`, a reference to the link in a record.
#pragma once

#include <cstdint>

namespace headwater {

inline constexpr std::uint32_t nobody = 0xffffffffu;

class WaitingList {
 public:
  bool empty() const { return head_ == nobody; }
  std::uint32_t head() const { return head_; }
  std::int64_t size() const { return size_; }

  template <class Entities>
  void join_back(Entities& entities, std::uint32_t slot) {
    entities.next(slot) = nobody;
    if (empty()) {
      head_ = slot;
    } else {
      entities.next(tail_) = slot;
    }
    tail_ = slot;
    ++size_;
  }

  /// Requires that somebody waits.
  template <class Entities>
  std::uint32_t leave_front(Entities& entities) {
    const std::uint32_t slot = head_;
    head_ = entities.next(slot);
    --size_;
    return slot;
  }

 private:
  std::uint32_t head_ = nobody;
  std::uint32_t tail_ = nobody;
  std::int64_t size_ = 0;
};

}  // namespace headwater
