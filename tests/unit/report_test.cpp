// What a report makes of numbers and models before anything is drawn.
#include "report/changed_figures.hpp"
#include "report/report_data.hpp"
#include "report/report_json.hpp"

#include <cmath>

#include <gmock/gmock.h>

namespace headwater {
namespace {

using testing::ElementsAre;

std::vector<Estimate> estimates_of(const std::vector<double>& means) {
  std::vector<Estimate> all;
  for (const double mean : means) all.push_back({mean, 1, 10, 0});
  return all;
}

TEST(SettledFrom, IsTheFirstOfThoseThatStayOnOneSide) {
  EXPECT_EQ(settled_from(estimates_of({0, 5, 0.5, 3, 4, 2}), 5), 3u);
}

TEST(SettledFrom, TurnsAfterTheOtherSide) {
  EXPECT_EQ(settled_from(estimates_of({4, 0, -2, -3}), 3), 2u);
}

TEST(SettledFrom, IsNothingWhenTheEndIsNotClear) {
  EXPECT_EQ(settled_from(estimates_of({4, 4, 1}), 2), std::nullopt);  // 1 - 1 = 0 is not above 0
}

TEST(SettledFrom, LeavesOutWhatComesAfterTheLast) {
  EXPECT_EQ(settled_from(estimates_of({4, 4, -9}), 1), 0u);
  std::vector<Estimate> single = estimates_of({4, 4});
  single[1].half_width = std::nan("");  // one replication
  EXPECT_EQ(settled_from(single, 1), std::nullopt);
}

TEST(RoundedTo, KeepsSoManyDigits) {
  EXPECT_EQ(rounded_to(123456.7, 5), 123460);
  EXPECT_EQ(rounded_to(-0.00123456, 3), -0.00123);
  EXPECT_EQ(rounded_to(0, 5), 0);
  EXPECT_TRUE(std::isnan(rounded_to(std::nan(""), 5)));
}

constexpr const char* model = R"(headwater: 1
title: Before
tiers:
  desk:
    capacity: 3
    source: "Counted."
    exits: {done: 1, shop: 2}
)";

TEST(ChangedFigures, AreSetAddedRemovedAndDated) {
  const std::string after = R"(headwater: 1
title: After
tiers:
  desk:
    capacity: 4
    exits: {done: 1, shop: 2}
changes:
  - from: 2027-04-01
    over_days: 30
    set:
      tiers.desk.capacity: 5
  - from: 2028-04-01
    set: {tiers.desk.capacity: 3}
)";
  std::vector<std::string> lines;
  for (const ChangedFigure& one : changed_figures(model, after, {})) lines.push_back(one.path + ": " + one.before + " > " + one.after + " " + one.from + " " + one.over);
  EXPECT_THAT(lines, ElementsAre("tiers.desk.capacity: 3 > 4  ", "tiers.desk.source: Counted. >   ", "tiers.desk.capacity: 4 > 5 2027-04-01 30 days", "tiers.desk.capacity: 5 > 3 2028-04-01 "));
}

TEST(ChangedFigures, FindWhatIsSaidOfThem) {
  const std::string resolved = std::string(model) + "changes:\n  - from: 2027-04-01\n    set: {tiers.desk.capacity: 5}\n";
  const std::vector<SourceFile> files = {{"folder/scenario.yaml", "extends: model.yaml\nchanges:\n  - from: 2027-04-01\n    set:\n      # two come back\n      # in spring\n      tiers.desk.capacity: 5\n"}, {"folder/model.yaml", model}};
  const std::vector<ChangedFigure> changes = changed_figures(model, resolved, files);
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].place, "scenario.yaml:7");
  EXPECT_EQ(changes[0].said, "two come back in spring");
  EXPECT_EQ(changes[0].said_before, "Counted.");  // no remark stands beside the old figure: the source of its tier
}

TEST(ChangedFigures, HoldDatedChangesThatOnlyOneModelHas) {
  const std::string before = std::string(model) + R"(changes:
  - from: 2027-04-01
    set: {tiers.desk.capacity: 5, tiers.desk.exits.shop: 3}
  - from: 2028-04-01
    over_days: 30
    set: {tiers.desk.capacity: 9}
  - from: 2029-04-01
    set: {tiers.desk.capacity: 7}
)";
  const std::string after = std::string(model) + R"(changes:
  - from: 2027-04-01
    set: {tiers.desk.capacity: 6}
  - from: 2028-04-01
    set: {tiers.desk.capacity: 9}
  - from: 2029-04-01
    set: {tiers.desk.capacity: 7}
)";
  std::vector<std::string> lines;
  for (const ChangedFigure& one : changed_figures(before, after, {})) lines.push_back(one.path + ": " + one.before + " > " + one.after + " " + one.from + " " + one.over);
  EXPECT_THAT(lines, ElementsAre("tiers.desk.capacity: 5 > 6 2027-04-01 ", "tiers.desk.capacity: 9, over 30 days > 9 2028-04-01 ", "tiers.desk.exits.shop: 3 > not changed 2027-04-01 "));
}

TEST(ChangedFigures, SayOfWhichPartASourceIs) {
  const std::string whole = R"(source: A return.
tiers:
  desk: {capacity: 3}
  shop:
    source: Counted.
    capacity: 4
    sojourn: {law: exponential, mean_days: 2}
)";
  const std::string after = R"(source: A return.
tiers:
  desk: {capacity: 5}
  shop:
    source: Counted.
    capacity: 6
    sojourn: {law: exponential, mean_days: 7}
  rest: {capacity: 8}
)";
  const std::vector<SourceFile> files = {{"scenario.yaml", "set:\n  tiers.desk.capacity: 5  # two more\n"}};
  std::vector<std::string> lines;
  for (const ChangedFigure& one : changed_figures(whole, after, files)) lines.push_back(one.path + ": " + one.said + " | " + one.said_before);
  EXPECT_THAT(lines, ElementsAre("tiers.desk.capacity: two more. Of the model as a whole: A return. | ", "tiers.shop.capacity:  | Counted.", "tiers.shop.sojourn.mean_days: Of tiers.shop as a whole: Counted. | ",
                                 "tiers.rest.capacity:  | "));  // it had no figure before
}

TEST(AllFigures, HoldDatedChanges) {
  const auto figures = all_figures("tiers: {desk: {capacity: 3}}\nrun: {replications: 9}\nchanges:\n  - from: 2027-04-01\n    over_days: 30\n    set: {tiers.desk.capacity: 5}\n");
  EXPECT_THAT(figures, ElementsAre(testing::Pair("tiers.desk.capacity", "3"), testing::Pair("tiers.desk.capacity from 2027-04-01, over 30 days", "5")));
}

TEST(ChangedFigures, AreNoneBetweenEqualModels) {
  EXPECT_TRUE(changed_figures(model, std::string(model) + "run: {replications: 9}\nabout: Something else\n", {}).empty());
}

}  // namespace
}  // namespace headwater
