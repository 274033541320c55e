// Models with families, written piece by piece, and what is known exactly of need.
#pragma once

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "support/simulate.hpp"

namespace headwater::theory {

inline constexpr double year = 365.25;
inline constexpr double childhood = 18 * year;

inline std::string list(const std::vector<double>& values) {
  std::string text;
  for (const double value : values) text += (text.empty() ? "" : ", ") + number(value);
  return "[" + text + "]";
}

/// Families, their need, and the sections that a test gives. Rates are a year.
struct FamilyText {
  double children = 1000;
  std::string sizes = "[1]";                                  ///< one child each
  std::string spacing = "{law: constant, value_years: 1}";
  double growth = 0, frailty = 0;
  std::string people = {};                                    ///< further keys of the population
  std::vector<double> up{0}, down{1};
  std::string contacts = {}, tiers = {}, exits = {}, rest = {};  ///< lines, indented

  std::string yaml(const Plan& plan) const {
    return header(plan) + "population: {children: " + number(children) + ", children_per_family: " + sizes + ", spacing: " + spacing +
           ", growth_per_year: " + number(growth) + ", frailty: " + number(frailty) + (people.empty() ? "" : ", " + people) + ", no_child_at_home: emptied}\n" + "need: {up_per_year: " + list(up) +
           ", down_per_year: " + list(down) + "}\n" + "contacts:\n" + contacts + "tiers:\n" + tiers + "exits:\n  emptied: {}\n  closed: {}\n" + exits + rest;
  }
};

/// Contacts that lead to nothing: nothing that is seen is enough.
inline std::string talk(const std::string& name, const std::string& keys) { return "  " + name + ": {" + keys + ", refer_from: 100, to: desk}\n"; }
inline const std::string idle_desk = "  desk: {kind: gate, sojourn: {law: constant, value_days: 0}, exits: {closed: 1}}\n";

/// Whoever is spoken of has a case in `tier` at once (within minutes).
inline std::string at_once(std::size_t levels, const std::string& tier) {
  return "  all: {rate_per_year: " + list(std::vector<double>(levels, 1e5)) + ", to: " + tier + "}\n";
}

/// The long run of a birth-and-death chain (Kelly, Reversibility and Stochastic Networks, 1979, section 1.3).
inline std::vector<double> chain_in_the_long_run(const std::vector<double>& up, const std::vector<double>& down, double frailty = 1) {
  std::vector<double> chance{1};
  for (std::size_t i = 0; i < up.size(); ++i) chance.push_back(chance.back() * up[i] * frailty / down[i]);
  double sum = 0;
  for (const double one : chance) sum += one;
  for (double& one : chance) one /= sum;
  return chance;
}

/// The mean of f(frailty), the logarithm of frailty normal with standard deviation `sigma` and the mean of frailty 1: the
/// rule of trapezia over the normal density, exact to rounding for smooth f.
inline double over_frailty(double sigma, const std::function<double(double)>& f) {
  constexpr double step = 1.0 / 64;
  double sum = 0;
  for (int i = -9 * 64; i <= 9 * 64; ++i) {
    const double z = i * step;
    sum += step * std::exp(-z * z / 2) / std::sqrt(2 * std::acos(-1.0)) * f(std::exp(sigma * z - sigma * sigma / 2));
  }
  return sum;
}

/// P(Z <= z).
inline double normal_below(double z) { return std::erfc(-z / std::sqrt(2.0)) / 2; }

inline std::string level(std::size_t i) { return "level_" + std::to_string(i + 1); }

}  // namespace headwater::theory
