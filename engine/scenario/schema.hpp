// The table of keys as a JSON Schema for editors and as the reference page.
#pragma once

#include <string>

namespace headwater {

/// JSON Schema (draft 2020-12) of model and scenario files: keys, types, ranges. What a schema cannot say (names that
/// point nowhere, weights that sum to nothing) only `headwater check` knows.
std::string json_schema();

/// Every key in Markdown: unit, default, range, meaning, example.
std::string key_reference();

}  // namespace headwater
