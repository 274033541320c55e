// Numbers of about 106 bits as the unevaluated sum of two doubles, from + - * / alone.
//
// For the tables behind portable logarithm and exponential, and for products that must not lose bits. Needs
// round-to-nearest and no contraction into fused operations; works at compile time.
// Sources: Dekker, "A floating-point technique for extending the available precision" (Numer. Math. 18,
// 1971), formulas 4.1 to 5.12 and section 6; Knuth, The Art of Computer Programming 2, section 4.2.2, theorem
// B.
#pragma once

namespace headwater {

struct DoubleDouble {
  double high = 0;  ///< the value, rounded
  double low = 0;   ///< what rounding lost
};

/// a + b, exactly.
constexpr DoubleDouble exact_sum(double a, double b) {
  const double sum = a + b;
  const double b_part = sum - a;
  return {sum, (a - (sum - b_part)) + (b - b_part)};
}

/// a * b, exactly, while neither the product nor 2^27 times a factor overflows and nothing underflows.
constexpr DoubleDouble exact_product(double a, double b) {
  constexpr double splitter = 0x1p27 + 1;
  const double a_high = splitter * a - (splitter * a - a);
  const double b_high = splitter * b - (splitter * b - b);
  const double a_low = a - a_high;
  const double b_low = b - b_high;
  const double product = a * b;
  return {product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low};
}

constexpr DoubleDouble operator+(DoubleDouble a, DoubleDouble b) {
  const DoubleDouble sum = exact_sum(a.high, b.high);
  return exact_sum(sum.high, sum.low + (a.low + b.low));
}

constexpr DoubleDouble operator-(DoubleDouble a, DoubleDouble b) {
  return a + DoubleDouble{-b.high, -b.low};
}

constexpr DoubleDouble operator*(DoubleDouble a, DoubleDouble b) {
  const DoubleDouble product = exact_product(a.high, b.high);
  return exact_sum(product.high, product.low + (a.high * b.low + a.low * b.high));
}

constexpr DoubleDouble operator/(DoubleDouble a, DoubleDouble b) {
  const double quotient = a.high / b.high;
  const DoubleDouble rest = a - DoubleDouble{quotient, 0} * b;
  return exact_sum(quotient, rest.high / b.high);
}

}  // namespace headwater
