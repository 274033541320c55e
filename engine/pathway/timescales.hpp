// The timescales of a model: which moves begin and stop their clocks, and how the days between are counted.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scenario/working_days.hpp"

namespace headwater {

struct Description;
struct EdgeEnds;

/// Clocks of a move, as bits: bit i is that of timescale i. In this order.
struct ClocksOfEdge {
  std::uint64_t drops = 0;   ///< not counted
  std::uint64_t stops = 0;
  bool ends_all = false;     ///< out of the model: whatever still goes then is not counted
  std::uint64_t begins = 0;  ///< anew, where it still goes
};

struct Timescales {
  std::vector<std::string> names;
  std::vector<std::string> rules;     ///< in words: "45 working days from coming to assessment to leaving it"
  std::vector<int> limits;            ///< in time is who takes no more days
  std::vector<bool> working;          ///< whether only working days count
  std::vector<ClocksOfEdge> by_edge;
  WorkingDays working_days;

  bool any() const { return !names.empty(); }

  /// Days after day `from` up to and including day `to` (both since the start date), as timescale `index` counts them.
  int days(std::size_t index, int from, int to) const { return working[index] ? working_days.between(from, to) : to - from; }
};

/// `names`: of the nodes, `tiers` of them tiers; the rest are exits.
Timescales timescales_of(const Description& in, const std::vector<EdgeEnds>& edges, const std::vector<std::string>& names, std::uint32_t tiers);

}  // namespace headwater
