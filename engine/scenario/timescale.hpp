// What a scenario says of a timescale: a deadline for what happens to a case between two points of its way.
#pragma once

#include <string>
#include <vector>

#include "scenario/diagnostics.hpp"

namespace headwater {

/// The clock of a case begins, or begins anew, when it comes to `from`. It stops when the case comes to `to` or leaves
/// `through`, one of which is empty. A day is over at midnight; that on which the clock begins does not count.
struct TimescaleSpec {
  std::string name;
  std::string from;   ///< a tier
  std::string to;       ///< a tier or an exit
  std::string through;  ///< a tier
  std::vector<std::string> dropped_at;  ///< tiers and exits: whose clock goes on when it comes there is not counted
  int days = 0;       ///< in time is who takes no more than so many
  bool working = false;  ///< of which only working days count
  Place place;
};

inline constexpr std::size_t most_timescales = 64;

}  // namespace headwater
