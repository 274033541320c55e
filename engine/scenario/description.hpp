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
#include "scenario/diagnostics.hpp"

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
};

/// A gate's rule: value < below[0] goes to to[0], ..., value >= below.back() to to.back().
struct DecideSpec {
  std::string on;              ///< attribute
  std::vector<double> below;   ///< rising cuts
  std::vector<std::string> to; ///< one more than `below`
  Place place;
};

/// One competing cause of leaving a tier; of several, the first to happen decides.
struct RacerSpec {
  std::string name;
  std::optional<Law> law;              ///< time from the start of the stay, days; absent for a birthday
  std::optional<double> at_age_years;  ///< happens at this age (at once, if already older); 1 year = 365.25 days
  std::vector<ExitShare> exits;
  Place place;
};

enum class TierKind : std::uint8_t { home, gate, service, placement };

/// What happens to work in hand when capacity falls below what is busy.
enum class WhenCut : std::uint8_t {
  finish,    ///< it ends in its own time; places vanish as it does
  interrupt  ///< the last to start go back to the head of the waiting list, and later carry on with the time left
};

/// A tier: a stay that ends after `sojourn` (then `decide` or weighted `exits` say where to) or by a `race`.
struct TierSpec {
  std::string name;
  TierKind kind = TierKind::service;
  std::optional<std::int64_t> capacity;  ///< places; absent: unlimited
  WhenCut when_cut = WhenCut::finish;
  std::optional<Law> sojourn;            ///< time in the tier once started, days; absent when `race` is given
  std::vector<RacerSpec> race;
  std::optional<DecideSpec> decide;
  std::vector<ExitShare> exits;
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
  Place place;
};

/// Where entities come from: a Poisson stream, or listed moments.
struct SourceSpec {
  std::string name;
  double rate_per_day = 0;            ///< Poisson rate when `dates` is empty; 0 is allowed
  std::vector<double> dates;          ///< listed arrivals, days since the start date, rising; may repeat
  std::vector<AttributeSpec> attributes;  ///< laws that replace the model's for those who come from here
  std::string to;
  Place place;
};

/// A way of grouping entities in the results, by cuts of an attribute (as `DecideSpec`).
struct GroupSpec {
  std::string name;
  std::string on;
  std::vector<double> below;
  std::vector<std::string> labels;  ///< one more than `below`
  Place place;
};

enum class Every : std::uint8_t { day, week, month, quarter, year, whole_run };
enum class Generator : std::uint8_t { keyed_hash, philox };

struct RunSpec {
  std::int64_t replications = 1;
  std::uint64_t seed = 1;
  Every every = Every::month;   ///< length of a reporting period; months, quarters and years follow the calendar
  double warm_up = 0;           ///< days simulated before the start date and left out of every result
  bool event_log = false;       ///< record every move
  Generator generator = Generator::keyed_hash;
};

/// From `time` (days since the start date) on, one element is as `now` says. Only numbers differ from before:
/// capacity, rate, law parameters, weights, cuts, probability. A ramp arrives here as one revision a day.
struct Revision {
  enum class Of : std::uint8_t { source, tier, exit };
  double time = 0;
  Of of = Of::tier;
  std::size_t index = 0;  ///< into Description::sources, tiers or exits
  SourceSpec source;      ///< the one that `of` names is filled in
  TierSpec tier;
  ExitSpec exit;
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
  std::vector<GroupSpec> groups;
  RunSpec run;
  std::vector<Revision> revisions;  ///< in order of (time, of, index)
  std::string resolved;             ///< the model after the scenario's overlay, as canonical YAML: what was simulated
};

}  // namespace headwater
