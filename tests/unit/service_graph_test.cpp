// The graph that `check` describes: loops, drawing, and the load that comes to each tier.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "pathway/offered_load.hpp"
#include "pathway/service_graph.hpp"
#include "scenario/read.hpp"

namespace headwater {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Description read(const std::string& body) {
  const Reading reading = read_text("headwater: 1\nstart: 2026-04-01\nhorizon_days: 10\n" + body, "model");
  EXPECT_TRUE(reading.ok()) << reading.diagnostics.text();
  return reading.description.value_or(Description{});
}

const std::string chain =
    "sources: {new: {rate_per_day: 4, to: a}}\n"
    "tiers:\n"
    "  a: {capacity: 10, sojourn: {law: exponential, mean_days: 2}, exits: {b: 0.5, out: 0.5}}\n"
    "  b: {sojourn: {law: constant, value_days: 3}, exits: {a: 0.4, out: 0.6}}\n"
    "exits: {out: {}}\n";

TEST(ServiceGraph, FindsLoops) {
  EXPECT_THAT(loops(service_graph(read(chain))), ElementsAre(ElementsAre("a", "b")));
  EXPECT_THAT(loops(service_graph(read("sources: {new: {rate_per_day: 1, to: a}}\n"
                                       "tiers: {a: {sojourn: {law: constant, value_days: 1}, exits: {a: 0.5, out: 0.5}}}\n"
                                       "exits: {out: {}}\n"))),
              ElementsAre(ElementsAre("a")));
  EXPECT_TRUE(loops(service_graph(read("sources: {new: {rate_per_day: 1, to: a}}\n"
                                       "tiers: {a: {sojourn: {law: constant, value_days: 1}, exits: {out: 1}}}\n"
                                       "exits: {out: {}}\n")))
                  .empty());
}

TEST(ServiceGraph, DrawsEveryEdgeOnceAndEscapesTheTitle) {
  const std::string dot = to_dot(service_graph(read(chain)), "a \"title\"\\");
  EXPECT_THAT(dot, HasSubstr("label=\"a \\\"title\\\"\\\\\""));
  std::size_t edges = 0;
  for (std::size_t at = dot.find("->"); at != std::string::npos; at = dot.find("->", at + 2)) ++edges;
  EXPECT_EQ(edges, 5u);
}

TEST(OfferedLoad, SolvesTheTrafficEquations) {
  // a = 4 + 0.4 b, b = 0.5 a: a = 5, b = 2.5.
  const std::vector<Load> loads = offered_load(read(chain));
  EXPECT_NEAR(loads[0].arrivals_per_day, 5, 1e-9);
  EXPECT_NEAR(loads[1].arrivals_per_day, 2.5, 1e-9);
  EXPECT_NEAR(loads[0].offered, 10, 1e-9);
  EXPECT_NEAR(loads[0].utilisation, 1, 1e-9);
  EXPECT_NEAR(loads[1].offered, 7.5, 1e-9);
  EXPECT_TRUE(std::isnan(loads[1].utilisation));
  EXPECT_FALSE(loads[0].at_most);
}

TEST(OfferedLoad, FollowsAttributesThroughGatesAndReturns) {
  // Need is uniform on 0 to 1. Below 0.25 a family leaves, else it is helped; half of those who leave come back, need
  // unchanged: of 8 a day the low 2 come 2 / (1 - 0.5) = 4 times, the high 6 come 6 / (1 - 0.5) = 12 times.
  const std::vector<Load> loads = offered_load(
      read("attributes: {need: {law: uniform, low: 0, high: 1}}\n"
           "sources: {new: {rate_per_day: 8, to: door}}\n"
           "tiers:\n"
           "  door: {kind: gate, sojourn: {law: constant, value_days: 1}, decide: {on: need, below: [0.25], to: [out, help]}}\n"
           "  help: {sojourn: {law: exponential, mean_days: 30}, exits: {out: 1}}\n"
           "exits: {out: {returns: {probability: 0.5, after: {law: constant, value_days: 9}, to: door}}}\n"));
  EXPECT_NEAR(loads[0].arrivals_per_day, 16, 1e-9);
  EXPECT_NEAR(loads[1].arrivals_per_day, 12, 1e-9);
}

TEST(OfferedLoad, SplitsARaceByItsHazards) {
  // Hazards 1 and 3 a year: a quarter leaves the first way, and the mean stay is a quarter of a year.
  const std::vector<Load> loads = offered_load(
      read("sources: {new: {rate_per_day: 1, to: care}}\n"
           "tiers:\n"
           "  care: {race: {one: {hazard_per_year: 1, exits: {next: 1}}, three: {hazard_per_year: 3, exits: {out: 1}}}}\n"
           "  next: {sojourn: {law: constant, value_days: 1}, exits: {out: 1}}\n"
           "exits: {out: {}}\n"));
  EXPECT_NEAR(loads[0].mean_sojourn, 365.25 / 4, 0.05);
  EXPECT_NEAR(loads[1].arrivals_per_day, 0.25, 1e-4);
}

TEST(OfferedLoad, IsEndlessWhereNobodyLeaves) {
  const std::vector<Load> loads = offered_load(read("sources: {new: {rate_per_day: 1, to: a}}\n"
                                                    "tiers: {a: {sojourn: {law: constant, value_days: 1}, exits: {a: 1}}}\n"));
  EXPECT_TRUE(std::isinf(loads[0].arrivals_per_day));
}

}  // namespace
}  // namespace headwater
