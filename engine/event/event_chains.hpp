// Unsorted piles of events of any size, in blocks of one pool, so that nothing is allocated once the pool is
// large enough for the busiest moment. A freed block is the next to be used, while it is still in the cache.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "event/event.hpp"
#include "event/prefetch.hpp"

namespace headwater {

/// One pile: how many events, and the block that holds the last of them.
struct EventChain {
  std::uint32_t count = 0;
  std::uint32_t block = 0;
};

class EventChains {
 public:
  /// Adds an event to a pile.
  void append(EventChain& chain, const Event& event) {
    const std::uint32_t place = chain.count % block_size;
    if (place == 0) chain.block = take_block(chain.block);
    events_of(chain.block)[place] = event;
    ++chain.count;
  }

  /// Hands every event of a pile to `visit` and gives the blocks back; the pile is then empty. The order is
  /// that of the blocks, last block first, and follows from the history of the pile alone.
  template <class Visit>
  void drain(EventChain& chain, Visit&& visit) {
    std::uint32_t in_block = chain.count == 0 ? 0 : (chain.count - 1) % block_size + 1;
    for (std::uint32_t left = chain.count; left != 0; left -= in_block, in_block = block_size) {
      const std::uint32_t block = chain.block;
      chain.block = link_[block];
      prefetch(chain.block);
      const Event* events = events_of(block);
      for (std::uint32_t i = 0; i != in_block; ++i) visit(events[i]);
      link_[block] = first_free_;
      first_free_ = block;
      if (left == in_block) break;
    }
    chain = EventChain{};
  }

 private:
  static constexpr std::uint32_t block_size = 16;       // events in a block: four cache lines
  static constexpr std::uint32_t blocks_in_slab = 256;  // blocks allocated together
  struct alignas(64) Slab {
    Event events[blocks_in_slab * block_size];
  };

  Event* events_of(std::uint32_t block) {
    return slabs_[block / blocks_in_slab]->events + std::size_t{block % blocks_in_slab} * block_size;
  }
  void prefetch(std::uint32_t block) {
    const Event* events = events_of(block);
    for (std::uint32_t i = 0; i < block_size; i += 4) prefetch_line(events + i);
  }
  std::uint32_t take_block(std::uint32_t previous) {
    if (first_free_ == none) add_slab();
    const std::uint32_t block = first_free_;
    first_free_ = link_[block];
    link_[block] = previous;
    return block;
  }
  void add_slab();

  static constexpr std::uint32_t none = 0xffffffff;
  std::vector<std::unique_ptr<Slab>> slabs_;
  std::vector<std::uint32_t>
      link_;  // of a block in use, the block filled before it; of a free block, the next free one
  std::uint32_t first_free_ = none;
};

}  // namespace headwater
