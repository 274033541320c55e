// The families of one replication: rows of 64 bytes, children of 16, and one pending event for each family at most.
//
// A family lives by four clocks: need rises, need falls, somebody speaks of it, and the calendar (births, birthdays). The
// first three are unit-rate Poisson processes read at the speed of today's rate: what is left of a clock is kept when
// the rate changes, so that the same luck means nearly the same life under another scenario (Gibson and Bruck, "Efficient
// exact stochastic simulation of chemical systems", Journal of Physical Chemistry A 104, 2000, the next reaction method;
// Anderson, "A modified next reaction method", Journal of Chemical Physics 127, 2007, for rates that change). Nothing is
// scheduled for a family but the first of the four.
//
// A family is formed with its first child; all its births are drawn then. Need at the first birth is drawn from the law
// that its own hazards lead to in the long run, without support, and so it is for those who are there already when the
// simulation begins: what services do to need shows after a warm-up.
//
// Who are the cases of families, and what is done for them, is not known here: `Replication` tells rates (households.hpp).
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "event/event_list.hpp"
#include "event/prefetch.hpp"
#include "pathway/model.hpp"
#include "population/family_model.hpp"
#include "random/elementary.hpp"
#include "random/luck.hpp"
#include "random/quantile_table.hpp"
#include "resource/waiting_list.hpp"
#include "scenario/late_births.hpp"
#include "simulate/kin.hpp"
#include "simulate/newcomers.hpp"

namespace headwater {

struct Child {
  /// gone: left the model from care, and not yet 18; moved: where its family has moved to.
  enum State : std::uint8_t { unborn, home, in_care, gone, grown, moved };
  float born;               ///< days since the simulation began
  std::uint32_t family;
  float last_referred;      ///< before the simulation began if never
  std::uint8_t ever, ever_early;  ///< which of the tiers watched over a life it has come to, and by the earlier age
  State state : 7;
  bool from_elsewhere : 1;  ///< has come to the area with its family
  std::uint8_t care_periods;
};
static_assert(sizeof(Child) == 16);

struct alignas(64) Family {
  enum Clock : std::uint8_t { up, down, contact, calendar, none };
  EntityName name;
  double updated;           ///< when `left` was true
  float left[3];            ///< of the clocks: what is still to pass at unit rate
  float speed[3];           ///< of the clocks, since then
  float frailty;
  std::uint32_t first_child;
  std::uint32_t history;    ///< index of what only families with cases have; `nobody`: none yet
  std::uint16_t times[3];   ///< how often each clock has struck
  std::uint16_t generation; ///< of its pending event
  std::uint8_t children;
  std::uint8_t at_home : 6;
  bool in_need : 1;         ///< as its kin know
  bool has_case : 1;        ///< as its kin know
  std::uint8_t need : 6;
  bool has_left : 1;        ///< the area; some of its children are still in care there
  bool of_care_leaver : 1;  ///< its parent grew up in care here
  Clock next : 4;           ///< which clock strikes next; none before the end of the simulation
  bool is_open : 1;         ///< it has a case now, whose slot is in its history
};
static_assert(sizeof(Family) == 64);

/// Of a family that has had a case.
struct History {
  std::uint32_t case_slot = nobody;  ///< its open case; or the next free history
  std::uint32_t cases = 0;           ///< so far
  double last_closed = -never;
  std::uint32_t closed_children = 0; ///< at home then
  bool reopened = true;              ///< whether there has been a referral since
};

/// Speeds of the clocks of a family: up, down, contact.
struct Speeds {
  double of[3] = {0, 0, 0};
};

/// Factors of the speeds of a family's clocks by what it has of kin.
struct ByKin {
  double up = 1, contact = 1;
};

/// What comes next by the calendar.
struct Calendar {
  double next = never;      ///< a birth, a first or an eighteenth birthday
  bool has_infant = false;  ///< at home, now
  bool is_over = true;      ///< no child is left that is not grown up
};

template <class Luck>
class Families {
 public:
  Families(const Model& model, std::uint64_t replication) : model_(model.families), horizon_(model.horizon), newcomers_(model_, model.run.seed, replication, model.horizon), events_(model.arrivals_per_day), need_(model_.need), contacts_(model_.contacts) {
    if (!model_.any()) return;
    const auto key = [&](std::uint64_t purpose) { return purpose_key(model.run.seed, replication, purpose); };
    size_ = key(model_.size_purpose), spacing_ = key(model_.spacing_purpose);
    kin_key_ = key(model_.kin.purpose);
    leave_ = key(model_.moves.out_purpose), keep_ = key(model_.moves.keep_purpose);
    traits_ = model_.traits->keys(model.run.seed, replication);
    begin_ = key(model_.begin_purpose), which_ = key(model_.which_purpose);
    clocks_[0] = key(model_.up_purpose), clocks_[1] = key(model_.down_purpose), clocks_[2] = key(model_.contact_purpose);
  }

