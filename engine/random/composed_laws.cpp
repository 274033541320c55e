// Laws that are given by lists, matrices or other laws.
#include <algorithm>
#include <cmath>
#include <functional>

#include "random/law.hpp"
#include "random/law_words.hpp"
#include "random/phase_type.hpp"
#include "random/sampler.hpp"
#include "random/special_numbers.hpp"

namespace headwater {

using namespace law_words;

namespace {

std::string as_many(std::string_view name, std::size_t found, std::string_view other, std::size_t wanted) {
  return quoted(name) + " must be as many as " + quoted(other) + ", found " + std::to_string(found) + " and " +
         std::to_string(wanted);
}

/// Sums of weights up to each, over their total; or what is wrong with the weights.
std::string cumulate(const std::vector<double>& weights, std::vector<double>& cumulative) {
  double total = 0;
  for (const double weight : weights) {
    if (!(std::isfinite(weight) && weight >= 0))
      return "'weights' must be finite and not negative, found " + text_of(weight);
    cumulative.push_back(total += weight);
  }
  if (!(total > 0)) return "'weights' are all 0; at least one must be above 0";
  if (!std::isfinite(total)) return "'weights' are too large to add up";
  for (double& chance : cumulative) chance /= total;
  return "";
}

/// "" when the numbers rise; else what is wrong.
std::string not_rising(std::string_view name, const std::vector<double>& numbers) {
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (!std::isfinite(numbers[i])) return quoted(name) + " must be finite, found " + text_of(numbers[i]);
    if (i > 0 && !(numbers[i] > numbers[i - 1])) {
      return quoted(name) + " must rise, found " + text_of(numbers[i]) + " after " + text_of(numbers[i - 1]);
    }
  }
  return "";
}

/// A matrix of hazards given row by row, and the chances at the start.
LawOrError phases(std::vector<double> start, std::vector<double> hazards) {
  const std::size_t n = start.size();
  double soonest = 0;
  for (std::size_t i = 0; i < n; ++i) soonest = std::max(soonest, -hazards[i * n + i]);
  const double scale = 1 / soonest;
  if (!std::isfinite(scale) || !(scale > 0)) return refusal("the phases are too short or too long to draw");
  for (double& hazard : hazards) hazard *= scale;
  const std::vector<double> lasts = solve_phases(hazards, std::vector<double>(n, 1));
  if (lasts.empty()) return refusal("the law may never end: some phases lead only to each other");
  for (const double mean : lasts) {
    if (mean <= most_phase_ratio) continue;
    return refusal("the law may last more than " + text_of(most_phase_ratio) +
                   " times as long as its shortest phase, which cannot be drawn");
  }
  Law law;
  law.kind = LawKind::phase_type;
  law.scale = scale;
  law.values = std::move(start);
  law.hazards = std::move(hazards);
  return {std::move(law), ""};
}

/// What is wrong with a list of means of phases, or "".
std::string bad_means(const std::vector<double>& means) {
  if (means.empty() || means.size() > most_phases) {
    return "'means' must be 1 to " + std::to_string(most_phases) + " numbers, found " +
           std::to_string(means.size());
  }
  for (const double mean : means)
    if (const std::string message = not_positive("means", mean); !message.empty()) return message;
  return "";
}

bool is_discrete(const Law& law) {
  return !law.truncated() && (law.kind == LawKind::constant || law.kind == LawKind::empirical);
}

}  // namespace

LawOrError histogram_law(const std::vector<double>& edges, const std::vector<double>& weights) {
  if (edges.size() < 2) return refusal("'edges' must be at least two, found " + std::to_string(edges.size()));
  if (weights.size() + 1 != edges.size()) {
    return refusal("'edges' must be one more than 'weights', found " + std::to_string(edges.size()) + " and " +
                   std::to_string(weights.size()));
  }
  if (const std::string message = not_rising("edges", edges); !message.empty()) return refusal(message);
  Law law;
  law.kind = LawKind::histogram;
  law.values = edges;
  if (const std::string message = cumulate(weights, law.cumulative); !message.empty()) return refusal(message);
  return {std::move(law), ""};
}

