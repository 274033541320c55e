#include "scenario/read_money.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "scenario/number.hpp"
#include "scenario/section.hpp"

namespace headwater {

namespace {

class MoneyReader {
 public:
  MoneyReader(const Description& of, Diagnostics& diagnostics) : of_(of), diagnostics_(diagnostics) {
    for (const TierSpec& tier : of.tiers) tiers_.push_back(tier.name);
    end_ = of.start + std::chrono::days(std::max(1, static_cast<int>(std::ceil(of.horizon))));  // a horizon that is wrong has been reported
    first_year_ = financial_year_of(of.start, of.year_begins_month);
    last_year_ = financial_year_of(end_ - std::chrono::days(1), of.year_begins_month);
  }

  MoneySpec read(const Value& map) {
    Section section(map, {"money"}, "'money'", diagnostics_);
    section.require("lines");
    section.text("source");
    MoneySpec money;
    money.place = map.place;
    money.price_year = price_year_ = read_price_year(section);
    money.discount_rate = section.number("discount_rate").value_or(money.discount_rate);
    each_element(section, "lines", "line", [&](const Value::Key& key, const Value& line) { money.lines.push_back(read_line(key, line)); });
    if (section.has("lines") && money.lines.empty()) report(diagnostics_, *section.value("lines"), "'lines' of 'money' must hold at least one line");
    return money;
  }

 private:
  int read_price_year(Section& section) {
    const auto text = section.text("price_year");
    if (!text) return first_year_;
    const auto year = parse_financial_year(*text);
    if (!year) report(diagnostics_, *section.value("price_year"), "'price_year' must be a financial year such as " + financial_year(first_year_) + ", found " + quoted(*text));
    return year.value_or(first_year_);
  }

  CostLineSpec read_line(const Value::Key& key, const Value& map) {
    Section section(map, {"cost_line"}, "line '" + key.name + "'", diagnostics_);
    const std::size_t faults = diagnostics_.all().size();
    CostLineSpec line;
    line.name = key.name;
    line.place = key.place;
    line.gbp_per_day = section.number("cost_gbp_per_day").value_or(section.number("cost_gbp_per_week").value_or(0) / 7);
    if (section.has("cost_gbp_per_day") && section.has("cost_gbp_per_week"))
      report(diagnostics_, *section.value("cost_gbp_per_week"), "'cost_gbp_per_day' and 'cost_gbp_per_week' are both given in " + section.owner() + "; one must go");
    line.gbp_per_start = section.number("cost_gbp_per_start").value_or(0);
    line.fixed_gbp_per_year = section.number("fixed_gbp_per_year").value_or(0);
    const bool by_cases = section.has("cost_gbp_per_day") || section.has("cost_gbp_per_week") || section.has("cost_gbp_per_start"), fixed = section.has("fixed_gbp_per_year");
    if (!by_cases && !fixed && (map.is_map() || map.kind == Value::Kind::null))
      report(diagnostics_, map, section.owner() + " has no cost: 'cost_gbp_per_day', 'cost_gbp_per_week', 'cost_gbp_per_start' or 'fixed_gbp_per_year' must say one");
    line.tiers = read_tiers(section, by_cases, fixed);
    line.inflation = read_inflation(section);
    line.from = section.date("from");
    line.to = section.date("to");
    if (line.from && line.to && *line.from >= *line.to) {
      report(diagnostics_, *section.value("to"), "'to' of " + section.owner() + " must be later than 'from' (" + to_text(*line.from) + "), found " + to_text(*line.to) + ": it is the first day that is no longer paid for");
    } else if ((line.from && *line.from >= end_) || (line.to && *line.to <= of_.start)) {
      diagnostics_.warning(key.place, section.owner() + " is never paid: its dates lie outside the time that is simulated");
    }
    line.bearer = section.choice("bearer").value_or("council");
    line.source = section.text("source").value_or("");
    if (diagnostics_.all().size() == faults) check_size(line, section);
    return line;
  }

  std::vector<std::string> read_tiers(Section& section, bool by_cases, bool fixed) {
    if (section.has("tier") && section.has("tiers")) {
      report(diagnostics_, *section.value("tiers"), "'tier' and 'tiers' are both given in " + section.owner() + "; one must go");
      return {};
    }
    const char* key = section.has("tiers") ? "tiers" : "tier";
    const Value* given = section.value(key);
    if (given == nullptr) {
      if (by_cases) report(diagnostics_, section.map(), "'tier' (or 'tiers') is missing in " + section.owner() + ", whose costs go by cases");
      return {};
    }
    if (fixed && !by_cases) report(diagnostics_, *given, quoted(key) + " of " + section.owner() + " says whose cases are paid for, and what is fixed goes by no cases: " + quoted(key) + " must go");
    std::vector<std::string> names;
    if (section.has("tiers")) names = section.texts("tiers").value_or(names);
    else if (const auto one = section.text("tier")) names = {*one};
    if (given->is_list() && given->items.empty()) report(diagnostics_, *given, "'tiers' of " + section.owner() + " must name at least one tier");
    for (std::size_t i = 0; i < names.size(); ++i) {
      const Value& at = given->is_list() ? given->items[i] : *given;
      const auto is_exit = [&](const ExitSpec& exit) { return exit.name == names[i]; };
      if (std::any_of(of_.exits.begin(), of_.exits.end(), is_exit)) {
        report(diagnostics_, at, quoted(names[i]) + " in " + section.owner() + " is an exit; a tier is wanted");
      } else if (std::find(tiers_.begin(), tiers_.end(), names[i]) == tiers_.end()) {
        report(diagnostics_, at, unknown("tier", names[i], tiers_, " in " + section.owner()));
      } else if (std::find(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i), names[i]) != names.begin() + static_cast<std::ptrdiff_t>(i)) {
        report(diagnostics_, at, "'tiers' of " + section.owner() + " names " + quoted(names[i]) + " twice");
      }
    }
    return names;
  }

