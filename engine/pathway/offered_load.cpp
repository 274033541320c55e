#include "pathway/offered_load.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "pathway/model.hpp"
#include "scenario/timeline.hpp"

namespace headwater {

namespace {

/// Where the stay of a class in a tier leads, and how long it takes on average.
struct Stage {
  double mean = 0;
  std::vector<std::pair<std::size_t, double>> to;  ///< state, probability
  const DecideSpec* decide = nullptr;
};

/// Values of the attributes that gates decide by: for each, the interval between two neighbouring cuts.
struct Profile {
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
    for (const ClassSpec& of : in.classes) class_.emplace(of.name, class_.size());
    if (class_.empty()) class_.emplace("", 0);
    for (const SourceSpec& source : in.sources) rate_.push_back(rate_of(source));
    for (std::size_t r = 0; r < in.resources.size(); ++r)
      if (std::any_of(in.tiers.begin(), in.tiers.end(), [&](const TierSpec& tier) { return keeps(tier, r); })) kept_.push_back(r);
  }

  std::vector<Load> run() {
    std::vector<Load> loads(in_.tiers.size());
    std::vector<Stage> stages;
    for (const TierSpec& tier : in_.tiers)
      for (std::size_t k = 0; k < class_.size(); ++k) stages.push_back(stage_of(stay_of(tier, k), k));
    const std::vector<Profile> all = profiles();
    const double states = static_cast<double>(index_.size() * class_.size());
    if (all.empty() || follows_a_tier() || races_by_age() || states * states * states * static_cast<double>(all.size() * (1 + kept_.size())) > most_work) {
      for (Load& load : loads) load = {not_worked_out, not_worked_out, not_worked_out, not_worked_out, false, {}, {}};
      return loads;
    }
    std::vector<double> arrivals(index_.size() * class_.size());
    std::map<std::size_t, std::vector<double>> carriers;  // of each resource that is kept somewhere
    for (const Profile& profile : all) {
      const Matrix ways = ways_of(profile, stages);
      const std::vector<double> lambda = solve(ways, external(profile));
      for (std::size_t i = 0; i < arrivals.size(); ++i) arrivals[i] += lambda[i];
      for (const std::size_t resource : kept_) {
        const std::vector<double> carry = carried(ways, lambda, resource);
        std::vector<double>& sum = carriers[resource];
        sum.resize(arrivals.size());
        for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += carry[i];
      }
    }
    const bool at_most = birthdays();
    for (std::size_t i = 0; i < loads.size(); ++i) {
      Load& load = loads[i];
      load.at_most = at_most;
      load.carrying.resize(in_.resources.size());
      double unweighted = 0;
      for (std::size_t k = 0; k < class_.size(); ++k) {
        const double come = arrivals[state(i, k)], mean = stages[i * class_.size() + k].mean;
        load.arrivals_per_day += come;
        load.offered_by_class.push_back(come > 0 ? come * mean : 0);
        load.offered += load.offered_by_class.back();
        for (const std::size_t resource : kept_)
          if (const double come_with = carriers[resource][state(i, k)]; come_with > 0 && !needs(in_.tiers[i], resource)) load.carrying[resource] += come_with * mean;
        unweighted += mean / static_cast<double>(class_.size());
      }
      const bool weighted = class_.size() > 1 && load.arrivals_per_day > 0 && std::isfinite(load.arrivals_per_day);
      load.mean_sojourn = weighted ? load.offered / load.arrivals_per_day : unweighted;
      const TierSpec& tier = in_.tiers[i];
      load.utilisation = tier.capacity ? load.offered / (static_cast<double>(*tier.capacity) * mean_level(tier.patterns)) : not_worked_out;
    }
    return loads;
  }

 private:
  std::size_t state(std::size_t node, std::size_t of_class) const { return node * class_.size() + of_class; }

  const StaySpec& stay_of(const TierSpec& tier, std::size_t of_class) const {
    for (const auto& [name, stay] : tier.by_class)
      if (const auto found = class_.find(name); found != class_.end() && found->second == of_class) return stay;
    return tier;
  }

  bool keeps(const TierSpec& tier, std::size_t resource) const { return std::count(tier.keeps.begin(), tier.keeps.end(), in_.resources[resource].name) > 0; }

