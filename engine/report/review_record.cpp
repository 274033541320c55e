#include "report/review_record.hpp"

#include <algorithm>

#include "report/json_writer.hpp"
#include "report/report_json.hpp"
#include "scenario/number.hpp"

namespace headwater {

namespace {

std::string number_text(double number) { return to_text(rounded_to(number, 6)); }

std::string counted_text(std::size_t count, const std::string& what) { return std::to_string(count) + " " + what + (count == 1 ? "" : "s"); }

RecordPart objectives(const ReportData& data) {
  const ReportedScenario& base = data.scenarios[0];
  RecordItem purpose{"1.1 Purpose of the model", {"Model: " + base.label + "."}, {"who asks, for which decision, and why a simulation is needed"}, false, {}, {}};
  if (!base.about.empty()) purpose.paragraphs.push_back(base.about);
  RecordItem outputs{"1.2 Model outputs", {"What is recorded, of every replication and reporting period:"}, {"which of these decide"}, false, {"series", "what it is", "unit"}, {}};
  for (const SeriesSpec& series : data.layout.series) outputs.rows.push_back({series.name, series.long_name, series.units});
  RecordItem aims{"1.3 Aims of the experiment", {}, {"which hypotheses were fixed before the results were seen"}, false, {"scenario", "role", "results file"}, {}};
  for (std::size_t i = 0; i < data.scenarios.size(); ++i) aims.rows.push_back({data.scenarios[i].label, i == 0 ? (data.scenarios.size() > 1 ? "baseline" : "the only one") : "compared with the baseline", data.scenarios[i].file});
  return {"1. Objectives", {purpose, outputs, aims}};
}

RecordPart logic(const ReportData& data) {
  const Description& model = data.scenarios[0].model;
  RecordItem graph{"2.1 Diagram", {"Every way that entities go, with how many go it in a year on average in the baseline:"}, {}, true, {}, {}};
  RecordItem base{"2.2 Logic of the base model",
                  {"Entities enter by a source, stay in tiers, and leave by exits. A stay lasts a time drawn from its law, or is ended by the first of several competing causes; a tier whose places are taken has a waiting list. " +
                   (model.population ? std::string("Families carry a level of need that rises and falls, and become cases when somebody speaks of them.") : std::string("Entities do not act on each other but through places."))},
                  {}, false, {}, {}};
  RecordItem scenarios{"2.3 Logic of the scenarios", {}, {}, false, {"scenario", "figure", "before", "after", "from"}, {}};
  for (std::size_t i = 1; i < data.scenarios.size(); ++i)
    for (const ChangedFigure& figure : data.scenarios[i].changes)
      scenarios.rows.push_back({data.scenarios[i].label, figure.path, figure.before, figure.after, figure.from + (figure.over.empty() ? "" : ", over " + figure.over)});
  if (scenarios.rows.empty()) {
    scenarios.head.clear();
    scenarios.paragraphs.push_back(data.scenarios.size() == 1 ? "One model, no other scenario." : "The scenarios do not differ in any figure.");
  }
  RecordItem algorithms{"2.4 Algorithms", {"Next-event time advance. Of events at one instant the order is fixed by rule. Draws are made by inverting the distribution function of each law from one uniform number."}, {}, false, {}, {}};
  RecordItem entities{"2.5.1 Entities", {data.counted == "children" ? "Families and children." : "Cases, each one entity."}, {}, false, {"attribute"}, {}};
  for (const AttributeSpec& attribute : model.attributes) entities.rows.push_back({attribute.name});
  if (entities.rows.empty()) entities.head.clear();
  RecordItem activities{"2.5.2 Activities", {"The tiers. How long a stay is and how it ends is in 3.3."}, {}, false, {"tier", "kind", "places"}, {}};
  RecordItem queues{"2.5.4 Queues", {}, {}, false, {"tier", "who is next"}, {}};
  constexpr const char* kinds[] = {"home", "gate", "service", "placement"};
  constexpr const char* orders[] = {"first come", "last come", "at random", "highest first", "lowest first", "capacity is shared"};
  for (const TierSpec& tier : model.tiers) {
    activities.rows.push_back({tier.name, kinds[static_cast<std::size_t>(tier.kind)], tier.capacity ? std::to_string(*tier.capacity) : !tier.needs.empty() ? "by resource" : "unlimited"});
    if (tier.capacity || !tier.needs.empty()) queues.rows.push_back({tier.name, orders[static_cast<std::size_t>(tier.order)]});
  }
  RecordItem resources{"2.5.3 Resources", {}, {}, false, {"resource", "amount"}, {}};
  for (const ResourceSpec& one : model.resources) resources.rows.push_back({one.name, one.capacity ? std::to_string(*one.capacity) : "unlimited"});
  if (resources.rows.empty()) {
    resources.head.clear();
    resources.paragraphs.push_back("Places of tiers only (2.5.2).");
  }
  if (queues.rows.empty()) {
    queues.head.clear();
    queues.paragraphs.push_back("None: no tier has a limit.");
  }
  RecordItem points{"2.5.5 Entry and exit points", {}, {}, false, {"name", "what"}, {}};
  for (const SourceSpec& one : model.sources) points.rows.push_back({one.name, "source, to " + one.to});
  for (const ContactSpec& one : model.contacts) points.rows.push_back({one.name, "contact, to " + one.to});
  for (const ExitSpec& one : model.exits) points.rows.push_back({one.name, one.returns ? "exit; some return to " + one.returns->to : "exit"});
  return {"2. Logic", {graph, base, scenarios, algorithms, entities, activities, resources, queues, points}};
}

RecordPart data_used(const ReportData& data) {
  const RunFacts& facts = data.scenarios[0].results->facts();
  RecordItem sources{"3.1 Data sources", {"What the model says of where its figures come from; remarks beside single figures are in its files."}, {"who owns the data, and on which terms they were used"}, false, {"of", "source"}, {}};
  RecordItem before{"3.2 Pre-processing", {}, {"what was done to the data before they became figures of the model"}, false, {}, {}};
  RecordItem inputs{"3.3 Input parameters", {"The model as it was simulated in the baseline; what other scenarios change is in 2.3. It was made from these files, whose text is in the results:"}, {}, false, {"figure", "value"}, {}};
  for (const SourceFile& file : facts.inputs) inputs.paragraphs.push_back(file.name.substr(file.name.rfind('/') + 1));
  for (const auto& [path, value] : all_figures(facts.resolved[data.scenarios[0].index])) {
    const bool is_source = path.ends_with(".source") || path == "source";
    if (is_source) sources.rows.push_back({path.substr(0, path.rfind('.')), value});
    else inputs.rows.push_back({path, value});
  }
  if (sources.rows.empty()) {
    sources.head.clear();
    sources.paragraphs = {"The model names none."};
    sources.missing.insert(sources.missing.begin(), "where the figures come from");
  }
  RecordItem assumptions{"3.4 Assumptions", {"What changes between scenarios is in 2.3."}, {"which assumptions were made where there were no data, and how much they matter"}, false, {}, {}};
  return {"3. Data", {sources, before, inputs, assumptions}};
}

RecordPart experimentation(const ReportData& data) {
  const RunFacts& facts = data.scenarios[0].results->facts();
  RecordItem start{"4.1 Initialisation", {facts.warm_up > 0 ? "The first " + number_text(facts.warm_up) + " days are simulated and left out of every result." : "There is no warm-up: results begin with the state in which the model starts."}, {}, false, {}, {}};
  RecordItem length{"4.2 Run length", {number_text(facts.horizon) + " days from " + data.layout.start_date + ", in " + counted_text(data.periods.size(), "reporting period") + "."}, {}, false, {}, {}};
  RecordItem estimation{"4.3 Estimation", {"Intervals of means are Student's, at 95 %, over independent replications. Scenarios share their luck, so differences are taken replication by replication."}, {}, false, {"scenario", "replications", "precision asked for"}, {}};
  const auto has_more = [&](const ReportedScenario& one) { return one.results->facts().replications > data.replications; };
  if (std::any_of(data.scenarios.begin(), data.scenarios.end(), has_more)) estimation.paragraphs.push_back("Of each scenario the first " + counted_text(data.replications, "replication") + " are compared, as many as all have.");
  for (const ReportedScenario& one : data.scenarios) estimation.rows.push_back({one.label, std::to_string(one.results->facts().replications), one.results->facts().precision});
  return {"4. Experimentation", {start, length, estimation}};
}

RecordPart implementation(const ReportData& data) {
  const RunFacts& facts = data.scenarios[0].results->facts();
  RecordItem software{"5.1 Software", {"Headwater " + facts.version + (facts.commit.empty() ? "" : ", commit " + facts.commit) + ", C++20."}, {}, false, {}, {}};
  RecordItem sampling{"5.2 Random sampling", {"Generator '" + facts.generator + "', seed " + std::to_string(facts.seed) + ". Every draw is a function of seed, replication, entity, purpose and occurrence, and so does not depend on the order of events."}, {}, false, {}, {}};
  RecordItem execution{"5.3 Model execution", {"Replications run on " + counted_text(static_cast<std::size_t>(facts.threads), "thread") + "; results do not depend on how many."}, {}, false, {}, {}};
  RecordItem machine{"5.4 System", {"The simulation of " + data.scenarios[0].label + " took " + number_text(rounded_to(facts.seconds, 3)) + " seconds."}, {"the machine: processor, memory, operating system"}, false, {}, {}};
  return {"5. Implementation", {software, sampling, execution, machine}};
}

RecordPart access(const ReportData& data) {
  RecordItem sharing{"6.1 Model and results", {"Headwater is free software under the MIT licence. Results files carry the text of every file that they were made from; equal content hashes mean equal results."},
                     {"where model and results files can be had, and on which terms"}, false, {"scenario", "results file", "content hash"}, {}};
  for (const ReportedScenario& one : data.scenarios) sharing.rows.push_back({one.label, one.file, one.results->content_hash()});
  return {"6. Code access", {sharing}};
}

/// A text as it is, on one line, with nothing in it that Markdown or HTML would take for its own.
std::string plain(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    if (c == '\n' || c == '\r' || c == '\t') safe += ' ';
    else if (c == '<') safe += "&lt;";
    else if (c == '&') safe += "&amp;";
    else if (std::string_view("\\`*_[]|#!~$").find(c) != std::string_view::npos) safe += std::string("\\") + c;
    else safe += c;
  }
  while (!safe.empty() && safe.back() == ' ') safe.pop_back();
  return safe;
}

/// In a label of Mermaid, in double quotes.
std::string label_text(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20) safe += ' ';
    else if (std::string_view("\"#<>&;`").find(c) != std::string_view::npos) safe += "#" + std::to_string(static_cast<int>(c)) + ";";
    else safe += c;
  }
  return safe;
}

