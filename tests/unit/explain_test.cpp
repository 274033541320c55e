// A life that is explained is the life that was lived: all lives of a replication together are its event log and its
// tallies, the rule that is told leads where the case went, and telling changes no result.
#include "explain/explain.hpp"

#include <algorithm>
#include <cstring>
#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "experiment/replicate.hpp"
#include "explain/witness.hpp"
#include "explain/words.hpp"
#include "pathway/compile.hpp"
#include "random/name_origin.hpp"
#include "random/philox.hpp"
#include "scenario/read.hpp"
#include "simulate/replication.hpp"

namespace headwater {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

Description read(const std::string& yaml) {
  const Reading reading = read_text(yaml, "test.yaml");
  if (!reading.ok()) throw std::invalid_argument(reading.diagnostics.text(true));
  return *reading.description;
}

std::string families(const std::string& generator = "keyed_hash", const std::string& refer_from = "2.6") {
  return "headwater: 1\nstart: 2026-04-01\nhorizon_years: 8\n"
         "run: {replications: 1, seed: 3, every: whole_run, event_log: true, generator: " + generator + "}\n"
         R"(
population:
  children: 150
  children_per_family: [2, 4, 2, 1]
  spacing: {law: exponential, mean_years: 3}
  frailty: 1
  no_child_at_home: emptied
need: {up_per_year: [0.3, 0.3, 0.2], down_per_year: [0.4, 0.6, 0.6]}
contacts:
  school:
    rate_per_year: [0.1, 0.5, 1.5, 3]
    with_infant: 2
    error: 0.8
    refer_from: )" + refer_from + R"(
    to: front_door
    otherwise: {to: early_help, probability: [0.1, 0.5, 0.5, 0.5]}
  police: {rate_per_year: [0, 0.05, 0.1, 0.6], takes: {below_years: [5], probability: [0.6, 0.3]}, to: front_door, children_to: care, refer_from: 1}
tiers:
  front_door: {kind: gate, sojourn: {law: constant, value_days: 1}, decide: {on: need, error: 0.8, below: [1.4, 3], to: [closed, plan, early_help]}}
  early_help:
    contacts: true
    capacity: 4
    supports: {up: 0.7, down: 1.4}
    sojourn: {law: lognormal, mean_days: 120, sd_days: 80}
    exits: {closed: 0.8, plan: 0.2}
  plan:
    supports: {up: 0.7, down: 1.4}
    race:
      better: {hazard_by_need_per_year: [2, 1.5, 0.8, 0.2], exits: {closed: 1}}
      review: {law: uniform, low_days: 200, high_days: 300, exits: {plan: 0.5, early_help: 0.5}}
    children: {care: {hazard_by_need_per_year: [0, 0.1, 0.6, 2], takes: {below_years: [1, 10], probability: [0.9, 0.5, 0.6]}, together: 0.6, to: placing}}
  placing: {kind: gate, sojourn: {law: uniform, low_days: 0, high_days: 5}, exits: {care: 0.5, kin: 0.5}}
  kin: {kind: placement, race: {home: {law: exponential, mean_days: 200, exits: {home: 1}}, grown: {at_age_years: 18, exits: {grown: 1}}}}
  care: {kind: placement, race: {home: {law: life_table, from_years: [0, 1], hazards_per_year: [0.6, 0.2], exits: {home: 1}}, grown: {at_age_years: 18, exits: {grown: 1}}}}
exits: {closed: {}, emptied: {}, home: {rejoins: plan}, grown: {}}
)";
}

std::string queues(const std::string& generator = "keyed_hash") {
  return "headwater: 1\nstart: 2026-04-01\nhorizon_days: 40\n"
         "run: {replications: 1, seed: 3, every: whole_run, event_log: true, generator: " + generator + "}\n"
         R"(
attributes: {need: {law: lognormal, mu: 0, sigma: 0.8}}
sources: {new: {rate_per_day: 3, to: desk}, monthly: {every_days: 10, batch: {law: constant, value: 3}, to: clinic}}
tiers:
  desk: {capacity: 1, waiting_room: 4, when_full: away, sojourn: {law: exponential, mean_days: 0.4}, decide: {on: need, below: [1, 2], to: [done, clinic, away]}}
  clinic:
    capacity: 2
    order: highest_first
    ordered_by: need
    pre_emption: resample
    patience: {law: exponential, mean_days: 3, to: away}
    sojourn: {law: gamma, mean_days: 1, sd_days: 0.6}
    exits: {done: 0.7, desk: 0.3}
exits: {done: {returns: {probability: 0.5, after: {law: exponential, mean_days: 8}, to: desk}}, away: {}}
)";
}

