// The parts of a sampler for laws that are neither exponential nor one smooth table.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <variant>
#include <vector>

#include "random/elementary.hpp"
#include "random/luck.hpp"
#include "random/piece_table.hpp"
#include "random/sampler.hpp"

namespace headwater {

/// Where to begin looking for a chance among rising ones: (0, 1) in 2^n equal parts, at least four a value.
struct Guide {
  std::vector<double> cumulative;
  std::vector<std::uint32_t> first;  ///< the first whose cumulative chance is not below the part's beginning
  int shift = 0;                     ///< 64 - n: what is left of `bits` is the part that uniform(bits) lies in

  /// The first whose cumulative chance is not below uniform(bits).
  std::size_t operator()(std::uint64_t bits) const {
    const double u = uniform(bits);
    std::size_t i = first[bits >> shift];
    while (cumulative[i] < u) ++i;
    return i;
  }
};

/// Empirical laws.
struct StepTable {
  Guide guide;
  std::vector<double> values;
  double operator()(std::uint64_t bits) const { return values[guide(bits)]; }
};

struct BandTable {
  Guide guide;
  std::vector<double> edges;

  double operator()(std::uint64_t bits) const {
    const std::size_t i = guide(bits);
    const double before = i == 0 ? 0 : guide.cumulative[i - 1];
    const double share = (uniform(bits) - before) / (guide.cumulative[i] - before);
    const double value = edges[i] + share * (edges[i + 1] - edges[i]);
    return value < edges[i + 1] ? value : edges[i + 1];
  }
};

struct Triangle {
  double mode;  ///< of a triangle on (0, 1)

  /// Within 2^-52.
  double operator()(std::uint64_t bits) const {
    const double u = uniform(bits);
    if (u < mode) return std::sqrt(u * mode);
    const double value = 1 - std::sqrt((1 - u) * (1 - mode));
    return value > mode ? value : mode;  // rounding
  }
};

struct Trials {
  double hazard;  ///< -log(1 - chance of success)
  double operator()(std::uint64_t bits) const { return 1 + std::floor(negative_log(bits) / hazard); }
};

/// Hazards that change at fixed times (or ages): the time at which their sum reaches an exponential draw.
struct LifeTable {
  std::vector<double> from, hazard, cumulated;  ///< as in `Law`; the hazard cumulated before
  bool by_age = false;

  double cumulated_at(double time) const {
    const std::size_t i = piece(from, time);
    return cumulated[i] + hazard[i] * (time - from[i]);
  }

  double reached(double sum) const {
    std::size_t i = piece(cumulated, sum);
    if (hazard[i] == 0) return std::numeric_limits<double>::infinity();  // only the last can be
    const double time = from[i] + (sum - cumulated[i]) / hazard[i];
    return i + 1 < from.size() && time > from[i + 1] ? from[i + 1] : time;
  }

  double operator()(std::uint64_t bits) const { return reached(negative_log(bits)); }

 private:
  /// The last that begins at or before x; the first when none does.
  static std::size_t piece(const std::vector<double>& begins, double x) {
    std::size_t low = 0, high = begins.size();
    while (high - low > 1) {
      const std::size_t middle = (low + high) / 2;
      (begins[middle] <= x ? low : high) = middle;
    }
    return low;
  }
};

/// A law between bounds: words are mapped, in order, into those whose draws lie there.
struct Between {
  __extension__ typedef unsigned __int128 Wide;
  Sampler whole;
  std::uint64_t first;  ///< word within the bounds
  std::uint64_t count;  ///< of words within the bounds

  double operator()(std::uint64_t bits) const {
    return whole.unit(first + static_cast<std::uint64_t>(Wide{bits} * count >> 64));
  }
};

struct RareSampler {
  std::variant<StepTable, BandTable, Triangle, Trials, LifeTable, PieceTable, Between> kind;
};

}  // namespace headwater
