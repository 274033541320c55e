#include "scenario/schema.hpp"

#include <algorithm>
#include <cmath>

#include "scenario/key_table.hpp"
#include "scenario/number.hpp"
#include "scenario/section.hpp"

namespace headwater {

namespace {

std::string quote(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

const std::string name_pattern = quote("^[A-Za-z][A-Za-z0-9_]{0,63}$");

/// Bounds of a number written in a unit of `days`.
std::string bounds(const KeySpec& spec, double days, bool per) {
  std::string out;
  const auto own = [&](double bound) { return to_text(per ? bound * days : bound / days); };
  if (std::isfinite(spec.least)) out += ", \"minimum\": " + own(spec.least);
  if (std::isfinite(spec.most)) out += ", \"maximum\": " + own(spec.most);
  return out;
}

std::string reference(std::string_view context) { return "{\"$ref\": \"#/$defs/" + std::string(context) + "\"}"; }

std::string map_of(const std::string& schema) {
  return "\"type\": [\"object\", \"null\"], \"propertyNames\": {\"pattern\": " + name_pattern + "}, \"additionalProperties\": " + schema;
}

std::string type_of(const KeySpec& spec, double days, bool per) {
  const std::string number = "\"type\": \"number\"" + bounds(spec, days, per);
  switch (spec.kind) {
    case KeyKind::text: return "\"type\": [\"string\", \"number\"]";
    case KeyKind::name: return "\"type\": \"string\"";
    case KeyKind::choice: {
      std::vector<std::string> choices;
      for (const std::string& choice : split(spec.of, '|')) choices.push_back(quote(choice));
      return "\"enum\": [" + joined(choices, ", ") + "]";
    }
    case KeyKind::flag: return "\"type\": \"boolean\"";
    case KeyKind::number: case KeyKind::duration: case KeyKind::rate: case KeyKind::amount: return number;
    case KeyKind::whole: return "\"type\": \"integer\"" + bounds(spec, 1, false);
    case KeyKind::seed: return "\"type\": \"integer\", \"minimum\": 0";
    case KeyKind::capacity: return "\"oneOf\": [{\"type\": \"integer\", \"minimum\": 0}, {\"const\": \"unlimited\"}]";
    case KeyKind::date: return "\"type\": \"string\", \"format\": \"date\"";
    case KeyKind::amount_list: case KeyKind::number_list: case KeyKind::day_list: case KeyKind::rate_list:
      return "\"type\": \"array\", \"items\": {" + number + "}";
    case KeyKind::text_list: case KeyKind::name_list: return "\"type\": \"array\", \"items\": {\"type\": \"string\"}";
    case KeyKind::date_list: return "\"type\": \"array\", \"items\": {\"type\": \"string\", \"format\": \"date\"}";
    case KeyKind::paths: return "\"type\": \"array\", \"items\": {\"type\": \"string\"}";
    case KeyKind::section: return "\"$ref\": \"#/$defs/" + std::string(spec.of) + "\"";
    case KeyKind::law: return "\"$ref\": \"#/$defs/law_of_time\"";
    case KeyKind::plain_law: return "\"$ref\": \"#/$defs/law_of_attribute\"";
    case KeyKind::elements: return map_of(reference(spec.of));
    case KeyKind::laws: return map_of(reference("law_of_attribute"));
    case KeyKind::weights: return "\"type\": \"object\", \"minProperties\": 1, \"propertyNames\": {\"pattern\": " + name_pattern + "}, \"additionalProperties\": {\"anyOf\": [{\"type\": \"number\", \"minimum\": 0}, " + reference(spec.of) + "]}";
    case KeyKind::numbers: return map_of("{\"anyOf\": [{\"type\": \"number\", \"exclusiveMinimum\": 0}, {\"type\": \"string\", \"pattern\": " + name_pattern + "}]}");
    case KeyKind::number_tree: {
      const std::string leaf = "{" + number + "}";
      return "\"anyOf\": [" + leaf + ", {" + map_of("{\"anyOf\": [" + leaf + ", {" + map_of(leaf) + "}]}") + "}]";
    }
    case KeyKind::number_by_year:
      return "\"anyOf\": [{" + number + "}, {\"type\": \"object\", \"minProperties\": 1, \"propertyNames\": {\"pattern\": \"^[0-9]{4}/[0-9]{2}$\"}, \"additionalProperties\": {" + number + "}}]";
    case KeyKind::rate_matrix: return "\"type\": \"array\", \"items\": {\"type\": \"array\", \"items\": {" + number + "}}";
    case KeyKind::law_parts: return "\"type\": \"array\", \"minItems\": 1, \"items\": {\"anyOf\": [" + reference(std::string(spec.of) + "_of_time") + ", " + reference(std::string(spec.of) + "_of_attribute") + "]}";
    case KeyKind::list_of: return "\"type\": \"array\", \"items\": " + reference(spec.of);
    case KeyKind::assignments: return "\"type\": \"object\"";
  }
  return "";
}

constexpr std::string_view without = "required without ";

bool is_demanded(const KeySpec& spec) { return spec.fallback == "required" || spec.fallback.starts_with(without); }

/// That a demanded key is there, in one of its spellings, or the key without which it would be required.
std::string demand(const KeySpec& spec, bool timed) {
  std::vector<std::string> instead = spellings(spec, timed);
  if (spec.fallback.starts_with(without)) instead.emplace_back(spec.fallback.substr(without.size()));
  for (std::string& key : instead) key = "{\"required\": [" + quote(key) + "]}";
  return instead.size() == 1 ? instead[0] : "{\"anyOf\": [" + joined(instead, ", ") + "]}";
}

/// The properties of a map that may hold the keys of `contexts`.
/// What must be there goes to `demands`.
std::string properties(const std::vector<std::string>& contexts, bool timed, std::vector<std::string>& demands) {
  struct Property {
    std::string spelling, meaning;
    std::vector<KeyKind> kinds;
    std::vector<std::string> types;  // one per kind
  };
  std::vector<Property> all;
  for (const std::string& context : contexts) {
    for (const KeySpec* spec : keys_of(context)) {
      for (const std::string& spelling : spellings(*spec, timed)) {
        auto found = std::find_if(all.begin(), all.end(), [&](const Property& known) { return known.spelling == spelling; });
        if (found == all.end()) found = all.insert(all.end(), {spelling, std::string(spec->meaning), {}, {}});
        // Of parameters that several laws share, one description will do, but not one type for a list and a matrix.
        if (std::find(found->kinds.begin(), found->kinds.end(), spec->kind) != found->kinds.end()) continue;
        const SpelledKey key = resolve_key(spelling, {spec}, timed);
        found->kinds.push_back(spec->kind);
        found->types.push_back(type_of(*spec, key.days, key.per));
      }
      if (contexts.size() == 1 && is_demanded(*spec)) demands.push_back(demand(*spec, timed));
    }
  }
  std::vector<std::string> parts;
  for (const Property& property : all) {
    const std::string type = property.types.size() == 1 ? property.types[0] : "\"anyOf\": [{" + joined(property.types, "}, {") + "}]";
    parts.push_back("        " + quote(property.spelling) + ": {" + type + ", \"description\": " + quote(property.meaning) + "}");
  }
  return "      \"properties\": {\n" + joined(parts, ",\n") + "\n      }";
}

std::string definition(const std::string& name, const std::vector<std::string>& contexts, bool timed, bool may_be_empty = false) {
  std::vector<std::string> demands;
  const std::string body = properties(contexts, timed, demands);
  return "    " + quote(name) + ": {\n      \"type\": " + (may_be_empty ? "[\"object\", \"null\"]" : "\"object\"") + ",\n" + body +
         (demands.empty() ? "" : ",\n      \"allOf\": [" + joined(demands, ", ") + "]") + ",\n      \"additionalProperties\": false\n    }";
}

std::vector<std::string> all_laws() {
  std::vector<std::string> contexts{"law", "law.every"};
  for (const std::string& kind : split(keys_of("law")[0]->of, '|')) contexts.push_back("law." + kind);
  return contexts;
}

struct Page {
  const char* context;
  const char* heading;
  const char* text;
};

const std::vector<Page>& pages() {
  static const std::vector<Page> list{
      {"model", "A model", "The file begins with `headwater: 1`."},
      {"source", "A source", "Under `sources`, by name."},
      {"follows", "Arrivals that depend on a tier", "Under `follows` of a source."},
      {"tier", "A tier", "Under `tiers`, by name. It has a `sojourn` with `exits`, `decide` or `share_out`, or a `race`."},
      {"exit_share", "A way out with more to say", "Under a name in `exits` of a tier, instead of a weight."},
      {"decide", "A gate's rule", "Under `decide` of a tier of kind `gate` or `service`."},
      {"share_out", "Sharing out", "Under `share_out` of a tier."},
      {"by_class", "What differs for a class", "Under `by_class` of a tier, by the name of the class; what is not said is as for the others."},
      {"balk", "Balking", "Under `balk` of a tier."},
      {"patience", "Patience", "Under `patience` of a tier: the keys of a law of time, and"},
      {"racer", "A racer", "Under `race` of a tier, by name: the keys of a law of time, or a birthday, and `exits`."},
      {"exit", "An exit", "Under `exits` of the model, by name; `{}` is enough."},
      {"returns", "Returns", "Under `returns` of an exit."},
      {"calendar", "A calendar", "Under `calendars`, by name. Spans must not overlap; on a boundary the later one holds."},
      {"week_span", "A span of the week", "In the list `week` of a calendar."},
      {"cycle_step", "A step of a cycle", "In the list `steps` of a calendar."},
      {"year_span", "A span of the year", "In the list `year` of a calendar."},
      {"date_span", "A span between dates", "In the list `dates` of a calendar."},
      {"family_attribute", "An attribute of families", "Under `attributes` of `population`, by name."},
      {"indicator", "An indicator", "Under `indicators` of `population`, by name."},
      {"associations", "Associations", "Under `associations` of `population`. A tetrachoric correlation is that of two standard normals of which each is cut where the indicator begins."},
      {"association", "A pair of indicators", "Under `pairs` of `associations`, by a name of your choice."},
      {"caseload", "The caseload at the start", "Under `caseload`. Days may be counted before the start date, so a warm-up does not go with it."},
      {"open_cases", "Open cases", "In the list `cases` of `caseload`, or a row of its table; a cell may be empty where the key may be absent."},
      {"money", "Money", "Under `money`. A financial year begins with the month `year_begins_month` and is written 2026/27."},
      {"cost_line", "A line of costs", "Under `lines` of `money`, by name. It has one cost or several, whose unit prices are rounded to the penny once for every financial year. A case costs nothing while it waits, or during a warm-up."},
      {"timescale", "A timescale", "Under `timescales`, by name. Days are counted by dates: the day on which a clock begins does not count, and that on which it stops does. Working days are Monday to Friday without the bank holidays of England and Wales. A clock whose case leaves the model before it has stopped is not counted."},
      {"group", "A group", "Under `groups`, by name."},
      {"report", "Report", "Under `report`."},
      {"run", "Run", "Under `run`."},
      {"goal", "A goal of precision", "In the list `until` of `run`."},
      {"change", "A dated change", "In the list `changes`."},
      {"scenario", "A scenario", "The file has `extends` instead of `headwater`. A path is a row of names with dots between them, such as `tiers.early_help.capacity`; a value of a list is named by its place, from 1, as in `need.up_per_year.2`."},
      {"sweep", "A sweep", "The file has `sweeps` instead of `headwater`."},
      {"parameter", "A parameter of a sweep", "Under `parameters` of a sweep, by its path. It has `values`, `low` and `high`, or a `distribution`."},
      {"design", "A design", "Under `design` of a sweep."},
      {"calibration", "A calibration", "The file has `calibrates` instead of `headwater`."},
      {"calibrated", "A parameter of a calibration", "Under `parameters` of a calibration, by its path."},
      {"target", "A target", "In the list `targets` of a calibration."},
      {"fit", "A fit", "Under `fit` of a calibration."},
      {"law", "Laws", "Wherever a length of time or an attribute is drawn. In laws of time, keys marked *unit* end in a unit, as in `mean_days`; in laws of attributes they stand bare, as in `mean`."},
      {"law.every", "Every law", "What every law may have but a life table by age."},
      {"law.constant", "Law: constant", ""}, {"law.exponential", "Law: exponential", ""}, {"law.uniform", "Law: uniform", ""},
      {"law.lognormal", "Law: lognormal", ""}, {"law.weibull", "Law: weibull", ""}, {"law.gamma", "Law: gamma", ""},
      {"law.empirical", "Law: empirical", ""}, {"law.triangular", "Law: triangular", ""}, {"law.erlang", "Law: erlang", ""},
      {"law.hyperexponential", "Law: hyperexponential", ""}, {"law.hypoexponential", "Law: hypoexponential", ""},
      {"law.phase_type", "Law: phase_type", ""}, {"law.life_table", "Law: life_table", ""}, {"law.histogram", "Law: histogram", ""},
      {"law.mixture", "Law: mixture", ""},
      {"mixture_part", "A part of a mixture", "In the list `of` of a mixture: the keys of a law, and"},
      {"law.normal", "Law: normal", ""}, {"law.geometric", "Law: geometric", ""}, {"law.poisson", "Law: poisson", ""},
      {"resource", "A shared resource", "Under `resources`, by name."},
      {"class", "A class", "Under `classes`, by name; `{}` is enough."},
      {"population", "The population", "Under `population`."},
      {"moves", "Moves in and out", "Under `moves` of `population`. Who comes is drawn as a family of the area that was formed some time before: its need by the law that its own hazards lead to, its children of the ages they would have."},
      {"care_leavers", "Care leavers", "Under `care_leavers` of `population`. Their families are like any other but for these factors; of their children, results are given apart."},
      {"kin", "Kin", "Under `kin` of `population`. Families are kin of each other in clusters, for life. The law of need at the first birth knows of no kin: what kin do to need shows after a warm-up."},
      {"need", "Need", "Under `need`."},
      {"contact", "Contacts", "Under `contacts`, by name. Contacts come at the rates of the family's need, unless it has a case in a tier that they do not reach."},
      {"otherwise", "What is offered otherwise", "Under `otherwise` of a contact."},
      {"takes", "Which children go", "Under `takes` of a contact or of a tier's `children`."},
      {"child_leaves", "A child's way from home", "Under `children` of a tier, by name. Happens again and again, while the family's case stays where it is."},
      {"supports", "Support", "Under `supports` of a tier."},
  };
  return list;
}

std::string unit_of(const KeySpec& spec) {
  switch (spec.kind) {
    case KeyKind::duration: return "time";
    case KeyKind::rate: case KeyKind::rate_list: case KeyKind::rate_matrix: return "per time";
    case KeyKind::amount: case KeyKind::amount_list: return "*unit*";
    case KeyKind::day_list: return "days";
    default: return "";
  }
}

std::string range_of(const KeySpec& spec) {
  if (spec.kind == KeyKind::choice) {
    std::string choices(spec.of);
    for (std::size_t at; (at = choices.find('|')) != std::string::npos;) choices.replace(at, 1, ", ");
    return choices;
  }
  const bool unit = spec.kind == KeyKind::duration || spec.kind == KeyKind::amount;
  const std::string suffix = unit_of(spec) == "per time" ? " a day" : unit && (spec.least != 0 || std::isfinite(spec.most)) ? " days" : "";
  if (spec.least == spec.most) return to_text(spec.least);
  if (std::isfinite(spec.least) && std::isfinite(spec.most)) return to_text(spec.least) + " to " + to_text(spec.most) + suffix;
  if (std::isfinite(spec.least)) return spec.least == 0 ? "not negative" : "at least " + to_text(spec.least) + suffix;
  return "";
}

}  // namespace

std::string json_schema() {
  std::vector<std::string> definitions;
  for (const char* context : {"model", "scenario", "sweep", "parameter", "design", "calibration", "calibrated", "target", "fit", "source", "population", "moves", "care_leavers", "kin", "need", "contact", "otherwise", "takes", "supports", "child_leaves", "tier", "decide", "returns", "group", "caseload", "open_cases", "timescale", "money", "cost_line", "report", "run", "goal", "change", "follows", "calendar", "week_span", "cycle_step", "year_span", "date_span", "resource", "share_out", "balk", "family_attribute", "indicator", "associations", "association"})
    definitions.push_back(definition(context, {context}, true));
  for (const char* context : {"exit", "class", "by_class", "exit_share"}) definitions.push_back(definition(context, {context}, true, true));
  std::vector<std::string> contexts = all_laws();
  definitions.push_back(definition("law_of_time", contexts, true));
  definitions.push_back(definition("law_of_attribute", contexts, false));
  contexts.insert(contexts.begin(), "racer");
  definitions.push_back(definition("racer", contexts, true));
  contexts[0] = "patience";
  definitions.push_back(definition("patience", contexts, true));
  contexts[0] = "mixture_part";
  definitions.push_back(definition("mixture_part_of_time", contexts, true));
  definitions.push_back(definition("mixture_part_of_attribute", contexts, false));
  return "{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n  \"title\": \"Headwater model, scenario, sweep or calibration\",\n"
         "  \"type\": \"object\",\n  \"if\": {\"required\": [\"extends\"]},\n  \"then\": {\"$ref\": \"#/$defs/scenario\"},\n"
         "  \"else\": {\"if\": {\"required\": [\"sweeps\"]}, \"then\": {\"$ref\": \"#/$defs/sweep\"},\n"
         "    \"else\": {\"if\": {\"required\": [\"calibrates\"]}, \"then\": {\"$ref\": \"#/$defs/calibration\"}, \"else\": {\"$ref\": \"#/$defs/model\"}}},\n  \"$defs\": {\n" +
         joined(definitions, ",\n") + "\n  }\n}\n";
}

std::string key_reference() {
  std::string out =
      "# Every key of models, scenarios, sweeps and calibrations\n\n"
      "This page is made by `headwater schema --markdown` from the table that the checker uses.\n\n"
      "A key whose unit is *time* or *per time* ends in that unit: `_minutes`, `_hours`, `_days`, `_weeks` or `_years`, and\n"
      "`_per_minute` to `_per_year`; a year is 365.25 days. Names are a letter followed by letters, digits and `_`, at most 64\n"
      "in all. Dates are written 2026-04-01. Files are YAML without tags, merge keys or several documents.\n";
  for (const Page& page : pages()) {
    out += "\n## " + std::string(page.heading) + "\n\n";
    if (*page.text) out += std::string(page.text) + "\n\n";
    out += "| key | unit | default | range | meaning | example |\n| --- | --- | --- | --- | --- | --- |\n";
    for (const KeySpec* spec : keys_of(page.context)) {
      out += "| `" + std::string(spec->name) + "` | " + unit_of(*spec) + " | " + std::string(spec->fallback) + " | " + range_of(*spec) + " | " +
             std::string(spec->meaning) + (spec->dated ? " May change on a date." : "") + " | `" + std::string(spec->example) + "` |\n";
    }
  }
  return out;
}

}  // namespace headwater
