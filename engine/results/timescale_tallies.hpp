// Timescales as the recorder counts them: whose clock stopped in the period, whose goes on at its end, and who was in time.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "pathway/timescales.hpp"
#include "results/layout.hpp"

namespace headwater {

/// The series that a model with timescales has besides the others, in their order; none without.
std::vector<SeriesSpec> timescale_series(const Timescales& timescales);

class TimescaleTallies {
 public:
  explicit TimescaleTallies(const Timescales& timescales) : of_(timescales), ended_(timescales.names.size()), in_time_(ended_.size()) {}

  /// The case with row `slot` goes along an edge on a day (since the start date). A clock that begins has begun `before`
  /// days earlier.
  void pass(std::uint32_t edge, std::uint32_t slot, int day, int before);

  void begin_period();

  /// What the period that ends with `last_day` comes to: `cell(series, element)`, series counted from 0.
  void write(int last_day, const std::function<double&(std::size_t series, std::size_t element)>& cell) const;

 private:
  static constexpr std::int32_t stopped = INT32_MIN;
  const Timescales& of_;
  std::vector<std::int32_t> began_;  ///< [slot][timescale]: the day, or stopped
  std::vector<std::uint64_t> ended_, in_time_;  ///< in this period
};

}  // namespace headwater
