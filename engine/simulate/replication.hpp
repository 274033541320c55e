// One replication: one simulated history of a model, and the main loop.
//
// What happens at one instant happens in this order (`settle`): departures, then dated changes (last capacities, by name),
// then service of the waiting lists, then giving up by those who have waited long enough and still wait, which may make
// room for others at once, then moves, then returns, then arrivals; within each by the (hashed) name of the tier, exit or
// source, then by the name of the entity, arrivals of one source in their own order; moves in the order of departures.
// Those who leave choose their way one after the other, in that order, each knowing where those before are going.
// Whatever this makes due at the same instant follows in another round. Most instants hold one event only, and take the
// same steps without the sorting.
//
// A replication owns all that changes and shares only the constant model with others. `Recorder` is told what happened
// and never steers; `Luck` is the generator. Both are concrete types, so nothing in the loop is a virtual call.
#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "event/event_list.hpp"
#include "event/prefetch.hpp"
#include "pathway/model.hpp"
#include "random/luck.hpp"
#include "resource/line.hpp"
#include "resource/places.hpp"
#include "resource/pools.hpp"
#include "resource/sharing.hpp"
#include "resource/waiting_list.hpp"
#include "simulate/arrivals.hpp"
#include "simulate/entities.hpp"
#include "simulate/families.hpp"
#include "simulate/model_fault.hpp"

namespace headwater {

template <class Luck, class Recorder>
class Replication {
 public:
  Replication(const Model& model, std::uint64_t number, Recorder& recorder)
      : model_(model),
        recorder_(recorder),
        arrivals_(model, number),
        events_(model.arrivals_per_day),
        entities_(model.attributes.size(), model.nodes.size()),
        stays_(model.stays),
        cuts_(model.cuts),
        pools_(model.resources.size()),
        queues_(model.rules.size()),
        turns_(model.stays.size()),
        families_(model, number),
        number_(number),
        which_key_(families_.which_key()) {
    for (Stay& stay : stays_) {
      stay.purpose = key(number, stay.purpose);
      stay.choice.purpose = key(number, stay.choice.purpose);
    }
    for (const Node& node : model.nodes) {
      nodes_.push_back({node, {node.capacity, 0}, {}});
      nodes_.back().fixed.purpose = key(number, node.purpose);
    }
    if (model.families.any()) {  // where children leave from
      nodes_.emplace_back();
      nodes_.back().fixed.plain = false;
    }
    for (const EdgeEnds& edge : model.edges) ways_.push_back({edge.to, edge.becomes});
    for (std::size_t i = 0; i < pools_.size(); ++i) pools_[i].capacity = model.resources[i].capacity;
    for (const Node& node : model.nodes) keeps_standing_ = keeps_standing_ || !node.plain;
    newcomers_differ_ = has_families_ || keeps_standing_ || !model.attributes.empty() || !model.groupings.empty() || !model.class_names.empty();
    const auto looks_ahead = [](const Stay& stay) {
      return stay.choice.by == Choice::By::shortest_queue || stay.choice.by == Choice::By::fewest_present;
    };
    if (std::any_of(model.stays.begin(), model.stays.end(), looks_ahead)) expected_.resize(model.tiers);
    for (std::size_t i = 0; i < model.rules.size(); ++i) {
      queues_[i].balk_key = key(number, model.rules[i].balk_purpose);
      queues_[i].pick_key = key(number, model.rules[i].pick_purpose);
    }
    for (std::uint32_t node = 0; node < model.tiers; ++node)
      if (may_wait(node)) by_order_.push_back(node);
    std::sort(by_order_.begin(), by_order_.end(), [&](std::uint32_t a, std::uint32_t b) { return model.nodes[a].order < model.nodes[b].order; });
    note_next_change();
    for (const Attribute& attribute : model.attributes) attribute_keys_.push_back(key(number, attribute.purpose));
  }

  /// Simulates from the beginning of the warm-up to the horizon; events at the horizon itself no longer happen.
  void run() {
    if (has_families_) begin_families();
    if (!model_.caseload.empty()) load_caseload();
    for (;;) {
      const double due = events_.next_time();
      const double arrival = arrivals_.next_time();
      const double time = std::min(due, arrival);
      if (time >= next_boundary_) {
        if (!cross_boundary(time)) return;
      } else if (due < arrival) {
        end_stay();
      } else if (arrival < due) {
        arrive();
      } else {
        settle(time);
      }
    }
  }

 private:
  friend struct ReplicationAudit;  ///< of tests: looks at all that there is, changes nothing

