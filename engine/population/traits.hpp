// Drawing what a family is at its birth: its categories, its indicators and its frailty.
//
// Every family draws one uniform for each attribute, and one standard normal each for its frailty, for what all
// indicators have in common, and for each indicator. An indicator is there when a sum of these normals, with weights
// fixed when the traits are compiled, is above a threshold, fixed for each stratum; so the indicators within a stratum
// have the prevalences and tetrachoric correlations asked for (a Gaussian copula: Nelsen, An Introduction to Copulas,
// 2nd ed., section 2.3).
//
// What holds for luck. Every draw is named by the attribute or indicator that it is for. Hence:
//  - Reordering a file moves no family.
//  - Frailty is a draw of its own: nothing that is said of attributes or indicators moves it.
//  - A family's category moves only when shares in its own row change, and then only across cuts of the cumulated
//    shares, taken in order of the categories' names.
//  - An indicator whose prevalence rises is had by all who had it before and some more. All other indicators stay
//    (but where a pair gives the share of both: then its correlation follows the prevalences).
//  - To add or remove an indicator that has no correlations of its own moves no other. One that has moves at most those
//    that it is tied to by such correlations, directly or through others, and that come after it in order of name.
// The last point needs the residual form below, which exists unless correlations of one's own are far below those of
// all others or frailty's is above the root of theirs; where it does not exist (`shared_part()` is false), adding an
// indicator may move all those that come after it in order of name.
//
// Residual form. With r the correlation of all pairs without one of their own and c that with frailty z, every indicator
// is sqrt(r) F + sqrt(1 - r) e, where F is standard normal and has the correlation c / sqrt(r) with z. The e of
// different indicators, and the part of z that is not due to F, are correlated only where a correlation of its own is
// given; these are drawn through the Cholesky factor of that sparse matrix, in order of name. Where that matrix is not
// positive definite, r and c are taken as 0 here and the factor is that of all correlations.
//
// A Traits is immutable once made and shared by all threads. A draw takes some 10 ns for each attribute and indicator.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "random/luck.hpp"
#include "random/quantile_table.hpp"
#include "scenario/traits.hpp"

namespace headwater {

struct FamilyTraits {
  std::uint16_t stratum = 0;     ///< the last attribute varies fastest
  std::uint32_t indicators = 0;  ///< bit i: it has indicator i, in the order of the file
  double z = 0;                  ///< standard normal, from which its lifelong frailty is made
};

/// The words that name the draws in one replication; made once for each.
struct TraitKeys {
  std::uint64_t frailty = 0, common = 0;
  std::vector<std::uint64_t> attributes;  ///< in the order of the file
  std::vector<std::uint64_t> indicators;  ///< in order of name
};

class Traits {
 public:
  /// Requires traits without faults (`read_traits`). Throws `std::invalid_argument` when correlations cannot hold
  /// together, `std::runtime_error` when two draws share a name. Takes up to some milliseconds for each pair that is
  /// given by its share of both.
  explicit Traits(TraitsSpec spec);

  TraitKeys keys(std::uint64_t seed, std::uint64_t replication) const;

  template <class Luck>
  FamilyTraits draw(EntityName family, const TraitKeys& keys) const;

  /// Names of categories and indicators, numbers and shares of strata, prevalences.
  const TraitsSpec& spec() const { return spec_; }
  const std::vector<double>& share_of_stratum() const { return share_of_stratum_; }
  /// Expected share of all families that have the indicator.
  double prevalence(std::size_t indicator) const { return spec_.prevalence(indicator, share_of_stratum_); }
  /// Whether indicators without correlations of their own can come and go and leave all others alone.
  bool shared_part() const { return shared_part_; }
  /// The sentences whose hashes name the draws, for a model to refuse those that another draw has.
  const std::vector<std::string>& purposes() const { return purposes_; }

 private:
  /// How an attribute's category is found: the first cut above the uniform, row by the category of another attribute.
  struct Choice {
    std::size_t categories, by;         ///< `by`: an attribute before it, or its own index
    std::vector<double> cuts;           ///< [row][category in order of name] cumulated shares, the last infinite
    std::vector<std::uint16_t> order;   ///< categories in order of name
  };
  struct Weight {
    std::uint32_t other;  ///< position of an earlier indicator, in order of name
    double weight;
  };
  /// The sum that decides one indicator.
  struct Sum {
    std::uint32_t bit;          ///< its index in the file
    double frailty, common, own;
    std::uint32_t first, last;  ///< of its weights on the normals of others
  };

  void compile_choices();
  void compile_sums();
  bool fill_sums(double loading, double loading_of_frailty, const std::vector<std::size_t>& by_name, const Correlations& all);

  double standard_normal(std::uint64_t bits) const { return (*moved_normal_)(bits) - QuantileTable::normal_shift; }

  TraitsSpec spec_;
  std::shared_ptr<const QuantileTable> moved_normal_ = QuantileTable::of_moved_normal();
  std::vector<double> share_of_stratum_;
  std::vector<std::string> purposes_;  // frailty, common, attributes, indicators in order of name
  std::vector<Choice> choices_;
  std::vector<Sum> sums_;              // in order of name
  std::vector<Weight> weights_;
  std::vector<double> thresholds_;     // [stratum][indicator in order of name]
  bool shared_part_ = false;
};

template <class Luck>
FamilyTraits Traits::draw(EntityName family, const TraitKeys& keys) const {
  FamilyTraits traits;
  std::uint16_t category[most_attributes];
  std::size_t stratum = 0;
  for (std::size_t a = 0; a < choices_.size(); ++a) {
    const Choice& choice = choices_[a];
    const double u = uniform(Luck::bits(family, keys.attributes[a], 0));
    const double* cut = choice.cuts.data() + (choice.by == a ? 0 : category[choice.by] * choice.categories);
    std::size_t found = 0;
    while (u >= cut[found]) ++found;
    category[a] = choice.order[found];
    stratum = stratum * choice.categories + category[a];
  }
  traits.stratum = static_cast<std::uint16_t>(stratum);
  traits.z = standard_normal(Luck::bits(family, keys.frailty, 0));
  const double common = standard_normal(Luck::bits(family, keys.common, 0));
  const double* threshold = thresholds_.data() + stratum * sums_.size();
  double normal[most_indicators];
  for (std::size_t i = 0; i < sums_.size(); ++i) {
    const Sum& sum = sums_[i];
    normal[i] = standard_normal(Luck::bits(family, keys.indicators[i], 0));
    double latent = sum.frailty * traits.z + sum.common * common + sum.own * normal[i];
    for (std::uint32_t w = sum.first; w < sum.last; ++w) latent += weights_[w].weight * normal[weights_[w].other];
    traits.indicators |= static_cast<std::uint32_t>(latent > threshold[i]) << sum.bit;
  }
  return traits;
}

/// The product of the factors that apply to a family.
inline double factor(const TraitFactors& factors, const FamilyTraits& traits) {
  double product = factors.by_stratum[traits.stratum];
  for (const auto& [bit, times] : factors.by_indicator)
    if (traits.indicators & bit) product *= times;
  return product;
}

}  // namespace headwater