  std::vector<std::pair<int, double>> read_inflation(Section& section) {
    const Value* given = section.value("inflation_per_year");
    if (given == nullptr) return {};
    if (!given->is_map()) {
      const auto share = section.number("inflation_per_year");
      return share ? std::vector{std::pair{std::numeric_limits<int>::min(), *share}} : std::vector<std::pair<int, double>>{};
    }
    const std::string in = " in 'inflation_per_year' of " + section.owner();
    const int first = std::min(price_year_, first_year_) + 1, last = std::max(price_year_, last_year_);
    if (given->keys.empty()) report(diagnostics_, *given, "'inflation_per_year' of " + section.owner() + " must name at least one financial year, or be a number for all");
    std::vector<std::pair<int, double>> years;
    for (std::size_t i = 0; i < given->keys.size(); ++i) {
      const Value::Key& key = given->keys[i];
      const auto year = parse_financial_year(key.name);
      const auto share = read_number(given->items[i], "inflation_per_year", diagnostics_);
      if (share && !(*share >= -0.5 && *share <= 1)) report(diagnostics_, given->items[i], "'inflation_per_year' must be from -0.5 to 1, found " + given->items[i].text);
      if (!year) {
        diagnostics_.error(key.place, quoted(key.name) + in + " is no financial year; one is written like " + financial_year(first));
      } else if (first > last) {
        diagnostics_.error(key.place, quoted(key.name) + in + ": the price year is the only financial year of the run, so that no price rises; it must go");
      } else if (*year < first || *year > last) {
        diagnostics_.error(key.place, quoted(key.name) + in + " changes no price of this run: from one financial year to the next prices rise in " + financial_year(first) + " to " + financial_year(last));
      } else if (share) {
        years.emplace_back(*year, *share);
      }
    }
    std::sort(years.begin(), years.end());
    return years;
  }

  void check_size(const CostLineSpec& line, const Section& section) {
    const std::vector<double> factors = price_factors(line, price_year_, first_year_, last_year_);
    const double most = *std::max_element(factors.begin(), factors.end());
    for (const auto& [price, bound, what] : {std::tuple{line.gbp_per_day, most_gbp_per_day, "a night"}, {line.gbp_per_start, most_gbp_per_start, "a start"}, {line.fixed_gbp_per_year, most_gbp_per_year, "a year"}}) {
      if (price > 0 && price < 0.005)
        report(diagnostics_, section.map(), section.owner() + " costs " + to_text(price) + " pounds " + what + ", which is nothing in whole pence; at least 0.005 would be something");
      if (!(price * most > bound)) continue;
      report(diagnostics_, section.map(), "the prices of " + section.owner() + " rise to more than " + std::to_string(static_cast<std::int64_t>(bound)) + " pounds " + what + " within the run; 'inflation_per_year' or the cost must be lower");
    }
  }

  const Description& of_;
  Diagnostics& diagnostics_;
  std::vector<std::string> tiers_;
  Date end_;  ///< first day that is no longer simulated
  int first_year_ = 0, last_year_ = 0, price_year_ = 0;
};

}  // namespace

std::vector<double> price_factors(const CostLineSpec& line, int price_year, int first, int last) {
  const auto rise = [&](int year) {
    double share = 0;
    for (const auto& [from, then] : line.inflation)
      if (from <= year) share = then;
    return 1 + share;
  };
  std::vector<double> factors(static_cast<std::size_t>(last - first + 1), 1);
  double factor = 1;
  for (int year = price_year + 1; year <= last; ++year) {
    factor *= rise(year);
    if (year >= first) factors[static_cast<std::size_t>(year - first)] = factor;
  }
  factor = 1;
  for (int year = price_year - 1; year >= first; --year) {
    factor /= rise(year + 1);
    if (year <= last) factors[static_cast<std::size_t>(year - first)] = factor;
  }
  return factors;
}

MoneySpec read_money(const Value& map, const Description& of, Diagnostics& diagnostics) { return MoneyReader(of, diagnostics).read(map); }

}  // namespace headwater
