#include "pathway/compile_families.hpp"

#include <algorithm>
#include <cmath>

#include "random/elementary.hpp"
#include "scenario/read_families.hpp"

namespace headwater {

namespace {

constexpr double eighteen = 18 * days_per_year;

NeedHazards hazards_of(const NeedLevelsSpec& spec) {
  NeedHazards hazards;
  for (std::size_t level = 0; level + 1 < spec.levels(); ++level) {
    hazards.up[level] = spec.up[level];
    hazards.down[level + 1] = spec.down[level];
  }
  return hazards;
}

Takes takes_of(const TakesSpec& spec) {
  Takes takes;
  for (const double age : spec.below_years) takes.below.push_back(age * days_per_year);
  takes.probability = spec.probability;
  return takes;
}

/// The numbers of a contact; what names and leads where is left as it is.
void fill(const ContactSpec& spec, Contact& contact) {
  for (std::size_t level = 0; level < spec.rate.size(); ++level) contact.rate[level] = spec.rate[level] * spec.effort;
  for (std::size_t level = 0; level < spec.otherwise.size(); ++level) contact.otherwise[level] = spec.otherwise[level];
  contact.with_infant = spec.with_infant;
  contact.after_closure = spec.after_closure;
  contact.after_closure_lasts = spec.after_closure_lasts;
  contact.error = spec.error;
  contact.refer_from = spec.refer_from;
  contact.takes_children = !spec.takes.empty();
  if (contact.takes_children) contact.takes = takes_of(spec.takes[0]);
}

/// Whether no family has a factor other than 1.
bool are_alike(const TraitFactors& factors) {
  return std::all_of(factors.by_stratum.begin(), factors.by_stratum.end(), [](double factor) { return factor == 1; }) && factors.by_indicator.empty();
}

class FamilyCompiler {
 public:
  FamilyCompiler(const Description& in, const FamilyNames& names, Model& model) : in_(in), names_(names), model_(model), out_(model.families) {}

  void run() {
    compile_population();
    if (in_.population->moves) compile_moves(*in_.population->moves);
    if (in_.population->care_leavers) compile_care_leavers(*in_.population->care_leavers);
    if (in_.population->kin) compile_kin(*in_.population->kin);
    compile_tiers();
    for (const ContactSpec& spec : in_.contacts) add_contact(spec);
    // Who speaks of a family is drawn in order of name, so that the order of the file says nothing.
    std::sort(out_.contacts.begin(), out_.contacts.end(), [this](const Contact& a, const Contact& b) { return model_.source_names[a.source] < model_.source_names[b.source]; });
    for (const ExitSpec& exit : in_.exits)
      out_.rejoin_edges.push_back(exit.rejoins.empty() ? -1 : static_cast<std::int32_t>(names_.add_edge(static_cast<std::int32_t>(names_.node(exit.name)), -1, exit.rejoins, "child goes home")));
    for (const Revision& revision : in_.revisions) add_change(revision);
  }

 private:
  void compile_population() {
    const PopulationSpec& spec = *in_.population;
    out_.levels = static_cast<std::uint32_t>(in_.need->levels());
    out_.key = source_key("population");
    out_.start = model_.warm_up;
    out_.growth_per_day = portable_log1p(spec.growth_per_year) / days_per_year;
    out_.first_births_per_day = first_births_per_day(spec);
    double total = 0, sum = 0;
    for (const double weight : spec.children_per_family) total += weight;
    for (const double weight : spec.children_per_family) out_.size_cuts.push_back((sum += weight) / total);
    out_.spacing = Sampler(spec.spacing);
    out_.frailty = spec.frailty;
    out_.traits = std::make_shared<const Traits>(spec.traits);
    for (const std::string& sentence : out_.traits->purposes()) names_.purpose(sentence);
    out_.moved_normal = QuantileTable::of_moved_normal();
    out_.need_rises = spec.need_rises;
    out_.spoken_of = spec.spoken_of;
    out_.spoken_of_alike = are_alike(spec.spoken_of);
    out_.need = hazards_of(*in_.need);
    out_.lifetime_by = in_.lifetime.by_years * days_per_year;
    out_.lifetime_names = in_.lifetime.tiers;
    out_.gap_purpose = names_.purpose("population/gap");
    out_.size_purpose = names_.purpose("population/size");
    out_.spacing_purpose = names_.purpose("population/spacing");
    out_.begin_purpose = names_.purpose("need/begin");
    out_.up_purpose = names_.purpose("need/up");
    out_.down_purpose = names_.purpose("need/down");
    out_.contact_purpose = names_.purpose("contacts/gap");
    out_.which_purpose = names_.purpose("contacts/which");
  }

