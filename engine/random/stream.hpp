// The draws of one entity for one purpose as a sequence, for algorithms that take a random bit generator.
#pragma once

#include <cstdint>
#include <limits>

#include "random/luck.hpp"

namespace headwater {

/// A UniformRandomBitGenerator (of the standard and of Boost.Random) that steps the occurrence.
/// Two streams with equal arguments give equal words. Copying copies the position.
template <class Generator = KeyedHash>
class Stream {
 public:
  using result_type = std::uint64_t;
  static constexpr bool has_fixed_range = false;  // Boost.Random asks

  Stream(EntityName name, std::uint64_t purpose) : name_(name), purpose_(purpose) {}

  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }
  result_type operator()() { return Generator::bits(name_, purpose_, occurrence_++); }

 private:
  EntityName name_;
  std::uint64_t purpose_;
  std::uint64_t occurrence_ = 0;
};

}  // namespace headwater
