#include "expected/expected.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "expected/expected_arrivals.hpp"
#include "expected/passage.hpp"
#include "expected/strata.hpp"
#include "expected/ways.hpp"

namespace headwater {

namespace {

constexpr double age_steps = 8;  ///< that a stratum of age spans at most

/// Entities of one source that differ in nothing but age.
struct Family {
  struct Member {
    double age;  ///< days, on arrival
    double chance;
    std::size_t group;
  };
  std::vector<double> attributes;
  std::vector<Member> members;
};

/// Whether age acts on what happens, and whether only by birthdays.
struct AgeActs {
  bool at_all = false, from_the_first = false;
};

AgeActs how_age_acts(const Description& description, const Model& model) {
  AgeActs acts;
  const auto by_age = [](const std::optional<Law>& law) { return law && law->by_age; };
  for (const TierSpec& tier : description.tiers) {
    acts.from_the_first = acts.from_the_first || by_age(tier.sojourn) || std::any_of(tier.race.begin(), tier.race.end(), [&](const RacerSpec& racer) { return by_age(racer.law); });
    acts.from_the_first = acts.from_the_first || (tier.decide && tier.decide->on == "age_years");
  }
  acts.at_all = acts.from_the_first || std::any_of(model.stays.begin(), model.stays.end(), [](const Stay& stay) { return stay.at_age >= 0; });
  return acts;
}

class Expectation {
 public:
  Expectation(const Description& description, const Model& model, const Layout& layout, double step)
      : model_(model), layout_(layout), step_(step), cells_(cells_for(model, step)), groups_(std::max<std::size_t>(1, layout.groups.size())), acts_(how_age_acts(description, model)), ways_(ways_on_grid(description, model, step_, cells_)), grid_{model_, ways_, step_, cells_} {
    for (const std::uint32_t stay_of : stays_by_birthday()) first_birthday_ = std::min(first_birthday_, model.stays[stay_of].at_age * days_per_year);
    boundaries_ = {model.warm_up};
    boundaries_.insert(boundaries_.end(), model.period_ends.begin(), model.period_ends.end());
    const std::size_t numbers = boundaries_.size() * groups_;
    moved_.assign(model.edges.size(), std::vector<double>(numbers, 0));
    moved_area_ = moved_;
  }

  ReplicationRecord run() {
    Flows nothing(model_.edges.size());
    in_all_.assign(groups_, nothing);
    for (std::uint32_t source = 0; source < model_.sources.size(); ++source) {
      const ExpectedArrivals arrivals(model_.sources[source]);
      arrived_.emplace_back();
      for (const double end : boundaries_) arrived_.back().push_back(arrivals.until(end));
      for (const Family& family : families_of(source)) pass(source, arrivals, family);
    }
    add_in_all();
    return record();
  }

 private:
  std::vector<std::uint32_t> stays_by_birthday() const {
    std::vector<std::uint32_t> stays;
    for (std::uint32_t i = 0; i < model_.stays.size(); ++i)
      if (model_.stays[i].at_age >= 0) stays.push_back(i);
    return stays;
  }

  // --- who comes ---

  /// The cuts of an attribute that anything goes by, at any time.
  std::vector<double> cuts_of(std::uint32_t attribute) const {
    std::vector<double> cuts;
    for (const NodeWays& ways : ways_) {
      for (const std::uint32_t stay : ways.timed) {
        const Choice& choice = model_.stays[stay].choice;
        if (choice.by != Choice::By::attribute || choice.attribute != attribute) continue;
        for (const WaysInForce& version : ways.versions)
          for (std::uint32_t k = 0; k + 1 < choice.edges; ++k) cuts.push_back(version.cuts[choice.first_cut - ways.first_cut + k]);
      }
    }
    for (const Grouping& grouping : model_.groupings)
      if (grouping.attribute == static_cast<std::int32_t>(attribute)) cuts.insert(cuts.end(), grouping.below.begin(), grouping.below.end());
    if (static_cast<std::int32_t>(attribute) == model_.age_attribute)
      for (const std::uint32_t stay : stays_by_birthday()) cuts.push_back(model_.stays[stay].at_age);
    std::sort(cuts.begin(), cuts.end());
    return cuts;
  }

