#include "pathway/compile_arrivals.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "scenario/timeline.hpp"

namespace headwater {

namespace {

SourceLaws laws_of(const SourceSpec& spec, double time) {
  SourceLaws laws;
  laws.time = time;
  laws.gap = Sampler(spec.gap.value_or(*exponential_by_mean(1).law));
  laws.batch = Sampler(spec.batch.value_or(*constant_law(1).law));
  laws.scatter = Sampler(spec.scatter.value_or(*constant_law(0).law));
  laws.shows_up = spec.shows_up;
  return laws;
}

/// How fast the clock of a source goes, as steps.
std::vector<Step> speed_of(const Description& in, std::size_t index) {
  const SourceSpec& spec = in.sources[index];
  const bool by_rate = !spec.gap && spec.every == 0 && spec.at_start == 0 && spec.dates.empty();
  std::vector<Step> base{{0, by_rate ? spec.rate_per_day : 1}};
  for (const Revision& revision : in.revisions)
    if (by_rate && revision.of == Revision::Of::source && revision.index == index) base.push_back({in.run.warm_up + revision.time, revision.source.rate_per_day});
  if (spec.growth_per_year != 0) base = product(base, growth(spec.growth_per_year, in), in.run.warm_up + in.horizon);
  return product(base, in, spec.patterns);
}

std::vector<RatePiece> cumulated(const std::vector<Step>& speed) {
  std::vector<RatePiece> pieces;
  for (const Step& step : speed) {
    const double so_far = pieces.empty() ? 0 : pieces.back().cumulated + pieces.back().rate * (step.time - pieces.back().time);
    pieces.push_back({step.time, step.value, so_far});
  }
  return pieces;
}

}  // namespace

void compile_arrivals(const Description& in, std::size_t index, const std::function<std::uint64_t(const char*)>& purpose, Source& source) {
  const SourceSpec& spec = in.sources[index];
  source.gap_purpose = purpose("gap");
  source.rate = cumulated(speed_of(in, index));
  if (!spec.dates.empty()) {
    source.kind = Source::Kind::listed;
    for (const double date : spec.dates) source.listed.push_back(in.run.warm_up + date);
  } else if (spec.every > 0) {
    source.kind = Source::Kind::timetable;
    source.every = spec.every;
    const double before = std::floor((in.run.warm_up + spec.first) / spec.every);  // so many lie in the warm-up
    source.first = std::max(0.0, in.run.warm_up + spec.first - before * spec.every);
    source.moments = std::numeric_limits<std::uint64_t>::max();
  } else if (spec.at_start > 0) {
    source.kind = Source::Kind::timetable;
    source.moments = static_cast<std::uint64_t>(spec.at_start);
  } else if (spec.gap || spec.batch || spec.follows) {
    source.kind = Source::Kind::clocked;
  }
  if (source.kind == Source::Kind::plain) return;

  source.laws = {laws_of(spec, 0)};
  source.batches = spec.batch.has_value();
  source.scatters = spec.scatter.has_value();
  source.thins = spec.shows_up < 1;
  for (const Revision& revision : in.revisions) {
    if (revision.of != Revision::Of::source || revision.index != index) continue;
    source.laws.push_back(laws_of(revision.source, in.run.warm_up + revision.time));
    source.thins = source.thins || revision.source.shows_up < 1;
  }
  for (const SourceLaws& laws : source.laws) source.earliest_scatter = std::min(source.earliest_scatter, laws.scatter(0));
  if (source.batches) source.batch_purpose = purpose("batch");
  if (source.scatters) source.scatter_purpose = purpose("scatter");
  if (source.thins) source.shows_up_purpose = purpose("shows_up");
  if (spec.follows) {
    source.numbers = spec.follows->numbers;
    source.factors = spec.follows->factors;
  }
}

double busiest_rate(const SourceSpec& spec, const Source& source) {
  double speed = 0, factor = 1;
  for (const RatePiece& piece : source.rate) speed = std::max(speed, piece.rate);
  if (!source.factors.empty()) factor = *std::max_element(source.factors.begin(), source.factors.end());
  const double several = spec.batch ? std::clamp(spec.batch->mean(), 0.0, 1e6) : 1;
  if (source.kind == Source::Kind::timetable) return source.every > 0 ? several / source.every : 0;
  if (source.kind == Source::Kind::listed) return 0;
  return speed * factor * several / (spec.gap ? std::max(1e-9, spec.gap->mean()) : 1);
}

}  // namespace headwater