  bool needs(const TierSpec& tier, std::size_t resource) const {
    return std::any_of(tier.needs.begin(), tier.needs.end(), [&](const NeedSpec& need) { return need.resource == in_.resources[resource].name; });
  }

  template <class Look>
  void each_stay(Look look) const {
    for (const TierSpec& tier : in_.tiers) {
      look(tier);
      for (const auto& [name, stay] : tier.by_class) look(stay);
    }
  }

  bool birthdays() const {
    bool any = false;
    each_stay([&](const StaySpec& stay) {
      for (const RacerSpec& racer : stay.race) any = any || racer.at_age_years;
    });
    return any;
  }

  bool follows_a_tier() const {
    return in_.population || std::any_of(in_.sources.begin(), in_.sources.end(), [](const SourceSpec& source) { return source.follows.has_value(); });
  }

  /// Mean of the product of calendars over the whole simulation.
  double mean_level(const std::vector<std::string>& calendars) const {
    if (calendars.empty()) return 1;
    return mean_over_time(product({{0, 1}}, in_, calendars), in_.run.warm_up + in_.horizon);
  }

  /// Entities a day in the long run; 0 from lists and from those who are there at the beginning.
  double rate_of(const SourceSpec& source) const {
    const double moments = source.gap ? 1 / source.gap->mean() : source.every > 0 ? source.shows_up / source.every : source.rate_per_day;
    return moments * (source.batch ? source.batch->mean() : 1) * mean_level(source.patterns);
  }

  bool races_by_age() const {
    bool any = false;
    each_stay([&](const StaySpec& stay) {
      for (const RacerSpec& racer : stay.race) any = any || (racer.law && racer.law->by_age);
    });
    return any;
  }

  const Law& law_of(const SourceSpec& source, const std::string& attribute) const {
    for (const AttributeSpec& own : source.attributes)
      if (own.name == attribute) return own.law;
    for (const AttributeSpec& shared : in_.attributes)
      if (shared.name == attribute) return shared.law;
    static const Law zero = *constant_law(0).law;
    return zero;
  }

