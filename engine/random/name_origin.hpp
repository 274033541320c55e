// The way back from the name of an entity to its number.
#pragma once

#include "random/luck.hpp"

namespace headwater {

/// The multiplicative inverse of an odd word (Newton's iteration doubles the bits that are right: 3, 6, ..., 96).
inline constexpr std::uint64_t inverse_of_odd(std::uint64_t odd) {
  std::uint64_t inverse = odd;
  for (int i = 0; i < 5; ++i) inverse *= 2 - odd * inverse;
  return inverse;
}

/// What `mix13` made `mixed` from.
inline constexpr std::uint64_t unmix13(std::uint64_t mixed) {
  std::uint64_t x = mixed ^ (mixed >> 31) ^ (mixed >> 62);
  x *= inverse_of_odd(0x94d049bb133111eb);
  x ^= (x >> 27) ^ (x >> 54);
  x *= inverse_of_odd(0xbf58476d1ce4e5b9);
  return x ^ (x >> 30) ^ (x >> 60);
}

/// The ordinal with which `name_of(source, ordinal)` is `name`.
inline constexpr std::uint64_t ordinal_of(EntityName name, std::uint64_t source) {
  return (unmix13(static_cast<std::uint64_t>(name)) - source) * inverse_of_odd(golden_step);
}

static_assert(ordinal_of(name_of(source_key("new"), 12345), source_key("new")) == 12345);

}  // namespace headwater
