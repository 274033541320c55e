#include "statistics/student.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

namespace headwater {
namespace {

TEST(StudentQuantile, AgreesWithBoost) {
  // Every number of degrees up to 1,100, so across the change of method, and every hundredth up to 10,000.
  // Boost works in long double here, so that the difference is ours.
  double worst = 0;
  const auto compare = [&](double level, std::size_t degrees) {
    const boost::math::students_t_distribution<long double> law(static_cast<long double>(degrees));
    const long double tail = (1 - static_cast<long double>(level)) / 2;
    const auto exact = static_cast<double>(boost::math::quantile(complement(law, tail)));
    worst = std::max(worst, std::fabs(student_quantile(level, degrees) / exact - 1));
  };
  for (const double level : {0.01, 0.5, 0.8, 0.9, 0.95, 0.975, 0.99, 0.999, 0.9999}) {
    for (std::size_t degrees = 1; degrees <= 1100; ++degrees) compare(level, degrees);
    for (std::size_t degrees = 1200; degrees <= 10'000; degrees += 100) compare(level, degrees);
  }
  EXPECT_LT(worst, 1e-11);
  RecordProperty("worst_relative_error", std::to_string(worst * 1e12) + "e-12");
}

TEST(StudentQuantile, HasItsClosedFormsForOneAndTwoDegrees) {
  // One degree: tan(pi level / 2); two: level sqrt(2 / (1 - level^2)).
  EXPECT_NEAR(student_quantile(0.5, 1), 1, 1e-15);
  EXPECT_NEAR(student_quantile(0.95, 1), 12.706204736174698, 1e-11);
  EXPECT_NEAR(student_quantile(0.95, 2), 0.95 * std::sqrt(2 / (1 - 0.9025)), 1e-13);
}

TEST(StudentQuantile, FallsAsDegreesRise) {
  // Also where the method changes, at 1,000 degrees.
  for (const double level : {0.8, 0.95, 0.999})
    for (std::size_t degrees = 1; degrees < 1200; ++degrees)
      ASSERT_GT(student_quantile(level, degrees), student_quantile(level, degrees + 1)) << degrees;
}

}  // namespace
}  // namespace headwater
