#include "scenario/check_references.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "scenario/section.hpp"
#include "scenario/ways_out.hpp"

namespace headwater {

namespace {

class Checker {
 public:
  Checker(const Description& in, const Value& root, Diagnostics& diagnostics) : in_(in), root_(root), diagnostics_(diagnostics) {}

  void run() {
    if (in_.tiers.size() + in_.exits.size() > 10'000) return;  // refused already
    for (const TierSpec& tier : in_.tiers) add_name(tier.name, "tier", tier.place);
    for (const ExitSpec& exit : in_.exits) add_name(exit.name, "exit", exit.place);
    for (const SourceSpec& source : in_.sources) add_name(source.name, "source", source.place);
    for (const AttributeSpec& attribute : in_.attributes) attributes_.insert(attribute.name);
    for (const ResourceSpec& resource : in_.resources) resources_.push_back(resource.name);
    for (const ClassSpec& of : in_.classes) classes_.push_back(of.name);
    for (const CalendarSpec& calendar : in_.calendars) calendars_.push_back(calendar.name);

    if (in_.caseload) add_name("caseload", "source", in_.caseload->place);
    check_families();
    check_classes();
    for (const SourceSpec& source : in_.sources) check_source(source);
    for (const TierSpec& tier : in_.tiers) check_tier(tier);
    for (const ExitSpec& exit : in_.exits) {
      if (!exit.returns) continue;
      require_tier(exit.returns->to, "'returns' of exit '" + exit.name + "'", exit.returns->place);
      edges_[exit.name].push_back(exit.returns->to);
    }
    if (in_.caseload)
      for (const OpenCases& row : in_.caseload->rows) edges_["caseload"].push_back(row.tier);
    check_groups();
    for (const ResourceSpec& resource : in_.resources) check_resource(resource);
    check_reach();
    warn_of_odd();
  }

 private:
  void add_name(const std::string& name, const char* what, Place place) {
    const auto [other, added] = names_.emplace(name, what);
    if (!added)
      diagnostics_.error(place, std::string(what) + " '" + name + "' has the name of a " + other->second + "; names of tiers, exits and sources must differ");
    (std::string(what) == "tier" ? tiers_ : std::string(what) == "exit" ? exits_ : sources_).push_back(name);
  }

  bool is(const char* what, const std::string& name) const {
    const auto found = names_.find(name);
    return found != names_.end() && found->second == what;
  }

  void require_tier(const std::string& name, const std::string& in, Place place) {
    if (name.empty() || is("tier", name)) return;
    if (is("exit", name)) return diagnostics_.error(place, "'" + name + "' in " + in + " is an exit; a tier is wanted");
    diagnostics_.error(place, unknown("tier", name, tiers_, " in " + in));
  }

  void require_node(const std::string& name, const std::string& in, Place place) {
    if (is("tier", name) || is("exit", name)) return;
    std::vector<std::string> known = tiers_;
    known.insert(known.end(), exits_.begin(), exits_.end());
    diagnostics_.error(place, unknown("tier or exit", name, known, " in " + in));
  }

  void require_attribute(const std::string& name, const std::string& in, Place place) {
    if (name.empty() || attributes_.count(name) || (name == "need" && in_.population)) return;
    for (const SourceSpec& source : in_.sources) {
      const bool has = std::any_of(source.attributes.begin(), source.attributes.end(), [&](const AttributeSpec& a) { return a.name == name; });
      if (!has) {
        std::vector<std::string> known(attributes_.begin(), attributes_.end());
        for (const AttributeSpec& own : source.attributes) known.push_back(own.name);
        diagnostics_.error(place, unknown("attribute", name, known, " in " + in) + ": neither the model nor source '" + source.name + "' gives it a law");
        return;
      }
    }
  }

  void check_source(const SourceSpec& source) {
    require_tier(source.to, "'to' of source '" + source.name + "'", source.place);
    require("class", source.of_class, classes_, "source '" + source.name + "'", source.place);
    check_patterns("sources", source.name, source.patterns, "source '" + source.name + "'", source.place);
    if (source.follows) require_tier(source.follows->tier, "'follows' of source '" + source.name + "'", source.follows->place);
    edges_[source.name].push_back(source.to);
  }

  /// Read from the tree, since the description holds only those that are reported.
  void check_groups() {
    const Value* groups = root_.find("groups");
    for (std::size_t i = 0; groups && groups->is_map() && i < groups->items.size(); ++i) {
      const Value* on = groups->items[i].find("on");
      if (!on || !on->is_scalar() || (on->text == "class" && !in_.classes.empty())) continue;
      require_attribute(on->text, "group '" + groups->keys[i].name + "'", groups->keys[i].place);
    }
  }

  /// Whether 'class' stands for the class of an entity.
  bool by_class(const std::string& name) const { return name == "class" && !classes_.empty(); }

  void require(const char* what, const std::string& name, const std::vector<std::string>& known, const std::string& in, Place place) {
    if (name.empty() || std::find(known.begin(), known.end(), name) != known.end()) return;
    const std::string section = std::string(what) == "class" ? "classes" : std::string(what) + "s";
    diagnostics_.error(place, unknown(what, name, known, " in " + in) + (known.empty() ? ": the model has no '" + section + "'" : ""));
  }

  /// Where the value of a key of an element is written; for a list, its item `index`.
  Place place_of(const char* part, const std::string& name, const char* key, std::size_t index, Place otherwise) const {
    const Value* value = root_.find(part);
    for (const std::string_view step : {std::string_view(name), std::string_view(key)}) value = value ? value->find(step) : nullptr;
    if (value == nullptr) return otherwise;
    return value->is_list() && index < value->items.size() ? value->items[index].place : value->place;
  }

  /// Where the name of a class in 'by_class' is written.
  Place key_of(const TierSpec& tier, const std::string& of_class) const {
    const Value* value = root_.find("tiers");
    for (const std::string_view step : {std::string_view(tier.name), std::string_view("by_class")}) value = value ? value->find(step) : nullptr;
    for (std::size_t i = 0; value && i < value->keys.size(); ++i)
      if (value->keys[i].name == of_class) return value->keys[i].place;
    return tier.place;
  }

  void check_patterns(const char* part, const std::string& name, const std::vector<std::string>& patterns, const std::string& owner, Place place) {
    for (std::size_t i = 0; i < patterns.size(); ++i)
      require("calendar", patterns[i], calendars_, "'patterns' of " + owner, place_of(part, name, "patterns", i, place));
  }

  void check_classes() {
    if (classes_.empty()) return;
    if (classes_.size() > 255) diagnostics_.error(in_.classes[255].place, "a model can have at most 255 classes, found " + std::to_string(classes_.size()));
    for (const AttributeSpec& attribute : in_.attributes)
      if (attribute.name == "class") diagnostics_.error(attribute.place, "an attribute of a model with classes cannot have the name 'class'");
    std::set<std::string> used;
    if (in_.caseload)
      for (const OpenCases& row : in_.caseload->rows) used.insert(row.of_class);
    for (const SourceSpec& source : in_.sources) {
      used.insert(source.of_class);
      if (source.of_class.empty()) diagnostics_.error(source.place, "'class' is missing in source '" + source.name + "': the model has classes");
    }
    for (const TierSpec& tier : in_.tiers)
      for (const WayOut& way : ways_out(tier)) used.insert(way.becomes);
    for (const ClassSpec& of : in_.classes)
      if (!used.count(of.name)) diagnostics_.warning(of.place, "class '" + of.name + "' is that of no source, and nobody becomes it");
  }

  void check_tier(const TierSpec& tier) {
    const std::string owner = "tier '" + tier.name + "'";
    for (const WayOut& way : ways_out(tier)) {
      if (way.to.empty()) continue;
      const Place place = way.part.starts_with("'when_full'") ? place_of("tiers", tier.name, "when_full", 0, way.place) : way.place;
      if (way.to_tier) require_tier(way.to, way.part, place);
      else require_node(way.to, way.part, place);
      require("class", way.becomes, classes_, way.part, place);
      edges_[tier.name].push_back(way.to);
    }
    check_stay(tier, owner, tier.place);
    for (const auto& [name, stay] : tier.by_class) {
      require("class", name, classes_, "'by_class' of " + owner, key_of(tier, name));
      check_stay(stay, "class '" + name + "' in " + owner, tier.place);
    }
    const Place ordered_by = place_of("tiers", tier.name, "ordered_by", 0, tier.place);
    if (tier.ordered_by == "class" && classes_.empty() && !attributes_.count("class")) diagnostics_.error(ordered_by, "'ordered_by: class' of " + owner + ": the model has no 'classes'");
    else if (!by_class(tier.ordered_by)) require_attribute(tier.ordered_by, "'ordered_by' of " + owner, ordered_by);
    for (const NeedSpec& need : tier.needs) {
      require("resource", need.resource, resources_, "'needs' of " + owner, need.place);
      require_attribute(need.attribute, "'needs' of " + owner, need.place);
    }
    for (std::size_t i = 0; i < tier.keeps.size(); ++i)
      require("resource", tier.keeps[i], resources_, "'keeps' of " + owner, place_of("tiers", tier.name, "keeps", i, tier.place));
    check_patterns("tiers", tier.name, tier.patterns, owner, tier.place);
    refuse_ages_where_shared(tier);
  }

  void check_stay(const StaySpec& stay, const std::string& owner, Place place) {
    if (stay.sojourn && stay.sojourn->by_age) require_attribute("age_years", "the 'sojourn' of " + owner + ", which goes by age", place);
    for (const RacerSpec& racer : stay.race)
      if (racer.at_age_years || (racer.law && racer.law->by_age)) require_attribute("age_years", "the race of " + owner, racer.place);
    if (stay.decide) require_attribute(stay.decide->on, "'decide' of " + owner, stay.decide->place);
  }

  /// Where capacity is shared a stay ends when it has had its share of service, not at an age.
  void refuse_ages_where_shared(const TierSpec& tier) {
    const auto by_age = [](const StaySpec& stay) {
      return (stay.sojourn && stay.sojourn->by_age) ||
             std::any_of(stay.race.begin(), stay.race.end(), [](const RacerSpec& racer) { return racer.at_age_years || (racer.law && racer.law->by_age); });
    };
    const bool any = by_age(tier) || std::any_of(tier.by_class.begin(), tier.by_class.end(), [&](const auto& own) { return by_age(own.second); });
    if (tier.order != Order::shared || !any) return;
    diagnostics_.error(place_of("tiers", tier.name, "order", 0, tier.place),
                       "tier '" + tier.name + "' shares its capacity among all who are there, so a stay ends when it has had its service; a birthday or a law by age cannot end it");
  }

  void check_resource(const ResourceSpec& resource) {
    const bool needed = std::any_of(in_.tiers.begin(), in_.tiers.end(), [&](const TierSpec& tier) {
      return std::any_of(tier.needs.begin(), tier.needs.end(), [&](const NeedSpec& need) { return need.resource == resource.name; });
    });
    if (!needed) diagnostics_.warning(resource.place, "resource '" + resource.name + "' is needed in no tier");
    check_patterns("resources", resource.name, resource.patterns, "resource '" + resource.name + "'", resource.place);
  }

  /// What leads families and children to tiers. (`check_families` says whether those tiers are there.)
  void check_families() {
    for (const ContactSpec& contact : in_.contacts) {
      add_name(contact.name, "source", contact.place);
      for (const std::string& to : {contact.to, contact.otherwise_to, contact.children_to})
        if (!to.empty()) edges_[contact.name].push_back(to);
    }
    for (const TierSpec& tier : in_.tiers)
      for (const ChildWaySpec& way : tier.family.children) edges_[tier.name].push_back(way.to);
    for (const ExitSpec& exit : in_.exits)
      if (!exit.rejoins.empty()) edges_[exit.name].push_back(exit.rejoins);
    if (in_.population && !in_.contacts.empty()) edges_[in_.contacts[0].name].push_back(in_.population->no_child_at_home);
    if (in_.population && in_.population->moves && !in_.contacts.empty()) edges_[in_.contacts[0].name].push_back(in_.population->moves->to);
  }

  using Edges = std::map<std::string, std::vector<std::string>>;

  static std::set<std::string> reached(const Edges& edges, std::vector<std::string> open) {
    std::set<std::string> seen;
    while (!open.empty()) {
      const std::string name = open.back();
      open.pop_back();
      if (!seen.insert(name).second) continue;
      const auto found = edges.find(name);
      if (found != edges.end()) open.insert(open.end(), found->second.begin(), found->second.end());
    }
    return seen;
  }

  std::set<std::string> leading_to(const std::vector<std::string>& ends) const {
    Edges back;
    for (const auto& [from, list] : edges_)
      for (const std::string& to : list) back[to].push_back(from);
    return reached(back, ends);
  }

  void check_reach() {
    const std::set<std::string> found = reached(edges_, sources_);
    for (const TierSpec& tier : in_.tiers)
      if (!found.count(tier.name)) diagnostics_.error(tier.place, "tier '" + tier.name + "' cannot be reached from any source");
    for (const ExitSpec& exit : in_.exits)
      if (!found.count(exit.name)) diagnostics_.warning(exit.place, "exit '" + exit.name + "' is not used");
  }

  void warn_of_odd() {
    const std::set<std::string> leaving = leading_to(exits_);
    std::vector<std::string> streams;  // who is there from the beginning may stay for ever: a closed network
    for (const SourceSpec& source : in_.sources)
      if (source.at_start == 0) streams.push_back(source.name);
    const std::set<std::string> coming = reached(edges_, streams);
    for (const TierSpec& tier : in_.tiers) {
      if (coming.count(tier.name) && !leaving.count(tier.name)) diagnostics_.warning(tier.place, "nobody who comes to tier '" + tier.name + "' can ever leave the model");
      if (tier.capacity == 0)
        diagnostics_.warning(tier.place, "tier '" + tier.name + "' has no places to begin with: all who come wait");
    }
    std::set<std::string> used;
    const auto use = [&used](const auto& elements) {
      for (const auto& element : elements) used.insert(element.patterns.begin(), element.patterns.end());
    };
    use(in_.sources);
    use(in_.tiers);
    use(in_.resources);
    for (const CalendarSpec& calendar : in_.calendars)
      if (!used.count(calendar.name)) diagnostics_.warning(calendar.place, "calendar '" + calendar.name + "' is not used in any 'patterns'");
    for (const SourceSpec& source : in_.sources)
      if (!source.dates.empty() && source.dates.back() >= in_.horizon)
        diagnostics_.warning(source.place, "source '" + source.name + "' lists arrivals after the simulation ends");
  }

  const Description& in_;
  const Value& root_;
  Diagnostics& diagnostics_;
  std::map<std::string, std::string> names_;  ///< what each name is
  std::vector<std::string> tiers_, exits_, sources_, resources_, classes_, calendars_;
  std::set<std::string> attributes_;
  Edges edges_;
};

}  // namespace

void check_references(const Description& description, const Value& root, Diagnostics& diagnostics) {
  Checker(description, root, diagnostics).run();
}

}  // namespace headwater