  struct NodeState {
    Node fixed;
    Places places;
    WaitingList list;
  };
  /// Those of one instant who have chosen to go to a tier before somebody else chooses.
  struct Expected {
    std::int64_t number = 0;
    std::int64_t waiting = 0;  ///< of them: those for whom no place will be free
  };
  /// What every move asks of its edge.
  struct Way {
    std::uint32_t to;
    std::int32_t becomes;
  };
  /// An entity that has left one node and is on its way along an edge.
  struct Move {
    std::uint32_t slot;
    std::uint32_t edge;
  };

  // --- the clock ---

  /// Something other than an event comes first: a reporting period ends, a dated change is due, or all is over.
  bool cross_boundary(double time) {
    const double change = next_change_, in_families = families_.next_time();
    time = std::min({time, change, in_families});
    while (recorder_.next_stop() <= time) {
      if (recorder_.pass_stop() == false) return false;  // the last period is over
    }
    if (time == in_families) live(time);
    else if (time == change) settle(time);
    next_boundary_ = std::min({next_change_, recorder_.next_stop(), families_.next_time()});
    return true;
  }

  /// Whether there will be somebody to attend to in a tier.
  bool may_wait(std::uint32_t tier) const {
    const Node& node = model_.nodes[tier];
    const auto is_of_tier = [tier](const CapacityChange& change) { return !change.of_resource && change.index == tier; };
    return !node.plain || node.capacity != unlimited || std::any_of(model_.capacity_changes.begin(), model_.capacity_changes.end(), is_of_tier);
  }

  void note_next_change() {
    const double numbers = change_ < model_.changes.size() ? model_.changes[change_].time : never;
    const double capacity = capacity_change_ < model_.capacity_changes.size() ? model_.capacity_changes[capacity_change_].time : never;
    const double families = family_change_ < model_.families.changes.size() ? model_.families.changes[family_change_].time : never;
    next_change_ = std::min({numbers, capacity, families});
  }

  // --- one event alone in its instant ---
  //
  // The two paths that nearly every event takes are inlined whole (`flatten`), which the compiler would not choose to do
  // for functions that are called from several places; `settle`, which is rare, stays out of them.

  Event pop() {
    return events_.pop([this](std::uint32_t slot) {
      entities_.prefetch(slot);
      if (has_families_) [[unlikely]] prefetch_owner(slot);
    }, [this](std::uint32_t slot) {
      if (has_families_) [[unlikely]] prefetch_more(slot);
    });
  }

  [[gnu::flatten]] void end_stay() {
    const Event event = pop();
    if (events_.next_time() == event.time) [[unlikely]] return settle(event.time, event);
    if (is_stale(event)) return;
    const std::uint32_t node = stays_[event.node].node;
    if (!nodes_[node].fixed.plain) return end_queue_stay(event);
    const Move move = leave(event);
    if (node < model_.tiers) serve(node, event.time);
    enter(move, event.time);
  }

  [[gnu::flatten]] void arrive() {
    const Arrival arrival = arrivals_.take();
    if (arrivals_.next_time() == arrival.time) [[unlikely]] return settle(arrival.time, arrival);
    create(arrival);
  }

  // --- several at one instant ---

  struct Due {
    std::uint64_t order;  ///< of the node or source
    std::uint64_t name;   ///< of the entity
    Event event;
    bool operator<(const Due& other) const { return order != other.order ? order < other.order : name < other.name; }
  };
  struct DueArrival {
    std::uint64_t order;
    std::uint64_t ordinal;
    Arrival arrival;
    bool operator<(const DueArrival& other) const { return order != other.order ? order < other.order : ordinal < other.ordinal; }
  };

  // What has been taken already comes by value, so that it need not lie in memory when it is alone in its instant.
  [[gnu::noinline]] void settle(double time, Event first) { settle(time, &first, nullptr); }
  [[gnu::noinline]] void settle(double time, Arrival newcomer) { settle(time, nullptr, &newcomer); }

  /// All that happens at `time`, in the stated order, round after round. `first` and `newcomer` have been taken already.
  [[gnu::noinline]] void settle(double time, const Event* first = nullptr, const Arrival* newcomer = nullptr) {
    settling_ = true;
    while (first != nullptr || newcomer != nullptr || events_.next_time() == time || arrivals_.next_time() == time ||
           next_change_ == time) {
      impatient_.clear();
      returning_.clear();
      arriving_.clear();
      moves_.clear();
      take_due(time, first);
      first = nullptr;
      for (std::uint64_t ordinal = 0;; ++ordinal) {
        if (newcomer == nullptr && arrivals_.next_time() != time) break;
        const Arrival arrival = newcomer != nullptr ? *newcomer : arrivals_.take();
        newcomer = nullptr;
        arriving_.push_back({model_.sources[arrival.source].key, ordinal, arrival});
      }
      std::sort(impatient_.begin(), impatient_.end());
      std::sort(returning_.begin(), returning_.end());
      std::sort(arriving_.begin(), arriving_.end());

      apply_changes(time);
      for (const std::uint32_t node : by_order_) attend(node, time);
      for (const Due& due : impatient_) {
        const auto& record = entities_[due.event.slot];
        if (record.generation == due.event.generation && !record.in_place && !record.interrupted) moves_.push_back(give_up(due.event));
      }
      for (const Due& due : impatient_) attend(stays_[due.event.node].node, time);  // there may be room now
      for (const Move& move : moves_) enter(move, time);
      for (const Due& due : returning_) enter(leave(due.event), time);
      for (const DueArrival& due : arriving_) create(due.arrival);
      look_for_deadlock(time);
    }
    settling_ = false;
  }

