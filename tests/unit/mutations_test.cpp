// Good files damaged at random: the reader must come back, either with a description or with an error in a file, and
// soon. What it accepts must read back from its resolved text.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "random/luck.hpp"
#include "scenario/read.hpp"
#include "support/same_description.hpp"
#include "support/shipped_files.hpp"

namespace headwater {
namespace {

/// Numbers that follow from a seed alone, so that a failure can be repeated.
class Numbers {
 public:
  explicit Numbers(std::uint64_t seed) : state_(seed) {}
  std::size_t below(std::size_t limit) { return static_cast<std::size_t>(mix13(state_ += golden_step) % limit); }

 private:
  std::uint64_t state_;
};

const std::vector<std::string> fragments{"{", "}", "[", "]", ":", ": ", "- ", "? ", "&a ", "*a", "!t ", "'", "\"", "#", "|", ">", "\n", "\t", "<<: ",
                                         "~", "-1", "0", "1e999", ".nan", "\xff", std::string(1, '\0'), "---\n", "unlimited", "_days", "%", "\xc3\xa9", "2026-02-30"};

std::string damaged(std::string text, Numbers& numbers) {
  for (std::size_t times = 1 + numbers.below(3); times > 0 && !text.empty(); --times) {
    const std::size_t at = numbers.below(text.size());
    const std::size_t length = 1 + numbers.below(40);
    switch (numbers.below(6)) {
      case 0: text.erase(at, length); break;
      case 1: text.insert(at, fragments[numbers.below(fragments.size())]); break;
      case 2: text[at] = static_cast<char>(numbers.below(256)); break;
      case 3: text.insert(numbers.below(text.size()), text.substr(at, length)); break;
      case 4: text.resize(at); break;
      default: {  // a line goes somewhere else
        const std::size_t end = text.find('\n', at);
        const std::string line = text.substr(at, end == std::string::npos ? end : end - at + 1);
        text.erase(at, line.size());
        text.insert(text.empty() ? 0 : numbers.below(text.size()), line);
      }
    }
  }
  return text;
}

TEST(Mutations, NeverCrashTheReaderNorHoldItUp) {
  constexpr int each = 300;
  int accepted = 0, refused = 0;
  std::uint64_t seed = 0;
  for (const std::string& path : shipped_files()) {
    std::ifstream file(path, std::ios::binary);
    const std::string good(std::istreambuf_iterator<char>(file), {});
    const std::string folder = path.substr(0, path.rfind('/') + 1);
    for (int i = 0; i < each; ++i) {
      Numbers numbers(++seed);
      const std::string text = damaged(good, numbers);
      SCOPED_TRACE(path + ", seed " + std::to_string(seed));
      const auto begun = std::chrono::steady_clock::now();
      const Reading reading = read_text(text, folder + "mutated.yaml");
      const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begun;
      EXPECT_LT(taken.count(), 5) << "seconds";  // far above what a loaded machine needs, far below a hang
      ASSERT_EQ(reading.ok(), !reading.diagnostics.has(Severity::error));
      (reading.ok() ? accepted : refused) += 1;
      ASSERT_EQ(reading.ok() || !reading.diagnostics.text(true).empty(), true);
      if (!reading.ok()) continue;
      const Reading again = read_text(reading.description->resolved, "resolved.yaml");
      ASSERT_TRUE(again.ok()) << again.diagnostics.text(true);
      EXPECT_EQ(first_difference(*reading.description, *again.description), "");
    }
  }
  EXPECT_GT(accepted, each / 2) << "damage in comments and numbers leaves a model";
  EXPECT_GT(refused, each * 3);
}

}  // namespace
}  // namespace headwater
