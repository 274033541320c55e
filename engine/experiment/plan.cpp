#include "experiment/plan.hpp"

#include <charconv>
#include <optional>

#include "experiment/version.hpp"
#include "results/results_error.hpp"
#include "scenario/read.hpp"

namespace headwater {

namespace {

/// "LENGTH:TEXT", one after the other.
void add(std::string& bytes, std::string_view text) { bytes += std::to_string(text.size()) + ":" + std::string(text); }

class Texts {
 public:
  Texts(std::string_view bytes, const std::string& path) : rest_(bytes), path_(path) {}
  std::string next() {
    std::size_t length = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), length);
    const auto digits = static_cast<std::size_t>(end - rest_.data());
    if (error != std::errc() || digits >= rest_.size() || rest_[digits] != ':' || length > rest_.size() - digits - 1)
      throw ResultsError(path_ + ": the plan of the experiment in this journal cannot be read");
    const std::string text(rest_.substr(digits + 1, length));
    rest_.remove_prefix(digits + 1 + length);
    return text;
  }
  std::size_t number() {
    const std::string text = next();
    std::size_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  }

 private:
  std::string_view rest_;
  const std::string& path_;
};

}  // namespace

Digest fingerprint_of(const Plan& plan) {
  Sha256 sha;
  sha.add(std::string("headwater ") + engine_version + " " + engine_commit + "\n");
  for (const Plan::Scenario& scenario : plan.scenarios) sha.add(scenario.label + "\n" + scenario.description.resolved + "\n");
  return sha.digest();
}

std::string to_bytes(const Plan& plan) {
  std::string bytes;
  add(bytes, plan.title);
  add(bytes, std::to_string(plan.inputs.size()));
  for (const SourceFile& file : plan.inputs) {
    add(bytes, file.name);
    add(bytes, file.text);
  }
  add(bytes, std::to_string(plan.scenarios.size()));
  for (const Plan::Scenario& scenario : plan.scenarios) {
    add(bytes, scenario.label);
    add(bytes, scenario.description.resolved);
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
