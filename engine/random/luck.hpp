// Luck: every draw is a pure function of (seed, replication, entity, purpose, occurrence).
//
// Nothing here has state. A draw depends on what it is for, never on when it is made, so the same entity
// lives the same luck under every scenario, on any number of threads, and whatever else the model contains.
// Purposes and sources are hashed from the names of model elements, never from their order in a file.
//
// Cost: two rounds of mixing in all, one when an entity is named and one a draw.
// Source of the mixing round: Stafford, "Better bit mixing: improving on MurmurHash3's 64-bit finalizer"
// (2011), variant 13; the odd constant is 2^64 divided by the golden ratio, as in Steele, Lea and Flood,
// "Fast splittable pseudorandom number generators" (OOPSLA 2014), section 3.
#pragma once

#include <bit>
#include <cstdint>
#include <string_view>

namespace headwater {

/// Who an entity is, for luck and for logs: the same in every scenario and every replication, never reused.
enum class EntityName : std::uint64_t {};

/// 2^64 / golden ratio, made odd: multiples of it are spread evenly over 64-bit words.
inline constexpr std::uint64_t golden_step = 0x9e3779b97f4a7c15;

/// A one-to-one mixing of 64 bits: every bit of the result depends on every bit of `x`.
inline constexpr std::uint64_t mix13(std::uint64_t x) {
  x ^= x >> 30;
  x *= 0xbf58476d1ce4e5b9;
  x ^= x >> 27;
  x *= 0x94d049bb133111eb;
  x ^= x >> 31;
  return x;
}

/// 64 bits that stand for a text. FNV-1a (Fowler, Noll and Vo; IETF draft-eastlake-fnv), then mixed, since
/// FNV-1a alone leaves the high bits of short texts poorly spread.
inline constexpr std::uint64_t hash_of_name(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3;
  }
  return mix13(hash);
}

/// The word that all entities of one source share; the same in every scenario.
inline constexpr std::uint64_t source_key(std::string_view source) {
  return hash_of_name(source);
}

/// The entity that a source creates as number `ordinal`. Different ordinals of one source never share a name.
inline constexpr EntityName name_of(std::uint64_t source, std::uint64_t ordinal) {
  return EntityName{mix13(source + ordinal * golden_step)};
}

/// The word that all draws for one purpose in one replication share; made once, kept beside the element.
/// `purpose_hash` is `hash_of_name` of a text that names element and use, such as "tiers.early_help.sojourn".
inline constexpr std::uint64_t purpose_key(std::uint64_t seed, std::uint64_t replication,
                                           std::uint64_t purpose_hash) {
  return mix13(mix13(mix13(seed + golden_step) ^ (replication * golden_step)) ^ purpose_hash);
}

/// The default generator: one mixing round over name, purpose and occurrence.
/// Generators share this interface (see `Philox` in philox.hpp) and have no state.
struct KeyedHash {
  /// 64 random bits. `occurrence` counts from 0 the earlier draws of this entity for this purpose.
  static constexpr std::uint64_t bits(EntityName name, std::uint64_t purpose, std::uint64_t occurrence) {
    return mix13(static_cast<std::uint64_t>(name) + purpose + occurrence * golden_step);
  }
};

/// The number ((bits >> 12) + 1/2) / 2^52: strictly between 0 and 1, exact, rising in `bits`,
/// and uniform(~bits) == 1 - uniform(bits).
inline constexpr double uniform(std::uint64_t bits) {
  return std::bit_cast<double>(0x3ff0000000000000 | (bits >> 12)) - (1 - 0x1p-53);
}

}  // namespace headwater
