// Laws of time as a textbook has them: moments and survival in closed form, beside the YAML that asks the
// engine for the same law. Nothing here is shared with the engine: logarithms, powers and gamma functions are
// the library's.
//
// Source: Johnson, Kotz, Balakrishnan, Continuous Univariate Distributions, vol. 1, 2nd ed. (1994): lognormal
// chapter 14, gamma chapter 17, exponential chapter 19, Weibull chapter 21; uniform: vol. 2, chapter 26.
#pragma once

#include <functional>
#include <ostream>
#include <string>

namespace headwater::theory {

/// A number as YAML, to the last bit.
std::string number(double value);

/// A law of a length of time in days.
struct TimeLaw {
  std::string name;
  std::string yaml;                        ///< "{law: ..., ...}"
  std::function<double(int)> moment;       ///< E S^k
  std::function<double(double)> survival;  ///< P(S > t)

  double mean() const { return moment(1); }
  double variance() const { return moment(2) - moment(1) * moment(1); }
};

std::ostream& operator<<(std::ostream& out, const TimeLaw& law);

TimeLaw exponential(double mean);

TimeLaw constant(double value);

TimeLaw uniform(double low, double high);

TimeLaw gamma(double shape, double scale);

TimeLaw weibull(double shape, double scale);

/// Given by mean and standard deviation, as the engine reads it: sigma^2 = log(1 + sd^2/mean^2), mu = log
/// mean - sigma^2/2.
TimeLaw lognormal(double mean, double sd);

/// Two values with weights: the simplest empirical law.
TimeLaw two_values(double first, double first_weight, double second, double second_weight);

}  // namespace headwater::theory
