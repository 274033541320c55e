#include "scenario/read.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "scenario/check_queues.hpp"
#include "scenario/check_references.hpp"
#include "scenario/dated_changes.hpp"
#include "scenario/emit.hpp"
#include "scenario/overlay.hpp"
#include "scenario/read_caseload.hpp"
#include "scenario/read_families.hpp"
#include "scenario/read_model.hpp"
#include "scenario/text_gate.hpp"
#include "scenario/yaml_tree.hpp"

namespace headwater {

namespace {

constexpr std::size_t most_bytes = 8u << 20;
constexpr std::size_t most_files = 32;

FileText from_disk(const std::string& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) return {std::nullopt, "there is no such file"};
  if (std::filesystem::is_directory(status)) return {std::nullopt, "this is a folder; a YAML file is wanted"};
  if (!std::filesystem::is_regular_file(status)) return {std::nullopt, "this is not an ordinary file"};
  std::ifstream file(path, std::ios::binary);
  if (!file) return {std::nullopt, "the file cannot be opened"};
  std::string text;
  char block[1 << 16];
  do {
    file.read(block, sizeof block);
    text.append(block, static_cast<std::size_t>(file.gcount()));
  } while (file && text.size() <= most_bytes);
  return {std::move(text), ""};
}

class Chain {
 public:
  Chain(const FileReader& files, Diagnostics& diagnostics) : files_(files), diagnostics_(diagnostics) {}

  /// The tree of `path` laid over what it extends; nothing when something in the chain cannot be read at all.
  std::optional<Value> read(const std::string& path, Place wanted_at) {
    const std::string canonical = std::filesystem::path(path).lexically_normal().string();
    if (std::find(open_.begin(), open_.end(), canonical) != open_.end()) {
      std::string circle;
      for (const std::string& name : open_) circle += "'" + name + "' extends ";
      diagnostics_.error(wanted_at, "'extends' goes round in a circle: " + circle + "'" + canonical + "'");
      return std::nullopt;
    }
    if (diagnostics_.files.size() >= most_files) {
      diagnostics_.error(wanted_at, "more than " + std::to_string(most_files) + " files extend each other");
      return std::nullopt;
    }
    FileText file = files_(path);
    if (!file.text) {
      if (wanted_at.file < 0) {
        diagnostics_.files.push_back({path, ""});
        diagnostics_.error({0, 0, 0}, file.reason);
      } else {
        diagnostics_.error(wanted_at, "'" + path + "' in 'extends': " + file.reason);
      }
      return std::nullopt;
    }
    return read_text(path, std::move(*file.text), canonical);
  }

  std::optional<Value> read_text(const std::string& name, std::string text, const std::string& canonical) {
    const int index = static_cast<int>(diagnostics_.files.size());
    diagnostics_.files.push_back({name, std::move(text)});
    if (!passes_gate(diagnostics_.files.back(), index, diagnostics_)) return std::nullopt;
    const std::string copy = diagnostics_.files.back().text;
    std::optional<Value> tree = read_tree(copy, index, diagnostics_);
    if (!tree) return std::nullopt;
    if (!tree->is_map()) {
      report(diagnostics_, *tree, "a model or scenario must be a map of keys");
      return std::nullopt;
    }
    const Value* extends = tree->find("extends");
    if (extends == nullptr) return tree;
    if (!extends->is_scalar() || extends->text.empty()) {
      report(diagnostics_, *extends, "'extends' must be the path of a model or scenario");
      return std::nullopt;
    }
    open_.push_back(canonical);
    const std::filesystem::path base = std::filesystem::path(name).parent_path() / extends->text;
    std::optional<Value> model = read(base.lexically_normal().string(), extends->place);
    open_.pop_back();
    if (model) overlay(*model, *tree, diagnostics_);
    return model;
  }

