#include "scenario/read_calendar.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <functional>

namespace headwater {

namespace {

constexpr int minutes_a_day = 24 * 60;
constexpr std::array<const char*, 7> day_names{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr std::array<int, 12> days_before{0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};  // in a year without 29 February

std::optional<int> two_digits(std::string_view text) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (text.size() != 2 || !digit(text[0]) || !digit(text[1])) return std::nullopt;
  return 10 * (text[0] - '0') + (text[1] - '0');
}

/// Two numbers of two digits with `between` between them.
std::optional<std::pair<int, int>> pair_of(const Value* value, char between) {
  if (value == nullptr || !value->is_scalar() || value->text.size() != 5 || value->text[2] != between) return std::nullopt;
  const auto first = two_digits(std::string_view(value->text).substr(0, 2)), second = two_digits(std::string_view(value->text).substr(3));
  if (!first || !second) return std::nullopt;
  return std::pair(*first, *second);
}

std::string found(const Value& value) { return value.is_scalar() ? quoted(value.text) : value.is_list() ? "a list" : value.is_map() ? "a map" : "nothing"; }

/// Part of a round of minutes or days that one span of the file covers.
struct Span {
  int from = 0;
  int to = 0;  ///< the first that is no longer covered
  double level = 0;
  const Value* written = nullptr;
};

class CalendarReader {
 public:
  CalendarReader(const Value::Key& name, const Value& map, Date start, double warm_up, double horizon, Diagnostics& diagnostics)
      : section_(map, {"calendar"}, "calendar '" + name.name + "'", diagnostics), diagnostics_(diagnostics), start_(start), begin_(-warm_up), end_(horizon) {
    out_.name = name.name;
    out_.place = name.place;
  }

  CalendarSpec run() {
    otherwise_ = section_.number("otherwise");
    std::vector<std::string> ways;
    for (const char* way : {"week", "cycle", "year", "dates"})
      if (section_.has(way)) ways.push_back(way);
    if (ways.empty()) section_.require("week", "'cycle' with a unit, 'year', or 'dates'");
    if (ways.size() > 1) report(diagnostics_, section_.map(), section_.owner() + " must have one of 'week', a cycle, 'year' and 'dates'");
    if (section_.has("steps") && !section_.has("cycle")) section_.require("cycle");
    if (ways.size() == 1) {
      if (ways[0] == "week") read_week();
      if (ways[0] == "cycle") read_cycle();
      if (ways[0] == "year") read_year();
      if (ways[0] == "dates") read_dates();
    }
    if (out_.time.empty()) add(begin_, 1);  // what was wrong has been reported
    return std::move(out_);
  }

 private:
  /// Adds a step; those before the beginning only say what holds there.
  void add(double time, double level) {
    if (time >= end_) return;
    time = std::max(time, begin_);
    if (!out_.time.empty() && out_.time.back() == time) {
      out_.time.pop_back();
      out_.level.pop_back();
    }
    if (!out_.level.empty() && out_.level.back() == level) return;
    out_.time.push_back(time);
    out_.level.push_back(level);
  }

  bool too_many(double steps_a_day) {
    const double steps = (end_ - begin_) * steps_a_day;
    if (steps <= most_calendar_steps) return false;
    diagnostics_.error(out_.place, section_.owner() + " would change about " + std::to_string(static_cast<std::int64_t>(steps)) +
                                       " times in the simulation; at most " + std::to_string(static_cast<std::int64_t>(most_calendar_steps)) + " are possible");
    return true;
  }

  const std::vector<Value>& items(const char* key) {
    static const std::vector<Value> none;
    const Value& list = *section_.value(key);
    if (list.is_list() && !list.items.empty()) return list.items;
    report(diagnostics_, list, quoted(key) + " of " + section_.owner() + " must be a list of at least one span");
    return none;
  }

  std::optional<double> level_of(Section& span) {
    span.require("level");
    return span.number("level");
  }

  /// The levels of a round (minutes of a week, days of a year) as steps, or nothing after a report.
  std::vector<std::pair<int, double>> round(std::vector<Span> spans, int length, const std::function<std::string(int)>& name) {
    const auto before = [](const Span& a, const Span& b) { return a.from < b.from; };
    std::stable_sort(spans.begin(), spans.end(), before);
    bool good = true, gap_named = otherwise_.has_value();
    std::vector<std::pair<int, double>> steps;
    const auto leave_gap = [&](int from, int to) {
      if (from >= to) return;
      if (!gap_named) {
        report(diagnostics_, section_.map(), section_.owner() + " says nothing of " + name(from) + " to " + name(to) + ": 'otherwise' is missing");
        gap_named = true;
        good = false;
      }
      steps.push_back({from, otherwise_.value_or(0)});
    };
    const Span* last = nullptr;
    for (const Span& span : spans) {
      if (last != nullptr && span.from < last->to) {
        overlap(*span.written, *last->written, name(span.from));
        good = false;
        if (span.to <= last->to) continue;
      }
      leave_gap(last ? last->to : 0, span.from);
      steps.push_back({span.from, span.level});
      last = &span;
    }
    leave_gap(last ? last->to : 0, length);
    return good ? steps : std::vector<std::pair<int, double>>{};
  }

