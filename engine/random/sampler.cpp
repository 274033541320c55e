#include "random/sampler.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include "random/mixture_quantile.hpp"
#include "random/normal_quantile.hpp"
#include "random/phase_type.hpp"
#include "random/rare_sampler.hpp"

namespace headwater {

namespace {

/// What `make` makes for a key, made once for as long as anybody holds it.
template <class Table, class Key, class Make>
std::shared_ptr<const Table> shared(const Key& key, Make make) {
  static std::mutex mutex;
  static std::map<Key, std::weak_ptr<const Table>> tables;

  {
    const std::lock_guard lock(mutex);
    const auto known = tables.find(key);
    if (known != tables.end())
      if (auto table = known->second.lock()) return table;
  }
  std::shared_ptr<const Table> made = make();  // not under the lock: a mixture makes the tables of its parts
  const std::lock_guard lock(mutex);
  std::erase_if(tables, [](const auto& entry) { return entry.second.expired(); });
  const auto known = tables.emplace(key, made).first;
  auto first = known->second.lock();  // another thread may have been quicker
  return first ? first : made;
}

std::shared_ptr<const QuantileTable> quantile_table(LawKind kind, double shape) {
  return shared<QuantileTable>(std::pair(kind, shape), [=] {
    return kind == LawKind::lognormal ? QuantileTable::of_lognormal(shape)
           : kind == LawKind::weibull ? QuantileTable::of_weibull(shape)
                                      : QuantileTable::of_gamma(shape);
  });
}

Guide guide_of(const std::vector<double>& cumulative) {
  Guide guide;
  guide.cumulative = cumulative;
  const std::size_t parts = std::bit_ceil(4 * cumulative.size());
  guide.shift = 64 - std::countr_zero(parts);
  for (std::size_t part = 0; part < parts; ++part) {
    const double begin = static_cast<double>(part) / static_cast<double>(parts);
    const auto at_least = std::lower_bound(cumulative.begin(), cumulative.end(), begin);
    guide.first.push_back(static_cast<std::uint32_t>(at_least - cumulative.begin()));
  }
  return guide;
}

LifeTable life_table(const Law& law) {
  LifeTable table{law.values, law.hazards, {0}, law.by_age};
  for (std::size_t i = 1; i < law.values.size(); ++i)
    table.cumulated.push_back(table.cumulated.back() + law.hazards[i - 1] * (law.values[i] - law.values[i - 1]));
  return table;
}

RareSampler make_rare(const Law& law) {
  switch (law.kind) {
    case LawKind::empirical:
      return {StepTable{guide_of(law.cumulative), law.values}};
    case LawKind::histogram:
      return {BandTable{guide_of(law.cumulative), law.values}};
    case LawKind::triangular:
      return {Triangle{law.shape}};
    case LawKind::geometric:
      return {Trials{-portable_log1p(-1 / law.shape)}};
    case LawKind::life_table:
      return {life_table(law)};
    case LawKind::phase_type: {
      PhaseQuantile quantile(law);
      return {PieceTable([&](bool upper, double distance) { return quantile.at(upper, distance); })};
    }
    case LawKind::mixture: {
      MixtureQuantile quantile(law);
      return {PieceTable([&](bool upper, double distance) { return quantile.at(upper, distance); })};
    }
    default:
      return {PieceTable([](bool upper, double distance) {
        const double size = normal_upper_quantile(distance);
        return upper ? size : -size;
      })};
  }
}

/// The law without what an unscaled draw does not depend on, as numbers that can be compared.
void append(std::vector<double>& key, const Law& law) {
  key.push_back(static_cast<double>(law.kind));
  key.push_back(law.shape);
  key.push_back(law.by_age);
  for (const auto* list : {&law.values, &law.cumulative, &law.hazards}) {
    key.push_back(static_cast<double>(list->size()));
    key.insert(key.end(), list->begin(), list->end());
  }
  for (const Law& part : law.parts) {
    append(key, part);
    key.insert(key.end(), {part.location, part.scale, part.lowest, part.highest});
  }
}

std::shared_ptr<const RareSampler> rare_sampler(const Law& law) {
  std::vector<double> key;
  append(key, law);
  return shared<RareSampler>(key, [&] { return std::make_shared<const RareSampler>(make_rare(law)); });
}

[[gnu::noinline]] double draw(const RareSampler& rare, std::uint64_t bits) {
  return std::visit([bits](const auto& kind) { return kind(bits); }, rare.kind);
}

Law without_bounds(Law law) {
  law.lowest = -std::numeric_limits<double>::infinity();
  law.highest = std::numeric_limits<double>::infinity();
  return law;
}

/// The first word for which `is`, which once true stays true; nothing when there is none.
template <class Is>
std::optional<std::uint64_t> first_word(Is is) {
  std::uint64_t low = 0, high = ~std::uint64_t{0};
  if (!is(high)) return std::nullopt;
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    if (is(middle)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

}  // namespace

WordRange words_within_bounds(const Law& law) {
  const Sampler whole(without_bounds(law));
  const auto first = first_word([&](std::uint64_t bits) { return whole(bits) >= law.lowest; });
  const auto beyond = first_word([&](std::uint64_t bits) { return whole(bits) > law.highest; });
  if (!first || (beyond && *beyond <= *first)) return {};
  if (*first == 0 && !beyond) return {0, 0, true};
  return {*first, beyond.value_or(0) - *first, false};  // modulo 2^64: beyond the last word is 0
}

Sampler::Sampler(const Law& law) : location(law.location), scale(law.scale), by_age_(law.by_age) {
  if (law.truncated()) {
    const Law whole = without_bounds(law);
    const WordRange inside = words_within_bounds(law);
    if (inside.all) {
      *this = Sampler(whole);
    } else {
      method_ = Method::rare;
      rare_ = std::make_shared<const RareSampler>(RareSampler{Between{Sampler(whole), inside.first, inside.count}});
    }
    return;
  }
  switch (law.kind) {
    case LawKind::constant:
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
      quantile_ = quantile_table(law.kind, law.shape);
      break;
    default:
      method_ = Method::rare;
      rare_ = rare_sampler(law);
  }
}

double Sampler::after_age(double age, std::uint64_t bits) const {
  const LifeTable& table = std::get<LifeTable>(rare_->kind);
  const double end = table.reached(table.cumulated_at(age) + negative_log(bits));
  return end > age ? end - age : 0;
}

double Sampler::rest_after(double spent, std::uint64_t bits) const {
  if (method_ == Method::exponential) return std::max(0.0, location - spent) + scale * negative_log(bits);
  const double passed = spent - location;
  if (rare_ && std::holds_alternative<LifeTable>(rare_->kind) && passed > 0) {
    const LifeTable& table = std::get<LifeTable>(rare_->kind);
    return std::max(0.0, table.reached(table.cumulated_at(passed) + negative_log(bits)) - passed);
  }
  const auto longer = first_word([&](std::uint64_t word) { return (*this)(word) > spent; });
  if (!longer) return 0;
  const std::uint64_t count = 0 - *longer;  // of the words from there on; 0 stands for all
  return (*this)(*longer + (count == 0 ? bits : static_cast<std::uint64_t>(Between::Wide{bits} * count >> 64))) - spent;
}

/// The methods that are cheap or rare, kept out of line so that the others can be inlined.
double Sampler::other_unit(std::uint64_t bits) const {
  switch (method_) {
    case Method::uniform:
      return uniform(bits);
    case Method::rare:
      return draw(*rare_, bits);
    default:
      return 1;  // constant
  }
}

}  // namespace headwater
