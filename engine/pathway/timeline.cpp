#include "pathway/timeline.hpp"

#include <algorithm>
#include <stdexcept>

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

std::vector<Step> product(const std::vector<Step>& base, const Description& in, const std::vector<std::string>& calendars) {
  const double end = in.run.warm_up + in.horizon;
  std::vector<Step> result;
  for (const Step& step : base)
    if (step.time < end) append(result, step);
  for (const std::string& name : calendars) {
    const std::vector<Step> a = std::move(result), b = steps_of(in, name);
    result.clear();
    for (std::size_t i = 0, k = 0;;) {
      const double value = b[k].value == 0 ? 0 : a[i].value * b[k].value;
      append(result, {std::max(a[i].time, b[k].time), value});
      const double next_a = i + 1 < a.size() ? a[i + 1].time : end, next_b = k + 1 < b.size() ? b[k + 1].time : end;
      if (std::min(next_a, next_b) >= end) break;
      i += next_a <= next_b;
      k += next_b <= next_a;
    }
  }
  return result;
}

}  // namespace headwater
