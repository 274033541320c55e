// Cases of families: decisions by need, support, races by need, children who leave home and come back, lives as a whole.
//
// Most families have one child each, and most have a case within minutes of birth (`at_once`), so that cases begin at birth
// and the age of a child in one is uniform on 18 years.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "support/family_models.hpp"

namespace headwater::theory {
namespace {

/// Cases stay until no child is at home.
const std::string for_ever = "sojourn: {law: constant, value_years: 1000}, exits: {closed: 1}";

/// The mean over ages uniform on 18 years of what goes from `from` to `to` as e^(-rate age), the rate a year.
double over_ages(double from, double to, double rate) { return to + (from - to) * -std::expm1(-18 * rate) / (18 * rate); }

// --- decisions ---

TEST(Decisions, GoByWhatIsSeenOfNeed) {
  FamilyText text{.children = 1000, .up = {0.3, 0.4}, .down = {0.6, 1}};
  text.contacts = "  a: {rate_per_year: [0.5, 1, 2], to: gate}\n";
  text.tiers = "  gate: {kind: gate, sojourn: {law: constant, value_days: 0}, decide: {on: need, error: 0.6, below: [1.4, 2.9], to: [closed, help, plan]}}\n"
               "  help: {kind: gate, sojourn: {law: constant, value_days: 0}, exits: {closed: 1}}\n  plan: {kind: gate, sojourn: {law: constant, value_days: 0}, exits: {closed: 1}}\n";
  const auto chance = chain_in_the_long_run(text.up, text.down);
  const double rate[] = {0.5, 1, 2};
  double low = 0, middle = 0, high = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    const double cases = 1000 * 4 * chance[i] * rate[i], at = static_cast<double>(i) + 1;
    low += cases * normal_below((1.4 - at) / 0.6);
    high += cases * normal_below((at - 2.9) / 0.6);
    middle += cases * (normal_below((2.9 - at) / 0.6) - normal_below((1.4 - at) / 0.6));
  }
  const Simulated simulated = simulate(text.yaml({.horizon = 4 * year, .replications = 200}));
  EXPECT_TRUE(agrees(simulated.by_replication("moves", "gate>closed"), low, 0.03 * low));
  EXPECT_TRUE(agrees(simulated.by_replication("moves", "gate>help"), middle, 0.03 * middle));
  EXPECT_TRUE(agrees(simulated.by_replication("children_moves", "gate>plan"), high, 0.05 * high));
}

// Without error a level is seen as it is, a cut at the level itself included.
TEST(Decisions, SeeALevelAsItIsWithoutError) {
  FamilyText text{.children = 1000, .up = {0.5}, .down = {0.5}};
  text.contacts = "  a: {rate_per_year: [1, 0], to: gate}\n  b: {rate_per_year: [1, 1], refer_from: 2, to: plan}\n";
  text.tiers = "  gate: {kind: gate, sojourn: {law: constant, value_days: 0}, decide: {on: need, below: [2], to: [closed, plan]}}\n"
               "  plan: {kind: gate, sojourn: {law: constant, value_days: 0}, exits: {closed: 1}}\n";
  const Simulated simulated = simulate(text.yaml({.horizon = 4 * year, .replications = 60}));
  EXPECT_EQ(simulated.by_replication("moves", "gate>plan"), std::vector<double>(60, 0.0));
  EXPECT_TRUE(agrees(simulated.by_replication("moves", "b>plan"), 2000, 100));
  EXPECT_TRUE(agrees(simulated.by_replication("contacts", "b"), 4000, 160));
}

// --- support ---

// Need is at the law p of its own hazards at birth; with support from then on it goes to the law p' of the hazards with
// their factors as e^(-(u' + d') age).
TEST(Support, ChangesTheLawOfNeed) {
  FamilyText text{.children = 2000, .up = {0.4}, .down = {0.2}, .contacts = at_once(2, "help")};
  text.tiers = "  help: {" + for_ever + ", supports: {up: 0.5, down: 3}}\n";
  const double exact = 2000 * over_ages(0.4 / 0.6, 0.2 / 0.8, 0.8);
  const Simulated simulated = simulate(text.yaml({.horizon = 3 * year, .replications = 200, .warm_up = 19 * year}));
  EXPECT_TRUE(agrees(simulated.by_replication("children_by_need", "level_2"), exact, 20, 0.01));
  EXPECT_TRUE(agrees(simulated.by_replication("children", "help"), 2000, 30, 1));
}

// In turn: served for an exponential time of mean 100 days, then closed, and spoken of again after another. Need and being
// served are a chain of four states, which is followed from birth.
TEST(Support, EndsWithTheStayAndBeginsAnew) {
  FamilyText text{.children = 1000, .up = {0.8}, .down = {0.4}};
  text.contacts = "  a: {rate_per_year: [3.6525, 3.6525], to: help}\n";
  text.tiers = "  help: {sojourn: {law: exponential, mean_days: 100}, exits: {closed: 1}, supports: {up: 0.25, down: 4}}\n";
  // States (need, served), from (pi, not served) at birth; averaged over ages by steps of a tenth of a day (midpoint rule).
  const double up[] = {0.8 / year, 0.2 / year}, down[] = {0.4 / year, 1.6 / year}, turn = 0.01, step = 0.1;
  std::array<std::array<double, 2>, 2> at{{{1.0 / 3, 0}, {2.0 / 3, 0}}};
  double high = 0, served = 0;
  const auto slope = [&](const auto& x) {
    std::array<std::array<double, 2>, 2> s{};
    for (std::size_t i = 0; i < 2; ++i) {
      const double rises = up[i] * x[0][i] - down[i] * x[1][i];
      s[0][i] -= rises;
      s[1][i] += rises;
    }
    for (std::size_t n = 0; n < 2; ++n) {
      const double begins = turn * (x[n][0] - x[n][1]);
      s[n][0] -= begins;
      s[n][1] += begins;
    }
    return s;
  };
  for (double t = 0; t < childhood; t += step) {
    auto middle = at;
    const auto first = slope(at);
    for (std::size_t n = 0; n < 2; ++n)
      for (std::size_t i = 0; i < 2; ++i) middle[n][i] += step / 2 * first[n][i];
    const auto second = slope(middle);
    high += (middle[1][0] + middle[1][1]) * step / childhood;
    served += (middle[0][1] + middle[1][1]) * step / childhood;
    for (std::size_t n = 0; n < 2; ++n)
      for (std::size_t i = 0; i < 2; ++i) at[n][i] += step * second[n][i];
  }
  const Simulated simulated = simulate(text.yaml({.horizon = 3 * year, .replications = 100, .warm_up = 19 * year}));
  EXPECT_TRUE(agrees(simulated.by_replication("children_by_need", "level_2"), 1000 * high, 20));
  EXPECT_TRUE(agrees(simulated.by_replication("children", "help"), 1000 * served, 20));
}

// --- races by need ---

// At constant need: hazard 12 a year beside a law that ends all after 40 days. P(need first) = 1 - e^(-h 40 days). A stay
// is cut short by an 18th birthday in less than 40 days / 18 years of cases.
TEST(RacesByNeed, AreExponentialWhileNeedStays) {
  FamilyText text{.children = 1000, .contacts = "  a: {rate_per_year: [1, 1], to: help}\n"};
  text.tiers = "  help: {race: {better: {hazard_by_need_per_year: [8, 0], exits: {closed: 1}}, worse: {hazard_by_need_per_year: [4, 100], exits: {plan: 1}}, "
               "late: {law: constant, value_days: 40, exits: {out: 1}}}}\n  plan: {kind: gate, sojourn: {law: constant, value_days: 0}, exits: {closed: 1}}\n";
  text.exits = "  out: {}\n";
  const Simulated simulated = simulate(text.yaml({.horizon = 6 * year, .replications = 200}));
  const double h = 12 / year, by_need = -std::expm1(-h * 40), cut = 40 / childhood;
  std::vector<double> better, worse;
  for (std::size_t r = 0; r < 200; ++r) {
    const double all = simulated.value("departures", "help", r);
    better.push_back(simulated.value("moves", "help>closed", r) / all);
    worse.push_back(simulated.value("moves", "help>plan", r) / all);
  }
  EXPECT_TRUE(agrees(better, by_need * 2 / 3, 0.02, cut));
  EXPECT_TRUE(agrees(worse, by_need / 3, 0.02, cut));
  EXPECT_TRUE(agrees(simulated.by_replication("sojourn_mean", "help"), by_need / h, 1, 40 * cut));
}

// Need moves while the stay lasts: the stay is of phase type. (Of first cases only: afterwards need is not as in the long run.) With T the hazards of need less those of the race on the
// diagonal, started from pi: P(longer than t) = pi e^(T t) 1, P(ended in level i by t) = h_i times the time spent there
// (Neuts, Matrix-Geometric Solutions, 1981, section 2.2). Two levels: T has two real roots.
TEST(RacesByNeed, AreOfPhaseTypeWhereNeedMoves) {
  const double u = 6, d = 9, low = 2, high = 30, limit = 60 / year;
  FamilyText text{.children = 1000, .up = {u}, .down = {d}, .contacts = "  a: {rate_per_year: [3, 3], after_closure: 0, after_closure_lasts_years: 100, to: help}\n"};
  text.tiers = "  help: {race: {by_need: {hazard_by_need_per_year: [2, 30], exits: {closed: 1}}, late: {law: constant, value_days: 60, exits: {out: 1}}}}\n";
  text.exits = "  out: {}\n";
  // x' = x T, x(0) = pi, in small steps of the exact series (Taylor to 4th order).
  double x1 = d / (u + d), x2 = u / (u + d), mean = 0;
  const int steps = 20000;
  const double step = limit / steps;
  for (int i = 0; i < steps; ++i) {
    double term1 = x1, term2 = x2, sum1 = 0, sum2 = 0;
    for (int k = 1; k <= 4; ++k) {
      const double next1 = (-(u + low) * term1 + d * term2) * step / k, next2 = (u * term1 - (d + high) * term2) * step / k;
      sum1 += next1, sum2 += next2;
      term1 = next1, term2 = next2;
    }
    mean += (x1 + x2 + (sum1 + sum2) / 2) * step;
    x1 += sum1, x2 += sum2;
  }
  const double cut = 60 / childhood;
  const Simulated simulated = simulate(text.yaml({.horizon = 2 * year, .replications = 200}));
  std::vector<double> late;
  for (std::size_t r = 0; r < 200; ++r) late.push_back(simulated.value("moves", "help>out", r) / simulated.value("departures", "help", r));
  EXPECT_TRUE(agrees(late, x1 + x2, 0.025, cut));
  EXPECT_TRUE(agrees(simulated.by_replication("sojourn_mean", "help"), mean * year, 1.6, 60 * cut));
}

// Who is there on the first day and had a case then: there are N (1 - t / 18 years) of their children left after t, and of
// their cases e^(-H), H the hazard of the race summed up over its dated changes.
TEST(RacesByNeed, HazardsChangeOnADate) {
  FamilyText text{.children = 3000, .contacts = at_once(2, "help")};
  text.tiers = "  help: {race: {done: {hazard_by_need_per_year: [0.5, 1], exits: {closed: 1}}, never: {law: constant, value_years: 500, exits: {closed: 1}}}}\n";
  text.rest = "changes:\n  - {from: " + date(1) + ", set: {contacts.all.rate_per_year: [0, 0]}}\n"
              "  - {from: " + date(101) + ", set: {tiers.help.race.done.hazard_by_need_per_year: [3, 0]}}\n"
              "  - {from: " + date(161) + ", set: {tiers.help.race.done.hazard_by_need_per_year: [0, 2]}}\n"
              "  - {from: " + date(201) + ", set: {tiers.help.race.done.hazard_by_need_per_year: [1, 2]}}\n";
  const Simulated simulated = simulate(text.yaml({.horizon = 401, .replications = 200, .every = "day"}));
  for (const int day : {101, 161, 201, 401}) {
    const auto passed = [&](double from, double to) { return std::max(0.0, std::min<double>(day, to) - from) / year; };
    // Before the first change whoever is closed comes back at once.
    const double hazard = 3 * passed(101, 161) + passed(201, 401) + 0.5 * passed(1, 101);
    const double exact = 3000 * (1 - day / childhood) * std::exp(-hazard);
    // Closed at the last moment of the first day: up to 3000 x 0.5 a year x 5 minutes.
    EXPECT_TRUE(agrees(simulated.by_replication("children_end", "help", static_cast<std::size_t>(day) - 1), exact, 0.03 * exact, 0.02 + 3000 / childhood)) << "day " << day;
  }
}

// A racer with a law keeps the end that it was given, whatever changes on a date or in the family's need.
TEST(RacesByNeed, OtherRacersKeepTheirTime) {
  FamilyText text{.children = 500, .up = {20}, .down = {20}, .contacts = at_once(2, "help")};
  text.tiers = "  help: {race: {none: {hazard_by_need_per_year: [0, 0], exits: {closed: 1}}, late: {law: constant, value_days: 200, exits: {out: 1}}}}\n";
  text.exits = "  out: {}\n";
  text.rest = "changes:\n  - {from: " + date(1) + ", set: {contacts.all.rate_per_year: [0, 0]}}\n"
              "  - {from: " + date(50) + ", set: {tiers.help.race.late.value_days: 90}}\n";
  const Simulated simulated = simulate(text.yaml({.horizon = 300, .replications = 1, .every = "month", .event_log = true}));
  const EventLog& log = simulated.records()[0].log;
  std::size_t ended = 0;
  for (std::size_t i = 0; i < log.time.size(); ++i) {
    if (log.edge[i] < 0 || simulated.layout().edges[static_cast<std::size_t>(log.edge[i])].to != "out") continue;
    ++ended;
    EXPECT_GT(log.time[i], 199.99);
    EXPECT_LT(log.time[i], 201.01);
  }
  EXPECT_GT(ended, 400u);
}

// The same relaxation as under support from birth, from a date on: those there then are at p, and 18 - t of 18 years' births
// are theirs; those born later relax from p' of the hazards alone as they grow. (In the middle of the day.)
TEST(Support, ChangesOnADate) {
  FamilyText text{.children = 3000, .up = {0.4}, .down = {0.2}, .contacts = at_once(2, "help")};
  text.tiers = "  help: {" + for_ever + ", supports: {up: 1, down: 1}}\n";
  text.rest = "changes:\n  - {from: " + date(100) + ", set: {tiers.help.supports.up: 0.5, tiers.help.supports.down: 6}}\n";
  const Simulated simulated = simulate(text.yaml({.horizon = 800, .replications = 200, .every = "day"}));
  for (const int day : {100, 300, 800}) {
    const double t = std::max(0.0, day - 100.5), rate = (0.2 + 1.2) / year, own = 0.4 / 0.6, under = 0.2 / 1.4;
    const double old = under + (own - under) * std::exp(-rate * t);
    const double later = t == 0 ? 0 : under * t + (own - under) * -std::expm1(-rate * t) / rate;  // over births since, in days
    const double exact = 3000 * (old * (1 - t / childhood) + later / childhood);
    std::vector<double> values = simulated.by_replication("children_by_need", "level_2", static_cast<std::size_t>(day) - 1);
    EXPECT_TRUE(agrees(values, exact, 0.025 * exact, 0.1)) << "day " << day;
  }
}

// --- children ---

/// Children who leave come home at once, and the case is open all the time.
FamilyText there_and_back(const std::string& way) {
  FamilyText text{.children = 1000, .contacts = at_once(2, "help")};
  text.tiers = "  help: {" + for_ever + ", children: {away: {" + way + ", to: visit}}}\n  visit: {kind: gate, sojourn: {law: constant, value_days: 0}, exits: {home: 1}}\n";
  text.exits = "  home: {rejoins: help}\n";
  return text;
}

// A family's children are asked at a hazard of 2 a year, each for itself, with a probability by age: moves have the mean of
// children x hazard x probability.
TEST(Children, GoAtTheirHazardAndProbability) {
  for (const char* sizes : {"[1]", "[1, 1, 1]"}) {
    FamilyText text = there_and_back("hazard_by_need_per_year: [2, 2], takes: {below_years: [1, 10], probability: [0.9, 0.2, 0.05]}");
    text.sizes = sizes;
    const Simulated simulated = simulate(text.yaml({.horizon = 2 * year, .replications = 200, .warm_up = 30}));
    const double exact = 1000 * 2 * 2 * (0.9 + 9 * 0.2 + 8 * 0.05) / 18;
    EXPECT_TRUE(agrees(simulated.by_replication("children_moves", "help>visit"), exact, 0.05 * exact)) << sizes;
    EXPECT_EQ(simulated.by_replication("children_moves", "help>visit"), simulated.by_replication("children_entries", "visit"));
    EXPECT_EQ(simulated.by_replication("children_moves", "help>visit"), simulated.by_replication("children_moves", "visit>home"));
  }
}

// The way's clock is a Poisson process, whoever goes: in T days of families with a child that always goes (and comes back to
// the case that it reopens) the number of moves has mean and variance h T.
TEST(Children, GoAsAPoissonProcess) {
  FamilyText text = there_and_back("hazard_by_need_per_year: [3, 3]");
  text.children = 200;
  text.sizes = "[0, 1]";
  text.spacing = "{law: constant, value_years: 0}";  // twins: the case of the two
  // Only the families' number is random beside the process: moves of twins are even, their halves those of families.
  const Simulated simulated = simulate(text.yaml({.horizon = 1 * year, .replications = 1000, .warm_up = 10}));
  std::vector<double> squares;
  for (std::size_t r = 0; r < 1000; ++r) {
    const double moves = simulated.value("children_moves", "help>visit", r) / 2, mean = 300;
    squares.push_back((moves - mean) * (moves - mean));
  }
  // Families with a case in a year, weighted by the share of it, F: E F = 100, and the variance of F is that of an
  // M/D/infinity occupancy averaged over one year, 100 (1 - 1 / (3 x 18)). Var = 3 E F + 9 Var F.
  const double variance = 3 * 100 + 9 * 100 * (1 - 1.0 / 54);
  EXPECT_TRUE(agrees(squares, variance, 0.35 * variance));
}

// Twins who leave at once are placed together with probability q; else each goes its own way: the share with one placement
// is q + (1 - q) (p^2 + (1 - p)^2), and each place has its own share all the same. A second time is as the first.
TEST(Children, TogetherWithTheProbabilityAskedFor) {
  const double q = 0.4, p = 0.3;
  FamilyText text{.children = 4000, .sizes = "[0, 1]", .spacing = "{law: constant, value_years: 0}", .contacts = at_once(2, "help")};
  text.tiers = "  help: {" + for_ever + ", children: {away: {hazard_by_need_per_year: [2, 2], to: entry, together: 0.4}}}\n"
               "  entry: {kind: gate, sojourn: {law: constant, value_days: 1}, exits: {kin: 0.3, foster: 0.7}}\n"
               "  kin: {sojourn: {law: constant, value_days: 5}, exits: {home: 1}}\n  foster: {sojourn: {law: constant, value_days: 5}, exits: {home: 1}}\n";
  text.exits = "  home: {rejoins: help}\n";
  const Simulated simulated = simulate(text.yaml({.horizon = 3 * year, .replications = 1, .every = "year", .warm_up = 10, .event_log = true}));
  const EventLog& log = simulated.records()[0].log;
  double same = 0, other = 0, kin = 0, all = 0;
  double time = -1;
  std::string before;
  for (std::size_t i = 0; i < log.time.size(); ++i) {
    if (log.edge[i] < 0) continue;
    const Edge& edge = simulated.layout().edges[static_cast<std::size_t>(log.edge[i])];
    if (edge.from != "entry") continue;
    all += 1;
    kin += edge.to == "kin";
    if (log.time[i] == time) (edge.to == before ? same : other) += 1;
    time = log.time[i];
    before = edge.to;
  }
  EXPECT_EQ(same + other, all / 2);
  const double share = q + (1 - q) * (p * p + (1 - p) * (1 - p));
  EXPECT_TRUE(counts_agree({same, other}, {share, 1 - share}, 0.01));
  // Twins who are together are one choice: half as many at least.
  EXPECT_NEAR(kin / all, p, 3.3 * std::sqrt(p * (1 - p) / (all / 2)));
  EXPECT_GT(all, 10000);
}

// A contact that takes children leads those who go into care at once, and their family to the services.
TEST(Children, AreTakenByContacts) {
  FamilyText text{.children = 1000, .sizes = "[0, 1]", .spacing = "{law: constant, value_years: 6}"};
  text.contacts = "  police: {rate_per_year: [1, 1], to: desk, takes: {below_years: [6], probability: [0.5, 0.25]}, children_to: visit}\n";
  text.tiers = idle_desk + "  visit: {kind: gate, sojourn: {law: constant, value_days: 0}, exits: {home: 1}}\n";
  text.exits = "  home: {rejoins: desk}\n";
  const Simulated simulated = simulate(text.yaml({.horizon = 4 * year, .replications = 200}));
  const double taken = 1000 * 4 * (6 * 0.5 + 12 * 0.25) / 18;
  EXPECT_TRUE(agrees(simulated.by_replication("children_moves", "police>visit"), taken, 0.04 * taken));
  // Children are born at a rate 1000 / 18 a year, half of them first. Spoken of is a family with anybody at home: over the
  // 24 years from its first birth to the last 18th birthday. Referred it is when at least one goes.
  const double formed = 1000 / 18.0 / 2, spoken = formed * 24 * 4;
  EXPECT_TRUE(agrees(simulated.by_replication("contacts", "police"), spoken, 0.03 * spoken));
  const double none = 6 * 0.5 + 6 * 0.75 * 0.5 + 6 * 0.75 * 0.75 + 6 * 0.75;  // alone under 6; 6 to 12 with one under 6; both older; the younger alone
  const double arrivals = formed * 4 * (24 - none);
  EXPECT_TRUE(agrees(simulated.by_replication("arrivals", "police"), arrivals, 0.04 * arrivals));
}

// --- a life ---

// Into care at h a year while at home, home again at r: the share in care of those who are a old goes from 0 to h / (h + r)
// as e^(-(h + r) a).
TEST(Lives, ShareInCare) {
  FamilyText text{.children = 1000, .contacts = at_once(2, "help")};
  text.tiers = "  help: {" + for_ever + ", children: {away: {hazard_by_need_per_year: [0.3, 0.3], to: care}}}\n"
               "  care: {kind: placement, race: {back: {hazard_per_year: 0.5, exits: {home: 1}}, grown: {at_age_years: 18, exits: {grown: 1}}}}\n";
  text.exits = "  home: {rejoins: help}\n  grown: {}\n";
  const Simulated simulated = simulate(text.yaml({.horizon = 4 * year, .replications = 200, .warm_up = 19 * year}));
  const double exact = 1000 * over_ages(0, 0.3 / 0.8, 0.8);
  EXPECT_TRUE(agrees(simulated.by_replication("children", "care"), exact, 10, 0.01));
  EXPECT_TRUE(agrees(simulated.by_replication("children", "help"), 1000 - exact, 25, 0.01));
  EXPECT_TRUE(agrees(simulated.by_replication("grown", ""), 1000 * 4 / 18.0, 10));
}

// Ever in care by 18: 1 - e^(-18 h), by 5: 1 - e^(-5 h), whether those who go into care come back, are adopted (and leave the
// model before they are 18) or stay. Of two watched tiers each has its own share.
TEST(Lives, EverInCare) {
  const double h = 0.06;
  FamilyText text{.children = 1000, .contacts = at_once(2, "help")};
  text.tiers = "  help: {" + for_ever + ", children: {away: {hazard_by_need_per_year: [0.06, 0.06], to: care}}}\n"
               "  care: {kind: placement, race: {back: {hazard_per_year: 0.5, exits: {home: 1}}, new: {hazard_per_year: 0.5, exits: {adopted: 1}}, grown: {at_age_years: 18, exits: {grown: 1}}}}\n";
  text.exits = "  home: {rejoins: help}\n  adopted: {}\n  grown: {}\n";
  text.rest = "report: {lifetime: [care, help]}\n";
  const Simulated simulated = simulate(text.yaml({.horizon = 6 * year, .replications = 200, .warm_up = 18 * year}));
  const double grown = 1000 * 6 / 18.0;
  EXPECT_TRUE(agrees(simulated.by_replication("grown", ""), grown, 0.03 * grown));
  EXPECT_TRUE(agrees(simulated.by_replication("grown_ever", "help"), grown, 0.03 * grown, 0.01));
  const double ever = grown * -std::expm1(-18 * h), early = grown * -std::expm1(-5 * h);
  EXPECT_TRUE(agrees(simulated.by_replication("grown_ever", "care"), ever, 0.04 * ever, 0.01));
  EXPECT_TRUE(agrees(simulated.by_replication("grown_ever_early", "care"), early, 0.06 * early, 0.01));
}

}  // namespace
}  // namespace headwater::theory