  Family& operator[](std::uint32_t family) { return families_[family]; }
  const Family& operator[](std::uint32_t family) const { return families_[family]; }
  Child& child(std::uint32_t index) { return children_[index]; }
  const Child& child(std::uint32_t index) const { return children_[index]; }
  /// How many have been formed so far, those included who were grown up before the simulation began: they are numbered from 0.
  std::uint64_t formed() const { return newcomers_.formed(); }
  std::uint32_t size() const { return static_cast<std::uint32_t>(families_.size()); }
  /// Rows of children, in use or not: of those, that of a family that is there is in use.
  std::uint32_t children() const { return static_cast<std::uint32_t>(children_.size()); }
  bool is_there(std::uint32_t family) const { return families_[family].children > 0; }
  EntityName name_of_child(std::uint32_t index) const {
    const Family& family = families_[children_[index].family];
    return name_of(static_cast<std::uint64_t>(family.name), 1 + (index - family.first_child));
  }

  /// Whose need it is that counts from 0; hazards and contacts as they are today.
  const NeedHazards& need_hazards() const { return need_; }
  FamilyTraits traits_of(std::uint32_t index) const { return model_.traits->draw<Luck>(families_[index].name, traits_); }
  const std::vector<Contact>& contacts() const { return contacts_; }
  std::uint64_t which_key() const { return which_; }

  // --- what is due ---

  /// Fetches a family into the cache, and then what only its row can tell the place of.
  void prefetch(std::uint32_t index) const { prefetch_line(&families_[index]); }
  void prefetch_more(std::uint32_t index) const {
    const Family& family = families_[index];
    prefetch_line(&children_[family.first_child]);
    if (family.is_open) prefetch_line(&histories_[family.history]);
  }

  double next_time() const { return std::min(newcomers_.next_time(), events_.next_time()); }

  bool is_newcomer_due(double time) const { return newcomers_.next_time() == time; }

  /// Makes the family that comes now; `nobody` if all its children are grown up already, or if it does not come after all.
  std::uint32_t take_newcomer(double time) {
    const Newcomer newcomer = newcomers_.take();
    if (newcomer.how == Newcomer::moved_in && !model_.moves.alike &&
        uniform(Luck::bits(newcomer.name, keep_, 0)) * model_.moves.most >= factor(model_.moves.factors, model_.traits->draw<Luck>(newcomer.name, traits_))) return nobody;
    return make(newcomer, time);
  }

  /// Makes those whose first child was born before the simulation began, at time 0. Calls `formed(family)` for each.
  template <class Formed>
  void form_those_there(Formed formed) {
    while (newcomers_.is_formed_before(0)) {
      const std::uint32_t family = make(newcomers_.take(), 0);
      if (family != nobody) formed(family);
    }
  }

  /// The events of clocks that strike at `time`, by name of family. None twice of one family.
  void take_due(double time, std::vector<Event>& due) {
    due.clear();
    while (events_.next_time() == time) {
      const Event event = events_.pop([this](std::uint32_t family) { prefetch(family); }, [this](std::uint32_t family) { prefetch_more(family); });
      if (is_stale(event)) --stale_;
      else due.push_back(event);
    }
    if (due.size() > 1) std::sort(due.begin(), due.end(), [this](const Event& a, const Event& b) { return families_[a.slot].name < families_[b.slot].name; });
  }

  /// Which clock of the family has struck; none if what happened to others at that instant has put its event off.
  Family::Clock strike(const Event& event) {
    if (is_stale(event)) {
      --stale_;
      return Family::none;
    }
    Family& family = families_[event.slot];
    const Family::Clock clock = family.next;
    family.next = Family::none;
    return clock;
  }

