// Replications until a stated precision: a sequential rule that is fed one replication after the other.
//
// After n replications an output is precise when at least `smallest` of its values exist and the half-width
// of Student's interval for its mean is within the target. The rule looks for the first n after which every
// output is precise, and remains so while f(n) more replications arrive: f(n) is `look_ahead` up to n = 100
// and look_ahead n / 100, rounded down, beyond. The look-ahead is there because the first few half-widths
// jump about, and one of them is soon small by luck; any n at which an output fails during it ends the
// attempt, and the search goes on.
//
// Source: Hoad, Robinson and Davies, "Automated selection of the number of replications for a discrete-event
// simulation" (Journal of the Operational Research Society 61, 2010, pp. 1632-1644): there look_ahead is
// called kLimit, 5 is recommended for it and 3 for `smallest`. With several outputs all must be precise at
// one and the same n, which asks for no less than the largest n of any of them alone.
//
// The answer is a function of the values in the order of replications, and of nothing else; it has the same
// bits on every processor, as it is made of + - * / and square roots. So the order in which threads finish
// must not be the order of feeding. Memory does not grow with replications.
//
// What to know before use: stopping when the interval happens to be narrow makes it cover less often than its
// level says (Law, 5th ed., section 9.4.1); `smallest` above 3 and the look-ahead make up for most of that.
// An output that has been constant so far is precise: of something rare, ask for a `smallest` that lets it
// happen.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "statistics/intervals.hpp"

namespace headwater {

/// The half-width asked of one output's mean.
struct PrecisionTarget {
  enum class Kind : unsigned char {
    absolute,  ///< in the unit of the output
    relative   ///< as a share of the mean's size; never reached where the mean is 0 and the values vary
  };
  Kind kind = Kind::relative;
  double half_width = 0.05;  ///< above 0
};

struct PrecisionRule {
  std::vector<PrecisionTarget> targets;  ///< at least one; one an output
  double level = 0.95;                   ///< between 0 and 1
  std::size_t smallest = 3;              ///< replications before any are thought enough; at least 2
  std::size_t most = 10'000;             ///< replications after which the rule gives up; at least `smallest`
  std::size_t look_ahead = 5;            ///< 0 stops at the first n that is precise
};

/// How many further replications must stay precise after `n` were: f(look_ahead, n) above.
std::size_t look_ahead_after(std::size_t n, std::size_t look_ahead);

class UntilPrecise {
 public:
  /// Throws std::invalid_argument when the rule is not as its comments ask.
  explicit UntilPrecise(PrecisionRule rule);

  /// What the next replication in order yielded, one value an output; NaN where the quantity does not exist,
  /// which leaves that output as it was. Throws std::invalid_argument for another number of values, and
  /// std::logic_error when the rule has decided already.
  void add(std::span<const double> values);

  /// Whether no more replications are wanted: the rule is satisfied, or has seen `most` of them.
  bool decided() const { return satisfied_ || replications_ == rule_.most; }

  /// The n that the rule found. None while it looks on, and for ever when `most` came first, also when it
  /// came during a look-ahead.
  std::optional<std::size_t> enough() const;

  /// Replications fed so far: `enough()` and the look-ahead after it, once satisfied.
  std::size_t replications() const { return replications_; }

  /// Mean and half-width of an output over all replications fed so far.
  Estimate estimate_of(std::size_t output) const;

  /// Whether an output is precise now, for those who show how far a run is.
  bool is_precise(std::size_t output) const;

 private:
  /// Mean and sum of squares about it, one value after the other. Source: Welford, "Note on a method for
  /// calculating corrected sums of squares and products" (Technometrics 4, 1962, pp. 419-420).
  struct Running {
    std::size_t count = 0;
    double mean = 0, squares = 0;
  };

  PrecisionRule rule_;
  std::vector<Running> outputs_;
  std::size_t replications_ = 0;
  std::size_t attempt_ = 0;  ///< the n under trial; 0 for none
  bool satisfied_ = false;
};

}  // namespace headwater
