// What holds on every path of every model: hundreds of random small models, each walked through event by
// event.
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "support/path.hpp"
#include "support/random_model.hpp"

namespace headwater::theory {
namespace {

// Where everyone is follows from the log alone: who moves was there, who starts is next in turn, no place is
// empty while somebody waits, none is taken twice, and the clock goes forward. Every series agrees with that
// account.
TEST(RandomModels, PathsAndSeriesAgree) {
  double events = 0, waits = 0, interruptions = 0, returns = 0, open = 0, open_and_waiting = 0;
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    const RandomModel model = random_model(seed);
    SCOPED_TRACE(model.yaml());
    const Simulated simulated = simulate(model.yaml());
    const Path path(simulated, model);
    ASSERT_FALSE(HasFailure());
    path.expect_series_match();
    path.expect_histograms_match();
    ASSERT_FALSE(HasFailure());
    const EventLog& log = simulated.records()[0].log;
    events += static_cast<double>(log.time.size());
    for (std::uint8_t what : log.what) interruptions += what == EventLog::interrupt;
    for (std::int32_t edge : log.edge) {
      if (edge < 0) continue;
      const auto& exits = simulated.layout().exits;
      returns += std::find(exits.begin(), exits.end(),
                           simulated.layout().edges[static_cast<std::size_t>(edge)].from) != exits.end();
    }
    for (const auto& tier : simulated.layout().tiers) {
      for (double level : simulated.by_period("waiting", tier)) waits += level > 0;
      open += path.at_start(tier).busy, open_and_waiting += path.at_start(tier).waiting;
    }
  }
  // The models do what the test is about.
  EXPECT_GT(events, 100000);
  EXPECT_GT(waits, 1000);
  EXPECT_GT(interruptions, 100);
  EXPECT_GT(returns, 1000);
  EXPECT_GT(open, 300);
  EXPECT_GT(open_and_waiting, 100);
}

// Entered = left + present at the end of every period, counting returns as entries, and those who were there at the start.
TEST(RandomModels, NobodyIsLostOrMade) {
  for (std::uint64_t seed = 1001; seed <= 1200; ++seed) {
    const RandomModel model = random_model(seed);
    SCOPED_TRACE(model.yaml());
    const Simulated simulated = simulate(model.yaml());
    const Layout& layout = simulated.layout();
    double entered = 0, left = 0;
    for (std::size_t p = 0; p < simulated.periods(); ++p) {
      double present = 0;
      for (const auto& source : layout.sources) entered += simulated.value("arrivals", source, 0, p);
      for (const auto& exit : layout.exits) left += simulated.value("exits", exit, 0, p);
      for (const Edge& edge : layout.edges) {
        if (std::find(layout.exits.begin(), layout.exits.end(), edge.from) != layout.exits.end()) {
          entered += simulated.value("moves", edge.from + ">" + edge.to, 0, p);
        }
      }
      for (const auto& tier : layout.tiers) {
        present += simulated.value("occupancy_end", tier, 0, p) + simulated.value("waiting_end", tier, 0, p);
      }
      ASSERT_EQ(entered, left + present) << "period " << p;
    }
  }
}

// Little's law on a path that ends empty: the integral of the number present is the sum of the stays, the integral of the
// number waiting the sum of the waits, both without what those who were there at the start had spent by then.
TEST(RandomModels, LittlesLawHoldsToRounding) {
  int busy_paths = 0, open_paths = 0;
  for (std::uint64_t seed = 2001; seed <= 2200; ++seed) {
    const RandomModel model = random_model(seed, {.closing = true});
    SCOPED_TRACE(model.yaml());
    const Simulated simulated = simulate(model.yaml());
    const Path path(simulated, model);
    ASSERT_FALSE(HasFailure());
    ASSERT_EQ(path.in_tiers(), 0u) << "the path does not end empty";
    const double days = simulated.period_length();
    for (const auto& tier : simulated.layout().tiers) {
      const double starts = simulated.value("starts", tier), departures = simulated.value("departures", tier);
      const Path::AtStart& open = path.at_start(tier);
      EXPECT_EQ(starts + open.busy, departures);
      EXPECT_EQ(starts, simulated.value("entries", tier) + open.waiting);
      if (departures == 0) continue;
      const double stays = departures * simulated.value("sojourn_mean", tier) - open.busy_days;
      const double waits = starts == 0 ? 0 : starts * simulated.value("wait_mean", tier) - open.waiting_days;
      // Each of the areas' terms is at most `days`, each rounded once or twice.
      const double rounding = 4 * departures * days * 2.3e-16;
      EXPECT_NEAR(simulated.value("occupancy", tier) * days, stays, rounding + 1e-12 * stays) << tier;
      EXPECT_NEAR(simulated.value("waiting", tier) * days, waits, rounding + 1e-12 * waits) << tier;
      busy_paths += waits > 0;
      open_paths += open.busy > 0 && open.waiting > 0;
    }
    ASSERT_FALSE(HasFailure());
  }
  EXPECT_GT(busy_paths, 100);
  EXPECT_GT(open_paths, 10);
}

// Groups share out what the whole has.
TEST(RandomModels, GroupsAddUp) {
  int grouped = 0;
  for (std::uint64_t seed = 3001; seed <= 3150; ++seed) {
    const RandomModel model = random_model(seed);
    const Simulated simulated = simulate(model.yaml());
    const Layout& layout = simulated.layout();
    if (layout.groups.empty()) continue;
    ++grouped;
    SCOPED_TRACE(model.yaml());
    const std::size_t groups = layout.groups.size();
    ASSERT_EQ(groups, 6u);
    for (std::size_t s = 0; s < layout.series.size(); ++s) {
      const std::string& name = layout.series[s].name;
      if (!layout.series[s].by_group || layout.series[s].units != "1") continue;
      const std::string whole = name.substr(0, name.size() - std::string("_by_group").size());
      for (std::size_t p = 0; p < simulated.periods(); ++p) {
        for (std::size_t t = 0; t < layout.tiers.size(); ++t) {
          double sum = 0;
          for (std::size_t g = 0; g < groups; ++g)
            sum += simulated.records()[0]
                       .values[layout.offset_of(s) + (p * layout.tiers.size() + t) * groups + g];
          const double total = simulated.value(whole, layout.tiers[t], 0, p);
          ASSERT_NEAR(sum, total, layout.series[s].count ? 0 : 1e-9 * (1 + total))
              << name << ", " << layout.tiers[t] << ", period " << p;
        }
      }
    }
  }
  EXPECT_GT(grouped, 30);
}

}  // namespace
}  // namespace headwater::theory
