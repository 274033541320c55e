// Every bad file in tests/cli/bad gives exactly the messages that stand beside it, in NAME.expected.
//
// With HEADWATER_UPDATE set in the environment the test writes those files instead: read what changed before it is
// committed.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "scenario/read.hpp"

namespace headwater {
namespace {

const std::string folder = std::string(HEADWATER_SOURCE_DIR) + "/tests/cli/bad/";

std::optional<std::string> text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

/// The numbered files; what they extend lies in a folder below.
std::vector<std::string> bad_files() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(".yaml") && std::isdigit(static_cast<unsigned char>(name[0])) != 0) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

/// Reads with names as seen from the folder, so that messages are the same wherever the source tree lies.
Reading read_in_folder(const std::string& name) {
  return read_file(name, [](const std::string& path) -> FileText {
    if (auto text = text_of(folder + path)) return {std::move(text), ""};
    return {std::nullopt, "there is no such file"};
  });
}

class BadFile : public testing::TestWithParam<std::string> {};

TEST_P(BadFile, GivesTheMessagesBesideIt) {
  const Reading reading = read_in_folder(GetParam());
  EXPECT_FALSE(reading.ok());
  EXPECT_TRUE(reading.diagnostics.has(Severity::error));

  const std::string messages = reading.diagnostics.text();
  const std::string beside = folder + std::filesystem::path(GetParam()).stem().string() + ".expected";
  if (std::getenv("HEADWATER_UPDATE") != nullptr) {
    std::ofstream(beside, std::ios::binary) << messages;
    return;
  }
  const auto expected = text_of(beside);
  ASSERT_TRUE(expected) << beside << " is missing";
  EXPECT_EQ(messages, *expected);
}

/// The number and name of a file, in the letters that a test's name may have.
std::string test_name(const testing::TestParamInfo<std::string>& info) {
  std::string name = std::filesystem::path(info.param).stem().string();
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Corpus, BadFile, testing::ValuesIn(bad_files()), test_name);

TEST(BadFiles, AreManyAndEachHasItsMessages) {
  EXPECT_GE(bad_files().size(), 45u);
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".expected") continue;
    EXPECT_TRUE(std::filesystem::exists(std::filesystem::path(entry.path()).replace_extension(".yaml"))) << entry.path() << " has lost its file";
  }
}

TEST(BadFiles, TheDiskGivesTheSameMessagesUnderLongerNames) {
  const std::string name = "77-faults-in-both-files.yaml";
  const Reading here = read_in_folder(name);
  const Reading there = read_file(folder + name);
  ASSERT_EQ(here.diagnostics.all().size(), there.diagnostics.all().size());
  for (std::size_t i = 0; i < here.diagnostics.all().size(); ++i) {
    EXPECT_EQ(here.diagnostics.all()[i].message, there.diagnostics.all()[i].message);
    EXPECT_EQ(here.diagnostics.all()[i].place.line, there.diagnostics.all()[i].place.line);
  }
}

}  // namespace
}  // namespace headwater
