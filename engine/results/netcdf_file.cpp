#include "results/netcdf_file.hpp"

#include <hdf5_hl.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace headwater {
namespace {

/// Of series level 4 makes files 2 % smaller than level 1, and takes longer.
constexpr unsigned deflate_level = 1;

/// HDF5 clears its buffer before every write of texts; its own choice is a megabyte.
constexpr std::size_t transfer_buffer = 1 << 16;

hid_t file_type(ValueType type) {
  switch (type) {
    case ValueType::f8:
      return H5T_IEEE_F64LE;
    case ValueType::i8:
      return H5T_STD_I64LE;
    case ValueType::u8:
      return H5T_STD_U64LE;
    case ValueType::i4:
      return H5T_STD_I32LE;
    case ValueType::u4:
      return H5T_STD_U32LE;
    case ValueType::u1:
      return H5T_STD_U8LE;
    case ValueType::text:
      break;
  }
  throw std::logic_error("texts have a type of their own");
}

H5PropertiesId dataset_creation() {
  H5PropertiesId properties(H5Pcreate(H5P_DATASET_CREATE), "prepare datasets");
  checked(H5Pset_obj_track_times(properties, false), "leave out times");
  checked(H5Pset_attr_creation_order(properties, H5P_CRT_ORDER_TRACKED), "track the order of attributes");
  return properties;
}

void write_attribute(hid_t object, const std::string& name, hid_t type, hid_t space, const void* value) {
  const H5AttributeId attribute(H5Acreate2(object, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT),
                                "create attribute", name);
  checked(H5Awrite(attribute, type, value), "write attribute", name);
}

void write_number(hid_t object, const std::string& name, hid_t type, const void* value) {
  write_attribute(object, name, type, space_of({}), value);
}

/// Texts of attributes have a fixed length: they then lie beside their name, under the same checksum.
void write_text(hid_t object, const std::string& name, const std::string& text) {
  const H5TypeId type(H5Tcopy(H5T_C_S1), "make the type of a text");
  checked(H5Tset_size(type, text.size()), "make the type of a text");
  checked(H5Tset_strpad(type, H5T_STR_NULLPAD), "make the type of a text");
  checked(H5Tset_cset(type, H5T_CSET_UTF8), "make the type of a text");
  write_attribute(object, name, type, space_of({}), text.data());
}

void write_attribute(hid_t object, const NetcdfFile::Attribute& attribute) {
  const AttributeValue& value = attribute.value;
  if (const auto* text = std::get_if<std::string>(&value)) {
    if (!text->empty()) write_text(object, attribute.name, *text);
  } else if (const auto* real = std::get_if<double>(&value)) {
    write_number(object, attribute.name, H5T_IEEE_F64LE, real);
  } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    write_number(object, attribute.name, H5T_STD_I64LE, integer);
  } else if (const auto* natural = std::get_if<std::uint64_t>(&value)) {
    write_number(object, attribute.name, H5T_STD_U64LE, natural);
  } else {
    const auto& list = std::get<std::vector<std::uint8_t>>(value);
    write_attribute(object, attribute.name, H5T_STD_U8LE, space_of({list.size()}), list.data());
  }
}

std::string last_name(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

hobj_ref_t reference_to(hid_t dataset) {
  hobj_ref_t reference{};
  checked(H5Rcreate(&reference, dataset, ".", H5R_OBJECT, -1), "refer to a dataset");
  return reference;
}

}  // namespace

std::string_view name_of(ValueType type) {
  constexpr std::string_view names[] = {"f8", "i8", "u8", "i4", "u4", "u1", "text"};
  return names[static_cast<std::size_t>(type)];
}

NetcdfFile::NetcdfFile(const std::string& path)
    : file_(create_hdf5(path)),
      text_type_(text_type()),
      references_type_(H5Tvlen_create(H5T_STD_REF_OBJ), "make the type of references"),
      user_type_(H5Tcreate(H5T_COMPOUND, sizeof(Dimension::User)), "make the type of references"),
      plain_(dataset_creation()),
      transfer_(H5Pcreate(H5P_DATASET_XFER), "prepare transfers"),
      unkept_(H5Pcreate(H5P_DATASET_ACCESS), "prepare datasets") {
  checked(H5Pset_chunk_cache(unkept_, 0, 0, 0), "keep no pieces in memory");
  checked(H5Pset_buffer(transfer_, transfer_buffer, nullptr, nullptr), "prepare transfers");
  checked(H5Tinsert(user_type_, "dataset", HOFFSET(Dimension::User, dataset), H5T_STD_REF_OBJ),
          "make the type of references");
  checked(H5Tinsert(user_type_, "dimension", HOFFSET(Dimension::User, axis), H5T_NATIVE_INT),
          "make the type of references");
}

