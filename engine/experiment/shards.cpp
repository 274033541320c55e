#include "experiment/shards.hpp"

#include <filesystem>

#include "results/results_error.hpp"

namespace headwater {

namespace {

bool same_file(const std::string& a, const std::string& b) {
  std::error_code none;
  return std::filesystem::equivalent(a, b, none);
}

std::string first_few(const std::set<std::uint32_t>& numbers) {
  std::string text;
  std::size_t count = 0;
  for (const std::uint32_t number : numbers) {
    if (++count > 12) return text + ", ...";
    text += (count > 1 ? ", " : "") + std::to_string(number);
  }
  return text;
}

}  // namespace

std::string journal_path(const std::string& output, Shard shard) {
  if (!shard.is_part()) return output + ".journal";
  return output + ".shard-" + std::to_string(shard.number) + "-of-" + std::to_string(shard.of);
}

Shards::Writing::~Writing() {
  try {
    journal_.remove();
  } catch (const ResultsError&) {
    // An empty journal may stay; the next who writes this file takes it over.
  }
}

Shards::Shards(const std::vector<std::string>& paths, Task plan, const std::string& output)
    : paths_(paths), plan_(plan), fingerprint_(Journal::fingerprint_of(paths.at(0))) {
  for (const std::string& path : paths) {
    if (same_file(path, output)) throw ResultsError(path + ": is a shard; the results need a name of their own");
    if (Journal::fingerprint_of(path) != fingerprint_)
      throw ResultsError(path + ": a shard of another experiment than " + paths[0] + " (another model, scenario, seed or version of the program)");
    journals_.emplace_back(path, fingerprint_, Journal::Left::only_read);
    if (!journals_.back().has(plan)) throw ResultsError(path + ": not a shard, but the journal of an interrupted run; the same command with --resume carries on");
  }
}

void Shards::require_all(const std::vector<Task>& tasks, const std::string& what, std::uint32_t Task::*number) {
  std::set<std::uint32_t> all, missing;
  for (const Task task : tasks) {
    all.insert(task.*number);
    for (std::size_t i = 0; i < journals_.size(); ++i) {
      if (!journals_[i].has(task)) continue;
      if (const auto [earlier, fresh] = where_.emplace(task, i); !fresh)
        throw ResultsError(paths_[i] + ": has " + what + " that " + paths_[earlier->second] + " has too; give every shard once");
    }
    if (where_.count(task) == 0) missing.insert(task.*number);
  }
  if (!missing.empty())
    throw ResultsError("the shards have not all been given, or are not complete: " + std::to_string(missing.size()) + " of " + std::to_string(all.size()) + " " + what + " are missing (" +
                       first_few(missing) + "). A shard that was stopped carries on with --resume");
}

}  // namespace headwater
