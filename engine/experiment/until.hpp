// Replications until a stated precision: when there are enough of them.
//
// Goals are named outputs with the half-width that their confidence intervals may have. Replications are looked at in their
// order, whatever the order in which they finish, so the number at which all goals are met depends on the model alone. Of
// several scenarios it is the paired differences from the first that must be precise.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "results/journal.hpp"
#include "results/output.hpp"
#include "scenario/description.hpp"
#include "scenario/diagnostics.hpp"
#include "statistics/precision.hpp"

namespace headwater {

/// Reports the goals in `run: until:` that name no output of the model.
void check_goals(const Description& description, Diagnostics& diagnostics);

class Until {
 public:
  /// Without goals in `run`, all its replications are wanted. `layout` must outlive it. Throws `UnknownOutput`.
  Until(const RunSpec& run, const Layout& layout, std::uint32_t scenarios);

  bool empty() const { return run_.until.empty(); }

  /// Takes in one finished replication of one scenario, in any order.
  void add(Task task, std::span<const double> values);

  /// No more replications are needed: the goals are met, or there are as many as there may be.
  bool decided() const { return rule_ && rule_->decided(); }
  /// The goals are met, or there are none.
  bool reached() const { return empty() || rule_->enough(); }
  /// Of each scenario: how many the results are made from.
  std::size_t replications() const { return rule_ ? rule_->replications() : static_cast<std::size_t>(run_.replications); }
  /// What was wanted, and whether it was reached; empty without goals.
  std::string in_words() const;

 private:
  void look();

  RunSpec run_;
  const Layout& layout_;
  std::vector<Output> outputs_;
  std::uint32_t scenarios_;
  std::optional<UntilPrecise> rule_;  ///< its outputs: [goal][scenario, or difference from the first]
  std::map<std::uint32_t, std::map<std::uint32_t, std::vector<double>>> waiting_;  ///< by replication and scenario: outputs
};

}  // namespace headwater
