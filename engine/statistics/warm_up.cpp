#include "statistics/warm_up.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "statistics/moments.hpp"

namespace headwater {

std::optional<WarmUp> mser_5(std::span<const double> series) {
  const std::size_t batches = series.size() / mser_batch;
  const auto finite = [](double observation) { return std::isfinite(observation); };
  if (batches < 2 || !std::ranges::all_of(series, finite)) return std::nullopt;

  // From the end, so that each step adds one batch mean (Welford's updates).
  const std::size_t last = batches / 2;
  WarmUp found{0, std::vector<double>(last + 1), false};
  double mean = 0, squares = 0, count = 0;
  for (std::size_t batch = batches; batch-- > 0;) {
    const double value = moments_of(series.subspan(batch * mser_batch, mser_batch)).mean;
    const double from_old_mean = value - mean;
    mean += from_old_mean / ++count;
    squares += from_old_mean * (value - mean);
    if (batch <= last) found.statistic[batch] = squares / (count * count);
  }
  const auto best = std::ranges::min_element(found.statistic) - found.statistic.begin();
  found.truncation = static_cast<std::size_t>(best) * mser_batch;
  found.at_limit = static_cast<std::size_t>(best) == last;
  return found;
}

std::vector<double> mean_series(std::span<const std::vector<double>> replications) {
  std::vector<double> means;
  if (replications.empty()) return means;
  for (const std::vector<double>& replication : replications)
    if (replication.size() != replications[0].size())
      throw std::invalid_argument("the replications of a series must be equally long");
  std::vector<double> at_once(replications.size());
  for (std::size_t i = 0; i < replications[0].size(); ++i) {
    for (std::size_t r = 0; r < replications.size(); ++r) at_once[r] = replications[r][i];
    means.push_back(moments_of(existing(at_once)).mean);
  }
  return means;
}

std::vector<double> moving_average(std::span<const double> series, std::size_t window) {
  std::vector<double> averages;
  for (std::size_t i = 0; i + window < series.size(); ++i) {
    const std::size_t reach = std::min(i, window);
    averages.push_back(moments_of(series.subspan(i - reach, 2 * reach + 1)).mean);
  }
  return averages;
}

}  // namespace headwater
