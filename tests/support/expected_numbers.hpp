// Expected numbers of a model given as YAML text, looked up by the names of outputs.
#pragma once

#include <stdexcept>
#include <string>

#include "expected/expected.hpp"
#include "expected/obstacles.hpp"
#include "pathway/compile.hpp"
#include "results/output.hpp"
#include "results/recorder.hpp"
#include "scenario/read.hpp"

namespace headwater::theory {

class ExpectedNumbers {
 public:
  ExpectedNumbers(const Description& description, double step) : ExpectedNumbers(compile(description), description, step) {}
  ExpectedNumbers(const std::string& yaml, double step) : ExpectedNumbers(read(yaml), step) {}

  /// As `Output` reads it: "occupancy.desk@2026-05".
  double operator()(const std::string& output) const { return Output(layout_, output).of(layout_, record_.values); }

  const Layout& layout() const { return layout_; }
  const ReplicationRecord& record() const { return record_; }

  static Description read(const std::string& yaml) {
    const Reading reading = read_text(yaml, "test.yaml");
    if (!reading.ok()) throw std::invalid_argument(reading.diagnostics.text(true) + "\nin\n" + yaml);
    return *reading.description;
  }

 private:
  ExpectedNumbers(const Model& model, const Description& description, double step) : layout_(layout_of(model)) {
    if (const auto obstacles = obstacles_to_expectation(description); !obstacles.empty()) throw std::invalid_argument(obstacles[0].text);
    record_ = expected_record(description, model, layout_, step);
  }

  Layout layout_;
  ReplicationRecord record_;
};

}  // namespace headwater::theory