void NetcdfFile::add_group(const std::string& path) {
  const H5PropertiesId properties(H5Pcreate(H5P_GROUP_CREATE), "prepare a group");
  checked(H5Pset_link_creation_order(properties, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED),
          "track the order of links");
  checked(H5Pset_obj_track_times(properties, false), "leave out times");
  const H5GroupId group(H5Gcreate2(file_, path.c_str(), H5P_DEFAULT, properties, H5P_DEFAULT), "create group",
                        path);
}

void NetcdfFile::add_bare_dimension(const std::string& path, hsize_t length) {
  Dimension& dimension = dimensions_[path];
  dimension.grows = length == growing;
  dimension.length = dimension.grows ? 0 : length;
  H5PropertiesId properties(H5Pcopy(plain_), "prepare dimension", path);
  const hsize_t chunk = chunk_numbers;
  if (dimension.grows) checked(H5Pset_chunk(properties, 1, &chunk), "prepare dimension", path);
  const H5SpaceId space(H5Screate_simple(1, &dimension.length, &length), "describe dimension", path);
  dimension.scale = H5DatasetId(
      H5Dcreate2(file_, path.c_str(), H5T_IEEE_F32BE, space, H5P_DEFAULT, properties, H5P_DEFAULT),
      "create dimension", path);
  // The words by which netCDF knows a dimension without values, followed by a number of ten places.
  const std::string number = std::to_string(dimension.length);
  const std::string mark = std::string(bare_dimension_mark) +
                           std::string(10 - std::min<std::size_t>(10, number.size()), ' ') + number;
  checked(H5DSset_scale(dimension.scale, mark.c_str()), "make a dimension of", path);
  dimension.reference = reference_to(dimension.scale);
}

H5PropertiesId& NetcdfFile::filtered(ValueType type, const Shape& chunk) {
  H5PropertiesId& properties = filtered_[{type == ValueType::f8, chunk}];
  if (properties < 0) {
    properties = H5PropertiesId(H5Pcopy(plain_), "prepare datasets");
    checked(H5Pset_chunk(properties, static_cast<int>(chunk.size()), chunk.data()),
            "choose the shape of chunks");
    checked(H5Pset_shuffle(properties), "choose shuffling");
    checked(H5Pset_deflate(properties, deflate_level), "choose compression");
    checked(H5Pset_fletcher32(properties), "choose checksums");
    const double missing = std::numeric_limits<double>::quiet_NaN();
    if (type == ValueType::f8)
      checked(H5Pset_fill_value(properties, H5T_NATIVE_DOUBLE, &missing), "choose what is missing");
  }
  return properties;
}

NetcdfFile::Variable& NetcdfFile::add_variable(const std::string& path, ValueType type,
                                               const std::vector<std::string>& dimensions,
                                               const std::vector<Attribute>& attributes, Shape chunk, Pieces pieces) {
  Variable variable{path, type, dimensions, {}};
  Shape longest;
  for (const std::string& name : dimensions) {
    const Dimension& dimension = dimensions_.at(name);
    variable.shape.push_back(dimension.length);
    variable.grows = variable.grows || dimension.grows;
    longest.push_back(dimension.grows ? growing : dimension.length);
  }
  if (chunk.empty()) chunk = shape_within(longest, chunk_numbers);
  const bool number = type != ValueType::text && !dimensions.empty();
  const H5SpaceId space =
      variable.grows ? H5SpaceId(H5Screate_simple(1, variable.shape.data(), longest.data()), "describe", path)
                     : space_of(variable.shape);
  variable.dataset = H5DatasetId(
      H5Dcreate2(file_, path.c_str(), type == ValueType::text ? hid_t(text_type_) : file_type(type), space,
                 H5P_DEFAULT, number ? filtered(type, chunk) : plain_, pieces == Pieces::come_whole ? hid_t(unkept_) : H5P_DEFAULT),
      "create dataset", path);
  for (const Attribute& attribute : attributes) write_attribute(variable.dataset, attribute);
  if (dimensions == std::vector{path}) {
    checked(H5DSset_scale(variable.dataset, last_name(path).c_str()), "make a dimension of", path);
    dimensions_[path].reference = reference_to(variable.dataset);
  } else {
    refer_to_dimensions(variable);
  }
  variables_.push_back(std::move(variable));
  return variables_.back();
}

