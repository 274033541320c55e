// A fault of the model that shows only while it is simulated.
#pragma once

#include <stdexcept>
#include <string>

namespace headwater {

/// The text is ready for the user and says where and when.
struct ModelFault : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Throws: on `day` (since the start date) entities go round and round through `node` in no time at all.
[[noreturn]] void throw_timeless_loop(const std::string& node, double day);

}  // namespace headwater
