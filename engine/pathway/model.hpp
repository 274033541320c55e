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

#include "random/sampler.hpp"
#include "scenario/description.hpp"

namespace headwater {

inline constexpr double days_per_year = 365.25;
inline constexpr std::int64_t unlimited = std::numeric_limits<std::int64_t>::max();
inline constexpr double never = std::numeric_limits<double>::infinity();

/// Which way out: edge `first_edge + k`, k being the number of cuts that the value has reached. The value is an
/// attribute of the entity or, without one, a uniform draw. A single edge needs no value.
struct Choice {
  std::uint32_t first_edge = 0;
  std::uint32_t edges = 1;
  std::uint32_t first_cut = 0;   ///< edges - 1 cuts, not falling, in Model::cuts
  std::int32_t attribute = -1;   ///< index into Model::attributes, or -1 for a draw
  std::uint64_t purpose = 0;     ///< names the draw
};

/// One way a stay can end.
struct Stay {
  Sampler sampler;
  std::uint32_t node = 0;
  double at_age = -1;         ///< years; when not negative the stay ends at this birthday and `sampler` is not used
  std::uint64_t purpose = 0;  ///< names the draw of the time
  Choice choice;
};

struct Node {
  std::uint32_t first_stay = 0;
  std::uint32_t stays = 0;           ///< 0 for an exit from which nobody returns
  bool is_exit = false;
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

struct Source {
  std::uint64_t key = 0;            ///< names its entities
  std::uint64_t gap_purpose = 0;    ///< names the draws of the times between arrivals
  std::vector<RatePiece> rate;      ///< first piece at time 0; empty for listed arrivals
  std::vector<double> listed;       ///< rising
  std::vector<Sampler> attributes;  ///< one per Model::attributes
  std::uint32_t edge = 0;           ///< the edge by which its entities arrive
};

/// From `time` on, `node` has these numbers instead; its stays and cuts keep their places in the tables.
struct NodeChange {
  double time = 0;
  std::uint32_t node = 0;
  std::int64_t capacity = unlimited;
  double return_probability = 0;
  std::vector<Sampler> samplers;  ///< of its stays, in order
  std::vector<double> cuts;       ///< of its stays, in order, from `first_cut` of the first
};

struct Attribute {
  std::string name;
  std::uint64_t purpose = 0;
};

/// Entities are grouped once, when they come into being: label = sum over groupings of (cuts reached) * stride.
struct Grouping {
  std::uint32_t attribute = 0;
  std::vector<double> below;
  std::uint32_t stride = 1;
};

struct EdgeEnds {
  std::int32_t from_node = -1;    ///< -1 when it comes from a source
  std::int32_t from_source = -1;
  std::uint32_t to = 0;           ///< node
  std::string how;                ///< racer, where a race decides
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
  std::vector<NodeChange> changes;       ///< in order of time, then node
  double warm_up = 0;                    ///< days simulated before the start date
  double horizon = 0;                    ///< end of simulated time, from the beginning of the warm-up
  std::vector<double> period_ends;       ///< reporting periods end here (the last at `horizon`); the first begins at `warm_up`
  std::string start_date;
  RunSpec run;
  double arrivals_per_day = 0;           ///< largest total rate of the Poisson sources, to size tables
};

}  // namespace headwater
