#include "expected/strata.hpp"

#include <algorithm>
#include <cstdint>

namespace headwater {

namespace {

constexpr std::uint64_t words_of_uniform = std::uint64_t{1} << 52;
constexpr double least_piece = 0x1p-20;  ///< chance, or chance times width over the widest

class Strata {
 public:
  Strata(const Sampler& sampler, const std::vector<double>& cuts, double widest) : sampler_(sampler), cuts_(cuts), widest_(widest) {}

  std::vector<Stratum> run() {
    split(0, words_of_uniform, at(0), at(words_of_uniform - 1));
    for (const Band& band : bands_) strata_.push_back({std::clamp(band.sum / band.chance, band.low, band.high), band.chance});
    return std::move(strata_);
  }

 private:
  struct Band {
    double low, high, sum, chance;
  };

  double at(std::uint64_t word) const { return sampler_(word << 12); }
  std::size_t reached(double value) const { return static_cast<std::size_t>(std::upper_bound(cuts_.begin(), cuts_.end(), value) - cuts_.begin()); }

  /// Pieces that are no jump are cut small, so that values on both sides of a jump do not count as one.
  void split(std::uint64_t begin, std::uint64_t end, double low, double high) {
    const double chance = static_cast<double>(end - begin) * 0x1p-52;
    const bool together = reached(low) == reached(high) && high - low <= widest_ && (high - low) * chance <= least_piece * widest_;
    if (low == high || together || end - begin == 1) return add(low, high, chance);
    const std::uint64_t middle = begin + (end - begin) / 2;
    split(begin, middle, low, at(middle - 1));
    split(middle, end, at(middle), high);
  }

  /// To the last band, if it may reach so far, or if this is no more than the rest of a jump.
  void add(double low, double high, double chance) {
    const double mean = low == high ? low : low + (high - low) / 2;
    if (!bands_.empty() && reached(bands_.back().low) == reached(high)) {
      Band& last = bands_.back();
      const bool same_value = last.low == last.high && low == high && last.low == low;
      const bool goes_on = last.low < last.high && low < high && high - last.low <= widest_;
      if (same_value || goes_on || chance <= least_piece) {
        if (goes_on) last.high = high;
        last.sum += std::clamp(mean, last.low, last.high) * chance;
        last.chance += chance;
        return;
      }
    }
    bands_.push_back({low, high, mean * chance, chance});
  }

  const Sampler& sampler_;
  const std::vector<double>& cuts_;
  const double widest_;
  std::vector<Band> bands_;
  std::vector<Stratum> strata_;
};

}  // namespace

std::vector<Stratum> strata_of(const Sampler& sampler, const std::vector<double>& cuts, double widest) { return Strata(sampler, cuts, widest).run(); }

}  // namespace headwater
