#include "pathway/timescales.hpp"

#include <algorithm>
#include <cmath>

#include "pathway/model.hpp"
#include "scenario/description.hpp"

namespace headwater {

namespace {

/// Clocks of cases that are open at the start may have begun long before; what is older is late by any timescale.
constexpr int most_days_before = 100 * 366;

}  // namespace

Timescales timescales_of(const Description& in, const std::vector<EdgeEnds>& edges, const std::vector<std::string>& names, std::uint32_t tiers) {
  Timescales out;
  if (in.timescales.empty()) return out;
  const auto node = [&](const std::string& name) { return static_cast<std::int64_t>(std::find(names.begin(), names.end(), name) - names.begin()); };
  out.by_edge.resize(edges.size());
  bool any_working = false;
  for (std::size_t i = 0; i < in.timescales.size(); ++i) {
    const TimescaleSpec& scale = in.timescales[i];
    out.names.push_back(scale.name);
    out.rules.push_back(std::to_string(scale.days) + (scale.working ? " working day" : " day") + (scale.days == 1 ? "" : "s") + " from coming to " + scale.from + " to " + (!scale.to.empty() ? "coming to " + scale.to : "leaving " + (scale.through == scale.from ? "it" : scale.through)));
    out.limits.push_back(scale.days);
    out.working.push_back(scale.working);
    any_working = any_working || scale.working;
    const std::int64_t from = node(scale.from), to = node(scale.to), through = node(scale.through);
    std::vector<bool> drops(names.size());
    for (const std::string& name : scale.dropped_at) drops[static_cast<std::size_t>(node(name))] = true;
    for (std::size_t edge = 0; edge < edges.size(); ++edge) {
      const EdgeEnds& ends = edges[edge];
      out.by_edge[edge].stops |= std::uint64_t{ends.to == to || ends.from_node == through} << i;
      out.by_edge[edge].drops |= std::uint64_t{drops[ends.to]} << i;
      out.by_edge[edge].ends_all = ends.to >= tiers;
      out.by_edge[edge].begins |= std::uint64_t{ends.to == from} << i;
    }
  }
  if (any_working) out.working_days = WorkingDays(in.start, -static_cast<int>(std::ceil(in.run.warm_up)) - (in.caseload ? most_days_before : 1), static_cast<int>(std::ceil(in.horizon)) + 1);
  return out;
}

}  // namespace headwater
