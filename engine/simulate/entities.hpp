// Everyone who is somewhere in one replication: one record each, in a slot that is used again when they have gone.
//
// A record is a fixed head, then the attributes (doubles), then one visit counter (a byte) per node; its length is
// settled when the model is compiled. Slots freed last are used first: those who pass through quickly stay in the cache.
// A visit counter that runs over carries into a side table, so visits are exact however many there are.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <unordered_map>

#include "event/prefetch.hpp"
#include "random/luck.hpp"
#include "resource/waiting_list.hpp"

namespace headwater {

class Entities {
 public:
  struct Record {
    EntityName name;
    double since;       ///< when the entity joined the waiting list or, in a place, when its stay began
    double draw;        ///< waiting: the unit draw, or the time left of an interrupted stay; in a place: when the stay ends
    std::uint32_t next; ///< behind it on the waiting list, or the next free slot
    std::uint16_t stale;       ///< withdrawn events still on the event list; the slot is not free before they are gone
    std::uint16_t generation;  ///< of its pending event; others are stale
    std::uint16_t node;
    std::uint16_t stay;        ///< how the stay will end (index into Model::stays), once it has begun
    std::uint16_t group;
    std::uint8_t of_class;     ///< index into Model::class_names
    bool in_place : 1;         ///< takes up a place (or, without capacity, is simply there)
    bool interrupted : 1;      ///< waits to carry on with a stay that was cut short
    bool is_patient : 1;       ///< waits with an event pending that ends its patience
    bool blocked : 1;          ///< its stay is over, but where it goes next there is no room: it keeps its place
  };
  static_assert(sizeof(Record) == 40);

  Entities(std::size_t attributes, std::size_t nodes)
      : attributes_(attributes), stride_(sizeof(Record) + std::max(least_tail, (8 * attributes + nodes + 7) / 8 * 8)) {}

  /// A slot with zeroed attributes, visits, group and class; the generation carries on from its last owner.
  std::uint32_t create() {
    std::uint32_t slot = free_;
    if (slot != nobody) {
      free_ = (*this)[slot].next;
    } else {
      if (slots_ == capacity_) grow();
      slot = slots_++;
      new (at(slot)) Record{};
    }
    Record& record = (*this)[slot];
    // The first bytes, which are all that a small model has, are not worth a call.
    auto* const tail = reinterpret_cast<std::byte*>(&record + 1);
    std::memset(tail, 0, least_tail);
    if (stride_ > sizeof(Record) + least_tail) std::memset(tail + least_tail, 0, stride_ - sizeof(Record) - least_tail);
    record.group = 0;
    record.of_class = 0;
    record.in_place = record.interrupted = record.is_patient = record.blocked = false;
    return slot;
  }

  void destroy(std::uint32_t slot) {
    Record& record = (*this)[slot];
    ++record.generation;
    record.node = gone;
    if (!carries_.empty()) [[unlikely]] forget_carries(slot);
    if (record.stale == 0) [[likely]] release(slot);
  }

  /// One stale event of `slot` has left the event list.
  void stale_event_gone(std::uint32_t slot) {
    Record& record = (*this)[slot];
    if (--record.stale == 0 && record.node == gone) release(slot);
  }

  Record& operator[](std::uint32_t slot) { return *std::launder(reinterpret_cast<Record*>(at(slot))); }
  std::uint32_t& next(std::uint32_t slot) { return (*this)[slot].next; }
  double* attributes(std::uint32_t slot) { return std::launder(reinterpret_cast<double*>(at(slot) + sizeof(Record))); }

  /// How often the entity has left `node` before: the occurrence of its draws there.
  std::uint64_t visits(std::uint32_t slot, std::size_t node) const {
    const std::uint64_t low = static_cast<std::uint8_t>(at(slot)[visit_offset(node)]);
    if (carries_.empty()) [[likely]] return low;
    const auto carry = carries_.find(carry_key(slot, node));
    return carry == carries_.end() ? low : low + 256 * carry->second;
  }

  void count_visit(std::uint32_t slot, std::size_t node) {
    auto& low = at(slot)[visit_offset(node)];
    low = static_cast<std::byte>(static_cast<std::uint8_t>(low) + 1);
    if (low == std::byte{0}) [[unlikely]] ++carries_[carry_key(slot, node)];
  }

  /// A record may lie across two lines of the cache.
  void prefetch(std::uint32_t slot) const {
    prefetch_line(at(slot));
    prefetch_line(at(slot) + stride_ - 1);
  }

  /// Slots ever used: every entity that exists has a smaller one. For rare scans.
  std::uint32_t slots() const { return slots_; }
  static constexpr std::uint16_t gone = 0xffff;  ///< Record::node of a slot that nobody owns

 private:
  static constexpr std::size_t least_tail = 16;

  struct Free {
    void operator()(std::byte* memory) const { std::free(memory); }
  };

  std::byte* at(std::uint32_t slot) { return memory_.get() + slot * stride_; }
  const std::byte* at(std::uint32_t slot) const { return memory_.get() + slot * stride_; }
  std::size_t visit_offset(std::size_t node) const { return sizeof(Record) + 8 * attributes_ + node; }
  static std::uint64_t carry_key(std::uint32_t slot, std::size_t node) { return (std::uint64_t{slot} << 16) | node; }

  void release(std::uint32_t slot) {
    (*this)[slot].next = free_;
    free_ = slot;
  }
  void grow();
  void forget_carries(std::uint32_t slot);

  std::size_t attributes_;
  std::size_t stride_;
  std::unique_ptr<std::byte[], Free> memory_;  ///< grows by realloc, which moves pages and not bytes
  std::uint32_t capacity_ = 0;
  std::uint32_t slots_ = 0;
  std::uint32_t free_ = nobody;
  std::unordered_map<std::uint64_t, std::uint64_t> carries_;  ///< looked up by key only, never walked
};

}  // namespace headwater
