// Two yes-or-no traits as cuts through a pair of correlated standard normals, and the correlation that this implies.
//
// A trait that a share p of a population has is "a standard normal is above the threshold that it exceeds with chance
// p". The correlation of the two normals behind a pair of traits is their tetrachoric correlation (Pearson, "On the
// correlation of characters not quantitatively measurable", Phil. Trans. A 195, 1900): unlike the correlation of the
// traits themselves it can be anything from -1 to 1 whatever the shares. Pure functions with the same bits on every
// processor.
#pragma once

#include <vector>

namespace headwater {

/// Correlations up to this size can be had; nearer to 1 two traits are all but one.
inline constexpr double most_correlation = 0.99;

/// The share that has both of two traits which the shares `p` and `q` have (0 to 1), at a tetrachoric correlation of
/// at most 0.999 in size. Within 1e-13 up to 0.99 (tested). Source: p q and the integral of the density over the
/// correlation from 0 on (Plackett, "A reduction formula for normal multivariate integrals", Biometrika 41, 1954, p.
/// 353), whose root at the end is removed by the angle whose sine the correlation is, as in Drezner and Wesolowsky,
/// "On the computation of the bivariate normal integral" (J. Stat. Comput. Simul. 35, 1990), and Genz, "Numerical
/// computation of rectangular bivariate and trivariate normal and t probabilities" (Stat. Comput. 14, 2004, eq. 3). We
/// integrate over the tangent of half of that angle, which needs no sine, by Gauss and Legendre's rule.
double share_of_both(double p, double q, double correlation);

/// A part of a population, in which shares `p` and `q` have the two traits.
struct PairCell {
  double weight, p, q;
};

/// The least and the most that can have both traits: the sums over the parts of Frechet's bounds max(0, p + q - 1) and
/// min(p, q) (Frechet, "Sur les tableaux de correlation dont les marges sont donnees", Ann. Univ. Lyon A 14, 1951).
struct ShareRange {
  double least, most;
};
ShareRange possible_shares_of_both(const std::vector<PairCell>& cells);

/// The share that has both traits when their tetrachoric correlation is the same in all parts.
double share_of_both(const std::vector<PairCell>& cells, double correlation);

/// The tetrachoric correlation, one for all parts, at which the share `both` of the whole has both traits; to the last
/// bits of `share_of_both`. `most_correlation` of either sign where it would be beyond that.
double tetrachoric_correlation(const std::vector<PairCell>& cells, double both);

}  // namespace headwater
