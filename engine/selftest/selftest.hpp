// The self-test: theory beside simulation, for every queue of models/queues that has a formula.
//
// Models are read, compiled and run as any other. Each replication gives one value of a quantity; the interval is
// Student's (Law, Simulation Modeling and Analysis, 5th ed., section 9.4.1). With n quantities in the table, each is judged at
// level 1 - 0.01 / n: then, whatever the quantities have to do with one another, the chance that any of them lies outside
// although all is right is at most 1 % (Bonferroni's inequality; Law, section 9.7).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "selftest/comparisons.hpp"

namespace headwater {

/// A model is missing, cannot be read, or lacks what is to be compared: the text says which and why.
struct SelftestError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The level of the intervals that are reported.
inline constexpr double reported_level = 0.999;

/// The chance that the table as a whole raises a false alarm is at most this.
inline constexpr double false_alarm = 0.01;

/// The least number of replications; models that ask for fewer are run this often.
inline constexpr std::int64_t least_replications = 20;

struct Finding {
  Comparison comparison;
  double mean = 0;        ///< over the replications
  double half_width = 0;  ///< of its interval at `reported_level`
  double reach = 0;       ///< of its interval at the level at which it is judged
  bool agrees = false;    ///< theory lies within `reach` of the mean
};

struct SelftestPlan {
  std::string folder;                 ///< where the models are
  std::optional<std::uint64_t> seed;  ///< instead of the models' own
  int threads = 1;
  /// Told before each model is run: its name, how many are done, and how many there are.
  std::function<void(const std::string& model, std::size_t done, std::size_t all)> progress;
};

/// The level at which each of `comparisons` is judged.
double judging_level(std::size_t comparisons);

/// Runs every model that `table` names, and compares. Throws `SelftestError`.
std::vector<Finding> run_selftest(const std::vector<Comparison>& table, const SelftestPlan& plan);

}  // namespace headwater
