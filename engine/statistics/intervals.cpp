#include "statistics/intervals.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "random/normal_quantile.hpp"
#include "random/special_numbers.hpp"
#include "statistics/moments.hpp"
#include "statistics/student.hpp"

namespace headwater {
namespace {

/// The chances of 0 to n successes, each from its neighbour on the side of the likeliest: so none of them
/// overflows, and what underflows does not matter.
std::vector<double> binomial_chances(std::size_t n, double p) {
  std::vector<double> chances(n + 1);
  const auto likeliest = static_cast<std::size_t>(static_cast<double>(n) * p);
  const double odds = p / (1 - p);
  chances[likeliest] = 1;
  for (std::size_t k = likeliest; k < n; ++k)
    chances[k + 1] = chances[k] * odds * static_cast<double>(n - k) / static_cast<double>(k + 1);
  for (std::size_t k = likeliest; k > 0; --k)
    chances[k - 1] = chances[k] / odds * static_cast<double>(k) / static_cast<double>(n - k + 1);
  double sum = 0;
  for (const double chance : chances) sum += chance;
  for (double& chance : chances) chance /= sum;
  return chances;
}

/// The quantile lies between the values of rank `low` and `high` (from 1) when the values below it number
/// `low` to `high` - 1.
struct Ranks {
  std::size_t low, high;
  double coverage;
};

Ranks shortest_ranks(std::size_t n, double p, double level) {
  const std::vector<double> chances = binomial_chances(n, p);
  const auto chance_of = [&](std::size_t low, std::size_t high) {
    double sum = 0;
    for (std::size_t k = low; k < high; ++k) sum += chances[k];
    return sum;
  };
  Ranks best{1, n, chance_of(1, n)};
  double chance = 0;  // of low to high - 1 successes
  for (std::size_t low = 1, high = 1; low < n; ++low) {
    while (high < n && chance < level) chance += chances[high++];
    if (chance < level) break;
    const std::size_t length = high - low, shortest = best.high - best.low;
    if (length < shortest || (length == shortest && chance > best.coverage)) best = {low, high, chance};
    chance -= chances[low];
  }
  best.coverage = chance_of(best.low, best.high);
  return best;
}

}  // namespace

Estimate estimate(std::span<const double> values, double level) {
  const std::vector<double> kept = existing(values);
  const std::size_t n = kept.size();
  const MeanAndSd moments = moments_of(kept);
  Estimate found{moments.mean, nothing, n, values.size() - n};
  if (std::isfinite(moments.sd))
    found.half_width = student_quantile(level, n - 1) * moments.sd / std::sqrt(static_cast<double>(n));
  return found;
}

std::optional<QuantileInterval> quantile_interval(std::span<const double> values, double p, double level) {
  std::vector<double> kept = existing(values);
  const std::size_t n = kept.size();
  if (n < least_replications_for_quantile(p, level)) return std::nullopt;
  std::ranges::sort(kept);
  const Ranks ranks = shortest_ranks(n, p, level);
  return QuantileInterval{kept[ranks.low - 1], kept[ranks.high - 1], ranks.coverage, n, values.size() - n};
}

std::size_t least_replications_for_quantile(double p, double level) {
  std::size_t n = 1;
  for (double all = p, none = 1 - p; all + none > 1 - level; ++n) {
    all *= p;
    none *= 1 - p;
  }
  return n;
}

Proportion wilson_interval(std::size_t successes, std::size_t replications, double level) {
  if (replications == 0) return {nothing, nothing, nothing};
  const double n = static_cast<double>(replications), x = static_cast<double>(successes);
  const double z = normal_upper_quantile((1 - level) / 2), square = z * z;
  const double centre = (x + square / 2) / (n + square);
  const double half = z * std::sqrt(x * (n - x) / n + square / 4) / (n + square);
  return {x / n, successes == 0 ? 0 : centre - half, successes == replications ? 1 : centre + half};
}

}  // namespace headwater
