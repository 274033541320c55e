// A named output: one number of each replication, for precision, comparisons and sweeps.
//
//   SERIES.ELEMENT[GROUP]@WHEN      wait_mean.clinic    occupancy.care@2028/29    exits.home@last    moves.a -> b@2027-04
//
// ELEMENT is the name of a tier, source, exit, resource or edge; GROUP that of a group that the model reports by. WHEN
// chooses reporting periods by the date on which they begin: a day (2027-04-01), a month (2027-04), a year (2027), a
// financial year (2027/28), which begins with the model's `year_begins_month`, `first` or `last`; without it, all.
//
// Several periods become one number so: counts are added; numbers at the end of a period are those of the last; levels
// are weighted by the length of periods; mean waits by starts, mean stays by departures; a utilisation is what was in use
// in all over the capacity of all. What cannot be put together so (standard deviations and quantiles of waits) must name
// one period. A period without a value is left out; where none has one the output is NaN in that replication.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "results/layout.hpp"
#include "scenario/calendar.hpp"

namespace headwater {

/// The text names no output of the layout; `what` says why, and the nearest name where there is one.
struct UnknownOutput : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Output {
 public:
  /// Finds `name` in `layout`. Throws `UnknownOutput`.
  Output(const Layout& layout, const std::string& name);

  const std::string& name() const { return name_; }
  const std::string& units() const { return units_; }

  /// Its number in one replication, whose values are laid out as in `ReplicationRecord::values`.
  double of(const Layout& layout, std::span<const double> values) const;

  /// The same from the values of its series and of the series of weights (empty where there is none), in one replication.
  double of(std::span<const double> values, std::span<const double> weights) const;
  /// Period by period, as it stands in its series; counts a day, since periods differ in length.
  std::vector<double> by_period(const Layout& layout, std::span<const double> values) const;

  /// Whether the results cover only a part of the year or month that WHEN names.
  bool in_part() const { return in_part_; }

  std::size_t series() const { return series_.index; }                          ///< index into Layout::series
  std::optional<std::size_t> weights() const { return weights_ ? std::optional(weights_->index) : std::nullopt; }

  /// The axis and the element that it is about: the number of a tier, edge, ...
  Axis axis() const { return axis_; }
  std::size_t element() const { return element_; }

 private:
  enum class Together { sum, last, by_length, by_weight, over };
  void choose_periods(const Layout& layout, const std::string& when, bool to_the_penny);

  struct Cell {
    std::size_t index;  ///< of the series
    std::size_t first;  ///< where the first period stands in it
  };
  std::string name_, units_;
  Together together_ = Together::sum;
  Axis axis_ = Axis::none;
  std::size_t element_ = 0;
  Cell series_{};
  std::optional<Cell> weights_;
  std::size_t stride_ = 0;  ///< from one period to the next
  std::vector<std::size_t> periods_;
  std::vector<double> lengths_;  ///< of each, days
  bool in_part_ = false;
};

/// "SERIES.ELEMENT" for every tier of the series that `show` prints, every exit, and the share in time of every timescale.
std::vector<std::string> usual_outputs(const Layout& layout);

/// Of every line of costs and of all together, in pence.
std::vector<std::string> cost_outputs(const Layout& layout);

/// Whether the name of an output has a WHEN.
bool names_a_time(const std::string& name);

/// The day on which a reporting period begins.
Date first_day(const Layout& layout, std::size_t period);

/// "a -> b", and the racer's or source's name in brackets where one pair is linked twice.
std::string label_of(const Edge& edge);

/// The names of the elements of an axis.
std::vector<std::string> elements_of(const Layout& layout, Axis axis);

}  // namespace headwater