LawOrError hyperexponential_law(const std::vector<double>& means, const std::vector<double>& weights) {
  if (const std::string message = bad_means(means); !message.empty()) return refusal(message);
  if (weights.size() != means.size()) return refusal(as_many("weights", weights.size(), "means", means.size()));
  std::vector<double> cumulative;
  if (const std::string message = cumulate(weights, cumulative); !message.empty()) return refusal(message);
  const std::size_t n = means.size();
  std::vector<double> start, hazards(n * n);
  for (std::size_t i = 0; i < n; ++i) {
    start.push_back(cumulative[i] - (i == 0 ? 0 : cumulative[i - 1]));
    hazards[i * n + i] = -1 / means[i];
  }
  return phases(std::move(start), std::move(hazards));
}

LawOrError hyperexponential_by_mean_sd(double mean, double sd) {
  if (const std::string message = not_positive("mean", mean, "sd", sd); !message.empty())
    return refusal(message);
  if (!(sd > mean)) {
    return refusal("'sd' must be above 'mean', found sd " + text_of(sd) + " and mean " + text_of(mean));
  }
  // Both contribute mean / 2, so p m_1 = (1 - p) m_2; (sd / mean)^2 = 1 / (2 p (1 - p)) - 1.
  const double cv2 = (sd / mean) * (sd / mean);
  const double p = (1 + std::sqrt((cv2 - 1) / (cv2 + 1))) / 2;
  const double rest = 1 / (cv2 + 1) / (2 * p);
  return hyperexponential_law({mean / (2 * p), mean / (2 * rest)}, {p, rest});
}

LawOrError hypoexponential_law(const std::vector<double>& means) {
  if (const std::string message = bad_means(means); !message.empty()) return refusal(message);
  const std::size_t n = means.size();
  std::vector<double> start(n), hazards(n * n);
  start[0] = 1;
  for (std::size_t i = 0; i < n; ++i) {
    hazards[i * n + i] = -1 / means[i];
    if (i + 1 < n) hazards[i * n + i + 1] = 1 / means[i];
  }
  return phases(std::move(start), std::move(hazards));
}

LawOrError phase_type_law(const std::vector<double>& start, const std::vector<std::vector<double>>& hazards) {
  const std::size_t n = start.size();
  if (n == 0 || n > most_phases) {
    return refusal("'start' must be 1 to " + std::to_string(most_phases) + " chances, found " +
                   std::to_string(n));
  }
  double total = 0;
  for (const double chance : start) {
    if (!(chance >= 0 && chance <= 1)) return refusal("'start' must be chances from 0 to 1, found " + text_of(chance));
    total += chance;
  }
  if (total > 1 + 1e-9) return refusal("'start' must sum to at most 1, found " + text_of(total));
  if (total == 0) return refusal("'start' is all 0; at least one chance must be above 0");
  std::vector<double> chances = start;
  if (total > 1 - 1e-9)
    for (double& chance : chances) chance /= total;

  bool square = hazards.size() == n;
  for (const std::vector<double>& row : hazards) square = square && row.size() == n;
  if (!square) {
    return refusal("'hazards' must be " + std::to_string(n) + " rows of " + std::to_string(n) +
                   ", as many as 'start'");
  }
  std::vector<double> matrix;
  for (std::size_t i = 0; i < n; ++i) {
    double sum = 0;
    for (std::size_t k = 0; k < n; ++k) {
      const double hazard = hazards[i][k];
      if (!std::isfinite(hazard)) return refusal("'hazards' must be finite, found " + text_of(hazard));
      if (i == k ? !(hazard < 0) : hazard < 0) {
        return refusal("'hazards' must be below 0 on the diagonal and not negative elsewhere, found " +
                       text_of(hazard) + " in row " + std::to_string(i + 1) + ", column " + std::to_string(k + 1));
      }
      sum += hazard;
      matrix.push_back(hazard);
    }
    if (sum > 1e-9 * -hazards[i][i]) {
      return refusal("each row of 'hazards' must sum to 0 or less, found " + text_of(sum) + " in row " +
                     std::to_string(i + 1));
    }
  }
  return phases(std::move(chances), std::move(matrix));
}

