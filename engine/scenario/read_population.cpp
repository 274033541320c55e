// Reads the section 'population'.
#include <algorithm>
#include <cmath>

#include "scenario/late_births.hpp"
#include "scenario/number.hpp"
#include "scenario/read_families.hpp"
#include "scenario/read_law.hpp"
#include "scenario/read_traits.hpp"

namespace headwater {

namespace {

/// Factors by what a family is; 1 for all where there are none.
TraitFactors read_factors(Section& section, const char* key, const TraitsSpec& traits) {
  const Value* value = section.value(key);
  if (value == nullptr) return {std::vector<double>(traits.number_of_strata(), 1), {}};
  return read_trait_factors(*value, traits, quoted(key) + " of " + section.owner(), section.diagnostics());
}

MovesSpec read_moves(const Value& map, const TraitsSpec& traits, Diagnostics& diagnostics) {
  Section section(map, {"moves"}, "'moves' of 'population'", diagnostics);
  for (const char* required : {"out", "to"}) section.require(required);
  MovesSpec moves;
  moves.out = section.number("out").value_or(0);
  moves.in = section.number("in").value_or(moves.out);
  moves.to = section.text("to").value_or("");
  moves.factors = read_factors(section, "factors", traits);
  return moves;
}

CareLeaversSpec read_care_leavers(const Value& map, Diagnostics& diagnostics) {
  Section section(map, {"care_leavers"}, "'care_leavers' of 'population'", diagnostics);
  for (const char* required : {"become_parents", "after"}) section.require(required);
  CareLeaversSpec leavers;
  leavers.become_parents = section.number("become_parents").value_or(0);
  if (const Value* after = section.value("after")) leavers.after = read_law(*after, "'after' of " + section.owner(), diagnostics, true).value_or(Law{});
  leavers.need_rises = section.number("need_rises").value_or(1);
  leavers.spoken_of = section.number("spoken_of").value_or(1);
  return leavers;
}

KinSpec read_kin(const Value& map, Diagnostics& diagnostics) {
  Section section(map, {"kin"}, "'kin' of 'population'", diagnostics);
  section.require("families");
  if (section.has("need_rises")) section.require("need_from");
  KinSpec kin;
  kin.place = map.place;
  kin.families = section.number("families").value_or(1);
  kin.need_from = static_cast<int>(section.whole("need_from").value_or(1));
  kin.need_rises = section.number("need_rises").value_or(1);
  kin.spoken_of = section.number("spoken_of").value_or(1);
  return kin;
}

}  // namespace

PopulationSpec read_population(const Value& map, Diagnostics& diagnostics) {
  Section section(map, {"population"}, "'population'", diagnostics);
  for (const char* required : {"children", "spacing", "no_child_at_home"}) section.require(required);
  PopulationSpec population;
  population.place = map.place;
  population.children = section.number("children").value_or(1);
  population.growth_per_year = section.number("growth_per_year").value_or(0);
  population.children_per_family = section.numbers("children_per_family").value_or(std::vector<double>{24, 44, 21, 8, 3});
  const auto& weights = population.children_per_family;
  if (section.has("children_per_family") && (weights.size() > 12 || std::none_of(weights.begin(), weights.end(), [](double weight) { return weight > 0; })))
    report(diagnostics, *section.value("children_per_family"), "'children_per_family' must have at most 12 weights, one of them above 0, found " + std::to_string(weights.size()));
  if (const Value* spacing = section.value("spacing")) population.spacing = read_law(*spacing, "'spacing' of 'population'", diagnostics, true).value_or(Law{});
  constexpr double worth_saying = 0.001, most = 0.01;
  const double too_late = section.has("spacing") && weights.size() <= 12 ? share_born_too_late(population) : 0;
  if (too_late > worth_saying) {
    const Value& spacing = *section.value("spacing");
    const std::string found = "by 'spacing' and 'children_per_family' " + to_text(std::ceil(1000 * too_late) / 10) + " per cent of children would be born more than 27 years after the first of their family, when there are no more births";
    if (too_late > most) report(diagnostics, spacing, found + "; at most 1 per cent may: use a shorter spacing or smaller families");
    else diagnostics.warning(spacing.place, found + ": there will be so many fewer than 'children' says");
  }
  population.frailty = section.number("frailty").value_or(0);
  population.no_child_at_home = section.text("no_child_at_home").value_or("");
  const std::size_t faults = diagnostics.all().size();
  population.traits = read_traits(section);
  if (diagnostics.all().size() > faults) return population;
  population.need_rises = read_factors(section, "need_rises", population.traits);
  population.spoken_of = read_factors(section, "spoken_of", population.traits);
  if (const Value* moves = section.value("moves")) population.moves = read_moves(*moves, population.traits, diagnostics);
  if (const Value* leavers = section.value("care_leavers")) population.care_leavers = read_care_leavers(*leavers, diagnostics);
  if (const Value* kin = section.value("kin")) population.kin = read_kin(*kin, diagnostics);
  return population;
}

}  // namespace headwater
