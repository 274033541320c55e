// A checksum of the whole file, in 48 bytes after its end: "HWSEAL01", the length before them (8 bytes,
// little-endian) and the SHA-256 of what is before them.
//
// HDF5 leaves parts of a file without checksums (texts, references, what is unused), and a flipped bit there
// can make the library loop or crash. Damage must be noticed before HDF5 sees it. Readers of HDF5 ignore what
// follows the end of a file; a tool that changes the file cuts the seal off, and then there is none to check.
#pragma once

#include <string>

namespace headwater {

/// Appends the seal. Throws `ResultsError`.
void seal(const std::string& path);

/// Throws `DamagedResults` when the file has a seal and is not what was sealed, or cannot be read. Reads it
/// all.
void check_seal(const std::string& path);

}  // namespace headwater
