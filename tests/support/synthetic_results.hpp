// A layout and records made up by arithmetic, for tests of what stores and reads them: no model, no luck.
#pragma once

#include <cmath>
#include <limits>

#include "results/results_file.hpp"

namespace headwater {

struct SyntheticShape {
  std::size_t tiers = 3, periods = 4, replications = 3, groups = 0;
  bool event_log = false;
};

inline Layout synthetic_layout(const SyntheticShape& shape) {
  Layout layout;
  for (std::size_t i = 0; i < shape.tiers; ++i) {
    layout.tiers.push_back("tier_" + std::to_string(i));
    layout.edges.push_back({i == 0 ? "new" : layout.tiers[i - 1], layout.tiers[i], ""});
  }
  layout.edges.push_back({layout.tiers.back(), "leave", "aged_out"});
  layout.exits = {"leave"};
  layout.sources = {"new"};
  for (std::size_t i = 0; i < shape.groups; ++i) layout.groups.push_back("gr\u00f6up " + std::to_string(i));
  layout.start_date = "2026-04-01";
  for (std::size_t i = 0; i < shape.periods; ++i) {
    layout.period_start.push_back(30.0 * static_cast<double>(i));
    layout.period_end.push_back(30.0 * static_cast<double>(i + 1));
  }
  layout.period_end.back() -= 10;  // the last period is a short one
  layout.series = {
      {"occupancy", "1", "mean number in the tier over the period"},
      {"waiting", "1", "mean number on the waiting list over the period"},
      {"entries", "1", "number who came to the tier", Axis::tier, false, true},
      {"starts", "1", "number whose stay began", Axis::tier, false, true},
      {"departures", "1", "number who left the tier", Axis::tier, false, true},
      {"utilisation", "1", "occupancy over capacity"},
      {"capacity", "1", "mean number of places; infinite when unlimited"},
      {"wait_mean", "day", "mean wait of those whose stay began"},
      {"sojourn_mean", "day", "mean time in the tier of those who left"},
      {"moves", "1", "number who went this way", Axis::edge, false, true},
      {"arrivals", "1", "number who came from the source", Axis::source, false, true},
      {"exits", "1", "number who left by the exit", Axis::exit, false, true},
      {"present", "1", "mean number in the model", Axis::none},
  };
  if (shape.groups > 0)
    layout.series.push_back({"occupancy_by_group", "1", "mean number, by group", Axis::tier, true});
  layout.histograms.upper = {1, 2, 4, 8, std::numeric_limits<double>::infinity()};
  layout.histograms.names = {"wait", "sojourn"};
  layout.event_log = shape.event_log;
  return layout;
}

/// Values differ in every cell; those of tier 0 in period 1 are NaN where a series may be NaN.
inline ReplicationRecord synthetic_record(const Layout& layout, std::uint32_t replication) {
  ReplicationRecord record;
  record.replication = replication;
  record.model_events = 1000 + replication;
  for (std::size_t s = 0; s < layout.series.size(); ++s) {
    const std::size_t size = layout.size_of(s), per_period = size / layout.period_start.size();
    for (std::size_t i = 0; i < size; ++i) {
      const auto wobble = static_cast<double>((s * 7919 + i * 104729 + replication * 1299709) % 1009);
      const bool missing = i == per_period && layout.series[s].units == "day";
      const double value = layout.series[s].count ? wobble : 10.0 + 0.125 * wobble;
      record.values.push_back(missing ? std::numeric_limits<double>::quiet_NaN() : value);
    }
  }
  for (std::size_t i = 0; i < layout.histograms.names.size() * layout.tiers.size(); ++i) {
    record.histograms.push_back({static_cast<std::uint32_t>(i % 2), {5 + i, 300 + replication, 70000}});
  }
  if (layout.event_log) {
    for (std::uint32_t i = 0; i < 5 + replication; ++i) {
      record.log.time.push_back(0.25 * i);
      record.log.entity.push_back(0xfedcba9876543210u + i);
      record.log.what.push_back(EventLog::move);
      record.log.edge.push_back(0);
      record.log.tier.push_back(i % 2 == 0 ? 0 : -1);
    }
  }
  return record;
}

inline RunFacts synthetic_facts(const SyntheticShape& shape) {
  RunFacts facts;
  facts.title = "Made up";
  facts.replications = shape.replications;
  facts.seed = 18446744073709551615u;
  facts.generator = "keyed_hash";
  facts.horizon = 110;
  facts.precision = "exact";
  facts.inputs = {{"models/a.yaml", "headwater: 1\n# caf\u00e9\n"},
                  {"scenarios/b.yaml", "extends: a.yaml\n"}};
  facts.resolved = {"headwater: 1\ntitle: resolved model of Made up\n"};
  facts.version = "0.1.0";
  facts.commit = "abc";
  return facts;
}

inline std::string write_synthetic(const std::string& path, const SyntheticShape& shape, bool force = false) {
  const Layout layout = synthetic_layout(shape);
  return write_results(
      path, layout, synthetic_facts(shape),
      [&](std::size_t, std::size_t i) { return synthetic_record(layout, static_cast<std::uint32_t>(i)); },
      force);
}

}  // namespace headwater
