#include "results/recorder.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "random/special_numbers.hpp"
#include "results/cost_series.hpp"
#include "simulate/model_fault.hpp"

namespace headwater {

namespace {

// The series, in the order in which they stand in a record.
enum Series : std::size_t {
  occupancy, occupancy_end, waiting, waiting_end, entries, starts, departures, throughput, capacity, in_use, utilisation,
  wait_mean, wait_sd, wait_p50, wait_p90, wait_p95, sojourn_mean, sojourn_sd, sojourn_p50, sojourn_p90, sojourn_p95,
  moves, arrivals, exits,
  occupancy_by_group, waiting_by_group, entries_by_group, departures_by_group, wait_mean_by_group, sojourn_mean_by_group
};

std::vector<SeriesSpec> series_of(bool groups, bool blocking, bool resources, const FamilyModel& families, const Timescales& timescales, const Money& money) {
  const auto level = [](const char* name, const char* text) { return SeriesSpec{name, "1", text}; };
  const auto count = [](const char* name, const char* text, Axis axis = Axis::tier) {
    return SeriesSpec{name, "1", text, axis, false, true};
  };
  const auto days = [](const char* name, const char* text) { return SeriesSpec{name, "day", text}; };
  std::vector<SeriesSpec> list{
      level("occupancy", "mean number in the tier over the period"),
      count("occupancy_end", "number in the tier at the end of the period"),
      level("waiting", "mean number on the waiting list over the period, those interrupted included"),
      count("waiting_end", "number on the waiting list at the end of the period"),
      count("entries", "number who came to the tier, those who then wait included"),
      count("starts", "number whose stay in the tier began; to go on after an interruption is not counted"),
      count("departures", "number who left the tier"),
      {"throughput", "day-1", "departures per day"},
      level("capacity", "mean number of places; infinite when unlimited"),
      level("in_use", "mean number of places in use: the occupancy, but at any moment no more than the capacity that all share with 'order: shared'"),
      level("utilisation", "places in use over capacity"),
      days("wait_mean", "mean time from coming to the tier to the first beginning of the stay, of those whose stay began in the period, zeros included"),
      days("wait_sd", "standard deviation of those waits"),
      days("wait_p50", "median of those waits"),
      days("wait_p90", "90th percentile of those waits"),
      days("wait_p95", "95th percentile of those waits"),
      days("sojourn_mean", "mean time in the tier, waiting left out, of those who left in the period"),
      days("sojourn_sd", "standard deviation of those times"),
      days("sojourn_p50", "median of those times"),
      days("sojourn_p90", "90th percentile of those times"),
      days("sojourn_p95", "95th percentile of those times"),
      count("moves", "number who went this way", Axis::edge),
      count("arrivals", "number who came from the source", Axis::source),
      count("exits", "number who left by the exit", Axis::exit),
  };
  if (groups) {
    for (const Series by : {occupancy, waiting, entries, departures, wait_mean, sojourn_mean}) {
      SeriesSpec spec = list[by];
      spec.name += "_by_group";
      spec.long_name += ", by group";
      spec.by_group = true;
      list.push_back(spec);
    }
  }
  if (blocking) list.push_back(level("blocked", "mean number in the tier whose stay is over, but who find no room where they go next"));
  if (resources) {
    for (const auto& [name, text] : {std::pair{"resource_busy", "mean amount taken"}, std::pair{"resource_capacity", "mean amount there is; infinite when unlimited"},
                                     std::pair{"resource_utilisation", "amount taken over amount there is"}})
      list.push_back({name, "1", text, Axis::resource});
  }
  if (families.any())
    for (const SeriesSpec& spec : family_series(families)) list.push_back(spec);
  for (const SeriesSpec& spec : timescale_series(timescales)) list.push_back(spec);
  for (const SeriesSpec& spec : cost_series(money)) list.push_back(spec);
  return list;
}

/// Millionths of a resource in units of it.
double in_units(std::int64_t amount) {
  return amount == unlimited ? std::numeric_limits<double>::infinity() : static_cast<double>(amount) / millionths;
}

double sd_of(std::uint64_t count, double sum, double squares) {
  if (count < 2) return nothing;
  const double n = static_cast<double>(count);
  return std::sqrt(std::max(0.0, (squares - sum * sum / n) / (n - 1)));
}

}  // namespace

Layout layout_of(const Model& model) {
  Layout layout;
  for (std::size_t i = 0; i < model.nodes.size(); ++i) (i < model.tiers ? layout.tiers : layout.exits).push_back(model.names[i]);
  layout.sources = model.source_names;
  for (const EdgeEnds& edge : model.edges) {
    layout.edges.push_back({edge.from_source >= 0 ? model.source_names[static_cast<std::size_t>(edge.from_source)]
                                                  : model.names[static_cast<std::size_t>(edge.from_node)],
                            model.names[edge.to], edge.how});
  }
  const bool grouped = !model.groupings.empty();
  if (grouped) layout.groups = model.group_labels;
  layout.start_date = model.start_date;
  layout.year_begins_month = model.year_begins_month;
  double begin = 0;
  for (const double end : model.period_ends) {
    layout.period_start.push_back(begin);
    layout.period_end.push_back(end - model.warm_up);
    begin = end - model.warm_up;
  }
  layout.resources = model.resource_names;
  const bool blocking = std::any_of(model.rules.begin(), model.rules.end(), [](const QueueRules& rules) { return rules.blocks; });
  layout.series = series_of(grouped, blocking, !model.resources.empty(), model.families, model.timescales, model.money);
  layout.timescales = model.timescales.names;
  layout.timescale_rules = model.timescales.rules;
  layout.lines = model.money.names;
  layout.line_bearers = model.money.bearers;
  layout.line_sources = model.money.sources;
  for (std::uint32_t level = 1; level <= model.families.levels; ++level) layout.needs.push_back("level_" + std::to_string(level));
  for (std::size_t i = 0; i < Histogram::buckets; ++i) layout.histograms.upper.push_back(Histogram::upper(i));
  layout.histograms.names = {"wait", "sojourn"};
  layout.event_log = model.run.event_log;
  return layout;
}

Recorder::Recorder(const Model& model, const Layout& layout, std::uint32_t replication)
    : model_(model),
      layout_(layout),
      groups_(std::max<std::size_t>(1, layout.groups.size())),
      tallies_(model.tiers * groups_),
      moves_(model.edges.size()),
      arrivals_(model.sources.size()),
      waits_(model.tiers),
      sojourns_(model.tiers),
      all_waits_(model.tiers),
      all_sojourns_(model.tiers),
      shared_in_use_(model.tiers),
      capacity_area_(model.tiers),
      resources_(model.resources.size()),
      resource_capacity_area_(model.resources.size()),
      families_(model),
      timescales_(model.timescales),
      keeps_time_(model.timescales.any()),
      ledger_(model.money, model.tiers) {
  for (const Resource& resource : model.resources) resource_capacity_.push_back(in_units(resource.capacity));
  for (std::size_t i = 0; i < layout.series.size(); ++i) {
    if (layout.series[i].name == "blocked") blocked_series_ = i;
    if (layout.series[i].name == "resource_busy") resource_series_ = i;
    if (layout.series[i].name == family_series(model.families)[0].name) family_series_ = i;
    if (keeps_time_ && layout.series[i].name == timescale_series(model.timescales)[0].name) timescale_series_ = i;
    if (model.money.any() && layout.series[i].name == cost_series(model.money)[0].name) cost_series_ = i;
  }
  for (std::uint32_t tier = 0; tier < model.tiers; ++tier) {
    const std::int64_t places = model.nodes[tier].capacity;
    capacity_.push_back(places == unlimited ? std::numeric_limits<double>::infinity() : static_cast<double>(places));
  }
  for (const EdgeEnds& edge : model.edges) {
    node_code_.push_back(edge.to < model.tiers ? static_cast<std::int32_t>(edge.to)
                                               : -1 - static_cast<std::int32_t>(edge.to - model.tiers));
  }
  if (model.money.any()) {
    next_midnight_ = model.warm_up + 1;
    present_.resize(model.tiers);
    starts_.resize(model.tiers);
    starts_charged_.resize(model.tiers);
  }
  record_.replication = replication;
  record_.values.resize(layout.total(), nothing);
  if (model.warm_up > 0) {
    period_ = -1;
    period_end_ = model.warm_up;
  } else {
    period_end_ = model.period_ends[0];
    log_ = layout.event_log;
  }
  begin_period(period_end_);
}

void Recorder::begin_period(double length) {
  families_.begin_period(period_end_ - length, period_end_);
  for (Tally& t : tallies_) {
    t.present.area = static_cast<double>(t.present.now) * length;
    t.waiting.area = static_cast<double>(t.waiting.now) * length;
    t.blocked.area = static_cast<double>(t.blocked.now) * length;
    t.wait = {};
    t.sojourn = {};
    t.entries = 0;
  }
  for (Level& level : shared_in_use_) level.area = static_cast<double>(level.now) * length;
  for (std::size_t tier = 0; tier < capacity_.size(); ++tier) capacity_area_[tier] = capacity_[tier] * length;
  for (std::size_t i = 0; i < resources_.size(); ++i) {
    resources_[i].area = static_cast<double>(resources_[i].now) * length;
    resource_capacity_area_[i] = resource_capacity_[i] * length;
  }
  timescales_.begin_period();
  ledger_.begin_period();
  std::fill(starts_charged_.begin(), starts_charged_.end(), 0);
  std::fill(moves_.begin(), moves_.end(), 0);
  std::fill(arrivals_.begin(), arrivals_.end(), 0);
}

void Recorder::forget_how_they_came() {
  for (Tally& t : tallies_) {
    t.wait = {};
    t.entries = 0;
  }
  std::fill(waits_.begin(), waits_.end(), Histogram());
  families_.forget_how_they_came();
  days_before_ = 0;
}

void Recorder::capacity_changed(std::uint32_t tier, std::int64_t places, double time) {
  const double rest = period_end_ - time;
  if (capacity_[tier] <= std::numeric_limits<double>::max() && rest > 0) capacity_area_[tier] -= capacity_[tier] * rest;
  capacity_[tier] = places == unlimited ? std::numeric_limits<double>::infinity() : static_cast<double>(places);
  if (rest > 0) capacity_area_[tier] += capacity_[tier] * rest;
}

void Recorder::resource_changed(std::uint32_t resource, std::int64_t amount, double time) {
  const double rest = period_end_ - time;
  double& now = resource_capacity_[resource];
  double& area = resource_capacity_area_[resource];
  if (std::isfinite(now) && rest > 0) area -= now * rest;
  now = in_units(amount);
  if (rest > 0) area += now * rest;
}

bool Recorder::pass_stop() {
  if (next_midnight_ <= period_end_) {
    const bool is_end = next_midnight_ == period_end_;
    end_day();
    if (!is_end) return true;
  }
  return turn_period();
}

/// Does what the ledger may refuse, because it would come to more than it counts exactly.
template <class Charge>
void Recorder::exactly(Charge charge) {
  try {
    charge();
  } catch (const std::overflow_error& error) {
    throw ModelFault(moment_of(static_cast<double>(midnights_), model_.start_date) + ": " + error.what());
  }
}

void Recorder::end_day() {
  note_starts();
  for (std::size_t tier = 0; tier < model_.tiers; ++tier) {
    present_[tier] = 0;
    for (std::size_t group = 0; group < groups_; ++group) present_[tier] += tallies_[tier * groups_ + group].present.now;
  }
  exactly([&] { ledger_.end_day(present_, starts_); });
  ++midnights_;
  next_midnight_ = model_.warm_up + static_cast<double>(midnights_ + 1);
}

/// Counts the stays begun since it last did.
void Recorder::note_starts() {
  for (std::size_t tier = 0; tier < model_.tiers; ++tier) {
    std::int64_t begun = 0;
    for (std::size_t group = 0; group < groups_; ++group) begun += static_cast<std::int64_t>(tallies_[tier * groups_ + group].wait.count);
    starts_[tier] = begun - starts_charged_[tier];
    starts_charged_[tier] = begun;
  }
}

bool Recorder::turn_period() {
  if (period_ >= 0) {
    write_period(static_cast<std::size_t>(period_), period_end_ - period_begin_);
  } else {
    for (std::size_t tier = 0; tier < model_.tiers; ++tier) waits_[tier] = sojourns_[tier] = Histogram();
    log_ = layout_.event_log;
  }
  ++period_;
  period_begin_ = period_end_;
  if (static_cast<std::size_t>(period_) == model_.period_ends.size()) {
    for (const auto* histograms : {&all_waits_, &all_sojourns_})
      for (const Histogram& histogram : *histograms) record_.histograms.push_back(histogram.counts());
    record_.model_events = events_;
    return false;
  }
  period_end_ = model_.period_ends[static_cast<std::size_t>(period_)];
  begin_period(period_end_ - period_begin_);
  return true;
}

double& Recorder::cell(std::size_t series, std::size_t period, std::size_t element, std::size_t group) {
  const SeriesSpec& spec = layout_.series[series];
  const std::size_t groups = spec.by_group ? groups_ : 1;
  return record_.values[layout_.offset_of(series) + (period * layout_.elements(spec.axis) + element) * groups + group];
}

void Recorder::write_period(std::size_t period, double length) {
  for (std::size_t tier = 0; tier < model_.tiers; ++tier) {
    Tally all;
    for (std::size_t group = 0; group < groups_; ++group) {
      const Tally& t = tallies_[tier * groups_ + group];
      all.present.area += t.present.area;
      all.present.now += t.present.now;
      all.waiting.area += t.waiting.area;
      all.waiting.now += t.waiting.now;
      all.blocked.area += t.blocked.area;
      for (auto [sum, part] : {std::pair{&all.wait, &t.wait}, {&all.sojourn, &t.sojourn}}) {
        sum->count += part->count;
        sum->sum += part->sum;
        sum->squares += part->squares;
      }
      all.entries += t.entries;
      if (layout_.groups.empty()) continue;
      cell(occupancy_by_group, period, tier, group) = t.present.area / length;
      cell(waiting_by_group, period, tier, group) = t.waiting.area / length;
      cell(entries_by_group, period, tier, group) = static_cast<double>(t.entries);
      cell(departures_by_group, period, tier, group) = static_cast<double>(t.sojourn.count);
      cell(wait_mean_by_group, period, tier, group) = t.wait.count ? t.wait.sum / static_cast<double>(t.wait.count) : nothing;
      cell(sojourn_mean_by_group, period, tier, group) =
          t.sojourn.count ? t.sojourn.sum / static_cast<double>(t.sojourn.count) : nothing;
    }
    cell(occupancy, period, tier) = all.present.area / length;
    cell(occupancy_end, period, tier) = static_cast<double>(all.present.now);
    cell(waiting, period, tier) = all.waiting.area / length;
    if (blocked_series_ > 0) cell(blocked_series_, period, tier) = all.blocked.area / length;
    cell(waiting_end, period, tier) = static_cast<double>(all.waiting.now);
    cell(entries, period, tier) = static_cast<double>(all.entries);
    cell(starts, period, tier) = static_cast<double>(all.wait.count);
    cell(departures, period, tier) = static_cast<double>(all.sojourn.count);
    cell(throughput, period, tier) = static_cast<double>(all.sojourn.count) / length;
    cell(capacity, period, tier) = capacity_area_[tier] / length;
    const Node& node = model_.nodes[tier];
    const bool is_shared = !node.plain && model_.rules[node.rules].order == Order::shared;
    const double used_area = is_shared ? shared_in_use_[tier].area : all.present.area;
    cell(in_use, period, tier) = used_area / length;
    cell(utilisation, period, tier) =
        capacity_area_[tier] > 0 && std::isfinite(capacity_area_[tier]) ? used_area / capacity_area_[tier] : nothing;
    struct {
      const Times& times;
      Histogram& histogram;
      Histogram& whole;
      Series mean;
    } const kinds[] = {{all.wait, waits_[tier], all_waits_[tier], wait_mean},
                       {all.sojourn, sojourns_[tier], all_sojourns_[tier], sojourn_mean}};
    for (const auto& [times, histogram, whole, mean] : kinds) {
      // Mean, sd, P50, P90 and P95 stand side by side in the list of series.
      cell(mean, period, tier) = times.count ? times.sum / static_cast<double>(times.count) : nothing;
      cell(mean + 1, period, tier) = sd_of(times.count, times.sum, times.squares);
      cell(mean + 2, period, tier) = histogram.quantile(0.50, times.count);
      cell(mean + 3, period, tier) = histogram.quantile(0.90, times.count);
      cell(mean + 4, period, tier) = histogram.quantile(0.95, times.count);
      whole.absorb(histogram);
    }
  }
  for (std::size_t i = 0; i < resources_.size(); ++i) {
    const double busy = resources_[i].area / millionths, capacity = resource_capacity_area_[i];
    cell(resource_series_, period, i) = busy / length;
    cell(resource_series_ + 1, period, i) = capacity / length;
    cell(resource_series_ + 2, period, i) = capacity > 0 && std::isfinite(capacity) ? busy / capacity : nothing;
  }
  if (family_series_ > 0) families_.write(length, [&](std::size_t series, std::size_t element) -> double& { return cell(family_series_ + series, period, element); });
  if (timescale_series_ > 0) timescales_.write(last_day_before(period_end_), [&](std::size_t series, std::size_t element) -> double& { return cell(timescale_series_ + series, period, element); });
  if (cost_series_ > 0) {
    note_starts();
    exactly([&] {
      ledger_.end_period(starts_);
      write_costs(ledger_, [&](std::size_t series, std::size_t element) -> double& { return cell(cost_series_ + series, period, element); });
    });
  }
  for (std::size_t source = 0; source < arrivals_.size(); ++source)
    cell(arrivals, period, source) = static_cast<double>(arrivals_[source]);
  std::vector<std::uint64_t> by_exit(layout_.exits.size());
  for (std::size_t edge = 0; edge < moves_.size(); ++edge) {
    cell(moves, period, edge) = static_cast<double>(moves_[edge]);
    if (node_code_[edge] < 0) by_exit[static_cast<std::size_t>(-1 - node_code_[edge])] += moves_[edge];
  }
  for (std::size_t exit = 0; exit < by_exit.size(); ++exit) cell(exits, period, exit) = static_cast<double>(by_exit[exit]);
}

void Recorder::log(EventLog::What what, double time, EntityName name, std::int32_t edge, std::int32_t tier) {
  record_.log.time.push_back(time - model_.warm_up);
  record_.log.entity.push_back(static_cast<std::uint64_t>(name));
  record_.log.what.push_back(what);
  record_.log.edge.push_back(edge);
  record_.log.tier.push_back(tier);
}

void Recorder::take_back_block(double time, EntityName name) {
  EventLog& log = record_.log;
  for (std::size_t i = log.time.size(); i > 0 && log.time[i - 1] == time - model_.warm_up; --i) {
    if (log.what[i - 1] != EventLog::block || log.entity[i - 1] != static_cast<std::uint64_t>(name)) continue;
    const auto erase = [at = static_cast<std::ptrdiff_t>(i - 1)](auto& column) { column.erase(column.begin() + at); };
    erase(log.time);
    erase(log.entity);
    erase(log.what);
    erase(log.edge);
    erase(log.tier);
    return;
  }
}

}  // namespace headwater
