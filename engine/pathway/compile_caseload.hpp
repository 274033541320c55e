// Compiles the cases that are open when the simulation begins.
#pragma once

#include "pathway/compile_families.hpp"

namespace headwater {

/// Fills `model.caseload` and adds the source that its cases come from. To be called when all else has been compiled but
/// for dated changes.
void compile_caseload(const Description& description, const FamilyNames& names, Model& model);

}  // namespace headwater
