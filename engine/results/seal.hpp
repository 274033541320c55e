// A checksum of the whole file, in 48 bytes after its end: "HWSEAL01", the length before them (8 bytes,
// little-endian) and the SHA-256 of what is before them.
//
// HDF5 leaves parts of a file without checksums (texts, references, what is unused), and a flipped bit there
// can make the library loop or crash. Damage must be noticed before HDF5 sees it. Readers of HDF5 ignore what
// follows the end of a file; a tool that changes the file cuts the seal off, and so gives itself away.
#pragma once

#include <string>

namespace headwater {

/// Appends the seal. False when the file cannot be read or written; `errno` says why.
bool seal(const std::string& path);

/// Whether the file has a seal; false when it cannot be opened. Throws `DamagedResults` when it has one and is not
/// what was sealed, and `ResultsError` when it is no ordinary file. Reads it all.
bool check_seal(const std::string& path);

}  // namespace headwater
