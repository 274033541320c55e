// The service graph while it is looked at: which tier leads where, which form loops, and a drawing.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <boost/graph/adjacency_list.hpp>

#include "scenario/description.hpp"

namespace headwater {

struct GraphNode {
  enum class Kind : std::uint8_t { source, tier, exit } kind = Kind::tier;
  std::string name;
};
struct GraphEdge {
  std::string label;  ///< weight, band or racer
};
using ServiceGraph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, GraphNode, GraphEdge>;

/// Vertices: sources, then tiers, then exits, each in the order of the file.
ServiceGraph service_graph(const Description& description);

/// Sets of tiers (and exits from which some return) that lead back to one another: the strongly connected components
/// with more than one member or an edge to itself. Each in the order of the vertices.
std::vector<std::vector<std::string>> loops(const ServiceGraph& graph);

/// The graph in the DOT language of Graphviz.
std::string to_dot(const ServiceGraph& graph, const std::string& title);

}  // namespace headwater
