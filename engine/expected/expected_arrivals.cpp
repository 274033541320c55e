#include "expected/expected_arrivals.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "expected/strata.hpp"

namespace headwater {

namespace {

constexpr int largest_exact_batch = 1000;  ///< above, batches are rounded by their mean

/// Mean of a batch, which is rounded to a whole number.
double mean_batch(const Sampler& batch) {
  std::vector<double> cuts;
  for (int n = 0; n <= largest_exact_batch; ++n) cuts.push_back(n + 0.5);
  double mean = 0;
  for (const Stratum& stratum : strata_of(batch, cuts, std::numeric_limits<double>::infinity()))
    mean += stratum.value < 0.5 ? 0 : stratum.chance * std::floor(stratum.value + 0.5);
  return mean;
}

}  // namespace

ExpectedArrivals::ExpectedArrivals(const Source& source) {
  if (!source.batches) {
    for (const RatePiece& piece : source.rate) pieces_.push_back({piece.time, piece.rate});
  } else {
    for (std::size_t i = 0; i < source.laws.size(); ++i) {
      const double end = i + 1 < source.laws.size() ? source.laws[i + 1].time : never, mean = mean_batch(source.laws[i].batch);
      for (std::size_t k = 0; k < source.rate.size(); ++k) {
        const double begin = std::max(source.rate[k].time, source.laws[i].time), until = k + 1 < source.rate.size() ? std::min(end, source.rate[k + 1].time) : end;
        if (begin < until) pieces_.push_back({begin, source.rate[k].rate * mean});
      }
    }
  }
  cumulate();
}

void ExpectedArrivals::cumulate() {
  for (std::size_t i = 1; i < pieces_.size(); ++i) {
    const Piece& before = pieces_[i - 1];
    const double days = pieces_[i].time - before.time;
    pieces_[i].cumulated = before.cumulated + before.rate * days;
    pieces_[i].area = before.area + (before.cumulated + before.rate * days / 2) * days;
  }
}

ExpectedArrivals ExpectedArrivals::since(double time) const {
  ExpectedArrivals later;
  if (time > 0) later.pieces_.push_back({0, 0});
  later.pieces_.push_back({time, piece_at(time).rate});
  for (const Piece& piece : pieces_)
    if (piece.time > time) later.pieces_.push_back({piece.time, piece.rate});
  later.cumulate();
  return later;
}

const ExpectedArrivals::Piece& ExpectedArrivals::piece_at(double time) const {
  const auto after = std::upper_bound(pieces_.begin(), pieces_.end(), time, [](double t, const Piece& piece) { return t < piece.time; });
  return after == pieces_.begin() ? *after : *(after - 1);
}

double ExpectedArrivals::until(double time) const {
  const Piece& piece = piece_at(time);
  return piece.cumulated + piece.rate * (time - piece.time);
}

double ExpectedArrivals::area_until(double time) const {
  const Piece& piece = piece_at(time);
  const double days = time - piece.time;
  return piece.area + (piece.cumulated + piece.rate * days / 2) * days;
}

}  // namespace headwater
