// From files to a checked description: the one way in.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "scenario/description.hpp"
#include "scenario/diagnostics.hpp"
#include "scenario/yaml_tree.hpp"

namespace headwater {

struct Reading {
  Diagnostics diagnostics;                 ///< with every file that was read, the first named first
  std::optional<Description> description;  ///< absent when there are errors

  /// No errors; the description is complete.
  bool ok() const { return description.has_value(); }
};

/// Answers the text of a file, or nothing and a reason.
struct FileText {
  std::optional<std::string> text;
  std::string reason;
};
using FileReader = std::function<FileText(const std::string& path)>;

/// What a command line says of the run, instead of the files.
struct RunOverrides {
  std::optional<std::int64_t> replications;
  std::optional<std::uint64_t> seed;
};

/// Reads a model or a scenario with all that it extends. Reports every error of every file at once.
Reading read_file(const std::string& path, const RunOverrides& overrides = {});

/// The same with another source of files, such as those that travel inside a results file.
Reading read_file(const std::string& path, const FileReader& files);

/// Reads a model from memory; `name` stands for the file in messages. A path that it extends is taken from the
/// working folder.
Reading read_text(const std::string& text, const std::string& name);

/// The same with another source of the files that it extends.
Reading read_text(const std::string& text, const std::string& name, const FileReader& files, const RunOverrides& overrides = {});

/// Files as they lie on the disk, of at most 8 MiB each.
FileReader files_on_disk();

/// Reads one file as a tree, gated, extending nothing. Nothing, and reports, when it is no YAML of this kind.
std::optional<Value> read_alone(const std::string& path, const FileReader& files, Diagnostics& diagnostics);

}  // namespace headwater