double fact(const LifeStep& step, const std::string& name) {
  for (const auto& [known, value] : step.facts)
    if (known == name) return value;
  ADD_FAILURE() << "'" << step.text << "' has no " << name;
  return 0;
}

/// All lives of replication 0, those of families or those of the sources' entities.
struct Lives {
  Description description;
  Model model;
  ReplicationRecord record;
  Layout layout;
  std::vector<Life> all;

  explicit Lives(const std::string& yaml) : description(read(yaml)), model(compile(description)), layout(layout_of(model)) {
    record = replicate(model, layout, 0);
    if (model.families.any()) {
      for (std::uint64_t ordinal = 0;; ++ordinal)
        if (!add({true, "", ordinal})) break;
      return;
    }
    for (const std::string& source : model.source_names)
      for (std::uint64_t ordinal = 0; add({false, source, ordinal}); ++ordinal)
        for (std::uint64_t place = 1; source == "monthly" && add({false, source, ordinal + (place << batch_bits)});) ++place;
  }

  bool add(const Subject& subject) {
    try {
      all.push_back(explain(description, model, 0, subject));
      return true;
    } catch (const NoSuchLife& error) {
      return subject.is_family && std::string(error.what()).find("grown up before") != std::string::npos;
    }
  }

  std::vector<double> times_of(const std::string& kind) const {
    std::vector<double> times;
    for (const Life& life : all)
      for (const LifeStep& step : life.steps)
        if (step.kind == kind) times.push_back(step.day);
    std::sort(times.begin(), times.end());
    return times;
  }
  std::vector<double> logged(EventLog::What what) const {
    std::vector<double> times;
    for (std::size_t i = 0; i < record.log.time.size(); ++i)
      if (record.log.what[i] == what) times.push_back(record.log.time[i]);
    std::sort(times.begin(), times.end());
    return times;
  }
  double total(const std::string& series) const {
    for (std::size_t s = 0; s < layout.series.size(); ++s) {
      if (layout.series[s].name != series) continue;
      double sum = 0;
      for (std::size_t i = 0; i < layout.size_of(s); ++i) sum += record.values[layout.offset_of(s) + i];
      return sum;
    }
    ADD_FAILURE() << "no series " << series;
    return 0;
  }
};

const Lives& family_lives() {
  static const Lives lives(families());
  return lives;
}

TEST(Explain, AllMovesOfAllFamiliesAreTheEventLog) {
  ASSERT_GT(family_lives().logged(EventLog::move).size(), 500u);
  EXPECT_EQ(family_lives().times_of("move"), family_lives().logged(EventLog::move));
}

TEST(Explain, ContactsBirthsAndBirthdaysAreThoseOfTheTallies) {
  const Lives& lives = family_lives();
  EXPECT_EQ(static_cast<double>(lives.times_of("contact").size()), lives.total("contacts"));
  const std::vector<double> formed = lives.times_of("formed");
  const auto later = std::count_if(formed.begin(), formed.end(), [](double day) { return day > 0; });
  EXPECT_EQ(static_cast<double>(lives.times_of("born").size()) + static_cast<double>(later), lives.total("births"));
  EXPECT_GT(later, 10);
}

