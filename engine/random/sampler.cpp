#include "random/sampler.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <mutex>
#include <utility>

namespace headwater {

namespace {

/// The table for a kind and shape, built once for as long as any sampler holds it.
std::shared_ptr<const QuantileTable> shared_table(LawKind kind, double shape) {
  static std::mutex mutex;
  static std::map<std::pair<LawKind, double>, std::weak_ptr<const QuantileTable>> tables;

  const std::lock_guard lock(mutex);
  auto& known = tables[{kind, shape}];
  if (auto table = known.lock()) return table;
  auto table = kind == LawKind::lognormal ? QuantileTable::of_lognormal(shape)
               : kind == LawKind::weibull ? QuantileTable::of_weibull(shape)
                                          : QuantileTable::of_gamma(shape);
  known = table;
  std::erase_if(tables, [](const auto& entry) { return entry.second.expired(); });
  return table;
}

std::shared_ptr<const StepTable> step_table(const Law& law) {
  auto table = std::make_shared<StepTable>();
  table->values = law.values;
  table->cumulative = law.cumulative;
  const std::size_t parts = std::bit_ceil(4 * law.values.size());
  table->shift = 64 - std::countr_zero(parts);
  for (std::size_t part = 0; part < parts; ++part) {
    const double begin = static_cast<double>(part) / static_cast<double>(parts);
    const auto at_least = std::lower_bound(law.cumulative.begin(), law.cumulative.end(), begin);
    table->first.push_back(static_cast<std::uint32_t>(at_least - law.cumulative.begin()));
  }
  return table;
}

}  // namespace

Sampler::Sampler(const Law& law) : location(law.location), scale(law.scale) {
  switch (law.kind) {
    case LawKind::constant:
      method_ = Method::constant;
      break;
    case LawKind::exponential:
      method_ = Method::exponential;
      break;
    case LawKind::uniform:
      method_ = Method::uniform;
      break;
    case LawKind::lognormal:
    case LawKind::weibull:
    case LawKind::gamma:
      method_ = Method::quantile;
      quantile_ = shared_table(law.kind, law.shape);
      break;
    case LawKind::empirical:
      method_ = Method::steps;
      steps_ = step_table(law);
      break;
  }
}

/// The methods that are cheap or rare, kept out of line so that the others can be inlined.
double Sampler::other_unit(std::uint64_t bits) const {
  switch (method_) {
    case Method::uniform:
      return uniform(bits);
    case Method::steps:
      return (*steps_)(bits);
    default:
      return 1;  // constant
  }
}

}  // namespace headwater
