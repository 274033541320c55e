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

/// Day `day` since the start date, to six decimals, and its date, as in "day 2.5 (2026-04-03)": the moment of a fault.
std::string moment_of(double day, const std::string& start_date);

/// Throws: at `moment` entities go round and round through `node` in no time at all.
[[noreturn]] void throw_timeless_loop(const std::string& node, const std::string& moment);

/// Throws: at `moment` there are those who can never go on; `lacks` says for each tier what the next of them waits for and
/// who holds it.
[[noreturn]] void throw_deadlock(const std::vector<std::string>& lacks, const std::string& moment);

/// Throws: at `moment` a case in `tier` needs `wanted` of `resource`, which is below 0 or more than it ever has.
/// `most`: in millionths.
[[noreturn]] void throw_impossible_need(const std::string& tier, const std::string& resource, double wanted, std::int64_t most, const std::string& moment);

/// Throws: at `moment` source `source` brings a batch of `drawn`, which is too many.
[[noreturn]] void throw_large_batch(const std::string& source, double drawn, const std::string& moment);

/// Throws: no family (or child of one) is left that a case open at the start could be of. `what` says which are wanted.
[[noreturn]] void throw_nobody_suits(const std::string& tier, const std::string& what);

/// Throws: one who is said to be in `tier` at the start finds no room there.
[[noreturn]] void throw_no_room_at_start(const std::string& tier);

/// Throws: one who is said to wait in `tier` at the start has waited `days`, longer than anybody has patience for.
[[noreturn]] void throw_waited_too_long(const std::string& tier, double days);

}  // namespace headwater
