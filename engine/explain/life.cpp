#include "explain/life.hpp"

namespace headwater {

std::vector<MergedStep> merge(const Life& first, const Life& second) {
  std::vector<MergedStep> merged;
  auto a = first.steps.begin(), b = second.steps.begin();
  const auto end_of_a = first.steps.end(), end_of_b = second.steps.end();
  const double within = first.same_within;
  while (a != end_of_a || b != end_of_b) {
    if (b == end_of_b || (a != end_of_a && a->day < b->day - within)) {
      merged.push_back({MergedStep::first, &*a++});
    } else if (a == end_of_a || b->day < a->day - within) {
      merged.push_back({MergedStep::second, &*b++});
    } else {  // one instant: the next of the second life that is the same, if there is one, and before it what it has alone
      auto same = b;
      while (same != end_of_b && same->day <= a->day + within && !same->same(*a)) ++same;
      if (same == end_of_b || same->day > a->day + within) {
        merged.push_back({MergedStep::first, &*a++});
      } else {
        while (b != same) merged.push_back({MergedStep::second, &*b++});
        merged.push_back({MergedStep::both, &*a++});
        ++b;
      }
    }
  }
  return merged;
}

}  // namespace headwater
