#include "scenario/read_traits.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "scenario/check_associations.hpp"
#include "scenario/number.hpp"

namespace headwater {

namespace {

template <class Spec>
std::vector<std::string> names_of(const std::vector<Spec>& specs) {
  std::vector<std::string> names;
  for (const Spec& spec : specs) names.push_back(spec.name);
  return names;
}

std::optional<std::size_t> index_of(const std::vector<std::string>& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - names.begin()));
}

/// A number from 0 to `most`; 0, and a report, for any other.
double number_up_to(double most, const Value& value, std::string_view key, const std::string& in, Diagnostics& diagnostics) {
  const auto number = read_number(value, key, diagnostics);
  if (!number) return 0;
  if (*number >= 0 && *number <= most) return *number;
  const std::string wanted = most == 1 ? "from 0 to 1" : "finite and not negative";
  report(diagnostics, value, quoted(key) + " in " + in + " must be " + wanted + ", found " + value.text);
  return 0;
}

/// Reads a map that has exactly one entry for each of the categories `names`; `of` says whose they are, such as " of
/// 'area'". `read(which, value)` is called for each entry in the order of the file.
template <class Read>
void each_category(const std::vector<std::string>& names, const Value& map, const std::string& of, const std::string& in, Diagnostics& diagnostics, Read read) {
  std::vector<bool> found(names.size(), false);
  for (std::size_t i = 0; i < map.items.size(); ++i) {
    const auto which = index_of(names, map.keys[i].name);
    if (!which) {
      diagnostics.error(map.keys[i].place, unknown("category", map.keys[i].name, names, of + " in " + in));
      continue;
    }
    found[*which] = true;
    read(*which, map.items[i]);
  }
  for (std::size_t i = 0; i < names.size(); ++i)
    if (!found[i]) report(diagnostics, map, in + " must name every category" + of + "; " + quoted(names[i]) + " is missing");
}

/// Reads traits in the order in which they depend on each other. A trait with a fault is kept, so that its name is known.
class Reader {
 public:
  explicit Reader(Section& population) : population_(population), diagnostics_(population.diagnostics()) {
    if (const Value* all = population.value("attributes"); all != nullptr && all->is_map())
      for (const Value::Key& key : all->keys) all_attributes_.push_back(key.name);
  }

  TraitsSpec read() {
    const std::size_t before = diagnostics_.all().size();
    out_.place = population_.map().place;
    each_element(population_, "attributes", "attribute", [&](const Value::Key& key, const Value& map) { read_attribute(key, map); });
    if (out_.attributes.size() > most_attributes)
      diagnostics_.error(out_.attributes[most_attributes].place, "families can have at most " + std::to_string(most_attributes) + " attributes, found " + std::to_string(out_.attributes.size()));
    check_number_of_strata();
    each_element(population_, "indicators", "indicator", [&](const Value::Key& key, const Value& map) { read_indicator(key, map); });
    if (out_.indicators.size() > most_indicators)
      diagnostics_.error(out_.indicators[most_indicators].place, "a family can have at most " + std::to_string(most_indicators) + " indicators, found " + std::to_string(out_.indicators.size()));
    read_associations();
    if (diagnostics_.all().size() == before) check_associations(out_, diagnostics_);
    return std::move(out_);
  }

 private:
  /// The attribute that 'by' names, which must stand before the one that is being read.
  std::optional<std::size_t> read_by(Section& section) {
    const auto by = section.text("by");
    if (!by) return std::nullopt;
    const auto found = index_of(names_of(out_.attributes), *by);
    if (found) return found;
    const bool later = index_of(all_attributes_, *by).has_value();
    report(diagnostics_, *section.value("by"), later ? "'by' of " + section.owner() + " must name an attribute that stands before it, found " + quoted(*by)
                                                     : unknown("attribute", *by, all_attributes_, " in 'by' of " + section.owner()));
    return std::nullopt;
  }

  void read_attribute(const Value::Key& key, const Value& map) {
    Section section(map, {"family_attribute"}, "attribute '" + key.name + "'", diagnostics_);
    section.require("shares");
    FamilyAttributeSpec attribute{key.name, {}, read_by(section), {}, key.place};
    const Value* shares = section.value("shares");
    if (shares != nullptr && section.has("by") == attribute.by.has_value()) {
      const std::string in = "'shares' of " + section.owner();
      if (attribute.by) read_rows(*shares, in, attribute);
      else if (is_map_of_shares(*shares, in, "{north: 0.6, south: 0.4}")) attribute.shares.push_back(read_row(*shares, in, attribute));
    }
    out_.attributes.push_back(std::move(attribute));
  }

