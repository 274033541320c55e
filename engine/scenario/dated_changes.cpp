#include "scenario/dated_changes.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "scenario/number.hpp"
#include "scenario/overlay.hpp"
#include "scenario/read_families.hpp"
#include "scenario/read_law.hpp"
#include "scenario/read_model.hpp"
#include "scenario/read_source.hpp"
#include "scenario/read_tier.hpp"

namespace headwater {

namespace {

/// One path of one change: from `time` on, or over a ramp of `over` days, the value at `path` becomes `target`.
struct Assignment {
  double time;
  double over;  ///< 0: a step
  Value::Key path;
  std::string number;  ///< the path without its unit: which number changes
  const Value* target;
};

/// Daily steps of all changes above this are refused: each is a revision of its element, kept in memory.
constexpr std::size_t most_steps = 100'000;

/// Days in the unit that ends a key, 1 without one; for a rate one over them.
double unit_of(std::string_view key) {
  for (const TimeUnit& unit : time_units()) {
    if (key.ends_with(unit.rate_suffix)) return 1 / unit.days;
    if (key.ends_with(unit.duration_suffix)) return unit.days;
  }
  return 1;
}

/// One moment at which an assignment acts: step `part` of `parts`, part 0 being the moment before a ramp begins.
struct Action {
  double time;
  std::size_t assignment;
  int part;
  int parts;
};

/// Whether the key at the end of a path may change on a date, by the table.
bool is_dated(const std::vector<std::string>& steps, const Value& root) {
  const bool has_name = steps[0] != "need";
  if (steps.size() < (has_name ? 3 : 2)) return false;
  std::string context = has_name ? steps[0].substr(0, steps[0].size() - 1) : steps[0];  // tiers: tier
  const Value* here = root.find(steps[0]);
  if (has_name) here = here ? here->find(steps[1]) : nullptr;
  std::vector<std::string> contexts{context};
  bool timed = true;
  for (std::size_t i = has_name ? 2 : 1; i < steps.size() && here; ++i) {
    std::vector<const KeySpec*> keys;
    for (const std::string& c : contexts)
      for (const KeySpec* spec : keys_of(c)) keys.push_back(spec);
    const KeySpec* spec = resolve_key(steps[i], keys, timed).spec;
    const bool last = i + 1 == steps.size();
    if (spec == nullptr) return false;
    if (last) return spec->dated;
    here = here->find(steps[i]);
    switch (spec->kind) {
      case KeyKind::weights: {
        const Value* share = here && i + 1 < steps.size() ? here->find(steps[i + 1]) : nullptr;
        return share && (share->is_map() ? i + 3 == steps.size() && steps[i + 2] == "weight" : i + 2 == steps.size());
      }
      case KeyKind::section: contexts = {std::string(spec->of)}; break;
      case KeyKind::law: case KeyKind::plain_law:
        if (!here) return false;
        contexts = law_contexts(*here);
        timed = spec->kind == KeyKind::law;
        break;
      case KeyKind::elements:  // the race, whose racers are laws with exits, or the stays of classes
        ++i;
        if (i + 1 >= steps.size() || !here) return false;
        here = here->find(steps[i]);
        if (!here) return false;
        contexts = spec->of == "racer" ? law_contexts(*here) : std::vector<std::string>{};
        contexts.push_back(std::string(spec->of));
        break;
      default: return false;
    }
  }
  return false;
}

class ChangesReader {
 public:
  ChangesReader(const Value& root, Description& out, Diagnostics& diagnostics) : root_(root), out_(out), diagnostics_(diagnostics) {}

  void run() {
    const Value* changes = root_.find("changes");
    if (changes == nullptr || changes->kind == Value::Kind::null) return;
    if (!changes->is_list()) return report(diagnostics_, *changes, "'changes' must be a list, as in [{from: 2027-04-01, set: {tiers.early_help.capacity: 11000}}]");
    for (const Value& change : changes->items) collect(change);
    for (auto& [element, assignments] : by_element_) revise(element, assignments);
    std::stable_sort(out_.revisions.begin(), out_.revisions.end(), [](const Revision& a, const Revision& b) {
      return a.time != b.time ? a.time < b.time : a.of != b.of ? a.of < b.of : a.index < b.index;
    });
  }

