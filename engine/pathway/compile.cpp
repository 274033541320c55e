#include "pathway/compile.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

#include "pathway/reporting_periods.hpp"
#include "random/luck.hpp"

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

/// All cuts of a tier's stays, in the order of the table.
std::vector<double> cuts_of(const TierSpec& tier) {
  if (tier.decide) return tier.decide->below;
  if (tier.race.empty()) return cuts_of(sorted(tier.exits));
  std::vector<double> all;
  for (const RacerSpec& racer : sorted(tier.race)) {
    const std::vector<double> cuts = cuts_of(sorted(racer.exits));
    all.insert(all.end(), cuts.begin(), cuts.end());
  }
  return all;
}

/// The laws of a tier's stays, in the order of the table (a birthday has none: a constant stands in).
std::vector<Law> laws_of(const TierSpec& tier) {
  if (tier.sojourn) return {*tier.sojourn};
  std::vector<Law> laws;
  for (const RacerSpec& racer : sorted(tier.race)) laws.push_back(racer.law.value_or(Law{}));
  return laws;
}

bool same_shape(const Law& a, const Law& b) {
  return a.kind == b.kind && a.shape == b.shape && a.values == b.values && a.cumulative == b.cumulative;
}

class Compiler {
 public:
  explicit Compiler(const Description& description) : in_(description) {}

  Model run() {
    out_.title = in_.title;
    out_.start_date = to_text(in_.start);
    out_.run = in_.run;
    out_.warm_up = in_.run.warm_up;
    out_.horizon = in_.run.warm_up + in_.horizon;
    for (const double end : reporting_periods(in_.start, in_.horizon, in_.run, in_.year_begins_month))
      out_.period_ends.push_back(in_.run.warm_up + end);

    for (const TierSpec& tier : in_.tiers) add_name(tier.name);
    out_.tiers = static_cast<std::uint32_t>(in_.tiers.size());
    for (const ExitSpec& exit : in_.exits) add_name(exit.name);

    add_attributes();
    for (std::uint32_t i = 0; i < in_.sources.size(); ++i) add_source(i);
    for (const TierSpec& tier : in_.tiers) add_tier(tier);
    for (const ExitSpec& exit : in_.exits) add_exit(exit);
    for (const Revision& revision : in_.revisions) {
      if (revision.of != Revision::Of::source) add_change(revision);
    }
    return std::move(out_);
  }

 private:
  /// The hash that names a draw. Two draws of one name would be the same luck twice: that is refused.
  std::uint64_t purpose(const std::string& sentence) {
    const std::uint64_t hash = hash_of_name(sentence);
    if (!purposes_.insert(hash).second) throw std::runtime_error("two draws of the model share the name of '" + sentence + "'; rename the element");
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

    std::uint32_t stride = 1;
    out_.group_labels = {""};
    for (const GroupSpec& group : in_.groups) {
      out_.groupings.push_back({attribute(group.on), group.below, stride});
      stride *= static_cast<std::uint32_t>(group.labels.size());
      std::vector<std::string> labels;
      for (const std::string& label : group.labels)
        for (const std::string& earlier : out_.group_labels) labels.push_back(earlier.empty() ? label : earlier + ", " + label);
      out_.group_labels = std::move(labels);
    }
  }

  std::uint32_t add_edge(std::int32_t from_node, std::int32_t from_source, const std::string& to, const std::string& how = "") {
    out_.edges.push_back({from_node, from_source, node(to), how});
    return static_cast<std::uint32_t>(out_.edges.size() - 1);
  }

