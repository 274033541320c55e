#include "scenario/yaml_tree.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <ctime>
#include <functional>

using headwater::Diagnostics;
using headwater::Place;
using headwater::read_tree;
using headwater::Value;
using Kind = headwater::Value::Kind;

#if defined(__SANITIZE_ADDRESS__)
#define HEADWATER_SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HEADWATER_SANITIZED
#endif
#endif

namespace {

#ifdef HEADWATER_SANITIZED
constexpr bool sanitized = true;  // memory is not what it is otherwise
#else
constexpr bool sanitized = false;
#endif

struct Reading {
  std::optional<Value> tree;
  std::string said;
};

Reading reading_of(const std::string& text) {
  Diagnostics diagnostics;
  diagnostics.files = {{"f", text}};
  Reading reading;
  reading.tree = read_tree(diagnostics.files[0].text, 0, diagnostics);
  reading.said = diagnostics.text();
  return reading;
}

Value tree_of(const std::string& text) {
  const Reading reading = reading_of(text);
  EXPECT_EQ(reading.said, "");
  return reading.tree.value_or(Value{});
}

std::string at(Place place) {
  return std::to_string(place.line) + ":" + std::to_string(place.column);
}

/// The text stops the reading, with one message.
void expect_stop(const std::string& text, const std::string& said) {
  const Reading reading = reading_of(text);
  EXPECT_EQ(reading.said, said + "\n") << text.substr(0, 200);
  EXPECT_FALSE(reading.tree) << text.substr(0, 200);
}

/// The text is read on, with these messages.
Value expect_faults(const std::string& text, const std::string& said) {
  const Reading reading = reading_of(text);
  EXPECT_EQ(reading.said, said) << text;
  EXPECT_TRUE(reading.tree) << text;
  return reading.tree.value_or(Value{});
}

std::string times(std::size_t n, const std::string& text) {
  std::string all;
  all.reserve(n * text.size());
  for (; n > 0; --n) all += text;
  return all;
}

}  // namespace

TEST(ReadTree, KeepsKindsTextsAndPlaces) {
  const Value tree = tree_of(
      "# a comment\n"
      "title: 'it''s'   # another\n"
      "tiers:\n"
      "  home: {capacity: 12, open: ~}\n"
      "cuts:\n"
      "- 1\n"
      "- \"2\"\n"
      "- [x, y]\n"
      "about: |\n"
      "  two\n"
      "  lines\n");
  ASSERT_TRUE(tree.is_map());
  EXPECT_EQ(at(tree.place), "2:1");
  EXPECT_EQ(tree.place.file, 0);
  EXPECT_EQ(tree.alias.file, -1);
  ASSERT_EQ(tree.keys.size(), 4u);
  EXPECT_EQ(tree.keys[1].name, "tiers");
  EXPECT_EQ(at(tree.keys[1].place), "3:1");

  EXPECT_EQ(tree.find("title")->text, "it's");
  EXPECT_TRUE(tree.find("title")->quoted);
  const Value* home = tree.find("tiers")->find("home");
  ASSERT_TRUE(home != nullptr && home->is_map());
  EXPECT_EQ(at(home->place), "4:9");
  EXPECT_EQ(home->find("capacity")->text, "12");
  EXPECT_FALSE(home->find("capacity")->quoted);
  EXPECT_EQ(at(home->find("capacity")->place), "4:20");
  EXPECT_EQ(at(home->keys[1].place), "4:24");
  EXPECT_EQ(home->find("open")->kind, Kind::null);
  const Value* cuts = tree.find("cuts");
  ASSERT_TRUE(cuts->is_list());
  ASSERT_EQ(cuts->items.size(), 3u);
  EXPECT_EQ(at(cuts->items[0].place), "6:3");
  EXPECT_TRUE(cuts->items[1].quoted);
  EXPECT_EQ(cuts->items[2].items[1].text, "y");
  EXPECT_EQ(tree.find("about")->text, "two\nlines\n");
  EXPECT_TRUE(tree.find("about")->quoted);
  EXPECT_EQ(tree.find("nothing"), nullptr);
}

