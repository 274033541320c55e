#include "scenario/check_references.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "scenario/section.hpp"

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

    for (const SourceSpec& source : in_.sources) check_source(source);
    for (const TierSpec& tier : in_.tiers) check_tier(tier);
    for (const ExitSpec& exit : in_.exits) {
      if (!exit.returns) continue;
      require_tier(exit.returns->to, "'returns' of exit '" + exit.name + "'", exit.returns->place);
      edges_[exit.name].push_back(exit.returns->to);
    }
    check_groups();
    check_shared_resources();
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
    if (name.empty() || attributes_.count(name)) return;
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
    edges_[source.name].push_back(source.to);
  }

  void check_tier(const TierSpec& tier) {
    const std::string in = "'exits' of tier '" + tier.name + "'";
    for (const ExitShare& share : tier.exits) {
      require_node(share.to, in, share.place);
      edges_[tier.name].push_back(share.to);
    }
    for (const RacerSpec& racer : tier.race) {
      for (const ExitShare& share : racer.exits) {
        require_node(share.to, "'exits' of '" + racer.name + "' in the race of tier '" + tier.name + "'", share.place);
        edges_[tier.name].push_back(share.to);
      }
      if (racer.at_age_years) require_attribute("age_years", "the race of tier '" + tier.name + "'", racer.place);
    }
    if (tier.decide) {
      require_attribute(tier.decide->on, "'decide' of tier '" + tier.name + "'", tier.decide->place);
      for (const std::string& name : tier.decide->to) {
        require_node(name, "'decide' of tier '" + tier.name + "'", tier.decide->place);
        edges_[tier.name].push_back(name);
      }
    }
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

  /// Ways of a child out of a family's case, and shared resources: read from the tree, since no description holds them yet.
  void check_shared_resources() {
    const Value* tiers = root_.find("tiers");
    const Value* resources = root_.find("resources");
    std::vector<std::string> known;
    if (resources && resources->is_map())
      for (const Value::Key& key : resources->keys) known.push_back(key.name);
    for (std::size_t i = 0; tiers && tiers->is_map() && i < tiers->items.size(); ++i) {
      const std::string& tier = tiers->keys[i].name;
      const Value* needs = tiers->items[i].find("needs");
      for (std::size_t k = 0; needs && needs->is_map() && k < needs->keys.size(); ++k)
        if (std::find(known.begin(), known.end(), needs->keys[k].name) == known.end()) diagnostics_.error(needs->keys[k].place, unknown("resource", needs->keys[k].name, known, " in 'needs' of tier '" + tier + "'"));
      const Value* children = tiers->items[i].find("children");
      for (std::size_t k = 0; children && children->is_map() && k < children->items.size(); ++k) {
        const Value* to = children->items[k].find("to");
        if (!to || !to->is_scalar()) continue;
        require_tier(to->text, "'children' of tier '" + tier + "'", to->place);
        edges_[tier].push_back(to->text);
      }
    }
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
    for (const TierSpec& tier : in_.tiers) {
      if (!leaving.count(tier.name)) diagnostics_.warning(tier.place, "nobody who comes to tier '" + tier.name + "' can ever leave the model");
      if (tier.capacity == 0)
        diagnostics_.warning(tier.place, "tier '" + tier.name + "' has no places to begin with: all who come wait");
    }
    for (const SourceSpec& source : in_.sources)
      if (!source.dates.empty() && source.dates.back() >= in_.horizon)
        diagnostics_.warning(source.place, "source '" + source.name + "' lists arrivals after the simulation ends");
  }

  const Description& in_;
  const Value& root_;
  Diagnostics& diagnostics_;
  std::map<std::string, std::string> names_;  ///< what each name is
  std::vector<std::string> tiers_, exits_, sources_;
  std::set<std::string> attributes_;
  Edges edges_;
};

}  // namespace

void check_references(const Description& description, const Value& root, Diagnostics& diagnostics) {
  Checker(description, root, diagnostics).run();
}

}  // namespace headwater
