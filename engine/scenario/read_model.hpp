// A tree, read as a model: every key checked against the table, every value converted.
#pragma once

#include "scenario/description.hpp"
#include "scenario/section.hpp"

namespace headwater {

/// Reads a whole model, its dated changes left out. Faults go to `diagnostics`; what could not be read is left at its default.
Description read_model(const Value& root, Diagnostics& diagnostics);

// One element each; `name` is the key it stands under. Used for the model as it begins and for what it becomes on a date.
ResourceSpec read_resource(const Value::Key& name, const Value& map, Diagnostics& diagnostics);
ExitSpec read_exit(const Value::Key& name, const Value& map, Diagnostics& diagnostics);

}  // namespace headwater
