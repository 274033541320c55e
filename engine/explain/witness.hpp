// The witness: a recorder that tells one life of a replication, step by step, with the rule and the draw behind each.
//
// It records what every recorder does, and beside that keeps what concerns one family (its need, who speaks of it, its
// cases, its children in care) or one entity. What chance gave it asks chance for again: draws are pure functions of
// names. Like every recorder it never steers; the record of a replication is the same with a witness as without.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "explain/life.hpp"
#include "results/recorder.hpp"
#include "scenario/description.hpp"
#include "simulate/families.hpp"

namespace headwater {

class Witness : public Recorder {
 public:
  /// `model` is compiled from `description`, and has the subject's source; both must outlive the witness, and so must `layout`, that of the model.
  Witness(const Description& description, const Model& model, const Layout& layout, std::uint32_t replication, const Subject& subject);

  /// The life, once the replication has run. Empty when the subject never was.
  Life tell();
  bool was_there() const { return was_there_; }
  /// Of the families formed, the first that had a child when the simulation began or later; and how many were formed.
  std::uint64_t first_family() const { return first_family_; }
  std::uint64_t families_formed() const { return families_formed_; }
  /// How many came from the subject's source.
  std::uint64_t came_from_source() const { return came_; }

  // What every recorder is told.
  void forget_how_they_came() {
    Recorder::forget_how_they_came();
    opening_ = nullptr;
  }
  void arrived(std::uint32_t source) {
    Recorder::arrived(source);
    came_ += !subject_.is_family && source == source_;
  }
  void moved(std::uint32_t edge, std::uint32_t slot, EntityName name, double time) {
    Recorder::moved(edge, slot, name, time);
    if (name == entity_ && followed_.empty()) follow_entity(edge, time);
    if (Followed* one = find(name)) note_move(*one, edge, time);
  }
  void started(std::uint32_t tier, std::uint32_t group, double time, double wait, EntityName name) {
    Recorder::started(tier, group, time, wait, name);
    if (Followed* one = find(name)) note_start(*one, tier, wait, time);
  }
  void resumed(std::uint32_t tier, std::uint32_t group, double time, EntityName name) {
    Recorder::resumed(tier, group, time, name);
    if (Followed* one = find(name)) note_pause(*one, tier, /*goes_on=*/true, time);
  }
  void interrupted(std::uint32_t tier, std::uint32_t group, double time, EntityName name) {
    Recorder::interrupted(tier, group, time, name);
    if (Followed* one = find(name)) note_pause(*one, tier, /*goes_on=*/false, time);
  }
  void blocked(std::uint32_t tier, std::uint32_t group, int by, double time, EntityName name) {
    Recorder::blocked(tier, group, by, time, name);
    if (Followed* one = find(name); one != nullptr && by > 0) one->blocked_since = time;
  }

  // What is told of single lives (simulate/unwatched.hpp).
  void opens(const OpenAtStart& cases) {
    Recorder::opens(cases);
    opening_ = &cases;
  }
  template <class Luck>
  void family_formed(const Families<Luck>& families, std::uint32_t family, double time) {
    families_formed_ = families.formed();
    if (first_family_ == none_yet && families_formed_ > 0) first_family_ = families_formed_ - 1;
    if (is_it(families[family])) note_family(families[family], families.traits_of(family), children_of(families, family), time);
  }
  template <class Luck>
  void child_born(const Families<Luck>& families, std::uint32_t child, double time) {
    if (is_it(families[families.child(child).family])) note_birth(number_of(families, child), time);
  }
  template <class Luck>
  void child_grown_up(const Families<Luck>& families, std::uint32_t child, double time) {
    if (is_it(families[families.child(child).family])) note_grown_up(number_of(families, child), families.child(child).state == Child::in_care, time);
  }
  template <class Luck>
  void child_grown_up_in_care(const Families<Luck>& families, std::uint32_t child, double time) {
    if (is_it(families[families.child(child).family])) note_grown_up_in_care(number_of(families, child), time);
  }
  template <class Luck>
  void family_leaves(const Families<Luck>& families, std::uint32_t family, double time) {
    if (is_it(families[family])) note_leaving(families[family], children_of(families, family), time);
  }
  template <class Luck>
  void family_over(const Families<Luck>& families, std::uint32_t family, double time) {
    if (is_it(families[family])) note_over(time);
  }
  void need_shifts(const Family& family, Family::Clock clock, const NeedHazards& hazards, const FamilyTier* support, double by_kin, double time) {
    if (is_it(family)) note_need(family, clock, hazards, support, by_kin, time);
  }
  template <class Luck>
  void spoken_of(const Families<Luck>& families, std::uint32_t family, std::size_t index, const std::vector<double>& rates, std::uint64_t occurrence, bool known, double time) {
    if (is_it(families[family])) note_contact(families[family], families.contacts()[index], index, rates, families.by_kin(family).contact, occurrence, known, time);
  }
  template <class Luck>
  void children_may_leave(const Families<Luck>& families, std::uint32_t family, const Stay& stay, const ChildWay& way, std::uint64_t together_key, std::uint64_t occurrence, double time) {
    if (is_it(families[family])) note_way(stay, way, together_key, occurrence, time);
  }
  template <class Luck>
  void who_goes(const Families<Luck>& families, std::uint32_t family, const Takes& takes, std::uint64_t key, std::uint64_t occurrence, double time) {
    if (is_it(families[family])) note_who_goes(families[family], children_of(families, family), takes, key, occurrence, time);
  }
  template <class Luck>
  void case_opened(const Families<Luck>& families, std::uint32_t family, EntityName name, double time) {
    if (is_it(families[family])) note_case(name, children_of(families, family), time);
  }
  template <class Luck>
  void child_left_home(const Families<Luck>& families, std::uint32_t child, EntityName name, double /*time*/) {
    if (is_it(families[families.child(child).family])) followed_.push_back({name, "child " + std::to_string(number_of(families, child) + 1), static_cast<std::int32_t>(number_of(families, child))});
  }
  void stay_ended(const Entities::Record& record, const Stay& stay, const Entities& entities, std::uint32_t slot, double time) {
    if (Followed* one = find(record.name)) note_end(*one, record.stay, stay, time - record.since, entities.visits(slot, stay.node), time);
  }
  void decided(EntityName name, const Choice& choice, double value, const double* cuts) {
    if (Followed* one = find(name)) note_decision(*one, choice, value, cuts);
  }
  void asked_to_return(EntityName name, double draw, double probability) {
    if (find(name)) note_return(draw, probability);
  }

