// A group of entities on its way through the model, step by step, in expected numbers.
//
// Time is cut into steps; what moves within a step is spread evenly over it. The renewal equations of a semi-Markov process,
//   entries(i, t) = arrivals(i, t) + sum over tiers j and ways w of  integral entries(j, s) f_jw(t - s) p_jwi(t) ds,
// become sums over steps: those who begin a stay are laid out at once over the steps in which it will end. Laws are those of
// the step in which the stay begins, ways out those of the step in which it ends; where a date lies within a step, both
// versions count for their share of it. Stays shorter than a step may end in the step in which they begin, so that within a
// step numbers go round until nothing is left to move.
//
// What depends on age acts on all who are there: a share of those in the tier leaves, half of the step's other exits before
// and half after. A birthday that lies part of the way into a step is that of two neighbouring steps, in proportion.
//
// Source of the equations: Cinlar, Introduction to Stochastic Processes (1975), chapter 10; the discretisation is our own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "expected/ways.hpp"

namespace headwater {

/// Numbers that go along each edge in each step: [edge][step].
using Flows = std::vector<std::vector<double>>;

/// What the grid is, shared by all passages.
struct TimeGrid {
  const Model& model;
  const std::vector<NodeWays>& ways;
  double step;        ///< days
  std::size_t cells;  ///< steps until the horizon
};

class Passage {
 public:
  /// Its step 0 is step `origin` of the simulation; it lasts until the horizon. `attributes` are those of the entities.
  Passage(const TimeGrid& grid, std::size_t origin, std::vector<double> attributes);

  /// Ages matter from now on: this is the age (days) on arrival, which was in its step 0. The steps until now must have been
  /// before any birthday. Numbers are multiplied by `share` of those who were there.
  void be_of_age(double age_days, double share);

  /// One step: `arriving` come by `edge`. Adds the moves of step n to flows[edge][n + shift].
  void advance(double arriving, std::uint32_t edge, Flows& flows, std::size_t shift);

  std::size_t now() const { return now_; }
  std::size_t cells() const { return cells_; }
  /// Nobody is left, or a share of those who came that rounding can make.
  bool is_over() const;

 private:
  struct Share {
    std::uint32_t version;
    double share;
  };
  struct Leaving {
    std::uint32_t stay;
    double share;
  };

  void find_versions();
  double leavers_by_age(std::uint32_t node, bool entering);
  void end_stays(std::uint32_t node);
  void enter(std::uint32_t node, double number);
  void leave(std::uint32_t stay, double number);
  double share_of_edge(const Choice& choice, const NodeWays& ways, std::uint32_t node, std::uint32_t k) const;
  double share_below(const Choice& choice, double cut) const;
  void lay_out(std::uint32_t node);

  const TimeGrid& grid_;
  std::size_t origin_, cells_, now_ = 0;
  std::vector<double> attributes_;
  double age_ = std::numeric_limits<double>::quiet_NaN();  ///< on arrival, days
  double came_ = 0;
  std::vector<std::vector<double>> due_;     ///< [stay][step]: who will leave then by it
  std::vector<double> present_;              ///< by node
  std::vector<std::vector<Share>> in_force_; ///< by node, this step
  std::vector<std::vector<double>> begun_;   ///< [node][of in_force_]: stays begun in this step that did not end in it
  std::vector<double> inflow_;               ///< by node, not yet dealt with
  std::vector<Leaving> leaving_;
  Flows* flows_ = nullptr;
  std::size_t row_ = 0;
};

}  // namespace headwater