  void add_source(std::uint32_t index) {
    const SourceSpec& spec = in_.sources[index];
    Source source;
    source.key = source_key("source/" + spec.name);
    source.gap_purpose = purpose("source/" + spec.name + "/gap");
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
    if (spec.dates.empty()) {
      source.rate = {{0, spec.rate_per_day, 0}};
      for (const Revision& revision : in_.revisions) {
        if (revision.of != Revision::Of::source || revision.index != index) continue;
        const RatePiece& last = source.rate.back();
        const double time = in_.run.warm_up + revision.time;
        source.rate.push_back({time, revision.source.rate_per_day, last.cumulated + last.rate * (time - last.time)});
      }
      double most = 0;
      for (const RatePiece& piece : source.rate) most = std::max(most, piece.rate);
      out_.arrivals_per_day += most;
    } else {
      for (const double date : spec.dates) source.listed.push_back(in_.run.warm_up + date);
    }
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
    node.capacity = spec.capacity.value_or(unlimited);
    if (spec.sojourn) {
      Stay stay;
      stay.sampler = Sampler(*spec.sojourn);
      stay.node = index;
      stay.purpose = purpose(about + "/sojourn");
      stay.choice = spec.decide ? decide(index, *spec.decide) : weigh(index, spec.exits, about, "");
      out_.stays.push_back(std::move(stay));
      node.draws_early = keeps_shape(spec, index);
    } else {
      for (const RacerSpec& racer : sorted(spec.race)) {
        Stay stay;
        if (racer.law) stay.sampler = Sampler(*racer.law);
        stay.at_age = racer.at_age_years.value_or(-1);
        stay.node = index;
        stay.purpose = purpose(about + "/race/" + racer.name);
        stay.choice = weigh(index, racer.exits, about + "/race/" + racer.name, racer.name);
        out_.stays.push_back(std::move(stay));
      }
    }
    node.stays = static_cast<std::uint32_t>(out_.stays.size()) - node.first_stay;
    out_.nodes.push_back(node);
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
      if (revision.of == Revision::Of::tier && revision.index == index && !same_shape(*revision.tier.sojourn, *spec.sojourn)) return false;
    }
    return true;
  }

  Choice decide(std::uint32_t from, const DecideSpec& spec) {
    Choice choice;
    choice.attribute = static_cast<std::int32_t>(attribute(spec.on));
    choice.first_cut = append_cuts(spec.below);
    choice.first_edge = static_cast<std::uint32_t>(out_.edges.size());
    choice.edges = static_cast<std::uint32_t>(spec.to.size());
    for (std::size_t i = 0; i < spec.to.size(); ++i) {
      const bool repeated = std::count(spec.to.begin(), spec.to.end(), spec.to[i]) > 1;
      add_edge(static_cast<std::int32_t>(from), -1, spec.to[i], repeated ? "band " + std::to_string(i + 1) : "");
    }
    return choice;
  }

  Choice weigh(std::uint32_t from, const std::vector<ExitShare>& exits, const std::string& about, const std::string& how) {
    const std::vector<ExitShare> shares = sorted(exits);
    Choice choice;
    choice.purpose = purpose(about + "/exit");
    choice.first_cut = append_cuts(cuts_of(shares));
    choice.first_edge = static_cast<std::uint32_t>(out_.edges.size());
    choice.edges = static_cast<std::uint32_t>(shares.size());
    for (const ExitShare& share : shares) add_edge(static_cast<std::int32_t>(from), -1, share.to, how);
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
      change.capacity = revision.tier.capacity.value_or(unlimited);
      for (const Law& law : laws_of(revision.tier)) change.samplers.emplace_back(law);
      change.cuts = cuts_of(revision.tier);
    } else {
      change.node = out_.tiers + static_cast<std::uint32_t>(revision.index);
      if (revision.exit.returns) {
        change.return_probability = revision.exit.returns->probability;
        change.samplers.emplace_back(revision.exit.returns->after);
      }
    }
    out_.changes.push_back(std::move(change));
  }

  const Description& in_;
  Model out_;
  std::map<std::string, std::uint32_t> node_;
  std::set<std::uint64_t> purposes_;
};

}  // namespace

Model compile(const Description& description) { return Compiler(description).run(); }

}  // namespace headwater