 private:
  static constexpr std::uint64_t none_yet = ~std::uint64_t{0};
  static constexpr std::size_t no_step = ~std::size_t{0};

  /// The family's case, a child in care, or the entity.
  struct Followed {
    EntityName name;
    std::string who;
    std::int32_t child = -1;
    std::int32_t node = -1;          ///< where it is; -1: it has not come anywhere yet
    double since = 0;                ///< when it came there
    double before = 0;               ///< days that it had been there by then, if that was when the simulation began
    bool was_interrupted = false;    ///< in this stay
    double blocked_since = -1;
    std::string ending = {};         ///< how its stay ended, for the move that follows
    Facts facts = {};
    std::size_t waits_since = no_step;  ///< the step with which it came to where it waits
  };
  struct OfChild {
    double born;
    Child::State state;
    bool from_elsewhere;
  };

  bool is_it(const Family& family) const { return subject_.is_family && family.name == family_; }
  Followed* find(EntityName name) {
    for (Followed& one : followed_)
      if (one.name == name) return &one;
    return nullptr;
  }
  template <class Luck>
  static std::vector<OfChild> children_of(const Families<Luck>& families, std::uint32_t index) {
    std::vector<OfChild> children;
    const Family& family = families[index];
    for (std::uint32_t i = family.first_child; i < family.first_child + family.children; ++i) children.push_back({families.child(i).born, families.child(i).state, families.child(i).from_elsewhere});
    return children;
  }
  template <class Luck>
  static std::uint32_t number_of(const Families<Luck>& families, std::uint32_t child) {
    return child - families[families.child(child).family].first_child;
  }

  void note_family(const Family& family, const FamilyTraits& traits, const std::vector<OfChild>& children, double time);
  void note_birth(std::uint32_t child, double time);
  void note_grown_up(std::uint32_t child, bool in_care, double time);
  void note_grown_up_in_care(std::uint32_t child, double time);
  void note_leaving(const Family& family, const std::vector<OfChild>& children, double time);
  void note_over(double time);
  void note_need(const Family& family, Family::Clock clock, const NeedHazards& hazards, const FamilyTier* support, double by_kin, double time);
  void note_contact(const Family& family, const Contact& contact, std::size_t index, const std::vector<double>& rates, double by_kin, std::uint64_t occurrence, bool known, double time);
  void note_way(const Stay& stay, const ChildWay& way, std::uint64_t together_key, std::uint64_t occurrence, double time);
  void note_who_goes(const Family& family, const std::vector<OfChild>& children, const Takes& takes, std::uint64_t key, std::uint64_t occurrence, double time);
  void note_case(EntityName name, const std::vector<OfChild>& children, double time);
  void follow_entity(std::uint32_t edge, double time);
  void note_move(Followed& one, std::uint32_t edge, double time);
  void note_start(Followed& one, std::uint32_t tier, double wait, double time);
  void note_pause(Followed& one, std::uint32_t tier, bool goes_on, double time);
  void note_end(Followed& one, std::uint32_t index, const Stay& stay, double length, std::uint64_t visit, double time);
  void note_decision(Followed& one, const Choice& choice, double value, const double* cuts);
  void note_return(double draw, double probability);

  std::string way_here(const Followed& one, const EdgeEnds& edge) const;
  std::string law_behind(std::uint32_t node, std::size_t offset, double time) const;
  std::string children_at_home(const std::vector<OfChild>& children, double time) const;
  const Followed& followed_case() const;
  /// `outcome`: empty where it is the text.
  void step(double time, std::string kind, std::string who, std::string text, std::string outcome = {}, Facts facts = {}, bool hidden = false);
  void wait_at(std::size_t step);
  double draw(EntityName name, std::uint64_t purpose, std::uint64_t occurrence) const { return uniform(bits_(name, purpose, occurrence)); }
  std::uint64_t key(std::uint64_t purpose) const { return purpose_key(model_.run.seed, replication_, purpose); }
  std::string length(double days) const;
  std::string date(double time) const;

  const Description& description_;
  const Model& model_;
  std::uint32_t replication_;
  Subject subject_;
  std::uint64_t (*bits_)(EntityName, std::uint64_t, std::uint64_t);  ///< of the run's generator
  EntityName family_{}, entity_{}, case_{};  ///< `case_`: of the family, the latest
  bool was_there_ = false, is_over_ = false;
  std::uint64_t first_family_ = none_yet, families_formed_ = 0, came_ = 0;
  std::vector<double> births_;
  FamilyTraits traits_;       ///< of the family
  double spoken_of_ = 1;      ///< how many times as often by what the family is
  std::uint32_t source_ = 0;  ///< of the entity
  const OpenAtStart* opening_ = nullptr;  ///< of what is put in place now, where that was open when the simulation began
  std::uint32_t need_ = 0;   ///< from 0
  std::uint32_t cases_ = 0;  ///< so far
  std::vector<Followed> followed_;
  Life life_;
};

}  // namespace headwater
