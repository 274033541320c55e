// How many children are born too late, against closed forms. Spacings are summed by the week, and the law is steepest where it
// begins: hence what is allowed.
#include "scenario/late_births.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace headwater {
namespace {

constexpr double year = 365.25;

TEST(LateBirths, OfASecondChildAreTheTailOfItsSpacing) {
  PopulationSpec population;
  population.children_per_family = {0, 1};
  population.spacing = *exponential_by_mean(8 * year).law;
  EXPECT_NEAR(share_born_too_late(population), std::exp(-27.0 / 8) / 2, 2e-4);
}

TEST(LateBirths, OfAThirdChildAreTheTailOfTwoSpacings) {
  PopulationSpec population;
  population.children_per_family = {0, 0, 1};
  population.spacing = *exponential_by_mean(8 * year).law;
  const double second = std::exp(-27.0 / 8), third = second * (1 + 27.0 / 8);
  EXPECT_NEAR(share_born_too_late(population), (second + third) / 3, 2e-4);
}

TEST(LateBirths, AreNoneWithoutSpacing) {
  PopulationSpec population;
  population.children_per_family = {0, 0, 0, 1};
  population.spacing = Law{};
  EXPECT_NEAR(share_born_too_late(population), 0, 1e-9);
}

}  // namespace
}  // namespace headwater
