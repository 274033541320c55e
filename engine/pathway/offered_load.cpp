#include "pathway/offered_load.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "pathway/model.hpp"

namespace headwater {

namespace {

/// Where a stay leads, and how long it takes on average.
struct Stage {
  double mean = 0;
  std::vector<std::pair<std::size_t, double>> to;  ///< node, probability
};

/// Values of the attributes that gates decide by: for each, the interval between two neighbouring cuts.
struct Class {
  std::map<std::string, double> low;  ///< lower end of each attribute's interval
  std::vector<double> share;          ///< of each source's entities
};

constexpr double not_worked_out = std::numeric_limits<double>::quiet_NaN();
constexpr double most_work = 3e8;  // steps of elimination; beyond it the figures would cost more than they are worth

class Solver {
 public:
  explicit Solver(const Description& in) : in_(in) {
    for (const TierSpec& tier : in.tiers) index_.emplace(tier.name, index_.size());
    for (const ExitSpec& exit : in.exits) index_.emplace(exit.name, index_.size());
  }

  std::vector<Load> run() {
    std::vector<Load> loads(in_.tiers.size());
    std::vector<Stage> fixed;
    for (const TierSpec& tier : in_.tiers) fixed.push_back(stage_of(tier));
    const std::vector<Class> all = classes();
    const double nodes = static_cast<double>(index_.size());
    if (all.empty() || nodes * nodes * nodes * static_cast<double>(all.size()) > most_work) {
      for (Load& load : loads) load = {not_worked_out, not_worked_out, not_worked_out, not_worked_out, false};
      return loads;
    }
    for (const Class& c : all) {
      const std::vector<double> arrivals = traffic(c, fixed);
      for (std::size_t i = 0; i < loads.size(); ++i) loads[i].arrivals_per_day += arrivals[i];
    }
    const bool birthdays = std::any_of(in_.tiers.begin(), in_.tiers.end(), [](const TierSpec& tier) {
      return std::any_of(tier.race.begin(), tier.race.end(), [](const RacerSpec& racer) { return racer.at_age_years.has_value(); });
    });
    for (std::size_t i = 0; i < loads.size(); ++i) {
      loads[i].at_most = birthdays;
      loads[i].mean_sojourn = fixed[i].mean;
      loads[i].offered = loads[i].arrivals_per_day * fixed[i].mean;
      const auto capacity = in_.tiers[i].capacity;
      loads[i].utilisation = capacity ? loads[i].offered / static_cast<double>(*capacity) : not_worked_out;
    }
    return loads;
  }

 private:
  const Law& law_of(const SourceSpec& source, const std::string& attribute) const {
    for (const AttributeSpec& own : source.attributes)
      if (own.name == attribute) return own.law;
    for (const AttributeSpec& shared : in_.attributes)
      if (shared.name == attribute) return shared.law;
    static const Law zero = *constant_law(0).law;
    return zero;
  }

  std::vector<Class> classes() const {
    std::map<std::string, std::set<double>> cuts;
    for (const TierSpec& tier : in_.tiers)
      if (tier.decide) cuts[tier.decide->on].insert(tier.decide->below.begin(), tier.decide->below.end());
    std::vector<Class> list{{{}, std::vector<double>(in_.sources.size(), 1)}};
    for (const auto& [attribute, values] : cuts) {
      if (list.size() * (values.size() + 1) > 4096) return {};
      std::vector<Class> finer;
      for (const Class& c : list) {
        double low = -never;
        for (auto cut = values.begin();; ++cut) {
          Class part = c;
          part.low[attribute] = low;
          for (std::size_t s = 0; s < in_.sources.size(); ++s) {
            const Law& law = law_of(in_.sources[s], attribute);
            const double below = low == -never ? 0 : law.cdf(std::nextafter(low, -never));
            const double up_to = cut == values.end() ? 1 : law.cdf(std::nextafter(*cut, -never));
            part.share[s] *= std::max(0.0, up_to - below);
          }
          finer.push_back(std::move(part));
          if (cut == values.end()) break;
          low = *cut;
        }
      }
      list = std::move(finer);
    }
    return list;
  }

  void add_exits(Stage& stage, const std::vector<ExitShare>& exits, double probability) const {
    double total = 0;
    for (const ExitShare& share : exits) total += share.weight;
    for (const ExitShare& share : exits) stage.to.push_back({index_.at(share.to), probability * share.weight / total});
  }

