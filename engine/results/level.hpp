// A number that goes up and down, and its integral over a reporting period.
#pragma once

#include <cstdint>

namespace headwater {

struct Level {
  double area = 0;       ///< of the period, as it would be if nothing changed any more
  std::int64_t now = 0;
  /// By so much, with `rest` days of the period to go.
  void change(std::int64_t by, double rest) {
    now += by;
    area += static_cast<double>(by) * rest;
  }
};

}  // namespace headwater
