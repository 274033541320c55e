#include "export/yearly.hpp"

#include <set>
#include <span>

#include "experiment/comparison.hpp"
#include "statistics/moments.hpp"
#include "statistics/quantile.hpp"

namespace headwater {

namespace {

/// Empty where one of the stretches cannot be told apart from others.
std::vector<Stretch> when_possible(const Layout& layout, const std::string& output, const std::vector<std::string>& whens) {
  std::vector<Stretch> stretches;
  try {
    for (const std::string& when : whens) {
      const Output of_stretch(layout, output + "@" + when);
      stretches.push_back({when, when + (of_stretch.in_part() ? " (in part)" : "")});
    }
  } catch (const UnknownOutput&) {
    return {};
  }
  return stretches;
}

}  // namespace

std::vector<Stretch> stretches_of(const Layout& layout, const std::string& output) {
  std::vector<std::string> years;
  for (const std::string& name : by_year(layout, {output}))
    if (name.size() > output.size()) years.push_back(name.substr(output.size() + 1));
  if (const std::vector<Stretch> stretches = when_possible(layout, output, years); !stretches.empty()) return stretches;
  std::set<std::string> days;
  for (std::size_t period = 0; period < layout.period_start.size(); ++period) days.insert(to_text(first_day(layout, period)));
  if (days.size() > 1 && days.size() == layout.period_start.size())
    if (const std::vector<Stretch> stretches = when_possible(layout, output, {days.begin(), days.end()}); !stretches.empty()) return stretches;
  return {{"", whole_time}};
}

const std::vector<double>& OutputValues::series(std::size_t index) {
  const auto known = read_.find(index);
  return known != read_.end() ? known->second : read_[index] = results_.values(results_.layout().series[index].name, scenario_);
}

std::vector<double> OutputValues::of(const std::string& name, const Stretch& when) {
  const Layout& layout = results_.layout();
  const Output output(layout, when.when.empty() ? name : name + "@" + when.when);
  const auto part = [&](std::size_t index, std::size_t replication) {
    const std::size_t size = layout.size_of(index);
    return std::span<const double>(series(index)).subspan(replication * size, size);
  };
  std::vector<double> values;
  for (std::size_t i = 0; i < results_.facts().replications; ++i)
    values.push_back(output.of(part(output.series(), i), output.weights() ? part(*output.weights(), i) : std::span<const double>{}));
  return values;
}

double statistic_of(const std::string& name, const std::vector<double>& values) {
  std::vector<double> kept = existing(values);
  if (name == "mean") return moments_of(kept).mean;
  if (name == "sd") return moments_of(kept).sd;
  return quantile(kept, std::stoi(name.substr(1)) / 100.0);
}

}  // namespace headwater
