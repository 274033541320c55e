#include "cli/csv_folder.hpp"

#include <filesystem>

#include "cli/options.hpp"
#include "cli/text_file.hpp"
#include "results/results_error.hpp"

namespace headwater {

namespace {

namespace fs = std::filesystem;

/// Without a slash at its end.
fs::path bare(const std::string& folder) {
  const fs::path path = fs::path(folder).lexically_normal();
  return path.has_filename() ? path : path.parent_path();
}

void make_folder(const fs::path& folder) {
  std::error_code wrong;
  fs::create_directory(folder, wrong);
  if (!fs::is_directory(folder)) throw UsageError(folder.string() + ": cannot be made a folder (" + wrong.message() + ")");
}

}  // namespace

void require_free_folder(const std::string& folder, bool force) {
  std::error_code none;
  const fs::path path = bare(folder), parent = path.parent_path();
  if (path.empty()) throw UsageError("--csv needs the name of a folder");
  if (fs::exists(path, none)) {
    if (!fs::is_directory(path, none)) throw UsageError(folder + ": is not a folder, so no tables are written there");
    for (const std::string& name : csv_table_names())
      if (fs::is_directory(path / name, none)) throw UsageError((path / name).string() + ": is a folder where a table is to be written; move it, or name another folder");
    if (!force && !fs::is_empty(path, none)) throw UsageError(folder + ": holds files already; name another folder, or --force replaces the tables in it");
  } else if (!parent.empty() && !fs::is_directory(parent, none)) {
    throw UsageError(folder + ": cannot be made, there is no folder '" + parent.string() + "'");
  }
}

void write_csv_folder(const std::string& folder, const std::vector<CsvTable>& tables) {
  const fs::path path = bare(folder), partial = path.string() + ".partial";
  make_folder(partial);
  const auto clear = [&] {
    std::error_code none;
    for (const std::string& name : csv_table_names()) fs::remove(partial / name, none);
    fs::remove(partial, none);  // stays where it holds anything else
  };
  try {
    for (const CsvTable& table : tables) write_text_file((partial / table.file).string(), table.write);
    make_folder(path);
    std::vector<std::string> superfluous = csv_table_names();
    for (const CsvTable& table : tables) {
      fs::rename(partial / table.file, path / table.file);
      std::erase(superfluous, table.file);
    }
    for (const std::string& name : superfluous) fs::remove(path / name);
  } catch (const fs::filesystem_error& error) {
    clear();
    throw FailedWrite(folder + ": cannot be written (" + error.code().message() + ")");
  } catch (...) {
    clear();
    throw;
  }
  clear();
}

}  // namespace headwater
