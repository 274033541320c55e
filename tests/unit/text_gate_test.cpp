#include "scenario/text_gate.hpp"

#include <gtest/gtest.h>

using headwater::Diagnostics;
using headwater::passes_gate;

namespace {

/// What the gate says of a text; "" when it lets the text pass.
std::string said_of(std::string text) {
  Diagnostics diagnostics;
  diagnostics.files = {{"f", std::move(text)}};
  const bool passed = passes_gate(diagnostics.files[0], 0, diagnostics);
  EXPECT_EQ(passed, diagnostics.all().empty());
  return diagnostics.text();
}

}  // namespace

TEST(TextGate, PassesTextInUtf8) {
  EXPECT_EQ(said_of(""), "");
  EXPECT_EQ(said_of("a: 1\n\tb\r\n"), "");
  EXPECT_EQ(said_of("\uFEFFa: \u00A0\u07FF\u0800\uD7FF\uE000\uFFFD\U00010000\U0010FFFF"), "");
}

TEST(TextGate, BoundsTheSize) {
  EXPECT_EQ(said_of(std::string(8u << 20, 'a')), "");
  EXPECT_EQ(said_of(std::string((8u << 20) + 1, 'a')), "f: holds 8388609 bytes; at most 8 MiB are read\n");
}

TEST(TextGate, FindsTheFirstByteThatIsNotUtf8) {
  EXPECT_EQ(said_of("a: 1\nb: \u00E9\xE9: \xFF"),
            "f:2:5: byte 0xE9 is not valid UTF-8; save the file as UTF-8\n");
  const std::string bad[] = {"\x80",
                             "\xBF",
                             "\xC0\x80",
                             "\xC1\xBF",
                             "\xC2",
                             "\xC2"
                             "a",
                             "\xE0\x9F\xBF",
                             "\xE2\x82",
                             "\xE2\x82"
                             "a",
                             "\xED\xA0\x80",
                             "\xED\xBF\xBF",
                             "\xF0\x8F\xBF\xBF",
                             "\xF0\x9F\x98",
                             "\xF4\x90\x80\x80",
                             "\xF5\x80\x80\x80",
                             "\xF8\x88\x80\x80",
                             "\xFE",
                             "\xFF",
                             "\xFF\xFE"
                             "a",
                             "\xFE\xFF"
                             "a"};
  for (const std::string& text : bad) {
    EXPECT_NE(said_of(text).find("f:1:1: byte 0x"), std::string::npos) << testing::PrintToString(text);
  }
}

TEST(TextGate, RefusesControlCharacters) {
  EXPECT_EQ(said_of(std::string("a\n\0", 3)), "f:2:1: control character U+0000 is not allowed\n");
  EXPECT_EQ(said_of("ab\x1B[2J"), "f:1:3: control character U+001B is not allowed\n");
  EXPECT_EQ(said_of("\x7F"), "f:1:1: control character U+007F is not allowed\n");
  EXPECT_EQ(said_of("a\u0085"), "f:1:2: control character U+0085 is not allowed\n");
  EXPECT_EQ(said_of("a\u009F"), "f:1:2: control character U+009F is not allowed\n");
  for (char c = 1; c < 0x20; ++c) {
    if (c == '\t' || c == '\n' || c == '\r') continue;
    EXPECT_NE(said_of(std::string(1, c)), "") << static_cast<int>(c);
  }
}

TEST(TextGate, RefusesCarriageReturnsThatEndNoLine) {
  EXPECT_EQ(said_of("a\r\nb\rc"),
            "f:2:2: a carriage return without a line feed; save the file with line feeds\n");
  EXPECT_EQ(said_of("a\r"), "f:1:2: a carriage return without a line feed; save the file with line feeds\n");
}
