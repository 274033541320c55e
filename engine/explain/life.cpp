#include "explain/life.hpp"

#include <algorithm>

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

std::vector<MergedStep>::const_iterator parting(const std::vector<MergedStep>& steps, double same_within) {
  const auto comes_to_the_same = [&](const MergedStep& one, const MergedStep& other) {
    return one.in != other.in && one.step->kind == other.step->kind && one.step->who == other.step->who && one.step->outcome == other.step->outcome;
  };
  for (auto at = steps.begin(); at != steps.end(); ++at) {
    if (at->in == MergedStep::both) continue;
    auto from = at, to = at;
    while (from != steps.begin() && (from - 1)->step->day >= at->step->day - same_within) --from;
    while (to != steps.end() && to->step->day <= at->step->day + same_within) ++to;
    if (std::none_of(from, to, [&](const MergedStep& other) { return other.in != MergedStep::both && comes_to_the_same(*at, other); })) return at;
  }
  return steps.end();
}

}  // namespace headwater
