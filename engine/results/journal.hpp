// The journal: where finished replications wait until the results file is made from them.
//
// An open HDF5 file does not survive a kill, a journal does: it only grows, each record carries a checksum,
// and what a kill leaves half-written is dropped when the journal is next opened. Nothing is synced to disk
// record by record: what a crash of the machine loses is simulated again, to the same bits.
//
// File: "HWJRNL" and the format as two digits (8 bytes), the fingerprint (32), then records: task (4 and 4), length of
// the payload (8), payload, checksum (8: the first of SHA-256 over the rest of the record). Little-endian. What a payload
// says is the caller's business.
//
// One process writes a journal at a time (flock), and none while others read it. `append` and `has` need the caller's lock when threads share
// a journal; `read` of a record that was appended before may run beside them only under that lock too.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "results/sha256.hpp"

namespace headwater {

/// One piece of work of an experiment: a replication of one of its scenarios or design points.
struct Task {
  std::uint32_t variant = 0;
  std::uint32_t replication = 0;
  auto operator<=>(const Task&) const = default;
};

class Journal {
 public:
  /// What to do with a journal that an earlier run has left.
  enum class Left { refuse, carry_on, begin_anew, only_read };

  /// Opens the journal at `path`, or begins one. `fingerprint` is a digest of all that decides a
  /// replication's record: model, scenario, seed, format. Throws `ResultsError` when another process holds
  /// the journal, when one is left and that is not wanted, when it has another fingerprint, or when the file is
  /// no journal. Nothing is touched before the lock is held, and nothing at all when it is only to be read.
  Journal(std::string path, const Digest& fingerprint, Left left = Left::carry_on);
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  /// Adds what a finished task has left. Throws `FailedWrite` when the disk is full; the journal is then as it was
  /// before.
  void append(Task task, std::string_view payload);

  bool has(Task task) const { return records_.count(task) != 0; }
  std::size_t size() const { return records_.size(); }

  /// Bytes that were dropped on opening: a record that a kill cut short, or one that was damaged, and all
  /// after it.
  std::uint64_t dropped_bytes() const { return dropped_; }

  /// The payload of a task that the journal has.
  std::string read(Task task) const;

  /// The fingerprint of the journal at `path`. Throws `ResultsError` when there is none.
  static Digest fingerprint_of(const std::string& path);

  /// Deletes the file; for when the results file is complete. Nothing else may be called afterwards.
  void remove();

 private:
  struct Record {
    std::uint64_t offset;  ///< of the record's first byte
    std::uint64_t length;  ///< of its payload
  };

  void open_and_lock(Left left);
  void read_header(const Digest& fingerprint);
  void read_index(Left left);
  std::string read_checked(const Record& record) const;
  std::uint64_t file_size() const;

  std::string path_;
  int file_ = -1;
  std::map<Task, Record> records_;
  std::uint64_t end_ = 0;
  std::uint64_t dropped_ = 0;
};

}  // namespace headwater