TEST(Explain, WhatIsToldOfAContactIsWhatFollows) {
  int referrals = 0, offers = 0, neither = 0;
  for (const Life& life : family_lives().all)
    for (std::size_t i = 0; i < life.steps.size(); ++i) {
      const LifeStep& step = life.steps[i];
      if (step.kind != "contact" || step.text.find("school") != 0) continue;
      const bool moves = i + 1 < life.steps.size() && life.steps[i + 1].kind == "move" && life.steps[i + 1].day == step.day;
      if (fact(step, "referred") == 1) {
        EXPECT_GE(fact(step, "seen"), fact(step, "refer_from"));
        ASSERT_TRUE(moves) << step.text;
        EXPECT_THAT(life.steps[i + 1].text, HasSubstr("goes to front_door"));
        ++referrals;
      } else if (step.text.find(": taken up") != std::string::npos) {
        ASSERT_TRUE(moves) << step.text;
        EXPECT_THAT(life.steps[i + 1].text, HasSubstr("goes to early_help"));
        ++offers;
      } else {
        EXPECT_FALSE(moves) << step.text;
        ++neither;
      }
    }
  EXPECT_GT(std::min({referrals, offers, neither}), 10);
}

TEST(Explain, WhatIsSeenAtAGateDecidesAsTold) {
  std::map<std::string, int> ways;
  for (const Life& life : family_lives().all)
    for (const LifeStep& step : life.steps) {
      if (step.text.find("front_door decides") != 0) continue;
      const double seen = fact(step, "seen");
      const std::string to = seen < 1.4 ? "the case is closed" : seen < 3 ? "goes to plan" : "goes to early_help";
      EXPECT_THAT(step.text, HasSubstr(to));
      ++ways[to];
    }
  EXPECT_EQ(ways.size(), 3u);
}

TEST(Explain, ChildrenLeaveHomeAsTheirDrawsSay) {
  int went = 0;
  for (const Life& life : family_lives().all)
    for (std::size_t i = 0; i < life.steps.size(); ++i) {
      if (life.steps[i].kind != "who_goes") continue;
      std::vector<std::string> told, left;
      for (int child = 1; child <= 4; ++child)
        if (life.steps[i].text.find("child " + std::to_string(child) + " (") != std::string::npos &&
            fact(life.steps[i], "draw_" + std::to_string(child)) < fact(life.steps[i], "probability_" + std::to_string(child)))
          told.push_back("child " + std::to_string(child));
      for (std::size_t k = i + 1; k < life.steps.size() && life.steps[k].day == life.steps[i].day; ++k)
        if (life.steps[k].text.find("leaves home") == 0) left.push_back(life.steps[k].who);
      EXPECT_EQ(told, left);
      went += static_cast<int>(left.size());
    }
  EXPECT_GT(went, 20);
}

TEST(Explain, NeedGoesOneLevelAtATimeFromWhereItWas) {
  int shifts = 0;
  for (const Life& life : family_lives().all) {
    double need = fact(life.steps.at(0), "need");
    for (const LifeStep& step : life.steps) {
      if (step.kind == "contact") {
        EXPECT_EQ(fact(step, "need"), need);
      }
      if (step.kind != "need") continue;
      EXPECT_TRUE(step.hidden);
      EXPECT_EQ(fact(step, "from"), need);
      EXPECT_EQ(std::abs(fact(step, "to") - need), 1);
      need = fact(step, "to");
      ++shifts;
    }
  }
  EXPECT_GT(shifts, 100);
}

TEST(Explain, MovesStartsAndInterruptionsOfAllEntitiesAreTheEventLog) {
  const Lives lives(queues());
  ASSERT_GT(lives.logged(EventLog::interrupt).size(), 5u);
  EXPECT_EQ(lives.times_of("move"), lives.logged(EventLog::move));
  EXPECT_EQ(lives.times_of("interrupted"), lives.logged(EventLog::interrupt));
}

template <class Luck>
void expect_same_record(const std::string& yaml, const Subject& subject) {
  const Description description = read(yaml);
  const Model model = compile(description);
  const Layout layout = layout_of(model);
  const ReplicationRecord plain = replicate(model, layout, 0);
  Witness witness(description, model, layout, 0, subject);
  Replication<Luck, Witness>(model, 0, witness).run();
  const ReplicationRecord watched = witness.collect();
  ASSERT_TRUE(witness.was_there());
  ASSERT_EQ(watched.values.size(), plain.values.size());
  EXPECT_EQ(std::memcmp(watched.values.data(), plain.values.data(), plain.values.size() * sizeof(double)), 0);
  EXPECT_EQ(watched.model_events, plain.model_events);
  EXPECT_EQ(watched.log.time, plain.log.time);
  EXPECT_EQ(watched.log.entity, plain.log.entity);
}

