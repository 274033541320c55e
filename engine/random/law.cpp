#include "random/law.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>

#include "random/elementary.hpp"
#include "random/gamma_quantile.hpp"
#include "random/law_words.hpp"

namespace headwater {

using namespace law_words;

namespace {

constexpr double ln_2 = 0x1.62e42fefa39efp-1;
constexpr double ln_10 = 0x1.26bb1bbb55516p+1;
constexpr double normal_p90 = 1.2815515655446004;  // upper quantile of the standard normal at 0.1

std::string bad_median_p90(double median, double p90) {
  std::string message = not_positive("median", median, "p90", p90);
  if (message.empty() && !(p90 > median)) {
    message = "'p90' must be above 'median', found p90 " + text_of(p90) + " and median " + text_of(median);
  }
  return message;
}

/// Two figures that a shape was worked out from, by what to say when they lie too close together or too far
/// apart.
struct Figures {
  std::string_view too_narrow, too_wide;
};
constexpr Figures mean_sd{"'sd' is too small beside 'mean'", "'sd' is too large beside 'mean'"};
constexpr Figures median_p90{"'p90' is too close to 'median'", "'p90' is too far above 'median'"};

/// The shape of a kind of law, and which of them can be drawn.
struct ShapeRange {
  LawKind kind;
  std::string_view name;
  double least, most;
  bool rises_with_spread;
};
constexpr ShapeRange lognormal_sigmas{LawKind::lognormal, "sigma", least_lognormal_sigma,
                                      most_lognormal_sigma, true};
constexpr ShapeRange weibull_shapes{LawKind::weibull, "shape", least_weibull_shape, most_weibull_shape,
                                    false};
constexpr ShapeRange gamma_shapes{LawKind::gamma, "shape", least_gamma_shape, most_gamma_shape, false};

/// The law of a shape that was given as such.
LawOrError with_shape(const ShapeRange& range, double shape, double scale) {
  if (const std::string message = not_positive("scale", scale); !message.empty()) return refusal(message);
  if (!(shape >= range.least && shape <= range.most)) {
    return refusal(quoted(range.name) + " must lie between " + text_of(range.least) + " and " +
                   text_of(range.most) + ", found " + text_of(shape));
  }
  return made(range.kind, 0, scale, shape);
}

/// The law of a shape that follows from two figures, which are to blame when it cannot be drawn.
LawOrError with_shape(const ShapeRange& range, double shape, double scale, const Figures& figures) {
  const bool above = shape > range.most;
  if (above || !(shape >= range.least)) {
    std::string message(above == range.rises_with_spread ? figures.too_wide : figures.too_narrow);
    message.append(": ").append(range.name).append(" would be ").append(above ? "above " : "below ");
    return refusal(message + text_of(above ? range.most : range.least) + ", which cannot be drawn");
  }
  return with_shape(range, shape, scale);
}

/// Where a falling function meets `target`, between `low` and `high` (both above 0), to the last bit or two;
/// an end of the range when it does not meet it there.
template <class Falling>
double solve_falling(Falling function, double target, double low, double high) {
  while (true) {
    const double middle = std::sqrt(low * high);
    if (!(middle > low && middle < high)) return middle;
    (function(middle) > target ? low : high) = middle;
  }
}

/// log(1 + (sd / mean)^2) of a Weibull: moments are gamma(1 + n / shape).
double weibull_log_spread(double shape) {
  return portable_log_gamma(1 + 2 / shape) - 2 * portable_log_gamma(1 + 1 / shape);
}

double gamma_p90_over_median(double shape) {
  GammaQuantile upper(shape, GammaQuantile::Tail::upper);
  const double median = upper.at(0.5);
  return upper.at(0.1) / median;
}

}  // namespace

bool Law::same_unit(const Law& other) const {
  if (by_age || other.by_age) return false;
  Law same = other;
  if (!truncated()) {  // where bounds cut off a law depends on location and scale
    same.location = location;
    same.scale = scale;
  }
  return same == *this;
}

LawOrError constant_law(double value) {
  if (!std::isfinite(value)) return refusal("'value' must be finite, found " + text_of(value));
  return made(LawKind::constant, 0, value, 0);
}

LawOrError exponential_by_mean(double mean) {
  if (const std::string message = not_positive("mean", mean); !message.empty()) return refusal(message);
  return made(LawKind::exponential, 0, mean, 0);
}

LawOrError exponential_by_median(double median) {
  if (const std::string message = not_positive("median", median); !message.empty()) return refusal(message);
  return made(LawKind::exponential, 0, median / ln_2, 0);
}

LawOrError exponential_by_hazard(double hazard) {
  if (!(std::isfinite(hazard) && hazard >= 0)) {
    return refusal("'hazard' must be finite and not negative, found " + text_of(hazard));
  }
  const double mean = hazard > 0 ? 1 / hazard : std::numeric_limits<double>::infinity();
  return made(LawKind::exponential, 0, mean, 0);
}

LawOrError uniform_law(double low, double high) {
  if (!std::isfinite(low) || !std::isfinite(high) || !std::isfinite(high - low)) {
    return refusal("'low' and 'high' must be finite, found " + text_of(low) + " and " + text_of(high));
  }
  if (!(low < high)) {
    return refusal("'low' must be below 'high', found low " + text_of(low) + " and high " + text_of(high));
  }
  return made(LawKind::uniform, low, high - low, 0);
}

LawOrError lognormal_law(double mu, double sigma) {
  if (!(std::fabs(mu) <= 600)) return refusal("'mu' must lie between -600 and 600, found " + text_of(mu));
  return with_shape(lognormal_sigmas, sigma, portable_exp(mu));
}

LawOrError lognormal_by_mean_sd(double mean, double sd) {
  if (const std::string message = not_positive("mean", mean, "sd", sd); !message.empty())
    return refusal(message);
  // Mean exp(mu + sigma^2 / 2), squared coefficient of variation exp(sigma^2) - 1.
  const double cv2 = (sd / mean) * (sd / mean);
  return with_shape(lognormal_sigmas, std::sqrt(portable_log1p(cv2)), mean / std::sqrt(1 + cv2), mean_sd);
}

LawOrError lognormal_by_median_p90(double median, double p90) {
  if (const std::string message = bad_median_p90(median, p90); !message.empty()) return refusal(message);
  return with_shape(lognormal_sigmas, portable_log(p90 / median) / normal_p90, median, median_p90);
}

LawOrError weibull_law(double shape, double scale) {
  return with_shape(weibull_shapes, shape, scale);
}

LawOrError weibull_by_mean_sd(double mean, double sd) {
  if (const std::string message = not_positive("mean", mean, "sd", sd); !message.empty())
    return refusal(message);
  const double cv = sd / mean;
  const double shape = solve_falling(weibull_log_spread, portable_log1p(cv * cv), least_weibull_shape / 2,
                                     most_weibull_shape * 2);
  return with_shape(weibull_shapes, shape, mean / portable_exp(portable_log_gamma(1 + 1 / shape)), mean_sd);
}

LawOrError weibull_by_median_p90(double median, double p90) {
  if (const std::string message = bad_median_p90(median, p90); !message.empty()) return refusal(message);
  // Quantiles scale * (-log(1 - p))^(1 / shape): their ratio is (ln 10 / ln 2)^(1 / shape).
  const double shape = portable_log(ln_10 / ln_2) / portable_log(p90 / median);
  return with_shape(weibull_shapes, shape, median / portable_pow(ln_2, 1 / shape), median_p90);
}

LawOrError gamma_law(double shape, double scale) {
  return with_shape(gamma_shapes, shape, scale);
}

LawOrError gamma_by_mean_sd(double mean, double sd) {
  if (const std::string message = not_positive("mean", mean, "sd", sd); !message.empty())
    return refusal(message);
  const double mean_over_sd = mean / sd;
  const double shape = mean_over_sd * mean_over_sd;
  return with_shape(gamma_shapes, shape, mean / shape, mean_sd);
}

LawOrError gamma_by_median_p90(double median, double p90) {
  if (const std::string message = bad_median_p90(median, p90); !message.empty()) return refusal(message);
  const double shape =
      solve_falling(gamma_p90_over_median, p90 / median, least_gamma_shape / 2, most_gamma_shape * 2);
  return with_shape(gamma_shapes, shape, median / GammaQuantile(shape, GammaQuantile::Tail::lower).at(0.5),
                    median_p90);
}

LawOrError erlang_law(double stages, double mean) {
  if (!(stages >= 1 && stages <= most_gamma_shape && stages == std::floor(stages))) {
    return refusal("'stages' must be a whole number from 1 to " + text_of(most_gamma_shape) + ", found " +
                   text_of(stages));
  }
  if (const std::string message = not_positive("mean", mean); !message.empty()) return refusal(message);
  return gamma_law(stages, mean / stages);
}

LawOrError triangular_law(double low, double mode, double high) {
  if (!std::isfinite(low) || !std::isfinite(mode) || !std::isfinite(high) || !std::isfinite(high - low)) {
    return refusal("'low', 'mode' and 'high' must be finite, found " + text_of(low) + ", " + text_of(mode) +
                   " and " + text_of(high));
  }
  if (!(low <= mode && mode <= high && low < high)) {
    return refusal("'mode' must lie between 'low' and 'high', and 'low' below 'high', found low " +
                   text_of(low) + ", mode " + text_of(mode) + " and high " + text_of(high));
  }
  return made(LawKind::triangular, low, high - low, (mode - low) / (high - low));
}

LawOrError normal_law(double mean, double sd) {
  if (!std::isfinite(mean)) return refusal("'mean' must be finite, found " + text_of(mean));
  if (const std::string message = not_positive("sd", sd); !message.empty()) return refusal(message);
  return made(LawKind::normal, mean, sd, 0);
}

LawOrError geometric_law(double mean) {
  if (!(mean >= 1 && mean <= most_geometric_mean)) {
    return refusal("'mean' must lie between 1 and " + text_of(most_geometric_mean) + ", found " +
                   text_of(mean));
  }
  if (mean == 1) return constant_law(1);
  return made(LawKind::geometric, 0, 1, mean);
}

LawOrError poisson_law(double mean) {
  if (!(mean > 0 && mean <= most_poisson_mean)) {
    return refusal("'mean' must be above 0 and at most " + text_of(most_poisson_mean) + ", found " +
                   text_of(mean));
  }
  // Chances relative to that of the likeliest value, downwards and upwards until they no longer count.
  std::vector<double> values, weights;
  const double likeliest = std::floor(mean);
  double weight = 1;
  for (double k = likeliest; k >= 0 && weight > 0x1p-70; weight *= k / mean, --k) {
    values.push_back(k);
    weights.push_back(weight);
  }
  weight = mean / (likeliest + 1);
  for (double k = likeliest + 1; weight > 0x1p-70; ++k, weight *= mean / k) {
    values.push_back(k);
    weights.push_back(weight);
  }
  return empirical_law(values, weights);
}

LawOrError empirical_law(const std::vector<double>& values, const std::vector<double>& weights) {
  if (values.empty()) return refusal("'values' must name at least one value");
  if (!weights.empty() && weights.size() != values.size()) {
    return refusal("'weights' must be as many as 'values', found " + std::to_string(weights.size()) +
                   " and " + std::to_string(values.size()));
  }
  std::vector<std::pair<double, double>> steps;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double weight = weights.empty() ? 1 : weights[i];
    if (!std::isfinite(values[i])) return refusal("'values' must be finite, found " + text_of(values[i]));
    if (!(std::isfinite(weight) && weight >= 0)) {
      return refusal("'weights' must be finite and not negative, found " + text_of(weight));
    }
    if (weight > 0) steps.emplace_back(values[i], weight);
  }
  if (steps.empty()) return refusal("'weights' are all 0; at least one must be above 0");
  std::sort(steps.begin(), steps.end());

  Law law;
  law.kind = LawKind::empirical;
  double total = 0;
  for (const auto& [value, weight] : steps) {
    total += weight;
    if (!law.values.empty() && law.values.back() == value) {
      law.cumulative.back() = total;
    } else {
      law.values.push_back(value);
      law.cumulative.push_back(total);
    }
  }
  if (!std::isfinite(total)) return refusal("'weights' are too large to add up");
  for (double& chance : law.cumulative) chance /= total;
  return {std::move(law), ""};
}

}  // namespace headwater
