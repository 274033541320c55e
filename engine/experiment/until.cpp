#include "experiment/until.hpp"

#include <algorithm>

#include "pathway/compile.hpp"
#include "results/recorder.hpp"
#include "scenario/number.hpp"

namespace headwater {

void check_goals(const Description& description, Diagnostics& diagnostics) {
  if (description.run.until.empty()) return;
  const Layout layout = layout_of(compile(description));
  for (const GoalSpec& goal : description.run.until) {
    try {
      Output(layout, goal.output);
    } catch (const UnknownOutput& unknown) {
      diagnostics.error(goal.place, unknown.what());
    }
  }
}

Until::Until(const RunSpec& run, const Layout& layout, std::uint32_t scenarios) : run_(run), layout_(layout), scenarios_(scenarios) {
  if (run.until.empty()) return;
  PrecisionRule rule;
  rule.level = run.confidence;
  rule.smallest = static_cast<std::size_t>(run.at_least);
  rule.most = static_cast<std::size_t>(run.replications);
  for (const GoalSpec& goal : run.until) {
    outputs_.emplace_back(layout, goal.output);
    using Kind = PrecisionTarget::Kind;
    const PrecisionTarget target = goal.relative > 0 ? PrecisionTarget{Kind::relative, goal.relative} : PrecisionTarget{Kind::absolute, goal.half_width};
    rule.targets.insert(rule.targets.end(), std::max(1u, scenarios - 1), target);
  }
  rule_.emplace(rule);
}

void Until::add(Task task, std::span<const double> values) {
  if (empty() || decided() || task.replication < rule_->replications()) return;
  std::vector<double>& outputs = waiting_[task.replication][task.variant];
  outputs.clear();
  for (const Output& output : outputs_) outputs.push_back(output.of(layout_, values));
  while (!decided() && !waiting_.empty() && waiting_.begin()->first == rule_->replications() && waiting_.begin()->second.size() == scenarios_) look();
}

/// Takes in the next replication in order.
void Until::look() {
  const auto& scenarios = waiting_.begin()->second;
  std::vector<double> numbers;
  for (std::size_t goal = 0; goal < outputs_.size(); ++goal) {
    const double first = scenarios.at(0)[goal];
    if (scenarios_ == 1) numbers.push_back(first);
    for (std::uint32_t i = 1; i < scenarios_; ++i) numbers.push_back(scenarios.at(i)[goal] - first);
  }
  rule_->add(numbers);
  waiting_.erase(waiting_.begin());
}

std::string Until::in_words() const {
  if (empty()) return "";
  std::string text = (reached() ? "reached after " : "not reached after ") + std::to_string(replications()) + " replications:";
  for (std::size_t i = 0; i < outputs_.size(); ++i) {
    const GoalSpec& goal = run_.until[i];
    text += std::string(i > 0 ? "," : "") + (scenarios_ > 1 ? " differences of " : " ") + goal.output + " within " +
            (goal.relative > 0 ? to_text(100 * goal.relative) + " %" : to_text(goal.half_width) + (outputs_[i].units() == "1" ? "" : " " + outputs_[i].units()));
  }
  return text + " at " + to_text(100 * run_.confidence) + " % confidence";
}

}  // namespace headwater
