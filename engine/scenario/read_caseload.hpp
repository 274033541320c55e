// Reads the cases that are open on the start date, from the model's text or from a table beside it, and checks them.
#pragma once

#include "scenario/description.hpp"
#include "scenario/read.hpp"
#include "scenario/section.hpp"

namespace headwater {

/// Puts the lines of the table that `caseload.file` of `tree` names in its place, as `caseload.cases`: every value with its
/// place in the table. A path is seen from the file in which it is written. The table's index among `diagnostics.files`.
std::optional<std::size_t> read_caseload_table(Value& tree, const FileReader& files, Diagnostics& diagnostics);

CaseloadSpec read_caseload(const Value& map, Date start, Diagnostics& diagnostics);

/// Tiers, classes and attributes that there are not, stays that cannot have lasted so long, more cases than there is room for,
/// children and families that nobody can be.
void check_caseload(const Description& description, Diagnostics& diagnostics);

/// Rows that say the same of their cases made one, in order of what they say. `tree` says it so too.
void merge_caseload(Value& tree, CaseloadSpec& caseload);

/// What a row says of each of its cases, as one text: equal for equal cases.
std::string signature(const OpenCases& cases);

}  // namespace headwater
