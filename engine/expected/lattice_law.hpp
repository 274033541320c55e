// Laws of time on a grid of equal steps, for sums instead of draws.
//
// A length x that lies between k and k + 1 steps becomes k or k + 1 steps, with chances that keep its mean. For somebody
// whose stay begins at a moment spread evenly over a step, this is exactly the chance that it ends k steps further on; for
// the stays after it the error is of second order in the step.
//
// The chances come from the law's own sampler, read from its lowest word to its highest: the span of words is halved until
// each piece lies in one step and is so small that only its middle matters. So the result has the same bits on every
// machine, and every law that can be drawn can be summed, jumps and infinite lengths included.
#pragma once

#include <cstddef>
#include <vector>

#include "random/sampler.hpp"

namespace headwater {

/// Pieces of a law in order: `chance` of a length between `low` and `high`. Steps: `low` and `high` in grid steps.
struct LawPiece {
  double before;     ///< chance of an earlier piece
  double chance;
  double low, high;
};

/// The law cut up, lengths in steps of `step` (days). Of what is longer than `most` steps only the chance counts. Within a
/// piece that is no jump, chance times width is at most 2^-16, or the chance below 2^-32.
std::vector<LawPiece> pieces_of(const Sampler& sampler, double step, double most);

/// Race of independent laws: [law][k], the chance that it ends first, after k steps. Of equal lengths the first listed wins.
/// Lists are as long as they need to be, at most `most` + 2; what is longer is not in them.
std::vector<std::vector<double>> race_on_lattice(const std::vector<Sampler>& laws, double step, std::size_t most);

}  // namespace headwater
