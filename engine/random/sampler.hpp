// Draws from a law: the inverse of its cdf at exactly one uniform.
//
// unit(bits) never falls as `bits` rises, for every law, so the same luck means the same place in the
// distribution under every scenario. The loop computes location + scale * unit(bits), perhaps with the scale
// of another day.
//
// Copying is cheap: tables are immutable, shared by all samplers of one kind and shape, and freed with the
// last of them. Construction is safe from any thread and builds a table when the shape is new (lognormal and
// Weibull 0.5 ms, gamma 2 to 7 ms); drawing only reads.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "random/elementary.hpp"
#include "random/law.hpp"
#include "random/luck.hpp"
#include "random/quantile_table.hpp"

namespace headwater {

/// The values of an empirical law, and where to begin looking among them.
struct StepTable {
  std::vector<double> values, cumulative;  // as in `Law`
  /// (0, 1) in 2^n equal parts, at least four a value: the first value whose cumulative chance is not below a
  /// part.
  std::vector<std::uint32_t> first;
  int shift = 0;  // 64 - n: what is left of `bits` is the part that uniform(bits) lies in

  double operator()(std::uint64_t bits) const {
    const double u = uniform(bits);
    std::size_t i = first[bits >> shift];
    while (cumulative[i] < u) ++i;
    return values[i];
  }
};

class Sampler {
 public:
  explicit Sampler(const Law& law = {});

  double location, scale;

  /// The unscaled value at uniform(bits); `Law` says what is meant for each kind.
  double unit(std::uint64_t bits) const {
    if (method_ == Method::exponential) return negative_log(bits);
    if (method_ == Method::quantile) return (*quantile_)(bits);
    return other_unit(bits);
  }

  double operator()(std::uint64_t bits) const { return location + scale * unit(bits); }

 private:
  enum class Method : std::uint8_t { exponential, quantile, uniform, constant, steps };
  double other_unit(std::uint64_t bits) const;

  Method method_;
  std::shared_ptr<const QuantileTable> quantile_;
  std::shared_ptr<const StepTable> steps_;
};

}  // namespace headwater
