#include "experiment/joined_layout.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "results/output.hpp"
#include "results/recorder.hpp"
#include "support/simulate.hpp"

namespace headwater {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

struct Parts {
  std::string start = "2026-04-01", resources = "", tiers = "", exits = "", to = "last: 1", run = "", more = "";
};

std::string model(const Parts& parts) {
  return "headwater: 1\nstart: " + parts.start + "\nhorizon_days: 90\n" + parts.more + "classes: {a: {}, b: {}}\ngroups: {kind: {on: class}}\n" +
         (parts.resources.empty() ? "" : "resources: {" + parts.resources + "}\n") +
         "sources:\n  new: {rate_per_day: 1, class: a, to: first}\ntiers:\n" + parts.tiers + "  first: {capacity: 4, sojourn: {law: exponential, mean_days: 3}, exits: {" + parts.to +
         "}}\n  last: {sojourn: {law: exponential, mean_days: 3}, exits: {home: 1}}\nexits: {" + parts.exits + "home: {}}\nreport: {by: [kind]}\nrun: {event_log: true" + parts.run + "}\n";
}

Outcome outcome(const Parts& parts) {
  const Reading reading = read_text(model(parts), "test.yaml");
  if (!reading.ok()) throw std::invalid_argument(reading.diagnostics.text(true));
  return run_in_memory(compile(*reading.description));
}

const Parts base;
/// A tier and an exit that stand before those of the base, so that every number is another; a resource.
const Parts wider{.resources = "staff: {capacity: 2}",
                  .tiers = "  extra: {needs: {staff: 1}, sojourn: {law: exponential, mean_days: 2}, exits: {away: 1, last: 1}}\n",
                  .exits = "away: {}, ",
                  .to = "last: 1, extra: 1"};

/// Every output of `layout` in `values`, by name.
std::map<std::string, double> all_outputs(const Layout& layout, const std::vector<double>& values) {
  std::map<std::string, double> found;
  for (const SeriesSpec& series : layout.series) {
    const std::string name = series.by_group ? series.name.substr(0, series.name.find("_by_group")) : series.name;
    for (const std::string& element : elements_of(layout, series.axis))
      for (const std::string& group : series.by_group ? layout.groups : std::vector<std::string>{""})
        for (const char* when : {"@first", "@2026-05", "@last"}) {
          const std::string output = name + "." + element + (group.empty() ? "" : "[" + group + "]") + when;
          found[output] = Output(layout, output).of(layout, values);
        }
  }
  return found;
}

/// What stands in a record stands, by name, in the fitted one; what is new there is nothing, or a count of 0.
void expect_fitted(const Outcome& own, const Layout& all) {
  const ReplicationRecord fitted = Fitting(own.layout, all).fit(own.records[0]);
  ASSERT_EQ(fitted.values.size(), all.total());
  const auto before = all_outputs(own.layout, own.records[0].values), after = all_outputs(all, fitted.values);
  for (const auto& [name, value] : before) {
    ASSERT_EQ(after.count(name), 1u) << name;
    EXPECT_TRUE(after.at(name) == value || (std::isnan(value) && std::isnan(after.at(name)))) << name << ": " << value << ", fitted " << after.at(name);
  }
  for (const auto& [name, value] : after) {
    if (before.count(name) > 0) continue;
    EXPECT_TRUE(std::isnan(value) || value == 0) << name << ": " << value;
  }

  ASSERT_EQ(fitted.histograms.size(), all.histograms.names.size() * all.tiers.size());
  const auto counts = [](const Layout& layout, const ReplicationRecord& record, std::size_t name, const std::string& tier) -> std::vector<std::uint64_t> {
    const auto at = std::find(layout.tiers.begin(), layout.tiers.end(), tier);
    if (at == layout.tiers.end()) return {};
    return record.histograms[name * layout.tiers.size() + static_cast<std::size_t>(at - layout.tiers.begin())].counts;
  };
  for (std::size_t name = 0; name < all.histograms.names.size(); ++name)
    for (const std::string& tier : all.tiers) EXPECT_EQ(counts(all, fitted, name, tier), counts(own.layout, own.records[0], name, tier)) << tier;

  const EventLog &log = fitted.log, &plain = own.records[0].log;
  const auto place = [](const Layout& layout, std::int32_t tier) { return tier >= 0 ? layout.tiers[static_cast<std::size_t>(tier)] : layout.exits[static_cast<std::size_t>(-1 - tier)]; };
  const auto edge = [](const Layout& layout, std::int32_t number) { return number < 0 ? std::string("none") : label_of(layout.edges[static_cast<std::size_t>(number)]); };
  ASSERT_EQ(log.time, plain.time);
  ASSERT_GT(log.time.size(), 100u);
  for (std::size_t i = 0; i < log.time.size(); ++i) {
    ASSERT_EQ(place(all, log.tier[i]), place(own.layout, plain.tier[i]));
    ASSERT_EQ(edge(all, log.edge[i]), edge(own.layout, plain.edge[i]));
  }
}

TEST(JoinedLayout, HasTheElementsOfAll) {
  const Layout all = joined({outcome(base).layout, outcome(wider).layout});
  EXPECT_THAT(all.tiers, testing::UnorderedElementsAre("first", "last", "extra"));
  EXPECT_EQ(all.tiers.back(), "extra") << "those of the first stand first";
  EXPECT_THAT(all.exits, testing::UnorderedElementsAre("home", "away"));
  EXPECT_THAT(all.resources, ElementsAre("staff"));
  EXPECT_THAT(elements_of(all, Axis::edge), testing::UnorderedElementsAre("new -> first", "first -> last", "last -> home", "first -> extra", "extra -> away", "extra -> last"));
  EXPECT_THAT(all.sources, ElementsAre("new"));
}

TEST(JoinedLayout, KeepsEveryNumberUnderItsName) {
  const Outcome narrow = outcome(base), wide = outcome(wider);
  for (const Layout& all : {joined({narrow.layout, wide.layout}), joined({wide.layout, narrow.layout})}) {
    expect_fitted(narrow, all);
    expect_fitted(wide, all);
  }
}

TEST(JoinedLayout, LeavesWhatNobodyHasOutOfCountsAndLevels) {
  const Outcome narrow = outcome(base);
  const Layout all = joined({narrow.layout, outcome(wider).layout});
  const ReplicationRecord fitted = Fitting(narrow.layout, all).fit(narrow.records[0]);
  EXPECT_EQ(Output(all, "entries.extra").of(all, fitted.values), 0);
  EXPECT_EQ(Output(all, "exits.away").of(all, fitted.values), 0);
  EXPECT_TRUE(std::isnan(Output(all, "occupancy.extra").of(all, fitted.values)));
  EXPECT_TRUE(std::isnan(Output(all, "occupancy.extra[a]").of(all, fitted.values)));
  EXPECT_TRUE(std::isnan(Output(all, "resource_busy.staff").of(all, fitted.values)));
}

// As many series, of the same names, but in another order: 'blocked' comes after those of resources in one and before
// them in the other.
TEST(JoinedLayout, MindsTheOrderOfSeries) {
  Layout first = outcome(base).layout;
  Layout second = first;
  const SeriesSpec one{"blocked", "1", ""}, other{"overtime", "1", ""};
  first.series.insert(first.series.end(), {one, other});
  second.series.insert(second.series.end(), {other, one});
  const Layout all = joined({first, second});
  ReplicationRecord record = outcome(base).records[0];
  record.values.resize(second.total(), 1);
  const std::size_t size = second.size_of(second.series.size() - 1);
  std::fill(record.values.end() - static_cast<std::ptrdiff_t>(size), record.values.end(), 2);
  const ReplicationRecord fitted = Fitting(second, all).fit(record);
  EXPECT_EQ(Output(all, "overtime.first").of(all, fitted.values), 1);
  EXPECT_EQ(Output(all, "blocked.first").of(all, fitted.values), 2);
}

TEST(JoinedLayout, RefusesWhatCannotStandSideBySide) {
  const Layout first = outcome(base).layout;
  const auto with = [&](const Parts& parts) { return [&first, parts] { joined({first, outcome(parts).layout}); }; };
  EXPECT_THAT(with({.start = "2026-05-01"}), ThrowsMessage<CannotJoin>("scenario 2 and the first begin on different days: 2026-05-01 and 2026-04-01"));
  EXPECT_THAT(with({.run = ", every: week"}), ThrowsMessage<CannotJoin>(HasSubstr("different reporting periods ('horizon' or 'every' in 'run')")));
  EXPECT_THAT(with({.more = "year_begins_month: 9\n"}), ThrowsMessage<CannotJoin>(HasSubstr("years that begin with different months")));
  EXPECT_THAT(with({.more = "timescales: {quick: {from: first, days: 5}}\n"}), ThrowsMessage<CannotJoin>("scenario 2 and the first can only be compared where both have the timescale 'quick' ('timescales')"));
  Layout other = first;
  other.groups.push_back("c");
  EXPECT_THAT([&] { joined({first, first, other}); }, ThrowsMessage<CannotJoin>("scenario 3 and the first report by different groups ('report: by:')"));
}

// "5 days from ..." is a part of "45 days from ...", and another rule.
TEST(JoinedLayout, SaysEveryRuleOfATimescale) {
  const auto within = [](const char* days) { return outcome({.more = std::string("timescales: {quick: {from: first, days: ") + days + "}}\n"}).layout; };
  EXPECT_THAT(joined({within("45"), within("5"), within("45")}).timescale_rules,
              ElementsAre("45 days from coming to first to leaving it; in another scenario: 5 days from coming to first to leaving it"));
}

}  // namespace
}  // namespace headwater
