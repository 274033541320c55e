// Scenarios side by side in one file: a layout that has the elements of all, and records fitted to it.
#pragma once

#include <stdexcept>
#include <vector>

#include "results/layout.hpp"

namespace headwater {

/// Two scenarios report in ways that cannot stand in one file; `what` says which and why.
struct CannotJoin : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Tiers, exits, sources, resources, edges, lines of costs and series of all layouts, each once, in the order in which they
/// first appear. Throws `CannotJoin` where start date, reporting periods, first month of the year, groups, price year,
/// discounting or the bearer of a line differ, and where only some of them count costs.
Layout joined(const std::vector<Layout>& layouts);

/// Moves a record from its own layout to the joined one. What its scenario does not have is NaN, and a count of it 0.
class Fitting {
 public:
  Fitting(const Layout& own, const Layout& joined);
  ReplicationRecord fit(ReplicationRecord record) const;

 private:
  const Layout& joined_;
  bool same_ = false;
  std::size_t own_tiers_ = 0;
  std::vector<std::ptrdiff_t> from_;        ///< for each number of a joined record: its place in the own one, or -1
  std::vector<double> missing_;             ///< what stands there when it has none: NaN or 0
  std::vector<std::size_t> tier_, edge_, exit_;  ///< by own number: the joined one
};

}  // namespace headwater
