// One parameter at a time: from a base point, each parameter is set low, then high, the others staying put.
//
// What comes out is drawn as a tornado. It says nothing of interactions, and nothing of what happens away from
// the base point (Saltelli and Annoni, "How to avoid a perfunctory sensitivity analysis", Environmental Modelling
// & Software 25, 2010, pp. 1508-1517); elementary effects (elementary_effects.hpp) do.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace headwater {

/// What one parameter does, in the unit of the output.
struct Swing {
  std::size_t parameter = 0;
  double at_low = 0, at_base = 0, at_high = 0;
  double size = 0;  ///< largest less smallest of the three: the length of the bar
};

/// Of one output, `values` at the base, and then with each parameter in turn low and high: largest size first, equal sizes in the order of
/// the parameters, and last those whose size is not known (a value is NaN).
std::vector<Swing> swings(std::span<const double> values);

}  // namespace headwater
