// Writes the words of one stream of luck to standard output, without end, for a battery of tests to read:
//
//   luck_stream WORD START [keyed_hash|philox] | dieharder -g 200 ...
//
// WORD is the part of the key that steps while all others stand still: occurrence (64 of them for each
// entity, as far as a real model goes), ordinal, purpose, replication, seed; or engine, the order in which a
// run draws (each entity in turn, for 8 purposes, twice each). START is the number at which the stepping
// begins. Purposes are plain numbers here rather than hashed names, which is harder on the generator.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "random/luck.hpp"
#include "random/philox.hpp"

namespace {

using namespace headwater;

const std::uint64_t source = source_key("new");

template <class Generator>
std::uint64_t word(std::string_view stepping, std::uint64_t i) {
  if (stepping == "occurrence") return Generator::bits(name_of(source, i / 64), purpose_key(1, 0, 1), i % 64);
  if (stepping == "ordinal") return Generator::bits(name_of(source, i), purpose_key(1, 0, 1), 0);
  if (stepping == "purpose") return Generator::bits(name_of(source, 1), purpose_key(1, 0, i), 0);
  if (stepping == "replication") return Generator::bits(name_of(source, 1), purpose_key(1, i, 1), 0);
  if (stepping == "seed") return Generator::bits(name_of(source, 1), purpose_key(i, 0, 1), 0);
  return Generator::bits(name_of(source, i / 16), purpose_key(1, 0, i / 2 % 8), i % 2);  // engine
}

template <class Generator>
void write(std::string_view stepping, std::uint64_t start) {
  std::vector<std::uint64_t> block(1 << 14);
  for (std::uint64_t i = start;;) {
    for (std::uint64_t& next : block) next = word<Generator>(stepping, i++);
    if (std::fwrite(block.data(), sizeof block[0], block.size(), stdout) != block.size()) return;
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) {
    std::fputs(
        "usage: luck_stream occurrence|ordinal|purpose|replication|seed|engine START [keyed_hash|philox]\n",
        stderr);
    return 2;
  }
  const std::uint64_t start = std::strtoull(arguments[2], nullptr, 10);
  if (count > 3 && std::string_view(arguments[3]) == "philox") {
    write<Philox>(arguments[1], start);
  } else {
    write<KeyedHash>(arguments[1], start);
  }
}
