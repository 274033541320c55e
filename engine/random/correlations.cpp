#include "random/correlations.hpp"

#include <cmath>

namespace headwater {

namespace {

constexpr double least_pivot = 1e-9;

}  // namespace

Correlations::Correlations(std::size_t size) : size_(size), values_(size * size, 0) {
  for (std::size_t i = 0; i < size; ++i) values_[i * size + i] = 1;
}

void Correlations::set(std::size_t a, std::size_t b, double correlation) {
  values_[a * size_ + b] = values_[b * size_ + a] = correlation;
}

std::optional<std::vector<std::vector<double>>> cholesky(const Correlations& correlations) {
  std::vector<std::vector<double>> rows;
  for (std::size_t i = 0; i < correlations.size(); ++i) {
    std::vector<double> row;
    double rest = 1;
    for (std::size_t j = 0; j < i; ++j) {
      double entry = correlations(i, j);
      for (std::size_t k = 0; k < j; ++k) entry -= row[k] * rows[j][k];
      entry /= rows[j][j];
      row.push_back(entry);
      rest -= entry * entry;
    }
    if (!(rest > least_pivot)) return std::nullopt;
    row.push_back(std::sqrt(rest));
    rows.push_back(std::move(row));
  }
  return rows;
}

Triple worst_triple(const Correlations& correlations) {
  Triple worst{0, 1, 2, 2};
  for (std::size_t a = 0; a < correlations.size(); ++a) {
    for (std::size_t b = a + 1; b < correlations.size(); ++b) {
      for (std::size_t c = b + 1; c < correlations.size(); ++c) {
        const double ab = correlations(a, b), ac = correlations(a, c), bc = correlations(b, c);
        const double determinant = 1 + 2 * ab * ac * bc - ab * ab - ac * ac - bc * bc;
        if (determinant < worst.determinant) worst = {a, b, c, determinant};
      }
    }
  }
  return worst;
}

CorrelationRange possible_correlation(double ac, double bc) {
  const double reach = std::sqrt((1 - ac * ac) * (1 - bc * bc));
  return {ac * bc - reach, ac * bc + reach};
}

double possible_scale(const Correlations& correlations) {
  const auto hold = [&](double scale) {
    Correlations scaled(correlations.size());
    for (std::size_t a = 0; a < scaled.size(); ++a)
      for (std::size_t b = 0; b < a; ++b) scaled.set(a, b, scale * correlations(a, b));
    return cholesky(scaled).has_value();
  };
  if (hold(1)) return 1;
  double low = 0, high = 1;
  while (high - low > 1e-6) {
    const double middle = (low + high) / 2;
    (hold(middle) ? low : high) = middle;
  }
  return low;
}

}  // namespace headwater
