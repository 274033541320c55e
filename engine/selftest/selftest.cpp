#include "selftest/selftest.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <filesystem>

#include "experiment/in_memory.hpp"
#include "pathway/compile.hpp"
#include "scenario/read.hpp"

namespace headwater {

namespace {

Outcome outcome_of(const std::string& model, const SelftestPlan& plan) {
  const std::string path = (std::filesystem::path(plan.folder) / (model + ".yaml")).string();
  Reading reading = read_file(path);
  if (!reading.ok()) throw SelftestError(reading.diagnostics.text(true));
  RunSpec& run = reading.description->run;
  run.replications = std::max(run.replications, least_replications);
  if (plan.seed) run.seed = *plan.seed;
  return run_in_memory(compile(*reading.description), plan.threads);
}

/// Reads figures out of one outcome.
class Reader {
 public:
  Reader(const Outcome& outcome, const Comparison& comparison) : outcome_(outcome), comparison_(comparison) {}

  std::vector<double> values() const {
    std::vector<double> values;
    for (std::size_t replication = 0; replication < outcome_.records.size(); ++replication)
      values.push_back(sum(comparison_.sum, replication) / (comparison_.over.empty() ? 1 : sum(comparison_.over, replication)));
    return values;
  }

 private:
  double sum(const std::vector<Figure>& figures, std::size_t replication) const {
    double sum = 0;
    std::size_t periods = 0;
    for (std::size_t period = comparison_.first_period; period < outcome_.layout.period_end.size(); period += comparison_.period_step, ++periods)
      for (const Figure& figure : figures)
        sum += outcome_.value(figure.series, replication, period, element(figure), figure.group.empty() ? 0 : index(outcome_.layout.groups, figure.group));
    return sum / static_cast<double>(periods);
  }

  std::size_t element(const Figure& figure) const {
    const Layout& layout = outcome_.layout;
    const auto spec = std::find_if(layout.series.begin(), layout.series.end(), [&](const SeriesSpec& s) { return s.name == figure.series; });
    if (spec == layout.series.end()) fail(figure.series);
    switch (spec->axis) {
      case Axis::tier: return index(layout.tiers, figure.element);
      case Axis::source: return index(layout.sources, figure.element);
      case Axis::exit: return index(layout.exits, figure.element);
      case Axis::resource: return index(layout.resources, figure.element);
      case Axis::need: return index(layout.needs, figure.element);
      case Axis::timescale: return index(layout.timescales, figure.element);
      case Axis::line: return index(layout.lines, figure.element);
      case Axis::none: return 0;
      case Axis::edge: break;
    }
    const auto edge = std::find_if(layout.edges.begin(), layout.edges.end(), [&](const Edge& e) { return e.from + ">" + e.to == figure.element; });
    if (edge == layout.edges.end()) fail(figure.element);
    return static_cast<std::size_t>(edge - layout.edges.begin());
  }

  std::size_t index(const std::vector<std::string>& names, const std::string& name) const {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) fail(name);
    return static_cast<std::size_t>(found - names.begin());
  }

  [[noreturn]] void fail(const std::string& name) const {
    throw SelftestError("model '" + comparison_.model + "' is not the one that theory is about: its results have no '" + name + "'");
  }

  const Outcome& outcome_;
  const Comparison& comparison_;
};

Finding judge(const Comparison& comparison, const std::vector<double>& values, double level) {
  const double n = static_cast<double>(values.size());
  double mean = 0, squares = 0;
  for (const double value : values) mean += value / n;
  for (const double value : values) squares += (value - mean) * (value - mean);
  const double error = std::sqrt(squares / (n - 1) / n);
  const boost::math::students_t student(n - 1);
  const auto half_width = [&](double at) { return error * boost::math::quantile(boost::math::complement(student, (1 - at) / 2)); };
  const double reach = half_width(level);
  return {comparison, mean, half_width(reported_level), reach, std::fabs(mean - comparison.theory) <= reach};
}

}  // namespace

double judging_level(std::size_t comparisons) { return 1 - false_alarm / static_cast<double>(comparisons); }

std::vector<Finding> run_selftest(const std::vector<Comparison>& table, const SelftestPlan& plan) {
  std::vector<std::string> models;
  for (const Comparison& comparison : table)
    if (models.empty() || models.back() != comparison.model) models.push_back(comparison.model);
  std::vector<Finding> findings;
  for (std::size_t done = 0; done < models.size(); ++done) {
    if (plan.progress) plan.progress(models[done], done, models.size());
    const Outcome outcome = outcome_of(models[done], plan);
    for (const Comparison& comparison : table)
      if (comparison.model == models[done]) findings.push_back(judge(comparison, Reader(outcome, comparison).values(), judging_level(table.size())));
  }
  return findings;
}

}  // namespace headwater
