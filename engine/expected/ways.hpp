// How stays end, on the grid: per tier and exit, and per time between dated changes, the chances of each length and of each
// way out. Made once for a model and a step; then constant.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "pathway/model.hpp"
#include "scenario/description.hpp"

namespace headwater {

/// Of each timed way (in the order of `NodeWays::timed`): the chance that it ends the stay after so many steps.
using Lattice = std::vector<std::vector<double>>;

/// What holds for a node from `from` (days since the simulation begins) until the next.
struct WaysInForce {
  double from = 0;
  std::shared_ptr<const Lattice> lattice;  ///< for stays that begin now
  std::vector<double> cuts;                ///< for choices that are made now: of all its stays, from the first cut of the first
  double return_probability = 1;           ///< exits: for those who come now
};

struct NodeWays {
  std::vector<std::uint32_t> timed;      ///< stays with a law of time; indices into Model::stays
  std::vector<std::uint32_t> birthdays;  ///< stays that end at an age, the youngest first
  std::vector<std::uint32_t> by_age;     ///< stays with hazards that change with age
  std::vector<Law> hazards;              ///< of `by_age`
  std::uint32_t first_cut = 0;           ///< index into Model::cuts of the first of `cuts`
  std::vector<WaysInForce> versions;     ///< by time; the first from the beginning
};

/// One per node. `step` in days; `cells` steps are looked at.
std::vector<NodeWays> ways_on_grid(const Description& description, const Model& model, double step, std::size_t cells);

}  // namespace headwater
