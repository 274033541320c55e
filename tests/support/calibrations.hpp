// Calibrations from texts in memory, with their journals in a folder of the test's own.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>

#include <unistd.h>

#include "experiment/calibrate.hpp"
#include "scenario/calibration.hpp"

namespace headwater::theory {

/// Files of a test, by name.
using Texts = std::map<std::string, std::string>;

inline FileReader reader_of(const Texts& texts) {
  return [&texts](const std::string& name) {
    const auto found = texts.find(name);
    return found == texts.end() ? FileText{std::nullopt, "no such file"} : FileText{found->second, ""};
  };
}

/// What is wrong with "fit.yaml" among the texts, checked against its model.
inline std::string faults_of(const Texts& texts, const RunOverrides& overrides = {}) {
  CalibrationReading reading = read_calibration("fit.yaml", reader_of(texts), overrides);
  if (reading.spec) check_calibration(*reading.spec, reading.diagnostics[0]);
  std::string all;
  for (const Diagnostics& one : reading.diagnostics) all += one.text();
  return all;
}

inline CalibrationSpec spec_of(const Texts& texts, const RunOverrides& overrides = {}) {
  CalibrationReading reading = read_calibration("fit.yaml", reader_of(texts), overrides);
  if (!reading.ok()) throw std::runtime_error(faults_of(texts, overrides));
  return *reading.spec;
}

/// A folder that goes with the test.
class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / ("headwater-calibrations-" + std::to_string(getpid()) + "-" + std::to_string(made()++))) { std::filesystem::create_directories(path_); }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  static int& made() {
    static int count = 0;
    return count;
  }
  std::filesystem::path path_;
};

inline CalibrationResult calibrated(const CalibrationSpec& spec, int threads = 2) {
  const Folder folder;
  RunJob job;
  job.output = folder.file("fitted.yaml");
  job.threads = threads;
  return calibrate(spec, job);
}

}  // namespace headwater::theory
