// Reads what `NetcdfFile` wrote: datasets with the names of their dimensions, and attributes of the root.
//
// Calls that fail throw `ResultsError` with the file's path and HDF5's reason.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "results/netcdf_file.hpp"

namespace headwater {

class NetcdfInput {
 public:
  struct Dataset {
    std::string path;
    ValueType type;
    std::vector<std::string> dimensions;  ///< names without folders
    Shape shape;
  };

  /// Opens the file and lists its datasets. Throws `ResultsError` when there is no such file or it is not
  /// HDF5.
  explicit NetcdfInput(const std::string& path);

  const std::string& path() const { return path_; }

  /// Every dataset that has values, in order of creation; those of groups after those of the root.
  const std::vector<Dataset>& datasets() const { return datasets_; }

  /// The dataset at a path, or null.
  const Dataset* find(const std::string& path) const;

  /// The dataset at a path. Throws `ResultsError` when there is none, and so the file is not a complete `what`.
  const Dataset& require(const std::string& path, const char* what) const;

  /// Numbers of a part of a dataset, converted to `Number`.
  template <typename Number>
  void read(const Dataset& dataset, const Shape& start, const Shape& count,
            std::vector<Number>& values) const {
    values.resize(size_of(count));
    read_numbers(dataset, start, count, memory_type<Number>(), values.data());
  }
  template <typename Number>
  std::vector<Number> read(const Dataset& dataset) const {
    std::vector<Number> values;
    read(dataset, Shape(dataset.shape.size()), dataset.shape, values);
    return values;
  }
  std::vector<std::string> texts(const Dataset& dataset) const;

  /// An attribute of a dataset; "" when there is none.
  std::string text_attribute(const Dataset& dataset, const std::string& name) const;

  /// An attribute of the root: a text or a number; an empty text when there is none.
  AttributeValue attribute(const std::string& name) const;

  /// The same when its type is known: a text ("" when there is none), or a number, which must be there.
  template <typename Value>
  Value attribute_as(const std::string& name) const {
    const AttributeValue value = attribute(name);
    if (!std::holds_alternative<Value>(value)) refuse_attribute(name);
    return std::get<Value>(value);
  }

 private:
  template <typename Number>
  static hid_t memory_type();
  void list(const std::string& group);
  void name_dimensions();
  void read_numbers(const Dataset& dataset, const Shape& start, const Shape& count, hid_t type,
                    void* values) const;
  [[noreturn]] void refuse_attribute(const std::string& name) const;
  template <typename Action>
  auto guarded(const Action& action) const;

  std::string path_;
  H5FileId file_;
  std::vector<Dataset> datasets_;
  std::map<hobj_ref_t, std::pair<std::string, hsize_t>> scales_;  ///< name and length of each dimension
};

/// Opens a results file. Throws `ResultsError` unless it is one of Headwater's, of the format that this program reads,
/// and `DamagedResults` unless it is sealed and its bytes are those that were sealed.
NetcdfInput open_results(const std::string& path);

template <>
inline hid_t NetcdfInput::memory_type<double>() {
  return H5T_NATIVE_DOUBLE;
}
template <>
inline hid_t NetcdfInput::memory_type<std::int64_t>() {
  return H5T_NATIVE_INT64;
}
template <>
inline hid_t NetcdfInput::memory_type<std::uint64_t>() {
  return H5T_NATIVE_UINT64;
}
template <>
inline hid_t NetcdfInput::memory_type<std::int32_t>() {
  return H5T_NATIVE_INT32;
}
template <>
inline hid_t NetcdfInput::memory_type<std::uint32_t>() {
  return H5T_NATIVE_UINT32;
}
template <>
inline hid_t NetcdfInput::memory_type<std::uint8_t>() {
  return H5T_NATIVE_UINT8;
}

}  // namespace headwater