  bool is_map_of_shares(const Value& value, const std::string& in, const std::string& example) {
    const bool good = value.is_map() && !value.items.empty();
    if (good && value.items[0].is_map()) {
      report(diagnostics_, value.items[0], in + " can go by the categories of another attribute only where 'by' names it; here a share is wanted, found a map");
      return false;
    }
    if (!good) report(diagnostics_, value, in + " must be a map from categories to shares, as in " + example);
    return good;
  }

  void read_rows(const Value& shares, const std::string& in, FamilyAttributeSpec& attribute) {
    const FamilyAttributeSpec& by = out_.attributes[*attribute.by];
    if (by.categories.empty()) return;
    if (!shares.is_map()) return report(diagnostics_, shares, in + " must be a map from the categories of '" + by.name + "' to maps of shares");
    attribute.shares.resize(by.categories.size());
    each_category(by.categories, shares, " of '" + by.name + "'", in, diagnostics_, [&](std::size_t which, const Value& row) {
      const std::string in_row = in + " for '" + by.categories[which] + "'";
      if (is_map_of_shares(row, in_row, "{" + by.categories[which] + ": {one: 0.9, other: 0.1}}")) attribute.shares[which] = read_row(row, in_row, attribute);
    });
  }

  /// One row of shares; the first row of an attribute names its categories.
  std::vector<double> read_row(const Value& map, const std::string& in, FamilyAttributeSpec& attribute) {
    if (attribute.categories.empty()) {
      for (const Value::Key& name : map.keys) {
        is_good_name(name, "category", diagnostics_);
        attribute.categories.push_back(name.name);
      }
    }
    std::vector<double> row(attribute.categories.size(), 0);
    const std::size_t before = diagnostics_.all().size();
    double sum = 0;
    each_category(attribute.categories, map, "", in, diagnostics_, [&](std::size_t which, const Value& share) {
      row[which] = number_up_to(1, share, attribute.categories[which], in, diagnostics_);
      sum += row[which];
    });
    if (diagnostics_.all().size() == before && std::fabs(sum - 1) > 1e-6) report(diagnostics_, map, in + " must sum to 1; they sum to " + to_text(std::round(sum * 1e9) / 1e9));
    return row;
  }

  void check_number_of_strata() {
    double strata = 1;
    for (const FamilyAttributeSpec& attribute : out_.attributes) strata *= static_cast<double>(std::max<std::size_t>(1, attribute.categories.size()));
    if (strata > static_cast<double>(most_strata))
      report(diagnostics_, *population_.value("attributes"), "the attributes of families make " + to_text(strata) + " combinations of categories; there can be at most " + std::to_string(most_strata));
  }

  void read_indicator(const Value::Key& key, const Value& map) {
    Section section(map, {"indicator"}, "indicator '" + key.name + "'", diagnostics_);
    section.require("prevalence");
    if (index_of(all_attributes_, key.name)) diagnostics_.error(key.place, "'" + key.name + "' is the name of an attribute as well as of an indicator; one must have another");
    IndicatorSpec indicator{key.name, read_by(section), {}, section.number("frailty"), key.place};
    const Value* prevalence = section.value("prevalence");
    if (prevalence != nullptr && section.has("by") == indicator.by.has_value()) {
      const std::string in = "'prevalence' of " + section.owner();
      if (indicator.by) {
        const FamilyAttributeSpec& by = out_.attributes[*indicator.by];
        indicator.prevalence.resize(by.categories.size(), 0);
        if (!prevalence->is_map()) {
          report(diagnostics_, *prevalence, in + " must be a map from the categories of '" + by.name + "' to shares of families");
        } else if (!by.categories.empty()) {
          each_category(by.categories, *prevalence, " of '" + by.name + "'", in, diagnostics_, [&](std::size_t which, const Value& share) {
            indicator.prevalence[which] = number_up_to(1, share, by.categories[which], in, diagnostics_);
          });
        }
      } else if (prevalence->is_map()) {
        report(diagnostics_, *prevalence, in + " must be one number, unless 'by' names the attribute whose categories it goes by");
      } else {
        indicator.prevalence.push_back(number_up_to(1, *prevalence, "prevalence", section.owner(), diagnostics_));
      }
    }
    out_.indicators.push_back(std::move(indicator));
  }

  void read_associations() {
    const Value* map = population_.value("associations");
    if (map == nullptr) return;
    Section section(*map, {"associations"}, "'associations'", diagnostics_);
    out_.place = map->place;
    out_.others = section.number("others").value_or(0);
    out_.frailty = section.number("frailty").value_or(0);
    each_element(section, "pairs", "pair", [&](const Value::Key& key, const Value& pair) { read_pair(key, pair); });
  }

