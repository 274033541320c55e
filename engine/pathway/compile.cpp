#include "pathway/compile.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>
#include <tuple>

#include "pathway/compile_arrivals.hpp"
#include "pathway/compile_caseload.hpp"
#include "pathway/compile_families.hpp"
#include "pathway/reporting_periods.hpp"
#include "random/luck.hpp"
#include "scenario/read_tier.hpp"
#include "scenario/timeline.hpp"

namespace headwater {

namespace {

// Lists of exits and racers are taken in order of name, so that their order in the file changes no draw.
template <class Item, class Name>
std::vector<Item> by_name(std::vector<Item> items, Name name) {
  std::sort(items.begin(), items.end(), [&](const Item& a, const Item& b) { return name(a) < name(b); });
  return items;
}

std::vector<ExitShare> sorted(const std::vector<ExitShare>& exits) {
  return by_name(exits, [](const ExitShare& share) { return share.to; });
}

std::vector<RacerSpec> sorted(const std::vector<RacerSpec>& race) {
  return by_name(race, [](const RacerSpec& racer) { return racer.name; });
}

/// Cuts of the unit interval in proportion to the weights.
std::vector<double> cuts_of(const std::vector<ExitShare>& sorted_exits) {
  double total = 0;
  for (const ExitShare& share : sorted_exits) total += share.weight;
  std::vector<double> cuts;
  double sum = 0;
  for (std::size_t i = 0; i + 1 < sorted_exits.size(); ++i) {
    sum += sorted_exits[i].weight;
    cuts.push_back(sum / total);
  }
  return cuts;
}

/// The stays of a tier in the order of the table: its own, then those of classes that have their own.
std::vector<const StaySpec*> variants_of(const TierSpec& tier) {
  std::vector<const StaySpec*> variants{&tier};
  for (const auto& [name, stay] : tier.by_class) variants.push_back(&stay);
  return variants;
}

/// All cuts of a tier's stays, in the order of the table.
std::vector<double> cuts_of(const TierSpec& tier) {
  std::vector<double> all;
  const auto append = [&all](const std::vector<double>& cuts) { all.insert(all.end(), cuts.begin(), cuts.end()); };
  for (const StaySpec* stay : variants_of(tier)) {
    if (stay->decide) {
      append(stay->decide->below);
    } else if (stay->race.empty()) {
      append(cuts_of(sorted(stay->exits)));
    } else {
      for (const RacerSpec& racer : sorted(stay->race)) append(cuts_of(sorted(racer.exits)));
    }
  }
  return all;
}

/// The laws of a tier's stays, in the order of the table (a birthday has none: a constant stands in).
std::vector<Law> laws_of(const TierSpec& tier) {
  std::vector<Law> laws;
  for (const StaySpec* stay : variants_of(tier)) {
    if (stay->sojourn) laws.push_back(*stay->sojourn);
    else
      for (const RacerSpec& racer : sorted(stay->race)) laws.push_back(racer.law.value_or(Law{}));
  }
  return laws;
}

class Compiler {
 public:
  explicit Compiler(const Description& description) : in_(description) {}

  Model run() {
    out_.title = in_.title;
    out_.start_date = to_text(in_.start);
    out_.year_begins_month = in_.year_begins_month;
    out_.run = in_.run;
    out_.warm_up = in_.run.warm_up;
    out_.horizon = in_.run.warm_up + in_.horizon;
    for (const double end : reporting_periods(in_.start, in_.horizon, in_.run, in_.year_begins_month))
      out_.period_ends.push_back(in_.run.warm_up + end);

    for (const TierSpec& tier : in_.tiers) add_name(tier.name);
    out_.tiers = static_cast<std::uint32_t>(in_.tiers.size());
    for (const ExitSpec& exit : in_.exits) add_name(exit.name);

    if (in_.money) out_.money = prices_of(*in_.money, in_.start, in_.horizon, in_.year_begins_month, {out_.names.begin(), out_.names.begin() + out_.tiers});
    add_classes();
    add_attributes();
    for (const ResourceSpec& resource : in_.resources) add_resource(resource);
    for (std::uint32_t i = 0; i < in_.sources.size(); ++i) add_source(i);
    for (const TierSpec& tier : in_.tiers) add_tier(tier);
    for (const ExitSpec& exit : in_.exits) add_exit(exit);
    const FamilyNames names{[this](const std::string& name) { return node(name); },
                            [this](std::int32_t tier, std::int32_t source, const std::string& to, const std::string& how) { return add_edge(tier, source, to, how); },
                            [this](const std::string& sentence) { return purpose(sentence); }};
    if (in_.population) compile_families(in_, names, out_);
    compile_caseload(in_, names, out_);
    out_.timescales = timescales_of(in_, out_.edges, out_.names, out_.tiers);
    for (const Revision& revision : in_.revisions) {
      if (revision.of == Revision::Of::tier || revision.of == Revision::Of::exit) add_change(revision);
    }
    add_capacity_changes();
    return std::move(out_);
  }

