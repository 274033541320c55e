// Who comes next: the sources of a model merged into one stream in order of time.
//
// A Poisson source is a unit-rate process read through the inverse of its cumulated rate, so that under a raised rate
// the arrivals of before keep their luck and come sooner (Cinlar, Introduction to Stochastic Processes, 1975, section 4.7).
// They are made many at a time, since many independent draws at once cost less than as many on demand. Sources of all
// other kinds are asked for their occasions (occasions.hpp).
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "pathway/model.hpp"
#include "random/elementary.hpp"
#include "random/luck.hpp"
#include "simulate/occasions.hpp"

namespace headwater {

struct Arrival {
  double time = never;
  EntityName name{};
  double draw = 0;  ///< unit draw of the first stay, where the first node draws early
  std::uint32_t source = 0;
};

template <class Luck>
class Arrivals {
 public:
  /// `replication` and the run's seed name the draws; `model` must outlive this.
  Arrivals(const Model& model, std::uint64_t replication) : model_(model) {
    streams_.resize(model.sources.size());
    heap_.resize(streams_.size());
    for (std::uint32_t i = 0; i < streams_.size(); ++i) {
      const Source& source = model.sources[i];
      Stream& stream = streams_[i];
      stream.gap_key = purpose_key(model.run.seed, replication, source.gap_purpose);
      const Node& first = model.nodes[model.edges[source.edge].to];
      if (first.draws_early) {
        const Stay& stay = model.stays[first.first_stay];
        stream.first = &stay.sampler;
        stream.stay_key = purpose_key(model.run.seed, replication, stay.purpose);
      }
      if (source.kind != Source::Kind::plain) {
        stream.occasions = static_cast<std::uint32_t>(occasions_.size());
        occasions_.emplace_back(model, i, replication);
      }
      refill(i);
      heap_[i] = i;
    }
    order();
  }

  /// The number in tier `node` (of those that are watched) and its waiting list is `number` from `time` on. To be told of every change, and of none
  /// twice, once all arrivals of `time` that there are so far have been taken.
  [[gnu::noinline]] void number_changed(std::uint32_t node, std::int64_t number, double time) {
    bool moved = false;
    for (std::uint32_t i = 0; i < streams_.size(); ++i) {
      if (model_.sources[i].follows_node != static_cast<std::int32_t>(node)) continue;
      if (!occasions_[streams_[i].occasions].number_changed(number, time)) continue;
      refill(i);
      moved = true;
    }
    if (moved) order();
  }

  /// Time of the next arrival, or `never`.
  double next_time() const { return next_time_; }

  /// The next arrival. Requires that there is one.
  Arrival take() {
    const std::uint32_t source = heap_[0];
    Stream& stream = streams_[source];
    const Arrival arrival{stream.times[stream.cursor], stream.names[stream.cursor], stream.draws[stream.cursor], source};
    if (++stream.cursor == stream.filled) refill(source);
    if (heap_.size() > 1) sink(0);
    find_next();
    return arrival;
  }

 private:
  static constexpr std::uint32_t batch = 64;

  struct Stream {
    std::array<double, batch> times;
    std::array<EntityName, batch> names;
    std::array<double, batch> draws{};
    std::uint32_t cursor = 0;
    std::uint32_t filled = 0;       ///< a batch always holds one arrival at least, if only at `never`
    std::uint64_t ordinal = 0;      ///< of the first that is not yet made
    double cumulated = 0;           ///< unit-rate time of the last made
    std::size_t piece = 0;          ///< of the rate, where that lies
    std::uint64_t gap_key = 0;
    std::uint64_t stay_key = 0;
    const Sampler* first = nullptr;
    std::uint32_t occasions = 0;    ///< of a source that is not plain: where they are among `occasions_`
  };

  double time_of(std::uint32_t source) const { return streams_[source].times[streams_[source].cursor]; }

  // At equal times the order of the heap does not matter: the loop settles the order of one instant.
  void sink(std::size_t i) {
    const std::uint32_t moving = heap_[i];
    const double time = time_of(moving);
    for (std::size_t child; (child = 2 * i + 1) < heap_.size(); i = child) {
      if (child + 1 < heap_.size() && time_of(heap_[child + 1]) < time_of(heap_[child])) ++child;
      if (!(time_of(heap_[child]) < time)) break;
      heap_[i] = heap_[child];
    }
    heap_[i] = moving;
  }

  void order() {
    for (std::size_t i = heap_.size(); i-- > 0;) sink(i);
    find_next();
  }

  void find_next() { next_time_ = heap_.empty() ? never : time_of(heap_[0]); }

  [[gnu::noinline, gnu::flatten]] void refill(std::uint32_t index) {
    const Source& source = model_.sources[index];
    Stream& stream = streams_[index];
    stream.cursor = 0;
    if (source.kind == Source::Kind::plain) {
      fill_poisson(source, stream);
      for (std::uint32_t i = 0; i < stream.filled; ++i) stream.names[i] = name_of(source.key, stream.ordinal + i);
      stream.ordinal += stream.filled;
    } else {
      fill_from_occasions(stream);
    }
    if (stream.first != nullptr) {
      for (std::uint32_t i = 0; i < stream.filled; ++i)
        stream.draws[i] = stream.first->unit(Luck::bits(stream.names[i], stream.stay_key, 0));
    }
  }

  // Of a source that follows a tier one batch at a time: the next depends on what happens until then.
  [[gnu::noinline]] void fill_from_occasions(Stream& stream) {
    Occasions<Luck>& occasions = occasions_[stream.occasions];
    stream.filled = 0;
    do {
      const auto [time, name] = occasions.next();
      stream.times[stream.filled] = time;
      stream.names[stream.filled++] = name;
      if (time == never) return;
    } while (stream.filled < batch && (!occasions.follows() || occasions.within_batch()));
  }

  void fill_poisson(const Source& source, Stream& stream) {
    // The gaps belong to the source itself, which is named as its own entity.
    const EntityName self{source.key};
    for (std::uint32_t i = 0; i < batch; ++i)
      stream.times[i] = negative_log(Luck::bits(self, stream.gap_key, stream.ordinal + i));
    for (std::uint32_t i = 0; i < batch; ++i) {
      stream.cumulated += stream.times[i];
      while (stream.piece + 1 < source.rate.size() && source.rate[stream.piece + 1].cumulated <= stream.cumulated) ++stream.piece;
      const RatePiece& piece = source.rate[stream.piece];
      stream.times[i] = piece.rate > 0 ? piece.time + (stream.cumulated - piece.cumulated) / piece.rate : never;
    }
    stream.filled = batch;
  }

  const Model& model_;
  std::vector<Stream> streams_;
  std::vector<Occasions<Luck>> occasions_;  ///< of the sources that are not plain, in order
  std::vector<std::uint32_t> heap_;  ///< of sources, the soonest first
  double next_time_ = never;
};

}  // namespace headwater
