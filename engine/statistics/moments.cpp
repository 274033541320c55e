#include "statistics/moments.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "random/special_numbers.hpp"

namespace headwater {

MeanAndSd moments_of(std::span<const double> values) {
  MeanAndSd moments{nothing, nothing};
  const double n = static_cast<double>(values.size());
  if (values.empty()) return moments;
  double sum = 0;
  for (const double value : values) sum += value;
  moments.mean = sum / n;
  if (values.size() < 2) return moments;
  double squares = 0;
  for (const double value : values) squares += (value - moments.mean) * (value - moments.mean);
  moments.sd = std::sqrt(squares / (n - 1));
  return moments;
}

std::vector<double> existing(std::span<const double> values) {
  std::vector<double> kept;
  kept.reserve(values.size());
  std::ranges::copy_if(values, std::back_inserter(kept), [](double value) { return !std::isnan(value); });
  return kept;
}

}  // namespace headwater
