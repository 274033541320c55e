// Reads `timescales` of a model.
#pragma once

#include <vector>

#include "scenario/description.hpp"
#include "scenario/section.hpp"

namespace headwater {

/// `of`: the model so far, with its tiers and exits. Reports what is wrong.
std::vector<TimescaleSpec> read_timescales(Section& model, const Description& of, Diagnostics& diagnostics);

}  // namespace headwater
