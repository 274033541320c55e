// What is wrong with a user's files, and where.
//
// A reader collects every fault it meets and reads on, so that one run of the checker names them all.
// Library code never prints these; `cli/` does, once.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace headwater {

/// A position in one of the files that were read. Line and column count from 1; 0 means "the file as a whole".
struct Place {
  int file = -1;  ///< index into `Diagnostics::files`; -1 when no file is concerned
  int line = 0;
  int column = 0;
};

enum class Severity {
  error,   ///< the model means nothing, or not one thing: nothing is simulated
  warning  ///< legal but odd
};

struct Diagnostic {
  Severity severity = Severity::error;
  Place place;
  std::string message;  ///< what was found and what would be right, in the words of the file; one line
};

/// A file that was read, as its user named it, with its text (kept for the line and caret, and for the results file).
struct SourceFile {
  std::string name;
  std::string text;
};

class Diagnostics {
 public:
  std::vector<SourceFile> files;

  void error(Place place, std::string message) { add(Severity::error, place, std::move(message)); }
  void warning(Place place, std::string message) { add(Severity::warning, place, std::move(message)); }

  const std::vector<Diagnostic>& all() const { return all_; }
  bool has(Severity severity) const;

  /// "file:line:column: message", or "file: message", for every diagnostic in order of file, line, column;
  /// warnings say "warning:" after the place. With `caret` the line of text and a caret follow. Of more than `most`,
  /// errors come before what is less; a last line counts those that are left out.
  std::string text(bool caret = false, std::size_t most = static_cast<std::size_t>(-1)) const;

 private:
  void add(Severity severity, Place place, std::string message);
  std::vector<Diagnostic> all_;
};

/// The name in `known` that is nearest to `found` (at most a third of its letters changed), or "".
std::string nearest_name(std::string_view found, const std::vector<std::string>& known);

}  // namespace headwater