  /// Takes all events at `time` from the event list; those whose stay is over leave.
  void take_due(double time, const Event* first) {
    due_.clear();
    while (first != nullptr || events_.next_time() == time) {
      const Event event = first != nullptr ? *first : pop();
      first = nullptr;
      if (is_stale(event)) continue;
      const Stay& stay = stays_[event.node];
      if (stay.child_way >= 0) [[unlikely]] {
        let_children_go(event);
        continue;
      }
      const Node& node = model_.nodes[stay.node];
      if (stay.is_patience) entities_[event.slot].is_patient = false;  // its event has been taken
      (stay.is_patience ? impatient_ : node.is_exit ? returning_ : due_)
          .push_back({node.order, static_cast<std::uint64_t>(entities_[event.slot].name), event});
    }
    for (std::size_t i = 0, taken = due_.size(); i < taken; ++i) add_those_who_end_with(due_[i]);
    std::sort(due_.begin(), due_.end());
    for (const Due& due : due_) {
      if (nodes_[stays_[due.event.node].node].fixed.plain) {
        moves_.push_back(leave(due.event));
        if (!expected_.empty()) expect(moves_.back(), time);
      } else {
        const Move move = finish(due.event);
        if (!expected_.empty()) expect(move, time);
      }
    }
    if (!expected_.empty()) forget_expected();
  }

  // --- what happens ---

  /// Withdrawn events are not searched for: they carry a generation that has passed.
  bool is_stale(const Event& event) {
    if (entities_[event.slot].generation == event.generation) [[likely]] return false;
    --stale_;
    entities_.stale_event_gone(event.slot);
    return true;
  }

  /// A new entity: its attributes, its group, its first tier.
  void create(const Arrival& arrival) {
    const Source& source = model_.sources[arrival.source];
    const std::uint32_t slot = entities_.create();
    entities_[slot].name = arrival.name;
    if (newcomers_differ_) {
      if (has_families_) [[unlikely]] forget_owner(slot);
      fill(slot, source, never, arrival.time);
    }
    recorder_.arrived(arrival.source);
    entities_[slot].draw = arrival.draw;
    enter({slot, source.edge}, arrival.time, /*is_drawn=*/true);
  }

  /// Draws attributes and finds the group of a new entity. `age_years`: its age, unless that is to be drawn (infinite).
  void fill(std::uint32_t slot, const Source& source, double age_years, double time) {
    auto& record = entities_[slot];
    double* attributes = entities_.attributes(slot);
    for (std::size_t i = 0; i < attribute_keys_.size(); ++i) {
      const Sampler& sampler = source.attributes[i];
      attributes[i] = sampler.location + sampler.scale * sampler.unit(Luck::bits(record.name, attribute_keys_[i], 0));
    }
    if (age_years < never) [[unlikely]] attributes[model_.age_attribute] = age_years;
    std::uint32_t group = 0;
    for (const Grouping& grouping : model_.groupings) {
      if (grouping.attribute < 0) {
        group += grouping.stride * source.of_class;
        continue;
      }
      const double value = attributes[grouping.attribute];
      for (const double cut : grouping.below) group += grouping.stride * (value >= cut);
    }
    record.group = static_cast<std::uint16_t>(group);
    // An age is kept as the day of birth, so that it need not be kept up.
    if (model_.age_attribute >= 0) [[unlikely]] {
      double& age = attributes[model_.age_attribute];
      age = time - age * days_per_year;
    }
    record.of_class = source.of_class;
    if (keeps_standing_) make_standing(slot);
  }

  /// Ends the stay that `event` speaks of, frees its place and chooses the way out.
  Move leave(const Event& event) {
    const Stay& stay = stays_[event.node];
    auto& record = entities_[event.slot];
    const Move move{event.slot, choose(stay, event.slot, event.time)};
    entities_.count_visit(event.slot, stay.node);
    if (stay.node < model_.tiers) {
      nodes_[stay.node].places.release();
      recorder_.left(stay.node, record.group, event.time, event.time - record.since);
    } else {
      recorder_.returned();
    }
    record.in_place = false;
    return move;
  }

