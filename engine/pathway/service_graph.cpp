#include "pathway/service_graph.hpp"

#include <algorithm>
#include <map>
#include <sstream>

#include <boost/graph/strong_components.hpp>
#include <boost/property_map/property_map.hpp>

#include "scenario/number.hpp"
#include "scenario/ways_out.hpp"

namespace headwater {

namespace {

class Builder {
 public:
  Builder(const Description& in, ServiceGraph& graph) : graph_(graph) {
    for (const SourceSpec& source : in.sources) add(GraphNode::Kind::source, source.name);
    for (const ContactSpec& contact : in.contacts) add(GraphNode::Kind::source, contact.name);
    for (const TierSpec& tier : in.tiers) add(GraphNode::Kind::tier, tier.name);
    for (const ExitSpec& exit : in.exits) add(GraphNode::Kind::exit, exit.name);
    for (const SourceSpec& source : in.sources) connect(source.name, source.to, "");
    for (const ContactSpec& contact : in.contacts) {
      connect(contact.name, contact.to, "");
      if (!contact.otherwise_to.empty()) connect(contact.name, contact.otherwise_to, "not referred");
      if (!contact.children_to.empty()) connect(contact.name, contact.children_to, "children");
    }
    for (const TierSpec& tier : in.tiers)
      for (const ChildWaySpec& way : tier.family.children) connect(tier.name, way.to, "children, " + way.name);
    for (const ExitSpec& exit : in.exits)
      if (!exit.rejoins.empty()) connect(exit.name, exit.rejoins, "child goes home");
    for (const TierSpec& tier : in.tiers)
      for (const WayOut& way : ways_out(tier)) connect(tier.name, way.to, way.label);
    for (const ExitSpec& exit : in.exits)
      if (exit.returns) connect(exit.name, exit.returns->to, to_text(exit.returns->probability) + " return");
  }

 private:
  void add(GraphNode::Kind kind, const std::string& name) { vertex_[name] = boost::add_vertex({kind, name}, graph_); }
  void connect(const std::string& from, const std::string& to, const std::string& label) {
    boost::add_edge(vertex_.at(from), vertex_.at(to), {label}, graph_);
  }
  ServiceGraph& graph_;
  std::map<std::string, ServiceGraph::vertex_descriptor> vertex_;
};

}  // namespace

ServiceGraph service_graph(const Description& description) {
  ServiceGraph graph;
  Builder(description, graph);
  return graph;
}

std::vector<std::vector<std::string>> loops(const ServiceGraph& graph) {
  std::vector<int> component(boost::num_vertices(graph));
  const int count = boost::strong_components(graph, boost::make_iterator_property_map(component.begin(), boost::get(boost::vertex_index, graph)));
  std::vector<std::vector<std::string>> members(static_cast<std::size_t>(count));
  std::vector<bool> to_itself(members.size());
  for (std::size_t v = 0; v < component.size(); ++v) {
    const auto c = static_cast<std::size_t>(component[v]);
    members[c].push_back(graph[v].name);
    if (boost::edge(v, v, graph).second) to_itself[c] = true;
  }
  std::vector<std::vector<std::string>> result;
  for (std::size_t c = members.size(); c-- > 0;)  // Boost numbers components from the exits back
    if (members[c].size() > 1 || to_itself[c]) result.push_back(members[c]);
  return result;
}

std::string to_dot(const ServiceGraph& graph, const std::string& title) {
  const auto escaped = [](const std::string& text) {
    std::string out;
    for (const char c : text) {
      if (c == '"' || c == '\\') out += '\\';
      out += c == '\n' ? ' ' : c;
    }
    return out;
  };
  std::ostringstream out;
  out << "digraph pathway {\n  label=\"" << escaped(title) << "\"; rankdir=LR;\n";
  for (std::size_t v = 0; v < boost::num_vertices(graph); ++v) {
    const char* shape = graph[v].kind == GraphNode::Kind::source ? "cds" : graph[v].kind == GraphNode::Kind::tier ? "box" : "oval";
    out << "  " << v << " [label=\"" << escaped(graph[v].name) << "\", shape=" << shape << "];\n";
  }
  for (std::size_t v = 0; v < boost::num_vertices(graph); ++v) {
    const auto [first, last] = boost::out_edges(v, graph);
    for (auto edge = first; edge != last; ++edge)
      out << "  " << v << " -> " << boost::target(*edge, graph) << " [label=\"" << escaped(graph[*edge].label) << "\"];\n";
  }
  out << "}\n";
  return out.str();
}

}  // namespace headwater
