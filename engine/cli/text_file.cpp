#include "cli/text_file.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "cli/options.hpp"
#include "results/results_error.hpp"

namespace headwater {

void require_free(const std::string& path, const std::vector<std::string>& others, bool force) {
  namespace fs = std::filesystem;
  std::error_code none;
  for (const std::string& other : others)
    if (path == other || fs::equivalent(path, other, none)) throw UsageError(path + ": it would take the place of a file that the command reads or writes");
  if (fs::exists(path, none) && !fs::is_regular_file(path, none)) throw UsageError(path + ": is not an ordinary file, so nothing is written there");
  if (fs::exists(path, none) && !force) throw UsageError(path + ": exists already; --force replaces it");
  const fs::path folder = fs::path(path).parent_path();
  if (!folder.empty() && !fs::is_directory(folder, none)) throw UsageError(path + ": cannot be written, there is no folder '" + folder.string() + "'");
}

void write_text_file(const std::string& path, const std::function<void(std::ostream&)>& write) {
  const std::string partial = path + ".partial";
  std::ofstream file(partial, std::ios::binary);
  write(file);
  file.close();
  if (!file || std::rename(partial.c_str(), path.c_str()) != 0) {
    std::remove(partial.c_str());
    throw FailedWrite(path + ": cannot be written");
  }
}

}  // namespace headwater
