// Draws from a law: the inverse of its cdf at exactly one uniform.
//
// unit(bits) never falls as `bits` rises, for every law, so the same luck means the same place in the distribution
// under every scenario. The loop computes location + scale * unit(bits), perhaps with the scale of another day.
//
// Exponential: own logarithm. Lognormal, Weibull and gamma: polynomials of degree 7 on cells of equal width in each
// octave of the distance to the nearer end of (0, 1), 16 cells an octave, 52 octaves a tail; no branch, no logarithm.
// Copying is cheap: tables are immutable, shared by all samplers of one kind and shape, and freed with the last of
// them. Construction is safe from any thread and costs a table when the shape is new; drawing reads only.
#pragma once

#include <bit>
#include <cstdint>
#include <memory>
#include <vector>

#include "random/elementary.hpp"
#include "random/law.hpp"
#include "random/luck.hpp"

namespace headwater {

/// A quantile function as polynomials: cell = (tail, octave, sixteenth of the octave).
struct QuantileTable {
  static constexpr int cells_per_octave = 16, octaves = 52, cells_per_tail = cells_per_octave * octaves;

  /// Coefficients of t^0 to t^7 for t in [-1/2, 1/2) across the cell; one line of the cache.
  struct alignas(64) Cell {
    double c[8];
  };
  std::vector<Cell> cells;  ///< lower tail from its far end to the middle, then upper tail likewise

  /// Quantile at uniform(bits).
  double operator()(std::uint64_t bits) const {
    const std::uint64_t upper = bits >> 63;
    const double distance = uniform(bits ^ (0 - upper));  // to the nearer end, at most 1/2
    const auto distance_bits = std::bit_cast<std::uint64_t>(distance);
    const std::uint64_t cell = (distance_bits >> 48) - (970 << 4) + upper * cells_per_tail;  // 2^(970-1023) = 2^-53
    const double t = std::bit_cast<double>(0x3ff0000000000000 | ((distance_bits << 4) & 0x000fffffffffffff)) - 1.5;
    const double* c = cells[cell].c;
    const double t2 = t * t;
    // Estrin's scheme, but with c[0] added last: then rounding cannot turn a rise into a fall within a cell.
    return c[0] + (c[1] * t + ((c[2] + c[3] * t) * t2 + ((c[4] + c[5] * t) + (c[6] + c[7] * t) * t2) * (t2 * t2)));
  }
};

/// Values of an empirical law, and for each 1/n of (0, 1) where to begin looking.
struct StepTable {
  std::vector<double> values, cumulative;
  std::vector<std::uint32_t> first;  ///< first[i]: the first value whose cumulative chance exceeds i / first.size()

  double operator()(std::uint64_t bits) const {
    const double u = uniform(bits);
    std::size_t i = first[static_cast<std::size_t>(u * static_cast<double>(first.size()))];
    while (cumulative[i] < u) ++i;
    return values[i];
  }
};

/// Draws from one law.
class Sampler {
 public:
  Sampler() : Sampler(Law{}) {}
  explicit Sampler(const Law& law);

  double location, scale;

  /// The unscaled value at uniform(bits); what `unit` is, `Law` says.
  double unit(std::uint64_t bits) const {
    switch (method_) {
      case Method::exponential: return negative_log(bits);
      case Method::quantile: return (*quantiles_)(bits);
      case Method::uniform: return uniform(bits);
      case Method::constant: return 1;
      case Method::steps: break;
    }
    return (*steps_)(bits);
  }

  double operator()(std::uint64_t bits) const { return location + scale * unit(bits); }

 private:
  enum class Method : std::uint8_t { exponential, quantile, uniform, constant, steps };
  Method method_;
  std::shared_ptr<const QuantileTable> quantiles_;
  std::shared_ptr<const StepTable> steps_;
};

}  // namespace headwater
