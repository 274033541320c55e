#include "scenario/timeline.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "random/elementary.hpp"

namespace headwater {

namespace {

std::vector<Step> steps_of(const Description& in, const std::string& name) {
  const auto found = std::find_if(in.calendars.begin(), in.calendars.end(), [&](const CalendarSpec& c) { return c.name == name; });
  if (found == in.calendars.end()) throw std::logic_error("no calendar is named '" + name + "'");
  std::vector<Step> steps;
  for (std::size_t i = 0; i < found->time.size(); ++i) steps.push_back({in.run.warm_up + found->time[i], found->level[i]});
  return steps;
}

/// Adds a step at the end, in place of one at the same time, and not at all where nothing changes.
void append(std::vector<Step>& steps, Step step) {
  step.time = std::max(0.0, step.time);
  if (!steps.empty() && steps.back().time == step.time) steps.pop_back();
  if (steps.empty() || steps.back().value != step.value) steps.push_back(step);
}

}  // namespace

std::vector<Step> product(const std::vector<Step>& a, const std::vector<Step>& b, double end) {
  std::vector<Step> result;
  for (std::size_t i = 0, k = 0;;) {
    const double value = a[i].value == 0 || b[k].value == 0 ? 0 : a[i].value * b[k].value;
    append(result, {std::max(a[i].time, b[k].time), value});
    const double next_a = i + 1 < a.size() ? a[i + 1].time : end, next_b = k + 1 < b.size() ? b[k + 1].time : end;
    if (std::min(next_a, next_b) >= end) return result;
    i += next_a <= next_b;
    k += next_b <= next_a;
  }
}

std::vector<Step> product(const std::vector<Step>& base, const Description& in, const std::vector<std::string>& calendars) {
  const double end = in.run.warm_up + in.horizon;
  std::vector<Step> result;
  for (const Step& step : base)
    if (step.time < end) append(result, step);
  for (const std::string& name : calendars) result = product(result, steps_of(in, name), end);
  return result;
}

std::vector<Step> growth(double per_year, const Description& in) {
  const double a_day = portable_log1p(per_year) / 365.25;
  std::vector<Step> steps;
  for (double day = std::floor(-in.run.warm_up); day < in.horizon; ++day) append(steps, {in.run.warm_up + day, portable_exp(a_day * day)});
  return steps;
}

std::vector<Step> places_over_time(const Description& in, Revision::Of of, std::size_t index) {
  const auto number = [](const std::optional<std::int64_t>& places) { return places ? static_cast<double>(*places) : std::numeric_limits<double>::infinity(); };
  const bool of_tier = of == Revision::Of::tier;
  std::vector<Step> base{{0, number(of_tier ? in.tiers[index].capacity : in.resources[index].capacity)}};
  for (const Revision& revision : in.revisions)
    if (revision.of == of && revision.index == index) base.push_back({in.run.warm_up + revision.time, number(of_tier ? revision.tier.capacity : revision.resource.capacity)});
  std::vector<Step> places;
  for (const Step& step : product(base, in, of_tier ? in.tiers[index].patterns : in.resources[index].patterns)) append(places, {step.time, std::floor(step.value + 0.5)});
  return places;
}

double mean_over_time(const std::vector<Step>& steps, double end) {
  double sum = 0;
  for (std::size_t i = 0; i < steps.size(); ++i) sum += steps[i].value * ((i + 1 < steps.size() ? steps[i + 1].time : end) - steps[i].time);
  return sum / end;
}

}  // namespace headwater
