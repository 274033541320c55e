// What results files of every kind have in common: the axes, with their labels, and the inputs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "results/layout.hpp"
#include "results/netcdf_file.hpp"
#include "results/results_file.hpp"

namespace headwater {

inline constexpr const char* cf_calendar = "proleptic_gregorian";

/// The dimension along which a series' elements lie: "/tier". Not for `Axis::none`.
const char* dimension_of(Axis axis);

/// "days since 2026-04-01".
std::string since_start(const Layout& layout);

/// The date and time now, in UTC, as an attribute has it.
std::string time_of_writing();

/// A dimension with a text for each place; none when there are no places.
void add_labels(NetcdfFile& file, const std::string& name, const std::string& long_name, const std::vector<std::string>& labels);

/// The reporting periods: `time` and `time_bounds`.
void add_time(NetcdfFile& file, const Layout& layout);

/// Tiers, exits, resources, sources, edges, quantiles and groups.
void add_elements(NetcdfFile& file, const Layout& layout);

/// The input files, and the models that were simulated along `dimensions`.
void add_inputs(NetcdfFile& file, const RunFacts& facts, const std::vector<std::string>& dimensions);

/// The attributes of the root that every kind of results file has.
void add_run_attributes(NetcdfFile& file, const RunFacts& facts, std::uint64_t model_events);

}  // namespace headwater
