// Whether two runs say the same, to the last bit, about everything that both know by name.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <string>
#include <vector>

#include "results/output.hpp"
#include "support/simulate.hpp"

namespace headwater::theory {

/// Labels of the elements along an axis; one without a name where there is none.
inline std::vector<std::string> element_names(const Layout& layout, Axis axis) {
  return axis == Axis::none ? std::vector<std::string>{""} : elements_of(layout, axis);
}

/// For each name in `names` its place in `others`, or -1.
inline std::vector<std::ptrdiff_t> places_in(const std::vector<std::string>& names,
                                             const std::vector<std::string>& others) {
  std::vector<std::ptrdiff_t> places;
  for (const std::string& name : names) {
    const auto found = std::find(others.begin(), others.end(), name);
    places.push_back(found == others.end() ? -1 : found - others.begin());
  }
  return places;
}

inline bool same_bits(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

/// Compares every series of `a` with that of `b`, whose periods begin `later` periods after those of `a`. `b`
/// may hold elements that `a` does not know; `a` may not.
inline ::testing::AssertionResult same_series(const Simulated& a, const Simulated& b, std::size_t later = 0) {
  const Layout &la = a.layout(), &lb = b.layout();
  if (la.series.size() != lb.series.size() || a.records().size() != b.records().size()) {
    return ::testing::AssertionFailure() << "different series or replications";
  }
  for (std::size_t s = 0; s < la.series.size(); ++s) {
    const Axis axis = la.series[s].axis;
    const auto names = element_names(la, axis);
    const auto places = places_in(names, element_names(lb, axis));
    const std::size_t groups = la.series[s].by_group ? la.groups.size() : 1;
    for (std::size_t r = 0; r < a.records().size(); ++r) {
      for (std::size_t p = 0; p < a.periods(); ++p) {
        for (std::size_t e = 0; e < names.size(); ++e) {
          if (places[e] < 0) return ::testing::AssertionFailure() << "'" << names[e] << "' is gone";
          for (std::size_t g = 0; g < groups; ++g) {
            const std::size_t ia = la.offset_of(s) + (p * names.size() + e) * groups + g;
            const std::size_t ib =
                lb.offset_of(s) +
                ((p + later) * lb.elements(axis) + static_cast<std::size_t>(places[e])) * groups + g;
            const double va = a.records()[r].values.at(ia), vb = b.records()[r].values.at(ib);
            if (!same_bits(va, vb)) {
              return ::testing::AssertionFailure()
                     << la.series[s].name << " of '" << names[e] << "' in period " << p << ", replication "
                     << r << ": " << number(va) << " and " << number(vb);
            }
          }
        }
      }
    }
  }
  return ::testing::AssertionSuccess();
}

/// Compares the event logs, elements by name.
inline ::testing::AssertionResult same_log(const Simulated& a, const Simulated& b) {
  const auto edges = places_in(element_names(a.layout(), Axis::edge), element_names(b.layout(), Axis::edge));
  const auto tiers = places_in(a.layout().tiers, b.layout().tiers);
  for (std::size_t r = 0; r < a.records().size(); ++r) {
    const EventLog &x = a.records()[r].log, &y = b.records()[r].log;
    if (x.time.size() != y.time.size()) {
      return ::testing::AssertionFailure() << x.time.size() << " and " << y.time.size() << " events";
    }
    for (std::size_t i = 0; i < x.time.size(); ++i) {
      const bool same_place = x.edge[i] >= 0 ? edges[static_cast<std::size_t>(x.edge[i])] == y.edge[i]
                                             : tiers[static_cast<std::size_t>(x.tier[i])] == y.tier[i];
      if (!same_bits(x.time[i], y.time[i]) || x.entity[i] != y.entity[i] || x.what[i] != y.what[i] ||
          !same_place) {
        return ::testing::AssertionFailure()
               << "event " << i << " on day " << number(x.time[i]) << " and " << number(y.time[i]);
      }
    }
  }
  return ::testing::AssertionSuccess();
}

/// Compares the histograms of the tiers that `a` knows.
inline ::testing::AssertionResult same_histograms(const Simulated& a, const Simulated& b) {
  for (std::size_t r = 0; r < a.records().size(); ++r) {
    for (const std::string& kind : a.layout().histograms.names) {
      for (const std::string& tier : a.layout().tiers) {
        const HistogramCounts &x = a.histogram_counts(kind, tier, r), &y = b.histogram_counts(kind, tier, r);
        if (x.first != y.first || x.counts != y.counts) {
          return ::testing::AssertionFailure() << kind << " of '" << tier << "', replication " << r;
        }
      }
    }
  }
  return ::testing::AssertionSuccess();
}

}  // namespace headwater::theory
