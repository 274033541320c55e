#include "random/phase_type.hpp"

#include <algorithm>
#include <cmath>

#include "random/elementary.hpp"

namespace headwater {

namespace {

std::size_t order_of(const std::vector<double>& hazards) {
  std::size_t n = 1;
  while (n * n < hazards.size()) ++n;
  return n;
}

}  // namespace

std::vector<double> solve_phases(const std::vector<double>& hazards, std::vector<double> right) {
  // Elimination without pivots: the matrix is diagonally dominant with a positive diagonal.
  const std::size_t n = order_of(hazards);
  std::vector<double> a;
  for (const double hazard : hazards) a.push_back(-hazard);
  for (std::size_t k = 0; k < n; ++k) {
    if (!(a[k * n + k] > 1e-14 * -hazards[k * n + k])) return {};
    for (std::size_t i = k + 1; i < n; ++i) {
      const double factor = a[i * n + k] / a[k * n + k];
      if (factor == 0) continue;
      for (std::size_t j = k; j < n; ++j) a[i * n + j] -= factor * a[k * n + j];
      right[i] -= factor * right[k];
    }
  }
  for (std::size_t k = n; k-- > 0;) {
    for (std::size_t j = k + 1; j < n; ++j) right[k] -= a[k * n + j] * right[j];
    right[k] /= a[k * n + k];
  }
  return right;
}

PhaseQuantile::PhaseQuantile(const Law& law) : phases_(law.values.size()), start_(law.values) {
  for (const double chance : start_) begun_ += chance;
  start_.push_back(0);
  for (std::size_t i = 0; i < phases_; ++i) {
    double end = 0;
    for (std::size_t k = 0; k < phases_; ++k) {
      const double hazard = law.hazards[i * phases_ + k];
      end -= hazard;
      const double chance = i == k ? 1 + hazard : hazard;
      if (chance > 0) jumps_.push_back({i, k, chance});
    }
    if (end > 0x1p-40 * -law.hazards[i * phases_ + i]) jumps_.push_back({i, phases_, end});
  }
  jumps_.push_back({phases_, phases_, 1});

  const double none = portable_exp(-cell_width);
  std::vector<Row> power;
  for (std::size_t i = 0; i <= phases_; ++i) {
    Row row(phases_ + 1), sum(phases_ + 1);
    row[i] = 1;
    double weight = none;
    for (std::size_t k = 0; k < terms; ++k) {
      for (std::size_t j = 0; j <= phases_; ++j) sum[j] += weight * row[j];
      weight *= cell_width / static_cast<double>(k + 1);
      row = jump(row);
    }
    power.push_back(std::move(sum));
  }
  while (powers_.size() < 40) {
    powers_.push_back(power);
    if (lasting(after_cells(start_, power)) < 0x1p-56 * begun_) break;
    for (Row& row : power) row = after_cells(row, powers_.back());
  }
  enter(0);
}

PhaseQuantile::Row PhaseQuantile::jump(const Row& row) const {
  Row next(phases_ + 1);
  for (const Jump& j : jumps_) next[j.to] += row[j.from] * j.chance;
  return next;
}

PhaseQuantile::Row PhaseQuantile::after_cells(const Row& row, const std::vector<Row>& power) const {
  Row next(phases_ + 1);
  for (std::size_t i = 0; i <= phases_; ++i) {
    if (row[i] == 0) continue;
    for (std::size_t k = 0; k <= phases_; ++k) next[k] += row[i] * power[i][k];
  }
  return next;
}

double PhaseQuantile::lasting(const Row& row) const {
  double sum = 0;
  for (std::size_t i = 0; i < phases_; ++i) sum += row[i];
  return sum;
}

/// Goes to a cell and works out its terms.
void PhaseQuantile::enter(std::uint64_t cell) {
  cell_begin_ = static_cast<double>(cell) * cell_width;
  row_ = start_;
  for (std::size_t m = 0; m < powers_.size(); ++m)
    if ((cell >> m & 1) != 0) row_ = after_cells(row_, powers_[m]);
  next_row_ = after_cells(row_, powers_[0]);
  Row row = row_;
  for (Term& term : terms_) {
    const Row next = jump(row);
    term = {lasting(row), row[phases_], 0};
    for (const Jump& j : jumps_)
      if (j.to == phases_ && j.from != phases_) term.ending += row[j.from] * j.chance;
    row = next;
  }
  offset_ = cell_width / 2;
}

/// Goes to the cell in which the chance is reached.
void PhaseQuantile::find_cell(bool by_ended, double chance) {
  const auto before = [&](const Row& row) {
    return by_ended ? row[phases_] <= chance : lasting(row) >= chance;
  };
  if (before(row_) && !before(next_row_)) return;
  std::uint64_t cell = 0;
  Row row = start_;
  for (std::size_t m = powers_.size(); m-- > 0;) {
    Row later = after_cells(row, powers_[m]);
    if (!before(later)) continue;
    row = std::move(later);
    cell |= std::uint64_t{1} << m;
  }
  enter(cell);
}

PhaseQuantile::Chances PhaseQuantile::at_offset(double offset) const {
  Chances sum;
  double weight = portable_exp(-offset);
  for (std::size_t k = 0; k < terms; ++k) {
    sum.lasting += weight * terms_[k].lasting;
    sum.ended += weight * terms_[k].ended;
    sum.density += weight * terms_[k].ending;
    weight *= offset / static_cast<double>(k + 1);
  }
  return sum;
}

double PhaseQuantile::at(bool upper, double chance) {
  const double ended = upper ? begun_ - chance : chance - (1 - begun_);
  if (!(ended > 0)) return 0;
  // By the smaller of the two chances, which is the more accurate.
  const bool by_ended = ended < begun_ / 2;
  const double wanted = by_ended ? ended : upper ? chance : begun_ - ended;
  find_cell(by_ended, wanted);
  double low = 0, high = cell_width, x = offset_;
  for (int i = 0; i < 200; ++i) {
    // Newton's method in the logarithm of the chance, and where it has ended in that of time as well.
    const Chances now = at_offset(x);
    const double have = by_ended ? now.ended : now.lasting;
    const bool too_far = by_ended ? have > wanted : have < wanted;
    (too_far ? high : low) = x;
    const double away = (wanted - have) / have;
    const double length = cell_begin_ + x;
    double next = (low + high) / 2;
    if (now.density > 0 && std::fabs(away) < 1e6 && have > 0) {
      const double ratio = portable_log1p(away) * have / now.density;
      const double log_step = ratio / length;
      const double guess = !by_ended               ? x - ratio
                           : std::fabs(log_step) < 50 ? length * portable_exp(log_step) - cell_begin_
                                                      : -1;
      if (guess >= low && guess <= high) next = guess;
    }
    const double step = std::fabs(next - x);
    x = next;
    if (step <= 4e-9 * length && std::fabs(away) < 1e-8) break;  // the next step would be its square
    if (high - low <= 0x1p-52 * length) break;
  }
  offset_ = std::clamp(x, 0x1p-60, cell_width);
  return cell_begin_ + x;
}

}  // namespace headwater
