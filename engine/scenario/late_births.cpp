#include "scenario/late_births.hpp"

#include <cstddef>
#include <utility>
#include <vector>

namespace headwater {

double share_born_too_late(const PopulationSpec& population) {
  constexpr double week = 7, days = longest_family_years * 365.25;
  constexpr auto weeks = static_cast<std::size_t>(days / week);
  std::vector<double> one(weeks);  // of a spacing: chances by week; a spacing of nothing is of the first
  double below = 0;
  for (std::size_t i = 0; i < weeks; ++i) {
    const double now = population.spacing.cdf(week * (static_cast<double>(i) + 1));
    one[i] = now - below;
    below = now;
  }

  double families = 0;
  for (const double weight : population.children_per_family) families += weight;
  double children = 0, late = 0;
  std::vector<double> since_first(weeks, 0.0);  // of the child of this order: chances by week
  since_first[0] = 1;
  for (std::size_t order = 0; order < population.children_per_family.size() && families > 0; ++order) {
    double in_time = 0;
    for (const double chance : since_first) in_time += chance;
    children += families;
    late += families * (1 - in_time);
    families -= population.children_per_family[order];
    std::vector<double> next(weeks, 0.0);
    for (std::size_t i = 0; i < weeks; ++i)
      for (std::size_t j = 0; i + j < weeks; ++j) next[i + j] += since_first[i] * one[j];
    since_first = std::move(next);
  }
  return late / children;
}

}  // namespace headwater
