// Tables that a command writes beside its results: complete under their name, or not there.
#pragma once

#include <functional>
#include <ostream>
#include <string>
#include <vector>

namespace headwater {

/// Refuses, before any work is done, a name under which no table can be written: one of `others` (files that the command reads
/// or writes), a folder, a file that is there already (unless `force`), or a folder that does not exist. Throws `UsageError`.
void require_free(const std::string& path, const std::vector<std::string>& others, bool force);

/// Has `write` fill a file beside `path`, and gives it its name when it is complete. Throws `FailedWrite`.
void write_text_file(const std::string& path, const std::function<void(std::ostream&)>& write);

}  // namespace headwater
