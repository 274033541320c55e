#include "statistics/student.hpp"

#include <cmath>
#include <numbers>

#include "random/normal_quantile.hpp"

namespace headwater {
namespace {

constexpr std::size_t most_summed = 1000;

/// For x >= 0: halves the angle until it is small, then sums the power series.
double arc_tangent(double x) {
  double doublings = 1;
  while (x > 0.125) {
    x /= 1 + std::sqrt(1 + x * x);
    doublings *= 2;
  }
  const double square = x * x;
  double sum = 0;
  for (int odd = 17; odd >= 1; odd -= 2)
    sum = 1.0 / odd - square * sum;  // what is left out is below 2^-58 of it
  return doublings * x * sum;
}

struct Chance {
  double below;    ///< P(|T| < t)
  double density;  ///< its derivative by t
};

/// Formulas 26.7.3 (odd) and 26.7.4 (even), in which the angle is arctan(t / sqrt(degrees)). The density is
/// sqrt(degrees) cos(angle) times what would be the next term, since the terms of the sum, divided by powers
/// of the cosine, add up to `degrees` times the next of them.
Chance chance_of(double t, std::size_t degrees) {
  const double freedom = static_cast<double>(degrees);
  const double tangent = t / std::sqrt(freedom);
  const double cosine = 1 / std::sqrt(1 + tangent * tangent), sine = tangent * cosine;
  const bool odd = degrees % 2 == 1;
  double term = odd ? cosine : 1, sum = 0;
  for (std::size_t k = odd ? 3 : 2; k <= degrees; k += 2) {
    sum += term;
    term *= cosine * cosine * static_cast<double>(k - 1) / static_cast<double>(k);
  }
  const double slope = std::sqrt(freedom) * cosine * term;
  if (!odd) return {sine * sum, slope};
  constexpr double share = 2 * std::numbers::inv_pi;
  return {share * (arc_tangent(tangent) + sine * sum), share * slope};
}

/// Formula 26.7.5 about the normal quantile z, to the fourth power of 1 / degrees.
double series_about(double z, std::size_t degrees) {
  const double r = 1 / static_cast<double>(degrees), s = z * z;
  const double first = (s + 1) / 4;
  const double second = ((5 * s + 16) * s + 3) / 96;
  const double third = (((3 * s + 19) * s + 17) * s - 15) / 384;
  const double fourth = ((((79 * s + 776) * s + 1482) * s - 1920) * s - 945) / 92160;
  return z * (1 + r * (first + r * (second + r * (third + r * fourth))));
}

}  // namespace

double student_quantile(double level, std::size_t degrees) {
  const double start = series_about(normal_upper_quantile((1 - level) / 2), degrees);
  if (degrees > most_summed) return start;
  // The distribution function is concave, so Newton's step leads from anywhere to the root or below it, and
  // further steps rise to it and never pass it, until rounding ends them.
  const auto step_from = [&](double t) {
    const Chance at = chance_of(t, degrees);
    return t + (level - at.below) / at.density;
  };
  double t = step_from(start);
  for (double next = step_from(t); next > t; next = step_from(t)) t = next;
  return t;
}

}  // namespace headwater
