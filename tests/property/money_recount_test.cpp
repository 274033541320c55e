// What models cost, counted again from nothing but the log of their events, to the penny: every model of a queue, and
// families with children in care.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <map>
#include <set>

#include "experiment/in_memory.hpp"
#include "pathway/compile.hpp"
#include "scenario/read.hpp"

namespace headwater {
namespace {

const std::string models = std::string(HEADWATER_SOURCE_DIR) + "/models/";

constexpr double night_pounds = 109.2857, start_pounds = 33.335, fixed_pounds = 12'345.67, inflation = 0.037;
constexpr int start_year = 2026, price_year = 2024;

/// Cases of one tier: nights by day, and starts by day (days since the start date).
struct Days {
  std::map<std::int64_t, std::int64_t> nights, starts;
};

/// By tier, from the log alone. A start after an interruption of the same entity in the same tier goes on, and is none.
std::vector<Days> days_of(const Layout& layout, const EventLog& log, double horizon) {
  std::vector<Days> days(layout.tiers.size());
  std::map<std::uint64_t, std::pair<std::size_t, double>> there;  // by entity: where, since when
  std::set<std::uint64_t> interrupted;
  const auto gone = [&](std::uint64_t entity, double time) {
    const auto found = there.find(entity);
    if (found == there.end()) return;
    const auto& [tier, since] = found->second;
    for (auto day = static_cast<std::int64_t>(std::floor(since)); day < static_cast<std::int64_t>(std::floor(time)); ++day) ++days[tier].nights[day];
    there.erase(found);
  };
  for (std::size_t i = 0; i < log.time.size(); ++i) {
    const std::uint64_t entity = log.entity[i];
    switch (log.what[i]) {
      case EventLog::move:
        gone(entity, log.time[i]);
        interrupted.erase(entity);
        break;
      case EventLog::interrupt:
        gone(entity, log.time[i]);
        interrupted.insert(entity);
        break;
      case EventLog::start: {
        const auto tier = static_cast<std::size_t>(log.tier[i]);
        there[entity] = {tier, log.time[i]};
        if (interrupted.erase(entity) == 0) ++days[tier].starts[static_cast<std::int64_t>(std::floor(log.time[i]))];
        break;
      }
      default:
        break;
    }
  }
  while (!there.empty()) gone(there.begin()->first, horizon);
  return days;
}

/// The financial year of a day, and how long it is; the start date is 1 April 2026.
std::pair<int, std::int64_t> year_of(std::int64_t day) {
  using namespace std::chrono;
  const year_month_day date{sys_days{year{start_year} / 4 / 1} + std::chrono::days{day}};
  const int year_begins = static_cast<int>(date.year()) - (date.month() < April ? 1 : 0);
  return {year_begins, (sys_days{year{year_begins + 1} / 4 / 1} - sys_days{year{year_begins} / 4 / 1}).count()};
}

std::int64_t price(double pounds, int year) { return std::llround(100 * pounds * std::pow(1 + inflation, year - price_year)); }

/// Runs `path` with money for all its tiers together, and counts again.
void recount(const std::string& path, const std::string& more, double horizon, std::int64_t& all_nights) {
  SCOPED_TRACE(path);
  const Reading plain = read_file(path);
  ASSERT_TRUE(plain.ok());
  std::string tiers;
  for (const TierSpec& tier : plain.description->tiers) tiers += (tiers.empty() ? "" : ", ") + tier.name;
  const bool has_end = plain.diagnostics.files[0].text.find("\nend:") != std::string::npos;
  const std::string text = "extends: " + path + (has_end ? "\nremove: [end]" : "") + "\nset:\n  start: 2026-04-01\n  horizon_days: " + std::to_string(horizon) + "\n" + more +
                           "  money: {price_year: 2024/25, lines: {all: {tiers: [" + tiers + "], cost_gbp_per_day: " + std::to_string(night_pounds) + ", cost_gbp_per_start: " + std::to_string(start_pounds) +
                           ", fixed_gbp_per_year: " + std::to_string(fixed_pounds) + ", inflation_per_year: 0.037}}}\nrun: {replications: 2, period_days: 100, warm_up_days: 0, event_log: true}\n";
  const Reading reading = read_text(text, "scenario.yaml");
  ASSERT_TRUE(reading.ok()) << reading.diagnostics.text();
  const Model model = compile(*reading.description);
  const Outcome outcome = run_in_memory(model);
  for (std::size_t r = 0; r < outcome.records.size(); ++r) {
    const std::vector<Days> days = days_of(outcome.layout, outcome.records[r].log, horizon);
    for (std::size_t period = 0; period < outcome.layout.period_end.size(); ++period) {
      const auto first = static_cast<std::int64_t>(outcome.layout.period_start[period]), end = static_cast<std::int64_t>(outcome.layout.period_end[period]);
      std::int64_t nominal = 0, real = 0, discounted = 0, real_of_year = 0;
      const auto close = [&](int year) {
        discounted += static_cast<std::int64_t>(std::floor(static_cast<double>(real_of_year) / std::pow(1.035, year - start_year + 0.5) + 0.5));
        real_of_year = 0;
      };
      for (std::int64_t day = first; day < end; ++day) {
        const auto [year, length] = year_of(day);
        std::int64_t of_day = 0;
        for (const Days& tier : days) {
          const auto at = [day = day](const std::map<std::int64_t, std::int64_t>& counts) { return counts.count(day) ? counts.at(day) : 0; };
          nominal += at(tier.nights) * price(night_pounds, year) + at(tier.starts) * price(start_pounds, year);
          of_day += at(tier.nights) * price(night_pounds, price_year) + at(tier.starts) * price(start_pounds, price_year);
          all_nights += at(tier.nights);
        }
        std::int64_t into = 0;  // days of the financial year before this one
        while (year_of(day - into - 1).first == year) ++into;
        const auto part = [length = length](std::int64_t pence, std::int64_t until) { return std::llround(static_cast<double>(pence) * static_cast<double>(until) / static_cast<double>(length)); };
        const auto fixed = [&](std::int64_t pence) { return part(pence, into + 1) - part(pence, into); };
        nominal += fixed(price(fixed_pounds, year));
        of_day += fixed(price(fixed_pounds, price_year));
        real += of_day;
        real_of_year += of_day;
        if (year_of(day + 1).first != year || day + 1 == end) close(year);
      }
      EXPECT_EQ(outcome.value("cost_pence", r, period, 0), static_cast<double>(nominal));
      EXPECT_EQ(outcome.value("cost_real_pence", r, period, 0), static_cast<double>(real));
      EXPECT_EQ(outcome.value("cost_discounted_pence", r, period, 0), static_cast<double>(discounted));
      for (std::size_t tier = 0; tier < days.size(); ++tier) {
        std::int64_t nights = 0;
        for (const auto& [day, count] : days[tier].nights) nights += day >= first && day < end ? count : 0;
        EXPECT_EQ(outcome.value("nights", r, period, tier), static_cast<double>(nights)) << outcome.layout.tiers[tier];
      }
    }
  }
}

TEST(CostsCountedAgain, OfQueues) {
  std::int64_t nights = 0;
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(models + "queues")) {
    if (entry.path().extension() != ".yaml") continue;
    recount(entry.path().string(), "", 400, nights);
    ++files;
  }
  EXPECT_GT(files, 10);
  EXPECT_GT(nights, 1000);
}

TEST(CostsCountedAgain, OfFamiliesWithChildrenInCare) {
  std::int64_t nights = 0;
  recount(models + "english-council.yaml", "  population.children: 3000\n", 1000, nights);
  EXPECT_GT(nights, 10'000);
}

}  // namespace
}  // namespace headwater
