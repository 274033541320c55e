// Families without services: how many there are, how they grow, how need moves, who speaks of them.
//
// Most families here have one child each, so that what is known of a family is known of a child: born at a constant rate,
// there for 18 years, of an age uniform on them.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "random/luck.hpp"
#include "simulate/families.hpp"
#include "support/family_models.hpp"

namespace headwater::theory {
namespace {

std::vector<double> sums(const Simulated& simulated, const std::string& series, const std::vector<std::string>& elements, std::size_t period = 0) {
  std::vector<double> values(simulated.records().size());
  for (const std::string& element : elements)
    for (std::size_t r = 0; r < values.size(); ++r) values[r] += simulated.value(series, element, r, period);
  return values;
}

// --- the population ---

// Of births at a constant rate b, b x 18 years are under 18; and b a year are born, b a year grow up.
TEST(Population, ChildrenAndBirthsAreAsAskedFor) {
  FamilyText text{.children = 2000, .sizes = "[24, 44, 21, 8, 3]", .spacing = "{law: gamma, mean_years: 3.6, sd_years: 1.8}", .contacts = talk("a", "rate_per_year: [0, 0]"), .tiers = idle_desk};
  // Those who turn 18 are counted when they were born in simulated time: all of them, after 18 years.
  const Simulated simulated = simulate(text.yaml({.horizon = 5 * year, .replications = 200, .warm_up = 18 * year}));
  EXPECT_TRUE(agrees(sums(simulated, "children_by_need", {"level_1", "level_2"}), 2000, 60));
  EXPECT_TRUE(agrees(simulated.by_replication("births", ""), 2000 / 18.0 * 5, 20));
  EXPECT_TRUE(agrees(simulated.by_replication("grown", ""), 2000 / 18.0 * 5, 20));
}

// Births at b e^(g t): under 18 at t are b e^(g t) (1 - e^(-18 g)) / g, which on the start date is what was asked for. In
// families of several, births of later children are those of first ones E e^(-g S) times as many.
TEST(Population, GrowsAsAskedFor) {
  for (const double growth : {0.04, -0.03}) {
    FamilyText text{.children = 2000, .sizes = "[1, 1, 1]", .spacing = "{law: gamma, mean_years: 5, sd_years: 3}", .growth = growth, .contacts = talk("a", "rate_per_year: [0, 0]"), .tiers = idle_desk};
    const double g = std::log1p(growth);
    const Simulated simulated = simulate(text.yaml({.horizon = 6 * year, .replications = 300, .warm_up = 3 * year}));
    const double mean = 2000 * std::expm1(6 * g) / (6 * g);
    EXPECT_TRUE(agrees(sums(simulated, "children_by_need", {"level_1", "level_2"}), mean, 0.03 * mean)) << growth;
    const double births = 2000 * g / -std::expm1(-18 * g) * std::expm1(6 * g) / g;
    EXPECT_TRUE(agrees(simulated.by_replication("births", ""), births, 0.04 * births)) << growth;
  }
}

// Sizes have the weights given; births follow each other by the law given. (Births later than 27 years after the first are
// left out, which concerns none of these.)
TEST(Population, SizesAndSpacing) {
  FamilyText text{.children = 5000, .sizes = "[24, 44, 0, 8, 24]", .spacing = "{law: uniform, low_years: 1, high_years: 4}", .contacts = talk("a", "rate_per_year: [0, 0]"), .tiers = idle_desk};
  const Reading reading = read_text(text.yaml({.horizon = 8000}), "test.yaml");
  ASSERT_TRUE(reading.ok()) << reading.diagnostics.text();
  const Model model = compile(*reading.description);
  Families<KeyedHash> families(model, 0);
  families.form_those_there([](std::uint32_t) {});
  std::vector<double> sizes(5), tenths(10);
  for (double time = families.next_time(); time < model.horizon; time = families.next_time()) {
    ASSERT_TRUE(families.is_newcomer_due(time));
    const std::uint32_t index = families.take_newcomer(time);
    const Family& family = families[index];
    sizes.at(family.children - 1u) += 1;
    EXPECT_NEAR(families.child(family.first_child).born, time, 0.001);
    for (std::uint32_t k = family.first_child + 1; k < family.first_child + family.children; ++k) {
      const double gap = (static_cast<double>(families.child(k).born) - static_cast<double>(families.child(k - 1).born)) / year;
      tenths.at(static_cast<std::size_t>((gap - 1) / 3 * 10)) += 1;
    }
  }
  // No family has three; the others are a chi-square test.
  EXPECT_EQ(sizes[2], 0);
  EXPECT_TRUE(counts_agree({sizes[0], sizes[1], sizes[3], sizes[4]}, {0.24, 0.44, 0.08, 0.24}, 0.03));
  EXPECT_TRUE(counts_agree(tenths, std::vector<double>(10, 0.1), 0.03));
}

// --- need ---

TEST(Need, HasTheLawOfItsChain) {
  FamilyText text{.children = 2000, .up = {0.3, 0.2, 0.5}, .down = {0.6, 1, 0.4}, .contacts = talk("a", "rate_per_year: [0, 0, 0, 0]"), .tiers = idle_desk};
  const auto chance = chain_in_the_long_run(text.up, text.down);
  const Simulated simulated = simulate(text.yaml({.horizon = 6 * year, .replications = 200}));
  for (std::size_t i = 0; i < 4; ++i) {
    const double exact = 2000 * chance[i];
    EXPECT_TRUE(agrees(simulated.by_replication("children_by_need", level(i)), exact, 20)) << level(i);
    EXPECT_EQ(simulated.by_replication("children_hidden", level(i)), simulated.by_replication("children_by_need", level(i)));
  }
}

// Frailty is for life, so the law is that of the chain, mixed over families.
TEST(Need, IsMixedOverFrailty) {
  for (const double sigma : {0.8, 2.0}) {
    FamilyText text{.children = 2000, .frailty = sigma, .up = {0.16, 0.18, 0.05}, .down = {0.41, 1.05, 0.7}, .contacts = talk("a", "rate_per_year: [0, 0, 0, 0]"), .tiers = idle_desk};
    const Simulated simulated = simulate(text.yaml({.horizon = 6 * year, .replications = 200, .warm_up = 5 * year}));
    for (std::size_t i = 0; i < 4; ++i) {
      const double share = over_frailty(sigma, [&](double frailty) { return chain_in_the_long_run(text.up, text.down, frailty)[i]; });
      EXPECT_TRUE(agrees(simulated.by_replication("children_by_need", level(i)), 2000 * share, 20)) << level(i) << ", " << sigma;
    }
  }
}

// Hazards u, d become u', d' on a date. Families formed later are at the new law at once; in the others the share p of the
// higher level goes to p' as p' + (p - p') e^(-(u' + d') t), and t years later (18 - t) / 18 of the children are theirs.
TEST(Need, MovesAtItsHazards) {
  FamilyText text{.children = 3000, .up = {0.2}, .down = {0.6}, .contacts = talk("a", "rate_per_year: [0, 0]"), .tiers = idle_desk};
  text.rest = "changes:\n  - {from: " + date(100) + ", set: {need.up_per_year: [0.9], need.down_per_year: [0.1]}}\n";
  const Simulated simulated = simulate(text.yaml({.horizon = 1200, .replications = 300, .every = "month"}));
  const double before = 0.25, after = 0.9, rate = 1.0 / year;
  // Areas of the higher level since the change, from the means of the months; the month of the change holds both.
  std::vector<double> area(simulated.records().size());
  const auto exact_area = [&](double t) {
    const double e = std::exp(-rate * t);
    // The integral of (1 - s / 18 years) e^(-rate s) over 0..t.
    const double decay = (1 - e) / rate - ((1 - e) / rate - t * e) / rate / childhood;
    return 3000 * (after * t + (before - after) * decay);
  };
  double until = 0, hundred = 3000 * before * 100;
  for (std::size_t p = 0; p < simulated.periods(); ++p) {
    until += simulated.period_length(p);
    for (std::size_t r = 0; r < area.size(); ++r) area[r] += simulated.value("children_by_need", "level_2", r, p) * simulated.period_length(p);
    if (until < 250 || until > 1000) continue;
    const double exact = hundred + exact_area(until - 100);
    EXPECT_TRUE(agrees(area, exact, 0.015 * exact)) << "by day " << until;
  }
}

// --- contacts ---

// Each contact comes at its rate, whatever the others do: its count has the mean of rate x effort over levels and time.
TEST(Contacts, ComeAtTheirRates) {
  FamilyText text{.children = 1000, .up = {0.3, 0.2}, .down = {0.6, 1}, .tiers = idle_desk};
  text.contacts = talk("school", "rate_per_year: [0.2, 0, 2], effort: 1.5") + talk("police", "rate_per_year: [0.5, 1, 4], with_infant: 3");
  const auto chance = chain_in_the_long_run(text.up, text.down);
  const Simulated simulated = simulate(text.yaml({.horizon = 3 * year, .replications = 200}));
  const double school = 1000 * 3 * 1.5 * (0.2 * chance[0] + 2 * chance[2]);
  const double police = 1000 * 3 * (0.5 * chance[0] + chance[1] + 4 * chance[2]) * (17 + 3) / 18;
  EXPECT_TRUE(agrees(simulated.by_replication("contacts", "school"), school, 0.04 * school));
  EXPECT_TRUE(agrees(simulated.by_replication("contacts", "police"), police, 0.03 * police));
  EXPECT_EQ(simulated.value("children_referred", "police"), 0);
}

// A family is spoken of as one, however many children it has at home: N two-children families with twins are N contacts a
// year; those with an infant are 1 in 18, twins or not.
TEST(Contacts, AreOfFamilies) {
  FamilyText text{.children = 2000, .sizes = "[0, 1]", .spacing = "{law: constant, value_years: 0}", .contacts = talk("a", "rate_per_year: [1, 1], with_infant: 5"), .tiers = idle_desk};
  const Simulated simulated = simulate(text.yaml({.horizon = 2 * year, .replications = 200}));
  EXPECT_TRUE(agrees(simulated.by_replication("contacts", "a"), 1000 * 2 * (17 + 5) / 18.0, 60));
}

// Every contact opens a case that is closed at once. With rate r, and f r for a time L after each closure, the intensity h
// of contacts at age t follows h = r + r (f - 1) p, where p, the chance that the last was within L, obeys
// p' = r (1 - p) - h(t - L) e^(-f r L): who enters that time has not been in it, who leaves it had nothing for L.
TEST(Contacts, ComeMoreOftenAfterAClosure) {
  const double r = 0.4 / year, f = 6, last = 200, step = 0.05;
  std::vector<double> h;
  double p = 0, count = 0;
  const auto lag = static_cast<std::size_t>(std::llround(last / step));
  for (double t = 0; t < childhood; t += step) {
    h.push_back(r + r * (f - 1) * p);
    count += h.back() * step;
    p += step * (r * (1 - p) - (h.size() > lag ? h[h.size() - 1 - lag] * std::exp(-f * r * last) : 0));
  }
  FamilyText text{.children = 1000, .contacts = "  a: {rate_per_year: [0.4, 0.4], after_closure: 6, after_closure_lasts_days: 200, to: desk}\n", .tiers = idle_desk};
  const Simulated simulated = simulate(text.yaml({.horizon = 4 * year, .replications = 200, .warm_up = 18 * year}));
  const double exact = 1000 / 18.0 * 4 * count;
  EXPECT_TRUE(agrees(simulated.by_replication("contacts", "a"), exact, 0.02 * exact));
  EXPECT_TRUE(agrees(simulated.by_replication("closures", ""), exact, 0.02 * exact));
  EXPECT_EQ(simulated.by_replication("contacts", "a"), simulated.by_replication("arrivals", "a"));
}

// Referred again within a year: with contacts at a constant rate r, each a referral, one who is `a` old has been referred
// within the year before with chance 1 - e^(-r min(a, 1)); so has been a closure reopened within the year after.
TEST(Contacts, ReferredAgain) {
  const double r = 0.7;
  FamilyText text{.children = 1000, .contacts = "  a: {rate_per_year: [0.7, 0.7], to: desk}\n", .tiers = idle_desk};
  const Simulated simulated = simulate(text.yaml({.horizon = 4 * year, .replications = 200, .warm_up = 2 * year}));
  const double in_first_year = 1 - (1 - std::exp(-r)) / r, later = 1 - std::exp(-r);
  const double again = 1000 * 4 * r * (in_first_year + 17 * later) / 18;
  EXPECT_TRUE(agrees(simulated.by_replication("children_referred", "a"), 1000 * 4 * r, 60));
  EXPECT_TRUE(agrees(simulated.by_replication("children_referred_again", "a"), again, 0.03 * again));
  // A closure at every contact, reopened by the next: the same number.
  EXPECT_EQ(simulated.by_replication("closures_reopened", ""), simulated.by_replication("children_referred_again", "a"));
}

// What is seen is the level and a normal error: from level i a share Phi((i - cut) / error) is referred, and of the others
// `otherwise` takes a share by level.
TEST(Contacts, AreReferredByWhatIsSeen) {
  FamilyText text{.children = 1000, .up = {0.3, 0.4}, .down = {0.6, 1}};
  text.contacts = "  a: {rate_per_year: [0.5, 1, 2], error: 0.8, refer_from: 2.3, to: desk, otherwise: {to: help, probability: [0.1, 0.3, 0.7]}}\n";
  text.tiers = idle_desk + "  help: {kind: gate, sojourn: {law: constant, value_days: 0}, exits: {closed: 1}}\n";
  const auto chance = chain_in_the_long_run(text.up, text.down);
  const double rate[] = {0.5, 1, 2}, offer[] = {0.1, 0.3, 0.7};
  double referred = 0, helped = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    const double seen = normal_below((static_cast<double>(i) + 1 - 2.3) / 0.8);
    referred += 1000 * 4 * chance[i] * rate[i] * seen;
    helped += 1000 * 4 * chance[i] * rate[i] * (1 - seen) * offer[i];
  }
  const Simulated simulated = simulate(text.yaml({.horizon = 4 * year, .replications = 200}));
  EXPECT_TRUE(agrees(simulated.by_replication("children_referred", "a"), referred, 0.03 * referred));
  EXPECT_TRUE(agrees(simulated.by_replication("moves", "a>desk"), referred, 0.03 * referred));
  EXPECT_TRUE(agrees(simulated.by_replication("moves", "a>help"), helped, 0.04 * helped));
}

// Rates, and what an infant and a closure make of them, may change on a date.
TEST(Contacts, ChangeOnADate) {
  FamilyText text{.children = 1000, .up = {0.3}, .down = {0.6}, .tiers = idle_desk};
  text.contacts = talk("a", "rate_per_year: [0.5, 2], effort: 1");
  text.rest = "changes:\n  - {from: " + date(365) + ", set: {contacts.a.rate_per_year: [1, 1], contacts.a.effort: 1.5, contacts.a.with_infant: 10}}\n";
  const Simulated simulated = simulate(text.yaml({.horizon = 730, .replications = 200, .every = "year"}));
  ASSERT_EQ(simulated.periods(), 2u);
  const double first = 1000 * 365 / year * (0.5 * 2 / 3 + 2 * 1 / 3.0), second = 1000 * 365 / year * 1.5 * (17 + 10) / 18;
  EXPECT_TRUE(agrees(simulated.by_replication("contacts", "a", 0), first, 0.03 * first));
  EXPECT_TRUE(agrees(simulated.by_replication("contacts", "a", 1), second, 0.03 * second));
}

}  // namespace
}  // namespace headwater::theory
