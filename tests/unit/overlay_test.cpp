// Scenarios over models: what is replaced, added and removed, in chains of files, and where faults are placed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "scenario/read.hpp"
#include "scenario/varied_model.hpp"

namespace headwater {
namespace {

using testing::HasSubstr;

const std::string model = R"(headwater: 1
title: model
start: 2026-04-01
horizon_days: 100
sources: {new: {rate_per_day: 4, to: help}}
tiers:
  help: {capacity: 20, sojourn: {law: exponential, mean_days: 30}, exits: {leave: 3, more: 1}}
  more: {sojourn: {law: constant, value_days: 2}, exits: {leave: 1}}
exits: {leave: {}}
run: {replications: 5, seed: 7}
changes: [{from: 2026-05-01, set: {tiers.help.capacity: 21}}]
)";

/// Reads a scenario that extends the model above, both from memory.
Reading read(const std::string& scenario, std::map<std::string, std::string> files = {}) {
  files.emplace("folder/model.yaml", model);
  files.emplace("folder/scenarios/scenario.yaml", scenario);
  return read_file("folder/scenarios/scenario.yaml", [files](const std::string& path) -> FileText {
    const auto found = files.find(path);
    if (found == files.end()) return {std::nullopt, "there is no such file"};
    return {found->second, ""};
  });
}

const std::string extends = "extends: ../model.yaml\n";

TEST(Overlay, SetsAValueAndGivesAnOptionalKey) {
  const Reading reading = read(extends + "set: {tiers.help.capacity: 30, tiers.more.capacity: 9, tiers.help.exits.more: 2}\n");
  ASSERT_TRUE(reading.ok()) << reading.diagnostics.text();
  EXPECT_EQ(reading.description->tiers[0].capacity, 30);
  EXPECT_EQ(reading.description->tiers[1].capacity, 9);
  EXPECT_EQ(reading.description->tiers[0].exits[1].weight, 2);
}

TEST(Overlay, AnotherUnitReplacesTheOldOne) {
  const Reading reading = read(extends + "set: {sources.new.rate_per_week: 14, tiers.help.sojourn.mean_weeks: 2}\n");
  ASSERT_TRUE(reading.ok()) << reading.diagnostics.text();
  EXPECT_DOUBLE_EQ(reading.description->sources[0].rate_per_day, 2);
  EXPECT_DOUBLE_EQ(reading.description->tiers[0].sojourn->mean(), 14);
}

const std::string of_families = R"(headwater: 1
start: 2026-04-01
horizon_days: 100
population:
  children: 100
  spacing: {law: constant, value_years: 2}
  no_child_at_home: closed
  frailty: 1
  moves: {out_per_year: 0.1, to: closed}
need: {up_per_year: [1, 2], down_per_year: [3, 4]}
contacts: {anyone: {rate_per_year: [1, 2, 3], to: help}}
tiers: {help: {sojourn: {law: constant, value_days: 2}, exits: {closed: 1}}}
exits: {closed: {}}
)";

TEST(Overlay, NamesAValueOfAListByItsPlace) {
  const Reading reading = read("extends: ../families.yaml\nset: {need.up_per_year.2: 7.305, contacts.anyone.rate_per_year.1: 36.525}\n", {{"folder/families.yaml", of_families}});
  ASSERT_TRUE(reading.ok()) << reading.diagnostics.text();
  EXPECT_DOUBLE_EQ(reading.description->need->up[0], 1 / 365.25);
  EXPECT_DOUBLE_EQ(reading.description->need->up[1], 0.02);
  EXPECT_DOUBLE_EQ(reading.description->contacts[0].rate[0], 0.1);
  EXPECT_DOUBLE_EQ(reading.description->contacts[0].rate[1], 2 / 365.25);
  for (const char* place : {"0", "3", "first"}) {
    const Reading bad = read(std::string("extends: ../families.yaml\nset: {need.up_per_year.") + place + ": 1}\n", {{"folder/families.yaml", of_families}});
    EXPECT_THAT(bad.diagnostics.text(), HasSubstr("scenario.yaml:2:7: 'up_per_year' in path 'need.up_per_year." + std::string(place) + "' is a list, of which a path names one value by its place: 1 to 2"));
  }
}

