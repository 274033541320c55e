// Where a warm-up ends: MSER-5, and the averages of Welch's picture beside it.
//
// A series is one quantity over simulated time: observations at equal steps, or one after the other, averaged
// over replications to lessen the noise. Answers count observations, from the start.
//
// Sources: White, "An effective truncation heuristic for bias reduction in simulation output" (Simulation 69,
// 1997, pp. 323-334); White, Cobb and Spratt, "A comparison of five steady-state truncation heuristics for
// simulation" (Proceedings of the 2000 Winter Simulation Conference, pp. 755-760); Law, Simulation Modeling
// and Analysis, 5th ed., section 9.5.1 (Welch's procedure).
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace headwater {

/// Observations that MSER-5 averages into one.
inline constexpr std::size_t mser_batch = 5;

struct WarmUp {
  /// Observations to leave out: the multiple of 5 whose statistic is smallest, the first of equal ones.
  std::size_t truncation;

  /// The MSER statistic when d batches are left out, for d = 0, 1, ... up to half of all batches (rounded
  /// down): the sum of the squares of the k - d batch means left, about their mean, divided by (k - d)^2. In
  /// the unit of the series, squared.
  std::vector<double> statistic;

  /// The smallest statistic is at the last d that is allowed, so more might have to be left out than the
  /// series can show: it is too short to say.
  bool at_limit;
};

/// The truncation by MSER-5. Observations after the last full batch are not used. None for fewer than 10
/// observations, and when one of them is not finite. Cost: linear in the series.
///
/// With `at_limit` false it is still a heuristic: it finds a point after which the mean is best estimated,
/// and knows nothing of a drift that the series is too short to show.
std::optional<WarmUp> mser_5(std::span<const double> series);

/// The mean over replications at each observation; a NaN is left out, and where all are NaN so is the mean.
/// Throws std::invalid_argument when the replications are not equally long.
std::vector<double> mean_series(std::span<const std::vector<double>> replications);

/// Welch's moving average: of 2 window + 1 observations, the middle one at each place; near the start of as
/// many on both sides as there are before. So the answer has `window` fewer observations than the series, and
/// it is empty when there are no more than those. Window 0 leaves the series as it is.
std::vector<double> moving_average(std::span<const double> series, std::size_t window);

}  // namespace headwater
