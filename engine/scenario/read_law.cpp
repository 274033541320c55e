#include "scenario/read_law.hpp"

#include <algorithm>
#include <functional>

namespace headwater {

namespace {

/// One way to give a law: these keys, and what makes the law from their values.
struct Parameters {
  std::string_view law;
  std::vector<std::string_view> keys;
  std::function<LawOrError(const std::vector<double>&)> make;
};

const std::vector<Parameters>& all_parameters() {
  using V = const std::vector<double>&;
  static const std::vector<Parameters> list{
      {"constant", {"value"}, [](V v) { return constant_law(v[0]); }},
      {"exponential", {"mean"}, [](V v) { return exponential_by_mean(v[0]); }},
      {"exponential", {"median"}, [](V v) { return exponential_by_median(v[0]); }},
      {"exponential", {"hazard"}, [](V v) { return exponential_by_hazard(v[0]); }},
      {"uniform", {"low", "high"}, [](V v) { return uniform_law(v[0], v[1]); }},
      {"lognormal", {"mu", "sigma"}, [](V v) { return lognormal_law(v[0], v[1]); }},
      {"lognormal", {"mean", "sd"}, [](V v) { return lognormal_by_mean_sd(v[0], v[1]); }},
      {"lognormal", {"median", "p90"}, [](V v) { return lognormal_by_median_p90(v[0], v[1]); }},
      {"weibull", {"shape", "scale"}, [](V v) { return weibull_law(v[0], v[1]); }},
      {"weibull", {"mean", "sd"}, [](V v) { return weibull_by_mean_sd(v[0], v[1]); }},
      {"weibull", {"median", "p90"}, [](V v) { return weibull_by_median_p90(v[0], v[1]); }},
      {"gamma", {"shape", "scale"}, [](V v) { return gamma_law(v[0], v[1]); }},
      {"gamma", {"mean", "sd"}, [](V v) { return gamma_by_mean_sd(v[0], v[1]); }},
      {"gamma", {"median", "p90"}, [](V v) { return gamma_by_median_p90(v[0], v[1]); }},
  };
  return list;
}

std::string kind_of(const Value& map) {
  const Value* law = map.find("law");
  return law != nullptr && law->is_scalar() ? law->text : law == nullptr ? "exponential" : "";
}

std::string joined(const std::vector<std::string>& words, const std::string& with) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) text += (i == 0 ? "" : with) + words[i];
  return text;
}

std::optional<Law> checked(const LawOrError& made, Section& section, const std::string& kind, bool timed) {
  if (!made.law) {
    report(section.diagnostics(), section.map(), "law '" + kind + "' of " + section.owner() + ": " + made.error);
    return std::nullopt;
  }
  if (timed && made.law->least() < 0) {
    report(section.diagnostics(), section.map(), "law '" + kind + "' of " + section.owner() + " can be negative; a length of time cannot");
    return std::nullopt;
  }
  return made.law;
}

}  // namespace

std::vector<std::string> law_contexts(const Value& map) {
  std::vector<std::string> contexts{"law"};
  const std::string kind = kind_of(map);
  bool known = false;
  for (const std::string& choice : split(keys_of("law")[0]->of, '|')) known = known || choice == kind;
  if (known) {
    contexts.push_back("law." + kind);
  } else {  // the kind is wrong and will be reported; do not report its parameters as well
    for (const std::string& choice : split(keys_of("law")[0]->of, '|')) contexts.push_back("law." + choice);
  }
  return contexts;
}

std::optional<Law> read_law(Section& section, bool timed) {
  const std::string kind = kind_of(section.map());
  if (section.has("law") && !section.choice("law")) return std::nullopt;
  if (!section.has("law") && !section.has("hazard")) {
    section.require("law", timed ? "a hazard, such as 'hazard_per_year'" : "");
    return std::nullopt;
  }
  if (kind == "empirical") {
    section.require("values", "");
    const auto values = section.numbers("values");
    const auto weights = section.numbers("weights");
    if (!values || (section.has("weights") && !weights)) return std::nullopt;
    return checked(empirical_law(*values, weights.value_or(std::vector<double>{})), section, kind, timed);
  }
  std::vector<std::string> ways, found;
  std::vector<std::string_view> seen;
  const Parameters* match = nullptr;
  for (const Parameters& way : all_parameters()) {
    if (way.law != kind) continue;
    if (!timed && way.keys[0] == "hazard") continue;
    std::vector<std::string> names;
    bool complete = true;
    for (const std::string_view key : way.keys) {
      names.push_back("'" + std::string(key) + "'");
      complete = complete && section.has(key);
      if (section.has(key) && std::find(seen.begin(), seen.end(), key) == seen.end()) {
        seen.push_back(key);
        found.push_back("'" + section.spelling(key) + "'");
      }
    }
    ways.push_back(joined(names, " and "));
    if (complete) match = &way;
  }
  if (match == nullptr || seen.size() != match->keys.size()) {
    report(section.diagnostics(), section.map(),
           "law '" + kind + "' of " + section.owner() + " takes " + joined(ways, ", or ") + "; found " +
               (found.empty() ? "none of them" : joined(found, " and ")));
    return std::nullopt;
  }
  std::vector<double> numbers;
  for (const std::string_view key : match->keys) {
    const auto number = section.number(key);
    if (!number) return std::nullopt;
    numbers.push_back(*number);
  }
  return checked(match->make(numbers), section, kind, timed);
}

std::optional<Law> read_law(const Value& map, const std::string& owner, Diagnostics& diagnostics, bool timed) {
  if (map.kind == Value::Kind::null) report(diagnostics, map, owner + " must be a law, found nothing");
  Section section(map, law_contexts(map), owner, diagnostics, timed);
  if (!map.is_map()) return std::nullopt;
  return read_law(section, timed);
}

}  // namespace headwater