TEST(ReadTree, CountsColumnsInCharacters) {
  const Value tree = tree_of("\uFEFF\u00E9: {\u20AC: 1, b: 2}\nc: \U0001F30A\nd: 3\n");
  EXPECT_EQ(at(tree.keys[0].place), "1:1");
  EXPECT_EQ(at(tree.items[0].keys[1].place), "1:11");
  EXPECT_EQ(at(tree.keys[2].place), "3:1");
}

TEST(ReadTree, ReadsLinesThatEndInCarriageReturnAndLineFeed) {
  const Value tree = tree_of("a: 1\r\nb: 2\r\n");
  EXPECT_EQ(tree.find("b")->text, "2");
  EXPECT_EQ(at(tree.find("b")->place), "2:4");
}

TEST(ReadTree, PlacesAValueThatIsNotThereAtItsKey) {
  const Value tree = tree_of("a:\nb: {c, d: }\ne:\n  - \n  - ~\nf:\n");
  EXPECT_EQ(tree.find("a")->kind, Kind::null);
  EXPECT_EQ(at(tree.find("a")->place), "1:1");
  EXPECT_EQ(at(tree.find("b")->find("c")->place), "2:5");
  EXPECT_EQ(at(tree.find("e")->items[0].place), "4:3");  // at its list
  EXPECT_EQ(at(tree.find("e")->items[1].place), "5:5");
  EXPECT_EQ(at(tree.find("f")->place), "6:1");
}

TEST(ReadTree, TakesADocumentMarkAndAVersion) {
  EXPECT_EQ(tree_of("%YAML 1.2\n---\na: 1\n...\n").find("a")->text, "1");
}

TEST(ReadTree, CopiesWhatAnAliasNames) {
  const Value tree = tree_of(
      "a: &one {x: 1}\n"
      "b: *one\n"
      "c: &two [*one, 2]\n"
      "d:\n"
      "  e: *two\n"
      "f: &three\n"
      "  g: &four 4\n"
      "  h: *four\n");
  const Value* b = tree.find("b");
  ASSERT_TRUE(b->is_map());
  EXPECT_EQ(at(b->place), "1:4");
  EXPECT_EQ(at(b->alias), "2:4");
  EXPECT_EQ(b->find("x")->text, "1");
  EXPECT_EQ(at(b->find("x")->place), "1:13");
  EXPECT_EQ(at(b->find("x")->alias), "2:4");
  EXPECT_EQ(tree.find("a")->alias.file, -1);
  EXPECT_EQ(tree.find("a")->items[0].alias.file, -1);
  EXPECT_EQ(at(tree.find("c")->items[0].alias), "3:10");
  const Value* e = tree.find("d")->find("e");
  EXPECT_EQ(at(e->items[0].find("x")->alias), "5:6");  // the alias that stands outermost
  EXPECT_EQ(at(e->items[1].alias), "5:6");
  EXPECT_EQ(e->items[1].alias.file, 0);
  EXPECT_EQ(tree.find("f")->find("h")->text, "4");
}

TEST(ReadTree, TakesTheLatestAnchorOfAName) {
  const Value tree = tree_of("a: &x 1\nb: *x\nc: &x 2\nd: *x\n");
  EXPECT_EQ(tree.find("b")->text, "1");
  EXPECT_EQ(tree.find("d")->text, "2");
}

