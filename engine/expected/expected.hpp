// Expected results of a model without noise: what the mean over ever more replications would come to.
//
// For models in which nobody can act on anybody else (obstacles.hpp). Arrivals are Poisson, so expected numbers are those of
// one arrival, laid out over the time after it (passage.hpp) and summed over the arrivals there are. What entities differ in
// are strata: each value that an attribute can take, or each band between the cuts that matter; a continuous law of age is
// cut into pieces of eight steps at most, each with its mean. Where nothing but age tells entities apart they share one
// passage until their first birthday.
//
//   no dated changes:          one passage for each source and stratum; an arrival at t is the passage shifted by t
//   dated changes, no ages:    one passage in which all arrivals take part
//   dated changes and ages:    a passage for the arrivals of each step before the last change, and one for all after it
//
// The error is of second order in the step, and of first where the rate of a flow jumps on a day on which a reporting period
// ends that is no multiple of the step. Half the step shows how large it is.
#pragma once

#include <string>
#include <vector>

#include "pathway/model.hpp"
#include "results/layout.hpp"
#include "scenario/description.hpp"

namespace headwater {

/// The series that are worked out, groups included: means of the simulation converge to them. Others are NaN: of lengths of
/// stays only distributions are known here, not the mean over replications of a ratio.
const std::vector<std::string>& expected_series();

/// Steps of `step` days from the beginning of the warm-up to the horizon, the last perhaps beyond it.
std::size_t cells_for(const Model& model, double step);

/// The record that a replication would leave if it went as expected, in steps of `step` days. `model` is `description`
/// compiled and `layout` its layout. Requires that there are no obstacles. Same bits on every machine. Cost: for each stay
/// with a long law n^2 / 2 multiplications, n the number of steps, times the passages above; `model_events` of the record is
/// the number of steps that all passages took.
ReplicationRecord expected_record(const Description& description, const Model& model, const Layout& layout, double step);

/// Whether there must be a passage for the arrivals of each step, so that the cost grows with the third power of steps.
bool needs_cohorts(const Description& description, const Model& model);

}  // namespace headwater