  std::uint32_t choose(const Stay& stay, std::uint32_t slot, double time) {
    const Choice& choice = stay.choice;
    recorder_.stay_ended(entities_[slot], stay, entities_, slot, time);
    if (choice.edges == 1) return choice.first_edge;
    double value;
    if (choice.by == Choice::By::draw) {
      const EntityName name = has_families_ ? name_for_choice(slot, stay.node) : entities_[slot].name;
      value = uniform(Luck::bits(name, choice.purpose, entities_.visits(slot, stay.node)));
    } else if (choice.by == Choice::By::attribute) {
      value = attribute(slot, choice.attribute, time);
    } else if (choice.by == Choice::By::need) {
      value = seen_need(choice, slot, entities_.visits(slot, stay.node));
    } else {
      return choose_ahead(stay);
    }
    const double* cuts = &cuts_[choice.first_cut];
    recorder_.decided(entities_[slot].name, choice, value, cuts);
    std::uint32_t reached = 0;
    for (std::uint32_t i = 0; i + 1 < choice.edges; ++i) reached += value >= cuts[i];
    return choice.first_edge + reached;
  }

  /// What an attribute is at `time`: an age goes on.
  double attribute(std::uint32_t slot, std::uint32_t index, double time) {
    const double value = entities_.attributes(slot)[index];
    return static_cast<std::int32_t>(index) == model_.age_attribute ? (time - value) / days_per_year : value;
  }

  void enter(const Move& move, double time, bool is_drawn = false) {
    if (has_families_) [[unlikely]] return enter_of_family(move, time, is_drawn);
    enter_node(move, time, is_drawn);
  }

  void enter_node(const Move& move, double time, bool is_drawn) {
    const auto [to, becomes] = ways_[move.edge];
    auto& record = entities_[move.slot];
    recorder_.moved(move.edge, move.slot, record.name, time);
    record.node = static_cast<std::uint16_t>(to);
    if (becomes >= 0) record.of_class = static_cast<std::uint8_t>(becomes);
    if (to >= model_.tiers) return enter_exit(record, move.slot, to, time);
    NodeState& node = nodes_[to];
    if (!node.fixed.plain) return enter_queue(move.slot, to, time);
    recorder_.entered(to, record.group);
    if (node.fixed.draws_early && !is_drawn) {
      const Stay& stay = stays_[node.fixed.first_stay];
      record.draw = stay.sampler.unit(Luck::bits(record.name, stay.purpose, entities_.visits(move.slot, to)));
    }
    record.since = time;
    if (node.places.free()) {
      start(node, record, move.slot, to, time);
    } else {
      node.list.join_back(entities_, move.slot);
      recorder_.queued(to, record.group, time);
    }
  }

  /// Gone for good, or away for a time.
  void enter_exit(Entities::Record& record, std::uint32_t slot, std::uint32_t exit, double time) {
    const Node& node = nodes_[exit].fixed;
    if (node.stays == 0) {
      if (has_families_) [[unlikely]] leave_the_model(slot, exit, time);
      return entities_.destroy(slot);
    }
    const std::uint64_t visit = entities_.visits(slot, exit);
    const double draw = uniform(Luck::bits(record.name, node.purpose, visit));
    recorder_.asked_to_return(record.name, draw, node.return_probability);
    if (draw >= node.return_probability) return entities_.destroy(slot);
    schedule_end(record, slot, node, time);
    if (record.draw >= model_.horizon) entities_.destroy(slot);
  }

  /// Gives free places to those who wait, in order.
  void serve(std::uint32_t index, double time) {
    NodeState& node = nodes_[index];
    while (!node.list.empty() && node.places.free()) {
      const std::uint32_t slot = node.list.leave_front(entities_);
      if (!node.list.empty()) entities_.prefetch(node.list.head());
      auto& record = entities_[slot];
      recorder_.dequeued(index, record.group, time);
      start(node, record, slot, index, time);
    }
  }

  /// Takes a place; the stay begins.
  void start(NodeState& node, Entities::Record& record, std::uint32_t slot, std::uint32_t index, double time) {
    node.places.seize();
    recorder_.started(index, record.group, time, time - record.since, record.name);
    record.in_place = true;
    record.since = time;
    schedule_end(record, slot, node.fixed, time);
  }

  /// Draws how the stay that begins at `time` will end. What ends after the horizon needs no event.
  void schedule_end(Entities::Record& record, std::uint32_t slot, const Node& node, double time) {
    std::uint32_t winner = node.first_stay;
    if (node.draws_early) {
      const Sampler& sampler = stays_[winner].sampler;
      record.draw = time + (sampler.location + sampler.scale * record.draw);
    } else if (node.goes_by_need) {
      return start_by_need(slot, time);
    } else {
      const Ending ending = shortest({node.first_stay, node.stays}, slot, time, entities_.visits(slot, record.node));
      winner = ending.stay;
      record.draw = time + ending.length;
    }
    record.stay = static_cast<std::uint16_t>(winner);
    if (record.draw == time) [[unlikely]] count_timeless(record, time);
    push_end(record, slot);
  }

