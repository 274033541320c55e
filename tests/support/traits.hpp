// Traits of families from YAML text, for tests.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "population/traits.hpp"
#include "scenario/read.hpp"

namespace headwater {

/// The smallest model around `population`, the lines below that key, indented by two.
inline std::string model_of_families(const std::string& population) {
  return "headwater: 1\nstart: 2026-04-01\nhorizon_years: 1\ntiers: {help: {sojourn: {law: exponential, mean_days: 9}, exits: {closed: 1}}}\n"
         "exits: {closed: {}}\nneed: {up_per_year: [0.2], down_per_year: [1]}\ncontacts: {anyone: {rate_per_year: [0.1, 1], to: help}}\n"
         "population:\n  children: 1000\n  spacing: {law: exponential, mean_years: 3}\n  no_child_at_home: closed\n" +
         population;
}

inline TraitsSpec traits_spec(const std::string& population) {
  const Reading reading = read_text(model_of_families(population), "families.yaml");
  EXPECT_TRUE(reading.ok()) << reading.diagnostics.text();
  return reading.ok() ? reading.description->population->traits : TraitsSpec{};
}

inline constexpr std::uint64_t source_of_families = source_key("families");

/// Calls `see(FamilyTraits)` for so many families.
template <class Luck = KeyedHash, class See>
void draw_families(const Traits& traits, std::uint64_t seed, std::uint64_t families, See see) {
  const TraitKeys keys = traits.keys(seed, 0);
  for (std::uint64_t i = 0; i < families; ++i) see(traits.draw<Luck>(name_of(source_of_families, i), keys));
}

}  // namespace headwater
