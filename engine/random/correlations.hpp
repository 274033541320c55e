// Correlations of several quantities: whether they can hold together, and how to draw from them.
//
// Only + - * / and the square root are used, in a fixed order: the same bits on every processor.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace headwater {

/// A symmetric matrix with ones on the diagonal.
class Correlations {
 public:
  explicit Correlations(std::size_t size);

  std::size_t size() const { return size_; }
  double operator()(std::size_t a, std::size_t b) const { return values_[a * size_ + b]; }
  /// Sets both halves; `a` and `b` differ.
  void set(std::size_t a, std::size_t b, double correlation);

 private:
  std::size_t size_;
  std::vector<double> values_;
};

/// Rows of the lower triangle L with L L^T = correlations, row i of i + 1 numbers; nothing unless the matrix is positive
/// definite by more than 1e-9 (the square of every diagonal number of L). Entries that vanish exactly for the structure
/// of the matrix are exactly 0. Source: Golub and Van Loan, Matrix Computations, 4th ed., section 4.2.5.
std::optional<std::vector<std::vector<double>>> cholesky(const Correlations& correlations);

/// Three of the quantities and the determinant of their correlations, below 0 when these cannot hold together.
struct Triple {
  std::size_t a = 0, b = 0, c = 0;
  double determinant = 1;
};
/// The three with the least determinant; the first of equals. Requires at least three.
Triple worst_triple(const Correlations& correlations);

/// What the correlation of a and b can be, given those of a and c and of b and c: ac bc -+ sqrt((1 - ac^2) (1 - bc^2)).
struct CorrelationRange {
  double least, most;
};
CorrelationRange possible_correlation(double ac, double bc);

/// The largest factor up to 1, to 1e-6, by which all correlations can be multiplied so that they hold together.
double possible_scale(const Correlations& correlations);

}  // namespace headwater
