#include "random/bivariate_normal.hpp"

#include <algorithm>
#include <cmath>

#include "random/elementary.hpp"
#include "random/normal_quantile.hpp"

namespace headwater {

namespace {

/// Positive nodes of the rule of ten points on [-1, 1] and their weights. Source: Abramowitz and Stegun, Handbook of
/// Mathematical Functions, table 25.4.
constexpr struct {
  double node, weight;
} gauss[5] = {{0.148874338981631211, 0.295524224714752870},
              {0.433395394129247191, 0.269266719309996355},
              {0.679409568299024406, 0.219086362515982044},
              {0.865063366688984511, 0.149451349150580593},
              {0.973906528517171720, 0.066671344308688138}};
constexpr int panels = 16;
constexpr double full_turn = 6.283185307179586477;

}  // namespace

double share_of_both(double p, double q, double correlation) {
  if (p <= 0 || q <= 0 || p >= 1 || q >= 1 || correlation == 0) return p * q;
  const double h = normal_threshold(p), k = normal_threshold(q);
  const double squares = (h * h + k * k) / 2, product = h * k;
  // With t the tangent of half of the angle, the sine is 2t / (1 + t^2) and the angle grows by 2 dt / (1 + t^2).
  const double end = correlation / (1 + std::sqrt(1 - correlation * correlation));
  const double half_panel = end / panels / 2;
  const auto density = [&](double t) {
    const double one_more = 1 + t * t;
    const double sine = 2 * t / one_more, cosine = (1 - t * t) / one_more;
    return 2 / one_more * portable_exp((product * sine - squares) / (cosine * cosine));
  };
  double sum = 0;
  for (int panel = 0; panel < panels; ++panel) {
    const double middle = (2 * panel + 1) * half_panel;
    for (const auto& point : gauss)
      sum += point.weight * (density(middle - point.node * half_panel) + density(middle + point.node * half_panel));
  }
  return p * q + half_panel * sum / full_turn;
}

ShareRange possible_shares_of_both(const std::vector<PairCell>& cells) {
  ShareRange range{0, 0};
  for (const PairCell& cell : cells) {
    range.least += cell.weight * std::max(0.0, cell.p + cell.q - 1);
    range.most += cell.weight * std::min(cell.p, cell.q);
  }
  return range;
}

double share_of_both(const std::vector<PairCell>& cells, double correlation) {
  double both = 0;
  for (const PairCell& cell : cells) both += cell.weight * share_of_both(cell.p, cell.q, correlation);
  return both;
}

double tetrachoric_correlation(const std::vector<PairCell>& cells, double both) {
  double low = -most_correlation, high = most_correlation;
  for (int halving = 0; halving < 54; ++halving) {
    const double middle = (low + high) / 2;
    (share_of_both(cells, middle) < both ? low : high) = middle;
  }
  return (low + high) / 2;
}

}  // namespace headwater
