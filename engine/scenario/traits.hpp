// What a family is at its birth: categories it falls into, indicators that it has or has not, and how these go together.
//
// Plain data, as a file says it and checked, and what follows from it without a draw. A *stratum* is a combination of
// categories, one of each attribute, numbered with the last attribute varying fastest. `population/traits.hpp` draws.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "random/bivariate_normal.hpp"
#include "random/correlations.hpp"
#include "scenario/diagnostics.hpp"

namespace headwater {

inline constexpr std::size_t most_attributes = 16, most_indicators = 32, most_strata = 10'000;

/// Categories, of which every family falls into one.
struct FamilyAttributeSpec {
  std::string name;
  std::vector<std::string> categories;
  std::optional<std::size_t> by = {};       ///< an earlier attribute, whose category decides the shares
  std::vector<std::vector<double>> shares;  ///< [category of `by`, or one row][category]; each row sums to 1 within 1e-6
  Place place = {};
};

/// What a family has or has not.
struct IndicatorSpec {
  std::string name;
  std::optional<std::size_t> by = {};     ///< the attribute whose category decides the prevalence
  std::vector<double> prevalence;         ///< share that has it: one for each category of `by`, or one
  std::optional<double> frailty = {};     ///< correlation with the family's frailty; absent: that of all
  Place place = {};
};

/// How two indicators go together, in one of two ways.
struct AssociationSpec {
  std::string name;
  std::size_t first = 0, second = 0;         ///< indicators
  std::optional<double> correlation = {};    ///< tetrachoric, within every stratum
  std::optional<double> both = {};           ///< share of all families that have both
  Place place = {};
};

struct TraitsSpec {
  std::vector<FamilyAttributeSpec> attributes;
  std::vector<IndicatorSpec> indicators;
  std::vector<AssociationSpec> associations;  ///< pairs that differ from the others
  double others = 0;                          ///< tetrachoric correlation of all pairs not named
  double frailty = 0;                         ///< correlation of all indicators with frailty that have none of their own
  Place place = {};                           ///< of the associations

  std::size_t number_of_strata() const;
  /// The category of `attribute` in `stratum`.
  std::size_t category(std::size_t stratum, std::size_t attribute) const;
  /// Of all families; they sum to 1.
  std::vector<double> share_of_stratum() const;
  /// Of one indicator in one stratum.
  double prevalence(std::size_t indicator, std::size_t stratum) const;
  /// Of one indicator among all families, given the shares of strata.
  double prevalence(std::size_t indicator, const std::vector<double>& share_of_stratum) const;
  /// The parts of the population in which the prevalences of two indicators are what they are.
  std::vector<PairCell> pair_cells(std::size_t first, std::size_t second, const std::vector<double>& share_of_stratum) const;
  double frailty_of(const IndicatorSpec& indicator) const { return indicator.frailty.value_or(frailty); }
  /// Tetrachoric correlations of the indicators, in their order, and last with frailty.
  Correlations correlations() const;
};

/// Multipliers by what a family is: the product of those that apply to it.
struct TraitFactors {
  std::vector<double> by_stratum;                                ///< one for each stratum
  std::vector<std::pair<std::uint32_t, double>> by_indicator;    ///< bit of the indicator, and the factor for who has it
};

}  // namespace headwater