 private:
  /// The hash that names a draw. Two draws of one name would be the same luck twice: that is refused. (Stays of several
  /// classes in one tier have one name and the same luck: an entity is of one class at a time.)
  std::uint64_t purpose(const std::string& sentence) {
    const std::uint64_t hash = hash_of_name(sentence);
    if (purposes_.emplace(hash, sentence).first->second != sentence) throw std::runtime_error("two draws of the model share the name of '" + sentence + "'; rename the element");
    return hash;
  }

  void add_name(const std::string& name) {
    node_[name] = static_cast<std::uint32_t>(out_.names.size());
    out_.names.push_back(name);
  }

  std::uint32_t node(const std::string& name) const {
    const auto found = node_.find(name);
    if (found == node_.end()) throw std::logic_error("no tier or exit is named '" + name + "'");
    return found->second;
  }

  std::uint32_t attribute(const std::string& name) const {
    for (std::uint32_t i = 0; i < out_.attributes.size(); ++i)
      if (out_.attributes[i].name == name) return i;
    throw std::logic_error("no attribute is named '" + name + "'");
  }

  // Every attribute that the model or any source gives a law; where a source has none, the attribute is 0.
  void add_attributes() {
    const auto add = [this](const AttributeSpec& spec) {
      for (const Attribute& known : out_.attributes)
        if (known.name == spec.name) return;
      out_.attributes.push_back({spec.name, purpose("attribute/" + spec.name)});
      if (spec.name == "age_years") out_.age_attribute = static_cast<std::int32_t>(out_.attributes.size() - 1);
    };
    for (const AttributeSpec& spec : in_.attributes) add(spec);
    for (const SourceSpec& source : in_.sources)
      for (const AttributeSpec& spec : source.attributes) add(spec);
    if (in_.population) add({"age_years", {}, {}});

    std::uint32_t stride = 1;
    out_.group_labels = {""};
    for (const GroupSpec& group : in_.groups) {
      const bool by_class = group.on == "class";
      const std::vector<std::string>& names = by_class ? out_.class_names : group.labels;
      out_.groupings.push_back({by_class ? -1 : static_cast<std::int32_t>(attribute(group.on)), group.below, stride});
      stride *= static_cast<std::uint32_t>(names.size());
      std::vector<std::string> labels;
      for (const std::string& label : names)
        for (const std::string& earlier : out_.group_labels) labels.push_back(earlier.empty() ? label : earlier + ", " + label);
      out_.group_labels = std::move(labels);
    }
  }

  // Classes in order of name, so that their order in the file changes nothing.
  void add_classes() {
    for (const ClassSpec& spec : by_name(in_.classes, [](const ClassSpec& c) { return c.name; })) {
      out_.class_names.push_back(spec.name);
      out_.class_priorities.push_back(spec.priority);
    }
  }

  std::uint32_t class_index(const std::string& name) const {
    const auto found = std::find(out_.class_names.begin(), out_.class_names.end(), name);
    if (found == out_.class_names.end()) throw std::logic_error("no class is named '" + name + "'");
    return static_cast<std::uint32_t>(found - out_.class_names.begin());
  }

