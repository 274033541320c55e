#include "report/report_json.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <sstream>

#include "design/one_at_a_time.hpp"
#include "report/json_writer.hpp"
#include "statistics/intervals.hpp"

namespace headwater {

namespace {

double brief(double number) { return std::abs(number) >= 1000 ? std::round(number) : rounded_to(number, 4); }

template <typename Of>
void write_list(JsonWriter& json, const char* key, const Fan& fan, const Of& of) {
  json.key(key).begin('[');
  for (const Summary& one : fan) json.value(brief(of(one)));
  json.end(']');
}

/// Bands are drawn from P5 to P95 and from P25 to P75.
void write_bands(JsonWriter& json, const Fan& fan) {
  write_list(json, "p5", fan, [](const Summary& one) { return one.quantiles[0]; });
  write_list(json, "p25", fan, [](const Summary& one) { return one.quantiles[1]; });
  write_list(json, "p75", fan, [](const Summary& one) { return one.quantiles[3]; });
  write_list(json, "p95", fan, [](const Summary& one) { return one.quantiles[4]; });
}

void write_difference(JsonWriter& json, const FanDifference& one) {
  json.begin('{').key("mean").begin('[');
  for (const Estimate& mean : one.means) json.value(brief(mean.mean));
  json.end(']').key("half").begin('[');
  for (const Estimate& mean : one.means) json.value(brief(mean.half_width));
  json.end(']');
  write_bands(json, one.spread);
  const PairedComparison& pairs = one.overall;
  json.key("overall").begin('{').key("baseline").value(brief(one.baseline)).key("here").value(brief(one.here)).key("difference").value(brief(pairs.difference.mean)).key("half").value(brief(pairs.difference.half_width));
  json.key("higher").value(brief(pairs.chance_above.share)).key("lower").value(brief(pairs.chance_below.share)).key("pairs").value(pairs.difference.replications);
  json.key("removed").value(brief(pairs.variance_reduction.value_or(std::nan("")))).key("all_removed").value(pairs.variance_reduction.has_value() && std::isinf(*pairs.variance_reduction)).end('}');
  json.key("settles");
  if (one.settles) json.value(*one.settles);
  else json.value(std::nan(""));
  json.end('}');
}

void write_development(JsonWriter& json, const char* key, const Development& development) {
  if (development.empty()) return;
  json.key(key).begin('{').key("name").value(development.name).key("about").value(development.about).key("units").value(development.units).key("rows").list(development.rows).key("fans").begin('[');
  for (const auto& scenario : development.fans) {
    json.begin('[');
    for (const Fan& fan : scenario) {
      json.begin('{');
      write_list(json, "mean", fan, [](const Summary& one) { return one.mean; });
      write_bands(json, fan);
      json.end('}');
    }
    json.end(']');
  }
  json.end(']').key("differences").begin('[');
  for (const auto& scenario : development.differences) {
    json.begin('[');
    for (const auto& one : scenario) {
      if (one) write_difference(json, *one);
      else json.value(std::nan(""));
    }
    json.end(']');
  }
  json.end(']').end('}');
}

void write_scenario(JsonWriter& json, const ReportedScenario& one) {
  const RunFacts& facts = one.results->facts();
  json.begin('{').key("label").value(one.label).key("about").value(one.about).key("file").value(one.file).key("hash").value(one.results->content_hash()).key("replications").value(facts.replications);
  json.key("seed").value(std::to_string(facts.seed)).key("generator").value(facts.generator).key("warm_up_days").value(facts.warm_up).key("horizon_days").value(facts.horizon).key("start").value(one.results->layout().start_date);
  json.key("version").value(facts.version).key("commit").value(facts.commit).key("written").value(one.results->date_written()).key("precision").value(facts.precision).key("changes").begin('[');
  for (const ChangedFigure& figure : one.changes) {
    json.begin('{').key("path").value(figure.path).key("before").value(figure.before).key("after").value(figure.after).key("from").value(figure.from).key("over").value(figure.over);
    json.key("place").value(figure.place).key("said").value(figure.said).key("said_before").value(figure.said_before).end('}');
  }
  json.end(']').end('}');
}

void write_tiers(JsonWriter& json, const ReportData& data) {
  constexpr const char* kinds[] = {"home", "gate", "service", "placement"};
  json.key("tiers").begin('[');
  for (const std::string& name : data.layout.tiers) {
    json.begin('{').key("name").value(name);
    for (const ReportedScenario& scenario : data.scenarios) {
      const auto at = std::find_if(scenario.model.tiers.begin(), scenario.model.tiers.end(), [&](const TierSpec& one) { return one.name == name; });
      if (at == scenario.model.tiers.end()) continue;
      json.key("kind").value(kinds[static_cast<std::size_t>(at->kind)]);
      break;
    }
    json.end('}');
  }
  json.end(']').key("exits").list(data.layout.exits).key("sources").list(data.layout.sources);
}

void write_flows(JsonWriter& json, const ReportData& data) {
  if (data.flows.empty()) return;
  const auto estimates = [&](const char* mean, const char* half, const std::vector<Estimate>& all) {
    json.key(mean).begin('[');
    for (const Estimate& one : all) json.value(brief(one.mean));
    json.end(']').key(half).begin('[');
    for (const Estimate& one : all) json.value(brief(one.half_width));
    json.end(']');
  };
  json.key("flows").begin('[');
  for (const FlowRow& flow : data.flows) {
    json.begin('{').key("from").value(flow.edge.from).key("to").value(flow.edge.to).key("how").value(flow.edge.how);
    estimates("per_year", "half", flow.per_year);
    estimates("difference", "difference_half", flow.difference);
    json.end('}');
  }
  json.end(']');
}

void write_sweeps(JsonWriter& json, const ReportData& data) {
  if (data.sweeps.empty()) return;
  json.key("sweeps").begin('[');
  for (std::size_t i = 0; i < data.sweeps.size(); ++i) {
    const SweepResults& sweep = data.sweeps[i];
    const SweepFacts& facts = sweep.facts;
    json.begin('{').key("file").value(data.sweep_files[i]).key("title").value(facts.run.title).key("hash").value(sweep.content_hash).key("replications").value(facts.run.replications).key("outputs").begin('[');
    for (std::size_t output = 0; output < facts.outputs.size(); ++output) {
      std::vector<double> means;
      for (const std::vector<double>& replications : sweep.kept[output]) means.push_back(estimate(replications).mean);
      json.begin('{').key("name").value(facts.outputs[output]).key("units").value(facts.units[output]).key("swings").begin('[');
      for (const Swing& swing : swings(means)) {
        const std::size_t k = swing.parameter;
        json.begin('{').key("parameter").value(facts.parameters[k]).key("low").value(brief(facts.values[1 + 2 * k][k])).key("high").value(brief(facts.values[2 + 2 * k][k]));
        json.key("at_low").value(brief(swing.at_low)).key("at_base").value(brief(swing.at_base)).key("at_high").value(brief(swing.at_high)).end('}');
      }
      json.end(']').end('}');
    }
    json.end(']').end('}');
  }
  json.end(']');
}

void write_record(JsonWriter& json, const ReviewRecord& record) {
  json.key("record").begin('[');
  for (const RecordPart& part : record) {
    json.begin('{').key("title").value(part.title).key("items").begin('[');
    for (const RecordItem& item : part.items) {
      json.begin('{').key("title").value(item.title).key("paragraphs").list(item.paragraphs).key("missing").list(item.missing).key("graph").value(item.graph).key("head").list(item.head).key("rows").begin('[');
      for (const auto& row : item.rows) json.list(row);
      json.end(']').end('}');
    }
    json.end(']').end('}');
  }
  json.end(']');
}

}  // namespace

double rounded_to(double number, int digits) {
  if (!std::isfinite(number)) return number;
  char text[64];
  const auto end = std::to_chars(text, text + sizeof text, number, std::chars_format::scientific, digits - 1).ptr;
  double rounded = 0;
  std::from_chars(text, end, rounded);
  return rounded;
}

std::string report_json(const ReportData& data, const ReviewRecord& record, bool only_record) {
  std::ostringstream out;
  JsonWriter json(out);
  json.begin('{').key("title").value(only_record ? data.scenarios[0].label : data.title).key("kind").value(only_record ? "record" : "page").key("counted").value(data.counted).key("headline").value(data.headline);
  json.key("periods").list(data.periods).key("last").value(data.last_period).key("replications").value(data.replications).key("scenarios").begin('[');
  for (const ReportedScenario& one : data.scenarios) write_scenario(json, one);
  json.end(']');
  write_tiers(json, data);
  write_flows(json, data);
  if (only_record) {
    write_record(json, record);
  } else {
    write_development(json, "numbers", data.numbers);
    write_development(json, "waiting", data.waiting);
    write_development(json, "waits", data.waits);
    write_development(json, "hidden", data.hidden);
    write_development(json, "above_need", data.above_need);
    write_development(json, "again", data.again);
    write_sweeps(json, data);
  }
  json.end('}');
  const std::string plain = std::move(out).str();
  std::string safe;
  safe.reserve(plain.size());
  for (const char c : plain) {
    if (c == '<') safe += "\\u003c";
    else safe += c;
  }
  return safe;
}

}  // namespace headwater
