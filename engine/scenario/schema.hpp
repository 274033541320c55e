// The table of keys in two other forms: a JSON Schema for editors, and the tables of the reference page.
#pragma once

#include <string>

namespace headwater {

/// A JSON Schema (draft 2020-12) of models and scenarios, as indented JSON with a final line break. Whatever `read_file`
/// accepts it accepts; it cannot see what lies between keys, such as names that point nowhere.
std::string json_schema();

/// Every key as Markdown tables, one for each mapping: unit, default, range, meaning and an example.
std::string key_reference_markdown();

}  // namespace headwater
