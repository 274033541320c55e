// Laws as files give them: by their parameters or by what people know, in any unit of time.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "random/law.hpp"
#include "scenario/section.hpp"

namespace headwater {

/// The contexts of the table whose keys a law of the kind written in `map` may have.
std::vector<std::string> law_contexts(const Value& map);

/// What a law may do in one place and not in another.
struct LawRules {
  bool may_be_negative = false;  ///< of lengths of time; numbers always may
  bool may_go_by_age = false;
};

/// Reads the law whose keys stand in `section` (which may hold other keys too). `timed`: a length of time.
/// Nothing, and reports, when it is no law.
std::optional<Law> read_law(Section& section, bool timed, const LawRules& rules = {});

/// Reads a map that holds a law and nothing else.
std::optional<Law> read_law(const Value& map, const std::string& owner, Diagnostics& diagnostics, bool timed, const LawRules& rules = {});

}  // namespace headwater
