#include "expected/lattice_law.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace headwater {

namespace {

constexpr double small_piece = 0x1p-16;    ///< chance times width, in steps
constexpr double smallest_chance = 0x1p-32;
constexpr std::uint64_t all_words = std::uint64_t{1} << 52;  ///< that uniform() tells apart

class Pieces {
 public:
  Pieces(const Sampler& sampler, double step, double most) : sampler_(sampler), step_(step), most_(most) {}

  std::vector<LawPiece> run() {
    cut(0, all_words, at(0), at(all_words - 1));
    return std::move(pieces_);
  }

 private:
  double at(std::uint64_t word) const { return std::max(0.0, sampler_(word << 12) / step_); }

  /// Words from `begin` to before `end`, whose first and last give `low` and `high`.
  void cut(std::uint64_t begin, std::uint64_t end, double low, double high) {
    const double chance = static_cast<double>(end - begin) * 0x1p-52;
    const bool same_step = std::floor(low) == std::floor(high);
    if (low == high || low > most_ || chance <= smallest_chance || (same_step && (high - low) * chance <= small_piece)) {
      pieces_.push_back({static_cast<double>(begin) * 0x1p-52, chance, low, high});
      return;
    }
    const std::uint64_t middle = begin + (end - begin) / 2;
    cut(begin, middle, low, at(middle - 1));
    cut(middle, end, at(middle), high);
  }

  const Sampler& sampler_;
  const double step_, most_;
  std::vector<LawPiece> pieces_;
};

/// Reads a cdf at lengths that never fall from call to call.
class RisingCdf {
 public:
  explicit RisingCdf(const std::vector<LawPiece>& pieces) : pieces_(pieces) {}

  /// Chance of a length below `length`; with `or_equal` also of that very length.
  double operator()(double length, bool or_equal) {
    while (at_ < pieces_.size() && pieces_[at_].high < length) ++at_;
    std::size_t at = at_;
    if (or_equal)
      while (at < pieces_.size() && pieces_[at].low == length && pieces_[at].high == length) ++at;
    if (at == pieces_.size()) return 1;
    const LawPiece& piece = pieces_[at];
    return piece.low < length ? piece.before + piece.chance * (length - piece.low) / (piece.high - piece.low) : piece.before;
  }

 private:
  const std::vector<LawPiece>& pieces_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<LawPiece> pieces_of(const Sampler& sampler, double step, double most) { return Pieces(sampler, step, most).run(); }

std::vector<std::vector<double>> race_on_lattice(const std::vector<Sampler>& laws, double step, std::size_t most) {
  const auto longest = static_cast<double>(most);
  std::vector<std::vector<LawPiece>> pieces;
  for (const Sampler& law : laws) pieces.push_back(pieces_of(law, step, longest));
  std::vector<std::vector<double>> chances(laws.size());
  for (std::size_t i = 0; i < laws.size(); ++i) {
    std::vector<RisingCdf> others;
    for (const auto& one : pieces) others.emplace_back(one);
    std::vector<double>& here = chances[i];
    for (const LawPiece& piece : pieces[i]) {
      if (piece.low > longest) break;
      const double length = piece.high > longest + 1 ? piece.low : piece.low + (piece.high - piece.low) / 2;
      double chance = piece.chance;
      for (std::size_t j = 0; j < laws.size(); ++j)
        if (j != i) chance *= 1 - others[j](length, j < i);
      const double whole = std::floor(length), part = length - whole;
      const auto k = static_cast<std::size_t>(whole);
      if (here.size() < k + 2) here.resize(k + 2);
      here[k] += chance * (1 - part);
      here[k + 1] += chance * part;
    }
    while (!here.empty() && here.back() == 0) here.pop_back();
  }
  return chances;
}

}  // namespace headwater