TEST(Explain, TellingChangesNoResult) {
  const Model model = compile(read(families()));
  const std::vector<Subject> come = who_comes_to(model, 0, "care");
  ASSERT_FALSE(come.empty());
  expect_same_record<KeyedHash>(families(), come[0]);
  expect_same_record<KeyedHash>(queues(), {false, "new", 4});
  expect_same_record<Philox>(queues("philox"), {false, "new", 4});
  expect_same_record<Philox>(families("philox"), who_comes_to(compile(read(families("philox"))), 0, "care").at(0));
}

TEST(Explain, WhoeverComesToATierIsToldToComeThere) {
  const Description description = read(families());
  const Model model = compile(description);
  for (const Subject& subject : who_comes_to(model, 0, "kin")) {
    const Life life = explain(description, model, 0, subject);
    const auto goes = [](const LifeStep& step) { return step.text.find("goes to kin") != std::string::npos; };
    EXPECT_TRUE(std::any_of(life.steps.begin(), life.steps.end(), goes)) << life.subject;
  }
}

TEST(Explain, LivesUnderTwoScenariosPartWhereTheRuleDiffers) {
  // With places for all nobody waits for another, so that nothing but the rule can part them.
  const auto with_places_for_all = [](std::string yaml) { return yaml.erase(yaml.find("    capacity: 4\n"), std::strlen("    capacity: 4\n")); };
  const Description a = read(with_places_for_all(families())), b = read(with_places_for_all(families("keyed_hash", "2.2")));
  const Model model_a = compile(a), model_b = compile(b);
  int parted = 0;
  for (const Subject& subject : who_comes_to(model_b, 0, "front_door")) {
    const Life one = explain(a, model_a, 0, subject), other = explain(b, model_b, 0, subject);
    const std::vector<MergedStep> merged = merge(one, other);
    std::size_t in_one = 0, in_other = 0;
    for (const MergedStep& step : merged) {
      in_one += step.in != MergedStep::second;
      in_other += step.in != MergedStep::first;
    }
    EXPECT_EQ(in_one, one.steps.size());
    EXPECT_EQ(in_other, other.steps.size());
    const auto first = parting(merged, one.same_within);
    if (first == merged.end()) {
      EXPECT_EQ(one.steps.size(), other.steps.size());
      continue;
    }
    ASSERT_EQ(first->step->kind, "contact");
    EXPECT_THAT(first->step->text, StartsWith("school"));
    EXPECT_GE(fact(*first->step, "seen"), 2.2);
    EXPECT_LT(fact(*first->step, "seen"), 2.6);
    ++parted;
  }
  EXPECT_GT(parted, 10);
}

TEST(Explain, SameLivesAreToldOnce) {
  const Life life{"family 1", {}, {{0, "formed", "family", "a", "a"}, {1, "born", "child 2", "b", "b"}, {1, "need", "family", "c", "c"}, {2, "end", "family", "d", "d"}}};
  for (const MergedStep& step : merge(life, life)) EXPECT_EQ(step.in, MergedStep::both);
  Life other = life;
  other.steps.erase(other.steps.begin() + 1);
  other.steps[2].text = "e";
  std::string marks;
  for (const MergedStep& step : merge(life, other)) marks += step.in == MergedStep::both ? '=' : step.in == MergedStep::first ? 'A' : 'B';
  EXPECT_EQ(marks, "=A=AB");
  EXPECT_EQ(parting(merge(life, other), 0)->step->kind, "born");
  other = life;
  other.steps[2].text = "another rule with the same outcome";
  const std::vector<MergedStep> merged = merge(life, other);
  EXPECT_EQ(merged.size(), 5u);
  EXPECT_EQ(parting(merged, 0), merged.end());
  other = life;
  for (LifeStep& step : other.steps) step.day += 0.001;
  EXPECT_EQ(merge(life, other)[0].in, MergedStep::first);
  Life about = life;
  about.same_within = 0.01;
  for (const MergedStep& step : merge(about, other)) EXPECT_EQ(step.in, MergedStep::both);
}