 private:
  struct Element {
    Revision::Of of;
    std::size_t index;
    bool operator<(const Element& other) const { return of != other.of ? of < other.of : index < other.index; }
  };

  void collect(const Value& change) {
    Section section(change, {"change"}, "the change", diagnostics_);
    section.require("from");
    section.require("set");
    const auto from = section.date("from");
    const double over = section.number("over").value_or(0);
    const Value* values = section.value("set");
    if (!from || values == nullptr) return;
    if (!values->is_map()) return report(diagnostics_, *values, "'set' must be a map from paths to values, as in {tiers.early_help.capacity: 11000}");
    const double time = static_cast<double>((*from - out_.start).count());
    if (time < 0) report(diagnostics_, *section.value("from"), "'from' must not lie before the start date " + to_text(out_.start) + ", found " + to_text(*from));
    if (time >= out_.horizon) diagnostics_.warning(section.value("from")->place, "the change of " + to_text(*from) + " comes after the simulation ends");
    for (std::size_t i = 0; i < values->items.size(); ++i) assign(time, over, values->keys[i], values->items[i]);
  }

  void assign(double time, double over, const Value::Key& path, const Value& target) {
    const std::vector<std::string> steps = split(path.name, '.');
    Element element{};
    if (!find_element(steps, path, element)) return;
    if (!is_dated(steps, root_)) {
      Value copy = root_;
      const std::size_t faults = diagnostics_.all().size();
      if (value_at(copy, path, diagnostics_) == nullptr && diagnostics_.all().size() == faults)
        return diagnostics_.error(path.place, unknown("name", steps.back(), siblings(steps), " in path " + quoted(path.name)));
      std::vector<std::string> longer = steps;
      longer.push_back("weight");
      if (diagnostics_.all().size() == faults && is_dated(longer, root_))
        return diagnostics_.error(path.place, quoted(path.name) + " is a map; what can change on a date is " + quoted(path.name + ".weight"));
      if (diagnostics_.all().size() == faults)
        diagnostics_.error(path.place, quoted(path.name) + " cannot change on a date; capacity, rates, parameters of laws, exit weights, cuts and probabilities can");
      return;
    }
    by_element_[element].push_back({time, over, path, without_unit(path.name), &target});
  }

  std::vector<std::string> siblings(const std::vector<std::string>& steps) const {
    const Value* here = &root_;
    for (std::size_t i = 0; i + 1 < steps.size() && here; ++i) here = here->find(steps[i]);
    std::vector<std::string> names;
    for (std::size_t i = 0; here && i < here->keys.size(); ++i) names.push_back(here->keys[i].name);
    return names;
  }

  bool find_element(const std::vector<std::string>& steps, const Value::Key& path, Element& element) {
    const auto find = [&](const auto& list, Revision::Of of, const char* what) {
      std::vector<std::string> known;
      for (std::size_t i = 0; i < list.size(); ++i) {
        known.push_back(list[i].name);
        if (list[i].name == steps[1]) {
          element = {of, i};
          return true;
        }
      }
      diagnostics_.error(path.place, unknown(what, steps[1], known, " in path " + quoted(path.name)));
      return false;
    };
    if (steps.size() > 1 && steps[0] == "sources") return find(out_.sources, Revision::Of::source, "source");
    if (steps.size() > 1 && steps[0] == "tiers") return find(out_.tiers, Revision::Of::tier, "tier");
    if (steps.size() > 1 && steps[0] == "exits") return find(out_.exits, Revision::Of::exit, "exit");
    if (steps.size() > 1 && steps[0] == "resources") return find(out_.resources, Revision::Of::resource, "resource");
    if (steps.size() > 1 && steps[0] == "contacts") return find(out_.contacts, Revision::Of::contact, "contact");
    if (steps.size() > 1 && steps[0] == "need" && out_.need) {
      element = {Revision::Of::need, 0};
      return true;
    }
    diagnostics_.error(path.place, quoted(path.name) + " cannot change on a date: the path must begin with a tier, a source, an exit, a resource, a contact or 'need', as in 'tiers.early_help.capacity'");
    return false;
  }

