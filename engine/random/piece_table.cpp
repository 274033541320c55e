#include "random/piece_table.hpp"

#include <algorithm>
#include <cmath>

namespace headwater {

namespace {

constexpr double relative_error = 1e-10;

/// Numbers that can be drawn, (k + 1/2) 2^-52, in [begin, end).
double words_in(double begin, double end) {
  return std::ceil(end * 0x1p52 - 0.5) - std::ceil(begin * 0x1p52 - 0.5);
}

/// Whether the polynomial goes one way only: all Bernstein coefficients of its derivative have one sign.
bool is_monotone(const double (&c)[8], double direction) {
  // d[j] of (t + 1/2)^j for the derivative, by shifting the origin to the beginning of the piece.
  double d[7];
  for (std::size_t k = 0; k < 7; ++k) d[k] = static_cast<double>(k + 1) * c[k + 1];
  for (std::size_t pass = 0; pass < 6; ++pass)
    for (std::size_t k = 6; k-- > pass;) d[k] -= d[k + 1] / 2;
  // Bernstein coefficient i: sum over j of d[j] binomial(i, j) / binomial(6, j).
  for (int i = 0; i <= 6; ++i) {
    double sum = 0, ratio = 1;
    for (int j = 0; j <= i; ++j) {
      sum += d[j] * ratio;
      ratio *= static_cast<double>(i - j) / static_cast<double>(6 - j == 0 ? 1 : 6 - j);
    }
    if (sum * direction < 0) return false;
  }
  return true;
}

}  // namespace

PieceTable::PieceTable(const Quantile& quantile) : cells_(2 * cells_per_tail) {
  const double middle = quantile(false, 0.5);
  for (const bool upper : {false, true}) {
    double near = middle, octave_begin = 0.25;
    for (int octave = octaves - 1; octave >= 0; --octave, octave_begin /= 2) {
      const double width = octave_begin / cells_per_octave;
      for (int part = cells_per_octave - 1; part >= 0; --part) {
        const double begin = octave_begin + part * width;
        const double found = quantile(upper, begin);
        const double far = upper ? std::max(found, near) : std::min(found, near);
        cells_[static_cast<std::size_t>((upper * octaves + octave) * cells_per_octave + part)] =
            build({upper, begin, begin + width, far, near}, quantile);
        near = far;
      }
    }
  }
}

std::int32_t PieceTable::build(const Stretch& stretch, const Quantile& quantile) {
  const double least = std::min(stretch.at_begin, stretch.at_end);
  const double most = std::max(stretch.at_begin, stretch.at_end);
  const auto add = [&](const Piece& piece) {
    pieces_.push_back(piece);
    return static_cast<std::int32_t>(pieces_.size() - 1);
  };
  if (least == most) return add({{least}, least, most});

  const double middle = stretch.begin + (stretch.end - stretch.begin) / 2;
  const double at_middle = std::clamp(quantile(stretch.upper, middle), least, most);
  if (words_in(stretch.begin, stretch.end) <= 1) return add({{at_middle}, least, most});
  const bool step = at_middle == least || at_middle == most;  // a stretch of one value ends here
  if (!step) {
    if (most - least <= 1e-12 * std::fabs(least))
      return add({{at_middle, stretch.at_end - stretch.at_begin}, least, most});
    Piece piece{{}, least, most};
    if (fits(stretch, quantile, piece)) return add(piece);
  }
  const std::int32_t far = build({stretch.upper, stretch.begin, middle, stretch.at_begin, at_middle}, quantile);
  const std::int32_t near = build({stretch.upper, middle, stretch.end, at_middle, stretch.at_end}, quantile);
  halves_.push_back({far, near});
  return ~static_cast<std::int32_t>(halves_.size() - 1);
}

bool PieceTable::fits(const Stretch& stretch, const Quantile& quantile, Piece& piece) const {
  const double width = stretch.end - stretch.begin;
  const auto at = [&](double t) { return quantile(stretch.upper, stretch.begin + (t + 0.5) * width); };
  double value[8];
  value[0] = stretch.at_begin;
  value[7] = stretch.at_end;
  for (int i = 6; i >= 1; --i) value[i] = at(interpolation::nodes[i]);
  interpolation::fit(value, piece.c);
  if (!is_monotone(piece.c, stretch.upper ? -1 : 1)) return false;
  const double word_step = (piece.most - piece.least) / words_in(stretch.begin, stretch.end);
  for (const double t : {0.475, 0.2, -0.39}) {
    const double exact = at(t);
    const double error = std::fabs(interpolation::evaluate(piece.c, t) - exact);
    if (!(error <= relative_error * std::fabs(exact) || error <= word_step / 4)) return false;
  }
  return true;
}

}  // namespace headwater
