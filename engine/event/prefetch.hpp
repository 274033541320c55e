// Asking for memory before it is needed.
#pragma once

namespace headwater {

/// Fetches into the cache the line that holds `*address`, which may be any address.
inline void prefetch_line(const void* address) {
  __builtin_prefetch(address);
  asm volatile("");  // a function that does nothing else must not look as if it did nothing: g++ leaves out its calls
}

}  // namespace headwater