  static int parts_of(const Assignment& a) { return a.over > 0 ? std::max(1, static_cast<int>(std::ceil(a.over))) : 1; }

  /// What stands at the end of a path, in whatever unit it is written there.
  struct Found {
    Value* map = nullptr;
    std::size_t index = 0;
    bool there = false;
  };
  static Found find(Value& tree, const Assignment& a) {
    const std::vector<std::string> steps = split(a.path.name, '.');
    Found found{&tree};
    for (std::size_t i = 0; i + 1 < steps.size(); ++i) found.map = found.map->find(steps[i]);
    const std::string before(a.path.name.substr(0, a.path.name.size() - steps.back().size()));
    for (; found.index < found.map->keys.size(); ++found.index) {
      found.there = without_unit(before + found.map->keys[found.index].name) == a.number;
      if (found.there) break;
    }
    return found;
  }

  /// The part of the tree that holds one element, under the same path.
  Value alone(const Element& element) const {
    Value inner, outer;
    inner.kind = outer.kind = Value::Kind::map;
    if (element.of == Revision::Of::need) {
      outer.keys = {{"need", {}}};
      outer.items = {*root_.find("need")};
      return outer;
    }
    const char* part = element.of == Revision::Of::source ? "sources" : element.of == Revision::Of::tier ? "tiers"
                     : element.of == Revision::Of::exit ? "exits" : element.of == Revision::Of::contact ? "contacts" : "resources";
    const Value& elements = *root_.find(part);
    inner.keys = {elements.keys[element.index]};
    inner.items = {elements.items[element.index]};
    outer.keys = {{part, {}}};
    outer.items = {std::move(inner)};
    return outer;
  }

  void revise(const Element& element, const std::vector<Assignment>& assignments) {
    if (overlap(assignments)) return;
    std::vector<Action> actions;
    for (std::size_t i = 0; i < assignments.size(); ++i) {
      const Assignment& a = assignments[i];
      const int parts = parts_of(a);
      if (a.over > 0) actions.push_back({a.time, i, 0, parts});
      for (int part = 1; part <= parts && a.time + a.over * part / parts < out_.horizon; ++part) {
        actions.push_back({a.time + a.over * part / parts, i, part, parts});
        if (++steps_ > most_steps) {
          if (steps_ == most_steps + 1) diagnostics_.error(a.path.place, "up to here the changes make more than 100,000 daily steps");
          return;
        }
      }
    }
    // At one moment the steps of ramps come before other steps and before the beginning of the next ramp.
    const auto of_ramp = [&](const Action& action) { return action.part > 0 && assignments[action.assignment].over > 0; };
    std::stable_sort(actions.begin(), actions.end(), [&](const Action& a, const Action& b) {
      return a.time != b.time ? a.time < b.time : of_ramp(a) && !of_ramp(b);
    });

    Value tree = alone(element);
    std::vector<Value> before(assignments.size());
    bool changed = false;
    for (std::size_t i = 0; i < actions.size(); ++i) {
      if (!act(tree, actions[i], assignments[actions[i].assignment], before[actions[i].assignment])) return;
      changed = changed || actions[i].part > 0;
      const bool more_now = i + 1 < actions.size() && actions[i + 1].time == actions[i].time;
      if (more_now || !changed) continue;
      if (!add_revision(element, actions[i].time, tree)) return;
      changed = false;
    }
  }

  bool overlap(const std::vector<Assignment>& assignments) {
    std::vector<const Assignment*> sorted;
    for (const Assignment& a : assignments) sorted.push_back(&a);
    std::stable_sort(sorted.begin(), sorted.end(), [](const Assignment* a, const Assignment* b) {
      return a->number != b->number ? a->number < b->number : a->time < b->time;
    });
    bool any = false;
    for (std::size_t i = 1; i < sorted.size(); ++i) {
      const Assignment &a = *sorted[i - 1], &b = *sorted[i];
      if (a.number != b.number) continue;
      const bool twice = a.time == b.time && a.over == 0 && b.over == 0;
      if (!twice && b.time >= a.time + a.over) continue;
      diagnostics_.error(b.path.place, quoted(b.path.name) + " changes while another change of it is " + (twice ? "made on the same day" : "under way") +
                                           ", at line " + std::to_string(a.path.place.line));
      any = true;
    }
    return any;
  }

