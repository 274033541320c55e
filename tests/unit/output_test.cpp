#include "results/output.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <limits>

#include "experiment/run_to_file.hpp"
#include "results/results_reader.hpp"
#include "support/simulate.hpp"

namespace headwater {
namespace {

using testing::HasSubstr;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

/// Two tiers and two groups over March to May 2027: periods of 31, 30 and 31 days. Values are set by the tests.
class SmallReport {
 public:
  SmallReport() {
    layout.tiers = {"early_help", "care"};
    layout.exits = {"home"};
    layout.sources = {"new"};
    layout.resources = {"nurses"};
    layout.edges = {{"early_help", "care", "worse"}, {"early_help", "care", "birthday"}, {"care", "home", ""}};
    layout.groups = {"under 5", "5 @ school [all]"};
    layout.start_date = "2027-03-01";
    layout.period_start = {0, 31, 61};
    layout.period_end = {31, 61, 92};
    layout.series = {
        {"occupancy", "1", "", Axis::tier},
        {"occupancy_end", "1", "", Axis::tier, false, true},
        {"entries", "1", "", Axis::tier, false, true},
        {"starts", "1", "", Axis::tier, false, true},
        {"departures", "1", "", Axis::tier, false, true},
        {"capacity", "1", "", Axis::tier},
        {"in_use", "1", "", Axis::tier},
        {"utilisation", "1", "", Axis::tier},
        {"wait_mean", "day", "", Axis::tier},
        {"wait_p90", "day", "", Axis::tier},
        {"sojourn_mean", "day", "", Axis::tier},
        {"sojourn_sd", "day", "", Axis::tier},
        {"moves", "1", "", Axis::edge, false, true},
        {"exits", "1", "", Axis::exit, false, true},
        {"resource_busy", "1", "", Axis::resource},
        {"resource_capacity", "1", "", Axis::resource},
        {"resource_utilisation", "1", "", Axis::resource},
        {"present", "1", "", Axis::none},
        {"occupancy_by_group", "1", "", Axis::tier, true},
        {"departures_by_group", "1", "", Axis::tier, true, true},
        {"wait_mean_by_group", "day", "", Axis::tier, true},
        {"sojourn_mean_by_group", "day", "", Axis::tier, true},
    };
    values.resize(layout.total());
  }

  /// What a series says of one element (and group) in each period.
  void set(const std::string& series, std::size_t element, std::vector<double> by_period, std::size_t group = 0) {
    for (std::size_t s = 0; s < layout.series.size(); ++s) {
      const SeriesSpec& spec = layout.series[s];
      if (spec.name != series) continue;
      const std::size_t groups = spec.by_group ? layout.groups.size() : 1;
      for (std::size_t period = 0; period < by_period.size(); ++period)
        values[layout.offset_of(s) + (period * layout.elements(spec.axis) + element) * groups + group] = by_period[period];
      return;
    }
    FAIL() << series;
  }

  double of(const std::string& name) const { return Output(layout, name).of(layout, values); }

  std::string refusal(const std::string& name) const {
    try {
      Output(layout, name);
    } catch (const UnknownOutput& unknown) {
      return unknown.what();
    }
    return name + " was taken";
  }

