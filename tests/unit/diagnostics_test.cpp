#include "scenario/diagnostics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using headwater::Diagnostics;
using headwater::nearest_name;
using headwater::Place;
using headwater::Severity;

namespace {

std::string caret_under(const std::string& text, int line, int column) {
  Diagnostics diagnostics;
  diagnostics.files = {{"f", text}};
  diagnostics.error({0, line, column}, "wrong");
  const std::string found = diagnostics.text(true);
  return found.substr(found.find('\n') + 1);
}

}  // namespace

TEST(Diagnostics, KnowsWhichSeveritiesItHolds) {
  Diagnostics diagnostics;
  EXPECT_FALSE(diagnostics.has(Severity::error));
  diagnostics.warning({}, "odd");
  EXPECT_TRUE(diagnostics.has(Severity::warning));
  EXPECT_FALSE(diagnostics.has(Severity::error));
}

TEST(DiagnosticsText, GoesByFileLineColumnThenAsReported) {
  Diagnostics diagnostics;
  diagnostics.files = {{"models/a.yaml", "x: 1\ny: 2\n"}, {"scenarios/b.yaml", "z: 3\n"}};
  diagnostics.error({1, 1, 1}, "first of b");
  diagnostics.warning({0, 2, 4}, "odd");
  diagnostics.error({0, 2, 1}, "before it");
  diagnostics.error({0, 2, 4}, "second at one place");
  diagnostics.error({0, 0, 0}, "as a whole");
  diagnostics.error({}, "no file");
  EXPECT_EQ(diagnostics.text(),
            "no file\n"
            "models/a.yaml: as a whole\n"
            "models/a.yaml:2:1: before it\n"
            "models/a.yaml:2:4: warning: odd\n"
            "models/a.yaml:2:4: second at one place\n"
            "scenarios/b.yaml:1:1: first of b\n");
}

TEST(DiagnosticsText, DrawsCarets) {
  Diagnostics diagnostics;
  diagnostics.files = {{"a", "x: 1\r\n\ty: 2\n"}, {"b", "z: 3"}};
  diagnostics.error({1, 1, 4}, "three");
  diagnostics.error({0, 2, 5}, "two");
  diagnostics.error({0, 1, 1}, "one");
  diagnostics.error({0, 0, 0}, "all");
  EXPECT_EQ(diagnostics.text(true),
            "a: all\n"
            "a:1:1: one\nx: 1\n^\n"
            "a:2:5: two\n\ty: 2\n\t   ^\n"
            "b:1:4: three\nz: 3\n   ^\n");
}

TEST(DiagnosticsText, CountsThoseThatAreLeftOut) {
  Diagnostics diagnostics;
  diagnostics.files = {{"a", ""}};
  for (int line = 1; line <= 1236; ++line) diagnostics.error({0, line, 1}, "wrong");
  EXPECT_EQ(diagnostics.text(false, 2), "a:1:1: wrong\na:2:1: wrong\n... and 1,234 more errors\n");
  EXPECT_EQ(diagnostics.text(false, 1236), diagnostics.text());
  EXPECT_THAT(diagnostics.text(false, 1235), testing::EndsWith("\na:1235:1: wrong\n... and 1 more error\n"));
}

TEST(DiagnosticsText, LeavesOutWarningsBeforeErrors) {
  Diagnostics diagnostics;
  diagnostics.files = {{"a", ""}};
  diagnostics.warning({0, 1, 1}, "odd");
  diagnostics.warning({0, 2, 1}, "odder");
  diagnostics.error({0, 3, 1}, "not so");
  diagnostics.error({0, 4, 1}, "wrong");
  EXPECT_EQ(diagnostics.text(false, 3), "a:1:1: warning: odd\na:3:1: not so\na:4:1: wrong\n... and 1 more warning\n");
  EXPECT_EQ(diagnostics.text(false, 1), "a:3:1: not so\n... and 1 more error, 2 more warnings\n");
}

TEST(DiagnosticsText, CountsCharactersNotBytes) {
  EXPECT_EQ(caret_under("\u00E9\u20AC: x\n", 1, 5), "\u00E9\u20AC: x\n    ^\n");
}