  /// Carries out one action on the element; false, after a report, when it cannot be.
  bool act(Value& tree, const Action& action, const Assignment& a, Value& before) {
    const Found found = find(tree, a);
    if (action.part == 0) {
      before = found.there ? found.map->items[found.index] : Value{};
      if (!can_ramp(before, *a.target)) {
        diagnostics_.error(a.path.place, quoted(a.path.name) + " cannot change over time: it needs a number to begin with and a number (or as many) to end with");
        return false;
      }
      const std::string& written = found.map->keys[found.index].name;
      const std::string wanted = split(a.path.name, '.').back();
      if (a.number != a.path.name && written != wanted) scale(before, unit_of(written) / unit_of(wanted));
      return true;
    }
    Value now = *a.target;
    const bool whole = a.number.ends_with(".capacity");
    if (action.part < action.parts) now = between(before, *a.target, static_cast<double>(action.part) / action.parts, whole);
    put(*found.map, {split(a.path.name, '.').back(), a.path.place}, now, a.number != a.path.name);
    return true;
  }

  static void scale(Value& value, double factor) {
    for (Value& item : value.items) scale(item, factor);
    if (value.is_scalar()) value.text = to_text(*parse_number(value.text) * factor);
  }

  static bool can_ramp(const Value& from, const Value& to) {
    if (from.is_list() && to.is_list() && from.items.size() == to.items.size()) {
      for (std::size_t i = 0; i < from.items.size(); ++i)
        if (!can_ramp(from.items[i], to.items[i])) return false;
      return true;
    }
    return from.is_scalar() && to.is_scalar() && parse_number(from.text) && parse_number(to.text);
  }

  static Value between(const Value& from, const Value& to, double share, bool whole) {
    Value now = to;
    if (to.is_list()) {
      for (std::size_t i = 0; i < to.items.size(); ++i) now.items[i] = between(from.items[i], to.items[i], share, whole);
      return now;
    }
    const double a = *parse_number(from.text), b = *parse_number(to.text);
    const double value = a + (b - a) * share;
    now.text = to_text(whole ? std::floor(value + 0.5) : value);
    return now;
  }

  /// Reads the element as it now is; false, after a report, when it is wrong.
  bool add_revision(const Element& element, double time, const Value& tree) {
    Revision revision;
    revision.time = time;
    revision.of = element.of;
    revision.index = element.index;
    const bool has_name = element.of != Revision::Of::need;
    const Value::Key& name = has_name ? tree.items[0].keys[0] : tree.keys[0];
    const Value& map = has_name ? tree.items[0].items[0] : tree.items[0];
    Diagnostics found;  // unsimulated keys were reported when the model was read
    if (element.of == Revision::Of::source) revision.source = read_source(name, map, out_.start, found);
    if (element.of == Revision::Of::tier) revision.tier = read_tier(name, map, found);
    if (element.of == Revision::Of::resource) revision.resource = read_resource(name, map, found);
    if (element.of == Revision::Of::contact) revision.contact = read_contact(name, map, found);
    if (element.of == Revision::Of::need) revision.need = read_need_levels(map, found);
    if (element.of == Revision::Of::exit) revision.exit = read_exit(name, map, found);
    for (const Diagnostic& diagnostic : found.all())
      if (diagnostic.severity == Severity::error) diagnostics_.error(diagnostic.place, diagnostic.message + ", on " + to_text(out_.start + std::chrono::days{static_cast<int>(time)}));
    if (found.has(Severity::error)) return false;
    out_.revisions.push_back(std::move(revision));
    return true;
  }

  const Value& root_;
  Description& out_;
  Diagnostics& diagnostics_;
  std::map<Element, std::vector<Assignment>> by_element_;
  std::size_t steps_ = 0;
};

}  // namespace

void read_changes(const Value& root, Description& description, Diagnostics& diagnostics) {
  ChangesReader(root, description, diagnostics).run();
}

}  // namespace headwater
