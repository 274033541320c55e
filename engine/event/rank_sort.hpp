// Sorts a handful of events without a branch that depends on them.
#pragma once

#include <cstddef>

#include "event/event.hpp"

namespace headwater {

/// The most events that `rank_sort` takes.
inline constexpr std::size_t rank_sort_limit = 32;

/// Copies `count` <= `rank_sort_limit` events from `from` to `to`, latest first: the place of each is the
/// number of later ones. Returns false, with `to` in no useful state, when two of the times are equal.
bool rank_sort(const Event* from, std::size_t count, Event* to);

}  // namespace headwater
