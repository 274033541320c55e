#include "scenario/read_caseload.hpp"

#include <algorithm>
#include <map>

#include "scenario/csv.hpp"
#include "scenario/number.hpp"
#include "scenario/overlay.hpp"
#include "scenario/text_gate.hpp"
#include "scenario/varied_model.hpp"

namespace headwater {

namespace {

constexpr std::size_t most_rows = 100'000;
constexpr double most_days = 36525;  // as of 'days'

Value scalar(const std::string& text, Place place) {
  Value value;
  value.kind = Value::Kind::scalar;
  value.text = text;
  value.place = place;
  return value;
}

Value empty(Value::Kind kind, Place place) {
  Value value;
  value.kind = kind;
  value.place = place;
  return value;
}

void append(Value& map, const std::string& key, const Value& value) {
  map.keys.push_back({key, value.place});
  map.items.push_back(value);
}

/// Names of the attributes that the tree gives a law, anywhere.
std::vector<std::string> attribute_names(const Value& tree) {
  std::vector<std::string> names;
  const auto add = [&names](const Value* attributes) {
    for (std::size_t i = 0; attributes != nullptr && i < attributes->keys.size(); ++i) names.push_back(attributes->keys[i].name);
  };
  add(tree.find("attributes"));
  const Value* sources = tree.find("sources");
  for (std::size_t i = 0; sources != nullptr && i < sources->items.size(); ++i) add(sources->items[i].find("attributes"));
  if (tree.find("population") != nullptr) names.push_back("age_years");
  return names;
}

bool is_in(const std::vector<std::string>& list, const std::string& name) { return std::find(list.begin(), list.end(), name) != list.end(); }

/// The columns that are no attributes. Without a population nobody asks for `need` and `children`, and attributes may be called so.
std::vector<std::string> own_columns(const Value& tree, const std::vector<std::string>& attributes) {
  std::vector<std::string> names{"tier", "days", "opened", "number", "class"};
  for (const char* name : {"need", "children"})
    if (tree.find("population") != nullptr || !is_in(attributes, name)) names.push_back(name);
  return names;
}

/// The lines of a table as a list of maps.
class CaseloadTable {
 public:
  CaseloadTable(const std::vector<CsvLine>& lines, int file, const Value& tree, Diagnostics& diagnostics)
      : lines_(lines), file_(file), attributes_(attribute_names(tree)), own_columns_(own_columns(tree, attributes_)), diagnostics_(diagnostics) {}

  Value read() {
    Value list = empty(Value::Kind::list, {file_, 0, 0});
    if (lines_.empty()) {
      diagnostics_.error({file_, 0, 0}, "the table is empty: its first line names the columns tier, days (or opened) and perhaps number, and each line after it says how many cases are open there");
      return list;
    }
    if (!read_head()) return list;
    if (lines_.size() - 1 > most_rows) {
      diagnostics_.error({file_, 0, 0}, "the table has " + std::to_string(lines_.size() - 1) + " rows; at most 100,000 are read: put cases that are alike in one row, with their 'number'");
      return list;
    }
    for (std::size_t i = 1; i < lines_.size(); ++i) read_line(lines_[i], list);
    return list;
  }

 private:
  Place place(const CsvLine& line, std::size_t cell) const { return {file_, line.number, line.columns[cell]}; }

  bool read_head() {
    const CsvLine& head = lines_[0];
    std::vector<std::string> known = own_columns_;
    known.insert(known.end(), attributes_.begin(), attributes_.end());
    bool good = true;
    for (std::size_t i = 0; i < head.cells.size(); ++i) {
      const std::string& name = head.cells[i];
      const bool twice = std::count(head.cells.begin(), head.cells.begin() + static_cast<std::ptrdiff_t>(i), name) > 0;
      if (!is_in(known, name)) diagnostics_.error(place(head, i), unknown("column", name, known, " of the caseload") + (nearest_name(name, known).empty() ? ": columns are " + joined(known, ", ") : ""));
      else if (twice) diagnostics_.error(place(head, i), quoted(name) + " heads two columns");
      good = good && is_in(known, name) && !twice;
    }
    if (!is_in(head.cells, "tier")) diagnostics_.error(place(head, 0), "no column is called 'tier', which says where the cases are");
    if (!is_in(head.cells, "days") && !is_in(head.cells, "opened"))
      diagnostics_.error(place(head, 0), "no column is called 'days' or 'opened': the days that a case has been in its tier on the start date, or the day on which it came there");
    return good && is_in(head.cells, "tier") && (is_in(head.cells, "days") || is_in(head.cells, "opened"));
  }

  void read_line(const CsvLine& line, Value& list) {
    const std::vector<std::string>& head = lines_[0].cells;
    if (line.cells.size() != head.size())
      return diagnostics_.error({file_, line.number, 1}, "has " + std::to_string(line.cells.size()) + " cells where the first line has " + std::to_string(head.size()));
    Value row = empty(Value::Kind::map, {file_, line.number, 1}), own = empty(Value::Kind::map, {file_, line.number, 1});
    for (std::size_t i = 0; i < head.size(); ++i)
      if (!line.cells[i].empty()) append(is_in(own_columns_, head[i]) ? row : own, head[i], scalar(line.cells[i], place(line, i)));
    if (!own.items.empty()) append(row, "attributes", own);
    list.items.push_back(std::move(row));
  }