  /// Counts the stays of one instant that take no time. Where they form a loop, time would never go on.
  [[gnu::noinline]] void count_timeless(const Entities::Record& record, double time) {
    if (time != timeless_at_) {
      timeless_at_ = time;
      timeless_ = 0;
    }
    if (++timeless_ > 1000 * (std::uint64_t{entities_.slots()} + 1000)) throw_timeless_loop(model_.names[record.node], moment(time));
  }

  /// How a stay will end, and how long it will take when nothing comes between.
  struct Ending {
    double length = never;
    std::uint32_t stay = 0;
  };

  /// The first to happen of the ways in which a stay that begins at `time` can end; `occurrence` names the draws.
  Ending shortest(const ClassStays& ways, std::uint32_t slot, double time, std::uint64_t occurrence) {
    Ending first{never, ways.first_stay};
    for (std::uint32_t i = ways.first_stay; i < ways.first_stay + ways.stays; ++i) {
      const double days = length(stays_[i], slot, time, occurrence);
      if (days < first.length) first = {days, i};
    }
    return first;
  }

  double length(const Stay& stay, std::uint32_t slot, double time, std::uint64_t visit) {
    if (stay.at_age >= 0) {
      const double birth = entities_.attributes(slot)[model_.age_attribute];
      return std::max(0.0, birth + stay.at_age * days_per_year - time);
    }
    const Sampler& sampler = stay.sampler;
    const std::uint64_t bits = Luck::bits(entities_[slot].name, stay.purpose, visit);
    if (sampler.by_age()) [[unlikely]] return sampler.after_age(time - entities_.attributes(slot)[model_.age_attribute], bits);
    return sampler.location + sampler.scale * sampler.unit(bits);
  }

  void push_end(const Entities::Record& record, std::uint32_t slot) {
    if (record.draw < model_.horizon) events_.push({record.draw, slot, record.stay, record.generation});
  }

  // --- dated changes ---

  void apply_changes(double time) {
    if (next_change_ != time) return;
    while (change_ < model_.changes.size() && model_.changes[change_].time == time) apply(model_.changes[change_++]);
    while (family_change_ < model_.families.changes.size() && model_.families.changes[family_change_].time == time)
      apply(model_.families.changes[family_change_++]);
    while (capacity_change_ < model_.capacity_changes.size() && model_.capacity_changes[capacity_change_].time == time)
      apply(model_.capacity_changes[capacity_change_++]);
    note_next_change();
  }

  void apply(const NodeChange& change) {
    NodeState& node = nodes_[change.node];
    node.fixed.return_probability = change.return_probability;
    for (std::size_t i = 0; i < change.samplers.size(); ++i) stays_[node.fixed.first_stay + i].sampler = change.samplers[i];
    if (has_families_ && change.node < model_.tiers) apply_to_families(change);
    if (!change.cuts.empty()) std::copy(change.cuts.begin(), change.cuts.end(), cuts_.begin() + stays_[node.fixed.first_stay].choice.first_cut);
  }

  [[gnu::noinline]] void apply(const CapacityChange& change);
  bool needs(std::uint32_t node, std::uint32_t resource) const;
  bool would_give_back(std::uint32_t slot, std::uint32_t resource, double time);
  void interrupt_surplus(const CapacityChange& change, Standing::Later later);
  void interrupt(std::uint32_t slot, Standing::Later later, double time);
  void resume(std::uint32_t slot, double time);

  /// Withdraws the pending event of `record`; too many withdrawn ones are swept from the event list.
  void withdraw(Entities::Record& record) {
    ++record.generation;
    ++record.stale;
    ++stale_;
    if (record.stale == 0xffff || (stale_ > 4096 && stale_ > events_.size() / 2)) {
      events_.remove_if([this](const Event& event) { return is_stale(event); });
    }
  }

  // --- cases that are open at the start (caseload.hpp) ---

  [[gnu::noinline]] void load_caseload();
  std::uint32_t take_from_home(const OpenAtStart& cases, std::uint64_t ordinal);
  void put_in_place(const OpenAtStart& cases, std::uint64_t ordinal, std::uint32_t slot);
  template <class Suits>
  std::uint32_t pick(EntityName name, std::uint32_t number, Suits suits);
  std::uint32_t pick_family(const OpenAtStart& cases, EntityName name);
  std::uint32_t pick_child(const OpenAtStart& cases, EntityName name);
  void spend(std::uint32_t slot, double days);
  double rest(const Stay& stay, std::uint32_t slot, std::uint64_t visit, double days);

