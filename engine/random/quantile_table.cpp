#include "random/quantile_table.hpp"

#include <cmath>
#include <limits>

#include "random/double_double.hpp"
#include "random/elementary.hpp"
#include "random/gamma_quantile.hpp"
#include "random/interpolation.hpp"
#include "random/normal_quantile.hpp"

namespace headwater {

namespace {

/// The double after x (`by` = 1) or before it (`by` = -1), for x above 0.
double neighbour(double x, int by) {
  return std::bit_cast<double>(std::bit_cast<std::uint64_t>(x) + static_cast<std::uint64_t>(by));
}

}  // namespace

template <class Quantile>
void QuantileTable::fill(int tail, Quantile quantile) {
  double value[8];
  value[0] = quantile(0.5);
  double octave_begin = 0.25;
  for (int octave = octaves - 1; octave >= 0; --octave, octave_begin /= 2) {
    const double width = octave_begin / cells_per_octave;
    for (int part = cells_per_octave - 1; part >= 0; --part) {
      const double middle = octave_begin + (part + 0.5) * width;
      value[7] = value[0];  // the edge shared with the cell before
      for (int i = 6; i >= 0; --i) value[i] = quantile(middle + interpolation::nodes[i] * width);
      interpolation::fit(value, cell_at(tail, octave, part).c);
    }
  }
}

/// Moves cells outwards, a unit in the last place at a time, until the number nearest the middle in each
/// gives no less (in the lower tail: no more) than the farthest number of the cell before. From the middle
/// outwards.
void QuantileTable::keep_rising(int tail) {
  const auto bits_of = [tail](std::uint64_t k) { return tail == 0 ? k << 12 : ~(k << 12); };
  double edge = 0.5;
  constexpr std::uint64_t last_of_lower = (std::uint64_t{1} << 63) - 1;
  double before = tail == 0 ? std::numeric_limits<double>::infinity() : (*this)(last_of_lower);
  double octave_begin = 0.25;
  for (int octave = octaves - 1; octave >= 0; --octave, octave_begin /= 2) {
    for (int part = cells_per_octave - 1; part >= 0; --part) {
      const double begin = octave_begin + part * (octave_begin / cells_per_octave);
      // Distances are (k + 1/2) 2^-52: the cell holds those with begin <= (k + 1/2) 2^-52 < edge.
      const auto first = static_cast<std::uint64_t>(std::ceil(begin * 0x1p52 - 0.5));
      const auto last = static_cast<std::uint64_t>(std::ceil(edge * 0x1p52 - 0.5)) - 1;
      edge = begin;
      if (last + 1 <= first) continue;  // far out, some cells hold no number that can be drawn
      double& level = cell_at(tail, octave, part).c[0];
      if (tail == 0) {
        while ((*this)(bits_of(last)) > before) level = neighbour(level, -1);
      } else {
        while ((*this)(bits_of(last)) < before) level = neighbour(level, 1);
      }
      before = (*this)(bits_of(first));
    }
  }
}

template <class Lower, class Upper>
QuantileTable::QuantileTable(Lower lower, Upper upper) {
  fill(0, lower);
  fill(1, upper);
  keep_rising(0);
  keep_rising(1);
}

std::shared_ptr<const QuantileTable> QuantileTable::of_lognormal(double sigma) {
  const auto exp_of = [](double a, double b) {
    const DoubleDouble product = exact_product(a, b);
    return portable_exp(product.high, product.low);
  };
  return std::shared_ptr<const QuantileTable>(
      new QuantileTable([=](double tail) { return exp_of(-sigma, normal_upper_quantile(tail)); },
                        [=](double tail) { return exp_of(sigma, normal_upper_quantile(tail)); }));
}

std::shared_ptr<const QuantileTable> QuantileTable::of_weibull(double shape) {
  const double power = 1 / shape;
  return std::shared_ptr<const QuantileTable>(
      new QuantileTable([=](double tail) { return portable_pow(-portable_log1p(-tail), power); },
                        [=](double tail) { return portable_pow(-portable_log(tail), power); }));
}

std::shared_ptr<const QuantileTable> QuantileTable::of_gamma(double shape) {
  GammaQuantile lower(shape, GammaQuantile::Tail::lower), upper(shape, GammaQuantile::Tail::upper);
  return std::shared_ptr<const QuantileTable>(new QuantileTable([&](double tail) { return lower.at(tail); },
                                                                [&](double tail) { return upper.at(tail); }));
}

std::shared_ptr<const QuantileTable> QuantileTable::of_moved_normal() {
  return std::shared_ptr<const QuantileTable>(new QuantileTable([](double tail) { return normal_shift - normal_upper_quantile(tail); },
                                                                [](double tail) { return normal_shift + normal_upper_quantile(tail); }));
}

}  // namespace headwater
