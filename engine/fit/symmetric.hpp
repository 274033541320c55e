// Small symmetric matrices: their eigenvectors, and what follows from these.
#pragma once

#include <vector>

namespace headwater {

using Matrix = std::vector<std::vector<double>>;  ///< [row][column]

struct Eigen {
  std::vector<double> values;  ///< rising
  Matrix vectors;              ///< [which][component], of length 1; the largest component is positive
};

/// By Jacobi's rotations, with + - * / and square roots alone. Source: Golub and Van Loan, Matrix Computations, 4th ed.,
/// section 8.5.
Eigen eigen_of(Matrix symmetric);

/// The matrix with these eigenvectors and eigenvalues `values`.
Matrix with_values(const Eigen& eigen, const std::vector<double>& values);

Matrix product(const Matrix& a, const Matrix& b);
Matrix transposed(const Matrix& a);

/// Requires that all eigenvalues are above 0.
Matrix inverse(const Matrix& symmetric);

}  // namespace headwater