  void add_resource(const ResourceSpec& spec) {
    out_.resource_names.push_back(spec.name);
    Resource resource;
    resource.when_cut = spec.when_cut;
    resource.recurs = !spec.patterns.empty();
    out_.resources.push_back(resource);
  }

  std::uint32_t resource_index(const std::string& name) const {
    const auto found = std::find(out_.resource_names.begin(), out_.resource_names.end(), name);
    if (found == out_.resource_names.end()) throw std::logic_error("no resource is named '" + name + "'");
    return static_cast<std::uint32_t>(found - out_.resource_names.begin());
  }

  std::uint32_t add_edge(std::int32_t from_node, std::int32_t from_source, const std::string& to, const std::string& how = "",
                         const std::string& becomes = "") {
    out_.edges.push_back({from_node, from_source, node(to), how, becomes.empty() ? -1 : static_cast<std::int32_t>(class_index(becomes))});
    return static_cast<std::uint32_t>(out_.edges.size() - 1);
  }

  void add_source(std::uint32_t index) {
    const SourceSpec& spec = in_.sources[index];
    Source source;
    source.key = source_key("source/" + spec.name);
    if (!spec.of_class.empty()) source.of_class = static_cast<std::uint8_t>(class_index(spec.of_class));
    source.edge = add_edge(-1, static_cast<std::int32_t>(index), spec.to);
    for (const Attribute& known : out_.attributes) {
      const auto is_it = [&](const AttributeSpec& a) { return a.name == known.name; };
      auto own = std::find_if(spec.attributes.begin(), spec.attributes.end(), is_it);
      if (own == spec.attributes.end()) {
        own = std::find_if(in_.attributes.begin(), in_.attributes.end(), is_it);
        source.attributes.emplace_back(own == in_.attributes.end() ? *constant_law(0).law : own->law);
      } else {
        source.attributes.emplace_back(own->law);
      }
    }
    compile_arrivals(in_, index, [&](const char* what) { return purpose("source/" + spec.name + "/" + what); }, source);
    if (spec.follows) source.follows_node = static_cast<std::int32_t>(node(spec.follows->tier));
    out_.arrivals_per_day += busiest_rate(spec, source);
    out_.sources.push_back(std::move(source));
    out_.source_names.push_back(spec.name);
  }

  void add_tier(const TierSpec& spec) {
    const auto index = static_cast<std::uint32_t>(out_.nodes.size());
    const std::string about = "tier/" + spec.name;
    Node node;
    node.order = hash_of_name(about);
    node.first_stay = static_cast<std::uint32_t>(out_.stays.size());
    node.when_cut = spec.when_cut;
    node.recurs = !spec.patterns.empty();
    add_stays(spec, index, about, "");
    node.stays = static_cast<std::uint32_t>(out_.stays.size()) - node.first_stay;
    if (!spec.by_class.empty()) node.class_stays = add_class_stays(spec, node, index, about);
    node.watched = std::any_of(in_.sources.begin(), in_.sources.end(), [&](const SourceSpec& source) { return follows(source, spec.name); });
    node.plain = is_plain(spec) && !node.watched;
    if (node.plain) {
      node.draws_early = spec.sojourn && !spec.sojourn->by_age && keeps_shape(spec, index);
    } else {
      node.rules = static_cast<std::uint32_t>(out_.rules.size());
      out_.rules.push_back(rules_of(spec, index, about));
    }
    out_.nodes.push_back(node);
  }

  void add_stays(const StaySpec& spec, std::uint32_t index, const std::string& about, const std::string& of_class) {
    Stay stay;
    stay.node = index;
    if (spec.sojourn) {
      stay.sampler = Sampler(*spec.sojourn);
      stay.purpose = purpose(about + "/sojourn");
      stay.choice = spec.decide ? decide(index, *spec.decide, about, of_class) : spec.share_out ? share_out(index, *spec.share_out, of_class)
                                                                         : weigh(index, spec.exits, about, of_class);
      stay.choice.turn = static_cast<std::uint32_t>(out_.stays.size());
      out_.stays.push_back(std::move(stay));
      return;
    }
    for (const RacerSpec& racer : sorted(spec.race)) {
      stay.sampler = Sampler(racer.law.value_or(Law{}));
      stay.at_age = racer.at_age_years.value_or(-1);
      stay.hazard_by_need = racer.hazard_by_need;
      stay.purpose = purpose(about + "/race/" + racer.name);
      stay.choice = weigh(index, racer.exits, about + "/race/" + racer.name, of_class.empty() ? racer.name : of_class + ", " + racer.name);
      out_.stays.push_back(stay);
    }
  }

