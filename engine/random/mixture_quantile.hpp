// The quantiles of a mixture, from nothing but draws of its parts.
//
// The chance that a part gives at most x is the share of words that do, found by bisection, with a straight
// line from one word to the next; so quantiles have the same bits everywhere, as draws have. They are exact
// for a chance within 2^-52, and far better but for the first and last thousand words.
#pragma once

#include <cstdint>
#include <vector>

#include "random/law.hpp"
#include "random/sampler.hpp"

namespace headwater {

class MixtureQuantile {
 public:
  explicit MixtureQuantile(const Law& law);

  /// The smallest value that is exceeded (`upper`) with at most the chance `chance`, or not exceeded with at
  /// least it; 0 < chance <= 1/2. Infinite when no number is.
  double at(bool upper, double chance);

 private:
  struct Part {
    Sampler sampler;
    double weight;
    /// How many of the 2^52 give no more than the lower and the upper end of the stretch looked at.
    std::uint64_t up_to_low = 0, up_to_high = 0;
    /// The draw of the word that begins with the 52 bits of `k`.
    double value(std::uint64_t k) const { return sampler(k << 12); }
    std::uint64_t words_up_to(double x) const;
  };
  /// How many words of each part give at most some number, and what that makes.
  struct Count {
    std::vector<std::uint64_t> words;
    double excess = 0;
  };
  void count(bool upper, double chance, double x);
  double atom_within(double high) const;

  std::vector<Part> parts_;
  Count count_;
};

}  // namespace headwater
