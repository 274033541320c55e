// What a scenario says, checked: names that exist, numbers in days and pounds, every value with its place.
//
// `read_description` (read.hpp) makes it from YAML; a program may also fill it in by hand. `pathway/` compiles it.
// Lists keep the order of the file; nothing that is simulated depends on that order.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "random/law.hpp"
#include "scenario/calendar.hpp"
#include "scenario/caseload.hpp"
#include "scenario/diagnostics.hpp"
#include "scenario/families.hpp"
#include "scenario/money.hpp"
#include "scenario/timescale.hpp"

namespace headwater {

/// A number that every entity draws once, when it comes into being. 'age_years' is the age at that moment.
struct AttributeSpec {
  std::string name;
  Law law;
  Place place;
};

/// One way out of a tier, with its weight. Weights of one list are compared with each other; they need not sum to 1.
struct ExitShare {
  std::string to;
  double weight = 1;
  Place place;
  std::string becomes = {};  ///< the class of whoever goes this way from then on; empty: as before
};

/// A gate's rule: value < below[0] goes to to[0], ..., value >= below.back() to to.back().
struct DecideSpec {
  std::string on;              ///< attribute, or "need"
  std::vector<double> below;   ///< rising cuts
  std::vector<std::string> to; ///< one more than `below`
  Place place;
  double error = 0;            ///< standard deviation of what is seen of a family's need, levels
};

/// One competing cause of leaving a tier; of several, the first to happen decides.
struct RacerSpec {
  std::string name;
  std::optional<Law> law;              ///< time from the start of the stay, days; absent for a birthday, of no meaning with `hazard_by_need`
  std::optional<double> at_age_years;  ///< happens at this age (at once, if already older); 1 year = 365.25 days
  std::vector<ExitShare> exits;
  Place place;
  std::vector<double> hazard_by_need = {};  ///< instead of `law`: a day, by level of the family's need
};

enum class TierKind : std::uint8_t { home, gate, service, placement };

/// What happens to work in hand when capacity falls below what is busy.
enum class WhenCut : std::uint8_t {
  finish,     ///< it ends in its own time; places vanish as it does
  interrupt,  ///< the last to start go back to their place in the waiting list, and later carry on with the time left
  restart,    ///< as interrupt, but later the same stay begins anew
  resample    ///< as interrupt, but later a stay of newly drawn length begins
};

/// Who of those who wait is served next.
enum class Order : std::uint8_t {
  first_come,
  last_come,
  random,         ///< each of those who wait is as likely as any other
  highest_first,  ///< by an attribute or by the priority of the class; first come among equals
  lowest_first,
  shared          ///< nobody is served alone: all who are there share the capacity evenly (processor sharing)
};

/// What happens to whoever is served when somebody comes who goes before them.
enum class PreEmption : std::uint8_t { none, resume, restart, resample };

/// Who finds a long waiting list may not join it: with at least from[i] waiting, probability[i] turn to `to` instead.
struct BalkSpec {
  std::vector<std::int64_t> from;    ///< rising
  std::vector<double> probability;   ///< one per `from`
  std::string to;
  Place place;
};

/// Who has waited this long without being served leaves the waiting list for `to`.
struct PatienceSpec {
  Law law;  ///< days
  std::string to;
  Place place;
};

/// How much of a shared resource a case takes up: a number or an attribute of the case.
struct NeedSpec {
  std::string resource;
  double amount = 1;
  std::string attribute = {};  ///< when not empty, instead of `amount`
  Place place = {};
};

/// A rule that looks at the tiers ahead instead of drawing.
struct ShareOutSpec {
  enum class By : std::uint8_t { shortest_queue, fewest_present, cycle };
  By by = By::shortest_queue;
  std::vector<std::string> to;  ///< tiers (or, for a cycle, exits too); ties go to the first
  Place place;
};

/// How a stay goes on and ends: after `sojourn` (then `exits`, `decide` or `share_out` say where to) or by a `race`.
struct StaySpec {
  std::optional<Law> sojourn;  ///< time in the tier once started, days; absent when `race` is given
  std::vector<RacerSpec> race;
  std::optional<DecideSpec> decide;
  std::optional<ShareOutSpec> share_out;
  std::vector<ExitShare> exits;
};

/// A tier: who is there, how they wait, how they leave.
struct TierSpec : StaySpec {
  std::string name;
  TierKind kind = TierKind::service;
  std::optional<std::int64_t> capacity;  ///< places; absent: unlimited
  WhenCut when_cut = WhenCut::finish;
  Order order = Order::first_come;
  std::string ordered_by = {};           ///< attribute, or "class" for the priority of the class
  std::vector<double> bands = {};        ///< cuts of `ordered_by`; first come within a band
  PreEmption pre_emption = PreEmption::none;
  std::optional<std::int64_t> shared_by_at_most = {};  ///< Order::shared: others wait; absent: unlimited
  std::optional<std::int64_t> waiting_room = {};       ///< absent: unlimited
  std::string when_full = {};            ///< where those go who find neither place nor room
  bool blocks = false;                   ///< those who come from a tier keep their place there until there is room
  std::optional<BalkSpec> balk = {};
  std::optional<PatienceSpec> patience = {};
  std::vector<NeedSpec> needs = {};      ///< resources, instead of capacity
  std::vector<std::string> keeps = {};   ///< resources still held after the stay
  std::vector<std::string> patterns = {};  ///< calendars whose levels multiply the capacity
  std::vector<std::pair<std::string, StaySpec>> by_class = {};  ///< stays that differ for a class
  FamilyTierSpec family = {};
  Place place = {};
};

/// Staff or places that several tiers share.
struct ResourceSpec {
  std::string name;
  std::optional<std::int64_t> capacity;  ///< absent: unlimited
  std::vector<std::string> patterns;     ///< calendars whose levels multiply the capacity
  WhenCut when_cut = WhenCut::finish;
  Place place;
};

/// A kind of entity, with a priority that tiers may order by.
struct ClassSpec {
  std::string name;
  double priority = 0;
  Place place;
};

/// A level as a function of time: `level[i]` from `time[i]` (days since the start date, negative in a warm-up) on.
struct CalendarSpec {
  std::string name;
  std::vector<double> time;   ///< rising; the first is not after the beginning of the warm-up
  std::vector<double> level;  ///< not negative
  Place place;
};

/// Some who leave come back: with `probability`, after `after` (days), to tier `to`, attributes unchanged.
struct ReturnSpec {
  double probability = 0;
  Law after;
  std::string to;
  Place place;
};

struct ExitSpec {
  std::string name;
  std::optional<ReturnSpec> returns;
  std::string rejoins;  ///< tier to which the case of the family of a child who goes home here comes; empty: no child goes home
  Place place;
};

/// The rate of a source is multiplied by a factor read off at the number in a tier and its waiting list: linear between
/// the points, flat outside.
struct FollowsSpec {
  std::string tier;
  std::vector<double> numbers;  ///< rising
  std::vector<double> factors;  ///< one per number, not negative
  Place place;
};

/// Where entities come from: one of a Poisson stream, a renewal stream, a timetable, listed moments, all at the start.
struct SourceSpec {
  std::string name;
  double rate_per_day = 0;            ///< Poisson rate when there is nothing of `gap`, `every`, `at_start` and `dates`; 0 is allowed
  std::vector<double> dates;          ///< listed arrivals, days since the start date, rising; may repeat
  std::vector<AttributeSpec> attributes;  ///< laws that replace the model's for those who come from here
  std::string to;
  Place place;
  std::string of_class = {};               ///< where the model has classes
  std::vector<std::string> patterns = {};  ///< calendars whose levels multiply the rate
  std::optional<Law> gap = {};             ///< renewal stream: times between arrivals, days
  double every = 0;                        ///< timetable, when above 0: at `first` + any multiple of `every`, days
  double first = 0;                        ///< shorter than `every`
  std::int64_t at_start = 0;               ///< when above 0: so many come at the very beginning, and none later
  double growth_per_year = 0;              ///< of `rate_per_day`: compounding from the start date, in daily steps
  std::optional<FollowsSpec> follows = {};
  std::optional<Law> batch = {};           ///< how many come at once, once rounded to a whole number that is not negative; absent: 1
  std::optional<Law> scatter = {};         ///< of a timetable or a list: added to each moment, days; may be negative
  double shows_up = 1;                     ///< of a timetable or a list: probability that one who is expected comes
};

/// A way of grouping entities in the results, by cuts of an attribute (as `DecideSpec`).
struct GroupSpec {
  std::string name;
  std::string on;
  std::vector<double> below;
  std::vector<std::string> labels;  ///< one more than `below`
  Place place;
};

enum class Every : std::uint8_t { minute, hour, day, week, month, quarter, year, whole_run };
enum class Generator : std::uint8_t { keyed_hash, philox };

/// How precisely the mean of an output across replications is to be known.
struct GoalSpec {
  std::string output;       ///< as results/output.hpp names it
  double half_width = 0;    ///< of the confidence interval, in units of the output; or else
  double relative = 0;      ///< as a share of the mean
  Place place;              ///< of the output's name
};

struct RunSpec {
  std::int64_t replications = 1;  ///< at most, where there are goals in `until`
  std::vector<GoalSpec> until;
  double confidence = 0.95;       ///< of the intervals that the goals are about
  std::int64_t at_least = 3;      ///< replications before the goals are thought to be met
  std::uint64_t seed = 1;
  Every every = Every::month;   ///< length of a reporting period; months, quarters and years follow the calendar
  double period = 0;            ///< when above 0 instead of `every`: days
  double warm_up = 0;           ///< days simulated before the start date and left out of every result
  bool event_log = false;       ///< record every move
  Generator generator = Generator::keyed_hash;
};

/// From `time` (days since the start date) on, one element is as `now` says. Only numbers differ from before:
/// capacity, rate, law parameters, weights, cuts, probability. A ramp arrives here as one revision a day.
struct Revision {
  enum class Of : std::uint8_t { source, tier, exit, resource, contact, need };
  double time = 0;
  Of of = Of::tier;
  std::size_t index = 0;  ///< into Description::sources, tiers, exits, resources or contacts
  SourceSpec source;      ///< the one that `of` names is filled in
  TierSpec tier;
  ExitSpec exit;
  ResourceSpec resource;
  ContactSpec contact;
  NeedLevelsSpec need;
};

struct Description {
  std::string title;
  Date start;                    ///< day 0 of simulated time; results begin here
  double horizon = 0;            ///< days from the start date to the end
  int year_begins_month = 4;     ///< first month of the reporting year
  std::vector<AttributeSpec> attributes;
  std::vector<SourceSpec> sources;
  std::vector<TierSpec> tiers;
  std::vector<ExitSpec> exits;
  std::vector<ResourceSpec> resources;
  std::vector<ClassSpec> classes;
  std::vector<CalendarSpec> calendars;
  std::vector<GroupSpec> groups;
  std::optional<PopulationSpec> population;
  std::optional<NeedLevelsSpec> need;  ///< of families
  std::vector<ContactSpec> contacts;
  LifetimeSpec lifetime;
  std::optional<CaseloadSpec> caseload;  ///< open on the start date
  std::vector<TimescaleSpec> timescales;
  std::optional<MoneySpec> money;        ///< what it all costs
  RunSpec run;
  std::string show_unit = "days";   ///< in which times are printed: minutes, hours, days, weeks or years
  std::vector<Revision> revisions;  ///< in order of (time, of, index)
  std::string resolved;             ///< the model after the scenario's overlay, as canonical YAML: what was simulated
};

}  // namespace headwater
