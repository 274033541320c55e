#include "expected/ways.hpp"

#include <algorithm>

#include "expected/lattice_law.hpp"

namespace headwater {

namespace {

/// The laws of a tier's stays in the order in which they are compiled: racers by name. A birthday has none.
std::vector<std::optional<Law>> laws_of(const TierSpec& tier) {
  if (tier.sojourn) return {tier.sojourn};
  std::vector<RacerSpec> race = tier.race;
  std::sort(race.begin(), race.end(), [](const RacerSpec& a, const RacerSpec& b) { return a.name < b.name; });
  std::vector<std::optional<Law>> laws;
  for (const RacerSpec& racer : race) laws.push_back(racer.law);
  return laws;
}

std::vector<std::optional<Law>> laws_of(const ExitSpec& exit) {
  if (!exit.returns) return {};
  return {exit.returns->after};
}

class Table {
 public:
  Table(const Description& description, const Model& model, double step, std::size_t cells) : in_(description), model_(model), step_(step), cells_(cells) {}

  std::vector<NodeWays> run() {
    for (std::uint32_t i = 0; i < model_.tiers; ++i) begin(i, laws_of(in_.tiers[i]));
    for (std::uint32_t i = model_.tiers; i < model_.nodes.size(); ++i) begin(i, laws_of(in_.exits[i - model_.tiers]));
    std::size_t change = 0;
    for (const Revision& revision : in_.revisions) {
      if (revision.of != Revision::Of::tier && revision.of != Revision::Of::exit) continue;
      const NodeChange& numbers = model_.changes[change++];  // one for each such revision, in their order
      go_on(numbers, revision.of == Revision::Of::tier ? laws_of(revision.tier) : laws_of(revision.exit));
    }
    return std::move(table_);
  }

 private:
  void begin(std::uint32_t index, const std::vector<std::optional<Law>>& laws) {
    const Node& node = model_.nodes[index];
    NodeWays ways;
    for (std::uint32_t i = 0; i < node.stays; ++i) {
      const std::uint32_t stay = node.first_stay + i;
      if (model_.stays[stay].at_age >= 0) {
        ways.birthdays.push_back(stay);
      } else if (laws[i]->by_age) {
        ways.by_age.push_back(stay);
        ways.hazards.push_back(*laws[i]);
      } else {
        ways.timed.push_back(stay);
      }
    }
    std::stable_sort(ways.birthdays.begin(), ways.birthdays.end(), [&](std::uint32_t a, std::uint32_t b) { return model_.stays[a].at_age < model_.stays[b].at_age; });
    WaysInForce first;
    first.return_probability = node.is_exit ? node.return_probability : 1;
    if (node.stays > 0) {
      ways.first_cut = model_.stays[node.first_stay].choice.first_cut;
      const Choice& last = model_.stays[node.first_stay + node.stays - 1].choice;
      first.cuts.assign(model_.cuts.begin() + ways.first_cut, model_.cuts.begin() + (node.is_exit ? ways.first_cut : last.first_cut + last.edges - 1));
    }
    latest_.push_back(timed(laws));
    first.lattice = lattice_of(latest_.back());
    ways.versions.push_back(std::move(first));
    table_.push_back(std::move(ways));
  }

  void go_on(const NodeChange& change, const std::vector<std::optional<Law>>& all) {
    NodeWays& ways = table_[change.node];
    WaysInForce next = ways.versions.back();
    next.from = change.time;
    if (!change.cuts.empty()) next.cuts = change.cuts;
    if (model_.nodes[change.node].is_exit) next.return_probability = change.return_probability;
    if (std::vector<Law> laws = timed(all); laws != latest_[change.node]) {
      next.lattice = lattice_of(laws);
      latest_[change.node] = std::move(laws);
    }
    if (change.time <= 0 || change.time == ways.versions.back().from) ways.versions.pop_back();
    ways.versions.push_back(std::move(next));
  }

  static std::vector<Law> timed(const std::vector<std::optional<Law>>& all) {
    std::vector<Law> laws;
    for (const auto& law : all)
      if (law && !law->by_age) laws.push_back(*law);
    return laws;
  }

  std::shared_ptr<const Lattice> lattice_of(const std::vector<Law>& laws) const {
    std::vector<Sampler> samplers;
    for (const Law& law : laws) samplers.emplace_back(law);
    return std::make_shared<const Lattice>(race_on_lattice(samplers, step_, cells_));
  }

  const Description& in_;
  const Model& model_;
  const double step_;
  const std::size_t cells_;
  std::vector<NodeWays> table_;
  std::vector<std::vector<Law>> latest_;  ///< timed laws in force, by node
};

}  // namespace

std::vector<NodeWays> ways_on_grid(const Description& description, const Model& model, double step, std::size_t cells) { return Table(description, model, step, cells).run(); }

}  // namespace headwater
