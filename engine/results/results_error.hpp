// What goes wrong with files of results: missing, damaged, of another kind, no space left.
#pragma once

#include <stdexcept>
#include <string>

namespace headwater {

/// The text is ready for the user and names the file: "results/base.h5: not a Headwater results file ...".
struct ResultsError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A results file whose bytes are not what they were, or not all of them.
struct DamagedResults : ResultsError {
  using ResultsError::ResultsError;
};

/// The machine failed, not the user: no space left, a disk that is broken.
struct FailedWrite : ResultsError {
  using ResultsError::ResultsError;
};

/// Throws "SENTENCE (REASON)" with the system's reason, that of `errno`: as `FailedWrite` when the disk is full or
/// broken, else as `ResultsError`.
[[noreturn]] void throw_with_reason(const std::string& sentence);

}  // namespace headwater