  std::int32_t add_class_stays(const TierSpec& spec, const Node& node, std::uint32_t index, const std::string& about) {
    const auto first = static_cast<std::int32_t>(out_.class_stays.size());
    out_.class_stays.resize(out_.class_stays.size() + out_.class_names.size(), {node.first_stay, node.stays});
    for (const auto& [name, stay] : spec.by_class) {
      ClassStays& own = out_.class_stays[static_cast<std::size_t>(first) + class_index(name)];
      own.first_stay = static_cast<std::uint32_t>(out_.stays.size());
      add_stays(stay, index, about, name);
      if (stay.share_out && spec.share_out && stay.share_out->to == spec.share_out->to) out_.stays[own.first_stay].choice.turn = node.first_stay;
      own.stays = static_cast<std::uint32_t>(out_.stays.size()) - own.first_stay;
    }
    return first;
  }

  static bool follows(const SourceSpec& source, const std::string& tier) { return source.follows && source.follows->tier == tier; }

  const TierSpec* tier_named(const std::string& name) const {
    for (const TierSpec& tier : in_.tiers)
      if (tier.name == name) return &tier;
    return nullptr;
  }

  /// Whether a way out of the tier leads to one that blocks.
  bool may_be_blocked(const TierSpec& spec) const {
    const auto blocks = [this](const std::string& to) {
      const TierSpec* tier = tier_named(to);
      return tier != nullptr && tier->blocks;
    };
    const auto any_share = [&](const std::vector<ExitShare>& exits) {
      return std::any_of(exits.begin(), exits.end(), [&](const ExitShare& share) { return blocks(share.to); });
    };
    for (const StaySpec* stay : variants_of(spec)) {
      if (any_share(stay->exits)) return true;
      if (stay->decide && std::any_of(stay->decide->to.begin(), stay->decide->to.end(), blocks)) return true;
      if (stay->share_out && std::any_of(stay->share_out->to.begin(), stay->share_out->to.end(), blocks)) return true;
      if (std::any_of(stay->race.begin(), stay->race.end(), [&](const RacerSpec& racer) { return any_share(racer.exits); })) return true;
    }
    return false;
  }

  bool is_plain(const TierSpec& spec) const {
    return spec.order == Order::first_come && !spec.waiting_room && spec.when_full.empty() && !spec.blocks && !spec.balk && !spec.patience &&
           spec.needs.empty() && spec.by_class.empty() && spec.when_cut == WhenCut::finish &&
           in_.resources.empty() && !may_be_blocked(spec) && !(in_.population && can_wait(spec));
  }

