// What a replication leaves behind, and how it is laid out in a results file.
//
// The layout follows from the model alone; every replication fills one `ReplicationRecord` of that layout. Neither
// knows of simulation or of HDF5: the recorder fills records, the journal and the file store them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace headwater {

/// The last dimension of a series, after (scenario, replication, time).
enum class Axis : std::uint8_t { none, tier, edge, source, exit, resource, need, timescale, line };

/// One named quantity, for every reporting period and every element of its axis.
struct SeriesSpec {
  std::string name;       ///< dataset name, such as "occupancy"
  std::string units;      ///< UDUNITS text: "1", "day", "day-1"
  std::string long_name;  ///< what it is, in one line
  Axis axis = Axis::tier;
  bool by_group = false;  ///< has a trailing dimension `group`; its name ends in "_by_group"
  bool count = false;     ///< whole numbers: stored as 64-bit integers, never NaN
};

struct Edge {
  std::string from;  ///< source, tier or exit
  std::string to;    ///< tier or exit
  std::string how;   ///< the racer's or source's name where one pair is linked twice, else ""
};

/// The buckets of the histograms of times. Bucket 0 holds times below `first_upper`; each octave above is cut
/// into `per_octave` equal parts; the last bucket holds all that is longer.
struct HistogramSpec {
  std::vector<double> upper;        ///< upper bound of each bucket, days; the last is +infinity
  std::vector<std::string> names;   ///< one histogram per name and tier: "wait", "sojourn"
};

struct Layout {
  std::vector<std::string> tiers, exits, sources, resources;
  std::vector<std::string> needs;         ///< levels of need of families, the lowest first
  std::vector<std::string> timescales;
  std::vector<std::string> timescale_rules;  ///< of each, in words
  std::vector<std::string> lines;         ///< of costs
  std::vector<std::string> line_bearers, line_sources;  ///< of each: who pays, and where its prices come from
  std::vector<Edge> edges;
  std::vector<std::string> groups;        ///< label of each group (the product of all groupings), or empty
  std::string start_date;                 ///< "2026-04-01": day 0 of the time axis
  int year_begins_month = 4;              ///< with which a financial year begins
  std::vector<double> period_start, period_end;  ///< days since the start date
  std::vector<SeriesSpec> series;
  HistogramSpec histograms;
  bool event_log = false;

  std::size_t elements(Axis axis) const;      ///< length of an axis (1 for none)
  std::size_t size_of(std::size_t series) const;   ///< numbers in one series of one replication
  std::size_t offset_of(std::size_t series) const; ///< where it begins in ReplicationRecord::values
  std::size_t total() const;                  ///< numbers of all series of one replication
};

/// Counts of one histogram over the whole reporting window, from bucket `first` on; zeros at both ends are left out.
struct HistogramCounts {
  std::uint32_t first = 0;
  std::vector<std::uint64_t> counts;
};

/// Every move of one replication, as columns; rows in the order in which they happened.
struct EventLog {
  std::vector<double> time;           ///< days since the start date
  std::vector<std::uint64_t> entity;  ///< name of the entity
  std::vector<std::uint8_t> what;     ///< one of What
  std::vector<std::int32_t> edge;     ///< index into Layout::edges for a move (arrivals are moves), else -1
  std::vector<std::int32_t> tier;     ///< index into Layout::tiers, or -1 - exit for an exit
  /// A start is that of a stay, or its going on after an interruption; a block is the end of one while there is no room
  /// where the entity goes next; who finds room at that very instant has none.
  enum What : std::uint8_t { move = 0, start = 1, interrupt = 2, block = 3 };
};

struct ReplicationRecord {
  std::uint32_t replication = 0;
  std::vector<double> values;                 ///< series after series: [period][element][group]
  std::vector<HistogramCounts> histograms;    ///< [histogram name][tier]
  EventLog log;
  std::uint64_t model_events = 0;             ///< arrivals, ends of service and returns: what speed is counted in
};

}  // namespace headwater
