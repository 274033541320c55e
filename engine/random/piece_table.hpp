// A quantile function in pieces that are as small as it takes: for laws that no closed form draws, with
// corners, steps and stretches of one value.
//
// The unit interval is cut at its middle, each half into octaves of the distance to its end, each octave into
// four cells, and a cell into halves until one polynomial of degree 7 meets the quantile at trial points
// within 1e-10 of its size (or within a quarter of the step from one word to the next, which only matters
// within 1e-11 of either end). A piece is held between its values at its ends, which it shares with its
// neighbours, and its polynomial rises by the signs of its Bernstein coefficients: quantiles never fall as
// the bits rise. Immutable once made; reading is safe from any thread.
#pragma once

#include <bit>
#include <cstdint>
#include <functional>
#include <vector>

#include "random/interpolation.hpp"
#include "random/luck.hpp"

namespace headwater {

class PieceTable {
 public:
  /// The quantile at a distance in (0, 1/2] from the lower or the upper end of (0, 1); it may be infinite.
  using Quantile = std::function<double(bool upper, double distance)>;
  explicit PieceTable(const Quantile& quantile);

  /// The quantile at uniform(bits).
  double operator()(std::uint64_t bits) const {
    const std::uint64_t upper = bits >> 63;
    const auto distance = std::bit_cast<std::uint64_t>(uniform(bits ^ (0 - upper)));
    std::uint64_t inside = distance << 14;  // where in the cell: 0 at its beginning, 2^64 would be its end
    std::int32_t at = cells_[(distance >> 50) - lowest_cell + upper * cells_per_tail];
    while (at < 0) {
      at = halves_[~static_cast<std::uint32_t>(at)][inside >> 63];
      inside <<= 1;
    }
    const Piece& piece = pieces_[static_cast<std::uint32_t>(at)];
    const double t = std::bit_cast<double>(0x3ff0000000000000 | (inside >> 12)) - 1.5;
    const double value = interpolation::evaluate(piece.c, t);
    return value < piece.least ? piece.least : value > piece.most ? piece.most : value;
  }

  std::size_t pieces() const { return pieces_.size(); }

 private:
  static constexpr int octaves = 52, cells_per_octave = 4, cells_per_tail = octaves * cells_per_octave;
  static constexpr std::uint64_t lowest_cell = std::uint64_t{1023 - 53} << 2;  // where doubles of 2^-53 begin

  struct Piece {
    double c[8];         ///< powers of t, from -1/2 to 1/2 across the piece
    double least, most;  ///< its values at its ends
  };
  /// A stretch of distances, with the quantile at both ends.
  struct Stretch {
    bool upper;
    double begin, end;
    double at_begin, at_end;
  };

  std::int32_t build(const Stretch& stretch, const Quantile& quantile);
  bool fits(const Stretch& stretch, const Quantile& quantile, Piece& piece) const;

  std::vector<std::int32_t> cells_;  ///< index of a piece, or ~index of two halves
  std::vector<std::array<std::int32_t, 2>> halves_;
  std::vector<Piece> pieces_;
};

}  // namespace headwater