  QueueRules rules_of(const TierSpec& spec, std::uint32_t index, const std::string& about) {
    QueueRules rules;
    const auto from = static_cast<std::int32_t>(index);
    rules.order = spec.order;
    if (!spec.ordered_by.empty() && spec.ordered_by != "class") rules.attribute = static_cast<std::int32_t>(attribute(spec.ordered_by));
    rules.bands = spec.bands;
    rules.pre_emption = spec.pre_emption;
    rules.shared_by_at_most = spec.shared_by_at_most.value_or(unlimited);
    rules.waiting_room = spec.waiting_room.value_or(spec.blocks || !spec.when_full.empty() ? 0 : unlimited);
    rules.blocks = spec.blocks;
    rules.has_places = (spec.capacity || !spec.needs.empty()) && spec.order != Order::shared;
    if (!spec.when_full.empty()) rules.full_edge = static_cast<std::int32_t>(add_edge(from, -1, spec.when_full, "full"));
    if (spec.balk) {
      rules.balk_from = spec.balk->from;
      rules.balk_probability = spec.balk->probability;
      rules.balk_purpose = purpose(about + "/balk");
      rules.balk_edge = static_cast<std::int32_t>(add_edge(from, -1, spec.balk->to, "balk"));
    }
    if (spec.patience) {
      rules.patience_stay = static_cast<std::int32_t>(out_.stays.size());
      Stay stay;
      stay.sampler = Sampler(spec.patience->law);
      stay.node = index;
      stay.is_patience = true;
      stay.purpose = purpose(about + "/patience");
      stay.choice.first_edge = add_edge(from, -1, spec.patience->to, "patience");
      out_.stays.push_back(std::move(stay));
    }
    if (spec.order == Order::random) rules.pick_purpose = purpose(about + "/pick");
    for (const NeedSpec& need : by_name(spec.needs, [](const NeedSpec& n) { return n.resource; })) {
      rules.needs.push_back({resource_index(need.resource), static_cast<std::int64_t>(std::floor(need.amount * millionths + 0.5)),
                             need.attribute.empty() ? -1 : static_cast<std::int32_t>(attribute(need.attribute))});
      out_.resources[rules.needs.back().resource].users.push_back(index);
    }
    for (const std::string& name : spec.keeps) rules.keeps.push_back(resource_index(name));
    return rules;
  }

  void add_exit(const ExitSpec& spec) {
    const auto index = static_cast<std::uint32_t>(out_.nodes.size());
    const std::string about = "exit/" + spec.name;
    Node node;
    node.order = hash_of_name(about);
    node.is_exit = true;
    node.first_stay = static_cast<std::uint32_t>(out_.stays.size());
    if (spec.returns) {
      node.return_probability = spec.returns->probability;
      node.purpose = purpose(about + "/returns");
      Stay stay;
      stay.sampler = Sampler(spec.returns->after);
      stay.node = index;
      stay.purpose = purpose(about + "/after");
      stay.choice.first_edge = add_edge(static_cast<std::int32_t>(index), -1, spec.returns->to);
      out_.stays.push_back(std::move(stay));
      node.stays = 1;
    }
    out_.nodes.push_back(node);
  }

  /// The unit draw may be kept from before a stay begins as long as no dated change alters the law's shape.
  bool keeps_shape(const TierSpec& spec, std::size_t index) const {
    for (const Revision& revision : in_.revisions) {
      if (revision.of == Revision::Of::tier && revision.index == index && !revision.tier.sojourn->same_unit(*spec.sojourn)) return false;
    }
    return true;
  }

  Choice decide(std::uint32_t from, const DecideSpec& spec, const std::string& about, const std::string& how) {
    Choice choice;
    choice.by = in_.population && spec.on == "need" ? Choice::By::need : Choice::By::attribute;
    if (choice.by == Choice::By::attribute) choice.attribute = attribute(spec.on);
    choice.error = spec.error;
    choice.purpose = purpose(about + "/decide");
    choice.first_cut = append_cuts(spec.below);
    choice.first_edge = static_cast<std::uint32_t>(out_.edges.size());
    choice.edges = static_cast<std::uint32_t>(spec.to.size());
    for (std::size_t i = 0; i < spec.to.size(); ++i) {
      const bool repeated = std::count(spec.to.begin(), spec.to.end(), spec.to[i]) > 1;
      std::string band = repeated ? "band " + std::to_string(i + 1) : "";
      if (repeated && !how.empty()) band = how + ", " + band;
      add_edge(static_cast<std::int32_t>(from), -1, spec.to[i], repeated ? band : how);
    }
    return choice;
  }

  Choice share_out(std::uint32_t from, const ShareOutSpec& spec, const std::string& how) {
    Choice choice;
    choice.by = spec.by == ShareOutSpec::By::cycle            ? Choice::By::cycle
                : spec.by == ShareOutSpec::By::fewest_present ? Choice::By::fewest_present
                                                              : Choice::By::shortest_queue;
    choice.first_cut = append_cuts({});  // where those of the tier's other stays begin
    choice.first_edge = static_cast<std::uint32_t>(out_.edges.size());
    choice.edges = static_cast<std::uint32_t>(spec.to.size());
    for (const std::string& name : spec.to) add_edge(static_cast<std::int32_t>(from), -1, name, how);
    return choice;
  }

