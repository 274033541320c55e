#include "scenario/check_associations.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "scenario/number.hpp"
#include "scenario/section.hpp"

namespace headwater {

namespace {

std::string rounded(double number, double places = 1e4) { return to_text(std::round(number * places) / places); }

/// Reports a share of both that no correlation up to `most_correlation` gives.
bool check_share_of_both(const TraitsSpec& traits, const AssociationSpec& pair, const std::vector<double>& share_of_stratum, Diagnostics& diagnostics) {
  const std::vector<PairCell> cells = traits.pair_cells(pair.first, pair.second, share_of_stratum);
  const ShareRange possible = possible_shares_of_both(cells);
  const double least = std::max(0.0, share_of_both(cells, -most_correlation)), most = share_of_both(cells, most_correlation);
  if (*pair.both >= least && *pair.both <= most) return true;
  const auto described = [&](std::size_t indicator) {
    return "'" + traits.indicators[indicator].name + "' (" + rounded(traits.prevalence(indicator, share_of_stratum)) + ")";
  };
  const std::string families = "the share of families with both " + described(pair.first) + " and " + described(pair.second);
  const std::string within = cells.size() == 1 ? "" : ", given the prevalences in each category";
  if (*pair.both < possible.least || *pair.both > possible.most) {
    diagnostics.error(pair.place, families + " must be from " + rounded(possible.least, 1e6) + " to " + rounded(possible.most, 1e6) + within + ", found " + to_text(*pair.both));
  } else {
    diagnostics.error(pair.place, families + " is " + to_text(*pair.both) + ", which would take a correlation beyond " + to_text(most_correlation) +
                                      " and make them all but one indicator; it can be from " + rounded(least, 1e6) + " to " + rounded(most, 1e6) + within);
  }
  return false;
}

class TogetherCheck {
 public:
  TogetherCheck(const TraitsSpec& traits, Diagnostics& diagnostics) : traits_(traits), all_(traits.correlations()), diagnostics_(diagnostics) {}

  void operator()() {
    if (cholesky(all_)) return;  // as any two can, below 1 in size, so that there are three below
    const Triple worst = worst_triple(all_);
    if (worst.determinant > 0) report_scale(worst);
    else report_triple({worst.a, worst.b, worst.c});
  }

 private:
  std::string name(std::size_t which) const { return which == traits_.indicators.size() ? "frailty" : "'" + traits_.indicators[which].name + "'"; }

  std::string names(std::size_t a, std::size_t b) const { return name(a) + " and " + name(b); }

  /// Where the file gives this correlation of its own; not placed where it is that of all others.
  std::optional<Place> own_place(std::size_t a, std::size_t b) const {
    if (b == traits_.indicators.size()) return traits_.indicators[a].frailty ? std::optional(traits_.indicators[a].place) : std::nullopt;
    for (const AssociationSpec& pair : traits_.associations)
      if (pair.first == a && pair.second == b) return pair.place;
    return std::nullopt;
  }

  /// Of the three correlations, that which must change least to be possible; one that the file names before others.
  void report_triple(const std::array<std::size_t, 3>& three) {
    struct Change {
      std::size_t a, b, c;
      CorrelationRange possible;
      double size;
      bool named;
    };
    std::optional<Change> least;
    for (int without = 0; without < 3; ++without) {
      const std::size_t a = three[without == 0 ? 1 : 0], b = three[without == 2 ? 1 : 2], c = three[static_cast<std::size_t>(without)];
      const CorrelationRange possible = possible_correlation(all_(a, c), all_(b, c));
      const double size = std::max(possible.least - all_(a, b), all_(a, b) - possible.most);
      const bool named = own_place(a, b).has_value();
      if (!least || (named && !least->named) || (named == least->named && size < least->size)) least = Change{a, b, c, possible, size, named};
    }
    const auto [a, b, c, possible, size, named] = *least;
    diagnostics_.error(own_place(a, b).value_or(traits_.place),
                       "the correlations of " + name(three[0]) + ", " + name(three[1]) + " and " + name(three[2]) + " cannot hold together: with " +
                           rounded(all_(a, c)) + " of " + names(a, c) + " and " + rounded(all_(b, c)) + " of " + names(b, c) + ", that of " + names(a, b) + " must be from " +
                           to_text(std::ceil(possible.least * 1e4) / 1e4) + " to " + to_text(std::floor(possible.most * 1e4) / 1e4) + ", found " + rounded(all_(a, b)));
  }

  void report_scale(const Triple& worst) {
    diagnostics_.error(traits_.place, "the correlations of the indicators cannot hold together, though those of any three could (least easily those of " + name(worst.a) + ", " +
                                          name(worst.b) + " and " + name(worst.c) + "); they would if all were multiplied by " +
                                          to_text(std::floor(possible_scale(all_) * 1e3) / 1e3));
  }

  const TraitsSpec& traits_;
  Correlations all_;
  Diagnostics& diagnostics_;
};

}  // namespace

void check_associations(const TraitsSpec& traits, Diagnostics& diagnostics) {
  const std::vector<double> share_of_stratum = traits.share_of_stratum();
  bool possible = true;
  for (const AssociationSpec& pair : traits.associations)
    if (pair.both) possible = check_share_of_both(traits, pair, share_of_stratum, diagnostics) && possible;
  if (possible) TogetherCheck(traits, diagnostics)();
}

}  // namespace headwater
