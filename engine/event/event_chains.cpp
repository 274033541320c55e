#include "event/event_chains.hpp"

namespace headwater {

void EventChains::add_slab() {
  const auto first = static_cast<std::uint32_t>(link_.size());
  slabs_.push_back(std::make_unique_for_overwrite<Slab>());
  link_.resize(first + blocks_in_slab);
  for (std::uint32_t i = 0; i + 1 != blocks_in_slab; ++i) link_[first + i] = first + i + 1;
  link_[first + blocks_in_slab - 1] = first_free_;
  first_free_ = first;
}

}  // namespace headwater