void NetcdfFile::refer_to_dimensions(const Variable& variable) {
  if (variable.dimensions.empty()) return;
  const hobj_ref_t self = reference_to(variable.dataset);
  std::vector<hvl_t> lists;
  for (const std::string& path : variable.dimensions) {
    Dimension& dimension = dimensions_.at(path);
    dimension.users.push_back({self, static_cast<int>(lists.size())});
    lists.push_back({1, &dimension.reference});
  }
  write_attribute(variable.dataset, "DIMENSION_LIST", references_type_, space_of({lists.size()}),
                  lists.data());
}

void NetcdfFile::write_users(const std::string& path, const Dimension& dimension) {
  if (dimension.users.empty()) return;
  const H5DatasetId scale(H5Dopen2(file_, path.c_str(), H5P_DEFAULT), "open dimension", path);
  write_attribute(scale, "REFERENCE_LIST", user_type_, space_of({dimension.users.size()}),
                  dimension.users.data());
}

void NetcdfFile::put(Variable& variable, const Shape& start, const Shape& count, const void* values,
                     std::size_t size) {
  hsize_t offset = 0;
  if (variable.grows) {
    variable.shape[0] = start[0] + count[0];
    checked(H5Dset_extent(variable.dataset, variable.shape.data()), "extend dataset", variable.path);
  }
  for (std::size_t i = 0; i < start.size(); ++i) offset = offset * variable.shape[i] + start[i];
  if (offset != variable.written || size != size_of(count)) {
    throw std::logic_error("values of " + variable.path + " come out of order or in the wrong number");
  }
  if (size == 0) return;
  const bool text = variable.type == ValueType::text;
  checked(H5Dwrite(variable.dataset, text ? hid_t(text_type_) : file_type(variable.type), space_of(count),
                   part_of(variable.dataset, start, count), transfer_, values),
          "write dataset", variable.path);
  variable.written += size;
}

void NetcdfFile::write(Variable& variable, const std::vector<std::string>& texts) {
  std::vector<const char*> pointers;
  for (const std::string& text : texts) pointers.push_back(text.c_str());
  put(variable, Shape(variable.shape.size()), variable.shape, pointers.data(), pointers.size());
  variable.hash.add(std::span(texts));
}

void NetcdfFile::read(const Variable& variable, const Shape& start, const Shape& count,
                      std::vector<double>& values) const {
  values.resize(size_of(count));
  checked(H5Dread(variable.dataset, H5T_NATIVE_DOUBLE, space_of(count),
                  part_of(variable.dataset, start, count), transfer_, values.data()),
          "read back dataset", variable.path);
}

void NetcdfFile::add_root_attribute(const Attribute& attribute) {
  write_attribute(file_, attribute);
  if (std::ranges::find(hashed_attributes, attribute.name) != std::end(hashed_attributes))
    add_attribute(hash_, attribute);
}

std::string NetcdfFile::content_hash() const {
  ContentHash hash = hash_;
  for (const Variable& variable : variables_) {
    if (!in_content_hash(variable.path)) continue;
    std::vector<ContentHash::Dimension> dimensions;
    for (std::size_t i = 0; i < variable.shape.size(); ++i) {
      dimensions.push_back({last_name(variable.dimensions[i]), variable.shape[i]});
    }
    hash.entry(variable.path, name_of(variable.type), dimensions, variable.hash);
  }
  return hash.text();
}

void NetcdfFile::close() {
  for (Variable& variable : variables_) {
    if (variable.grows) dimensions_.at(variable.dimensions[0]).length = variable.shape[0];
    variable.dataset.close("complete dataset", variable.path);
  }
  for (auto& [path, dimension] : dimensions_) {
    if (dimension.grows) checked(H5Dset_extent(dimension.scale, &dimension.length), "extend dimension", path);
    dimension.scale.close("complete dimension", path);
    write_users(path, dimension);
  }
  file_.close("complete the file");
}

void add_attribute(ContentHash& hash, const NetcdfFile::Attribute& attribute) {
  EntryHash entry;
  ValueType type = ValueType::text;
  if (const auto* text = std::get_if<std::string>(&attribute.value)) {
    if (text->empty()) return;
    entry.add(std::span(text, 1));
  } else if (const auto* real = std::get_if<double>(&attribute.value)) {
    type = ValueType::f8;
    entry.add(std::span(real, 1));
  } else if (const auto* integer = std::get_if<std::int64_t>(&attribute.value)) {
    type = ValueType::i8;
    entry.add(std::span(integer, 1));
  } else if (const auto* natural = std::get_if<std::uint64_t>(&attribute.value)) {
    type = ValueType::u8;
    entry.add(std::span(natural, 1));
  } else {
    throw std::logic_error("attribute '" + attribute.name +
                           "' is a list, which the content hash does not take");
  }
  hash.entry("/@" + attribute.name, name_of(type), {}, entry);
}

}  // namespace headwater