  void compile_moves(const MovesSpec& spec) {
    Moves& moves = out_.moves;
    moves.out = spec.out;
    moves.in = spec.in;
    moves.factors = spec.factors;
    moves.alike = are_alike(spec.factors);
    moves.most = *std::max_element(spec.factors.by_stratum.begin(), spec.factors.by_stratum.end());
    for (const auto& [bit, times] : spec.factors.by_indicator) moves.most *= std::max(1.0, times);
    moves.out_purpose = names_.purpose("population/moves/out");
    moves.gap_purpose = names_.purpose("population/moves/gap");
    moves.age_purpose = names_.purpose("population/moves/age");
    moves.keep_purpose = names_.purpose("population/moves/keep");
  }

  void compile_care_leavers(const CareLeaversSpec& spec) {
    CareLeavers& leavers = out_.care_leavers;
    leavers.become_parents = spec.become_parents;
    leavers.after = Sampler(spec.after);
    leavers.need_rises = spec.need_rises;
    leavers.spoken_of = spec.spoken_of;
    leavers.parent_purpose = names_.purpose("population/care_leavers/parent");
    leavers.after_purpose = names_.purpose("population/care_leavers/after");
  }

  void compile_kin(const KinSpec& spec) {
    Kinship& kin = out_.kin;
    kin.families = spec.families;
    kin.need_from = static_cast<std::uint32_t>(spec.need_from - 1);
    kin.need_rises = spec.need_rises;
    kin.spoken_of = spec.spoken_of;
    kin.purpose = names_.purpose("population/kin");
  }

  void compile_tiers() {
    const WhoComes who = who_comes(in_);
    const auto is_in = [](const std::vector<std::string>& list, const std::string& name) { return std::find(list.begin(), list.end(), name) != list.end(); };
    for (std::uint32_t i = 0; i < in_.tiers.size(); ++i) {
      const TierSpec& spec = in_.tiers[i];
      FamilyTier tier = changed_tier(spec);
      tier.of_families = is_in(who.families, spec.name);
      tier.of_children = is_in(who.children, spec.name);
      tier.contacts = spec.family.contacts;
      tier.is_gate = spec.kind == TierKind::gate;
      tier.serves_from = static_cast<std::uint32_t>(spec.family.serves_from - 1);
      tier.serves_to = static_cast<std::uint32_t>(spec.family.serves_to - 1);
      const auto watched = std::find(out_.lifetime_names.begin(), out_.lifetime_names.end(), spec.name);
      if (watched != out_.lifetime_names.end()) tier.lifetime = static_cast<std::int32_t>(watched - out_.lifetime_names.begin());
      if (tier.of_families) tier.empty_edge = static_cast<std::int32_t>(names_.add_edge(static_cast<std::int32_t>(i), -1, in_.population->no_child_at_home, "no child at home"));
      if (tier.of_families && in_.population->moves) tier.away_edge = static_cast<std::int32_t>(names_.add_edge(static_cast<std::int32_t>(i), -1, in_.population->moves->to, "family moves away"));
      for (std::size_t way = 0; way < spec.family.children.size(); ++way) add_child_way(i, spec, spec.family.children[way], tier.children[way]);
      Node& node = model_.nodes[i];
      for (std::uint32_t stay = node.first_stay; stay < node.first_stay + node.stays; ++stay) node.goes_by_need = node.goes_by_need || !model_.stays[stay].hazard_by_need.empty();
      node.goes_by_need = node.goes_by_need || !tier.children.empty();
      if (node.goes_by_need) node.draws_early = false;  // what is drawn is drawn when the stay begins
      tier.goes_by_need = node.goes_by_need;
      out_.tiers.push_back(std::move(tier));
    }
  }

  void add_child_way(std::uint32_t index, const TierSpec& tier, const ChildWaySpec& spec, ChildWay& way) {
    const std::string about = "tier/" + tier.name + "/children/" + spec.name;
    way.stay = static_cast<std::uint32_t>(model_.stays.size());
    way.takes_purpose = names_.purpose(about + "/takes");
    way.together_purpose = names_.purpose(about + "/together");
    Stay stay;
    stay.node = static_cast<std::uint32_t>(model_.nodes.size());  // of no tier: it ends no stay there
    stay.hazard_by_need = spec.hazard;
    stay.purpose = names_.purpose(about);
    stay.child_way = static_cast<std::int32_t>(&spec - tier.family.children.data());
    stay.choice.first_edge = names_.add_edge(static_cast<std::int32_t>(index), -1, spec.to, "children, " + spec.name);
    model_.stays.push_back(std::move(stay));
  }

