// What a file must be before anything tries to understand it.
#pragma once

#include "scenario/diagnostics.hpp"

namespace headwater {

/// True when the text is at most 8 MiB of valid UTF-8 without control characters other than tab and line ends
/// (LF or CR LF). Otherwise reports the first fault, with its line and column, in file `file` of
/// `diagnostics.files`. How deep and how long values may be is bounded where the text is read as YAML
/// (`yaml_tree.hpp`).
bool passes_gate(const SourceFile& source, int file, Diagnostics& diagnostics);

}  // namespace headwater