TEST(ReadTree, ReportsKeysGivenTwiceAndReadsOn) {
  const Value tree = expect_faults(
      "capacity: &x 1\n"
      "b: {c: 1, d: 2, c: 3, c: 4}\n"
      "capacity: &y [5]\n"
      "e: [*x, *y]\n"
      "b: 6\n",
      "f:2:17: 'c' is given twice; first at line 2\n"
      "f:2:23: 'c' is given twice; first at line 2\n"
      "f:3:1: 'capacity' is given twice; first at line 1\n"
      "f:5:1: 'b' is given twice; first at line 2\n");
  ASSERT_EQ(tree.keys.size(), 3u);
  EXPECT_EQ(tree.find("capacity")->text, "1");
  EXPECT_EQ(tree.find("b")->items.size(), 2u);
  EXPECT_EQ(tree.find("b")->find("d")->text, "2");
  EXPECT_EQ(tree.find("e")->items[0].text, "1");
  EXPECT_EQ(tree.find("e")->items[1].items[0].text, "5");
}

TEST(ReadTree, ReportsAKeyGivenTwiceOnceHoweverOftenAliasesCopyIt) {
  const Value tree =
      expect_faults("a: &x {c: 1, c: 2}\nb: [*x, *x]\n", "f:1:14: 'c' is given twice; first at line 1\n");
  EXPECT_EQ(tree.find("b")->items[1].keys.size(), 1u);
}

TEST(ReadTree, ReportsTagsAndMergeKeysAndReadsOn) {
  expect_faults(
      "a: !!str 12\n"
      "b: !x [1]\n"
      "c: &q !<y> {d: 1}\n"
      "!z e: ! f\n"
      "g: !!null ~\n",
      "f:1:4: tags ('!!str') are not read; write the value without\n"
      "f:2:4: tags ('!x') are not read; write the value without\n"
      "f:3:4: tags ('!<y>') are not read; write the value without\n"
      "f:4:1: tags ('!z') are not read; write the value without\n"
      "f:4:7: tags ('!') are not read; write the value without\n"
      "f:5:4: tags ('!!null') are not read; write the value without\n");
  const Value tree = expect_faults("a: &x {b: 1}\nc:\n  <<: *x\n  d: 2\n  <<: *x\n",
                                   "f:3:3: merge keys ('<<') are not read; write the keys out\n"
                                   "f:5:3: merge keys ('<<') are not read; write the keys out\n");
  ASSERT_EQ(tree.find("c")->keys.size(), 1u);
  EXPECT_EQ(tree.find("c")->find("d")->text, "2");
}

TEST(ReadTree, StopsAfterAHundredFaults) {
  const Reading reading = reading_of(times(5000, "- !x 1\n"));
  EXPECT_FALSE(reading.tree);
  EXPECT_EQ(std::count(reading.said.begin(), reading.said.end(), '\n'), 101);
  EXPECT_TRUE(reading.said.starts_with("f: has more than 100 such faults; the rest was not looked at\n"));
  EXPECT_FALSE(reading_of(times(5000, "a: 1\n")).tree);
}

TEST(ReadTree, RefusesEmptyFiles) {
  for (const char* text :
       {"", "\n\n", "# only a comment\n", "---\n", "---\n...\n", "~\n", "\uFEFF", "%YAML 1.2\n"}) {
    expect_stop(text, "f: is empty");
  }
}

TEST(ReadTree, RefusesASecondDocument) {
  expect_stop("a: 1\n---\nb: 2\n", "f:2:1: a second document begins here; a file holds one");
  expect_stop("---\n---\n", "f:2:1: a second document begins here; a file holds one");
  expect_stop("[1] x",
              "f:1:5: this does not belong to what stands above it; check the indentation and brackets");
  expect_stop("- a\nb: 1\n",
              "f:2:1: this does not belong to what stands above it; check the indentation and brackets");
  expect_stop("a: 1\n%b c\n\n# end\n", "f:2:1: a line that begins with '%' cannot stand here");
}

