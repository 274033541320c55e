#include "results/window.hpp"

#include <cmath>
#include <functional>

#include "random/special_numbers.hpp"

namespace headwater {
namespace {

/// Sums of value * weight and of weight over the periods, and what is made of the two.
ByElement combine(const ResultsReader& results, const std::string& series, std::size_t scenario,
                  const std::function<double(std::size_t period, std::size_t cell)>& weight, bool divide) {
  const std::size_t periods = results.layout().period_start.size();
  const std::size_t elements = results.layout().size_of(results.index_of(series)) / periods;
  const std::vector<double> values = results.values(series, scenario);
  ByElement answer(elements);
  for (std::size_t replication = 0; replication < results.facts().replications; ++replication) {
    for (std::size_t element = 0; element < elements; ++element) {
      double sum = 0, weights = 0;
      std::size_t found = 0;
      for (std::size_t period = 0; period < periods; ++period) {
        const std::size_t cell = (replication * periods + period) * elements + element;
        if (std::isnan(values[cell])) continue;
        const double w = weight(period, cell);
        sum += values[cell] * w;
        weights += w;
        ++found;
      }
      answer[element].push_back(found == 0 ? nothing : divide ? sum / weights : sum);
    }
  }
  return answer;
}

std::function<double(std::size_t, std::size_t)> lengths(const Layout& layout) {
  return [&layout](std::size_t period, std::size_t) {
    return layout.period_end[period] - layout.period_start[period];
  };
}

}  // namespace

ByElement time_mean(const ResultsReader& results, const std::string& series, std::size_t scenario) {
  return combine(results, series, scenario, lengths(results.layout()), true);
}

ByElement total(const ResultsReader& results, const std::string& series, std::size_t scenario) {
  return combine(
      results, series, scenario, [](std::size_t, std::size_t) { return 1.0; }, false);
}

ByElement weighted_mean(const ResultsReader& results, const std::string& series, const std::string& weights,
                        std::size_t scenario) {
  const std::vector<double> counts = results.values(weights, scenario);
  return combine(
      results, series, scenario, [&](std::size_t, std::size_t cell) { return counts.at(cell); }, true);
}

ByElement ratio(const ResultsReader& results, const std::string& series, const std::string& over,
                std::size_t scenario) {
  ByElement answer = time_mean(results, series, scenario);
  const ByElement below = time_mean(results, over, scenario);
  for (std::size_t element = 0; element < answer.size(); ++element) {
    for (std::size_t i = 0; i < answer[element].size(); ++i) {
      const double divisor = below.at(element)[i];
      answer[element][i] = std::isfinite(divisor) && divisor > 0 ? answer[element][i] / divisor : nothing;
    }
  }
  return answer;
}

std::vector<Estimate> estimates(const ByElement& values) {
  std::vector<Estimate> answer;
  for (const std::vector<double>& element : values) answer.push_back(estimate(element));
  return answer;
}

double histogram_quantile(std::span<const std::int64_t> counts, const std::vector<double>& upper, double p) {
  std::int64_t all = 0, reached = 0;
  for (const std::int64_t count : counts) all += count;
  if (all == 0) return nothing;
  const double rank = std::fmax(1, std::ceil(p * static_cast<double>(all)));
  std::size_t bucket = 0;
  for (; bucket + 1 < counts.size(); ++bucket) {
    reached += counts[bucket];
    if (static_cast<double>(reached) >= rank) break;
  }
  if (bucket == 0) return 0;
  return bucket + 1 == counts.size() ? upper[bucket - 1] : 0.5 * (upper[bucket - 1] + upper[bucket]);
}

}  // namespace headwater
