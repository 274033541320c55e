// A scenario laid over the model it extends: what it removes, adds and sets, on the tree, so that every value keeps its place.
#pragma once

#include <string>

#include "scenario/section.hpp"
#include "scenario/yaml_tree.hpp"

namespace headwater {

/// Changes `model` as `scenario` says: remove, then add, then set; its title, about, run and report replace the model's key
/// by key; its dated changes are appended.
void overlay(Value& model, const Value& scenario, Diagnostics& diagnostics);

/// The value at a dotted path below `root`, or nullptr after a report at `key`, the path's place in the file.
Value* value_at(Value& root, const Value::Key& key, Diagnostics& diagnostics);

/// Puts `value` under `name` in `map`. `by_stem`: another spelling of the same key with another unit gives way; names that
/// users choose have no unit, whatever they end in.
void put(Value& map, const Value::Key& name, const Value& value, bool by_stem = true);

/// Whether the last step of a path is a name that the user chose (of a tier, an exit share, ...) and not a key.
bool ends_in_name(std::string_view path);

/// A path without the unit in which its last key is written.
std::string without_unit(std::string_view path);

}  // namespace headwater
