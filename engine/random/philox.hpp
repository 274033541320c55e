// Philox4x32-10 as a second source of luck, to show that results do not depend on the generator.
//
// Kept apart from luck.hpp because Random123's headers are large.
// Source: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC11), section 3.3.
#pragma once

#include <Random123/philox.h>

#include <cstdint>

#include "random/luck.hpp"

namespace headwater {

/// The same interface as `KeyedHash`; about five times its cost.
struct Philox {
  /// 64 random bits: the first two words of the block whose counter is (name, occurrence), under key
  /// `purpose`.
  static std::uint64_t bits(EntityName name, std::uint64_t purpose, std::uint64_t occurrence) {
    const auto low = [](std::uint64_t x) { return static_cast<std::uint32_t>(x); };
    const auto high = [](std::uint64_t x) { return static_cast<std::uint32_t>(x >> 32); };
    const auto who = static_cast<std::uint64_t>(name);
    const r123::Philox4x32::ctr_type counter{{low(who), high(who), low(occurrence), high(occurrence)}};
    const r123::Philox4x32::key_type key{{low(purpose), high(purpose)}};
    const auto block = r123::Philox4x32()(counter, key);
    return block.v[0] | (static_cast<std::uint64_t>(block.v[1]) << 32);
  }
};

}  // namespace headwater