  // --- families (households.hpp) ---

  /// Whose case an entity is. Clocks are those of a stay that goes by need.
  struct Belonging {
    std::uint32_t family = nobody;
    std::uint32_t child = nobody;
    bool is_child = false;            ///< it is, or was, a child in care
    std::int32_t counted_in = -1;     ///< the tier in which a child in care is counted
    EntityName leader{};              ///< brother or sister whose draws it shares at gates
    Ending settled;                   ///< when and by which racer with a law the stay will end at the latest
    double clocked = 0;               ///< when `used` was true
    double used[most_clocks] = {};    ///< of each clock: what has passed at unit rate
    std::uint16_t struck[most_clocks] = {};
  };
  struct ContactKeys {
    std::uint64_t seen, otherwise, takes;
  };
  struct WayKeys {
    std::uint64_t takes, together;
  };
  void begin_families();
  void note_contacts();
  [[gnu::noinline]] void live(double time);
  void join(std::uint32_t family, double time);
  bool begin_turn(std::uint32_t family, double time);
  void end_turn(std::uint32_t family, double time);
  void schedule(std::uint32_t family, double time) { schedule(family, families_.calendar(family, time), time); }
  void schedule(std::uint32_t family, const Calendar& calendar, double time);
  void schedule_at_same_speeds(std::uint32_t family, const Calendar& calendar, double time);
  bool was_closed_lately(std::uint32_t family, double time);
  void tell_kin(std::uint32_t family, bool is_over, double time);
  std::uint32_t tier_of_case(std::uint32_t family);
  Speeds speeds_of(std::uint32_t family, bool has_infant, double time);
  double contact_rates(std::uint32_t family, bool has_infant, double time);
  void count(std::uint32_t family, int by, double time);
  void pass_day(std::uint32_t family, double time);
  void leave_the_area(std::uint32_t family, double time);
  void grow_up_in_care(std::uint32_t child, double time);
  void note_grown_up_in_care(std::uint32_t child, double time);
  void shift_need(std::uint32_t family, Family::Clock clock, double time);
  void be_spoken_of(std::uint32_t family, double time);
  void refer(std::uint32_t family, const Contact& contact, double time);
  void open_case(std::uint32_t family, std::uint32_t edge, std::int32_t source, double time, const Source* as = nullptr);
  std::uint32_t make_case(EntityName name, double born, double time, const Source& as);
  std::uint32_t place_in_care(std::uint32_t child, double time, const Source& as);
  const Source& like_all() const { return model_.sources[families_.contacts()[0].source]; }  ///< whose attributes cases draw
  void prefetch_owner(std::uint32_t slot) const {
    if (slot < belongings_.size()) prefetch_line(&belongings_[slot]);
  }
  void prefetch_more(std::uint32_t slot) const {
    if (slot < belongings_.size() && belongings_[slot].family != nobody) families_.prefetch_more(belongings_[slot].family);
  }
  void forget_owner(std::uint32_t slot) {
    if (slot < belongings_.size()) belongings_[slot] = {};
  }
  std::uint32_t family_of_case(std::uint32_t slot) const {
    return slot >= belongings_.size() || belongings_[slot].is_child ? nobody : belongings_[slot].family;
  }
  [[gnu::noinline]] void enter_of_family(const Move& move, double time, bool is_drawn);
  void come_to_tier(std::uint32_t child, std::uint32_t tier, double time);
  [[gnu::noinline]] void leave_the_model(std::uint32_t slot, std::uint32_t exit, double time);
  void call_away(std::uint32_t slot, std::uint32_t edge, double time);
  template <class Look>
  void each_clock(std::uint32_t tier, Look look);
  void use_up(std::uint32_t slot, double time);
  [[gnu::noinline]] void start_by_need(std::uint32_t slot, double time);
  void reschedule_by_need(std::uint32_t slot, double time);
  void schedule_by_need(std::uint32_t slot, double time);
  [[gnu::noinline]] void let_children_go(const Event& event);
  void pick_who_goes(std::uint32_t family, const Takes& takes, std::uint64_t purpose, std::uint64_t occurrence, double time);
  void send_away(std::uint32_t edge, bool together, double time);
  [[gnu::noinline]] EntityName name_for_choice(std::uint32_t slot, std::uint32_t tier);
  [[gnu::noinline]] double seen_need(const Choice& choice, std::uint32_t slot, std::uint64_t visit);
  template <class Change>
  void change_rates(double time, Change change);
  void apply(const FamilyChange& change);
  void apply_to_families(const NodeChange& change);

