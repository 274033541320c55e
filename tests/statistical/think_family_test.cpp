// Whether families of models/think-family.yaml look as the evidence says.
//
// Prints the model beside models/think-family-figures.csv. A figure is met when the model's 99.9 % interval, from 4
// million families, lies within the published range: a model whose share is outside is found out, and one whose share
// is inside by two half-widths (0.8 points for shares among families with five or more) passes, in 99.9 % of runs.
// What is known to be missed is named below, with the reason.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <set>

#include "scenario/csv.hpp"
#include "support/statistics.hpp"
#include "support/traits.hpp"

namespace headwater {
namespace {

constexpr std::uint64_t families = 4'000'000;

const std::map<std::string, std::string> misses{
    {"five_or_more", "the evidence counts families that were viewed as vulnerable among everybody who lives in a ward, the model those with five or more among families with children"}};

struct Share {
  double of = 0, among = 0;
  double value() const { return of / among; }
  double half_width() const { return 3.2905 * std::sqrt(value() * (1 - value()) / among); }
};

class ThinkFamily : public testing::Test {
 protected:
  static std::map<std::string, Share> shares() {
    const Reading reading = read_file(HEADWATER_SOURCE_DIR "/models/think-family.yaml");
    EXPECT_TRUE(reading.ok()) << reading.diagnostics.text();
    const Traits traits(reading.description->population->traits);
    EXPECT_TRUE(traits.shared_part());
    const std::vector<IndicatorSpec>& indicators = traits.spec().indicators;
    const std::set<std::string> of_seven{"no_parent_in_work", "no_qualifications", "mother_mental_health", "low_income", "poor_housing", "parent_illness", "material_deprivation"};
    std::uint32_t seven = 0;
    for (std::size_t i = 0; i < indicators.size(); ++i) seven |= static_cast<std::uint32_t>(of_seven.count(indicators[i].name)) << i;
    constexpr std::uint32_t ten = (1u << 10) - 1;  // the first ten are the Think Family indicators
    EXPECT_EQ(std::popcount(seven), 7);
    EXPECT_EQ(seven & ten, seven);

    double with_five = 0, in_q5 = 0, with_five_in_q5 = 0, five_of_seven = 0;
    std::vector<double> with(indicators.size(), 0);
    draw_families(traits, theory::test_seed, families, [&](const FamilyTraits& family) {
      const bool five = std::popcount(family.indicators & ten) >= 5, q5 = family.stratum == 4;
      in_q5 += q5;
      five_of_seven += std::popcount(family.indicators & seven) >= 5;
      if (!five) return;
      ++with_five;
      with_five_in_q5 += q5;
      for (std::size_t i = 0; i < with.size(); ++i) with[i] += family.indicators >> i & 1;
    });
    std::map<std::string, Share> shares{{"not_in_q5", {with_five - with_five_in_q5, with_five}}, {"five_of_seven", {five_of_seven, families}}, {"five_or_more", {with_five_in_q5, in_q5}}};
    for (std::size_t i = 0; i < with.size(); ++i) shares[indicators[i].name] = {with[i], with_five};
    std::printf("%.2f %% of families have five or more of the ten\n", 100 * with_five / families);
    return shares;
  }
};

TEST_F(ThinkFamily, LooksAsTheEvidenceSays) {
  const std::map<std::string, Share> found = shares();
  std::ifstream file(HEADWATER_SOURCE_DIR "/models/think-family-figures.csv");
  ASSERT_TRUE(file);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  std::size_t figures = 0;
  for (const CsvLine& line : csv_lines(text)) {
    if (line.number == 1) continue;
    const std::vector<std::string>& cells = line.cells;
    ASSERT_EQ(cells.size(), 5u) << line.number;
    const double low = std::stod(cells[1]), high = std::stod(cells[2]);
    const Share& share = found.at(cells[0]);
    const double value = 100 * share.value(), half_width = 100 * share.half_width();
    const bool met = value - half_width >= low && value + half_width <= high;
    std::printf("%-26s evidence %5.1f to %5.1f  model %6.2f +- %.2f  %-5s of %s\n", cells[0].c_str(), low, high, value, half_width, met ? "met" : "MISS", cells[3].c_str());
    EXPECT_EQ(met, misses.count(cells[0]) == 0) << cells[0];
    ++figures;
  }
  EXPECT_EQ(figures, 14u);
}

}  // namespace
}  // namespace headwater
