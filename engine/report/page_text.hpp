// The page that a report is written into: bundled from engine/report/page when the command was built.
#pragma once

#include <string_view>
#include <vector>

namespace headwater {

/// The pieces of the page before and after its data. None when the command was built without it.
std::vector<std::string_view> page_before_data();
std::vector<std::string_view> page_after_data();

}  // namespace headwater
