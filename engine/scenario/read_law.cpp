#include "scenario/read_law.hpp"

#include <algorithm>
#include <functional>

#include "random/special_numbers.hpp"

namespace headwater {

namespace {

using Made = std::optional<LawOrError>;

Made read_mixture(Section& section, bool timed);

/// One way to give a law: the keys that it must have, and what makes the law from them; nothing when a value was wrong
/// and has been reported.
struct Parameters {
  std::string_view law;
  std::vector<std::string_view> keys;
  std::function<Made(Section&)> make;
};

template <class Make>
Parameters by_numbers(std::string_view law, const std::vector<std::string_view>& keys, Make make) {
  return {law, keys, [=](Section& section) -> Made {
            std::vector<double> values;
            for (const std::string_view key : keys) {
              const auto number = section.number(key);
              if (!number) return std::nullopt;
              values.push_back(*number);
            }
            return make(values);
          }};
}

/// A law of two lists, of which the second may be absent when `or_none`.
template <class Make>
Parameters by_lists(std::string_view law, std::string_view first, std::string_view second, bool or_none, Make make) {
  std::vector<std::string_view> keys{first};
  if (!or_none) keys.push_back(second);
  return {law, keys, [=](Section& section) -> Made {
            const auto a = section.numbers(first), b = section.numbers(second);
            if (!a || (section.has(second) && !b)) return std::nullopt;
            return make(section, *a, b.value_or(std::vector<double>{}));
          }};
}

const std::vector<Parameters>& all_parameters() {
  using V = const std::vector<double>&;
  using S = Section&;
  static const std::vector<Parameters> list{
      by_numbers("constant", {"value"}, [](V v) { return constant_law(v[0]); }),
      by_numbers("exponential", {"mean"}, [](V v) { return exponential_by_mean(v[0]); }),
      by_numbers("exponential", {"median"}, [](V v) { return exponential_by_median(v[0]); }),
      by_numbers("exponential", {"hazard"}, [](V v) { return exponential_by_hazard(v[0]); }),
      by_numbers("uniform", {"low", "high"}, [](V v) { return uniform_law(v[0], v[1]); }),
      by_numbers("triangular", {"low", "mode", "high"}, [](V v) { return triangular_law(v[0], v[1], v[2]); }),
      by_numbers("lognormal", {"mu", "sigma"}, [](V v) { return lognormal_law(v[0], v[1]); }),
      by_numbers("lognormal", {"mean", "sd"}, [](V v) { return lognormal_by_mean_sd(v[0], v[1]); }),
      by_numbers("lognormal", {"median", "p90"}, [](V v) { return lognormal_by_median_p90(v[0], v[1]); }),
      by_numbers("weibull", {"shape", "scale"}, [](V v) { return weibull_law(v[0], v[1]); }),
      by_numbers("weibull", {"mean", "sd"}, [](V v) { return weibull_by_mean_sd(v[0], v[1]); }),
      by_numbers("weibull", {"median", "p90"}, [](V v) { return weibull_by_median_p90(v[0], v[1]); }),
      by_numbers("gamma", {"shape", "scale"}, [](V v) { return gamma_law(v[0], v[1]); }),
      by_numbers("gamma", {"mean", "sd"}, [](V v) { return gamma_by_mean_sd(v[0], v[1]); }),
      by_numbers("gamma", {"median", "p90"}, [](V v) { return gamma_by_median_p90(v[0], v[1]); }),
      by_numbers("erlang", {"stages", "mean"}, [](V v) { return erlang_law(v[0], v[1]); }),
      by_numbers("hyperexponential", {"mean", "sd"}, [](V v) { return hyperexponential_by_mean_sd(v[0], v[1]); }),
      by_lists("hyperexponential", "means", "weights", false, [](S, V a, V b) { return hyperexponential_law(a, b); }),
      {"hypoexponential", {"means"}, [](S s) -> Made {
         const auto means = s.numbers("means");
         if (!means) return std::nullopt;
         return hypoexponential_law(*means);
       }},
      {"phase_type", {"start", "hazards"}, [](S s) -> Made {
         const auto start = s.numbers("start");
         const auto hazards = s.rows("hazards");
         if (!start || !hazards) return std::nullopt;
         return phase_type_law(*start, *hazards);
       }},
      by_lists("life_table", "from", "hazards", false, [](S s, V a, V b) { return life_table_law(a, b, s.choice("by") == "age"); }),
      by_lists("histogram", "edges", "weights", false, [](S, V a, V b) { return histogram_law(a, b); }),
      by_lists("empirical", "values", "weights", true, [](S, V a, V b) { return empirical_law(a, b); }),
      by_numbers("normal", {"mean", "sd"}, [](V v) { return normal_law(v[0], v[1]); }),
      by_numbers("geometric", {"mean"}, [](V v) { return geometric_law(v[0]); }),
      by_numbers("poisson", {"mean"}, [](V v) { return poisson_law(v[0]); }),
  };
  return list;
}

std::string kind_of(const Value& map) {
  const Value* law = map.find("law");
  return law != nullptr && law->is_scalar() ? law->text : law == nullptr ? "exponential" : "";
}

/// The law within the bounds that are given, and shifted; nothing when a bound was wrong and has been reported.
Made modified(const Law& law, Section& section) {
  const auto at_least = section.number("at_least"), at_most = section.number("at_most"), plus = section.number("plus");
  if ((section.has("at_least") && !at_least) || (section.has("at_most") && !at_most) || (section.has("plus") && !plus)) return std::nullopt;
  LawOrError made{law, ""};
  if (at_least || at_most) made = truncated_law(law, at_least.value_or(-infinity), at_most.value_or(infinity));
  if (made.law && plus) made = shifted_law(*made.law, *plus);
  return made;
}

std::optional<Law> checked(const Made& made, Section& section, const std::string& kind, bool timed, const LawRules& rules) {
  const auto refuse = [&](const std::string& what) {
    report(section.diagnostics(), section.map(), "law '" + kind + "' of " + section.owner() + what);
    return std::nullopt;
  };
  if (!made) return std::nullopt;
  if (!made->law) return refuse(": " + made->error);
  const Made whole = modified(*made->law, section);
  if (!whole) return std::nullopt;
  if (!whole->law) return refuse(": " + whole->error);
  if (timed && !rules.may_be_negative && whole->law->least() < 0) return refuse(" can be negative; a length of time cannot");
  if (whole->law->by_age && !rules.may_go_by_age) return refuse(" goes by age; only a sojourn and a racer can");
  return whole->law;
}

Made read_mixture(Section& section, bool timed) {
  const Value* of = section.value("of");
  if (of == nullptr || !of->is_list() || of->items.empty()) {
    report(section.diagnostics(), of == nullptr ? section.map() : *of,
           "law 'mixture' of " + section.owner() + " must have a list 'of' of laws with weights, as in [{weight: 1, law: constant, value" +
               (timed ? "_days" : "") + ": 1}]");
    return std::nullopt;
  }
  std::vector<Law> parts;
  std::vector<double> weights;
  for (std::size_t i = 0; i < of->items.size(); ++i) {
    const Value& map = of->items[i];
    std::vector<std::string> contexts = law_contexts(map);
    contexts.push_back("mixture_part");
    Section part(map, contexts, "part " + std::to_string(i + 1) + " of " + section.owner(), section.diagnostics(), timed);
    if (!map.is_map()) {
      if (map.kind == Value::Kind::null) report(section.diagnostics(), map, part.owner() + " must be a law with a weight, found nothing");
      continue;
    }
    part.require("weight");
    const auto weight = part.number("weight");
    const auto law = read_law(part, timed, {/*may_be_negative=*/true});
    if (!weight || !law) continue;
    parts.push_back(*law);
    weights.push_back(*weight);
  }
  if (parts.size() != of->items.size()) return std::nullopt;
  return mixture_law(parts, weights);
}

}  // namespace

std::vector<std::string> law_contexts(const Value& map) {
  std::vector<std::string> contexts{"law", "law.every"};
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

std::optional<Law> read_law(Section& section, bool timed, const LawRules& rules) {
  const std::string kind = kind_of(section.map());
  if (section.has("law") && !section.choice("law")) return std::nullopt;
  if (!section.has("law") && !section.has("hazard")) {
    section.require("law", timed ? "a hazard, such as 'hazard_per_year'" : "");
    return std::nullopt;
  }
  if (!timed && (kind == "life_table" || kind == "phase_type")) {
    report(section.diagnostics(), section.map(), "law '" + kind + "' of " + section.owner() + " gives lengths of time; a number is wanted");
    return std::nullopt;
  }
  if (timed && (kind == "geometric" || kind == "poisson")) {
    report(section.diagnostics(), section.map(), "law '" + kind + "' of " + section.owner() + " gives whole numbers; a length of time is wanted");
    return std::nullopt;
  }
  if (kind == "mixture") return checked(read_mixture(section, timed), section, kind, timed, rules);
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
  return checked(match->make(section), section, kind, timed, rules);
}

std::optional<Law> read_law(const Value& map, const std::string& owner, Diagnostics& diagnostics, bool timed, const LawRules& rules) {
  if (map.kind == Value::Kind::null) report(diagnostics, map, owner + " must be a law, found nothing");
  Section section(map, law_contexts(map), owner, diagnostics, timed);
  if (!map.is_map()) return std::nullopt;
  return read_law(section, timed, rules);
}

}  // namespace headwater
