#include "scenario/varied_model.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include "scenario/emit.hpp"
#include "scenario/number.hpp"
#include "scenario/overlay.hpp"

namespace headwater {

namespace {

/// The name under which the model stands in texts that extend it.
const std::string base_name = "the model that varies";

bool is_in_element(const std::string& path) {
  constexpr std::string_view elements[] = {"sources", "population", "need", "contacts", "tiers", "exits", "resources", "classes", "attributes", "calendars", "timescales", "money"};
  const std::string section = path.substr(0, path.find('.'));
  return std::find(std::begin(elements), std::end(elements), section) != std::end(elements);
}

/// The path without units, also that of a list of which the path names one value by its place.
std::string bare(const std::string& path) {
  const std::size_t dot = path.rfind('.');
  const bool is_place = dot != std::string::npos && parse_unsigned(path.substr(dot + 1));
  return is_place ? without_unit(path.substr(0, dot)) + path.substr(dot) : without_unit(path);
}

/// Whether one who sets `whole` sets what `path` leads to as well.
bool covers(const std::string& whole, const std::string& path) {
  for (std::size_t end = path.find('.'); end != std::string::npos; end = path.find('.', end + 1))
    if (bare(path.substr(0, end)) == bare(whole)) return true;
  return bare(path) == bare(whole);
}

/// What a dated change sets is not what a sweep or fit sets, from that day on.
void warn_if_dated(const Value& tree, const Value::Key& path, Diagnostics& diagnostics) {
  const Value* changes = tree.find("changes");
  if (changes == nullptr) return;
  for (const Value& change : changes->items) {
    const Value* set = change.find("set");
    const Value* from = change.find("from");
    if (set == nullptr || from == nullptr) continue;
    for (const Value::Key& key : set->keys)
      if (covers(key.name, path.name))
        return diagnostics.warning(path.place, "'" + path.name + "' varies only until " + from->text + ", when a dated change of the model sets it");
  }
}

}  // namespace

std::string path_beside(const std::string& file, const std::string& path) { return (std::filesystem::path(file).parent_path() / path).lexically_normal().string(); }

Value text_value(std::string text) {
  Value value;
  value.kind = Value::Kind::scalar;
  value.text = std::move(text);
  return value;
}

Value numbers_by_path(const std::vector<std::string>& paths, const std::vector<double>& values) {
  Value map;
  map.kind = Value::Kind::map;
  for (std::size_t i = 0; i < values.size(); ++i) {
    map.keys.push_back({paths[i], {}});
    map.items.push_back(text_value(to_text(values[i])));
  }
  return map;
}

std::string scenario_text(const std::vector<std::pair<std::string, Value>>& items) {
  Value map;
  map.kind = Value::Kind::map;
  for (const auto& [key, value] : items) {
    map.keys.push_back({key, {}});
    map.items.push_back(value);
  }
  return to_yaml(map);
}

std::optional<Reading> read_varied(const std::string& file, std::string_view key, const std::string& model, Place place, const Value* run,
                                   const FileReader& files, const RunOverrides& overrides, Diagnostics& diagnostics) {
  const std::string path = path_beside(file, model);
  if (const FileText text = files(path); !text.text) {
    diagnostics.error(place, "'" + path + "' in '" + std::string(key) + "': " + text.reason);
    return std::nullopt;
  }
  std::vector<std::pair<std::string, Value>> items{{"extends", text_value(std::filesystem::path(path).filename().string())}};
  if (run != nullptr) items.emplace_back("run", *run);
  return read_text(scenario_text(items), path_beside(path, "'run' of " + std::filesystem::path(file).filename().string()), files, overrides);
}

std::vector<NumberAt> numbers_at(const Description& model, const std::vector<Value::Key>& paths, Diagnostics& diagnostics) {
  std::vector<NumberAt> numbers(paths.size());
  Diagnostics aside;
  aside.files.push_back({"", model.resolved});
  std::optional<Value> tree = read_tree(model.resolved, 0, aside);
  std::set<std::string> seen;
  for (std::size_t i = 0; tree && i < paths.size(); ++i) {
    const std::size_t faults = diagnostics.all().size();
    numbers[i].faulty = true;
    if (!is_in_element(paths[i].name)) {
      diagnostics.error(paths[i].place, "'" + paths[i].name + "' cannot vary: only numbers under sources, population, need, contacts, tiers, exits, resources, classes, attributes, calendars, timescales and money can");
      continue;
    }
    if (!seen.insert(without_unit(paths[i].name)).second) {
      diagnostics.error(paths[i].place, "'" + paths[i].name + "' is a number that another parameter sets already, in another unit");
      continue;
    }
    const Value* value = value_at(*tree, paths[i], diagnostics);
    if (value != nullptr && value->is_scalar()) {
      numbers[i].number = parse_number(value->text);
    } else if (value != nullptr) {
      diagnostics.error(paths[i].place, "path '" + paths[i].name + "' leads to a " + (value->is_map() ? "map" : "list") + " and not to a number");
    }
    numbers[i].faulty = diagnostics.all().size() != faults;
    warn_if_dated(*tree, paths[i], diagnostics);
  }
  return numbers;
}

Reading model_at(const Description& model, const std::vector<std::string>& paths, const std::vector<double>& values) {
  const FileReader base = [&](const std::string&) { return FileText{model.resolved, ""}; };
  return read_text(scenario_text({{"extends", text_value(base_name)}, {"set", numbers_by_path(paths, values)}}), "a design point", base);
}

}  // namespace headwater