TEST(DiagnosticsText, CutsLongLinesAroundTheColumn) {
  const std::string line = std::string(100, 'a') + std::string(100, 'b') + std::string(100, 'c');
  EXPECT_EQ(caret_under(line, 1, 1), line.substr(0, 120) + "\n^\n");
  EXPECT_EQ(caret_under(line, 1, 151), line.substr(90, 120) + "\n" + std::string(60, ' ') + "^\n");
  EXPECT_EQ(caret_under(line, 1, 300), line.substr(239) + "\n" + std::string(60, ' ') + "^\n");
  EXPECT_EQ(caret_under(line.substr(0, 120), 1, 120),
            line.substr(0, 120) + "\n" + std::string(119, ' ') + "^\n");
}

TEST(DiagnosticsText, BearsPlacesThatAreNotThere) {
  EXPECT_EQ(caret_under("a: 1\n", 9, 3), "\n^\n");
  EXPECT_EQ(caret_under("", 1, 1), "\n^\n");
  EXPECT_EQ(caret_under("a: 1\n", 2, 1), "\n^\n");
  EXPECT_EQ(caret_under("a: 1\nb: 2", 2, 40), "b: 2\n    ^\n");
  Diagnostics diagnostics;
  diagnostics.error({7, 1, 1}, "of no file");
  EXPECT_EQ(diagnostics.text(true), "of no file\n");
}

TEST(DiagnosticsText, ShowsNothingATerminalWouldObey) {
  Diagnostics diagnostics;
  diagnostics.files = {{"f",
                        "a\x1B[2J\xFF"
                        "b\n"}};
  diagnostics.error({0, 1, 7}, "unknown key 'a\n\x1B[2J\t\u0085\xFF'");
  EXPECT_EQ(diagnostics.text(true), "f:1:7: unknown key 'a?\?[2J?\?\?'\na?[2J?b\n      ^\n");
}

TEST(Diagnostics, CutsEndlessMessages) {
  Diagnostics diagnostics;
  diagnostics.error({}, "x" + std::string(1000, 'y'));
  diagnostics.error({}, std::string(499, 'y') + "\u20AC and more");
  EXPECT_EQ(diagnostics.all()[0].message, "x" + std::string(499, 'y') + "...");
  EXPECT_EQ(diagnostics.all()[1].message, std::string(499, 'y') + "...");
}

TEST(NearestName, AllowsAThirdOfTheLettersToDiffer) {
  const std::vector<std::string> known = {"early_help", "assessment", "exits"};
  EXPECT_EQ(nearest_name("early_hlep", known), "early_help");  // two neighbours swapped
  EXPECT_EQ(nearest_name("asessment", known), "assessment");   // one added
  EXPECT_EQ(nearest_name("exitss", known), "exits");           // one taken out
  EXPECT_EQ(nearest_name("exots", known), "exits");            // one changed
  EXPECT_EQ(nearest_name("exoos", known), "");                 // two of five changed
  EXPECT_EQ(nearest_name("eraly_hlpe", known), "early_help");  // three of ten
  EXPECT_EQ(nearest_name("eraly_xxxp", known), "");            // four of ten
  EXPECT_EQ(nearest_name("placement", known), "");
}

TEST(NearestName, PrefersTheNearestThenTheFirst) {
  EXPECT_EQ(nearest_name("tier_x", {"tier_aa", "tier_a", "tier_b"}), "tier_a");
  EXPECT_EQ(nearest_name("tier_b", {"tier_a", "tier_b"}), "tier_b");
}

TEST(NearestName, AllowsOneLetterInShortNames) {
  EXPECT_EQ(nearest_name("ot", {"on", "to"}), "on");
  EXPECT_EQ(nearest_name("ot", {"if", "to"}), "to");
  EXPECT_EQ(nearest_name("t", {"to"}), "to");
  EXPECT_EQ(nearest_name("z", {"a"}), "");
  EXPECT_EQ(nearest_name("", {"a"}), "");
  EXPECT_EQ(nearest_name("a", {}), "");
  EXPECT_EQ(nearest_name(std::string(65, 'a'), {std::string(65, 'a')}), "");
}