  // --- tiers that are not plain (queue.hpp) ---

  struct Queue {
    Line<Top::first> line;       ///< of those who wait, unless they are picked at random
    Line<Top::picked> crowd;
    Line<Top::last> in_service;  ///< where one may be displaced
    Sharing sharing;
    WaitingList blocked;         ///< those elsewhere who are to come here as soon as there is room
    std::int64_t blocked_here = 0;  ///< places taken by those who are blocked
    std::int64_t holders = 0;       ///< of those who wait: who hold resources
    std::uint64_t numbers = 0;   ///< given out so far
    std::uint64_t served = 0;    ///< from the list so far: names the next draw of whom to pick
    std::uint64_t balk_key = 0, pick_key = 0;

    std::int64_t waiting() const { return line.size() + crowd.size(); }
  };

  const QueueRules& rules_of(std::uint32_t node) const { return model_.rules[nodes_[node].fixed.rules]; }
  Queue& queue_of(std::uint32_t node) { return queues_[nodes_[node].fixed.rules]; }

  [[gnu::noinline]] void make_standing(std::uint32_t slot);
  [[gnu::noinline]] std::uint32_t choose_ahead(const Stay& stay);
  [[gnu::noinline]] void end_queue_stay(const Event& event);
  bool ends_with_others(const Event& event) const;
  void add_those_who_end_with(Due due);
  [[gnu::noinline]] Move finish(const Event& event);
  [[gnu::noinline]] void expect(const Move& move, double time);
  void forget_expected();
  bool will_begin(std::uint32_t slot, std::uint32_t index, double time);
  Move give_up(const Event& event);
  void depart(std::uint32_t slot, std::uint32_t edge, double time);
  [[gnu::noinline]] void enter_queue(std::uint32_t slot, std::uint32_t index, double time);
  void come(std::uint32_t slot, std::uint32_t index, double time);
  void turn_away(std::uint32_t slot, std::uint32_t index, std::int32_t edge, double time);
  double rank(std::uint32_t slot, const QueueRules& rules, double time);
  std::int64_t amount(const Need& need, std::uint32_t slot, double time);
  /// Of a resource; what is given back comes first.
  struct Take {
    std::int64_t more;
    std::int64_t given_back;
  };
  Take take_for(const Need& need, std::uint32_t slot, std::uint32_t index, double time);
  std::int64_t given_back_by(const Need& need, std::uint32_t slot, double time);
  bool fits(std::uint32_t slot, std::uint32_t index, double time, std::uint32_t instead_of = nobody);
  bool has_room(std::uint32_t slot, std::uint32_t index, double time);
  void join_line(std::uint32_t slot, std::uint32_t index);
  void leave_line(std::uint32_t slot, std::uint32_t index);
  void start_in_queue(std::uint32_t slot, std::uint32_t index, double time);
  void announce_soonest(std::uint32_t index, double time);
  void note_shared(std::uint32_t index, double time);
  void stop_service(std::uint32_t slot, std::uint32_t index, double time);
  void hold(std::uint32_t slot, std::uint32_t resource, std::int64_t amount, double time);
  bool keeps(std::uint32_t node, std::uint32_t resource) const {
    const std::vector<std::uint32_t>& list = rules_of(node).keeps;
    return std::find(list.begin(), list.end(), resource) != list.end();
  }
  void release_held(std::uint32_t slot, std::uint32_t edge, double time, bool stayed);
  ClassStays ways(const Node& node, const Entities::Record& record) const;
  [[gnu::noinline]] void attend(std::uint32_t index, double time);
  void attend_to_stirred(double time);
  bool serve_next(std::uint32_t index, double time);
  void serve_from_line(std::uint32_t slot, std::uint32_t index, double time);
  bool admit_next(std::uint32_t index, double time);
  std::uint32_t next_in_line(std::uint32_t index);
  void note_free(std::uint32_t resource) {
    if (std::find(freed_.begin(), freed_.end(), resource) == freed_.end()) freed_.push_back(resource);
  }
  void grant(double time);
  void stir_users();

  // --- deadlock (deadlock.hpp) ---

  /// Those who might be stuck, and what they hold.
  struct Standstill {
    std::vector<std::vector<std::uint32_t>> waiting;  ///< by tier, the next last
    std::vector<std::vector<std::uint32_t>> blocked;  ///< by the tier where they are to go, the next last
    std::vector<std::int64_t> places, most_places;    ///< by tier: held by them; there will ever be
    std::vector<std::int64_t> held, most;             ///< the same by resource
  };
  struct Lack {
    std::uint32_t resource;  ///< `nobody`: a place
    std::int64_t more;
  };
  [[gnu::noinline]] void look_for_deadlock(double time);
  bool are_places_short();
  bool are_resources_short();
  void gather_who_might_be_stuck(Standstill& still);
  bool let_go_on(Standstill& still, double time);
  std::optional<Lack> lack_of(const Standstill& still, std::uint32_t slot, std::uint32_t tier, double time);
  std::string what_is_lacking(const Standstill& still, std::uint32_t tier, double time);