  /// The child turns 18 in care at `time`, and may become a parent.
  void grows_up_in_care(std::uint32_t child, double time) {
    if (model_.care_leavers.any()) newcomers_.grows_up_in_care(name_of_child(child), time);
  }

  // --- clocks ---

  /// Lets the clocks of `family` run until `time`.
  void advance(std::uint32_t index, double time) {
    Family& family = families_[index];
    const auto passed = time - family.updated;
    for (int i = 0; i < 3; ++i) family.left[i] = std::max(0.0f, static_cast<float>(family.left[i] - family.speed[i] * passed));
    family.updated = time;
  }

  /// The clock has struck: it begins anew.
  void wind(std::uint32_t index, Family::Clock clock) {
    Family& family = families_[index];
    family.left[clock] = static_cast<float>(length_of(family, clock, ++family.times[clock]));
  }

  /// From now on clocks go at these speeds. They must have run until now.
  void set_speeds(std::uint32_t index, const Speeds& speeds) {
    for (int i = 0; i < 3; ++i) families_[index].speed[i] = static_cast<float>(speeds.of[i]);
  }

  /// Withdraws what is pending for `family` and puts down what comes first. Its clocks must have run until now.
  void schedule(std::uint32_t index, double time, double calendar) {
    Family& family = families_[index];
    withdraw(family);
    double first = calendar;
    family.next = Family::calendar;
    for (int i = 0; i < 3; ++i) {
      if (!(family.speed[i] > 0)) continue;
      const double strikes = time + static_cast<double>(family.left[i]) / family.speed[i];
      if (strikes < first) {
        first = strikes;
        family.next = static_cast<Family::Clock>(i);
      }
    }
    if (first < horizon_) events_.push({first, index, 0, family.generation});
    else family.next = Family::none;
  }

  // --- the calendar ---

  static constexpr double infancy = days_per_year, childhood = 18 * days_per_year;

  Calendar calendar(std::uint32_t index, double time) const {
    const Family& family = families_[index];
    Calendar found;
    for (std::uint32_t i = family.first_child; i < family.first_child + family.children; ++i) {
      const Child& child = children_[i];
      if (child.state == Child::grown || child.state == Child::moved) continue;
      found.is_over = false;
      const double born = child.born;
      if (child.state == Child::unborn) {
        found.next = std::min(found.next, born);
      } else {
        const bool is_infant = born + infancy > time;
        found.has_infant = found.has_infant || (is_infant && child.state == Child::home);
        found.next = std::min(found.next, is_infant ? born + infancy : born + childhood);
      }
    }
    return found;
  }

  /// When the family leaves the area, if it is there at `time`: that of the first of a Poisson process of its own, which
  /// begins with the family or the simulation, that is not before `time`. So nothing is kept, and those who come later, and
  /// leave at the same rate, need no process of another beginning.
  double leaves_at(std::uint32_t index, double time) const {
    const Family& family = families_[index];
    double rate = model_.moves.out;
    if (rate > 0 && !model_.moves.alike) rate *= factor(model_.moves.factors, traits_of(index));
    if (!(rate > 0) || family.has_left) return never;
    double leaves = std::max(0.0, static_cast<double>(children_[family.first_child].born));
    for (std::uint64_t k = 0; leaves < time || k == 0; ++k) leaves += negative_log(Luck::bits(family.name, leave_, k)) / rate;
    return leaves;
  }

  void end(std::uint32_t index) {
    Family& family = families_[index];
    withdraw(family);
    if (has_kin_) kin_.remove(index, bits_of_kin(index));
    if (family.history != nobody) {
      histories_[family.history] = {};
      histories_[family.history].case_slot = free_history_;
      free_history_ = family.history;
    }
    if (free_children_.size() <= family.children) free_children_.resize(family.children + std::size_t{1});
    free_children_[family.children].push_back(family.first_child);
    family.children = 0;
    free_families_.push_back(index);
  }

  // --- kin ---

  /// All that have come so far find their kin, and so will those who come later. Only where kin make a difference.
  void begin_kin() {
    has_kin_ = true;
    kin_.begin(static_cast<std::size_t>(std::max(1.0, static_cast<double>(families_.size()) / model_.kin.families + 0.5)));
    for (std::uint32_t family = 0; family < size(); ++family) kin_.add(family, bits_of_kin(family));
  }

