// A fault of the model that shows only while it is simulated.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace headwater {

/// The text is ready for the user and says where and when.
struct ModelFault : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Throws: on `day` (since the start date) entities go round and round through `node` in no time at all.
[[noreturn]] void throw_timeless_loop(const std::string& node, double day);

/// Throws: on `day` every place of these tiers is held by somebody who is blocked on the way to another of them.
[[noreturn]] void throw_deadlock(const std::vector<std::string>& tiers, double day);

/// Throws: on `day` a case in `tier` needs `wanted` of `resource`, which is below 0 or more than it ever has.
/// `most`: in millionths.
[[noreturn]] void throw_impossible_need(const std::string& tier, const std::string& resource, double wanted, std::int64_t most, double day);

/// Throws: on `day` source `source` brings a batch of `drawn`, which is too many.
[[noreturn]] void throw_large_batch(const std::string& source, double drawn, double day);

}  // namespace headwater
