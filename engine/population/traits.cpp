#include "population/traits.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <stdexcept>

#include "random/normal_quantile.hpp"

namespace headwater {

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

template <class Name>
std::vector<std::size_t> order_by_name(std::size_t count, Name name) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return name(a) < name(b); });
  return order;
}

double threshold_of(double prevalence) { return prevalence <= 0 ? infinite : prevalence >= 1 ? -infinite : normal_threshold(prevalence); }

}  // namespace

Traits::Traits(TraitsSpec spec) : spec_(std::move(spec)), share_of_stratum_(spec_.share_of_stratum()) {
  compile_choices();
  compile_sums();
  std::map<std::uint64_t, std::string> hashes;
  for (const std::string& purpose : purposes_)
    if (!hashes.emplace(hash_of_name(purpose), purpose).second) throw std::runtime_error("two draws of the population share the name of '" + purpose + "'; rename the element");
}

void Traits::compile_choices() {
  purposes_ = {"population/frailty", "population/common"};
  for (std::size_t a = 0; a < spec_.attributes.size(); ++a) {
    const FamilyAttributeSpec& attribute = spec_.attributes[a];
    purposes_.push_back("population/attribute/" + attribute.name);
    Choice choice{attribute.categories.size(), attribute.by.value_or(a), {}, {}};
    const std::vector<std::size_t> order = order_by_name(choice.categories, [&](std::size_t c) { return attribute.categories[c]; });
    for (const std::size_t category : order) choice.order.push_back(static_cast<std::uint16_t>(category));
    for (const std::vector<double>& row : attribute.shares) {
      double sum = 0;
      for (const std::size_t category : order) choice.cuts.push_back(sum += row[category]);
      // The last category that has a share takes what rounding leaves.
      std::size_t last = choice.cuts.size() - 1;
      while (last + choice.categories > choice.cuts.size() && row[order[last + choice.categories - choice.cuts.size()]] == 0) choice.cuts[last--] = infinite;
      choice.cuts[last] = infinite;
    }
    choices_.push_back(std::move(choice));
  }
}

void Traits::compile_sums() {
  const std::vector<std::size_t> by_name = order_by_name(spec_.indicators.size(), [&](std::size_t i) { return spec_.indicators[i].name; });
  for (const std::size_t i : by_name) purposes_.push_back("population/indicator/" + spec_.indicators[i].name);
  for (std::size_t stratum = 0; stratum < share_of_stratum_.size(); ++stratum)
    for (const std::size_t i : by_name) thresholds_.push_back(threshold_of(spec_.prevalence(i, stratum)));
  const Correlations all = spec_.correlations();
  const bool frailty_fits = spec_.frailty == 0 || spec_.frailty * spec_.frailty < spec_.others;
  if (spec_.others >= 0 && frailty_fits) {
    const double loading = std::sqrt(spec_.others);
    shared_part_ = fill_sums(loading, loading > 0 ? spec_.frailty / loading : 0, by_name, all);
  }
  if (!shared_part_ && !fill_sums(0, 0, by_name, all)) throw std::invalid_argument("the correlations of the indicators of families cannot hold together");
}

/// Every indicator loads on F with `loading`, frailty with `loading_of_frailty`; what is left of them is correlated as
/// all correlations then need. False when that cannot be.
bool Traits::fill_sums(double loading, double loading_of_frailty, const std::vector<std::size_t>& by_name, const Correlations& all) {
  const double rest = 1 - loading * loading, rest_of_frailty = std::sqrt(1 - loading_of_frailty * loading_of_frailty);
  const std::size_t count = by_name.size(), of_frailty = count;
  // Residual correlations: frailty first, then indicators in order of name. Exactly 0 without a correlation of its own.
  Correlations residual(count + 1);
  for (std::size_t i = 0; i < count; ++i) {
    const double with_frailty = all(by_name[i], of_frailty), common_with_frailty = loading > 0 ? spec_.frailty : 0;
    residual.set(0, i + 1, (with_frailty - common_with_frailty) / (std::sqrt(rest) * rest_of_frailty));
    for (std::size_t j = 0; j < i; ++j) residual.set(j + 1, i + 1, (all(by_name[i], by_name[j]) - (loading > 0 ? spec_.others : 0)) / rest);
  }
  const auto factor_rows = cholesky(residual);
  if (!factor_rows) return false;
  sums_.clear();
  weights_.clear();
  for (std::size_t i = 0; i < count; ++i) {
    const std::vector<double>& row = (*factor_rows)[i + 1];
    // F = loading_of_frailty z + rest_of_frailty common; the part of z that is not due to F is orthogonal to it.
    const double on_frailty = std::sqrt(rest) * row[0];
    Sum sum{static_cast<std::uint32_t>(by_name[i]), loading * loading_of_frailty + on_frailty * rest_of_frailty,
            loading * rest_of_frailty - on_frailty * loading_of_frailty, std::sqrt(rest) * row[i + 1], static_cast<std::uint32_t>(weights_.size()), 0};
    for (std::size_t j = 0; j < i; ++j)
      if (row[j + 1] != 0) weights_.push_back({static_cast<std::uint32_t>(j), std::sqrt(rest) * row[j + 1]});
    sum.last = static_cast<std::uint32_t>(weights_.size());
    sums_.push_back(sum);
  }
  return true;
}

TraitKeys Traits::keys(std::uint64_t seed, std::uint64_t replication) const {
  TraitKeys keys;
  std::vector<std::uint64_t> all;
  for (const std::string& purpose : purposes_) all.push_back(purpose_key(seed, replication, hash_of_name(purpose)));
  keys.frailty = all[0];
  keys.common = all[1];
  const auto indicators = all.begin() + 2 + static_cast<std::ptrdiff_t>(choices_.size());
  keys.attributes.assign(all.begin() + 2, indicators);
  keys.indicators.assign(indicators, all.end());
  return keys;
}

}  // namespace headwater
