#include "scenario/overlay.hpp"

#include <algorithm>

#include "scenario/number.hpp"

namespace headwater {

namespace {

/// The key without its unit of time, if it ends in one.
std::string_view stem(std::string_view key) {
  for (const TimeUnit& unit : time_units())
    for (const std::string_view suffix : {unit.rate_suffix, unit.duration_suffix})
      if (key.size() > suffix.size() && key.ends_with(suffix)) return key.substr(0, key.size() - suffix.size());
  return key;
}

std::vector<const KeySpec*> keys_below(const KeySpec& spec) {
  std::vector<const KeySpec*> keys;
  if (!spec.of.empty()) keys = keys_of(spec.of);
  if (spec.kind == KeyKind::law || spec.kind == KeyKind::laws || spec.of == "racer" || spec.of == "patience") {
    for (const KeySpec& other : key_table())
      if (other.context.starts_with("law")) keys.push_back(&other);
  }
  return keys;
}

/// A path taken apart into the map that holds its last step, and that step.
struct Spot {
  Value* map = nullptr;  ///< nullptr: the path leads nowhere, which has been reported
  std::string last;
};

Spot spot_of(Value& root, const Value::Key& key, Diagnostics& diagnostics) {
  const std::vector<std::string> steps = split(key.name, '.');
  Value* here = &root;
  for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
    Value* next = here->find(steps[i]);
    if (next == nullptr || !(next->is_map() || next->kind == Value::Kind::null)) {
      std::vector<std::string> known;
      for (const Value::Key& name : here->keys) known.push_back(name.name);
      diagnostics.error(key.place, next == nullptr ? unknown("name", steps[i], known, " in path " + quoted(key.name))
                                   : next->is_list() ? quoted(steps[i]) + " in path " + quoted(key.name) + " is a list, of which a path names one value by its place: 1 to " + std::to_string(next->items.size())
                                                     : quoted(steps[i]) + " in path " + quoted(key.name) + " is not a map, so nothing can stand below it");
      return {};
    }
    if (next->kind == Value::Kind::null) next->kind = Value::Kind::map;
    here = next;
  }
  return {here, steps.back()};
}

/// The value of a list that a path ends in by its place, counted from 1, as in need.up_per_year.2; nullptr for other paths.
Value* value_of_list_at(Value& root, const std::string& path) {
  const std::vector<std::string> steps = split(path, '.');
  Value* here = &root;
  for (std::size_t i = 0; i + 1 < steps.size() && here != nullptr; ++i) here = here->is_map() ? here->find(steps[i]) : nullptr;
  if (here == nullptr || !here->is_list()) return nullptr;
  const auto place = parse_unsigned(steps.back());
  return place && *place >= 1 && *place <= here->items.size() ? &here->items[*place - 1] : nullptr;
}

std::vector<std::string> names_in(const Value& map) {
  std::vector<std::string> names;
  for (const Value::Key& name : map.keys) names.push_back(name.name);
  return names;
}

bool expect_map(const Value& value, std::string_view key, Diagnostics& diagnostics) {
  if (value.is_map()) return true;
  report(diagnostics, value, quoted(key) + " must be a map from paths to values, as in {tiers.early_help.capacity: 11000}");
  return false;
}

void remove_paths(Value& model, const Value& paths, Diagnostics& diagnostics) {
  if (!paths.is_list()) return report(diagnostics, paths, "'remove' must be a list of paths, as in [tiers.care.exits.leave]");
  for (const Value& path : paths.items) {
    if (!path.is_scalar()) {
      report(diagnostics, path, "'remove' must be a list of paths");
      continue;
    }
    const Spot spot = spot_of(model, {path.text, path.place}, diagnostics);
    if (!spot.map) continue;
    auto& keys = spot.map->keys;
    const auto found = std::find_if(keys.begin(), keys.end(), [&](const Value::Key& k) { return k.name == spot.last; });
    if (found == keys.end()) {
      std::vector<std::string> known;
      for (const Value::Key& name : keys) known.push_back(name.name);
      report(diagnostics, path, unknown("name", spot.last, known, " in path " + quoted(path.text) + ": nothing to remove"));
      continue;
    }
    spot.map->items.erase(spot.map->items.begin() + (found - keys.begin()));
    keys.erase(found);
  }
}

void add_paths(Value& model, const Value& additions, Diagnostics& diagnostics) {
  if (!expect_map(additions, "add", diagnostics)) return;
  for (std::size_t i = 0; i < additions.items.size(); ++i) {
    const Value::Key& key = additions.keys[i];
    // A model need not have every part: exits, say, may begin here.
    const std::string part = split(key.name, '.')[0];
    const auto parts = keys_of("model");
    if (!model.find(part) && std::any_of(parts.begin(), parts.end(), [&](const KeySpec* s) { return s->name == part; }) && part != key.name) {
      Value map;
      map.kind = Value::Kind::map;
      map.place = key.place;
      put(model, {part, key.place}, map);
    }
    const Spot spot = spot_of(model, key, diagnostics);
    if (!spot.map) continue;
    if (spot.map->find(spot.last)) {
      diagnostics.error(key.place, quoted(key.name) + " is there already; 'set' changes what is there");
      continue;
    }
    if (!ends_in_name(key.name)) {
      diagnostics.error(key.place, quoted(key.name) + " is no element with a name; 'set' gives a key its value");
      continue;
    }
    put(*spot.map, {spot.last, key.place}, additions.items[i], /*by_stem=*/false);
  }
}

void set_paths(Value& model, const Value& values, Diagnostics& diagnostics) {
  if (!expect_map(values, "set", diagnostics)) return;
  for (std::size_t i = 0; i < values.items.size(); ++i) {
    const Value::Key& key = values.keys[i];
    if (Value* value = value_of_list_at(model, key.name)) {
      *value = values.items[i];
      continue;
    }
    const Spot spot = spot_of(model, key, diagnostics);
    if (!spot.map) continue;
    const bool name = ends_in_name(key.name);
    if (name && spot.map->find(spot.last) == nullptr) {
      diagnostics.error(key.place, unknown("name", spot.last, names_in(*spot.map), " in path " + quoted(key.name)) + "; 'add' brings in what is new");
      continue;
    }
    if (spot.map == &model && resolve_key(spot.last, keys_of("model"), true).spec == nullptr) {
      diagnostics.error(key.place, unknown("name", spot.last, names_in(model), " in 'set'"));
      continue;
    }
    put(*spot.map, {spot.last, key.place}, values.items[i], !name);
  }
}

/// 'every' and 'period' say the same thing: a scenario that gives one takes the place of the other.
void remove_other_period(Value& run, std::string_view given) {
  const std::string_view other = given == "every" ? "period" : given == "period" ? "every" : "";
  for (std::size_t i = 0; i < run.keys.size(); ++i) {
    if (other.empty() || stem(run.keys[i].name) != other) continue;
    run.keys.erase(run.keys.begin() + static_cast<std::ptrdiff_t>(i));
    run.items.erase(run.items.begin() + static_cast<std::ptrdiff_t>(i));
    return;
  }
}

}  // namespace