// What is said of families may vary as anything else.
TEST(VariedModel, NumbersOfFamiliesVary) {
  const Reading reading = read_text(of_families, "families.yaml");
  ASSERT_TRUE(reading.ok()) << reading.diagnostics.text();
  const std::vector<std::string> paths{"population.children", "population.frailty", "population.moves.out_per_year", "need.down_per_year.1", "contacts.anyone.rate_per_year.3", "contacts.anyone.effort"};
  std::vector<Value::Key> keys;
  for (const std::string& path : paths) keys.push_back({path, {}});
  Diagnostics diagnostics;
  const std::vector<NumberAt> numbers = numbers_at(*reading.description, keys, diagnostics);
  EXPECT_EQ(diagnostics.text(), "");
  const std::vector<std::optional<double>> found{100, 1, 0.1, 3, 3, std::nullopt};
  for (std::size_t i = 0; i < paths.size(); ++i) EXPECT_EQ(numbers[i].number, found[i]) << paths[i];
  const Reading varied = model_at(*reading.description, paths, {200, 0.5, 0.2, 7.305, 73.05, 2});
  ASSERT_TRUE(varied.ok()) << varied.diagnostics.text();
  EXPECT_EQ(varied.description->population->children, 200);
  EXPECT_EQ(varied.description->population->frailty, 0.5);
  EXPECT_DOUBLE_EQ(varied.description->population->moves->out, 0.2 / 365.25);
  EXPECT_DOUBLE_EQ(varied.description->need->down[0], 0.02);
  EXPECT_DOUBLE_EQ(varied.description->contacts[0].rate[2], 0.2);
  EXPECT_EQ(varied.description->contacts[0].effort, 2);
}

TEST(VariedModel, WarnsOfAListThatADatedChangeSetsInWhateverUnit) {
  for (const std::string set : {"need.up_per_year: [2, 2]", "need.up_per_day: [0.02, 0.02]"}) {
    const Reading reading = read_text(of_families + "changes: [{from: 2026-05-01, set: {" + set + "}}]\n", "families.yaml");
    ASSERT_TRUE(reading.ok()) << reading.diagnostics.text();
    Diagnostics diagnostics;
    numbers_at(*reading.description, {{"need.up_per_year.1", {}}, {"need.down_per_year.1", {}}}, diagnostics);
    EXPECT_THAT(diagnostics.text(true), HasSubstr("'need.up_per_year.1' varies only until 2026-05-01")) << set;
    EXPECT_EQ(diagnostics.all().size(), 1u) << set;
  }
}

TEST(Overlay, RemovesThenAddsThenSets) {
  const Reading reading = read(extends + R"(remove: [tiers.more, tiers.help.exits.more]
add:
  tiers.more: {sojourn: {law: constant, value_days: 5}, exits: {gone: 1}}
  tiers.help.exits.more: 4
  exits.gone: {}
set: {tiers.more.sojourn.value_days: 6}
)");
  ASSERT_TRUE(reading.ok()) << reading.diagnostics.text();
  EXPECT_DOUBLE_EQ(reading.description->tiers[1].sojourn->mean(), 6);
  EXPECT_EQ(reading.description->exits.size(), 2u);
}

TEST(Overlay, ReplacesRunKeyByKey) {
  const Reading reading = read(extends + "title: scenario\nrun: {replications: 50}\n");
  ASSERT_TRUE(reading.ok()) << reading.diagnostics.text();
  EXPECT_EQ(reading.description->title, "scenario");
  EXPECT_EQ(reading.description->run.replications, 50);
  EXPECT_EQ(reading.description->run.seed, 7u);
}

TEST(Overlay, AppendsChanges) {
  const Reading reading = read(extends + "changes: [{from: 2026-06-01, set: {tiers.help.capacity: 22}}]\n");
  ASSERT_TRUE(reading.ok()) << reading.diagnostics.text();
  ASSERT_EQ(reading.description->revisions.size(), 2u);
  EXPECT_EQ(reading.description->revisions[0].tier.capacity, 21);
  EXPECT_EQ(reading.description->revisions[1].tier.capacity, 22);
}

