// What the event list holds: when, about whom, and where.
#pragma once

#include <cstdint>

namespace headwater {

/// Something due to happen. The event list reads `time` only; the rest belongs to whoever scheduled it.
struct Event {
  double time;         ///< days since the start, finite, >= 0
  std::uint32_t slot;  ///< row of the entity concerned
  std::uint16_t node;  ///< where on the pathway
  std::uint16_t
      generation;  ///< of the slot when the event was scheduled; a later generation makes the event stale
};
static_assert(sizeof(Event) == 16);

}  // namespace headwater