 private:
  const FileReader& files_;
  Diagnostics& diagnostics_;
  std::vector<std::string> open_;
};

/// Replications and seed as they are in force, so that the resolved model says them whoever chose them.
void put_run(Value& tree, const RunSpec& spec) {
  Value* run = tree.find("run");
  if (run == nullptr || !run->is_map()) {
    Value map;
    map.kind = Value::Kind::map;
    put(tree, {"run", {}}, map);
    run = tree.find("run");
  }
  for (const auto& [key, number] : {std::pair{"replications", std::to_string(spec.replications)}, std::pair{"seed", std::to_string(spec.seed)}}) {
    Value value;
    value.kind = Value::Kind::scalar;
    value.text = number;
    put(*run, {key, {}}, value);
  }
}

void check(std::optional<Value> tree, const FileReader& files, Reading& reading, const RunOverrides& overrides = {}) {
  if (!tree) return;
  Diagnostics& diagnostics = reading.diagnostics;
  if (const Value* sweeps = tree->find("sweeps"); sweeps != nullptr && tree->find("headwater") == nullptr)
    return report(diagnostics, *sweeps, "this is a sweep, neither a model nor a scenario: 'headwater sweep' reads and runs it");
  if (const Value* calibrates = tree->find("calibrates"); calibrates != nullptr && tree->find("headwater") == nullptr)
    return report(diagnostics, *calibrates, "this is a calibration, neither a model nor a scenario: 'headwater calibrate' reads and does it");
  const std::optional<std::size_t> table = read_caseload_table(*tree, files, diagnostics);
  Description description = read_model(*tree, diagnostics);
  check_references(description, *tree, diagnostics);
  check_families(description, *tree, diagnostics);
  read_changes(*tree, description, diagnostics);
  check_queues(description, *tree, diagnostics);
  check_caseload(description, diagnostics);
  if (diagnostics.has(Severity::error)) return;
  description.run.replications = overrides.replications.value_or(description.run.replications);
  description.run.seed = overrides.seed.value_or(description.run.seed);
  const RunSpec& run = description.run;
  if (!run.until.empty() && run.replications < run.at_least) {
    diagnostics.error(run.until[0].place, "with 'until' there must be at least 'at_least' replications (" + std::to_string(run.at_least) + "), and 'replications', the most that there may be, is " +
                                              std::to_string(run.replications));
    return;
  }
  put_run(*tree, run);
  if (description.caseload) merge_caseload(*tree, *description.caseload);
  // Its rows travel in the resolved model, those that are alike as one; the table, with what else is written there, does not.
  if (table) diagnostics.files[*table].text = "(a table of open cases: its rows are in the resolved model)\n";
  description.resolved = to_yaml(*tree);
  reading.description = std::move(description);
}

}  // namespace

Reading read_file(const std::string& path, const RunOverrides& overrides) {
  Reading reading;
  const FileReader files = from_disk;
  check(Chain(files, reading.diagnostics).read(path, {}), files, reading, overrides);
  return reading;
}

Reading read_file(const std::string& path, const FileReader& files) {
  Reading reading;
  check(Chain(files, reading.diagnostics).read(path, {}), files, reading);
  return reading;
}

Reading read_text(const std::string& text, const std::string& name) { return read_text(text, name, from_disk); }

Reading read_text(const std::string& text, const std::string& name, const FileReader& files, const RunOverrides& overrides) {
  Reading reading;
  check(Chain(files, reading.diagnostics).read_text(name, text, name), files, reading, overrides);
  return reading;
}

FileReader files_on_disk() { return from_disk; }

std::optional<Value> read_alone(const std::string& path, const FileReader& files, Diagnostics& diagnostics) {
  FileText file = files(path);
  diagnostics.files.push_back({path, file.text.value_or("")});
  if (!file.text) {
    diagnostics.error({0, 0, 0}, file.reason);
    return std::nullopt;
  }
  if (!passes_gate(diagnostics.files.back(), 0, diagnostics)) return std::nullopt;
  std::optional<Value> tree = read_tree(*file.text, 0, diagnostics);
  if (tree && !tree->is_map()) {
    report(diagnostics, *tree, "this must be a map of keys");
    return std::nullopt;
  }
  return tree;
}

}  // namespace headwater
