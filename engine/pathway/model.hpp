// The compiled model: every name resolved to a dense index, every law to a sampler, every rule to a table.
//
// Made once by `compile` and then constant; all replications of a scenario share it. Places where entities can be
// (`Node`: tiers first, then exits) hold one or more ways of ending a stay (`Stay`: one for a sojourn, several for a
// race), and each stay has a rule for what comes next (`Choice`: a span of edges and the cuts between them).
// A purpose is the hash of a sentence about the model element, such as "tier/early_help/sojourn".
// Times are days since the simulation begins, which is the start date less the warm-up.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "finance/money.hpp"
#include "pathway/timescales.hpp"
#include "population/family_model.hpp"
#include "random/sampler.hpp"
#include "scenario/description.hpp"

namespace headwater {

inline constexpr double days_per_year = 365.25;
inline constexpr std::int64_t unlimited = std::numeric_limits<std::int64_t>::max();
inline constexpr double never = std::numeric_limits<double>::infinity();

/// Which way out: one of the edges from `first_edge` on. A single edge needs no rule.
struct Choice {
  enum class By : std::uint8_t {
    draw,            ///< edge first_edge + k, k being the number of cuts that a uniform draw has reached
    attribute,       ///< as `draw`, with an attribute of the entity instead of the draw
    need,            ///< as `draw`, with the family's level of need, counted from 1, as it is seen
    shortest_queue,  ///< the tier with the shortest waiting list; of several, that with the fewest in it; the first of those
    fewest_present,  ///< the tier with the fewest in it or waiting; of several, the first
    cycle            ///< each in turn
  };
  std::uint32_t first_edge = 0;
  std::uint32_t edges = 1;
  std::uint32_t first_cut = 0;  ///< edges - 1 cuts, not falling, in Model::cuts
  By by = By::draw;
  std::uint32_t turn = 0;       ///< cycle: the stay that keeps the turn
  std::uint32_t attribute = 0;  ///< index into Model::attributes
  std::uint64_t purpose = 0;    ///< names the draw
  double error = 0;             ///< need: standard deviation of what is seen, in levels
};

/// One way a stay can end.
struct Stay {
  Sampler sampler;
  std::uint32_t node = 0;
  bool is_patience = false;   ///< not a stay but the time that one waits before giving up
  double at_age = -1;         ///< years; when not negative the stay ends at this birthday and `sampler` is not used
  std::uint64_t purpose = 0;  ///< names the draw of the time
  Choice choice;
  std::vector<double> hazard_by_need;  ///< when not empty, instead of `sampler`: per day, by level
  std::int32_t child_way = -1;  ///< the tier's way of children that this is: it ends no stay
};

/// Amounts of resources are counted in millionths, so that parts add up exactly.
inline constexpr std::int64_t millionths = 1'000'000;

/// How much of a resource a case takes up.
struct Need {
  std::uint32_t resource = 0;
  std::int64_t amount = 0;      ///< in millionths
  std::int32_t attribute = -1;  ///< index into Model::attributes; when not negative, its value is the amount
};

/// The rules of a tier that is not plain: who is served next, who may wait, who turns away, what a case takes up.
struct QueueRules {
  Order order = Order::first_come;
  std::int32_t attribute = -1;            ///< that orders the list; -1: the priority of the class
  std::vector<double> bands;              ///< cuts of it; none: by its very value
  PreEmption pre_emption = PreEmption::none;
  std::int64_t shared_by_at_most = unlimited;
  std::int64_t waiting_room = unlimited;
  std::int32_t full_edge = -1;            ///< for those who find neither place nor room
  bool blocks = false;                    ///< those who come from a tier with places keep theirs until there is room here
  bool has_places = false;                ///< or resources, which one whose stay is over can keep: capacity or needs, not shared
  std::vector<std::int64_t> balk_from;    ///< rising lengths of the waiting list
  std::vector<double> balk_probability;   ///< one per length
  std::int32_t balk_edge = -1;
  std::uint64_t balk_purpose = 0;
  std::int32_t patience_stay = -1;        ///< the time one waits and where one goes then, as a stay; -1: for ever
  std::uint64_t pick_purpose = 0;         ///< names the draws of who is next, where the order is random
  std::vector<Need> needs;                ///< when not empty, the tier has no places of its own
  std::vector<std::uint32_t> keeps;       ///< resources that are not released after the stay
};

struct Node {
  std::uint32_t first_stay = 0;
  std::uint32_t stays = 0;           ///< 0 for an exit from which nobody returns
  bool is_exit = false;
  /// Places of its own or none, first come, first served, nobody turned away or interrupted, no way out that blocks, the
  /// same stays for all: nearly every tier of a pathway. `rules` of the others says what is different.
  bool plain = true;
  std::uint32_t rules = 0;           ///< index into Model::rules of a tier that is not plain
  std::int32_t class_stays = -1;     ///< index into Model::class_stays of the first class; -1: the same stays for all
  bool watched = false;              ///< the number in it and its waiting list steers a source
  bool recurs = false;               ///< the capacity follows a calendar, which goes on after the horizon
  bool goes_by_need = false;         ///< a racer, or a way of children, goes by the need of the family
  bool draws_early = false;          ///< the one time to draw may be drawn before the stay starts (its shape is fixed)
  WhenCut when_cut = WhenCut::finish;
  std::int64_t capacity = unlimited;
  double return_probability = 0;     ///< exits only
  std::uint64_t purpose = 0;         ///< exits: names the draw of whether one returns
  std::uint64_t order = 0;           ///< hash of the name: settles the order of one instant
};

/// A piece of a source's rate: `rate` (per day) from `time` on, `cumulated` arrivals expected before it.
struct RatePiece {
  double time = 0;
  double rate = 0;
  double cumulated = 0;
};

/// From `time` on a source that is not plain draws by these.
struct SourceLaws {
  double time = 0;
  Sampler gap;      ///< on the source's own clock
  Sampler batch;
  Sampler scatter;  ///< days
  double shows_up = 1;
};

struct Source {
  enum class Kind : std::uint8_t {
    plain,      ///< Poisson, one at a time, of a rate that depends on nothing but time
    clocked,    ///< a gap after another on the source's own clock
    timetable,  ///< at `first` + k * `every`, k = 0, 1, ..., `moments` - 1
    listed      ///< at the times of `listed`
  };
  Kind kind = Kind::plain;
  std::uint64_t key = 0;            ///< names its entities
  std::uint64_t gap_purpose = 0;    ///< names the draws of the times between arrivals
  /// How fast the source's own clock goes: of a Poisson source at its rate; of another as fast as time, times the levels
  /// of its calendars (a timetable or a list counts only where it goes). First piece at time 0.
  std::vector<RatePiece> rate;
  std::vector<double> listed;       ///< rising
  std::vector<Sampler> attributes;  ///< one per Model::attributes
  std::uint32_t edge = 0;           ///< the edge by which its entities arrive
  std::uint8_t of_class = 0;        ///< index into Model::class_names, where there are classes