  /// A contact is a source from which nobody comes unasked.
  void add_contact(const ContactSpec& spec) {
    Contact contact;
    fill(spec, contact);
    const auto from = static_cast<std::int32_t>(model_.sources.size());
    const std::string about = "contact/" + spec.name;
    contact.source = static_cast<std::uint32_t>(from);
    contact.refer_edge = names_.add_edge(-1, from, spec.to, "");
    if (!spec.otherwise_to.empty()) contact.otherwise_edge = static_cast<std::int32_t>(names_.add_edge(-1, from, spec.otherwise_to, "not referred"));
    if (!spec.children_to.empty()) contact.children_edge = static_cast<std::int32_t>(names_.add_edge(-1, from, spec.children_to, "children"));
    for (std::uint32_t i = 0; i < in_.tiers.size(); ++i) {
      const bool reached = out_.tiers[i].of_families && out_.tiers[i].contacts && in_.tiers[i].name != spec.to;
      contact.from_tier.push_back(reached ? static_cast<std::int32_t>(names_.add_edge(static_cast<std::int32_t>(i), -1, spec.to, spec.name)) : -1);
    }
    contact.seen_purpose = names_.purpose(about + "/seen");
    contact.otherwise_purpose = names_.purpose(about + "/otherwise");
    contact.takes_purpose = names_.purpose(about + "/takes");

    Source source;
    source.kind = Source::Kind::listed;
    source.key = source_key("source/" + spec.name);
    source.rate = {{0, 0, 0}};
    source.laws.emplace_back();
    source.edge = contact.refer_edge;
    for (const Attribute& attribute : model_.attributes) {
      const auto found = std::find_if(in_.attributes.begin(), in_.attributes.end(), [&](const AttributeSpec& a) { return a.name == attribute.name; });
      source.attributes.emplace_back(found == in_.attributes.end() ? *constant_law(0).law : found->law);
    }
    model_.sources.push_back(std::move(source));
    model_.source_names.push_back(spec.name);
    out_.contacts.push_back(std::move(contact));
  }

  void add_change(const Revision& revision) {
    FamilyChange change;
    change.time = model_.warm_up + revision.time;
    if (revision.of == Revision::Of::contact) {
      const auto found = std::find_if(out_.contacts.begin(), out_.contacts.end(), [&](const Contact& contact) { return model_.source_names[contact.source] == revision.contact.name; });
      change.contact = static_cast<std::int32_t>(found - out_.contacts.begin());
      change.now = *found;
      fill(revision.contact, change.now);
    } else if (revision.of == Revision::Of::need) {
      change.need = hazards_of(revision.need);
    } else {
      return;
    }
    out_.changes.push_back(std::move(change));
  }

  const Description& in_;
  const FamilyNames& names_;
  Model& model_;
  FamilyModel& out_;
};

}  // namespace

FamilyTier changed_tier(const TierSpec& spec) {
  FamilyTier tier;
  tier.up = spec.family.supports.up;
  tier.down = spec.family.supports.down;
  for (const ChildWaySpec& way : spec.family.children) {
    ChildWay own;
    own.takes = takes_of(way.takes);
    own.together = way.together;
    tier.children.push_back(std::move(own));
  }
  return tier;
}

double first_births_per_day(const PopulationSpec& spec) {
  // Children there at time 0: of first births at rate r e^(g t), those of order k come S_k later, and stay 18 years. With
  // growth, the mean of e^(-g S_k) is the k-th power of that of one spacing, taken over the middles of equal shares of it.
  const double growth = portable_log1p(spec.growth_per_year) / days_per_year;
  constexpr int shares = 4096;
  double discount = 0;
  for (int i = 0; i < shares; ++i) discount += portable_exp(-growth * spec.spacing.quantile((i + 0.5) / shares)) / shares;
  double total = 0, children = 0, power = 1, left = 0;
  for (const double weight : spec.children_per_family) total += weight;
  left = total;
  for (const double weight : spec.children_per_family) {
    children += power * left / total;
    left -= weight;
    power *= discount;
  }
  const double there = growth == 0 ? eighteen : (1 - portable_exp(-growth * eighteen)) / growth;
  return spec.children / (children * there);
}

void compile_families(const Description& description, const FamilyNames& names, Model& model) { FamilyCompiler(description, names, model).run(); }

}  // namespace headwater
