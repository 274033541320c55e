#include "fit/symmetric.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace headwater {

Eigen eigen_of(Matrix a) {
  const std::size_t n = a.size();
  Matrix v(n, std::vector<double>(n, 0));
  for (std::size_t i = 0; i < n; ++i) v[i][i] = 1;
  constexpr int most_sweeps = 60;
  for (int sweep = 0; sweep < most_sweeps; ++sweep) {
    bool done = true;
    for (std::size_t p = 0; p < n; ++p) {
      for (std::size_t q = p + 1; q < n; ++q) {
        if (std::fabs(a[p][q]) <= 1e-16 * std::sqrt(std::fabs(a[p][p] * a[q][q])) || a[p][q] == 0) continue;
        done = false;
        const double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        const double t = (theta >= 0 ? 1 : -1) / (std::fabs(theta) + std::sqrt(theta * theta + 1));
        const double c = 1 / std::sqrt(t * t + 1), s = t * c;
        for (std::size_t k = 0; k < n; ++k) {
          const double kp = a[k][p], kq = a[k][q];
          a[k][p] = c * kp - s * kq;
          a[k][q] = s * kp + c * kq;
        }
        for (std::size_t k = 0; k < n; ++k) {
          const double pk = a[p][k], qk = a[q][k];
          a[p][k] = c * pk - s * qk;
          a[q][k] = s * pk + c * qk;
          const double vp = v[p][k], vq = v[q][k];
          v[p][k] = c * vp - s * vq;
          v[q][k] = s * vp + c * vq;
        }
        a[p][q] = a[q][p] = 0;
      }
    }
    if (done) break;
  }
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t i, std::size_t k) { return a[i][i] < a[k][k]; });
  Eigen eigen;
  for (const std::size_t i : order) {
    eigen.values.push_back(a[i][i]);
    const auto largest = std::max_element(v[i].begin(), v[i].end(), [](double x, double y) { return std::fabs(x) < std::fabs(y); });
    const double sign = *largest < 0 ? -1 : 1;
    for (double& component : v[i]) component *= sign;
    eigen.vectors.push_back(v[i]);
  }
  return eigen;
}

Matrix with_values(const Eigen& eigen, const std::vector<double>& values) {
  const std::size_t n = values.size();
  Matrix made(n, std::vector<double>(n, 0));
  for (std::size_t k = 0; k < n; ++k)
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j) made[i][j] += values[k] * eigen.vectors[k][i] * eigen.vectors[k][j];
  return made;
}

Matrix product(const Matrix& a, const Matrix& b) {
  const std::size_t columns = b.empty() ? 0 : b[0].size();
  Matrix made(a.size(), std::vector<double>(columns, 0));
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t k = 0; k < b.size(); ++k)
      for (std::size_t j = 0; j < columns; ++j) made[i][j] += a[i][k] * b[k][j];
  return made;
}

Matrix transposed(const Matrix& a) {
  Matrix made(a.empty() ? 0 : a[0].size(), std::vector<double>(a.size(), 0));
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t j = 0; j < made.size(); ++j) made[j][i] = a[i][j];
  return made;
}

Matrix inverse(const Matrix& symmetric) {
  const Eigen eigen = eigen_of(symmetric);
  std::vector<double> values;
  for (const double value : eigen.values) values.push_back(1 / value);
  return with_values(eigen, values);
}

}  // namespace headwater