  // Sources that are not plain.
  double first = 0, every = 0;
  std::uint64_t moments = 0;
  std::vector<SourceLaws> laws;     ///< first at time 0; gaps of a Poisson source are exponential of mean 1
  bool batches = false;             ///< else one at a time
  bool scatters = false;
  double earliest_scatter = 0;      ///< smallest that can be drawn
  bool thins = false;               ///< some of the expected do not show up
  std::uint64_t batch_purpose = 0, scatter_purpose = 0, shows_up_purpose = 0;
  std::int32_t follows_node = -1;   ///< tier whose number steers the clock, by the factors at these numbers; -1: none
  std::vector<double> numbers, factors;
};

/// The stays of one class in one tier.
struct ClassStays {
  std::uint32_t first_stay = 0;
  std::uint32_t stays = 0;
};

/// Staff or places that several tiers share; amounts in millionths.
struct Resource {
  std::int64_t capacity = unlimited;
  std::int64_t most = unlimited;     ///< that it ever has
  bool recurs = false;               ///< the capacity follows a calendar, which goes on after the horizon
  WhenCut when_cut = WhenCut::finish;
  std::vector<std::uint32_t> users;  ///< nodes that need it
};

/// From `time` on, a tier or a resource has this capacity.
struct CapacityChange {
  double time = 0;
  bool of_resource = false;
  std::uint32_t index = 0;  ///< node or resource
  std::int64_t capacity = unlimited;
};

/// From `time` on, `node` has these numbers instead; its stays and cuts keep their places in the tables.
struct NodeChange {
  double time = 0;
  std::uint32_t node = 0;
  double return_probability = 0;
  std::vector<Sampler> samplers;  ///< of its stays, in order
  std::vector<double> cuts;       ///< of its stays, in order, from `first_cut` of the first
  std::vector<double> errors;     ///< of its choices, in order of stays
  std::vector<std::vector<double>> hazards;  ///< by need, of its stays, ways of children after them
  FamilyTier family;              ///< what changes of it: factors and who of the children go
};

struct Attribute {
  std::string name;
  std::uint64_t purpose = 0;
};

/// Entities are grouped once, when they come into being: label = sum over groupings of (cuts reached) * stride.
struct Grouping {
  std::int32_t attribute = 0;  ///< -1: by class, and the class counts as the number of cuts reached
  std::vector<double> below;
  std::uint32_t stride = 1;
};

struct EdgeEnds {
  std::int32_t from_node = -1;    ///< -1 when it comes from a source
  std::int32_t from_source = -1;
  std::uint32_t to = 0;           ///< node
  std::string how;                ///< racer, where a race decides; "full", "balk" or "patience" of those not served
  std::int32_t becomes = -1;      ///< the class of whoever goes this way from then on; -1: as before
};

/// Cases that are alike and open when the simulation begins.
struct OpenAtStart {
  enum class Of : std::uint8_t { nobody, child, family };  ///< a child of a family, in care; nobody: of no family here
  Of of = Of::nobody;
  std::uint64_t key = 0;             ///< names them, with their number among these as ordinal
  std::uint64_t number = 0;
  double days = 0;                   ///< already spent in the tier
  Source as;                         ///< the edge to the tier, the class, and the attributes, those that are known constant
  std::uint32_t need_from = 0, need_to = most_levels;  ///< levels of the family's need that will do
  std::uint32_t children = 0;        ///< at home in the family; 0: any number
  std::int32_t age = -1;             ///< completed years of the child; -1: any
};

struct Model {
  std::string title;
  std::uint32_t tiers = 0;               ///< nodes [0, tiers) are tiers, the rest exits
  std::vector<Node> nodes;
  std::vector<std::string> names;        ///< of the nodes
  std::vector<Stay> stays;
  std::vector<double> cuts;
  std::vector<EdgeEnds> edges;
  std::vector<Source> sources;
  std::vector<std::string> source_names;
  std::vector<Attribute> attributes;
  std::int32_t age_attribute = -1;       ///< the one named 'age_years', or -1
  std::vector<Grouping> groupings;
  std::vector<std::string> group_labels; ///< one per group; a single "" without groupings
  std::vector<QueueRules> rules;         ///< of the tiers that are not plain
  std::vector<ClassStays> class_stays;
  std::vector<std::string> class_names;  ///< in order of name
  std::vector<double> class_priorities;
  std::vector<Resource> resources;
  std::vector<std::string> resource_names;
  std::vector<NodeChange> changes;       ///< in order of time, then node
  std::vector<CapacityChange> capacity_changes;  ///< in order of time, then tiers before resources, then name
  double warm_up = 0;                    ///< days simulated before the start date
  double horizon = 0;                    ///< end of simulated time, from the beginning of the warm-up
  std::vector<double> period_ends;       ///< reporting periods end here (the last at `horizon`); the first begins at `warm_up`
  std::string start_date;
  int year_begins_month = 4;
  RunSpec run;
  std::vector<OpenAtStart> caseload;     ///< in the order in which they are put in place
  std::uint32_t caseload_source = 0;     ///< from which they come, where there are any
  std::uint64_t whose_purpose = 0;       ///< names the draws of whose cases they are
  FamilyModel families;                  ///< where there are any
  Timescales timescales;
  Money money;                           ///< where what it costs is counted
  double arrivals_per_day = 0;           ///< largest total rate of the sources, about; to size tables
};

}  // namespace headwater
