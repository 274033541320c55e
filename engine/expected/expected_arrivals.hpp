// How many a Poisson source is expected to bring.
#pragma once

#include <vector>

#include "pathway/model.hpp"

namespace headwater {

class ExpectedArrivals {
 public:
  /// Requires a Poisson source, of single arrivals or of batches.
  explicit ExpectedArrivals(const Source& source);

  /// Those from `time` on, counted from 0 there.
  ExpectedArrivals since(double time) const;

  /// Expected number until `time` (days since the simulation begins), and the integral of that number until `time`.
  double until(double time) const;
  double area_until(double time) const;

 private:
  struct Piece {
    double time, rate;           ///< from `time` on, per day
    double cumulated = 0, area = 0;  ///< until then
  };
  ExpectedArrivals() = default;
  void cumulate();
  const Piece& piece_at(double time) const;

  std::vector<Piece> pieces_;
};

}  // namespace headwater
