// The event log in words, one line per event, such as "2: in#1 desk>out".
#pragma once

#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include "support/simulate.hpp"

namespace headwater::theory {

/// Every event of one replication, in the order in which it happened. Entities are numbered by source, in the
/// order in which they arrived: "in#1". Moves: "DAY: ENTITY FROM>TO"; starts, interruptions and those who keep
/// their place for want of room where they go next: "DAY: ENTITY starts TIER", "DAY: ENTITY interrupted TIER",
/// "DAY: ENTITY blocked TIER".
inline std::vector<std::string> trace(const Simulated& simulated, std::size_t replication = 0) {
  const Layout& layout = simulated.layout();
  const EventLog& log = simulated.records().at(replication).log;
  std::map<std::uint64_t, std::string> labels;
  std::map<std::string, int> counts;
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < log.time.size(); ++i) {
    char time[32];
    std::snprintf(time, sizeof time, "%.10g", log.time[i]);
    std::string text;
    if (log.what[i] == EventLog::move) {
      const Edge& edge = layout.edges.at(static_cast<std::size_t>(log.edge[i]));
      text = edge.from + ">" + edge.to;
      if (labels.count(log.entity[i]) == 0)
        labels[log.entity[i]] = edge.from + "#" + std::to_string(++counts[edge.from]);
    } else {
      text = (log.what[i] == EventLog::start   ? "starts "
              : log.what[i] == EventLog::block ? "blocked "
                                               : "interrupted ") +
             layout.tiers.at(static_cast<std::size_t>(log.tier[i]));
    }
    lines.push_back(std::string(time) + ": " + labels[log.entity[i]] + " " + text);
  }
  return lines;
}

}  // namespace headwater::theory