TEST(Overlay, FollowsAChainOfScenarios) {
  const Reading reading = read("extends: middle.yaml\nset: {tiers.help.capacity: 40}\n",
                               {{"folder/scenarios/middle.yaml", extends + "set: {tiers.help.capacity: 30, tiers.more.capacity: 3}\n"}});
  ASSERT_TRUE(reading.ok()) << reading.diagnostics.text();
  EXPECT_EQ(reading.description->tiers[0].capacity, 40);
  EXPECT_EQ(reading.description->tiers[1].capacity, 3);
  ASSERT_EQ(reading.diagnostics.files.size(), 3u);
  EXPECT_EQ(reading.diagnostics.files[0].name, "folder/scenarios/scenario.yaml");
  EXPECT_EQ(reading.diagnostics.files[1].name, "folder/scenarios/middle.yaml");
  EXPECT_EQ(reading.diagnostics.files[2].name, "folder/model.yaml");
}

TEST(Overlay, TheFilesThatTravelReadTheSame) {
  const Reading first = read(extends + "set: {tiers.help.capacity: 30}\n");
  ASSERT_TRUE(first.ok());
  const auto& files = first.diagnostics.files;
  const Reading again = read_file(files[0].name, [&](const std::string& path) -> FileText {
    for (const SourceFile& file : files)
      if (file.name == path) return {file.text, ""};
    return {std::nullopt, "not among the files"};
  });
  ASSERT_TRUE(again.ok()) << again.diagnostics.text();
  EXPECT_EQ(again.description->resolved, first.description->resolved);
}

TEST(Overlay, AFaultInAValueIsPlacedInTheScenario) {
  const Reading reading = read(extends + "set: {tiers.help.capacity: few}\n");
  EXPECT_THAT(reading.diagnostics.text(), HasSubstr("folder/scenarios/scenario.yaml:2:28: 'capacity' must be"));
}

TEST(Overlay, AMeanOverAMedianIsRefused) {
  const Reading reading = read(extends + "set: {tiers.help.sojourn.median_days: 9}\n");
  EXPECT_FALSE(reading.ok());
  EXPECT_THAT(reading.diagnostics.text(), HasSubstr("found 'mean_days' and 'median_days'"));
}

TEST(Overlay, AChainWithoutEndIsRefused) {
  int asked = 0;
  const Reading reading = read_file("0.yaml", [&](const std::string& path) -> FileText {
    ++asked;
    return {"extends: " + std::to_string(std::stoi(path) + 1) + ".yaml\n", ""};
  });
  EXPECT_FALSE(reading.ok());
  EXPECT_LT(asked, 100);
}

TEST(Overlay, SetGivesAnOptionalKeyOfTheModelOrAnotherUnit) {
  const Reading reading = read(extends + "set: {horizon_weeks: 2, year_begins_month: 9}\n");
  ASSERT_TRUE(reading.ok()) << reading.diagnostics.text();
  EXPECT_EQ(reading.description->horizon, 14);
  EXPECT_EQ(reading.description->year_begins_month, 9);
}

TEST(Overlay, SetDoesNotBringInNamesNorAddKeys) {
  for (const char* path : {"exits.lave: {}", "tiers.help.exits.help: 1"}) {
    const Reading reading = read(extends + "set: {" + path + "}\n");
    EXPECT_FALSE(reading.ok()) << path;
    EXPECT_THAT(reading.diagnostics.text(), HasSubstr("'add' brings in what is new"));
  }
  EXPECT_FALSE(read(extends + "add: {tiers.help.when_cut: finish}\n").ok());
}

TEST(Overlay, NamesThatEndLikeUnitsAreDifferentNames) {
  const Reading reading = read(extends + "add: {attributes.stay_days: {law: constant, value: 1}, attributes.stay_weeks: {law: constant, value: 2}}\n");
  ASSERT_TRUE(reading.ok()) << reading.diagnostics.text();
  EXPECT_EQ(reading.description->attributes.size(), 2u);
}

}  // namespace
}  // namespace headwater
