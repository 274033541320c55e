#include "experiment/plan.hpp"

#include "experiment/texts.hpp"
#include "experiment/version.hpp"
#include "results/results_error.hpp"
#include "scenario/read.hpp"

namespace headwater {

Digest fingerprint_of(const Plan& plan) {
  Sha256 sha;
  std::string texts;
  add_text(texts, std::string("headwater ") + engine_version + " " + engine_commit);
  for (const Plan::Scenario& scenario : plan.scenarios) {
    add_text(texts, scenario.label);
    add_text(texts, scenario.description.resolved);
  }
  sha.add(texts);
  return sha.digest();
}

std::string to_bytes(const Plan& plan) {
  std::string bytes;
  add_text(bytes, plan.title);
  add_text(bytes, std::to_string(plan.inputs.size()));
  for (const SourceFile& file : plan.inputs) {
    add_text(bytes, file.name);
    add_text(bytes, file.text);
  }
  add_text(bytes, std::to_string(plan.scenarios.size()));
  for (const Plan::Scenario& scenario : plan.scenarios) {
    add_text(bytes, scenario.label);
    add_text(bytes, scenario.description.resolved);
  }
  return bytes;
}

Plan plan_from_bytes(std::string_view bytes, const std::string& path) {
  Texts texts(bytes, path);
  Plan plan;
  plan.title = texts.next();
  for (std::size_t files = texts.number(); files > 0; --files) {
    std::string name = texts.next();
    plan.inputs.push_back({std::move(name), texts.next()});
  }
  for (std::size_t scenarios = texts.number(); scenarios > 0; --scenarios) {
    std::string label = texts.next();
    Reading reading = read_text(texts.next(), path + ": resolved model");
    if (!reading.ok()) throw ResultsError(path + ": the model in this journal is of another version of the program:\n" + reading.diagnostics.text(false));
    plan.scenarios.push_back({std::move(label), std::move(*reading.description)});
  }
  return plan;
}

}  // namespace headwater
