// Numbers that change with time in steps: what a model says, as dated changes revise it, times the levels of calendars.
#pragma once

#include <string>
#include <vector>

#include "scenario/description.hpp"

namespace headwater {

/// From `time` on (days since the simulation begins, as in model.hpp) the number is `value`, until the next step.
struct Step {
  double time = 0;
  double value = 0;
};

/// `base` times the levels of the named calendars of `in`, at every moment from the beginning of the simulation to its
/// end. `base` rises in time, and its first step is not after 0; a value may be infinite, and infinity times level 0
/// is 0. The first step of the result is at 0, times rise, and neighbours differ in value. Needs memory and time in
/// proportion to the steps of all. Throws std::logic_error when `in` has no calendar of a name.
std::vector<Step> product(const std::vector<Step>& base, const Description& in, const std::vector<std::string>& calendars);

/// The product of two step functions from 0 to `end`, both as `base` above.
std::vector<Step> product(const std::vector<Step>& a, const std::vector<Step>& b, double end);

/// (1 + `per_year`) ^ (whole days since the start date / 365.25), in daily steps to the end.
std::vector<Step> growth(double per_year, const Description& in);

/// How many places a tier has, or how much there is of a resource, at every moment: dated changes, calendars and the
/// rounding to a whole number included; infinite where unlimited. `of`: Revision::Of::tier or resource.
std::vector<Step> places_over_time(const Description& in, Revision::Of of, std::size_t index);

/// The mean of a step function from 0 to `end`.
double mean_over_time(const std::vector<Step>& steps, double end);

}  // namespace headwater
