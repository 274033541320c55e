// The reference page is what the table of keys says.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "scenario/schema.hpp"

namespace headwater {
namespace {

TEST(KeyReference, IsThePageInTheTree) {
  std::ifstream page(HEADWATER_SOURCE_DIR "/models/README.md");
  ASSERT_TRUE(page);
  std::ostringstream text;
  text << page.rdbuf();
  EXPECT_EQ(text.str(), key_reference()) << "headwater schema --markdown > models/README.md writes it anew";
}

}  // namespace
}  // namespace headwater
