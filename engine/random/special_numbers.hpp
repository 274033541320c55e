// Two doubles that are no numbers, by the names that the sources use.
#pragma once

#include <limits>

namespace headwater {

/// A value that does not exist, such as the mean wait where nobody came: NaN.
inline constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

inline constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace headwater