  std::vector<Profile> profiles() const {
    std::map<std::string, std::set<double>> cuts;
    each_stay([&](const StaySpec& stay) {
      if (stay.decide) cuts[stay.decide->on].insert(stay.decide->below.begin(), stay.decide->below.end());
    });
    std::vector<Profile> list{{{}, std::vector<double>(in_.sources.size(), 1)}};
    for (const auto& [attribute, values] : cuts) {
      if (list.size() * (values.size() + 1) > 4096) return {};
      std::vector<Profile> finer;
      for (const Profile& c : list) {
        double low = -never;
        for (auto cut = values.begin();; ++cut) {
          Profile part = c;
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

  void add_exits(Stage& stage, const std::vector<ExitShare>& exits, double probability, std::size_t of_class) const {
    double total = 0;
    for (const ExitShare& share : exits) total += share.weight;
    for (const ExitShare& share : exits)
      stage.to.push_back({state(index_.at(share.to), share.becomes.empty() ? of_class : class_.at(share.becomes)), probability * share.weight / total});
  }

  Stage stage_of(const StaySpec& tier, std::size_t of_class) const {
    Stage stage;
    if (tier.sojourn) {
      stage.mean = tier.sojourn->by_age ? not_worked_out : tier.sojourn->mean();
      if (tier.decide) stage.decide = &*tier.decide;
      if (tier.share_out)
        for (const std::string& to : tier.share_out->to) stage.to.push_back({state(index_.at(to), of_class), 1 / static_cast<double>(tier.share_out->to.size())});
      add_exits(stage, tier.exits, 1, of_class);
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
    for (std::size_t i = 0; i < won.size(); ++i) add_exits(stage, tier.race[i].exits, won[i] / std::max(1e-300, 1 - alive), of_class);
    return stage;
  }

  /// Chance that a racer has not come in by `time`; a birthday by the ages on arrival, sources weighed by their rates.
  double survival(const RacerSpec& racer, double time) const {
    if (racer.law) return 1 - racer.law->cdf(time);
    double total = 0, weight = 0;
    for (std::size_t s = 0; s < in_.sources.size(); ++s) {
      const double rate = rate_[s] + 1e-9;
      total += rate * law_of(in_.sources[s], "age_years").cdf(*racer.at_age_years - time / days_per_year);
      weight += rate;
    }
    return total / weight;
  }

  using Matrix = std::vector<std::vector<double>>;  ///< [to][from]

  /// Arrivals a day from sources.
  std::vector<double> external(const Profile& profile) const {
    std::vector<double> come(index_.size() * class_.size());
    for (std::size_t s = 0; s < in_.sources.size(); ++s) {
      const SourceSpec& source = in_.sources[s];
      const auto of_class = class_.find(source.of_class);
      come[state(index_.at(source.to), of_class == class_.end() ? 0 : of_class->second)] += rate_[s] * profile.share[s];
    }
    return come;
  }

  /// The chance of each way from state to state.
  Matrix ways_of(const Profile& profile, const std::vector<Stage>& stages) const {
    const std::size_t n = index_.size() * class_.size();
    Matrix ways(n, std::vector<double>(n));
    for (std::size_t i = 0; i < stages.size(); ++i) {
      for (const auto& [to, probability] : stages[i].to) ways[to][i] += probability;
      if (const DecideSpec* decide = stages[i].decide) {
        const auto low = profile.low.find(decide->on);
        std::size_t band = 0;
        while (low != profile.low.end() && band < decide->below.size() && low->second >= decide->below[band]) ++band;
        ways[state(index_.at(decide->to[band]), i % class_.size())][i] += 1;
      }
    }
    for (std::size_t x = 0; x < in_.exits.size(); ++x)
      for (std::size_t k = 0; k < class_.size(); ++k)
        if (const auto& returns = in_.exits[x].returns) ways[state(index_.at(returns->to), k)][state(in_.tiers.size() + x, k)] += returns->probability;
    return ways;
  }

  /// Arrivals a day with a resource: kept by those who needed it in the tier before, or who came there with it.
  std::vector<double> carried(const Matrix& ways, const std::vector<double>& lambda, std::size_t resource) const {
    const std::size_t n = lambda.size();
    Matrix on(n, std::vector<double>(n));
    std::vector<double> taken(n);
    for (std::size_t from = 0; from < in_.tiers.size() * class_.size(); ++from) {
      const TierSpec& tier = in_.tiers[from / class_.size()];
      if (!keeps(tier, resource)) continue;
      for (std::size_t to = 0; to < n; ++to) {
        if (ways[to][from] == 0) continue;
        if (needs(tier, resource)) taken[to] += ways[to][from] * lambda[from];
        else on[to][from] = ways[to][from];
      }
    }
    return solve(on, taken);
  }

  /// Solves lambda (I - P) = external by elimination with pivots. What no stream reaches has no traffic: those who are
  /// there from the beginning and never leave would leave it undetermined.
  static std::vector<double> solve(const Matrix& ways, const std::vector<double>& external) {
    const std::size_t n = external.size();
    Matrix a(n, std::vector<double>(n + 1));
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t from = 0; from < n; ++from) a[i][from] = -ways[i][from];
      a[i][n] = external[i];
    }

    std::vector<bool> fed(n);
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < n; ++i)
      if (a[i][n] > 0) open.push_back(i);
    while (!open.empty()) {
      const std::size_t from = open.back();
      open.pop_back();
      if (fed[from]) continue;
      fed[from] = true;
      for (std::size_t to = 0; to < n; ++to)
        if (a[to][from] < 0) open.push_back(to);
    }
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n && !fed[i]; ++j) a[j][i] = 0;
      a[i][i] += 1;
    }

    std::vector<double> lambda(n);
    for (std::size_t k = 0; k < n; ++k) {
      std::size_t pivot = k;
      for (std::size_t i = k; i < n; ++i)
        if (std::abs(a[i][k]) > std::abs(a[pivot][k])) pivot = i;
      std::swap(a[k], a[pivot]);
      if (std::abs(a[k][k]) < 1e-12) {  // nobody ever leaves
        for (std::size_t i = 0; i < n; ++i) lambda[i] = fed[i] ? never : 0;
        return lambda;
      }
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
  std::map<std::string, std::size_t> index_;  ///< of tiers, then exits
  std::map<std::string, std::size_t> class_;
  std::vector<double> rate_;       ///< of sources
  std::vector<std::size_t> kept_;  ///< resources that are kept in some tier
};

}  // namespace

std::vector<Load> offered_load(const Description& description) { return Solver(description).run(); }

}  // namespace headwater