  Choice weigh(std::uint32_t from, const std::vector<ExitShare>& exits, const std::string& about, const std::string& how) {
    const std::vector<ExitShare> shares = sorted(exits);
    Choice choice;
    choice.purpose = purpose(about + "/exit");
    choice.first_cut = append_cuts(cuts_of(shares));
    choice.first_edge = static_cast<std::uint32_t>(out_.edges.size());
    choice.edges = static_cast<std::uint32_t>(shares.size());
    for (const ExitShare& share : shares) add_edge(static_cast<std::int32_t>(from), -1, share.to, how, share.becomes);
    return choice;
  }

  std::uint32_t append_cuts(const std::vector<double>& cuts) {
    const auto first = static_cast<std::uint32_t>(out_.cuts.size());
    out_.cuts.insert(out_.cuts.end(), cuts.begin(), cuts.end());
    return first;
  }

  void add_change(const Revision& revision) {
    NodeChange change;
    change.time = in_.run.warm_up + revision.time;
    if (revision.of == Revision::Of::tier) {
      change.node = static_cast<std::uint32_t>(revision.index);
      for (const Law& law : laws_of(revision.tier)) change.samplers.emplace_back(law);
      change.cuts = cuts_of(revision.tier);
      if (in_.population) add_change_of_families(revision.tier, change);
    } else {
      change.node = out_.tiers + static_cast<std::uint32_t>(revision.index);
      if (revision.exit.returns) {
        change.return_probability = revision.exit.returns->probability;
        change.samplers.emplace_back(revision.exit.returns->after);
      }
    }
    out_.changes.push_back(std::move(change));
  }

  void add_change_of_families(const TierSpec& spec, NodeChange& change) {
    if (spec.decide) change.errors.push_back(spec.decide->error);
    for (const RacerSpec& racer : sorted(spec.race)) change.hazards.push_back(racer.hazard_by_need);
    if (spec.race.empty()) change.hazards.emplace_back();
    for (const ChildWaySpec& way : spec.family.children) change.hazards.push_back(way.hazard);
    change.family = changed_tier(spec);
  }

  // Capacities: what the model says, as dated changes revise it, times the levels of the calendars.
  void add_capacity_changes() {
    for (std::uint32_t i = 0; i < in_.tiers.size(); ++i) add_capacity_steps(false, i, out_.nodes[i].capacity, 1);
    for (std::uint32_t i = 0; i < in_.resources.size(); ++i) {
      add_capacity_steps(true, i, out_.resources[i].capacity, millionths);
      out_.resources[i].most = out_.resources[i].capacity;
    }
    for (const CapacityChange& change : out_.capacity_changes)
      if (change.of_resource) out_.resources[change.index].most = std::max(out_.resources[change.index].most, change.capacity);
    const auto name = [this](const CapacityChange& change) -> const std::string& {
      return (change.of_resource ? out_.resource_names : out_.names)[change.index];
    };
    std::sort(out_.capacity_changes.begin(), out_.capacity_changes.end(), [&](const CapacityChange& a, const CapacityChange& b) {
      return std::tie(a.time, a.of_resource, name(a)) < std::tie(b.time, b.of_resource, name(b));
    });
  }

  void add_capacity_steps(bool of_resource, std::uint32_t index, std::int64_t& at_beginning, std::int64_t unit) {
    for (const Step& step : places_over_time(in_, of_resource ? Revision::Of::resource : Revision::Of::tier, index)) {
      const std::int64_t places = std::isinf(step.value) ? unlimited : static_cast<std::int64_t>(step.value) * unit;
      if (step.time <= 0) at_beginning = places;
      else out_.capacity_changes.push_back({step.time, of_resource, index, places});
    }
  }

  const Description& in_;
  Model out_;
  std::map<std::string, std::uint32_t> node_;
  std::map<std::uint64_t, std::string> purposes_;  ///< what each names
};

}  // namespace

Model compile(const Description& description) { return Compiler(description).run(); }

}  // namespace headwater
