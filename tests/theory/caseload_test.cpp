// Cases that are open at the start: what is left of a stay that has lasted `a` is more than t with probability
// S(a + t) / S(a) (Cox, Renewal Theory, 1962, section 1.3). With unlimited places, those present at t are Poisson arrivals
// who have not left yet, mean arrivals x integral of S up to t (Eick, Massey, Whitt, 1993, theorem 1), and of those there
// at the start the sum of these probabilities.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "random/law.hpp"
#include "random/sampler.hpp"
#include "support/family_models.hpp"
#include "support/same_bits.hpp"
#include "support/time_formulas.hpp"
#include "support/trace.hpp"

namespace headwater::theory {
namespace {

constexpr double arrivals = 2;
const std::vector<double> ages{2, 6, 9};
constexpr int each = 20;

std::string caseload(const std::vector<std::string>& rows) {
  std::string text = "caseload:\n  cases:\n";
  for (const std::string& row : rows) text += "    - {" + row + "}\n";
  return text;
}

std::string row(const std::string& tier, double days, int cases, const std::string& more = "") {
  return "tier: " + tier + ", days: " + number(days) + ", number: " + std::to_string(cases) + more;
}

std::vector<std::string> of_all_ages(const std::string& tier) {
  std::vector<std::string> rows;
  for (const double age : ages) rows.push_back(row(tier, age, each));
  return rows;
}

class OpenAtStartOf : public ::testing::TestWithParam<TimeLaw> {};

TEST_P(OpenAtStartOf, LeaveAsTheLawSaysOfThoseWhoHaveStayedSoLong) {
  const TimeLaw& law = GetParam();
  const Simulated simulated = simulate(header({.horizon = 30, .replications = 1600, .every = "day"}) + one_desk(arrivals, law, "unlimited") + caseload(of_all_ages("desk")));
  for (const int day : {1, 3, 5, 10, 20}) {
    double present = arrivals * integral(law.survival, day > 4 ? std::vector<double>{0, 4, static_cast<double>(day)} : std::vector<double>{0, static_cast<double>(day)});
    if (law.name == "empirical") present = arrivals * (std::min<double>(day, 5.5) * 0.75 + std::min<double>(day, 25) * 0.25);
    for (const double age : ages) present += each * law.survival(age + day) / law.survival(age);
    EXPECT_TRUE(agrees(simulated.by_replication("occupancy_end", "desk", static_cast<std::size_t>(day - 1)), present, 0.04 * present + 0.1)) << "day " << day;
  }
}

INSTANTIATE_TEST_SUITE_P(Laws, OpenAtStartOf,
                         ::testing::Values(exponential(10), uniform(4, 16), gamma(2.5, 4), gamma(0.5, 20), lognormal(10, 8), weibull(0.7, 10), weibull(3, 12), two_values(5.5, 3, 25, 1)),
                         [](const auto& one) { return one.param.name + std::to_string(one.index); });

// --- what is left, by itself ---

TEST(RestOfALength, OfAnExponentialIsTheDrawItself) {
  const Sampler sampler(*exponential_by_mean(10).law);
  for (std::uint64_t i = 1; i < 1000; ++i) EXPECT_EQ(sampler.rest_after(3.7 * static_cast<double>(i), mix13(i)), sampler(mix13(i)));
}

TEST(RestOfALength, IsTheQuantileOfTheLawGivenThatItIsLonger) {
  const std::vector<LawOrError> laws{gamma_law(2.5, 4), weibull_law(0.7, 10), lognormal_law(2, 0.8), uniform_law(4, 16), triangular_law(1, 8, 30), erlang_law(3, 12),
                                     hyperexponential_law({3, 20}, {1, 1}), life_table_law({0, 5, 20}, {0.1, 0.02, 0.3}, false), histogram_law({0, 5, 20, 40}, {1, 2, 1}),
                                     truncated_law(*exponential_by_mean(10).law, 1, 40), shifted_law(*gamma_law(2, 3).law, 4)};
  for (const LawOrError& made : laws) {
    const Law& law = *made.law;
    const Sampler sampler(law);
    for (const double spent : {0.5, 3.0, 9.0, 12.0}) {
      const double gone = law.cdf(spent);
      for (const double p : {0.001, 0.1, 0.5, 0.9, 0.999}) {
        const auto bits = static_cast<std::uint64_t>(p * 0x1p64);
        const double rest = sampler.rest_after(spent, bits);
        EXPECT_GE(rest, 0);
        EXPECT_NEAR(law.cdf(spent + rest), gone + p * (1 - gone), 1e-8) << static_cast<int>(law.kind) << ", " << spent << " spent, p " << p;
      }
    }
  }
}

TEST(RestOfALength, IsNothingWhereNoneIsLonger) {
  EXPECT_EQ(Sampler(*uniform_law(4, 16).law).rest_after(16, mix13(1)), 0);
  EXPECT_EQ(Sampler(*constant_law(10).law).rest_after(4, mix13(1)), 6);
}

// --- races and birthdays ---

// Racers are independent, so each that has not happened goes on by itself.
TEST(OpenAtStart, ARaceGoesOnAsEachOfItsRacersDoes) {
  const TimeLaw one = weibull(2, 15), other = gamma(3, 8);
  const Simulated simulated = simulate(header({.horizon = 17, .replications = 1600, .every = "day"}) + "sources: {}\ntiers:\n  desk: {race: {one: " + one.yaml.substr(0, one.yaml.size() - 1) +
                                       ", exits: {first: 1}}, other: " + other.yaml.substr(0, other.yaml.size() - 1) + ", exits: {second: 1}}}}\nexits: {first: {}, second: {}}\n" + caseload(of_all_ages("desk")));
  for (const int day : {1, 4, 8, 16}) {
    double present = 0, first = 0;
    for (const double age : ages) {
      const auto still = [&](double t) { return one.survival(age + t) * other.survival(age + t) / (one.survival(age) * other.survival(age)); };
      present += each * still(day);
      // Hazard of a Weibull law of shape 2 and scale 15: 2 t / 15^2.
      first += each * integral([&](double t) { return still(t) * 2 * (age + t) / 225; }, {0, static_cast<double>(day)});
    }
    EXPECT_TRUE(agrees(simulated.by_replication("occupancy_end", "desk", static_cast<std::size_t>(day - 1)), present, 0.08 * present)) << "day " << day;
    std::vector<double> left;
    for (std::size_t r = 0; r < simulated.records().size(); ++r) {
      left.push_back(0);
      for (std::size_t period = 0; period < static_cast<std::size_t>(day); ++period) left.back() += simulated.value("exits", "first", r, period);
    }
    EXPECT_TRUE(agrees(left, first, 0.1 * first)) << "day " << day;
  }
}

const std::string care =
    "sources: {}\nattributes: {age_years: {law: uniform, low: 0, high: 17}}\ntiers:\n  care:\n    race:\n      grown: {at_age_years: 18, exits: {grown: 1}}\n"
    "      home: {law: life_table, by: age, from_years: [0, 17], hazards_per_year: [1000, 0.5], exits: {home: 1}}\nexits: {grown: {}, home: {}}\n";

// A law by age asks for the age only: at 17 the hazard is half a year, however long the stay has lasted.
TEST(OpenAtStart, WhatGoesByAgeForgetsTheTimeSpent) {
  const Simulated simulated = simulate(header({.horizon = 190, .replications = 1600, .every = "day"}) + care +
                                       caseload({row("care", 1, 15, ", attributes: {age_years: 17.5}"), row("care", 3000, 15, ", attributes: {age_years: 17.5}")}));
  for (const std::size_t day : {30u, 90u, 182u}) {
    const double present = 30 * std::exp(-0.5 * static_cast<double>(day) / year);
    EXPECT_TRUE(agrees(simulated.by_replication("occupancy_end", "care", day - 1), present, 0.02 * present)) << "day " << day;
  }
  for (std::size_t r = 0; r < 1600; ++r) EXPECT_EQ(simulated.value("occupancy_end", "care", r, 182), 0) << "half a year is 182.625 days";
}

// --- what is counted, and whom it is about ---

TEST(OpenAtStart, AreThereAndHaveNotCome) {
  const Simulated simulated = simulate(header({.horizon = 100, .replications = 1, .every = "whole_run"}) +
                                       "sources: {}\ntiers:\n  desk: {sojourn: {law: constant, value_days: 60}, exits: {out: 1}}\nexits: {out: {}}\n" + caseload({row("desk", 20, 3), row("desk", 50, 1)}));
  EXPECT_EQ(simulated.value("entries", "desk"), 0);
  EXPECT_EQ(simulated.value("starts", "desk"), 0);
  EXPECT_EQ(simulated.value("arrivals", "caseload"), 4);
  EXPECT_EQ(simulated.value("departures", "desk"), 4);
  EXPECT_EQ(simulated.value("sojourn_mean", "desk"), 60) << "the time spent before counts";
  EXPECT_NEAR(simulated.value("occupancy", "desk"), (3 * 40 + 10) / 100.0, 1e-12);
}

// Three places, five cases: who has been there longest has one. The fourth waits until day 10 and had waited 20 days, the fifth
// until day 20 and had waited 10.
TEST(OpenAtStart, WaitWhereThereIsNoPlaceAndHaveWaitedSoLong) {
  for (const std::string more : {"", ", order: lowest_first, ordered_by: rank"}) {  // plain, and not
    const Simulated simulated = simulate(header({.horizon = 25, .replications = 1, .every = "whole_run"}) + "attributes: {rank: {law: constant, value: 1}}\nsources: {}\ntiers:\n  desk: {capacity: 3, sojourn: {law: constant, value_days: 60}, exits: {out: 1}" + more +
                                         "}\nexits: {out: {}}\n" + caseload({row("desk", 10, 1), row("desk", 20, 1), row("desk", 30, 1), row("desk", 40, 1), row("desk", 50, 1)}));
    EXPECT_EQ(simulated.value("starts", "desk"), 2);
    EXPECT_EQ(simulated.value("wait_mean", "desk"), 30);
    EXPECT_EQ(simulated.value("occupancy_end", "desk"), 3);
    EXPECT_NEAR(simulated.value("waiting", "desk"), (10 + 20) / 25.0, 1e-12);
  }
}

// Patience: constant, so that who has waited 20 of 25 days gives up on day 5.
TEST(OpenAtStart, LosePatienceAsIfTheyHadWaitedAllTheTime) {
  const Simulated simulated = simulate(header({.horizon = 30, .replications = 1, .every = "day"}) +
                                       "sources: {}\ntiers:\n  desk: {capacity: 1, sojourn: {law: constant, value_days: 60}, exits: {out: 1}, patience: {law: constant, value_days: 25, to: out}}\nexits: {out: {}}\n" +
                                       caseload({row("desk", 30, 1), row("desk", 20, 1)}));
  EXPECT_EQ(simulated.value("waiting_end", "desk", 0, 3), 1);
  EXPECT_EQ(simulated.value("waiting_end", "desk", 0, 5), 0);
}

const std::string patience_of_100 =
    "sources: {}\ntiers:\n  desk: {capacity: 1, sojourn: {law: constant, value_days: 300}, exits: {out: 1}, patience: {law: constant, value_days: 100, to: out}}\nexits: {out: {}}\n";

// A patience that begins on the start date would last until after the horizon.
TEST(OpenAtStart, LosePatienceBeforeAHorizonThatIsShorterThanIt) {
  const Simulated simulated = simulate(header({.horizon = 20, .replications = 1, .every = "day"}) + patience_of_100 + caseload({row("desk", 95, 1), row("desk", 90, 1)}));
  EXPECT_EQ(simulated.value("waiting_end", "desk", 0, 8), 1);
  EXPECT_EQ(simulated.value("waiting_end", "desk", 0, 10), 0);
}

TEST(OpenAtStart, ToHaveWaitedLongerThanAnybodyDoesIsAFault) {
  EXPECT_NE(fault_of(header({.horizon = 20, .replications = 1}) + patience_of_100 + caseload({row("desk", 160, 1), row("desk", 150, 1)})).find("in tier 'desk' for 150 days; there is no place for it, and nobody waits so long there"),
            std::string::npos);
}

// Who blocks the way before a full tier is turned away nowhere.
TEST(OpenAtStart, MoreCasesThanResourcesIsAFaultWhereTheWayIsBlocked) {
  EXPECT_NE(fault_of(header({.horizon = 30, .replications = 1}) +
                     "resources: {team: {capacity: 2}}\nsources: {new: {rate_per_day: 1, to: first}}\ntiers:\n  first: {capacity: 3, sojourn: {law: exponential, mean_days: 2}, exits: {desk: 1}}\n"
                     "  desk: {waiting_room: 0, blocks: true, needs: {team: 1}, sojourn: {law: exponential, mean_days: 20}, exits: {out: 1}}\nexits: {out: {}}\n" +
                     caseload({row("desk", 3, 5)}))
                .find("more cases are open in tier 'desk' than there is room for"),
            std::string::npos);
}

TEST(OpenAtStart, AreTheSameInWhateverOrderAndOnWhateverThreads) {
  const std::string model = header({.horizon = 60, .replications = 12, .every = "day"}) + one_desk(1, gamma(2.5, 4), "40");
  const auto run = [&](const std::vector<std::string>& rows, int threads) { return simulate(model + caseload(rows), threads); };
  const Simulated plain = run({row("desk", 2, 4), row("desk", 6, 5), row("desk", 9, 1)}, 1);
  EXPECT_TRUE(same_series(plain, run({row("desk", 9, 1), row("desk", 2, 4), row("desk", 6, 5)}, 1)));
  EXPECT_TRUE(same_series(plain, run({row("desk", 6, 2), row("desk", 9, 1), row("desk", 6, 3), row("desk", 2, 4)}, 1))) << "rows that are alike are one";
  EXPECT_TRUE(same_series(plain, run({"tier: desk, opened: 2026-03-30, number: 4", row("desk", 6, 5), row("desk", 9, 1)}, 1))) << "a date is so many days";
  EXPECT_TRUE(same_series(plain, run({row("desk", 2, 4), row("desk", 6, 5), row("desk", 9, 1)}, 3)));
  EXPECT_FALSE(same_series(plain, run({row("desk", 2, 4), row("desk", 6, 6), row("desk", 9, 1)}, 1)));
}

TEST(OpenAtStart, ReadAgainFromTheResolvedModelTheyAreTheSame) {
  const std::string model = header({.horizon = 60, .replications = 2, .every = "day"}) + one_desk(1, gamma(2.5, 4), "40") + caseload({row("desk", 6.25, 5), row("desk", 2, 4), row("desk", 6.25, 1)});
  const Reading first = read_text(model, "test.yaml");
  ASSERT_TRUE(first.ok()) << first.diagnostics.text();
  const Reading again = read_text(first.description->resolved, "resolved");
  ASSERT_TRUE(again.ok()) << again.diagnostics.text();
  EXPECT_EQ(again.description->resolved, first.description->resolved);
  EXPECT_TRUE(same_series(simulate(model), simulate(first.description->resolved)));
}

TEST(OpenAtStart, FromATableAreTheSame) {
  const Reading reading = read_file(HEADWATER_SOURCE_DIR "/scenarios/open-cases.yaml");
  ASSERT_TRUE(reading.ok()) << reading.diagnostics.text();
  ASSERT_EQ(reading.description->caseload->rows.size(), 12u);
  ASSERT_EQ(reading.diagnostics.files.size(), 2u);
  EXPECT_EQ(reading.diagnostics.files[1].text.find("early_help"), std::string::npos) << "the rows are in the resolved model, and not a second time here";
  const Simulated simulated(run_in_memory(compile(*reading.description), 2));
  EXPECT_EQ(simulated.value("arrivals", "caseload"), 150);
  EXPECT_NEAR(simulated.value("occupancy", "early_help"), 119, 2) << "there are 120 places and as many cases, and more come";
  EXPECT_TRUE(same_series(simulated, simulate(reading.description->resolved)));
}

TEST(OpenAtStart, ATableGivesAttributesTheirValuesWhateverTheyAreCalled) {
  const Reading reading = read_file("model.yaml", [](const std::string& path) -> FileText {
    if (path != "model.yaml") return {"tier,days,need,children\ndesk,3,2.5,1.5\n", ""};
    return {header({.horizon = 30, .replications = 1}) + "attributes: {need: {law: uniform, low: 0, high: 4}, children: {law: constant, value: 1}}\n" + one_desk(1, gamma(2.5, 4), "40") + "caseload: {file: table.csv}\n", ""};
  });
  ASSERT_TRUE(reading.ok()) << reading.diagnostics.text();
  EXPECT_EQ(reading.description->caseload->rows.at(0).attributes, (std::vector<std::pair<std::string, double>>{{"children", 1.5}, {"need", 2.5}}));
}

// --- families ---

/// Nobody is spoken of; who has a case or is in care is so from the start.
FamilyText families() {
  FamilyText text{.children = 1500, .sizes = "[1, 1]", .up = {0.4, 0.4}, .down = {0.8, 0.8}};
  text.contacts = "  all: {rate_per_year: [1, 1, 1], refer_from: 100, to: plan}\n";
  text.tiers =
      "  plan: {serves: [2, 3], race: {ends: {law: weibull, shape: 2, scale_days: 300, exits: {closed: 1}}, eases: {hazard_by_need_per_year: [1.5, 1.5, 1.5], exits: {closed: 1}}},\n"
      "         children: {none: {hazard_by_need_per_year: [0, 0, 0], to: care}}}\n"
      "  care: {kind: placement, race: {home: {hazard_per_year: 0.2, exits: {home: 1}}, grown: {at_age_years: 18, exits: {grown: 1}}}}\n";
  text.exits = "  home: {rejoins: plan}\n  grown: {}\n";
  return text;
}

TEST(OpenAtStart, OfFamiliesGoOnByNeedAndByTheTimeSpent) {
  const Simulated simulated = simulate(families().yaml({.horizon = 151, .replications = 400, .every = "day"}) + caseload({row("plan", 100, 40)}));
  const auto still = [](double days) { return std::exp(-(days / 300) * (days / 300)); };
  for (const std::size_t day : {1u, 50u, 150u}) {
    const auto t = static_cast<double>(day);
    const double present = 40 * still(100 + t) / still(100) * std::exp(-1.5 * t / year);
    EXPECT_TRUE(agrees(simulated.by_replication("occupancy_end", "plan", day - 1), present, 0.1 * present)) << "day " << day;
  }
  double below = 0;
  for (std::size_t r = 0; r < 400; ++r) {
    below += simulated.value("children_below_need", "plan", r, 0) / 400;
    EXPECT_GE(simulated.value("children_end", "plan", r, 0), 38);
    EXPECT_EQ(simulated.value("entries", "plan", r, 0), 0);
  }
  EXPECT_LT(below, 0.3) << "the need of those families is one that the tier serves; of all children at home four in seven are below";
}

// Children of 16 are 16 to 17 years old, evenly: after half a year more than a year, half have turned 18. Going home, they
// open their family's case.
TEST(OpenAtStart, InCareAreChildrenOfTheirAge) {
  FamilyText text = families();
  const Simulated simulated = simulate(text.yaml({.horizon = 2.5 * year, .replications = 400, .every = "quarter"}) + caseload({row("care", 400, 30, ", attributes: {age_years: 16}")}));
  const auto& ends = simulated.layout().period_end;
  for (const std::size_t quarter : {1u, 3u, 5u}) {
    const double t = ends[quarter] / year, present = 30 * std::exp(-0.2 * t) * std::min(1.0, 2 - t);
    EXPECT_TRUE(agrees(simulated.by_replication("occupancy_end", "care", quarter), present, 0.1 * present, 0.1)) << t << " years";
  }
  double home = 0, opened = 0;
  for (std::size_t r = 0; r < 400; ++r) {
    for (std::size_t quarter = 0; quarter < simulated.periods(); ++quarter) {
      if (ends[quarter] > 2 * year + 1) {
        EXPECT_EQ(simulated.value("occupancy_end", "care", r, quarter), 0);
      }
      home += simulated.value("exits", "home", r, quarter);
      opened += simulated.value("entries", "plan", r, quarter);
    }
  }
  EXPECT_GT(home, 1000);
  EXPECT_GT(opened, 0.9 * home) << "but for two children of one family";
}

// Children of any age are those who can still be there: below 2 years old, evenly, so that half have left after a year.
TEST(OpenAtStart, InCareAreChildrenTooYoungToHaveLeft) {
  FamilyText text = families();
  text.tiers.replace(text.tiers.find("at_age_years: 18"), 16, "at_age_years: 2");
  const Simulated simulated = simulate(text.yaml({.horizon = 1.5 * year, .replications = 400, .every = "quarter"}) + caseload({row("care", 0, 30)}));
  for (const std::size_t quarter : {0u, 3u, 4u}) {
    const double t = simulated.layout().period_end[quarter] / year;
    EXPECT_TRUE(agrees(simulated.by_replication("occupancy_end", "care", quarter), 30 * std::exp(-0.2 * t) * (1 - t / 2), 1.5)) << t << " years";
  }
}

/// Worked by hand: one team for families, children and those who have grown up. `plan` lasts 1,010 days, `care` 530.
std::vector<std::string> with_one_team(double family_days, double child_days, double adult_days) {
  FamilyText text{.children = 40, .contacts = "  all: {rate_per_year: [0, 0], to: plan}\n"};
  text.tiers = "  plan: {needs: {team: 1}, sojourn: {law: constant, value_days: 1010}, exits: {closed: 1}}\n"
               "  care: {kind: placement, needs: {team: 1}, sojourn: {law: constant, value_days: 530}, exits: {gone: 1}}\n";
  text.exits = "  gone: {}\n";
  text.rest = "resources: {team: {capacity: 1}}\n" + caseload({row("care", child_days, 1, ", attributes: {age_years: 7}"), row("plan", family_days, 1), row("care", adult_days, 1, ", attributes: {age_years: 19}")});
  return trace(simulate(text.yaml({.horizon = 565, .replications = 1, .event_log = true})));
}

// Who has been there longest holds what all need, family, child or adult; then the next, whatever it is a case of. Of those whose
// stay ends, the place is taken by the next before they are seen to go.
TEST(OpenAtStart, HoldWhatIsSharedInTheOrderOfTheirDaysWhateverTheyAre) {
  EXPECT_EQ(with_one_team(1000, 1, 500), (std::vector<std::string>{
      "0: caseload#1 caseload>plan", "0: caseload#1 starts plan", "0: caseload#2 caseload>care", "0: caseload#3 caseload>care",  // family, adult, child
      "10: caseload#2 starts care", "10: caseload#1 plan>closed", "540: caseload#3 starts care", "540: caseload#2 care>gone"}));
  EXPECT_EQ(with_one_team(3, 500, 4), (std::vector<std::string>{
      "0: caseload#1 caseload>care", "0: caseload#1 starts care", "0: caseload#2 caseload>care", "0: caseload#3 caseload>plan",  // child, adult, family
      "30: caseload#2 starts care", "30: caseload#1 care>gone", "560: caseload#3 starts plan", "560: caseload#2 care>gone"}));
}

// A (rank 2, load 2) holds both, so that B, who has been in the other tier for 50 days, finds nothing; C (rank 1, load 1) displaces
// A, and what A gives back is enough for B too: B is there after all, and its stay of 60 days ends on day 10. C, who has spent 10
// of 200 days, leaves on day 190, and A, who had spent 100, goes on.
TEST(OpenAtStart, WhoFindsAPlaceAsAnotherIsDisplacedHasBeenThere) {
  const Simulated simulated = simulate(
      header({.horizon = 200, .replications = 1, .event_log = true}) +
      "resources: {team: {capacity: 2}}\nattributes: {rank: {law: constant, value: 1}, load: {law: constant, value: 1}}\nsources: {}\n"
      "tiers:\n  first: {order: lowest_first, ordered_by: rank, pre_emption: resume, needs: {team: load}, sojourn: {law: constant, value_days: 200}, exits: {out: 1}}\n"
      "  second: {needs: {team: 1}, sojourn: {law: constant, value_days: 60}, exits: {out: 1}}\nexits: {out: {}}\n" +
      caseload({row("first", 100, 1, ", attributes: {rank: 2, load: 2}"), row("second", 50, 1), row("first", 10, 1)}));
  EXPECT_EQ(trace(simulated), (std::vector<std::string>{
      "0: caseload#1 caseload>first", "0: caseload#1 starts first", "0: caseload#2 caseload>second", "0: caseload#3 caseload>first", "0: caseload#1 interrupted first", "0: caseload#3 starts first",
      "0: caseload#2 starts second", "10: caseload#2 second>out", "190: caseload#1 starts first", "190: caseload#3 first>out"}));
  EXPECT_EQ(simulated.value("sojourn_mean", "second"), 60);
  EXPECT_EQ(simulated.value("starts", "second"), 0);
}

TEST(OpenAtStart, MoreCasesThanFamiliesIsAFault) {
  FamilyText text = families();
  text.children = 50;
  EXPECT_NE(fault_of(text.yaml({.horizon = 10, .replications = 1}) + caseload({row("plan", 10, 500)})).find("more cases are open in tier 'plan' than there are families of that need"), std::string::npos);
}

}  // namespace
}  // namespace headwater::theory
