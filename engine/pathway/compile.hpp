// From a checked description to a compiled model.
#pragma once

#include "pathway/model.hpp"
#include "scenario/description.hpp"

namespace headwater {

/// Compiles a description that passed every check. A name that points nowhere, which the checks exclude, is a
/// `std::logic_error`. Cost: linear in the description, plus a millisecond or so per new shape of law.
Model compile(const Description& description);

}  // namespace headwater
