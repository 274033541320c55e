// Draws from a law: the inverse of its cdf at exactly one uniform.
//
// unit(bits) never falls as `bits` rises, for every law, so the same luck means the same place in the
// distribution under every scenario. The loop computes location + scale * unit(bits), perhaps with the scale
// of another day.
//
// Copying is cheap: tables are immutable, shared by all samplers of one kind and shape, and freed with the
// last of them. Construction is safe from any thread and builds a table when the shape is new (lognormal and
// Weibull 0.5 ms, gamma 2 to 7 ms, phase types 1 to 10 ms and more where phases differ a thousandfold or are
// dozens, mixtures 10 to 20 ms a part); drawing only reads.
#pragma once

#include <cstdint>
#include <memory>

#include "random/elementary.hpp"
#include "random/law.hpp"
#include "random/luck.hpp"
#include "random/quantile_table.hpp"

namespace headwater {

struct RareSampler;

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

  /// Whether the law is a life table by age, to be drawn by `after_age`; `unit` then draws the age at the event.
  bool by_age() const { return by_age_; }
  /// For laws by age: days until the event for somebody who is `age` days old, infinite if it never comes.
  /// Never negative. One word, the same for every age: the sum of hazards from now on reaches -log of it.
  double after_age(double age, std::uint64_t bits) const;

  /// What is left of a length of which `spent` has passed and that is not over: a draw from the law given that it is more than
  /// `spent`, less `spent`. Exact: the word is mapped, in order, into those words whose draws are longer; it rises with the
  /// word as a draw does. Not for laws by age. 0 when no draw is longer. Takes some 64 draws, but for exponentials and life tables.
  double rest_after(double spent, std::uint64_t bits) const;

 private:
  enum class Method : std::uint8_t { exponential, quantile, uniform, constant, rare };
  double other_unit(std::uint64_t bits) const;

  Method method_ = Method::constant;
  bool by_age_ = false;
  std::shared_ptr<const QuantileTable> quantile_;
  std::shared_ptr<const RareSampler> rare_;
};

/// The words whose draws from `law` lie within its bounds: `count` from `first` on; `all`: every word does.
struct WordRange {
  std::uint64_t first = 0, count = 0;
  bool all = false;
};
WordRange words_within_bounds(const Law& law);

}  // namespace headwater
