#include "scenario/section.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>

#include "scenario/number.hpp"

namespace headwater {

void report(Diagnostics& diagnostics, const Value& value, const std::string& message) {
  if (value.alias.file < 0) return diagnostics.error(value.place, message);
  diagnostics.error(value.place, message + " (used through the alias at line " + std::to_string(value.alias.line) +
                                     ", column " + std::to_string(value.alias.column) + ")");
}

std::string quoted(std::string_view text) {
  if (text.size() > 60) return "'" + std::string(text.substr(0, 57)) + "...'";
  return "'" + std::string(text) + "'";
}

std::string joined(const std::vector<std::string>& texts, const std::string& between) {
  std::string text;
  for (std::size_t i = 0; i < texts.size(); ++i) text += (i == 0 ? "" : between) + texts[i];
  return text;
}

std::string unknown(std::string_view what, std::string_view found, const std::vector<std::string>& known, std::string_view in) {
  std::string message = "unknown " + std::string(what) + " " + quoted(found) + std::string(in);
  const std::string nearest = nearest_name(found, known);
  if (!nearest.empty()) message += " (did you mean '" + nearest + "'?)";
  return message;
}

namespace {

std::string described(const Value& value) {
  switch (value.kind) {
    case Value::Kind::null: return "nothing";
    case Value::Kind::scalar: return quoted(value.text);
    case Value::Kind::list: return "a list";
    case Value::Kind::map: return "a map";
  }
  return "";
}


/// The same where a number is wanted, with what may have been meant.
std::string described_number(const Value& value) {
  if (value.is_scalar() && value.quoted && parse_number(value.text)) return described(value) + " in quotes (write it without)";
  const std::string hint = value.is_scalar() ? number_hint(value.text) : "";
  return described(value) + (hint.empty() ? "" : " (" + hint + ")");
}

/// What a number must be, in words; "" when any will do.
std::string wanted(const KeySpec& spec, double unit, bool per) {
  const auto own = [&](double bound) { return per ? bound * unit : bound / unit; };
  const auto to_text = [](double bound) {  // whole numbers in digits, not as 1e+07
    return std::fabs(bound) < 1e15 && bound == std::floor(bound) ? std::to_string(static_cast<std::int64_t>(bound)) : headwater::to_text(bound);
  };
  const bool low = std::isfinite(spec.least), high = std::isfinite(spec.most);
  if (low && high && spec.least == spec.most) return to_text(own(spec.least));
  if (low && high) return "from " + to_text(own(spec.least)) + " to " + to_text(own(spec.most));
  if (low) return spec.least == 0 ? "finite and not negative" : "at least " + to_text(own(spec.least));
  return high ? "at most " + to_text(own(spec.most)) : "a number";
}

}  // namespace

std::optional<double> read_number(const Value& value, std::string_view key, Diagnostics& diagnostics) {
  const auto number = value.is_scalar() && !value.quoted ? parse_number(value.text) : std::nullopt;
  if (!number) report(diagnostics, value, quoted(key) + " must be a number, found " + described_number(value));
  return number;
}

bool is_good_name(const Value::Key& key, std::string_view what, Diagnostics& diagnostics) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  bool good = !key.name.empty() && key.name.size() <= 64 && letter(key.name[0]);
  for (const char c : key.name) good = good && (letter(c) || (c >= '0' && c <= '9') || c == '_');
  if (!good) {
    diagnostics.error(key.place, "the name " + quoted(key.name) + (std::string_view("aeiou").find(what[0]) == std::string_view::npos ? " of a " : " of an ") + std::string(what) +
                                     " must be a letter followed by letters, digits and '_', at most 64 in all");
  }
  return good;
}

