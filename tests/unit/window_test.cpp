#include "results/window.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "support/synthetic_results.hpp"

namespace headwater {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;
using testing::NanSensitiveDoubleEq;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

/// One tier, two replications, periods of 30, 30 and 20 days, with the numbers below.
class WindowTest : public testing::Test {
 protected:
  void SetUp() override {
    const SyntheticShape shape{.tiers = 1, .periods = 3, .replications = 2};
    const Layout layout = synthetic_layout(shape);
    write_results(
        path_, layout, synthetic_facts(shape),
        [&](std::size_t, std::size_t i) {
          ReplicationRecord record = synthetic_record(layout, static_cast<std::uint32_t>(i));
          const auto set = [&](std::size_t series, std::vector<double> values) {
            std::ranges::copy(values,
                              record.values.begin() + static_cast<std::ptrdiff_t>(layout.offset_of(series)));
          };
          set(0, i == 0 ? std::vector<double>{8, 4, 2} : std::vector<double>{1, 1, 1});           // occupancy
          set(3, i == 0 ? std::vector<double>{3, 0, 1} : std::vector<double>{0, 0, 0});           // starts
          set(6, i == 0 ? std::vector<double>{10, 10, 5} : std::vector<double>{1, infinity, 1});  // capacity
          set(7, i == 0 ? std::vector<double>{2, nan, 10} : std::vector<double>{nan, nan, nan});  // wait_mean
          return record;
        },
        true);
  }
  void TearDown() override { std::filesystem::remove(path_); }

  std::string path_ = testing::TempDir() + "headwater_window_test." + std::to_string(getpid()) + ".h5";
};

TEST_F(WindowTest, OccupanciesCountByTheLengthOfThePeriod) {
  // (8*30 + 4*30 + 2*20) / 80 = 5
  EXPECT_THAT(time_mean(ResultsReader(path_), "occupancy"),
              ElementsAre(ElementsAre(DoubleEq(5), DoubleEq(1))));
}

TEST_F(WindowTest, CountsAddUp) {
  EXPECT_THAT(total(ResultsReader(path_), "starts"), ElementsAre(ElementsAre(4, 0)));
}

TEST_F(WindowTest, MeanWaitsCountByStarts) {
  // (2*3 + 10*1) / 4 = 4; the second replication started nothing
  EXPECT_THAT(weighted_mean(ResultsReader(path_), "wait_mean", "starts"),
              ElementsAre(ElementsAre(DoubleEq(4), NanSensitiveDoubleEq(nan))));
}

TEST_F(WindowTest, UtilisationIsARatioOfIntegrals) {
  // (8*30 + 4*30 + 2*20) / (10*30 + 10*30 + 5*20) = 400 / 700; without limit there is none
  EXPECT_THAT(ratio(ResultsReader(path_), "occupancy", "capacity"),
              ElementsAre(ElementsAre(DoubleEq(400.0 / 700), NanSensitiveDoubleEq(nan))));
}

TEST(HistogramQuantile, IsTheMiddleOfTheBucketThatReachesTheShare) {
  const std::vector<double> upper{1, 2, 4, infinity};
  const std::vector<std::int64_t> counts{2, 5, 2, 1};
  EXPECT_EQ(histogram_quantile(counts, upper, 0.2), 0);     // the 2nd of 10
  EXPECT_EQ(histogram_quantile(counts, upper, 0.21), 1.5);  // the 3rd
  EXPECT_EQ(histogram_quantile(counts, upper, 0.7), 1.5);
  EXPECT_EQ(histogram_quantile(counts, upper, 0.9), 3);
  EXPECT_EQ(histogram_quantile(counts, upper, 0.91), 4);
  EXPECT_TRUE(std::isnan(histogram_quantile(std::vector<std::int64_t>{0, 0, 0, 0}, upper, 0.5)));
}

}  // namespace
}  // namespace headwater
