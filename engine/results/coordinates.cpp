#include "results/coordinates.hpp"

#include <ctime>
#include <stdexcept>

#include "results/output.hpp"
#include "statistics/summary.hpp"

namespace headwater {

const char* dimension_of(Axis axis) {
  switch (axis) {
    case Axis::tier:
      return "/tier";
    case Axis::edge:
      return "/edge";
    case Axis::source:
      return "/source";
    case Axis::exit:
      return "/exit";
    case Axis::resource:
      return "/resource";
    case Axis::need:
      return "/need";
    case Axis::timescale:
      return "/timescale";
    case Axis::line:
      return "/line";
    case Axis::none:
      break;
  }
  throw std::logic_error("this axis has no dimension");
}

std::string time_of_writing() {
  const std::time_t seconds = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

std::string since_start(const Layout& layout) { return "days since " + layout.start_date; }

void add_labels(NetcdfFile& file, const std::string& name, const std::string& long_name, const std::vector<std::string>& labels) {
  if (labels.empty()) return;
  file.add_dimension(name, labels.size());
  file.write(file.add_variable(name, ValueType::text, {name}, {{"long_name", long_name}}), labels);
}

void add_time(NetcdfFile& file, const Layout& layout) {
  file.add_dimension("/time", layout.period_start.size());
  file.add_bare_dimension("/bound", 2);
  file.write(file.add_variable("/time", ValueType::f8, {"/time"},
                                 {{"units", since_start(layout)},
                                  {"long_name", "start of the reporting period"},
                                  {"standard_name", "time"},
                                  {"calendar", cf_calendar},
                                  {"axis", "T"},
                                  {"bounds", "time_bounds"}}),
              layout.period_start);
  std::vector<double> bounds;
  for (std::size_t i = 0; i < layout.period_start.size(); ++i) {
    bounds.insert(bounds.end(), {layout.period_start[i], layout.period_end[i]});
  }
  file.write(file.add_variable("/time_bounds", ValueType::f8, {"/time", "/bound"},
                                 {{"units", since_start(layout)},
                                  {"long_name", "start and end of the reporting period"},
                                  {"calendar", cf_calendar}}),
              bounds);
}

void add_elements(NetcdfFile& file, const Layout& layout) {
  add_labels(file, "/tier", "tier", layout.tiers);
  add_labels(file, "/exit", "way out of the model", layout.exits);
  if (!layout.resources.empty()) add_labels(file, "/resource", "shared resource", layout.resources);
  add_labels(file, "/need", "level of need of a family", layout.needs);
  if (!layout.timescales.empty()) {
    add_labels(file, "/timescale", "timescale", layout.timescales);
    file.write(file.add_variable("/timescale_rule", ValueType::text, {"/timescale"}, {{"long_name", "who is in time"}}), layout.timescale_rules);
  }
  if (!layout.lines.empty()) {
    add_labels(file, "/line", "line of costs", layout.lines);
    file.write(file.add_variable("/line_bearer", ValueType::text, {"/line"}, {{"long_name", "who bears the costs of the line"}}), layout.line_bearers);
    file.write(file.add_variable("/line_source", ValueType::text, {"/line"}, {{"long_name", "where the prices of the line come from"}}), layout.line_sources);
  }
  add_labels(file, "/source", "where entities come from", layout.sources);
  add_labels(file, "/edge", "way from one tier to another, from a source or to an exit",
             elements_of(layout, Axis::edge));
  file.add_dimension("/quantile", summary_quantiles.size());
  file.write(file.add_variable(
                  "/quantile", ValueType::f8, {"/quantile"},
                  {{"units", "1"}, {"long_name", "share of replications that are not above the value"}}),
              std::vector<double>(summary_quantiles.begin(), summary_quantiles.end()));
  add_labels(file, "/group", "group of entities", layout.groups);
}

void add_inputs(NetcdfFile& file, const RunFacts& facts, const std::vector<std::string>& dimensions) {
  file.add_group("/inputs");
  if (!facts.inputs.empty()) {
    std::vector<std::string> names, texts;
    for (const SourceFile& input : facts.inputs) {
      names.push_back(input.name);
      texts.push_back(input.text);
    }
    file.add_bare_dimension("/inputs/file", names.size());
    file.write(file.add_variable("/inputs/name", ValueType::text, {"/inputs/file"},
                                   {{"long_name", "name of the input file"}}),
                names);
    file.write(file.add_variable("/inputs/text", ValueType::text, {"/inputs/file"},
                                   {{"long_name", "text of the input file"}}),
                texts);
  }
  file.write(file.add_variable("/inputs/resolved", ValueType::text, dimensions,
                                 {{"long_name", "the model that was simulated, as YAML"}}),
              facts.resolved);
}

void add_run_attributes(NetcdfFile& file, const RunFacts& facts, std::uint64_t model_events) {
  const auto add = [&](const std::string& name, AttributeValue value) { file.add_root_attribute({name, std::move(value)}); };
  add("Conventions", "CF-1.10");
  add("headwater_format", std::int64_t{results_format});
  add("title", facts.title);
  add("seed", facts.seed);
  add("replications", static_cast<std::int64_t>(facts.replications));
  add("generator", facts.generator);
  add("warm_up_days", facts.warm_up);
  add("horizon_days", facts.horizon);
  add("model_events", model_events);
  add("quantile_definition", "Hyndman and Fan 1996, definition 7: linear between order statistics");
  add("engine_version", facts.version);
  add("engine_commit", facts.commit);
  add("date_written", time_of_writing());
  add("threads", std::int64_t{facts.threads});
  add("seconds", facts.seconds);
  add("show_unit", facts.show_unit);
}

}  // namespace headwater
