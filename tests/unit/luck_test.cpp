#include "random/luck.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/random/uniform_01.hpp>
#include <cmath>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "random/philox.hpp"
#include "random/stream.hpp"

namespace headwater {
namespace {

static_assert(std::uniform_random_bit_generator<Stream<KeyedHash>>);
static_assert(std::uniform_random_bit_generator<Stream<Philox>>);

TEST(Mix13, GivesThePublishedFirstWordsOfSplitMix64) {
  // SplitMix64 from seed 1234567 is mix13 of 1234567 + k times the golden step.
  EXPECT_EQ(mix13(1234567 + golden_step), 6457827717110365317u);
  EXPECT_EQ(mix13(1234567 + 2 * golden_step), 3203168211198807973u);
  EXPECT_EQ(mix13(1234567 + 3 * golden_step), 9817491932198370423u);
}

TEST(HashOfName, IsMixedFnv1a) {
  // FNV-1a of these texts is in the tables of its authors.
  EXPECT_EQ(hash_of_name(""), mix13(0xcbf29ce484222325));
  EXPECT_EQ(hash_of_name("a"), mix13(0xaf63dc4c8601ec8c));
  EXPECT_EQ(hash_of_name("foobar"), mix13(0x85944171f73967e8));
}

TEST(Luck, KeepsItsKnownAnswers) {
  EXPECT_EQ(name_of(1, 7), EntityName{0xe099ec6cd7363ca5});
  EXPECT_EQ(purpose_key(1, 0, 42), 0x866d3ea3219c25dcu);
  EXPECT_EQ(KeyedHash::bits(name_of(1, 7), purpose_key(1, 0, 42), 3), 0x953dc89f0048fcfeu);
}

// The vectors for "philox4x32 10" that Random123 publishes: counter, key, block.
TEST(PhiloxTest, GivesThePublishedWords) {
  EXPECT_EQ(Philox::bits(EntityName{0}, 0, 0), 0xe169c58d6627e8d5u);
  constexpr std::uint64_t ones = ~std::uint64_t{0};
  EXPECT_EQ(Philox::bits(EntityName{ones}, ones, ones), 0x41c83b0e408f276du);
  EXPECT_EQ(Philox::bits(EntityName{0x85a308d3243f6a88}, 0x299f31d0a4093822, 0x0370734413198a2e),
            0x94fdccebd16cfe09u);
}

TEST(NameOf, NeverRepeatsWithinASource) {
  std::set<EntityName> names;
  for (std::uint64_t ordinal = 0; ordinal < 100'000; ++ordinal)
    names.insert(name_of(source_key("new"), ordinal));
  EXPECT_EQ(names.size(), 100'000u);
}

TEST(PurposeKey, DiffersWithEachOfItsWords) {
  std::set<std::uint64_t> keys;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    for (std::uint64_t replication = 0; replication < 20; ++replication) {
      for (const char* purpose : {"tiers.panel.sojourn", "tiers.panel.exits", "tiers.panels.sojourn", ""}) {
        keys.insert(purpose_key(seed, replication, hash_of_name(purpose)));
      }
    }
  }
  EXPECT_EQ(keys.size(), 20u * 20 * 4);
}

TEST(Uniform, StaysInsideTheUnitIntervalAndIsExact) {
  EXPECT_EQ(uniform(0), 0x1p-53);
  EXPECT_EQ(uniform(~std::uint64_t{0}), 1 - 0x1p-53);
  EXPECT_EQ(uniform(0x8000000000000000), 0.5 + 0x1p-53);
  EXPECT_EQ(uniform(0x7fffffffffffffff), 0.5 - 0x1p-53);
  EXPECT_EQ(uniform(0x4000000000000fff), 0.25 + 0x1p-53) << "the lowest 12 bits do not count";
  for (std::uint64_t i = 0; i < 1000; ++i) EXPECT_EQ(uniform(~mix13(i)), 1 - uniform(mix13(i)));
}

TEST(StreamTest, StepsTheOccurrence) {
  const EntityName name = name_of(1, 7);
  Stream<> stream(name, 42);
  for (std::uint64_t occurrence = 0; occurrence < 5; ++occurrence) {
    EXPECT_EQ(stream(), KeyedHash::bits(name, 42, occurrence));
  }
}

TEST(StreamTest, ServesBoost) {
  // The mean of n uniforms has standard error 1 / sqrt(12 n) = 0.0009; 4.9 of them are exceeded once in a
  // million.
  Stream<Philox> stream(name_of(1, 1), purpose_key(20260801, 0, 0));
  boost::random::uniform_01<double> distribution;
  double sum = 0;
  for (int i = 0; i < 100'000; ++i) {
    const double u = distribution(stream);
    ASSERT_GE(u, 0);
    ASSERT_LT(u, 1);
    sum += u;
  }
  EXPECT_NEAR(sum / 100'000, 0.5, 4.9 * 0.0009);
}

/// One word of a key at a time: does flipping one of its 24 low bits flip each bit of the draw half of the
/// time? Each of 5 x 24 x 64 cells counts flips in `pairs` pairs of draws that no other cell uses.
struct Avalanche {
  double sum_of_squares = 0;  // of standardised counts; chi-square with `cells` degrees of freedom
  double worst = 0;
  int cells = 0;

  /// Chance of so large (or, for a generator that is too even, so small) a sum from a perfect generator.
  double p_value() const {
    const boost::math::chi_squared law(cells);
    return 2 * std::min(boost::math::cdf(law, sum_of_squares),
                        boost::math::cdf(boost::math::complement(law, sum_of_squares)));
  }
};

struct Key {
  std::uint64_t word[5];  // ordinal, occurrence, purpose, replication, seed
};

template <class Generator>
std::uint64_t draw(const Key& key) {
  return Generator::bits(name_of(source_key("new"), key.word[0]),
                         purpose_key(key.word[4], key.word[3], key.word[2]), key.word[1]);
}

template <class Generator>
Avalanche avalanche() {
  constexpr int pairs = 4096;
  Avalanche result;
  std::uint64_t fresh = 0;
  for (int word = 0; word < 5; ++word) {
    for (int bit = 0; bit < 24; ++bit) {
      int flips[64] = {};
      for (int pair = 0; pair < pairs; ++pair, ++fresh) {
        // Small numbers, as a model has them; all keys differ in ordinal and purpose.
        Key key{{fresh % 65536, fresh % 7, fresh / 65536 * 8, fresh % 11, 1}};
        const std::uint64_t before = draw<Generator>(key);
        key.word[word] ^= std::uint64_t{1} << bit;
        const std::uint64_t flipped = before ^ draw<Generator>(key);
        for (int i = 0; i < 64; ++i) flips[i] += static_cast<int>(flipped >> i & 1);
      }
      for (const int count : flips) {
        const double z = (count - pairs / 2.0) / std::sqrt(pairs / 4.0);
        result.sum_of_squares += z * z;
        result.worst = std::max(result.worst, std::fabs(z));
        ++result.cells;
      }
    }
  }
  return result;
}

// Level: 1e-4 for the sum; a single z above 6 in 7,680 has chance 1.5e-5.
bool passes(const Avalanche& found) {
  return found.p_value() > 1e-4 && found.worst < 6;
}

TEST(AvalancheTest, EachBitOfTheKeyReachesEachBitOfTheDraw) {
  const Avalanche hash = avalanche<KeyedHash>(), philox = avalanche<Philox>();
  EXPECT_EQ(hash.cells, 5 * 24 * 64);
  EXPECT_TRUE(passes(hash)) << hash.sum_of_squares << " from " << hash.cells << ", worst " << hash.worst;
  EXPECT_TRUE(passes(philox)) << philox.sum_of_squares << " from " << philox.cells << ", worst "
                              << philox.worst;
}

/// The keyed hash with its shifts but without its multiplications.
struct ShiftsOnly {
  static std::uint64_t bits(EntityName name, std::uint64_t purpose, std::uint64_t occurrence) {
    std::uint64_t x = static_cast<std::uint64_t>(name) + purpose + occurrence * golden_step;
    x ^= x >> 30;
    x ^= x >> 27;
    return x ^ (x >> 31);
  }
};

TEST(AvalancheTest, CatchesAHashThatOnlyShifts) { EXPECT_FALSE(passes(avalanche<ShiftsOnly>())); }

/// Correlation of the draws of the same 100,000 entities for two purposes, in standard errors.
template <class Draw>
double correlation_z(Draw first, Draw second) {
  constexpr int n = 100'000;
  double sum = 0;
  for (std::uint64_t i = 0; i < n; ++i) {
    const EntityName name = name_of(source_key("new"), i);
    sum += (uniform(first(name)) - 0.5) * (uniform(second(name)) - 0.5);
  }
  return sum * 12 / std::sqrt(static_cast<double>(n));
}

TEST(Purposes, AreIndependent) {
  // 15 pairs; |z| above 4.4 has chance 1e-5 for each. A shared purpose would give z = 316.
  const std::vector<std::string> purposes{"tiers.a.sojourn", "tiers.b.sojourn", "tiers.a.exits",
                                          "attributes.need", "sources.a.gap",   "sources.b.gap"};
  for (std::size_t i = 0; i < purposes.size(); ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      const auto draw_for = [](const std::string& purpose) {
        return [key = purpose_key(20260801, 3, hash_of_name(purpose))](EntityName name) {
          return KeyedHash::bits(name, key, 0);
        };
      };
      const double z = correlation_z(draw_for(purposes[i]), draw_for(purposes[j]));
      if (i == j) {
        EXPECT_GT(z, 300);
      } else {
        EXPECT_LT(std::fabs(z), 4.4) << purposes[i] << " and " << purposes[j];
      }
    }
  }
}

}  // namespace
}  // namespace headwater
