#include "random/elementary.hpp"

#include <limits>

#include "random/double_double.hpp"

namespace headwater {

namespace elementary {

namespace {

constexpr DoubleDouble ln2{0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56};

/// log c = 2 artanh((c - 1) / (c + 1)), by its power series; for c near 1.
constexpr DoubleDouble series_log(double c) {
  const DoubleDouble s = DoubleDouble{c - 1} / DoubleDouble{c + 1};  // both exact: c has few bits
  const DoubleDouble s2 = s * s;
  DoubleDouble sum;
  for (int n = 47; n >= 1; n -= 2) sum = sum * s2 + DoubleDouble{1} / DoubleDouble{static_cast<double>(n)};
  return DoubleDouble{2} * s * sum;
}

/// e^x by its power series; for 0 <= x < 1.
constexpr DoubleDouble series_exp(DoubleDouble x) {
  DoubleDouble sum{1};
  for (int n = 30; n >= 1; --n) sum = sum * x / DoubleDouble{static_cast<double>(n)} + DoubleDouble{1};
  return sum;
}

/// The multiple of 2^-43 nearest to x; for |x| below 256.
constexpr double to_43_places(double x) {
  return (x + 1.5 * 0x1p9) - 1.5 * 0x1p9;
}

constexpr std::array<LogCell, 128> make_log_cells() {
  std::array<LogCell, 128> cells{};
  for (int i = 0; i < 128; ++i) {
    // Cells 0 to 79 divide [0.6875, 1) by steps of 2^-8, cells 80 to 127 divide [1, 1.375) by steps of 2^-7.
    const double centre = i == 79 ? 1.0 : i < 80 ? 0.6875 + (i + 0.5) * 0x1p-8 : 1 + (i - 79.5) * 0x1p-7;
    const DoubleDouble log = series_log(centre);
    const double high = to_43_places(log.high);
    cells[static_cast<std::size_t>(i)] = {centre, 1 / centre, high, (log.high - high) + log.low};
  }
  return cells;
}

constexpr std::array<ExpCell, 128> make_exp_cells() {
  std::array<ExpCell, 128> cells{};
  for (int i = 0; i < 128; ++i) {
    const DoubleDouble power = series_exp(ln2 * DoubleDouble{i / 128.0});
    cells[static_cast<std::size_t>(i)] = {power.high, power.low / power.high};
  }
  return cells;
}

}  // namespace

constinit const std::array<LogCell, 128> log_cells = make_log_cells();
constinit const std::array<ExpCell, 128> exp_cells = make_exp_cells();

}  // namespace elementary

double portable_log(double x) {
  const double r = x - 1;
  if (r > 0 && r < 0x1p-7) {  // table and polynomial would cancel
    // log(1 + r) = 2 artanh(s) with s = r / (2 + r), arranged so that r leads and all else is a small
    // correction.
    const double s = r / (2 + r);
    const double s2 = s * s;
    const double half = 0.5 * r * r;
    return r - (half - s * (half + s2 * (2.0 / 3 + s2 * (2.0 / 5 + s2 * (2.0 / 7 + s2 * (2.0 / 9))))));
  }
  const elementary::LogParts parts = elementary::log_parts(x);
  return parts.high + parts.low;
}

double portable_log1p(double x) {
  const double y = 1 + x;
  // log(1 + x) = log y + log(1 + (what rounding lost) / y), and the second logarithm is its argument.
  return portable_log(y) + (x - (y - 1)) / y;
}

double portable_exp(double x, double small) {
  if (!(x >= -708.3)) return x != x ? x : 0;
  if (x > 709.7) return std::numeric_limits<double>::infinity();
  constexpr double to_integer = 1.5 * 0x1p52;
  constexpr double per_step = 0x1.71547652b82fep+7;  // 128 / ln 2
  constexpr double step_high = 0x1.62e42fefcp-8;     // ln 2 / 128, with 17 trailing zeros
  constexpr double step_low = -0x1.c610ca86c3899p-44;
  const double shifted = x * per_step + to_integer;
  const double steps = shifted - to_integer;
  const auto k = static_cast<std::int64_t>(std::bit_cast<std::uint64_t>(shifted) << 12) >> 12;
  const double r = (x - steps * step_high) - steps * step_low + small;
  // Interpolates (e^r - 1 - r) / r^2 at Chebyshev nodes of |r| <= ln 2 / 256.
  const double r2 = r * r;
  const double p = r + r2 * ((0.49999999999999062 + 0.16666666666666533 * r) +
                             r2 * (0.041666676866806723 + 0.0083333347904961611 * r));
  const elementary::ExpCell& cell = elementary::exp_cells[static_cast<std::size_t>(k & 127)];
  const double s = std::bit_cast<double>(std::bit_cast<std::uint64_t>(cell.power) +
                                         (static_cast<std::uint64_t>(k >> 7) << 52));
  return s + s * (p + cell.rest);
}

double portable_exp(double x) {
  return portable_exp(x, 0);
}

double portable_pow(double x, double y) {
  const elementary::LogParts log = elementary::log_parts(x);
  const DoubleDouble main = exact_product(y, log.high);
  const DoubleDouble sum = exact_sum(main.high, y * log.low);
  return portable_exp(sum.high, sum.low + main.low);
}

}  // namespace headwater