TEST(Explain, SaysWhoThereIs) {
  const Description description = read(families());
  const Model model = compile(description);
  const auto error = [&](const Subject& subject) -> std::string {
    try {
      explain(description, model, 0, subject);
    } catch (const NoSuchLife& fault) {
      return fault.what();
    }
    return "";
  };
  EXPECT_THAT(error({true, "", 100000}), HasSubstr("there is no family 100000: families are numbered from "));
  EXPECT_THAT(error({true, "", 0}), HasSubstr("had grown up before the simulation began"));
  EXPECT_THAT(error({false, "school", 0}), HasSubstr("unknown source 'school'"));
  EXPECT_THROW(who_comes_to(model, 0, "kim"), NoSuchLife);
  for (const char* text : {"new", "new:", "new:x", "new:1.", "new:-1", ""}) EXPECT_THROW(entity_named(text), NoSuchLife) << text;
  EXPECT_EQ(entity_named("new:7.2").ordinal, 7 + (std::uint64_t{2} << batch_bits));
}

std::string all_of(const Life& life) {
  std::string text;
  for (const std::string& about : life.about) text += about + "\n";
  for (const LifeStep& step : life.steps) text += step.text + "\n";
  return text;
}

// Families leave and come, children become parents after care, and kin make need rise: each is told, and leads on to whom it
// is about.
TEST(Explain, TellsOfMovesOfParentsAndOfKin) {
  std::string yaml = families();
  const std::string key = "population:\n", exits = "\nexits: {";
  yaml.insert(yaml.find(key) + key.size(), "  moves: {out_per_year: 0.1, in_per_year: 0.3, to: moved_away}\n"
                                           "  care_leavers: {become_parents: 0.9, after: {law: exponential, mean_years: 1}, need_rises: 3}\n"
                                           "  kin: {families: 4, need_from: 2, need_rises: 2.5, spoken_of: 1.5}\n");
  yaml.insert(yaml.find(exits) + exits.size(), "moved_away: {}, ");
  const Description description = read(yaml);
  const Model model = compile(description);
  const auto leavers = who_comes_to(model, 0, "moved_away");
  ASSERT_FALSE(leavers.empty());
  const std::string leaves = all_of(explain(description, model, 0, leavers[0]));
  EXPECT_THAT(leaves, HasSubstr("leaves the area (0.1 a year; first draw "));
  EXPECT_THAT(leaves, HasSubstr("the case is closed (moved_away)"));

  std::string told;
  for (const Subject& subject : who_comes_to(model, 0, "front_door")) told += all_of(explain(description, model, 0, subject));
  EXPECT_THAT(told, HasSubstr("moves to the area, at home: "));
  EXPECT_THAT(told, HasSubstr(" x 2.5 as kin are in need; draw "));
  EXPECT_THAT(told, HasSubstr(", 1.5 times as often as kin have a case; "));

  // A first birth may lie after the end of the simulation.
  int families_of_parents = 0;
  const std::string in_family = ", in family ";
  for (const Subject& subject : who_comes_to(model, 0, "grown")) {
    const std::string life = all_of(explain(description, model, 0, subject));
    EXPECT_THAT(life, HasSubstr("grows up in care, and has "));
    const std::size_t at = life.find(in_family);
    if (at == std::string::npos) continue;
    try {
      EXPECT_THAT(all_of(explain(description, model, 0, {true, "", std::stoull(life.substr(at + in_family.size()))})), HasSubstr("parent grew up in care [need rises 3 times as fast"));
      ++families_of_parents;
    } catch (const NoSuchLife&) {
    }
  }
  EXPECT_GT(families_of_parents, 0);
  try {
    explain(description, model, 0, {true, "", first_moved_in + 1000000});
    ADD_FAILURE();
  } catch (const NoSuchLife& fault) {
    EXPECT_THAT(fault.what(), HasSubstr("those who move in from 1000000000000"));
  }
}

