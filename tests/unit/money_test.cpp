// What a model costs: prices, financial years, discounting, and nights worked out by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "finance/ledger.hpp"
#include "finance/money.hpp"
#include "support/simulate.hpp"

namespace headwater::theory {
namespace {

using testing::ElementsAre;

double sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

/// Entities that come at `days` and stay `stay_days` in 'care', at a price of one pound a night unless `line` says otherwise.
std::string care(const std::string& days, double stay_days, const Plan& plan, const std::string& line = "cost_gbp_per_day: 1", const std::string& capacity = "unlimited") {
  return header(plan) + "sources: {in: {days: " + days + ", to: care}}\ntiers: {care: {capacity: " + capacity + ", sojourn: {law: constant, value_days: " + number(stay_days) +
         "}, exits: {out: 1}}}\nexits: {out: {}}\nmoney: {lines: {placement: {tier: care, " + line + "}}}\n";
}

double pence(const std::string& yaml) { return simulate(yaml).value("cost_pence", "placement"); }

TEST(Prices, AreRoundedToThePennyHalvesUp) {
  EXPECT_EQ(to_pence(109.285714), 10929);
  EXPECT_EQ(to_pence(0.004), 0);
  EXPECT_EQ(to_pence(0.005), 1);
  EXPECT_EQ(to_pence(0.285), 29);  // 0.285 * 100 is 28.499999999999996 in binary
  EXPECT_EQ(to_pence(1.115), 112);
  EXPECT_EQ(to_pence(0.28499), 28);
  EXPECT_EQ(to_pence(480'000), 48'000'000);
}

TEST(Prices, FollowInflationFromThePriceYearOn) {
  CostLineSpec line;
  line.inflation = {{std::numeric_limits<int>::min(), 0.03}};
  const std::vector<double> same = price_factors(line, 2025, 2024, 2027);
  EXPECT_NEAR(same[0], 1 / 1.03, 1e-15);
  EXPECT_EQ(same[1], 1);
  EXPECT_NEAR(same[2], 1.03, 1e-15);
  EXPECT_NEAR(same[3], 1.0609, 1e-15);
  line.inflation = {{2026, 0.04}, {2028, 0.02}};
  const std::vector<double> named = price_factors(line, 2025, 2025, 2029);
  EXPECT_EQ(named[0], 1);
  EXPECT_NEAR(named[1], 1.04, 1e-15);
  EXPECT_NEAR(named[2], 1.04 * 1.04, 1e-15);  // a rate holds until the next is named
  EXPECT_NEAR(named[3], 1.04 * 1.04 * 1.02, 1e-15);
  EXPECT_NEAR(named[4], 1.04 * 1.04 * 1.02 * 1.02, 1e-15);
}

TEST(Discounting, HasTheMidYearFactorsOfTheGreenBook) {
  EXPECT_NEAR(discount_factor(0.035, 0), 0.9829, 5e-5);
  EXPECT_NEAR(discount_factor(0.035, 1), 0.9497, 5e-5);
  EXPECT_NEAR(discount_factor(0.035, 9), 1 / std::pow(1.035, 9.5), 1e-15);
  EXPECT_EQ(discount_factor(0, 7), 1);
}

TEST(FixedCosts, OfTheDaysOfAYearComeToTheYear) {
  for (const FinancialYear year : {FinancialYear{0, 365}, FinancialYear{0, 366}}) {
    std::int64_t all = 0, least = 1'000'000, most = 0;
    for (std::int64_t day = 0; day < year.days; ++day) {
      const std::int64_t share = share_of_year(48'000'001, day + 1, year) - share_of_year(48'000'001, day, year);
      all += share;
      least = std::min(least, share);
      most = std::max(most, share);
    }
    EXPECT_EQ(all, 48'000'001);
    EXPECT_LE(most - least, 1);
  }
}

TEST(FinancialYears, AreReadAndCounted) {
  EXPECT_EQ(parse_financial_year("2025/26"), 2025);
  EXPECT_EQ(parse_financial_year("1999/00"), 1999);
  for (const char* wrong : {"2025-26", "2025/27", "2025", "25/26", "2025/2026", "", "abcd/ef"}) EXPECT_FALSE(parse_financial_year(wrong)) << wrong;
  EXPECT_EQ(financial_year_of(*parse_date("2026-03-31"), 4), 2025);
  EXPECT_EQ(financial_year_of(*parse_date("2026-04-01"), 4), 2026);
  EXPECT_EQ(financial_year_of(*parse_date("2026-01-01"), 1), 2026);
}

// The day of entry is paid for, the day of leaving is not: nights are midnights after the entry up to the end.
TEST(Nights, AreThoseOfMidnightsPassed) {
  const Plan plan{.horizon = 20};
  EXPECT_EQ(pence(care("[0.25]", 0.5, plan)), 0) << "in and out on the same day";
  EXPECT_EQ(pence(care("[0.75]", 0.5, plan)), 100) << "over one midnight";
  EXPECT_EQ(pence(care("[0.5]", 3, plan)), 300);
  EXPECT_EQ(pence(care("[3]", 1, plan)), 100) << "in at a midnight and out at the next";
  EXPECT_EQ(pence(care("[2.5]", 1.5, plan)), 200) << "out at the very midnight: the night before it was slept there";
  EXPECT_EQ(pence(care("[2]", 0.5, plan)), 0) << "in at a midnight, out before the next";
  EXPECT_EQ(pence(care("[18.5]", 100, plan)), 200) << "still there at the end";
  EXPECT_EQ(pence(care("[18.5]", 100, {.horizon = 19.75})), 100) << "of an unfinished day there is no night";
  EXPECT_EQ(pence(care("[0.5, 0.5, 4]", 3, plan)), 900);
  EXPECT_EQ(pence(care("[0.5, 0.5]", 3, plan, "cost_gbp_per_day: 1", "1")), 600) << "who waits costs nothing yet";
}

TEST(Nights, BelongToThePeriodInWhichTheyEnd) {
  // 28 April to 4 May 2026: nights of 28, 29 and 30 April, then of 1, 2 and 3 May.
  const Simulated months = simulate(care("[27.5]", 6.25, {.horizon = 61, .every = "month"}));
  EXPECT_THAT(months.by_period("cost_pence", "placement"), ElementsAre(300, 300));
  EXPECT_THAT(months.by_period("nights", "care"), ElementsAre(3, 3));
  const Simulated hours = simulate(care("[0.5]", 1.5, {.horizon = 3, .every = "hour"}));
  const std::vector<double> by_hour = hours.by_period("cost_pence", "placement");
  EXPECT_EQ(by_hour[23], 100) << "the hour that ends at midnight";
  EXPECT_EQ(by_hour[47], 100);
  EXPECT_EQ(sum(by_hour), 200);
}

TEST(Nights, OfAWarmUpAreNotPaidFor) {
  const std::string yaml = header({.horizon = 10, .warm_up = 5.5}) + "sources: {in: {at_start: 1, to: care}}\ntiers: {care: {sojourn: {law: constant, value_days: 9}, exits: {out: 1}}}\nexits: {out: {}}\n" +
                           "money: {lines: {placement: {tier: care, cost_gbp_per_day: 1, cost_gbp_per_start: 50, fixed_gbp_per_year: 365}}}\n";
  EXPECT_EQ(pence(yaml), 300 + 1000) << "leaves on day 3.5: midnights 1, 2 and 3; and ten days of a pound";
}

TEST(Starts, ArePaidForWhenTheStayBegins) {
  EXPECT_EQ(pence(care("[0.5, 0.5, 0.5]", 4, {.horizon = 10}, "cost_gbp_per_start: 12.34")), 3 * 1234);
  // One place: the stays begin on days 0.5, 4.5 and 8.5.
  const Simulated weeks = simulate(care("[0.5, 0.5, 0.5]", 4, {.horizon = 14, .every = "week"}, "cost_gbp_per_start: 10", "1"));
  EXPECT_THAT(weeks.by_period("cost_pence", "placement"), ElementsAre(2000, 1000));
  // On 31 March and at the first moment of 1 April 2027, at the prices of two financial years, in one reporting period.
  EXPECT_EQ(pence(care("[364.9, 365]", 1, {.horizon = 730}, "cost_gbp_per_start: 100, inflation_per_year: 0.1")), 10'000 + 11'000);
  // The last day is cut short, and what began on it is still paid for.
  EXPECT_EQ(pence(care("[3.25]", 1, {.horizon = 3.5}, "cost_gbp_per_start: 7")), 700);
}

TEST(FinancialYear, OfANightIsThatOfTheDayBeforeItsMidnight) {
  // Three nights of 2026/27 (29, 30 and 31 March 2027) and two of 2027/28, whatever the reporting period.
  const std::string line = "cost_gbp_per_week: 765, inflation_per_year: 0.05";
  const double first = 10929, second = 11475;  // 765 / 7 = 109.2857; times 1.05 = 114.75
  EXPECT_EQ(pence(care("[362.5]", 5.25, {.horizon = 730}, line)), 3 * first + 2 * second);
  EXPECT_THAT(simulate(care("[362.5]", 5.25, {.horizon = 730, .every = "year"}, line)).by_period("cost_pence", "placement"), ElementsAre(3 * first, 2 * second));
  const Simulated whole = simulate(care("[362.5]", 5.25, {.horizon = 730}, line));
  EXPECT_EQ(whole.value("cost_real_pence", "placement"), 5 * first);
  const auto discounted = [](double cost, double year) { return std::floor(cost * std::pow(1.035, -year - 0.5) + 0.5); };
  EXPECT_EQ(whole.value("cost_discounted_pence", "placement"), discounted(3 * first, 0) + discounted(2 * first, 1)) << "a period that straddles years is discounted in parts";
}

TEST(FixedCosts, GoByTheDaysThatArePaidFor) {
  const auto fixed = [](const std::string& line, const Plan& plan) { return simulate(care("[0]", 1, plan, "cost_gbp_per_day: 0, " + line)); };
  const Simulated years = fixed("fixed_gbp_per_year: 480000, inflation_per_year: 0.02", {.horizon = 731, .every = "year"});
  EXPECT_THAT(years.by_period("cost_pence", "placement"), ElementsAre(48'000'000, 48'960'000)) << "365 and 366 days";
  EXPECT_EQ(sum(fixed("fixed_gbp_per_year: 480000", {.horizon = 365, .every = "month"}).by_period("cost_pence", "placement")), 48'000'000);
  EXPECT_EQ(fixed("fixed_gbp_per_year: 36500", {.horizon = 73}).value("cost_pence", "placement"), 730'000);
  EXPECT_EQ(fixed("fixed_gbp_per_year: 36500, from: 2026-04-11, to: 2026-04-21", {.horizon = 73}).value("cost_pence", "placement"), 100'000);
  EXPECT_EQ(fixed("fixed_gbp_per_year: 36500, from: 2026-06-03", {.horizon = 73}).value("cost_pence", "placement"), 100'000) << "63 days later";
}

TEST(Totals, AreTheSumsOfLines) {
  const Simulated of = simulate(header({.horizon = 400, .replications = 2, .every = "month"}) + one_desk(3, exponential(10), "20") +
                                "money: {price_year: 2024/25, lines: {a: {tier: desk, cost_gbp_per_week: 765, inflation_per_year: 0.031}, b: {fixed_gbp_per_year: 1234.56, bearer: health}}}\n");
  for (const std::string kind : {"cost_pence", "cost_real_pence", "cost_discounted_pence"})
    for (std::size_t r = 0; r < 2; ++r)
      for (std::size_t p = 0; p < of.periods(); ++p) {
        EXPECT_EQ(of.value("total_" + kind, "", r, p), of.value(kind, "a", r, p) + of.value(kind, "b", r, p));
        EXPECT_GT(of.value(kind, "a", r, p), 0);
      }
  EXPECT_THAT(of.layout().line_bearers, ElementsAre("council", "health"));
}

// A model with money lives the same lives: all other numbers are the same bits.
TEST(Money, ChangesNothingElse) {
  const std::string model = header({.horizon = 500, .replications = 2, .every = "month"}) + one_desk(3, exponential(10), "20");
  const Simulated without = simulate(model), with = simulate(model + "money: {lines: {a: {tier: desk, cost_gbp_per_day: 1}}}\n");
  ASSERT_LT(without.layout().series.size(), with.layout().series.size());
  for (std::size_t r = 0; r < 2; ++r) {
    const std::vector<double>&a = without.records()[r].values, &b = with.records()[r].values;
    ASSERT_LT(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) ASSERT_TRUE(a[i] == b[i] || (std::isnan(a[i]) && std::isnan(b[i])));
    EXPECT_EQ(without.records()[r].model_events, with.records()[r].model_events);
  }
}

TEST(Ledger, RefusesWhatItCannotCountExactly) {
  MoneySpec spec;
  CostLineSpec line;
  line.name = "all";
  line.tiers = {"care"};
  line.gbp_per_day = 1e6;
  spec.lines = {line};
  const Money money = prices_of(spec, *parse_date("2026-04-01"), 10, 4, {"care"});
  Ledger ledger(money, 1);
  const std::vector<std::int64_t> some{90'000'000}, none{0};
  ledger.end_day(some, none);
  EXPECT_EQ(ledger.costs()[0].nominal, 9'000'000'000'000'000);
  EXPECT_THROW(ledger.end_day(some, none), std::overflow_error);
}

}  // namespace
}  // namespace headwater::theory