  Layout layout;
  std::vector<double> values;
};

TEST(Output, AddsCounts) {
  SmallReport report;
  report.set("entries", 1, {5, 7, 11});
  report.set("exits", 0, {1, 0, 2});
  EXPECT_EQ(report.of("entries.care"), 23);
  EXPECT_EQ(report.of("entries.care@2027-04"), 7);
  EXPECT_EQ(report.of("exits.home"), 3);
}

TEST(Output, TakesTheLastOfNumbersAtTheEndOfAPeriod) {
  SmallReport report;
  report.set("occupancy_end", 1, {5, 7, 11});
  EXPECT_EQ(report.of("occupancy_end.care"), 11);
  EXPECT_EQ(report.of("occupancy_end.care@first"), 5);
  EXPECT_EQ(report.of("occupancy_end.care@2026/27"), 5);
}

TEST(Output, WeightsLevelsByTheLengthOfPeriods) {
  SmallReport report;
  report.set("occupancy", 1, {2, 4, 8});
  report.set("capacity", 1, {10, infinity, 10});
  report.set("present", 0, {3, 3, 6});
  EXPECT_DOUBLE_EQ(report.of("occupancy.care"), (2 * 31 + 4 * 30 + 8 * 31) / 92.0);
  EXPECT_DOUBLE_EQ(report.of("occupancy.care@2027/28"), (4 * 30 + 8 * 31) / 61.0);
  EXPECT_DOUBLE_EQ(report.of("present"), (3 * 61 + 6 * 31) / 92.0);
  EXPECT_EQ(report.of("capacity.care"), infinity);
  EXPECT_EQ(report.of("capacity.care@last"), 10);
}

TEST(Output, WeightsMeanTimesByHowManyTheyAreOf) {
  SmallReport report;
  report.set("starts", 0, {1, 0, 3});
  report.set("wait_mean", 0, {8, nan, 2});
  report.set("departures", 0, {2, 0, 0});
  report.set("sojourn_mean", 0, {9, nan, nan});
  EXPECT_DOUBLE_EQ(report.of("wait_mean.early_help"), (8 * 1 + 2 * 3) / 4.0);
  EXPECT_EQ(report.of("wait_mean.early_help@last"), 2);
  EXPECT_EQ(report.of("sojourn_mean.early_help"), 9);
}

TEST(Output, MakesAUtilisationFromAllThatWasInUseAndAllThatThereWas) {
  SmallReport report;
  report.set("occupancy", 0, {9, 8, 7});  // more than there is room for, who share the capacity
  report.set("in_use", 0, {5, 0, 5});
  report.set("capacity", 0, {10, 0, 5});
  report.set("utilisation", 0, {0.5, nan, 1});
  EXPECT_DOUBLE_EQ(report.of("utilisation.early_help"), (5 * 31 + 5 * 31) / (10 * 31 + 5 * 31.0));
  EXPECT_DOUBLE_EQ(report.of("utilisation.early_help@last"), 1);
  report.set("in_use", 1, {5, 5, 5});
  report.set("capacity", 1, {10, infinity, 10});
  EXPECT_TRUE(std::isnan(report.of("utilisation.care"))) << "of unlimited places no share is in use";
  report.set("resource_busy", 0, {1, 2, 1});
  report.set("resource_capacity", 0, {4, 4, 2});
  EXPECT_DOUBLE_EQ(report.of("resource_utilisation.nurses"), (31 + 60 + 31) / (4 * 31 + 4 * 30 + 2 * 31.0));
}

TEST(Output, IsNothingWhereNoPeriodHasAValue) {
  SmallReport report;
  report.set("starts", 0, {0, 0, 3});
  report.set("wait_mean", 0, {nan, nan, 2});
  EXPECT_TRUE(std::isnan(report.of("wait_mean.early_help@first")));
  EXPECT_TRUE(std::isnan(report.of("wait_mean.early_help@2027-04")));
  EXPECT_EQ(report.of("wait_mean.early_help"), 2);
}

TEST(Output, TellsEdgesOfOnePairApart) {
  SmallReport report;
  report.set("moves", 0, {1, 1, 1});
  report.set("moves", 1, {2, 2, 2});
  report.set("moves", 2, {4, 4, 4});
  EXPECT_EQ(report.of("moves.early_help -> care (worse)"), 3);
  EXPECT_EQ(report.of("moves.early_help -> care (birthday)"), 6);
  EXPECT_EQ(report.of("moves.care -> home@last"), 4);
  EXPECT_THAT(report.refusal("moves.early_help -> care (wors)"), HasSubstr("there is no edge 'early_help -> care (wors)' (did you mean 'early_help -> care (worse)'?)"));
}

TEST(Output, FindsGroupsWhateverTheirNames) {
  SmallReport report;
  report.set("occupancy_by_group", 1, {1, 1, 1}, 0);
  report.set("occupancy_by_group", 1, {2, 2, 5}, 1);
  report.set("departures_by_group", 1, {1, 0, 3}, 1);
  report.set("sojourn_mean_by_group", 1, {10, nan, 2}, 1);
  report.set("wait_mean_by_group", 1, {3, nan, nan}, 1);
  EXPECT_DOUBLE_EQ(report.of("occupancy.care[under 5]"), 1);
  EXPECT_DOUBLE_EQ(report.of("occupancy.care[5 @ school [all]]"), (2 * 61 + 5 * 31) / 92.0);
  EXPECT_EQ(report.of("occupancy.care[5 @ school [all]]@last"), 5);
  EXPECT_DOUBLE_EQ(report.of("sojourn_mean.care[5 @ school [all]]"), (10 * 1 + 2 * 3) / 4.0);
  EXPECT_EQ(report.of("wait_mean.care[5 @ school [all]]@first"), 3);
  EXPECT_THAT(report.refusal("wait_mean.care[under 5]"), HasSubstr("of several periods cannot be put together"));
}

TEST(Output, ChoosesPeriodsByTheDayOnWhichTheyBegin) {
  SmallReport report;
  report.set("entries", 0, {1, 10, 100});
  EXPECT_EQ(report.of("entries.early_help@2027-03-01"), 1);
  EXPECT_EQ(report.of("entries.early_help@2027-05"), 100);
  EXPECT_EQ(report.of("entries.early_help@2027"), 111);
  EXPECT_EQ(report.of("entries.early_help@2026/27"), 1);
  EXPECT_EQ(report.of("entries.early_help@2027/28"), 110);
  EXPECT_EQ(report.of("entries.early_help@first"), 1);
  EXPECT_EQ(report.of("entries.early_help@last"), 100);
  report.layout.year_begins_month = 5;
  EXPECT_EQ(report.of("entries.early_help@2026/27"), 11);
  EXPECT_EQ(report.of("entries.early_help@2027/28"), 100);
  report.layout.year_begins_month = 1;
  EXPECT_EQ(report.of("entries.early_help@2027/28"), 111);
}

TEST(Output, KnowsTheTurnOfTheCenturyAndLeapYears) {
  SmallReport report;
  report.layout.start_date = "2099-03-31";
  report.layout.period_start = {0, 1, 366};  // 31 March 2099, 1 April 2099, 1 April 2100
  report.layout.period_end = {1, 366, 367};
  report.set("entries", 0, {1, 10, 100});
  EXPECT_EQ(report.of("entries.early_help@2099/00"), 10);
  report.layout.start_date = "2028-02-28";
  report.layout.period_start = {0, 1, 2};
  EXPECT_EQ(report.of("entries.early_help@2028-02"), 11) << "29 February 2028 is a day";
  EXPECT_EQ(report.of("entries.early_help@2028-03-01"), 100);
}

// The start of a period is the end of the one before, less the warm-up, and so has a rounding error.
TEST(Output, IsNotMisledByRoundingAfterAWarmUp) {
  SmallReport report;
  report.set("entries", 0, {1, 10, 100});
  const double warm_up = 0.7;
  bool below = false;
  for (double days = 1; days < 400; ++days) {
    report.layout.period_start[1] = (days + warm_up) - warm_up;
    report.layout.period_start[2] = 1e4;
    below = below || report.layout.period_start[1] < days;
    EXPECT_EQ(report.of("entries.early_help@" + to_text(*parse_date("2027-03-01") + std::chrono::days(static_cast<long>(days)))), 10);
  }
  EXPECT_TRUE(below) << "nothing was rounded down, so this tests nothing";
}

TEST(Output, SaysWhatIsWrongWithAName) {
  const SmallReport report;
  const std::pair<const char*, const char*> wrong[] = {
      {"ocupancy.care", "'ocupancy.care' is no output: there is no series 'ocupancy' (did you mean 'occupancy'?)"},
      {"occupancy.car", "there is no tier 'car' (did you mean 'care'?)"},
      {"occupancy.zzzzzzzz", "there is no tier 'zzzzzzzz'; there are early_help, care"},
      {"occupancy", "'occupancy' needs a tier, as in 'occupancy.early_help'"},
      {"occupancy.", "'occupancy' needs a tier"},
      {"exits", "'exits' needs an exit, as in 'exits.home'"},
      {"moves", "'moves' needs an edge, as in 'moves.early_help -> care (worse)'"},
      {"resource_busy.nurse", "there is no resource 'nurse' (did you mean 'nurses'?)"},
      {"present.care", "'present' is of the whole model and takes no name after it"},
      {"occupancy.care[]", "between '[' and ']' stands the name of a group"},
      {"occupancy.care[under 6]", "there is no group 'under 6' (did you mean 'under 5'?)"},
      {"exits.home[under 5]", "'exits' is not reported by group"},
      {"occupancy.care@", "after '@' stands a date, a year, 'first' or 'last'"},
      {"occupancy.care@2027-13", "'2027-13' is no time: a day (2027-04-01), a month (2027-04), a year (2027), a financial year (2027/28), 'first' or 'last'"},
      {"occupancy.care@2027/29", "'2027/29' is no time"},
      {"occupancy.care@2027-02-29", "'2027-02-29' is no time"},
      {"occupancy.care@20x7", "'20x7' is no time"},
      {"occupancy.care@Last", "'Last' is no time"},
      {"occupancy.care@2031", "no reporting period begins in '2031'; the first begins on 2027-03-01, the last on 2027-05-01"},
      {"wait_p90.care", "'wait_p90' of several periods cannot be put together; name one period after '@', or let the model report 'every: whole_run'"},
      {"sojourn_sd.care@2027/28", "of several periods cannot be put together"},
      {"", "there is no series ''"},
      {"@last", "there is no series ''"},
  };
  for (const auto& [name, why] : wrong) EXPECT_THAT(report.refusal(name), HasSubstr(why));
}

TEST(Output, OfAModelWithoutGroupsOrExitsIsRefusedWithTheReason) {
  SmallReport report;
  report.layout.groups.clear();
  report.layout.exits.clear();
  std::erase_if(report.layout.series, [](const SeriesSpec& series) { return series.by_group; });
  EXPECT_THAT(report.refusal("occupancy.care[under 5]"), HasSubstr("the model reports by no groups ('report: by:')"));
  EXPECT_THAT(report.refusal("exits.home"), HasSubstr("the model has no exit"));
  EXPECT_THAT(report.refusal("exits"), HasSubstr("the model has no exit"));
}

/// Groups, edges with names, resources, a limited tier, quarters after a warm-up.
const char* const whole_model = R"(headwater: 1
start: 2026-04-01
horizon_days: 200
classes: {child: {}, "young_adult": {}}
groups: {kind: {on: class}}
resources: {nurses: {capacity: 3}}
sources:
  younger: {rate_per_day: 0.6, class: child, to: clinic}
  older: {rate_per_day: 0.3, class: young_adult, to: clinic}
tiers:
  clinic:
    capacity: 3
    race:
      well: {law: exponential, mean_days: 4, exits: {home: 1, ward: 1}}
      worse: {hazard_per_day: 0.1, exits: {ward: 1}}
  ward:
    needs: {nurses: 1}
    sojourn: {law: exponential, mean_days: 2}
    exits: {home: 1}
exits: {home: {}}
report: {by: [kind]}
run: {replications: 3, every: quarter, warm_up_days: 10.7}
)";

TEST(Output, IsTheSameFromRecordsAndFromAFile) {
  Reading reading = read_text(whole_model, "test.yaml");
  ASSERT_TRUE(reading.ok()) << reading.diagnostics.text();
  const Outcome outcome = run_in_memory(compile(*reading.description));
  const std::string path = (std::filesystem::temp_directory_path() / ("output_test_" + std::to_string(getpid()) + ".h5")).string();
  Plan plan{{{"test", *reading.description}}, "test", {}};
  RunJob job;
  job.output = path;
  job.force = true;
  run_to_file(plan, job);
  const ResultsReader results(path);
  std::filesystem::remove(path);
  EXPECT_EQ(results.layout().year_begins_month, outcome.layout.year_begins_month);

  int compared = 0, refused = 0, nothing = 0;
  for (const SeriesSpec& series : outcome.layout.series) {
    const std::string base = series.by_group ? series.name.substr(0, series.name.size() - std::string("_by_group").size()) : series.name;
    for (const std::string& element : elements_of(outcome.layout, series.axis)) {
      for (const std::string& group : series.by_group ? outcome.layout.groups : std::vector<std::string>{""}) {
        for (const char* when : {"", "@first", "@last", "@2026", "@2026/27", "@2026-07", "@2026-07-01"}) {
          const std::string name = base + "." + element + (group.empty() ? "" : "[" + group + "]") + when;
          std::optional<Output> from_records;
          try {
            from_records.emplace(outcome.layout, name);
          } catch (const UnknownOutput&) {
            EXPECT_THROW(Output(results.layout(), name), UnknownOutput) << name;
            ++refused;
            continue;
          }
          const std::vector<double> values = results.values(Output(results.layout(), name));
          ASSERT_EQ(values.size(), 3u);
          for (std::size_t i = 0; i < 3; ++i) {
            const double value = from_records->of(outcome.layout, outcome.records[i].values);
            EXPECT_TRUE(value == values[i] || (std::isnan(value) && std::isnan(values[i]))) << name << ": " << value << " and " << values[i];
            nothing += std::isnan(value);
          }
          ++compared;
        }
      }
    }
  }
  EXPECT_GT(compared, 300);
  EXPECT_GT(refused, 10) << "quantiles of several periods";
  EXPECT_GT(nothing, 0) << "a utilisation of unlimited places";
  EXPECT_LT(nothing, compared);
}

TEST(Output, OfOnePeriodIsWhatTheSeriesSays) {
  const theory::Simulated run = theory::simulate(whole_model);
  for (const char* series : {"occupancy", "utilisation", "wait_mean", "wait_p90", "sojourn_mean", "throughput", "entries", "waiting_end"})
    EXPECT_DOUBLE_EQ(Output(run.layout(), std::string(series) + ".clinic@last").of(run.layout(), run.records()[1].values), run.value(series, "clinic", 1, run.periods() - 1)) << series;
}

}  // namespace
}  // namespace headwater