Section::Section(const Value& map, const std::vector<std::string>& contexts, std::string owner, Diagnostics& diagnostics, bool timed)
    : map_(map), owner_(std::move(owner)), diagnostics_(diagnostics) {
  std::vector<const KeySpec*> keys;
  for (const std::string& context : contexts)
    for (const KeySpec* spec : keys_of(context)) keys.push_back(spec);
  if (map.kind == Value::Kind::null) return;
  if (!map.is_map()) {
    report(diagnostics, map, owner_ + " must be a map of keys, found " + described(map));
    return;
  }
  std::vector<std::string> known;
  for (const KeySpec* spec : keys)
    for (std::string& spelling : spellings(*spec, timed)) known.push_back(std::move(spelling));
  for (std::size_t i = 0; i < map.keys.size(); ++i) {
    const Value::Key& key = map.keys[i];
    const SpelledKey resolved = resolve_key(key.name, keys, timed);
    if (resolved.spec == nullptr) {
      const auto stem = std::find_if(keys.begin(), keys.end(), [&](const KeySpec* spec) { return key.name == spec->name; });
      const SpelledKey bare = resolve_key(key.name, keys, !timed);
      if (stem != keys.end()) {
        diagnostics.error(key.place, quoted(key.name) + " in " + owner_ + " must say its unit, as in '" + spellings(**stem, timed)[2] + "'");
      } else if (!timed && bare.spec != nullptr) {
        diagnostics.error(key.place, quoted(key.name) + " in " + owner_ + " must be written '" + std::string(bare.spec->name) +
                                         "': an attribute has no unit of time");
      } else {
        diagnostics.error(key.place, unknown("key", key.name, known, " in " + owner_));
      }
      continue;
    }
    if (const Given* other = given(resolved.spec->name)) {
      diagnostics.error(key.place, quoted(other->spelling) + " and " + quoted(key.name) + " are both given in " + owner_ + "; one must go");
      continue;
    }
    if (!resolved.spec->simulated)
      diagnostics.unsimulated(key.place, quoted(key.name) + " in " + owner_ + " is understood, but this version does not simulate it yet");
    given_.push_back({resolved, &map.items[i], key.name});
  }
}

const Section::Given* Section::given(std::string_view key) const {
  for (const Given& item : given_)
    if (item.key.spec->name == key) return &item;
  return nullptr;
}

const Value* Section::value(std::string_view key) const {
  const Given* item = given(key);
  return item ? item->value : nullptr;
}

std::string Section::spelling(std::string_view key) const {
  const Given* item = given(key);
  return item ? item->spelling : std::string(key);
}

void Section::require(std::string_view key, std::string_view or_else) {
  if (has(key) || !(map_.is_map() || map_.kind == Value::Kind::null)) return;
  report(diagnostics_, map_, quoted(key) + (or_else.empty() ? "" : " (or " + std::string(or_else) + ")") + " is missing in " + owner_);
}

std::optional<std::string> Section::text(std::string_view key) {
  const Given* item = given(key);
  if (!item) return std::nullopt;
  if (item->value->is_scalar()) return item->value->text;
  report(diagnostics_, *item->value, quoted(item->spelling) + " must be a text, found " + described(*item->value));
  return std::nullopt;
}

std::optional<double> Section::number_of(const Given& item, const Value& value) {
  const auto number = read_number(value, item.spelling, diagnostics_);
  if (!number) return std::nullopt;
  const double converted = item.key.per ? *number / item.key.days : *number * item.key.days;
  const KeySpec& spec = *item.key.spec;
  if (converted >= spec.least && converted <= spec.most && std::isfinite(converted)) return converted;
  report(diagnostics_, value, quoted(item.spelling) + " must be " + wanted(spec, item.key.days, item.key.per) + ", found " + value.text);
  return std::nullopt;
}

std::optional<double> Section::number(std::string_view key) {
  const Given* item = given(key);
  return item ? number_of(*item, *item->value) : std::nullopt;
}

std::optional<std::int64_t> Section::whole(std::string_view key) {
  const Given* item = given(key);
  if (!item) return std::nullopt;
  const Value& value = *item->value;
  const auto number = value.is_scalar() && !value.quoted ? parse_whole(value.text) : std::nullopt;
  const KeySpec& spec = *item->key.spec;
  if (number && static_cast<double>(*number) >= spec.least && static_cast<double>(*number) <= spec.most) return number;
  const std::string kind = spec.kind == KeyKind::capacity ? "a whole number, not negative, or 'unlimited'"
                                                           : spec.least == spec.most ? wanted(spec, 1, false) : "a whole number " + wanted(spec, 1, false);
  report(diagnostics_, value, quoted(item->spelling) + " must be " + kind + ", found " + described_number(value));
  return std::nullopt;
}

std::optional<std::uint64_t> Section::seed(std::string_view key) {
  const Given* item = given(key);
  if (!item) return std::nullopt;
  const auto number = item->value->is_scalar() && !item->value->quoted ? parse_unsigned(item->value->text) : std::nullopt;
  if (!number)
    report(diagnostics_, *item->value, quoted(item->spelling) + " must be a whole number from 0 to 18446744073709551615, found " + described_number(*item->value));
  return number;
}

std::optional<bool> Section::flag(std::string_view key) {
  const Given* item = given(key);
  if (!item) return std::nullopt;
  if (item->value->is_scalar() && (item->value->text == "true" || item->value->text == "false")) return item->value->text == "true";
  report(diagnostics_, *item->value, quoted(item->spelling) + " must be true or false, found " + described(*item->value));
  return std::nullopt;
}