  Stage stage_of(const TierSpec& tier) const {
    Stage stage;
    if (tier.sojourn) {
      stage.mean = tier.sojourn->mean();
      if (!tier.decide) add_exits(stage, tier.exits, 1);
      return stage;
    }
    // A race: walk through time, the pieces growing with it, and see who wins in each.
    std::vector<double> won(tier.race.size());
    std::vector<double> surviving(tier.race.size(), 1.0);
    double alive = 1;
    for (double time = 0, step = 1.0 / 64; alive > 1e-9 && time < 1e6; time += step, step = std::max(step, time / 256)) {
      std::vector<double> after, hazard;  // cumulated over the piece
      double next_alive = 1, sum = 0;
      for (std::size_t i = 0; i < won.size(); ++i) {
        after.push_back(survival(tier.race[i], time + step));
        hazard.push_back(surviving[i] > 0 ? std::min(1e6, -std::log(after[i] / surviving[i])) : 0);
        next_alive *= after[i];
        sum += hazard[i];
      }
      for (std::size_t i = 0; i < won.size() && sum > 0; ++i) won[i] += (alive - next_alive) * hazard[i] / sum;
      stage.mean += step * (alive + next_alive) / 2;
      alive = next_alive;
      surviving = std::move(after);
    }
    for (std::size_t i = 0; i < won.size(); ++i) add_exits(stage, tier.race[i].exits, won[i] / std::max(1e-300, 1 - alive));
    return stage;
  }

  /// Chance that a racer has not come in by `time`; a birthday by the ages on arrival, sources weighed by their rates.
  double survival(const RacerSpec& racer, double time) const {
    if (racer.law) return 1 - racer.law->cdf(time);
    double total = 0, weight = 0;
    for (const SourceSpec& source : in_.sources) {
      const double rate = source.rate_per_day + 1e-9;
      total += rate * law_of(source, "age_years").cdf(*racer.at_age_years - time / days_per_year);
      weight += rate;
    }
    return total / weight;
  }

  /// Solves lambda (I - P) = external by elimination with pivots.
  std::vector<double> traffic(const Class& c, const std::vector<Stage>& fixed) const {
    const std::size_t n = index_.size();
    std::vector<std::vector<double>> a(n, std::vector<double>(n + 1));
    for (std::size_t i = 0; i < n; ++i) a[i][i] = 1;
    for (std::size_t s = 0; s < in_.sources.size(); ++s) a[index_.at(in_.sources[s].to)][n] += in_.sources[s].rate_per_day * c.share[s];
    for (std::size_t t = 0; t < in_.tiers.size(); ++t) {
      for (const auto& [to, probability] : fixed[t].to) a[to][t] -= probability;
      if (const auto& decide = in_.tiers[t].decide) {
        const auto low = c.low.find(decide->on);
        std::size_t band = 0;
        while (low != c.low.end() && band < decide->below.size() && low->second >= decide->below[band]) ++band;
        a[index_.at(decide->to[band])][t] -= 1;
      }
    }
    for (std::size_t x = 0; x < in_.exits.size(); ++x)
      if (const auto& returns = in_.exits[x].returns) a[index_.at(returns->to)][in_.tiers.size() + x] -= returns->probability;

    std::vector<double> lambda(n);
    for (std::size_t k = 0; k < n; ++k) {
      std::size_t pivot = k;
      for (std::size_t i = k; i < n; ++i)
        if (std::abs(a[i][k]) > std::abs(a[pivot][k])) pivot = i;
      std::swap(a[k], a[pivot]);
      if (std::abs(a[k][k]) < 1e-12) return std::vector<double>(n, never);  // nobody ever leaves
      for (std::size_t i = k + 1; i < n; ++i) {
        if (a[i][k] == 0) continue;
        const double factor = a[i][k] / a[k][k];
        for (std::size_t j = k; j <= n; ++j) a[i][j] -= factor * a[k][j];
      }
    }
    for (std::size_t k = n; k-- > 0;) {
      double sum = a[k][n];
      for (std::size_t j = k + 1; j < n; ++j) sum -= a[k][j] * lambda[j];
      lambda[k] = sum / a[k][k];
    }
    return lambda;
  }

  const Description& in_;
  std::map<std::string, std::size_t> index_;
};

}  // namespace

std::vector<Load> offered_load(const Description& description) { return Solver(description).run(); }

}  // namespace headwater