bool ends_in_name(std::string_view path) {
  std::vector<const KeySpec*> keys = keys_of("model");
  const std::vector<std::string> steps = split(path, '.');
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const KeySpec* spec = resolve_key(steps[i], keys, true).spec;
    if (spec == nullptr) return false;
    const bool named = spec->kind == KeyKind::elements || spec->kind == KeyKind::laws || spec->kind == KeyKind::weights || spec->kind == KeyKind::numbers;
    if (named && ++i + 1 == steps.size()) return true;
    keys = keys_below(*spec);
  }
  return false;
}

std::string without_unit(std::string_view path) {
  return std::string(ends_in_name(path) ? path : stem(path));
}

void put(Value& map, const Value::Key& name, const Value& value, bool by_stem) {
  for (std::size_t i = 0; i < map.keys.size(); ++i) {
    if (map.keys[i].name != name.name && !(by_stem && stem(map.keys[i].name) == stem(name.name))) continue;
    map.keys[i] = name;
    map.items[i] = value;
    return;
  }
  map.keys.push_back(name);
  map.items.push_back(value);
}

Value* value_at(Value& root, const Value::Key& key, Diagnostics& diagnostics) {
  if (Value* value = value_of_list_at(root, key.name)) return value;
  const Spot spot = spot_of(root, key, diagnostics);
  return spot.map ? spot.map->find(spot.last) : nullptr;
}

void overlay(Value& model, const Value& scenario, Diagnostics& diagnostics) {
  const auto known = keys_of("scenario");
  std::vector<std::string> names;
  for (const KeySpec* spec : known) names.emplace_back(spec->name);
  const auto model_keys = keys_of("model");
  for (const Value::Key& key : scenario.keys) {
    if (std::find(names.begin(), names.end(), key.name) != names.end()) continue;
    const bool of_model = resolve_key(key.name, model_keys, true).spec != nullptr;
    diagnostics.error(key.place, of_model ? quoted(key.name) + " belongs to the model; a scenario changes its model through 'set', 'add' and 'remove'"
                                          : unknown("key", key.name, names, " in the scenario"));
  }
  if (const Value* paths = scenario.find("remove")) remove_paths(model, *paths, diagnostics);
  if (const Value* additions = scenario.find("add")) add_paths(model, *additions, diagnostics);
  if (const Value* values = scenario.find("set")) set_paths(model, *values, diagnostics);
  for (std::size_t i = 0; i < scenario.keys.size(); ++i) {
    const Value::Key& key = scenario.keys[i];
    const Value& value = scenario.items[i];
    if (key.name == "title" || key.name == "about") put(model, key, value);
    if (key.name == "run" || key.name == "report") {
      Value* own = model.find(key.name);
      if (own == nullptr || !own->is_map() || !value.is_map()) {
        put(model, key, value);
      } else {
        for (std::size_t k = 0; k < value.keys.size(); ++k) {
          if (key.name == "run") remove_other_period(*own, stem(value.keys[k].name));
          put(*own, value.keys[k], value.items[k]);
        }
      }
    }
    if (key.name == "changes") {
      Value* own = model.find("changes");
      if (own == nullptr || !own->is_list() || !value.is_list()) {
        put(model, key, value);
      } else {
        own->items.insert(own->items.end(), value.items.begin(), value.items.end());
      }
    }
  }
}

}  // namespace headwater