  std::size_t group_of(const std::vector<double>& attributes) const {
    std::size_t group = 0;
    for (const Grouping& grouping : model_.groupings) {
      const double value = attributes[static_cast<std::size_t>(grouping.attribute)];
      group += grouping.stride * static_cast<std::size_t>(std::upper_bound(grouping.below.begin(), grouping.below.end(), value) - grouping.below.begin());
    }
    return group;
  }

  std::vector<Family> families_of(std::uint32_t source) const {
    struct Kind {
      std::vector<double> attributes;
      double chance;
    };
    std::vector<Kind> kinds{{std::vector<double>(model_.attributes.size(), 0), 1}};
    for (std::uint32_t i = 0; i < model_.attributes.size(); ++i) {
      const bool is_age = static_cast<std::int32_t>(i) == model_.age_attribute;
      const std::vector<double> cuts = cuts_of(i);
      const bool by_value = is_age && acts_.at_all;
      if (!by_value && cuts.empty()) continue;
      const double widest = by_value ? age_steps * step_ / days_per_year : std::numeric_limits<double>::infinity();
      const std::vector<Stratum> strata = strata_of(model_.sources[source].attributes[i], cuts, widest);
      std::vector<Kind> finer;
      for (const Kind& kind : kinds) {
        for (const Stratum& stratum : strata) {
          finer.push_back({kind.attributes, kind.chance * stratum.chance});
          finer.back().attributes[i] = stratum.value;
        }
      }
      kinds = std::move(finer);
    }
    std::map<std::vector<double>, Family> families;  // by attributes without age
    for (const Kind& kind : kinds) {
      std::vector<double> key = kind.attributes;
      double age = 0;
      if (model_.age_attribute >= 0) age = std::exchange(key[static_cast<std::size_t>(model_.age_attribute)], 0) * days_per_year;
      Family& family = families[key];
      family.attributes = key;
      family.members.push_back({age, kind.chance, group_of(kind.attributes)});
    }
    std::vector<Family> list;
    for (auto& [key, family] : families) list.push_back(std::move(family));
    return list;
  }

  // --- what becomes of them ---

  void pass(std::uint32_t source, const ExpectedArrivals& arrivals, const Family& family) {
    const std::uint32_t edge = model_.sources[source].edge;
    std::size_t settled = 0;  // the first step after the last change
    for (const NodeWays& ways : ways_) settled = std::max(settled, static_cast<std::size_t>(std::min(static_cast<double>(cells_), std::ceil(ways.versions.back().from / step_))));
    if (settled > 0 && !acts_.at_all) {
      std::vector<double> coming;
      for (std::size_t n = 0; n < cells_; ++n) coming.push_back(arrivals.until(static_cast<double>(n + 1) * step_) - arrivals.until(static_cast<double>(n) * step_));
      return go_through(family, edge, coming, 0, 0, in_all_);
    }
    for (std::size_t n = 0; n < settled; ++n) {
      const double coming = arrivals.until(static_cast<double>(n + 1) * step_) - arrivals.until(static_cast<double>(n) * step_);
      if (coming > 0) go_through(family, edge, {coming}, n, n, in_all_);
    }
    if (settled == cells_) return;
    std::vector<Flows> after(groups_, Flows(model_.edges.size()));
    go_through(family, edge, {1}, settled, 0, after);
    add_shifted(arrivals.since(static_cast<double>(settled) * step_), after);
  }

