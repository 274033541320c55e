#include "results/journal.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "results/results_error.hpp"

namespace headwater {
namespace {

constexpr std::string_view magic = "HWJRNL02";
constexpr std::size_t header_size = 8 + 32;
constexpr std::size_t record_start = 4 + 4 + 8;  // task, length
constexpr std::size_t checksum_size = 8;

[[noreturn]] void fail(const std::string& path, const std::string& doing) {
  throw_with_reason(path + ": cannot " + doing + " the journal");
}

std::string checksum(std::string_view head, std::string_view payload) {
  Sha256 hash;
  hash.add(head);
  hash.add(payload);
  const Digest digest = hash.digest();
  return {digest.begin(), digest.begin() + checksum_size};
}

std::string head_of(Task task, std::uint64_t length) {
  std::string head(record_start, '\0');
  std::memcpy(head.data(), &task.variant, 4);
  std::memcpy(head.data() + 4, &task.replication, 4);
  std::memcpy(head.data() + 8, &length, 8);
  return head;
}

bool write_all(int file, std::string_view bytes, std::uint64_t offset) {
  while (!bytes.empty()) {
    const ssize_t written = pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
  return true;
}

/// Fewer bytes than asked for when the file ends before.
std::string read_at(int file, std::uint64_t offset, std::size_t count, const std::string& path) {
  std::string bytes(count, '\0');
  std::size_t have = 0;
  while (have < count) {
    const ssize_t got = pread(file, bytes.data() + have, count - have, static_cast<off_t>(offset + have));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail(path, "read");
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  bytes.resize(have);
  return bytes;
}

}  // namespace

Journal::Journal(std::string path, const Digest& fingerprint, Left left) : path_(std::move(path)) {
  open_and_lock(left);
  const bool fresh = file_size() == 0;
  try {
    if (left == Left::refuse && file_size() > header_size)
      throw ResultsError(path_ + ": an interrupted run left this journal; --resume carries on from it, --force starts anew");
    if ((left == Left::refuse || left == Left::begin_anew) && ftruncate(file_, 0) != 0) fail(path_, "empty");
    read_header(fingerprint);
    read_index(left);
  } catch (...) {
    if (fresh && left != Left::only_read) unlink(path_.c_str());
    close(file_);
    throw;
  }
}

Journal::~Journal() {
  if (file_ >= 0) close(file_);
}

void Journal::open_and_lock(Left left) {
  const bool only_read = left == Left::only_read;
  for (;;) {
    file_ = only_read ? open(path_.c_str(), O_RDONLY | O_CLOEXEC) : open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (file_ < 0) fail(path_, "open");
    if (flock(file_, (only_read ? LOCK_SH : LOCK_EX) | LOCK_NB) != 0) {
      const bool held = errno == EWOULDBLOCK;
      close(file_);
      if (held && only_read) throw ResultsError(path_ + ": another process is still writing this journal; wait until it ends");
      if (held)
        throw ResultsError(
            path_ +
            ": another process is writing this journal; wait until it ends, or choose another results file");
      fail(path_, "lock");
    }
    // The one who held the lock before may have finished and deleted the file in between.
    struct stat opened {
    }, named{};
    if (fstat(file_, &opened) == 0 && stat(path_.c_str(), &named) == 0 && opened.st_ino == named.st_ino &&
        opened.st_dev == named.st_dev) {
      return;
    }
    close(file_);
  }
}

void Journal::read_header(const Digest& fingerprint) {
  const std::string expected = std::string(magic) + std::string(fingerprint.begin(), fingerprint.end());
  const std::string found = read_at(file_, 0, header_size, path_);
  if (std::string_view(expected).substr(0, found.size()) == found) {
    if (found.size() < header_size) {  // new, or killed while its first bytes were written
      if (!write_all(file_, expected, 0)) fail(path_, "write");
    }
    return;
  }
  const std::size_t kind = magic.size() - 2;  // the last two are the format
  if (std::string_view(found).substr(0, kind) != magic.substr(0, std::min(kind, found.size()))) {
    throw ResultsError(path_ + ": not a Headwater journal; move it away, or choose another results file");
  }
  throw ResultsError(path_ +
                     ": this journal belongs to another model, scenario, seed or version of the program; "
                     "delete it to begin anew, or choose another results file");
}

void Journal::read_index(Left left) {
  const std::uint64_t size = file_size();
  end_ = header_size;
  for (;;) {
    const std::string head = read_at(file_, end_, record_start, path_);
    if (head.size() < record_start) break;
    Task task;
    Record record{end_, 0};
    std::memcpy(&task.variant, head.data(), 4);
    std::memcpy(&task.replication, head.data() + 4, 4);
    std::memcpy(&record.length, head.data() + 8, 8);
    const std::uint64_t rest = size - end_ - record_start;
    if (rest < checksum_size || record.length > rest - checksum_size) break;
    if (read_checked(record).empty()) break;
    records_.emplace(task, record);
    end_ += record_start + record.length + checksum_size;
  }
  dropped_ = size - end_;
  if (dropped_ > 0 && left != Left::only_read && ftruncate(file_, static_cast<off_t>(end_)) != 0) fail(path_, "shorten");
}

/// The record's bytes up to its checksum, or nothing when they do not agree with it.
std::string Journal::read_checked(const Record& record) const {
  std::string bytes = read_at(file_, record.offset, record_start + record.length + checksum_size, path_);
  if (bytes.size() < record_start + record.length + checksum_size) return {};
  const std::string_view all = bytes;
  const std::string_view payload = all.substr(record_start, record.length);
  if (checksum(all.substr(0, record_start), payload) != all.substr(record_start + record.length)) return {};
  bytes.resize(record_start + record.length);
  return bytes;
}

std::uint64_t Journal::file_size() const {
  struct stat status {};
  if (fstat(file_, &status) != 0) fail(path_, "read");
  return static_cast<std::uint64_t>(status.st_size);
}

void Journal::append(Task task, std::string_view payload) {
  const std::string head = head_of(task, payload.size());
  const std::string check = checksum(head, payload);
  if (!write_all(file_, head, end_) || !write_all(file_, payload, end_ + head.size()) ||
      !write_all(file_, check, end_ + head.size() + payload.size())) {
    const int reason = errno;
    if (ftruncate(file_, static_cast<off_t>(end_)) == 0) errno = reason;
    fail(path_, "write");
  }
  records_.emplace(task, Record{end_, payload.size()});
  end_ += head.size() + payload.size() + check.size();
}

std::string Journal::read(Task task) const {
  const std::string bytes = read_checked(records_.at(task));
  if (bytes.empty()) {
    throw ResultsError(path_ + ": the record of replication " + std::to_string(task.replication) +
                       " has been damaged since it was written; run again to repeat it");
  }
  return bytes.substr(record_start);
}

Digest Journal::fingerprint_of(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) throw ResultsError(path + ": there is no such file, or it cannot be read");
  const std::string found = read_at(file, 0, header_size, path);
  close(file);
  if (found.size() < header_size || std::string_view(found).substr(0, magic.size()) != magic)
    throw ResultsError(path + ": not a journal of this version of Headwater");
  Digest digest;
  std::copy(found.begin() + static_cast<std::ptrdiff_t>(magic.size()), found.end(), digest.begin());
  return digest;
}

void Journal::remove() {
  if (unlink(path_.c_str()) != 0) fail(path_, "delete");
  close(file_);
  file_ = -1;
}

}  // namespace headwater
