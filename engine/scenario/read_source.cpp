#include "scenario/read_source.hpp"

#include <algorithm>

#include "random/elementary.hpp"
#include "scenario/number.hpp"
#include "scenario/read_law.hpp"

namespace headwater {

namespace {

FollowsSpec read_follows(const Value& map, const std::string& owner, Diagnostics& diagnostics) {
  Section section(map, {"follows"}, "'follows' of " + owner, diagnostics);
  for (const char* key : {"tier", "numbers", "factors"}) section.require(key);
  FollowsSpec follows{section.text("tier").value_or(""), section.numbers("numbers").value_or(std::vector<double>{}),
                      section.numbers("factors").value_or(std::vector<double>{}), map.place};
  for (std::size_t i = 1; i < follows.numbers.size(); ++i) {
    if (follows.numbers[i] > follows.numbers[i - 1]) continue;
    const std::vector<Value>& items = section.value("numbers")->items;
    report(diagnostics, items[i], "'numbers' in " + section.owner() + " must rise, found " + items[i].text + " after " + items[i - 1].text);
  }
  const auto length = [&](const char* key) { return section.has(key) && section.value(key)->is_list() ? section.value(key)->items.size() : 0; };
  if (section.has("numbers") && section.has("factors") && (length("numbers") != length("factors") || length("numbers") == 0)) {
    report(diagnostics, map, section.owner() + " must have as many 'factors' as 'numbers', at least one, found " + std::to_string(length("factors")) + " and " +
                                 std::to_string(length("numbers")));
  }
  return follows;
}

/// Keys that only some ways of arriving take.
struct Applies {
  const char* key;
  std::vector<std::string_view> ways;
  const char* with;  ///< those ways, in words
};

const std::vector<Applies>& what_applies() {
  static const std::vector<Applies> list{
      {"first", {"every"}, "'every'"},
      {"growth_per_year", {"rate"}, "a rate"},
      {"patterns", {"rate", "gap", "every"}, "a rate, 'gap', or 'every'"},
      {"follows", {"rate", "gap"}, "a rate or 'gap'"},
      {"batch", {"rate", "gap", "every", "dates", "days"}, "a rate, 'gap', 'every', 'dates', or 'days'"},
      {"scatter", {"every", "dates", "days"}, "'every', 'dates', or 'days'"},
      {"shows_up", {"every", "dates", "days"}, "'every', 'dates', or 'days'"},
  };
  return list;
}

/// The way in which arrivals are said to come about; "" after a report.
std::string way_of(Section& section) {
  std::string way;
  int ways = 0;
  for (const char* key : {"rate", "dates", "days", "gap", "every", "at_start"}) {
    if (!section.has(key)) continue;
    way = key;
    ++ways;
  }
  if (ways == 0) section.require("rate", "'dates', 'days', 'gap', 'every' with a unit, or 'at_start'");
  if (ways > 1) report(section.diagnostics(), section.map(), section.owner() + " must have one of a rate, 'dates', 'days', 'gap', 'every' and 'at_start'");
  return ways == 1 ? way : "";
}

void read_dates(Section& section, const std::string& way, Date start, SourceSpec& source) {
  for (const Date date : section.dates("dates").value_or(std::vector<Date>{})) {
    source.dates.push_back(static_cast<double>((date - start).count()));
    if (date < start)
      report(section.diagnostics(), *section.value("dates"), "'dates' of " + section.owner() + " must not lie before the start date, found " + to_text(date));
  }
  if (const auto days = section.numbers("days")) source.dates = *days;
  if ((way == "dates" || way == "days") && section.value(way)->items.empty()) report(section.diagnostics(), section.map(), section.owner() + " lists no arrivals");
  std::sort(source.dates.begin(), source.dates.end());
}

void read_gap(Section& section, SourceSpec& source) {
  const Value* gap = section.value("gap");
  if (gap == nullptr) return;
  source.gap = read_law(*gap, "'gap' of " + section.owner(), section.diagnostics(), true);
  if (source.gap && !(source.gap->mean() > 0))
    report(section.diagnostics(), *gap, "'gap' of " + section.owner() + " must be above 0 on average: else all arrivals come at once");
  if (!source.gap) source.gap = Law{};
}

}  // namespace

std::vector<AttributeSpec> read_attributes(Section& section) {
  std::vector<AttributeSpec> attributes;
  each_element(section, "attributes", "attribute", [&](const Value::Key& key, const Value& map) {
    if (auto law = read_law(map, "attribute '" + key.name + "'", section.diagnostics(), /*timed=*/false))
      attributes.push_back({key.name, std::move(*law), key.place});
    else
      attributes.push_back({key.name, {}, key.place});
  });
  return attributes;
}

SourceSpec read_source(const Value::Key& name, const Value& map, Date start, Diagnostics& diagnostics) {
  Section section(map, {"source"}, "source '" + name.name + "'", diagnostics);
  SourceSpec source;
  source.name = name.name;
  source.place = name.place;
  section.require("to");
  source.to = section.text("to").value_or("");
  source.of_class = section.text("class").value_or("");
  const std::string way = way_of(section);
  for (const Applies& applies : what_applies()) {
    if (way.empty() || !section.has(applies.key) || std::find(applies.ways.begin(), applies.ways.end(), way) != applies.ways.end()) continue;
    report(diagnostics, *section.value(applies.key), quoted(section.spelling(applies.key)) + " of " + section.owner() + " goes with " + applies.with + ", not with " +
                                                         quoted(section.spelling(way)));
  }
  source.rate_per_day = section.number("rate").value_or(0);
  source.growth_per_year = section.number("growth_per_year").value_or(0);
  read_dates(section, way, start, source);
  read_gap(section, source);
  source.every = section.number("every").value_or(way == "every" ? 1 : 0);
  source.first = section.number("first").value_or(0);
  if (way == "every" && section.has("first") && source.first >= source.every)
    report(diagnostics, *section.value("first"), quoted(section.spelling("first")) + " of " + section.owner() + " must be shorter than " + quoted(section.spelling("every")));
  source.at_start = section.whole("at_start").value_or(way == "at_start" ? 1 : 0);
  source.patterns = section.texts("patterns").value_or(std::vector<std::string>{});
  if (const Value* follows = section.value("follows")) source.follows = read_follows(*follows, section.owner(), diagnostics);
  if (const Value* batch = section.value("batch")) source.batch = read_law(*batch, "'batch' of " + section.owner(), diagnostics, /*timed=*/false).value_or(Law{});
  if (source.follows && source.batch && source.batch->least() < 0.5)
    report(diagnostics, *section.value("batch"), "'batch' of " + section.owner() + " can be nobody; with 'follows' at least one must come at once ('at_least: 1')");
  if (source.batch && source.batch->most() < 0.5) report(diagnostics, *section.value("batch"), "'batch' of " + section.owner() + " is always nobody: at least one must be able to come");
  if (const Value* scatter = section.value("scatter")) source.scatter = read_law(*scatter, "'scatter' of " + section.owner(), diagnostics, /*timed=*/true, {.may_be_negative = true}).value_or(Law{});
  source.shows_up = section.number("shows_up").value_or(1);
  source.attributes = read_attributes(section);
  return source;
}

void check_growth(const SourceSpec& source, double warm_up, double horizon, Diagnostics& diagnostics) {
  if (source.growth_per_year == 0) return;
  if (warm_up + horizon > 1e6)
    return diagnostics.error(source.place, "the rate of source '" + source.name + "' grows in daily steps, of which there can be at most 1,000,000; the simulation is too long");
  const double a_day = portable_log1p(source.growth_per_year) / 365.25;
  if (std::max(a_day * horizon, -a_day * warm_up) > portable_log(1e6))
    diagnostics.error(source.place, "the growth of source '" + source.name + "' multiplies its rate by more than 1,000,000 within the simulation");
}

}  // namespace headwater