// What is known of a case of the caseload was not drawn, and it did not come from anywhere.
TEST(Explain, TellsWhoWasThereWhenTheSimulationBegan) {
  const Description description = read(
      "headwater: 1\nstart: 2026-04-01\nhorizon_days: 300\nrun: {replications: 1, seed: 1}\nattributes: {size: {law: uniform, low: 0, high: 1}, weight: {law: uniform, low: 0, high: 1}}\nsources: {}\n"
      "tiers:\n  desk: {sojourn: {law: uniform, low_days: 150, high_days: 250}, exits: {next: 1}}\n  next: {sojourn: {law: constant, value_days: 400}, exits: {out: 1}}\nexits: {out: {}}\n"
      "caseload: {cases: [{tier: desk, days: 95, attributes: {size: 5}}]}\n");
  const Model model = compile(description);
  const std::string told = all_of(explain(description, model, 0, who_comes_to(model, 0, "desk").at(0)));
  EXPECT_THAT(told, StartsWith("size 5\nweight 0."));
  EXPECT_THAT(told, HasSubstr("(draw 0."));
  EXPECT_THAT(told, HasSubstr("was there when the simulation began, for 95 days already: in desk\n"));
  EXPECT_THAT(told, HasSubstr("; of what was left at the start, draw 0."));
  EXPECT_THAT(told, HasSubstr("): goes to next\n"));
}

// So it is with the cases of families, and with children in care; what is later is told as ever.
TEST(Explain, TellsForHowLongCasesOfFamiliesHaveBeenOpen) {
  const Description description = read(families() + "caseload: {cases: [{tier: plan, days: 95, number: 3}, {tier: care, days: 31, number: 3, attributes: {age_years: 7}}]}\n");
  const Model model = compile(description);
  std::set<std::uint64_t> told_of;
  int cases = 0, children = 0, later = 0;
  for (const char* tier : {"plan", "care"}) {
    for (const Subject& subject : who_comes_to(model, 0, tier)) {
      if (!told_of.insert(subject.ordinal).second) continue;
      for (const LifeStep& step : explain(description, model, 0, subject).steps) {
        if (step.kind != "move") continue;
        const bool of_case = step.text.find("case 1 is open with child") == 0, at_start = step.text.find("when the simulation begins") != std::string::npos;
        EXPECT_LE(of_case, at_start) << step.text;
        EXPECT_LE(at_start, step.day == 0) << step.text;
        cases += of_case && step.text.find(": in plan when the simulation begins, for 95 days already") != std::string::npos;
        children += step.text.find("leaves home: in care when the simulation begins, for 31 days already, aged 7 years") == 0;
        later += step.text.find(" opens with child") != std::string::npos;
      }
    }
  }
  EXPECT_EQ(cases, 3);
  EXPECT_EQ(children, 3);
  EXPECT_GT(later, 0);
}

TEST(Explain, NamesLeadBackToTheirNumbers) {
  for (std::uint64_t ordinal : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{150140}, (std::uint64_t{5} << batch_bits) + 3, ~std::uint64_t{0}})
    EXPECT_EQ(ordinal_of(name_of(source_key("population"), ordinal), source_key("population")), ordinal);
}

TEST(Explain, Words) {
  EXPECT_EQ(rounded(0.2104), "0.21");
  EXPECT_EQ(rounded(91), "91");
  EXPECT_EQ(rounded(100), "100");
  EXPECT_EQ(rounded(-0.0001), "-0.0001");
  EXPECT_EQ(rounded(2.7996, 2.8), "2.7996");
  EXPECT_EQ(rounded(2.8, 2.8), "2.8");
  EXPECT_EQ(fraction(0.23001, 0.23), "0.23001");
  EXPECT_EQ(fraction(0.5, 0.23), "0.500");
  EXPECT_EQ(with_sign(0.4), "+0.4");
  EXPECT_EQ(percent(0.858), "85.8 %");
  EXPECT_EQ(length_of_time(1, "days"), "1 day");
  EXPECT_EQ(length_of_time(0.5, "hours"), "12 hours");
  EXPECT_EQ(length_of_time(3 * days_per_year, "days"), "3 years");
  EXPECT_EQ(age(10), "1 week");
  EXPECT_EQ(age(200), "6 months");
  EXPECT_EQ(age(5.9 * days_per_year), "5 years");
  EXPECT_EQ(listed({"a", "b", "c"}), "a, b and c");
}

}  // namespace
}  // namespace headwater
