#include "results/output.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "random/special_numbers.hpp"
#include "scenario/diagnostics.hpp"

namespace headwater {

namespace {

const std::string group_suffix = "_by_group";

[[noreturn]] void refuse(const std::string& text, const std::string& why) { throw UnknownOutput("'" + text + "' is no output: " + why); }

std::string one_of(const std::string& what, const std::string& found, const std::vector<std::string>& known) {
  const std::string nearest = nearest_name(found, known);
  std::string text = "there is no " + what + " '" + found + "'";
  if (!nearest.empty()) return text + " (did you mean '" + nearest + "'?)";
  text += known.empty() ? "" : "; there are ";
  const std::size_t most = 12;
  for (std::size_t i = 0; i < std::min(most, known.size()); ++i) text += (i > 0 ? ", " : "") + known[i];
  return text + (known.size() > most ? ", ..." : "");
}

std::size_t position(const std::string& text, const std::string& what, const std::string& found, const std::vector<std::string>& known) {
  const auto at = std::find(known.begin(), known.end(), found);
  if (at == known.end()) refuse(text, one_of(what, found, known));
  return static_cast<std::size_t>(at - known.begin());
}

const char* name_of(Axis axis) {
  switch (axis) {
    case Axis::tier:
      return "tier";
    case Axis::edge:
      return "edge";
    case Axis::source:
      return "source";
    case Axis::exit:
      return "exit";
    case Axis::resource:
      return "resource";
    case Axis::need:
      return "level of need";
    case Axis::timescale:
      return "timescale";
    case Axis::line:
      return "line of costs";
    case Axis::none:
      break;
  }
  return "element";
}

/// "SERIES", "ELEMENT", "GROUP" and "WHEN" of an output's name.
struct Parts {
  std::string series, element, group, when;
};

Parts parts_of(const std::string& text) {
  Parts parts;
  std::string rest = text;
  // A text that ends in a group has no WHEN; an '@' in it is part of the group's name.
  if (const std::size_t at = rest.rfind('@'); at != std::string::npos && !rest.ends_with(']')) {
    parts.when = rest.substr(at + 1);
    rest.resize(at);
    if (parts.when.empty()) refuse(text, "after '@' stands a date, a year, 'first' or 'last'");
  }
  const std::size_t dot = rest.find('.');
  parts.series = rest.substr(0, dot);
  if (dot != std::string::npos) parts.element = rest.substr(dot + 1);
  if (const std::size_t open = parts.element.find('['); open != std::string::npos && parts.element.back() == ']') {
    parts.group = parts.element.substr(open + 1, parts.element.size() - open - 2);
    parts.element.resize(open);
    if (parts.group.empty()) refuse(text, "between '[' and ']' stands the name of a group");
  }
  return parts;
}

/// The first and the last day that WHEN means.
struct Days {
  Date first, last;
};

std::optional<Days> days_of(const std::string& when, int year_begins_month) {
  using namespace std::chrono;
  const auto from = [](const std::optional<Date>& day, months length) -> std::optional<Days> {
    if (!day) return std::nullopt;
    return Days{*day, sys_days(year_month_day{*day} + length) - days(1)};
  };
  if (when.size() == 7 && when[4] == '-') return from(parse_date(when + "-01"), months(1));
  if (when.size() == 4) return from(parse_date(when + "-01-01"), months(12));
  if (when.size() == 7 && when[4] == '/') {
    const std::optional<int> first = parse_financial_year(when);
    return first ? from(first_day_of_year(*first, year_begins_month), months(12)) : std::nullopt;
  }
  const auto day = parse_date(when);
  if (!day) return std::nullopt;
  return Days{*day, *day};
}

}  // namespace

bool names_a_time(const std::string& name) { return !parts_of(name).when.empty(); }

Date first_day(const Layout& layout, std::size_t period) {
  // A warm-up that is no whole number of days leaves rounding in the start of a period.
  constexpr double rounding = 1e-6;
  return parse_date(layout.start_date).value() + std::chrono::days(static_cast<long>(std::floor(layout.period_start[period] + rounding)));
}

std::string label_of(const Edge& edge) { return edge.from + " -> " + edge.to + (edge.how.empty() ? "" : " (" + edge.how + ")"); }

std::vector<std::string> elements_of(const Layout& layout, Axis axis) {
  std::vector<std::string> labels;
  switch (axis) {
    case Axis::tier:
      return layout.tiers;
    case Axis::source:
      return layout.sources;
    case Axis::exit:
      return layout.exits;
    case Axis::resource:
      return layout.resources;
    case Axis::need:
      return layout.needs;
    case Axis::timescale:
      return layout.timescales;
    case Axis::line:
      return layout.lines;
    case Axis::edge:
      for (const Edge& edge : layout.edges) labels.push_back(label_of(edge));
      return labels;
    case Axis::none:
      break;
  }
  return {"all"};
}

Output::Output(const Layout& layout, const std::string& name) : name_(name) {
  const Parts parts = parts_of(name);
  std::vector<std::string> known;
  for (const SeriesSpec& series : layout.series)
    if (!series.by_group) known.push_back(series.name);
  position(name, "series", parts.series, known);
  const auto find = [&](const std::string& wanted) {
    const auto at = std::find_if(layout.series.begin(), layout.series.end(), [&](const SeriesSpec& series) { return series.name == wanted; });
    return at == layout.series.end() ? layout.series.size() : static_cast<std::size_t>(at - layout.series.begin());
  };
  std::size_t group = 0;
  const std::size_t index = find(parts.group.empty() ? parts.series : parts.series + group_suffix);
  if (index == layout.series.size())
    refuse(name, layout.groups.empty() ? "the model reports by no groups ('report: by:')" : "'" + parts.series + "' is not reported by group");
  if (!parts.group.empty()) group = position(name, "group", parts.group, layout.groups);
  const SeriesSpec& spec = layout.series[index];
  const std::vector<std::string> elements = elements_of(layout, spec.axis);
  const std::string what = name_of(spec.axis);
  if (elements.empty()) refuse(name, "the model has no " + what);
  if (spec.axis == Axis::none) {
    if (!parts.element.empty()) refuse(name, "'" + parts.series + "' is of the whole model and takes no name after it");
  } else if (parts.element.empty()) {
    refuse(name, "'" + parts.series + "' needs " + (std::string("aeiou").find(what[0]) == std::string::npos ? "a " : "an ") + what + ", as in '" + parts.series + "." + elements[0] + "'");
  }
  const std::size_t element = spec.axis == Axis::none ? 0 : position(name, what, parts.element, elements);
  units_ = spec.units;

  const std::size_t groups = spec.by_group ? layout.groups.size() : 1;
  axis_ = spec.axis;
  element_ = element;
  stride_ = layout.elements(spec.axis) * groups;
  series_ = {index, element * groups + group};
  choose_periods(layout, parts.when, spec.units == "pence");
  const auto beside = [&](const char* other) { return Cell{find(other + (parts.group.empty() ? "" : group_suffix)), series_.first}; };
  const std::string& series = parts.series;
  const bool several = periods_.size() > 1;
  if (series.ends_with("_end")) {
    together_ = Together::last;
  } else if (spec.count) {
    together_ = Together::sum;
  } else if (series == "wait_mean" && (!several || parts.group.empty())) {
    together_ = several ? Together::by_weight : Together::last;
    if (several) weights_ = beside("starts");
  } else if (series == "sojourn_mean") {
    together_ = Together::by_weight;
    weights_ = beside("departures");
  } else if (series == "timescale_in_time") {
    together_ = Together::by_weight;
    weights_ = beside("timescale_ended");
  } else if (series == "utilisation" || series == "resource_utilisation") {
    together_ = Together::over;
    // Results of earlier versions have no 'in_use'.
    series_ = beside(series == "resource_utilisation" ? "resource_busy" : find("in_use") < layout.series.size() ? "in_use" : "occupancy");
    weights_ = beside(series == "utilisation" ? "capacity" : "resource_capacity");
  } else if (series.starts_with("wait_") || series.starts_with("sojourn_")) {
    if (several) refuse(name, "'" + series + "' of several periods cannot be put together; name one period after '@', or let the model report 'every: whole_run'");
    together_ = Together::last;
  } else {
    together_ = Together::by_length;
  }
}

void Output::choose_periods(const Layout& layout, const std::string& when, bool to_the_penny) {
  const std::size_t count = layout.period_start.size();
  const std::optional<Days> days = days_of(when, layout.year_begins_month);
  if (when != "" && when != "first" && when != "last" && !days)
    refuse(name_, "'" + when + "' is no time: a day (2027-04-01), a month (2027-04), a year (2027), a financial year (2027/28), 'first' or 'last'");
  const Date start = parse_date(layout.start_date).value();
  const double begin = days ? static_cast<double>((days->first - start).count()) : 0, end = days ? static_cast<double>((days->last - start).count() + 1) : 0;
  for (std::size_t period = 0; period < count; ++period) {
    const double from = layout.period_start[period], to = layout.period_end[period];
    if (to_the_penny && days && days->first < days->last && from < end && to > begin && (from < begin || to > end))
      refuse(name_, "the reporting period that begins on " + to_text(first_day(layout, period)) + " lies in '" + when + "' with a part of its costs only; let the model report 'every: month', 'quarter' or 'year'");
    if (when == "first" && period != 0) continue;
    if (when == "last" && period + 1 != count) continue;
    if (days && (first_day(layout, period) < days->first || first_day(layout, period) > days->last)) continue;
    periods_.push_back(period);
    lengths_.push_back(to - from);
  }
  if (days) in_part_ = days->first < days->last && (begin < layout.period_start.front() || end > layout.period_end.back());
  if (periods_.empty())
    refuse(name_, "no reporting period begins in '" + when + "'; the first begins on " + to_text(first_day(layout, 0)) + ", the last on " + to_text(first_day(layout, count - 1)));
}

double Output::of(const Layout& layout, std::span<const double> values) const {
  const auto part = [&](const Cell& cell) { return values.subspan(layout.offset_of(cell.index), layout.size_of(cell.index)); };
  return of(part(series_), weights_ ? part(*weights_) : std::span<const double>{});
}

double Output::of(std::span<const double> values, std::span<const double> beside) const {
  double sum = 0, weights = 0;
  bool any = false;
  for (std::size_t i = 0; i < periods_.size(); ++i) {
    const double value = values[series_.first + periods_[i] * stride_];
    if (std::isnan(value)) continue;
    any = true;
    switch (together_) {
      case Together::sum:
        sum += value;
        weights = 1;
        break;
      case Together::last:
        sum = value;
        weights = 1;
        break;
      case Together::by_length:
        sum += value * lengths_[i];
        weights += lengths_[i];
        break;
      case Together::by_weight: {
        const double weight = beside[weights_->first + periods_[i] * stride_];
        sum += value * weight;
        weights += weight;
        break;
      }
      case Together::over:
        sum += value * lengths_[i];
        weights += beside[weights_->first + periods_[i] * stride_] * lengths_[i];
        break;
    }
  }
  return any && weights > 0 && weights < std::numeric_limits<double>::infinity() ? sum / weights : nothing;
}

std::vector<double> Output::by_period(const Layout& layout, std::span<const double> values) const {
  const auto at = [&](const Cell& cell, std::size_t period) { return values[layout.offset_of(cell.index) + cell.first + period * stride_]; };
  std::vector<double> numbers;
  for (std::size_t i = 0; i < periods_.size(); ++i) {
    const double value = at(series_, periods_[i]);
    numbers.push_back(together_ == Together::over ? value / at(*weights_, periods_[i]) : together_ == Together::sum ? value / lengths_[i] : value);
  }
  return numbers;
}

std::vector<std::string> usual_outputs(const Layout& layout) {
  std::vector<std::string> names;
  for (const char* series : {"occupancy", "waiting", "wait_mean", "entries"})
    for (const std::string& tier : layout.tiers) names.push_back(std::string(series) + "." + tier);
  for (const std::string& exit : layout.exits) names.push_back("exits." + exit);
  for (const std::string& timescale : layout.timescales) names.push_back("timescale_in_time." + timescale);
  return names;
}

std::vector<std::string> cost_outputs(const Layout& layout) {
  std::vector<std::string> names;
  for (const std::string& line : layout.lines) names.push_back("cost_pence." + line);
  if (!names.empty()) names.push_back("total_cost_pence");
  return names;
}

}  // namespace headwater
