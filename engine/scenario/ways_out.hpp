// Every way that leads out of a tier, whatever part of it says so.
#pragma once

#include <string>
#include <vector>

#include "scenario/description.hpp"

namespace headwater {

struct WayOut {
  enum class When : std::uint8_t {
    after_stay,
    on_arrival,  ///< no room or a long waiting list: at the very moment of coming
    waiting      ///< out of the waiting list
  };
  std::string to;
  When when = When::after_stay;
  std::string part;   ///< what says so, for messages: "'exits' of tier 'care'"
  std::string label;  ///< for a drawing: weight, band, racer, ...
  Place place;
  bool to_tier = false;       ///< an exit will not do
  std::string becomes = {};   ///< class from then on
};

/// In the order of the description: the tier's own stay, then those of classes, then ways out of the waiting list.
std::vector<WayOut> ways_out(const TierSpec& tier);

}  // namespace headwater
