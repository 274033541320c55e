#include "results/record_bytes.hpp"

#include <bit>
#include <cstring>

#include "results/results_error.hpp"

namespace headwater {
namespace {

static_assert(std::endian::native == std::endian::little, "columns are stored as they lie in memory");

class Writer {
 public:
  template <typename Number>
  void number(Number value) {
    bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  template <typename Number>
  void column(const std::vector<Number>& values) {
    number<std::uint64_t>(values.size());
    bytes.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(Number));
  }
  void short_number(
      std::uint64_t value) {  // LEB128: 7 bits a byte, low ones first, the top bit says "more follow"
    for (; value >= 128; value >>= 7) bytes += static_cast<char>(value | 128);
    bytes += static_cast<char>(value);
  }
  std::string bytes;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  template <typename Number>
  Number number() {
    Number value;
    std::memcpy(&value, take(sizeof value), sizeof value);
    return value;
  }
  template <typename Number>
  std::vector<Number> column() {
    const auto count = number<std::uint64_t>();
    if (count > bytes_.size() / sizeof(Number)) fail();
    std::vector<Number> values(count);
    if (count > 0) std::memcpy(values.data(), take(count * sizeof(Number)), count * sizeof(Number));
    return values;
  }
  std::uint64_t short_number() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const auto byte = static_cast<std::uint8_t>(*take(1));
      value |= std::uint64_t{byte & 127u} << shift;
      if (byte < 128) return value;
    }
    fail();
  }
  /// A length whose elements take at least one byte each.
  std::size_t length() {
    const std::uint64_t count = short_number();
    if (count > bytes_.size()) fail();
    return count;
  }
  void end() const {
    if (!bytes_.empty()) fail();
  }

 private:
  const char* take(std::size_t count) {
    if (count > bytes_.size()) fail();
    const char* start = bytes_.data();
    bytes_.remove_prefix(count);
    return start;
  }
  [[noreturn]] static void fail() {
    throw ResultsError("the bytes of a replication's record do not make one");
  }

  std::string_view bytes_;
};

}  // namespace

std::string to_bytes(const ReplicationRecord& record) {
  Writer out;
  out.number(record.replication);
  out.number(record.model_events);
  out.column(record.values);
  out.short_number(record.histograms.size());
  for (const HistogramCounts& histogram : record.histograms) {
    out.short_number(histogram.first);
    out.short_number(histogram.counts.size());
    for (const std::uint64_t count : histogram.counts) out.short_number(count);
  }
  out.column(record.log.time);
  out.column(record.log.entity);
  out.column(record.log.what);
  out.column(record.log.edge);
  out.column(record.log.tier);
  return std::move(out.bytes);
}

ReplicationRecord record_from_bytes(std::string_view bytes) {
  Reader in(bytes);
  ReplicationRecord record;
  record.replication = in.number<std::uint32_t>();
  record.model_events = in.number<std::uint64_t>();
  record.values = in.column<double>();
  record.histograms.resize(in.length());
  for (HistogramCounts& histogram : record.histograms) {
    histogram.first = static_cast<std::uint32_t>(in.short_number());
    histogram.counts.resize(in.length());
    for (std::uint64_t& count : histogram.counts) count = in.short_number();
  }
  record.log.time = in.column<double>();
  record.log.entity = in.column<std::uint64_t>();
  record.log.what = in.column<std::uint8_t>();
  record.log.edge = in.column<std::int32_t>();
  record.log.tier = in.column<std::int32_t>();
  in.end();
  return record;
}

}  // namespace headwater