std::optional<Date> Section::date(std::string_view key) {
  const Given* item = given(key);
  if (!item) return std::nullopt;
  const auto date = item->value->is_scalar() ? parse_date(item->value->text) : std::nullopt;
  if (!date)
    report(diagnostics_, *item->value, quoted(item->spelling) + " must be a date that exists, such as 2026-04-01, found " + described(*item->value));
  return date;
}

std::optional<std::string> Section::choice(std::string_view key) {
  const Given* item = given(key);
  if (!item) return std::nullopt;
  const std::vector<std::string> choices = split(item->key.spec->of, '|');
  if (item->value->is_scalar() && std::find(choices.begin(), choices.end(), item->value->text) != choices.end()) return item->value->text;
  std::string list;
  for (std::size_t i = 0; i < choices.size(); ++i) list += (i == 0 ? "" : i + 1 == choices.size() ? " or " : ", ") + choices[i];
  std::string message = quoted(item->spelling) + " must be " + list + ", found " + described(*item->value);
  const std::string nearest = item->value->is_scalar() ? nearest_name(item->value->text, choices) : "";
  if (!nearest.empty()) message += " (did you mean '" + nearest + "'?)";
  report(diagnostics_, *item->value, message);
  return std::nullopt;
}

const Value* Section::list(const Given& item) {
  if (item.value->is_list()) return item.value;
  report(diagnostics_, *item.value, quoted(item.spelling) + " must be a list, found " + described(*item.value));
  return nullptr;
}

std::optional<std::vector<double>> Section::numbers(std::string_view key) {
  const Given* item = given(key);
  const Value* items = item ? list(*item) : nullptr;
  return items ? numbers_of(*item, *items) : std::nullopt;
}

std::optional<std::vector<double>> Section::numbers_of(const Given& item, const Value& items) {
  std::vector<double> result;
  bool good = true;
  for (const Value& value : items.items) {
    const auto number = number_of(item, value);
    good = good && number;
    result.push_back(number.value_or(0));
  }
  return good ? std::optional(result) : std::nullopt;
}

std::optional<std::vector<std::vector<double>>> Section::rows(std::string_view key) {
  const Given* item = given(key);
  const Value* items = item ? list(*item) : nullptr;
  if (!items) return std::nullopt;
  std::vector<std::vector<double>> result;
  bool good = true;
  for (const Value& row : items->items) {
    if (!row.is_list()) report(diagnostics_, row, quoted(item->spelling) + " must be a list of lists, one for each row, found " + described(row) + " in it");
    const auto numbers = row.is_list() ? numbers_of(*item, row) : std::nullopt;
    good = good && numbers;
    result.push_back(numbers.value_or(std::vector<double>{}));
  }
  return good ? std::optional(result) : std::nullopt;
}

std::optional<std::vector<std::string>> Section::texts(std::string_view key) {
  const Given* item = given(key);
  const Value* items = item ? list(*item) : nullptr;
  if (!items) return std::nullopt;
  std::vector<std::string> result;
  for (const Value& value : items->items) {
    if (!value.is_scalar()) {
      report(diagnostics_, value, quoted(item->spelling) + " must be a list of names, found " + described(value) + " in it");
      return std::nullopt;
    }
    result.push_back(value.text);
  }
  return result;
}

std::optional<std::vector<Date>> Section::dates(std::string_view key) {
  const Given* item = given(key);
  const Value* items = item ? list(*item) : nullptr;
  if (!items) return std::nullopt;
  std::vector<Date> result;
  bool good = true;
  for (const Value& value : items->items) {
    const auto date = value.is_scalar() ? parse_date(value.text) : std::nullopt;
    if (!date) report(diagnostics_, value, quoted(item->spelling) + " must hold dates that exist, such as 2026-04-01, found " + described(value));
    good = good && date;
    result.push_back(date.value_or(Date{}));
  }
  return good ? std::optional(result) : std::nullopt;
}

std::vector<double> rising(Section& section, std::string_view key) {
  std::vector<double> cuts = section.numbers(key).value_or(std::vector<double>{});
  for (std::size_t i = 1; i < cuts.size(); ++i) {
    if (cuts[i] > cuts[i - 1]) continue;
    const std::vector<Value>& items = section.value(key)->items;
    report(section.diagnostics(), items[i], "the cuts " + quoted(key) + " of " + section.owner() + " must rise, found " + items[i].text + " after " + items[i - 1].text);
  }
  return cuts;
}

void check_names_of_bands(Section& section, std::size_t cuts, std::size_t names, std::string_view key) {
  if (!section.has(key) || !section.has("below") || names == cuts + 1) return;
  report(section.diagnostics(), *section.value(key), quoted(key) + " of " + section.owner() + " must have one name more than 'below' has cuts: " +
         std::to_string(cuts + 1) + ", found " + std::to_string(names));
}

}  // namespace headwater