  void read_pair(const Value::Key& key, const Value& map) {
    Section section(map, {"association"}, "pair '" + key.name + "'", diagnostics_);
    if (!map.is_map()) return;
    section.require("of");
    if (section.has("correlation") == section.has("both")) report(diagnostics_, map, section.owner() + " needs 'correlation' or 'both', and not both of them");
    AssociationSpec pair{key.name, 0, 0, section.number("correlation"), section.number("both"), key.place};
    const std::vector<std::string> known = names_of(out_.indicators);
    const auto of = section.texts("of");
    if (!of) return;
    const std::vector<Value>& places = section.value("of")->items;
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < of->size(); ++i) {
      if (const auto which = index_of(known, (*of)[i])) found.push_back(*which);
      else report(diagnostics_, places[i], unknown("indicator", (*of)[i], known, " in 'of' of " + section.owner()));
    }
    if (of->size() != 2 || (found.size() == 2 && found[0] == found[1])) return report(diagnostics_, *section.value("of"), "'of' of " + section.owner() + " must name two different indicators");
    if (found.size() != 2) return;
    pair.first = std::min(found[0], found[1]);
    pair.second = std::max(found[0], found[1]);
    for (const AssociationSpec& other : out_.associations) {
      if (other.first == pair.first && other.second == pair.second)
        return diagnostics_.error(key.place, "the pairs '" + other.name + "' and '" + key.name + "' are of the same indicators, '" + known[pair.first] + "' and '" + known[pair.second] + "'; one must go");
    }
    out_.associations.push_back(std::move(pair));
  }

  Section& population_;
  Diagnostics& diagnostics_;
  std::vector<std::string> all_attributes_;
  TraitsSpec out_;
};

}  // namespace

TraitsSpec read_traits(Section& population) { return Reader(population).read(); }

TraitFactors read_trait_factors(const Value& map, const TraitsSpec& traits, const std::string& owner, Diagnostics& diagnostics) {
  TraitFactors factors;
  factors.by_stratum.assign(traits.number_of_strata(), 1);
  if (map.kind == Value::Kind::null) return factors;
  if (!map.is_map()) {
    report(diagnostics, map, owner + " must be a map from indicators to factors and from attributes to maps of factors, as in {quintile: {q5: 1.7}, domestic_abuse: 1.5}");
    return factors;
  }
  constexpr double most = std::numeric_limits<double>::max();
  const std::vector<std::string> attributes = names_of(traits.attributes), indicators = names_of(traits.indicators);
  std::vector<std::string> known = attributes;
  known.insert(known.end(), indicators.begin(), indicators.end());
  std::vector<std::size_t> by_name(map.items.size());  // products in this order do not depend on that of the file
  std::iota(by_name.begin(), by_name.end(), std::size_t{0});
  std::sort(by_name.begin(), by_name.end(), [&](std::size_t a, std::size_t b) { return map.keys[a].name < map.keys[b].name; });
  for (const std::size_t i : by_name) {
    const std::string& name = map.keys[i].name;
    const Value& value = map.items[i];
    if (const auto indicator = index_of(indicators, name)) {
      factors.by_indicator.emplace_back(std::uint32_t{1} << *indicator, number_up_to(most, value, name, owner, diagnostics));
    } else if (const auto attribute = index_of(attributes, name)) {
      const std::vector<std::string>& categories = traits.attributes[*attribute].categories;
      if (!value.is_map()) {
        report(diagnostics, value, quoted(name) + " in " + owner + " must be a map from the categories of '" + name + "' to factors");
        continue;
      }
      std::vector<double> by_category(categories.size(), 1);
      for (std::size_t k = 0; k < value.items.size(); ++k) {
        const auto which = index_of(categories, value.keys[k].name);
        if (which) by_category[*which] = number_up_to(most, value.items[k], value.keys[k].name, quoted(name) + " in " + owner, diagnostics);
        else diagnostics.error(value.keys[k].place, unknown("category", value.keys[k].name, categories, " of '" + name + "' in " + owner));
      }
      for (std::size_t stratum = 0; stratum < factors.by_stratum.size(); ++stratum) factors.by_stratum[stratum] *= by_category[traits.category(stratum, *attribute)];
    } else {
      diagnostics.error(map.keys[i].place, unknown("attribute or indicator", name, known, " in " + owner));
    }
  }
  return factors;
}

}  // namespace headwater
