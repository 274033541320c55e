// YAML text as a tree in which every value knows where it stands.
//
// A subset of YAML, on purpose: one document of maps, lists and scalars; anchors and aliases, but no tags, no merge
// keys, no keys that are not scalars. What could run away (depth, size once aliases are expanded) is bounded.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/diagnostics.hpp"

namespace headwater {

struct Value {
  enum class Kind { null, scalar, list, map };
  struct Key {
    std::string name;
    Place place;
  };

  Kind kind = Kind::null;
  std::string text;          ///< scalar: as written, without quotes
  bool quoted = false;       ///< scalar: written in quotes, or as a block
  Place place;               ///< where it is written
  Place alias;               ///< where the alias stands through which it came here; file -1 when it came through none
  std::vector<Key> keys;     ///< map: one per item
  std::vector<Value> items;  ///< list, map

  bool is_map() const { return kind == Kind::map; }
  bool is_list() const { return kind == Kind::list; }
  bool is_scalar() const { return kind == Kind::scalar; }

  /// The item of a map under `key`, or nullptr.
  const Value* find(std::string_view key) const;
  Value* find(std::string_view key);
};

/// Reads the text of file `file` of `diagnostics.files`. Faults go to `diagnostics`; nothing is returned when the text
/// is not YAML of this kind at all.
std::optional<Value> read_tree(const std::string& text, int file, Diagnostics& diagnostics);

}  // namespace headwater
