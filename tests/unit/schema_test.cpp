// The schema and the reference page hold the whole table of keys, and the reader knows every spelling in it. Whether the
// schema is valid and accepts the shipped files is asked of another program in tests/readers/schema_test.py.
#include <gtest/gtest.h>

#include <string>

#include "scenario/key_table.hpp"
#include "scenario/schema.hpp"

namespace headwater {
namespace {

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(Schema, HasEverySpellingOfEveryKey) {
  const std::string schema = json_schema();
  for (const KeySpec& spec : key_table()) {
    for (const std::string& spelling : spellings(spec, /*timed=*/true)) {
      EXPECT_TRUE(holds(schema, "\"" + spelling + "\": {")) << spelling << " of " << spec.context;
    }
  }
}

TEST(Schema, ThePageHasEveryKeyWithItsMeaningAndExample) {
  const std::string page = key_reference();
  for (const KeySpec& spec : key_table()) {
    EXPECT_TRUE(holds(page, "| `" + std::string(spec.name) + "` |")) << spec.name << " of " << spec.context;
    EXPECT_TRUE(holds(page, std::string(spec.meaning))) << spec.name << " of " << spec.context;
    EXPECT_TRUE(holds(page, "`" + std::string(spec.example) + "`")) << spec.name << " of " << spec.context;
    EXPECT_FALSE(spec.meaning.empty()) << spec.name << " of " << spec.context;
  }
}

TEST(Schema, TheReaderResolvesEverySpelling) {
  for (const KeySpec& spec : key_table()) {
    for (const bool timed : {false, true}) {
      for (const std::string& spelling : spellings(spec, timed)) {
        EXPECT_EQ(resolve_key(spelling, keys_of(spec.context), timed).spec, &spec) << spelling << " of " << spec.context;
      }
    }
  }
}

TEST(Schema, NoContextHasAKeyTwice) {
  for (const KeySpec& spec : key_table()) {
    int times = 0;
    for (const KeySpec* other : keys_of(spec.context)) times += other->name == spec.name ? 1 : 0;
    EXPECT_EQ(times, 1) << spec.name << " of " << spec.context;
  }
}

}  // namespace
}  // namespace headwater
