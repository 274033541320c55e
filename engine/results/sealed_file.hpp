// A file that appears under its name complete and sealed, or not at all.
#pragma once

#include <functional>
#include <string>

namespace headwater {

/// Has `write` make the file under a temporary name beside `path`, which it is given, and answer the content hash; then seals
/// it, syncs it to disk and gives it its name. An existing file is replaced only with `force`. Returns the content hash.
/// Throws `ResultsError` and leaves nothing behind.
std::string write_sealed(const std::string& path, bool force, const std::function<std::string(const std::string&)>& write);

}  // namespace headwater
