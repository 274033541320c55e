// The one table of keys: what may stand where, in which unit and range, and what it means.
//
// The reader's messages, the JSON Schema and the reference page are all made from it, so they cannot disagree.
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headwater {

enum class KeyKind {
  text,         ///< any text
  name,         ///< the name of another element
  choice,       ///< one of `choices`
  flag,         ///< true or false
  number,       ///< without unit
  whole,        ///< whole number
  capacity,     ///< whole number, or 'unlimited'
  seed,         ///< whole number up to 2^64 - 1
  date,         ///< 2026-04-01
  duration,     ///< the key ends in a unit: _days
  rate,         ///< the key ends in a unit: _per_day
  amount,       ///< a duration in a law of time, a bare number in the law of an attribute
  amount_list,  ///< list of such
  rate_list,    ///< list of rates
  rate_matrix,  ///< list of such lists, which may be negative on the diagonal
  law_parts,    ///< list of laws of the kind around it, each with the keys of context `of`
  number_list,  ///< rising numbers, without unit
  text_list,
  name_list,
  date_list,
  day_list,     ///< days since the start date
  section,      ///< a map with the keys of context `of`
  law,          ///< a law of time
  plain_law,    ///< the law of an attribute
  elements,     ///< a map from names of the user's choice to maps with the keys of context `of`
  laws,         ///< a map from names to laws of attributes
  weights,      ///< a map from names of tiers and exits to weights, or to maps with the keys of context `of`
  numbers,      ///< a map from names to numbers above 0, or to names of attributes
  number_tree,  ///< a number, or a map from names to such, at most two deep
  number_by_year,  ///< a number, or a map from financial years to such
  list_of,      ///< a list of maps with the keys of context `of`
  assignments,  ///< a map from paths to values
  paths         ///< a list of paths
};

struct KeySpec {
  std::string_view context = {};  ///< which map it stands in: "model", "tier", "law.weibull", ...
  std::string_view name = {};     ///< for durations and rates (and amounts in laws of time) the part before the unit
  KeyKind kind = KeyKind::text;
  std::string_view meaning = {};  ///< one sentence
  std::string_view example = {};  ///< as it would be written
  std::string_view fallback = {}; ///< what holds when the key is absent, in words; "required" when it may not be, "required without KEY" when another will do
  double least = -std::numeric_limits<double>::infinity();  ///< in days, or per day, where there is a unit
  double most = std::numeric_limits<double>::infinity();
  std::string_view of = {};   ///< context of a section or of elements; choices, separated by '|'
  bool dated = false;         ///< may change on a date
};

const std::vector<KeySpec>& key_table();

/// The keys of one context, in the order of the table.
std::vector<const KeySpec*> keys_of(std::string_view context);

/// A unit of time as keys spell it: "_days" (durations) and "_per_day" (rates).
struct TimeUnit {
  std::string_view duration_suffix;
  std::string_view rate_suffix;
  double days;  ///< in one unit
};
const std::vector<TimeUnit>& time_units();

/// Every way to write a key: with each unit where it takes one. `timed`: amounts are durations.
std::vector<std::string> spellings(const KeySpec& spec, bool timed);

/// A spelling taken apart.
struct SpelledKey {
  const KeySpec* spec = nullptr;
  double days = 1;  ///< in one unit of the spelling (1 where there is none)
  bool per = false; ///< the unit stands in the denominator
};
/// Which key of the contexts `spelling` is; without a spec when none is.
SpelledKey resolve_key(std::string_view spelling, const std::vector<const KeySpec*>& keys, bool timed);

std::vector<std::string> split(std::string_view text, char separator);

}  // namespace headwater
