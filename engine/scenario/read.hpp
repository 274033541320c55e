// From YAML to a checked description: the one door into this folder.
//
// A file is read in stages, each of which reports every fault it finds: the text is gated and parsed into a tree
// (text_gate.hpp, yaml_tree.hpp), scenarios are laid over the model they extend (overlay.hpp), every key and value is
// checked against the table of keys (check_shape.hpp), the tree is read into a description (read_model.hpp), and names
// and ways through the model are checked (names.hpp, check_reach.hpp). Nothing here throws on bad input, whatever it is,
// and time and memory are bounded.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "scenario/description.hpp"
#include "scenario/diagnostics.hpp"

namespace headwater {

/// What reading a model or scenario gave.
struct Reading {
  Diagnostics diagnostics;
  std::optional<Description> description;  ///< present when there are no errors

  /// No errors; there may be warnings, and features that this version does not simulate.
  bool ok() const { return description.has_value(); }
};

/// The text of a file, or why there is none.
struct FileText {
  std::optional<std::string> text;
  std::string error;  ///< such as "cannot be read: No such file or directory"; empty when there is a text
};

/// Gives the text of the file of that name. Names of extended files are worked out from the extending file's:
/// "scenarios/a.yaml" that extends "../models/m.yaml" asks for "models/m.yaml".
using FileReader = std::function<FileText(const std::string& name)>;

/// Reads the model or scenario at `path`, and every file that it extends. `Diagnostics::files` then holds them all,
/// this one first.
Reading read_file(const std::string& path);

/// Reads a model from memory; `name` stands for it in messages. What it extends is looked for on disk, as if the text
/// had been a file of that name.
Reading read_text(std::string text, std::string name);

/// Reads `name` and what it extends from wherever `lookup` finds them, such as the files inside a results file.
Reading read_with(const FileReader& lookup, const std::string& name);

}  // namespace headwater