  void overlap(const Value& a, const Value& b, const std::string& at) {
    const Value& first = a.place.line < b.place.line || (a.place.line == b.place.line && a.place.column < b.place.column) ? a : b;
    const Value& second = &first == &a ? b : a;
    report(diagnostics_, second, "this span of " + section_.owner() + " overlaps that at line " + std::to_string(first.place.line) + ", column " +
                                     std::to_string(first.place.column) + ": both hold on " + at);
  }

  // --- week ---

  std::optional<int> minute(Section& section, const char* key, int otherwise) {
    const Value* value = section.value(key);
    if (value == nullptr) return otherwise;
    const auto time = pair_of(value, ':');
    if (time && time->second < 60 && (time->first < 24 || (time->first == 24 && time->second == 0))) return 60 * time->first + time->second;
    report(diagnostics_, *value, quoted(key) + " must be a time of day from \"00:00\" to \"24:00\", found " + found(*value));
    return std::nullopt;
  }

  static std::string minute_name(int minute) {
    char text[32];
    const int day = std::min(minute / minutes_a_day, 6), rest = minute - day * minutes_a_day;
    std::snprintf(text, sizeof text, "%s %02d:%02d", day_names[static_cast<std::size_t>(day)], rest / 60, rest % 60);
    return text;
  }

  void read_week() {
    std::vector<Span> spans;
    bool good = true;
    for (const Value& item : items("week")) {
      Section span(item, {"week_span"}, "a span of " + section_.owner(), diagnostics_);
      const auto level = level_of(span);
      const auto from = minute(span, "from", 0), to = minute(span, "to", minutes_a_day);
      if (from && to && *from >= *to) {
        report(diagnostics_, item, "'to' must be later than 'from' in a span of " + section_.owner() + "; write one that lasts over midnight as two, until \"24:00\" and from \"00:00\"");
        good = false;
      }
      std::vector<std::string> days(day_names.begin(), day_names.end());
      if (span.has("days")) days = span.texts("days").value_or(std::vector<std::string>{});
      if (span.has("days") && span.value("days")->is_list() && span.value("days")->items.empty()) report(diagnostics_, *span.value("days"), "'days' must hold at least one day");
      for (std::size_t i = 0; i < days.size(); ++i) {
        const auto day = std::find(day_names.begin(), day_names.end(), days[i]);
        if (day == day_names.end()) {
          report(diagnostics_, span.value("days")->items[i], "'days' must hold mon, tue, wed, thu, fri, sat or sun, found " + quoted(days[i]));
          good = false;
        } else if (from && to && level) {
          const int midnight = minutes_a_day * static_cast<int>(day - day_names.begin());
          spans.push_back({midnight + *from, midnight + *to, *level, &item});
        }
      }
      good = good && from && to && level && !days.empty();
    }
    if (!good || spans.empty()) return;
    const auto steps = round(spans, 7 * minutes_a_day, minute_name);
    if (steps.empty() || too_many(static_cast<double>(steps.size()) / 7)) return;
    const int weekday = static_cast<int>(std::chrono::weekday(start_).iso_encoding()) - 1;
    for (double monday = 7 * std::floor((begin_ + weekday) / 7) - weekday; monday < end_; monday += 7)
      for (const auto& [at, level] : steps) add(monday + static_cast<double>(at) / minutes_a_day, level);
  }

  // --- cycle ---

  void read_cycle() {
    section_.require("steps");
    const auto length = section_.number("cycle");
    if (!section_.has("steps")) return;
    std::vector<std::pair<double, double>> steps;
    bool good = length.has_value();
    for (const Value& item : items("steps")) {
      Section step(item, {"cycle_step"}, "a step of " + section_.owner(), diagnostics_);
      step.require("from");
      const auto level = level_of(step);
      const auto from = step.number("from");
      if (from && length && *from >= *length) report(diagnostics_, item, quoted(step.spelling("from")) + " must lie before the end of the cycle, found " + step.value("from")->text);
      if (from && !steps.empty() && *from <= steps.back().first) report(diagnostics_, item, "the steps of " + section_.owner() + " must rise in time");
      good = good && from && level && length && *from < *length && (steps.empty() || *from > steps.back().first);
      if (from && level) steps.push_back({*from, *level});
    }
    if (!good || steps.empty()) return;
    if (steps[0].first > 0) {
      if (!otherwise_) return report(diagnostics_, section_.map(), section_.owner() + " says nothing of the beginning of its cycle: a step from 0 or 'otherwise' is missing");
      steps.insert(steps.begin(), {0, *otherwise_});
    }
    if (too_many(static_cast<double>(steps.size()) / *length)) return;
    for (double k = std::floor(begin_ / *length); k * *length < end_; ++k)
      for (const auto& [from, level] : steps) add(k * *length + from, level);
  }