  std::int64_t number_in(std::uint32_t index) {
    return nodes_[index].places.busy + (nodes_[index].fixed.plain ? nodes_[index].list.size() : queue_of(index).waiting());
  }
  void tell_sources(std::uint32_t index, double time);

  std::string moment(double time) const { return moment_of(time - model_.warm_up, model_.start_date); }
  std::uint64_t key(std::uint64_t number, std::uint64_t purpose) const { return purpose_key(model_.run.seed, number, purpose); }

  const Model& model_;
  const bool has_families_ = model_.families.any();
  Recorder& recorder_;
  Arrivals<Luck> arrivals_;
  EventList events_;
  Entities entities_;
  std::vector<NodeState> nodes_;
  std::vector<Way> ways_;     ///< by edge
  std::vector<Stay> stays_;   ///< the model's, with this replication's keys and today's numbers
  std::vector<double> cuts_;
  std::vector<std::uint64_t> attribute_keys_;
  double timeless_at_ = -1;       ///< the instant of the last stay that took no time
  std::uint64_t timeless_ = 0;    ///< how many such stays it has had
  std::size_t stale_ = 0;     ///< withdrawn events still on the event list
  double next_change_ = never;  ///< when the next dated change is due, of whatever kind
  std::size_t change_ = 0;    ///< the next dated change of a tier's numbers
  double next_boundary_ = 0;  ///< no earlier than this something other than an event is due
  std::size_t capacity_change_ = 0;
  bool keeps_standing_ = false;
  bool newcomers_differ_ = false;   ///< by attributes, group, class or family, or they need a standing
  std::vector<Standing> standing_;  ///< by slot, in models with tiers that are not plain
  Pools pools_;
  std::vector<Queue> queues_;            ///< by Node::rules
  std::vector<std::uint32_t> turns_;     ///< by stay: whose turn it is in a cycle
  Families<Luck> families_;
  std::uint64_t number_;                   ///< of the replication
  std::uint64_t which_key_;                ///< names the draws of who speaks of a family
  std::vector<FamilyTier> nodes_family_;   ///< today's, by tier
  std::vector<Belonging> belongings_;      ///< by slot, in models with families
  std::unordered_map<std::uint32_t, std::uint32_t> care_slots_;  ///< by child in care; looked up by key only, never walked
  std::vector<ContactKeys> contact_keys_;
  std::vector<WayKeys> way_keys_;          ///< by stay
  std::vector<double> contact_rate_;       ///< of the family last asked for
  std::vector<std::uint32_t> turns_of_, going_;
  std::vector<Event> due_families_;
  std::size_t family_change_ = 0;
  const bool kin_matter_ = model_.families.kin.any();
  double longest_after_closure_ = 0;       ///< for so long a case that was closed makes a difference to some who speak of families
  double usual_contacts_[most_levels][2] = {};  ///< how often a family is spoken of, by need and whether it has an infant, where nothing else counts
  std::vector<std::uint32_t> by_order_;  ///< tiers in which somebody may have to wait, in the order of one instant
  std::vector<std::uint32_t> stirred_;   ///< tiers to be attended to, and resources that have been given back
  std::vector<std::uint32_t> freed_;
  bool attending_ = false;
  bool settling_ = false;
  bool loading_ = false;                 ///< those who come have been there before
  bool may_be_stuck_ = false;            ///< something has happened that may make a deadlock
  int turned_away_ = 0;                  ///< how often in a row somebody has been, in one instant
  std::vector<Due> due_, impatient_, returning_;
  std::vector<DueArrival> arriving_;
  std::vector<Move> moves_;
  Standstill standstill_;  ///< kept for its memory
  std::vector<Expected> expected_;         ///< by tier, in models where somebody chooses the shortest queue or the like
  std::vector<std::int64_t> spoken_for_;  ///< of each resource, by those expected
};

}  // namespace headwater

#include "simulate/caseload.hpp"      // cases that are open at the start
#include "simulate/changes.hpp"       // dated changes of capacity
#include "simulate/turns.hpp"         // what families go by, and where they are counted
#include "simulate/households.hpp"    // families and their cases
#include "simulate/leaving_home.hpp"  // children who come into care
#include "simulate/by_need.hpp"       // stays that go by a family's need
#include "simulate/deadlock.hpp"      // nobody can ever go on
#include "simulate/queue.hpp"         // tiers that are not plain: coming and leaving
#include "simulate/serving.hpp"       // and who is served next
