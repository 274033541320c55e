// Which families of one replication are kin: each belongs to one of many clusters, whose members are chained.
//
// A family's cluster is a draw of its own, uniform on all, so that it has the same kin in every scenario, and a number of
// them that has a Poisson law. Costs 4 bytes for each family and each cluster, and nothing in models without kin.
#pragma once

#include <cstdint>
#include <vector>

#include "random/luck.hpp"
#include "resource/waiting_list.hpp"

namespace headwater {

class Kin {
 public:
  /// No family is in any cluster yet.
  void begin(std::size_t clusters) { first_.assign(clusters, nobody); }

  void add(std::uint32_t family, std::uint64_t bits) {
    if (next_.size() <= family) next_.resize(family + std::size_t{1});
    std::uint32_t& first = first_[cluster(bits)];
    next_[family] = first;
    first = family;
  }

  void remove(std::uint32_t family, std::uint64_t bits) {
    std::uint32_t* link = &first_[cluster(bits)];
    while (*link != family) link = &next_[*link];
    *link = next_[family];
  }

  /// Calls `look(family)` for all in the cluster.
  template <class Look>
  void each(std::uint64_t bits, Look look) const {
    for (std::uint32_t family = first_[cluster(bits)]; family != nobody; family = next_[family]) look(family);
  }

 private:
  std::size_t cluster(std::uint64_t bits) const { return static_cast<std::size_t>(uniform(bits) * static_cast<double>(first_.size())); }

  std::vector<std::uint32_t> first_;  ///< family of each cluster
  std::vector<std::uint32_t> next_;   ///< in the cluster, by family
};

}  // namespace headwater
