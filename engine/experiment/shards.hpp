// An experiment in parts: where a part lies, and all parts together again.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "results/journal.hpp"

namespace headwater {

/// The part `number` (from 1) of `of` equal parts of an experiment.
struct Shard {
  std::uint32_t number = 1;
  std::uint32_t of = 0;  ///< 0: all in one piece
  bool is_part() const { return of > 0; }
  std::uint32_t step() const { return is_part() ? of : 1; }  ///< from one of its replications or points to the next
};

/// Where the journal of a results file, or of a shard of it, lies.
std::string journal_path(const std::string& output, Shard shard = {});

/// The journals that the shards of one experiment have left, opened for reading only. The plan that all of them hold lies under
/// the task `plan`.
class Shards {
 public:
  /// Keeps others from writing the same results file: a run, a sweep and a merge of one output hold one lock. Throws
  /// `ResultsError` when another process holds it, or an interrupted run has left its journal.
  class Writing {
   public:
    explicit Writing(const std::string& output) : journal_(journal_path(output), {}, Journal::Left::refuse) {}
    ~Writing();
    Writing(const Writing&) = delete;
    Writing& operator=(const Writing&) = delete;

   private:
    Journal journal_;
  };

  /// Throws `ResultsError` when one is missing, is still being written, is no shard, is `output` itself, or belongs to
  /// another experiment than the first.
  Shards(const std::vector<std::string>& paths, Task plan, const std::string& output);

  const std::string& first_path() const { return paths_[0]; }
  const Digest& fingerprint() const { return fingerprint_; }
  std::string plan() const { return journals_[0].read(plan_); }

  /// Requires every task of `tasks` in exactly one shard; throws `ResultsError` naming what is missing (`what`: "replications",
  /// "design points", whose numbers `number` tells) or held twice.
  void require_all(const std::vector<Task>& tasks, const std::string& what, std::uint32_t Task::*number);

  std::string read(Task task) const { return journals_[where_.at(task)].read(task); }

 private:
  std::vector<std::string> paths_;
  Task plan_;
  Digest fingerprint_;
  std::deque<Journal> journals_;
  std::map<Task, std::size_t> where_;  ///< the number of the journal that has it
};

}  // namespace headwater
