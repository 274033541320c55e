#include "results/content_hash.hpp"
#include "results/netcdf_input.hpp"

namespace headwater {
namespace {

/// Numbers read at a time (2 MiB of the widest type).
constexpr hsize_t block_numbers = 1 << 18;

template <typename Number>
void add_numbers(const NetcdfInput& file, const NetcdfInput::Dataset& dataset, EntryHash& hash) {
  std::vector<Number> values;
  for (const Block& block : blocks_of(dataset.shape, block_numbers)) {
    file.read(dataset, block.start, block.count, values);
    hash.add(std::span<const Number>(values));
  }
}

EntryHash hash_of(const NetcdfInput& file, const NetcdfInput::Dataset& dataset) {
  EntryHash hash;
  switch (dataset.type) {
    case ValueType::f8:
      add_numbers<double>(file, dataset, hash);
      break;
    case ValueType::i8:
      add_numbers<std::int64_t>(file, dataset, hash);
      break;
    case ValueType::u8:
      add_numbers<std::uint64_t>(file, dataset, hash);
      break;
    case ValueType::i4:
      add_numbers<std::int32_t>(file, dataset, hash);
      break;
    case ValueType::u4:
      add_numbers<std::uint32_t>(file, dataset, hash);
      break;
    case ValueType::u1:
      add_numbers<std::uint8_t>(file, dataset, hash);
      break;
    case ValueType::text:
      hash.add(std::span<const std::string>(file.texts(dataset)));
      break;
  }
  return hash;
}

}  // namespace

Verification verify(const std::string& path) {
  const NetcdfInput file = open_results(path);
  ContentHash content;
  for (const NetcdfInput::Dataset& dataset : file.datasets()) {
    if (!in_content_hash(dataset.path)) continue;
    std::vector<ContentHash::Dimension> dimensions;
    for (std::size_t i = 0; i < dataset.shape.size(); ++i)
      dimensions.push_back({dataset.dimensions[i], dataset.shape[i]});
    content.entry(dataset.path, name_of(dataset.type), dimensions, hash_of(file, dataset));
  }
  for (const std::string_view name : hashed_attributes)
    add_attribute(content, {std::string(name), file.attribute(std::string(name))});
  return {file.attribute_as<std::string>("content_hash"), content.text()};
}

}  // namespace headwater