  /// By those of its kin who are in need and have a case; itself it does not count.
  ByKin by_kin(std::uint32_t index) const {
    ByKin factors;
    if (!has_kin_) return factors;
    const Family& family = families_[index];
    const Cluster& cluster = kin_.cluster(bits_of_kin(index));
    if (cluster.in_need > family.in_need) factors.up = model_.kin.need_rises;
    if (cluster.with_case > family.has_case) factors.contact = model_.kin.spoken_of;
    return factors;
  }

  /// From now on kin of the family know this of it. Calls `look` for those of them who go by something else from now on: where the
  /// first comes to be in need, or the last is no longer, that is all; where one is left, or no longer the only one, that one.
  template <class Look>
  void tell_kin(std::uint32_t index, bool in_need, bool has_case, Look look) {
    Family& family = families_[index];
    if (in_need == family.in_need && has_case == family.has_case) return;
    Cluster& now = kin_.cluster(bits_of_kin(index));
    const Cluster before = now;
    now.in_need += in_need - family.in_need;
    now.with_case += has_case - family.has_case;
    family.in_need = in_need;
    family.has_case = has_case;
    const auto differs = [&](bool is_in_need, bool is_open) {
      return (before.in_need > is_in_need) != (now.in_need > is_in_need) || (before.with_case > is_open) != (now.with_case > is_open);
    };
    if (!differs(false, false) && !differs(true, true)) return;
    each_kin(index, [&](std::uint32_t other) {
      if (differs(families_[other].in_need, families_[other].has_case)) look(other);
    });
  }

  /// Calls `look` for all others of the family's kin.
  template <class Look>
  void each_kin(std::uint32_t index, Look look) const {
    if (!has_kin_) return;
    kin_.each(bits_of_kin(index), [&](std::uint32_t other) {
      if (other != index) look(other);
    });
  }

  // --- cases ---

  bool has_history(std::uint32_t index) const { return families_[index].history != nobody; }
  History& history(std::uint32_t index) {
    Family& family = families_[index];
    if (family.history == nobody) {
      if (free_history_ != nobody) {
        family.history = free_history_;
        free_history_ = histories_[free_history_].case_slot;
        histories_[family.history] = {};
      } else {
        family.history = static_cast<std::uint32_t>(histories_.size());
        histories_.emplace_back();
      }
    }
    return histories_[family.history];
  }
  std::uint32_t case_of(std::uint32_t index) const { return families_[index].is_open ? histories_[families_[index].history].case_slot : nobody; }
  void open_case(std::uint32_t index, std::uint32_t slot) {
    history(index).case_slot = slot;
    families_[index].is_open = true;
  }
  void close_case(std::uint32_t index) {
    history(index).case_slot = nobody;
    families_[index].is_open = false;
  }

  // --- dated changes ---

  void apply(const FamilyChange& change) {
    if (change.contact >= 0) contacts_[static_cast<std::size_t>(change.contact)] = change.now;
    else need_ = change.need;
  }

 private:
  bool is_stale(const Event& event) const { return families_[event.slot].generation != event.generation; }

  void withdraw(Family& family) {
    if (family.generation == 0xffff) sweep();  // generations begin anew: none of the old ones may be left
    ++family.generation;
    if (family.next == Family::none) return;
    family.next = Family::none;
    if (++stale_ > 4096 && stale_ > events_.size() / 2) sweep();
  }

  void sweep() {
    events_.remove_if([this](const Event& event) { return is_stale(event); });
    stale_ = 0;
  }

  std::uint64_t bits_of_kin(std::uint32_t index) const { return Luck::bits(families_[index].name, kin_key_, 0); }

  /// How long a clock goes at unit rate. That of contacts is shorter for those who are spoken of more.
  double length_of(const Family& family, int clock, std::uint64_t occurrence) const {
    const double length = negative_log(Luck::bits(family.name, clocks_[clock], occurrence));
    if (clock != Family::contact || (model_.spoken_of_alike && !family.of_care_leaver)) return length;
    double times = factor(model_.spoken_of, model_.traits->draw<Luck>(family.name, traits_));
    if (family.of_care_leaver) times *= model_.care_leavers.spoken_of;
    return times > 0 ? length / times : 1e30;
  }

