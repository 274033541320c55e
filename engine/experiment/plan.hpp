// What an experiment is to do: enough to do it again anywhere, and to know its journal from any other.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "results/sha256.hpp"
#include "scenario/description.hpp"
#include "scenario/diagnostics.hpp"

namespace headwater {

/// One scenario, or several side by side under the same luck.
struct Plan {
  struct Scenario {
    std::string label;
    Description description;
  };
  std::vector<Scenario> scenarios;  ///< of one seed, number of replications and generator
  std::string title;
  std::vector<SourceFile> inputs;   ///< travel inside the results, in the order in which they were read
};

/// A digest of all that decides the records: the program, and the resolved models with their seed and generator.
Digest fingerprint_of(const Plan& plan);

/// A plan as bytes, to lie in a journal, and back. Only the resolved models are kept, and read again. Throws
/// `ResultsError` when they are no such bytes, or another version's.
std::string to_bytes(const Plan& plan);
Plan plan_from_bytes(std::string_view bytes, const std::string& path);

}  // namespace headwater