  /// Passages from step `origin` on of those who come by `edge`: so many in each step. Their moves are added to `flows`, by
  /// group, step 0 of the passage at `shift`.
  void go_through(const Family& family, std::uint32_t edge, const std::vector<double>& coming, std::size_t origin, std::size_t shift, std::vector<Flows>& flows) {
    Flows together(model_.edges.size(), std::vector<double>(cells_ - origin, 0));
    Passage passage(grid_, origin, family.attributes);
    std::vector<std::size_t> parting;  // the step in which each member begins to go a way of its own
    for (const Family::Member& member : family.members) {
      const double step = acts_.from_the_first ? 0 : std::floor((first_birthday_ - member.age) / step_);
      parting.push_back(acts_.at_all ? static_cast<std::size_t>(std::clamp(step, 0.0, static_cast<double>(cells_))) : cells_);
    }
    std::vector<std::vector<double>> with(groups_, std::vector<double>(passage.cells(), 0));  // share that goes together, by group and step
    for (std::size_t n = 0; n < passage.cells(); ++n) {
      double left = 0;
      for (std::size_t m = 0; m < family.members.size(); ++m) {
        const Family::Member& member = family.members[m];
        if (parting[m] == n) {
          Passage own = passage;
          own.be_of_age(member.age, member.chance);
          while (own.now() < own.cells() && (own.now() < coming.size() || !own.is_over())) {
            const double arriving = own.now() < coming.size() ? coming[own.now()] * member.chance : 0;
            own.advance(arriving, edge, grown(flows[member.group]), shift);
            ++steps_taken_;
          }
        }
        if (parting[m] > n) {
          with[member.group][n] += member.chance;
          left += member.chance;
        }
      }
      if (left == 0 || (n >= coming.size() && passage.is_over())) break;
      passage.advance(n < coming.size() ? coming[n] : 0, edge, together, 0);
      ++steps_taken_;
    }
    for (std::size_t group = 0; group < groups_; ++group) {
      if (std::none_of(with[group].begin(), with[group].end(), [](double share) { return share > 0; })) continue;
      Flows& those = grown(flows[group]);
      for (std::size_t e = 0; e < those.size(); ++e)
        for (std::size_t n = 0; n < together[e].size(); ++n) those[e][n + shift] += with[group][n] * together[e][n];
    }
  }

  Flows& grown(Flows& flows) const {
    for (std::vector<double>& numbers : flows) numbers.resize(cells_, 0);
    return flows;
  }

  // --- sums until the ends of periods ---

  std::size_t at(std::size_t boundary, std::size_t group) const { return boundary * groups_ + group; }

  /// Of a passage of one arrival, over all arrivals.
  void add_shifted(const ExpectedArrivals& arrivals, const std::vector<Flows>& flows) {
    std::vector<double> until(cells_), area(cells_);
    for (std::size_t b = 0; b < boundaries_.size(); ++b) {
      std::size_t steps = 0;
      for (; steps < cells_ && static_cast<double>(steps) * step_ < boundaries_[b]; ++steps) {
        until[steps] = arrivals.until(boundaries_[b] - static_cast<double>(steps) * step_);
        area[steps] = arrivals.area_until(boundaries_[b] - static_cast<double>(steps) * step_);
      }
      for (std::size_t group = 0; group < groups_; ++group)
        for (std::size_t e = 0; e < flows[group].size(); ++e) {
          const std::vector<double>& numbers = flows[group][e];
          double moved = 0, moved_area = 0;
          for (std::size_t n = 0; n < std::min(steps, numbers.size()); ++n) {
            moved += numbers[n] * until[n];
            moved_area += numbers[n] * area[n];
          }
          moved_[e][at(b, group)] += moved;
          moved_area_[e][at(b, group)] += moved_area;
        }
    }
  }

  /// Of moves that stand at their own time, spread evenly over their steps.
  void add_in_all() {
    for (std::size_t group = 0; group < groups_; ++group)
      for (std::size_t e = 0; e < in_all_[group].size(); ++e) {
        const std::vector<double>& numbers = in_all_[group][e];
        double sum = 0, area = 0;
        std::size_t n = 0;
        for (std::size_t b = 0; b < boundaries_.size() && !numbers.empty(); ++b) {
          for (; n < cells_ && static_cast<double>(n + 1) * step_ <= boundaries_[b]; ++n) {
            area += (sum + numbers[n] / 2) * step_;
            sum += numbers[n];
          }
          const double part = n < cells_ ? boundaries_[b] / step_ - static_cast<double>(n) : 0;  // of a step that the end cuts
          const double last = n < cells_ ? numbers[n] * part : 0;
          moved_[e][at(b, group)] += sum + last;
          moved_area_[e][at(b, group)] += area + (sum + last / 2) * part * step_;
        }
      }
  }

  // --- the record ---

  ReplicationRecord record() const {
    ReplicationRecord record;
    record.model_events = steps_taken_;
    record.values.assign(layout_.total(), std::numeric_limits<double>::quiet_NaN());
    for (std::size_t s = 0; s < layout_.series.size(); ++s) {
      const SeriesSpec& spec = layout_.series[s];
      const auto& known = expected_series();
      if (std::find(known.begin(), known.end(), spec.name) == known.end()) continue;
      const std::size_t elements = layout_.elements(spec.axis), groups = spec.by_group ? groups_ : 1;
      for (std::size_t period = 0; period + 1 < boundaries_.size(); ++period)
        for (std::size_t element = 0; element < elements; ++element)
          for (std::size_t group = 0; group < groups; ++group)
            record.values[layout_.offset_of(s) + (period * elements + element) * groups + group] = value(spec, period, element, spec.by_group ? group : groups_);
    }
    return record;
  }