TEST(ReadTree, RefusesKeysThatAreNoNames) {
  expect_stop("? [a]\n: 1\n",
              "f:1:3: a list or map cannot be a key; a key must be a name (is a bracket not closed?)");
  expect_stop("{[a]: 1}",
              "f:1:2: a list or map cannot be a key; a key must be a name (is a bracket not closed?)");
  expect_stop("?\n  - a\n: 1\n", "f:2:3: a list or map cannot be a key; a key must be a name");
  expect_stop("a: 1\n: 2\n", "f:2:1: a key is missing or null; a key must be a name");
  expect_stop("~: 2\n", "f:1:1: a key is missing or null; a key must be a name");
  expect_stop("a: &x b\n*x : 1\n", "f:2:1: alias '*x' cannot be a key; a key must be a name");
  expect_stop("a: 1\n&x b: 1\n", "f:2:1: an anchor cannot stand on a key");
}

TEST(ReadTree, RefusesAliasesThatNameNothingComplete) {
  expect_stop("a: *nope\n", "f:1:4: alias '*nope' names no anchor above it");
  expect_stop("a: *x\nb: &x 1\n", "f:1:4: alias '*x' names no anchor above it");
  expect_stop("a: &x [1, *x]\n", "f:1:11: alias '*x' stands inside the value it names");
  expect_stop("a: &x\n  b: {c: [*x]}\n", "f:2:11: alias '*x' stands inside the value it names");
  expect_stop("&x [*x]\n", "f:1:5: alias '*x' stands inside the value it names");
}

TEST(ReadTree, BoundsDepth) {
  EXPECT_TRUE(reading_of("a: " + times(63, "[") + times(63, "]")).tree);
  expect_stop("a: " + times(64, "[") + times(64, "]"), "f:1:67: values are nested more than 64 deep");
  expect_stop(times(65, "- "), "f:1:129: values are nested more than 64 deep");
  // the depth that aliases add counts too
  const std::string forty = "a: &x " + times(40, "[") + times(40, "]") + "\nb: ";
  EXPECT_TRUE(reading_of(forty + times(23, "[") + "*x" + times(23, "]")).tree);
  expect_stop(forty + times(24, "[") + "*x" + times(24, "]"),
              "f:2:28: alias '*x' nests values more than 64 deep");
}