  const std::vector<CsvLine>& lines_;
  int file_;
  std::vector<std::string> attributes_, own_columns_;
  Diagnostics& diagnostics_;
};

OpenCases read_row(const Value& map, Date start, Diagnostics& diagnostics) {
  Section section(map, {"open_cases"}, "the open cases", diagnostics);
  OpenCases row;
  row.place = map.place;
  section.require("tier");
  row.tier = section.text("tier").value_or("");
  if (section.has("days") == section.has("opened"))
    report(diagnostics, map, section.has("days") ? "the open cases have both 'days' and 'opened'; one must go" : "the open cases need 'days', spent in the tier on the start date, or 'opened', the day on which they came there");
  row.days = section.number("days").value_or(0);
  if (const auto opened = section.date("opened")) {
    row.days = static_cast<double>((start - *opened).count());
    if (row.days < 0)
      report(diagnostics, *section.value("opened"), "'opened' of the open cases must not lie after the start date " + to_text(start) + ", found " + to_text(*opened) + ": who comes later comes from 'sources' or 'contacts'");
    if (row.days > most_days)
      report(diagnostics, *section.value("opened"), "'opened' of the open cases must lie at most " + to_text(most_days) + " days before the start date " + to_text(start) + ", found " + to_text(*opened) + ", " + to_text(row.days) + " days before");
  }
  row.number = section.whole("number").value_or(1);
  row.of_class = section.text("class").value_or("");
  row.need = static_cast<int>(section.whole("need").value_or(0));
  row.children = static_cast<int>(section.whole("children").value_or(0));
  const Value* attributes = section.value("attributes");
  if (attributes != nullptr && !attributes->is_map()) report(diagnostics, *attributes, "'attributes' of the open cases must be a map from names to numbers");
  for (std::size_t i = 0; attributes != nullptr && attributes->is_map() && i < attributes->items.size(); ++i) {
    const std::string& name = attributes->keys[i].name;
    if (const auto number = read_number(attributes->items[i], name, diagnostics)) row.attributes.emplace_back(name, *number);
  }
  std::sort(row.attributes.begin(), row.attributes.end());
  return row;
}

}  // namespace

std::optional<std::size_t> read_caseload_table(Value& tree, const FileReader& files, Diagnostics& diagnostics) {
  Value* caseload = tree.find("caseload");
  const Value* file = caseload == nullptr || !caseload->is_map() ? nullptr : caseload->find("file");
  if (file == nullptr || !file->is_scalar() || file->text.empty()) return std::nullopt;
  if (const Value* cases = caseload->find("cases")) {
    report(diagnostics, *cases, "'file' and 'cases' are both given in 'caseload'; one must go");
    return std::nullopt;
  }
  const std::string path = path_beside(diagnostics.files[static_cast<std::size_t>(file->place.file)].name, file->text);
  FileText text = files(path);
  const Place at = file->place;
  const auto old = static_cast<std::ptrdiff_t>(file - caseload->items.data());
  caseload->keys.erase(caseload->keys.begin() + old);
  caseload->items.erase(caseload->items.begin() + old);
  Value list = empty(Value::Kind::list, at);
  const std::size_t index = diagnostics.files.size();
  if (!text.text) {
    diagnostics.error(at, "'" + path + "' in 'file' of 'caseload': " + text.reason);
  } else {
    diagnostics.files.push_back({path, std::move(*text.text)});
    const int file_index = static_cast<int>(index);
    if (passes_gate(diagnostics.files.back(), file_index, diagnostics)) list = CaseloadTable(csv_lines(diagnostics.files.back().text), file_index, tree, diagnostics).read();
  }
  append(*caseload, "cases", list);
  return text.text ? std::optional<std::size_t>(index) : std::nullopt;
}

CaseloadSpec read_caseload(const Value& map, Date start, Diagnostics& diagnostics) {
  Section section(map, {"caseload"}, "'caseload'", diagnostics);
  CaseloadSpec caseload;
  caseload.place = map.place;
  section.text("file");  // no name of a file, or it would have become 'cases'
  section.require("cases", "'file'");
  const Value* cases = section.value("cases");
  if (cases == nullptr) return caseload;
  if (!cases->is_list()) {
    report(diagnostics, *cases, "'cases' must be a list such as [{tier: early_help, days: 30, number: 4}]");
    return caseload;
  }
  for (const Value& row : cases->items) caseload.rows.push_back(read_row(row, start, diagnostics));
  return caseload;
}

std::string signature(const OpenCases& cases) {
  std::string text = cases.tier + "/" + to_text(cases.days) + "/" + cases.of_class + "/" + std::to_string(cases.need) + "/" + std::to_string(cases.children);
  for (const auto& [name, value] : cases.attributes) text += "/" + name + "=" + to_text(value);
  return text;
}

void merge_caseload(Value& tree, CaseloadSpec& caseload) {
  std::map<std::string, OpenCases> rows;
  for (const OpenCases& row : caseload.rows) {
    if (row.number == 0) continue;
    const auto [at, added] = rows.emplace(signature(row), row);
    if (!added) at->second.number += row.number;
  }
  caseload.rows.clear();
  Value list = empty(Value::Kind::list, caseload.place);
  for (const auto& [text, row] : rows) {
    caseload.rows.push_back(row);
    Value map = empty(Value::Kind::map, row.place);
    append(map, "tier", scalar(row.tier, row.place));
    append(map, "days", scalar(to_text(row.days), row.place));
    append(map, "number", scalar(std::to_string(row.number), row.place));
    if (!row.of_class.empty()) append(map, "class", scalar(row.of_class, row.place));
    if (row.need > 0) append(map, "need", scalar(std::to_string(row.need), row.place));
    if (row.children > 0) append(map, "children", scalar(std::to_string(row.children), row.place));
    if (!row.attributes.empty()) {
      Value own = empty(Value::Kind::map, row.place);
      for (const auto& [name, value] : row.attributes) append(own, name, scalar(to_text(value), row.place));
      append(map, "attributes", own);
    }
    list.items.push_back(std::move(map));
  }
  put(*tree.find("caseload"), {"cases", caseload.place}, list);
}

}  // namespace headwater
