// The content hash: one number for a model and all that an experiment found with it, equal for equal results.
//
// SHA-256 over one line per entry and the entry's own SHA-256, in byte order of the paths:
//
//     PATH " " TYPE " " DIMENSIONS "\n" DIGEST
//
// PATH is that of a dataset ("/occupancy_mean") or of an attribute of the root ("/@seed"); TYPE is f8, i8,
// u8, i4, u4, u1 or text; DIMENSIONS lists "name=length" with commas between, and is empty for a single
// value; DIGEST, 32 bytes, is over the values in row-major order: numbers little-endian with every NaN made
// 0x7ff8000000000000 and -0 made 0, texts each as 8 bytes of length and then their UTF-8 bytes.
//
// Every dataset is an entry except those that only stand for a dimension, and the copies of the input files,
// /inputs/name and /inputs/text: a comment or a line moved in them changes nothing that was computed. What was
// simulated is in the hash, as /inputs/resolved. Of the root's attributes those in `hashed_attributes` are
// entries; dates, paths, timings, threads and versions are not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "results/sha256.hpp"

namespace headwater {

/// Attributes of the root that say what was computed (when empty they are not in the file and not in the
/// hash).
inline constexpr std::string_view hashed_attributes[] = {"design_kind", "generator", "headwater_format", "horizon_days", "luck",
                                                         "model_events", "replications",     "seed",
                                                         "title",        "warm_up_days"};

/// Whether a dataset counts for the content hash (copies of input files do not).
inline bool in_content_hash(std::string_view path) {
  return path != "/inputs/name" && path != "/inputs/text";
}

/// Takes one entry's values, in row-major order and in as many parts as one likes.
class EntryHash {
 public:
  void add(std::span<const double> values);
  void add(std::span<const std::int64_t> values) { hash_.add(values.data(), values.size_bytes()); }
  void add(std::span<const std::uint64_t> values) { hash_.add(values.data(), values.size_bytes()); }
  void add(std::span<const std::int32_t> values) { hash_.add(values.data(), values.size_bytes()); }
  void add(std::span<const std::uint32_t> values) { hash_.add(values.data(), values.size_bytes()); }
  void add(std::span<const std::uint8_t> values) { hash_.add(values.data(), values.size_bytes()); }
  void add(std::span<const std::string> texts);
  Digest digest() const { return hash_.digest(); }

 private:
  Sha256 hash_;
};

class ContentHash {
 public:
  struct Dimension {
    std::string name;
    std::size_t length;
  };

  void entry(const std::string& path, std::string_view type, const std::vector<Dimension>& dimensions,
             const EntryHash& values);

  /// 64 hexadecimal digits.
  std::string text() const;

 private:
  std::map<std::string, std::string> entries_;  ///< by path: its line and the bytes of its digest
};

struct Verification {
  std::string stored;    ///< the content hash that the file carries
  std::string computed;  ///< from what is in the file
  bool ok() const { return stored == computed; }
};

/// Reads the whole file, and so checks every checksum in it. Throws `ResultsError` when it is not a results
/// file or cannot be read to the end.
Verification verify(const std::string& path);

}  // namespace headwater
