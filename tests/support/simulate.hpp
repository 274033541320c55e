// Runs a model given as YAML text, and looks up what it left behind by name.
#pragma once

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "experiment/in_memory.hpp"
#include "pathway/compile.hpp"
#include "results/layout.hpp"
#include "scenario/read.hpp"
#include "simulate/model_fault.hpp"
#include "support/statistics.hpp"
#include "support/time_laws.hpp"

namespace headwater::theory {

/// How a model of a test is run. Every one begins on 1 April 2026.
struct Plan {
  double horizon = 1;  ///< days
  int replications = 1;
  std::string every = "whole_run";
  double warm_up = 0;  ///< days
  bool event_log = false;
  std::uint64_t seed = test_seed;
  std::string generator = "keyed_hash";
};

/// The YAML of everything but sources, tiers and exits.
std::string header(const Plan& plan);

/// The date `days` after the start of every test, as YAML.
std::string date(int days);

/// Poisson arrivals 'in' to a tier 'desk', from there 'out'. `capacity` is a number or "unlimited".
std::string one_desk(double arrivals_per_day, const TimeLaw& stay, const std::string& capacity);

/// `count` arrivals at the first moment, as the YAML list of a source's `days`.
std::string all_at_start(int count);

/// The outcome of an experiment, by name.
class Simulated {
 public:
  explicit Simulated(Outcome outcome) : outcome_(std::move(outcome)) {}

  const Layout& layout() const { return outcome_.layout; }
  const std::vector<ReplicationRecord>& records() const { return outcome_.records; }
  std::size_t periods() const { return layout().period_start.size(); }
  double period_length(std::size_t period = 0) const {
    return layout().period_end[period] - layout().period_start[period];
  }

  /// One number of a series without groups. `element` names a tier, source, exit or resource, or an edge as "from>to".
  double value(const std::string& series, const std::string& element, std::size_t replication = 0,
               std::size_t period = 0) const {
    const std::size_t s = series_index(series);
    const Axis axis = layout().series[s].axis;
    const std::size_t at =
        layout().offset_of(s) + period * layout().elements(axis) + element_index(axis, element);
    return outcome_.records.at(replication).values.at(at);
  }

  std::vector<double> by_replication(const std::string& series, const std::string& element,
                                     std::size_t period = 0) const {
    std::vector<double> values;
    for (std::size_t r = 0; r < records().size(); ++r) values.push_back(value(series, element, r, period));
    return values;
  }

  std::vector<double> by_period(const std::string& series, const std::string& element,
                                std::size_t replication = 0) const {
    std::vector<double> values;
    for (std::size_t p = 0; p < periods(); ++p) values.push_back(value(series, element, replication, p));
    return values;
  }

  /// The share of one replication's times in `tier` (histogram "wait" or "sojourn") that lie below the upper
  /// bound of bucket `bucket`.
  double share_below(const std::string& histogram, const std::string& tier, std::size_t bucket,
                     std::size_t replication = 0) const {
    const HistogramCounts& counts = histogram_counts(histogram, tier, replication);
    double below = 0, all = 0;
    for (std::size_t i = 0; i < counts.counts.size(); ++i) {
      const double count = static_cast<double>(counts.counts[i]);
      all += count;
      if (counts.first + i <= bucket) below += count;
    }
    return below / all;
  }

  const HistogramCounts& histogram_counts(const std::string& histogram, const std::string& tier,
                                          std::size_t replication = 0) const {
    const std::size_t h = index_of(layout().histograms.names, histogram);
    const std::size_t t = index_of(layout().tiers, tier);
    return outcome_.records.at(replication).histograms.at(h * layout().tiers.size() + t);
  }

  /// The bucket that holds a time of `days`, and how wide it is.
  std::size_t bucket_of(double days) const {
    const auto& upper = layout().histograms.upper;
    return static_cast<std::size_t>(std::upper_bound(upper.begin(), upper.end(), days) - upper.begin());
  }
  double bucket_width(double days) const {
    const auto& upper = layout().histograms.upper;
    const std::size_t bucket = bucket_of(days);
    return upper.at(bucket) - (bucket == 0 ? 0 : upper[bucket - 1]);
  }

  std::size_t tier(const std::string& name) const { return index_of(layout().tiers, name); }
  std::size_t exit(const std::string& name) const { return index_of(layout().exits, name); }

 private:
  static std::size_t index_of(const std::vector<std::string>& names, const std::string& name) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) throw std::invalid_argument("no element is called '" + name + "'");
    return static_cast<std::size_t>(found - names.begin());
  }

  std::size_t series_index(const std::string& name) const {
    for (std::size_t s = 0; s < layout().series.size(); ++s) {
      if (layout().series[s].name == name) return s;
    }
    throw std::invalid_argument("no series is called '" + name + "'");
  }

  std::size_t element_index(Axis axis, const std::string& name) const {
    switch (axis) {
      case Axis::none:
        return 0;
      case Axis::tier:
        return index_of(layout().tiers, name);
      case Axis::source:
        return index_of(layout().sources, name);
      case Axis::exit:
        return index_of(layout().exits, name);
      case Axis::resource:
        return index_of(layout().resources, name);
      case Axis::timescale:
        return index_of(layout().timescales, name);
      case Axis::need:
        return index_of(layout().needs, name);
      case Axis::line:
        return index_of(layout().lines, name);
      case Axis::edge:
        break;
    }
    for (std::size_t e = 0; e < layout().edges.size(); ++e) {
      if (layout().edges[e].from + ">" + layout().edges[e].to == name) return e;
    }
    throw std::invalid_argument("no edge is called '" + name + "'");
  }

  Outcome outcome_;
};

/// Simulates a model. Throws with every diagnostic when the text is not a model that can be simulated.
Simulated simulate(const std::string& yaml, int threads = 1);

/// What the fault says of a model that cannot go on.
std::string fault_of(const std::string& yaml);

}  // namespace headwater::theory
