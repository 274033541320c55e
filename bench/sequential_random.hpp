// The luck of the benchmark programs: a sequential generator and a fast exponential law. The engine draws
// otherwise (every draw of its own key, by inversion); these are what a program would use that cares for
// speed alone.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace bench {

/// xoshiro256++ 1.0 of D. Blackman and S. Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS
/// 47(4), 2021; its state filled by SplitMix64.
class Generator {
 public:
  explicit Generator(std::uint64_t seed) {
    for (std::uint64_t& word : state_) {
      seed += 0x9e3779b97f4a7c15;
      std::uint64_t z = seed;
      z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
      z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
      word = z ^ (z >> 31);
    }
  }

  std::uint64_t operator()() {
    const std::uint64_t result = rotate(state_[0] + state_[3], 23) + state_[0];
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = rotate(state_[3], 45);
    return result;
  }

  /// In (0, 1).
  double uniform() { return (static_cast<double>((*this)() >> 12) + 0.5) * 0x1p-52; }

 private:
  static std::uint64_t rotate(std::uint64_t x, int by) { return (x << by) | (x >> (64 - by)); }
  std::array<std::uint64_t, 4> state_;
};

/// Exp(1) by the ziggurat of G. Marsaglia and W. W. Tsang, J. Stat. Software 5(8), 2000, with 256 layers; the
/// constants r (start of the tail) and v (area of a layer) are from there. Two rarely taken branches, one
/// word of luck mostly.
class Exponential {
 public:
  Exponential() {
    constexpr double r = 7.69711747013104972, v = 3.949659822581572e-3;
    double x = r, f = std::exp(-r);
    width_[0] = v / f * 0x1p-56;  // the base layer: a rectangle as wide as tail and layer together
    inside_[0] = static_cast<std::uint64_t>(r / (v / f) * 0x1p56);
    height_[0] = 1.0;
    for (std::size_t i = 255; i != 0; --i) {
      width_[i] = x * 0x1p-56;
      height_[i] = f;
      const double next = i == 1 ? 0.0 : -std::log(v / x + f);
      inside_[i] = static_cast<std::uint64_t>(next / x * 0x1p56);
      x = next;
      f = std::exp(-x);
    }
  }

  double operator()(Generator& generator) const {
    const std::uint64_t word = generator();
    const std::size_t layer = word & 255;
    const double x = static_cast<double>(static_cast<std::int64_t>(word >> 8)) * width_[layer];
    if (word >> 8 < inside_[layer]) [[likely]]
      return x;
    return edge(generator, layer, x);
  }

 private:
  double edge(Generator& generator, std::size_t layer, double x) const {
    constexpr double r = 7.69711747013104972;
    if (layer == 0) return r - std::log(generator.uniform());
    const double bottom = height_[layer], top = height_[layer - 1];
    if (bottom + generator.uniform() * (top - bottom) < std::exp(-x)) return x;
    return (*this)(generator);
  }

  std::array<double, 256> width_;
  std::array<double, 256> height_;
  std::array<std::uint64_t, 256> inside_;
};

/// Standard normal by the polar method of G. Marsaglia and T. A. Bray, SIAM Review 6(3), 1964; two values a
/// time.
class Normal {
 public:
  double operator()(Generator& generator) {
    if (has_second_) {
      has_second_ = false;
      return second_;
    }
    double u, v, square;
    do {
      u = 2.0 * generator.uniform() - 1.0;
      v = 2.0 * generator.uniform() - 1.0;
      square = u * u + v * v;
    } while (square >= 1.0);
    const double factor = std::sqrt(-2.0 * std::log(square) / square);
    second_ = v * factor;
    has_second_ = true;
    return u * factor;
  }

 private:
  double second_ = 0.0;
  bool has_second_ = false;
};

}  // namespace bench
