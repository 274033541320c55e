#include "explain/witness.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "explain/words.hpp"
#include "random/name_origin.hpp"
#include "random/philox.hpp"

namespace headwater {

namespace {

constexpr double per_year = days_per_year;

/// A value among the cuts of a choice, and where it lies.
struct Band {
  std::string value;
  std::string where;  ///< "below 1.21", "from 1.21 to 2.36", "2.36 or more"
};

Band band(const double* cuts, std::uint32_t edges, double value) {
  std::uint32_t reached = 0;
  while (reached + 1 < edges && value >= cuts[reached]) ++reached;
  const bool is_first = reached == 0, is_last = reached + 1 == edges;
  const double nearest = is_first || (!is_last && cuts[reached] - value < value - cuts[reached - 1]) ? cuts[reached] : cuts[reached - 1];
  return {rounded(value, nearest), is_first  ? "below " + rounded(cuts[0])
                                   : is_last ? rounded(cuts[reached - 1]) + " or more"
                                             : "from " + rounded(cuts[reached - 1]) + " to " + rounded(cuts[reached])};
}

/// One way in which a stay can end, as the description has it.
struct Behind {
  std::string racer;         ///< empty: not a race
  const Law* law = nullptr;  ///< none for a birthday or a hazard by need
};

/// `offset` counts the stays of a tier: its own, then those of classes that have their own; racers in order of name.
Behind behind(const TierSpec& tier, std::size_t offset) {
  std::vector<const StaySpec*> variants{&tier};
  for (const auto& [name, stay] : tier.by_class) variants.push_back(&stay);
  for (const StaySpec* stay : variants) {
    const std::size_t ways = stay->sojourn ? 1 : stay->race.size();
    if (offset >= ways) {
      offset -= ways;
      continue;
    }
    if (stay->sojourn) return {"", &*stay->sojourn};
    std::vector<const RacerSpec*> race;
    for (const RacerSpec& racer : stay->race) race.push_back(&racer);
    std::sort(race.begin(), race.end(), [](const RacerSpec* a, const RacerSpec* b) { return a->name < b->name; });
    const RacerSpec& racer = *race[offset];
    return {racer.name, racer.law && racer.hazard_by_need.empty() ? &*racer.law : nullptr};
  }
  return {};
}

/// The tier as the dated changes until `day` have made it.
const TierSpec& tier_on(const Description& description, std::size_t index, double day) {
  const TierSpec* tier = &description.tiers[index];
  for (const Revision& revision : description.revisions)
    if (revision.of == Revision::Of::tier && revision.index == index && revision.time <= day) tier = &revision.tier;
  return *tier;
}

}  // namespace

Witness::Witness(const Description& description, const Model& model, const Layout& layout, std::uint32_t replication, const Subject& subject)
    : Recorder(model, layout, replication),
      description_(description),
      model_(model),
      replication_(replication),
      subject_(subject),
      bits_(model.run.generator == Generator::philox ? &Philox::bits : &KeyedHash::bits) {
  if (subject.is_family) {
    family_ = headwater::name_of(model.families.key, subject.ordinal);
    life_.subject = "family " + std::to_string(subject.ordinal);
    life_.same_within = 0.01;
    return;
  }
  source_ = static_cast<std::uint32_t>(std::find(model.source_names.begin(), model.source_names.end(), subject.source) - model.source_names.begin());
  entity_ = headwater::name_of(model.sources.at(source_).key, subject.ordinal);
  const std::uint64_t number = subject.ordinal & ((std::uint64_t{1} << batch_bits) - 1), member = subject.ordinal >> batch_bits;
  life_.subject = "entity " + subject.source + ":" + std::to_string(number) + (member > 0 ? "." + std::to_string(member) : "");
}

// --- words ---

void Witness::step(double time, std::string kind, std::string who, std::string text, std::string outcome, Facts facts, bool hidden) {
  if (outcome.empty()) outcome = text;
  life_.steps.push_back({time - model_.warm_up, std::move(kind), std::move(who), std::move(text), std::move(outcome), hidden, std::move(facts)});
}

/// There was no place at once where a step led.
void Witness::wait_at(std::size_t index) {
  for (std::string* text : {&life_.steps[index].text, &life_.steps[index].outcome}) *text += "; waits for a place";
}

std::string Witness::length(double days) const { return length_of_time(days, description_.show_unit); }

std::string Witness::date(double time) const {
  return to_text(description_.start + std::chrono::days(static_cast<int>(std::floor(time - model_.warm_up))));
}

std::string Witness::children_at_home(const std::vector<OfChild>& children, double time) const {
  std::vector<std::string> at_home;
  for (std::size_t i = 0; i < children.size(); ++i)
    if (children[i].state == Child::home) at_home.push_back("child " + std::to_string(i + 1) + " (" + age(time - children[i].born) + ")");
  return at_home.empty() ? "nobody" : listed(at_home);
}

std::string Witness::law_behind(std::uint32_t node, std::size_t offset, double time) const {
  const Law* law = behind(tier_on(description_, node, time - model_.warm_up), offset).law;
  return law == nullptr ? "" : words_of(*law, description_.show_unit);
}

// --- the family ---

void Witness::note_family(const Family& family, const FamilyTraits& traits, const std::vector<OfChild>& children, double time) {
  was_there_ = true;
  need_ = family.need;
  for (std::size_t i = 0; i < children.size(); ++i) {
    births_.push_back(children[i].born);
    life_.about.push_back("child " + std::to_string(i + 1) + " born " + date(children[i].born));
  }
  traits_ = traits;
  const bool moved_in = std::any_of(children.begin(), children.end(), [](const OfChild& child) { return child.from_elsewhere; });
  const double frailty = family.frailty, begin = draw(family.name, key(model_.families.begin_purpose), 0);
  const TraitsSpec& spec = model_.families.traits->spec();
  for (std::size_t i = 0; i < spec.attributes.size(); ++i)
    life_.about.push_back(spec.attributes[i].name + " " + spec.attributes[i].categories[spec.category(traits.stratum, i)]);
  for (std::size_t i = 0; i < spec.indicators.size(); ++i)
    if (traits.indicators >> i & 1) life_.about.push_back(spec.indicators[i].name);
  if (!model_.families.spoken_of_alike) spoken_of_ = factor(model_.families.spoken_of, traits);
  if (family.of_care_leaver) {
    const CareLeavers& leavers = model_.families.care_leavers;
    spoken_of_ *= leavers.spoken_of;
    life_.about.push_back("parent grew up in care [need rises " + rounded(leavers.need_rises) + " times as fast, spoken of " + rounded(leavers.spoken_of) + " times as often as it would else]");
  }
  if (frailty != 1) life_.about.push_back("[frailty " + rounded(frailty) + ": its need rises " + rounded(frailty) + " times as fast as in the middle of all families]");
  const std::string need = "; [need is at level " + std::to_string(need_ + 1) + (moved_in ? "" : " at the first birth") + "; draw " + fraction(begin) + "]";
  const std::string how = moved_in ? "moves to the area, at home: " + children_at_home(children, time)
                        : time > 0 ? "is formed with its first child" : "is there when the simulation begins, at home: " + children_at_home(children, time);
  step(time, "formed", "family", how + (time > 0 ? need : "; [need is at level " + std::to_string(need_ + 1) + "; draw " + fraction(begin) + "]"),
       "", {{"need", need_ + 1.0}, {"frailty", frailty}, {"draw", begin}});
}

void Witness::note_birth(std::uint32_t child, double time) {
  if (child > 0) step(time, "born", "child " + std::to_string(child + 1), "is born");  // with the first the family is formed
}

void Witness::note_grown_up(std::uint32_t child, bool in_care, double time) {
  step(time, "grown_up", "child " + std::to_string(child + 1), std::string("is 18") + (in_care ? ", in care" : ""));
}

void Witness::note_grown_up_in_care(std::uint32_t child, double time) {
  const CareLeavers& leavers = model_.families.care_leavers;
  if (!leavers.any()) return;
  const EntityName name = headwater::name_of(static_cast<std::uint64_t>(family_), 1 + child);
  const double drawn = draw(name, key(leavers.parent_purpose), 0);
  const bool is_parent = drawn < leavers.become_parents;
  const std::string how = " (probability " + rounded(leavers.become_parents) + ", draw " + fraction(drawn, leavers.become_parents) + ")";
  const std::string text = is_parent ? "has a first child " + length(leavers.after(bits_(name, key(leavers.after_purpose), 0))) + " from now" + how + ", in family " + std::to_string(ordinal_of(family_of_care_leaver(name), model_.families.key))
                                     : "has no child in the area" + how;
  step(time, "parent", "child " + std::to_string(child + 1), "grows up in care, and " + text, is_parent ? "becomes a parent" : "no parent", {{"probability", leavers.become_parents}, {"draw", drawn}});
}

void Witness::note_leaving(const Family& family, const std::vector<OfChild>& children, double time) {
  const auto in_care = std::count_if(children.begin(), children.end(), [](const OfChild& child) { return child.state == Child::in_care; });
  const Moves& moves = model_.families.moves;
  const double rate = moves.out * per_year * (moves.alike ? 1 : factor(moves.factors, traits_));
  const double drawn = draw(family.name, key(moves.out_purpose), 0);
  step(time, "leaves", "family", "leaves the area (" + rounded(rate) + " a year; first draw " + fraction(drawn) + ") with " + children_at_home(children, time) + (in_care > 0 ? "; " + std::to_string(in_care) + " in care stay there" : ""),
       "leaves the area", {{"rate_per_year", rate}, {"draw", drawn}});
}

void Witness::note_over(double time) {
  is_over_ = true;
  step(time, "over", "family", "has no child left: its life here is over");
}

void Witness::note_need(const Family& family, Family::Clock clock, const NeedHazards& hazards, const FamilyTier* support, double by_kin, double time) {
  const bool rises = clock == Family::up;
  const double base = (rises ? hazards.up : hazards.down)[family.need] * per_year, frailty = rises ? static_cast<double>(family.frailty) : 1;
  const double factor = support == nullptr ? 1 : rises ? support->up : support->down, kin = rises ? by_kin : 1;
  const double drawn = draw(family.name, key(rises ? model_.families.up_purpose : model_.families.down_purpose), family.times[clock]);
  const std::uint32_t to = rises ? family.need + 1u : family.need - 1u;
  std::string text = "[need " + std::string(rises ? "rises" : "falls") + " from level " + std::to_string(family.need + 1) + " to " + std::to_string(to + 1) + ": hazard " +
                     rounded(base * frailty * factor * kin) + " a year";
  if (frailty != 1 || factor != 1 || kin != 1) {
    text += " = " + rounded(base);
    if (frailty != 1) text += " x frailty " + rounded(frailty);
    if (factor != 1) text += " x " + rounded(factor) + " by support of " + model_.names[static_cast<std::size_t>(followed_case().node)];
    if (kin != 1) text += " x " + rounded(kin) + " as kin are in need";
  }
  Facts facts{{"from", family.need + 1.0}, {"to", to + 1.0}, {"hazard_per_year", base * frailty * factor * kin}, {"base_per_year", base}, {"frailty", frailty}, {"support", factor}, {"draw", drawn}};
  if (kin != 1) facts.push_back({"kin", kin});
  step(time, "need", "family", text + "; draw " + fraction(drawn) + "]", rises ? "rises" : "falls", std::move(facts), /*hidden=*/true);
  need_ = to;
}

void Witness::note_contact(const Family& family, const Contact& contact, std::size_t index, const std::vector<double>& rates, double by_kin, std::uint64_t occurrence, bool known, double time) {
  const std::string need = "[need " + std::to_string(family.need + 1) + "]";
  const double rate = rates[index] * per_year * spoken_of_;
  Facts facts{{"need", family.need + 1.0}, {"rate_per_year", rate}};
  std::string text = model_.source_names[contact.source] + " speaks of the family (" + rounded(rate) + " a year at " + need + (by_kin == 1 ? "" : ", " + rounded(by_kin) + " times as often as kin have a case");
  if (rates.size() > 1) {
    double sum = 0;
    for (const double one : rates) sum += one;
    const double which = draw(family.name, key(model_.families.which_purpose), occurrence);
    text += "; " + percent(rates[index] / sum) + " of all who may, draw " + fraction(which);
    facts.push_back({"share", rates[index] / sum});
    facts.push_back({"draw_which", which});
  }
  text += ")";
  if (contact.takes_children) {
    step(time, "contact", "family", text + ", and children may go at once", "children may go", std::move(facts));
    return;
  }
  const double error = contact.error == 0 ? 0 : contact.error * model_.families.normal(bits_(family.name, key(contact.seen_purpose), occurrence)), seen = family.need + 1 + error;
  const bool refers = seen >= contact.refer_from;
  text += ": " + need + " is seen as " + rounded(seen, contact.refer_from) + " [error " + with_sign(error) + "], " + (refers ? rounded(contact.refer_from) + " or more: referral" : "below " + rounded(contact.refer_from) + ": no referral");
  facts.insert(facts.end(), {{"seen", seen}, {"error", error}, {"refer_from", contact.refer_from}, {"referred", refers ? 1.0 : 0.0}});
  std::string outcome = refers ? "referral" : "no referral";
  if (!refers && !known && contact.otherwise_edge >= 0) {
    const double otherwise = draw(family.name, key(contact.otherwise_purpose), occurrence), probability = contact.otherwise[family.need];
    text += "; " + model_.names[model_.edges[static_cast<std::size_t>(contact.otherwise_edge)].to] + " with probability " + rounded(probability) + ", draw " + fraction(otherwise, probability) +
            (otherwise < probability ? ": taken up" : ": not taken up");
    if (otherwise < probability) outcome = "taken up";
    facts.insert(facts.end(), {{"otherwise_probability", probability}, {"draw_otherwise", otherwise}});
  }
  if (known) text += refers ? ", of a case that is open" : "; its case is open";
  step(time, "contact", "family", text, outcome, std::move(facts));
}

void Witness::note_way(const Stay& stay, const ChildWay& way, std::uint64_t together_key, std::uint64_t occurrence, double time) {
  const auto tier = static_cast<std::size_t>(model_.edges[stay.choice.first_edge].from_node);
  const std::string& name = description_.tiers[tier].family.children[static_cast<std::size_t>(stay.child_way)].name;
  const double hazard = stay.hazard_by_need[need_] * per_year, drawn = draw(followed_case().name, stay.purpose, occurrence & 0xffffffff);
  Facts facts{{"hazard_per_year", hazard}, {"draw", drawn}};
  std::string text = "in " + model_.names[tier], together;
  text += " it comes to '" + name + "' of children (hazard " + rounded(hazard) + " a year at [need " + std::to_string(need_ + 1) + "]; draw " + fraction(drawn) + ")";
  if (way.together > 0) {
    const double shared = draw(family_, together_key, occurrence);
    text += "; those who go " + std::string(shared < way.together ? "share" : "do not share") + " their draws at gates (probability " + rounded(way.together) + ", draw " + fraction(shared, way.together) + ")";
    facts.push_back({"draw_together", shared});
  }
  step(time, "way", "family", text, name, std::move(facts));
}

void Witness::note_who_goes(const Family& family, const std::vector<OfChild>& children, const Takes& takes, std::uint64_t key_of_takes, std::uint64_t occurrence, double time) {
  std::vector<std::string> words;
  std::string outcome = "they go:";
  Facts facts;
  for (std::size_t i = 0; i < children.size(); ++i) {
    if (children[i].state != Child::home) continue;
    const double probability = takes.at(time - children[i].born), drawn = draw(headwater::name_of(static_cast<std::uint64_t>(family.name), 1 + i), key_of_takes, occurrence);
    const std::string number = std::to_string(i + 1);
    words.push_back("child " + number + " (" + age(time - children[i].born) + ") with probability " + rounded(probability) + ", draw " + fraction(drawn, probability) + (drawn < probability ? ": goes" : ": stays"));
    if (drawn < probability) outcome += " " + number;
    facts.insert(facts.end(), {{"probability_" + number, probability}, {"draw_" + number, drawn}});
  }
  std::string text = "who leaves home? ";
  for (std::size_t i = 0; i < words.size(); ++i) text += (i > 0 ? "; " : "") + words[i];
  step(time, "who_goes", "family", text, outcome, std::move(facts));
}

void Witness::note_case(EntityName name, const std::vector<OfChild>& children, double time) {
  case_ = name;
  followed_.push_back({name, "family"});
  followed_.back().ending = "case " + std::to_string(++cases_) + (opening_ != nullptr ? " is open with " : " opens with ") + children_at_home(children, time);
}

const Witness::Followed& Witness::followed_case() const {
  return *std::find_if(followed_.begin(), followed_.end(), [this](const Followed& one) { return one.name == case_; });
}

// --- moves ---

void Witness::follow_entity(std::uint32_t edge, double time) {
  was_there_ = true;
  const OpenAtStart* open = opening_;
  const Source& source = open != nullptr ? open->as : model_.sources[static_cast<std::size_t>(model_.edges[edge].from_source)];
  followed_.push_back({entity_, "entity"});
  Followed& one = followed_.back();
  one.ending = open != nullptr ? "was there when the simulation began, for " + length(open->days) + " already" : "comes from " + subject_.source;
  for (std::size_t i = 0; i < model_.attributes.size(); ++i) {
    const double drawn = draw(entity_, key(model_.attributes[i].purpose), 0), value = source.attributes[i](bits_(entity_, key(model_.attributes[i].purpose), 0));
    const bool is_known = open != nullptr && source.attributes[i](0) == source.attributes[i](~std::uint64_t{0});
    life_.about.push_back(model_.attributes[i].name + " " + rounded(value) + (is_known ? "" : " (draw " + fraction(drawn) + ")"));
    one.facts.push_back({model_.attributes[i].name, value});
  }
  if (!model_.class_names.empty()) life_.about.push_back("class " + model_.class_names[source.of_class]);
  one.since = time;
}

/// How one comes to move whose stay has not ended.
std::string Witness::way_here(const Followed& one, const EdgeEnds& edge) const {
  if (one.child >= 0 && one.node < 0) return "leaves home";
  const std::string from = edge.from_node < 0 ? "" : model_.names[static_cast<std::size_t>(edge.from_node)];
  if (edge.how == "full") return "finds " + from + " full";
  if (edge.how == "balk") return "finds the waiting list of " + from + " too long";
  if (edge.how == "patience") return "gives up waiting for " + from;
  if (edge.how == "family moves away") return "the family leaves the area, so " + from + " ends";
  if (edge.how == "no child at home") return "nobody is left at home, so " + from + " ends";
  return "is called away from " + from + " by " + edge.how;
}

void Witness::note_move(Followed& one, std::uint32_t index, double time) {
  const EdgeEnds& edge = model_.edges[index];
  if (one.waits_since != no_step) wait_at(one.waits_since);
  std::string text = one.ending.empty() ? way_here(one, edge) : one.ending;
  if (one.blocked_since >= 0 && one.blocked_since < time) text += ", then held up for " + length(time - one.blocked_since);
  const std::string& to = model_.names[edge.to];
  one.before = opening_ != nullptr ? opening_->days : 0;
  if (opening_ != nullptr) {
    text += ": in " + to + (subject_.is_family ? " when the simulation begins, for " + length(one.before) + " already" : "");
  } else if (edge.to < model_.tiers) {
    text += ": goes to " + to;
  } else if (one.child < 0 && subject_.is_family) {
    text += ": the case is closed (" + to + ")";
  } else if (one.child >= 0 && model_.families.rejoin_edges[edge.to - model_.tiers] >= 0) {
    text += ": goes home (" + to + ")";
  } else {
    text += ": leaves (" + to + ")";
  }
  if (one.child >= 0) text += ", aged " + age(time - births_[static_cast<std::size_t>(one.child)]);
  step(time, "move", one.who, text, to, std::move(one.facts));
  one.node = static_cast<std::int32_t>(edge.to);
  one.since = time;
  one.was_interrupted = false;
  one.blocked_since = -1;
  one.ending.clear();
  one.facts.clear();
  one.waits_since = edge.to < model_.tiers ? life_.steps.size() - 1 : no_step;
}

void Witness::note_start(Followed& one, std::uint32_t tier, double wait, double time) {
  if (one.waits_since == no_step) return;
  if (time > one.since) {
    wait_at(one.waits_since);
    step(time, "start", one.who, "begins in " + model_.names[tier] + " after waiting " + length(wait), "", {{"wait_days", wait}});
  }
  one.waits_since = no_step;
}

void Witness::note_pause(Followed& one, std::uint32_t tier, bool goes_on, double time) {
  one.was_interrupted = true;
  step(time, goes_on ? "resumed" : "interrupted", one.who, goes_on ? "goes on in " + model_.names[tier] : "is interrupted in " + model_.names[tier] + " and waits to go on");
}

void Witness::note_end(Followed& one, std::uint32_t index, const Stay& stay, double days, std::uint64_t visit, double time) {
  if (stay.node >= model_.tiers) {
    one.ending = "comes back after " + length(time - one.since);
    return;
  }
  const TierSpec& tier = description_.tiers[stay.node];
  const std::size_t offset = index - model_.nodes[stay.node].first_stay;
  const std::string racer = behind(tier, offset).racer, law = law_behind(stay.node, offset, std::max(0.0, time - days));
  one.ending = tier.name + (tier.kind == TierKind::gate ? " decides" : " ends") + (days == 0 ? " at once" : " after " + length(days));
  if (!racer.empty()) one.ending += " by '" + racer + "'";
  one.facts = {{"length_days", days}};
  std::string why = law;
  if (stay.at_age >= 0) {
    why = "at " + counted(stay.at_age, "year") + " of age";
  } else if (!stay.hazard_by_need.empty()) {
    const double hazard = stay.hazard_by_need[need_] * per_year;
    why = "hazard " + rounded(hazard) + " a year at [need " + std::to_string(need_ + 1) + "]";
    one.facts.push_back({"hazard_per_year", hazard});
  }
  if (stay.at_age < 0 && !one.was_interrupted && law.compare(0, 6, "always") != 0) {
    const double drawn = draw(one.name, stay.purpose, stay.hazard_by_need.empty() ? visit : visit << 16);
    why += (time < days ? "; of what was left at the start, draw " : "; draw ") + fraction(drawn);
    one.facts.push_back({"draw", drawn});
  }
  if (days > 0 && law.compare(0, 6, "always") != 0) one.ending += " (" + why + ")";
  if (stay.choice.edges == 1) return;
  if (stay.choice.by == Choice::By::shortest_queue) one.ending += ", for the shortest waiting list";
  if (stay.choice.by == Choice::By::fewest_present) one.ending += ", for where the fewest are";
  if (stay.choice.by == Choice::By::cycle) one.ending += ", each way in turn";
}

void Witness::note_decision(Followed& one, const Choice& choice, double value, const double* cuts) {
  const Band at = band(cuts, choice.edges, value);
  if (choice.by == Choice::By::draw) {
    std::vector<std::string> shares;
    double before = 0;
    for (std::uint32_t i = 0; i < choice.edges; ++i) {
      const double until = i + 1 < choice.edges ? cuts[i] : 1;
      shares.push_back(model_.names[model_.edges[choice.first_edge + i].to] + " " + percent(until - before));
      before = until;
    }
    one.ending += ", by chance (" + listed(shares) + "; draw " + fraction(value) + ")";
    one.facts.push_back({"draw_choice", value});
  } else if (choice.by == Choice::By::need) {
    one.ending += ", [need " + std::to_string(need_ + 1) + "] is seen as " + at.value + (choice.error > 0 ? " [error " + with_sign(value - (need_ + 1)) + "]" : "") + ", " + at.where;
    one.facts.insert(one.facts.end(), {{"need", need_ + 1.0}, {"seen", value}});
  } else {
    one.ending += ", " + model_.attributes[choice.attribute].name + " " + at.value + " is " + at.where;
    one.facts.push_back({model_.attributes[choice.attribute].name, value});
  }
}

void Witness::note_return(double drawn, double probability) {
  LifeStep& last = life_.steps.back();
  for (std::string* text : {&last.text, &last.outcome}) *text += drawn < probability ? "; will come back" : "; does not come back";
  last.text += " (probability " + rounded(probability) + ", draw " + fraction(drawn, probability) + ")";
  last.facts.insert(last.facts.end(), {{"return_probability", probability}, {"draw_return", drawn}});
}

Life Witness::tell() {
  if (!was_there_) return {};
  std::vector<std::string> where;
  for (const Followed& one : followed_) {
    if (one.waits_since != no_step) wait_at(one.waits_since);
    if (one.node < 0 || one.node >= static_cast<std::int32_t>(model_.tiers)) continue;
    where.push_back((one.child >= 0 ? one.who : subject_.is_family ? "its case" : "it") + " is in " + model_.names[static_cast<std::size_t>(one.node)] + " since " + date(one.since - one.before));
  }
  if (!where.empty() || (subject_.is_family && !is_over_))
    step(model_.horizon, "end", subject_.is_family ? "family" : "entity", "the simulation ends" + (where.empty() ? "" : ": " + listed(where)) + (subject_.is_family && !is_over_ ? "; [need " + std::to_string(need_ + 1) + "]" : ""));
  return std::move(life_);
}

}  // namespace headwater
