// A quantile function as polynomials, so that a draw from any smooth law costs about as much as a logarithm.
//
// The unit interval is cut at its middle; each half into octaves of the distance to its end, each octave into
// 16 cells of equal width; on a cell the quantile is a polynomial of degree 7. Neighbouring cells share the
// values at their common edge, and where rounding would still let the quantile step back by a unit in the
// last place, the outer cell is moved by as much: quantiles never fall as the bits rise. Tables are
// immutable once made; reading is safe from any thread.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "random/interpolation.hpp"
#include "random/luck.hpp"

namespace headwater {

class QuantileTable {
 public:
  // Tables for scale 1, with a bound on the relative error of every quantile. The shapes allowed: law.hpp.

  /// 1e-14 for sigma up to 1, 5e-13 up to 4. Takes about 0.5 ms.
  static std::shared_ptr<const QuantileTable> of_lognormal(double sigma);
  /// 1e-14 for shapes from 0.5, 5e-11 from 0.1. Takes about 0.5 ms.
  static std::shared_ptr<const QuantileTable> of_weibull(double shape);
  /// 2e-14 for shapes from 0.5, 2e-12 from 0.1. Takes 2 to 4 ms up to shape 1,000, 7 ms at 10,000.
  static std::shared_ptr<const QuantileTable> of_gamma(double shape);
  /// The standard normal law moved up by `normal_shift`, so that all quantiles are above 0; 1e-15. Takes about
  /// 0.5 ms.
  static std::shared_ptr<const QuantileTable> of_moved_normal();
  static constexpr double normal_shift = 16;

  /// The quantile at uniform(bits), for scale 1.
  double operator()(std::uint64_t bits) const {
    const std::uint64_t upper = bits >> 63;
    // Distance to the nearer end, below 1/2.
    const auto distance = std::bit_cast<std::uint64_t>(uniform(bits ^ (0 - upper)));
    const std::uint64_t index = (distance >> 48) - lowest_cell + upper * cells_per_tail;
    const double t = std::bit_cast<double>(0x3ff0000000000000 | ((distance << 4) & 0x000fffffffffffff)) - 1.5;
    return interpolation::evaluate(cells_[index].c, t);
  }

 private:
  static constexpr int octaves = 52, cells_per_octave = 16, cells_per_tail = octaves * cells_per_octave;
  static constexpr std::uint64_t lowest_cell = std::uint64_t{1023 - 53} << 4;  // where doubles of 2^-53 begin

  /// Coefficients of powers of t, t from -1/2 to 1/2 across the cell; one line of the cache.
  struct alignas(64) Cell {
    double c[8];
  };

  /// `lower` and `upper` give the quantile at a distance from their end of (0, 1); asked from 1/2 downwards.
  template <class Lower, class Upper>
  QuantileTable(Lower lower, Upper upper);
  template <class Quantile>
  void fill(int tail, Quantile quantile);
  void keep_rising(int tail);
  Cell& cell_at(int tail, int octave, int part) {
    return cells_[static_cast<std::size_t>((tail * octaves + octave) * cells_per_octave + part)];
  }

  // Lower tail from its far end to the middle, then upper tail likewise.
  std::array<Cell, 2 * cells_per_tail> cells_;
};

}  // namespace headwater