  // --- year ---

  /// Day of a year without 29 February, from 0.
  std::optional<int> day(Section& section, const char* key) {
    const Value* value = section.value(key);
    if (value == nullptr) return std::nullopt;
    const auto date = pair_of(value, '-');
    if (date && date->first == 2 && date->second == 29) {
      report(diagnostics_, *value, quoted(key) + " must be a day that every year has; 29 February goes with 28 February");
      return std::nullopt;
    }
    if (date && date->first >= 1 && date->first <= 12 && date->second >= 1) {
      const auto month = static_cast<std::size_t>(date->first - 1);
      const int end = month == 11 ? 365 : days_before[month + 1];
      if (days_before[month] + date->second <= end) return days_before[month] + date->second - 1;
    }
    report(diagnostics_, *value, quoted(key) + " must be a month and a day, such as 07-20, found " + found(*value));
    return std::nullopt;
  }

  static std::pair<unsigned, unsigned> month_and_day(int day) {
    const auto month = static_cast<unsigned>(std::upper_bound(days_before.begin(), days_before.end(), day % 365) - days_before.begin());
    return {month, static_cast<unsigned>(day % 365 - days_before[month - 1] + 1)};
  }

  static std::string day_name(int day) {
    char text[32];
    std::snprintf(text, sizeof text, "%02u-%02u", month_and_day(day).first, month_and_day(day).second);
    return text;
  }

  void read_year() {
    std::vector<Span> spans;
    bool good = true;
    for (const Value& item : items("year")) {
      Section span(item, {"year_span"}, "a span of " + section_.owner(), diagnostics_);
      for (const char* key : {"from", "to"}) span.require(key);
      const auto level = level_of(span);
      const auto from = day(span, "from"), to = day(span, "to");
      good = good && from && to && level;
      if (!from || !to || !level) continue;
      if (*from == *to) {
        report(diagnostics_, item, "'to' must differ from 'from' in a span of " + section_.owner() + ": it is the first day no longer in it");
        good = false;
      } else if (*from < *to || *to == 0) {
        spans.push_back({*from, *to == 0 ? 365 : *to, *level, &item});
      } else {  // over the new year
        spans.push_back({*from, 365, *level, &item});
        spans.push_back({0, *to, *level, &item});
      }
    }
    if (!good || spans.empty()) return;
    const auto steps = round(spans, 365, day_name);
    if (steps.empty() || too_many(static_cast<double>(steps.size()) / 365)) return;
    using namespace std::chrono;
    const auto year_of = [&](double time) { return year_month_day(start_ + days{static_cast<int>(std::floor(time))}).year(); };
    for (year now = year_of(begin_); now <= year_of(end_); ++now) {
      for (const auto& [at, level] : steps) {
        const auto [m, d] = month_and_day(at);
        add(static_cast<double>((sys_days{now / month{m} / std::chrono::day{d}} - start_).count()), level);
      }
    }
  }

  // --- dates ---

  void read_dates() {
    std::vector<Span> spans;
    bool good = true;
    for (const Value& item : items("dates")) {
      Section span(item, {"date_span"}, "a span of " + section_.owner(), diagnostics_);
      for (const char* key : {"from", "to"}) span.require(key);
      const auto level = level_of(span);
      const auto from = span.date("from"), to = span.date("to");
      good = good && from && to && level;
      if (!from || !to || !level) continue;
      if (*from >= *to) {
        report(diagnostics_, item, "'to' must be later than 'from' in a span of " + section_.owner() + ": it is the first day no longer in it");
        good = false;
      }
      spans.push_back({days_since_epoch(*from), days_since_epoch(*to), *level, &item});
    }
    if (!good || spans.empty()) return;
    // The round is the time that is simulated, cut out of the spans.
    const int origin = days_since_epoch(start_), begin = origin + static_cast<int>(std::floor(begin_)), end = origin + static_cast<int>(std::ceil(end_));
    std::vector<Span> inside;
    for (Span span : spans) {
      span.from = std::max(span.from, begin) - begin;
      span.to = std::min(span.to, end) - begin;
      if (span.from < span.to) inside.push_back(span);
      else diagnostics_.warning(span.written->place, "this span of " + section_.owner() + " lies outside the time that is simulated");
    }
    const auto date_name = [begin](int day) { return to_text(Date{std::chrono::days{begin + day}}); };
    for (const auto& [at, level] : round(inside, end - begin, date_name)) add(static_cast<double>(at + begin - origin), level);
  }

  static int days_since_epoch(Date date) { return static_cast<int>(date.time_since_epoch().count()); }

  Section section_;
  Diagnostics& diagnostics_;
  Date start_;
  double begin_, end_;
  std::optional<double> otherwise_;
  CalendarSpec out_;
};

}  // namespace

CalendarSpec read_calendar(const Value::Key& name, const Value& map, Date start, double warm_up, double horizon, Diagnostics& diagnostics) {
  return CalendarReader(name, map, start, warm_up, horizon, diagnostics).run();
}

}  // namespace headwater
