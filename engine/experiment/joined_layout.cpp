#include "experiment/joined_layout.hpp"

#include <algorithm>
#include <limits>

#include "results/output.hpp"

namespace headwater {

namespace {

void add_new(std::vector<std::string>& all, const std::vector<std::string>& names) {
  for (const std::string& name : names)
    if (std::find(all.begin(), all.end(), name) == all.end()) all.push_back(name);
}

/// By number in `own`: the number of the same name in `all`.
std::vector<std::size_t> positions(const std::vector<std::string>& own, const std::vector<std::string>& all) {
  std::vector<std::size_t> found;
  for (const std::string& name : own) found.push_back(static_cast<std::size_t>(std::find(all.begin(), all.end(), name) - all.begin()));
  return found;
}

bool same_names(const Layout& a, const Layout& b) {
  if (!std::ranges::equal(a.series, b.series, {}, &SeriesSpec::name, &SeriesSpec::name)) return false;
  for (const Axis axis : {Axis::tier, Axis::exit, Axis::source, Axis::resource, Axis::edge, Axis::need, Axis::timescale, Axis::line})
    if (elements_of(a, axis) != elements_of(b, axis)) return false;
  return true;
}

/// What the scenarios say of one thing, each text once.
void add_said(std::string& all, const std::string& one) {
  const std::string between = "; in another scenario: ";
  if ((between + all + between).find(between + one + between) == std::string::npos) all += between + one;
}

/// A timescale of one name may be shorter in another scenario: that is a question like any other, and is said. Nobody is counted
/// where there is none, so all scenarios must have the same.
void join_timescales(Layout& all, const Layout& next, const std::string& who) {
  const auto require_all_of = [&who](const Layout& these, const Layout& in) {
    for (const std::string& name : these.timescales)
      if (std::find(in.timescales.begin(), in.timescales.end(), name) == in.timescales.end())
        throw CannotJoin(who + "can only be compared where both have the timescale '" + name + "' ('timescales')");
  };
  require_all_of(all, next);
  require_all_of(next, all);
  for (std::size_t i = 0; i < next.timescales.size(); ++i) {
    const auto known = static_cast<std::size_t>(std::find(all.timescales.begin(), all.timescales.end(), next.timescales[i]) - all.timescales.begin());
    add_said(all.timescale_rules[known], next.timescale_rules[i]);
  }
}

/// Costs can only be set side by side where all scenarios count them, in the same way.
void join_costs(Layout& all, const Layout& next, const std::string& who) {
  if (all.lines.empty() != next.lines.empty()) throw CannotJoin(who + "can only be compared where both say what they cost ('money'), or neither");
  for (const SeriesSpec& series : next.series) {
    const auto known = std::find_if(all.series.begin(), all.series.end(), [&](const SeriesSpec& one) { return one.name == series.name; });
    if (series.units == "pence" && known->long_name != series.long_name)
      throw CannotJoin(who + "count costs differently ('price_year' or 'discount_rate' in 'money'): " + known->long_name + "; and " + series.long_name);
  }
  for (std::size_t i = 0; i < next.lines.size(); ++i) {
    const auto known = static_cast<std::size_t>(std::find(all.lines.begin(), all.lines.end(), next.lines[i]) - all.lines.begin());
    if (known == all.lines.size()) {
      all.lines.push_back(next.lines[i]);
      all.line_bearers.push_back(next.line_bearers[i]);
      all.line_sources.push_back(next.line_sources[i]);
      continue;
    }
    if (all.line_bearers[known] != next.line_bearers[i])
      throw CannotJoin(who + "have different bearers of the costs of line '" + next.lines[i] + "': " + all.line_bearers[known] + " and " + next.line_bearers[i]);
    add_said(all.line_sources[known], next.line_sources[i]);
  }
}

}  // namespace

Layout joined(const std::vector<Layout>& layouts) {
  Layout all = layouts.at(0);
  for (std::size_t i = 1; i < layouts.size(); ++i) {
    const Layout& next = layouts[i];
    const std::string who = "scenario " + std::to_string(i + 1) + " and the first ";
    if (next.start_date != all.start_date) throw CannotJoin(who + "begin on different days: " + next.start_date + " and " + all.start_date);
    if (next.period_end != all.period_end)
      throw CannotJoin(who + "have different reporting periods ('horizon' or 'every' in 'run'): they can only be compared period by period");
    if (next.year_begins_month != all.year_begins_month) throw CannotJoin(who + "have years that begin with different months ('year_begins_month')");
    if (next.groups != all.groups) throw CannotJoin(who + "report by different groups ('report: by:')");
    join_costs(all, next, who);
    add_new(all.tiers, next.tiers);
    add_new(all.exits, next.exits);
    add_new(all.sources, next.sources);
    add_new(all.resources, next.resources);
    add_new(all.needs, next.needs);
    join_timescales(all, next, who);
    for (const Edge& edge : next.edges)
      if (std::none_of(all.edges.begin(), all.edges.end(), [&](const Edge& known) { return label_of(known) == label_of(edge); })) all.edges.push_back(edge);
    for (const SeriesSpec& series : next.series)
      if (std::none_of(all.series.begin(), all.series.end(), [&](const SeriesSpec& known) { return known.name == series.name; })) all.series.push_back(series);
    all.event_log = all.event_log || next.event_log;
  }
  return all;
}

Fitting::Fitting(const Layout& own, const Layout& joined) : joined_(joined), same_(same_names(own, joined)), own_tiers_(own.tiers.size()) {
  if (same_) return;
  for (std::size_t series = 0; series < joined.series.size(); ++series) {
    const SeriesSpec& spec = joined.series[series];
    const auto found = std::find_if(own.series.begin(), own.series.end(), [&](const SeriesSpec& one) { return one.name == spec.name; });
    const std::vector<std::string> own_labels = elements_of(own, spec.axis);
    const std::vector<std::size_t> places = positions(elements_of(joined, spec.axis), own_labels);
    const std::size_t groups = spec.by_group ? joined.groups.size() : 1;
    for (std::size_t period = 0; period < joined.period_end.size(); ++period) {
      for (const std::size_t place : places) {
        const bool has = found != own.series.end() && place < own_labels.size();
        const std::size_t first = has ? own.offset_of(static_cast<std::size_t>(found - own.series.begin())) + (period * own_labels.size() + place) * groups : 0;
        for (std::size_t group = 0; group < groups; ++group) {
          from_.push_back(has ? static_cast<std::ptrdiff_t>(first + group) : -1);
          missing_.push_back(spec.count ? 0 : std::numeric_limits<double>::quiet_NaN());
        }
      }
    }
  }
  tier_ = positions(own.tiers, joined.tiers);
  exit_ = positions(own.exits, joined.exits);
  edge_ = positions(elements_of(own, Axis::edge), elements_of(joined, Axis::edge));
}

ReplicationRecord Fitting::fit(ReplicationRecord record) const {
  if (same_) return record;
  std::vector<double> values = missing_;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (from_[i] >= 0) values[i] = record.values[static_cast<std::size_t>(from_[i])];
  record.values = std::move(values);
  std::vector<HistogramCounts> histograms(joined_.histograms.names.size() * joined_.tiers.size());
  for (std::size_t name = 0; name < joined_.histograms.names.size(); ++name)
    for (std::size_t tier = 0; tier < own_tiers_; ++tier)
      histograms[name * joined_.tiers.size() + tier_[tier]] = std::move(record.histograms[name * own_tiers_ + tier]);
  record.histograms = std::move(histograms);
  for (std::int32_t& edge : record.log.edge)
    if (edge >= 0) edge = static_cast<std::int32_t>(edge_[static_cast<std::size_t>(edge)]);
  for (std::int32_t& tier : record.log.tier)
    tier = tier >= 0 ? static_cast<std::int32_t>(tier_[static_cast<std::size_t>(tier)])
                     : -1 - static_cast<std::int32_t>(exit_[static_cast<std::size_t>(-1 - tier)]);
  return record;
}

}  // namespace headwater
