#include "results/results_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>

#include "results/results_error.hpp"
#include "results/results_writer.hpp"
#include "results/seal.hpp"
#include "results/sealed_file.hpp"

namespace headwater {
namespace {

std::string folder_of(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

[[noreturn]] void cannot_be(const std::string& path, const std::string& doing) {
  throw_with_reason(path + ": cannot be " + doing);
}

/// Waits until a file, or the list of files of a folder, is on the disk. False when it fails; `errno` says why.
bool sync(const std::string& path, int flags) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | flags);
  const bool synced = file >= 0 && fsync(file) == 0;
  const int reason = errno;
  if (file >= 0) close(file);
  errno = reason;
  return synced;
}

/// The file under its temporary name; deleted unless it was given its own.
class PartialFile {
 public:
  explicit PartialFile(const std::string& path) : path_(path), partial_(partial_path(path)) {}
  PartialFile(const PartialFile&) = delete;
  PartialFile& operator=(const PartialFile&) = delete;
  ~PartialFile() {
    if (!complete_) unlink(partial_.c_str());
  }
  const std::string& name() const { return partial_; }
  void complete(bool force) {
    if (!sync(partial_, 0)) cannot_be(path_, "synced to disk");
    if (force ? rename(partial_.c_str(), path_.c_str()) != 0 : !rename_to_free_name()) {
      if (errno == EEXIST) throw ResultsError(path_ + ": appeared while the run was under way; --resume --force replaces it");
      cannot_be(path_, "given its name");
    }
    complete_ = true;
    if (!sync(folder_of(path_), O_DIRECTORY)) cannot_be(path_, "synced to disk");
  }

 private:
  /// In one step with the look whether the name is free, so that no file of another program is lost. File systems that
  /// cannot rename so can link.
  bool rename_to_free_name() {
    if (renameat2(AT_FDCWD, partial_.c_str(), AT_FDCWD, path_.c_str(), RENAME_NOREPLACE) == 0) return true;
    if (errno != EINVAL && errno != ENOSYS) return false;
    return link(partial_.c_str(), path_.c_str()) == 0 && unlink(partial_.c_str()) == 0;
  }

  std::string path_, partial_;
  bool complete_ = false;
};

}  // namespace

std::string partial_path(const std::string& path) { return path + ".partial"; }

void require_writable(const std::string& path, bool force) {
  if (path.empty()) throw ResultsError("the results file needs a name");
  struct stat status {};
  if (stat(path.c_str(), &status) == 0) {
    if (S_ISDIR(status.st_mode)) throw ResultsError(path + ": is a folder, not a results file");
    if (!S_ISREG(status.st_mode)) throw ResultsError(path + ": is not an ordinary file, so it is not replaced");
    if (!force) throw ResultsError(path + ": exists already; --force replaces it");
  }
  const std::string folder = folder_of(path);
  if (stat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) {
    throw ResultsError(path + ": cannot be written, there is no folder '" + folder + "'");
  }
  if (access(folder.c_str(), W_OK | X_OK) != 0) cannot_be(path, "written");
}

std::string write_sealed(const std::string& path, bool force, const std::function<std::string(const std::string&)>& write) {
  require_writable(path, force);
  PartialFile partial(path);
  std::string hash;
  try {
    hash = write(partial.name());
  } catch (const Hdf5Error& error) {
    throw FailedWrite(path + ": " + error.what());
  }
  if (!seal(partial.name())) cannot_be(path, "sealed");
  partial.complete(force);
  return hash;
}

std::string write_results(const std::string& path, const Layout& layout, const RunFacts& facts,
                          const RecordSource& records, bool force) {
  return write_sealed(path, force, [&](const std::string& name) { return ResultsWriter(name, layout, facts).write(records); });
}

}  // namespace headwater
