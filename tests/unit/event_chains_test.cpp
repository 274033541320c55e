#include "event/event_chains.hpp"

#include <gtest/gtest.h>

#include <array>
#include <set>

namespace headwater {
namespace {

TEST(EventChains, GiveBackWhatWasAppendedToEachPile) {
  EventChains chains;
  std::array<EventChain, 3> piles;
  std::array<std::set<std::uint32_t>, 3> expected;
  const std::array<std::uint32_t, 3> sizes{1, 16, 10'000};
  for (std::uint32_t slot = 0; slot != 10'000; ++slot) {
    for (std::size_t pile = 0; pile != piles.size(); ++pile) {
      if (slot >= sizes[pile]) continue;
      chains.append(piles[pile], Event{0.0, slot, static_cast<std::uint16_t>(pile), 0});
      expected[pile].insert(slot);
    }
  }
  for (std::size_t pile = 0; pile != piles.size(); ++pile) {
    EXPECT_EQ(piles[pile].count, sizes[pile]);
    chains.drain(piles[pile], [&](const Event& event) {
      EXPECT_EQ(event.node, pile);
      EXPECT_EQ(expected[pile].erase(event.slot), 1U) << "twice, or never appended";
    });
    EXPECT_TRUE(expected[pile].empty());
    EXPECT_EQ(piles[pile].count, 0U);
  }
}

TEST(EventChains, MayGrowAPileWhileAnotherIsDrained) {
  EventChains chains;
  EventChain from, to;
  for (std::uint32_t slot = 0; slot != 1'000; ++slot) chains.append(from, Event{0.0, slot, 0, 0});
  chains.drain(from, [&](const Event& event) { chains.append(to, event); });
  std::set<std::uint32_t> slots;
  chains.drain(to, [&](const Event& event) { slots.insert(event.slot); });
  EXPECT_EQ(slots.size(), 1'000U);
}

TEST(EventChains, DrainingAnEmptyPileDoesNothing) {
  EventChains chains;
  EventChain pile;
  chains.drain(pile, [](const Event&) { FAIL(); });
}

}  // namespace
}  // namespace headwater
