// Which families of one replication are kin: each belongs to one of many clusters, whose members are chained and counted.
//
// A family's cluster is a draw of its own, uniform on all, so that it has the same kin in every scenario, and a number of
// them that has a Poisson law. Costs 4 bytes for each family and 12 for each cluster, and nothing in models without kin.
#pragma once

#include <cstdint>
#include <vector>

#include "random/luck.hpp"
#include "resource/waiting_list.hpp"

namespace headwater {

/// Some families, and how many of them are in need and have a case, as their kin know.
struct Cluster {
  std::uint32_t first = nobody;
  std::uint32_t in_need = 0, with_case = 0;
};

class Kin {
 public:
  /// No family is in any cluster yet.
  void begin(std::size_t clusters) { clusters_.assign(clusters, {}); }

  Cluster& cluster(std::uint64_t bits) { return clusters_[index(bits)]; }
  const Cluster& cluster(std::uint64_t bits) const { return clusters_[index(bits)]; }

  void add(std::uint32_t family, std::uint64_t bits) {
    if (next_.size() <= family) next_.resize(family + std::size_t{1});
    std::uint32_t& first = cluster(bits).first;
    next_[family] = first;
    first = family;
  }

  /// Of one who is counted in nothing any more.
  void remove(std::uint32_t family, std::uint64_t bits) {
    std::uint32_t* link = &cluster(bits).first;
    while (*link != family) link = &next_[*link];
    *link = next_[family];
  }

  /// Calls `look(family)` for all in the cluster.
  template <class Look>
  void each(std::uint64_t bits, Look look) const {
    for (std::uint32_t family = cluster(bits).first; family != nobody; family = next_[family]) look(family);
  }

 private:
  std::size_t index(std::uint64_t bits) const { return static_cast<std::size_t>(uniform(bits) * static_cast<double>(clusters_.size())); }

  std::vector<Cluster> clusters_;
  std::vector<std::uint32_t> next_;  ///< in the cluster, by family
};

}  // namespace headwater
