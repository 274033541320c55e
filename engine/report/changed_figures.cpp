#include "report/changed_figures.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "scenario/emit.hpp"
#include "scenario/read.hpp"
#include "scenario/yaml_tree.hpp"

namespace headwater {

namespace {

/// The words after the '#' of a comment, or "".
std::string remark_in(const std::string& line, bool whole_line) {
  std::size_t at = whole_line ? line.find_first_not_of(' ') : line.find(" #");
  if (at == std::string::npos) return "";
  if (!whole_line) ++at;
  if (line[at] != '#') return "";
  const std::size_t text = line.find_first_not_of("# -", at);
  return text == std::string::npos ? "" : line.substr(text);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

/// What stands beside a value, or else in the comment lines right above it.
std::string remark_at(const SourceFile& file, int line) {
  const std::vector<std::string> lines = lines_of(file.text);
  if (line < 1 || static_cast<std::size_t>(line) > lines.size()) return "";
  std::size_t at = static_cast<std::size_t>(line) - 1;
  if (std::string beside = remark_in(lines[at], false); !beside.empty()) return beside;
  std::string above;
  while (at > 0) {
    const std::string one = remark_in(lines[--at], true);
    if (one.empty()) break;
    above = one + (above.empty() ? "" : " " + above);
  }
  return above;
}

/// Every value below a tree that is not a map, under its dotted path.
void gather(const Value& value, const std::string& path, std::vector<std::pair<std::string, const Value*>>& all) {
  if (!value.is_map() || value.items.empty()) {
    all.emplace_back(path, &value);
    return;
  }
  for (std::size_t i = 0; i < value.items.size(); ++i) {
    if (path.empty() && (value.keys[i].name == "title" || value.keys[i].name == "about" || value.keys[i].name == "run" || value.keys[i].name == "changes" || value.keys[i].name == "report")) continue;
    gather(value.items[i], path.empty() ? value.keys[i].name : path + "." + value.keys[i].name, all);
  }
}

std::string written(const Value& value) {
  if (value.is_scalar()) return value.text;
  if (value.is_list()) {
    std::string list;
    for (const Value& item : value.items) list += (list.empty() ? "" : ", ") + written(item);
    return "[" + list + "]";
  }
  std::string map;
  for (std::size_t i = 0; i < value.items.size(); ++i) map += (map.empty() ? "" : ", ") + value.keys[i].name + ": " + written(value.items[i]);
  return value.is_map() ? "{" + map + "}" : "";
}

using Leaves = std::vector<std::pair<std::string, const Value*>>;

const Value* leaf(const Leaves& leaves, const std::string& path) {
  const auto at = std::find_if(leaves.begin(), leaves.end(), [&](const auto& one) { return one.first == path; });
  return at == leaves.end() ? nullptr : at->second;
}

/// A file as a tree, with where it says each path: in its own elements, under `set`, `add`, and in dated changes.
struct Searched {
  const SourceFile* file;
  Value tree;
  Leaves said;
};

std::vector<Searched> search(const std::vector<SourceFile>& inputs) {
  std::vector<Searched> all;
  all.reserve(inputs.size());
  for (const SourceFile& input : inputs) {
    Diagnostics ignored;
    ignored.files.push_back(input);
    std::optional<Value> tree = read_tree(input.text, 0, ignored);
    if (!tree) continue;
    all.push_back({&input, std::move(*tree), {}});
  }
  for (Searched& one : all) {
    gather(one.tree, "", one.said);
    const auto assignments = [&](const Value* set) {
      if (set == nullptr || !set->is_map()) return;
      for (std::size_t i = 0; i < set->items.size(); ++i) gather(set->items[i], set->keys[i].name, one.said);
    };
    assignments(one.tree.find("set"));
    if (const Value* add = one.tree.find("add")) gather(*add, "", one.said);
    if (const Value* changes = one.tree.find("changes"); changes != nullptr && changes->is_list())
      for (const Value& change : changes->items) assignments(change.find("set"));
  }
  return all;
}

/// Looks for the nearest `source` above a figure, when nothing is said beside its old value. That of a larger part of the model is not of
/// this figure alone, and says of what it is.
void look_for_source(ChangedFigure& figure, const Value& model) {
  if (figure.before.empty() || figure.path == "source" || figure.path.ends_with(".source")) return;
  const Value* at = &model;
  std::string source;
  std::size_t of = 0;  // so much of the path leads to what the source is of
  for (std::size_t begin = 0; at != nullptr && at->is_map() && begin < figure.path.size();) {
    if (const Value* found = at->find("source"); found != nullptr && found->is_scalar()) {
      source = found->text;
      of = begin;
    }
    const std::size_t end = std::min(figure.path.find('.', begin), figure.path.size());
    at = at->find(figure.path.substr(begin, end - begin));
    begin = end + 1;
  }
  if (source.empty()) return;
  if (figure.path.find('.', of) == std::string::npos) {
    figure.said_before = source;
    return;
  }
  if (!figure.said.empty()) figure.said += figure.said.ends_with('.') ? " " : ". ";
  figure.said += "Of " + (of == 0 ? "the model" : figure.path.substr(0, of - 1)) + " as a whole: " + source;
}

/// Fills in where the new value is written, and what is said beside it and beside the old one.
void look_up(ChangedFigure& figure, const std::vector<Searched>& files, const Value& model) {
  for (const Searched& one : files) {
    for (const auto& [path, value] : one.said) {
      if (path != figure.path) continue;
      const std::string text = written(*value);
      if (text == figure.after && figure.place.empty()) {
        figure.place = one.file->name.substr(one.file->name.rfind('/') + 1) + ":" + std::to_string(value->place.line);
        figure.said = remark_at(*one.file, value->place.line);
      } else if (text == figure.before && figure.said_before.empty()) {
        figure.said_before = remark_at(*one.file, value->place.line);
      }
    }
  }
  if (figure.said_before.empty()) look_for_source(figure, model);
}

std::string ramp_of(const Value& change) {
  for (std::size_t i = 0; i < change.items.size(); ++i)
    if (change.keys[i].name.starts_with("over_")) return change.items[i].text + " " + change.keys[i].name.substr(5);
  return "";
}

/// One figure that changes on a date.
struct DatedFigure {
  std::string path, value, from, over;
};

std::vector<DatedFigure> dated(const Value& model) {
  std::vector<DatedFigure> all;
  const Value* changes = model.find("changes");
  if (changes == nullptr || !changes->is_list()) return all;
  for (const Value& change : changes->items) {
    const Value* set = change.find("set");
    const Value* from = change.find("from");
    if (set == nullptr || from == nullptr || !set->is_map()) continue;
    for (std::size_t i = 0; i < set->items.size(); ++i) all.push_back({set->keys[i].name, written(set->items[i]), from->text, ramp_of(change)});
  }
  return all;
}

/// The change of the same figure on the same day; a model has one at most.
const DatedFigure* same_day(const std::vector<DatedFigure>& all, const DatedFigure& as) {
  const auto at = std::find_if(all.begin(), all.end(), [&](const DatedFigure& one) { return one.path == as.path && one.from == as.from; });
  return at == all.end() ? nullptr : &*at;
}

/// Dated changes that one model has and the other has not, or has to another value or over another time.
void compare_dated(const Value& before, const Value& after, const Leaves& after_leaves, std::vector<ChangedFigure>& figures) {
  const std::vector<DatedFigure> old_changes = dated(before), new_changes = dated(after);
  std::map<std::string, std::string> in_force;
  for (const DatedFigure& one : new_changes) {
    const Value* base = leaf(after_leaves, one.path);
    const auto already = in_force.find(one.path);
    std::string old_text = already != in_force.end() ? already->second : base != nullptr ? written(*base) : "";
    in_force[one.path] = one.value;
    if (const DatedFigure* old = same_day(old_changes, one)) {
      if (old->value == one.value && old->over == one.over) continue;
      old_text = old->value;
      if (old->over != one.over) old_text += old->over.empty() ? ", at once" : ", over " + old->over;
    }
    figures.push_back({one.path, old_text, one.value, one.from, one.over, "", "", ""});
  }
  for (const DatedFigure& one : old_changes)
    if (same_day(new_changes, one) == nullptr) figures.push_back({one.path, one.value, "not changed", one.from, one.over, "", "", ""});
}

}  // namespace

std::vector<ChangedFigure> changed_figures(const std::string& before, const std::string& after, const std::vector<SourceFile>& inputs) {
  Diagnostics ignored;
  const std::optional<Value> old_model = read_tree(before, 0, ignored), new_model = read_tree(after, 0, ignored);
  std::vector<ChangedFigure> figures;
  if (!old_model || !new_model) return figures;
  Leaves old_leaves, new_leaves;
  gather(*old_model, "", old_leaves);
  gather(*new_model, "", new_leaves);
  std::map<std::string, const Value*> old_by_path(old_leaves.begin(), old_leaves.end()), new_by_path(new_leaves.begin(), new_leaves.end());
  for (const auto& [path, value] : new_leaves) {
    const auto old = old_by_path.find(path);
    const std::string text = written(*value), old_text = old == old_by_path.end() ? "" : written(*old->second);
    if (text != old_text) figures.push_back({path, old_text, text, "", "", "", "", ""});
  }
  for (const auto& [path, value] : old_leaves)
    if (!new_by_path.contains(path)) figures.push_back({path, written(*value), "", "", "", "", "", ""});
  compare_dated(*old_model, *new_model, new_leaves, figures);
  const std::vector<Searched> files = search(inputs);
  for (ChangedFigure& figure : figures) look_up(figure, files, *old_model);
  return figures;
}

std::vector<std::pair<std::string, std::string>> all_figures(const std::string& resolved) {
  Diagnostics ignored;
  const std::optional<Value> model = read_tree(resolved, 0, ignored);
  std::vector<std::pair<std::string, std::string>> figures;
  if (!model) return figures;
  Leaves leaves;
  gather(*model, "", leaves);
  for (const auto& [path, value] : leaves) figures.emplace_back(path, written(*value));
  for (const DatedFigure& one : dated(*model)) figures.emplace_back(one.path + " from " + one.from + (one.over.empty() ? "" : ", over " + one.over), one.value);
  return figures;
}

std::string extended_model(const std::vector<SourceFile>& inputs) {
  const auto text_of = [&](const std::string& path) -> FileText {
    for (const SourceFile& input : inputs)
      if (input.name == path) return {input.text, ""};
    return {std::nullopt, "it is not in the results file"};
  };
  if (inputs.size() < 2) return "";
  for (const SourceFile& input : inputs) {
    Diagnostics ignored;
    ignored.files.push_back(input);
    const std::optional<Value> tree = read_tree(input.text, 0, ignored);
    if (!tree || tree->find("extends") != nullptr) continue;
    const Reading reading = read_file(input.name, text_of);
    return reading.ok() ? reading.description->resolved : "";
  }
  return "";
}

}  // namespace headwater
