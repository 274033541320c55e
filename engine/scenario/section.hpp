// One map of a file, read by the table of keys: unknown keys are reported once, values come out checked and converted.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/calendar.hpp"
#include "scenario/key_table.hpp"
#include "scenario/yaml_tree.hpp"

namespace headwater {

/// Reports an error at a value; for one that came through an alias, both places are named.
void report(Diagnostics& diagnostics, const Value& value, const std::string& message);

/// "'NAME', as written" for messages.
std::string quoted(std::string_view text);

/// The texts one after another, with `between` between them.
std::string joined(const std::vector<std::string>& texts, const std::string& between);

/// "unknown WHAT 'FOUND'IN (did you mean 'NEAREST'?)", the last part where something is near.
std::string unknown(std::string_view what, std::string_view found, const std::vector<std::string>& known, std::string_view in = "");

class Section {
 public:
  /// `contexts`: those of the table whose keys may stand in `map`. `owner`: what the map describes, for messages, such
  /// as "tier 'care'". `timed`: amounts are lengths of time. Reports unknown keys, keys given in two units, and keys
  /// that this version cannot simulate.
  Section(const Value& map, const std::vector<std::string>& contexts, std::string owner, Diagnostics& diagnostics, bool timed = true);

  const std::string& owner() const { return owner_; }
  const Value& map() const { return map_; }
  bool has(std::string_view key) const { return value(key) != nullptr; }
  const Value* value(std::string_view key) const;
  /// The key as it is written, with its unit.
  std::string spelling(std::string_view key) const;
  /// Reports a missing key; `or_else` names what would do instead.
  void require(std::string_view key, std::string_view or_else = "");

  // Each answers nothing when the key is absent or its value is wrong (which is then reported).
  std::optional<std::string> text(std::string_view key);
  std::optional<double> number(std::string_view key);        ///< numbers, durations (days), rates (per day), amounts
  std::optional<std::int64_t> whole(std::string_view key);
  std::optional<std::uint64_t> seed(std::string_view key);
  std::optional<bool> flag(std::string_view key);
  std::optional<Date> date(std::string_view key);
  std::optional<std::string> choice(std::string_view key);
  std::optional<std::vector<double>> numbers(std::string_view key);
  std::optional<std::vector<std::vector<double>>> rows(std::string_view key);  ///< of a matrix
  std::optional<std::vector<std::string>> texts(std::string_view key);
  std::optional<std::vector<Date>> dates(std::string_view key);

  Diagnostics& diagnostics() { return diagnostics_; }

 private:
  struct Given {
    SpelledKey key;
    const Value* value;
    std::string spelling;
  };
  const Given* given(std::string_view key) const;
  std::optional<double> number_of(const Given& given, const Value& value);
  const Value* list(const Given& given);
  std::optional<std::vector<double>> numbers_of(const Given& given, const Value& list);

  const Value& map_;
  std::string owner_;
  Diagnostics& diagnostics_;
  std::vector<Given> given_;
};

/// Reads a number strictly; nothing, and a report, when `value` is not one.
std::optional<double> read_number(const Value& value, std::string_view key, Diagnostics& diagnostics);

/// Names that users choose: a letter, then letters, digits and '_', at most 64 in all. Reports others.
bool is_good_name(const Value::Key& key, std::string_view what, Diagnostics& diagnostics);

/// Calls `read(key, map)` for every element of the map under `key`.
template <class Read>
void each_element(Section& section, std::string_view key, std::string_view what, Read read) {
  const Value* elements = section.value(key);
  if (elements == nullptr || elements->kind == Value::Kind::null) return;
  if (!elements->is_map()) return report(section.diagnostics(), *elements, quoted(key) + " must be a map of names");
  for (std::size_t i = 0; i < elements->items.size(); ++i) {
    is_good_name(elements->keys[i], what, section.diagnostics());
    read(elements->keys[i], elements->items[i]);
  }
}

/// Reads the list of cuts under `key` and reports those that do not rise.
std::vector<double> rising(Section& section, std::string_view key);

/// Reports a list under `key` that does not have one name more than `below` has cuts.
void check_names_of_bands(Section& section, std::size_t cuts, std::size_t names, std::string_view key);

}  // namespace headwater
