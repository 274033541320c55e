// Stands in for the page where there is no Node.js to bundle it with.
#include "report/page_text.hpp"

namespace headwater {

std::vector<std::string_view> page_before_data() { return {}; }
std::vector<std::string_view> page_after_data() { return {}; }

}  // namespace headwater