void write_graph(std::ostream& out, const ReportData& data) {
  std::vector<std::string> names;
  const auto id = [&](const std::string& name) {
    const auto at = static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
    if (at == names.size()) names.push_back(name);
    return "n" + std::to_string(at);
  };
  out << "```mermaid\nflowchart LR\n";
  for (const FlowRow& flow : data.flows) {
    const std::size_t known = names.size();
    const std::string from = id(flow.edge.from), to = id(flow.edge.to);
    for (std::size_t i = known; i < names.size(); ++i) out << "  n" << i << "[\"" << label_text(names[i]) << "\"]\n";
    out << "  " << from << " -->|\"" << number_text(rounded_to(flow.per_year[0].mean, 3)) << (flow.edge.how.empty() ? "" : " (" + label_text(flow.edge.how) + ")") << "\"| " << to << "\n";
  }
  out << "```\n\n";
}

void write_row(std::ostream& out, const std::vector<std::string>& cells) {
  out << "|";
  for (const std::string& cell : cells) out << " " << plain(cell) << " |";
  out << "\n";
}

}  // namespace

ReviewRecord review_record(const ReportData& data) {
  return {objectives(data), logic(data), data_used(data), experimentation(data), implementation(data), access(data)};
}

void write_markdown(std::ostream& out, const ReportData& data, const ReviewRecord& record) {
  out << "# Record for reviewers: " << plain(data.scenarios[0].label) << "\n\nBy the parts of STRESS-DES (Monks and others, Journal of Simulation 13, 2019). "
      << "What the results files hold is filled in; **Missing** marks what only the author can say.\n";
  for (const RecordPart& part : record) {
    out << "\n## " << part.title << "\n";
    for (const RecordItem& item : part.items) {
      out << "\n### " << item.title << "\n\n";
      for (const std::string& paragraph : item.paragraphs) out << plain(paragraph) << "\n\n";
      if (item.graph) write_graph(out, data);
      if (!item.head.empty()) {
        write_row(out, item.head);
        out << "|";
        for (std::size_t i = 0; i < item.head.size(); ++i) out << " --- |";
        out << "\n";
        for (const auto& row : item.rows) write_row(out, row);
        out << "\n";
      }
      for (const std::string& missing : item.missing) out << "**Missing:** " << missing << ".\n\n";
    }
  }
}

}  // namespace headwater