  /// Of a group, or of all when `group` is the number of groups.
  double value(const SeriesSpec& spec, std::size_t period, std::size_t element, std::size_t group) const {
    const std::string name = spec.by_group ? spec.name.substr(0, spec.name.find("_by_group")) : spec.name;
    const double length = boundaries_[period + 1] - boundaries_[period];
    const auto node = static_cast<std::int32_t>(element);
    const auto in_period = [&](const std::vector<std::vector<double>>& sums, std::size_t edge) { return sum_at(sums[edge], period + 1, group) - sum_at(sums[edge], period, group); };
    double entries = 0, departures = 0, area = 0, present = 0;
    for (std::size_t e = 0; e < model_.edges.size() && spec.axis == Axis::tier; ++e) {
      const EdgeEnds& edge = model_.edges[e];
      const int sign = (static_cast<std::int32_t>(edge.to) == node ? 1 : 0) - (edge.from_node == node ? 1 : 0);
      if (static_cast<std::int32_t>(edge.to) == node) entries += in_period(moved_, e);
      if (edge.from_node == node) departures += in_period(moved_, e);
      area += sign * in_period(moved_area_, e);
      present += sign * sum_at(moved_[e], period + 1, group);
    }
    if (name == "occupancy" || name == "in_use") return area / length;
    if (name == "occupancy_end") return present;
    if (name == "entries" || name == "starts") return entries;
    if (name == "departures") return departures;
    if (name == "throughput") return departures / length;
    if (name == "moves") return in_period(moved_, element);
    if (name == "arrivals") return arrived_[element][period + 1] - arrived_[element][period];
    if (name == "capacity") return std::numeric_limits<double>::infinity();
    if (name != "exits") return 0;  // of those who wait
    double left = 0;
    for (std::size_t e = 0; e < model_.edges.size(); ++e)
      if (model_.edges[e].to == model_.tiers + element) left += in_period(moved_, e);
    return left;
  }

  double sum_at(const std::vector<double>& numbers, std::size_t boundary, std::size_t group) const {
    if (group < groups_) return numbers[at(boundary, group)];
    double sum = 0;
    for (std::size_t g = 0; g < groups_; ++g) sum += numbers[at(boundary, g)];
    return sum;
  }

  const Model& model_;
  const Layout& layout_;
  const double step_;
  const std::size_t cells_, groups_;
  const AgeActs acts_;
  const std::vector<NodeWays> ways_;
  const TimeGrid grid_;
  double first_birthday_ = std::numeric_limits<double>::infinity();  ///< days of age
  std::vector<double> boundaries_;                    ///< of reporting periods, days since the simulation begins
  std::uint64_t steps_taken_ = 0;                     ///< of all passages
  std::vector<Flows> in_all_;                         ///< by group: moves at their own time
  std::vector<std::vector<double>> moved_;            ///< [edge][boundary, group]: number until then
  std::vector<std::vector<double>> moved_area_;       ///< its integral
  std::vector<std::vector<double>> arrived_;          ///< [source][boundary]
};

}  // namespace

const std::vector<std::string>& expected_series() {
  static const std::vector<std::string> names{"occupancy", "occupancy_end", "waiting", "waiting_end", "entries", "starts", "departures", "throughput", "capacity", "in_use", "moves", "arrivals", "exits",
                                              "occupancy_by_group", "waiting_by_group", "entries_by_group", "departures_by_group"};
  return names;
}

std::size_t cells_for(const Model& model, double step) { return static_cast<std::size_t>(std::max(1.0, std::ceil(model.horizon / step - 1e-9))); }

ReplicationRecord expected_record(const Description& description, const Model& model, const Layout& layout, double step) { return Expectation(description, model, layout, step).run(); }

bool needs_cohorts(const Description& description, const Model& model) { return !model.changes.empty() && how_age_acts(description, model).at_all; }

}  // namespace headwater