LawOrError life_table_law(const std::vector<double>& from, const std::vector<double>& hazards, bool by_age) {
  if (from.empty()) return refusal("'from' must name at least one time");
  if (hazards.size() != from.size()) return refusal(as_many("hazards", hazards.size(), "from", from.size()));
  if (from[0] != 0) return refusal("'from' must begin at 0, found " + text_of(from[0]));
  if (const std::string message = not_rising("from", from); !message.empty()) return refusal(message);
  double sum = 0;
  for (std::size_t i = 0; i < hazards.size(); ++i) {
    if (!(std::isfinite(hazards[i]) && hazards[i] >= 0))
      return refusal("'hazards' must be finite and not negative, found " + text_of(hazards[i]));
    if (i + 1 < from.size()) sum += hazards[i] * (from[i + 1] - from[i]);
  }
  if (!std::isfinite(sum)) return refusal("'hazards' are too large to add up");
  Law law;
  law.kind = LawKind::life_table;
  law.values = from;
  law.hazards = hazards;
  law.by_age = by_age;
  return {std::move(law), ""};
}

LawOrError mixture_law(const std::vector<Law>& parts, const std::vector<double>& weights) {
  if (parts.empty() || parts.size() > 100)
    return refusal("a mixture must have 1 to 100 parts, found " + std::to_string(parts.size()));
  if (weights.size() != parts.size()) return refusal(as_many("weights", weights.size(), "of", parts.size()));
  std::vector<double> cumulative;
  if (const std::string message = cumulate(weights, cumulative); !message.empty()) return refusal(message);
  Law law;
  law.kind = LawKind::mixture;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].by_age) return refusal("a part of a mixture cannot go by age");
    if (weights[i] == 0) continue;
    law.parts.push_back(parts[i]);
    law.cumulative.push_back(cumulative[i]);
  }
  law.cumulative.back() = 1;
  if (!std::all_of(law.parts.begin(), law.parts.end(), is_discrete)) return {std::move(law), ""};
  std::vector<double> values, chances;
  double before_part = 0;
  for (std::size_t i = 0; i < law.parts.size(); before_part = law.cumulative[i++]) {
    const Law& part = law.parts[i];
    const double weight = law.cumulative[i] - before_part;
    if (part.kind == LawKind::constant) {
      values.push_back(part.location + part.scale);
      chances.push_back(weight);
    }
    for (std::size_t k = 0; k < part.values.size(); ++k) {
      values.push_back(part.location + part.values[k]);
      chances.push_back(weight * (part.cumulative[k] - (k == 0 ? 0 : part.cumulative[k - 1])));
    }
  }
  return empirical_law(values, chances);
}

LawOrError truncated_law(const Law& law, double at_least, double at_most) {
  if (law.by_age) return refusal("'at_least' and 'at_most' do not go with a law by age");
  if (std::isnan(at_least) || std::isnan(at_most) || at_least == infinity || at_most == -infinity)
    return refusal("'at_least' and 'at_most' must be numbers, found " + text_of(at_least) + " and " + text_of(at_most));
  if (!(at_least <= at_most)) {
    return refusal("'at_least' must not be above 'at_most', found " + text_of(at_least) + " and " +
                   text_of(at_most));
  }
  Law cut = law;
  cut.lowest = std::max(cut.lowest, at_least);
  cut.highest = std::min(cut.highest, at_most);
  if (!cut.truncated()) return {std::move(cut), ""};
  const WordRange words = words_within_bounds(cut);
  if (!words.all && static_cast<double>(words.count) < least_kept_chance * 0x1p64) {
    const bool below = at_least > -infinity, above = at_most < infinity;
    return refusal(std::string("the law lies ") +
                   (below && above ? "between 'at_least' and 'at_most'" : below ? "above 'at_least'" : "below 'at_most'") +
                   " with a chance below " + text_of(least_kept_chance));
  }
  return {std::move(cut), ""};
}

LawOrError shifted_law(const Law& law, double plus) {
  if (law.by_age) return refusal("'plus' does not go with a law by age");
  if (!std::isfinite(plus)) return refusal("'plus' must be finite, found " + text_of(plus));
  Law later = law;
  later.location += plus;
  later.lowest += plus;
  later.highest += plus;
  return {std::move(later), ""};
}

}  // namespace headwater
