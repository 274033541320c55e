// Cases that are open at the start of random models.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "support/simulate.hpp"

namespace headwater::theory {

/// A row of a caseload.
struct OpenRow {
  std::string tier;
  double days = 0;  ///< spent there
  int number = 1;
  std::string more = {};  ///< further keys: ", class: urgent"
};

inline std::string caseload_of(const std::vector<OpenRow>& rows) {
  std::string text = rows.empty() ? "" : "caseload:\n  cases:\n";
  for (const OpenRow& row : rows)
    text += "    - {tier: " + row.tier + ", days: " + number(row.days) + ", number: " + std::to_string(row.number) + row.more + "}\n";
  return text;
}

/// Whether a model can begin: with no case that cannot have been there so long, that finds no room or that nobody can have.
inline bool can_begin(const std::string& yaml) {
  const Reading reading = read_text(yaml, "test.yaml");
  if (!reading.ok()) return false;
  try {
    run_in_memory(compile(*reading.description), 1);
  } catch (const ModelFault& fault) {
    return std::string(fault.what()).find("the caseload says that") == std::string::npos;
  }
  return true;
}

/// Rows as single cases, in the order in which they are put in place: who has been there longest first. Their days must differ.
inline std::vector<const OpenRow*> longest_first(const std::vector<OpenRow>& rows) {
  std::vector<const OpenRow*> cases;
  for (const OpenRow& row : rows) cases.insert(cases.end(), static_cast<std::size_t>(row.number), &row);
  std::stable_sort(cases.begin(), cases.end(), [](const OpenRow* a, const OpenRow* b) { return a->days > b->days; });
  return cases;
}

}  // namespace headwater::theory