TEST(ReadTree, BoundsValuesWithAliasesExpanded) {
  std::string bomb = "a0: &a0 x\n";
  for (int i = 1; i < 40; ++i) {
    const std::string name = "a" + std::to_string(i);
    bomb += name + ": &" + name + " [" + times(10, "*a" + std::to_string(i - 1) + ",") + "]\n";
  }
  // 123,465 down to the list in line 7, 111,111 for each alias in it: the eighth is too much
  expect_stop(bomb, "f:7:38: more than 1000000 values and keys in one file, aliases expanded");
  // 5 values and keys before the first item
  const std::string most = "a: 1\nb: [";
  EXPECT_TRUE(reading_of(most + times(999'995, "1,") + "]").tree);
  expect_stop(most + times(999'996, "1,") + "]",
              "f:2:1999995: more than 1000000 values and keys in one file, aliases expanded");
}

TEST(ReadTree, BoundsTextWithAliasesExpanded) {
  const std::string text =
      "a: &x " + std::string(1 << 18, 't') + "\nb: [";  // 256 times this, and two keys, is too much
  EXPECT_TRUE(reading_of(text + times(254, "*x,") + "]").tree);
  expect_stop(text + times(255, "*x,") + "]",
              "f:2:767: more than 64 MiB of text in one file, aliases expanded");
}

TEST(ReadTree, BoundsAnchors) {
  EXPECT_TRUE(reading_of(times(10'000, "- &a 1\n")).tree);
  expect_stop(times(10'001, "- &a 1\n"), "f:10001:3: more than 10000 anchors in one file");
}

TEST(ReadTree, BoundsASingleValue) {
  EXPECT_TRUE(reading_of("a: " + std::string(500'000, 'x')).tree);
  expect_stop("a: 1\nb: " + std::string(600'000, 'x'),
              "f:2:1: more than 512 KiB of text after this without the end of a value; split it up");
}

TEST(ReadTree, SaysPlainlyWhatIsNotYaml) {
  const std::pair<const char*, const char*> cases[] = {
      {"a: b: c\n",
       "1:5: ':' cannot stand here; check the indentation, and put text that holds ': ' in quotes"},
      {"a: 1\n  b: 2\n",
       "2:4: ':' cannot stand here; check the indentation, and put text that holds ': ' in quotes"},
      {"a:\n    b: 1\n  c: 2\n", "3:3: expected a key and ':' here; check the indentation"},
      {"- 'a' b\n", "1:7: expected another '- ' here; check the indentation"},
      {"a:\n\tb: 1\n", "2:1: a tab in the indentation; use spaces"},
      {"a:\n  \tb: 1\n", "2:3: a tab in the indentation; use spaces"},
      {"a: - b\n", "1:4: '- ' cannot stand here; check the indentation"},
      {"a: ? b\n", "1:4: '? ' cannot stand here"},
      {"a: [1, 2\nb: 3\n", "2:2: expected ',' or ']' here; a '[' is not closed"},
      {"a: {b: 1\nc: 2\n", "2:2: expected ',' or '}' here; a '{' is not closed"},
      {"a: [1, 2]]\n", "1:10: a closing bracket without an opening one of its kind"},
      {"a: [1, 2}\n", "1:9: a closing bracket without an opening one of its kind"},
      {"a: 'b\n", "1:4: a quote is opened here and not closed"},
      {"a: &x  # y\n \"b\\\"\nc: 1\n", "1:4: a quote is opened here and not closed"},
      {"'a''\n", "1:1: a quote is opened here and not closed"},
      {"a: 'b", "1:4: a quote is opened here and not closed"},
      {"a: 1\nb: \"c: 2\nd: 3", "2:4: a quote is opened here and not closed"},
      {"a: 1\nb: \"c: 2\nd: 3\n", "2:4: a quote is opened here and not closed"},
      {"a: \"b\\", "1:4: a quote is opened here and not closed"},
      {"a: [1, 'b]", "1:8: a quote is opened here and not closed"},
      {"\"a: 1", "1:1: a quote is opened here and not closed"},
      {"a: '", "1:4: a quote is opened here and not closed"},
      {"a: \"b\n---\nc\"\n", "2:1: '---' or '...' inside a quoted text; is a quote not closed?"},
      {"a: @b\n", "1:4: this character cannot begin a value; put the text in quotes"},
      {"a: *\n", "1:5: '*' without the name of an anchor; put text that begins with '*' in quotes"},
      {"a: & b\n", "1:5: '&' without a name; put text that begins with '&' in quotes"},
      {"a: *b[\n", "1:6: this character cannot stand in the name of an alias"},
      {"a: &b[\n", "1:6: this character cannot stand in the name of an anchor"},
      {"a: &b &c d\n", "1:7: a value can have only one anchor"},
      {"a: !b !c d\n", "1:7: tags are not read; write the value without them"},
      {"a: !<b c\n", "1:7: tags are not read; write the value without them"},
      {"a: | b\n", "1:6: only a line end may follow '|' or '>'"},
      {"a: |0\n  b\n", "1:6: the indentation after '|' or '>' cannot be 0"},
      {"a: \"\\q\"\n", "1:7: unknown '\\' sequence in double quotes; write '\\\\' for a backslash"},
      {"a: \"\\xZZ\"\n", "1:9: expected hexadecimal digits after '\\x', '\\u' or '\\U'"},
      {"a: \"\\uD800\"\n", "1:11: no character has this number"},
      {"%YAML\n---\na: 1\n", "1:1: '%YAML' takes one version"},
      {"%YAML x\n---\na: 1\n", "1:1: '%YAML' takes a version such as 1.2"},
      {"%YAML 2.0\n---\na: 1\n", "1:1: only YAML 1 is read"},
      {"%YAML 1.2\n%YAML 1.2\n---\na: 1\n", "2:1: '%YAML' is given twice"},
      {"%TAG x\n---\na: 1\n", "1:1: tags are not read; remove '%TAG'"},
      {"%TAG ! x\n%TAG ! x\n---\na: 1\n", "2:1: tags are not read; remove '%TAG'"},
  };
  for (const auto& [text, said] : cases) expect_stop(text, std::string("f:") + said);
}

// Every text as long as a file may be, or long enough to tell; none may take long, deep or much.
TEST(ReadTree, StaysSmallWhateverItIsGiven) {
  constexpr std::size_t bytes = std::size_t{8} << 20;
  const std::pair<std::string, std::function<std::string()>> cases[] = {
      {"100,000 open brackets", [] { return times(100'000, "["); }},
      {"open brackets", [] { return times(bytes, "["); }},
      {"open brackets under a key", [] { return "a: " + times(bytes - 3, "["); }},
      {"open braces", [] { return times(bytes, "{"); }},
      {"nested flow maps", [] { return times(bytes / 4, "{a: "); }},
      {"nested flow maps under a key", [] { return "a: " + times(bytes / 4 - 1, "{a: "); }},
      {"nested lists", [] { return times(bytes / 2, "- "); }},
      {"nested keys", [] { return times(bytes / 2, "? "); }},
      {"nested values", [] { return times(bytes / 2, ": "); }},
      {"a plain text", [] { return times(bytes, "a"); }},
      {"a plain text of many lines", [] { return "a:\n" + times(bytes / 3 - 1, " b\n"); }},
      {"a quoted text", [] { return "\"" + times(bytes - 2, "a") + "\""; }},
      {"a quoted text without end", [] { return "a: '" + times(bytes - 4, "b"); }},
      {"a block of text", [] { return "a: |\n" + times(bytes / 4 - 2, " bc\n"); }},
      {"empty lines in a block", [] { return "a: >\n" + times(bytes - 5, "\n"); }},
      {"a key of 1 MiB", [] { return times(std::size_t{1} << 20, "k") + ": 1\n"; }},
      {"a quoted key of 1 MiB", [] { return "\"" + times(std::size_t{1} << 20, "k") + "\": 1\n"; }},
      {"anchors", [] { return times(bytes / 3, "&a "); }},
      {"aliases", [] { return times(bytes / 3, "*a "); }},
      {"tags", [] { return times(bytes / 3, "!a "); }},
      {"tabs", [] { return times(bytes, "\t"); }},
      {"directives", [] { return times(bytes / 5, "%A b\n"); }},
      {"a directive", [] { return "%A " + times(bytes / 2 - 2, "b "); }},
      {"empty lines", [] { return times(bytes, "\n"); }},
      {"comments", [] { return times(bytes / 2, "#\n"); }},
      {"documents", [] { return times(bytes / 4, "---\n"); }},
      {"ends of documents", [] { return times(bytes / 4, "...\n"); }},
      {"commas", [] { return "a: [" + times(bytes - 5, ",") + "]"; }},
      {"pairs of brackets", [] { return "a: [" + times(bytes / 3 - 2, "[],") + "]"; }},
      {"a list", [] { return times(bytes / 4, "- 1\n"); }},
      {"one key", [] { return times(bytes / 5, "a: 1\n"); }},
      {"deep indentation",
       [] {
         std::string text;
         for (std::size_t i = 0; text.size() + i + 3 <= bytes; ++i) text += std::string(i, ' ') + "a:\n";
         return text;
       }},
  };
  for (const auto& [name, make] : cases) {
    const std::string text = make();
    const std::clock_t start = std::clock();  // processor time: others may be at work
    const Reading reading = reading_of(text);
    const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    EXPECT_LT(seconds, sanitized ? 30 : 5) << name;  // 1.8 at most where it was measured
    EXPECT_LT(reading.said.size(), 20'000u) << name;
  }
  if (!sanitized) {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    EXPECT_LT(used.ru_maxrss, 300 * 1024) << "KiB at most at once";
  }
}
