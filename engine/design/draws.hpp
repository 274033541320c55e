// Luck for designs: draws named by parameter, purpose and occurrence, through random/luck.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include "random/luck.hpp"

namespace headwater {

/// The name under which parameter `i` of a design draws.
inline constexpr EntityName design_parameter(std::size_t i) { return name_of(source_key("design.parameter"), i); }

/// A whole number from 0 to n - 1, for n up to 2^32. The chances differ from 1/n by less than one in 2^20.
/// The product stays below n: uniform is at most 1 - 2^-53, and n (1 - 2^-53) rounds to less than n.
inline std::size_t whole_below(std::size_t n, std::uint64_t bits) {
  return static_cast<std::size_t>(uniform(bits) * static_cast<double>(n));
}

/// 0 to n - 1 in random order. Source: Durstenfeld, "Algorithm 235: random permutation" (CACM 7, 1964, p. 420).
inline std::vector<std::size_t> shuffled(std::size_t n, EntityName name, std::uint64_t purpose) {
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = n; i > 1; --i) {
    std::swap(order[i - 1], order[whole_below(i, KeyedHash::bits(name, purpose, i))]);
  }
  return order;
}

}  // namespace headwater
