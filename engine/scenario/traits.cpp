#include "scenario/traits.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace headwater {

std::size_t TraitsSpec::number_of_strata() const {
  std::size_t strata = 1;
  for (const FamilyAttributeSpec& attribute : attributes) strata *= attribute.categories.size();
  return strata;
}

std::size_t TraitsSpec::category(std::size_t stratum, std::size_t attribute) const {
  for (std::size_t faster = attributes.size() - 1; faster > attribute; --faster) stratum /= attributes[faster].categories.size();
  return stratum % attributes[attribute].categories.size();
}

std::vector<double> TraitsSpec::share_of_stratum() const {
  std::vector<std::size_t> by_name(attributes.size());  // products in this order do not depend on that of the file
  std::iota(by_name.begin(), by_name.end(), std::size_t{0});
  std::sort(by_name.begin(), by_name.end(), [&](std::size_t a, std::size_t b) { return attributes[a].name < attributes[b].name; });
  std::vector<double> shares(number_of_strata(), 1);
  for (std::size_t stratum = 0; stratum < shares.size(); ++stratum) {
    for (const std::size_t a : by_name) {
      const FamilyAttributeSpec& attribute = attributes[a];
      shares[stratum] *= attribute.shares[attribute.by ? category(stratum, *attribute.by) : 0][category(stratum, a)];
    }
  }
  return shares;
}

double TraitsSpec::prevalence(std::size_t indicator, std::size_t stratum) const {
  const IndicatorSpec& of = indicators[indicator];
  return of.prevalence[of.by ? category(stratum, *of.by) : 0];
}

double TraitsSpec::prevalence(std::size_t indicator, const std::vector<double>& share_of_stratum) const {
  double sum = 0;
  for (std::size_t stratum = 0; stratum < share_of_stratum.size(); ++stratum) sum += share_of_stratum[stratum] * prevalence(indicator, stratum);
  return sum;
}

std::vector<PairCell> TraitsSpec::pair_cells(std::size_t first, std::size_t second, const std::vector<double>& share_of_stratum) const {
  std::vector<std::array<double, 3>> strata;  // sorted, so that sums do not depend on the order of the file
  for (std::size_t stratum = 0; stratum < share_of_stratum.size(); ++stratum)
    strata.push_back({prevalence(first, stratum), prevalence(second, stratum), share_of_stratum[stratum]});
  std::sort(strata.begin(), strata.end());
  std::vector<PairCell> cells;
  for (const auto& [p, q, weight] : strata) {
    if (cells.empty() || cells.back().p != p || cells.back().q != q) cells.push_back({0, p, q});
    cells.back().weight += weight;
  }
  return cells;
}

Correlations TraitsSpec::correlations() const {
  const std::size_t of_frailty = indicators.size();
  Correlations all(indicators.size() + 1);
  for (std::size_t i = 0; i < indicators.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) all.set(i, j, others);
    all.set(i, of_frailty, frailty_of(indicators[i]));
  }
  const std::vector<double> shares = share_of_stratum();
  for (const AssociationSpec& pair : associations)
    all.set(pair.first, pair.second, pair.correlation ? *pair.correlation : tetrachoric_correlation(pair_cells(pair.first, pair.second, shares), *pair.both));
  return all;
}

}  // namespace headwater
