#include "expected/passage.hpp"

#include <algorithm>
#include <cmath>

#include "random/elementary.hpp"

namespace headwater {

namespace {

constexpr double nothing_left = 1e-15;  ///< of those who came, or of those who move in a step
constexpr int most_rounds = 100'000;

/// Hazard cumulated from birth to an age, as the sampler has it.
double cumulated(const Law& law, double age) {
  double sum = 0;
  for (std::size_t i = 0; i < law.values.size(); ++i) {
    const bool last = i + 1 == law.values.size() || law.values[i + 1] > age;
    sum += law.hazards[i] * ((last ? age : law.values[i + 1]) - law.values[i]);
    if (last) break;
  }
  return sum;
}

}  // namespace

Passage::Passage(const TimeGrid& grid, std::size_t origin, std::vector<double> attributes)
    : grid_(grid), origin_(origin), cells_(grid.cells - origin), attributes_(std::move(attributes)), due_(grid.model.stays.size()), present_(grid.ways.size(), 0), in_force_(grid.ways.size()), begun_(grid.ways.size()), inflow_(grid.ways.size(), 0) {
  for (const NodeWays& ways : grid.ways)
    for (const std::uint32_t stay : ways.timed) due_[stay].assign(cells_, 0);
}

void Passage::be_of_age(double age_days, double share) {
  age_ = age_days;
  came_ *= share;
  for (double& number : present_) number *= share;
  for (auto& numbers : due_)
    for (std::size_t n = now_; n < numbers.size(); ++n) numbers[n] *= share;
}

bool Passage::is_over() const {
  double sum = 0;
  for (const double number : present_) sum += std::fabs(number);
  return sum <= nothing_left * came_;
}

void Passage::advance(double arriving, std::uint32_t edge, Flows& flows, std::size_t shift) {
  flows_ = &flows;
  row_ = now_ + shift;
  find_versions();
  if (arriving > 0) {
    flows[edge][row_] += arriving;
    inflow_[grid_.model.edges[edge].to] += arriving;
    came_ += arriving;
  }
  for (std::uint32_t node = 0; node < grid_.ways.size(); ++node) end_stays(node);
  double all = 0;
  for (const double number : inflow_) all += number;
  double left = all;
  for (int round = 0; round < most_rounds && left > nothing_left * all; ++round) {
    for (std::uint32_t node = 0; node < grid_.ways.size(); ++node) {
      const double number = inflow_[node];
      if (number == 0) continue;
      inflow_[node] = 0;
      enter(node, number);
    }
    left = 0;
    for (const double number : inflow_) left += number;
  }
  std::fill(inflow_.begin(), inflow_.end(), 0);
  for (std::uint32_t node = 0; node < grid_.ways.size(); ++node) lay_out(node);
  ++now_;
}

/// Which numbers hold in this step, and for which share of it.
void Passage::find_versions() {
  const double begin = static_cast<double>(origin_ + now_) * grid_.step, end = begin + grid_.step;
  for (std::uint32_t node = 0; node < grid_.ways.size(); ++node) {
    const std::vector<WaysInForce>& versions = grid_.ways[node].versions;
    std::vector<Share>& shares = in_force_[node];
    std::uint32_t first = shares.empty() ? 0 : shares.back().version;
    while (first + 1 < versions.size() && versions[first + 1].from <= begin) ++first;
    shares.clear();
    for (std::uint32_t v = first; v < versions.size() && (v == first || versions[v].from < end); ++v) {
      const double until = v + 1 < versions.size() ? std::min(end, versions[v + 1].from) : end;
      shares.push_back({v, (until - std::max(begin, versions[v].from)) / grid_.step});
    }
    begun_[node].assign(shares.size(), 0);
  }
}

/// Fills in which share of those in a tier leaves in this step for their age, by stay; answers the sum.
double Passage::leavers_by_age(std::uint32_t node, bool entering) {
  leaving_.clear();
  const NodeWays& ways = grid_.ways[node];
  if (std::isnan(age_) || (ways.birthdays.empty() && ways.by_age.empty())) return 0;
  double stay_on = 1;
  const auto steps = static_cast<double>(now_);
  for (const std::uint32_t stay : ways.birthdays) {
    const double due = (grid_.model.stays[stay].at_age * days_per_year - age_) / grid_.step, whole = std::floor(due);
    const double share = steps < whole ? 0 : steps == whole ? 1 - (due - whole) : 1;
    leaving_.push_back({stay, share * stay_on});
    stay_on *= 1 - share;
  }
  const double age = age_ + steps * grid_.step, from = entering ? age : age - grid_.step / 2;
  double hazard = 0;
  for (const Law& law : ways.hazards) hazard += cumulated(law, age + grid_.step / 2) - cumulated(law, from);
  if (hazard > 0) {
    const double share = 1 - portable_exp(-hazard);
    for (std::size_t i = 0; i < ways.by_age.size(); ++i)
      leaving_.push_back({ways.by_age[i], stay_on * share * (cumulated(ways.hazards[i], age + grid_.step / 2) - cumulated(ways.hazards[i], from)) / hazard});
    stay_on *= 1 - share;
  }
  return 1 - stay_on;
}

/// Of those who were there before this step, whose stay ends in it.
void Passage::end_stays(std::uint32_t node) {
  const NodeWays& ways = grid_.ways[node];
  if (present_[node] == 0) return;
  double due = 0;
  for (const std::uint32_t stay : ways.timed) due += due_[stay][now_];
  const double by_age = leavers_by_age(node, false);
  for (const std::uint32_t stay : ways.timed)
    if (const double number = due_[stay][now_]; number != 0) leave(stay, number * (1 - by_age / 2));
  for (const Leaving& one : leaving_) leave(one.stay, one.share * (present_[node] - due / 2));
  present_[node] = by_age == 1 ? 0 : (1 - by_age) * (present_[node] - due);
  if (by_age > 0)
    for (const std::uint32_t stay : ways.timed)
      for (std::size_t n = now_ + 1; n < cells_; ++n) due_[stay][n] *= 1 - by_age;
}

/// A stay begins; some end in the same step.
void Passage::enter(std::uint32_t node, double number) {
  const NodeWays& ways = grid_.ways[node];
  if (ways.timed.empty() && ways.birthdays.empty() && ways.by_age.empty()) return;
  const double by_age = leavers_by_age(node, true);
  for (const Leaving& one : leaving_) leave(one.stay, one.share * number);
  const double rest = (1 - by_age) * number;
  for (std::size_t i = 0; i < in_force_[node].size(); ++i) {
    const WaysInForce& version = ways.versions[in_force_[node][i].version];
    const double begin = rest * in_force_[node][i].share * version.return_probability;
    begun_[node][i] += begin;
    present_[node] += begin;
    for (std::size_t w = 0; w < ways.timed.size(); ++w) {
      const std::vector<double>& lasts = (*version.lattice)[w];
      if (lasts.empty() || lasts[0] == 0) continue;
      leave(ways.timed[w], begin * lasts[0]);
      present_[node] -= begin * lasts[0];
    }
  }
}

/// So many go the ways that follow a stay.
void Passage::leave(std::uint32_t stay, double number) {
  if (number == 0) return;
  const Stay& one = grid_.model.stays[stay];
  const Choice& choice = one.choice;
  for (std::uint32_t k = 0; k < choice.edges; ++k) {
    const double going = choice.edges == 1 ? number : number * share_of_edge(choice, grid_.ways[one.node], one.node, k);
    (*flows_)[choice.first_edge + k][row_] += going;
    inflow_[grid_.model.edges[choice.first_edge + k].to] += going;
  }
}

double Passage::share_of_edge(const Choice& choice, const NodeWays& ways, std::uint32_t node, std::uint32_t k) const {
  double share = 0;
  for (const Share& part : in_force_[node]) {
    const double* cuts = &ways.versions[part.version].cuts[choice.first_cut - ways.first_cut];
    const double below = k + 1 < choice.edges ? share_below(choice, cuts[k]) : 1;
    share += part.share * (below - (k > 0 ? share_below(choice, cuts[k - 1]) : 0));
  }
  return share;
}

/// Chance that what decides, a draw or an attribute, is below a cut. An age goes on: in one step it covers a range.
double Passage::share_below(const Choice& choice, double cut) const {
  if (choice.by == Choice::By::draw) return cut;
  if (static_cast<std::int32_t>(choice.attribute) != grid_.model.age_attribute) return attributes_[choice.attribute] < cut ? 1 : 0;
  const double steps = static_cast<double>(now_), high = age_ + (steps + 0.5) * grid_.step;
  const double low = now_ == 0 ? age_ : age_ + (steps - 0.5) * grid_.step;
  return std::clamp((cut * days_per_year - low) / (high - low), 0.0, 1.0);
}

/// Stays that began in this step and go on, over the steps in which they will end.
void Passage::lay_out(std::uint32_t node) {
  const NodeWays& ways = grid_.ways[node];
  for (std::size_t i = 0; i < begun_[node].size(); ++i) {
    const double number = begun_[node][i];
    if (number == 0) continue;
    const Lattice& lattice = *ways.versions[in_force_[node][i].version].lattice;
    for (std::size_t w = 0; w < ways.timed.size(); ++w) {
      const std::vector<double>& lasts = lattice[w];
      double* const due = due_[ways.timed[w]].data() + now_;
      const std::size_t until = std::min(lasts.size(), cells_ - now_);
      for (std::size_t k = 1; k < until; ++k) due[k] += number * lasts[k];
    }
  }
}

}  // namespace headwater
