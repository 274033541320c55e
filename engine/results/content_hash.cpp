#include "results/content_hash.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace headwater {

static_assert(std::endian::native == std::endian::little, "numbers are hashed as they lie in memory");

void EntryHash::add(std::span<const double> values) {
  std::array<std::uint64_t, 512> canonical;
  while (!values.empty()) {
    const std::size_t count = std::min(values.size(), canonical.size());
    for (std::size_t i = 0; i < count; ++i) {
      const double value = values[i];
      if (value != value) {
        canonical[i] = 0x7ff8000000000000;
      } else {
        canonical[i] = value == 0 ? 0 : std::bit_cast<std::uint64_t>(value);
      }
    }
    hash_.add(canonical.data(), count * sizeof canonical[0]);
    values = values.subspan(count);
  }
}

void EntryHash::add(std::span<const std::string> texts) {
  for (const std::string& text : texts) {
    const std::uint64_t length = text.size();
    hash_.add(&length, sizeof length);
    hash_.add(text);
  }
}

void ContentHash::entry(const std::string& path, std::string_view type,
                        const std::vector<Dimension>& dimensions, const EntryHash& values) {
  std::string& entry = entries_[path];
  entry = path + " " + std::string(type) + " ";
  for (const Dimension& dimension : dimensions) {
    if (&dimension != &dimensions.front()) entry += ",";
    entry += dimension.name + "=" + std::to_string(dimension.length);
  }
  entry += "\n";
  const Digest digest = values.digest();
  entry.append(digest.begin(), digest.end());
}

std::string ContentHash::text() const {
  Sha256 hash;
  for (const auto& [path, entry] : entries_) hash.add(entry);
  return to_hex(hash.digest());
}

}  // namespace headwater