  std::uint32_t make(const Newcomer& newcomer, double now) {
    const auto [name, first_birth, how] = newcomer;
    float births[16];
    std::uint32_t count = 0;
    const double u = uniform(Luck::bits(name, size_, 0));
    std::size_t size = 0;
    while (size + 1 < model_.size_cuts.size() && u >= model_.size_cuts[size]) ++size;
    double born = first_birth;
    for (std::size_t k = 0; k <= size; ++k) {
      if (k > 0) born += model_.spacing(Luck::bits(name, spacing_, k));
      if (born > first_birth + longest_family_years * days_per_year) break;
      births[count++] = static_cast<float>(born);
    }
    if (static_cast<double>(births[count - 1]) + childhood <= now) return nobody;
    std::uint32_t index = static_cast<std::uint32_t>(families_.size());
    if (free_families_.empty()) {
      families_.emplace_back();
      families_[index].generation = 0;
    } else {
      index = free_families_.back();
      free_families_.pop_back();
    }
    Family& family = families_[index];
    const std::uint16_t generation = family.generation;
    family = {};
    family.generation = generation;
    family.name = name;
    family.updated = now;
    family.next = Family::none;
    family.history = nobody;
    family.first_child = room_for(count);
    family.children = static_cast<std::uint8_t>(count);
    for (std::uint32_t k = 0; k < count; ++k) {
      const double birth = births[k];
      const Child::State state = birth > now ? Child::unborn : birth + childhood <= now ? Child::grown : Child::home;
      children_[family.first_child + k] = {births[k], index, -1e9f, 0, 0, state, how == Newcomer::moved_in && state != Child::unborn, 0};
      family.at_home = static_cast<std::uint8_t>(family.at_home + (state == Child::home));
    }
    const FamilyTraits traits = model_.traits->draw<Luck>(name, traits_);
    const double sigma = model_.frailty;
    family.of_care_leaver = how == Newcomer::of_care_leaver;
    family.frailty = static_cast<float>((family.of_care_leaver ? model_.care_leavers.need_rises : 1) * factor(model_.need_rises, traits) * (sigma == 0 ? 1.0 : portable_exp(sigma * traits.z - sigma * sigma / 2)));
    family.need = first_need(family);
    for (int i = 0; i < 3; ++i) {
      family.left[i] = static_cast<float>(length_of(family, i, 0));
      family.speed[i] = 0;
    }
    if (has_kin_) kin_.add(index, bits_of_kin(index));
    return index;
  }

  /// Of a birth-and-death chain: the chance of each level is that of the one below times hazard up over hazard down.
  std::uint8_t first_need(const Family& family) const {
    double chance[most_levels], total = 0, one = 1;
    for (std::uint32_t level = 0; level < model_.levels; ++level) {
      if (level > 0) one *= need_.up[level - 1] * static_cast<double>(family.frailty) / need_.down[level];
      total += chance[level] = one;
    }
    double left = uniform(Luck::bits(family.name, begin_, 0)) * total;
    std::uint32_t level = 0;
    while (level + 1 < model_.levels && left >= chance[level]) left -= chance[level++];
    return static_cast<std::uint8_t>(level);
  }

  std::uint32_t room_for(std::uint32_t count) {
    if (count < free_children_.size() && !free_children_[count].empty()) {
      const std::uint32_t first = free_children_[count].back();
      free_children_[count].pop_back();
      return first;
    }
    const auto first = static_cast<std::uint32_t>(children_.size());
    children_.resize(children_.size() + count);
    return first;
  }

  const FamilyModel& model_;
  double horizon_;
  Newcomers<Luck> newcomers_;
  EventList events_;
  NeedHazards need_;
  std::vector<Contact> contacts_;
  std::vector<Family> families_;
  std::vector<Child> children_;
  std::vector<History> histories_;
  std::vector<std::uint32_t> free_families_;
  std::vector<std::vector<std::uint32_t>> free_children_;  ///< first of as many children in a row
  std::uint32_t free_history_ = nobody;
  std::size_t stale_ = 0;  ///< withdrawn events still on the list
  TraitKeys traits_;
  Kin kin_;
  bool has_kin_ = false;
  std::uint64_t size_ = 0, spacing_ = 0, begin_ = 0, which_ = 0, leave_ = 0, keep_ = 0, kin_key_ = 0, clocks_[3] = {};
};

}  // namespace headwater
